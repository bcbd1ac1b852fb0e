//! Plans for people: pages of timetables, lists, rosters and figures, before any file format.

pub(crate) mod chart;
mod charts;
mod duties;
mod figures;
pub(crate) mod flows;
mod guide;
mod lists;
pub(crate) mod model;
pub(crate) mod shape;
mod timetables;
pub(crate) mod view;

pub use view::Facts;

use model::Page;
use view::View;

/// All pages of a school.
pub(crate) fn pages(view: &View) -> Vec<Page> {
    [
        guide::pages(view),
        timetables::pages(view),
        lists::pages(view),
        duties::pages(view),
        figures::pages(view),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Pages that repeat others one person or door at a time; for paper, not for spreadsheets.
pub(crate) fn is_for_paper(page: &Page) -> bool {
    matches!(page.key, "pupil_cards" | "staff_cards" | "door_signs")
}
