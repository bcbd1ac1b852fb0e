//! The language of what is written for people.

use kehou_domain::fault::Text;

/// Chinese or English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

impl Lang {
    /// One of two.
    pub fn pick<T>(self, zh: T, en: T) -> T {
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }
    /// The text in this language.
    pub fn of(self, text: &Text) -> String {
        self.pick(&text.zh, &text.en).clone()
    }
    /// One of a pair.
    pub fn pair(self, pair: (&str, &str)) -> String {
        self.pick(pair.0, pair.1).to_owned()
    }
    /// Between the entries of a list.
    pub const fn comma(self) -> &'static str {
        match self {
            Self::Zh => "、",
            Self::En => ", ",
        }
    }
}
