//! Policy profiles: demands, terms, money.

use super::{Wire, all_known, from_list, known, number, numbers, to_list, unless_default};
use kehou_domain::fault::Text;
use kehou_domain::profile::{BellRow, BellTable, Demand, Money, Profile, Season};
use kehou_proto::v1;

impl Wire for Profile {
    type Wire = v1::Profile;
    fn to_wire(&self) -> v1::Profile {
        v1::Profile {
            name: self.name.clone(),
            title: said(&self.title),
            about: said(&self.about),
            document: said(&self.document),
            demands: to_list(&self.demands),
            policy: unless_default(&self.policy),
            seasons: to_list(&self.seasons),
            money: unless_default(&self.money),
            place: Some(self.place.to_wire()),
            menu: to_list(&self.menu),
        }
    }
    fn from_wire(wire: v1::Profile) -> Self {
        let title = heard(wire.title);
        let unnamed = title.zh.is_empty() && title.en.is_empty();
        Self {
            title: if unnamed { wire.name.clone().into() } else { title },
            name: wire.name,
            about: heard(wire.about),
            document: heard(wire.document),
            demands: from_list(wire.demands),
            policy: wire.policy.map(Wire::from_wire).unwrap_or_default(),
            seasons: from_list(wire.seasons),
            money: wire.money.map(Wire::from_wire).unwrap_or_default(),
            place: wire.place.map(Wire::from_wire).unwrap_or_default(),
            menu: from_list(wire.menu),
        }
    }
}

fn said(text: &Text) -> Option<v1::Text> {
    let is_empty = text.zh.is_empty() && text.en.is_empty();
    (!is_empty).then(|| v1::Text { zh: text.zh.clone(), en: text.en.clone() })
}

/// A text given in one language stands for both.
fn heard(text: Option<v1::Text>) -> Text {
    match text.unwrap_or_default() {
        v1::Text { zh, en } if zh.is_empty() => en.into(),
        v1::Text { zh, en } if en.is_empty() => zh.into(),
        v1::Text { zh, en } => Text { zh, en },
    }
}

impl Wire for Demand {
    type Wire = v1::Demand;
    fn to_wire(&self) -> v1::Demand {
        v1::Demand { rule: number(self.rule), says: said(&self.says) }
    }
    fn from_wire(wire: v1::Demand) -> Self {
        Self { rule: known(wire.rule), says: heard(wire.says) }
    }
}

impl Wire for Season {
    type Wire = v1::Season;
    fn to_wire(&self) -> v1::Season {
        v1::Season {
            id: self.id.clone(),
            title: said(&self.title),
            term: Some(self.term.to_wire()),
            bells: to_list(&self.bells),
        }
    }
    fn from_wire(wire: v1::Season) -> Self {
        Self {
            id: wire.id,
            title: heard(wire.title),
            term: wire.term.map(Wire::from_wire).unwrap_or_default(),
            bells: from_list(wire.bells),
        }
    }
}

impl Wire for BellTable {
    type Wire = v1::BellTable;
    fn to_wire(&self) -> v1::BellTable {
        v1::BellTable {
            kinds: numbers(&self.kinds),
            weekdays: self.weekdays.clone(),
            rows: to_list(&self.rows),
        }
    }
    fn from_wire(wire: v1::BellTable) -> Self {
        Self { kinds: all_known(&wire.kinds), weekdays: wire.weekdays, rows: from_list(wire.rows) }
    }
}

impl Wire for BellRow {
    type Wire = v1::BellRow;
    fn to_wire(&self) -> v1::BellRow {
        v1::BellRow {
            segment: number(self.segment),
            start_minute: self.start_minute,
            end_minute: self.end_minute,
            leave_percent: self.leave_percent,
            leave_from_pupils: self.leave_from_pupils,
            come_percent: self.come_percent,
        }
    }
    fn from_wire(wire: v1::BellRow) -> Self {
        Self {
            segment: known(wire.segment),
            start_minute: wire.start_minute,
            end_minute: wire.end_minute,
            leave_percent: wire.leave_percent,
            leave_from_pupils: wire.leave_from_pupils,
            come_percent: wire.come_percent,
        }
    }
}

impl Wire for Money {
    type Wire = v1::ProfileMoney;
    fn to_wire(&self) -> v1::ProfileMoney {
        v1::ProfileMoney {
            fee_per_student_fen: self.fee_per_student_fen,
            waivers: to_list(&self.waivers),
            subsidy_per_student_fen: self.subsidy_per_student_fen,
            bureau_subsidy_fen: self.bureau_subsidy_fen,
            teacher_pay_yuan_least: self.teacher_pay_yuan.0,
            teacher_pay_yuan_most: self.teacher_pay_yuan.1,
            outsider_pay_yuan_least: self.outsider_pay_yuan.0,
            outsider_pay_yuan_most: self.outsider_pay_yuan.1,
        }
    }
    fn from_wire(wire: v1::ProfileMoney) -> Self {
        Self {
            fee_per_student_fen: wire.fee_per_student_fen,
            waivers: from_list(wire.waivers),
            subsidy_per_student_fen: wire.subsidy_per_student_fen,
            bureau_subsidy_fen: wire.bureau_subsidy_fen,
            teacher_pay_yuan: (wire.teacher_pay_yuan_least, wire.teacher_pay_yuan_most),
            outsider_pay_yuan: (wire.outsider_pay_yuan_least, wire.outsider_pay_yuan_most),
        }
    }
}
