//! The best plan of a small bureau by trying every one: every set of sections, every week of
//! every pupil, every staffing and choice of rooms. Written from the rule catalogue over the
//! input as handed in; shares nothing with the engine or the formulation. Without duties,
//! companions and loans. Only what cannot beat the best plan so far is skipped.

mod staffing;
mod view;
mod week;

use kehou_domain::draft::{Bureau, Component};
use kehou_domain::plan::{self, Plan, SchoolPlan};
use kehou_domain::rule::Rule;
use staffing::{Rooms, Staffing, best_staffing, room_choices};
use std::collections::BTreeMap;
use view::{View, has_pattern};
use week::{Week, weeks};

/// Points of level 1 and level 2, compared in that order.
pub type Points = (i64, i64);

/// The best plan and its points.
#[derive(Clone, Debug)]
pub struct Best {
    /// Points of both levels.
    pub points: Points,
    /// A plan with these points.
    pub plan: Plan,
}

/// Sections that are open, as positions of shells, and their pupils counted.
struct Opened {
    shells: Vec<usize>,
    sizes: Vec<usize>,
}

/// Tries every plan; `None`: there is none.
pub fn brute(bureau: &Bureau) -> Option<Best> {
    brute_below(bureau, (i64::MAX, i64::MAX))
}

/// Tries every plan with fewer points than `limit`; `None`: there is none.
pub fn brute_below(bureau: &Bureau, limit: Points) -> Option<Best> {
    let mut points = (0, 0);
    let mut plan = Plan { bureau: bureau.id.clone(), ..Plan::default() };
    for school in &bureau.schools {
        let view = View::new(bureau, school);
        let mut search = Search { view: &view, limit: minus(limit, points), best: None };
        search.open(0, &mut Vec::new());
        points = plus(points, search.limit);
        plan.schools.push(search.best?);
    }
    Some(Best { points, plan })
}

struct Search<'a> {
    view: &'a View<'a>,
    /// Points of the best plan so far, or what plans must stay below.
    limit: Points,
    best: Option<SchoolPlan>,
}

/// Weeks chosen so far, per sizes of the open sections: least points and the choice.
type States = BTreeMap<Vec<usize>, (Points, Vec<usize>)>;

