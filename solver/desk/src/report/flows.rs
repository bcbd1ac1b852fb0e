//! Who lends to whom: bands from lending to borrowing schools, as wide as days a week.

use super::shape::{Anchor, Drawing, INK, SERIES, Shape, WIDTH, clipped};
use kehou_domain::draft::Bureau;
use kehou_domain::plan::Plan;
use std::collections::BTreeMap;

/// Where bands begin and end.
const X: (f32, f32) = (150.0, WIDTH - 150.0);
/// Between schools.
const GAP: f32 = 12.0;

/// Days a week by home school (empty: shared staff) and school served.
type Flows<'a> = BTreeMap<(&'a str, &'a str), i64>;

/// The chart; none if nobody is lent.
pub(crate) fn loans(bureau: &Bureau, plan: &Plan, title: String) -> Option<Drawing> {
    let flows = flows(bureau, plan);
    if flows.is_empty() {
        return None;
    }
    let side = |pick: fn(&(&str, &str)) -> String| {
        let mut days: BTreeMap<String, i64> = BTreeMap::new();
        for (way, count) in &flows {
            *days.entry(pick(way)).or_default() += count;
        }
        days
    };
    let (lefts, rights) = (side(|way| way.0.to_owned()), side(|way| way.1.to_owned()));
    let total: i64 = flows.values().sum();
    let high = (total as f32 * 10.0).clamp(60.0, 420.0);
    let unit = high / total as f32;
    let height = high + GAP * lefts.len().max(rights.len()) as f32;
    let mut drawing = Drawing::new(title, (WIDTH, 40.0 + height));
    let mut left = labels(&mut drawing, bureau, &lefts, unit, Anchor::End);
    let mut right = labels(&mut drawing, bureau, &rights, unit, Anchor::Start);
    for (number, (&(from, to), &days)) in flows.iter().enumerate() {
        let wide = days as f32 * unit;
        let (Some(a), Some(b)) = (left.get_mut(from), right.get_mut(to)) else { continue };
        let colour = SERIES[number % SERIES.len()];
        let band = Shape::Band { left: (*a, *a + wide), right: (*b, *b + wide), x: X, colour };
        drawing.shapes.push(band);
        *a += wide;
        *b += wide;
    }
    Some(drawing)
}

fn flows<'a>(bureau: &'a Bureau, plan: &'a Plan) -> Flows<'a> {
    let mut flows: Flows = BTreeMap::new();
    for loan in &plan.loans {
        let is_home =
            |school: &&kehou_domain::draft::School| school.staff.iter().any(|p| p.id == loan.staff);
        let home = bureau.schools.iter().find(is_home).map_or("", |school| school.id.as_str());
        *flows.entry((home, &loan.school)).or_default() += 1;
    }
    flows
}

/// Names of one side, and where the bands of each school begin.
fn labels(
    drawing: &mut Drawing,
    bureau: &Bureau,
    days: &BTreeMap<String, i64>,
    unit: f32,
    anchor: Anchor,
) -> BTreeMap<String, f32> {
    let mut y = 30.0;
    let mut tops = BTreeMap::new();
    for (id, &count) in days {
        let known =
            bureau.schools.iter().find(|school| school.id == *id && !school.name.is_empty());
        let name = clipped(known.map_or(id.as_str(), |school| &school.name), 12.0);
        let middle = y + count as f32 * unit / 2.0 + 3.0;
        if anchor == Anchor::End {
            drawing.text((X.0 - 6.0, middle), 9.0, anchor, format!("{name} {count}"), INK);
        } else {
            drawing.text((X.1 + 6.0, middle), 9.0, anchor, format!("{count} {name}"), INK);
        }
        tops.insert(id.clone(), y);
        y += count as f32 * unit + GAP;
    }
    tops
}

#[cfg(test)]
mod tests {
    use super::*;
    use kehou_domain::draft::{School, Staff};
    use kehou_domain::plan::Loan;

    #[test]
    fn bands_are_as_wide_as_days() {
        let teacher = Staff { id: "t".into(), ..Staff::default() };
        let home = School { id: "a".into(), staff: vec![teacher], ..School::default() };
        let bureau = Bureau { schools: vec![home], ..Bureau::default() };
        let loan = |weekday| Loan { staff: "t".into(), school: "b".into(), weekday };
        let plan = Plan { loans: vec![loan(1), loan(3)], ..Plan::default() };
        let drawing = loans(&bureau, &plan, "t".to_owned()).expect("a chart");
        let bands = drawing.shapes.iter().filter_map(|shape| match shape {
            Shape::Band { left, right, .. } => Some((left.1 - left.0, right.1 - right.0)),
            _ => None,
        });
        assert_eq!(bands.collect::<Vec<_>>(), [(60.0, 60.0)]);
        assert!(loans(&bureau, &Plan::default(), String::new()).is_none());
    }
}
