//! The solved program as a plan: pupils stay with their lead and in their room where the sizes
//! allow, sections keep their ids.

use super::Whole;
use super::offers::{Offer, Place};
use kehou_domain::plan::{SchoolPlan, Section, Session};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

impl Whole<'_> {
    /// The best plan, if it was proved to be.
    pub fn solve(mut self, incumbent: &SchoolPlan) -> Option<SchoolPlan> {
        let values = std::mem::take(&mut self.program).solve()?;
        let mut waiting: BTreeMap<Place, Vec<u32>> = BTreeMap::new();
        for &(pupil, place, _) in self.seats.iter().filter(|one| values[one.2] == 1) {
            waiting.entry(place).or_default().push(pupil as u32);
        }
        let is_open = |at: &usize| values[self.open[*at]] == 1;
        let open: Vec<usize> = (0..self.offers.len()).filter(is_open).collect();
        let size = |at: usize| values[self.sizes[at]] as usize;
        let mut rosters: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
        for &at in &open {
            let offer = &self.offers[at];
            let pupils = waiting.entry(offer.place).or_default();
            // Whoever had this lead and room first.
            pupils.sort_by_key(|&pupil| (!self.had(incumbent, offer, pupil), pupil));
            let rest = pupils.split_off(size(at).min(pupils.len()));
            rosters.insert(at, std::mem::replace(pupils, rest));
        }
        let sections: Vec<Section> =
            rosters.iter().map(|(&at, pupils)| self.section(at, pupils, &values)).collect();
        let mut sections = named_as(incumbent, sections);
        sections.sort_by_key(|one| (one.sessions[0].start, one.id.clone()));
        self.bench.name_stand_ins(incumbent, &mut sections);
        let school = self.bench.model.school.id.clone();
        Some(SchoolPlan { school, sections, ..SchoolPlan::default() })
    }

    fn had(&self, incumbent: &SchoolPlan, offer: &Offer, pupil: u32) -> bool {
        let school = self.bench.model.school;
        let id = &school.students[pupil as usize].id;
        let lead = self.bench.staff_id(offer.lead);
        let room = self.bench.room_id(Some(offer.rooms[0]));
        incumbent.sections.iter().any(|one| {
            let is_same = |session: &Session| (&session.lead, &session.room) == (&lead, &room);
            one.activity == school.activities[offer.activity].id
                && one.sessions.first().is_some_and(is_same)
                && one.students.contains(id)
        })
    }

    fn section(&self, at: usize, pupils: &[u32], values: &[i64]) -> Section {
        let (school, offer) = (self.bench.model.school, &self.offers[at]);
        let needed = school.assistants_needed(offer.activity, pupils.len() as u32) as usize;
        let sessions = offer.sessions.iter().zip(&offer.rooms).enumerate();
        let sessions = sessions.map(|(nth, (slots, &room))| {
            let helpers = self.helpers.iter().filter(|one| (one.0, one.1) == (at, nth));
            let helpers = helpers.filter(|one| values[one.3] == 1).map(|one| one.2);
            Session {
                start: school.slots[slots.trailing_zeros() as usize].at,
                room: self.bench.room_id(Some(room)),
                lead: self.bench.staff_id(offer.lead),
                assistants: self.bench.staff_ids(&helpers.take(needed).collect::<Vec<_>>()),
                ..Session::default()
            }
        });
        Section {
            id: String::new(),
            activity: school.activities[offer.activity].id.clone(),
            sessions: sessions.collect(),
            students: self.bench.student_refs(pupils),
        }
    }
}

/// The sections under the ids that those of the same activity and times had, first where most pupils
/// are the same.
fn named_as(incumbent: &SchoolPlan, mut sections: Vec<Section>) -> Vec<Section> {
    let starts = |one: &Section| one.sessions.iter().map(|s| s.start).collect::<Vec<_>>();
    let shared = |a: &Section, b: &Section| {
        a.students.iter().filter(|student| b.students.contains(student)).count()
    };
    let mut pairs = Vec::new();
    for (old, before) in incumbent.sections.iter().enumerate() {
        for (new, now) in sections.iter().enumerate() {
            if before.activity == now.activity && starts(before) == starts(now) {
                pairs.push((Reverse(shared(before, now)), old, new));
            }
        }
    }
    pairs.sort_unstable();
    let mut names: Vec<Option<&str>> = vec![None; sections.len()];
    let mut taken = BTreeSet::new();
    for (_, old, new) in pairs {
        if names[new].is_none() && taken.insert(old) {
            names[new] = Some(&incumbent.sections[old].id);
        }
    }
    let is_known = |id: &str| incumbent.sections.iter().any(|one| one.id == id);
    let mut further = (1..).map(|number| format!("n{number:04}")).filter(|id| !is_known(id));
    for (section, name) in sections.iter_mut().zip(names) {
        section.id = name.map(str::to_owned).or_else(|| further.next()).unwrap_or_default();
    }
    sections
}
