//! Where a finding is: a field path from the top of the input, built only when shown.

use super::ids::is_sane;
use std::fmt;

/// A place in the input, as a chain of steps on the stack.
#[derive(Clone, Copy)]
pub(super) struct Path<'a> {
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Top,
    Field(&'static str),
    Entity(&'static str, &'a str, usize),
    Item(&'static str, usize),
}

impl<'a> Path<'a> {
    /// The top of the input.
    pub(super) const TOP: Path<'static> = Path { parent: None, step: Step::Top };

    pub(super) fn field(&'a self, name: &'static str) -> Path<'a> {
        self.then(Step::Field(name))
    }
    /// An entity of a list: by id where the id may be shown, else by position.
    pub(super) fn entity(&'a self, list: &'static str, id: &'a str, index: usize) -> Path<'a> {
        self.then(Step::Entity(list, id, index))
    }
    /// An entry of a list, by position from 0.
    pub(super) fn item(&'a self, list: &'static str, index: usize) -> Path<'a> {
        self.then(Step::Item(list, index))
    }
    fn then(&'a self, step: Step<'a>) -> Path<'a> {
        Path { parent: Some(self), step }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
            if !matches!(parent.step, Step::Top) {
                f.write_str(".")?;
            }
        }
        match self.step {
            Step::Top => Ok(()),
            Step::Field(name) => f.write_str(name),
            Step::Entity(list, id, _) if is_sane(id) => write!(f, "{list}[{id}]"),
            Step::Entity(list, _, index) | Step::Item(list, index) => write!(f, "{list}[{index}]"),
        }
    }
}
