//! What a school publishes: the course guide 课后服务指南 and its plan 一校一案. No child is in either.

use super::model::{Block, Page, Sheet};
use super::view::View;
use crate::write::value::{Out, clock, yuan};
use kehou_domain::draft::{Activity, Category, School, SlotRef, StaffKind};
use kehou_domain::plan::Section;
use kehou_domain::words;
use std::collections::{BTreeMap, BTreeSet};

/// Both pages.
pub(crate) fn pages(view: &View) -> Vec<Page> {
    vec![scheme(view), guide(view)]
}

fn category(view: &View, category: Category) -> String {
    let (zh, en) = match category {
        Category::Homework => ("作业", "homework"),
        Category::Reading => ("阅读", "reading"),
        Category::SelfStudy => ("自习", "self-study"),
        Category::Sport => ("体育", "sport"),
        Category::Arts => ("艺术", "arts"),
        Category::Science => ("科学", "science"),
        Category::Labour => ("劳动", "labour"),
        Category::OnlineLearning => ("线上学习", "online learning"),
        Category::AcademicHelp => ("答疑辅导", "academic help"),
        Category::Culture => ("传统文化", "culture"),
        Category::Play => ("游戏观影", "play"),
        Category::Care => ("托管", "care"),
        Category::Other => ("其他", "other"),
    };
    view.say(zh, en)
}

fn staff_kind(view: &View, kind: StaffKind) -> String {
    let (zh, en) = match kind {
        StaffKind::Teacher => ("本校教师", "teachers of the school"),
        StaffKind::RetiredTeacher => ("退休教师", "retired teachers"),
        StaffKind::Parent => ("家长志愿者", "parents"),
        StaffKind::Craftsperson => ("民间艺人", "craftspeople"),
        StaffKind::Coach => ("教练", "coaches"),
        StaffKind::CollegeStudent => ("大学生志愿者", "college students"),
        StaffKind::OrganisationInstructor => ("机构教师", "instructors of organisations"),
    };
    view.say(zh, en)
}

/// `1, 3-5` for grades.
fn grades(view: &View, grades: &[i32]) -> String {
    let all: BTreeSet<i32> = grades.iter().copied().collect();
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for grade in all {
        match runs.last_mut() {
            Some(run) if run.1 + 1 == grade => run.1 = grade,
            _ => runs.push((grade, grade)),
        }
    }
    let run = |&(low, high): &(i32, i32)| {
        if low == high { low.to_string() } else { format!("{low}-{high}") }
    };
    let text = runs.iter().map(run).collect::<Vec<_>>().join(view.lang().comma());
    view.lang().pick(format!("{text}年级"), format!("grades {text}"))
}

/// Kind, content, staff, for whom, places, times, of every activity that opened.
fn guide(view: &View) -> Page {
    let heads = [
        (view.say("课程", "Activity"), 1.1),
        (view.say("类别", "Kind"), 1.0),
        (view.say("内容", "Content"), 0.8),
        (view.say("对象", "For"), 0.9),
        (view.say("教师", "Staff"), 1.4),
        (view.say("地点", "Place"), 1.1),
        (view.say("时间", "Times"), 1.9),
        (view.say("名额", "Places"), 0.6),
        (view.say("材料费（元）", "Material, yuan"), 0.7),
    ];
    let mut sheet = Sheet::new("", &heads);
    for item in &view.school.activities {
        let open: Vec<&Section> =
            view.plan.sections.iter().filter(|s| s.activity == item.id).collect();
        if !open.is_empty() {
            sheet.rows.push(offer(view, item, &open));
        }
    }
    let note = view.say(
        "学生和家长自愿选择。教师以编号或姓名列出；时间以学校通知为准。",
        "Taking part is the family's choice. The school tells of changes.",
    );
    let blocks = vec![Block::Text(note), Block::Table(sheet)];
    let title = format!("{} {}", view.name(), view.say("课后服务指南", "Course guide"));
    Page::new("guide", title, blocks).wide()
}

