//! Charts as figures and as a drawing: a workbook lets the spreadsheet program draw the figures,
//! pages show the drawing.

use super::model::Sheet;
use super::shape::{Anchor, Drawing, GREY, INK, SERIES, WIDTH, clipped, ems};
use crate::lang::Lang;
use crate::write::value::Out;

/// Where bars begin.
pub(crate) const LEFT: f32 = 130.0;
const ROW: f32 = 17.0;

/// Bars of a drawing; the figures have all.
const MOST_DRAWN: usize = 40;

/// A chart.
pub(crate) struct Chart {
    /// For pages.
    pub drawing: Drawing,
    /// A column of labels, then one a series.
    pub figures: Sheet,
    /// How bars of several series stand.
    pub style: Style,
}

/// Bars side by side or one after the other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Beside,
    Stacked,
}

/// A row of a bar chart.
pub(crate) struct Bar {
    pub label: String,
    pub values: Vec<i64>,
    /// What stands behind the bar.
    pub shown: String,
}

/// A bar chart under headers, the first that of the labels; none if there is nothing to show.
pub(crate) fn bars(
    lang: Lang,
    title: String,
    heads: &[String],
    bars: &[Bar],
    style: Style,
) -> Option<Chart> {
    let rest = bars.len().saturating_sub(MOST_DRAWN);
    let more = lang.pick(
        format!("（前 {MOST_DRAWN} 项，另有 {rest} 项）"),
        format!(" (the first {MOST_DRAWN}; {rest} more)"),
    );
    let drawn = if rest > 0 { format!("{title}{more}") } else { title.clone() };
    let drawing = draw(drawn, &heads[1..], &bars[..bars.len() - rest], style)?;
    let rows = bars.iter().map(|bar| (bar.label.clone(), bar.values.clone()));
    Some(Chart { drawing, figures: figures(title, heads, rows), style })
}

/// Labelled numbers as a table.
pub(crate) fn figures(
    title: String,
    heads: &[String],
    rows: impl Iterator<Item = (String, Vec<i64>)>,
) -> Sheet {
    let heads: Vec<(String, f32)> = heads.iter().map(|head| (head.clone(), 1.0)).collect();
    let mut sheet = Sheet::new(title, &heads);
    for (label, values) in rows {
        let numbers = values.into_iter().map(Out::Int);
        sheet.rows.push(std::iter::once(Out::text(label)).chain(numbers).collect());
    }
    sheet
}

fn draw(title: String, series: &[String], bars: &[Bar], style: Style) -> Option<Drawing> {
    let total = |bar: &Bar| match style {
        Style::Stacked => bar.values.iter().sum(),
        Style::Beside => bar.values.iter().copied().max().unwrap_or(0),
    };
    let most = bars.iter().map(total).max().filter(|&most| most > 0)?;
    let mut drawing = Drawing::new(title, (WIDTH, 40.0 + ROW * bars.len() as f32));
    legend(&mut drawing, series);
    let scale = (WIDTH - LEFT - 62.0) / most as f32;
    for (at, bar) in bars.iter().enumerate() {
        let top = 34.0 + ROW * at as f32;
        drawing.text((LEFT - 6.0, top + 11.0), 9.0, Anchor::End, clipped(&bar.label, 13.5), INK);
        let mut x = LEFT;
        for (number, &value) in bar.values.iter().enumerate() {
            let width = value as f32 * scale;
            let colour = SERIES[number % SERIES.len()];
            match style {
                Style::Stacked => drawing.rect((x, top + 2.0), (width, ROW - 5.0), colour),
                Style::Beside => {
                    let high = (ROW - 4.0) / bar.values.len() as f32;
                    drawing.rect((LEFT, top + 1.0 + high * number as f32), (width, high), colour);
                }
            }
            x += width;
        }
        let end = LEFT + total(bar) as f32 * scale;
        drawing.text((end + 4.0, top + 11.0), 8.0, Anchor::Start, bar.shown.clone(), GREY);
    }
    drawing.line((LEFT, 32.0), (LEFT, 36.0 + ROW * bars.len() as f32), GREY);
    Some(drawing)
}

fn legend(drawing: &mut Drawing, series: &[String]) {
    let mut x = LEFT;
    for (number, name) in series.iter().enumerate().filter(|_| series.len() > 1) {
        drawing.rect((x, 19.0), (8.0, 8.0), SERIES[number % SERIES.len()]);
        drawing.text((x + 11.0, 26.5), 8.5, Anchor::Start, name.clone(), GREY);
        x += 26.0 + 8.5 * ems(name);
    }
}
