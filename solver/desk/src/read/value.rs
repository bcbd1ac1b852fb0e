//! One cell understood as a value of the schema, in the spellings people use.

use super::clock::{date, dates, slot, time, weekday};
use crate::cell::Cell;
use crate::fold::{folded, half_width, split, unquoted};
use crate::schema::Kind;
use serde_json::{Value, json};

/// The value of a cell; none if it is not of that kind. Ids of others stay as they are written.
pub(crate) fn value(kind: &Kind, cell: &Cell) -> Option<Value> {
    match kind {
        Kind::Id | Kind::Text | Kind::Ref(_) => Some(json!(unquoted(&cell.shown()))),
        Kind::Int => int(cell).map(|number| json!(number)),
        Kind::Bool => yes_or_no(cell).map(|yes| json!(yes)),
        Kind::Money => fen(cell).map(|fen| json!(fen)),
        Kind::Time => time(cell).map(|minute| json!(minute)),
        Kind::Date => date(cell).map(|day| json!(day)),
        Kind::Weekday => weekday(&cell.shown()).map(|day| json!(day)),
        Kind::Slot => {
            slot(&cell.shown()).map(|(day, period)| json!({"weekday": day, "period": period}))
        }
        Kind::Words(words) => words.value(&cell.shown(), folded).map(|word| json!(word)),
        Kind::List(one) => list(one, cell),
    }
}

fn list(one: &Kind, cell: &Cell) -> Option<Value> {
    let parts = match cell {
        // In days a slash separates nothing.
        Cell::Text(text) if matches!(one, Kind::Date) => split(&text.replace('/', "-")),
        Cell::Text(text) => split(text),
        other => return value(one, other).map(|only| json!([only])),
    };
    let mut values = Vec::new();
    for part in parts {
        match one {
            Kind::Int | Kind::Weekday if range(one, &part).is_some() => {
                values.extend(range(one, &part)?);
            }
            Kind::Date if dates(&part).is_some() => {
                values.extend(dates(&part)?.into_iter().map(Value::String));
            }
            Kind::Id | Kind::Text | Kind::Ref(_) => values.push(json!(part)),
            _ => values.push(value(one, &Cell::Text(part))?),
        }
    }
    Some(Value::Array(values))
}

/// `3-5`, `周一至周五`: every one between.
fn range(one: &Kind, part: &str) -> Option<Vec<Value>> {
    let text = half_width(part);
    let (from, to) = text.split_once(['-', '至', '到', '~'])?;
    let number = |text: &str| match one {
        Kind::Weekday => weekday(text),
        _ => whole(text),
    };
    let (from, to) = (number(from)?, number(to)?);
    (from <= to && to - from < 100).then(|| (from..=to).map(|n| json!(n)).collect())
}

/// The weekdays of a cell that may stand for several rows.
pub(crate) fn weekdays(cell: &Cell) -> Option<Vec<i64>> {
    let list = list(&Kind::Weekday, &Cell::Text(cell.shown()))?;
    list.as_array()?.iter().map(Value::as_i64).collect()
}

/// A whole number; a unit behind it does not matter.
pub(crate) fn int(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Number(number) if number.fract() == 0.0 && number.abs() < 1e12 => {
            Some(*number as i64)
        }
        Cell::Text(text) => whole(text),
        _ => None,
    }
}

fn whole(text: &str) -> Option<i64> {
    let text = half_width(text);
    let text = text.trim().trim_start_matches('第');
    let text = text.trim_end_matches(['%', '人', '节', '次', '周', '个', '级', '天', '班', '名']);
    let text = text.strip_suffix("分钟").or_else(|| text.strip_suffix("年")).unwrap_or(text).trim();
    let text = text.strip_suffix(".0").unwrap_or(text);
    text.parse().ok().or_else(|| chinese(text))
}

/// 一 to 十.
pub(crate) fn chinese(text: &str) -> Option<i64> {
    let digits = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    digits.iter().position(|digit| *digit == text).map(|at| at as i64 + 1)
}

/// An amount in yuan, as fen.
fn fen(cell: &Cell) -> Option<i64> {
    let text = half_width(&cell.shown()).replace([',', '¥', '￥', '元', ' '], "");
    let (sign, text) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
    let (yuan, cents) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if cents.len() > 2 || !digits(cents) || !digits(yuan) || text.is_empty() {
        return None;
    }
    let yuan: i64 = if yuan.is_empty() { 0 } else { yuan.parse().ok()? };
    let cents: i64 = format!("{cents:0<2}").parse().ok()?;
    yuan.checked_mul(100)?.checked_add(cents).map(|fen| sign * fen)
}

/// Yes or no, in any of the ways people tick a box.
pub(crate) fn yes_or_no(cell: &Cell) -> Option<bool> {
    match cell {
        Cell::Bool(yes) => Some(*yes),
        Cell::Number(_) if int(cell).is_some_and(|number| number >> 1 == 0) => {
            int(cell).map(|n| n == 1)
        }
        Cell::Text(text) => match folded(text).as_str() {
            "是" | "有" | "愿意" | "可以" | "开" | "对" | "√" | "✓" | "✔" | "☑" | "yes" | "y"
            | "true" | "1" | "on" | "同意" | "服从" | "参加" | "自愿" => Some(true),
            "否" | "无" | "不" | "不愿意" | "不可以" | "关" | "×" | "✗" | "no" | "n" | "false"
            | "0" | "off" | "-" | "不同意" | "不服从" | "不参加" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: &Kind, text: &str) -> Option<Value> {
        value(kind, &Cell::Text(text.into()))
    }

    #[test]
    fn numbers_and_money_in_many_spellings() {
        assert_eq!(of(&Kind::Int, "４５人"), Some(json!(45)));
        assert_eq!(of(&Kind::Int, "三年级"), Some(json!(3)));
        assert_eq!(of(&Kind::Int, "若干"), None);
        assert_eq!(of(&Kind::Int, "三"), Some(json!(3)));
        assert_eq!(
            (of(&Kind::Int, "第2节"), of(&Kind::Int, "第二节")),
            (Some(json!(2)), Some(json!(2)))
        );
        assert_eq!(of(&Kind::Int, "3.5"), None);
        assert_eq!(of(&Kind::Money, "￥1,200.5元"), Some(json!(120_050)));
        assert_eq!(of(&Kind::Money, "12.345"), None);
        assert_eq!(value(&Kind::Money, &Cell::Number(0.1)), Some(json!(10)));
    }

    #[test]
    fn ranges_are_lists() {
        assert_eq!(of(&Kind::List(&Kind::Int), "1-3、5"), Some(json!([1, 2, 3, 5])));
        assert_eq!(of(&Kind::List(&Kind::Weekday), "周一至周三"), Some(json!([1, 2, 3])));
        assert_eq!(of(&Kind::List(&Kind::Weekday), "一、五"), Some(json!([1, 5])));
        assert_eq!(of(&Kind::List(&Kind::Int), "1-x"), None);
        let days = of(&Kind::List(&Kind::Date), "2026/9/25、2026.10.1至2日");
        assert_eq!(days, Some(json!(["2026-09-25", "2026-10-01", "2026-10-02"])));
    }

    #[test]
    fn boxes_are_ticked_in_many_ways() {
        for yes in ["是", "√", "Yes", "Ｙ", "1"] {
            assert_eq!(of(&Kind::Bool, yes), Some(json!(true)), "{yes}");
        }
        assert_eq!(of(&Kind::Bool, "也许"), None);
    }
}
