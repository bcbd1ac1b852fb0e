//! Sessions that outsiders lead, in the relaxation: a section is led by a teacher, or by anybody with a teacher beside each session or the points of going alone. A teacher who
//! assists accompanies too.

use crate::duals::Relaxation;
use crate::model::NEVER;
use crate::section_cost::{Section, add_person};
use kehou_domain::instance::{SlotMask, bits};
use kehou_domain::rule::Rule;

impl Relaxation<'_> {
    /// The cheaper of both ways to lead the sessions, with assistants and equipment.
    pub fn led_by_either(
        &self,
        u: &[i64],
        section: Section,
        activity: usize,
        sessions: &[SlotMask],
    ) -> Section {
        let mut by_teacher = section.clone();
        let mut by_anybody = section;
        let insiders = self.layout.insider_set[activity];
        if insiders.is_none() {
            by_teacher.ticks = NEVER;
        }
        for &slots in sessions {
            for slot in bits(slots) {
                let rows = self.layout.rows_of(insiders, slot);
                for row in rows {
                    by_teacher.add(u, row, 1.0);
                }
                match self.layout.lead_rows(activity, slot) {
                    Some(rows) => rows.for_each(|row| by_anybody.add(u, row, 1.0)),
                    None => by_anybody.ticks = NEVER,
                }
            }
            self.add_session(u, &mut by_teacher, activity, slots);
            self.add_company(u, &mut by_anybody, activity, slots);
        }
        let leads = &self.model.school.activities[activity].leads;
        let is_outsider = |&lead: &usize| self.model.school.staff[lead].is_outsider;
        let only_teachers = !leads.iter().any(is_outsider);
        if only_teachers || by_teacher.ticks <= by_anybody.ticks { by_teacher } else { by_anybody }
    }

    /// Assistants, equipment and company of one session led by an outsider.
    fn add_company(&self, u: &[i64], section: &mut Section, activity: usize, slots: SlotMask) {
        let school = self.model.school;
        let points = school.rules.weight(Rule::OutsiderAccompanied);
        let alone = (points * self.factor(), points);
        let teachers = self.layout.teacher_set.map(|set| {
            bits(slots).flat_map(|slot| self.layout.rows_of(Some(set), slot)).collect::<Vec<_>>()
        });
        let least = school.activities[activity].min_size;
        if school.assistants_needed(activity, least) == 0 {
            add_person(u, section, teachers, Some(alone));
            self.add_session(u, section, activity, slots);
            return;
        }
        // One teacher assists and accompanies, or the outsider goes alone.
        let mut without = section.clone();
        without.ticks += alone.0;
        without.short += alone.1;
        self.add_session(u, &mut without, activity, slots);
        let helped = self.helped(u, section, activity, slots, teachers);
        *section = if helped.ticks < without.ticks { helped } else { without };
    }

    /// The session with a teacher as its first assistant.
    fn helped(
        &self,
        u: &[i64],
        section: &Section,
        activity: usize,
        slots: SlotMask,
        teachers: Option<Vec<usize>>,
    ) -> Section {
        let mut all = section.clone();
        all.ticks = 0;
        all.rows.clear();
        all.short = 0;
        // What the first assistant costs as anybody is taken off again.
        let mut one = all.clone();
        self.add_assistant(u, &mut one, slots);
        self.add_session(u, &mut all, activity, slots);
        let mut helped = section.clone();
        helped.ticks += all.ticks - one.ticks;
        helped.short += all.short - one.short;
        helped.rows.extend(all.rows);
        helped.rows.extend(one.rows.iter().map(|&(row, units)| (row, -units)));
        match teachers {
            Some(rows) => add_person(u, &mut helped, Some(rows), None),
            None => helped.ticks = NEVER,
        }
        helped
    }
}
