//! Who is not willing has nothing but the duties of the post.
//!
//! For each person p not willing: every work of p is a duty of a kind in `post_duties`.

use crate::facts::Facts;
use crate::people::{Task, Work};
use crate::tally::Tally;
use crate::words;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::StaffWilling;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for person in facts.people.values().filter(|person| !person.staff.willing) {
        let of_post = |work: &Work| match work.task {
            Task::Duty(kind, _) => person.staff.post_duties.contains(&kind),
            Task::Session(..) => false,
        };
        for work in person.work.iter().filter(|work| !of_post(work)) {
            let (id, day) = (&person.staff.id, words::weekday(work.weekday));
            let what = Text::new(
                format!("{id} 不参加课后服务，{}却有工作", day.zh),
                format!("{id} is not willing but has work on {}", day.en),
            );
            tally.violation(RULE, work.school, what);
        }
    }
}
