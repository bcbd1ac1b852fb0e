//! What links schools: travel times, pairs, loan policy, venues.

use super::codes::Code;
use super::ids::Seen;
use super::index::BureauIndex;
use super::path::Path;
use super::rooms;
use super::sink::{Noun, Sink, shown};
use crate::draft::School;
use crate::fault::Text;
use std::collections::BTreeSet;

pub(super) const SCHOOL: Noun = ("学校", "school");

/// Most minutes of a way between campuses.
pub const MAX_TRAVEL_MINUTES: i64 = 1440;

pub(super) fn check(sink: &mut Sink, all: &BureauIndex) {
    let bureau = all.bureau;
    travel(sink, all);
    for (index, pair) in bureau.pairs.iter().enumerate() {
        let path = Path::TOP.item("pairs", index);
        two_schools(sink, all, &path, ("lender", &pair.lender), ("borrower", &pair.borrower));
    }
    let keys = bureau.pairs.iter().map(|pair| (&pair.lender, &pair.borrower));
    sink.distinct(&Path::TOP, "pairs", keys, |(a, b)| format!("{a} → {b}"), ("结对", "pair"));
    if let Some(policy) = &bureau.loan_policy {
        let path = Path::TOP.field("loan_policy");
        let share = ("支援比例上限（%）", "largest share lent, percent");
        sink.range_if_set(
            &path.field("max_share_percent"),
            policy.max_share_percent,
            0..=100,
            share,
        );
    }
}

fn travel(sink: &mut Sink, all: &BureauIndex) {
    for (index, way) in all.bureau.travel.iter().enumerate() {
        let path = Path::TOP.item("travel", index);
        two_schools(sink, all, &path, ("from", &way.from), ("to", &way.to));
        sink.range(
            &path.field("minutes"),
            way.minutes,
            0..=MAX_TRAVEL_MINUTES,
            ("路程分钟数", "travel minutes"),
        );
    }
    let ways = all.bureau.travel.iter().map(|way| {
        let (a, b) = (&way.from, &way.to);
        if a <= b { (a, b) } else { (b, a) }
    });
    sink.distinct(&Path::TOP, "travel", ways, |(a, b)| format!("{a} - {b}"), ("路程", "way"));
}

fn two_schools(
    sink: &mut Sink,
    all: &BureauIndex,
    path: &Path,
    one: (&'static str, &str),
    other: (&'static str, &str),
) {
    for (field, id) in [one, other] {
        sink.reference(&path.field(field), id, all.schools.contains_key(id), SCHOOL);
    }
    if one.1 == other.1 && !one.1.is_empty() {
        self_reference(sink, &path.field(other.0), other.1, SCHOOL);
    }
}

/// Something that names itself where another is meant.
pub(super) fn self_reference(sink: &mut Sink, path: &Path, id: &str, noun: Noun) {
    sink.note(
        Code::SelfReference,
        path,
        id,
        Text::new(
            format!("此处应是另一个{}，却是其自身", noun.0),
            format!("another {} is meant here, not itself", noun.1),
        ),
        Text::new(format!("改为另一个{}", noun.0), format!("name another {}", noun.1)),
    );
}

/// Venues: rooms that name the schools they serve.
pub(super) fn venues<'a>(sink: &mut Sink, all: &BureauIndex<'a>) {
    let rooms =
        |school: &'a School| school.rooms.iter().map(|room| (school.id.as_str(), room.id.as_str()));
    let taken: BTreeSet<(&str, &str)> = all.bureau.schools.iter().flat_map(rooms).collect();
    let mut seen = Seen::new();
    for (index, venue) in all.bureau.venues.iter().enumerate() {
        rooms::check_one(sink, None, &mut seen, &Path::TOP, ("venues", index), venue);
        let path = Path::TOP.entity("venues", &venue.id, index);
        sink.not_empty(&path.field("schools"), venue.schools.len(), SCHOOL);
        school_list(sink, all, &path, &venue.schools);
        let clash =
            venue.schools.iter().find(|id| taken.contains(&(id.as_str(), venue.id.as_str())));
        if let Some(school) = clash {
            sink.note(
                Code::DuplicateId,
                &Path::TOP.item("venues", index).field("id"),
                &venue.id,
                Text::new(
                    format!("学校“{}”已有编号为“{}”的场地", shown(school), shown(&venue.id)),
                    format!(
                        "school '{}' has a room of the id '{}' already",
                        shown(school),
                        shown(&venue.id)
                    ),
                ),
                Text::new("改用别的编号", "use another id"),
            );
        }
    }
}

/// A list of distinct, existing schools.
pub(super) fn school_list(sink: &mut Sink, all: &BureauIndex, path: &Path, schools: &[String]) {
    for (index, id) in schools.iter().enumerate() {
        sink.reference(
            &path.item("schools", index),
            id,
            all.schools.contains_key(id.as_str()),
            SCHOOL,
        );
    }
    sink.distinct(path, "schools", schools.iter(), |id| (*id).clone(), SCHOOL);
}
