//! Ids, references and display texts: length, printability, uniqueness, nothing personal.

use super::codes::Code;
use super::path::Path;
use super::personal::looks_personal;
use super::sink::{Noun, Sink, shown};
use crate::fault::Text;
use std::collections::BTreeMap;

/// Most characters of an id.
pub const MAX_ID: usize = 64;
/// Most characters of a display text.
pub const MAX_TEXT: usize = 200;

/// Ids of one kind met so far, with the position of the first.
pub(super) type Seen = BTreeMap<String, usize>;

/// Whether an id may be shown in a path.
pub(super) fn is_sane(id: &str) -> bool {
    let odd = |c: char| c.is_whitespace() || matches!(c, '[' | ']');
    !id.is_empty()
        && id.chars().count() <= MAX_ID
        && is_printable(id)
        && !id.contains(odd)
        && !looks_personal(id)
}

fn is_printable(text: &str) -> bool {
    !text.chars().any(|c| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
            || matches!(c, '\u{feff}' | '\u{fffd}')
    })
}

/// An id of an entity at `path`: well formed and not used before.
pub(super) fn unique(
    sink: &mut Sink,
    seen: &mut Seen,
    parent: &Path,
    (list, index): (&'static str, usize),
    id: &str,
    noun: Noun,
) {
    let path = parent.item(list, index);
    well_formed(sink, &path.field(id_field(list)), id, noun);
    let first = seen.get(id).copied();
    if let Some(first) = first.filter(|_| !id.is_empty() && !looks_personal(id)) {
        let entry = if list.ends_with("staff") { None } else { Some(first + 1) };
        duplicate(sink, &path.field(id_field(list)), id, entry, noun);
    }
    if first.is_none() {
        seen.insert(id.to_owned(), index);
    }
}

/// `entry`: number of the entry of this list that has the id already, if it is in this list.
fn duplicate(sink: &mut Sink, path: &Path, id: &str, entry: Option<usize>, noun: Noun) {
    let (zh, en) = entry.map_or_else(
        || ("已在全局使用".to_owned(), "is used in the bureau already".to_owned()),
        |n| (format!("与第 {n} 条重复"), format!("is that of entry {n} already")),
    );
    sink.note(
        Code::DuplicateId,
        path,
        id,
        Text::new(
            format!("{}编号“{}”{zh}", noun.0, shown(id)),
            format!("the {} id '{}' {en}", noun.1, shown(id)),
        ),
        Text::new(
            "每个编号只能用一次：改用别的编号，或删去重复的一条",
            "ids are unique: use another id, or remove one of the two",
        ),
    );
}

fn id_field(list: &'static str) -> &'static str {
    if list == "students" { "student" } else { "id" }
}

/// An id that need not be unique here.
pub(super) fn well_formed(sink: &mut Sink, path: &Path, id: &str, noun: Noun) {
    if id.is_empty() {
        return sink.note(
            Code::MissingId,
            path,
            "",
            Text::new(format!("{}没有编号", noun.0), format!("the {} has no id", noun.1)),
            Text::new("填写编号", "give it an id"),
        );
    }
    if looks_personal(id) {
        return sink.personal(path);
    }
    if id.chars().count() > MAX_ID {
        sink.note(
            Code::IdTooLong,
            path,
            id,
            Text::new(
                format!("{}编号有 {} 个字符，最多 {MAX_ID} 个", noun.0, id.chars().count()),
                format!(
                    "the {} id has {} characters; at most {MAX_ID} are allowed",
                    noun.1,
                    id.chars().count()
                ),
            ),
            Text::new("缩短编号", "shorten the id"),
        );
    }
    if !is_printable(id) || id.trim() != id {
        sink.note(
            Code::IdUnprintable,
            path,
            id,
            Text::new(
                format!("{}编号含不可见字符或首尾空格", noun.0),
                format!("the {} id has invisible characters or spaces at an end", noun.1),
            ),
            Text::new("删去这些字符", "remove those characters"),
        );
    }
}

/// A display text, which may be empty.
pub(super) fn text(sink: &mut Sink, path: &Path, text: &str) {
    if looks_personal(text) {
        sink.personal(path);
    } else if text.chars().count() > MAX_TEXT || !is_printable(text) {
        sink.note(
            Code::BadText,
            path,
            text,
            Text::new(
                format!("文字超过 {MAX_TEXT} 个字符或含不可见字符"),
                format!("the text has more than {MAX_TEXT} characters or invisible ones"),
            ),
            Text::new("缩短文字，删去不可见字符", "shorten it and remove invisible characters"),
        );
    }
}

/// A word that others are matched with, such as a room kind or a skill.
pub(super) fn word(sink: &mut Sink, path: &Path, word: &str, noun: Noun) {
    sink.required(path, !word.is_empty(), noun);
    text(sink, path, word);
}

/// A school id, which names the school's files too.
pub(super) fn file_name(sink: &mut Sink, path: &Path, id: &str) {
    let reserved = |c: char| matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    if id.contains(reserved) || id.starts_with('.') {
        sink.note(
            Code::IdUnsafe,
            path,
            id,
            Text::new(
                "学校编号用作文件名，不能含 / \\ : * ? \" < > |，也不能以点开头",
                "a school id names files: it has none of / \\ : * ? \" < > | and does not start with a dot",
            ),
            Text::new("改用字母、数字、汉字和短横线", "use letters, digits and dashes"),
        );
    }
}
