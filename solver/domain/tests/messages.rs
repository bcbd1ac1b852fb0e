//! The words a planner reads, for the faults met most often, in both languages. The texts are in
//! `messages.txt`; `KEHOU_REWRITE_GOLDEN=1 cargo test --release -p kehou-domain --test messages`
//! writes them anew.

#[allow(dead_code, reason = "shared by several tests")]
mod rich;

use kehou_domain::draft::{Bureau, Fact};
use kehou_domain::validate::validate;
use rich::{at, rich};
use std::fmt::Write;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/messages.txt");

type Change = fn(&mut Bureau);

const SHOWN: [(&str, Change); 9] = [
    ("a pupil whose class does not exist", |b| b.schools[0].students[0].group = "g9".into()),
    ("a preference for an activity of another grade", |b| {
        b.schools[0].students[0].choices[1].activity = "go".into();
    }),
    ("a duplicate id", |b| b.schools[0].students[4].student = "s2".into()),
    ("a capacity of 0", |b| b.schools[0].rooms[2].capacity = 0),
    ("a bell table with overlapping periods", |b| b.schools[0].periods[1].start_minute = 1000),
    ("an empty school", |b| b.schools[1].students.clear()),
    ("two pins that contradict each other", |b| {
        let at_two = |activity: &str| Fact {
            student: "s2".into(),
            activity: activity.into(),
            slot: Some(at(1, 2)),
            ..Fact::default()
        };
        b.schools[0].pins = vec![at_two("paper"), at_two("ball")];
    }),
    ("a pin that is banned", |b| {
        b.schools[0].bans = vec![Fact { activity: "choir".into(), ..Fact::default() }];
    }),
    ("a mobile number", |b| b.schools[0].students[0].student = "13800138000".into()),
];

fn messages() -> String {
    let mut text = String::new();
    for (title, change) in SHOWN {
        let mut bureau = rich();
        change(&mut bureau);
        writeln!(text, "== {title}").expect("a string takes everything");
        for fault in validate(&bureau).faults {
            writeln!(
                text,
                "{:?} {} {} [{}]\n  {}\n  -> {}\n  {}\n  -> {}",
                fault.severity,
                fault.code,
                fault.path,
                fault.value,
                fault.cause.zh,
                fault.action.zh,
                fault.cause.en,
                fault.action.en,
            )
            .expect("a string takes everything");
        }
    }
    text
}

#[test]
fn messages_are_as_agreed() {
    let found = messages();
    if std::env::var_os("KEHOU_REWRITE_GOLDEN").is_some() {
        std::fs::write(GOLDEN, &found).expect("the folder of the tests can be written");
    }
    let agreed = std::fs::read_to_string(GOLDEN).expect("the agreed texts are checked in");
    assert_eq!(found, agreed);
}
