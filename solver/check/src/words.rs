//! The words of messages: weekdays, slots, sections, in Chinese and English.

use crate::school::{SchoolView, SectionView};
use kehou_domain::draft::{Activity, Grouping, SlotRef};
use kehou_domain::fault::Text;

/// A weekday.
pub fn weekday(weekday: i32) -> Text {
    const NAMES: [(&str, &str); 7] = [
        ("周一", "Monday"),
        ("周二", "Tuesday"),
        ("周三", "Wednesday"),
        ("周四", "Thursday"),
        ("周五", "Friday"),
        ("周六", "Saturday"),
        ("周日", "Sunday"),
    ];
    let known = usize::try_from(weekday).ok().and_then(|n| NAMES.get(n.wrapping_sub(1)));
    known.map_or_else(
        || Text::new(format!("第 {weekday} 天"), format!("weekday {weekday}")),
        |&(zh, en)| Text::new(zh, en),
    )
}

/// A slot.
pub fn slot(slot: SlotRef) -> Text {
    let day = weekday(slot.weekday);
    Text::new(
        format!("{}第 {} 节", day.zh, slot.period),
        format!("{} period {}", day.en, slot.period),
    )
}

/// What users call an activity.
pub fn title(activity: &Activity) -> &str {
    if activity.name.is_empty() { &activity.id } else { &activity.name }
}

/// A section: by its id, or by whom it gathers when it opens per slot.
pub fn section(view: &SchoolView, section: &SectionView) -> Text {
    let id = &section.section.id;
    let Some(item) = section.item else {
        return Text::new(format!("教学班 {id}"), format!("section {id}"));
    };
    let name = title(item);
    let first = section.students.first().map(|&student| &view.students[student]);
    match (section.grouping(), first) {
        (Some(Grouping::Group), Some(pupil)) => {
            let group = &pupil.student.group;
            Text::new(format!("{group} 班的{name}"), format!("{name} of group {group}"))
        }
        (Some(Grouping::Grade), Some(pupil)) => {
            let grade = pupil.grade;
            Text::new(format!("{grade} 年级的{name}"), format!("{name} of grade {grade}"))
        }
        (Some(Grouping::School), _) => {
            Text::new(format!("全校的{name}"), format!("{name} of the whole school"))
        }
        _ => Text::new(format!("{name}（教学班 {id}）"), format!("{name} (section {id})")),
    }
}
