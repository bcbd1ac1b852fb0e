//! Pins of staff: who is able, free and willing, in one place at a time, within the caps; and
//! loans that the terms allow.

use super::super::path::Path;
use super::super::sink::{Sink, shown};
use super::{Case, Stated, alone, together};
use crate::draft::{DutyKind, LoanTerms, StaffKind};
use crate::fault::Text;
use crate::instance::{SlotMask, bits};
use crate::rule::Rule;
use std::collections::{BTreeMap, BTreeSet};

/// What somebody does in a slot: leads an activity, or has a duty of that kind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    Session(usize),
    Duty(DutyKind),
}

pub(super) fn check(sink: &mut Sink, path: &Path, case: &Case) {
    let mut by_person: BTreeMap<usize, Vec<&Stated>> = BTreeMap::new();
    for pin in &case.pins {
        if let Some(staff) = pin.data.staff {
            by_person.entry(staff).or_default().push(pin);
        }
    }
    for (&staff, pins) in &by_person {
        let mut busy: BTreeMap<usize, (Work, &Stated)> = BTreeMap::new();
        let mut periods = BTreeSet::new();
        for pin in pins {
            match slots_of(case, staff, pin) {
                Err(why) => alone(sink, path, pin, &why),
                Ok((work, slots)) => {
                    meet(sink, path, &mut busy, pin, work, slots);
                    caps(sink, path, case, staff, (pin, slots), &mut periods);
                }
            }
        }
        loans(sink, path, case, pins);
    }
}

/// The slots that the pin takes for certain; or why it can never hold.
fn slots_of(case: &Case, staff: usize, pin: &Stated) -> Result<(Option<Work>, SlotMask), Text> {
    if pin.data.is_loan {
        return Ok((None, 0));
    }
    let person = &case.instance.staff[staff];
    if let Some(activity) = pin.data.activity {
        able(case, staff, activity)?;
        let needed = pin.slot_mask();
        let patterns = case.instance.activities[activity].patterns.iter().map(|p| p.mask);
        let fixed = patterns
            .filter(|mask| mask & !person.free == 0 && needed & !mask == 0)
            .reduce(|a, b| a & b)
            .ok_or_else(|| not_free("该课程可行的上课时间都在此人不可用的时间里", "every meeting time of the activity needs time at which the person is not available"))?;
        return Ok((Some(Work::Session(activity)), fixed));
    }
    let draft = case.here.staff[pin.fact.staff.as_str()];
    let posts = &draft.post_duties;
    let vetted = draft.vetted || draft.kind == Some(StaffKind::Teacher);
    let allowed = match pin.data.duty {
        Some(duty) => posts.contains(&duty),
        None => !posts.is_empty(),
    };
    if !vetted || !(draft.willing || allowed) {
        return Err(Text::new(
            "此人不愿服务或未经审核，且这不是其岗位值守",
            "the person is not willing or not vetted, and it is no duty of the post",
        ));
    }
    let is_beyond_slots = match pin.data.duty {
        Some(duty) => matches!(duty, DutyKind::GateGuard | DutyKind::LeaderOnDuty),
        None => pin.data.slot.is_some_and(|slot| may_guard_or_lead(case, staff, slot)),
    };
    let slots = if is_beyond_slots { 0 } else { pin.slot_mask() };
    if slots & !person.free != 0 {
        return Err(not_free("此人在该时段不可用", "the person is not available in that slot"));
    }
    Ok((pin.data.duty.map(Work::Duty), slots))
}

/// Whether work at that slot may be the gate after it, or leading on duty that weekday: neither takes
/// the slot.
fn may_guard_or_lead(case: &Case, staff: usize, slot: usize) -> bool {
    let (school, terms) = (case.instance, &case.instance.staff[staff].duties);
    let at = school.slots[slot].at;
    let mut stands = school.stands.iter().zip(&terms.stands);
    let guards =
        stands.any(|(stand, &may)| may && (stand.weekday, stand.period) == (at.weekday, at.period));
    let may = |rule, duty| school.rules.is_on(rule) && terms.may_do(duty);
    may(Rule::GateGuard, DutyKind::GateGuard) && guards
        || may(Rule::LeaderOnDuty, DutyKind::LeaderOnDuty) && terms.rank.is_some()
}

fn not_free(zh: &str, en: &str) -> Text {
    Text::new(zh, en)
}

