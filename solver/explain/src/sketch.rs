//! A changed plan in the making: pupils with another week, perhaps a new section, and what the
//! school would have to adjust for it.

use crate::desk::Desk;
use crate::week::Change;
use kehou_domain::answer::Adjustment;
use kehou_domain::draft::SlotRef;
use kehou_domain::instance::SlotMask;
use kehou_domain::plan::{SchoolPlan, Section, Session};
use std::collections::BTreeMap;

/// A section that is not open yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Opened {
    pub activity: usize,
    pub starts: Vec<SlotRef>,
    pub sessions: Vec<SlotMask>,
    pub lead: String,
    pub rooms: Vec<String>,
    pub assistants: Vec<Vec<String>>,
    pub pupils: Vec<usize>,
}

/// An assistant more: open section, session, person.
type Helper = (usize, usize, usize);

/// A changed plan in the making.
#[derive(Clone)]
pub(crate) struct Sketch<'d> {
    desk: &'d Desk,
    /// Pupils of each open section.
    pub sizes: Vec<i64>,
    pub changes: Vec<Change>,
    pub opened: Option<Opened>,
    /// Adjustments that do not follow from sizes.
    pub asked: Vec<Adjustment>,
    pub busy: Vec<SlotMask>,
    helpers: Vec<Helper>,
}

/// How hard an adjustment is to make.
fn effort(adjustment: &Adjustment) -> i64 {
    match adjustment {
        Adjustment::Seats { more, .. } => i64::from(*more),
        Adjustment::RoomCapacity { more, .. } => 1 + i64::from(*more),
        Adjustment::MinSize { .. } => 2,
        Adjustment::MaxSections { .. }
        | Adjustment::MentorPupils { .. }
        | Adjustment::Agreed { .. } => 3,
        Adjustment::StaffCap { more, .. } => 1 + 2 * i64::from(*more),
        Adjustment::Attendance { .. }
        | Adjustment::Equipment { .. }
        | Adjustment::Segment { .. } => 4,
        Adjustment::Gate { .. } | Adjustment::Grade { .. } => 5,
        Adjustment::Money { .. } => 6,
        Adjustment::Staff { slots, .. } => 10 + slots.len() as i64,
        Adjustment::Room { slots, .. } => 15 + slots.len() as i64,
    }
}

/// How hard several adjustments are to make.
pub(crate) fn efforts(adjustments: &[Adjustment]) -> i64 {
    adjustments.iter().map(effort).sum()
}

impl<'d> Sketch<'d> {
    pub fn new(desk: &'d Desk) -> Self {
        Self {
            desk,
            sizes: (0..desk.open.len())
                .map(|open| desk.section(open).students.len() as i64)
                .collect(),
            changes: Vec::new(),
            opened: None,
            asked: Vec::new(),
            busy: desk.busy.clone(),
            helpers: Vec::new(),
        }
    }

    /// Gives a pupil another week.
    pub fn take(&mut self, change: Change) {
        change.leaves.iter().for_each(|&open| self.sizes[open] -= 1);
        change.joins.iter().for_each(|&open| self.sizes[open] += 1);
        self.changes.push(change);
    }

    /// Finds assistants for sections that have grown beyond what theirs may look after.
    pub fn find_helpers(&mut self) {
        let desk = self.desk;
        for open in 0..desk.open.len() {
            let section = desk.section(open);
            let needs = |size: i64| {
                desk.model.assistants_needed(desk.open[open].activity, size as u32) as usize
            };
            let (before, after) = (needs(section.students.len() as i64), needs(self.sizes[open]));
            if after <= before {
                continue;
            }
            for (nth, &slots) in desk.open[open].sessions.iter().enumerate() {
                for _ in section.sessions[nth].assistants.len()..after {
                    let able =
                        (0..self.busy.len()).filter(|&p| desk.can_work(p, self.busy[p], slots));
                    let Some(person) = able.min_by_key(|&p| self.load(p)) else { break };
                    self.busy[person] |= slots;
                    self.helpers.push((open, nth, person));
                }
            }
        }
    }

