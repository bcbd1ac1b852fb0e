//! `kehou carry-over`: what a plan leaves to be made good, written into the next term's data set.

use crate::args::CarryOver;
use crate::command::calendar::no_term;
use crate::command::{check, generate};
use crate::console;
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::number::thousands;
use kehou_term::Calendar;
use kehou_term::carry_over::{Carried, carry_over};

/// Runs the command.
pub fn run(args: &CarryOver, lang: Lang) -> Result<(), Failure> {
    let this = input::read(&args.input, lang)?;
    let plan = input::read_plan(&args.plan, lang)?;
    check::demand_clean(&this, &plan, lang)?;
    let mut next = input::read(&args.next, lang)?;
    let explanations = kehou_check::explanations(&this, &plan);
    let calendar = Calendar::new(&this, &plan).map_err(|error| no_term(&error))?;
    let carried = carry_over(&this, &calendar, &explanations, &mut next);
    generate::write(&args.output, &next)?;
    console::data(&said(&carried, lang))?;
    console::data(&generate::written(&args.output, generate::count(&next), lang))
}

fn said(carried: &Carried, lang: Lang) -> String {
    let Carried { students, students_with_points, staff } = *carried;
    let [students, points, staff] =
        [students, students_with_points, staff].map(|number| thousands(number as i64));
    lang.pick(
        format!(
            "下学期仍在的学生 {students} 名，其中 {points} 名带入补偿分；\
             仍在的教职工 {staff} 名，带入晚走天数和门口值守次数"
        ),
        format!(
            "{students} pupils are there again, {points} of them carry points of disadvantage; \
             {staff} staff carry late weekdays and gate duties"
        ),
    )
}
