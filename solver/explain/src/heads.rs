//! Heads for sessions without lead or assistants, for outsiders alone, for duties and mentors:
//! people who are there and free, or free but for a cap; else people the school does not have.

use crate::desk::Desk;
use crate::gaps::Lot;
use crate::trial::Promise;
use kehou_check::Shortfall;
use kehou_domain::answer::Adjustment;
use kehou_domain::draft::StaffKind;
use kehou_domain::instance::SlotMask;
use kehou_domain::plan::{DutyAssignment, Mentorship, SchoolPlan, Session};
use kehou_domain::rule::Rule;
use std::collections::BTreeMap;

/// Who is to fill the gap.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Somebody on the staff.
    Known,
    /// Somebody more.
    New,
}

/// A plan while heads are given out.
struct Filling<'d> {
    desk: &'d Desk,
    who: Who,
    plan: SchoolPlan,
    busy: Vec<SlotMask>,
    caps: BTreeMap<String, i32>,
    new: Vec<Adjustment>,
}

impl Desk {
    /// Heads from the staff, and heads that are new.
    pub(crate) fn give_heads(&self, lot: &Lot) -> Vec<Promise> {
        [Who::Known, Who::New].into_iter().filter_map(|who| self.filled(lot, who)).collect()
    }

    fn filled(&self, lot: &Lot, who: Who) -> Option<Promise> {
        let plan = self.school_plan().clone();
        let (busy, caps, new) = (self.busy.clone(), BTreeMap::new(), Vec::new());
        let mut filling = Filling { desk: self, who, plan, busy, caps, new };
        if lot.rule == Rule::Mentor {
            filling.mentors(lot)?;
        } else {
            for item in &lot.items {
                (0..item.lack.count).try_for_each(|_| filling.one(item))?;
            }
        }
        let Filling { plan, caps, new, .. } = filling;
        let raised = caps.into_iter().filter(|cap| cap.1 > 0);
        let raised = raised.map(|(staff, more)| Adjustment::StaffCap { staff, more });
        self.judge(plan, raised.chain(new).collect(), "")
    }
}

