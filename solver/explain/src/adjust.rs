//! A data set with adjustments made: what a school would have to change for a remedy to hold.

use kehou_domain::answer::Adjustment;
use kehou_domain::draft::{
    Activity, Attendance, Bureau, Choice, Room, School, Skill, SlotRef, Staff, StaffKind, Window,
};

/// The bureau with adjustments made at a school; `student` is the pupil asked about, if any.
pub fn adjust(
    bureau: &Bureau,
    (school, student): (&str, &str),
    adjustments: &[Adjustment],
) -> Bureau {
    let mut after = bureau.clone();
    for adjustment in adjustments {
        if let Some(at) = after.schools.iter().position(|one| one.id == school) {
            make(&mut after, at, student, adjustment);
        }
    }
    after
}

fn make(bureau: &mut Bureau, at: usize, student: &str, adjustment: &Adjustment) {
    let school = &mut bureau.schools[at];
    match adjustment {
        Adjustment::Seats { activity, more } => {
            with(school, activity, |item| item.max_size += more);
        }
        Adjustment::RoomCapacity { room, more } => {
            let venues = bureau.venues.iter_mut();
            let all = school.rooms.iter_mut().chain(venues);
            all.filter(|one| one.id == *room).for_each(|one| one.capacity += more);
        }
        Adjustment::MinSize { activity, least } => {
            with(school, activity, |item| item.min_size = *least);
        }
        Adjustment::MaxSections { activity, more } => with(school, activity, |item| {
            item.max_sections = Some(item.max_sections.unwrap_or(1) + more);
        }),
        Adjustment::Grade { activity, grade } => {
            with(school, activity, |item| item.grades.push(*grade));
        }
        Adjustment::Attendance { weekday, from_period, dismissal_point } => {
            let (weekday, from_period) = (*weekday, *from_period);
            let dismissal_point = dismissal_point.clone();
            let pupils = school.students.iter_mut().filter(|one| one.student == student);
            for pupil in pupils {
                pupil.attendance.retain(|day| day.weekday != weekday);
                let dismissal_point = dismissal_point.clone();
                pupil.attendance.push(Attendance { weekday, from_period, dismissal_point });
                pupil.attendance.sort_by_key(|day| day.weekday);
            }
        }
        Adjustment::StaffCap { staff, more } => {
            let shared = bureau.shared_staff.iter_mut();
            let all = school.staff.iter_mut().chain(shared);
            all.filter(|one| one.id == *staff).for_each(|one| raise(one, *more));
        }
        _ => add(school, adjustment),
    }
}

/// What a school has more of.
fn add(school: &mut School, adjustment: &Adjustment) {
    match adjustment {
        Adjustment::Staff { .. } => school.staff.extend(newcomer(school, adjustment)),
        Adjustment::Room { room, kind, capacity, .. } => school.rooms.push(Room {
            id: room.clone(),
            kind: kind.clone(),
            capacity: *capacity,
            ..Room::default()
        }),
        Adjustment::Equipment { equipment, more } => {
            let pools = school.equipment.iter_mut().filter(|pool| pool.id == *equipment);
            pools.for_each(|pool| pool.owned += more);
        }
        Adjustment::Gate { dismissal_point, gate, more } => {
            let points = school.dismissal_points.iter_mut();
            let gates = points.filter(|one| one.id == *dismissal_point).flat_map(|p| &mut p.gates);
            gates.filter(|one| one.gate == *gate).for_each(|one| one.pupils_per_wave += more);
        }
        Adjustment::Money { fen } => {
            school.budget.get_or_insert_default().subsidy_fen += fen;
        }
        Adjustment::Agreed { student, activity } => agree(school, student, activity),
        Adjustment::Segment { activity, segment } => {
            with(school, activity, |item| item.segments.push(*segment));
        }
        Adjustment::MentorPupils { most } => school.policy.mentor_max_students = Some(*most),
        _ => {}
    }
}

fn with(school: &mut School, activity: &str, change: impl Fn(&mut Activity)) {
    school.activities.iter_mut().filter(|one| one.id == activity).for_each(change);
}

/// The family refuses it no longer; what opens as sections it also lists, last.
fn agree(school: &mut School, student: &str, activity: &str) {
    let item = school.activities.iter().find(|one| one.id == activity);
    let is_listed = item.is_some_and(|one| one.grouping.is_none());
    for pupil in school.students.iter_mut().filter(|one| one.student == student) {
        pupil.refused.retain(|refused| refused != activity);
        let last = pupil.choices.iter().map(|choice| choice.rank).max().unwrap_or(0);
        if is_listed && pupil.choices.iter().all(|choice| choice.activity != activity) {
            pupil.choices.push(Choice { activity: activity.to_owned(), rank: (last + 1).min(10) });
        }
    }
}

/// Every cap that could be in the way.
fn raise(person: &mut Staff, more: i32) {
    let care = person.care.as_mut().and_then(|care| care.weekly_cap.as_mut());
    let caps = [&mut person.weekly_cap, &mut person.daily_cap, &mut person.late_cap];
    let own = caps.into_iter().filter_map(Option::as_mut);
    own.chain(care).for_each(|cap| *cap += more);
}

/// A teacher of the school who is there then, and free.
fn newcomer(school: &School, adjustment: &Adjustment) -> Option<Staff> {
    let Adjustment::Staff { staff, skill, level, slots, rank, duty } = adjustment else {
        return None;
    };
    let skills = (!skill.is_empty()).then(|| Skill {
        skill: skill.clone(),
        level: *level,
        newly_trained: false,
    });
    Some(Staff {
        id: staff.clone(),
        kind: Some(StaffKind::Teacher),
        rank: *rank,
        skills: skills.into_iter().collect(),
        windows: slots.iter().filter_map(|slot| window(school, *slot)).collect(),
        willing: true,
        vetted: true,
        post_duties: duty.iter().copied().collect(),
        ..Staff::default()
    })
}

/// The time of a slot; of a whole weekday where the period is 0. Until midnight, for duties that
/// follow a period.
fn window(school: &School, slot: SlotRef) -> Option<Window> {
    let of_slot = |start_minute| Window { weekday: slot.weekday, start_minute, end_minute: 1440 };
    if slot.period == 0 {
        return Some(of_slot(0));
    }
    let mut rows = school.periods.iter();
    let row = rows.find(|row| (row.weekday, row.index) == (slot.weekday, slot.period))?;
    Some(of_slot(row.start_minute))
}
