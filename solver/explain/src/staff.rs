//! What makes up the load of a staff member.

use crate::desk::{Desk, NotThere};
use kehou_check::explanation_of;
use kehou_domain::answer::{StaffAnswer, WorkItem, WorkPart};
use kehou_domain::draft::{Bureau, SlotRef};
use kehou_domain::plan::Session;

/// The answer about a staff member of the school, or somebody lent to it.
pub fn ask_staff(desk: &Desk, id: &str) -> Result<StaffAnswer, NotThere> {
    desk.model.staff.iter().find(|one| one.id == id).ok_or(NotThere::Staff)?;
    let known = explanation_of(&desk.bureau, &desk.plan, &desk.school().id);
    let mut all = known.into_iter().flat_map(|school| school.staff);
    let counts = all.find(|one| one.staff == id).unwrap_or_default();
    Ok(StaffAnswer {
        counts,
        target: desk.model.workload_target,
        weekly_cap: weekly_cap(&desk.bureau, id),
        work: work(desk, id),
    })
}

/// The most periods a week, wherever they are worked.
fn weekly_cap(bureau: &Bureau, id: &str) -> Option<i32> {
    let mut all = bureau.schools.iter().flat_map(|one| &one.staff).chain(&bureau.shared_staff);
    let person = all.find(|one| one.id == id)?;
    let care = person.care.as_ref().and_then(|care| care.weekly_cap);
    person.weekly_cap.into_iter().chain(care).min()
}

fn work(desk: &Desk, id: &str) -> Vec<WorkItem> {
    let mut all = Vec::new();
    for open in 0..desk.open.len() {
        let section = desk.section(open);
        let length = desk.model.activities[desk.open[open].activity].length as i32;
        for session in &section.sessions {
            all.extend(part_of(session, id).map(|part| WorkItem {
                at: session.start,
                periods: length,
                section: section.id.clone(),
                activity: section.activity.clone(),
                part: Some(part),
                duty: None,
            }));
        }
    }
    for duty in desk.school_plan().duties.iter().filter(|duty| duty.staff == id) {
        let at = SlotRef { weekday: duty.weekday, period: duty.period };
        all.push(WorkItem { at, periods: 1, duty: duty.kind, ..WorkItem::default() });
    }
    all.sort_by(|a, b| (a.at, &a.section).cmp(&(b.at, &b.section)));
    all
}

fn part_of(session: &Session, id: &str) -> Option<WorkPart> {
    if session.lead == id {
        Some(WorkPart::Lead)
    } else if session.assistants.iter().any(|one| one == id) {
        Some(WorkPart::Assistant)
    } else {
        (session.companion == id).then_some(WorkPart::Companion)
    }
}
