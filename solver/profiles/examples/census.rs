//! Prints supply against demand of every school of a profile:
//! `cargo run --release -p kehou-profiles --example census [SCHOOLS PUPILS [SEED [TIGHTNESS]]]`.

use kehou_domain::instance::Instance;
use kehou_profiles::census::census;
use kehou_profiles::{Options, ProfileError, generate};

fn main() -> Result<(), ProfileError> {
    let arguments: Vec<f64> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let number = |i: usize| arguments.get(i).copied();
    let options = Options {
        schools: number(0).map(|n| n as usize),
        pupils: number(1).filter(|&n| n > 0.0).map(|n| n as usize),
        seed: number(2).map_or(1, |n| n as u64),
        tightness: number(3).unwrap_or(1.0),
    };
    println!(
        "school  pupils cls staff menu wanted seats train slack |   hw  sect base supply load | hwmin miss | room skill short thin"
    );
    for school in &Instance::new(&generate("gucheng", &options)?).schools {
        let c = census(school);
        println!(
            "{:7} {:6} {:3} {:5} {:4} {:6} {:5} {:5} {:5} | {:4} {:4} {:4} {:6} {:4} | {:5} {:4} | {:4} {:5} {:5} {:4}",
            c.school,
            c.students,
            c.groups,
            c.staff,
            c.menu,
            c.wanted,
            c.seats_permille,
            c.training_permille,
            c.slack_permille,
            c.homework_periods,
            c.section_periods,
            c.base_periods,
            c.supply_periods,
            c.load_permille(),
            c.homework_margin,
            c.homework_missing,
            c.room_permille,
            c.skills,
            c.skills_short,
            c.skills_thin
        );
    }
    Ok(())
}
