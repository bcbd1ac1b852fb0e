//! Changes since a plan was published.

use super::{Wire, from_list, to_list};
use kehou_domain::change::{Change, ChangeSet, What};
use kehou_proto::v1;
use kehou_proto::v1::change::What as Case;

impl Wire for ChangeSet {
    type Wire = v1::ChangeSet;
    fn to_wire(&self) -> v1::ChangeSet {
        v1::ChangeSet {
            changes: to_list(&self.changes),
            change_budget: self.change_budget.as_ref().map(Wire::to_wire),
        }
    }
    fn from_wire(wire: v1::ChangeSet) -> Self {
        Self {
            changes: from_list(wire.changes),
            change_budget: wire.change_budget.map(Wire::from_wire),
        }
    }
}

impl Wire for Change {
    type Wire = v1::Change;
    fn to_wire(&self) -> v1::Change {
        v1::Change {
            school: self.school.clone(),
            from: self.from.clone(),
            until: self.until.clone(),
            what: self.what.as_ref().map(case),
        }
    }
    fn from_wire(wire: v1::Change) -> Self {
        Self { school: wire.school, from: wire.from, until: wire.until, what: wire.what.map(what) }
    }
}

fn case(what: &What) -> Case {
    match what.clone() {
        What::StaffAbsent { staff, weekdays } => {
            Case::StaffAbsent(v1::StaffAbsence { staff, weekdays })
        }
        What::RoomLost { room, weekdays, instead } => {
            Case::RoomLost(v1::RoomLoss { room, weekdays, instead })
        }
        What::StudentJoins(student) => Case::StudentJoins(student.to_wire()),
        What::StudentLeaves(student) => Case::StudentLeaves(student),
        What::AttendanceChanges { student, attendance } => {
            let attendance = to_list(&attendance);
            Case::AttendanceChanges(v1::AttendanceChange { student, attendance })
        }
        What::ActivityCancelled(activity) => Case::ActivityCancelled(activity),
        What::SectionSplit(section) => Case::SectionSplit(section),
    }
}

fn what(case: Case) -> What {
    match case {
        Case::StaffAbsent(v1::StaffAbsence { staff, weekdays }) => {
            What::StaffAbsent { staff, weekdays }
        }
        Case::RoomLost(v1::RoomLoss { room, weekdays, instead }) => {
            What::RoomLost { room, weekdays, instead }
        }
        Case::StudentJoins(student) => What::StudentJoins(Box::new(Wire::from_wire(student))),
        Case::StudentLeaves(student) => What::StudentLeaves(student),
        Case::AttendanceChanges(v1::AttendanceChange { student, attendance }) => {
            What::AttendanceChanges { student, attendance: from_list(attendance) }
        }
        Case::ActivityCancelled(activity) => What::ActivityCancelled(activity),
        Case::SectionSplit(section) => What::SectionSplit(section),
    }
}
