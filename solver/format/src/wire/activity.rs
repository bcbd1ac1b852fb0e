//! The menu of a school.

use super::{Wire, WireEnum, all_known, from_list, known, number, numbers, to_list};
use kehou_domain::draft::{Activity, Category, Component, EquipmentUse, Grouping, Pattern};
use kehou_proto::v1;

impl Wire for Activity {
    type Wire = v1::Activity;
    fn to_wire(&self) -> v1::Activity {
        v1::Activity {
            id: self.id.clone(),
            name: self.name.clone(),
            component: number(self.component),
            category: number(self.category),
            segments: numbers(&self.segments),
            grades: self.grades.clone(),
            min_size: self.min_size,
            max_size: self.max_size,
            sessions_per_week: self.sessions_per_week,
            periods_per_session: self.periods_per_session,
            patterns: to_list(&self.patterns),
            max_sections: self.max_sections,
            room_kinds: self.room_kinds.clone(),
            skill: self.skill.clone(),
            skill_level: self.skill_level,
            assistants: self.assistants,
            pupils_per_assistant: self.pupils_per_assistant,
            equipment: to_list(&self.equipment),
            written_homework: self.written_homework,
            material_fee_fen: self.material_fee_fen,
            grouping: number(self.grouping),
        }
    }
    fn from_wire(wire: v1::Activity) -> Self {
        Self {
            id: wire.id,
            name: wire.name,
            component: known(wire.component),
            category: known(wire.category),
            segments: all_known(&wire.segments),
            grades: wire.grades,
            min_size: wire.min_size,
            max_size: wire.max_size,
            sessions_per_week: wire.sessions_per_week,
            periods_per_session: wire.periods_per_session,
            patterns: from_list(wire.patterns),
            max_sections: wire.max_sections,
            room_kinds: wire.room_kinds,
            skill: wire.skill,
            skill_level: wire.skill_level,
            assistants: wire.assistants,
            pupils_per_assistant: wire.pupils_per_assistant,
            equipment: from_list(wire.equipment),
            written_homework: wire.written_homework,
            material_fee_fen: wire.material_fee_fen,
            grouping: known(wire.grouping),
        }
    }
}

impl WireEnum for Component {
    type Wire = v1::Component;
    fn to_wire(self) -> v1::Component {
        match self {
            Self::Base => v1::Component::Base,
            Self::Training => v1::Component::Training,
            Self::Extension => v1::Component::Extension,
            Self::MicroTopic => v1::Component::MicroTopic,
            Self::FamilySchool => v1::Component::FamilySchool,
            Self::Care => v1::Component::Care,
            Self::EveningStudy => v1::Component::EveningStudy,
        }
    }
    fn from_wire(wire: v1::Component) -> Option<Self> {
        Some(match wire {
            v1::Component::Unspecified => return None,
            v1::Component::Base => Self::Base,
            v1::Component::Training => Self::Training,
            v1::Component::Extension => Self::Extension,
            v1::Component::MicroTopic => Self::MicroTopic,
            v1::Component::FamilySchool => Self::FamilySchool,
            v1::Component::Care => Self::Care,
            v1::Component::EveningStudy => Self::EveningStudy,
        })
    }
}

impl WireEnum for Category {
    type Wire = v1::Category;
    fn to_wire(self) -> v1::Category {
        match self {
            Self::Homework => v1::Category::Homework,
            Self::Reading => v1::Category::Reading,
            Self::SelfStudy => v1::Category::SelfStudy,
            Self::Sport => v1::Category::Sport,
            Self::Arts => v1::Category::Arts,
            Self::Science => v1::Category::Science,
            Self::Labour => v1::Category::Labour,
            Self::OnlineLearning => v1::Category::OnlineLearning,
            Self::AcademicHelp => v1::Category::AcademicHelp,
            Self::Culture => v1::Category::Culture,
            Self::Play => v1::Category::Play,
            Self::Care => v1::Category::Care,
            Self::Other => v1::Category::Other,
        }
    }
    fn from_wire(wire: v1::Category) -> Option<Self> {
        Some(match wire {
            v1::Category::Unspecified => return None,
            v1::Category::Homework => Self::Homework,
            v1::Category::Reading => Self::Reading,
            v1::Category::SelfStudy => Self::SelfStudy,
            v1::Category::Sport => Self::Sport,
            v1::Category::Arts => Self::Arts,
            v1::Category::Science => Self::Science,
            v1::Category::Labour => Self::Labour,
            v1::Category::OnlineLearning => Self::OnlineLearning,
            v1::Category::AcademicHelp => Self::AcademicHelp,
            v1::Category::Culture => Self::Culture,
            v1::Category::Play => Self::Play,
            v1::Category::Care => Self::Care,
            v1::Category::Other => Self::Other,
        })
    }
}

impl Wire for Pattern {
    type Wire = v1::Pattern;
    fn to_wire(&self) -> v1::Pattern {
        v1::Pattern { starts: to_list(&self.starts) }
    }
    fn from_wire(wire: v1::Pattern) -> Self {
        Self { starts: from_list(wire.starts) }
    }
}

impl Wire for EquipmentUse {
    type Wire = v1::EquipmentUse;
    fn to_wire(&self) -> v1::EquipmentUse {
        v1::EquipmentUse { equipment: self.equipment.clone(), quantity: self.quantity }
    }
    fn from_wire(wire: v1::EquipmentUse) -> Self {
        Self { equipment: wire.equipment, quantity: wire.quantity }
    }
}

impl WireEnum for Grouping {
    type Wire = v1::Grouping;
    fn to_wire(self) -> v1::Grouping {
        match self {
            Self::Group => v1::Grouping::Group,
            Self::Grade => v1::Grouping::Grade,
            Self::School => v1::Grouping::School,
        }
    }
    fn from_wire(wire: v1::Grouping) -> Option<Self> {
        Some(match wire {
            v1::Grouping::Unspecified => return None,
            v1::Grouping::Group => Self::Group,
            v1::Grouping::Grade => Self::Grade,
            v1::Grouping::School => Self::School,
        })
    }
}
