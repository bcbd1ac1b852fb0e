//! The school known by heart: nine pupils, two weekdays, five slots.
//!
//! Slots (H homework 16:10-16:50, A activity 16:55-17:25, B activity 17:30-18:00):
//! Monday H1 A2 B3, Wednesday H1 A2. Leaving: `early` after period 2, `late` after period 3.
//!
//! | room | kind | holds | | group | grade | home room | pupils |
//! |---|---|---|---|---|---|---|---|
//! | r1 | classroom | 10 | | g1 | 1 | r1 | s1-s4 |
//! | r2 | classroom | 10 | | g3 | 3 | r2 | s5-s9 |
//! | music | music | 10 | | | | | |
//! | court | court, outdoor | 12 | | | | | |
//!
//! | activity | | sessions | size | sections | grades | room | skill |
//! |---|---|---|---|---|---|---|---|
//! | ball 篮球 | training | 1 | 2-5 | 2 | 1, 3 | court | sport |
//! | choir 合唱 | extension | 2 | 3-4 | 1 | 1, 3 | music | music |
//! | paper 剪纸 | extension | 1 | 2-3 | 1 | 1, 3 | classroom | papercut 2 |
//! | go 围棋 | extension | 1 | 3-4 | 1 | 3 | classroom | go |
//! | homework 作业 | base, in H, written | | 1-10 | | 3 | home | |
//! | story 绘本阅读 | base, in H | | 1-10 | | 1 | home | |
//! | reading 自主阅读 | base, in A and B, school merged | | 1-10 | | 1, 3 | classroom | |
//!
//! | staff | | skills | when | week, day cap | day load | wish |
//! |---|---|---|---|---|---|---|
//! | t1 | teacher | music 3, go 1 | always | 4, 3 | 16 | wants choir |
//! | t2 | teacher | sport 2, go 2 | always | 5, 3 | 10 | rather not ball |
//! | t3 | teacher, not willing | sport 3 | always | - | 14 | |
//! | o1 | craftsperson, vetted | papercut 3 | Monday from 16:50 | 2, 2 | 0 | |
//!
//! | pupil | weight | Monday | Wednesday | wants | ranks | |
//! |---|---|---|---|---|---|---|
//! | s1 | 100 | late | early | 3 | choir 1, paper 2, ball 3 | |
//! | s2 | 150 left-behind | late | early | 2 | paper 1, ball 2 | together with s3 |
//! | s3 | 100 | late | early | 2 | paper 1, ball 1 | accepts substitutes |
//! | s4 | 100 | early | early | 0 | none | |
//! | s5 | 100 | late | early | 3 | choir 1, go 2, ball 3 | |
//! | s6 | 150 disabled | late | - | 2 | go 1, paper 2 | refuses ball |
//! | s7 | 100 | late | early | 3 | choir 1, paper 2, ball 3 | |
//! | s8 | 100 | late | early | 2 | paper 1, go 2 | |
//! | s9 | 120 carry-over 20 | late | early | 2 | ball 1, go 2 | |
//!
//! Scarce: paper seats (o1 only, three of six), t1 (four periods, two of them homework), rooms at
//! 16:55, and choir opens only when all three who rank it come.

use kehou_domain::draft::{
    Activity, Attendance, Budget, Bureau, Category, Choice, Companion, CompanionWish, Component,
    DismissalPoint, Equipment, EquipmentUse, GateCapacity, Group, Grouping, Period, Priority, Room,
    School, SchoolKind, Segment, Setting, Skill, Staff, StaffKind, StaffRank, Student, Term,
    Waiver, Window,
};
use kehou_domain::policy::Policy;

/// The tiny bureau: one school, `tiny-1`.
pub fn tiny() -> Bureau {
    Bureau {
        id: "tiny".into(),
        name: "微型示例".into(),
        term: Some(Term {
            first_day: "2026-03-02".into(),
            last_day: "2026-07-03".into(),
            serving_weekdays: vec![1, 3],
            weeks: Some(18),
            ..Term::default()
        }),
        policy: Policy::default(),
        schools: vec![school()],
        ..Bureau::default()
    }
}

