//! The lottery that breaks ties between pupils, so that no order of an input file does.
//!
//! A pupil's number is the SHA-256 of seed, school id and reference, a line feed between them;
//! lower numbers come first. Anybody who knows the three can compute it. The seed is to be made
//! public, and to be one nobody can choose at will, after sign-up has closed.
//!
//! A *tie* is open where two pupils could exchange their weeks without any change of points or
//! broken rule, and the one drawn earlier would gain. Settled plans have none. Each exchange makes
//! the points S, read in the order of the draw, smaller; hence there is an end.

mod week;

use kehou_domain::draft::{Bureau, School};
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_domain::policy::Rules;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use week::Weeks;

/// The number of one pupil.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket {
    /// SHA-256, 64 hexadecimal digits.
    pub number: String,
    /// Pupil reference.
    pub student: String,
}

/// Two pupils whose weeks are, or should be, exchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tie {
    /// Drawn earlier: gets the better week.
    pub first: String,
    /// Drawn later.
    pub second: String,
}

/// The draw of one school and the ties it settled, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchoolDraw {
    /// Id of the school.
    pub school: String,
    /// All taking-part pupils in the order of the draw.
    pub tickets: Vec<Ticket>,
    /// Exchanges made.
    pub settled: Vec<Tie>,
}

/// The record of a lottery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lottery {
    /// The public seed.
    pub seed: String,
    /// Per school, in the order of the plan.
    pub schools: Vec<SchoolDraw>,
}

/// The number of a pupil.
pub fn number(seed: &str, school: &str, student: &str) -> String {
    use std::fmt::Write;
    let digest = Sha256::digest(format!("{seed}\n{school}\n{student}"));
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The numbers of all taking-part pupils of a school, in the order of the draw.
pub fn draw(seed: &str, school: &School) -> Vec<Ticket> {
    let ticket = |student: &String| Ticket {
        number: number(seed, &school.id, student),
        student: student.clone(),
    };
    let mut tickets: Vec<Ticket> =
        school.students.iter().map(|student| ticket(&student.student)).collect();
    tickets.sort();
    tickets
}

/// Draws, and settles every tie of the plan. Schools that are planned anew from an incumbent keep
/// their places: there the least change decides.
pub fn settle(bureau: &Bureau, plan: &mut Plan, seed: &str) -> Lottery {
    let schools: BTreeMap<&str, &School> =
        bureau.schools.iter().map(|school| (school.id.as_str(), school)).collect();
    let mut draws = Vec::new();
    for school_plan in &mut plan.schools {
        let Some(&school) = schools.get(school_plan.school.as_str()) else { continue };
        let tickets = draw(seed, school);
        let settled = settle_school(bureau, school, school_plan, &tickets);
        draws.push(SchoolDraw { school: school.id.clone(), tickets, settled });
    }
    Lottery { seed: seed.to_owned(), schools: draws }
}

fn settle_school(
    bureau: &Bureau,
    school: &School,
    plan: &mut SchoolPlan,
    tickets: &[Ticket],
) -> Vec<Tie> {
    let rules = Rules::resolve(&bureau.policy, &school.policy);
    let mut weeks = Weeks::new(school, plan, rules);
    let classes = weeks.comparable(tickets);
    let mut settled = Vec::new();
    loop {
        let before = settled.len();
        for class in &classes {
            for (at, &first) in class.iter().enumerate() {
                for &second in &class[at + 1..] {
                    if weeks.is_open_tie(first, second) {
                        weeks.exchange(first, second);
                        settled.push(weeks.tie(first, second));
                    }
                }
            }
        }
        if settled.len() == before {
            break;
        }
    }
    weeks.write(plan);
    settled
}

/// What is wrong with a record; empty: everything can be believed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Schools whose list of pupils, numbers or order is not what seed and references give.
    pub wrong_draws: Vec<String>,
    /// Ties that the plan leaves open, by school.
    pub open_ties: Vec<(String, Tie)>,
}

/// Computes every number of a record again and looks for ties that the plan leaves open.
pub fn verify(bureau: &Bureau, plan: &Plan, lottery: &Lottery) -> Verdict {
    let mut verdict = Verdict::default();
    let recorded: BTreeMap<&str, &SchoolDraw> =
        lottery.schools.iter().map(|draw| (draw.school.as_str(), draw)).collect();
    for school in &bureau.schools {
        let tickets = draw(&lottery.seed, school);
        if recorded.get(school.id.as_str()).is_none_or(|draw| draw.tickets != tickets) {
            verdict.wrong_draws.push(school.id.clone());
        }
        for school_plan in plan.schools.iter().filter(|plan| plan.school == school.id) {
            let mut settled = school_plan.clone();
            let ties = settle_school(bureau, school, &mut settled, &tickets);
            verdict.open_ties.extend(ties.into_iter().map(|tie| (school.id.clone(), tie)));
        }
    }
    verdict
}
