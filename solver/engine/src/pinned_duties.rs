//! Pins that only a duty can meet: the duties that stay in every plan. Ways are tried in turn, each
//! with the search for all other pins, until one leaves a way for these too.

use crate::duties::Work;
use crate::jobs::Kind;
use crate::legal::{can_take, places};
use crate::model::Model;
use crate::pin_search;
use crate::pins::Fixed;
use kehou_domain::draft::DutyKind;
use kehou_domain::instance::{FactData, bits};

/// Most ways to give the duties for which the other pins are tried.
const MOST_WAYS: u32 = 40;

/// A duty that stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixedDuty {
    /// Who.
    pub person: usize,
    /// What.
    pub kind: Kind,
    /// When.
    pub work: Work,
}

/// A way to meet all pins of a school, if one is found.
pub fn find(model: &Model) -> Option<Fixed> {
    let pins: Vec<&FactData> = model.school.pins.iter().filter(|pin| may_be_duty(pin)).collect();
    if pins.is_empty() || !model.duties.needs_staff() {
        return pin_search::find(model);
    }
    let work = vec![Work::default(); model.school.staff.len()];
    let mut search = Search { model, pins, work, chosen: Vec::new(), ways: 0 };
    search.settle(0)
}

/// A pin on a duty, or on work of whatever kind.
fn may_be_duty(pin: &FactData) -> bool {
    let plain = pin.student.is_none() && pin.activity.is_none() && pin.room.is_none();
    plain && pin.staff.is_some() && !pin.is_loan
}

/// Whether a duty that stays meets a pin.
pub fn meets(model: &Model, pin: &FactData, duty: &FixedDuty) -> bool {
    let kind = match duty.kind {
        Kind::Patrol(_) => DutyKind::Patrol,
        Kind::Gate(_) => DutyKind::GateGuard,
        Kind::Leader(..) => DutyKind::LeaderOnDuty,
        _ => DutyKind::AreaSupervisor,
    };
    may_be_duty(pin)
        && pin.staff == Some(duty.person)
        && pin.duty.is_none_or(|of| of == kind)
        && pin.slot.is_none_or(|slot| is_at(model, duty.work, slot))
}

/// Whether a statement about the slot can mean the work.
fn is_at(model: &Model, work: Work, slot: usize) -> bool {
    let at = model.school.slots[slot].at;
    let guards = places(work).any(|place| {
        let stand = &model.school.stands[model.duties.places[place].stand];
        (stand.weekday, stand.period) == (at.weekday, at.period)
    });
    work.slots >> slot & 1 == 1 || work.leaders >> (at.weekday - 1) & 1 == 1 || guards
}

struct Search<'a, 'm> {
    model: &'a Model<'m>,
    pins: Vec<&'a FactData>,
    work: Vec<Work>,
    chosen: Vec<FixedDuty>,
    ways: u32,
}

impl Search<'_, '_> {
    /// Meets the pins from `number` on by duties, then all others.
    fn settle(&mut self, number: usize) -> Option<Fixed> {
        let model = self.model;
        let Some(&pin) = self.pins.get(number) else { return self.find_rest() };
        if self.chosen.iter().any(|duty| meets(model, pin, duty)) {
            return self.settle(number + 1);
        }
        let person = pin.staff?;
        if pin.duty.is_none()
            && model.school.staff[person].serves
            && let found @ Some(_) = self.settle(number + 1)
        {
            return found;
        }
        for duty in ways(model, pin, person) {
            let before = self.work[person];
            if self.ways >= MOST_WAYS || !can_take(model, person, before, duty.work) {
                continue;
            }
            self.work[person] = before.with(duty.work);
            self.chosen.push(duty);
            if let found @ Some(_) = self.settle(number + 1) {
                return found;
            }
            self.chosen.pop();
            self.work[person] = before;
        }
        None
    }

    fn find_rest(&mut self) -> Option<Fixed> {
        self.ways += 1;
        if self.chosen.is_empty() {
            return pin_search::find(self.model);
        }
        let mut model = self.model.clone();
        model.fixed.duties.clone_from(&self.chosen);
        pin_search::find(&model)
    }
}

/// Duties of a person that meet a pin, demanded ones first.
fn ways(model: &Model, pin: &FactData, person: usize) -> Vec<FixedDuty> {
    let duties = &model.duties;
    let terms = &duties.terms[person];
    let mut all = Vec::new();
    let mut add = |kind, work| all.push(FixedDuty { person, kind, work });
    for slot in bits(terms.patrol) {
        add(Kind::Patrol(slot), Work::in_slots(1 << slot));
    }
    for slot in bits(terms.area) {
        let mut areas: Vec<usize> = (0..duties.areas.len()).collect();
        let attended = duties.attended.get(slot).map_or(&[][..], Vec::as_slice);
        areas.sort_by_key(|area| !attended.contains(area));
        for area in areas {
            add(Kind::Area(slot, area), Work::in_slots(1 << slot));
        }
    }
    for place in places(Work { gates: terms.gates, ..Work::default() }) {
        add(Kind::Gate(place), Work::at_gate(place));
    }
    for day in bits(u64::from(terms.leaders)) {
        add(Kind::Leader(day, 0), Work::leading(day));
    }
    all.retain(|duty| meets(model, pin, duty));
    all.sort_by_key(|duty| match duty.kind {
        Kind::Patrol(slot) => duties.served >> slot & 1 == 0,
        _ => false,
    });
    all
}