impl Filling<'_> {
    /// One head for one lack.
    fn one(&mut self, item: &Shortfall) -> Option<()> {
        if let Some(duty) = &item.lack.duty {
            return self.duty(item, duty);
        }
        let at = item.lack.at?;
        let open = (0..self.desk.open.len())
            .find(|&open| self.desk.section(open).id == item.lack.subject)?;
        let section = &self.desk.open[open];
        let nth = self.desk.section(open).sessions.iter().position(|s| s.start == at)?;
        let slots = section.sessions[nth];
        let is_lead = item.lack.is_lead;
        let leads = &self.desk.model.activities[section.activity].leads;
        let must_teach = item.rule == Rule::OutsiderAccompanied;
        let id = match self.who {
            Who::Known => self.known(slots, |desk, person| {
                (!is_lead || leads.contains(&person)) && (!must_teach || desk.teaches(person))
            })?,
            Who::New => {
                let skilled = is_lead.then_some(section.activity);
                self.newcomer(slots, skilled, None)?
            }
        };
        let session: &mut Session = &mut self.plan.sections[section.at].sessions[nth];
        if must_teach {
            session.companion = id;
        } else if is_lead {
            session.lead = id;
        } else {
            session.assistants.push(id);
            session.assistants.sort();
        }
        Some(())
    }

    fn duty(&mut self, item: &Shortfall, duty: &DutyAssignment) -> Option<()> {
        let model = &self.desk.model;
        let slot = model.slots.iter().position(|slot| Some(slot.at) == item.lack.at);
        let slots = slot.map_or(0, |slot| 1 << slot);
        let (kind, rank) = (duty.kind, item.lack.rank);
        let staff = match self.who {
            Who::Known => {
                let on_duty: Vec<String> = self
                    .plan
                    .duties
                    .iter()
                    .filter(|one| (one.kind, one.weekday) == (kind, duty.weekday))
                    .map(|one| one.staff.clone())
                    .collect();
                self.known(slots, |desk, person| {
                    let id = &desk.model.staff[person].id;
                    let own = desk.school().staff.iter().find(|one| one.id == *id);
                    let fits =
                        own.is_some_and(|one| rank.is_none_or(|rank| one.rank >= Some(rank)));
                    fits && (rank.is_none() || !on_duty.contains(id))
                })?
            }
            Who::New => self.newcomer(slots, None, Some(item))?,
        };
        self.plan.duties.push(DutyAssignment { staff, ..duty.clone() });
        Some(())
    }

    /// Somebody on the staff who is there and free; a cap that is in the way is raised.
    fn known(&mut self, slots: SlotMask, fits: impl Fn(&Desk, usize) -> bool) -> Option<String> {
        let desk = self.desk;
        let able = (0..self.busy.len()).filter(|&person| {
            fits(desk, person) && (slots == 0 || desk.is_there(person, self.busy[person], slots))
        });
        let key = |person: usize| {
            let is_capped = slots != 0 && !desk.can_work(person, self.busy[person], slots);
            let load = i64::from(self.busy[person].count_ones());
            (is_capped, desk.model.staff[person].day_load + load, person)
        };
        let (is_capped, _, person) = able.map(key).min()?;
        let id = desk.model.staff[person].id.clone();
        if is_capped {
            *self.caps.entry(id.clone()).or_default() += slots.count_ones() as i32;
        }
        self.busy[person] |= slots;
        Some(id)
    }

    /// Somebody more, for a session (skilled if it is to be led) or a duty.
    fn newcomer(
        &mut self,
        slots: SlotMask,
        skilled: Option<usize>,
        duty: Option<&Shortfall>,
    ) -> Option<String> {
        let staff = self.desk.new_staff_ids(self.new.len() + 1).pop()?;
        let item = skilled.map(|activity| &self.desk.school().activities[activity]);
        let skill = item.map(|item| item.skill.clone()).unwrap_or_default();
        let asked = item.and_then(|item| item.skill_level).unwrap_or(1);
        let level = if skill.is_empty() { 0 } else { asked };
        let at = duty.and_then(|item| item.lack.at);
        self.new.push(Adjustment::Staff {
            staff: staff.clone(),
            skill,
            level,
            slots: at.map_or_else(|| self.desk.slots_in(slots), |at| vec![at]),
            rank: duty.and_then(|item| item.lack.rank),
            duty: duty.and_then(|item| item.lack.duty.as_ref()?.kind),
        });
        Some(staff)
    }

    /// Mentors for pupils who have none, and for those of mentors who have too many.
    fn mentors(&mut self, lot: &Lot) -> Option<()> {
        let most = self.desk.model.rules.mentor_max_students as usize;
        let teachers = self.desk.school().staff.iter();
        let teachers = teachers.filter(|one| one.kind == Some(StaffKind::Teacher));
        let mut loads: BTreeMap<String, usize> = teachers.map(|one| (one.id.clone(), 0)).collect();
        for pair in &self.plan.mentors {
            loads.entry(pair.staff.clone()).and_modify(|load| *load += 1);
        }
        if self.who == Who::New {
            let mut pupils = 0;
            while pupils < lot.items.len() {
                let id = self.newcomer(1, None, None)?;
                loads.insert(id, 0);
                pupils += most;
            }
        }
        let without = lot.items.iter().map(|item| &item.lack.subject).filter(|id| !id.is_empty());
        for student in without {
            let (staff, load) = loads.iter_mut().min_by_key(|one| *one.1)?;
            *load += 1;
            self.plan.mentors.push(Mentorship { student: student.clone(), staff: staff.clone() });
        }
        let most_now = loads.values().copied().max().unwrap_or(0);
        if most_now > most && self.who == Who::Known {
            self.new.push(Adjustment::MentorPupils { most: most_now as i32 });
        }
        Some(())
    }
}

impl Desk {
    /// Whether somebody is a teacher of the school.
    fn teaches(&self, person: usize) -> bool {
        let id = &self.model.staff[person].id;
        let own = self.school().staff.iter().find(|one| one.id == *id);
        own.is_some_and(|one| one.kind == Some(StaffKind::Teacher))
    }
}
