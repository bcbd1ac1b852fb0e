//! Properties: whatever is written is read back the same, in both forms, and the JSON is the
//! canonical one.

mod draw;

use draw::Draw;
use draw::data::bureau;
use draw::result::{explanations, kpis, plan};
use kehou_domain::draft::Bureau;
use kehou_domain::outcome::{Level, Limit, Outcome, SchoolOutcome, Status};
use kehou_domain::rule::RULES;
use kehou_format::{
    FileKind, PlanFiles, digest, plan_digest, read_explanations, read_input, read_outcome,
    read_plan, write_input, write_input_file, write_plan, write_plan_file,
};
use kehou_proto::FILE_DESCRIPTOR_SET;
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_assert_eq, proptest};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use prost::Message;
use prost_reflect::{
    DescriptorPool, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value,
};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn stream() -> impl Strategy<Value = Draw> {
    vec(any::<u32>(), 0..3000).prop_map(Draw::new)
}

fn descriptor(message: &str) -> MessageDescriptor {
    let pool = DescriptorPool::decode(FILE_DESCRIPTOR_SET).unwrap();
    pool.get_message_by_name(&format!("kehou.v1.{message}")).unwrap()
}

/// Turns a `.pb` file into the canonical JSON of another implementation.
fn canonical(message: &str, binary: &Path) -> String {
    let bytes = fs::read(binary).unwrap();
    let dynamic = DynamicMessage::decode(descriptor(message), bytes.as_slice()).unwrap();
    serde_json::to_string(&dynamic).unwrap()
}

/// Turns JSON text into the binary form by another implementation.
fn binary(message: &str, json: &str) -> Vec<u8> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let dynamic = DynamicMessage::deserialize(descriptor(message), &mut reader).unwrap();
    dynamic.encode_to_vec()
}

/// Our two files of a message are each what the other implementation makes of the other.
fn agree(message: &str, json: &Path, pb: &Path) {
    let text = fs::read_to_string(json).unwrap();
    let value = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(value(&text), value(&canonical(message, pb)));
    assert_eq!(binary(message, &text), fs::read(pb).unwrap());
}

fn outcome(d: &mut Draw) -> Outcome {
    const STATUS: [Status; 5] = [
        Status::NoSolution,
        Status::Infeasible,
        Status::Optimal,
        Status::Feasible,
        Status::Cancelled,
    ];
    const LIMIT: [Limit; 4] = [Limit::None, Limit::Time, Limit::Work, Limit::Interrupt];
    let level = |d: &mut Draw, planned: bool| Level {
        value: if planned { i64::from(d.int()) } else { 0 },
        bound: i64::from(d.int()),
    };
    let planned = |status| !matches!(status, Status::NoSolution | Status::Infeasible);
    let school = |d: &mut Draw| {
        let status = d.pick(&STATUS);
        SchoolOutcome {
            school: d.text(),
            students: d.count(),
            status,
            limit: d.pick(&LIMIT),
            shortfall: level(d, planned(status)),
            quality: level(d, planned(status)),
            bound_kind: d.pick(&["none", "pupil_week", "pupil_week_without_loans"]),
            work: d.long().unsigned_abs(),
        }
    };
    let schools = d.list(school);
    let status = d.pick(&STATUS);
    Outcome {
        status,
        limit: d.pick(&LIMIT),
        shortfall: level(d, planned(status)),
        quality: level(d, planned(status)),
        weights: RULES.iter().filter_map(|rule| d.maybe(|d| (rule.0, d.long()))).collect(),
        school_weights: schools
            .iter()
            .map(|_| RULES.iter().filter_map(|rule| d.maybe(|d| (rule.0, d.long()))).collect())
            .collect(),
        points: RULES.iter().filter_map(|rule| d.maybe(|d| (rule.0, d.long()))).collect(),
        school_kpis: schools.iter().map(|_| kpis(d)).collect(),
        schools,
        kpis: if planned(status) { kpis(d) } else { kpis(&mut Draw::new(Vec::new())) },
        wall_seconds: f64::from(d.int()) / 4.0,
        cpu_seconds: f64::from(d.int()) / 4.0,
        peak_rss_bytes: d.long().unsigned_abs(),
        version: d.text(),
        seed: d.long().unsigned_abs(),
        input_digest: d.text(),
        plan_digest: if planned(status) { "0f".repeat(32) } else { String::new() },
    }
}

/// Gives the schools ids in the order of their files.
fn numbered(mut bureau: Bureau) -> Bureau {
    for (at, school) in bureau.schools.iter_mut().enumerate() {
        school.id = format!("{at}-县/{}", school.id);
    }
    bureau
}

/// Every field that is set, as `Message.field`, and every enum value, as `Enum.VALUE`.
fn seen(message: &DynamicMessage, names: &mut BTreeSet<String>) {
    for (field, value) in message.fields() {
        names.insert(field.full_name().to_owned());
        match value {
            Value::List(values) => values.iter().for_each(|value| inside(&field, value, names)),
            value => inside(&field, value, names),
        }
    }
}

