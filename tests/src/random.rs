//! Small random bureaus of one school, the same for the same seed: every rule of a single school
//! on, supply often short, so that plans with shortfall, forced substitutes and no plan at all
//! occur. They pass validation.

use kehou_domain::draft::{
    Activity, Attendance, Bureau, CareLimit, Category, Choice, Component, DismissalPoint,
    Equipment, EquipmentUse, Fact, Group, Grouping, Pattern, Period, Priority, Room, School,
    SchoolKind, Segment, Skill, SlotRef, Staff, StaffKind, Student, Term, Window,
};
use kehou_domain::policy::Policy;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Minutes of the periods 1 to 3; the last ends after 18:00, so that it is late work.
const MINUTES: [(i32, i32); 3] = [(970, 1010), (1015, 1045), (1050, 1090)];

/// (weekday, period) of the bell tables in use; period 1 is for homework.
const BELL_TABLES: [&[(i32, i32)]; 6] = [
    &[(1, 2)],
    &[(1, 1), (1, 2)],
    &[(1, 2), (1, 3)],
    &[(1, 1), (1, 2), (1, 3)],
    &[(1, 2), (3, 2)],
    &[(1, 1), (1, 2), (3, 2)],
];

/// The random bureau of that seed.
pub fn random_bureau(seed: u64) -> Bureau {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let rng = &mut rng;
    let slots: Vec<SlotRef> = BELL_TABLES
        .choose(rng)
        .expect("not empty")
        .iter()
        .map(|&(weekday, period)| SlotRef { weekday, period })
        .collect();
    let groups = groups(rng);
    let rooms = rooms(rng, &slots, groups.len());
    let activities = activities(rng, &slots);
    let students = students(rng, &slots, &groups, &activities);
    let staff = staff(rng, &activities);
    let mut school = School {
        id: "school".into(),
        kind: Some(SchoolKind::Primary),
        periods: slots.iter().map(|&slot| period(slot)).collect(),
        dismissal_points: points(&slots),
        rooms,
        groups,
        equipment: vec![Equipment { id: "kit".into(), owned: rng.random_range(0..5) }],
        activities,
        students,
        staff,
        policy: policy(rng),
        ..School::default()
    };
    if rng.random_bool(0.25) {
        let fact = fact(rng, &school, &slots);
        let target = if rng.random_bool(0.5) { &mut school.pins } else { &mut school.bans };
        target.push(fact);
    }
    let mut weekdays: Vec<i32> = slots.iter().map(|slot| slot.weekday).collect();
    weekdays.dedup();
    Bureau {
        id: "bureau".into(),
        term: Some(Term {
            first_day: "2026-03-02".into(),
            last_day: "2026-07-03".into(),
            serving_weekdays: weekdays,
            ..Term::default()
        }),
        schools: vec![school],
        ..Bureau::default()
    }
}

/// Adds as many pins and bans to the bureau's school; they may contradict each other.
pub fn add_facts(bureau: &mut Bureau, seed: u64, number: usize) {
    let rng = &mut ChaCha8Rng::seed_from_u64(seed);
    for school in &mut bureau.schools {
        let slots: Vec<SlotRef> = school
            .periods
            .iter()
            .map(|period| SlotRef { weekday: period.weekday, period: period.index })
            .collect();
        for _ in 0..number {
            let fact = fact(rng, school, &slots);
            let target = if rng.random_bool(0.7) { &mut school.pins } else { &mut school.bans };
            target.push(fact);
        }
    }
}

fn period(slot: SlotRef) -> Period {
    let (start_minute, end_minute) = MINUTES[slot.period as usize - 1];
    let segment = if slot.period == 1 { Segment::Homework } else { Segment::Activity };
    Period {
        weekday: slot.weekday,
        index: slot.period,
        start_minute,
        end_minute,
        segment: Some(segment),
    }
}

