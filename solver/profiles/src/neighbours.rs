//! Two schools as tiny as the one known by heart, of which one can lend to the other.

use crate::tiny;
use kehou_domain::draft::{Bureau, LoanPolicy, LoanTerms, Skill, Staff, StaffKind, Travel};

/// Two tiny schools, `tiny-1` and `tiny-2`: the second has nobody for paper, the first a further
/// teacher who may go there on Mondays, `t4`, and one who stays, `t5`.
pub fn neighbours() -> Bureau {
    let mut bureau = tiny();
    let mut second = bureau.schools[0].clone();
    second.id = "tiny-2".into();
    second.staff.retain(|person| person.id != "o1");
    for person in &mut second.staff {
        person.id.push('b');
    }
    for group in &mut second.groups {
        group.form_teacher.push('b');
    }
    let on_mondays = LoanTerms { willing: true, weekdays: vec![1], ..LoanTerms::default() };
    let t4 = Staff { loan_terms: Some(on_mondays), ..newly_trained("t4", "papercut", 3) };
    bureau.schools[0].staff.extend([t4, newly_trained("t5", "drum", 6)]);
    bureau.schools.push(second);
    bureau.travel = vec![Travel { from: "tiny-1".into(), to: "tiny-2".into(), minutes: 10 }];
    bureau.loan_policy = Some(LoanPolicy { max_share_percent: Some(50), pairs_only: false });
    bureau
}

/// A willing teacher for a tiny school, newly trained for a skill.
pub fn newly_trained(id: &str, skill: &str, weekly_cap: i32) -> Staff {
    Staff {
        id: id.into(),
        kind: Some(StaffKind::Teacher),
        skills: vec![Skill { skill: skill.into(), level: 2, newly_trained: true }],
        weekly_cap: Some(weekly_cap),
        daily_cap: Some(3),
        daytime_load: 8,
        willing: true,
        vetted: true,
        ..Staff::default()
    }
}
