//! `kehou explain`: why a pupil, person, section or activity is as it is in a plan, what falls
//! short, and the smallest changes that would better it, each of them tried.

use crate::args::{Explain, Subject};
use crate::console::{self, plain};
use crate::failure::Failure;
use crate::input;
use crate::lang::Lang;
use kehou_domain::answer::{Answer, Question};
use kehou_domain::draft::{Bureau, School};
use kehou_domain::fault::Text;
use kehou_domain::plan::Plan;
use kehou_explain::NotThere;

/// Runs the command.
pub fn run(args: &Explain, lang: Lang) -> Result<(), Failure> {
    let bureau = input::read(&args.input, lang)?;
    let plan = input::read_plan(&args.plan, lang)?;
    let question = question(&args.subject);
    let school = school(&bureau, &plan, args.school.as_deref(), &question)?;
    let answer = kehou_explain::explain(&bureau, &plan, &school.id, &question)
        .map_err(|what| not_there(what, &school.id))?;
    if args.json {
        return console::data(&json(&answer)?);
    }
    let lines = kehou_explain::words::lines(school, &answer);
    let lines: Vec<String> = lines.iter().map(|line| spoken(lang.of(line))).collect();
    console::data(&lines.join("\n"))
}

/// A line without what a terminal would obey; its indent is kept.
fn spoken(line: &str) -> String {
    let text = line.trim_start();
    format!("{}{}", &line[..line.len() - text.len()], plain(text))
}

fn json(answer: &Answer) -> Result<String, Failure> {
    let message = kehou_format::memory::answer_to_wire(answer);
    serde_json::to_string_pretty(&message).map_err(|error| {
        Failure::Internal(Text::new(
            format!("无法写出 JSON：{error}"),
            format!("the JSON cannot be written: {error}"),
        ))
    })
}

fn question(subject: &Subject) -> Question {
    let Subject { student, staff, section, activity, .. } = subject;
    let asked = [
        student.clone().map(Question::Student),
        staff.clone().map(Question::Staff),
        section.clone().map(Question::Section),
        activity.clone().map(Question::Activity),
    ];
    asked.into_iter().flatten().next().unwrap_or(Question::Shortfall)
}

/// The school asked about: the one named, the only one, or the only one that has what is asked
/// about.
fn school<'a>(
    bureau: &'a Bureau,
    plan: &Plan,
    named: Option<&str>,
    question: &Question,
) -> Result<&'a School, Failure> {
    let has = |school: &&School| match question {
        Question::Student(id) => school.students.iter().any(|one| one.student == *id),
        Question::Staff(id) => school.staff.iter().any(|one| one.id == *id),
        Question::Activity(id) => school.activities.iter().any(|one| one.id == *id),
        Question::Section(id) => {
            let part = plan.schools.iter().find(|part| part.school == school.id);
            part.is_some_and(|part| part.sections.iter().any(|one| one.id == *id))
        }
        Question::Shortfall => true,
    };
    let mut found: Vec<&School> = match named {
        Some(id) => bureau.schools.iter().filter(|school| school.id == id).collect(),
        None if bureau.schools.len() == 1 => bureau.schools.iter().collect(),
        None => bureau.schools.iter().filter(has).collect(),
    };
    match (found.len(), named) {
        (1, _) => Ok(found.remove(0)),
        (0, Some(id)) => Err(not_there(NotThere::School, id)),
        (0, None) => Err(Failure::Usage(Text::new(
            "没有一所学校有所问的对象",
            "no school has what is asked about",
        ))),
        _ => Err(Failure::Usage(Text::new(
            "不止一所学校有所问的对象；请加 --school",
            "several schools have what is asked about; say which by --school",
        ))),
    }
}

fn not_there(what: NotThere, school: &str) -> Failure {
    let (zh, en) = match what {
        NotThere::School => ("数据或方案中没有该学校", "data or plan have no such school"),
        NotThere::Student => ("没有该学生", "there is no such pupil"),
        NotThere::Staff => ("没有该教职工", "there is no such staff member"),
        NotThere::Section => ("方案中没有该教学班", "the plan has no such section"),
        NotThere::Activity => ("没有该项目", "there is no such activity"),
    };
    Failure::Usage(Text::new(format!("{school}：{zh}"), format!("{school}: {en}")))
}
