//! `kehou lottery`: ties between pupils broken by a public draw that anybody can verify.

use crate::args::{Lottery as Args, LotteryDraw, LotteryNumber, LotteryVerify};
use crate::command::check;
use crate::console::{self, plain};
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::number::thousands;
use crate::search::{self, Found};
use kehou_domain::draft::Bureau;
use kehou_domain::fault::Text;
use kehou_domain::plan::Plan;
use kehou_format::PlanFiles;
use kehou_term::lottery::{Lottery, Verdict, number, settle, verify};
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

/// Name of the record in a plan's folder.
const RECORD: &str = "lottery.json";
/// Open ties named at most.
const MOST: usize = 20;

/// Runs the command.
pub fn run(args: &Args, started: Instant, lang: Lang) -> Result<(), Failure> {
    match args {
        Args::Draw(args) => draw(args, started, lang),
        Args::Verify(args) => prove(args, lang),
        Args::Number(args) => console::data(&of_one(args, lang)),
    }
}

fn draw(args: &LotteryDraw, started: Instant, lang: Lang) -> Result<(), Failure> {
    if args.public_seed.is_empty() || args.public_seed.contains('\n') {
        return Err(Failure::Usage(Text::new(
            "公开种子须为一行非空文字",
            "the public seed must be one line of text",
        )));
    }
    search::prepare_folder(&args.output)?;
    let bureau = input::read(&args.input, lang)?;
    let before = input::read_plan(&args.plan, lang)?;
    check::demand_clean(&bureau, &before, lang)?;
    let mut plan = before;
    let lottery = settle(&bureau, &mut plan, &args.public_seed);
    let found = checked((&bureau, plan), &args.plan, started, lang)?;
    let Found { plan, outcome, explanations, .. } = &found;
    kehou_format::write_plan(&args.output, &PlanFiles { plan, outcome, explanations })?;
    let record = args.output.join(RECORD);
    kehou_format::write_lottery(&record, &lottery)?;
    console::data(&drawn(&lottery, &record, lang))
}

/// The settled plan with what is claimed of it: the bounds of the plan it was, as no point moved.
fn checked(
    (bureau, plan): (&Bureau, Plan),
    before: &Path,
    started: Instant,
    lang: Lang,
) -> Result<Found, Failure> {
    let report = kehou_check::check(bureau, &plan);
    if !report.is_clean() {
        console::note(&check::violations(&report, Some(check::MOST), lang));
        return Err(Failure::CheckFailed);
    }
    let mut found = search::unproved(bureau, plan, &report, started)?;
    let claimed = kehou_format::read_outcome(before).ok();
    let same = claimed.filter(|was| was.input_digest == found.outcome.input_digest);
    if let Some(was) = same.filter(|was| {
        (was.shortfall.value, was.quality.value) == (report.shortfall, report.quality)
    }) {
        let digest = found.outcome.plan_digest.clone();
        let (kpis, schools) = (found.outcome.kpis.clone(), found.outcome.school_kpis.clone());
        found.outcome = was;
        found.outcome.plan_digest = digest;
        (found.outcome.kpis, found.outcome.school_kpis) = (kpis, schools);
    }
    Ok(found)
}

fn drawn(lottery: &Lottery, record: &Path, lang: Lang) -> String {
    let tickets = lottery.schools.iter().map(|draw| draw.tickets.len() as i64).sum();
    let settled = lottery.schools.iter().map(|draw| draw.settled.len() as i64).sum();
    let (tickets, settled) = (thousands(tickets), thousands(settled));
    let (seed, record) = (plain(&lottery.seed), record.display());
    lang.pick(
        format!(
            "公开种子“{seed}”：{tickets} 名学生抽签，按号码先后对调 {settled} 次，分数不变\n\
             记录写在 {record}；任何人可用 kehou lottery verify 或 sha256sum 核验"
        ),
        format!(
            "Public seed `{seed}`: {tickets} pupils drawn, {settled} exchanges settled, no point moved\n\
             The record lies in {record}; anybody can verify it by kehou lottery verify or sha256sum"
        ),
    )
}

fn prove(args: &LotteryVerify, lang: Lang) -> Result<(), Failure> {
    let bureau = input::read(&args.input, lang)?;
    let plan = input::read_plan(&args.plan, lang)?;
    let record = args.record.clone().unwrap_or_else(|| args.plan.join(RECORD));
    let lottery = kehou_format::read_lottery(&record)
        .map_err(|faults| input::refuse(&faults.report(), lang))?;
    let verdict = verify(&bureau, &plan, &lottery);
    console::data(&judged(&verdict, &lottery, lang))?;
    let clean = verdict.wrong_draws.is_empty() && verdict.open_ties.is_empty();
    if clean { Ok(()) } else { Err(Failure::CheckFailed) }
}

fn judged(verdict: &Verdict, lottery: &Lottery, lang: Lang) -> String {
    let seed = plain(&lottery.seed);
    if verdict.wrong_draws.is_empty() && verdict.open_ties.is_empty() {
        return lang.pick(
            format!("核验通过：全部号码由公开种子“{seed}”和学生编号算出，没有未决的平局"),
            format!("The draw holds: every number follows from the seed `{seed}` and the references, no tie is open"),
        );
    }
    let mut text = lang.pick("核验不通过", "The draw does not hold").to_owned();
    for school in &verdict.wrong_draws {
        let school = plain(school);
        text += &lang.pick(
            format!("\n  {school}：名单、号码或顺序与种子算出的不符"),
            format!("\n  {school}: pupils, numbers or order are not what the seed gives"),
        );
    }
    for (school, tie) in verdict.open_ties.iter().take(MOST) {
        let [school, first, second] = [school, &tie.first, &tie.second].map(|id| plain(id));
        text += &lang.pick(
            format!("\n  {school}：{first} 号码在 {second} 之前，却未得到较好的安排"),
            format!("\n  {school}: {first} was drawn before {second}, but has the worse week"),
        );
    }
    let hidden = verdict.open_ties.len().saturating_sub(MOST);
    if hidden > 0 {
        let _ = write!(
            text,
            "\n  {}",
            lang.pick(format!("另有 {hidden} 处"), format!("{hidden} more"))
        );
    }
    text
}

fn of_one(args: &LotteryNumber, lang: Lang) -> String {
    let LotteryNumber { public_seed, school, student } = args;
    let number = number(public_seed, school, student);
    let quoted = |text: &String| plain(text).replace('\'', "'\\''");
    let [seed, school, student] = [public_seed, school, student].map(quoted);
    let how = lang.pick("同样可得：", "The same by:");
    format!("{number}\n{how} printf '%s\\n%s\\n%s' '{seed}' '{school}' '{student}' | sha256sum")
}
