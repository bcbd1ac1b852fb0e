//! Who is whose mentor: every teacher of the school may be, most pupils each. Nothing else depends
//! on it, so that as many pupils have one as can. The form teacher comes first, then whoever has
//! fewest pupils.

use crate::model::Model;
use kehou_domain::plan::Mentorship;
use kehou_domain::rule::Rule;

/// Pupils who cannot have a mentor; 0 when the rule is off.
pub fn missing(model: &Model) -> i64 {
    if model.school.rules.weight(Rule::Mentor) == 0 {
        return 0;
    }
    let school = model.school;
    let places = teachers(model).len() as i64 * i64::from(school.rules.mentor_max_students);
    (school.students.len() as i64 - places).max(0)
}

/// All pairs, by pupil; none when the rule is off.
pub fn mentors(model: &Model) -> Vec<Mentorship> {
    let school = model.school;
    if school.rules.weight(Rule::Mentor) == 0 {
        return Vec::new();
    }
    let teachers = teachers(model);
    let most = school.rules.mentor_max_students as usize;
    let mut load = vec![0; school.staff.len()];
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    let mut waiting = Vec::new();
    for (pupil, student) in school.students.iter().enumerate() {
        let form_teacher = school.groups[student.group].form_teacher;
        match form_teacher.filter(|person| teachers.contains(person) && load[*person] < most) {
            Some(person) => {
                load[person] += 1;
                pairs.push((pupil, person));
            }
            None => waiting.push(pupil),
        }
    }
    // Those of a group stay together as far as the loads allow.
    waiting.sort_by_key(|&pupil| (school.students[pupil].group, pupil));
    for pupil in waiting {
        let free = teachers.iter().copied().filter(|&person| load[person] < most);
        let Some(person) = free.min_by_key(|&person| (load[person], person)) else { break };
        load[person] += 1;
        pairs.push((pupil, person));
    }
    pairs.sort_unstable();
    let pair = |(pupil, person): (usize, usize)| Mentorship {
        student: school.students[pupil].id.clone(),
        staff: school.staff[person].id.clone(),
    };
    pairs.into_iter().map(pair).collect()
}

fn teachers(model: &Model) -> Vec<usize> {
    let staff = model.school.staff.iter().enumerate();
    staff.filter(|(_, person)| person.duties.is_teacher).map(|(index, _)| index).collect()
}
