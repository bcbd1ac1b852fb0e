//! A value of the schema as a cell, so that reading gives it back.

use crate::fold::quoted;
use crate::lang::Lang;
use crate::schema::Kind;
use kehou_domain::words;
use serde_json::Value;

/// A cell to write.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Out {
    /// Nothing.
    #[default]
    Blank,
    /// Words, never taken for a formula.
    Text(String),
    /// A whole number.
    Int(i64),
    /// Money: fen, shown in yuan.
    Money(i64),
}

impl Out {
    /// Words; nothing for none.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Blank } else { Self::Text(text) }
    }

    /// As text.
    pub fn shown(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.clone(),
            Self::Int(number) => number.to_string(),
            Self::Money(fen) => yuan(*fen),
        }
    }
}

/// An amount in yuan, without needless zeros.
pub(crate) fn yuan(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let (yuan, rest) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    if rest == 0 { format!("{sign}{yuan}") } else { format!("{sign}{yuan}.{rest:02}") }
}

/// The cell of a value; what is unset and counts as zero or no is written so unless it is
/// `optional`.
pub(crate) fn out(kind: &Kind, value: &Value, is_optional: bool, lang: Lang) -> Out {
    if value.is_null() {
        return match kind {
            Kind::Int if !is_optional => Out::Int(0),
            Kind::Money if !is_optional => Out::Money(0),
            Kind::Bool if !is_optional => Out::Text(yes_or_no(false, lang)),
            Kind::Time if !is_optional => Out::Text(clock(0)),
            _ => Out::Blank,
        };
    }
    match kind {
        Kind::Int => Out::Int(number(value)),
        Kind::Money => Out::Money(number(value)),
        Kind::List(one) => {
            let parts = value.as_array().map_or(&[][..], Vec::as_slice).iter();
            let parts: Vec<String> = parts.map(|part| shown(one, part, true, lang)).collect();
            Out::text(parts.join(lang.comma()))
        }
        _ => Out::text(shown(kind, value, false, lang)),
    }
}

fn shown(kind: &Kind, value: &Value, is_one_of_several: bool, lang: Lang) -> String {
    match kind {
        Kind::Id | Kind::Text | Kind::Ref(_) => match value.as_str().unwrap_or_default() {
            "" if !is_one_of_several => String::new(),
            text => quoted(text, is_one_of_several),
        },
        Kind::Int | Kind::Money => number(value).to_string(),
        Kind::Bool => yes_or_no(value.as_bool().unwrap_or(false), lang),
        Kind::Time => clock(number(value)),
        Kind::Date => value.as_str().unwrap_or_default().to_owned(),
        Kind::Weekday => weekday(number(value), lang),
        Kind::Slot => {
            let (day, period) = (number(&value["weekday"]), number(&value["period"]));
            let day = weekday(day, lang);
            lang.pick(format!("{day}第{period}节"), format!("{day} {period}"))
        }
        Kind::Words(words) => {
            let name = value.as_str().unwrap_or_default();
            words.word(name).map_or(name.to_owned(), |word| lang.of(&word))
        }
        Kind::List(_) => String::new(),
    }
}

/// A number; 64-bit ones are strings in the JSON form.
pub(crate) fn number(value: &Value) -> i64 {
    value.as_i64().or_else(|| value.as_str()?.parse().ok()).unwrap_or(0)
}

/// Yes or no in words.
pub(crate) fn yes_or_no(yes: bool, lang: Lang) -> String {
    lang.pair(if yes { ("是", "yes") } else { ("否", "no") })
}

/// Minutes after midnight as a time of day.
pub(crate) fn clock(minute: i64) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A weekday in short.
pub(crate) fn weekday(day: i64, lang: Lang) -> String {
    let word = words::weekday(day as i32);
    if (1..=7).contains(&day) {
        lang.pick(word.zh, word.en[..3].to_owned())
    } else {
        day.to_string()
    }
}
