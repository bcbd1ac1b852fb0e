//! `kehou suggest`: ranked stand-ins for the lead of one section, with reasons and counters.

use crate::args::Suggest;
use crate::console::{self, plain};
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use crate::table::table;
use kehou_domain::draft::{Bureau, School};
use kehou_domain::fault::Text;
use kehou_domain::plan::Plan;
use kehou_engine::{Hindrance, Suggestion, standing_in, suggest};
use serde_json::{Value, json};

/// Runs the command.
pub fn run(args: &Suggest, lang: Lang) -> Result<(), Failure> {
    let bureau = input::read(&args.input, lang)?;
    let plan = input::read_plan(&args.plan, lang)?;
    let found = find(&bureau, &plan, args)?;
    if args.json {
        let list: Vec<Value> = found.iter().map(as_json).collect();
        return console::data(&format!("{:#}", Value::from(list)));
    }
    console::data(&text(&found, args.all, lang))
}

/// The suggestions for the section at whichever school has it.
fn find(bureau: &Bureau, plan: &Plan, args: &Suggest) -> Result<Vec<Suggestion>, Failure> {
    let is_asked = |school: &&School| args.school.as_ref().is_none_or(|id| school.id == *id);
    let schools = bureau.schools.iter().enumerate().filter(|one| is_asked(&one.1));
    let mut found = schools.filter_map(|(at, school)| {
        let part = plan.schools.iter().find(|part| part.school == school.id)?;
        let has = part.sections.iter().any(|section| section.id == args.session);
        has.then(|| suggest(&standing_in(bureau, at, plan), part, &args.session))?
    });
    match (found.next(), found.next()) {
        (Some(suggestions), None) => Ok(suggestions),
        (None, _) => Err(Failure::Usage(Text::new(
            format!("方案中没有教学班 {}；编号见方案的 schools/*.json", args.session),
            format!("the plan has no section {}; its ids are in schools/*.json", args.session),
        ))),
        (Some(_), Some(_)) => Err(Failure::Usage(Text::new(
            format!("不止一所学校有教学班 {}；请加 --school", args.session),
            format!("several schools have a section {}; say which by --school", args.session),
        ))),
    }
}

fn text(found: &[Suggestion], all: bool, lang: Lang) -> String {
    let able = found.iter().filter(|one| one.hindrances.is_empty()).count();
    let shown = found.iter().filter(|one| all || one.hindrances.is_empty());
    let rows: Vec<Vec<String>> = shown
        .map(|one| {
            vec![
                plain(&one.staff),
                (one.day_load + one.periods).to_string(),
                one.periods.to_string(),
                one.late_days.to_string(),
                format!("{:+}", one.points),
                reasons(one, lang),
            ]
        })
        .collect();
    let heading = lang.pick(
        ["人员", "周总课时", "其中课后", "晚走天数", "质量分变化", "说明"],
        ["staff", "weekly load", "after school", "late days", "points", "remarks"],
    );
    let count = lang.pick(
        format!("{able} 人可以代班，按增加的负担由小到大排列"),
        format!("{able} can stand in, least added burden first"),
    );
    if rows.is_empty() { count } else { format!("{count}\n\n{}", table(&heading, 1, rows)) }
}

fn reasons(one: &Suggestion, lang: Lang) -> String {
    let mut said: Vec<&str> =
        one.hindrances.iter().map(|&hindrance| words(hindrance, lang)).collect();
    if one.assists {
        said.push(lang.pick("现任助教", "assists in it now"));
    }
    if one.wish < 0 {
        said.push(lang.pick("愿意带此项目", "would like to lead it"));
    }
    if one.wish > 0 {
        said.push(lang.pick("不愿带此项目", "would rather not lead it"));
    }
    said.join(lang.pick("；", "; "))
}

const fn words(hindrance: Hindrance, lang: Lang) -> &'static str {
    let (zh, en) = match hindrance {
        Hindrance::DoesNotServe => ("不参加课后服务", "does not serve"),
        Hindrance::LacksSkill => ("不具备所需技能", "lacks the skill"),
        Hindrance::NotThere => ("该时段不在岗", "is not there then"),
        Hindrance::Busy => ("该时段已有安排", "has other work then"),
        Hindrance::WeeklyCap => ("将超周课时上限", "weekly cap"),
        Hindrance::DailyCap => ("将超日课时上限", "daily cap"),
        Hindrance::LateCap => ("将超晚走天数上限", "cap on late weekdays"),
        Hindrance::Banned => ("被“不得”条目排除", "a ban says no"),
    };
    match lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

fn as_json(one: &Suggestion) -> Value {
    let hindrances: Vec<&str> =
        one.hindrances.iter().map(|&hindrance| words(hindrance, Lang::En)).collect();
    json!({
        "staff": one.staff,
        "able": one.hindrances.is_empty(),
        "hindrances": hindrances,
        "dayLoad": one.day_load,
        "periods": one.periods,
        "lateDays": one.late_days,
        "points": one.points,
        "assists": one.assists,
    })
}
