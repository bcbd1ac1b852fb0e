//! An integer program with named columns and rows and integer coefficients: what the rule files
//! fill, the MPS text is written from and the solver's model is built from.

use crate::Objective;
use crate::decode::Decisions;
use crate::network::Visit;
use kehou_domain::rule::{Kind, Rule};

/// Position of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column(pub usize);

/// A column: a decision or a count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnData {
    /// Name, unique, no spaces: what is decided and for whom.
    pub name: String,
    /// Smallest value.
    pub lower: i64,
    /// Largest value.
    pub upper: i64,
    /// Takes whole values only.
    pub is_integer: bool,
    /// Points of level 1 per unit.
    pub shortfall: i64,
    /// Points of level 2 per unit.
    pub quality: i64,
}

/// How a row binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// At most.
    AtMost,
    /// At least.
    AtLeast,
    /// Equal.
    Equal,
}

/// A row: sum of coefficient times column, against a right-hand side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Name, unique, no spaces: rule and who.
    pub name: String,
    /// Columns and coefficients, each column once, none zero.
    pub terms: Vec<(Column, i64)>,
    /// How it binds.
    pub sense: Sense,
    /// Right-hand side.
    pub rhs: i64,
}

/// An integer program of one level.
#[derive(Clone, Debug)]
pub struct Program {
    pub(crate) objective: Objective,
    pub(crate) columns: Vec<ColumnData>,
    pub(crate) rows: Vec<Row>,
    /// What the columns mean, per school.
    pub(crate) decisions: Vec<Decisions>,
    /// Points of level 1 charged for the school at hand.
    pub(crate) charged: Vec<(Column, i64)>,
    /// Who may be at which school on which weekday.
    pub(crate) visits: Vec<Visit>,
    /// Columns of `school_equity`, per school with the rule on.
    pub(crate) equity: Vec<Equity>,
}

/// The columns of `school_equity` at a school.
#[derive(Clone, Debug)]
pub(crate) struct Equity {
    /// Shortfall per pupil.
    pub each: Column,
    /// Its units, cheapest first.
    pub units: Vec<Column>,
    /// Pupils.
    pub pupils: i64,
}

impl Program {
    pub(crate) fn new(objective: Objective) -> Self {
        Self {
            objective,
            columns: Vec::new(),
            rows: Vec::new(),
            decisions: Vec::new(),
            charged: Vec::new(),
            equity: Vec::new(),
            visits: Vec::new(),
        }
    }

    /// Begins the rules of the next school.
    pub(crate) fn begin_school(&mut self) {
        self.charged.clear();
    }

    /// Columns, in order.
    pub fn columns(&self) -> &[ColumnData] {
        &self.columns
    }

    /// Rows, in order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The program without the rows of a rule: what the rule costs. Rules that have no columns for
    /// what they forbid, or points alone, have no rows.
    #[must_use]
    pub fn without(&self, rule: Rule) -> Self {
        let mut program = self.clone();
        program.rows.retain(|row| row.name.split(':').next() != Some(rule.name()));
        program
    }

    /// Points per unit of a column at the level of this program.
    pub fn cost(&self, column: &ColumnData) -> i64 {
        match self.objective {
            Objective::Shortfall => column.shortfall,
            Objective::Quality { .. } => column.quality,
        }
    }

    /// A yes-or-no decision.
    pub(crate) fn binary(&mut self, name: String) -> Column {
        self.whole(name, 1)
    }

    /// A whole number from 0 to `upper`.
    pub(crate) fn whole(&mut self, name: String, upper: i64) -> Column {
        self.push(name, upper, true)
    }

    /// A number from 0 to `upper` that is whole at an optimum by itself.
    pub(crate) fn number(&mut self, name: String, upper: i64) -> Column {
        self.push(name, upper, false)
    }

    /// Points that are there whatever is decided.
    pub(crate) fn fixed_points(&mut self, name: String, kind: Kind, points: i64) {
        if points != 0 {
            let column = self.push(name, 1, false);
            self.columns[column.0].lower = 1;
            self.charge(column, kind, points);
        }
    }

    fn push(&mut self, name: String, upper: i64, is_integer: bool) -> Column {
        let data = ColumnData { name, lower: 0, upper, is_integer, shortfall: 0, quality: 0 };
        self.columns.push(data);
        Column(self.columns.len() - 1)
    }

    /// Adds points per unit of a column at the level of a rule of that kind.
    pub(crate) fn charge(&mut self, column: Column, kind: Kind, points: i64) {
        let data = &mut self.columns[column.0];
        match kind {
            Kind::Elastic => {
                data.shortfall += points;
                self.charged.push((column, points));
            }
            Kind::Quality => data.quality += points,
            Kind::Hard => {}
        }
    }

    /// Adds a row; columns given twice are added up.
    pub(crate) fn row(
        &mut self,
        name: String,
        terms: impl IntoIterator<Item = (Column, i64)>,
        sense: Sense,
        rhs: i64,
    ) {
        let mut sorted: Vec<(Column, i64)> = terms.into_iter().collect();
        sorted.sort_unstable_by_key(|term| term.0);
        let mut terms: Vec<(Column, i64)> = Vec::with_capacity(sorted.len());
        for (column, factor) in sorted {
            match terms.last_mut() {
                Some(last) if last.0 == column => last.1 += factor,
                _ => terms.push((column, factor)),
            }
        }
        terms.retain(|term| term.1 != 0);
        self.rows.push(Row { name, terms, sense, rhs });
    }

    /// Adds an at-most row unless the columns' bounds keep it anyway.
    pub(crate) fn at_most(&mut self, name: String, terms: Vec<(Column, i64)>, rhs: i64) {
        let most: i64 = terms.iter().map(|&(c, f)| f.max(0) * self.columns[c.0].upper).sum();
        if most > rhs {
            self.row(name, terms, Sense::AtMost, rhs);
        }
    }

    /// Uses that no plan has less shortfall: what it costs a bureau of one school is then known.
    pub fn know_least_shortfall(&mut self, least: i64) {
        let ([_], [equity]) = (&self.decisions[..], &self.equity[..]) else { return };
        let each = (least / equity.pupils).min(equity.units.len() as i64);
        let units = equity.units[..each as usize].iter();
        units.for_each(|unit| self.columns[unit.0].lower = 1);
        self.columns[equity.each.0].lower = each;
    }

    pub(crate) fn limit_shortfall(&mut self, most: i64) {
        let terms: Vec<(Column, i64)> = (0..self.columns.len())
            .map(|i| (Column(i), self.columns[i].shortfall))
            .filter(|term| term.1 != 0)
            .collect();
        self.row("shortfall_at_most".into(), terms, Sense::AtMost, most);
    }
}
