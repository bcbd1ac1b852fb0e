//! `companions`: pairs of pupils who should, or should not, have a section in common.
//!
//! A wish couples two pupils' weeks, so it is no part of either. Seats are settled one pair at a
//! time, with everybody else who must move counted; the bound counts the wishes that no two weeks
//! can meet.

use crate::model::Model;
use kehou_domain::draft::CompanionWish;
use kehou_domain::instance::SchoolInstance;
use kehou_domain::rule::Rule;

/// Two pupils and how many of their wishes say what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The two, ascending.
    pub pupils: [u32; 2],
    /// Wishes to be together.
    pub together: i64,
    /// Wishes to be apart.
    pub apart: i64,
}

/// All pairs of a school; none unless the rule counts.
#[derive(Clone, Debug, Default)]
pub struct Companions {
    /// The pairs, ascending.
    pub pairs: Vec<Pair>,
    /// Positions of each pupil's pairs; empty without pairs.
    pub of: Vec<Vec<u32>>,
    /// Points of a wish not met.
    pub weight: i64,
}

impl Pair {
    /// Wishes not met.
    pub fn unmet(&self, is_shared: bool) -> i64 {
        if is_shared { self.apart } else { self.together }
    }

    /// The other of the two.
    pub fn other(&self, pupil: u32) -> u32 {
        self.pupils[usize::from(self.pupils[0] == pupil)]
    }
}

impl Companions {
    /// The pairs of a school.
    pub fn new(school: &SchoolInstance) -> Self {
        let weight = school.rules.weight(Rule::Companions);
        let mut pairs: Vec<Pair> = Vec::new();
        if weight == 0 {
            return Self::default();
        }
        for (index, student) in school.students.iter().enumerate() {
            for &(other, wish) in &student.companions {
                let pupils = [index.min(other) as u32, index.max(other) as u32];
                let together = i64::from(wish == CompanionWish::Together);
                pairs.push(Pair { pupils, together, apart: 1 - together });
            }
        }
        pairs.sort_by_key(|pair| pair.pupils);
        pairs.dedup_by(|later, kept| {
            let same = later.pupils == kept.pupils;
            if same {
                kept.together += later.together;
                kept.apart += later.apart;
            }
            same
        });
        if pairs.is_empty() {
            return Self::default();
        }
        let mut of = vec![Vec::new(); school.students.len()];
        for (position, pair) in pairs.iter().enumerate() {
            pair.pupils.iter().for_each(|&pupil| of[pupil as usize].push(position as u32));
        }
        Self { pairs, of, weight }
    }

    /// Points of the wishes not met by sections with these pupils.
    pub fn points(&self, rosters: &[Vec<u32>]) -> i64 {
        let sections = sections_of(self, rosters);
        let unmet = |pair: &Pair| {
            let [a, b] = pair.pupils.map(|pupil| &sections[pupil as usize]);
            pair.unmet(a.iter().any(|section| b.contains(section)))
        };
        self.weight * self.pairs.iter().map(unmet).sum::<i64>()
    }

    /// Points that no plan can spare: wishes against each other, or of two who fit no column
    /// together.
    pub fn points_at_least(&self, model: &Model) -> i64 {
        let least = |pair: &Pair| {
            let can_share = columns_of(model, pair.pupils[0])
                .iter()
                .any(|column| columns_of(model, pair.pupils[1]).binary_search(column).is_ok());
            if can_share { pair.together.min(pair.apart) } else { pair.together }
        };
        self.weight * self.pairs.iter().map(least).sum::<i64>()
    }

    /// Deals the pupils of sections on one column out again so that fewer wishes are unmet; each
    /// section keeps its number.
    pub fn deal(&self, groups: &[Vec<usize>], rosters: &mut [Vec<u32>]) {
        for group in groups.iter().filter(|group| group.len() > 1) {
            for _ in 0..3 {
                if !self.deal_once(group, rosters) {
                    break;
                }
            }
        }
    }

    /// Exchanges two pupils of different sections wherever that helps. Whether any did.
    fn deal_once(&self, group: &[usize], rosters: &mut [Vec<u32>]) -> bool {
        let mut changed = false;
        let seats = |rosters: &[Vec<u32>]| -> Vec<(usize, usize)> {
            let of = |&section: &usize| (0..rosters[section].len()).map(move |at| (section, at));
            group.iter().flat_map(of).collect()
        };
        for (section, at) in seats(rosters) {
            if self.of[rosters[section][at] as usize].is_empty() {
                continue;
            }
            for (other, there) in seats(rosters).into_iter().filter(|seat| seat.0 != section) {
                let before = self.points(rosters);
                exchange(rosters, (section, at), (other, there));
                if self.points(rosters) < before {
                    changed = true;
                    break;
                }
                exchange(rosters, (section, at), (other, there));
            }
        }
        for &section in group {
            rosters[section].sort_unstable();
        }
        changed
    }
}

fn exchange(rosters: &mut [Vec<u32>], a: (usize, usize), b: (usize, usize)) {
    let pupil = rosters[a.0][a.1];
    rosters[a.0][a.1] = rosters[b.0][b.1];
    rosters[b.0][b.1] = pupil;
}

/// Sections of each pupil that has a pair.
fn sections_of(companions: &Companions, rosters: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut sections = vec![Vec::new(); companions.of.len()];
    if companions.pairs.is_empty() {
        return sections;
    }
    for (section, roster) in rosters.iter().enumerate() {
        for &pupil in roster.iter().filter(|&&pupil| !companions.of[pupil as usize].is_empty()) {
            sections[pupil as usize].push(section as u32);
        }
    }
    sections
}

/// Columns a pupil may be in, ascending.
fn columns_of(model: &Model, pupil: u32) -> Vec<u32> {
    let wants = &model.wants[model.pupils[pupil as usize].wants.clone()];
    let mut columns: Vec<u32> =
        wants.iter().flat_map(|want| model.columns_for(want)).copied().collect();
    columns.sort_unstable();
    columns
}