fn offer(view: &View, item: &Activity, open: &[&Section]) -> Vec<Out> {
    let sessions = || open.iter().flat_map(|section| &section.sessions);
    let mut staff: BTreeSet<String> = sessions().map(|s| view.person(&s.lead)).collect();
    staff.remove("");
    let rooms: BTreeSet<&str> = sessions().map(|session| session.room.as_str()).collect();
    let per_slot = item.component.is_some_and(kehou_domain::draft::Component::opens_per_slot);
    let slots: BTreeSet<SlotRef> = sessions().map(|session| session.start).collect();
    let times: Vec<String> = if per_slot {
        by_period(view, &slots)
    } else {
        slots.iter().map(|&slot| format!("{} {}", view.slot(slot), view.times(slot))).collect()
    };
    let comma = view.lang().comma();
    let few = |all: Vec<String>, comma: &str, unit: &str| match all.len() {
        0..=6 => all.join(comma),
        n => view.lang().pick(
            format!("{}等{n}{unit}", all[..5].join(comma)),
            format!("{} and {} more", all[..5].join(comma), n - 5),
        ),
    };
    let component =
        item.component.map(|c| view.lang().of(&words::component(c))).unwrap_or_default();
    let fee = if item.material_fee_fen == 0 {
        view.say("无", "none")
    } else {
        yuan(item.material_fee_fen)
    };
    vec![
        Out::text(view.title(&item.id)),
        Out::text(component),
        Out::text(item.category.map(|c| category(view, c)).unwrap_or_default()),
        Out::text(grades(view, &item.grades)),
        Out::text(few(staff.into_iter().collect(), comma, "人")),
        Out::text(few(rooms.into_iter().map(str::to_owned).collect(), comma, "处")),
        Out::text(few(times, "\n", "次")),
        if per_slot {
            Out::text(view.say("不限", "all"))
        } else {
            Out::Int(i64::from(item.max_size) * open.len() as i64)
        },
        Out::text(fee),
    ]
}

/// `Mon-Fri period 1 16:10-16:50`: one text for each period and its times.
fn by_period(view: &View, slots: &BTreeSet<SlotRef>) -> Vec<String> {
    let mut days: BTreeMap<(i32, String), Vec<i32>> = BTreeMap::new();
    for &slot in slots {
        days.entry((slot.period, view.times(slot))).or_default().push(slot.weekday);
    }
    let text = |((period, times), days): ((i32, String), Vec<i32>)| {
        let is_run = days.len() > 2 && days.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        let days: Vec<String> = days.into_iter().map(|day| view.day(day)).collect();
        let days = match (&days[..], is_run) {
            ([first, .., last], true) => {
                view.lang().pick(format!("{first}至{last}"), format!("{first}-{last} "))
            }
            _ => days.join(view.lang().comma()) + &view.say("", " "),
        };
        let period = view.lang().pick(format!("第{period}节"), period.to_string());
        format!("{days}{period} {times}")
    };
    days.into_iter().map(text).collect()
}

/// The school's plan of the term, for publication.
fn scheme(view: &View) -> Page {
    let school = view.school;
    let mut blocks = vec![Block::Text(opening(view))];
    blocks.push(Block::Heading(view.say("一、服务时间", "1. Times of service")));
    blocks.push(Block::Table(bell(view, school)));
    blocks.push(Block::Heading(view.say("二、课程设置", "2. What is offered")));
    blocks.push(Block::Table(kinds(view)));
    blocks.push(Block::Heading(view.say("三、师资安排", "3. Who serves")));
    blocks.push(Block::Table(people(view)));
    blocks.push(Block::Heading(view.say("四、安全与离校", "4. Safety and dismissal")));
    blocks.push(Block::Text(safety(view)));
    blocks.push(Block::Heading(view.say("五、收费与减免", "5. Fees and reductions")));
    blocks.push(Block::Text(fees(view, school)));
    let title = format!(
        "{} {}",
        view.name(),
        view.say("课后服务实施方案（一校一案）", "Plan of after-school service")
    );
    Page::new("scheme", title, blocks)
}

fn opening(view: &View) -> String {
    let pupils = view.school.students.len();
    let sections = view.plan.sections.iter().filter(|section| {
        view.activity(&section.activity)
            .and_then(|item| item.component)
            .is_some_and(|component| !component.opens_per_slot())
    });
    let sections = sections.count();
    let term = view.facts.bureau.term.as_ref();
    let dates = term.map(|term| {
        view.lang().pick(
            format!("本学期服务自 {} 至 {}，", term.first_day, term.last_day),
            format!("Service runs from {} to {}. ", term.first_day, term.last_day),
        )
    });
    let rest = view.lang().pick(
        format!(
            "共 {pupils} 名学生自愿参加，开设 {sections} 个教学班，另有基础服务覆盖所有参加的时段。"
        ),
        format!(
            "{pupils} pupils take part by their families' choice, in {sections} sections; base \
             service covers every slot they attend."
        ),
    );
    format!("{}{rest}", dates.unwrap_or_default())
}

