//! One school read straight from the input for trying every plan: attended slots, sections that
//! may open, people. Written from the rule catalogue, not from the indexed instance.

use kehou_domain::draft::{
    Activity, Bureau, Category, Component, Grouping, School, Segment, SlotRef, Staff, StaffKind,
    Student, Window,
};
use kehou_domain::policy::Rules;
use kehou_domain::rule::Rule;

/// A set of slots, bit i = slot i in time order.
pub type Mask = u64;

/// One school.
pub struct View<'a> {
    pub school: &'a School,
    pub rules: Rules,
    pub slots: Vec<SlotView>,
    pub pupils: Vec<PupilView<'a>>,
    pub people: Vec<PersonView<'a>>,
    pub shells: Vec<Shell>,
    pub room_free: Vec<Mask>,
    pub target: i64,
}

pub struct SlotView {
    pub at: SlotRef,
    pub start: i32,
    pub end: i32,
    pub segment: Option<Segment>,
}

pub struct PupilView<'a> {
    pub student: &'a Student,
    pub grade: i32,
    pub attends: Mask,
    pub weight: i64,
    pub wanted: i64,
    pub training_need: i64,
}

pub struct PersonView<'a> {
    pub staff: &'a Staff,
    pub serves: bool,
    pub free: Mask,
    pub weekly_cap: u32,
}

/// A section that may open: activity, sessions and who is gathered.
pub struct Shell {
    pub activity: usize,
    pub mask: Mask,
    /// First slot and slots covered of each session.
    pub sessions: Vec<(usize, Mask)>,
    /// Pupils whom grade, refusal, attendance and gathering let in.
    pub pupils: Vec<usize>,
    /// Rooms of a fitting kind.
    pub rooms: Vec<usize>,
    /// Staff who may lead it.
    pub leads: Vec<usize>,
}

impl<'a> View<'a> {
    pub fn new(bureau: &'a Bureau, school: &'a School) -> Self {
        let rules = Rules::resolve(&bureau.policy, &school.policy);
        let mut view = Self {
            school,
            slots: slots(school),
            rules,
            pupils: Vec::new(),
            people: Vec::new(),
            shells: Vec::new(),
            room_free: Vec::new(),
            target: 0,
        };
        view.room_free = school
            .rooms
            .iter()
            .map(|room| view.mask(|slot| !room.unavailable.contains(&slot.at)))
            .collect();
        view.people = school.staff.iter().map(|staff| view.person(staff)).collect();
        view.pupils = school.students.iter().map(|student| view.pupil(student)).collect();
        for activity in 0..school.activities.len() {
            view.add_shells(activity);
        }
        view.target = view.rules.workload_target.unwrap_or_else(|| view.derived_target());
        view
    }

    pub fn mask(&self, holds: impl Fn(&SlotView) -> bool) -> Mask {
        (0..self.slots.len()).filter(|&i| holds(&self.slots[i])).map(|i| 1 << i).sum()
    }

