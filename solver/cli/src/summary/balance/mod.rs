//! What a bureau wants to know about staff and loans, in words and tables.

mod json;
mod teachers;

pub use json::as_json;

use super::{counted, titled};
use crate::console::plain;
use crate::lang::Lang;
use crate::number::{hundredths, percent, thousands};
use crate::table::table;
use kehou_domain::balance::{Balance, DayBalance, Figures, SkillBalance, SkillGroup};
use kehou_domain::draft::{Bureau, Setting};
use kehou_domain::words;
use kehou_explain::balance::Effort;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of a list that could be long.
const MOST: usize = 15;

/// The whole report.
pub fn text(bureau: &Bureau, found: &Balance, effort: &Effort, lang: Lang) -> String {
    let parts = [
        headline(bureau, found, effort, lang),
        teachers::loans(bureau, &found.loans, lang),
        skills(&found.skills, lang),
        places(bureau, &found.skills, lang),
        settings(&found.settings, lang),
        schools(bureau, found, lang),
        teachers::candidates(bureau, &found.candidates, lang),
        teachers::training(bureau, &found.training, lang),
        lang.pick(
            "“<5”：1 至 4，可能指向个别学生，不予列出",
            "<5: 1 to 4, not told as it could point at a child",
        )
        .into(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn headline(bureau: &Bureau, found: &Balance, effort: &Effort, lang: Lang) -> String {
    let title = titled(&bureau.name, &bureau.id);
    let schools = found.schools.len() as i64;
    let points = found.settings.iter().map(|one| one.1.points);
    let (shortfall, quality) =
        points.fold((0, 0), |sum, one| (sum.0 + one.shortfall, sum.1 + one.quality));
    let [shortfall, quality] = [shortfall, quality].map(thousands);
    let seed = effort.seed;
    let work = effort.work.map_or_else(
        || lang.pick("与学生数相同", "as much as it has pupils").to_owned(),
        |work| work.to_string(),
    );
    lang.pick(
        format!(
            "{title}：{schools} 所学校；方案缺口 {shortfall} 分，质量 {quality} 分，核验通过\n\
             试算：从本方案出发把有关学校重排，有与没有两边同样用力（每校计算量：{work}；种子 {seed}），\
             两边方案都通过核验；\n很小的差别可能出于搜索的偶然，加大 --work-limit 再试；未满足课次和空闲课时是按数据和方案的计数，\
             不是承诺。分数越低越好"
        ),
        format!(
            "{title}: {}; shortfall {shortfall}, quality {quality} of the plan, check clean\n\
             Measured: the schools concerned planned anew from this plan, with and without by the \
             same work (a school: {work}; seed {seed}),\nboth plans check clean. Small differences \
             may be chance of the search: allow more by --work-limit.\nUnmet demand and free time \
             are counts, not promises. Fewer points are better",
            counted(schools, "school"),
        ),
    )
}

/// Name of a school, or its id.
fn school_name(bureau: &Bureau, id: &str) -> String {
    let school = bureau.schools.iter().find(|school| school.id == id);
    let name = school.map(|school| school.name.as_str()).filter(|name| !name.is_empty());
    plain(name.unwrap_or(id))
}

fn skill_name(skill: &str, lang: Lang) -> String {
    if skill.is_empty() { lang.pick("不限技能", "any").into() } else { plain(skill) }
}

fn group_name(group: SkillGroup, lang: Lang) -> &'static str {
    match group {
        SkillGroup::Sport => lang.pick("体育", "sport"),
        SkillGroup::Arts => lang.pick("艺术", "arts"),
        SkillGroup::Other => lang.pick("其他", "other"),
    }
}

/// A count of pupils or their sessions.
fn count(count: Option<i64>) -> String {
    count.map_or_else(|| "<5".into(), thousands)
}

/// Demand and supply by skill, all schools.
fn skills(skills: &[SkillBalance], lang: Lang) -> String {
    let mut sums: BTreeMap<(&str, SkillGroup), [i64; 4]> = BTreeMap::new();
    for one in skills {
        let sum = sums.entry((&one.skill, one.group)).or_default();
        let here = [one.missing.unwrap_or(0), one.posts, one.free, 1];
        sum.iter_mut().zip(here).for_each(|(sum, here)| *sum += here);
    }
    let mut sums: Vec<_> = sums.into_iter().collect();
    sums.sort_by_key(|(_, sum)| Reverse(sum[0] + sum[1]));
    let row = |((skill, group), sum): ((&str, SkillGroup), [i64; 4])| {
        let mut row = vec![skill_name(skill, lang), group_name(group, lang).to_owned()];
        row.extend(sum.map(thousands));
        row
    };
    let heading = lang.pick(
        ["缺口与富余：技能", "类别", "未满足课次", "空岗", "空闲课时", "学校"],
        [
            "shortage and surplus: skill",
            "group",
            "sessions missing",
            "posts",
            "periods free",
            "schools",
        ],
    );
    let note = lang.pick(
        "（各校小于 5 的课次不计入；一人有几项技能，空闲课时各计一次）",
        "(cells under 5 are left out; who has several skills counts with each)",
    );
    format!("{}\n{note}", table(&heading, 2, sums.into_iter().map(row).collect()))
}

/// Where a skill is most short, and where there is most time for one that others are short of.
fn places(bureau: &Bureau, skills: &[SkillBalance], lang: Lang) -> String {
    let is_short = |one: &SkillBalance| one.missing != Some(0);
    let wanted: BTreeSet<&str> =
        skills.iter().filter(|one| is_short(one)).map(|one| one.skill.as_str()).collect();
    let is_spare = |one: &SkillBalance| !is_short(one) && wanted.contains(one.skill.as_str());
    let most = |is: &dyn Fn(&SkillBalance) -> bool, of: fn(&SkillBalance) -> i64| {
        let mut rows: Vec<&SkillBalance> =
            skills.iter().filter(|one| is(one) && of(one) > 0).collect();
        rows.sort_by_key(|one| Reverse(of(one)));
        rows.truncate(MOST);
        rows
    };
    let short = most(&is_short, |one| one.missing.unwrap_or(0));
    let spare = most(&is_spare, |one| one.free);
    let note = lang.pick(
        "（每天：可排在当天的未满足课次/当天空闲课时；一课次可排几天的，各天都计）",
        "(a day: sessions missing that could be then / periods free; a session counts on every day \
         on which it could be)",
    );
    let parts = [
        (lang.pick("最缺的学校", "most short: school"), short),
        (lang.pick("可支援的学校", "could lend: school"), spare),
    ];
    let parts = parts.into_iter().filter(|(_, rows)| !rows.is_empty());
    let tables: Vec<String> =
        parts.map(|(title, rows)| by_day(bureau, title, &rows, lang)).collect();
    if tables.is_empty() { String::new() } else { format!("{}\n{note}", tables.join("\n\n")) }
}

/// Demand and supply weekday by weekday.
fn by_day(bureau: &Bureau, title: &str, rows: &[&SkillBalance], lang: Lang) -> String {
    let days: BTreeSet<i32> =
        rows.iter().flat_map(|one| &one.days).map(|day| day.weekday).collect();
    let names: Vec<String> =
        days.iter().map(|&day| lang.of(&words::weekday(day)).to_owned()).collect();
    let first = lang.pick(["技能", "未满足课次", "空闲课时"], ["skill", "missing", "free"]);
    let names = names.iter().map(String::as_str);
    let heading: Vec<&str> = [title].into_iter().chain(first).chain(names).collect();
    let cell = |one: &SkillBalance, weekday: i32| {
        let day = one.days.iter().find(|day| day.weekday == weekday);
        day.map_or_else(String::new, |DayBalance { missing, free, .. }| {
            format!("{}/{}", count(*missing), thousands(*free))
        })
    };
    let row = |one: &&SkillBalance| {
        let mut row = vec![school_name(bureau, &one.school), skill_name(&one.skill, lang)];
        row.extend([count(one.missing), thousands(one.free)]);
        row.extend(days.iter().map(|&day| cell(one, day)));
        row
    };
    table(&heading, 2, rows.iter().map(row).collect())
}

/// A share whose part may not be told.
fn share(part: Option<i64>, whole: i64) -> String {
    match part {
        Some(part) if whole > 0 => percent(part as f64 / whole as f64),
        _ => "-".into(),
    }
}

/// Points a pupil.
fn each(points: i64, students: i64) -> String {
    hundredths((points * 100 + students / 2) / students.max(1))
}

fn figures(figures: &Figures) -> [String; 6] {
    let Figures { students, wanted, granted, wishing, first, nothing, points, .. } = *figures;
    [
        thousands(students),
        share(granted, wanted),
        share(first, wishing),
        count(nothing),
        each(points.shortfall, students),
        each(points.quality, students),
    ]
}

fn setting_name(setting: Option<Setting>, lang: Lang) -> &'static str {
    match setting {
        Some(Setting::Town) => lang.pick("城区", "town"),
        Some(Setting::Township) => lang.pick("乡镇", "township"),
        None => lang.pick("未注明", "not said"),
    }
}

fn settings(settings: &[(Option<Setting>, Figures)], lang: Lang) -> String {
    let row = |(setting, sum): &(Option<Setting>, Figures)| {
        let mut row = vec![setting_name(*setting, lang).to_owned(), thousands(sum.schools)];
        row.extend(figures(sum));
        row
    };
    let heading = lang.pick(
        ["城乡", "学校", "学生", "满足率", "得第一志愿", "一项未得", "人均缺口", "人均质量分"],
        [
            "town and country",
            "schools",
            "pupils",
            "granted",
            "first choice",
            "nothing",
            "shortfall each",
            "quality each",
        ],
    );
    table(&heading, 1, settings.iter().map(row).collect())
}

fn schools(bureau: &Bureau, found: &Balance, lang: Lang) -> String {
    let rows = found.schools.iter().map(|one| {
        let mark = if one.is_last { lang.pick("末位", "last") } else { "" };
        let mut row = vec![
            school_name(bureau, &one.school),
            setting_name(one.setting, lang).to_owned(),
            mark.to_owned(),
        ];
        row.extend(figures(&one.figures));
        row
    });
    let heading = lang.pick(
        [
            "各校",
            "城乡",
            "末十分之一",
            "学生",
            "满足率",
            "得第一志愿",
            "一项未得",
            "人均缺口",
            "人均质量分",
        ],
        [
            "school",
            "setting",
            "last tenth",
            "pupils",
            "granted",
            "first choice",
            "nothing",
            "shortfall each",
            "quality each",
        ],
    );
    let note = lang.pick(
        "（末十分之一：先看人均缺口，再看满足率；不足一所按一所计）",
        "(last tenth: most shortfall a pupil, then least granted; a begun tenth counts)",
    );
    format!("{}\n{note}", table(&heading, 3, rows.collect()))
}
