//! Loans, hours and pay, who is left out and why, key figures and points.

use super::model::{Block, Page, Sheet};
use super::view::View;
use crate::write::value::Out;
use kehou_domain::explanation::{Reason, SchoolExplanations};
use kehou_domain::outcome::Kpis;
use kehou_domain::words;
use kehou_term::hours::hours;
use kehou_term::timetable::{Calendar, Role};

/// All of them.
pub(crate) fn pages(view: &View) -> Vec<Page> {
    vec![loans(view), pay(view), unplaced(view), kpis(view)]
}

/// Teachers lent by or to this school.
fn loans(view: &View) -> Page {
    let heads = [
        (view.say("教师", "Staff"), 1.0),
        (view.say("来自", "From"), 1.4),
        (view.say("支援", "Lent to"), 1.4),
        (view.say("星期", "Day"), 0.7),
    ];
    let mut sheet = Sheet::new("", &heads);
    let bureau = view.facts.bureau;
    let named = |id: &str| {
        let school = bureau.schools.iter().find(|school| school.id == id);
        school.map_or(
            id.to_owned(),
            |s| if s.name.is_empty() { s.id.clone() } else { s.name.clone() },
        )
    };
    for loan in &view.facts.plan.loans {
        let home =
            bureau.schools.iter().find(|s| s.staff.iter().any(|person| person.id == loan.staff));
        let home = home.map_or("", |school| school.id.as_str());
        if home == view.school.id || loan.school == view.school.id {
            let shared = view.say("全县共用", "shared by the bureau");
            sheet.rows.push(vec![
                Out::text(view.person(&loan.staff)),
                Out::text(if home.is_empty() { shared } else { named(home) }),
                Out::text(named(&loan.school)),
                Out::text(view.day(loan.weekday)),
            ]);
        }
    }
    let block = if sheet.rows.is_empty() {
        Block::Text(view.say("没有校际支援。", "Nobody is lent."))
    } else {
        Block::Table(sheet)
    };
    Page::new("loans", view.say("校际支援", "Loans"), vec![block])
}

fn role(view: &View, role: Role) -> String {
    match role {
        Role::Lead => view.say("主讲", "leads"),
        Role::Assistant => view.say("助教", "assists"),
        Role::Companion => view.say("陪同", "accompanies"),
        Role::Duty(kind) => view.lang().of(&words::duty(kind)),
    }
}

/// Planned hours and pay of the term.
fn pay(view: &View) -> Page {
    let heads = [
        (view.say("教师", "Staff"), 1.4),
        (view.say("工作", "Work"), 1.0),
        (view.say("次数", "Times"), 0.7),
        (view.say("节数", "Periods"), 0.7),
        (view.say("小时", "Hours"), 0.7),
        (view.say("每节（元）", "Per period, yuan"), 0.9),
        (view.say("合计（元）", "Pay, yuan"), 0.9),
    ];
    let title = view.say("课时与报酬", "Hours and pay");
    let calendar = match Calendar::new(view.facts.bureau, view.facts.plan) {
        Ok(calendar) => calendar,
        Err(error) => {
            return Page::new("hours", title, vec![Block::Text(view.lang().of(&error.text()))]);
        }
    };
    let mut sheet = Sheet::new(view.say("按学期日历计算", "Over the days of the term"), &heads);
    let (mut periods, mut total) = (0, 0);
    for line in hours(view.facts.bureau, &calendar).iter().filter(|l| l.school == view.school.id) {
        periods += line.periods;
        total += line.pay_fen;
        sheet.rows.push(vec![
            Out::text(view.person(&line.staff)),
            Out::text(role(view, line.role)),
            Out::Int(line.meetings),
            Out::Int(line.periods),
            Out::text(format!("{}.{}", line.minutes / 60, line.minutes % 60 / 6)),
            Out::Money(line.rate_fen),
            Out::Money(line.pay_fen),
        ]);
    }
    sheet.rows.push(vec![
        Out::text(view.say("合计", "total")),
        Out::Blank,
        Out::Blank,
        Out::Int(periods),
        Out::Blank,
        Out::Blank,
        Out::Money(total),
    ]);
    Page::new("hours", title, vec![Block::Table(sheet)])
}