/// One point per period in use.
fn points(slots: &[SlotRef]) -> Vec<DismissalPoint> {
    let mut periods: Vec<i32> = slots.iter().map(|slot| slot.period).collect();
    periods.sort_unstable();
    periods.dedup();
    let point =
        |period| DismissalPoint { id: point_id(period), period, ..DismissalPoint::default() };
    periods.into_iter().map(point).collect()
}

fn point_id(period: i32) -> String {
    format!("after-{period}")
}

fn groups(rng: &mut ChaCha8Rng) -> Vec<Group> {
    (1..=rng.random_range(1..=2))
        .map(|n| Group {
            id: format!("g{n}"),
            grade: if n == 1 { rng.random_range(1..=3) } else { 4 },
            size: 10,
            home_room: format!("home{n}"),
            form_teacher: String::new(),
        })
        .collect()
}

fn rooms(rng: &mut ChaCha8Rng, slots: &[SlotRef], homes: usize) -> Vec<Room> {
    let room = |id: String, kind: &str, capacity| Room {
        id,
        kind: kind.into(),
        capacity,
        floor: "1".into(),
        ..Room::default()
    };
    let mut rooms: Vec<Room> = (1..=homes)
        .map(|n| room(format!("home{n}"), "classroom", rng.random_range(2..=7)))
        .collect();
    let mut hall = room("hall".into(), "hall", rng.random_range(2..=6));
    if rng.random_bool(0.2) {
        hall.unavailable.extend(slots.choose(rng));
    }
    rooms.push(hall);
    rooms
}

fn activities(rng: &mut ChaCha8Rng, slots: &[SlotRef]) -> Vec<Activity> {
    let mut activities = Vec::new();
    if slots[0].period == 1 {
        activities.push(homework(rng));
    }
    if rng.random_bool(0.8) {
        activities.push(care(rng, activities.is_empty()));
    }
    for n in 1..=rng.random_range(1..=2) {
        activities.push(with_pattern(rng, slots, n));
    }
    activities
}

fn homework(rng: &mut ChaCha8Rng) -> Activity {
    Activity {
        id: "homework".into(),
        component: Some(Component::Base),
        category: Some(Category::Homework),
        segments: vec![Segment::Homework],
        grades: vec![1, 2, 3, 4],
        min_size: 1,
        max_size: rng.random_range(2..=8),
        written_homework: rng.random_bool(0.3),
        grouping: Some(Grouping::Group),
        ..Activity::default()
    }
}

/// A per-slot activity of the activity segment, now and then academic, or one that needs a lead.
fn care(rng: &mut ChaCha8Rng, also_homework_segment: bool) -> Activity {
    let grouping =
        *[Grouping::Group, Grouping::Grade, Grouping::School].choose(rng).expect("three");
    let components = [Component::Care, Component::Care, Component::Base, Component::MicroTopic];
    let mut segments = vec![Segment::Activity];
    if also_homework_segment && rng.random_bool(0.3) {
        segments.push(Segment::Homework);
    }
    Activity {
        id: "care".into(),
        component: components.choose(rng).copied(),
        category: [Category::Care, Category::Homework].choose(rng).copied(),
        segments,
        grades: vec![1, 2, 3, 4],
        min_size: rng.random_range(1..=2),
        max_size: rng.random_range(2..=6),
        max_sections: rng.random_bool(0.4).then_some(1),
        room_kinds: vec!["classroom".into()],
        pupils_per_assistant: rng.random_bool(0.2).then_some(3),
        grouping: Some(grouping),
        ..Activity::default()
    }
}

