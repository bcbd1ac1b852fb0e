//! What opens slot by slot and holds everybody whom no course takes: homework and reading by class,
//! reading and self-study beside courses, and what further segments of the bell table are for.

use super::bell::Bell;
use super::campus::Class;
use super::offer::MERGED_SCHOOL;
use super::site::Site;
use kehou_domain::draft::{Activity, Category, Component, Grouping, Segment};

/// Base service of a school, for the segments its bell table has.
pub fn base(site: &Site, bell: &Bell, classes: &[Class], grades: &[i32]) -> Vec<Activity> {
    let largest = classes.iter().map(|class| class.takers).max().unwrap_or(1) as i32;
    let band = |low: bool| grades.iter().copied().filter(|&g| (g <= 2) == low).collect::<Vec<_>>();
    let makers = Makers { site, largest };
    let (lower, upper) = (band(true), band(false));
    let homework = Activity {
        written_homework: true,
        ..makers.by_class("b-homework", "作业辅导", Category::Homework, &upper)
    };
    let read = makers.by_class("b-reading", "自主阅读", Category::Reading, &lower);
    let stories = Activity {
        room_kinds: vec!["lower-classroom".into(), "library".into()],
        ..makers.beside("b-stories", "绘本阅读", Category::Reading, &lower)
    };
    let study = makers.beside("b-study", "自主学习", Category::SelfStudy, &upper);
    let mut all = vec![homework, read, stories, study];
    let further = [
        (Segment::MicroTopic, makers.micro_topic(grades)),
        (Segment::FamilySchool, makers.family_school(grades)),
        (Segment::ExtendedCare, makers.care(grades)),
        (Segment::EveningStudy, makers.evening_study(grades)),
    ];
    all.extend(further.into_iter().filter(|entry| bell.slots(entry.0) > 0).map(|entry| entry.1));
    all.retain(|activity| !activity.grades.is_empty());
    all
}

struct Makers<'a> {
    site: &'a Site<'a>,
    largest: i32,
}

impl Makers<'_> {
    /// In the home rooms, in the homework segment.
    fn by_class(&self, id: &str, name: &str, category: Category, grades: &[i32]) -> Activity {
        Activity {
            segments: vec![Segment::Homework],
            max_size: self.largest.max(50),
            grouping: Some(Grouping::Group),
            room_kinds: Vec::new(),
            ..self.merged(id, name, category, grades)
        }
    }

    /// Beside courses: merged, or by class where the place wants it so.
    fn beside(&self, id: &str, name: &str, category: Category, grades: &[i32]) -> Activity {
        let merged = self.merged(id, name, category, grades);
        if !self.site.setup.profile.place.base_by_class {
            return merged;
        }
        let max_size = self.largest.max(50);
        Activity { max_size, grouping: Some(Grouping::Group), ..merged }
    }

    /// Merged by grade, or over grades in small schools.
    fn merged(&self, id: &str, name: &str, category: Category, grades: &[i32]) -> Activity {
        let small = self.site.pupils < MERGED_SCHOOL;
        Activity {
            id: id.into(),
            name: name.into(),
            component: Some(Component::Base),
            category: Some(category),
            segments: vec![Segment::Activity],
            grades: grades.to_vec(),
            min_size: 1,
            max_size: 45,
            grouping: Some(if small { Grouping::School } else { Grouping::Grade }),
            room_kinds: vec!["classroom".into(), "library".into()],
            ..Activity::default()
        }
    }

    fn micro_topic(&self, grades: &[i32]) -> Activity {
        Activity {
            component: Some(Component::MicroTopic),
            segments: vec![Segment::MicroTopic],
            ..self.by_class("b-micro-topic", "微主题", Category::Other, grades)
        }
    }

    fn family_school(&self, grades: &[i32]) -> Activity {
        Activity {
            component: Some(Component::FamilySchool),
            segments: vec![Segment::FamilySchool],
            ..self.by_class("b-family-school", "家校共育", Category::Other, grades)
        }
    }

    /// Few stay, so all grades are together.
    fn care(&self, grades: &[i32]) -> Activity {
        Activity {
            component: Some(Component::Care),
            segments: vec![Segment::ExtendedCare],
            grouping: Some(Grouping::School),
            room_kinds: vec!["classroom".into(), "lower-classroom".into(), "library".into()],
            ..self.merged("b-care", "延时托管", Category::Care, grades)
        }
    }

    fn evening_study(&self, grades: &[i32]) -> Activity {
        Activity {
            component: Some(Component::EveningStudy),
            segments: vec![Segment::EveningStudy],
            grouping: Some(Grouping::Grade),
            ..self.merged("b-evening", "晚自习", Category::SelfStudy, grades)
        }
    }
}
