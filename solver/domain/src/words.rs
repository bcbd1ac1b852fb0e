//! Values of enumerations in the words of users, Chinese and English.

use crate::draft::{Component, DutyKind, Grouping, Priority, Segment, SlotRef, StaffRank};
use crate::fault::Text;

/// What a period is for.
pub fn segment(segment: Segment) -> Text {
    let (zh, en) = match segment {
        Segment::Homework => ("作业", "homework"),
        Segment::Activity => ("活动", "activity"),
        Segment::MicroTopic => ("微专题", "micro-topic"),
        Segment::FamilySchool => ("家校共育", "family-school"),
        Segment::ExtendedCare => ("延时看护", "extended care"),
        Segment::EveningStudy => ("晚自习", "evening study"),
    };
    Text::new(zh, en)
}

/// A priority group of pupils.
pub fn priority(priority: Priority) -> Text {
    let (zh, en) = match priority {
        Priority::LeftBehind => ("留守儿童", "left-behind"),
        Priority::Disabled => ("残疾学生", "disabled"),
        Priority::Needy => ("家庭困难学生", "needy"),
        Priority::Migrant => ("随迁子女", "migrant"),
        Priority::LowerGrade => ("低年级学生", "lower grade"),
        Priority::Other => ("其他优先学生", "other"),
    };
    Text::new(zh, en)
}

/// A part of the programme.
pub fn component(component: Component) -> Text {
    let (zh, en) = match component {
        Component::Base => ("基础（1）", "base"),
        Component::Training => ("体育锻炼（T）", "training"),
        Component::Extension => ("兴趣拓展（X）", "extension"),
        Component::MicroTopic => ("微专题", "micro-topic"),
        Component::FamilySchool => ("家校共育", "family-school"),
        Component::Care => ("看护", "care"),
        Component::EveningStudy => ("晚自习", "evening study"),
    };
    Text::new(zh, en)
}

/// How pupils of an activity that opens per slot come together.
pub fn grouping(grouping: Grouping) -> Text {
    let (zh, en) = match grouping {
        Grouping::Group => ("按行政班", "by group"),
        Grouping::Grade => ("按年级", "by grade"),
        Grouping::School => ("全校合并", "whole school"),
    };
    Text::new(zh, en)
}

/// A rank of post.
pub fn rank(rank: StaffRank) -> Text {
    let (zh, en) = match rank {
        StaffRank::MiddleManager => ("中层干部", "middle manager"),
        StaffRank::VicePrincipal => ("副校长", "vice principal"),
        StaffRank::Principal => ("校长", "principal"),
    };
    Text::new(zh, en)
}

/// A kind of duty.
pub fn duty(duty: DutyKind) -> Text {
    let (zh, en) = match duty {
        DutyKind::Patrol => ("巡查", "patrol"),
        DutyKind::GateGuard => ("门口值守", "gate guard"),
        DutyKind::LeaderOnDuty => ("带班领导", "leader on duty"),
        DutyKind::AreaSupervisor => ("楼层年级值守", "area supervisor"),
    };
    Text::new(zh, en)
}

/// A weekday, 1 (Monday) to 7.
pub fn weekday(weekday: i32) -> Text {
    let (zh, en) = match weekday {
        1 => ("周一", "Monday"),
        2 => ("周二", "Tuesday"),
        3 => ("周三", "Wednesday"),
        4 => ("周四", "Thursday"),
        5 => ("周五", "Friday"),
        6 => ("周六", "Saturday"),
        7 => ("周日", "Sunday"),
        other => {
            return Text::new(format!("第 {other} 天"), format!("weekday {other}"));
        }
    };
    Text::new(zh, en)
}

/// A slot; period 0 is the whole weekday.
pub fn slot(at: SlotRef) -> Text {
    let day = weekday(at.weekday);
    if at.period == 0 {
        return day;
    }
    Text::new(format!("{}第 {} 节", day.zh, at.period), format!("{} period {}", day.en, at.period))
}
