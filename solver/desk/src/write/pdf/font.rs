//! The font of PDF pages: found on the machine, as no large font ships with Kehou.

use crate::write::fault::ExportError;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use ttf_parser::{Face, fonts_in_collection, name_id};

/// Beginnings of file names, best first.
const WANTED: [&str; 14] = [
    "notosanscjk-regular",
    "notosanscjksc-regular",
    "notosanssc-regular",
    "notosanssc",
    "sourcehansanssc-regular",
    "sourcehansanscn-regular",
    "wqy-microhei",
    "wqy-zenhei",
    "droidsansfallback",
    "msyh",
    "simhei",
    "simsun",
    "pingfang",
    "stheiti",
];

/// A font with its letters.
pub(crate) struct Letters {
    data: Vec<u8>,
    index: u32,
    /// For the PDF.
    pub font: Font,
}

impl Letters {
    /// The font of that file, else the best on this machine.
    pub fn open(file: Option<&Path>) -> Result<Self, ExportError> {
        match file {
            Some(file) => Self::read(file).ok_or_else(|| ExportError::Font(file.to_owned())),
            None => {
                found().into_iter().find_map(|file| Self::read(&file)).ok_or(ExportError::NoFont)
            }
        }
    }

    fn read(file: &Path) -> Option<Self> {
        let data = fs::read(file).ok()?;
        let count = fonts_in_collection(&data).unwrap_or(1);
        let good: Vec<u32> = (0..count).filter(|&index| has_chinese(&data, index)).collect();
        let simplified = |index: &&u32| {
            family(&data, **index).is_some_and(|name| name.contains(" SC") || name.contains(" CN"))
        };
        let index = *good.iter().find(simplified).or(good.first())?;
        let font = Font::new(data.clone().into(), index)?;
        Some(Self { data, index, font })
    }

    /// Ready to measure.
    pub fn face(&self) -> Option<Face<'_>> {
        Face::parse(&self.data, self.index).ok()
    }
}

fn has_chinese(data: &[u8], index: u32) -> bool {
    let Ok(face) = Face::parse(data, index) else { return false };
    "课后服务Aa1".chars().all(|letter| face.glyph_index(letter).is_some())
}

fn family(data: &[u8], index: u32) -> Option<String> {
    let face = Face::parse(data, index).ok()?;
    face.names()
        .into_iter()
        .filter(|name| name.name_id == name_id::FULL_NAME)
        .find_map(|name| name.to_string())
}

/// Font files on this machine that are wanted, best first.
fn found() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "/System/Library/Fonts",
        "/Library/Fonts",
        "C:\\Windows\\Fonts",
    ]
    .iter()
    .map(PathBuf::from)
    .collect();
    if let Some(home) = env::var_os("HOME") {
        folders.push(Path::new(&home).join(".fonts"));
        folders.push(Path::new(&home).join(".local/share/fonts"));
    }
    let mut files = Vec::new();
    for folder in &folders {
        walk(folder, 4, &mut files);
    }
    files.sort();
    let rank = |file: &PathBuf| {
        let name = file.file_name()?.to_str()?.to_lowercase();
        let is_font = [".ttf", ".otf", ".ttc"].iter().any(|ending| name.ends_with(ending));
        WANTED.iter().position(|wanted| is_font && name.starts_with(wanted))
    };
    let mut ranked: Vec<_> =
        files.into_iter().filter_map(|file| Some((rank(&file)?, file))).collect();
    ranked.sort();
    ranked.into_iter().map(|(_, file)| file).collect()
}

fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && depth > 0 {
            walk(&path, depth - 1, files);
        } else {
            files.push(path);
        }
    }
}

/// Width of a letter in ems.
pub(crate) fn advance(face: &Face, letter: char) -> f32 {
    let glyph = face.glyph_index(letter).unwrap_or_default();
    f32::from(face.glyph_hor_advance(glyph).unwrap_or(face.units_per_em()))
        / f32::from(face.units_per_em())
}

/// Width of a text in ems.
pub(crate) fn width(face: &Face, text: &str) -> f32 {
    text.chars().map(|letter| advance(face, letter)).sum()
}

/// The letters of a text, one after the other.
pub(crate) fn glyphs(face: &Face, text: &str) -> Vec<KrillaGlyph> {
    let glyph = |(at, letter): (usize, char)| KrillaGlyph {
        glyph_id: GlyphId::new(u32::from(face.glyph_index(letter).unwrap_or_default().0)),
        text_range: at..at + letter.len_utf8(),
        x_advance: advance(face, letter),
        x_offset: 0.0,
        y_offset: 0.0,
        y_advance: 0.0,
        location: None,
    };
    text.char_indices().map(glyph).collect()
}
