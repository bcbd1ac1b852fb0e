//! What can be referred to, by id, by id in another spelling, and by name.

use crate::fold::folded;
use crate::schema::Entity;
use std::collections::HashMap;

/// Everything that can be referred to.
#[derive(Default)]
pub(crate) struct Index {
    scopes: HashMap<(Entity, String), Names>,
}

#[derive(Default)]
struct Names {
    by_id: HashMap<String, String>,
    /// Other spellings and names; none where several have it.
    by_words: HashMap<String, Option<String>>,
}

impl Index {
    /// Adds something of a school (`schools/0`) or of the bureau (nothing); what has the id
    /// already stays.
    pub fn add(&mut self, entity: Entity, scope: &str, id: &str, place: &str) {
        let names = self.scopes.entry((entity, scope.to_owned())).or_default();
        names.by_id.entry(id.to_owned()).or_insert_with(|| place.to_owned());
        names.also(id, id);
    }

    /// A name of something that was added.
    pub fn name(&mut self, entity: Entity, scope: &str, id: &str, name: &str) {
        self.scopes.entry((entity, scope.to_owned())).or_default().also(name, id);
    }

    /// Id and place of what a text refers to: in the school, else in the bureau.
    pub fn find(&self, entity: Entity, scope: &str, text: &str) -> Option<(String, String)> {
        let of = |scope: &str| self.scopes.get(&(entity, scope.to_owned()));
        let scopes = [of(scope), of("")];
        let exact = scopes.iter().flatten().find_map(|names| names.exact(text));
        exact.or_else(|| scopes.iter().flatten().find_map(|names| names.loose(text)))
    }

    /// The same over all schools, if one only fits; its school too.
    pub fn find_anywhere(&self, entity: Entity, text: &str) -> Option<(String, String, String)> {
        let all = || self.scopes.iter().filter(|((kind, _), _)| *kind == entity);
        let mut found: Vec<_> =
            all().filter_map(|((_, scope), names)| Some((scope, names.exact(text)?))).collect();
        if found.is_empty() {
            found =
                all().filter_map(|((_, scope), names)| Some((scope, names.loose(text)?))).collect();
        }
        match found.as_slice() {
            [(scope, (id, place))] => Some(((*scope).clone(), id.clone(), place.clone())),
            _ => None,
        }
    }
}

impl Names {
    fn also(&mut self, words: &str, id: &str) {
        self.by_words
            .entry(folded(words))
            .and_modify(|known| {
                if known.as_deref() != Some(id) {
                    *known = None;
                }
            })
            .or_insert_with(|| Some(id.to_owned()));
    }
    fn exact(&self, text: &str) -> Option<(String, String)> {
        self.by_id.get(text).map(|place| (text.to_owned(), place.clone()))
    }
    fn loose(&self, text: &str) -> Option<(String, String)> {
        self.exact(self.by_words.get(&folded(text))?.as_deref()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_before_other_spellings_and_names() {
        let mut index = Index::default();
        index.add(Entity::Activity, "schools/0", "go", "schools/0/activities/0");
        index.add(Entity::Activity, "schools/0", "GO", "schools/0/activities/1");
        index.name(Entity::Activity, "schools/0", "go", "围棋");
        index.add(Entity::Staff, "", "o1", "sharedStaff/0");
        let id = |text| index.find(Entity::Activity, "schools/0", text).map(|found| found.0);
        assert_eq!(id("GO").as_deref(), Some("GO"));
        assert_eq!((id("围 棋").as_deref(), id("ＧＯ")), (Some("go"), None));
        assert_eq!(
            index.find(Entity::Staff, "schools/0", "O1").map(|found| found.0).as_deref(),
            Some("o1")
        );
        assert_eq!(
            index.find_anywhere(Entity::Activity, "围棋").map(|found| found.0).as_deref(),
            Some("schools/0")
        );
    }
}
