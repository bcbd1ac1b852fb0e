//! The relaxation at any prices: its value is at most the cost of every plan, at both levels.

use kehou_domain::draft::{Bureau, SlotRef};

use kehou_domain::instance::{Instance, SchoolInstance};
use kehou_domain::plan::{SchoolPlan, Section};
use kehou_domain::rule::Rule;
use kehou_engine::best_week::WeekSearch;
use kehou_engine::duals::{Limit, Relaxation};
use kehou_engine::linking::Premiums;
use kehou_engine::model::{Column, Model, Objective, TICKS};
use kehou_engine::pupil_weeks::PupilWeeks;
use kehou_engine::week::Cost;
use kehou_formulate::{Best, solve_lexicographic};
use kehou_tests::full::full_bureau;
use kehou_tests::random::{add_facts, random_bureau};
use kehou_tests::seeds;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Prices of very different sizes, some of them zero.
fn random_prices(rng: &mut ChaCha8Rng, number: usize) -> Vec<i64> {
    let share = rng.random_range(0.1..1.0);
    let digits = rng.random_range(1..10);
    (0..number)
        .map(|_| if rng.random_bool(share) { rng.random_range(0..10_i64.pow(digits)) } else { 0 })
        .collect()
}

/// Premiums on either side of zero, some of them zero.
fn random_premiums(rng: &mut ChaCha8Rng, number: usize) -> Vec<i64> {
    let sizes = random_prices(rng, number);
    sizes.into_iter().map(|size| if rng.random_bool(0.5) { -size } else { size }).collect()
}

/// Sections of the plan on each column.
fn sections(model: &Model, plan: &SchoolPlan) -> Vec<u32> {
    let school = model.school;
    let starts = |column: &Column| -> Vec<SlotRef> {
        column
            .sessions
            .iter()
            .map(|session| school.slots[session.trailing_zeros() as usize].at)
            .collect()
    };
    let is_on = |section: &Section, column: &Column| {
        let begins = section.sessions.iter().map(|session| session.start);
        school.activities[column.activity].id == section.activity && begins.eq(starts(column))
    };
    let count =
        |column| plan.sections.iter().filter(|section| is_on(section, column)).count() as u32;
    model.columns.iter().map(count).collect()
}

/// Limits that the plan keeps to, on random columns of an activity or two.
fn kept(model: &Model, sections: &[u32], rng: &mut ChaCha8Rng) -> Vec<Limit> {
    let activities = (0..model.columns_of.len()).filter(|_| rng.random_bool(0.3));
    let chosen: Vec<usize> = activities.collect();
    let limit = |activity: usize| {
        let columns: Vec<usize> =
            model.columns_of[activity].clone().filter(|_| rng.random_bool(0.5)).collect();
        let most = columns.iter().map(|&column| sections[column]).sum();
        Limit { columns, most }
    };
    chosen.into_iter().map(limit).collect()
}

/// Prices at which the relaxation claims more than a plan costs.
fn overpriced(school: &SchoolInstance, seed: u64, best: &Best) -> Option<String> {
    let model = Model::new(school);
    let sections = sections(model.relaxed(), &best.plan.schools[0]);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut week = WeekSearch::default();
    let never = || false;
    let shortfall = rng.random_range(1..100_000);
    let between = Objective { quality: TICKS, shortfall };
    let objectives =
        [Objective::SHORTFALL, Objective::weighted(1000), Objective::weighted(1), between];
    for objective in objectives {
        let mut relaxation = Relaxation::new(model.relaxed(), Cost::new(&model, objective));
        let timetable = relaxation.timetable();
        let mut weeks = PupilWeeks::new(model.relaxed());
        let ticks = best.shortfall * objective.shortfall + best.quality * objective.quality;
        for _ in 0..20 {
            let rows = random_prices(&mut rng, relaxation.layout.len);
            let mut premiums = Premiums::new(model.relaxed());
            premiums.at = random_premiums(&mut rng, model.relaxed().fits.len());
            week.tolerance = rng.random_range(0..TICKS);
            week.most_nodes = rng.random_range(1..400);
            let limits = kept(model.relaxed(), &sections, &mut rng);
            let together = relaxation.together.len();
            relaxation.suppose(&limits);
            let supposed =
                relaxation.evaluate(&rows, Some(&mut premiums), &mut weeks, &mut week).value;
            relaxation.suppose_nothing(together);
            if supposed > ticks {
                return Some(format!(
                    "{objective:?}: {supposed} > {ticks} at {rows:?}, {limits:?}"
                ));
            }
            let value =
                relaxation.evaluate(&rows, Some(&mut premiums), &mut weeks, &mut week).value;
            if value > ticks {
                return Some(format!(
                    "{objective:?}: {value} > {ticks} at {rows:?}, {:?}",
                    premiums.at
                ));
            }
            let looked_at = timetable.as_ref().filter(|_| rng.random_bool(0.3));
            let Some(timetable) = looked_at else { continue };
            let gain = relaxation.timetable_gain(&rows, timetable, &never);
            let gain = gain.expect("a small program").0;
            if value + gain > ticks {
                return Some(format!(
                    "{objective:?}: {value} + {gain} > {ticks} at {rows:?}, {:?}",
                    premiums.at
                ));
            }
            let row = relaxation.timetable_row(&rows, timetable, &never);
            let Some((gain, row, _)) = row else { continue };
            if value + gain > ticks {
                return Some(format!(
                    "{objective:?}: row {value} + {gain} > {ticks} at {rows:?}, {:?}",
                    premiums.at
                ));
            }
            if rng.random_bool(0.3) {
                relaxation.add_row(row);
            }
        }
    }
    None
}

#[test]
fn no_prices_prove_more_than_a_plan_costs() {
    let wrong: Vec<String> = seeds(150)
        .filter_map(|seed| {
            let mut bureau = random_bureau(seed);
            if seed % 3 == 0 {
                add_facts(&mut bureau, seed, 2);
            }
            overpriced_bureau(&bureau, seed)
        })
        .collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn overpriced_bureau(bureau: &Bureau, seed: u64) -> Option<String> {
    let instance = Instance::new(bureau);
    let best = solve_lexicographic(&instance).expect("formulated")?;
    let found = overpriced(&instance.schools[0], seed, &best)?;
    Some(format!("seed {seed}: {found}"))
}

#[test]
fn nor_with_wishes_wet_weather_and_money() {
    let rules = [Rule::Companions, Rule::WetWeather, Rule::Budget, Rule::Pay];
    let wrong: Vec<String> =
        seeds(150).filter_map(|seed| overpriced_bureau(&full_bureau(seed, &rules), seed)).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
