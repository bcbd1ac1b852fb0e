//! A policy profile for people: its document, rules with what asks for them, bell tables, money,
//! courses.

use crate::console::plain;
use crate::lang::Lang;
use crate::number::thousands;
use crate::table::table;
use kehou_domain::catalogue;
use kehou_domain::draft::SchoolKind;
use kehou_domain::policy::{Policy, Rules, SWITCHABLE};
use kehou_domain::profile::{BellRow, BellTable, Profile, Season};
use kehou_domain::rule::{Kind, Rule};
use kehou_domain::words;

/// The whole profile.
pub fn text(profile: &Profile, lang: Lang) -> String {
    let mut parts = vec![head(profile, lang), rules(profile, lang)];
    parts.extend(profile.seasons.iter().map(|season| bells(season, lang)));
    parts.push(money(profile, lang));
    parts.push(courses(profile, lang));
    parts.join("\n\n")
}

fn head(profile: &Profile, lang: Lang) -> String {
    let said = |text| plain(lang.of(text));
    let name = plain(&profile.name);
    let (title, about) = (said(&profile.title), said(&profile.about));
    let document = said(&profile.document);
    let schools = thousands(profile.place.school_count.into());
    lang.pick(
        format!("{title}（{name}）\n{about}\n依据：{document}\n规模：{schools} 所学校"),
        format!("{title} ({name})\n{about}\nAfter: {document}\nSize: {schools} schools"),
    )
}

/// Rules that the document asks for, then switchable ones that are on or off without.
fn rules(profile: &Profile, lang: Lang) -> String {
    let rules = Rules::resolve(&profile.policy, &Policy::default());
    let asked: Vec<Rule> = profile.demands.iter().filter_map(|demand| demand.rule).collect();
    let mut rows: Vec<Vec<String>> = profile
        .demands
        .iter()
        .filter_map(|demand| Some(row(demand.rule?, &rules, lang.of(&demand.says), lang)))
        .collect();
    let others = SWITCHABLE.into_iter().filter(|rule| !asked.contains(rule));
    let (on, off): (Vec<Rule>, Vec<Rule>) = others.partition(|&rule| rules.is_on(rule));
    let usual = lang.pick("（通行做法）", "(usual)");
    rows.extend(on.into_iter().map(|rule| row(rule, &rules, usual, lang)));
    let heading = lang.pick(
        ["规则", "开关", "权重", "参数", "要求"],
        ["rule", "on", "weight", "parameters", "what is asked for"],
    );
    let off: Vec<&str> = off.iter().map(|rule| lang.pick(rule.title_zh(), rule.name())).collect();
    let none = if off.is_empty() {
        String::new()
    } else {
        lang.pick(format!("\n关闭：{}", off.join("、")), format!("\noff: {}", off.join(", ")))
    };
    format!("{}{none}", table(&heading, 5, rows))
}

fn row(rule: Rule, rules: &Rules, says: &str, lang: Lang) -> Vec<String> {
    let parameters: Vec<String> = catalogue::entry(rule)
        .parameters
        .iter()
        .map(|parameter| parameter.shown(rules))
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    let weight = match rule.kind() {
        Kind::Hard => "-".to_owned(),
        _ => thousands(rules.weight(rule)),
    };
    let on = if rules.is_on(rule) { lang.pick("开", "yes") } else { lang.pick("关", "no") };
    vec![
        lang.pick(rule.title_zh(), rule.name()).to_owned(),
        on.to_owned(),
        weight,
        parameters.join("; "),
        plain(says),
    ]
}

fn bells(season: &Season, lang: Lang) -> String {
    let term = &season.term;
    let rows = season
        .bells
        .iter()
        .map(|bell| {
            let rows: Vec<String> = bell.rows.iter().map(|row| bell_row(row, lang)).collect();
            vec![days(bell, lang), kinds(bell, lang), rows.join(lang.pick("，", ", "))]
        })
        .collect();
    let heading = lang.pick(["星期", "学校", "时段"], ["weekdays", "schools", "periods"]);
    let title = plain(lang.of(&season.title));
    let id = plain(&season.id);
    let (first, last) = (plain(&term.first_day), plain(&term.last_day));
    let head = lang.pick(
        format!("{title}（--season {id}），{first} 至 {last}；*为可离校时间点"),
        format!("{title} (--season {id}), {first} to {last}; * pupils may leave"),
    );
    format!("{head}\n{}", table(&heading, 3, rows))
}

fn days(bell: &BellTable, lang: Lang) -> String {
    let all: Vec<String> =
        bell.weekdays.iter().map(|&day| lang.of(&words::weekday(day)).to_owned()).collect();
    all.join(lang.pick("、", ", "))
}

fn kinds(bell: &BellTable, lang: Lang) -> String {
    let word = |kind: &SchoolKind| match kind {
        SchoolKind::Primary => lang.pick("小学", "primary"),
        SchoolKind::Junior => lang.pick("初中", "junior middle"),
        SchoolKind::NineYear => lang.pick("九年一贯制", "nine-year"),
        SchoolKind::Boarding => lang.pick("寄宿制", "boarding"),
    };
    match bell.kinds.as_slice() {
        [] => lang.pick("其余各校", "all others").to_owned(),
        kinds => kinds.iter().map(word).collect::<Vec<_>>().join(lang.pick("、", ", ")),
    }
}

fn bell_row(row: &BellRow, lang: Lang) -> String {
    let clock = |minute: i32| format!("{}:{:02}", minute / 60, minute % 60);
    let segment = row.segment.map(words::segment);
    let segment = segment.as_ref().map_or("", |segment| lang.of(segment));
    let leave = if row.leave_percent > 0 { "*" } else { "" };
    format!("{segment} {}-{}{leave}", clock(row.start_minute), clock(row.end_minute))
}

fn money(profile: &Profile, lang: Lang) -> String {
    let money = &profile.money;
    let yuan = |fen: i64| thousands(fen / 100);
    let waivers: Vec<String> = money
        .waivers
        .iter()
        .filter_map(|waiver| Some((words::priority(waiver.priority?), waiver.percent)))
        .map(|(who, percent)| format!("{} {percent}%", lang.of(&who)))
        .collect();
    let waivers = waivers.join(lang.pick("、", ", "));
    let (fee, subsidy) = (yuan(money.fee_per_student_fen), yuan(money.subsidy_per_student_fen));
    let ((a, b), (c, d)) = (money.teacher_pay_yuan, money.outsider_pay_yuan);
    lang.pick(
        format!(
            "费用：每生每学期 {fee} 元，减免 {waivers}，补助每生 {subsidy} 元；\
             报酬：教师每课时 {a}-{b} 元，校外人员 {c}-{d} 元"
        ),
        format!(
            "Money: {fee} yuan a pupil and term, waived {waivers}, subsidy {subsidy} yuan a pupil; \
             pay a period {a}-{b} yuan, outsiders {c}-{d}"
        ),
    )
}

fn courses(profile: &Profile, lang: Lang) -> String {
    let names: Vec<String> = profile.menu.iter().map(|item| plain(&item.name)).collect();
    let count = names.len();
    let names = names.join(lang.pick("、", ", "));
    lang.pick(format!("课程 {count} 门：{names}"), format!("{count} courses: {names}"))
}
