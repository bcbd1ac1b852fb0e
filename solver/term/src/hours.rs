//! Planned hours and pay of a term: per person, school where the work is done, role and rate. Work
//! at another school than one's own stands with that school, which pays for it, and says so.

use crate::days::times_followed;
use crate::timetable::{Calendar, Role};
use kehou_domain::draft::{Bureau, Staff};
use std::collections::{BTreeMap, BTreeSet};

/// What a person does in one role at one school over the term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoursLine {
    /// School where the work is done and paid.
    pub school: String,
    /// Staff id.
    pub staff: String,
    /// Home school; empty: shared staff of the bureau.
    pub home: String,
    /// Role.
    pub role: Role,
    /// Pay per period, fen.
    pub rate_fen: i64,
    /// Meetings over the term.
    pub meetings: i64,
    /// Periods over the term; a duty counts as one.
    pub periods: i64,
    /// Minutes over the term; a leader on duty is on call and has none.
    pub minutes: i64,
    /// Pay over the term, fen.
    pub pay_fen: i64,
}

impl HoursLine {
    /// Done by a teacher of another school.
    pub fn is_loan(&self) -> bool {
        !self.home.is_empty() && self.home != self.school
    }
}

/// All lines, by school in the order of the plan, then staff id and role.
pub fn hours(bureau: &Bureau, calendar: &Calendar) -> Vec<HoursLine> {
    let people = people(bureau);
    let times = times_followed(&calendar.days);
    let mut all = Vec::new();
    for school in &calendar.schools {
        let mut lines: BTreeMap<(&str, Role), HoursLine> = BTreeMap::new();
        let mut leaders = BTreeSet::new();
        for meeting in &school.meetings {
            let times = times.get(&meeting.weekday).copied().unwrap_or(0);
            for (id, role) in meeting.staff() {
                let Some(&(person, home)) = people.get(id) else { continue };
                // A leader named twice for one weekday is there once.
                let whole_day = meeting.end_minute == 0;
                if times == 0 || (whole_day && !leaders.insert((id, meeting.weekday))) {
                    continue;
                }
                let line = lines.entry((id, role)).or_insert_with(|| HoursLine {
                    school: school.school.id.clone(),
                    staff: id.to_owned(),
                    home: home.to_owned(),
                    role,
                    rate_fen: person.pay_per_period_fen,
                    meetings: 0,
                    periods: 0,
                    minutes: 0,
                    pay_fen: 0,
                });
                line.meetings += times;
                line.periods += times * meeting.periods;
                line.minutes += times * meeting.minutes();
                line.pay_fen += times * meeting.periods * line.rate_fen;
            }
        }
        all.extend(lines.into_values());
    }
    all
}

/// Everybody of the bureau with the home school, empty for shared staff.
pub(crate) fn people(bureau: &Bureau) -> BTreeMap<&str, (&Staff, &str)> {
    let own = bureau
        .schools
        .iter()
        .flat_map(|school| school.staff.iter().map(|person| (person, school.id.as_str())));
    let shared = bureau.shared_staff.iter().map(|person| (person, ""));
    own.chain(shared).map(|(person, home)| (person.id.as_str(), (person, home))).collect()
}
