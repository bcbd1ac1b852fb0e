//! Charts as plain shapes, so that the same drawing becomes SVG or a part of a PDF page.

/// Where a text is anchored.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// One shape; lengths in points, colours as 0xRRGGBB.
pub(crate) enum Shape {
    /// A filled rectangle.
    Rect { at: (f32, f32), size: (f32, f32), colour: u32 },
    /// A thin line.
    Line { from: (f32, f32), to: (f32, f32), colour: u32 },
    /// A band from a stretch on the left to one on the right.
    Band { left: (f32, f32), right: (f32, f32), x: (f32, f32), colour: u32 },
    /// Words on their base line.
    Text { at: (f32, f32), size: f32, anchor: Anchor, text: String, colour: u32 },
}

/// A drawing.
pub(crate) struct Drawing {
    /// Width and height.
    pub size: (f32, f32),
    /// What is shown, for those who cannot see it.
    pub title: String,
    /// From back to front.
    pub shapes: Vec<Shape>,
}

impl Drawing {
    /// An empty drawing with its title on top.
    pub fn new(title: impl Into<String>, size: (f32, f32)) -> Self {
        let title = title.into();
        let mut drawing = Self { size, title: title.clone(), shapes: Vec::new() };
        drawing.text((0.0, 13.0), 12.0, Anchor::Start, title, INK);
        drawing
    }
    pub fn text(
        &mut self,
        at: (f32, f32),
        size: f32,
        anchor: Anchor,
        text: impl Into<String>,
        colour: u32,
    ) {
        self.shapes.push(Shape::Text { at, size, anchor, text: text.into(), colour });
    }
    pub fn rect(&mut self, at: (f32, f32), size: (f32, f32), colour: u32) {
        self.shapes.push(Shape::Rect { at, size, colour });
    }
    pub fn line(&mut self, from: (f32, f32), to: (f32, f32), colour: u32) {
        self.shapes.push(Shape::Line { from, to, colour });
    }
}

/// Width of a chart, points: that of an upright page.
pub(crate) const WIDTH: f32 = 480.0;
/// Text.
pub(crate) const INK: u32 = 0x0022_2a33;
/// Less important text and lines.
pub(crate) const GREY: u32 = 0x0076_8390;
/// Behind bars.
pub(crate) const PALE: u32 = 0x00e4_e9ee;
/// Colours of series, told apart without red against green.
pub(crate) const SERIES: [u32; 5] =
    [0x001f_5f99, 0x00e0_9f3e, 0x0077_a6c9, 0x009b_4f6f, 0x0055_5b63];

/// Width of a text in ems: Chinese letters are one wide, others half.
pub(crate) fn ems(text: &str) -> f32 {
    text.chars().map(|c| if c.is_ascii() { 0.55 } else { 1.0 }).sum()
}

/// A text that fits into so many ems.
pub(crate) fn clipped(text: &str, most: f32) -> String {
    if ems(text) <= most {
        return text.to_owned();
    }
    let mut clipped = String::new();
    for letter in text.chars() {
        if ems(&clipped) + 2.0 > most {
            break;
        }
        clipped.push(letter);
    }
    clipped + "…"
}
