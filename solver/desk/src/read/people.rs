//! Ids of people replaced by keyed references, everywhere they stand.

use super::build::Build;
use crate::names::Key;
use crate::schema::{Entity, Kind, steps, tables};
use serde_json::Value;
use std::collections::HashMap;

/// Replaces ids of pupils and staff; each reference with the name (else the id) that stood in the
/// sheets, in order. Nothing without a key.
pub(crate) fn pseudonymise(build: &mut Build) -> Vec<(String, String)> {
    let Some(key) = &build.options.key else { return Vec::new() };
    let mut shown: HashMap<(Entity, String), String> = HashMap::new();
    for (entity, place, name) in &build.names {
        let field = if *entity == Entity::Student { "student" } else { "id" };
        let id = build.tree.field(place, field).as_str().unwrap_or_default();
        shown.insert((*entity, id.to_owned()), name.clone());
    }
    tell_apart(&mut shown);
    let mut known = HashMap::new();
    for table in tables() {
        for at in [table.at, table.shared] {
            let path = steps(at);
            if at.is_empty() {
                continue;
            }
            let own = path.last().and_then(|step| step.entity());
            let own = own.filter(|entity| matches!(entity, Entity::Student | Entity::Staff));
            let columns: Vec<(&str, Entity)> = table
                .columns
                .iter()
                .filter_map(|column| {
                    let is_id = matches!(column.kind, Kind::Id);
                    let entity = if is_id { own } else { column.kind.people() };
                    Some((column.field, entity?))
                })
                .collect();
            let fields: Vec<&str> = path.iter().map(|step| step.field).collect();
            visit(&mut build.tree.root, &fields, &mut |entry| {
                for (field, entity) in &columns {
                    if let Some(value) = entry.get_mut(*field) {
                        replace(value, *entity, key, &shown, &mut known);
                    }
                }
            });
        }
    }
    let mut people: Vec<_> = known.into_iter().collect();
    people.sort();
    people
}

/// Who has a name that others have too is shown with the id that stood in the sheets.
fn tell_apart(shown: &mut HashMap<(Entity, String), String>) {
    let mut of_name: HashMap<(Entity, String), usize> = HashMap::new();
    for ((entity, _), name) in shown.iter() {
        *of_name.entry((*entity, name.clone())).or_default() += 1;
    }
    for ((entity, id), name) in shown.iter_mut() {
        if of_name.get(&(*entity, name.clone())).is_some_and(|&people| people > 1) {
            *name = if id.contains(name.as_str()) { id.clone() } else { format!("{name} {id}") };
        }
    }
}

/// Every entry at a path of lists and objects.
fn visit(here: &mut Value, path: &[&str], entry: &mut impl FnMut(&mut Value)) {
    match here {
        Value::Null => {}
        Value::Array(list) => list.iter_mut().for_each(|one| visit(one, path, entry)),
        _ => match path.split_first() {
            None => entry(here),
            Some((field, rest)) => {
                if let Some(inner) = here.get_mut(*field) {
                    visit(inner, rest, entry);
                }
            }
        },
    }
}

fn replace(
    value: &mut Value,
    entity: Entity,
    key: &Key,
    shown: &HashMap<(Entity, String), String>,
    known: &mut HashMap<String, String>,
) {
    match value {
        Value::Array(list) => {
            for one in list {
                replace(one, entity, key, shown, known);
            }
        }
        Value::String(id) if !id.is_empty() => {
            let reference = key.reference(entity == Entity::Student, id);
            let name = shown.get(&(entity, id.clone())).unwrap_or(id).clone();
            known.insert(reference.clone(), name);
            *value = Value::String(reference);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_names_are_told_apart() {
        let of = |id: &str, name: &str| ((Entity::Student, id.to_owned()), name.to_owned());
        let mut shown: HashMap<_, _> =
            [of("01", "小明"), of("02", "小明"), of("03", "小红")].into_iter().collect();
        shown.insert((Entity::Staff, "01".to_owned()), "小红".to_owned());
        tell_apart(&mut shown);
        let said = |entity, id: &str| shown[&(entity, id.to_owned())].as_str();
        assert_eq!(said(Entity::Student, "01"), "小明 01");
        assert_eq!(said(Entity::Student, "02"), "小明 02");
        assert_eq!(said(Entity::Student, "03"), "小红");
        assert_eq!(said(Entity::Staff, "01"), "小红");
    }
}
