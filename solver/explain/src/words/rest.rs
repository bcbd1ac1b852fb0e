//! Answers about people, sections, activities and shortfall in words.

use super::remedy::{effect, takes};
use super::{counted, indented, slots, title};
use kehou_domain::answer::{
    ActivityAnswer, Gap, NotOpen, Remedy, SectionAnswer, ShortfallAnswer, StaffAnswer, WorkItem,
    WorkPart,
};
use kehou_domain::draft::School;
use kehou_domain::fault::Text;
use kehou_domain::words;

pub(super) fn staff(school: &School, about: &StaffAnswer) -> Vec<Text> {
    let one = &about.counts;
    let (id, day, after, target) = (&one.staff, one.day_load, one.periods, about.target);
    let all = day + after;
    let mut lines = vec![
        Text::new(
            format!("{id}：每周 {all} 节 = 白天 {day} 节 + 课后 {after} 节；全校目标 {target} 节"),
            format!(
                "{id}: {all} periods a week = {day} in the day + {after} after school; target {target}"
            ),
        ),
        Text::new(
            format!(
                "主带 {} 次，助教或陪同 {} 次，值守 {} 次，晚走 {} 天，支援 {} 天；负担分 {}，意愿分 {}",
                one.sessions_led,
                one.sessions_assisted,
                one.duties,
                one.late_days,
                one.loan_days,
                one.workload_points,
                one.wish_points
            ),
            format!(
                "leads {}, assists or accompanies {}, duties {}, late days {}, days lent {}; points of load {}, of wishes {}",
                one.sessions_led,
                one.sessions_assisted,
                one.duties,
                one.late_days,
                one.loan_days,
                one.workload_points,
                one.wish_points
            ),
        ),
    ];
    if let Some(cap) = about.weekly_cap {
        let left = (cap - after).max(0);
        lines.push(Text::new(
            format!("课后每周上限 {cap} 节，还可安排 {left} 节"),
            format!("at most {cap} periods a week after school, {left} left"),
        ));
    }
    lines.extend(about.work.iter().map(|item| indented(&work(school, item))));
    lines
}

fn work(school: &School, item: &WorkItem) -> Text {
    let at = words::slot(item.at);
    let part = match item.part {
        Some(WorkPart::Lead) => Text::new("主带", "leads"),
        Some(WorkPart::Assistant) => Text::new("助教", "assists in"),
        Some(WorkPart::Companion) => Text::new("陪同", "accompanies"),
        None => {
            let duty = item.duty.map_or_else(|| Text::new("值守", "duty"), words::duty);
            return Text::new(format!("{}：{}", at.zh, duty.zh), format!("{}: {}", at.en, duty.en));
        }
    };
    let (name, id, n) = (title(school, &item.activity), &item.section, item.periods);
    Text::new(
        format!("{}：{}{name}（教学班 {id}），{n} 节", at.zh, part.zh),
        format!("{}: {} {name} (section {id}), {}", at.en, part.en, counted(n.into(), "period")),
    )
}

pub(super) fn section(school: &School, about: &SectionAnswer) -> Vec<Text> {
    let (name, at) = (title(school, &about.activity), slots(&about.starts));
    let (pupils, least, seats) = (about.pupils, about.min_size, about.seats);
    let mut lines = vec![Text::new(
        format!(
            "教学班 {} {name}（{}）：{pupils} 人，最少 {least} 人，最多 {seats} 人；主带 {}，场地 {}",
            about.section,
            at.zh,
            if about.lead.is_empty() { "无" } else { &about.lead },
            about.rooms.join("、")
        ),
        format!(
            "Section {} of {name} ({}): {}, at least {least}, at most {seats}; lead {}, room {}",
            about.section,
            at.en,
            counted(pupils.into(), "pupil"),
            if about.lead.is_empty() { "none" } else { &about.lead },
            about.rooms.join(", ")
        ),
    )];
    for count in &about.by_rank {
        let (rank, n) = (count.rank, count.pupils);
        lines.push(indented(&if rank == 0 {
            Text::new(format!("{n} 人未填报（调剂）"), format!("{n} did not list it"))
        } else {
            Text::new(format!("{n} 人第 {rank} 志愿"), format!("{n} by choice {rank}"))
        }));
    }
    let (waiting, leads) = (about.waiting, about.other_leads);
    lines.push(indented(&Text::new(
        format!("另有 {waiting} 人想来且当时在校；另有 {leads} 人能带且当时有空"),
        format!(
            "{waiting} more would come and are there then; {leads} more could lead it and are free"
        ),
    )));
    lines.push(without(about));
    lines
}

/// The plan without the section.
fn without(about: &SectionAnswer) -> Text {
    let per_slot = about.by_rank.is_empty();
    match &about.without {
        None if per_slot => Text::new(
            "按时段开设，接收当时没有课程的学生",
            "It opens per slot, for whoever has no section then",
        ),
        Some(remedy) => {
            let (shortfall, quality) = (remedy.shortfall, remedy.quality);
            let gap = shortfall.after - shortfall.before;
            let points = quality.after - quality.before;
            let n = remedy.others_moved;
            Text::new(
                format!("若不开此班并重新安置：缺口 {gap:+}，质量分 {points:+}，{n} 名学生变动"),
                format!(
                    "Without it, all placed anew: shortfall {gap:+}, quality {points:+}, {} moved",
                    counted(n.into(), "pupil")
                ),
            )
        }
        None => Text::new("若不开此班，无法合规安置", "Without it no legal plan was found"),
    }
}