fn with_pattern(rng: &mut ChaCha8Rng, slots: &[SlotRef], n: i32) -> Activity {
    let open: Vec<SlotRef> = slots.iter().copied().filter(|slot| slot.period > 1).collect();
    let same_day = open.len() == 2 && open[0].weekday == open[1].weekday;
    let sessions = if open.len() == 2 && !same_day && rng.random_bool(0.4) { 2 } else { 1 };
    let periods = if same_day && rng.random_bool(0.3) { 2 } else { 1 };
    let listed = (sessions == 1 && periods == 1 && rng.random_bool(0.3))
        .then(|| Pattern { starts: vec![*open.choose(rng).expect("every table has one")] });
    let is_training = rng.random_bool(0.5);
    let min_size = rng.random_range(1..=3);
    let mut room_kinds = vec!["hall".into()];
    if rng.random_bool(0.5) {
        room_kinds.push("classroom".into());
    }
    let uses_kit = rng.random_bool(0.3);
    Activity {
        id: format!("club{n}"),
        component: Some(if is_training { Component::Training } else { Component::Extension }),
        category: Some(if is_training { Category::Sport } else { Category::Arts }),
        segments: vec![Segment::Activity],
        grades: if rng.random_bool(0.8) { vec![1, 2, 3, 4] } else { vec![4] },
        min_size,
        max_size: min_size + rng.random_range(0..=2),
        sessions_per_week: Some(sessions),
        periods_per_session: Some(periods),
        patterns: listed.into_iter().collect(),
        max_sections: rng.random_bool(0.3).then_some(2),
        room_kinds,
        skill: if rng.random_bool(0.7) { "craft".into() } else { String::new() },
        skill_level: rng.random_bool(0.3).then_some(2),
        assistants: i32::from(rng.random_bool(0.2)),
        equipment: if uses_kit {
            vec![EquipmentUse { equipment: "kit".into(), quantity: 2 }]
        } else {
            Vec::new()
        },
        ..Activity::default()
    }
}

fn students(
    rng: &mut ChaCha8Rng,
    slots: &[SlotRef],
    groups: &[Group],
    activities: &[Activity],
) -> Vec<Student> {
    (1..=rng.random_range(3..=6)).map(|n| student(rng, n, slots, groups, activities)).collect()
}

fn student(
    rng: &mut ChaCha8Rng,
    n: i32,
    slots: &[SlotRef],
    groups: &[Group],
    activities: &[Activity],
) -> Student {
    let group = groups.choose(rng).expect("at least one");
    let mut choices = Vec::new();
    for activity in activities {
        let fits = activity.grouping.is_none() && activity.grades.contains(&group.grade);
        if fits && rng.random_bool(0.7) {
            let rank = rng.random_range(1..=3);
            choices.push(Choice { activity: activity.id.clone(), rank });
        }
    }
    let is_listed = |id: &str| choices.iter().any(|choice| choice.activity == id);
    let mut refused = Vec::new();
    for activity in activities.iter().filter(|activity| !is_listed(&activity.id)) {
        if rng.random_bool(0.15) {
            refused.push(activity.id.clone());
        }
    }
    Student {
        student: format!("s{n}"),
        group: group.id.clone(),
        priorities: rng.random_bool(0.2).then_some(Priority::Needy).into_iter().collect(),
        attendance: attendance(rng, slots),
        wanted_sessions: rng.random_bool(0.6).then(|| rng.random_range(0..=2)),
        choices,
        refused,
        accepts_substitutes: rng.random_bool(0.3),
        carry_over: if rng.random_bool(0.2) { 7 } else { 0 },
        ..Student::default()
    }
}

fn attendance(rng: &mut ChaCha8Rng, slots: &[SlotRef]) -> Vec<Attendance> {
    let mut days: Vec<i32> = slots.iter().map(|slot| slot.weekday).collect();
    days.dedup();
    let mut attendance = Vec::new();
    for weekday in days {
        let today: Vec<i32> =
            slots.iter().filter(|slot| slot.weekday == weekday).map(|slot| slot.period).collect();
        if rng.random_bool(0.9) {
            let from = rng.random_range(0..today.len()).min(rng.random_range(0..today.len()));
            let until =
                rng.random_range(from..today.len()).max(rng.random_range(from..today.len()));
            attendance.push(Attendance {
                weekday,
                from_period: today[from],
                dismissal_point: point_id(today[until]),
            });
        }
    }
    attendance
}

fn staff(rng: &mut ChaCha8Rng, activities: &[Activity]) -> Vec<Staff> {
    (1..=rng.random_range(2..=4)).map(|n| staff_member(rng, n, activities)).collect()
}

