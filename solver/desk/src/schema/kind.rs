//! How the cells of a column are to be understood.

use super::words::Words;
use kehou_domain::fault::Text;

/// What a column holds.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    /// The entry's own id.
    Id,
    /// Words as they are.
    Text,
    /// A whole number.
    Int,
    /// Yes or no.
    Bool,
    /// Money in yuan; fen in the schema.
    Money,
    /// A time of day; minutes after midnight in the schema.
    Time,
    /// A day.
    Date,
    /// A weekday, 1-7.
    Weekday,
    /// A weekday and period.
    Slot,
    /// One of a set of words.
    Words(&'static Words),
    /// The id of something else.
    Ref(Entity),
    /// Several in one cell.
    List(&'static Kind),
}

/// What can be referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Entity {
    /// A school.
    School,
    /// A room or venue.
    Room,
    /// A pool of equipment.
    Equipment,
    /// An activity.
    Activity,
    /// Somebody of staff.
    Staff,
    /// An administrative group.
    Group,
    /// A dismissal point.
    Point,
    /// A pupil.
    Student,
    /// A section of the incumbent plan.
    Section,
}

impl Entity {
    /// What lists of this name hold, if it can be referred to.
    pub fn of_list(list: &str) -> Option<Self> {
        Some(match list {
            "schools" => Self::School,
            "rooms" | "venues" => Self::Room,
            "equipment" => Self::Equipment,
            "activities" => Self::Activity,
            "staff" | "sharedStaff" => Self::Staff,
            "groups" => Self::Group,
            "dismissalPoints" => Self::Point,
            "students" => Self::Student,
            "sections" => Self::Section,
            _ => return None,
        })
    }

    /// The sheet that lists them.
    pub const fn table(self) -> &'static str {
        match self {
            Self::School => "schools",
            Self::Room => "rooms",
            Self::Equipment => "equipment",
            Self::Activity => "activities",
            Self::Staff => "staff",
            Self::Group => "groups",
            Self::Point => "dismissal",
            Self::Student => "pupils",
            Self::Section => "incumbent_sections",
        }
    }

    /// Header of a column that says whose an entry is.
    pub const fn title(self) -> (&'static str, &'static str) {
        match self {
            Self::School => ("学校", "School"),
            Self::Room => ("场地", "Room"),
            Self::Equipment => ("器材", "Equipment"),
            Self::Activity => ("项目", "Activity"),
            Self::Staff => ("教师", "Staff"),
            Self::Group => ("班级", "Class"),
            Self::Point => ("离校点", "Dismissal point"),
            Self::Student => ("学生", "Pupil"),
            Self::Section => ("教学班", "Section"),
        }
    }

    /// Further headers of such a column.
    pub const fn also(self) -> &'static [&'static str] {
        match self {
            Self::School => &["学校编号", "学校名称", "校区", "school id", "campus"],
            Self::Room => &["场地编号", "教室", "room id"],
            Self::Equipment => &["器材编号", "equipment id"],
            Self::Activity => {
                &["课程", "项目编号", "课程名称", "项目名称", "社团", "activity id", "course"]
            }
            Self::Staff => &[
                "教师编号",
                "工号",
                "姓名",
                "教师姓名",
                "老师",
                "staff id",
                "teacher",
                "teacher id",
                "name",
            ],
            Self::Group => &["行政班", "班别", "group", "class id"],
            Self::Point => &["离校时间点", "point", "dismissal"],
            Self::Student => &[
                "学生编号",
                "学号",
                "姓名",
                "学生姓名",
                "student",
                "student id",
                "pupil id",
                "name",
            ],
            Self::Section => &["section id"],
        }
    }
}

impl Kind {
    /// What a cell of this kind looks like, for messages and notes.
    pub fn expected(&self) -> Text {
        let (zh, en) = match self {
            Self::Id => ("一个不重复的编号", "an id that nothing else has"),
            Self::Text => ("文字", "text"),
            Self::Int => ("整数，如 3", "a whole number, such as 3"),
            Self::Bool => ("是 或 否", "yes or no"),
            Self::Money => {
                ("金额（元），如 300 或 12.50", "an amount in yuan, such as 300 or 12.50")
            }
            Self::Time => ("时间，如 16:10", "a time, such as 16:10"),
            Self::Date => ("日期，如 2026-09-01", "a date, such as 2026-09-01"),
            Self::Weekday => ("星期，如 周一", "a weekday, such as Mon"),
            Self::Slot => ("星期和节次，如 周一第2节", "weekday and period, such as Mon 2"),
            Self::Words(words) => return words.expected(),
            Self::Ref(entity) => {
                let (zh, en) = entity.title();
                return Text::new(
                    format!("{zh}的编号"),
                    format!("the id of a {}", en.to_lowercase()),
                );
            }
            Self::List(one) => {
                let one = one.expected();
                return Text::new(
                    format!("{}；多个之间用顿号“、”", one.zh),
                    format!("{}; several with commas between", one.en),
                );
            }
        };
        Text::new(zh, en)
    }

    /// Whom the ids in the cells belong to, if they are ids of people.
    pub fn people(&self) -> Option<Entity> {
        match self {
            Self::Ref(entity @ (Entity::Student | Entity::Staff)) => Some(*entity),
            Self::List(one) => one.people(),
            _ => None,
        }
    }
}
