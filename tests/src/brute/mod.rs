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
    let mut points = (0, 0);
    let mut plan = Plan { bureau: bureau.id.clone(), ..Plan::default() };
    for school in &bureau.schools {
        let view = View::new(bureau, school);
        let mut search = Search { view: &view, best: None };
        search.open(0, &mut Vec::new());
        let (best, school_plan) = search.best?;
        points = (points.0 + best.0, points.1 + best.1);
        plan.schools.push(school_plan);
    }
    Some(Best { points, plan })
}

struct Search<'a> {
    view: &'a View<'a>,
    best: Option<(Points, SchoolPlan)>,
}

/// Weeks chosen so far, per sizes of the open sections: least points and the choice.
type States = BTreeMap<Vec<usize>, (Points, Vec<usize>)>;

impl Search<'_> {
    /// Opens shells from position `next` on, each any number of times, and tries what is open.
    fn open(&mut self, next: usize, open: &mut Vec<usize>) {
        if next == self.view.shells.len() {
            self.fill(open);
            return;
        }
        self.open(next + 1, open);
        let before = open.len();
        while self.fits(open, next) {
            open.push(next);
            self.open(next + 1, open);
        }
        open.truncate(before);
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
        let mut states = States::from([(vec![0; open.len()], ((0, 0), Vec::new()))]);
        for weeks in &choices {
            states = self.next_states(open, &states, weeks);
        }
        let effort = self.view.rules.weight(Rule::SectionEffort) * open.len() as i64;
        let mut filled: Vec<_> = states.into_iter().collect();
        filled.sort_by_key(|(_, (points, _))| *points);
        for (sizes, (points, chosen)) in filled {
            let points = (points.0, points.1 + effort);
            let enough = open.iter().zip(&sizes).all(|(&shell, &size)| {
                size >= self.view.activity(&self.view.shells[shell]).min_size as usize
            });
            if enough {
                let opened = Opened { shells: open.to_vec(), sizes };
                self.staff(&opened, points, &choices, &chosen);
            }
        }
    }

    fn next_states(&self, open: &[usize], states: &States, weeks: &[Week]) -> States {
        let mut next = States::new();
        for (sizes, (points, chosen)) in states {
            for (number, (places, more)) in weeks.iter().enumerate() {
                let points = (points.0 + more.0, points.1 + more.1);
                let mut sizes = sizes.clone();
                for &place in places {
                    sizes[place] += 1;
                }
                let full = open.iter().zip(&sizes).any(|(&shell, &size)| {
                    size > self.view.activity(&self.view.shells[shell]).max_size as usize
                });
                let hopeless = self.best.as_ref().is_some_and(|best| points >= best.0);
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
        let cut = self
            .best
            .as_ref()
            .map_or((i64::MAX, i64::MAX), |best| (best.0.0 - points.0, best.0.1 - points.1));
        if cut <= (0, 0) {
            return;
        }
        let rooms = room_choices(self.view, opened);
        if let Some((more, staffing, rooms)) = best_staffing(self.view, opened, &rooms, cut) {
            let plan = self.plan(opened, &staffing, &rooms, choices, chosen);
            self.best = Some(((points.0 + more.0, points.1 + more.1), plan));
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