impl Search<'_> {
    /// Opens shells from position `next` on, each any number of times, most first, and tries what
    /// is open.
    fn open(&mut self, next: usize, open: &mut Vec<usize>) {
        if next == self.view.shells.len() {
            self.fill(open);
            return;
        }
        if self.is_hopeless(next, open) {
            return;
        }
        let before = open.len();
        while self.fits(open, next) {
            open.push(next);
        }
        while open.len() > before {
            self.open(next + 1, open);
            open.pop();
        }
        self.open(next + 1, open);
    }

    /// Whether no plan with these sections, and any of the shells from `next` on, can beat the
    /// best: pupils are left unplaced for certain, or the sections cannot be staffed or roomed
    /// (more of them is never easier, unless a pin waits for a section to come).
    fn is_hopeless(&self, next: usize, open: &[usize]) -> bool {
        let view = self.view;
        let may_open: Vec<usize> = open.iter().copied().chain(next..view.shells.len()).collect();
        let weight = view.rules.weight(Rule::Unplaced);
        let unplaced = (0..view.pupils.len()).map(|i| {
            let here = may_open.iter().map(|&shell| &view.shells[shell]);
            let covered = here.filter(|s| s.pupils.contains(&i)).fold(0, |mask, s| mask | s.mask);
            let slots = (view.pupils[i].attends & !covered).count_ones();
            i64::from(slots) * (weight * view.pupils[i].weight / 100)
        });
        let Some(cut) = self.left_beside(plus((unplaced.sum(), 0), self.effort(open))) else {
            return true;
        };
        view.school.pins.is_empty() && self.least_staffing(open, cut).is_none()
    }

    /// Least points of staffing the open sections at their smallest, if below `cut`.
    fn least_staffing(&self, open: &[usize], cut: Points) -> Option<Points> {
        let smallest = |&i: &usize| self.view.activity(&self.view.shells[i]).min_size as usize;
        let opened = Opened { shells: open.to_vec(), sizes: open.iter().map(smallest).collect() };
        let rooms = room_choices(self.view, &opened);
        best_staffing(self.view, &opened, &rooms, cut).map(|best| best.0)
    }

    fn fits(&self, open: &[usize], next: usize) -> bool {
        let shell = &self.view.shells[next];
        let activity = self.view.activity(shell);
        let alike = open.iter().map(|&i| &self.view.shells[i]).filter(|other| {
            other.activity == shell.activity
                && (has_pattern(activity) || other.mask & shell.mask != 0)
        });
        let most = activity.max_sections.or(has_pattern(activity).then_some(1));
        let same = open.iter().filter(|&&i| i == next).count();
        most.is_none_or(|most| alike.count() < most as usize)
            && (same + 1) * activity.min_size as usize <= shell.pupils.len()
            && (!shell.leads.is_empty() || activity.component.is_some_and(Component::may_lack_lead))
            && self.has_room_and_equipment(open, next)
    }

    fn has_room_and_equipment(&self, open: &[usize], next: usize) -> bool {
        (0..self.view.slots.len()).all(|slot| {
            let now: Vec<usize> = open
                .iter()
                .copied()
                .chain([next])
                .filter(|&i| self.view.shells[i].mask >> slot & 1 == 1)
                .collect();
            let used = |pool: &str| -> i32 {
                now.iter()
                    .flat_map(|&i| &self.view.activity(&self.view.shells[i]).equipment)
                    .filter(|used| used.equipment == pool)
                    .map(|used| used.quantity)
                    .sum()
            };
            now.len() <= self.view.school.rooms.len()
                && self.view.school.equipment.iter().all(|pool| used(&pool.id) <= pool.owned)
        })
    }

    fn fill(&mut self, open: &[usize]) {
        let choices: Vec<Vec<Week>> =
            (0..self.view.pupils.len()).map(|pupil| weeks(self.view, pupil, open)).collect();
        let Some(least) = self.least_to_come(open, &choices) else { return };
        let mut states = States::from([(vec![0; open.len()], ((0, 0), Vec::new()))]);
        for (weeks, &least) in choices.iter().zip(&least[1..]) {
            states = self.next_states(open, &states, weeks, least);
        }
        let mut filled: Vec<_> = states.into_iter().collect();
        filled.sort_by_key(|(_, (points, _))| *points);
        for (sizes, (points, chosen)) in filled {
            let enough = open.iter().zip(&sizes).all(|(&shell, &size)| {
                size >= self.view.activity(&self.view.shells[shell]).min_size as usize
            });
            if enough {
                let opened = Opened { shells: open.to_vec(), sizes };
                let points = plus(points, self.effort(open));
                self.staff(&opened, points, &choices, &chosen);
            }
        }
    }

    fn effort(&self, open: &[usize]) -> Points {
        (0, self.view.rules.weight(Rule::SectionEffort) * open.len() as i64)
    }

    /// Least points of the open sections, their staffing, and the pupils from each position on;
    /// `None` when that cannot beat the best plan, or some pupil or section is left without.
    fn least_to_come(&self, open: &[usize], choices: &[Vec<Week>]) -> Option<Vec<Points>> {
        let mut least = vec![self.effort(open)];
        for weeks in choices.iter().rev() {
            let cheapest = weeks.iter().map(|week| week.1).min()?;
            least.push(plus(*least.last()?, cheapest));
        }
        least.reverse();
        let cut = self.left_beside(least[0])?;
        let staffing = self.least_staffing(open, cut)?;
        Some(least.into_iter().map(|points| plus(points, staffing)).collect())
    }

    /// Points that something beside these may not reach; `None` when nothing is left.
    fn left_beside(&self, points: Points) -> Option<Points> {
        let left = minus(self.limit, points);
        (left > (0, 0)).then_some(left)
    }

    fn next_states(
        &self,
        open: &[usize],
        states: &States,
        weeks: &[Week],
        least: Points,
    ) -> States {
        let mut next = States::new();
        for (sizes, (points, chosen)) in states {
            for (number, (places, more)) in weeks.iter().enumerate() {
                let points = plus(*points, *more);
                let mut sizes = sizes.clone();
                for &place in places {
                    sizes[place] += 1;
                }
                let full = open.iter().zip(&sizes).any(|(&shell, &size)| {
                    size > self.view.activity(&self.view.shells[shell]).max_size as usize
                });
                let hopeless = self.left_beside(plus(points, least)).is_none();
                let known = next.get(&sizes).is_some_and(|known: &(Points, _)| known.0 <= points);
                if !full && !hopeless && !known {
                    let mut chosen = chosen.clone();
                    chosen.push(number);
                    next.insert(sizes, (points, chosen));
                }
            }
        }
        next
    }

    fn staff(&mut self, opened: &Opened, points: Points, choices: &[Vec<Week>], chosen: &[usize]) {
        let Some(cut) = self.left_beside(points) else { return };
        let rooms = room_choices(self.view, opened);
        if let Some((more, staffing, rooms)) = best_staffing(self.view, opened, &rooms, cut) {
            let plan = self.plan(opened, &staffing, &rooms, choices, chosen);
            (self.limit, self.best) = (plus(points, more), Some(plan));
        }
    }

    fn plan(
        &self,
        opened: &Opened,
        staffing: &Staffing,
        rooms: &Rooms,
        choices: &[Vec<Week>],
        chosen: &[usize],
    ) -> SchoolPlan {
        let view = self.view;
        let id = |person: usize| view.people[person].staff.id.clone();
        let section = |(i, &shell): (usize, &usize)| {
            let shell = &view.shells[shell];
            let is_in = |pupil: &usize| choices[*pupil][chosen[*pupil]].0.contains(&i);
            let sessions = shell.sessions.iter().enumerate().map(|(j, session)| plan::Session {
                start: view.slots[session.0].at,
                room: view.school.rooms[rooms[i][j]].id.clone(),
                lead: staffing.leads[i].map(id).unwrap_or_default(),
                assistants: staffing.assistants[i][j].iter().map(|&person| id(person)).collect(),
                ..plan::Session::default()
            });
            let mut students: Vec<String> = (0..view.pupils.len())
                .filter(is_in)
                .map(|pupil| view.pupils[pupil].student.student.clone())
                .collect();
            students.sort();
            plan::Section {
                id: format!("section-{i}"),
                activity: view.activity(shell).id.clone(),
                sessions: sessions.collect(),
                students,
            }
        };
        SchoolPlan {
            school: view.school.id.clone(),
            sections: opened.shells.iter().enumerate().map(section).collect(),
            ..SchoolPlan::default()
        }
    }
}

const fn minus(a: Points, b: Points) -> Points {
    (a.0 - b.0, a.1 - b.1)
}

const fn plus(a: Points, b: Points) -> Points {
    (a.0 + b.0, a.1 + b.1)
}
