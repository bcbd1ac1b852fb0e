//! One pass over the open sections, and steps of seat prices in between.

use super::SchoolSearch;
use rand::Rng;
use rand::seq::SliceRandom;

impl SchoolSearch<'_> {
    /// One pass over all sections, each closed and opened where it is worth most, then over
    /// groups of related sections; then a plan.
    pub(super) fn sweep(&mut self, stop: &dyn Fn() -> bool) {
        self.sweeps += 1;
        let mut columns: Vec<usize> =
            self.sections.openings.sections.iter().map(|section| section.column).collect();
        columns.shuffle(&mut self.rng);
        let mut moves = 0;
        for column in columns {
            if stop() {
                return;
            }
            let open = &self.sections.openings.sections;
            let Some(position) = open.iter().position(|s| s.column == column && !s.is_fixed) else {
                continue;
            };
            let other = self.rng.random_range(0..self.model.school.activities.len());
            moves += u32::from(self.sections.reopen(position, &[other]));
            if moves % 8 == 7 {
                self.step_prices(2, 0.1);
                moves += 1;
            }
        }
        self.step_prices(6, 0.1);
        for _ in 0..self.sections.openings.sections.len() / 2 {
            if stop() {
                return;
            }
            let group = self.related_sections();
            if group.len() > 1 {
                self.sections.reopen_group(group, 0);
            }
        }
        self.step_prices(8, 0.05);
        self.sections.fill(stop);
        self.build();
    }

    /// A few sections that stand in each other's way: same lead, same activity, or same slots.
    fn related_sections(&mut self) -> Vec<usize> {
        let sections = &self.sections.openings.sections;
        if sections.is_empty() {
            return Vec::new();
        }
        let first = self.rng.random_range(0..sections.len());
        let kind = self.rng.random_range(0..4);
        let column = &self.model.columns[sections[first].column];
        let mut others: Vec<usize> = (0..sections.len())
            .filter(|&other| other != first)
            .filter(|&other| {
                let that = &self.model.columns[sections[other].column];
                match kind {
                    0 => sections[other].lead == sections[first].lead,
                    1 => that.activity == column.activity,
                    2 => that.mask & column.mask != 0,
                    _ => sections[other].rooms.iter().any(|r| sections[first].rooms.contains(r)),
                }
            })
            .collect();
        others.shuffle(&mut self.rng);
        others.truncate(self.rng.random_range(1..4));
        others.push(first);
        others.retain(|&other| !sections[other].is_fixed);
        others
    }

    /// Price steps that shrink from `first` times what a wanted session is worth.
    pub(super) fn step_prices(&mut self, steps: u32, first: f64) {
        let unit = self.section_ticks() / 10.0;
        for step in 0..steps {
            let length = unit * first * (1.0 - f64::from(step) / f64::from(steps + 1));
            let sections = &mut self.sections;
            sections.market.step(
                self.model,
                &self.cost,
                &sections.openings.seats,
                length,
                &mut sections.week,
            );
        }
    }
}
