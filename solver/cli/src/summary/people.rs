//! What children get and what staff do.

use crate::lang::Lang;
use crate::number::{hundredths, part, thousands};
use crate::table::table;
use kehou_domain::outcome::{Kpis, PriorityKpi};
use kehou_domain::words;

/// Key figures of a plan as tables.
pub fn text(kpis: &Kpis, lang: Lang) -> String {
    let groups = by_priority(&kpis.by_priority, lang);
    let parts = [children(kpis, lang), groups, work(kpis, lang)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn children(kpis: &Kpis, lang: Lang) -> String {
    let row = |zh: &str, en: &str, number: i64, whole: i64| {
        vec![lang.pick(zh, en).to_owned(), thousands(number), thousands(whole), part(number, whole)]
    };
    let (granted, wishing) = (kpis.sessions_granted, kpis.students_with_wishes);
    let rows = vec![
        row(
            "学生时段：有去处",
            "attended slots with a place",
            kpis.student_slots_placed,
            kpis.student_slots,
        ),
        row("想上的课次：已满足", "wanted sessions granted", granted, kpis.sessions_wanted),
        row("  其中第一志愿", "  of those, first choices", kpis.sessions_first_choice, granted),
        row("  其中前三志愿", "  of those, first to third", kpis.sessions_top_three, granted),
        row(
            "学生：至少得到一项第一志愿",
            "pupils with a first choice",
            kpis.students_first_choice,
            wishing,
        ),
        row(
            "学生：想上课而一项未得",
            "pupils with nothing granted",
            kpis.students_nothing,
            wishing,
        ),
    ];
    let heading =
        lang.pick(["学生", "数量", "总数", "比例"], ["children", "number", "of", "share"]);
    table(&heading, 1, rows)
}

/// Wanted sessions granted by priority group, if there are any.
fn by_priority(groups: &[PriorityKpi], lang: Lang) -> String {
    if groups.iter().all(|group| group.priority.is_none()) {
        return String::new();
    }
    let rows = groups
        .iter()
        .map(|group| {
            let title = group.priority.map(words::priority);
            let none = lang.pick("无优先的学生", "no priority");
            vec![
                title.as_ref().map_or(none, |title| lang.of(title)).to_owned(),
                thousands(group.students),
                part(group.sessions_granted, group.sessions_wanted),
            ]
        })
        .collect();
    let heading = lang.pick(["优先群体", "学生", "课次满足率"], ["group", "pupils", "granted"]);
    table(&heading, 1, rows)
}

fn work(kpis: &Kpis, lang: Lang) -> String {
    let row = |zh: &str, en: &str, value: String| vec![lang.pick(zh, en).to_owned(), value];
    let [low, middle, high] = kpis.sections_by_fill.map(thousands);
    let rows = vec![
        row("教学班", "sections open", thousands(kpis.sections)),
        row(
            "  不到半满 / 半满到九成 / 九成以上",
            "  filled below half / to 90% / above",
            format!("{low} / {middle} / {high}"),
        ),
        row("无人主讲的课次", "sessions without a lead", thousands(kpis.sessions_without_lead)),
        row("缺少的助教", "assistants missing", thousands(kpis.assistants_missing)),
        row(
            "教师周工作量（连白天）：平均节数",
            "weekly load of staff, day included: mean periods",
            hundredths(kpis.workload_mean_hundredths),
        ),
        row("  最多与最少相差节数", "  largest less smallest", thousands(kpis.workload_spread)),
    ];
    table(&lang.pick(["开班与教师", "数值"], ["sections and staff", "value"]), 1, rows)
}
