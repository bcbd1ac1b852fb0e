//! Every leader missing on a weekday that any pupil attends counts, per rank demanded; a leader
//! fills one demand of that rank or a lower one. Who leads has a rank of post.
//!
//! Points = weight x sum over weekdays attended: heads demanded - most demands that the leaders of
//! the day can fill.

use crate::duties::{Missing, heads, judge_switch};
use crate::facts::Facts;
use crate::school::SchoolView;
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::{DutyKind, StaffRank};
use kehou_domain::fault::Text;
use kehou_domain::plan::DutyAssignment;
use kehou_domain::rule::Rule;

const RULE: Rule = Rule::LeaderOnDuty;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        judge_switch(view, RULE, DutyKind::LeaderOnDuty, tally);
        let leaders = view.plan.duties.iter().filter(|d| d.kind == Some(DutyKind::LeaderOnDuty));
        for duty in leaders.filter(|d| !view.bell.keys().any(|slot| slot.weekday == d.weekday)) {
            let (id, day) = (&duty.staff, words::weekday(duty.weekday));
            let what = Text::new(
                format!("{id} 带班的{}没有课后服务", day.zh),
                format!("{id} is leader on duty on {}, when there is no service", day.en),
            );
            tally.fault(RULE, view.index, what);
        }
        judge_ranks(facts, view, tally);
        for Missing { heads, said, .. } in missing(facts, view) {
            tally.fall_short(RULE, view.index, view.rules.weight(RULE) * heads, || said);
        }
    }
}

/// A leader on duty has a rank of post.
fn judge_ranks(facts: &Facts, view: &SchoolView, tally: &mut Tally) {
    let leaders = view.plan.duties.iter().filter(|d| d.kind == Some(DutyKind::LeaderOnDuty));
    for duty in leaders {
        let person = facts.people.get(duty.staff.as_str());
        if person.is_some_and(|person| person.staff.rank.is_none()) {
            let (id, day) = (&duty.staff, words::weekday(duty.weekday));
            let what = Text::new(
                format!("{id} {}带班，但没有职级", day.zh),
                format!("{id} is leader on duty on {} without a rank of post", day.en),
            );
            tally.violation(RULE, view.index, what);
        }
    }
}

/// Leaders missing per weekday and rank. From the highest rank down, a demand takes whoever of
/// that rank or above is left.
pub fn missing(facts: &Facts, view: &SchoolView) -> Vec<Missing> {
    let on_duty = heads(facts, view, DutyKind::LeaderOnDuty, |duty| duty.weekday);
    let mut demands: Vec<(StaffRank, u32)> = view.rules.leaders.clone();
    demands.sort_by_key(|demand| std::cmp::Reverse(demand.0));
    let mut missing = Vec::new();
    for weekday in view.served_weekdays() {
        let who = on_duty.get(&weekday).into_iter().flatten();
        let ranks: Vec<StaffRank> =
            who.filter_map(|id| facts.people.get(id).and_then(|p| p.staff.rank)).collect();
        let mut taken = 0;
        for &(rank, heads) in &demands {
            let heads = i64::from(heads);
            let able = ranks.iter().filter(|&&own| own >= rank).count() as i64 - taken;
            let filled = able.min(heads);
            taken += filled;
            let (day, title) = (words::weekday(weekday), rank_words(rank));
            let kind = Some(DutyKind::LeaderOnDuty);
            let duty = DutyAssignment { kind, weekday, ..DutyAssignment::default() };
            let found = Missing::new(heads - filled, duty, |n| {
                Text::new(
                    format!("{}：缺 {n} 名带班{}", day.zh, title.zh),
                    format!("{}: {n} leader on duty ({}) missing", day.en, title.en),
                )
            });
            missing.extend(found.map(|mut found| {
                found.said.1.rank = Some(rank);
                found
            }));
        }
    }
    missing
}

fn rank_words(rank: StaffRank) -> Text {
    match rank {
        StaffRank::MiddleManager => Text::new("中层", "middle manager"),
        StaffRank::VicePrincipal => Text::new("副校长", "vice principal"),
        StaffRank::Principal => Text::new("校长", "principal"),
    }
}