/// Why a choice was not granted.
pub(crate) fn reason(view: &View, reason: Option<Reason>) -> String {
    let (zh, en) = match reason {
        Some(Reason::Granted) => ("已满足", "granted"),
        Some(Reason::NotEligible) => (
            "年级或书面作业规定不符，或已拒绝",
            "not for this pupil (grade, refusal or written homework)",
        ),
        Some(Reason::NotAttended) => {
            ("出勤时间内没有该项目的上课时间", "attends none of its times")
        }
        Some(Reason::NotOpened) => ("该项目没有开班", "no section opened"),
        Some(Reason::OtherTimes) => ("开班时间与出勤不符", "open sections meet at other times"),
        Some(Reason::EnoughGranted) => ("已达到想上的次数", "has as many sessions as wanted"),
        Some(Reason::ClashesWithBetter) => {
            ("与更靠前的志愿时间冲突", "clashes with a better choice")
        }
        Some(Reason::FullOfOthersFirst) => {
            ("已满，在册者同等或更优先", "full of pupils of the same or higher priority")
        }
        Some(Reason::Full) => ("已满", "full"),
        Some(Reason::BetterForAll) => ("若给出会使他人损失更大", "would cost others more"),
        None => ("不详", "not known"),
    };
    view.say(zh, en)
}

fn explained<'a>(view: &View<'a>) -> Option<&'a SchoolExplanations> {
    view.facts.explanations.schools.iter().find(|found| found.school == view.school.id)
}

fn unplaced(view: &View) -> Page {
    let (slots, choices) = (without_place(view), not_granted(view));
    let all = view.say("每位学生每个时段都有去处。", "Every pupil has a place in every slot.");
    let first = if slots.rows.is_empty() { Block::Text(all) } else { Block::Table(slots) };
    let mut blocks = vec![first];
    if !choices.rows.is_empty() {
        blocks.push(Block::Table(choices));
    }
    Page::new("unplaced", view.say("未安排与原因", "Unplaced, and reasons"), blocks)
}

fn without_place(view: &View) -> Sheet {
    let heads = [
        (view.say("学生", "Pupil"), 1.4),
        (view.say("班级", "Class"), 1.0),
        (view.say("时段", "Slots"), 3.0),
    ];
    let mut sheet = Sheet::new(view.say("没有去处的时段", "Slots without a place"), &heads);
    for student in &view.school.students {
        let without = view.slots.iter().filter(|&&slot| {
            view.attends(student, slot) && view.of_student(&student.student, slot).is_none()
        });
        let without: Vec<String> = without.map(|&slot| view.slot(slot)).collect();
        if !without.is_empty() {
            sheet.rows.push(vec![
                Out::text(view.person(&student.student)),
                Out::text(student.group.clone()),
                Out::text(without.join(view.lang().comma())),
            ]);
        }
    }
    sheet
}

/// Choices of pupils who want more than they have.
fn not_granted(view: &View) -> Sheet {
    let heads = [
        (view.say("学生", "Pupil"), 1.4),
        (view.say("名次", "Rank"), 0.5),
        (view.say("项目", "Activity"), 1.2),
        (view.say("原因", "Why"), 3.0),
    ];
    let title = view.say("没有满足的志愿及原因", "Choices not granted, and why");
    let mut sheet = Sheet::new(title, &heads);
    let students = explained(view).map_or(&[][..], |found| found.students.as_slice());
    for student in students.iter().filter(|s| s.sessions_granted < s.sessions_wanted) {
        for choice in student.choices.iter().filter(|c| c.reason != Some(Reason::Granted)) {
            sheet.rows.push(vec![
                Out::text(view.person(&student.student)),
                Out::Int(choice.rank.into()),
                Out::text(view.title(&choice.activity)),
                Out::text(reason(view, choice.reason)),
            ]);
        }
    }
    sheet
}

