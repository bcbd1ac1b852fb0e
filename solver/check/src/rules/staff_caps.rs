//! Weekly, daily and late caps hold.
//!
//! For each person p: periods a week <= weekly cap and care cap; for each weekday: periods <=
//! daily cap; #(weekdays with work that ends after `late_after_minute`) <= late cap.

use crate::facts::Facts;
use crate::people::Person;
use crate::tally::Tally;
use crate::words;
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

const RULE: Rule = Rule::StaffCaps;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for person in facts.people.values() {
        let Some(first) = person.work.first() else { continue };
        let school = person.owner.unwrap_or(first.school);
        let id = &person.staff.id;
        for (cap, what_zh, what_en) in weekly_caps(person) {
            let periods = person.periods();
            if periods > i64::from(cap) {
                let what = Text::new(
                    format!("{id} 每周 {periods} 节，{what_zh} {cap} 节"),
                    format!("{id} has {periods} periods a week, {what_en} {cap}"),
                );
                tally.violation(RULE, school, what);
            }
        }
        judge_days(person, school, tally);
        let late = late_days(facts, person);
        if let Some(cap) = person.staff.late_cap.filter(|&cap| late > i64::from(cap)) {
            let what = Text::new(
                format!("{id} 每周 {late} 天晚归，上限 {cap} 天"),
                format!("{id} has {late} late days a week, cap {cap}"),
            );
            tally.violation(RULE, school, what);
        }
    }
}

fn weekly_caps(person: &Person) -> impl Iterator<Item = (i32, &'static str, &'static str)> {
    let care = person.staff.care.as_ref().and_then(|care| care.weekly_cap);
    let weekly = person.staff.weekly_cap.map(|cap| (cap, "上限", "cap"));
    weekly.into_iter().chain(care.map(|cap| (cap, "照护上限", "care cap")))
}

fn judge_days(person: &Person, school: usize, tally: &mut Tally) {
    let Some(cap) = person.staff.daily_cap else { return };
    let mut days: BTreeMap<i32, i64> = BTreeMap::new();
    for work in &person.work {
        *days.entry(work.weekday).or_default() += 1;
    }
    for (day, periods) in days.into_iter().filter(|&(_, periods)| periods > i64::from(cap)) {
        let (id, day) = (&person.staff.id, words::weekday(day));
        let what = Text::new(
            format!("{id} {} {periods} 节，每日上限 {cap} 节", day.zh),
            format!("{id} has {periods} periods on {}, daily cap {cap}", day.en),
        );
        tally.violation(RULE, school, what);
    }
}

/// Weekdays with work that ends late.
pub fn late_days(facts: &Facts, person: &Person) -> i64 {
    let late = person.work.iter().filter(|work| {
        work.end > facts.schools[work.school].rules.late_after_minute && !work.is_leader()
    });
    late.map(|work| work.weekday).collect::<BTreeSet<i32>>().len() as i64
}