fn staff_member(rng: &mut ChaCha8Rng, n: i32, activities: &[Activity]) -> Staff {
    let kinds = [
        StaffKind::Teacher,
        StaffKind::Teacher,
        StaffKind::Coach,
        StaffKind::OrganisationInstructor,
    ];
    let late_only = Window { weekday: 1, start_minute: 1012, end_minute: 1100 };
    let meeting = Window { weekday: 1, start_minute: 1000, end_minute: 1020 };
    let pick = |rng: &mut ChaCha8Rng, share: f64| -> Vec<String> {
        let one = activities.choose(rng).filter(|_| rng.random_bool(share));
        one.map(|activity| activity.id.clone()).into_iter().collect()
    };
    let wanted_activities = pick(rng, 0.2);
    let mut unwanted_activities = pick(rng, 0.2);
    unwanted_activities.retain(|id| !wanted_activities.contains(id));
    Staff {
        id: format!("t{n}"),
        kind: kinds.choose(rng).copied(),
        skills: rng
            .random_bool(0.7)
            .then(|| Skill {
                skill: "craft".into(),
                level: rng.random_range(1..=2),
                newly_trained: false,
            })
            .into_iter()
            .collect(),
        windows: rng.random_bool(0.15).then_some(late_only).into_iter().collect(),
        protected: rng.random_bool(0.15).then_some(meeting).into_iter().collect(),
        weekly_cap: rng.random_bool(0.4).then(|| rng.random_range(0..=3)),
        daily_cap: rng.random_bool(0.3).then(|| rng.random_range(1..=2)),
        late_cap: rng.random_bool(0.2).then_some(0),
        daytime_load: rng.random_range(0..=4),
        care: rng
            .random_bool(0.1)
            .then_some(CareLimit { latest_end_minute: Some(1060), weekly_cap: Some(2) }),
        willing: rng.random_bool(0.9),
        wanted_activities,
        unwanted_activities,
        vetted: rng.random_bool(0.8),
        ..Staff::default()
    }
}

/// Weights and parameters that are close to each other, so that trade-offs are many.
fn policy(rng: &mut ChaCha8Rng) -> Policy {
    if rng.random_bool(0.6) {
        return Policy::default();
    }
    Policy {
        homework_cap_periods: Some(rng.random_range(0..=2)),
        training_minimum_sessions: Some(rng.random_range(0..=2)),
        worst_off_first_knee: Some(20),
        worst_off_second_knee: Some(50),
        student_weight: Some(10),
        priority_weight: Some(15),
        missing_assistant_points: Some(3000),
        workload_target: rng.random_bool(0.5).then_some(2),
        ..Policy::default()
    }
}

/// A pin or ban about sections in one of the forms of the catalogue.
fn fact(rng: &mut ChaCha8Rng, school: &School, slots: &[SlotRef]) -> Fact {
    let activity = school.activities.choose(rng).expect("at least one");
    let staff = school.staff.choose(rng).expect("at least two").id.clone();
    let room = school.rooms.choose(rng).expect("at least two").id.clone();
    let student = school.students.choose(rng).expect("at least three").student.clone();
    let allowed: Vec<SlotRef> = slots
        .iter()
        .copied()
        .filter(|&slot| period(slot).segment.is_some_and(|s| activity.segments.contains(&s)))
        .collect();
    let slot = allowed.choose(rng).copied();
    let activity = activity.id.clone();
    let none = String::new;
    match rng.random_range(0..9) {
        0 => Fact { student, activity, ..Fact::default() },
        1 => Fact { student, activity, slot, ..Fact::default() },
        2 => Fact { activity, ..Fact::default() },
        3 => Fact { activity, slot, ..Fact::default() },
        4 => Fact { activity, slot, room, staff: none(), ..Fact::default() },
        5 => Fact { activity, slot, room, staff, ..Fact::default() },
        6 => Fact { activity, staff, ..Fact::default() },
        7 => Fact { room, slot, ..Fact::default() },
        _ => Fact { staff, slot, ..Fact::default() },
    }
}
