//! Repairs tried under different decisions - which sections to give up, who is not to be asked, how
//! small sections are kept - and the one that falls short and disturbs least. Deterministic: so many
//! tries as the school's size allows.

use super::score::Score;
use super::{Bench, put_right};
use crate::model::Model;
use kehou_domain::instance::SlotMask;
use kehou_domain::plan::SchoolPlan;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Pupils times sections that are looked at in all tries together.
const EFFORT: usize = 1_000_000;

/// Columns on which a further section is tried at a time.
const MOST_OPENINGS: usize = 6;

/// Tries at most.
const MOST_TRIES: usize = 800;

/// What becomes of sections that are too small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Small {
    /// Filled where that moves fewer pupils than closing.
    #[default]
    FillIfFewer,
    /// Filled wherever pupils can be found.
    Fill,
    /// Closed.
    Close,
}

/// What becomes of base sections without a lead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Unled {
    /// Each gets one, if there is somebody.
    #[default]
    Led,
    /// Those that had none before stay so.
    AsBefore,
    /// All stay so.
    Stay,
}

/// Decisions a repair is made under.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    /// Sections to close, by id.
    pub closed: BTreeSet<String>,
    /// Who is not to lead which section, by id and position.
    pub not_led: BTreeSet<(String, usize)>,
    /// What becomes of small sections.
    pub small: Small,
    /// What becomes of base sections without a lead.
    pub unled: Unled,
    /// Pupils who lose a place take base places only.
    pub base_only: bool,
    /// Columns on which a further section opens.
    pub opened: Vec<usize>,
    /// Pupils who go into a section, by its id, out of what meets it.
    pub joined: Vec<(u32, String)>,
}

/// The best repair found, its sections of these ids made two where that can be.
pub(super) fn best<'m>(
    model: &'m Model<'m>,
    incumbent: &SchoolPlan,
    splits: &[String],
) -> Bench<'m> {
    let mut told = Told::default();
    let (mut best, forced) = put_right(model, incumbent, splits, &told);
    let mut score = best.score(incumbent);
    let size = model.pupils.len() * incumbent.sections.len().max(1);
    let mut tries = (EFFORT / size.max(1)).min(MOST_TRIES);
    let done = Score { changes: forced, ..Score::default() };
    while score > done && tries > 0 {
        let mut next: Option<(Score, Told, Bench)> = None;
        for idea in ideas(&best, incumbent, &told) {
            if tries == 0 {
                break;
            }
            tries -= 1;
            let bench = put_right(model, incumbent, splits, &idea).0;
            let found = bench.score(incumbent);
            if found < next.as_ref().map_or(score, |next| next.0) {
                next = Some((found, idea, bench));
            }
        }
        let Some(found) = next else { break };
        (score, told, best) = found;
    }
    best
}

/// Decisions that differ in one thing, or in two that go together.
fn ideas(bench: &Bench, incumbent: &SchoolPlan, told: &Told) -> Vec<Told> {
    let mut all = Vec::new();
    for small in [Small::Fill, Small::Close, Small::FillIfFewer] {
        if small != told.small {
            all.push(Told { small, ..told.clone() });
        }
    }
    for unled in [Unled::Stay, Unled::AsBefore, Unled::Led] {
        if unled != told.unled {
            all.push(Told { unled, ..told.clone() });
        }
    }
    all.push(Told { base_only: !told.base_only, ..told.clone() });
    all.extend(openings(bench, told));
    all.extend(joins(bench, incumbent, told));
    for (id, lead) in newly_led(bench, incumbent) {
        let mut idea = told.clone();
        idea.not_led.insert((id, lead));
        all.push(idea);
    }
    let mut sections: Vec<(usize, &str)> = bench
        .parts
        .iter()
        .map(|part| (part.pupils.len(), part.id.as_str()))
        .chain(bench.base.iter().map(|part| (part.pupils.len(), part.id.as_str())))
        .filter(|one| incumbent.sections.iter().any(|section| section.id == one.1))
        .collect();
    sections.sort_unstable();
    for (_, id) in &sections {
        let mut idea = told.clone();
        idea.closed.insert((*id).to_owned());
        all.push(idea.clone());
        all.push(Told { small: Small::Fill, ..idea });
    }
    for (at, (_, id)) in sections.iter().enumerate() {
        for (_, other) in &sections[at + 1..] {
            let mut idea = told.clone();
            idea.closed.extend([(*id).to_owned(), (*other).to_owned()]);
            all.push(idea);
        }
    }
    all
}

/// A further section on the columns that most pupils could come to who lost a place there or have
/// none.
fn openings(bench: &Bench, told: &Told) -> Vec<Told> {
    let model = bench.model;
    let pupils = 0..bench.weeks.len() as u32;
    let waiting: Vec<(u32, SlotMask)> =
        pupils.map(|pupil| (pupil, bench.lost_or_open(pupil))).filter(|one| one.1 != 0).collect();
    let mut wanted: Vec<(usize, usize)> = Vec::new();
    for (column, data) in model.columns.iter().enumerate() {
        let could = |&&(pupil, free): &&(u32, SlotMask)| {
            data.mask & !free == 0 && bench.place(pupil, column).is_some()
        };
        let come = waiting.iter().filter(could).count();
        if come >= model.school.activities[data.activity].min_size.max(1) as usize {
            wanted.push((come, column));
        }
    }
    wanted.sort_by_key(|&(come, column)| (Reverse(come), column));
    let with = |(_, column)| {
        let mut idea = told.clone();
        idea.opened.push(column);
        idea
    };
    wanted.into_iter().take(MOST_OPENINGS).map(with).collect()
}

/// Each pupil who could join into each section that closed or lost pupils.
fn joins(bench: &Bench, incumbent: &SchoolPlan, told: &Told) -> Vec<Told> {
    let model = bench.model;
    let mut all = Vec::new();
    for section in &incumbent.sections {
        let part = bench.parts.iter().find(|part| part.id == section.id);
        let has_lost = part.is_none_or(|part| part.pupils.len() < section.students.len());
        let activity = model.school.activities.iter().position(|one| one.id == section.activity);
        let Some(activity) = activity.filter(|_| has_lost) else { continue };
        if model.school.activities[activity].grouping.is_some() {
            continue;
        }
        for pupil in 0..model.pupils.len() as u32 {
            let wants = model.pupils[pupil as usize].wants.clone();
            let is_in = section.students.contains(&model.school.students[pupil as usize].id);
            if !is_in && wants.into_iter().any(|want| model.wants[want].activity == activity) {
                let mut idea = told.clone();
                idea.joined.push((pupil, section.id.clone()));
                all.push(idea);
            }
        }
    }
    all
}

/// Sections with another lead than before.
fn newly_led(bench: &Bench, incumbent: &SchoolPlan) -> Vec<(String, usize)> {
    let parts = bench.parts.iter().map(|part| (&part.id, part.lead));
    let all = parts.chain(bench.base.iter().map(|part| (&part.id, part.lead)));
    let is_new = |id: &str, lead: usize| {
        let before = incumbent.sections.iter().find(|section| section.id == id);
        let before = before.and_then(|section| section.sessions.first());
        before.is_none_or(|session| session.lead != bench.model.school.staff[lead].id)
    };
    all.filter_map(|(id, lead)| Some((id.clone(), lead?)))
        .filter(|(id, lead)| is_new(id, *lead))
        .collect()
}