pub(super) fn activity(school: &School, about: &ActivityAnswer) -> Vec<Text> {
    let name = title(school, &about.activity);
    let (open, most) = (about.open, about.max_sections);
    let why = not_open(about);
    let mut lines = vec![
        Text::new(
            format!(
                "{name}：已开 {open} 个班，{} 人填报，{} 人安排；不再开班的原因：{}",
                about.listed, about.granted, why.zh
            ),
            format!(
                "{name}: {} open, listed by {}, granted to {}; why no further one: {}",
                counted(open.into(), "section"),
                about.listed,
                about.granted,
                why.en
            ),
        ),
        indented(&possible(about)),
    ];
    if open >= most {
        lines.push(indented(&Text::new(
            format!("最多可开 {most} 个班"),
            format!("at most {} may be open", counted(most.into(), "section")),
        )));
    }
    if let Some(remedy) = &about.remedy {
        let (takes, effect, at) = (takes(school, remedy), effect(remedy), slots(&remedy.starts));
        lines.push(indented(&Text::new(
            format!("再开一班最小改动：{}，在{}（{}）", takes.zh, at.zh, effect.zh),
            format!("Least change for one more: {}, on {} ({})", takes.en, at.en, effect.en),
        )));
    }
    lines
}

/// When a further section could meet.
fn possible(about: &ActivityAnswer) -> Text {
    Text::new(
        format!(
            "可排时段 {} 个：有人能带的 {} 个，有场地的 {} 个，两者皆有的 {} 个；同一时段最多 {} 人可来，{} 人开班",
            about.patterns,
            about.with_lead,
            about.with_room,
            about.with_both,
            about.waiting,
            about.min_size
        ),
        format!(
            "{} possible times: a lead is free at {}, rooms at {}, both at {}; {} could come to one, a section needs {}",
            about.patterns,
            about.with_lead,
            about.with_room,
            about.with_both,
            about.waiting,
            about.min_size
        ),
    )
}

fn not_open(about: &ActivityAnswer) -> Text {
    let (zh, en) = match about.reason {
        None => ("不明", "not known"),
        Some(NotOpen::PerSlot) => {
            ("按时段为没有课程的学生开设", "it opens per slot, for whoever has no section then")
        }
        Some(NotOpen::AtMost) => ("已达班数上限", "as many as allowed are open"),
        Some(NotOpen::FewPupils) => ("可来人数不足", "too few could come at one time"),
        Some(NotOpen::NobodyCanLead) => ("无人能带", "nobody can lead it"),
        Some(NotOpen::LeadsBusy) => (
            "能带的人都已有安排或课时已满",
            "whoever could lead has other work, or no periods left",
        ),
        Some(NotOpen::NoRoom) => ("没有空闲的场地", "no fitting room is free"),
        Some(NotOpen::NotTogether) => {
            ("人员与场地不能同时空出", "lead and room are never free together")
        }
        Some(NotOpen::CostsMore) => ("得不偿失", "it would cost more points than it brings"),
        Some(NotOpen::WouldBetter) => {
            ("可以再开，且能改进方案", "it could open and would better the plan")
        }
    };
    Text::new(zh, en)
}

pub(super) fn shortfall(school: &School, about: &ShortfallAnswer) -> Vec<Text> {
    if about.gaps.is_empty() {
        return vec![Text::new("没有缺口", "Nothing falls short")];
    }
    let (points, n) = (about.points, about.gaps.len() as i64);
    let mut lines = vec![Text::new(
        format!("缺口共 {points} 分，{n} 处，从重到轻："),
        format!("Shortfall {points} points in {}, gravest first:", counted(n, "place")),
    )];
    for gap in &about.gaps {
        lines.push(gap_line(gap));
        for (nth, repair) in gap.repairs.iter().enumerate() {
            let (takes, effect) = (takes(school, repair), effect(repair));
            let place = place(repair);
            let (zh, en) = if nth == 0 { ("补救", "repair") } else { ("或", "or") };
            lines.push(indented(&Text::new(
                format!("{zh}：{}{}（{}）", takes.zh, place.zh, effect.zh),
                format!("{en}: {}{} ({})", takes.en, place.en, effect.en),
            )));
        }
        if gap.repairs.is_empty() {
            lines.push(indented(&Text::new("没有找到补救办法", "no repair was found")));
        }
    }
    lines
}

/// The section a repair is about, if any.
fn place(repair: &Remedy) -> Text {
    let (id, at) = (&repair.section, slots(&repair.starts));
    match (repair.section.is_empty(), repair.opens) {
        (true, _) => Text::new("", ""),
        (false, true) => Text::new(
            format!("，新开一班（{}）", at.zh),
            format!(", in a further section ({})", at.en),
        ),
        (false, false) => Text::new(
            format!("，编入教学班 {id}（{}）", at.zh),
            format!(", in section {id} ({})", at.en),
        ),
    }
}

fn gap_line(gap: &Gap) -> Text {
    let Gap { rule, points, cases, what, .. } = gap;
    match cases {
        1 => Text::new(
            format!("{points} 分 {}：{}", rule.title_zh(), what.zh),
            format!("{points} points, {rule}: {}", what.en),
        ),
        _ => Text::new(
            format!("{points} 分 {}：{cases} 项，如{}", rule.title_zh(), what.zh),
            format!("{points} points, {rule}: {cases} cases, such as {}", what.en),
        ),
    }
}
