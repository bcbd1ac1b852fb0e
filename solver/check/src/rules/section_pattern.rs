//! The sessions of a pattern section start as one allowed pattern says (listed, or derived:
//! distinct weekdays, same period, all covered slots allowed); a per-slot section has one session
//! in an allowed slot and pupils of one group or one grade; at most `max_sections` sections of an
//! activity (per slot for those that open per slot).
//!
//! For each section k of a: starts(k) in patterns(a). For each pattern activity a:
//! #(sections of a) <= `max_sections`; for the others and each slot s: #(sections of a in s) <=
//! `max_sections`. Every section is of an activity of the menu and has an id of its own.

use crate::facts::Facts;
use crate::school::{SchoolView, SectionView};
use crate::tally::Tally;
use crate::words;
use kehou_domain::draft::{Grouping, SlotRef};
use kehou_domain::fault::Text;
use kehou_domain::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

const RULE: Rule = Rule::SectionPattern;

/// Judges the rule.
pub fn judge(facts: &Facts, tally: &mut Tally) {
    for view in &facts.schools {
        let mut ids = BTreeSet::new();
        for section in &view.sections {
            if !ids.insert(&section.section.id) {
                let id = &section.section.id;
                let what = Text::new(
                    format!("教学班编号 {id} 重复"),
                    format!("section id {id} is used more than once"),
                );
                tally.fault(RULE, view.index, what);
            }
            judge_starts(view, section, tally);
            judge_gathering(view, section, tally);
        }
        judge_counts(view, tally);
    }
}

fn judge_starts(view: &SchoolView, section: &SectionView, tally: &mut Tally) {
    let Some(item) = view.activities.get(section.section.activity.as_str()) else {
        let (id, activity) = (&section.section.id, &section.section.activity);
        let what = Text::new(
            format!("教学班 {id} 的项目 {activity} 不在菜单中"),
            format!("section {id} is of activity {activity}, which the menu does not have"),
        );
        tally.fault(RULE, view.index, what);
        return;
    };
    let name = || words::section(view, section);
    for session in section.sessions.iter().filter(|session| !session.is_complete) {
        let at = words::slot(session.session.start);
        let what = Text::new(
            format!("{}：{}起的课次超出作息表", name().zh, at.zh),
            format!("{}: the session from {} is not in the bell table", name().en, at.en),
        );
        tally.fault(RULE, view.index, what);
    }
    let mut starts: Vec<SlotRef> = section.sessions.iter().map(|s| s.session.start).collect();
    starts.sort_unstable();
    if !item.allows_starts(&starts) {
        let zh: Vec<String> = starts.iter().map(|&start| words::slot(start).zh).collect();
        let en: Vec<String> = starts.iter().map(|&start| words::slot(start).en).collect();
        let what = Text::new(
            format!("{}的上课时间不合规定：{}", name().zh, zh.join("、")),
            format!("{} meets at times it is not allowed: {}", name().en, en.join(", ")),
        );
        tally.violation(RULE, view.index, what);
    }
}

fn judge_gathering(view: &SchoolView, section: &SectionView, tally: &mut Tally) {
    let pupils = || section.students.iter().map(|&i| &view.students[i]);
    let kinds = match section.grouping() {
        Some(Grouping::Group) => {
            pupils().map(|pupil| pupil.student.group.as_str()).collect::<BTreeSet<_>>().len()
        }
        Some(Grouping::Grade) => pupils().map(|pupil| pupil.grade).collect::<BTreeSet<_>>().len(),
        Some(Grouping::School) | None => 1,
    };
    if kinds > 1 {
        let name = words::section(view, section);
        let what = Text::new(
            format!("{}混有 {kinds} 个行政班或年级的学生", name.zh),
            format!("{} mixes pupils of {kinds} groups or grades", name.en),
        );
        tally.violation(RULE, view.index, what);
    }
}

fn judge_counts(view: &SchoolView, tally: &mut Tally) {
    let mut open: BTreeMap<(&str, Option<SlotRef>), i64> = BTreeMap::new();
    for section in view.sections.iter().filter(|section| section.item.is_some()) {
        let activity = section.section.activity.as_str();
        if section.per_slot {
            for slot in section.slots() {
                *open.entry((activity, Some(slot))).or_default() += 1;
            }
        } else {
            *open.entry((activity, None)).or_default() += 1;
        }
    }
    for ((activity, slot), count) in open {
        let Some(item) = view.activities.get(activity) else { continue };
        let unset = if item.per_slot { i32::MAX } else { 1 };
        let most = item.activity.max_sections.unwrap_or(unset);
        if count > i64::from(most) {
            let name = words::title(item.activity);
            let at = slot.map_or_else(|| Text::new("", ""), words::slot);
            let what = Text::new(
                format!("{name}{}开了 {count} 个班，上限 {most} 个", at.zh),
                format!("{name} has {count} sections open, at most {most} {}", at.en),
            );
            tally.violation(RULE, view.index, what);
        }
    }
}
