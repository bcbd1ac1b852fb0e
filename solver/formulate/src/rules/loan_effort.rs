//! `loan_effort`: every loan weekday costs points, with its travel.
//!
//! Level 2: for each lent teacher p, other school s and weekday d: (weight x travel minutes one way
//! + loan day points) x here(p, s, d).

use crate::network::Network;
use crate::program::Program;
use kehou_domain::rule::Kind;

/// Adds the rule's points.
pub(crate) fn add(network: &Network, program: &mut Program) {
    for visit in network.visits.iter().filter(|visit| network.is_away(visit)) {
        let stay = network.traveller(visit.person).stay_at(visit.school);
        program.charge(visit.here, Kind::Quality, stay.map_or(0, |stay| stay.effort));
    }
}
