//! What a run claims: status, the limit that hit, and value, proven bound and gap of both levels.

use crate::draft::Bureau;
use crate::rule::Rule;
use std::collections::BTreeMap;

/// Kind of a bound that holds for every plan.
pub const PUPIL_WEEK: &str = "pupil_week";

/// Kind of a bound that holds for plans without loans only, as loans that the data allow were not
/// decided.
pub const WITHOUT_LOANS: &str = "pupil_week_without_loans";

/// What is known when a run ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// A checked plan within the asked gap of the bound, at both levels.
    Optimal,
    /// A checked plan; a limit stopped the search.
    Feasible,
    /// Pins, bans or hard data contradict each other: proven, no plan exists.
    Infeasible,
    /// A limit came before any plan.
    NoSolution,
    /// Stopped by the user; the best plan so far, if any, is kept.
    Cancelled,
}

impl Status {
    /// Of two schools together.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let either = |status| self == status || other == status;
        let order = [Self::Infeasible, Self::NoSolution, Self::Cancelled, Self::Feasible];
        order.into_iter().find(|&status| either(status)).unwrap_or(Self::Optimal)
    }
}

/// The limit that stopped a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// Nothing stopped it: the gap was reached.
    None,
    /// Wall-clock time.
    Time,
    /// Work, in the engine's own deterministic units.
    Work,
    /// The user.
    Interrupt,
}

/// One level of the objective: points of the plan and the proven lower bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Level {
    /// Points of the plan.
    pub value: i64,
    /// No plan has fewer points (at level 2: no plan with at most this shortfall).
    pub bound: i64,
}

impl Level {
    /// (value - bound) / max(value, 1).
    pub fn gap(&self) -> f64 {
        (self.value - self.bound) as f64 / self.value.max(1) as f64
    }
    /// Points above the bound per pupil.
    pub fn points_per_student(&self, students: usize) -> f64 {
        (self.value - self.bound) as f64 / students.max(1) as f64
    }
    /// Both values and both bounds added up.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self { value: self.value + other.value, bound: self.bound + other.bound }
    }
}

/// What a run claims about one school.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolOutcome {
    /// Id of the school.
    pub school: String,
    /// Taking-part pupils.
    pub students: usize,
    /// Status.
    pub status: Status,
    /// Limit that stopped the school's search.
    pub limit: Limit,
    /// Level 1.
    pub shortfall: Level,
    /// Level 2.
    pub quality: Level,
    /// How the level 2 bound was proved, in a word (`none`, `pupil_week`).
    pub bound_kind: &'static str,
    /// Work spent, in the engine's deterministic units.
    pub work: u64,
}

/// What a run claims about the whole bureau.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Status.
    pub status: Status,
    /// Limit that hit.
    pub limit: Limit,
    /// Level 1, all schools together.
    pub shortfall: Level,
    /// Level 2, all schools together.
    pub quality: Level,
    /// Points per rule, both levels, recomputed by the independent check; rules that are on.
    pub points: Vec<(Rule, i64)>,
    /// Points per unit of each elastic and quality rule that is on, as the bureau's policy has it.
    pub weights: Vec<(Rule, i64)>,
    /// Per school.
    pub schools: Vec<SchoolOutcome>,
    /// Key figures of the whole bureau.
    pub kpis: Kpis,
    /// Key figures per school, in the order of `schools`.
    pub school_kpis: Vec<Kpis>,
    /// Per school, in the order of `schools`: weights that differ from `weights`; 0: off here.
    pub school_weights: Vec<Vec<(Rule, i64)>>,
    /// Wall-clock seconds of the run.
    pub wall_seconds: f64,
    /// CPU seconds of the run.
    pub cpu_seconds: f64,
    /// Peak resident memory, bytes.
    pub peak_rss_bytes: u64,
    /// Version of Kehou.
    pub version: String,
    /// Seed.
    pub seed: u64,
    /// SHA-256 of the input's canonical binary form, hex.
    pub input_digest: String,
    /// SHA-256 of the plan's canonical binary form, hex.
    pub plan_digest: String,
}

impl Outcome {
    /// Of a plan that people made: nothing is known of it yet, and no bound ever.
    pub fn edited(bureau: &Bureau) -> Self {
        let schools = bureau.schools.iter().map(|school| SchoolOutcome {
            school: school.id.clone(),
            students: school.students.len(),
            status: Status::Feasible,
            limit: Limit::None,
            shortfall: Level::default(),
            quality: Level::default(),
            bound_kind: "none",
            work: 0,
        });
        Self { schools: schools.collect(), ..Self::of_nothing(Status::Feasible) }
    }

