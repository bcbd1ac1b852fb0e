//! Pools of base places, and the rows that say which pools are open to a pupil in each slot.

use crate::facts::{base_is_open, closed_by_ban};
use crate::model::{Model, Pool};
use kehou_domain::draft::Grouping;
use kehou_domain::instance::{StudentData, bits};
use std::collections::BTreeMap;

/// Finds or makes the pools and the row of base options of a pupil.
#[derive(Default)]
pub struct PoolIndex {
    pools: BTreeMap<(usize, usize), usize>,
    rows: BTreeMap<(Vec<Vec<usize>>, i64), usize>,
}

impl PoolIndex {
    /// The row of a pupil.
    pub fn row(&mut self, model: &mut Model, index: usize, student: &StudentData) -> usize {
        let school = model.school;
        let mut row = vec![Vec::new(); school.slots.len()];
        for (activity, data) in school.activities.iter().enumerate() {
            let Some(grouping) = data.grouping else { continue };
            if !school.may_take(student, activity) || data.max_sections == 0 {
                continue;
            }
            let key = match grouping {
                Grouping::Group => student.group,
                Grouping::Grade => student.grade as usize,
                Grouping::School => 0,
            };
            let Some(pool) = self.pool(model, activity, key, student.group) else { continue };
            for slot in bits(model.pools[pool].allowed) {
                if base_is_open(school, index, activity, slot) {
                    row[slot].push(pool);
                }
            }
        }
        let lacks_pool = bits(student.attends).any(|slot| row[slot].is_empty());
        let least = school.rules.student_weight.min(school.rules.priority_weight);
        let weight = if lacks_pool { student.weight } else { least };
        let next = model.rows.len();
        let id = *self.rows.entry((row.clone(), weight)).or_insert(next);
        if id == next {
            model.rows.push(row);
            model.row_weight.push(weight);
        }
        id
    }

    fn pool(
        &mut self,
        model: &mut Model,
        activity: usize,
        key: usize,
        group: usize,
    ) -> Option<usize> {
        if let Some(&pool) = self.pools.get(&(activity, key)) {
            return Some(pool);
        }
        let school = model.school;
        let data = &school.activities[activity];
        let by_group = data.grouping == Some(Grouping::Group);
        let home_room = school.groups[group].home_room.filter(|_| by_group);
        let rooms = if by_group { home_room.as_slice() } else { &data.rooms };
        let largest = rooms.iter().map(|&room| school.rooms[room].capacity).max()?;
        let usable = rooms.iter().fold(0, |mask, &room| mask | model.room_free[room]);
        let allowed = bits(data.allowed & usable)
            .filter(|&slot| !closed_by_ban(school, activity, 1 << slot))
            .fold(0, |mask, slot| mask | 1 << slot);
        let seats = data.max_size.min(largest);
        let lacks_lead = data.leads.is_empty() && !data.component.may_lack_lead();
        if seats < data.min_size || lacks_lead {
            return None;
        }
        let max_sections = if by_group { data.max_sections.min(1) } else { data.max_sections };
        self.pools.insert((activity, key), model.pools.len());
        model.pools.push(Pool { activity, home_room, allowed, seats, max_sections });
        Some(model.pools.len() - 1)
    }
}
