//! Finds entries of enum lists that the domain cannot hold: unset, or of a newer schema.

use kehou_proto::v1;

/// An entry of a list that means nothing here.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unknown {
    /// Path of the entry, from the top of the message.
    pub path: String,
    /// The number found; 0: unset.
    pub number: i32,
}

/// Every such entry of a bureau, without its schools.
pub(crate) fn in_bureau(bureau: &v1::Bureau) -> Vec<Unknown> {
    let mut found = Vec::new();
    in_policy(bureau.policy.as_ref(), &mut found);
    in_staff("shared_staff", &bureau.shared_staff, &mut found);
    found
}

/// Every such entry of a school.
pub(crate) fn in_school(school: &v1::School) -> Vec<Unknown> {
    let mut found = Vec::new();
    for (at, activity) in school.activities.iter().enumerate() {
        let path = || format!("activities[{at}].segments");
        in_list::<v1::Segment>(path, &activity.segments, &mut found);
    }
    for (at, student) in school.students.iter().enumerate() {
        let path = || format!("students[{at}].priorities");
        in_list::<v1::Priority>(path, &student.priorities, &mut found);
    }
    in_staff("staff", &school.staff, &mut found);
    in_policy(school.policy.as_ref(), &mut found);
    found
}

/// Every such entry of a policy profile.
pub(crate) fn in_profile(profile: &v1::Profile) -> Vec<Unknown> {
    let mut found = Vec::new();
    in_policy(profile.policy.as_ref(), &mut found);
    for (at, season) in profile.seasons.iter().enumerate() {
        for (table, bell) in season.bells.iter().enumerate() {
            let path = || format!("seasons[{at}].bells[{table}].kinds");
            in_list::<v1::SchoolKind>(path, &bell.kinds, &mut found);
        }
    }
    if let Some(place) = &profile.place {
        let path = || "place.outsiders".to_owned();
        in_list::<v1::StaffKind>(path, &place.outsiders, &mut found);
    }
    found
}

fn in_policy(policy: Option<&v1::Policy>, found: &mut Vec<Unknown>) {
    if let Some(policy) = policy {
        let path = || "policy.priority_groups".to_owned();
        in_list::<v1::Priority>(path, &policy.priority_groups, found);
    }
}

fn in_staff(field: &str, staff: &[v1::Staff], found: &mut Vec<Unknown>) {
    for (at, person) in staff.iter().enumerate() {
        let path = || format!("{field}[{at}].post_duties");
        in_list::<v1::DutyKind>(path, &person.post_duties, found);
    }
}

fn in_list<E: TryFrom<i32>>(path: impl Fn() -> String, numbers: &[i32], found: &mut Vec<Unknown>) {
    for (at, &number) in numbers.iter().enumerate() {
        if number == 0 || E::try_from(number).is_err() {
            found.push(Unknown { path: format!("{}[{at}]", path()), number });
        }
    }
}
