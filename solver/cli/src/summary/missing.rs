//! Who is missing where and when, in a sentence a slot: "Wednesday period 2: 3 more staff (2 to lead
//! reading, 1 for patrol), or 4 who are free then but at their cap".

use super::counted;
use crate::console::plain;
use crate::lang::Lang;
use kehou_check::{Post, Vacancy};
use kehou_domain::draft::Bureau;
use kehou_domain::words;
use std::collections::BTreeMap;

/// Sentences at most.
const LINES: usize = 10;

/// The gravest vacancies; empty when nobody is missing.
pub fn text(bureau: &Bureau, vacancies: &[Vacancy], lang: Lang) -> String {
    if vacancies.is_empty() {
        return String::new();
    }
    let titles: BTreeMap<&str, &str> =
        bureau.schools.iter().map(|s| (s.id.as_str(), s.name.as_str())).collect();
    let mut lines =
        vec![lang.pick("缺人：何时、何处、缺谁", "Who is missing where and when").to_owned()];
    for vacancy in vacancies.iter().take(LINES) {
        let title = titles.get(vacancy.school.as_str()).filter(|title| !title.is_empty());
        let school = plain(title.unwrap_or(&vacancy.school.as_str()));
        lines.push(format!("  {school} {}", sentence(vacancy, lang)));
    }
    let rest = &vacancies[LINES.min(vacancies.len())..];
    if !rest.is_empty() {
        let heads: i64 = rest.iter().map(staff).sum();
        let slots = rest.len() as i64;
        lines.push(lang.pick(
            format!("  其余 {slots} 个时段共缺 {heads} 人次"),
            format!("  {heads} more heads in {}", counted(slots, "further slot")),
        ));
    }
    lines.join("\n")
}

fn sentence(vacancy: &Vacancy, lang: Lang) -> String {
    let at = words::slot(vacancy.slot);
    let heads = staff(vacancy);
    let posts: Vec<String> =
        vacancy.posts.iter().map(|(post, &heads)| said(post, heads, lang)).collect();
    let posts = posts.join(lang.pick("、", ", "));
    let relief = relief(vacancy, lang);
    if heads == 0 {
        return lang
            .pick(format!("{}：{posts}{relief}", at.zh), format!("{}: {posts}{relief}", at.en));
    }
    lang.pick(
        format!("{}：还缺 {heads} 人（{posts}）{relief}", at.zh),
        format!("{}: {heads} more staff ({posts}){relief}", at.en),
    )
}

/// Heads that are missing; pupils without a place are none.
fn staff(vacancy: &Vacancy) -> i64 {
    let posts = vacancy.posts.iter().filter(|(post, _)| !matches!(post, Post::Unplaced { .. }));
    posts.map(|(_, heads)| heads).sum()
}

fn said(post: &Post, heads: i64, lang: Lang) -> String {
    match post {
        Post::Lead { activity, skill } if skill.is_empty() => lang.pick(
            format!("{heads} 人主讲{}", plain(activity)),
            format!("{heads} to lead {}", plain(activity)),
        ),
        Post::Lead { activity, skill } => lang.pick(
            format!("{heads} 名有“{}”特长者主讲{}", plain(skill), plain(activity)),
            format!("{heads} with skill {} to lead {}", plain(skill), plain(activity)),
        ),
        Post::Assistant { activity } => lang.pick(
            format!("{heads} 名{}助教", plain(activity)),
            format!("{heads} to assist in {}", plain(activity)),
        ),
        Post::Duty(rule) => lang
            .pick(format!("{heads} 人{}", rule.title_zh()), format!("{heads} for {}", rule.name())),
        Post::Unplaced { pupils } => lang.pick(
            format!("{pupils} 名学生没有去处"),
            format!("{} without a place", counted(*pupils, "pupil")),
        ),
    }
}

/// What else would do.
fn relief(vacancy: &Vacancy, lang: Lang) -> String {
    let ways = [
        (vacancy.at_cap, "名空闲但已到课时上限的教师", "who are free then but at their cap"),
        (vacancy.not_available, "名此时不可用（会议、照护等）的教师", "who are not available then"),
        (vacancy.unwilling, "名未参加服务的教师", "who do not serve"),
    ];
    let ways: Vec<String> = ways
        .iter()
        .filter(|way| way.0 > 0)
        .map(|(count, zh, en)| lang.pick(format!("{count} {zh}"), format!("{count} {en}")))
        .collect();
    if ways.is_empty() {
        String::new()
    } else {
        lang.pick(
            format!("；或动用 {}", ways.join("、")),
            format!(", or some of: {}", ways.join(", ")),
        )
    }
}
