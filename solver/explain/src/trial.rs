//! A changed plan put to the test: the input adjusted, the independent check run, what it says
//! held against what it says of the plan as it is.

use crate::adjust::adjust;
use crate::desk::Desk;
use kehou_check::{CheckReport, Violation, check_with_student};
use kehou_domain::answer::{Adjustment, Move, Remedy};
use kehou_domain::draft::Bureau;
use kehou_domain::plan::{Plan, SchoolPlan};
use kehou_domain::validate::validate;
use std::collections::BTreeMap;

/// A remedy with the data set and the plan that make it true.
#[derive(Clone, Debug)]
pub struct Promise {
    /// What is promised.
    pub remedy: Remedy,
    /// The data set with the adjustments made.
    pub bureau: Bureau,
    /// The plan.
    pub plan: Plan,
}

impl Desk {
    /// What the check says of a changed plan of the school: `None` when a hard rule is broken
    /// that was not, or the adjusted data set has faults.
    pub(crate) fn judge(
        &self,
        school: SchoolPlan,
        adjustments: Vec<Adjustment>,
        student: &str,
    ) -> Option<Promise> {
        let id = self.school().id.as_str();
        let adjusted =
            (!adjustments.is_empty()).then(|| adjust(&self.bureau, (id, student), &adjustments));
        let bureau = adjusted.as_ref().unwrap_or(&self.bureau);
        let plan = self.plan_with(school);
        let (report, found) = check_with_student(bureau, &plan, (id, student));
        if !self.breaks_nothing_new(&report)
            || adjusted.as_ref().is_some_and(|b| self.has_faults(b))
        {
            return None;
        }
        let (before, after) = (self.report(&self.base)?, self.report(&report)?);
        let points = found.map_or(Move::default(), |found| Move {
            before: self.points_of(student),
            after: found.points,
        });
        let moved = |before, after| Move { before, after };
        let remedy = Remedy {
            adjustments,
            points,
            shortfall: moved(before.shortfall, after.shortfall),
            quality: moved(before.quality, after.quality),
            ..Remedy::default()
        };
        let bureau = adjusted.unwrap_or_else(|| self.bureau.clone());
        Some(Promise { remedy, bureau, plan })
    }

    /// Points S of a pupil as the plan is.
    fn points_of(&self, student: &str) -> i64 {
        self.student(student)
            .map_or(0, |pupil| self.points_with(pupil, &self.of_pupil[pupil], None))
    }

    fn breaks_nothing_new(&self, report: &CheckReport) -> bool {
        let key = |one: &Violation| (one.rule, one.school.clone(), one.what.en.clone());
        let mut known: BTreeMap<_, i64> = BTreeMap::new();
        for violation in &self.base.violations {
            *known.entry(key(violation)).or_default() += 1;
        }
        report.violations.iter().all(|violation| {
            known.get_mut(&key(violation)).is_some_and(|left| {
                *left -= 1;
                *left >= 0
            })
        })
    }

    /// Whether an adjusted data set has faults that this one has not.
    fn has_faults(&self, bureau: &Bureau) -> bool {
        validate(bureau).errors().count() > validate(&self.bureau).errors().count()
    }

    /// Pupils, this one aside, who have another activity in some slot.
    pub(crate) fn others_moved(&self, plan: &Plan, student: &str) -> i32 {
        let Some(after) = plan.schools.iter().find(|one| one.school == self.school().id) else {
            return 0;
        };
        let places = |plan: &SchoolPlan| {
            let mut places: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
            for section in &plan.sections {
                let starts = section.sessions.iter().map(|session| format!("{:?}", session.start));
                let starts = starts.collect::<Vec<_>>().join(" ");
                for id in &section.students {
                    let place = (section.activity.clone(), starts.clone());
                    places.entry(id.clone()).or_default().push(place);
                }
            }
            for places in places.values_mut() {
                places.sort();
            }
            places
        };
        let (before, after) = (places(self.school_plan()), places(after));
        let ids = self.model.students.iter().map(|one| &one.id).filter(|id| *id != student);
        ids.filter(|id| before.get(*id) != after.get(*id)).count() as i32
    }

    /// An id that no section has.
    pub(crate) fn new_section_id(&self) -> String {
        new_id("x", |id| self.school_plan().sections.iter().any(|one| one.id == id))
    }

    /// Ids that no staff member of the bureau has.
    pub(crate) fn new_staff_ids(&self, count: usize) -> Vec<String> {
        let people = |id: &str| {
            let own = self.bureau.schools.iter().flat_map(|school| &school.staff);
            own.chain(&self.bureau.shared_staff).any(|one| one.id == id)
        };
        let names = (1..).map(|n| format!("new-staff-{n}"));
        names.filter(|id| !people(id)).take(count).collect()
    }

    /// An id that no room has.
    pub(crate) fn new_room_id(&self) -> String {
        let known = |id: &str| {
            let own = self.bureau.schools.iter().flat_map(|school| &school.rooms);
            own.chain(&self.bureau.venues).any(|one| one.id == id)
        };
        new_id("new-room-", known)
    }
}

/// The first id of this form that is not taken.
pub(crate) fn new_id(prefix: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let names = (1..).map(|n| format!("{prefix}{n}"));
    names.into_iter().find(|id| !is_taken(id)).unwrap_or_default()
}
