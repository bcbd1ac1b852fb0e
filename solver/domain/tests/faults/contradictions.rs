//! Pins and bans that contradict each other or the data.

use super::rich::at;
use super::{Case, activity, case, first};
use kehou_domain::draft::{Bureau, DutyKind, Fact, Pattern};

fn pin(change: fn(&mut Fact)) -> Fact {
    let mut fact = Fact::default();
    change(&mut fact);
    fact
}

pub fn pupil(student: &str, activity: &str) -> Fact {
    Fact { student: student.into(), activity: activity.into(), ..Fact::default() }
}

/// Replaces the pins of the first school.
fn pins(bureau: &mut Bureau, pins: Vec<Fact>) {
    first(bureau).pins = pins;
}

/// Pins and bans that contradict each other or the data; the last one is the one named.
pub const CONTRADICTIONS: &[Case] = &[
    case("banned", "schools[tiny-1].bans[0]", |b| {
        first(b).bans = vec![pin(|f| f.activity = "choir".into())];
    }),
    case("banned", "schools[tiny-1].bans[1]", |b| first(b).bans.push(pupil("s1", "choir"))),
    case("pinned", "schools[tiny-1].pins[0]", |b| pins(b, vec![pupil("s6", "ball")])),
    case("pinned", "schools[tiny-1].pins[0]", |b| pins(b, vec![pupil("s1", "go")])),
    case("pinned", "schools[tiny-1].pins[0]", |b| pins(b, vec![pupil("s2", "choir")])),
    case("pinned", "schools[tiny-1].pins[0]", |b| {
        pins(b, vec![Fact { slot: Some(at(1, 3)), ..pupil("s1", "choir") }]);
    }),
    case("pinned", "schools[tiny-1].pins[1]", |b| {
        let at_two = |activity| Fact { slot: Some(at(1, 2)), ..pupil("s2", activity) };
        pins(b, vec![at_two("paper"), at_two("ball")]);
    }),
    case("pinned", "schools[tiny-1].pins[1]", |b| {
        activity(b, "paper").patterns = vec![Pattern { starts: vec![at(1, 2)] }];
        pins(b, vec![pupil("s1", "choir"), pupil("s1", "paper")]);
    }),
    case("pinned", "schools[tiny-1].pins[3]", |b| {
        pins(
            b,
            vec![
                pupil("s1", "paper"),
                pupil("s2", "paper"),
                pupil("s3", "paper"),
                pupil("s7", "paper"),
            ],
        );
    }),
    case("pinned", "schools[tiny-1].pins[0]", |b| {
        first(b).policy.homework_cap_periods = Some(0);
        pins(b, vec![Fact { slot: Some(at(1, 1)), ..pupil("s5", "homework") }]);
    }),
    case("pinned", "schools[tiny-1].pins[1]", |b| {
        let lead = |activity: &str| Fact {
            activity: activity.into(),
            staff: "t1".into(),
            slot: Some(at(1, 2)),
            ..Fact::default()
        };
        pins(b, vec![lead("choir"), lead("go")]);
    }),
    case("pinned", "schools[tiny-1].pins[1]", |b| {
        let patrol = Fact {
            staff: "t1".into(),
            duty: Some(DutyKind::Patrol),
            slot: Some(at(1, 2)),
            ..Fact::default()
        };
        pins(
            b,
            vec![
                pin(|f| {
                    f.activity = "choir".into();
                    f.staff = "t1".into();
                }),
                patrol,
            ],
        );
    }),
    case("pinned", "schools[tiny-1].pins[0]", |b| {
        pins(
            b,
            vec![pin(|f| {
                f.activity = "paper".into();
                f.staff = "t1".into();
            })],
        );
    }),
    case("pinned", "schools[tiny-1].pins[0]", |b| {
        pins(
            b,
            vec![pin(|f| {
                f.activity = "ball".into();
                f.staff = "t3".into();
            })],
        );
    }),
    case("pinned", "schools[tiny-1].pins[0]", |b| {
        pins(
            b,
            vec![pin(|f| {
                f.staff = "o1".into();
                f.slot = Some(at(3, 2));
            })],
        );
    }),
    case("pinned", "schools[tiny-1].pins[0]", |b| {
        pins(
            b,
            vec![pin(|f| {
                f.staff = "t3".into();
                f.duty = Some(DutyKind::Patrol);
            })],
        );
    }),
    case("pinned", "schools[tiny-1].pins[1]", |b| {
        first(b).staff[1].weekly_cap = Some(1);
        let work = |slot| Fact { staff: "t2".into(), slot: Some(slot), ..Fact::default() };
        pins(b, vec![work(at(1, 2)), work(at(3, 2))]);
    }),
    case("pinned", "schools[tiny-1].pins[0]", |b| {
        pins(
            b,
            vec![pin(|f| {
                f.staff = "t1".into();
                f.school = "tiny-2".into();
                f.weekday = Some(2);
            })],
        );
    }),
    case("pinned", "schools[tiny-1].pins[0]", |b| {
        b.travel.clear();
        pins(
            b,
            vec![pin(|f| {
                f.staff = "t1".into();
                f.school = "tiny-2".into();
            })],
        );
    }),
    case("pinned", "schools[tiny-1].pins[0]", |b| {
        pins(
            b,
            vec![pin(|f| {
                f.staff = "t2".into();
                f.school = "tiny-2".into();
            })],
        );
    }),
    case("pinned", "schools[tiny-1].pins[1]", |b| {
        let session = |activity: &str| Fact {
            activity: activity.into(),
            room: "r1".into(),
            slot: Some(at(1, 2)),
            ..Fact::default()
        };
        pins(b, vec![session("paper"), session("reading")]);
    }),
    case("pinned", "schools[tiny-1].pins[0]", |b| {
        pins(
            b,
            vec![pin(|f| {
                f.activity = "choir".into();
                f.room = "court".into();
                f.slot = Some(at(1, 2));
            })],
        );
    }),
    case("pinned", "schools[tiny-1].pins[0]", |b| {
        pins(
            b,
            vec![pin(|f| {
                f.room = "r2".into();
                f.slot = Some(at(3, 2));
            })],
        );
    }),
    case("pinned", "schools[tiny-1].pins[0]", |b| {
        pins(
            b,
            vec![pin(|f| {
                f.activity = "go".into();
                f.slot = Some(at(1, 1));
            })],
        );
    }),
    case("pinned", "schools[tiny-1].pins[1]", |b| {
        let lead =
            |staff: &str| Fact { activity: "go".into(), staff: staff.into(), ..Fact::default() };
        pins(b, vec![lead("t1"), lead("t2")]);
    }),
    case("pinned", "schools[tiny-1].pins[1]", |b| {
        let session = |slot| Fact { activity: "go".into(), slot: Some(slot), ..Fact::default() };
        pins(b, vec![session(at(1, 2)), session(at(1, 3))]);
    }),
];
