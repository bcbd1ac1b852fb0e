//! A small school is also put right by an integer program over all its sections and places: less
//! falls short or changes in no plan, whatever lacked before. Schools with duties, pins, change
//! budgets, companions or a budget are left to the search.

mod offers;
mod program;
mod read;
mod rows;

use super::Bench;
use crate::candidate::Candidate;
use crate::model::{Claim, Model};
use crate::warm;
use kehou_domain::instance::{SlotMask, bits};
use kehou_domain::notice::disturbance;
use kehou_domain::plan::SchoolPlan;
use kehou_domain::rule::Rule;
use offers::{Offer, Place, offers};
use program::{Costs, Program, Terms};
use std::collections::BTreeMap;

/// Variables of the largest program.
const MOST_VARIABLES: usize = 1500;

/// Sections that could be open, at most.
const MOST_OFFERS: usize = 200;

/// Pupils' slots, at most.
const MOST_PLACES: usize = 100;

/// The plan that falls short and changes least, where less than in the one put right.
pub(super) fn less_disturbed(
    model: &Model,
    incumbent: &SchoolPlan,
    repaired: &SchoolPlan,
) -> Option<SchoolPlan> {
    let school = model.school;
    let is_plain = !model.duties.needs_staff()
        && model.companions.pairs.is_empty()
        && !model.purse.is_limited()
        && school.pins.is_empty()
        && incumbent.duties.is_empty()
        && school.change_budget == kehou_domain::draft::ChangeBudget::default();
    if !is_plain || school.students.len() * school.slots.len() > MOST_PLACES {
        return None;
    }
    let bench = Bench::vacated(model, incumbent);
    let least = Whole::new(&bench, incumbent)?.solve(incumbent)?;
    let count = |plan: &SchoolPlan| {
        let (candidate, _): (Candidate, _) = warm::take(model, plan)?;
        let changes = disturbance(&school.into(), incumbent, plan);
        Some((candidate.shortfall, changes.places + changes.sessions))
    };
    let plan = SchoolPlan {
        departures: repaired.departures.clone(),
        mentors: repaired.mentors.clone(),
        ..least
    };
    (count(&plan)? < count(repaired)?).then_some(plan)
}

/// The program, with what its variables stand for.
struct Whole<'b> {
    bench: &'b Bench<'b>,
    program: Program,
    offers: Vec<Offer>,
    /// By offer: whether it is open.
    open: Vec<usize>,
    /// By offer: its pupils.
    sizes: Vec<usize>,
    /// Assistants: offer, session, person, variable.
    helpers: Vec<(usize, usize, usize, usize)>,
    /// Pupils in places: pupil, place, variable.
    seats: Vec<(usize, Place, usize)>,
}

impl<'b> Whole<'b> {
    fn new(bench: &'b Bench<'b>, incumbent: &SchoolPlan) -> Option<Self> {
        let offers = offers(bench, MOST_OFFERS)?;
        let (open, sizes, helpers, seats) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let program = Program::default();
        let mut whole = Self { bench, program, offers, open, sizes, helpers, seats };
        whole.open_sections();
        (0..bench.model.pupils.len()).for_each(|pupil| whole.seat(pupil));
        if whole.program.size() > MOST_VARIABLES {
            return None;
        }
        whole.fill();
        whole.keep_rooms();
        whole.keep_people();
        whole.count_sessions(incumbent);
        Some(whole)
    }

    /// Sections with their sizes and assistants.
    fn open_sections(&mut self) {
        let model = self.bench.model;
        let rules = &model.school.rules;
        for at in 0..self.offers.len() {
            let offer = &self.offers[at];
            let lacks = i64::from(offer.lead.is_none()) * rules.weight(Rule::SessionStaffed);
            let (least, seats) = (i64::from(offer.least), i64::from(offer.seats));
            let open = self.program.variable([lacks, 0, 0], 1);
            let size = self.program.variable([0; 3], seats);
            self.program.at_most(vec![(open, least), (size, -1)], 0);
            self.program.at_most(vec![(size, 1), (open, -seats)], 0);
            self.open.push(open);
            self.sizes.push(size);
            self.assist(at);
        }
        // As many of an activity at once as may be.
        for (activity, data) in model.school.activities.iter().enumerate() {
            let slots = if data.grouping.is_some() { model.school.slots.len() } else { 1 };
            for slot in 0..slots {
                let counts = |offer: &Offer| {
                    offer.activity == activity
                        && (data.grouping.is_none() || offer.mask() >> slot & 1 == 1)
                };
                let terms = self.opens(counts);
                self.program.at_most(terms, i64::from(data.max_sections));
            }
        }
    }

    /// Assistants that an open section needs, given or missing.
    fn assist(&mut self, at: usize) {
        let (model, offer) = (self.bench.model, self.offers[at].clone());
        let data = &model.school.activities[offer.activity];
        let most = i64::from(model.school.assistants_needed(offer.activity, offer.seats));
        if most == 0 {
            return;
        }
        // Rounded up: one more for every so many pupils, begun or not.
        let by_size = self.program.variable([0; 3], most);
        let each = i64::from(data.pupils_per_assistant);
        let (open, size) = (self.open[at], self.sizes[at]);
        if each > 0 {
            self.program.at_most(vec![(size, 1), (by_size, -each)], 0);
        }
        for (nth, &slots) in offer.sessions.iter().enumerate() {
            let points = model.school.rules.missing_assistant_points;
            let missing = self.program.variable([points, 0, 0], most);
            let mut terms = vec![(open, i64::from(data.assistants)), (missing, -1)];
            if each > 0 {
                terms.push((by_size, 1));
            }
            for person in 0..model.school.staff.len() {
                if crate::openings::can_work(model, person, 0, slots) {
                    let helper = self.program.variable([0; 3], 1);
                    self.program.at_most(vec![(helper, 1), (open, -1)], 0);
                    self.helpers.push((at, nth, person, helper));
                    terms.push((helper, -1));
                }
            }
            self.program.at_most(terms, 0);
        }
    }

