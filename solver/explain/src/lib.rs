//! Why a plan is as it is, and the smallest changes that would better it: for one pupil, person,
//! section or activity, or for all that falls short.
//!
//! Nothing is said that was not tried: each remedy is a plan that was built, with the input
//! adjusted where it must be, and judged by the independent check. Reasons are data; [`words`]
//! says them in Chinese and English.

mod activity;
mod adjust;
pub mod balance;
mod choice;
mod companions;
mod desk;
mod gap;
mod gaps;
mod heads;
mod open;
mod section;
mod sketch;
mod staff;
mod student;
mod training;
mod trial;
mod week;
pub mod words;

pub use adjust::adjust;
pub use desk::{Desk, NotThere};
pub use gaps::gaps;
pub use student::promises;
pub use trial::Promise;

use kehou_domain::answer::{About, Answer, Question};
use kehou_domain::draft::Bureau;
use kehou_domain::plan::Plan;

/// Answers a question about the plan of a school.
pub fn explain(
    bureau: &Bureau,
    plan: &Plan,
    school: &str,
    question: &Question,
) -> Result<Answer, NotThere> {
    let desk = Desk::new(bureau, plan, school)?;
    let about = match question {
        Question::Student(id) => About::Student(student::ask_student(&desk, id)?),
        Question::Staff(id) => About::Staff(staff::ask_staff(&desk, id)?),
        Question::Section(id) => About::Section(section::ask_section(&desk, id)?),
        Question::Activity(id) => About::Activity(activity::ask_activity(&desk, id)?),
        Question::Shortfall => About::Shortfall(gaps::ask_shortfall(&desk)),
    };
    Ok(Answer { school: desk.school().id.clone(), about: Some(about) })
}