    /// Load of a person, day and after school.
    pub fn load(&self, person: usize) -> (i64, usize) {
        let day = self.desk.model.staff[person].day_load;
        (day + i64::from(self.busy[person].count_ones()), person)
    }

    /// All that the school would have to change.
    pub fn adjustments(&self) -> Vec<Adjustment> {
        let (desk, model) = (self.desk, &self.desk.model);
        let mut seats: BTreeMap<usize, i64> = BTreeMap::new();
        let mut rooms: BTreeMap<usize, i64> = BTreeMap::new();
        let mut least: BTreeMap<usize, i64> = BTreeMap::new();
        let mut small = |activity: usize, size: i64| {
            if size < i64::from(model.activities[activity].min_size) {
                let found = least.entry(activity).or_insert(size);
                *found = size.min(*found);
            }
        };
        for (open, &size) in self.sizes.iter().enumerate() {
            if size == desk.section(open).students.len() as i64 || size == 0 {
                continue;
            }
            let section = &desk.open[open];
            small(section.activity, size);
            let over = size - i64::from(model.activities[section.activity].max_size);
            raise(&mut seats, section.activity, over);
            for &room in &section.rooms {
                raise(&mut rooms, room, size - i64::from(model.rooms[room].capacity));
            }
        }
        if let Some(new) = &self.opened {
            small(new.activity, new.pupils.len() as i64);
        }
        let id = |activity: usize| model.activities[activity].id.clone();
        let mut all = self.asked.clone();
        all.extend(seats.into_iter().map(|(activity, more)| Adjustment::Seats {
            activity: id(activity),
            more: more as i32,
        }));
        all.extend(rooms.into_iter().map(|(room, more)| Adjustment::RoomCapacity {
            room: model.rooms[room].id.clone(),
            more: more as i32,
        }));
        all.extend(least.into_iter().map(|(activity, size)| Adjustment::MinSize {
            activity: id(activity),
            least: size as i32,
        }));
        all
    }

    /// The plan.
    pub fn plan(&self) -> SchoolPlan {
        let (desk, model) = (self.desk, &self.desk.model);
        let mut plan = desk.school_plan().clone();
        for change in &self.changes {
            let id = &model.students[change.pupil].id;
            for &open in &change.leaves {
                plan.sections[desk.open[open].at].students.retain(|one| one != id);
            }
            for &open in &change.joins {
                let students = &mut plan.sections[desk.open[open].at].students;
                students.push(id.clone());
                students.sort();
            }
        }
        for &(open, nth, person) in &self.helpers {
            let session = &mut plan.sections[desk.open[open].at].sessions[nth];
            session.assistants.push(model.staff[person].id.clone());
            session.assistants.sort();
        }
        let emptied = |section: &Section| section.students.is_empty();
        let had = desk.school_plan().sections.iter().map(emptied).collect::<Vec<_>>();
        let mut nth = 0;
        plan.sections.retain(|section| {
            nth += 1;
            had[nth - 1] || !emptied(section)
        });
        plan.sections.extend(self.opened.as_ref().map(|new| self.section(new)));
        plan
    }

    fn section(&self, new: &Opened) -> Section {
        let model = &self.desk.model;
        let mut students: Vec<String> =
            new.pupils.iter().map(|&pupil| model.students[pupil].id.clone()).collect();
        students.sort();
        let sessions = new.starts.iter().enumerate().map(|(nth, &start)| Session {
            start,
            room: new.rooms[nth].clone(),
            lead: new.lead.clone(),
            assistants: new.assistants[nth].clone(),
            ..Session::default()
        });
        Section {
            id: self.desk.new_section_id(),
            activity: model.activities[new.activity].id.clone(),
            sessions: sessions.collect(),
            students,
        }
    }
}

fn raise(most: &mut BTreeMap<usize, i64>, key: usize, more: i64) {
    if more > 0 {
        let found = most.entry(key).or_insert(more);
        *found = more.max(*found);
    }
}
