//! The decisions at one school as columns: which sections may open, with which rooms, leads,
//! assistants and pupils; duties, departures, mentors. A decision that a rule forbids by the data
//! alone has no column.

use crate::duties::{self, Departure, Duty, Post};
use crate::incumbent::Incumbent;
use crate::names;
use crate::program::{Column, Program};
use crate::rules;
use kehou_domain::draft::Grouping;
use kehou_domain::instance::{PatternData, SchoolInstance, SlotMask, bits};
use std::collections::BTreeSet;

/// A section that may open: one copy of an activity on one pattern, for one group or grade where
/// the activity gathers by those.
#[derive(Clone, Debug)]
pub struct Section {
    /// The activity.
    pub activity: usize,
    /// Slots covered.
    pub mask: SlotMask,
    /// Which of the copies that are alike, from 0.
    pub copy: usize,
    /// `open:<section>`: it opens.
    pub open: Column,
    /// `place:<student>:<section>`: the pupil is in it.
    pub places: Vec<(usize, Column)>,
    /// `lead:<staff>:<section>`: the person leads all its sessions.
    pub leads: Vec<(usize, Column)>,
    /// `without:<section>`: it opens without a lead. Base and care only.
    pub without: Option<Column>,
    /// Its sessions, in time order.
    pub sessions: Vec<Session>,
    /// Name within the school.
    pub label: String,
}

/// A session of a section that may open.
#[derive(Clone, Debug)]
pub struct Session {
    /// First slot.
    pub start: usize,
    /// Slots covered.
    pub mask: SlotMask,
    /// `room:<room>:<session>`: it is held there.
    pub rooms: Vec<(usize, Column)>,
    /// `assist:<staff>:<session>`: the person assists.
    pub assistants: Vec<(usize, Column)>,
    /// `accompany:<staff>:<session>`: the person accompanies an outsider who leads.
    pub companions: Vec<(usize, Column)>,
    /// Rooms that may stand in for an outdoor one in wet weather.
    pub stand_ins: Vec<StandIn>,
    /// Name within the school.
    pub label: String,
}

/// A room that may stand in for an outdoor one in wet weather.
#[derive(Clone, Debug)]
pub struct StandIn {
    /// The room.
    pub room: usize,
    /// `indoors:<room>:<session>`: it does.
    pub named: Column,
    /// `dry:<room>:<session>:<slot>`: nothing is against it in that slot, if it is available then.
    pub dry: Vec<(usize, Column)>,
}

/// Something a person may be given to do.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    /// The decision.
    pub column: Column,
    /// Slots taken.
    pub mask: SlotMask,
    /// A period beside those slots: gate duty, leader on duty.
    pub beside: Option<Beside>,
}

/// A period of work outside all slots.
#[derive(Clone, Copy, Debug)]
pub struct Beside {
    /// Weekday.
    pub weekday: i32,
    /// Makes the weekday late.
    pub is_late: bool,
    /// Start and end, minutes after midnight; none: on call.
    pub times: Option<(i32, i32)>,
}

/// Labels of one school.
pub struct Names {
    pub school: String,
    pub students: Vec<String>,
    pub staff: Vec<String>,
    pub rooms: Vec<String>,
    pub activities: Vec<String>,
    pub groups: Vec<String>,
    pub slots: Vec<String>,
}

/// A school with its decisions.
pub struct Model<'a> {
    pub school: &'a SchoolInstance,
    pub names: Names,
    pub sections: Vec<Section>,
    /// Duties that may be given.
    pub duties: Vec<Duty>,
    /// Ways in which groups may leave.
    pub departures: Vec<Departure>,
    /// `mentor:<staff>`: pupils whom the teacher is mentor of.
    pub mentors: Vec<(usize, Column)>,
    /// Ids of everybody of the bureau.
    pub known_staff: &'a BTreeSet<&'a str>,
    /// The plan to stay close to.
    pub incumbent: Option<Incumbent>,
    /// `unplaced:<student>:<slot>` per pupil, in slot order.
    pub unplaced: Vec<Vec<(usize, Column)>>,
    /// Points S of each pupil: columns and points per unit.
    pub points: Vec<Vec<(Column, i64)>>,
    /// Staff who may also work at other schools: what counts over the whole week is counted there.
    pub travels: Vec<bool>,
    /// Places each pupil may have: section and column.
    places: Vec<Vec<(usize, Column)>>,
}