    pub fn activity(&self, shell: &Shell) -> &'a Activity {
        &self.school.activities[shell.activity]
    }

    /// Slots of each weekday with service.
    pub fn days(&self) -> Vec<Mask> {
        (1..=7).map(|day| self.mask(|slot| slot.at.weekday == day)).filter(|&m| m > 0).collect()
    }

    fn person(&self, staff: &'a Staff) -> PersonView<'a> {
        let inside = |w: &Window, s: &SlotView| {
            w.weekday == s.at.weekday && w.start_minute <= s.start && s.end <= w.end_minute
        };
        let touches = |w: &Window, s: &SlotView| {
            w.weekday == s.at.weekday && w.start_minute < s.end && s.start < w.end_minute
        };
        let care = staff.care.clone().unwrap_or_default();
        let caps = [staff.weekly_cap, care.weekly_cap];
        PersonView {
            staff,
            serves: staff.willing && (staff.vetted || staff.kind == Some(StaffKind::Teacher)),
            free: self.mask(|slot| {
                (staff.windows.is_empty() || staff.windows.iter().any(|w| inside(w, slot)))
                    && !staff.protected.iter().any(|w| touches(w, slot))
                    && care.latest_end_minute.is_none_or(|latest| slot.end <= latest)
            }),
            weekly_cap: caps.into_iter().flatten().min().map_or(u32::MAX, |cap| cap as u32),
        }
    }

    fn pupil(&self, student: &'a Student) -> PupilView<'a> {
        let group = self.school.groups.iter().find(|g| g.id == student.group).expect("valid");
        let attends = self.mask(|slot| {
            student.attendance.iter().any(|day| {
                let mut points = self.school.dismissal_points.iter();
                let last = points.find(|point| point.id == day.dismissal_point).expect("valid");
                day.weekday == slot.at.weekday
                    && (day.from_period..=last.period).contains(&slot.at.period)
            })
        });
        let menu = self.school.activities.iter().filter(|a| has_pattern(a));
        let activity_slots = menu.fold(0, |mask, a| mask | self.allowed(a)) & attends;
        let slots = i64::from(activity_slots.count_ones());
        let unset = if student.choices.is_empty() { 0 } else { slots };
        PupilView {
            student,
            grade: group.grade,
            attends,
            weight: self.rules.weight_of_student(&student.priorities, student.carry_over),
            wanted: student.wanted_sessions.map_or(unset, |w| i64::from(w).min(slots)),
            training_need: self.training_need(student, group.grade, attends),
        }
    }

    fn training_need(&self, student: &Student, grade: i32, attends: Mask) -> i64 {
        if !self.rules.is_on(Rule::TrainingMinimum) {
            return 0;
        }
        let training = self.school.activities.iter().filter(|a| {
            a.component == Some(Component::Training)
                && self.grade_fits(a, grade)
                && !student.refused.contains(&a.id)
        });
        let reach = training
            .flat_map(|a| self.patterns(a))
            .map(|sessions| sessions.iter().fold(0, |mask, s| mask | s.1))
            .filter(|mask| mask & !attends == 0)
            .fold(0, |all, mask| all | mask);
        i64::from(self.rules.training_minimum_sessions).min(reach.count_ones().into())
    }

    fn allowed(&self, activity: &Activity) -> Mask {
        self.mask(|slot| slot.segment.is_some_and(|s| activity.segments.contains(&s)))
    }

    fn grade_fits(&self, activity: &Activity, grade: i32) -> bool {
        let too_young = activity.written_homework
            && self.rules.is_on(Rule::WrittenHomework)
            && grade < self.rules.written_homework_from_grade;
        activity.grades.contains(&grade) && !too_young
    }

    /// Every way the sessions of a section may lie: first slot and slots covered of each.
    fn patterns(&self, activity: &Activity) -> Vec<Vec<(usize, Mask)>> {
        let allowed = self.allowed(activity);
        let length =
            if has_pattern(activity) { activity.periods_per_session.unwrap_or(1) } else { 1 };
        let session = |start: SlotRef| -> Option<(usize, Mask)> {
            let covered = (start.period..start.period + length)
                .map(|period| SlotRef { weekday: start.weekday, period });
            let mut mask = 0;
            for at in covered {
                mask |= 1 << self.slots.iter().position(|slot| slot.at == at)?;
            }
            let first = self.slots.iter().position(|slot| slot.at == start)?;
            (mask & !allowed == 0).then_some((first, mask))
        };
        let starts: Vec<SlotRef> =
            self.slots.iter().map(|slot| slot.at).filter(|&at| session(at).is_some()).collect();
        if !has_pattern(activity) {
            return starts.into_iter().filter_map(|at| Some(vec![session(at)?])).collect();
        }
        if !activity.patterns.is_empty() {
            let listed = activity.patterns.iter();
            return listed
                .filter_map(|p| p.starts.iter().map(|&at| session(at)).collect())
                .collect();
        }
        let wanted = activity.sessions_per_week.unwrap_or(1) as u32;
        (0u64..1 << starts.len())
            .filter(|set| set.count_ones() == wanted)
            .map(|set| -> Vec<SlotRef> {
                (0..starts.len()).filter(|i| set >> i & 1 == 1).map(|i| starts[i]).collect()
            })
            .filter(|chosen| chosen.iter().all(|at| at.period == chosen[0].period))
            .filter_map(|chosen| chosen.into_iter().map(session).collect())
            .collect()
    }

    fn add_shells(&mut self, index: usize) {
        let activity = &self.school.activities[index];
        let by = if has_pattern(activity) {
            Grouping::School
        } else {
            activity.grouping.unwrap_or(Grouping::Group)
        };
        let by_kind = |room: usize| activity.room_kinds.contains(&self.school.rooms[room].kind);
        let fitting: Vec<usize> = (0..self.school.rooms.len()).filter(|&r| by_kind(r)).collect();
        let mut shells = Vec::new();
        for sessions in self.patterns(activity) {
            let mask = sessions.iter().fold(0, |mask, s| mask | s.1);
            let fits = |pupil: &PupilView| {
                self.grade_fits(activity, pupil.grade)
                    && !pupil.student.refused.contains(&activity.id)
                    && mask & !pupil.attends == 0
            };
            let who: Vec<usize> =
                (0..self.pupils.len()).filter(|&i| fits(&self.pupils[i])).collect();
            let leads = (0..self.people.len()).filter(|&i| {
                may_lead(&self.people[i], activity) && mask & !self.people[i].free == 0
            });
            let shell = |pupils: Vec<usize>, rooms: Vec<usize>| Shell {
                activity: index,
                mask,
                sessions: sessions.clone(),
                pupils,
                rooms,
                leads: leads.clone().collect(),
            };
            let some = |holds: &dyn Fn(&PupilView) -> bool| -> Vec<usize> {
                who.iter().copied().filter(|&i| holds(&self.pupils[i])).collect()
            };
            match by {
                Grouping::School => shells.push(shell(who.clone(), fitting.clone())),
                Grouping::Grade => {
                    for grade in 1..=9 {
                        shells.push(shell(some(&|p| p.grade == grade), fitting.clone()));
                    }
                }
                Grouping::Group => {
                    for group in &self.school.groups {
                        let home = self.school.rooms.iter().position(|r| r.id == group.home_room);
                        let pupils = some(&|p| p.student.group == group.id);
                        shells.push(shell(pupils, home.into_iter().collect()));
                    }
                }
            }
        }
        shells.retain(|shell| shell.pupils.len() >= activity.min_size as usize);
        self.shells.extend(shells);
    }

    /// Mean over willing staff of day loads plus one period per slot and group present.
    fn derived_target(&self) -> i64 {
        let loads: Vec<i64> =
            self.school.staff.iter().filter(|s| s.willing).map(|s| s.daytime_load.into()).collect();
        let present = |slot: usize, group: &str| {
            self.pupils.iter().any(|p| p.attends >> slot & 1 == 1 && p.student.group == group)
        };
        let needed = (0..self.slots.len())
            .flat_map(|slot| self.school.groups.iter().map(move |group| (slot, group)))
            .filter(|(slot, group)| present(*slot, &group.id))
            .count() as i64;
        if loads.is_empty() {
            return 0;
        }
        let mean = (loads.iter().sum::<i64>() + needed) as f64 / loads.len() as f64;
        (mean + 0.5).floor() as i64
    }
}

/// Opens as sections on a pattern.
pub fn has_pattern(activity: &Activity) -> bool {
    matches!(activity.component, Some(Component::Training | Component::Extension))
}

fn may_lead(person: &PersonView, activity: &Activity) -> bool {
    let level = activity.skill_level.unwrap_or(1);
    let skills = &person.staff.skills;
    let academic = matches!(
        activity.category,
        Some(Category::Homework | Category::AcademicHelp | Category::OnlineLearning)
    );
    person.serves
        && (activity.skill.is_empty()
            || skills.iter().any(|s| s.skill == activity.skill && s.level >= level))
        && !(academic && person.staff.kind == Some(StaffKind::OrganisationInstructor))
}

fn slots(school: &School) -> Vec<SlotView> {
    let mut slots: Vec<SlotView> = school
        .periods
        .iter()
        .map(|p| SlotView {
            at: SlotRef { weekday: p.weekday, period: p.index },
            start: p.start_minute,
            end: p.end_minute,
            segment: p.segment,
        })
        .collect();
    slots.sort_by_key(|slot| slot.at);
    slots
}
