//! Every legal staffing of open sections, with its points; and every choice of rooms.

use super::view::{Shell, View};
use super::{Opened, Points};
use kehou_domain::draft::{Component, Fact};
use kehou_domain::rule::Rule;

/// Who leads each section and who assists each of its sessions; `None`: no lead.
#[derive(Clone, Debug, Default)]
pub struct Staffing {
    pub leads: Vec<Option<usize>>,
    pub assistants: Vec<Vec<Vec<usize>>>,
}

/// Room of each session of each section.
pub type Rooms = Vec<Vec<usize>>;

/// The best staffing of the open sections that has fewer points than `cut`, and its rooms.
pub fn best_staffing(
    view: &View,
    opened: &Opened,
    rooms: &[Rooms],
    cut: Points,
) -> Option<(Points, Staffing, Rooms)> {
    let busy = vec![0; view.people.len()];
    let mut search = Search { view, opened, rooms, cut, busy, missing: 0, best: None };
    search.staff_section(&mut Staffing::default());
    search.best
}

/// Every choice of rooms that holds the pupils; only one unless pins or bans name a room.
pub fn room_choices(view: &View, opened: &Opened) -> Vec<Rooms> {
    let named = view.school.pins.iter().chain(&view.school.bans).any(|f| !f.room.is_empty());
    let mut choices = Vec::new();
    let mut used = vec![0; view.school.rooms.len()];
    choose_rooms(view, opened, &mut vec![Vec::new()], &mut used, named, &mut choices);
    choices
}

fn choose_rooms(
    view: &View,
    opened: &Opened,
    chosen: &mut Rooms,
    used: &mut Vec<u64>,
    all: bool,
    choices: &mut Vec<Rooms>,
) {
    if !all && !choices.is_empty() {
        return;
    }
    let section = chosen.len() - 1;
    if section == opened.shells.len() {
        choices.push(chosen[..section].to_vec());
        return;
    }
    let shell = &view.shells[opened.shells[section]];
    let session = chosen[section].len();
    if session == shell.sessions.len() {
        chosen.push(Vec::new());
        choose_rooms(view, opened, chosen, used, all, choices);
        chosen.pop();
        return;
    }
    let mask = shell.sessions[session].1;
    for &room in &shell.rooms {
        let fits = view.school.rooms[room].capacity as usize >= opened.sizes[section];
        if fits && mask & !view.room_free[room] == 0 && mask & used[room] == 0 {
            used[room] |= mask;
            chosen[section].push(room);
            choose_rooms(view, opened, chosen, used, all, choices);
            chosen[section].pop();
            used[room] &= !mask;
        }
    }
}

struct Search<'a> {
    view: &'a View<'a>,
    opened: &'a Opened,
    rooms: &'a [Rooms],
    cut: Points,
    busy: Vec<u64>,
    missing: i64,
    best: Option<(Points, Staffing, Rooms)>,
}