    /// What a pupil may have, slot by slot.
    fn seat(&mut self, pupil: usize) {
        let model = self.bench.model;
        let (data, rules) = (&model.pupils[pupil], &model.school.rules);
        let first = self.seats.len();
        self.seat_in_sections(pupil);
        for slot in bits(data.attends) {
            for &pool in &model.rows[data.row][slot] {
                let costs = [0, self.changed(pupil, model.pools[pool].activity, 1 << slot), 0];
                self.take(pupil, Place::Pool(pool, slot), costs);
            }
            let short = rules.weight(Rule::Unplaced) * data.weight / 100;
            let lost = i64::from(self.before(pupil, slot).is_some());
            let without = self.program.variable([short, lost, 0], 1);
            let covers = self.seats[first..].iter().filter(|one| self.mask(one.1) >> slot & 1 == 1);
            let terms = covers.map(|one| (one.2, 1)).chain([(without, 1)]).collect();
            self.program.equal(terms, 1);
        }
        for &day in model.days.iter().filter(|_| rules.is_on(Rule::HomeworkCap)) {
            let homework = self.seats[first..].iter().filter(|one| self.is_homework(one.1));
            let periods = |place| i64::from((self.mask(place) & day).count_ones());
            let terms = homework.map(|one| (one.2, periods(one.1))).collect();
            self.program.at_most(terms, i64::from(rules.homework_cap_periods));
        }
    }

    /// Places in sections, once an activity, and the training they are.
    fn seat_in_sections(&mut self, pupil: usize) {
        let model = self.bench.model;
        let (data, rules) = (&model.pupils[pupil], &model.school.rules);
        let (mut training, mut only) = (Vec::new(), Vec::new());
        for want in &model.wants[data.wants.clone()] {
            let wish = want.points - rules.not_granted_points * want.sessions;
            let mut once = Vec::new();
            for &column in model.columns_for(want) {
                let mask = model.columns[column as usize].mask;
                let changed = self.changed(pupil, want.activity, mask);
                let costs = [0, changed, wish * data.weight / 100];
                once.push((self.take(pupil, Place::Column(column as usize), costs), 1));
            }
            training.extend(once.iter().map(|&(taken, _)| (taken, want.training)));
            if want.claim == Claim::TrainingOnly {
                only.push((once.clone(), want.training));
            }
            self.program.at_most(once, 1);
        }
        self.train(data.need, training, only);
    }

    fn take(&mut self, pupil: usize, place: Place, costs: Costs) -> usize {
        let seat = self.program.variable(costs, 1);
        self.seats.push((pupil, place, seat));
        seat
    }

    fn mask(&self, place: Place) -> SlotMask {
        match place {
            Place::Column(column) => self.bench.model.columns[column].mask,
            Place::Pool(_, slot) => 1 << slot,
        }
    }

    fn is_homework(&self, place: Place) -> bool {
        let model = self.bench.model;
        match place {
            Place::Column(at) => model.school.activities[model.columns[at].activity].is_homework,
            Place::Pool(pool, _) => model.is_homework(pool),
        }
    }

    fn before(&self, pupil: usize, slot: usize) -> Option<usize> {
        self.bench.before[pupil * self.bench.model.school.slots.len() + slot]
    }

    /// Slots in which the activity is another than before.
    fn changed(&self, pupil: usize, activity: usize, mask: SlotMask) -> i64 {
        bits(mask).filter(|&slot| self.before(pupil, slot) != Some(activity)).count() as i64
    }

    /// Training that is needed, had or missing; what is not listed only as far as it is needed.
    fn train(&mut self, need: i64, training: Terms, only: Vec<(Terms, i64)>) {
        let all: i64 = training.iter().map(|term| term.1).sum();
        for (once, sessions) in only {
            // Where it is taken: all training without it is less than needed.
            let mut terms = training.clone();
            terms.extend(once.into_iter().map(|(taken, _)| (taken, all)));
            self.program.at_most(terms, all + need - 1 + sessions);
        }
        if need > 0 {
            let points = self.bench.model.school.rules.weight(Rule::TrainingMinimum);
            let missing = self.program.variable([points, 0, 0], need);
            let had = training.into_iter().map(|(taken, sessions)| (taken, -sessions));
            self.program.at_most(had.chain([(missing, -1)]).collect(), -need);
        }
    }

    /// Pupils of a place are those of its sections.
    fn fill(&mut self) {
        let mut places: BTreeMap<Place, Terms> = BTreeMap::new();
        for &(_, place, seat) in &self.seats {
            places.entry(place).or_default().push((seat, 1));
        }
        for (offer, &size) in self.offers.iter().zip(&self.sizes) {
            places.entry(offer.place).or_default().push((size, -1));
        }
        for terms in places.into_values() {
            self.program.equal(terms, 0);
        }
    }
}
