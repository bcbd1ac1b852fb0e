//! A pupil's answer in words.

use super::remedy::{effect, takes};
use super::{indented, slots, title};
use kehou_domain::answer::{ChoiceAnswer, Ineligible, Obstacle, Standing, StudentAnswer};
use kehou_domain::draft::School;
use kehou_domain::explanation::Reason;
use kehou_domain::fault::Text;

pub(super) fn lines(school: &School, about: &StudentAnswer) -> Vec<Text> {
    let counts = &about.counts;
    let id = &counts.student;
    let (granted, wanted, points) =
        (counts.sessions_granted, counts.sessions_wanted, counts.points);
    let mut lines = vec![Text::new(
        format!("学生 {id}：希望每周 {wanted} 次，安排 {granted} 次，志愿分 {points}（越低越好）"),
        format!(
            "Pupil {id}: {granted} of {wanted} sessions a week, {points} points (fewer is better)"
        ),
    )];
    if counts.slots_unplaced > 0 {
        let n = counts.slots_unplaced;
        lines.push(Text::new(
            format!("有 {n} 个时段没有去处"),
            format!("{n} of the slots attended without a place"),
        ));
    }
    let unlisted = counts.choices.iter().filter(|choice| choice.rank == 0);
    for choice in unlisted {
        let name = title(school, &choice.activity);
        lines.push(Text::new(
            format!("调剂：{name}，不在志愿中"),
            format!("Substitute: {name}, not among the choices"),
        ));
    }
    for choice in &about.choices {
        lines.extend(choice_lines(school, choice));
    }
    lines
}

fn choice_lines(school: &School, choice: &ChoiceAnswer) -> Vec<Text> {
    let (name, rank) = (title(school, &choice.activity), choice.rank);
    let why = reason(choice);
    let mut lines = vec![Text::new(
        format!("第 {rank} 志愿 {name}：{}", why.zh),
        format!("Choice {rank}, {name}: {}", why.en),
    )];
    if choice.reason == Some(Reason::Granted) {
        return lines;
    }
    lines.extend(choice.sections.iter().map(|section| indented(&standing(section))));
    let said = match &choice.remedy {
        Some(remedy) => {
            let (takes, effect, points) = (takes(school, remedy), effect(remedy), remedy.points);
            let at = slots(&remedy.starts);
            let (zh, en) = if remedy.opens {
                ("新开班于", "a new section on")
            } else {
                ("进入", "into the section of")
            };
            Text::new(
                format!(
                    "最小改动：{}，即可{zh}{}；志愿分 {} → {}（{}）",
                    takes.zh, at.zh, points.before, points.after, effect.zh
                ),
                format!(
                    "Least change: {}: {en} {}; points {} -> {} ({})",
                    takes.en, at.en, points.before, points.after, effect.en
                ),
            )
        }
        None if !choice.would_better => {
            Text::new("已有同样好或更好的安排，无需改动", "the pupil has what is at least as good")
        }
        None => Text::new(
            "没有找到既能安排、又不另生缺口的改动",
            "no change was found that gives it and leaves nothing more short",
        ),
    };
    lines.push(indented(&said));
    lines
}

fn reason(choice: &ChoiceAnswer) -> Text {
    let (zh, en) = match choice.reason {
        None => ("原因不明", "not known"),
        Some(Reason::Granted) => ("已安排", "granted"),
        Some(Reason::NotEligible) => match choice.ineligible {
            Some(Ineligible::Grade) => ("该项目不面向本年级", "not for the pupil's grade"),
            Some(Ineligible::Refused) => ("家长明确不参加", "refused by the family"),
            Some(Ineligible::WrittenHomework) => {
                ("低年级不安排书面作业", "written homework, too early for the grade")
            }
            None => ("不适合该生", "not for the pupil"),
        },
        Some(Reason::NotAttended) => {
            ("该生不在其任何上课时段留校", "the pupil attends none of its times wholly")
        }
        Some(Reason::NotOpened) => {
            let (waiting, least) = (choice.waiting, choice.min_size);
            return Text::new(
                format!("未开班：同一时段最多 {waiting} 人可来，{least} 人开班"),
                format!(
                    "no section is open: {waiting} could come to one time, a section needs {least}"
                ),
            );
        }
        Some(Reason::OtherTimes) => {
            ("开班时段该生不在校", "its sections meet when the pupil is not there")
        }
        Some(Reason::EnoughGranted) if choice.would_better => (
            "未排上，每周希望的次数已由较低志愿补足",
            "not to be had, the sessions wanted were made up by lower choices",
        ),
        Some(Reason::EnoughGranted) => {
            ("每周希望的次数已满", "the pupil has as many sessions as wanted")
        }
        Some(Reason::ClashesWithBetter) => {
            ("与同样好或更好的安排冲突", "it meets when the pupil has a choice at least as good")
        }
        Some(Reason::FullOfOthersFirst) => {
            ("已满，班内学生优先级不低于该生", "full, with pupils of at least the same weight")
        }
        Some(Reason::Full) => ("已满", "full"),
        Some(Reason::BetterForAll) => (
            "有空位，但换班有碍规则或使他人吃亏",
            "a seat is free, but taking it breaks a rule or costs more elsewhere",
        ),
    };
    Text::new(zh, en)
}

/// Who had precedence, in counts.
fn standing(one: &Standing) -> Text {
    let (at, pupils, seats) = (slots(&one.starts), one.pupils, one.seats);
    let (heavier, equal, lighter) = (one.heavier, one.equal, one.lighter);
    let ranked = one.ranked_as_well;
    let (zh, en): (Vec<&str>, Vec<&str>) = one.obstacles.iter().map(|&o| obstacle(o)).unzip();
    let (zh, en) = if one.obstacles.is_empty() {
        ("有空位".to_owned(), "a seat is free".to_owned())
    } else {
        (zh.join("，"), en.join(", "))
    };
    Text::new(
        format!(
            "教学班 {}（{}）：{pupils}/{seats} 人，{zh}；班内权重高于该生 {heavier} 人、相同 {equal} 人、\
             较低 {lighter} 人，志愿不低于该生 {ranked} 人",
            one.section, at.zh
        ),
        format!(
            "section {} ({}): {pupils} of {seats}, {en}; of its pupils {heavier} weigh more, {equal} \
             the same, {lighter} less, {ranked} rank it as well or better",
            one.section, at.en
        ),
    )
}

const fn obstacle(obstacle: Obstacle) -> (&'static str, &'static str) {
    match obstacle {
        Obstacle::NotAttended => ("该生当时不在校", "the pupil is not there then"),
        Obstacle::Full => ("已满", "full"),
        Obstacle::RoomFull => ("场地已满", "its room is full"),
        Obstacle::Clash => ("与更好的安排冲突", "clashes with a choice as good"),
        Obstacle::LeavesTooFew => ("原班将不足最低人数", "a section left would be too small"),
    }
}