fn bell(view: &View, school: &School) -> Sheet {
    let mut heads = vec![(view.say("节次", "Period"), 0.7)];
    heads.extend(view.weekdays().into_iter().map(|day| (view.day(day), 1.0)));
    let mut sheet = Sheet::new("", &heads);
    for index in view.indices() {
        let mut row = vec![Out::text(view.period(index))];
        for day in view.weekdays() {
            let period = school.periods.iter().find(|p| p.weekday == day && p.index == index);
            row.push(Out::text(period.map_or(String::new(), |p| {
                let what =
                    p.segment.map(|s| view.lang().of(&words::segment(s))).unwrap_or_default();
                format!("{}-{} {what}", clock(p.start_minute.into()), clock(p.end_minute.into()))
            })));
        }
        sheet.rows.push(row);
    }
    sheet
}

fn kinds(view: &View) -> Sheet {
    let heads = [
        (view.say("类别", "Kind"), 1.0),
        (view.say("课程数", "Activities"), 0.7),
        (view.say("教学班或课次", "Sections or sessions"), 0.9),
        (view.say("课程", "Which"), 4.0),
    ];
    let mut sheet = Sheet::new("", &heads);
    let mut by_kind: BTreeMap<_, (BTreeSet<String>, i64)> = BTreeMap::new();
    for section in &view.plan.sections {
        let component = view.activity(&section.activity).and_then(|item| item.component);
        let entry = by_kind.entry(component).or_default();
        entry.0.insert(view.title(&section.activity));
        entry.1 += 1;
    }
    for (component, (names, sections)) in by_kind {
        sheet.rows.push(vec![
            Out::text(component.map(|c| view.lang().of(&words::component(c))).unwrap_or_default()),
            Out::Int(names.len() as i64),
            Out::Int(sections),
            Out::text(names.into_iter().collect::<Vec<_>>().join(view.lang().comma())),
        ]);
    }
    sheet
}

fn people(view: &View) -> Sheet {
    let heads = [
        (view.say("人员", "Who"), 2.0),
        (view.say("人数", "Number"), 1.0),
        (view.say("其中参加", "of whom serve"), 1.0),
    ];
    let mut sheet = Sheet::new("", &heads);
    let mut counts: BTreeMap<_, (i64, i64)> = BTreeMap::new();
    for person in &view.school.staff {
        let serves = view.slots.iter().any(|&slot| {
            !view.of_staff(&person.id, slot).is_empty()
                || !view.duties_of(&person.id, slot).is_empty()
        });
        let entry = counts.entry(person.kind).or_default();
        *entry = (entry.0 + 1, entry.1 + i64::from(serves));
    }
    for (kind, (all, serve)) in counts {
        let kind = kind.map(|kind| staff_kind(view, kind)).unwrap_or_default();
        sheet.rows.push(vec![Out::text(kind), Out::Int(all), Out::Int(serve)]);
    }
    sheet
}

fn safety(view: &View) -> String {
    let points = &view.school.dismissal_points;
    let gates: BTreeSet<&str> =
        points.iter().flat_map(|point| &point.gates).map(|gate| gate.gate.as_str()).collect();
    let mut text = view.lang().pick(
        format!("每天设 {} 个离校时间点", points.len()),
        format!("There are {} dismissal points a day", points.len()),
    );
    if !gates.is_empty() {
        text += &view.lang().pick(
            format!("，经 {} 个校门分批离校", gates.len()),
            format!(", with waves through {} gates", gates.len()),
        );
    }
    let duties = view.plan.duties.len();
    if duties > 0 {
        text += &view.lang().pick(
            format!("；每周安排值守 {duties} 人次"),
            format!("; {duties} duties are given out each week"),
        );
    }
    let handover = view.say(
        "。每节课后由主讲教师当面交接学生，名单见交接单。",
        ". After each period the lead hands pupils over in person, by the handover lists.",
    );
    text + &handover
}

fn fees(view: &View, school: &School) -> String {
    let Some(budget) = &school.budget else {
        return view.say("数据中没有收费。", "The data name no fees.");
    };
    let fee = yuan(budget.fee_per_student_fen);
    let waivers = budget.waivers.iter().filter_map(|waiver| {
        let who = view.lang().of(&words::priority(waiver.priority?));
        let percent = waiver.percent;
        Some(view.lang().pick(format!("{who}减免 {percent}%"), format!("{who}: {percent}% less")))
    });
    let waivers = waivers.collect::<Vec<_>>().join(view.lang().pick("；", "; "));
    view.lang().pick(
        format!("每生每学期 {fee} 元。{waivers}"),
        format!("{fee} yuan a pupil and term. {waivers}"),
    )
}
