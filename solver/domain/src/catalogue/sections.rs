//! Sections, rooms and equipment.

use super::{Entry, Source};
use crate::rule::Rule;

/// Rules of this kind.
pub(super) const ENTRIES: [Entry; 6] = [
    Entry {
        rule: Rule::SectionSize,
        exactly: "min_size <= pupils <= max_size for every open section",
        en: "A section has enough pupils and not too many.",
        zh: "班额在下限和上限之间。",
        parameters: &[],
        sources: &[Source::Xiangcheng],
    },
    Entry {
        rule: Rule::SectionPattern,
        exactly: "the sessions of a pattern section start as one allowed pattern says (listed; \
                  or derived: distinct weekdays, same period, all covered slots allowed); a \
                  per-slot section has one session in an allowed slot, and pupils of one group \
                  (grouping by group) or one grade (by grade); at most `max_sections` sections \
                  of an activity, per slot for those that open per slot",
        en: "A section meets at times that the activity allows.",
        zh: "教学班按项目允许的时间型上课，班数不超过上限。",
        parameters: &[],
        sources: &[Source::Weifang, Source::Xiangcheng],
    },
    Entry {
        rule: Rule::RoomFit,
        exactly: "room kind among `room_kinds` (grouping by group: the group's home room \
                  instead), capacity >= pupils, free in every slot covered, at most one session \
                  in a room and slot; a venue only for the schools it lists",
        en: "Every session has a fitting room of its own, large enough.",
        zh: "每个课次有合适、够大的专用场地。",
        parameters: &[],
        sources: &[Source::Xiangcheng],
    },
    Entry {
        rule: Rule::EquipmentPool,
        exactly: "per slot and pool, pieces used by the sessions of that slot <= owned",
        en: "No more equipment is used at once than there is.",
        zh: "同时使用的器材不超过拥有数。",
        parameters: &[],
        sources: &[],
    },
    Entry {
        rule: Rule::WetWeather,
        exactly: "each pupil and slot in an outdoor session without a valid stand-in: an indoor \
                  room, capacity >= pupils, available, not used by a session or another \
                  stand-in in that slot",
        en: "Outdoor sessions have a room to go to when it rains.",
        zh: "户外课次备有雨天场地。",
        parameters: &[],
        sources: &[Source::Shangqiu],
    },
    Entry {
        rule: Rule::SectionEffort,
        exactly: "each open section, per-slot ones too",
        en: "No more sections open than are worth it.",
        zh: "不开不值得的班。",
        parameters: &[],
        sources: &[],
    },
];
