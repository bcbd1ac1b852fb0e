//! The plot: gap of the county against wall-clock seconds, points per pupil above the bound of
//! single schools against CPU seconds.

use crate::case::{Case, SIZES};
use crate::record::{Moment, Run};
use crate::tables::median_and_worst;
use anyhow::{Result, anyhow};
use plotters::coord::Shift;
use plotters::prelude::{
    BindKeyPoints, ChartBuilder, Color, DrawingArea, IntoDrawingArea, IntoLogRange, LineSeries,
    PathElement, RGBColor, SVGBackend, SeriesLabelPosition, WHITE,
};
use plotters::style::BLACK;
use std::path::Path;

const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 114, 178), RGBColor(213, 94, 0), RGBColor(0, 158, 115), RGBColor(204, 121, 167)];

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

struct Line {
    name: String,
    points: Vec<(f64, f64)>,
}

/// Draws what there is.
pub fn draw(file: &Path, runs: &[Run], county: Option<&Run>) -> Result<()> {
    let area = SVGBackend::new(file, (1100, 460)).into_drawing_area();
    area.fill(&WHITE)?;
    let panels = area.split_evenly((1, 2));
    if let Some(county) = county {
        let title = format!("{} schools, {} threads", county.schools, county.threads);
        let (seconds, gap) = ("wall-clock seconds", "quality gap, %");
        panel(&panels[0], [&title, seconds, gap], &county_lines(county))?;
    }
    let title = "one school, one thread, tightness 1, median";
    let ppp = "points per pupil above the bound";
    panel(&panels[1], [title, "CPU seconds", ppp], &school_lines(runs))?;
    area.present()?;
    Ok(())
}

fn county_lines(run: &Run) -> Vec<Line> {
    let from_first = || run.curve.iter().filter(|moment| moment.planned == run.schools);
    let sum = from_first().map(|m| (m.wall, 100.0 * m.quality.gap()));
    let worst = from_first().filter_map(|m| Some((m.wall, 100.0 * m.worst?.0.gap())));
    vec![
        Line { name: "all schools together".into(), points: sum.collect() },
        Line { name: "school with most points above".into(), points: worst.collect() },
    ]
}

fn school_lines(runs: &[Run]) -> Vec<Line> {
    let line = |pupils: usize| {
        let is_ordinary = |run: &&Run| run.case.as_ref().is_none_or(Case::is_ordinary);
        let of_size = runs.iter().filter(|run| run.pupils == pupils);
        let runs: Vec<&Run> = of_size.filter(is_ordinary).collect();
        Line { name: format!("{pupils} pupils"), points: median_curve(&runs, pupils) }
    };
    SIZES.iter().map(|size| line(size.pupils)).filter(|line| !line.points.is_empty()).collect()
}

/// Points per pupil at times that grow by a twentieth, from when every run has a plan until the
/// first run ends.
fn median_curve(runs: &[&Run], pupils: usize) -> Vec<(f64, f64)> {
    let cpu = |moment: &Moment| moment.cpu;
    let start = runs.iter().filter_map(|run| run.first()).map(cpu).fold(0.0, f64::max);
    let end = runs.iter().map(|run| run.cpu).fold(f64::INFINITY, f64::min);
    if start <= 0.0 || !end.is_finite() {
        return Vec::new();
    }
    let times = (0..).map(|i| start * 1.05_f64.powi(i)).take_while(|&time| time < end);
    times
        .map(|time| {
            let at = runs.iter().filter_map(|run| run.at(time, cpu));
            let ppp = at.map(|moment| moment.quality.per_pupil(pupils)).collect();
            (time, median_and_worst(ppp).0)
        })
        .collect()
}

/// One chart with both axes logarithmic.
fn panel(area: &Area, [title, below, beside]: [&str; 3], lines: &[Line]) -> Result<()> {
    let all = || lines.iter().flat_map(|line| &line.points);
    let range = |of: fn(&(f64, f64)) -> f64| {
        let least = all().map(of).filter(|&x| x > 0.0).fold(f64::INFINITY, f64::min);
        let most = all().map(of).fold(least, f64::max);
        (0.9 * least, 1.1 * most)
    };
    let (x, y) = (range(|point| point.0), range(|point| point.1));
    if !x.0.is_finite() || !y.0.is_finite() {
        return Ok(());
    }
    let failed = |error: &dyn std::fmt::Display| anyhow!("the plot: {error}");
    let mut chart = ChartBuilder::on(area)
        .caption(title, ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(42)
        .y_label_area_size(58)
        .build_cartesian_2d(
            (x.0..x.1).log_scale().with_key_points(ticks(x)),
            (y.0..y.1).log_scale().with_key_points(ticks(y)),
        )
        .map_err(|error| failed(&error))?;
    chart
        .configure_mesh()
        .x_desc(below)
        .y_desc(beside)
        .light_line_style(WHITE)
        .x_label_formatter(&|number| format!("{number}"))
        .y_label_formatter(&|number| format!("{number}"))
        .draw()
        .map_err(|error| failed(&error))?;
    for (line, colour) in lines.iter().zip(COLOURS) {
        chart
            .draw_series(LineSeries::new(line.points.iter().copied(), colour.stroke_width(2)))
            .map_err(|error| failed(&error))?
            .label(&line.name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour.stroke_width(2)));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .background_style(WHITE.mix(0.8))
        .border_style(BLACK.mix(0.3))
        .draw()
        .map_err(|error| failed(&error))?;
    Ok(())
}

/// 1, 2 and 5 times the powers of ten within a range.
fn ticks((least, most): (f64, f64)) -> Vec<f64> {
    let powers = [0.01, 0.1, 1.0, 10.0, 100.0, 1_000.0, 10_000.0];
    powers
        .into_iter()
        .flat_map(|power| [power, 2.0 * power, 5.0 * power])
        .filter(|tick| (least..=most).contains(tick))
        .collect()
}
