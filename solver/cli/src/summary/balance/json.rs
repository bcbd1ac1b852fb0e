//! What a bureau wants to know, as JSON. A count that is not told is null.

use kehou_domain::balance::{
    Balance, Candidate, Figures, LoanWorth, Points, SkillBalance, SkillGroup, Trainee, Worth,
};
use kehou_domain::draft::Setting;
use kehou_explain::balance::Effort;
use serde_json::{Value, json};

/// The whole report.
pub fn as_json(found: &Balance, effort: &Effort) -> Value {
    let all = |values: &mut dyn Iterator<Item = Value>| Value::from(values.collect::<Vec<_>>());
    let settings = &mut found.settings.iter().map(
        |(setting, sum)| json!({ "setting": setting.map(setting_name), "figures": figures(sum) }),
    );
    let schools = &mut found.schools.iter().map(|one| {
        json!({
            "school": one.school,
            "setting": one.setting.map(setting_name),
            "lastTenth": one.is_last,
            "figures": figures(&one.figures),
        })
    });
    let places = &mut found.training.places.iter().map(|&(group, places, used)| {
        json!({ "group": group_name(group), "places": places, "used": used })
    });
    json!({
        "workLimit": effort.work,
        "seed": effort.seed,
        "loans": all(&mut found.loans.iter().map(loan)),
        "skills": all(&mut found.skills.iter().map(skill)),
        "settings": all(settings),
        "schools": all(schools),
        "oneMoreTeacher": all(&mut found.candidates.iter().map(candidate)),
        "training": {
            "places": all(places),
            "advice": all(&mut found.training.advice.iter().map(trainee)),
            "together": found.training.together.as_ref().map(worth),
        },
    })
}

const fn group_name(group: SkillGroup) -> &'static str {
    match group {
        SkillGroup::Sport => "sport",
        SkillGroup::Arts => "arts",
        SkillGroup::Other => "other",
    }
}

const fn setting_name(setting: Setting) -> &'static str {
    match setting {
        Setting::Town => "town",
        Setting::Township => "township",
    }
}

fn points(points: Points) -> Value {
    json!({ "shortfall": points.shortfall, "quality": points.quality })
}

fn worth(worth: &Worth) -> Value {
    let gain = points(worth.gain());
    json!({ "without": points(worth.without), "with": points(worth.with), "saved": gain })
}

fn loan(one: &LoanWorth) -> Value {
    let stays = one.stays.iter();
    let stays = stays.map(|stay| json!({ "school": stay.0, "weekday": stay.1 }));
    let schools = one.worth.as_ref().map(|schools| {
        let schools = schools.iter();
        schools.map(|one| json!({ "school": one.0, "worth": worth(&one.1) })).collect::<Vec<_>>()
    });
    json!({
        "staff": one.staff,
        "home": one.home,
        "stays": stays.collect::<Vec<_>>(),
        "schools": schools,
    })
}

fn skill(one: &SkillBalance) -> Value {
    let days = one.days.iter().map(|day| {
        json!({ "weekday": day.weekday, "sessionsMissing": day.missing, "periodsFree": day.free })
    });
    json!({
        "school": one.school,
        "skill": one.skill,
        "group": group_name(one.group),
        "sessionsMissing": one.missing,
        "postsUnfilled": one.posts,
        "periodsFree": one.free,
        "days": days.collect::<Vec<_>>(),
    })
}

fn figures(one: &Figures) -> Value {
    json!({
        "schools": one.schools,
        "students": one.students,
        "sessionsWanted": one.wanted,
        "sessionsGranted": one.granted,
        "studentsWithWishes": one.wishing,
        "studentsFirstChoice": one.first,
        "studentsNothing": one.nothing,
        "points": points(one.points),
    })
}

fn candidate(one: &Candidate) -> Value {
    json!({
        "school": one.school,
        "skill": one.skill,
        "sessionsMissing": one.missing,
        "postsUnfilled": one.posts,
        "verified": one.worth.is_some(),
        "worth": one.worth.as_ref().map(worth),
    })
}

fn trainee(one: &Trainee) -> Value {
    json!({
        "staff": one.staff,
        "school": one.school,
        "skill": one.skill,
        "level": one.level,
        "group": group_name(one.group),
        "worth": worth(&one.worth),
    })
}
