//! Free-format MPS text: integer coefficients, every column bounded on both sides.

use crate::Objective;
use crate::program::{Program, Sense};
use std::io::{self, Write};

impl Program {
    /// Writes the program as free-format MPS, columns and rows under their names.
    pub fn write_mps(&self, out: &mut impl Write) -> io::Result<()> {
        let objective = match self.objective {
            Objective::Shortfall => "shortfall",
            Objective::Quality { .. } => "quality",
        };
        writeln!(out, "NAME kehou_{objective} FREE\nROWS\n N {objective}")?;
        for row in &self.rows {
            let sense = match row.sense {
                Sense::AtMost => 'L',
                Sense::AtLeast => 'G',
                Sense::Equal => 'E',
            };
            writeln!(out, " {sense} {}", row.name)?;
        }
        self.write_columns(objective, out)?;
        writeln!(out, "RHS")?;
        for row in self.rows.iter().filter(|row| row.rhs != 0) {
            writeln!(out, " RHS {} {}", row.name, row.rhs)?;
        }
        writeln!(out, "BOUNDS")?;
        for column in &self.columns {
            if column.lower != 0 {
                writeln!(out, " LO BOUND {} {}", column.name, column.lower)?;
            }
            writeln!(out, " UP BOUND {} {}", column.name, column.upper)?;
        }
        writeln!(out, "ENDATA")
    }

    fn write_columns(&self, objective: &str, out: &mut impl Write) -> io::Result<()> {
        let mut entries: Vec<Vec<(usize, i64)>> = vec![Vec::new(); self.columns.len()];
        for (i, row) in self.rows.iter().enumerate() {
            for &(column, factor) in &row.terms {
                entries[column.0].push((i, factor));
            }
        }
        writeln!(out, "COLUMNS")?;
        let mut is_integer = false;
        let mut markers = 0;
        for (column, entries) in self.columns.iter().zip(&entries) {
            if column.is_integer != is_integer {
                write_marker(&mut markers, column.is_integer, out)?;
                is_integer = column.is_integer;
            }
            let cost = self.cost(column);
            if cost != 0 || entries.is_empty() {
                writeln!(out, " {} {objective} {cost}", column.name)?;
            }
            for &(row, factor) in entries {
                writeln!(out, " {} {} {factor}", column.name, self.rows[row].name)?;
            }
        }
        if is_integer {
            write_marker(&mut markers, false, out)?;
        }
        Ok(())
    }
}

fn write_marker(markers: &mut usize, begins: bool, out: &mut impl Write) -> io::Result<()> {
    *markers += 1;
    let side = if begins { "INTORG" } else { "INTEND" };
    writeln!(out, " MARKER{markers} 'MARKER' '{side}'")
}
