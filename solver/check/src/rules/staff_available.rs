//! Everything a person works lies inside one of the windows (none given: always), outside
//! protected times, and ends by the care limit. A gate duty lasts until the last wave has left;
//! the leader on duty has no time of their own.
//!
//! For each person p and work [a, b] on weekday d: some window (d, x, y) with x <= a and b <= y;
//! no protected (d, x, y) with x < b and a < y; b <= latest end of p.

use crate::facts::Facts;
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::Staff;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::StaffAvailable;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for person in facts.people.values() {
        for work in person.work.iter().filter(|work| !work.is_leader()) {
            if let Some(why) = clash(person.staff, work.weekday, (work.start, work.end)) {
                let (id, at) = (&person.staff.id, words::slot(work.slot));
                let what = Text::new(
                    format!("{id} 在{}有工作：{}", at.zh, why.zh),
                    format!("{id} works on {}: {}", at.en, why.en),
                );
                tally.violation(RULE, work.school, what);
            }
        }
    }
}

/// Why somebody cannot work at that time.
pub fn clash(staff: &Staff, weekday: i32, (start, end): (i32, i32)) -> Option<Text> {
    let mut windows = staff.windows.iter().filter(|window| window.weekday == weekday);
    let inside = windows.any(|w| w.start_minute <= start && end <= w.end_minute);
    if !staff.windows.is_empty() && !inside {
        return Some(Text::new("不在可用时间内", "outside the time available"));
    }
    let mut protected = staff.protected.iter().filter(|window| window.weekday == weekday);
    if protected.any(|w| w.start_minute < end && start < w.end_minute) {
        return Some(Text::new("占用受保护时间", "within protected time"));
    }
    let latest = staff.care.as_ref().and_then(|care| care.latest_end_minute)?;
    (end > latest).then(|| Text::new("晚于照护限制", "later than the care limit"))
}
