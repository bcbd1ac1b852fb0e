//! Where in the sheets a finding of validation is: field paths back to cells.

use super::recognise::Sheet;
use super::tree::{Spot, Tree, join};
use crate::schema::Entity;
use serde_json::Value;

/// The cell (or row) of a path such as `schools[x].students[y].group`.
pub(crate) fn spot(tree: &Tree, sheets: &[Sheet], path: &str) -> Option<Spot> {
    let mut place = String::new();
    let mut found = tree.origins.get("").map(|origin| (origin, 0));
    let mut fields: Vec<String> = Vec::new();
    let parts = parts(path);
    for (at, (name, key)) in parts.iter().enumerate() {
        let name = camel(name);
        place = join(&place, &name);
        fields.push(name.clone());
        if let Some(key) = key {
            let is_about_id =
                parts.get(at + 1).is_some_and(|(next, _)| next == "id" || next == "student");
            let position = position(tree.at(&place), &name, key, is_about_id);
            place = join(&place, &position.unwrap_or(usize::MAX).to_string());
        }
        if let Some(origin) = tree.origins.get(&place) {
            found = Some((origin, fields.len()));
        }
    }
    let (origin, used) = found?;
    let rest = fields[used..].join(".");
    let sheet = sheets.get(origin.sheet)?;
    let is = |field: &&str| rest == **field || rest.starts_with(&format!("{field}."));
    let columns = || origin.table.columns.iter().map(|column| column.field);
    let field = columns().find(is).or_else(|| {
        columns().find(|field| !rest.is_empty() && field.starts_with(&format!("{rest}.")))
    });
    let column = origin.spot.column.or_else(|| field.and_then(|field| sheet.column_of(field)));
    Some(Spot { column, ..origin.spot })
}

/// Steps of a path: names, with what stands in brackets behind.
fn parts(path: &str) -> Vec<(String, Option<String>)> {
    let mut parts = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, after) = rest.split_at(end);
        let (key, after) = match after.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            Some((key, after)) => (Some(key.to_owned()), after),
            None => (None, after),
        };
        parts.push((name.to_owned(), key));
        rest = after.strip_prefix('.').unwrap_or(if after == rest { "" } else { after });
    }
    parts
}

/// Position of an entry by its id, else by the number that stands there.
fn position(list: &Value, name: &str, key: &str, is_number_first: bool) -> Option<usize> {
    let field = if name == "students" { "student" } else { "id" };
    let by_id = || {
        Entity::of_list(name)?;
        list.as_array()?.iter().position(|entry| entry[field].as_str() == Some(key))
    };
    if is_number_first {
        key.parse().ok().or_else(by_id)
    } else {
        by_id().or_else(|| key.parse().ok())
    }
}

fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut camel = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        camel.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        camel.push_str(letters.as_str());
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_steps() {
        let step = |name: &str, key: Option<&str>| (name.to_owned(), key.map(str::to_owned));
        assert_eq!(
            parts("schools[no.1].students[3].choices[2].activity"),
            [
                step("schools", Some("no.1")),
                step("students", Some("3")),
                step("choices", Some("2")),
                step("activity", None)
            ]
        );
        assert_eq!(camel("dismissal_points"), "dismissalPoints");
    }
}
