//! `kehou balance`: what loans bring, where staff are short, how town and country fare, what one
//! more teacher is worth, and whom to train.

use crate::args::Balance;
use crate::command::check;
use crate::console;
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::summary::balance;
use indicatif::ProgressBar;
use kehou_domain::draft::Bureau;
use kehou_explain::balance::{Effort, Terms, balance as weigh, places};
use std::path::Path;
use std::thread;
use std::time::Duration;

/// Runs the command.
pub fn run(args: &Balance, lang: Lang) -> Result<(), Failure> {
    let bureau = input::read(&args.input, lang)?;
    let plan = input::read_plan(&args.plan, lang)?;
    let report = kehou_check::check(&bureau, &plan);
    if !report.is_clean() {
        console::note(&check::violations(&report, Some(check::MOST), lang));
        return Err(Failure::CheckFailed);
    }
    say_other_data(&bureau, &args.plan, lang);
    let all = || thread::available_parallelism().map_or(1, usize::from);
    let effort = Effort {
        work: args.work_limit,
        seed: args.seed,
        threads: args.threads.map_or_else(all, usize::from),
    };
    let mut places = places(&bureau);
    places.extend(args.training_places.iter().copied());
    let bar = ProgressBar::new_spinner().with_message(lang.pick("试算", "measuring"));
    bar.enable_steady_tick(Duration::from_millis(200));
    let found =
        weigh(&bureau, &plan, &Terms { effort, sample: args.sample, places }, &|| bar.inc(1));
    bar.finish_and_clear();
    if args.json {
        return console::data(&format!("{:#}", balance::as_json(&found, &effort)));
    }
    console::data(&balance::text(&bureau, &found, &effort, lang))
}

/// Says so when the plan was made for other data, though it is legal for these.
fn say_other_data(bureau: &Bureau, plan: &Path, lang: Lang) {
    let claimed = kehou_format::read_outcome(plan).ok();
    if claimed.is_some_and(|outcome| outcome.input_digest != kehou_format::digest(bureau)) {
        console::note(lang.pick(
            "方案是按另一份数据编排的；以下各项按本数据核验",
            "the plan was made for other data; all that follows was checked against these",
        ));
    }
}
