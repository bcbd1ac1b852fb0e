//! A bureau and its money.

use super::{Wire, from_list, known, number, to_list, unless_default};
use kehou_domain::draft::{Budget, Bureau, LoanPolicy, Pair, Travel, Waiver};
use kehou_proto::v1;

impl Wire for Budget {
    type Wire = v1::Budget;
    fn to_wire(&self) -> v1::Budget {
        v1::Budget {
            fee_per_student_fen: self.fee_per_student_fen,
            waivers: to_list(&self.waivers),
            subsidy_fen: self.subsidy_fen,
        }
    }
    fn from_wire(wire: v1::Budget) -> Self {
        Self {
            fee_per_student_fen: wire.fee_per_student_fen,
            waivers: from_list(wire.waivers),
            subsidy_fen: wire.subsidy_fen,
        }
    }
}

impl Wire for Waiver {
    type Wire = v1::Waiver;
    fn to_wire(&self) -> v1::Waiver {
        v1::Waiver { priority: number(self.priority), percent: self.percent }
    }
    fn from_wire(wire: v1::Waiver) -> Self {
        Self { priority: known(wire.priority), percent: wire.percent }
    }
}

impl Wire for Bureau {
    type Wire = v1::Bureau;
    fn to_wire(&self) -> v1::Bureau {
        v1::Bureau {
            id: self.id.clone(),
            name: self.name.clone(),
            term: self.term.as_ref().map(Wire::to_wire),
            policy: unless_default(&self.policy),
            shared_staff: to_list(&self.shared_staff),
            venues: to_list(&self.venues),
            travel: to_list(&self.travel),
            pairs: to_list(&self.pairs),
            loan_policy: self.loan_policy.as_ref().map(Wire::to_wire),
            budget: self.budget.as_ref().map(Wire::to_wire),
            schools: to_list(&self.schools),
        }
    }
    fn from_wire(wire: v1::Bureau) -> Self {
        Self {
            id: wire.id,
            name: wire.name,
            term: wire.term.map(Wire::from_wire),
            policy: wire.policy.map(Wire::from_wire).unwrap_or_default(),
            shared_staff: from_list(wire.shared_staff),
            venues: from_list(wire.venues),
            travel: from_list(wire.travel),
            pairs: from_list(wire.pairs),
            loan_policy: wire.loan_policy.map(Wire::from_wire),
            budget: wire.budget.map(Wire::from_wire),
            schools: from_list(wire.schools),
        }
    }
}

impl Wire for Travel {
    type Wire = v1::Travel;
    fn to_wire(&self) -> v1::Travel {
        v1::Travel { from: self.from.clone(), to: self.to.clone(), minutes: self.minutes }
    }
    fn from_wire(wire: v1::Travel) -> Self {
        Self { from: wire.from, to: wire.to, minutes: wire.minutes }
    }
}

impl Wire for Pair {
    type Wire = v1::Pair;
    fn to_wire(&self) -> v1::Pair {
        v1::Pair { lender: self.lender.clone(), borrower: self.borrower.clone() }
    }
    fn from_wire(wire: v1::Pair) -> Self {
        Self { lender: wire.lender, borrower: wire.borrower }
    }
}

impl Wire for LoanPolicy {
    type Wire = v1::LoanPolicy;
    fn to_wire(&self) -> v1::LoanPolicy {
        v1::LoanPolicy { max_share_percent: self.max_share_percent, pairs_only: self.pairs_only }
    }
    fn from_wire(wire: v1::LoanPolicy) -> Self {
        Self { max_share_percent: wire.max_share_percent, pairs_only: wire.pairs_only }
    }
}
