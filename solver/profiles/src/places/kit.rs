//! What the profiles are put together from: terms, bell rows, courses, rosters, policies.

use kehou_domain::catalogue::Source;
use kehou_domain::draft::{
    Category, Component, MakeUpDay, Priority, SchoolKind, Segment, StaffKind, Term, Waiver,
};
use kehou_domain::fault::Text;
use kehou_domain::policy::{Policy, RuleSetting, SWITCHABLE};
use kehou_domain::profile::{
    BellRow, BellTable, Demand, MenuItem, Money, Place, PriorityShare, Profile, SchoolRole,
    SchoolRow, Season,
};
use kehou_domain::rule::Rule;

/// Both texts.
pub fn text(zh: &str, en: &str) -> Text {
    Text::new(zh, en)
}

/// A demand and the rule that answers it.
pub fn demand(rule: Rule, zh: &str, en: &str) -> Demand {
    Demand { rule: Some(rule), says: text(zh, en) }
}

/// A profile with name, title and document, and nothing else.
pub fn profile_of(source: Source, zh: &str, en: &str) -> Profile {
    let document = source.document();
    Profile {
        name: source.words().0.into(),
        title: text(zh, en),
        about: text("", ""),
        document,
        demands: Vec::new(),
        policy: Policy::default(),
        seasons: Vec::new(),
        money: Money::default(),
        place: Place::default(),
        menu: Vec::new(),
    }
}

/// Rules that are on wherever nothing else is said, as everybody asks for them.
const USUAL: [Rule; 11] = [
    Rule::HomeworkCap,
    Rule::WrittenHomework,
    Rule::TrainingMinimum,
    Rule::ChangeBudget,
    Rule::Preference,
    Rule::WorstOff,
    Rule::WorkloadBalance,
    Rule::StaffWish,
    Rule::LoanEffort,
    Rule::SectionEffort,
    Rule::Stability,
];

/// The policy that answers the demands: their rules and the usual ones on, all others off.
pub fn policy(demands: &[Demand], parameters: Policy) -> Policy {
    let asked = |rule| demands.iter().any(|demand| demand.rule == Some(rule));
    let setting = |rule: Rule| RuleSetting {
        rule: Some(rule),
        enabled: Some(USUAL.contains(&rule) || asked(rule)),
        weight: None,
    };
    Policy { rules: SWITCHABLE.map(setting).to_vec(), ..parameters }
}

fn term(first: &str, last: &str, holidays: &[&str], swapped: &[(&str, i32)], weeks: i32) -> Term {
    let make_up =
        |&(date, follows_weekday): &(&str, i32)| MakeUpDay { date: date.into(), follows_weekday };
    Term {
        first_day: first.into(),
        last_day: last.into(),
        serving_weekdays: vec![1, 2, 3, 4, 5],
        holidays: holidays.iter().map(|&day| day.into()).collect(),
        make_up_days: swapped.iter().map(make_up).collect(),
        weeks: Some(weeks),
    }
}

/// Spring 2026.
pub fn spring() -> Term {
    let holidays = ["2026-04-06", "2026-05-01", "2026-05-04", "2026-05-05", "2026-06-19"];
    term("2026-03-02", "2026-07-03", &holidays, &[("2026-05-09", 1)], 18)
}

/// Autumn 2026. Service on the Sunday before and the Saturday after the national holiday follows
/// the Tuesday and the Wednesday that it takes.
pub fn autumn() -> Term {
    let holidays = [
        "2026-09-25",
        "2026-10-01",
        "2026-10-02",
        "2026-10-05",
        "2026-10-06",
        "2026-10-07",
        "2027-01-01",
    ];
    term("2026-09-01", "2027-01-22", &holidays, &[("2026-09-20", 2), ("2026-10-10", 3)], 20)
}

/// Summer holidays of 2026.
pub fn holidays() -> Term {
    term("2026-07-06", "2026-08-14", &[], &[], 6)
}

