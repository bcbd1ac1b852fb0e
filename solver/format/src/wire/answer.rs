//! Answers to questions about a plan. They are only ever written.

use super::{Wire, WireEnum, number, to_list};
use kehou_domain::answer::{
    About, ActivityAnswer, Adjustment, Answer, ChoiceAnswer, Gap, Ineligible, Move, NotOpen,
    Obstacle, Remedy, SectionAnswer, ShortfallAnswer, StaffAnswer, Standing, StudentAnswer,
    WorkItem, WorkPart,
};
use kehou_domain::draft::SlotRef;
use kehou_proto::v1;
use kehou_proto::v1::adjustment::What;
use kehou_proto::v1::answer::About as Case;

/// An answer as message.
pub(crate) fn answer_to_wire(answer: &Answer) -> v1::Answer {
    let about = answer.about.as_ref().map(|about| match about {
        About::Student(one) => Case::Student(student(one)),
        About::Staff(one) => Case::Staff(staff(one)),
        About::Section(one) => Case::Section(section(one)),
        About::Activity(one) => Case::Activity(activity(one)),
        About::Shortfall(one) => Case::Shortfall(shortfall(one)),
    });
    v1::Answer { school: answer.school.clone(), about }
}

fn slots(slots: &[SlotRef]) -> Vec<v1::SlotRef> {
    to_list(slots)
}

fn student(one: &StudentAnswer) -> v1::StudentAnswer {
    v1::StudentAnswer {
        counts: Some(one.counts.to_wire()),
        choices: one.choices.iter().map(choice).collect(),
    }
}

fn choice(one: &ChoiceAnswer) -> v1::ChoiceAnswer {
    v1::ChoiceAnswer {
        activity: one.activity.clone(),
        rank: one.rank,
        reason: number(one.reason),
        ineligible: one.ineligible.map_or(0, |why| ineligible(why).into()),
        would_better: one.would_better,
        waiting: one.waiting,
        min_size: one.min_size,
        sections: one.sections.iter().map(standing).collect(),
        remedy: one.remedy.as_ref().map(remedy),
    }
}

fn ineligible(why: Ineligible) -> v1::Ineligible {
    match why {
        Ineligible::Grade => v1::Ineligible::Grade,
        Ineligible::Refused => v1::Ineligible::Refused,
        Ineligible::WrittenHomework => v1::Ineligible::WrittenHomework,
    }
}

fn obstacle(obstacle: Obstacle) -> v1::Obstacle {
    match obstacle {
        Obstacle::NotAttended => v1::Obstacle::NotAttended,
        Obstacle::Full => v1::Obstacle::Full,
        Obstacle::RoomFull => v1::Obstacle::RoomFull,
        Obstacle::Clash => v1::Obstacle::Clash,
        Obstacle::LeavesTooFew => v1::Obstacle::LeavesTooFew,
    }
}

fn standing(one: &Standing) -> v1::Standing {
    v1::Standing {
        section: one.section.clone(),
        starts: slots(&one.starts),
        pupils: one.pupils,
        seats: one.seats,
        obstacles: one.obstacles.iter().map(|&o| obstacle(o).into()).collect(),
        heavier: one.heavier,
        equal: one.equal,
        lighter: one.lighter,
        ranked_as_well: one.ranked_as_well,
    }
}

fn remedy(one: &Remedy) -> v1::Remedy {
    let moved = |figure: Move| v1::Move { before: figure.before, after: figure.after };
    v1::Remedy {
        adjustments: one.adjustments.iter().map(adjustment).collect(),
        section: one.section.clone(),
        starts: slots(&one.starts),
        opens: one.opens,
        others_moved: one.others_moved,
        points: (one.points != Move::default()).then(|| moved(one.points)),
        shortfall: Some(moved(one.shortfall)),
        quality: Some(moved(one.quality)),
    }
}