    /// Of a bureau without any school: schools are to be added.
    pub fn of_nothing(status: Status) -> Self {
        Self {
            status,
            limit: Limit::None,
            shortfall: Level::default(),
            quality: Level::default(),
            points: Vec::new(),
            weights: Vec::new(),
            schools: Vec::new(),
            kpis: Kpis::default(),
            school_kpis: Vec::new(),
            school_weights: Vec::new(),
            wall_seconds: 0.0,
            cpu_seconds: 0.0,
            peak_rss_bytes: 0,
            version: String::new(),
            seed: 0,
            input_digest: String::new(),
            plan_digest: String::new(),
        }
    }

    /// Adds schools that nothing ties to those there are: points, bounds and lists of both. Key
    /// figures of the whole, weights, digests and measures stay as they are.
    pub fn add(&mut self, other: Self) {
        self.status = self.status.with(other.status);
        self.limit = self.limit.max(other.limit);
        self.shortfall = self.shortfall.plus(other.shortfall);
        self.quality = self.quality.plus(other.quality);
        let mut points: BTreeMap<Rule, i64> = self.points.iter().copied().collect();
        for (rule, here) in other.points {
            *points.entry(rule).or_default() += here;
        }
        self.points = points.into_iter().collect();
        self.schools.extend(other.schools);
        self.school_kpis.extend(other.school_kpis);
        self.school_weights.extend(other.school_weights);
    }

    /// Puts schools and their key figures at their places, given in the order they were added.
    pub fn arrange(&mut self, places: &[usize]) {
        fn arranged<T>(list: &mut Vec<T>, places: &[usize]) {
            let mut pairs: Vec<(usize, T)> = places.iter().copied().zip(list.drain(..)).collect();
            pairs.sort_by_key(|&(place, _)| place);
            list.extend(pairs.into_iter().map(|(_, entry)| entry));
        }
        arranged(&mut self.schools, places);
        arranged(&mut self.school_kpis, places);
    }
}

/// Key figures of a plan. Counts are counts; permille are 0-1000.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kpis {
    /// Taking-part pupils.
    pub students: i64,
    /// Slots attended, all pupils.
    pub student_slots: i64,
    /// Slots attended with a place.
    pub student_slots_placed: i64,
    /// Sessions wanted, all pupils.
    pub sessions_wanted: i64,
    /// Wanted sessions granted, all pupils.
    pub sessions_granted: i64,
    /// Granted sessions of rank 1.
    pub sessions_first_choice: i64,
    /// Granted sessions of rank 1 to 3.
    pub sessions_top_three: i64,
    /// Pupils with at least one wanted session.
    pub students_with_wishes: i64,
    /// Of those, pupils with at least one session of rank 1.
    pub students_first_choice: i64,
    /// Of those, pupils with nothing granted.
    pub students_nothing: i64,
    /// Most points S of one pupil.
    pub worst_student_points: i64,
    /// Pupils who want more and see a place in a listed activity, which they could attend, held by
    /// a pupil of lower weight.
    pub students_envious: i64,
    /// Wanted and granted sessions by priority group present, and of pupils without any.
    pub by_priority: Vec<PriorityKpi>,
    /// Willing staff.
    pub staff_willing: i64,
    /// After-school staff-periods.
    pub staff_periods: i64,
    /// Mean weekly load (day + after school) of willing staff, in hundredths of a period.
    pub workload_mean_hundredths: i64,
    /// Largest minus smallest weekly load of willing staff, periods.
    pub workload_spread: i64,
    /// Gini coefficient of the loads of willing staff, permille.
    pub workload_gini_permille: i64,
    /// Sessions without a lead.
    pub sessions_without_lead: i64,
    /// Missing assistants.
    pub assistants_missing: i64,
    /// Missing duty heads.
    pub duties_unfilled: i64,
    /// Loan days.
    pub loan_days: i64,
    /// Pay of a typical week, fen.
    pub weekly_pay_fen: i64,
    /// Open sections with a pattern.
    pub sections: i64,
    /// Of those, filled to less than half, half to nine tenths, and above.
    pub sections_by_fill: [i64; 3],
    /// Sessions of activities that open per slot.
    pub slot_sessions: i64,
}

/// Wanted and granted sessions of one priority group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PriorityKpi {
    /// The group; none: pupils without priority.
    pub priority: Option<crate::draft::Priority>,
    /// Pupils.
    pub students: i64,
    /// Sessions wanted.
    pub sessions_wanted: i64,
    /// Wanted sessions granted.
    pub sessions_granted: i64,
}
