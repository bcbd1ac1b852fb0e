//! Why no further section of an activity is open, and the cheapest one there could be.

use crate::desk::{Desk, NotThere};
use crate::open::First;
use kehou_domain::answer::{ActivityAnswer, NotOpen, Remedy};

/// Openings put to the test before giving up.
const TRIALS: usize = 8;

/// The answer about an activity.
pub fn ask_activity(desk: &Desk, id: &str) -> Result<ActivityAnswer, NotThere> {
    let activity = desk.activity(id)?;
    let data = &desk.model.activities[activity];
    let open = desk.open.iter().filter(|open| open.activity == activity);
    let pupils = 0..desk.model.students.len();
    let listed = pupils.filter(|&pupil| {
        let student = &desk.model.students[pupil];
        desk.rank(pupil, activity).is_some() && desk.model.may_take(student, activity)
    });
    let mut answer = ActivityAnswer {
        activity: id.to_owned(),
        open: open.clone().count() as i32,
        max_sections: i32::try_from(data.max_sections).unwrap_or(i32::MAX),
        listed: listed.count() as i32,
        granted: open.map(|open| open.pupils.len() as i32).sum(),
        waiting: desk.most_waiting(activity) as i32,
        min_size: data.min_size as i32,
        leads: data.leads.len() as i32,
        patterns: data.patterns.len() as i32,
        ..ActivityAnswer::default()
    };
    for pattern in &data.patterns {
        let means = desk.means(activity, pattern);
        let (lead, room) = (means.lead.is_some(), means.has_rooms());
        answer.with_lead += i32::from(lead);
        answer.with_room += i32::from(room);
        answer.with_both += i32::from(lead && room);
    }
    if data.grouping.is_none() {
        answer.remedy = further(desk, activity);
    }
    answer.reason = Some(reason(&answer, data.grouping.is_some()));
    Ok(answer)
}

/// The easiest further section that was found true.
fn further(desk: &Desk, activity: usize) -> Option<Remedy> {
    let found = desk.openings(activity, First::Nobody);
    found.into_iter().take(TRIALS).find_map(|(_, sketch)| {
        let promise = desk.judge(sketch.plan(), sketch.adjustments(), "")?;
        let starts = sketch.opened.map(|new| new.starts).unwrap_or_default();
        let others_moved = desk.others_moved(&promise.plan, "");
        let section = desk.new_section_id();
        Some(Remedy { section, starts, opens: true, others_moved, ..promise.remedy })
    })
}

fn reason(answer: &ActivityAnswer, per_slot: bool) -> NotOpen {
    let is_better = |remedy: &Remedy| {
        let key = |after: bool| {
            let pick = |figure: kehou_domain::answer::Move| {
                if after { figure.after } else { figure.before }
            };
            (pick(remedy.shortfall), pick(remedy.quality))
        };
        remedy.adjustments.is_empty() && key(true) < key(false)
    };
    if per_slot {
        NotOpen::PerSlot
    } else if answer.open >= answer.max_sections {
        NotOpen::AtMost
    } else if answer.waiting < answer.min_size {
        NotOpen::FewPupils
    } else if answer.leads == 0 {
        NotOpen::NobodyCanLead
    } else if answer.with_lead == 0 {
        NotOpen::LeadsBusy
    } else if answer.with_room == 0 {
        NotOpen::NoRoom
    } else if answer.with_both == 0 {
        NotOpen::NotTogether
    } else if answer.remedy.as_ref().is_some_and(is_better) {
        NotOpen::WouldBetter
    } else {
        NotOpen::CostsMore
    }
}