/// Pupils that an activity which opens per slot gathers.
#[derive(Clone, Copy)]
enum Gathered {
    Group(usize),
    Grade(i32),
    All,
}

impl<'a> Model<'a> {
    pub fn new(
        school: &'a SchoolInstance,
        label: String,
        known_staff: &'a BTreeSet<&'a str>,
        travels: Vec<bool>,
        program: &mut Program,
    ) -> Self {
        let names = Names::new(school, label);
        let incumbent = Incumbent::new(school);
        let before = incumbent.as_ref();
        let mut sections = Vec::new();
        for activity in 0..school.activities.len() {
            for pattern in &school.activities[activity].patterns {
                for gathered in gatherings(school, activity) {
                    let names = &names;
                    let plan = Opening { school, names, before, activity, pattern, gathered };
                    sections.extend((0..plan.copies()).map(|copy| plan.section(copy, program)));
                }
            }
        }
        let unplaced = school
            .students
            .iter()
            .zip(&names.students)
            .map(|(student, who)| {
                let at = |slot: usize| {
                    let name = format!("unplaced:{}:{who}:{}", names.school, names.slots[slot]);
                    (slot, program.binary(name))
                };
                bits(student.attends).map(at).collect()
            })
            .collect();
        let mut places = vec![Vec::new(); school.students.len()];
        for (number, section) in sections.iter().enumerate() {
            section.places.iter().for_each(|&(i, place)| places[i].push((number, place)));
        }
        let mut model = Self {
            duties: duties::duties(school, &names, before, program),
            departures: duties::departures(school, &names, program),
            mentors: rules::mentor::mentors(school, &names, program),
            school,
            names,
            sections,
            known_staff,
            incumbent,
            unplaced,
            points: Vec::new(),
            travels,
            places,
        };
        model.points = (0..school.students.len())
            .map(|student| rules::preference::points_of(&model, student, program))
            .collect();
        model
    }

    /// Duties that may be given at a post.
    pub fn duty_columns(&self, post: &Post) -> Vec<Column> {
        let post = post.first_alike(self.school);
        let here = self.duties.iter().filter(|duty| duty.post == post);
        here.map(|duty| duty.column).collect()
    }

    /// Name of a row or column of a rule about someone or something.
    pub fn name(&self, rule: &str, who: &str) -> String {
        format!("{rule}:{}:{who}", self.names.school)
    }

    /// Places a pupil may have: section and column.
    pub fn places_of(&self, student: usize) -> impl Iterator<Item = (&Section, Column)> {
        self.places[student].iter().map(|&(section, place)| (&self.sections[section], place))
    }

    /// Work a staff member may be given.
    pub fn work_of(&self, staff: usize) -> Vec<Work> {
        let mut work = Vec::new();
        let mut add = |people: &[(usize, Column)], mask| {
            let column = people.iter().find(|person| person.0 == staff).map(|person| person.1);
            work.extend(column.map(|column| Work { column, mask, beside: None }));
        };
        for section in &self.sections {
            add(&section.leads, section.mask);
            for session in &section.sessions {
                add(&session.assistants, session.mask);
                add(&session.companions, session.mask);
            }
        }
        work.extend(self.duties.iter().filter(|duty| duty.staff == staff).map(|duty| {
            let beside = match duty.post {
                Post::Gate(stand, ..) => {
                    let stand = &self.school.stands[stand];
                    let times = (stand.start_minute, stand.end_minute());
                    Some(Beside {
                        weekday: stand.weekday,
                        is_late: stand.is_late,
                        times: Some(times),
                    })
                }
                Post::Leader(weekday) => Some(Beside { weekday, is_late: false, times: None }),
                Post::Patrol(_) | Post::Area(..) => None,
            };
            let mask = duty.post.slot().map_or(0, |slot| 1 << slot);
            Work { column: duty.column, mask, beside }
        }));
        work
    }