/// The figures of a school.
pub(crate) fn of_school<'a>(view: &View<'a>) -> Option<&'a Kpis> {
    let outcome = view.facts.outcome;
    let at = outcome.schools.iter().position(|school| school.school == view.school.id)?;
    outcome.school_kpis.get(at)
}

/// A figure in words, its value, and of how many it is a part.
type Line = (&'static str, &'static str, fn(&Kpis) -> i64, Option<fn(&Kpis) -> i64>);

static LINES: [Line; 16] = [
    ("参加学生", "Pupils taking part", |k| k.students, None),
    (
        "学生时段有去处",
        "Attended slots with a place",
        |k| k.student_slots_placed,
        Some(|k| k.student_slots),
    ),
    (
        "想上的课次已满足",
        "Wanted sessions granted",
        |k| k.sessions_granted,
        Some(|k| k.sessions_wanted),
    ),
    (
        "其中第一志愿",
        "of those, first choices",
        |k| k.sessions_first_choice,
        Some(|k| k.sessions_granted),
    ),
    (
        "其中前三志愿",
        "of those, first to third",
        |k| k.sessions_top_three,
        Some(|k| k.sessions_granted),
    ),
    (
        "至少得到一项第一志愿的学生",
        "Pupils with a first choice",
        |k| k.students_first_choice,
        Some(|k| k.students_with_wishes),
    ),
    (
        "一项未得的学生",
        "Pupils with nothing granted",
        |k| k.students_nothing,
        Some(|k| k.students_with_wishes),
    ),
    ("教学班", "Sections", |k| k.sections, None),
    ("按时段开放的课次", "Sessions that open per slot", |k| k.slot_sessions, None),
    ("愿意参加的教师", "Willing staff", |k| k.staff_willing, None),
    ("教师课后节数", "After-school staff-periods", |k| k.staff_periods, None),
    ("工作量最多与最少相差", "Largest less smallest weekly load", |k| k.workload_spread, None),
    ("无人主讲的课次", "Sessions without a lead", |k| k.sessions_without_lead, None),
    ("缺少的助教", "Assistants missing", |k| k.assistants_missing, None),
    ("缺少的值守", "Duties unfilled", |k| k.duties_unfilled, None),
    ("支援天数", "Loan days", |k| k.loan_days, None),
];

/// A share with one decimal, as integers have it.
fn share(value: i64, of: i64) -> String {
    let tenths = (value * 2000 + of) / (2 * of);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

fn kpis(view: &View) -> Page {
    let title = view.say("指标", "Key figures");
    let Some(k) = of_school(view) else {
        let none = view.say("没有这所学校的指标。", "There are no figures of this school.");
        return Page::new("figures", title, vec![Block::Text(none)]);
    };
    let heads = [
        (view.say("指标", "Figure"), 3.0),
        (view.say("数值", "Value"), 1.0),
        (view.say("比例", "Share"), 0.8),
    ];
    let mut sheet = Sheet::new(view.name(), &heads);
    for (zh, en, value, of) in &LINES {
        let of = of.map(|of| of(k)).filter(|&of| of > 0);
        let share = of.map(|of| share(value(k), of)).unwrap_or_default();
        sheet.rows.push(vec![Out::text(view.say(zh, en)), Out::Int(value(k)), Out::text(share)]);
    }
    let pay = view.say("每周报酬（元）", "Weekly pay, yuan");
    sheet.rows.push(vec![Out::text(pay), Out::Money(k.weekly_pay_fen), Out::Blank]);
    let charts = super::charts::of_school(view).into_iter().map(Block::Chart);
    Page::new("figures", title, std::iter::once(Block::Table(sheet)).chain(charts).collect())
}
