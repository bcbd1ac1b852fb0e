//! The tables of what was measured last, and their place in the README.

use crate::curve;
use crate::record::{self, Contest, Run};
use crate::tables::{county, peers, schools};
use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Runs of single schools.
pub const RUNS: &str = "runs.jsonl";
/// Peers on the same instances.
pub const PEERS: &str = "peers.jsonl";
/// The run of the whole county.
pub const COUNTY: &str = "county.jsonl";
/// Runs of the policy profiles.
pub const PROFILES: &str = "profiles.jsonl";

const BEGIN: &str = "<!-- measured: from here to the end mark written by make bench-table -->";
const END: &str = "<!-- end of measured -->";
const PEERS_BEGIN: &str =
    "<!-- other solvers: from here to the end mark written by make bench-table -->";
const PEERS_END: &str = "<!-- end of other solvers -->";

/// Prints the tables, or writes them between the markers of a file with the plot beside it.
pub fn run(folder: &Path, into: Option<&Path>) -> Result<()> {
    let runs: Vec<Run> = record::read(&folder.join(RUNS))?;
    let contests: Vec<Contest> = record::read(&folder.join(PEERS))?;
    let counties: Vec<Run> = record::read(&folder.join(COUNTY))?;
    let text = text(&runs, counties.last());
    let Some(file) = into else {
        println!("{text}{}", peers_text(&contests));
        return Ok(());
    };
    let plot = file.with_file_name("curve.svg");
    curve::draw(&plot, &runs, counties.last())?;
    let old = fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let mut new =
        between_markers(&old, &text, (BEGIN, END)).with_context(|| file.display().to_string())?;
    // Peers are run now and then only; until then their last answers stay.
    if !contests.is_empty() {
        new = between_markers(&new, &peers_text(&contests), (PEERS_BEGIN, PEERS_END))
            .with_context(|| file.display().to_string())?;
    }
    Ok(fs::write(file, new)?)
}

fn peers_text(contests: &[Contest]) -> String {
    if contests.is_empty() {
        return String::new();
    }
    format!("### Other solvers, same instance\n\n{}\n", peers::peer_table(contests))
}

fn text(runs: &[Run], whole: Option<&Run>) -> String {
    let mut parts = Vec::new();
    if !runs.is_empty() {
        let (gaps, more) = (schools::gap_table(runs), schools::run_table(runs));
        let steps = schools::step_table(runs);
        parts.push(format!("### One school, one thread\n\n{gaps}\n{more}\n{steps}\n"));
    }
    if let Some(run) = whole {
        parts.push(format!("### The whole county\n\n{}\n", county::curve_table(run)));
    }
    parts.concat()
}

/// The old text with what lies between two marks replaced.
pub fn between_markers(old: &str, text: &str, (begin, end): (&str, &str)) -> Result<String> {
    let (head, rest) = old.split_once(begin).context("no begin mark")?;
    let (_, tail) = rest.split_once(end).context("no end mark")?;
    Ok(format!("{head}{begin}\n\n{text}{end}{tail}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_between_the_markers_changes() {
        let old = format!("# Head\n{BEGIN}\nold\n{END}\ntail\n");
        let new = between_markers(&old, "new\n\n", (BEGIN, END)).unwrap_or_default();
        assert_eq!(new, format!("# Head\n{BEGIN}\n\nnew\n\n{END}\ntail\n"));
        assert_eq!(between_markers(&new, "new\n\n", (BEGIN, END)).unwrap_or_default(), new);
        assert!(between_markers("no markers", "new", (BEGIN, END)).is_err());
    }
}
