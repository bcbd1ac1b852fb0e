//! What exists under which id, for references. Of two entries with one id the first counts.

use crate::draft::{Activity, Bureau, DismissalPoint, Group, Period, Room, School, SlotRef, Staff};
use crate::policy::Rules;
use std::collections::{BTreeMap, BTreeSet};

/// Ids of the bureau.
pub(super) struct BureauIndex<'a> {
    pub(super) bureau: &'a Bureau,
    pub(super) schools: BTreeMap<&'a str, &'a School>,
    pub(super) shared_staff: BTreeMap<&'a str, &'a Staff>,
    pub(super) venues: BTreeMap<&'a str, &'a Room>,
    pub(super) travel: BTreeMap<(&'a str, &'a str), i32>,
    staff_of: BTreeMap<&'a str, Vec<&'a Staff>>,
    venues_of: BTreeMap<&'a str, Vec<&'a Room>>,
}

/// Ids of one school, with the shared people and venues that serve it first.
pub(super) struct SchoolIndex<'a> {
    pub(super) school: &'a School,
    pub(super) rules: Rules,
    pub(super) serving: BTreeSet<i32>,
    pub(super) slots: BTreeMap<SlotRef, &'a Period>,
    pub(super) period_numbers: BTreeSet<i32>,
    pub(super) rooms: BTreeMap<&'a str, &'a Room>,
    pub(super) groups: BTreeMap<&'a str, &'a Group>,
    pub(super) points: BTreeMap<&'a str, &'a DismissalPoint>,
    pub(super) equipment: BTreeMap<&'a str, i32>,
    pub(super) activities: BTreeMap<&'a str, &'a Activity>,
    pub(super) students: BTreeSet<&'a str>,
    pub(super) own_staff: BTreeSet<&'a str>,
    pub(super) staff: BTreeMap<&'a str, &'a Staff>,
}

fn by_id<'a, T>(
    items: impl DoubleEndedIterator<Item = &'a T>,
    id: impl Fn(&'a T) -> &'a str,
) -> BTreeMap<&'a str, &'a T> {
    items.rev().map(|item| (id(item), item)).collect()
}

/// The schools a shared person serves, first one first.
pub(super) fn served(staff: &Staff) -> &[String] {
    staff.loan_terms.as_ref().map_or(&[], |terms| &terms.schools)
}

impl<'a> BureauIndex<'a> {
    pub(super) fn new(bureau: &'a Bureau) -> Self {
        let mut staff_of: BTreeMap<&str, Vec<&Staff>> = BTreeMap::new();
        for staff in &bureau.shared_staff {
            if let Some(first) = served(staff).first() {
                staff_of.entry(first).or_default().push(staff);
            }
        }
        let mut venues_of: BTreeMap<&str, Vec<&Room>> = BTreeMap::new();
        for venue in &bureau.venues {
            if let Some(first) = venue.schools.first() {
                venues_of.entry(first).or_default().push(venue);
            }
        }
        let mut travel = BTreeMap::new();
        for way in &bureau.travel {
            travel.insert((way.from.as_str(), way.to.as_str()), way.minutes);
            travel.insert((way.to.as_str(), way.from.as_str()), way.minutes);
        }
        Self {
            bureau,
            schools: by_id(bureau.schools.iter(), |school| &school.id),
            shared_staff: by_id(bureau.shared_staff.iter(), |staff| &staff.id),
            venues: by_id(bureau.venues.iter(), |venue| &venue.id),
            travel,
            staff_of,
            venues_of,
        }
    }

    /// Shared staff whose first school this is.
    pub(super) fn shared_staff_of(&self, school: &str) -> &[&'a Staff] {
        self.staff_of.get(school).map_or(&[], Vec::as_slice)
    }

    /// Venues whose first school this is.
    pub(super) fn venues_of(&self, school: &str) -> &[&'a Room] {
        self.venues_of.get(school).map_or(&[], Vec::as_slice)
    }
}

impl<'a> SchoolIndex<'a> {
    pub(super) fn new(all: &BureauIndex<'a>, school: &'a School) -> Self {
        let venues = all.venues_of(&school.id).iter().copied();
        let shared = all.shared_staff_of(&school.id).iter().copied();
        let periods = school.periods.iter();
        let term = all.bureau.term.as_ref();
        let serving = term.map_or(&[][..], |term| &term.serving_weekdays);
        Self {
            school,
            rules: Rules::resolve(&all.bureau.policy, &school.policy),
            serving: if serving.is_empty() {
                (1..=5).collect()
            } else {
                serving.iter().copied().collect()
            },
            slots: periods.map(|p| (SlotRef { weekday: p.weekday, period: p.index }, p)).collect(),
            period_numbers: school.periods.iter().map(|p| p.index).collect(),
            rooms: venues
                .map(|v| (v.id.as_str(), v))
                .chain(by_id(school.rooms.iter(), |r| &r.id))
                .collect(),
            groups: by_id(school.groups.iter(), |group| &group.id),
            points: by_id(school.dismissal_points.iter(), |point| &point.id),
            equipment: school.equipment.iter().rev().map(|e| (e.id.as_str(), e.owned)).collect(),
            activities: by_id(school.activities.iter(), |activity| &activity.id),
            students: school.students.iter().map(|s| s.student.as_str()).collect(),
            own_staff: school.staff.iter().map(|s| s.id.as_str()).collect(),
            staff: shared
                .map(|s| (s.id.as_str(), s))
                .chain(by_id(school.staff.iter(), |s| &s.id))
                .collect(),
        }
    }
}
