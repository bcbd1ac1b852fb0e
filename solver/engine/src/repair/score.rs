//! How much a plan put right falls short and disturbs, as the rules count it: what `stability` and
//! `change_budget` say of places and sessions, and the elastic rules that a repair can move. What
//! the published plan already lacked is no reason to disturb anybody, so it does not count.

use super::Bench;
use kehou_domain::draft::{Component, DutyKind, SlotRef};
use kehou_domain::instance::bits;
use kehou_domain::notice::{Sessions, changed_sessions, disturbance, sessions};
use kehou_domain::plan::SchoolPlan;
use kehou_domain::policy::SupervisorArea;
use kehou_domain::rule::Rule;
use std::collections::BTreeMap;

/// What is to be small, in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score {
    /// Changes beyond the change budget.
    pub over: i64,
    /// Points of elastic rules.
    pub shortfall: i64,
    /// Changed places and sessions.
    pub changes: i64,
}

impl Bench<'_> {
    pub(super) fn score(&self, incumbent: &SchoolPlan) -> Score {
        Score {
            over: self.over_budget(incumbent),
            shortfall: self.shortfall(incumbent),
            changes: self.places_changed() + self.sessions_changed(incumbent),
        }
    }

    fn over_budget(&self, incumbent: &SchoolPlan) -> i64 {
        let school = self.model.school;
        let budget = &school.change_budget;
        let limits = [budget.per_student, budget.per_staff, budget.total];
        if !school.rules.is_on(Rule::ChangeBudget) || limits.iter().all(Option::is_none) {
            return 0;
        }
        let found = disturbance(&school.into(), incumbent, &self.plan(incumbent));
        let all = [found.most_places, found.most_work, found.places + found.work];
        let over = |(limit, found): (Option<i32>, i64)| {
            limit.map_or(0, |limit| (found - i64::from(limit)).max(0))
        };
        limits.into_iter().zip(all).map(over).sum()
    }

    fn shortfall(&self, incumbent: &SchoolPlan) -> i64 {
        let model = self.model;
        let rules = &model.school.rules;
        let weight = |rule| rules.weight(rule);
        let mut points = 0;
        let mut in_base = vec![0; self.weeks.len()];
        for part in &self.base {
            part.pupils.iter().for_each(|&pupil| in_base[pupil as usize] |= 1 << part.slot);
        }
        for (pupil, data) in model.pupils.iter().enumerate() {
            let open = data.attends & !self.in_sections(pupil as u32) & !in_base[pupil];
            points += i64::from(open.count_ones()) * (weight(Rule::Unplaced) * data.weight / 100);
            let week = self.weeks[pupil].iter();
            let trained: i64 = week.map(|p| model.wants[p.want as usize].training).sum();
            let had = data.need.min(self.trained_before(pupil));
            points += weight(Rule::TrainingMinimum) * (had - trained).max(0);
        }
        for part in &self.base {
            let lost = part.lead.is_none() && !self.had_no_lead.contains(&part.id);
            points += weight(Rule::SessionStaffed) * i64::from(lost);
            let activity = model.pools[part.pool].activity;
            points += self.assistants_missing(activity, part.pupils.len(), part.assistants.len());
        }
        for part in &self.parts {
            let activity = model.columns[part.column].activity;
            for (nth, helpers) in part.assistants.iter().enumerate() {
                points += self.assistants_missing(activity, part.pupils.len(), helpers.len());
                let outsider = part.lead.is_some_and(|lead| model.school.staff[lead].is_outsider);
                let teaches = |&helper: &usize| !model.school.staff[helper].is_outsider;
                let alone = part.companions[nth].is_empty() && !helpers.iter().any(teaches);
                points += weight(Rule::OutsiderAccompanied) * i64::from(outsider && alone);
            }
        }
        points + self.duties_missing(incumbent)
    }

    /// Training sessions a pupil had; all that are needed where it is new, or was in a section of
    /// an activity that nothing more is known of.
    fn trained_before(&self, pupil: usize) -> i64 {
        let school = self.model.school;
        let slots = school.slots.len();
        let before = &self.before[pupil * slots..(pupil + 1) * slots];
        if before.iter().all(Option::is_none) || self.bereft.contains(&(pupil as u32)) {
            return i64::MAX;
        }
        let training = before.iter().flatten().map(|&activity| &school.activities[activity]);
        let training = training.filter(|one| one.component == Component::Training);
        // A session counts in each of its slots.
        training.map(|one| 60 / i64::from(one.length.clamp(1, 6))).sum::<i64>() / 60
    }

    fn assistants_missing(&self, activity: usize, pupils: usize, helpers: usize) -> i64 {
        let needed = i64::from(self.model.school.assistants_needed(activity, pupils as u32));
        (needed - helpers as i64).max(0) * self.model.school.rules.missing_assistant_points
    }

    /// Points of the incumbent's duties that nobody has any more.
    fn duties_missing(&self, incumbent: &SchoolPlan) -> i64 {
        let rules = &self.model.school.rules;
        let points = |kind: Option<DutyKind>| {
            kind.map_or(0, |kind| match kind {
                DutyKind::Patrol => rules.weight(Rule::Patrol),
                DutyKind::GateGuard => rules.weight(Rule::GateGuard),
                DutyKind::LeaderOnDuty => rules.weight(Rule::LeaderOnDuty),
                DutyKind::AreaSupervisor => 0,
            })
        };
        let before: i64 = incumbent.duties.iter().map(|duty| points(duty.kind)).sum();
        let now: i64 = self.duties.iter().map(|duty| points(duty.kind)).sum();
        (before - now).max(0) + self.areas_missing(incumbent)
    }

    /// Points of supervisors that areas lack and did not lack before; a floor needs them where a
    /// room on it is used.
    fn areas_missing(&self, incumbent: &SchoolPlan) -> i64 {
        let school = self.model.school;
        let (weight, heads) =
            (school.rules.weight(Rule::AreaSupervisor), school.rules.supervisor_heads);
        if weight == 0 || heads == 0 {
            return 0;
        }
        let plan = self.plan(incumbent);
        let (before, now) = (self.supervisors(incumbent), self.supervisors(&plan));
        let lack = |there: &i64| (i64::from(heads) - there).max(0);
        let by_year = school.rules.supervisor_area == SupervisorArea::Year;
        let areas = if by_year { &before } else { &now };
        let more = areas.keys().map(|area| {
            let had = before.get(area).map_or(0, lack);
            (now.get(area).map_or(i64::from(heads), lack) - had).max(0)
        });
        more.sum::<i64>() * weight
    }

    /// Supervisors of each area in use, by slot.
    fn supervisors(&self, plan: &SchoolPlan) -> BTreeMap<(SlotRef, String), i64> {
        let school = self.model.school;
        let mut areas = BTreeMap::new();
        if school.rules.supervisor_area == SupervisorArea::Floor {
            for section in &plan.sections {
                let activity = school.activities.iter().find(|one| one.id == section.activity);
                let length = activity.map_or(1, |one| one.length as i32);
                for session in &section.sessions {
                    let room = school.rooms.iter().find(|room| room.id == session.room);
                    let floor = room.map_or("", |room| room.floor.as_str());
                    for period in (0..length).filter(|_| !floor.is_empty()) {
                        let period = session.start.period + period;
                        let slot = SlotRef { period, ..session.start };
                        areas.insert((slot, floor.to_owned()), 0);
                    }
                }
            }
        }
        let is_area = |kind| kind == Some(DutyKind::AreaSupervisor);
        for duty in plan.duties.iter().filter(|duty| is_area(duty.kind)) {
            let slot = SlotRef { weekday: duty.weekday, period: duty.period };
            let by_year = school.rules.supervisor_area == SupervisorArea::Year;
            let area = (slot, duty.area.clone());
            if by_year || areas.contains_key(&area) {
                *areas.entry(area).or_default() += 1;
            }
        }
        areas
    }

    /// Slots in which pupils have another activity than before, or none.
    fn places_changed(&self) -> i64 {
        let model = self.model;
        let slots = model.school.slots.len();
        let mut now = vec![None; self.before.len()];
        for (pupil, week) in self.weeks.iter().enumerate() {
            for place in week {
                let column = &model.columns[place.column as usize];
                for slot in bits(column.mask) {
                    now[pupil * slots + slot] = Some(column.activity);
                }
            }
        }
        for part in &self.base {
            let activity = model.pools[part.pool].activity;
            for &pupil in &part.pupils {
                now[pupil as usize * slots + part.slot] = Some(activity);
            }
        }
        now.iter().zip(&self.before).filter(|(now, before)| now != before).count() as i64
    }

    /// Sessions of the same activity and start with another lead or room.
    fn sessions_changed(&self, incumbent: &SchoolPlan) -> i64 {
        let school = self.model.school;
        let staff = |person: Option<usize>| person.map_or("", |at| school.staff[at].id.as_str());
        let room = |room: Option<usize>| room.map_or("", |at| school.rooms[at].id.as_str());
        let mut now = Sessions::new();
        for part in &self.parts {
            let column = &self.model.columns[part.column];
            for (nth, slots) in column.sessions.iter().enumerate() {
                let start = school.slots[slots.trailing_zeros() as usize].at;
                let key = (school.activities[column.activity].id.as_str(), start);
                now.entry(key).or_default().push((staff(part.lead), room(part.rooms[nth])));
            }
        }
        for part in &self.base {
            let activity = self.model.pools[part.pool].activity;
            let key = (school.activities[activity].id.as_str(), school.slots[part.slot].at);
            now.entry(key).or_default().push((staff(part.lead), room(Some(part.room))));
        }
        changed_sessions(&sessions(incumbent), &now)
    }
}