impl<'a> Search<'a> {
    fn shell(&self, section: usize) -> &'a Shell {
        &self.view.shells[self.opened.shells[section]]
    }

    fn staff_section(&mut self, staffing: &mut Staffing) {
        if self.missing > self.cut.0 {
            return;
        }
        let section = staffing.leads.len();
        if section == self.opened.shells.len() {
            self.finish(staffing);
            return;
        }
        let shell = self.shell(section);
        staffing.assistants.push(Vec::new());
        for &person in &shell.leads {
            if self.take(person, shell.mask) {
                staffing.leads.push(Some(person));
                self.staff_session(staffing);
                staffing.leads.pop();
                self.busy[person] &= !shell.mask;
            }
        }
        if self.view.activity(shell).component.is_some_and(Component::may_lack_lead) {
            let points = self.view.rules.weight(Rule::SessionStaffed);
            self.missing += points;
            staffing.leads.push(None);
            self.staff_session(staffing);
            staffing.leads.pop();
            self.missing -= points;
        }
        staffing.assistants.pop();
    }

    /// Chooses the assistants of the next session of the last section.
    fn staff_session(&mut self, staffing: &mut Staffing) {
        let section = staffing.leads.len() - 1;
        let session = staffing.assistants[section].len();
        let shell = self.shell(section);
        if session == shell.sessions.len() {
            self.staff_section(staffing);
            return;
        }
        let mask = shell.sessions[session].1;
        let needed = self.needed(section);
        let wanted = self.view.school.pins.iter().filter(|pin| !pin.staff.is_empty()).count();
        for set in 0u32..1 << self.view.people.len() {
            let chosen: Vec<usize> =
                (0..self.view.people.len()).filter(|i| set >> i & 1 == 1).collect();
            let fits = chosen.len() <= needed + wanted
                && chosen.iter().all(|&i| self.view.people[i].serves && self.is_free(i, mask));
            if fits {
                let lacking = needed.saturating_sub(chosen.len()) as i64;
                let points = lacking * self.view.rules.missing_assistant_points;
                self.missing += points;
                for &i in &chosen {
                    self.busy[i] |= mask;
                }
                staffing.assistants[section].push(chosen.clone());
                self.staff_session(staffing);
                staffing.assistants[section].pop();
                for &i in &chosen {
                    self.busy[i] &= !mask;
                }
                self.missing -= points;
            }
        }
    }

    fn needed(&self, section: usize) -> usize {
        let activity = self.view.activity(self.shell(section));
        let by_size = activity
            .pupils_per_assistant
            .map_or(0, |k| self.opened.sizes[section].div_ceil(k as usize));
        activity.assistants as usize + by_size
    }

    fn is_free(&self, person: usize, mask: u64) -> bool {
        mask & self.busy[person] == 0 && mask & !self.view.people[person].free == 0
    }

    fn take(&mut self, person: usize, mask: u64) -> bool {
        let free = self.is_free(person, mask);
        if free {
            self.busy[person] |= mask;
        }
        free
    }

    fn finish(&mut self, staffing: &Staffing) {
        let points = (self.missing, self.quality(staffing));
        if points >= self.cut || !(0..self.busy.len()).all(|i| self.keeps_caps(i)) {
            return;
        }
        let rooms = self.rooms.iter().find(|rooms| self.keeps_facts(staffing, rooms));
        if let Some(rooms) = rooms {
            self.cut = points;
            self.best = Some((points, staffing.clone(), rooms.clone()));
        }
    }

    fn keeps_caps(&self, person: usize) -> bool {
        let (staff, busy) = (self.view.people[person].staff, self.busy[person]);
        let late = self.view.mask(|slot| slot.end > self.view.rules.late_after_minute);
        let days = self.view.days();
        let late_days = days.iter().filter(|&day| busy & day & late != 0).count();
        busy.count_ones() <= self.view.people[person].weekly_cap
            && staff.late_cap.is_none_or(|cap| late_days <= cap as usize)
            && days.iter().all(|day| {
                staff.daily_cap.is_none_or(|cap| (busy & day).count_ones() <= cap as u32)
            })
    }

    fn quality(&self, staffing: &Staffing) -> i64 {
        let mut points = 0;
        for (i, person) in self.view.people.iter().enumerate() {
            let over = |a: i64| {
                (i64::from(person.staff.daytime_load) + a - self.view.target).max(0).pow(2)
            };
            let after = i64::from(self.busy[i].count_ones());
            points += self.view.rules.weight(Rule::WorkloadBalance) * (over(after) - over(0));
            if person.serves {
                points += self.view.rules.weight(Rule::StaffWish) * self.wishes(staffing, i);
            }
        }
        points
    }

    fn wishes(&self, staffing: &Staffing, person: usize) -> i64 {
        let sections = 0..self.opened.shells.len();
        let activity = |i: usize| &self.view.activity(self.shell(i)).id;
        let leads = |i: usize| staffing.leads[i] == Some(person);
        let assists = |i: usize| staffing.assistants[i].iter().any(|s| s.contains(&person));
        let staff = self.view.people[person].staff;
        let given = staff
            .unwanted_activities
            .iter()
            .filter(|id| sections.clone().any(|i| activity(i) == *id && (leads(i) || assists(i))));
        let none = staff
            .wanted_activities
            .iter()
            .filter(|id| !sections.clone().any(|i| activity(i) == *id && leads(i)));
        (given.count() + none.count()) as i64
    }

    fn keeps_facts(&self, staffing: &Staffing, rooms: &Rooms) -> bool {
        let ours = |fact: &&Fact| fact.student.is_empty();
        let holds = |fact: &Fact| self.holds(fact, staffing, rooms);
        self.view.school.pins.iter().filter(ours).all(holds)
            && !self.view.school.bans.iter().filter(ours).any(holds)
    }

    fn holds(&self, fact: &Fact, staffing: &Staffing, rooms: &Rooms) -> bool {
        let slot = fact.slot.map_or(u64::MAX, |at| self.view.mask(|slot| slot.at == at));
        (0..self.opened.shells.len()).any(|i| {
            let shell = self.shell(i);
            (0..shell.sessions.len()).any(|j| {
                let is = |person: &usize| self.view.people[*person].staff.id == fact.staff;
                let led = staffing.leads[i].as_ref().is_some_and(is);
                let assisted = fact.activity.is_empty() && staffing.assistants[i][j].iter().any(is);
                let room = &self.view.school.rooms[rooms[i][j]].id;
                shell.sessions[j].1 & slot != 0
                    && (fact.activity.is_empty() || self.view.activity(shell).id == fact.activity)
                    && (fact.staff.is_empty() || led || assisted)
                    && (fact.room.is_empty() || *room == fact.room)
            })
        })
    }
}
