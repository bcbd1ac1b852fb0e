//! `kehou calendar`: what the plan of a typical week means for the term: dated sessions and duties,
//! hours and pay, credit for late work, fees.

use crate::args::Calendar as Args;
use crate::command::check;
use crate::console;
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::summary::{dates, term};
use kehou_domain::draft::Bureau;
use kehou_domain::fault::Text;
use kehou_domain::plan::Plan;
use kehou_term::{Calendar, TermError};

/// Runs the command.
pub fn run(args: &Args, lang: Lang) -> Result<(), Failure> {
    let bureau = input::read(&args.input, lang)?;
    let plan = input::read_plan(&args.plan, lang)?;
    check::demand_clean(&bureau, &plan, lang)?;
    let calendar = Calendar::new(&bureau, &plan).map_err(|error| no_term(&error))?;
    if let Some(folder) = &args.output {
        term::write(&bureau, &plan, &calendar, folder, lang)?;
    }
    if let Some(list) = asked_for(args, &bureau, &plan, &calendar)? {
        return if args.json {
            console::data(&format!("{:#}", dates::as_json(&list)))
        } else {
            console::data(&dates::text(&list, lang))
        };
    }
    let totals = term::totals(&bureau, &plan, &calendar);
    if args.json {
        return console::data(&format!("{:#}", term::as_json(&calendar, &totals)));
    }
    console::data(&term::text(&bureau, &calendar, &totals, lang))?;
    match &args.output {
        Some(folder) => console::data(&lang.pick(
            format!("\n各校的日历、课时、补休和收费表写在 {}", folder.display()),
            format!("\nTables of every school lie in {}", folder.display()),
        )),
        None => Ok(()),
    }
}

/// Why there is no calendar.
pub fn no_term(error: &TermError) -> Failure {
    Failure::Usage(error.text())
}

/// Dated meetings of the pupil, staff member or room asked for.
fn asked_for<'c, 'a>(
    args: &Args,
    bureau: &'a Bureau,
    plan: &'a Plan,
    calendar: &'c Calendar<'a>,
) -> Result<Option<kehou_term::timetable::Dated<'c, 'a>>, Failure> {
    let list = if let Some(student) = &args.student {
        let school = school_of(args, bureau, student)?;
        calendar.of_student(school, student)
    } else if let Some(staff) = &args.staff {
        let known = is_staff(bureau, staff);
        known.then_some(()).ok_or_else(|| unknown("教职工", "staff member", staff))?;
        calendar.of_staff(staff)
    } else if let Some(room) = &args.room {
        calendar.of_room(school_of_room(args, bureau, plan, room)?, room)
    } else {
        return Ok(None);
    };
    Ok(Some(list))
}

fn is_staff(bureau: &Bureau, id: &str) -> bool {
    let own = bureau.schools.iter().flat_map(|school| &school.staff);
    own.chain(&bureau.shared_staff).any(|person| person.id == id)
}

/// The only school with such a pupil, or the one named.
fn school_of<'a>(args: &Args, bureau: &'a Bureau, student: &str) -> Result<&'a str, Failure> {
    let named = |id: &str| args.school.as_ref().is_none_or(|school| school == id);
    let mut found = bureau.schools.iter().filter(|school| {
        named(&school.id) && school.students.iter().any(|one| one.student == student)
    });
    match (found.next(), found.next()) {
        (Some(school), None) => Ok(&school.id),
        (None, _) => Err(unknown("学生", "pupil", student)),
        (Some(_), Some(_)) => Err(several(student)),
    }
}

/// The only school with such a room, or the one named; none for a venue of the bureau.
fn school_of_room<'a>(
    args: &'a Args,
    bureau: &'a Bureau,
    plan: &Plan,
    room: &str,
) -> Result<Option<&'a str>, Failure> {
    if bureau.venues.iter().any(|venue| venue.id == room) {
        return Ok(args.school.as_deref());
    }
    let named = |id: &str| args.school.as_ref().is_none_or(|school| school == id);
    let planned = |id: &str| plan.schools.iter().any(|part| part.school == id);
    let mut found = bureau.schools.iter().filter(|school| {
        named(&school.id) && planned(&school.id) && school.rooms.iter().any(|one| one.id == room)
    });
    match (found.next(), found.next()) {
        (Some(school), None) => Ok(Some(&school.id)),
        (None, _) => Err(unknown("场地", "room", room)),
        (Some(_), Some(_)) => Err(several(room)),
    }
}

fn unknown(zh: &str, en: &str, id: &str) -> Failure {
    Failure::Usage(Text::new(
        format!("数据中没有{zh} {id}；请核对编号"),
        format!("the data set has no {en} {id}; look the id up"),
    ))
}

fn several(id: &str) -> Failure {
    Failure::Usage(Text::new(
        format!("不止一所学校有 {id}；请加 --school"),
        format!("several schools have {id}; say which by --school"),
    ))
}
