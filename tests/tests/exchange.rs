//! The exchange of seats: what it tells is what it gains, and using it again on changed seats finds
//! as much as starting it anew.

use kehou_domain::instance::Instance;
use kehou_engine::best_week::WeekSearch;
use kehou_engine::exchange::Exchange;
use kehou_engine::model::Model;
use kehou_engine::openings::{Guide, Openings};
use kehou_engine::prices::Prices;
use kehou_engine::school::SchoolSearch;
use kehou_engine::seats::{Hall, Seats};
use kehou_profiles::{Options, generate};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A guide without any prices.
fn free(model: &Model) -> Guide {
    let slots = model.school.slots.len();
    Guide {
        staff: vec![0; model.school.staff.len() * slots],
        share: 8,
        room: vec![0; model.school.rooms.len() * slots],
        reserve: vec![0; slots],
        period: Vec::new(),
        money: 0,
        scarcity: 0,
    }
}

/// Closes a few sections and opens others.
fn change(openings: &mut Openings, model: &Model, rng: &mut ChaCha8Rng) {
    for _ in 0..rng.random_range(0..3).min(openings.sections.len()) {
        openings.close(rng.random_range(0..openings.sections.len()));
    }
    for _ in 0..rng.random_range(1..12) {
        let column = rng.random_range(0..model.columns.len());
        if let Some(placement) = openings.place(column, &free(model)) {
            openings.open_at(placement);
        }
    }
}

#[test]
fn seats_exchanged_again_are_as_good_as_anew() {
    let options = Options { schools: Some(1), pupils: Some(150), ..Options::default() };
    let bureau = generate("gucheng", &options).expect("a profile");
    let instance = Instance::new(&bureau);
    let model = Model::new(&instance.schools[0]);
    let cost = SchoolSearch::cost_of(&model);
    let pools = vec![0; model.pools.len() * model.school.slots.len()];
    let base = Prices::new(&model, &cost, vec![0; model.columns.len()], &pools);
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let mut week = WeekSearch::default();
    let mut openings = Openings::new(&model);
    let mut seats = Seats::empty(&model);
    let mut again = Exchange::default();
    let (mut gains, mut missed) = (0, 0);
    for _ in 0..80 {
        change(&mut openings, &model, &mut rng);
        seats.leave_closed(&openings.seats);
        let least = vec![0; model.columns.len()];
        let (of, frozen) = (&openings.seats, &[][..]);
        let hall = Hall { model: &model, cost: &cost, seats: of, least: &least, frozen };
        seats.push_out(&hall, &base, &mut week);
        seats.take_free_seats(&hall, &base, &mut week);

        let before = seats.total(&hall, &base);
        let gain = again.improve(&mut seats, &hall, &base);
        assert_eq!(before - seats.total(&hall, &base), gain);
        assert!(seats.load.iter().zip(of).all(|(load, seats)| load <= seats));
        let mut load = vec![0; model.columns.len()];
        for place in seats.weeks.iter().flatten() {
            load[place.column as usize] += 1;
        }
        assert_eq!(load, seats.load);
        gains += usize::from(gain > 0);
        let anew = Exchange::default().improve(&mut seats.clone(), &hall, &base);
        missed += usize::from(anew > 0);
    }
    // A cycle that needs a pupil twice gives up an arc, which a new start has again.
    assert!(gains > 20 && missed < 5, "{gains} gains, {missed} missed");
}