fn school() -> School {
    School {
        id: "tiny-1".into(),
        name: "微型小学".into(),
        kind: Some(SchoolKind::Primary),
        setting: Some(Setting::Township),
        periods: periods(),
        dismissal_points: vec![point("early", 2), point("late", 3)],
        rooms: vec![
            room("r1", "classroom", 10),
            room("r2", "classroom", 10),
            room("music", "music", 10),
            Room { outdoor: true, floor: "ground".into(), ..room("court", "court", 12) },
        ],
        groups: vec![group("g1", 1, 5, "r1", "t1"), group("g3", 3, 6, "r2", "t2")],
        equipment: vec![Equipment { id: "balls".into(), owned: 6 }],
        activities: activities(),
        students: students(),
        staff: staff(),
        budget: Some(Budget {
            fee_per_student_fen: 30_000,
            waivers: vec![Waiver { priority: Some(Priority::Needy), percent: 100 }],
            subsidy_fen: 100_000,
        }),
        ..School::default()
    }
}

fn periods() -> Vec<Period> {
    let row = |weekday, index, start_minute, end_minute, segment| Period {
        weekday,
        index,
        start_minute,
        end_minute,
        segment: Some(segment),
    };
    vec![
        row(1, 1, 970, 1010, Segment::Homework),
        row(1, 2, 1015, 1045, Segment::Activity),
        row(1, 3, 1050, 1080, Segment::Activity),
        row(3, 1, 970, 1010, Segment::Homework),
        row(3, 2, 1015, 1045, Segment::Activity),
    ]
}

fn point(id: &str, period: i32) -> DismissalPoint {
    DismissalPoint {
        id: id.into(),
        period,
        waves: Some(2),
        wave_minutes: Some(5),
        gates: vec![GateCapacity { gate: "gate".into(), pupils_per_wave: 4 }],
    }
}

fn room(id: &str, kind: &str, capacity: i32) -> Room {
    Room { id: id.into(), kind: kind.into(), capacity, floor: "1".into(), ..Room::default() }
}

fn group(id: &str, grade: i32, size: i32, home_room: &str, form_teacher: &str) -> Group {
    Group {
        id: id.into(),
        grade,
        size,
        home_room: home_room.into(),
        form_teacher: form_teacher.into(),
    }
}

fn activities() -> Vec<Activity> {
    let ball = Activity {
        max_sections: Some(2),
        equipment: vec![EquipmentUse { equipment: "balls".into(), quantity: 5 }],
        ..pattern_activity("ball", "篮球", Category::Sport, (2, 5), ("court", "sport"))
    };
    let choir = Activity {
        sessions_per_week: Some(2),
        ..pattern_activity("choir", "合唱", Category::Arts, (3, 4), ("music", "music"))
    };
    let paper = Activity {
        skill_level: Some(2),
        material_fee_fen: 1_500,
        ..pattern_activity("paper", "剪纸", Category::Culture, (2, 3), ("classroom", "papercut"))
    };
    let go = Activity {
        grades: vec![3],
        ..pattern_activity("go", "围棋", Category::Culture, (3, 4), ("classroom", "go"))
    };
    vec![
        Activity { component: Some(Component::Training), ..ball },
        choir,
        paper,
        go,
        Activity {
            written_homework: true,
            ..base("homework", "作业", Category::Homework, Segment::Homework, &[3])
        },
        base("story", "绘本阅读", Category::Reading, Segment::Homework, &[1]),
        Activity {
            grouping: Some(Grouping::School),
            room_kinds: vec!["classroom".into()],
            ..base("reading", "自主阅读", Category::Reading, Segment::Activity, &[1, 3])
        },
    ]
}

fn pattern_activity(
    id: &str,
    name: &str,
    category: Category,
    (min_size, max_size): (i32, i32),
    (room_kind, skill): (&str, &str),
) -> Activity {
    Activity {
        id: id.into(),
        name: name.into(),
        component: Some(Component::Extension),
        category: Some(category),
        segments: vec![Segment::Activity],
        grades: vec![1, 3],
        min_size,
        max_size,
        room_kinds: vec![room_kind.into()],
        skill: skill.into(),
        ..Activity::default()
    }
}

fn base(id: &str, name: &str, category: Category, segment: Segment, grades: &[i32]) -> Activity {
    Activity {
        id: id.into(),
        name: name.into(),
        component: Some(Component::Base),
        category: Some(category),
        segments: vec![segment],
        grades: grades.to_vec(),
        min_size: 1,
        max_size: 10,
        grouping: Some(Grouping::Group),
        ..Activity::default()
    }
}

