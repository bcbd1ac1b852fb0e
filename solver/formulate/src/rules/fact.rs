//! Pins and bans as sets of columns: a statement holds when one of its ways is taken.

use crate::duties::Duty;
use crate::model::{Model, Section};
use crate::program::Column;
use kehou_domain::instance::FactData;

/// One way in which a statement can hold: all these columns are 1.
pub type Way = Vec<Column>;

/// Every way in which the statement can hold.
pub fn ways(model: &Model, fact: &FactData) -> Vec<Way> {
    if fact.is_loan {
        return Vec::new();
    }
    let duties = model.duties.iter().filter(|duty| is_duty(model, fact, duty));
    let mut ways: Vec<Way> = duties.map(|duty| vec![duty.column]).collect();
    if fact.duty.is_none() {
        let said = |section: &&Section| fact.activity.is_none_or(|a| a == section.activity);
        ways.extend(model.sections.iter().filter(said).flat_map(|c| ways_in(c, fact)));
    }
    ways
}

/// Whether the statement is about the work of the person alone, and the duty fits it.
fn is_duty(model: &Model, fact: &FactData, duty: &Duty) -> bool {
    fact.staff == Some(duty.staff)
        && fact.activity.is_none()
        && fact.duty.is_none_or(|kind| kind == duty.post.kind())
        && fact.slot.is_none_or(|slot| duty.post.is_at(model.school, slot))
}

fn ways_in(section: &Section, fact: &FactData) -> Vec<Way> {
    let covers = |mask: u64| fact.slot.is_none_or(|slot| mask >> slot & 1 == 1);
    let pick = |options: &[(usize, Column)], who: usize| -> Option<Column> {
        options.iter().find(|option| option.0 == who).map(|option| option.1)
    };
    if !covers(section.mask) {
        return Vec::new();
    }
    if let Some(student) = fact.student {
        return pick(&section.places, student).map(|place| vec![place]).into_iter().collect();
    }
    let lead = fact.staff.map(|staff| pick(&section.leads, staff));
    let in_person = fact.activity.is_none().then_some(fact.staff).flatten();
    let mut ways = Vec::new();
    for session in section.sessions.iter().filter(|session| covers(session.mask)) {
        for options in [&session.assistants, &session.companions] {
            ways.extend(in_person.and_then(|staff| pick(options, staff)).map(|part| vec![part]));
        }
        let room = fact.room.map(|room| pick(&session.rooms, room));
        let all = [lead, room].into_iter().flatten().collect::<Option<Way>>();
        ways.extend(all.map(|way| if way.is_empty() { vec![section.open] } else { way }));
    }
    ways.sort();
    ways.dedup();
    ways
}