/// Whether the person may lead the activity at all.
fn able(case: &Case, staff: usize, activity: usize) -> Result<(), Text> {
    if case.instance.activities[activity].leads.contains(&staff) {
        return Ok(());
    }
    if !case.instance.staff[staff].serves {
        return Err(Text::new("此人不愿服务或未经审核", "the person is not willing or not vetted"));
    }
    let draft = case.here.activities[case.instance.activities[activity].id.as_str()];
    let (skill, level) = (shown(&draft.skill), draft.skill_level.unwrap_or(1));
    Err(Text::new(
        format!(
            "此人没有主讲资格（需要特长“{skill}”{level} 级；作业、答疑和线上学习不得由机构教师主讲）"
        ),
        format!(
            "the person may not lead it (it needs skill '{skill}' at level {level}; academic activities are never led by an organisation's instructor)"
        ),
    ))
}

fn meet<'a, 'b>(
    sink: &mut Sink,
    path: &Path,
    busy: &mut BTreeMap<usize, (Work, &'b Stated<'a>)>,
    pin: &'b Stated<'a>,
    work: Option<Work>,
    slots: SlotMask,
) {
    let Some(work) = work else { return };
    for slot in bits(slots) {
        let (other, first) = *busy.entry(slot).or_insert((work, pin));
        if other != work {
            let why = Text::new("一人一时只能在一处", "a person is in one place at a time");
            return together(sink, path, first, pin, &why);
        }
    }
}

/// Slots pinned beyond a cap of the week or of a weekday.
fn caps(
    sink: &mut Sink,
    path: &Path,
    case: &Case,
    staff: usize,
    (pin, slots): (&Stated, SlotMask),
    periods: &mut BTreeSet<(i32, usize)>,
) {
    let person = &case.instance.staff[staff];
    for slot in bits(slots) {
        let weekday = case.instance.slots[slot].at.weekday;
        if !periods.insert((weekday, slot)) {
            continue;
        }
        let day = periods.iter().filter(|(day, _)| *day == weekday).count();
        let caps = [
            (periods.len(), person.weekly_cap, ("每周", "week")),
            (day, person.daily_cap, ("每日", "weekday")),
        ];
        for (count, cap, (zh, en)) in caps {
            if count == cap as usize + 1 {
                let why = Text::new(
                    format!("超过此人{zh}上限 {cap} 个时段"),
                    format!("it is beyond the person's cap of {cap} periods a {en}"),
                );
                alone(sink, path, pin, &why);
            }
        }
    }
}

fn loans(sink: &mut Sink, path: &Path, case: &Case, pins: &[&Stated]) {
    let mut weekdays = BTreeSet::new();
    for pin in pins.iter().filter(|pin| pin.data.is_loan) {
        let terms = case.here.staff[pin.fact.staff.as_str()].loan_terms.as_ref();
        let refused = terms.filter(|terms| terms.willing).map_or_else(
            || {
                Some(Text::new(
                    "此人不愿到其他学校支援",
                    "the person is not willing to serve elsewhere",
                ))
            },
            |terms| against_terms(case, pin, terms),
        );
        weekdays.extend(pin.fact.weekday);
        let most = terms.and_then(|terms| terms.max_weekdays).unwrap_or(1);
        if let Some(why) = refused {
            alone(sink, path, pin, &why);
        } else if weekdays.len() as i64 > i64::from(most) {
            let why = Text::new(
                format!("超过此人每周最多 {most} 天支援"),
                format!("it is beyond the person's {most} loan weekdays a week"),
            );
            alone(sink, path, pin, &why);
        }
    }
}

fn against_terms(case: &Case, pin: &Stated, terms: &LoanTerms) -> Option<Text> {
    let (from, to) = (case.here.school.id.as_str(), pin.fact.school.as_str());
    let minutes = case.all.travel.get(&(from, to));
    let far = minutes.is_none_or(|&m| terms.max_travel_minutes.is_some_and(|most| m > most));
    let pairs_only = case.all.bureau.loan_policy.as_ref().is_some_and(|policy| policy.pairs_only);
    let paired = case.all.bureau.pairs.iter().any(|p| p.lender == from && p.borrower == to);
    if from == to {
        return Some(Text::new("那是其本校", "that is the person's own school"));
    }
    if !terms.schools.is_empty() && !terms.schools.iter().any(|id| id == to) {
        return Some(Text::new("其支援条件不含该校", "the loan terms do not list that school"));
    }
    if pin
        .fact
        .weekday
        .is_some_and(|day| !terms.weekdays.is_empty() && !terms.weekdays.contains(&day))
    {
        return Some(Text::new("其支援条件不含这一天", "the loan terms do not list that weekday"));
    }
    if far {
        return Some(Text::new(
            "路程未填或超过其最长路程",
            "the travel time is unknown or beyond the terms",
        ));
    }
    (pairs_only && !paired)
        .then(|| Text::new("只有结对学校之间可以支援", "only paired schools may lend"))
}