fn staff() -> Vec<Staff> {
    let teacher = |id: &str, skills: &[(&str, i32)], daytime_load, caps: (i32, i32)| Staff {
        id: id.into(),
        kind: Some(StaffKind::Teacher),
        skills: skills
            .iter()
            .map(|&(skill, level)| Skill { skill: skill.into(), level, newly_trained: false })
            .collect(),
        weekly_cap: Some(caps.0),
        daily_cap: Some(caps.1),
        daytime_load,
        willing: true,
        vetted: true,
        pay_per_period_fen: 7_000,
        ..Staff::default()
    };
    vec![
        Staff {
            wanted_activities: vec!["choir".into()],
            ..teacher("t1", &[("music", 3), ("go", 1)], 16, (4, 3))
        },
        Staff {
            unwanted_activities: vec!["ball".into()],
            ..teacher("t2", &[("sport", 2), ("go", 2)], 10, (5, 3))
        },
        Staff {
            rank: Some(StaffRank::Principal),
            willing: false,
            weekly_cap: None,
            daily_cap: None,
            ..teacher("t3", &[("sport", 3)], 14, (0, 0))
        },
        Staff {
            kind: Some(StaffKind::Craftsperson),
            windows: vec![Window { weekday: 1, start_minute: 1010, end_minute: 1080 }],
            pay_per_period_fen: 10_000,
            ..teacher("o1", &[("papercut", 3)], 0, (2, 2))
        },
    ]
}

fn students() -> Vec<Student> {
    let s1 = student("s1", "g1", 3, &[("choir", 1), ("paper", 2), ("ball", 3)]);
    let s2 = student("s2", "g1", 2, &[("paper", 1), ("ball", 2)]);
    let s3 = student("s3", "g1", 2, &[("paper", 1), ("ball", 1)]);
    let s4 = student("s4", "g1", 0, &[]);
    let s5 = student("s5", "g3", 3, &[("choir", 1), ("go", 2), ("ball", 3)]);
    let s6 = student("s6", "g3", 2, &[("go", 1), ("paper", 2)]);
    let s7 = student("s7", "g3", 3, &[("choir", 1), ("paper", 2), ("ball", 3)]);
    let s8 = student("s8", "g3", 2, &[("paper", 1), ("go", 2)]);
    let s9 = student("s9", "g3", 2, &[("ball", 1), ("go", 2)]);
    let with_s3 = Companion { student: "s3".into(), wish: Some(CompanionWish::Together) };
    vec![
        s1,
        Student { priorities: vec![Priority::LeftBehind], companions: vec![with_s3], ..s2 },
        Student { accepts_substitutes: true, ..s3 },
        Student { attendance: vec![day(1, "early"), day(3, "early")], ..s4 },
        s5,
        Student {
            priorities: vec![Priority::Disabled],
            attendance: vec![day(1, "late")],
            refused: vec!["ball".into()],
            ..s6
        },
        s7,
        s8,
        Student { carry_over: 20, ..s9 },
    ]
}

/// A pupil who stays late on Monday and comes on Wednesday.
fn student(id: &str, group: &str, wanted: i32, choices: &[(&str, i32)]) -> Student {
    Student {
        student: id.into(),
        group: group.into(),
        attendance: vec![day(1, "late"), day(3, "early")],
        choices: choices
            .iter()
            .map(|&(activity, rank)| Choice { activity: activity.into(), rank })
            .collect(),
        wanted_sessions: Some(wanted),
        ..Student::default()
    }
}

fn day(weekday: i32, dismissal_point: &str) -> Attendance {
    Attendance { weekday, from_period: 1, dismissal_point: dismissal_point.into() }
}

#[cfg(test)]
mod tests {
    use super::tiny;
    use kehou_domain::instance::Instance;
    use kehou_domain::validate::validate;

    #[test]
    fn passes_validation() {
        assert!(!validate(&tiny()).has_errors());
    }

    #[test]
    fn is_as_small_as_its_table_says() {
        let instance = Instance::new(&tiny());
        let school = &instance.schools[0];
        assert_eq!((school.slots.len(), school.rooms.len(), school.staff.len()), (5, 4, 4));
        assert_eq!(school.students.len(), 9);
        let patterns: Vec<usize> = school.activities.iter().map(|a| a.patterns.len()).collect();
        assert_eq!(patterns, [3, 1, 3, 3, 2, 2, 3]);
        let leads: Vec<&[usize]> = school.activities[..4].iter().map(|a| &*a.leads).collect();
        assert_eq!(leads, [&[1][..], &[0], &[3], &[0, 1]]);
        let weights: Vec<i64> = school.students.iter().map(|s| s.weight).collect();
        assert_eq!(weights, [100, 150, 100, 100, 100, 150, 100, 100, 120]);
        let wanted: i64 = school.students.iter().map(|s| s.wanted).sum();
        assert_eq!(wanted, 19);
        assert_eq!(school.workload_target, 12);
    }
}
