//! What the rules on duties share: heads missing at a post.

use crate::model::Model;
use crate::program::{Column, Program, Sense};
use kehou_domain::rule::{Kind, Rule};

/// Heads that a rule asks for at a post.
pub struct Need<'a> {
    /// The rule.
    pub rule: Rule,
    /// Name of the post.
    pub who: &'a str,
    /// Duties given there.
    pub given: Vec<Column>,
    /// Whether the post is used; none: always.
    pub used: Option<Column>,
    /// Heads needed when it is.
    pub heads: i64,
}

/// Adds the column of missing heads, its row and points.
pub fn add(model: &Model, need: Need, program: &mut Program) {
    if !model.school.rules.is_on(need.rule) || need.heads == 0 {
        return;
    }
    let name = model.name(need.rule.name(), need.who);
    let missing = program.whole(name.clone(), need.heads);
    program.charge(missing, Kind::Elastic, model.school.rules.weight(need.rule));
    let mut terms = vec![(missing, 1)];
    terms.extend(need.given.into_iter().map(|duty| (duty, 1)));
    terms.extend(need.used.map(|used| (used, -need.heads)));
    let least = if need.used.is_none() { need.heads } else { 0 };
    program.row(name, terms, Sense::AtLeast, least);
}
