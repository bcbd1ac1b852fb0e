//! A chart of a workbook: its figures as a table and, right of it, bars that the spreadsheet
//! program draws from them.

use super::plan_book::table;
use crate::report::chart::{Chart as Figures, Style};
use crate::report::shape::SERIES;
use rust_xlsxwriter::{
    Chart, ChartAxisCrossing, ChartLegendPosition, ChartSolidFill, ChartType, Color, Worksheet,
    XlsxError,
};

/// Pixels of a bar, and of what is around the bars.
const BAR: u32 = 18;
const AROUND: u32 = 110;
const WIDTH: u32 = 640;

/// Pixels of a row of the sheet.
const ROW: u32 = 20;

/// Writes a chart with its figures from a row on; the row after both.
pub(super) fn chart(sheet: &mut Worksheet, found: &Figures, row: u32) -> Result<u32, XlsxError> {
    let figures = &found.figures;
    let end = table(sheet, figures, row)?;
    // The title is above the headers.
    let head = row + 1;
    let (first, last) = (head + 1, end - 1);
    let mut chart = Chart::new(match found.style {
        Style::Beside => ChartType::Bar,
        Style::Stacked => ChartType::BarStacked,
    });
    let name = sheet.name();
    let name = name.as_str();
    let series = (1..figures.heads.len() as u16).zip(SERIES.iter().cycle());
    for (column, &colour) in series {
        chart
            .add_series()
            .set_name((name, head, column))
            .set_categories((name, first, 0, last, 0))
            .set_values((name, first, column, last, column))
            .set_format(ChartSolidFill::new().set_color(Color::RGB(colour)))
            .set_gap(40);
    }
    // The labels, on the y axis of bars, from the first row down, and the numbers below them.
    chart.y_axis().set_reverse().set_crossing(ChartAxisCrossing::Max);
    chart.title().set_name(&figures.title);
    chart.legend().set_position(ChartLegendPosition::Bottom);
    if figures.heads.len() == 2 {
        chart.legend().set_hidden();
    }
    let beside = if found.style == Style::Beside { figures.heads.len() as u32 - 1 } else { 1 };
    let height = AROUND + BAR * figures.rows.len() as u32 * beside;
    chart.set_width(WIDTH).set_height(height).set_alt_text(&figures.title);
    sheet.insert_chart(row, figures.heads.len() as u16 + 1, &chart)?;
    Ok(end.max(row + height.div_ceil(ROW)) + 1)
}