/// A season.
pub fn season(id: &str, zh: &str, en: &str, term: Term, bells: Vec<BellTable>) -> Season {
    Season { id: id.into(), title: text(zh, en), term, bells }
}

/// Winter in the autumn term and summer in the spring term, winter first.
pub fn winter_and_summer(winter: Vec<BellTable>, summer: Vec<BellTable>) -> Vec<Season> {
    vec![
        season("winter", "秋季学期（冬季作息）", "autumn term, winter hours", autumn(), winter),
        season("summer", "春季学期（夏季作息）", "spring term, summer hours", spring(), summer),
    ]
}

/// Monday to Friday.
pub const WEEK: [i32; 5] = [1, 2, 3, 4, 5];

/// A bell table.
pub fn bell(kinds: &[SchoolKind], weekdays: &[i32], rows: Vec<BellRow>) -> BellTable {
    BellTable { kinds: kinds.to_vec(), weekdays: weekdays.to_vec(), rows }
}

/// A row, with times as hour x 100 + minute.
pub fn row(segment: Segment, from: i32, until: i32, leave_percent: i32) -> BellRow {
    let minute = |clock: i32| clock / 100 * 60 + clock % 100;
    BellRow {
        segment: Some(segment),
        start_minute: minute(from),
        end_minute: minute(until),
        leave_percent,
        leave_from_pupils: 0,
        come_percent: 0,
    }
}

/// Grades 1 to 3.
pub const LOW: &[i32] = &[1, 2, 3];
/// Grades 3 and above.
pub const UPPER: &[i32] = &[3, 4, 5, 6, 7, 8, 9];
/// Grades 4 and above.
pub const HIGH: &[i32] = &[4, 5, 6, 7, 8, 9];

/// A course of one session of one period a week for all grades; sport is training.
pub fn course(
    id: &str,
    name: &str,
    category: Category,
    skill: &str,
    room: &str,
    (min_size, max_size): (i32, i32),
) -> Course {
    let training = category == Category::Sport;
    Course(MenuItem {
        id: id.into(),
        name: name.into(),
        component: Some(if training { Component::Training } else { Component::Extension }),
        category: Some(category),
        skill: skill.into(),
        level: 1,
        room: room.into(),
        min_size,
        max_size,
        sessions: 1,
        periods: 1,
        ..MenuItem::default()
    })
}

/// A course in the making.
pub struct Course(MenuItem);

impl Course {
    /// Needs this level.
    pub fn level(self, level: i32) -> Self {
        Self(MenuItem { level, ..self.0 })
    }
    /// For these grades.
    pub fn grades(self, grades: &[i32]) -> Self {
        Self(MenuItem { grades: grades.to_vec(), ..self.0 })
    }
    /// Two sessions a week.
    pub fn twice(self) -> Self {
        Self(MenuItem { sessions: 2, ..self.0 })
    }
    /// Two periods a session.
    pub fn long(self) -> Self {
        Self(MenuItem { periods: 2, ..self.0 })
    }
    /// Monday and Wednesday, or Tuesday and Thursday.
    pub fn pairs(self) -> Self {
        Self(MenuItem { paired: true, ..self.0 })
    }
    /// On these weekdays only.
    pub fn days(self, weekdays: &[i32]) -> Self {
        Self(MenuItem { weekdays: weekdays.to_vec(), ..self.0 })
    }
    /// Uses so many pieces of a pool.
    pub fn tool(self, pool: &str, pieces: i32) -> Self {
        Self(MenuItem { tool: pool.into(), pieces, ..self.0 })
    }
    /// Material fee in yuan.
    pub fn fee(self, yuan: i64) -> Self {
        Self(MenuItem { fee_yuan: yuan, ..self.0 })
    }
    /// On the menu of some school of the place.
    pub fn local(self) -> Self {
        Self(MenuItem { local: true, ..self.0 })
    }
}

/// The courses of a menu.
pub fn menu(courses: impl IntoIterator<Item = Course>) -> Vec<MenuItem> {
    courses.into_iter().map(|course| course.0).collect()
}

