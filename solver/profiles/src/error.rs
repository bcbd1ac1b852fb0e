//! Why a data set cannot be generated.

use crate::{MOST_SCHOOLS, NAMES};
use kehou_domain::fault::Text;
use thiserror::Error;

/// Why a data set cannot be generated.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum ProfileError {
    /// No profile of that name.
    #[error("there is no profile `{0}`; choose one of {names}, or name a file", names = NAMES.join(", "))]
    UnknownProfile(String),
    /// The profile has no season of that name; those it has.
    #[error("the profile has no season `{0}`; it has {known}", known = .1.join(", "))]
    Season(String, Vec<String>),
    /// The profile has one size only.
    #[error("profile `{0}` has a fixed size; leave out --schools and --pupils")]
    FixedSize(String),
    /// Too few or too many schools.
    #[error("{0} schools is not between 1 and {MOST_SCHOOLS}")]
    Schools(usize),
    /// Too few or too many pupils for the number of schools.
    #[error("{pupils} pupils for {schools} schools is not between {least} and {most}")]
    Pupils {
        /// Schools asked for.
        schools: usize,
        /// Pupils asked for.
        pupils: usize,
        /// Fewest possible.
        least: usize,
        /// Most possible.
        most: usize,
    },
    /// Tightness out of range.
    #[error("tightness {0} is not between 0.3 and 3")]
    Tightness(f64),
}

impl ProfileError {
    /// What is wrong and what to do.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::UnknownProfile(name) => {
                format!("没有名为“{name}”的政策方案；可用：{}，或给出文件", NAMES.join("、"))
            }
            Self::Season(name, known) => {
                format!("该政策方案没有名为“{name}”的学期；可用：{}", known.join("、"))
            }
            Self::FixedSize(name) => {
                format!("政策方案 {name} 大小固定；请去掉 --schools 和 --pupils")
            }
            Self::Schools(schools) => format!("学校数 {schools} 不在 1 到 {MOST_SCHOOLS} 之间"),
            Self::Pupils { schools, pupils, least, most } => {
                format!("{schools} 所学校的学生数 {pupils} 不在 {least} 到 {most} 之间")
            }
            Self::Tightness(tightness) => format!("松紧度 {tightness} 不在 0.3 到 3 之间"),
        };
        Text::new(zh, self.to_string())
    }
}