    /// Every session with its section.
    pub fn sessions(&self) -> impl Iterator<Item = (&Section, &Session)> {
        self.sections.iter().flat_map(|section| section.sessions.iter().map(move |s| (section, s)))
    }

    /// Staff who work at this school only, with their labels.
    pub fn staying_staff(&self) -> impl Iterator<Item = (usize, &String)> {
        self.names.staff.iter().enumerate().filter(|entry| !self.travels[entry.0])
    }

    /// Sections of an activity.
    pub fn sections_of(&self, activity: usize) -> impl Iterator<Item = &Section> {
        self.sections.iter().filter(move |section| section.activity == activity)
    }

    /// Whether the activity opens as sections on a pattern.
    pub fn has_pattern(&self, activity: usize) -> bool {
        self.school.activities[activity].grouping.is_none()
    }
}

impl Work {
    /// Periods of the week.
    pub fn periods(&self) -> i64 {
        i64::from(self.mask.count_ones()) + i64::from(self.beside.is_some())
    }

    /// Periods of a weekday, whose slots are `day`.
    pub fn periods_on(&self, weekday: i32, day: SlotMask) -> i64 {
        let beside = self.beside.is_some_and(|beside| beside.weekday == weekday);
        i64::from((self.mask & day).count_ones()) + i64::from(beside)
    }
}

impl Names {
    fn new(school: &SchoolInstance, label: String) -> Self {
        Self {
            school: label,
            students: names::labels(school.students.iter().map(|s| s.id.as_str())),
            staff: names::labels(school.staff.iter().map(|s| s.id.as_str())),
            rooms: names::labels(school.rooms.iter().map(|r| r.id.as_str())),
            activities: names::labels(school.activities.iter().map(|a| a.id.as_str())),
            groups: names::labels(school.groups.iter().map(|g| g.id.as_str())),
            slots: school.slots.iter().map(|slot| names::slot(slot.at)).collect(),
        }
    }
}

fn gatherings(school: &SchoolInstance, activity: usize) -> Vec<Gathered> {
    match school.activities[activity].grouping {
        Some(Grouping::Group) => (0..school.groups.len()).map(Gathered::Group).collect(),
        Some(Grouping::Grade) => {
            let mut grades: Vec<i32> = school.students.iter().map(|s| s.grade).collect();
            grades.sort_unstable();
            grades.dedup();
            grades.into_iter().map(Gathered::Grade).collect()
        }
        Some(Grouping::School) | None => vec![Gathered::All],
    }
}

/// What the copies of a section that are alike have in common.
struct Opening<'a> {
    school: &'a SchoolInstance,
    names: &'a Names,
    before: Option<&'a Incumbent>,
    activity: usize,
    pattern: &'a PatternData,
    gathered: Gathered,
}

