//! The record of a lottery.

use super::{Wire, from_list, to_list};
use kehou_proto::v1;
use kehou_term::lottery::{Lottery, SchoolDraw, Ticket, Tie};

impl Wire for Lottery {
    type Wire = v1::Lottery;
    fn to_wire(&self) -> v1::Lottery {
        v1::Lottery { seed: self.seed.clone(), schools: to_list(&self.schools) }
    }
    fn from_wire(wire: v1::Lottery) -> Self {
        Self { seed: wire.seed, schools: from_list(wire.schools) }
    }
}

impl Wire for SchoolDraw {
    type Wire = v1::SchoolDraw;
    fn to_wire(&self) -> v1::SchoolDraw {
        v1::SchoolDraw {
            school: self.school.clone(),
            tickets: to_list(&self.tickets),
            settled: to_list(&self.settled),
        }
    }
    fn from_wire(wire: v1::SchoolDraw) -> Self {
        Self {
            school: wire.school,
            tickets: from_list(wire.tickets),
            settled: from_list(wire.settled),
        }
    }
}

impl Wire for Ticket {
    type Wire = v1::Ticket;
    fn to_wire(&self) -> v1::Ticket {
        v1::Ticket { number: self.number.clone(), student: self.student.clone() }
    }
    fn from_wire(wire: v1::Ticket) -> Self {
        Self { number: wire.number, student: wire.student }
    }
}

impl Wire for Tie {
    type Wire = v1::Tie;
    fn to_wire(&self) -> v1::Tie {
        v1::Tie { first: self.first.clone(), second: self.second.clone() }
    }
    fn from_wire(wire: v1::Tie) -> Self {
        Self { first: wire.first, second: wire.second }
    }
}
