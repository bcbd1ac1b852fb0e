//! Who lends to whom: bands from lending to borrowing schools, as wide as days a week.

use super::chart::{Chart, Style, figures};
use super::shape::{Anchor, Drawing, INK, SERIES, Shape, WIDTH, clipped};
use crate::lang::Lang;
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
pub(crate) fn loans(bureau: &Bureau, plan: &Plan, lang: Lang) -> Option<Chart> {
    let flows = flows(bureau, plan);
    if flows.is_empty() {
        return None;
    }
    let title = lang.pick("校际支援（每周天数）", "Loans between schools (days a week)");
    let names = |id: &str| named(bureau, id, lang);
    let rows = flows.iter().map(|(way, &days)| {
        let (from, to) = (names(way.0), names(way.1));
        (format!("{from} → {to}"), vec![days])
    });
    let heads = [lang.pick("支援", "Loan"), lang.pick("每周天数", "days a week")];
    let figures = figures(title.to_owned(), &heads.map(str::to_owned), rows);
    Some(Chart { drawing: bands(&flows, title, &names), figures, style: Style::Stacked })
}

fn bands(flows: &Flows, title: &str, names: &dyn Fn(&str) -> String) -> Drawing {
    let side = |pick: fn(&(&str, &str)) -> String| {
        let mut days: BTreeMap<String, i64> = BTreeMap::new();
        for (way, count) in flows {
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
    let mut left = labels(&mut drawing, names, &lefts, unit, Anchor::End);
    let mut right = labels(&mut drawing, names, &rights, unit, Anchor::Start);
    for (number, (&(from, to), &days)) in flows.iter().enumerate() {
        let wide = days as f32 * unit;
        let (Some(a), Some(b)) = (left.get_mut(from), right.get_mut(to)) else { continue };
        let colour = SERIES[number % SERIES.len()];
        let band = Shape::Band { left: (*a, *a + wide), right: (*b, *b + wide), x: X, colour };
        drawing.shapes.push(band);
        *a += wide;
        *b += wide;
    }
    drawing
}

/// What a school is called; those shared by the bureau have none.
fn named(bureau: &Bureau, id: &str, lang: Lang) -> String {
    let known = bureau.schools.iter().find(|school| school.id == id && !school.name.is_empty());
    match known {
        Some(school) => school.name.clone(),
        None if id.is_empty() => lang.pick("全县共用", "shared staff").to_owned(),
        None => id.to_owned(),
    }
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
    names: &dyn Fn(&str) -> String,
    days: &BTreeMap<String, i64>,
    unit: f32,
    anchor: Anchor,
) -> BTreeMap<String, f32> {
    let mut y = 30.0;
    let mut tops = BTreeMap::new();
    for (id, &count) in days {
        let name = clipped(&names(id), 12.0);
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
    use crate::write::value::Out;
    use kehou_domain::draft::{School, Staff};
    use kehou_domain::plan::Loan;

    #[test]
    fn bands_are_as_wide_as_days() {
        let teacher = Staff { id: "t".into(), ..Staff::default() };
        let home = School { id: "a".into(), staff: vec![teacher], ..School::default() };
        let bureau = Bureau { schools: vec![home], ..Bureau::default() };
        let loan = |weekday| Loan { staff: "t".into(), school: "b".into(), weekday };
        let plan = Plan { loans: vec![loan(1), loan(3)], ..Plan::default() };
        let chart = loans(&bureau, &plan, Lang::En).expect("a chart");
        let bands = chart.drawing.shapes.iter().filter_map(|shape| match shape {
            Shape::Band { left, right, .. } => Some((left.1 - left.0, right.1 - right.0)),
            _ => None,
        });
        assert_eq!(bands.collect::<Vec<_>>(), [(60.0, 60.0)]);
        assert_eq!(chart.figures.rows, [[Out::text("a → b"), Out::Int(2)]]);
        assert!(loans(&bureau, &Plan::default(), Lang::En).is_none());
    }
}