/// Name, kind, role, pupils, newly trained teachers (sport, arts, other), outsiders.
pub type Row = (&'static str, SchoolKind, SchoolRole, i32, [i32; 3], i32);

/// A roster.
pub fn rows(roster: &[Row]) -> Vec<SchoolRow> {
    let row = |&(name, kind, role, students, trained, outsiders): &Row| SchoolRow {
        name: name.into(),
        kind: Some(kind),
        role: Some(role),
        students,
        trained_sport: trained[0],
        trained_arts: trained[1],
        trained_other: trained[2],
        outsiders,
    };
    roster.iter().map(row).collect()
}

/// Shares of priority groups: percent in town, percent in townships.
pub fn shares(shares: &[(Priority, i32, i32)]) -> Vec<PriorityShare> {
    let share = |&(priority, town_percent, township_percent): &(Priority, i32, i32)| {
        PriorityShare { priority: Some(priority), town_percent, township_percent }
    };
    shares.iter().map(share).collect()
}

/// Reductions by priority group, percent.
pub fn waivers(waivers: &[(Priority, i32)]) -> Vec<Waiver> {
    let waiver =
        |&(priority, percent): &(Priority, i32)| Waiver { priority: Some(priority), percent };
    waivers.iter().map(waiver).collect()
}

/// Retired teachers, parents with a hobby, members of troupes and societies, coaches, students,
/// instructors.
pub const OUTSIDERS: [StaffKind; 8] = [
    StaffKind::RetiredTeacher,
    StaffKind::RetiredTeacher,
    StaffKind::Parent,
    StaffKind::Craftsperson,
    StaffKind::Craftsperson,
    StaffKind::Coach,
    StaffKind::CollegeStudent,
    StaffKind::OrganisationInstructor,
];

/// What places have in common unless they say otherwise.
pub fn everywhere() -> Place {
    Place {
        take_part_permille: 880,
        roll_per_teacher: 15,
        present_percent: 85,
        most_weekly_periods: 8,
        ..Place::default()
    }
}

use kehou_domain::draft::SchoolKind::{Junior, NineYear, Primary};
use kehou_domain::profile::SchoolRole::{Centre, Town, Village};

/// A county town and its townships, as a made-up example: one roster for places of which no list
/// of schools is published.
pub const COUNTY: [Row; 12] = [
    ("实验小学", Primary, Town, 1650, [2, 2, 1], 2),
    ("第一初级中学", Junior, Town, 1180, [1, 1, 1], 1),
    ("中心小学", Primary, Centre, 720, [1, 1, 0], 1),
    ("中心学校", NineYear, Centre, 1040, [1, 1, 1], 1),
    ("第一小学", Primary, Town, 1320, [1, 1, 1], 2),
    ("东关小学", Primary, Village, 450, [1, 0, 0], 1),
    ("第二初级中学", Junior, Village, 560, [1, 1, 0], 1),
    ("第二小学", Primary, Town, 980, [1, 1, 0], 1),
    ("南河小学", Primary, Village, 330, [0, 1, 0], 1),
    ("北岭小学", Primary, Village, 240, [0, 0, 0], 0),
    ("西湖小学", Primary, Village, 180, [0, 0, 0], 0),
    ("柳庄小学", Primary, Village, 150, [0, 0, 0], 0),
];

/// Homework and two activity periods from 16:00 in winter, `later` minutes later otherwise.
pub fn afternoon(later: i32) -> Vec<BellTable> {
    let at = |minute: i32| {
        let minute = 960 + minute + later;
        minute / 60 * 100 + minute % 60
    };
    let rows = |shift: i32| {
        vec![
            row(Segment::Homework, at(shift), at(shift + 40), 15),
            BellRow {
                leave_from_pupils: 300,
                ..row(Segment::Activity, at(shift + 45), at(shift + 75), 45)
            },
            row(Segment::Activity, at(shift + 80), at(shift + 110), 40),
        ]
    };
    vec![bell(&[], &WEEK, rows(0)), bell(&[Junior], &WEEK, rows(20))]
}