fn inside(field: &FieldDescriptor, value: &Value, names: &mut BTreeSet<String>) {
    match (value, field.kind()) {
        (Value::Message(message), _) => seen(message, names),
        (Value::EnumNumber(number), Kind::Enum(kind)) => {
            let value = kind.get_value(*number).unwrap();
            names.insert(value.full_name().to_owned());
        }
        _ => {}
    }
}

/// Every field and value there is, from a message downwards; not the values for "unset".
fn all(message: &MessageDescriptor, names: &mut BTreeSet<String>) {
    for field in message.fields() {
        if !names.insert(field.full_name().to_owned()) {
            continue;
        }
        match field.kind() {
            Kind::Message(inner) => all(&inner, names),
            Kind::Enum(inner) => {
                let values = inner.values().filter(|value| value.number() != 0);
                names.extend(values.map(|value| value.full_name().to_owned()));
            }
            _ => {}
        }
    }
}

#[test]
fn what_is_drawn_covers_every_field_and_value() {
    let mut runner = TestRunner::deterministic();
    let (mut found, mut expected) = (BTreeSet::new(), BTreeSet::new());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.pb");
    for _ in 0..300 {
        let mut stream = stream().new_tree(&mut runner).unwrap().current();
        write_input_file(&file, &bureau(&mut stream)).unwrap();
        let bytes = fs::read(&file).unwrap();
        let bureau = DynamicMessage::decode(descriptor("Bureau"), bytes.as_slice()).unwrap();
        seen(&bureau, &mut found);
    }
    all(&descriptor("Bureau"), &mut expected);
    assert_eq!(expected.difference(&found).collect::<Vec<_>>(), Vec::<&String>::new());
}

proptest! {
    #[test]
    fn a_data_set_in_one_file(mut stream in stream()) {
        let written = bureau(&mut stream);
        let folder = tempfile::tempdir()?;
        let files = ["one.json", "one.pb"].map(|name| folder.path().join(name));
        for file in &files {
            write_input_file(file, &written)?;
            prop_assert_eq!(&read_input(file)?, &written);
        }
        agree("Bureau", &files[0], &files[1]);
    }

    #[test]
    fn a_data_set_in_a_folder(mut stream in stream()) {
        let written = numbered(bureau(&mut stream));
        let folder = tempfile::tempdir()?;
        for kind in [FileKind::Json, FileKind::Binary] {
            write_input(folder.path(), &written, kind)?;
            match read_input(folder.path()) {
                Ok(read) => {
                    prop_assert_eq!(&read, &written);
                    prop_assert_eq!(digest(&read), digest(&written));
                }
                Err(faults) => {
                    prop_assert_eq!(written.schools.len(), 0, "{}", faults);
                }
            }
        }
    }

    #[test]
    fn a_digest_is_that_of_the_binary_form(mut stream in stream()) {
        use sha2::{Digest, Sha256};
        let written = bureau(&mut stream);
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("one.pb");
        write_input_file(&file, &written)?;
        let expected = format!("{:x}", Sha256::digest(fs::read(&file)?));
        prop_assert_eq!(digest(&written), expected);
    }

    #[test]
    fn a_plan_in_one_file(mut stream in stream()) {
        let written = plan(&mut stream);
        let folder = tempfile::tempdir()?;
        let files = ["one.json", "one.pb"].map(|name| folder.path().join(name));
        for file in &files {
            write_plan_file(file, &written)?;
            prop_assert_eq!(&read_plan(file)?, &written);
        }
        agree("Plan", &files[0], &files[1]);
    }

    #[test]
    fn a_plan_folder(mut stream in stream()) {
        let (outcome, mut plan) = (outcome(&mut stream), plan(&mut stream));
        for (at, school) in plan.schools.iter_mut().enumerate() {
            school.school = format!("{at}");
        }
        let explanations = explanations(&mut stream);
        let files = PlanFiles { plan: &plan, outcome: &outcome, explanations: &explanations };
        let folder = tempfile::tempdir()?;
        write_plan(folder.path(), &files)?;
        prop_assert_eq!(&read_plan(folder.path())?, &plan);
        prop_assert_eq!(plan_digest(&read_plan(folder.path())?), plan_digest(&plan));
        prop_assert_eq!(&read_outcome(folder.path())?, &outcome);
        prop_assert_eq!(&read_explanations(folder.path())?, &explanations);
        for (name, message) in [("outcome", "Outcome"), ("explanations", "Explanations")] {
            let text = fs::read_to_string(folder.path().join(format!("{name}.json")))?;
            let pb = folder.path().join("again.pb");
            fs::write(&pb, binary(message, &text))?;
            let value = |text: &str| serde_json::from_str::<serde_json::Value>(text);
            prop_assert_eq!(value(&text)?, value(&canonical(message, &pb))?);
        }
    }
}