fn adjustment(one: &Adjustment) -> v1::Adjustment {
    let of = |id: &String, count: i32| v1::MoreOf { id: id.clone(), count };
    let what = match one {
        Adjustment::Seats { activity, more } => What::Seats(of(activity, *more)),
        Adjustment::RoomCapacity { room, more } => What::RoomCapacity(of(room, *more)),
        Adjustment::MinSize { activity, least } => What::MinSize(of(activity, *least)),
        Adjustment::MaxSections { activity, more } => What::MaxSections(of(activity, *more)),
        Adjustment::Grade { activity, grade } => What::Grade(of(activity, *grade)),
        Adjustment::Attendance { weekday, from_period, dismissal_point } => {
            What::Attendance(v1::LongerAttendance {
                weekday: *weekday,
                from_period: *from_period,
                dismissal_point: dismissal_point.clone(),
            })
        }
        Adjustment::Staff { staff, skill, level, slots: at, rank, duty } => {
            What::Staff(v1::MoreStaff {
                staff: staff.clone(),
                skill: skill.clone(),
                level: *level,
                slots: slots(at),
                rank: number(*rank),
                duty: number(*duty),
            })
        }
        Adjustment::StaffCap { staff, more } => What::StaffCap(of(staff, *more)),
        Adjustment::Room { room, kind, capacity, slots: at } => What::Room(v1::MoreRoom {
            room: room.clone(),
            kind: kind.clone(),
            capacity: *capacity,
            slots: slots(at),
        }),
        Adjustment::Equipment { equipment, more } => What::Equipment(of(equipment, *more)),
        Adjustment::Gate { dismissal_point, gate, more } => What::Gate(v1::WiderGate {
            dismissal_point: dismissal_point.clone(),
            gate: gate.clone(),
            more: *more,
        }),
        Adjustment::Agreed { student, activity } => {
            What::Agreed(v1::Agreement { student: student.clone(), activity: activity.clone() })
        }
        Adjustment::Segment { activity, segment } => What::Segment(v1::FurtherSegment {
            activity: activity.clone(),
            segment: number(Some(*segment)),
        }),
        Adjustment::Money { fen } => What::MoneyFen(*fen),
        Adjustment::MentorPupils { most } => What::MentorPupils(*most),
    };
    v1::Adjustment { what: Some(what) }
}

fn staff(one: &StaffAnswer) -> v1::StaffAnswer {
    v1::StaffAnswer {
        counts: Some(one.counts.to_wire()),
        target: one.target,
        weekly_cap: one.weekly_cap,
        work: one.work.iter().map(work).collect(),
    }
}

fn work(one: &WorkItem) -> v1::WorkItem {
    let part = one.part.map_or(v1::WorkPart::Unspecified, |part| match part {
        WorkPart::Lead => v1::WorkPart::Lead,
        WorkPart::Assistant => v1::WorkPart::Assistant,
        WorkPart::Companion => v1::WorkPart::Companion,
    });
    v1::WorkItem {
        at: Some(one.at.to_wire()),
        periods: one.periods,
        section: one.section.clone(),
        activity: one.activity.clone(),
        part: part.into(),
        duty: number(one.duty),
    }
}

fn section(one: &SectionAnswer) -> v1::SectionAnswer {
    let by_rank = one.by_rank.iter();
    v1::SectionAnswer {
        section: one.section.clone(),
        activity: one.activity.clone(),
        starts: slots(&one.starts),
        lead: one.lead.clone(),
        rooms: one.rooms.clone(),
        pupils: one.pupils,
        min_size: one.min_size,
        seats: one.seats,
        by_rank: by_rank.map(|c| v1::RankCount { rank: c.rank, pupils: c.pupils }).collect(),
        waiting: one.waiting,
        other_leads: one.other_leads,
        without: one.without.as_ref().map(remedy),
    }
}

fn activity(one: &ActivityAnswer) -> v1::ActivityAnswer {
    v1::ActivityAnswer {
        activity: one.activity.clone(),
        open: one.open,
        max_sections: one.max_sections,
        listed: one.listed,
        granted: one.granted,
        waiting: one.waiting,
        min_size: one.min_size,
        leads: one.leads,
        patterns: one.patterns,
        with_lead: one.with_lead,
        with_room: one.with_room,
        with_both: one.with_both,
        reason: one.reason.map_or(0, |why| not_open(why).into()),
        remedy: one.remedy.as_ref().map(remedy),
    }
}

fn not_open(why: NotOpen) -> v1::NotOpen {
    match why {
        NotOpen::PerSlot => v1::NotOpen::PerSlot,
        NotOpen::AtMost => v1::NotOpen::AtMost,
        NotOpen::FewPupils => v1::NotOpen::FewPupils,
        NotOpen::NobodyCanLead => v1::NotOpen::NobodyCanLead,
        NotOpen::LeadsBusy => v1::NotOpen::LeadsBusy,
        NotOpen::NoRoom => v1::NotOpen::NoRoom,
        NotOpen::NotTogether => v1::NotOpen::NotTogether,
        NotOpen::CostsMore => v1::NotOpen::CostsMore,
        NotOpen::WouldBetter => v1::NotOpen::WouldBetter,
    }
}

fn shortfall(one: &ShortfallAnswer) -> v1::ShortfallAnswer {
    v1::ShortfallAnswer { points: one.points, gaps: one.gaps.iter().map(gap).collect() }
}

fn gap(one: &Gap) -> v1::Gap {
    v1::Gap {
        rule: WireEnum::to_wire(one.rule).into(),
        at: one.at.as_ref().map(Wire::to_wire),
        points: one.points,
        cases: one.cases,
        what: Some(v1::Text { zh: one.what.zh.clone(), en: one.what.en.clone() }),
        repairs: one.repairs.iter().map(remedy).collect(),
    }
}
