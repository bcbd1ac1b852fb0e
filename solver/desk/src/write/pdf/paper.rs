//! Sheets of paper: where the next thing goes, and a new sheet when it does not fit.

use super::font::{Letters, glyphs, width};
use crate::report::shape::{Anchor, GREY, Shape};
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use ttf_parser::Face;

/// White around the page, points.
pub(crate) const MARGIN: f32 = 36.0;

/// Sheets being filled: shapes are kept until all are there, as each says how many there are.
pub(crate) struct Paper<'a> {
    pub face: &'a Face<'a>,
    /// Width and height of a sheet.
    pub size: (f32, f32),
    /// Where the next thing goes.
    pub y: f32,
    sheets: Vec<Vec<Shape>>,
}

impl<'a> Paper<'a> {
    pub fn new(face: &'a Face<'a>, is_wide: bool) -> Self {
        let (short, long) = (595.0, 842.0);
        let size = if is_wide { (long, short) } else { (short, long) };
        Self { face, size, y: MARGIN, sheets: vec![Vec::new()] }
    }
    /// Width between the margins.
    pub fn wide(&self) -> f32 {
        self.size.0 - 2.0 * MARGIN
    }
    /// What is left of this sheet.
    pub fn left(&self) -> f32 {
        self.size.1 - MARGIN - 14.0 - self.y
    }
    /// What a whole sheet holds.
    pub fn whole(&self) -> f32 {
        self.size.1 - 2.0 * MARGIN - 14.0
    }
    /// A new sheet, unless this one is still empty.
    pub fn turn(&mut self) {
        if self.y > MARGIN {
            self.sheets.push(Vec::new());
            self.y = MARGIN;
        }
    }
    /// Room for so much on one sheet.
    pub fn need(&mut self, height: f32) {
        if self.left() < height.min(self.whole()) {
            self.turn();
        }
    }
    pub fn add(&mut self, shape: Shape) {
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.push(shape);
        }
    }
    pub fn text(&mut self, at: (f32, f32), size: f32, text: impl Into<String>, colour: u32) {
        self.add(Shape::Text { at, size, anchor: Anchor::Start, text: text.into(), colour });
    }

    /// Puts all sheets into the document, with a line at the foot of each.
    pub fn print(mut self, document: &mut Document, letters: &Letters, foot: &str) {
        if self.sheets.len() > 1 && self.sheets.last().is_some_and(Vec::is_empty) {
            self.sheets.pop();
        }
        let count = self.sheets.len();
        for (number, shapes) in self.sheets.iter().enumerate() {
            let Some(settings) = PageSettings::from_wh(self.size.0, self.size.1) else { continue };
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            let y = self.size.1 - MARGIN + 8.0;
            let foot = Shape::Text {
                at: (MARGIN, y),
                size: 7.5,
                anchor: Anchor::Start,
                text: foot.to_owned(),
                colour: GREY,
            };
            let text = format!("{} / {count}", number + 1);
            let page_number = Shape::Text {
                at: (self.size.0 - MARGIN, y),
                size: 7.5,
                anchor: Anchor::End,
                text,
                colour: GREY,
            };
            for shape in shapes.iter().chain([&foot, &page_number]) {
                draw(&mut surface, shape, self.face, letters);
            }
            surface.finish();
            page.finish();
        }
    }
}

fn draw(surface: &mut Surface, shape: &Shape, face: &Face, letters: &Letters) {
    match shape {
        Shape::Rect { at, size, colour } => {
            let rect = Rect::from_xywh(at.0, at.1, size.0.max(0.01), size.1.max(0.01));
            fill(surface, *colour, 1.0, rect.and_then(rect_path));
        }
        Shape::Line { from, to, colour } => {
            // A thin rectangle: lines here are level or upright.
            let (wide, high) = ((to.0 - from.0).max(0.5), (to.1 - from.1).max(0.5));
            let rect = Rect::from_xywh(from.0, from.1, wide, high);
            fill(surface, *colour, 1.0, rect.and_then(rect_path));
        }
        Shape::Band { left, right, x, colour } => {
            let middle = f32::midpoint(x.0, x.1);
            let mut path = PathBuilder::new();
            path.move_to(x.0, left.0);
            path.cubic_to(middle, left.0, middle, right.0, x.1, right.0);
            path.line_to(x.1, right.1);
            path.cubic_to(middle, right.1, middle, left.1, x.0, left.1);
            path.close();
            fill(surface, *colour, 0.55, path.finish());
        }
        Shape::Text { at, size, anchor, text, colour } => {
            let wide = width(face, text) * size;
            let x = match anchor {
                Anchor::Start => at.0,
                Anchor::Middle => at.0 - wide / 2.0,
                Anchor::End => at.0 - wide,
            };
            surface.set_fill(Some(paint(*colour, 1.0)));
            let glyphs = glyphs(face, text);
            surface.draw_glyphs(
                Point::from_xy(x, at.1),
                &glyphs,
                letters.font.clone(),
                text,
                *size,
                false,
            );
        }
    }
}

fn rect_path(rect: Rect) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    path.finish()
}

fn fill(surface: &mut Surface, colour: u32, opacity: f32, path: Option<Path>) {
    if let Some(path) = path {
        surface.set_fill(Some(paint(colour, opacity)));
        surface.draw_path(&path);
    }
}

fn paint(colour: u32, opacity: f32) -> Fill {
    let part = |shift: u32| ((colour >> shift) & 255) as u8;
    Fill {
        paint: rgb::Color::new(part(16), part(8), part(0)).into(),
        opacity: NormalizedF32::new(opacity).unwrap_or(NormalizedF32::ONE),
        rule: FillRule::default(),
    }
}
