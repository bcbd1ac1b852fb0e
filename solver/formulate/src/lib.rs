//! The whole problem as a standard integer program, one a level, written from the rule catalogue
//! and independent of the engine's decomposition. Its uses: any solver can be run on the very
//! same problem, and small instances have a known optimum.
//!
//! A pin or ban about a loan is not formulated: it is refused, never left out silently.

mod decode;
mod duties;
mod incumbent;
mod model;
mod mps;
mod names;
mod network;
mod program;
pub mod rules;
mod solve;

use kehou_domain::fault::Text;
use kehou_domain::instance::{FactData, Instance};
use kehou_domain::rule::Rule;
use model::Model;
use network::{Extended, Network};
pub use program::{Column, ColumnData, Program, Row, Sense};
pub use solve::{Best, Solved, SolvedStatus, solve_lexicographic};

/// The level whose points are minimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// Level 1.
    Shortfall,
    /// Level 2, among plans with at most that many points of level 1.
    Quality {
        /// Most points of level 1.
        shortfall_at_most: i64,
    },
}

/// Why there is no program.
#[derive(Debug, thiserror::Error)]
pub enum FormulateError {
    /// A pin or ban says something that the formulation does not cover.
    #[error("{}[{position}] of school `{school}` is not formulated yet: remove it", list(*rule))]
    UncoveredFact {
        /// `pinned` or `banned`.
        rule: Rule,
        /// Id of the school.
        school: String,
        /// Position among the pins or bans, from 0.
        position: usize,
        /// The statement.
        fact: Box<FactData>,
    },
    /// The solver failed.
    #[error("HiGHS failed: {0}")]
    Solver(String),
}

impl FormulateError {
    /// What is wrong and what to do.
    pub fn text(&self) -> Text {
        let zh = match self {
            Self::UncoveredFact { rule, school, position, .. } => {
                format!("学校 {school} 的 {}[{position}] 尚不能列入整数规划；请先删去", list(*rule))
            }
            Self::Solver(said) => format!("求解器 HiGHS 出错：{said}"),
        };
        Text::new(zh, self.to_string())
    }
}

/// The list of the input that statements of that rule stand in.
fn list(rule: Rule) -> &'static str {
    if rule == Rule::Pinned { "pins" } else { "bans" }
}

/// The program of an instance at one level.
pub fn formulate(instance: &Instance, objective: Objective) -> Result<Program, FormulateError> {
    let mut program = Program::new(objective);
    let labels = names::labels(instance.schools.iter().map(|school| school.id.as_str()));
    let extended = Extended::new(instance);
    let staff = instance.schools.iter().flat_map(|school| &school.staff);
    let known_staff = staff.map(|person| person.id.as_str()).collect();
    let mut models = Vec::new();
    for (index, (school, label)) in extended.schools.iter().zip(labels).enumerate() {
        rules::refuse_uncovered(school)?;
        program.begin_school();
        let travels = extended.travels(index);
        let model = Model::new(school, label, &known_staff, travels, &mut program);
        for (_, means) in rules::COVERED {
            if let rules::Means::Rows(add) | rules::Means::Both(add, _) = means {
                add(&model, &mut program);
            }
        }
        models.push(model);
    }
    let network = Network::new(instance, &extended, &models, &mut program);
    for (_, means) in rules::COVERED {
        if let rules::Means::Network(add) | rules::Means::Both(_, add) = means {
            add(&network, &mut program);
        }
    }
    program.visits = network.visits;
    program.decisions = models.into_iter().map(Into::into).collect();
    if let Objective::Quality { shortfall_at_most } = objective {
        program.limit_shortfall(shortfall_at_most);
    }
    Ok(program)
}
