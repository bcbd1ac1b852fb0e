//! Points stay countable: the most points the policy could ever charge for this data, against a
//! limit far inside 64-bit integers. Counted in 128 bits, generously.

use super::codes::Code;
use super::index::BureauIndex;
use super::path::Path;
use super::sink::Sink;
use super::students::MAX_CARRY_OVER;
use crate::draft::School;
use crate::fault::Text;
use crate::policy::Rules;
use crate::rule::Rule;

/// Most points of a level, all schools together.
pub const MAX_POINTS: i128 = 1_000_000_000_000_000_000;

/// The most points of schools so far.
#[derive(Clone, Copy, Default)]
pub(super) struct Worst {
    shortfall: i128,
    quality: i128,
}

impl Worst {
    /// Adds a school, whose figures are in range.
    pub(super) fn add(&mut self, all: &BureauIndex, school: &School) {
        let staff = school.staff.len() + all.shared_staff_of(&school.id).len();
        let rules = Rules::resolve(&all.bureau.policy, &school.policy);
        let here = worst_shortfall(school, &rules, staff as i128);
        self.shortfall += here;
        self.quality += worst_quality(school, &rules, staff as i128, here);
    }
}

pub(super) fn check(sink: &mut Sink, worst: Worst) {
    let most = worst.shortfall.max(worst.quality);
    if most > MAX_POINTS {
        sink.note(
            Code::PointsTooLarge,
            &Path::TOP.field("policy"),
            &most.to_string(),
            Text::new(
                format!("按这些权重，分值最多可达 {most}，超过可计算的 {MAX_POINTS}"),
                format!("with these weights points could reach {most}, beyond the {MAX_POINTS} that can be counted"),
            ),
            Text::new("把权重和分值按同一比例缩小", "divide weights and points by a common factor"),
        );
    }
}

fn per_rule(rules: &Rules, counts: &[(Rule, i128)]) -> i128 {
    counts.iter().map(|&(rule, count)| i128::from(rules.weight(rule)) * count).sum()
}

fn sizes(school: &School, rules: &Rules) -> (i128, i128, i128) {
    let carried = school.students.iter().map(|s| i64::from(s.carry_over)).max().unwrap_or(0);
    let weight = rules.student_weight.max(rules.priority_weight) + carried.clamp(0, MAX_CARRY_OVER);
    (school.students.len() as i128, school.periods.len().min(64) as i128, weight.into())
}

/// Points of pay of a term: each 100 yuan, 64 periods a week, the most weeks.
fn pay_units(staff: i128) -> i128 {
    staff * 64 * i128::from(super::term::MAX_WEEKS * super::money::MAX_FEE_FEN / 10_000)
}

fn worst_shortfall(school: &School, rules: &Rules, staff: i128) -> i128 {
    let (pupils, slots, weight) = sizes(school, rules);
    let sessions = pupils * slots;
    let waves: i128 = school
        .dismissal_points
        .iter()
        .map(|point| {
            7 * point.gates.len() as i128 * i128::from(point.waves.unwrap_or(1).clamp(1, 60))
        })
        .sum();
    let leaders: i128 = rules.leaders.iter().map(|&(_, heads)| i128::from(heads) * 7).sum();
    let areas = school.rooms.len() as i128 + 9;
    let wishes: usize = school.students.iter().map(|s| s.companions.len()).sum();
    let assistants = sessions * i128::from(super::activities::MAX_ASSISTANTS + 1);
    per_rule(
        rules,
        &[
            (Rule::Unplaced, sessions * (weight / 100 + 1)),
            (Rule::SessionStaffed, sessions),
            (Rule::OutsiderAccompanied, sessions),
            (Rule::TrainingMinimum, sessions),
            (Rule::Companions, wishes as i128),
            (Rule::Patrol, slots * i128::from(rules.patrol_heads)),
            (Rule::GateGuard, waves * i128::from(rules.gate_guard_heads)),
            (Rule::LeaderOnDuty, leaders),
            (Rule::AreaSupervisor, slots * areas * i128::from(rules.supervisor_heads)),
            (Rule::Mentor, pupils),
            (Rule::DismissalWave, pupils * 7),
            (Rule::Budget, pay_units(staff)),
        ],
    ) + assistants * i128::from(rules.missing_assistant_points)
}

fn worst_quality(school: &School, rules: &Rules, staff: i128, shortfall: i128) -> i128 {
    let (pupils, slots, weight) = sizes(school, rules);
    let sessions = pupils * slots;
    let dearest = rules.rank_points.iter().copied().max().unwrap_or(0).max(rules.substitute_points);
    let s = slots * i128::from(dearest + rules.not_granted_points);
    let each = shortfall / pupils.max(1);
    per_rule(
        rules,
        &[
            (Rule::Preference, pupils * weight * s),
            (Rule::WorstOff, pupils * weight * s * 3),
            (Rule::WorkloadBalance, staff * 264 * 264),
            (Rule::StaffWish, staff * school.activities.len() as i128),
            (Rule::LoanEffort, staff * 7 * 1440),
            (Rule::SchoolEquity, each * each),
            (Rule::SectionEffort, sessions),
            (Rule::Pay, pay_units(staff)),
            (Rule::Stability, sessions * 3),
            (Rule::WetWeather, sessions),
        ],
    ) + staff * 7 * i128::from(rules.loan_day_points)
}
