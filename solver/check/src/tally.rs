//! Where the rules put what they find: violations, points per school, items that fall short.
//! A rule that is off adds nothing; references that lead nowhere are noted all the same.

use crate::report::{CheckReport, Said, SchoolReport, Shortfall, Violation};
use crate::school::SchoolView;
use kehou_domain::fault::Text;
use kehou_domain::policy::Rules;
use kehou_domain::rule::{Kind, RULES, Rule};

/// Findings while the rules are judged.
pub struct Tally<'f> {
    schools: Vec<(&'f str, &'f Rules)>,
    points: Vec<[i64; RULES.len()]>,
    violations: Vec<Violation>,
    items: Option<Vec<Shortfall>>,
}

impl<'f> Tally<'f> {
    /// Counts points only.
    pub fn new(schools: &'f [SchoolView<'_>]) -> Self {
        Self {
            schools: schools.iter().map(|view| (view.school.id.as_str(), &view.rules)).collect(),
            points: vec![[0; RULES.len()]; schools.len()],
            violations: Vec::new(),
            items: None,
        }
    }

    /// Keeps an item for every shortfall too.
    pub fn itemised(schools: &'f [SchoolView<'_>]) -> Self {
        Self { items: Some(Vec::new()), ..Self::new(schools) }
    }

    /// A hard rule is broken at a school.
    pub fn violation(&mut self, rule: Rule, school: usize, what: Text) {
        if self.schools[school].1.is_on(rule) {
            self.fault(rule, school, what);
        }
    }

    /// A reference of a school's plan leads nowhere; noted whether the rule is on or off.
    pub fn fault(&mut self, rule: Rule, school: usize, what: Text) {
        let school = self.schools[school].0.to_owned();
        self.violations.push(Violation { rule, school, what });
    }

    /// Something is wrong with the plan outside any school of the input.
    pub fn bureau_fault(&mut self, rule: Rule, school: &str, what: Text) {
        self.violations.push(Violation { rule, school: school.to_owned(), what });
    }

    /// Points of a quality rule.
    pub fn add(&mut self, rule: Rule, school: usize, points: i64) {
        if self.schools[school].1.is_on(rule) {
            self.points[school][rule.index()] += points;
        }
    }

    /// Points of an elastic rule, with the words for the item.
    pub fn fall_short<S: Into<Said>>(
        &mut self,
        rule: Rule,
        school: usize,
        points: i64,
        what: impl FnOnce() -> S,
    ) {
        let (id, rules) = self.schools[school];
        if points == 0 || !rules.is_on(rule) {
            return;
        }
        self.points[school][rule.index()] += points;
        if let Some(items) = &mut self.items {
            let Said(what, lack) = what().into();
            items.push(Shortfall { rule, school: id.to_owned(), points, what, lack });
        }
    }

    /// Elastic points of a school so far.
    pub fn shortfall(&self, school: usize) -> i64 {
        self.sum(school, Kind::Elastic)
    }

    fn sum(&self, school: usize, kind: Kind) -> i64 {
        Rule::all()
            .filter(|rule| rule.kind() == kind)
            .map(|rule| self.points[school][rule.index()])
            .sum()
    }

    /// The items kept.
    pub fn into_items(self) -> Vec<Shortfall> {
        self.items.unwrap_or_default()
    }

    /// The report.
    pub fn into_report(self) -> CheckReport {
        let counted = || Rule::all().filter(|rule| rule.kind() != Kind::Hard);
        let schools: Vec<SchoolReport> = (0..self.schools.len())
            .map(|school| SchoolReport {
                school: self.schools[school].0.to_owned(),
                points: counted()
                    .filter(|&rule| self.schools[school].1.is_on(rule))
                    .map(|rule| (rule, self.points[school][rule.index()]))
                    .collect(),
                shortfall: self.sum(school, Kind::Elastic),
                quality: self.sum(school, Kind::Quality),
            })
            .collect();
        let points = counted()
            .filter(|&rule| self.schools.iter().any(|(_, rules)| rules.is_on(rule)))
            .map(|rule| (rule, self.points.iter().map(|at| at[rule.index()]).sum()))
            .collect();
        CheckReport {
            shortfall: schools.iter().map(|school| school.shortfall).sum(),
            quality: schools.iter().map(|school| school.quality).sum(),
            violations: self.violations,
            points,
            schools,
        }
    }
}