impl Opening<'_> {
    fn students(&self) -> Vec<usize> {
        (0..self.school.students.len())
            .filter(|&i| match self.gathered {
                Gathered::Group(group) => self.school.students[i].group == group,
                Gathered::Grade(grade) => self.school.students[i].grade == grade,
                Gathered::All => true,
            })
            .filter(|&i| {
                rules::whole_section::attends(self.school, i, self.pattern.mask)
                    && rules::eligible::may_be_given(self.school, i, self.activity)
            })
            .collect()
    }

    fn rooms(&self, mask: SlotMask) -> Vec<usize> {
        let group = match self.gathered {
            Gathered::Group(group) => Some(group),
            Gathered::Grade(_) | Gathered::All => None,
        };
        rules::room_fit::rooms(self.school, self.activity, group, mask)
    }

    fn leads(&self) -> Vec<usize> {
        (0..self.school.staff.len())
            .filter(|&i| {
                rules::staff_skill::may_lead(self.school, i, self.activity)
                    && rules::staff_available::is_free(self.school, i, self.pattern.mask)
            })
            .collect()
    }

    fn session_masks(&self) -> impl Iterator<Item = (usize, SlotMask)> {
        let length = self.school.activities[self.activity].length;
        self.pattern.starts.iter().map(move |&start| (start, ((1 << length) - 1) << start))
    }

    /// Copies that can be open at once, by the data alone.
    fn copies(&self) -> usize {
        let data = &self.school.activities[self.activity];
        let by_pupils = self.students().len() / data.min_size.max(1) as usize;
        let by_rooms = self.session_masks().map(|(_, mask)| self.rooms(mask).len()).min();
        let by_leads = if data.component.may_lack_lead() { usize::MAX } else { self.leads().len() };
        (data.max_sections as usize).min(by_pupils).min(by_rooms.unwrap_or(0)).min(by_leads)
    }

    fn label(&self, copy: usize) -> String {
        let starts: Vec<&str> =
            self.pattern.starts.iter().map(|&slot| self.names.slots[slot].as_str()).collect();
        let gathered = match self.gathered {
            Gathered::Group(group) => format!(":{}", self.names.groups[group]),
            Gathered::Grade(grade) => format!(":grade{grade}"),
            Gathered::All => String::new(),
        };
        let activity = &self.names.activities[self.activity];
        format!("{activity}:{}{gathered}:k{}", starts.join("-"), copy + 1)
    }

    fn section(&self, copy: usize, program: &mut Program) -> Section {
        let label = self.label(copy);
        let school = &self.names.school;
        let open = program.binary(format!("open:{school}:{label}"));
        let places = self
            .students()
            .into_iter()
            .map(|i| {
                let who = &self.names.students[i];
                (i, program.binary(format!("place:{school}:{who}:{label}")))
            })
            .collect();
        let leads = self
            .leads()
            .into_iter()
            .map(|i| {
                let who = &self.names.staff[i];
                (i, program.binary(format!("lead:{school}:{who}:{label}")))
            })
            .collect();
        let may_lack_lead = self.school.activities[self.activity].component.may_lack_lead();
        let without = may_lack_lead.then(|| program.binary(format!("without:{school}:{label}")));
        let sessions = self
            .session_masks()
            .map(|(start, mask)| self.session(&label, start, mask, program))
            .collect();
        let mask = self.pattern.mask;
        let activity = self.activity;
        Section { activity, mask, copy, open, places, leads, without, sessions, label }
    }

    fn session(
        &self,
        section: &str,
        start: usize,
        mask: SlotMask,
        program: &mut Program,
    ) -> Session {
        let label = format!("{section}:{}", self.names.slots[start]);
        let school = &self.names.school;
        let mut columns = |what: &str, options: Vec<usize>, names: &[String]| {
            let name = |i: usize| format!("{what}:{school}:{}:{label}", names[i]);
            options.into_iter().map(|i| (i, program.binary(name(i)))).collect::<Vec<_>>()
        };
        let (school, activity, before) = (self.school, self.activity, self.before);
        let rooms = self.rooms(mask);
        let stand_ins = rules::wet_weather::stand_ins(school, &rooms, mask);
        let assistants = rules::session_staffed::assistants(school, before, activity, mask);
        let companions =
            rules::outsider_accompanied::companions(school, before, activity, &self.leads(), mask);
        Session {
            start,
            mask,
            rooms: columns("room", rooms, &self.names.rooms),
            assistants: columns("assist", assistants, &self.names.staff),
            companions: columns("accompany", companions, &self.names.staff),
            stand_ins: self.stand_ins(&label, stand_ins, mask, program),
            label,
        }
    }

    fn stand_ins(
        &self,
        session: &str,
        rooms: Vec<usize>,
        mask: SlotMask,
        program: &mut Program,
    ) -> Vec<StandIn> {
        let stand_in = |room: usize| {
            let what = format!("{}:{}:{session}", self.names.school, self.names.rooms[room]);
            let named = program.binary(format!("indoors:{what}"));
            let slots = bits(mask & self.school.rooms[room].free);
            let dry = slots.map(|slot| {
                (slot, program.binary(format!("dry:{what}:{}", self.names.slots[slot])))
            });
            let dry = dry.collect();
            StandIn { room, named, dry }
        };
        rooms.into_iter().map(stand_in).collect()
    }
}
