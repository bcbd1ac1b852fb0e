//! `leader_on_duty`: each leader missing on a weekday that any pupil attends costs points, per
//! rank demanded; a leader fills one demand of that rank or a lower one.
//!
//! For each such weekday d and rank r demanded, H(r) the heads demanded of r and above:
//! missing(d) + sum over staff i of rank r and above of leader(i, d) >= H(r).
//! Level 1: weight x missing(d). (What the leaders of a day cannot fill at most is the largest of
//! these gaps.)

use crate::duties::{self, Post};
use crate::model::Model;
use crate::program::{Program, Sense};
use kehou_domain::rule::{Kind, Rule};

/// Adds the rule's columns, rows and points.
pub(crate) fn add(model: &Model, program: &mut Program) {
    let (school, rules) = (model.school, &model.school.rules);
    let all: i64 = rules.leaders.iter().map(|demand| i64::from(demand.1)).sum();
    if !rules.is_on(Rule::LeaderOnDuty) || all == 0 {
        return;
    }
    for (day, _) in duties::weekdays(school).into_iter().filter(|day| day.1) {
        let name = model.name("leader_on_duty", &format!("w{day}"));
        let missing = program.whole(name.clone(), all);
        program.charge(missing, Kind::Elastic, rules.weight(Rule::LeaderOnDuty));
        for (number, &(rank, _)) in rules.leaders.iter().enumerate() {
            let demanded = rules.leaders.iter().filter(|demand| demand.0 >= rank);
            let heads: i64 = demanded.map(|demand| i64::from(demand.1)).sum();
            let able = model
                .duties
                .iter()
                .filter(|d| {
                    d.post == Post::Leader(day) && school.staff[d.staff].duties.rank >= Some(rank)
                })
                .map(|duty| (duty.column, 1));
            let terms = able.chain([(missing, 1)]);
            program.row(format!("{name}:{number}"), terms, Sense::AtLeast, heads);
        }
    }
}
