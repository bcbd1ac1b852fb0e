//! Any field of a good data set, changed in any way: reading or validation names a fault, or the
//! planner's index takes the data whole. Never a panic, never something left out in silence.

#[path = "../../domain/tests/rich/mod.rs"]
mod rich;

use kehou_domain::draft::{Activity, Bureau, Component, Fact, School};
use kehou_domain::instance::{ActivityData, FactData, Instance, SchoolInstance};
use kehou_domain::validate::validate;
use kehou_format::{read_input, write_input_file};
use proptest::prelude::{Strategy, any, proptest};
use proptest::test_runner::Config;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// The data set as JSON.
fn good(folder: &Path) -> Value {
    let file = folder.join("good.json");
    write_input_file(&file, &rich::rich()).expect("a temporary folder can be written");
    serde_json::from_str(&std::fs::read_to_string(file).expect("just written")).expect("JSON")
}

/// Pointers of every value inside, with their shape (positions in lists left out).
fn pointers(value: &Value, pointer: &str, shape: &str, found: &mut Vec<(String, String)>) {
    found.push((pointer.to_owned(), shape.to_owned()));
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                pointers(inner, &format!("{pointer}/{name}"), &format!("{shape}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                pointers(inner, &format!("{pointer}/{index}"), &format!("{shape}/*"), found);
            }
        }
        _ => {}
    }
}

/// Ways to change a value.
fn changes(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![json!(0)],
        Value::Bool(on) => vec![json!(!on), json!(1)],
        Value::Number(n) => {
            let near = n.as_i64().unwrap_or(0);
            let far =
                [0, -1, 1, 2, 3, 7, 8, 64, 65, 1440, i64::from(i32::MAX), i64::from(i32::MIN)];
            far.into_iter().chain([near + 1, near - 1]).map(|n| json!(n)).collect()
        }
        Value::String(text) => {
            let long = "9".repeat(300);
            let texts =
                ["", " ", "x", "s1", "choir", "go", "t1", "r1", "early", "tiny-2", "g1", "-1"];
            let more = ["9223372036854775807", "2026-02-30", "13800138000", "\u{200b}", &long];
            texts
                .iter()
                .chain(&more)
                .map(|text| json!(text))
                .chain([json!(format!("{text}0"))])
                .collect()
        }
        Value::Array(items) => {
            let rest = items.get(1..).unwrap_or_default().to_vec();
            let twice = items.iter().chain(items).cloned().collect();
            let turned = items.iter().rev().cloned().collect();
            let hollow = vec![json!({}); 1];
            [Vec::new(), rest, twice, turned, hollow].into_iter().map(Value::Array).collect()
        }
        Value::Object(fields) => {
            let without = |name: &String| {
                let mut fewer = fields.clone();
                fewer.remove(name);
                Value::Object(fewer)
            };
            fields.keys().map(without).chain([json!({})]).collect()
        }
    }
}

/// Whether the changed data is refused; if not, it must be indexed whole.
fn is_refused(file: &Path, data: &Value) -> bool {
    std::fs::write(file, data.to_string()).expect("a temporary folder can be written");
    let Ok(bureau) = read_input(file) else { return true };
    if validate(&bureau).has_errors() {
        return true;
    }
    let instance = Instance::new(&bureau);
    assert_eq!(instance.schools.len(), bureau.schools.len());
    for (school, indexed) in bureau.schools.iter().zip(&instance.schools) {
        assert_whole(&bureau, school, indexed);
    }
    false
}

fn assert_whole(bureau: &Bureau, school: &School, indexed: &SchoolInstance) {
    let first_here = |schools: &[String]| usize::from(schools.first() == Some(&school.id));
    let venues: usize = bureau.venues.iter().map(|v| first_here(&v.schools)).sum();
    let terms = bureau.shared_staff.iter().filter_map(|staff| staff.loan_terms.as_ref());
    let shared: usize = terms.map(|terms| first_here(&terms.schools)).sum();
    assert_eq!(indexed.slots.len(), school.periods.len());
    assert_eq!(indexed.rooms.len(), school.rooms.len() + venues);
    assert_eq!(indexed.staff.len(), school.staff.len() + shared);
    assert!(indexed.groups.iter().all(|group| group.home_room.is_some()));
    assert_eq!(indexed.students.len(), school.students.len());
    for (student, indexed) in school.students.iter().zip(&indexed.students) {
        assert_eq!(indexed.choices.len(), student.choices.len(), "{student:?}");
        assert_eq!(indexed.refused.len(), student.refused.len(), "{student:?}");
        assert_eq!(indexed.attends == 0, student.attendance.is_empty(), "{student:?}");
    }
    for (staff, indexed) in school.staff.iter().zip(&indexed.staff) {
        assert_eq!(indexed.wanted.len(), staff.wanted_activities.len());
        assert_eq!(indexed.unwanted.len(), staff.unwanted_activities.len());
    }
    for (activity, indexed) in school.activities.iter().zip(&indexed.activities) {
        assert_activity(activity, indexed);
    }
    for (fact, indexed) in school.pins.iter().zip(&indexed.pins) {
        assert_fact(fact, indexed);
    }
    for (fact, indexed) in school.bans.iter().zip(&indexed.bans) {
        assert_fact(fact, indexed);
    }
}

fn assert_activity(activity: &Activity, indexed: &ActivityData) {
    assert_eq!(indexed.equipment.len(), activity.equipment.len());
    let listed = activity.component.is_some_and(|c| !Component::opens_per_slot(c));
    if listed && !activity.patterns.is_empty() {
        assert_eq!(indexed.patterns.len(), activity.patterns.len(), "{activity:?}");
    }
    let mut sessions = indexed.patterns.iter().map(|pattern| pattern.starts.len());
    assert!(sessions.all(|sessions| sessions == indexed.sessions as usize));
}

fn assert_fact(fact: &Fact, indexed: &FactData) {
    let given = [
        (!fact.student.is_empty(), indexed.student.is_some()),
        (!fact.activity.is_empty(), indexed.activity.is_some()),
        (!fact.staff.is_empty(), indexed.staff.is_some()),
        (!fact.room.is_empty(), indexed.room.is_some()),
        (fact.slot.is_some(), indexed.slot.is_some()),
    ];
    assert!(given.iter().all(|(given, kept)| given == kept), "{fact:?}");
}

#[test]
fn one_change_of_any_field_is_a_fault_or_is_indexed_whole() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let good = good(folder.path());
    let file = folder.path().join("changed.json");
    let mut all = Vec::new();
    pointers(&good, "", "", &mut all);
    let mut of_shape: BTreeMap<String, usize> = BTreeMap::new();
    let (mut refused, mut taken) = (0, 0);
    for (pointer, shape) in all {
        let seen = of_shape.entry(shape).or_default();
        *seen += 1;
        if *seen > 1 {
            continue;
        }
        for change in changes(good.pointer(&pointer).expect("found there")) {
            let mut changed = good.clone();
            *changed.pointer_mut(&pointer).expect("found there") = change;
            if is_refused(&file, &changed) { refused += 1 } else { taken += 1 }
        }
    }
    assert!(of_shape.len() > 150, "{} kinds of field", of_shape.len());
    assert!(refused > 500 && taken > 200, "{refused} refused, {taken} taken");
}

/// Several changes: which values, and which way of changing each.
fn several() -> impl Strategy<Value = Vec<(usize, usize)>> {
    proptest::collection::vec((any::<usize>(), any::<usize>()), 2..6)
}

proptest! {
    #![proptest_config(Config { cases: 100, failure_persistence: None, ..Config::default() })]

    #[test]
    fn several_changes_are_a_fault_or_are_indexed_whole(picks in several()) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut changed = good(folder.path());
        for (which, way) in picks {
            let mut all = Vec::new();
            pointers(&changed, "", "", &mut all);
            let pointer = &all[which % all.len()].0;
            let value = changed.pointer_mut(pointer).expect("found there");
            let ways = changes(value);
            *value = ways[way % ways.len()].clone();
        }
        is_refused(&folder.path().join("changed.json"), &changed);
    }
}
