//! The formulation as text and as a refusal: what other solvers and users hold on to.

use kehou_domain::draft::{Bureau, Fact};
use kehou_domain::instance::Instance;
use kehou_domain::rule::Rule;
use kehou_formulate::{FormulateError, Objective, Program, formulate};
use kehou_profiles::tiny;
use kehou_tests::full::{FURTHER, full_bureau};
use kehou_tests::seeds;
use std::collections::{BTreeMap, BTreeSet};

fn program(bureau: &Bureau, objective: Objective) -> Program {
    formulate(&Instance::new(bureau), objective).expect("formulated")
}

fn mps(program: &Program) -> String {
    let mut text = Vec::new();
    program.write_mps(&mut text).expect("written to memory");
    String::from_utf8(text).expect("plain text")
}

/// Coefficients by (column, row), right-hand sides included, as the text gives them.
fn entries(text: &str, section: &str) -> BTreeMap<(String, String), i64> {
    text.lines()
        .skip_while(|line| *line != section)
        .skip(1)
        .take_while(|line| line.starts_with(' '))
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|words| words[1] != "'MARKER'")
        .map(|words| ((words[0].into(), words[1].into()), words[2].parse().expect("whole")))
        .collect()
}

fn assert_names_are_sound<'a>(names: impl Iterator<Item = &'a str>, what: &str) {
    let mut seen = BTreeSet::new();
    for name in names {
        let plain = name.len() <= 255 && name.chars().all(|c| c.is_ascii_graphic());
        assert!(plain && seen.insert(name), "{what}: {name}");
    }
}

#[test]
fn names_are_unique_and_plain() {
    for (seed, bureau) in seeds(100).map(|seed| (seed, full_bureau(seed, &FURTHER))) {
        for objective in [Objective::Shortfall, Objective::Quality { shortfall_at_most: 0 }] {
            let program = program(&bureau, objective);
            let what = format!("seed {seed}");
            assert_names_are_sound(program.columns().iter().map(|c| c.name.as_str()), &what);
            assert_names_are_sound(program.rows().iter().map(|r| r.name.as_str()), &what);
        }
    }
}

#[test]
fn row_names_begin_with_a_rule() {
    let program = program(&tiny(), Objective::Quality { shortfall_at_most: 0 });
    for row in program.rows() {
        let rule = row.name.split(':').next().unwrap_or_default();
        let known = Rule::from_name(rule).is_some() || rule == "shortfall_at_most";
        assert!(known, "{}", row.name);
    }
}

#[test]
fn mps_text_says_what_the_program_says() {
    let program = program(&tiny(), Objective::Quality { shortfall_at_most: 5000 });
    let text = mps(&program);
    let mut expected = BTreeMap::new();
    for column in program.columns().iter().filter(|column| program.cost(column) != 0) {
        expected.insert((column.name.clone(), "quality".to_owned()), program.cost(column));
    }
    for row in program.rows() {
        for &(column, factor) in &row.terms {
            expected.insert((program.columns()[column.0].name.clone(), row.name.clone()), factor);
        }
    }
    let mut found = entries(&text, "COLUMNS");
    found.retain(|_, factor| *factor != 0);
    assert_eq!(found, expected);
    assert_eq!(entries(&text, "RHS")[&("RHS".into(), "shortfall_at_most".into())], 5000);
    let whole = program.columns().iter().filter(|column| column.is_integer).count();
    let between: Vec<&str> = text.split("'INTORG'").skip(1).collect();
    let marked: BTreeSet<&str> = between
        .iter()
        .flat_map(|part| part.split("'INTEND'").next().unwrap_or_default().lines().skip(1))
        .filter(|line| !line.contains("'MARKER'") && !line.contains("MARKER"))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(marked.len(), whole);
}

#[test]
fn a_pin_about_a_loan_is_refused() {
    let mut bureau = tiny();
    bureau.schools[0].pins = vec![
        Fact { activity: "choir".into(), ..Fact::default() },
        Fact { staff: "t1".into(), school: "elsewhere".into(), ..Fact::default() },
    ];
    let refused = formulate(&Instance::new(&bureau), Objective::Shortfall).expect_err("a loan");
    let FormulateError::UncoveredFact { rule, position, .. } = refused else {
        panic!("{refused}");
    };
    assert_eq!((rule, position), (Rule::Pinned, 1));
}
