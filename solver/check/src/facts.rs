//! The whole bureau beside its plan, indexed once for all rules.

use crate::people::{Person, Stranger, give_work, people, sort_work};
use crate::room::{RoomUses, room_uses};
use crate::school::SchoolView;
use kehou_domain::draft::{Bureau, Room};
use kehou_domain::plan::{Plan, SchoolPlan};
use std::collections::BTreeMap;

/// Venues of the bureau by id.
pub type Venues<'a> = BTreeMap<&'a str, &'a Room>;

/// Input and plan, indexed.
pub struct Facts<'a> {
    /// The input.
    pub bureau: &'a Bureau,
    /// The plan.
    pub plan: &'a Plan,
    /// Schools in the order of the input.
    pub schools: Vec<SchoolView<'a>>,
    /// Position of a school.
    pub school_index: BTreeMap<&'a str, usize>,
    /// Everybody with their work.
    pub people: BTreeMap<&'a str, Person<'a>>,
    /// Staff ids of the plan that nobody has.
    pub strangers: Vec<Stranger<'a>>,
    /// Who uses which room when.
    pub room_uses: RoomUses<'a>,
    travel: BTreeMap<(&'a str, &'a str), i32>,
}

impl<'a> Facts<'a> {
    /// Indexes a bureau and its plan.
    pub fn new(bureau: &'a Bureau, plan: &'a Plan) -> Self {
        let ids = bureau.schools.iter().enumerate().rev();
        let school_index = ids.map(|(i, school)| (school.id.as_str(), i)).collect();
        let venues: Venues = bureau.venues.iter().map(|room| (room.id.as_str(), room)).collect();
        let plans: BTreeMap<&str, &SchoolPlan> =
            plan.schools.iter().rev().map(|plan| (plan.school.as_str(), plan)).collect();
        let plan_of = |index: usize| plans.get(bureau.schools[index].id.as_str()).copied();
        let schools: Vec<SchoolView> = (0..bureau.schools.len())
            .map(|index| SchoolView::new(bureau, index, plan_of(index), &venues))
            .collect();
        let mut people = people(bureau, &school_index);
        let strangers = schools.iter().flat_map(|view| give_work(&mut people, view)).collect();
        sort_work(&mut people);
        let room_uses = room_uses(&schools);
        let travel = bureau.travel.iter().flat_map(|travel| {
            let (from, to) = (travel.from.as_str(), travel.to.as_str());
            [((from, to), travel.minutes), ((to, from), travel.minutes)]
        });
        let travel = travel.collect();
        Self { bureau, plan, schools, school_index, people, strangers, room_uses, travel }
    }

    /// Minutes between two campuses; none: too far.
    pub fn travel_minutes(&self, from: usize, to: usize) -> Option<i32> {
        let id = |school: usize| self.bureau.schools[school].id.as_str();
        if from == to { Some(0) } else { self.travel.get(&(id(from), id(to))).copied() }
    }
}
