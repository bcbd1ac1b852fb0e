//! Why a section is open: whom it serves, who could still come, and what the plan would be
//! without it, put right by the engine and judged by the check.

use crate::desk::{Desk, NotThere};
use kehou_domain::answer::{RankCount, Remedy, SectionAnswer};
use kehou_domain::plan::SchoolPlan;
use std::collections::BTreeMap;

/// The answer about a section.
pub fn ask_section(desk: &Desk, id: &str) -> Result<SectionAnswer, NotThere> {
    let mut all = 0..desk.open.len();
    let open = all.find(|&open| desk.section(open).id == id).ok_or(NotThere::Section)?;
    let (data, section) = (&desk.open[open], desk.section(open));
    let activity = &desk.model.activities[data.activity];
    let lead = section.sessions.first().map(|session| session.lead.clone()).unwrap_or_default();
    let others = activity.leads.iter().filter(|&&person| {
        desk.model.staff[person].id != lead && desk.can_work(person, desk.busy[person], data.mask)
    });
    Ok(SectionAnswer {
        section: id.to_owned(),
        activity: activity.id.clone(),
        starts: section.sessions.iter().map(|session| session.start).collect(),
        rooms: section.sessions.iter().map(|session| session.room.clone()).collect(),
        pupils: section.students.len() as i32,
        min_size: activity.min_size as i32,
        seats: desk.seats(open) as i32,
        by_rank: by_rank(desk, open),
        waiting: desk.waiting(data.activity, data.mask).len() as i32,
        other_leads: others.count() as i32,
        without: (!desk.is_base(open)).then(|| without(desk, open)).flatten(),
        lead,
    })
}

/// Pupils by rank, those who did not list it last; none where it opens per slot.
fn by_rank(desk: &Desk, open: usize) -> Vec<RankCount> {
    if desk.is_base(open) {
        return Vec::new();
    }
    let mut counts: BTreeMap<(bool, i32), i32> = BTreeMap::new();
    for &pupil in &desk.open[open].pupils {
        let rank = desk.rank(pupil, desk.open[open].activity);
        *counts.entry((rank.is_none(), rank.unwrap_or(0))).or_default() += 1;
    }
    counts.into_iter().map(|((_, rank), pupils)| RankCount { rank, pupils }).collect()
}

/// The plan without the section, its pupils in what there is.
fn without(desk: &Desk, open: usize) -> Option<Remedy> {
    let mut school = desk.model.clone();
    let mut plan: SchoolPlan = desk.school_plan().clone();
    plan.sections.remove(desk.open[open].at);
    school.incumbent = Some(plan);
    let repaired = kehou_engine::repair_by_search(&school)?;
    let promise = desk.judge(repaired, Vec::new(), "")?;
    let others_moved = desk.others_moved(&promise.plan, "");
    Some(Remedy { others_moved, ..promise.remedy })
}
