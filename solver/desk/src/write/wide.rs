//! Choices and attendance as columns of the pupils' sheet, for pupils whose lists can be said so.

use super::lay::{Entry, Head};
use super::value::{Out, number};
use crate::fold::quoted;
use crate::lang::Lang;
use crate::schema::Table;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What is said in columns.
pub(crate) struct Wide {
    weekdays: Vec<i64>,
    ranks: i64,
    /// First period by school and weekday.
    first: BTreeMap<(String, i64), i64>,
    /// School and pupil whose choices, and whose attendance, stand in columns.
    choices: HashSet<(String, String)>,
    attendance: HashSet<(String, String)>,
}

impl Wide {
    /// Of a data set.
    pub fn of(root: &Value) -> Self {
        let mut weekdays: BTreeSet<i64> = BTreeSet::new();
        let mut wide = Self {
            weekdays: Vec::new(),
            ranks: 0,
            first: BTreeMap::new(),
            choices: HashSet::new(),
            attendance: HashSet::new(),
        };
        for school in list(&root["schools"]) {
            let id = text(&school["id"]);
            for period in list(&school["periods"]) {
                let (day, index) = (number(&period["weekday"]), number(&period["index"]));
                weekdays.insert(day);
                let first = wide.first.entry((id.to_owned(), day)).or_insert(index);
                *first = index.min(*first);
            }
        }
        for school in list(&root["schools"]) {
            for pupil in list(&school["students"]) {
                wide.pupil(text(&school["id"]), pupil);
            }
        }
        if weekdays.is_empty() {
            weekdays.extend(1..=5);
        }
        wide.weekdays = weekdays.into_iter().filter(|day| (1..=7).contains(day)).collect();
        if wide.ranks == 0 {
            wide.ranks = 5;
        }
        wide
    }

    fn pupil(&mut self, school: &str, pupil: &Value) {
        let key = (school.to_owned(), text(&pupil["student"]).to_owned());
        let ranks: Vec<i64> = list(&pupil["choices"]).iter().map(|c| number(&c["rank"])).collect();
        let fits = ranks.is_sorted() && ranks.iter().all(|rank| (1..=10).contains(rank));
        if fits
            && list(&pupil["choices"]).iter().all(|choice| !text(&choice["activity"]).is_empty())
        {
            self.ranks = self.ranks.max(ranks.last().copied().unwrap_or(0));
            self.choices.insert(key.clone());
        }
        let days = list(&pupil["attendance"]);
        let is_plain = |entry: &Value| {
            let at = (school.to_owned(), number(&entry["weekday"]));
            self.first.get(&at) == Some(&number(&entry["fromPeriod"]))
                && !text(&entry["dismissalPoint"]).is_empty()
        };
        let ascends =
            days.windows(2).all(|two| number(&two[0]["weekday"]) < number(&two[1]["weekday"]));
        if ascends && days.iter().all(is_plain) {
            self.attendance.insert(key);
        }
    }

    /// Whether the entry stands in columns of the pupils' sheet and needs no row of its own.
    pub fn has(&self, table: &Table, entry: &Entry) -> bool {
        let set = match table.key {
            "choices" => &self.choices,
            "attendance" => &self.attendance,
            _ => return false,
        };
        matches!(entry.owners.as_slice(), [school, pupil] if set.contains(&(school.clone(), pupil.clone())))
    }

    /// The columns.
    pub fn heads(&self) -> impl Iterator<Item = Head> + '_ {
        let days = self.weekdays.iter().map(|&day| Head::Weekday(day));
        days.chain((1..=self.ranks).map(Head::Choice))
    }

    /// The cells of a pupil.
    pub fn cells(&self, entry: &Entry, lang: Lang) -> Vec<Out> {
        let pupil = entry.value;
        let key =
            (entry.owners.first().cloned().unwrap_or_default(), text(&pupil["student"]).to_owned());
        let mut cells = vec![Out::Blank; self.weekdays.len() + self.ranks as usize];
        if self.attendance.contains(&key) {
            for day in list(&pupil["attendance"]) {
                let at = self.weekdays.iter().position(|&known| known == number(&day["weekday"]));
                if let Some(at) = at {
                    cells[at] = Out::text(quoted(text(&day["dismissalPoint"]), false));
                }
            }
        }
        if self.choices.contains(&key) {
            for rank in 1..=self.ranks {
                let of_rank = list(&pupil["choices"]).iter().filter(|c| number(&c["rank"]) == rank);
                let ids: Vec<String> =
                    of_rank.map(|c| quoted(text(&c["activity"]), true)).collect();
                cells[self.weekdays.len() + rank as usize - 1] = Out::text(ids.join(lang.comma()));
            }
        }
        cells
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
