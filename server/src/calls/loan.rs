//! Calls that change loans: proposed by a run or by hand, accepted by both schools, approved by the
//! bureau, ended by any of them.

use super::Calls;
use crate::identity::{Identity, TenantScope};
use crate::names::{self, Kind, is_school};
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::store::Write;
use kehou_format::memory;
use kehou_proto::v1::{
    AcceptLoanRequest, AcceptLoanResponse, ApproveLoanRequest, ApproveLoanResponse, LoanState,
    ProposeLoanRequest, ProposeLoanResponse, RevokeLoanRequest, RevokeLoanResponse, StoredLoan,
};
use prost::Message;

/// A change that is asked for.
struct Change<'a> {
    method: &'static str,
    name: &'a str,
    etag: &'a str,
    request_id: &'a str,
    /// The state after it; none: it cannot be done as the loan stands.
    next: &'a (dyn Fn(&StoredLoan) -> Option<LoanState> + Sync),
}

impl Calls {
    pub(super) async fn do_propose_loan(
        &self,
        who: Identity,
        asked: ProposeLoanRequest,
    ) -> Result<ProposeLoanResponse, Refusal> {
        let proposed = self.proposed(who.scope(), &asked).await;
        let write = self.store.write(&who, "ProposeLoan", &asked.request_id, &asked).await?;
        let mut tx = match write {
            Write::Again(earlier) => return Ok(earlier),
            Write::New(tx) => tx,
        };
        let loan = tx.propose_loan(proposed?).await?;
        let name = loan.name.clone();
        tx.finish(&name, ProposeLoanResponse { loan: Some(loan) }).await
    }

    async fn proposed(
        &self,
        scope: &TenantScope,
        asked: &ProposeLoanRequest,
    ) -> Result<StoredLoan, Refusal> {
        names::term(&asked.term, "term")?;
        let weekdays = weekdays(&asked.weekdays)?;
        school(&asked.lender, "lender")?;
        school(&asked.borrower, "borrower")?;
        if asked.lender == asked.borrower {
            return Err(Refusal::invalid("borrower"));
        }
        if asked.staff.is_empty() {
            return Err(Refusal::required("staff"));
        }
        let mut latest = self.store.latest_data(scope, &asked.term).await?;
        latest.retain(|one| !one.dataset.is_empty());
        if !latest.iter().any(|one| one.school == asked.borrower) {
            return Err(Refusal::invalid("borrower"));
        }
        latest.retain(|one| one.school == asked.lender);
        let contents = self.store.school_contents(scope, &latest).await?;
        let content = contents.into_iter().next().ok_or_else(|| Refusal::invalid("lender"))?;
        let staff = asked.staff.clone();
        if !self.think(move || has_staff(&content, &staff)).await?? {
            return Err(Refusal::invalid("staff"));
        }
        Ok(StoredLoan {
            term: asked.term.clone(),
            staff: asked.staff.clone(),
            lender: asked.lender.clone(),
            borrower: asked.borrower.clone(),
            weekdays,
            ..StoredLoan::default()
        })
    }

    pub(super) async fn do_accept_loan(
        &self,
        who: Identity,
        asked: AcceptLoanRequest,
    ) -> Result<AcceptLoanResponse, Refusal> {
        let change = Change {
            method: "AcceptLoan",
            name: &asked.name,
            etag: &asked.etag,
            request_id: &asked.request_id,
            next: &|loan| accepted(loan, who.scope().school()),
        };
        self.change(&who, change, &asked, |loan| AcceptLoanResponse { loan: Some(loan) }).await
    }

    pub(super) async fn do_approve_loan(
        &self,
        who: Identity,
        asked: ApproveLoanRequest,
    ) -> Result<ApproveLoanResponse, Refusal> {
        let change = Change {
            method: "ApproveLoan",
            name: &asked.name,
            etag: &asked.etag,
            request_id: &asked.request_id,
            next: &|loan| (loan.state() == LoanState::Accepted).then_some(LoanState::Approved),
        };
        self.change(&who, change, &asked, |loan| ApproveLoanResponse { loan: Some(loan) }).await
    }

    pub(super) async fn do_revoke_loan(
        &self,
        who: Identity,
        asked: RevokeLoanRequest,
    ) -> Result<RevokeLoanResponse, Refusal> {
        let change = Change {
            method: "RevokeLoan",
            name: &asked.name,
            etag: &asked.etag,
            request_id: &asked.request_id,
            next: &|loan| (loan.state() != LoanState::Revoked).then_some(LoanState::Revoked),
        };
        self.change(&who, change, &asked, |loan| RevokeLoanResponse { loan: Some(loan) }).await
    }

    async fn change<R: Message + Default>(
        &self,
        who: &Identity,
        change: Change<'_>,
        asked: &impl Message,
        told: impl Fn(StoredLoan) -> R,
    ) -> Result<R, Refusal> {
        let id = Kind::Loan.id(who.scope(), change.name, "name")?;
        let write = self.store.write(who, change.method, change.request_id, asked).await?;
        let mut tx = match write {
            Write::Again(earlier) => return Ok(earlier),
            Write::New(tx) => tx,
        };
        let row = tx.tx().loan(who.scope(), &id).await?;
        if change.etag.is_empty() {
            return Err(Refusal::required("etag"));
        }
        if row.message.etag != change.etag {
            return Err(Refusal::field(Reason::EtagStale, "etag"));
        }
        let next = (change.next)(&row.message).ok_or(Reason::LoanState)?;
        let loan = tx.change_loan(&id, row, next).await?;
        tx.finish(change.name, told(loan)).await
    }
}

/// The state of a loan once this school, one of its two, has accepted it too.
fn accepted(loan: &StoredLoan, school: &str) -> Option<LoanState> {
    use LoanState as S;
    match (loan.state(), loan.lender == school) {
        (S::Proposed, true) => Some(S::AcceptedFrom),
        (S::Proposed, false) => Some(S::AcceptedTo),
        (S::AcceptedFrom, false) | (S::AcceptedTo, true) => Some(S::Accepted),
        _ => None,
    }
}

fn school(id: &str, path: &str) -> Result<(), Refusal> {
    if id.is_empty() {
        return Err(Refusal::required(path));
    }
    if is_school(id) { Ok(()) } else { Err(Refusal::invalid(path)) }
}

/// Weekdays, each once, ascending.
fn weekdays(asked: &[i32]) -> Result<Vec<i32>, Refusal> {
    if asked.is_empty() {
        return Err(Refusal::required("weekdays"));
    }
    let mut days = asked.to_vec();
    days.sort_unstable();
    days.dedup();
    let fits = days.len() == asked.len() && days.iter().all(|day| (1..=7).contains(day));
    if fits { Ok(days) } else { Err(Refusal::invalid("weekdays")) }
}

fn has_staff(content: &[u8], staff: &str) -> Result<bool, Reason> {
    let bureau = memory::bureau_from_binary(content).map_err(|_| Reason::Internal)?;
    Ok(bureau.schools.iter().flat_map(|school| &school.staff).any(|one| one.id == staff))
}

#[cfg(test)]
mod tests {
    use super::{accepted, weekdays};
    use kehou_proto::v1::{LoanState, StoredLoan};

    #[test]
    fn both_schools_accept_each_once_in_any_order() {
        let loan = |state: LoanState| StoredLoan {
            lender: "a".into(),
            borrower: "b".into(),
            state: state.into(),
            ..StoredLoan::default()
        };
        let after = |state, school| accepted(&loan(state), school);
        assert_eq!(after(LoanState::Proposed, "a"), Some(LoanState::AcceptedFrom));
        assert_eq!(after(LoanState::AcceptedFrom, "b"), Some(LoanState::Accepted));
        assert_eq!(after(LoanState::Proposed, "b"), Some(LoanState::AcceptedTo));
        assert_eq!(after(LoanState::AcceptedTo, "a"), Some(LoanState::Accepted));
        for (state, school) in [
            (LoanState::AcceptedFrom, "a"),
            (LoanState::AcceptedTo, "b"),
            (LoanState::Accepted, "a"),
            (LoanState::Approved, "b"),
            (LoanState::Revoked, "a"),
        ] {
            assert_eq!(after(state, school), None, "{state:?} {school}");
        }
    }

    #[test]
    fn weekdays_are_sorted_and_each_is_there_once() {
        assert_eq!(weekdays(&[4, 2]), Ok(vec![2, 4]));
        for odd in [&[][..], &[0], &[8], &[2, 2]] {
            assert!(weekdays(odd).is_err(), "{odd:?}");
        }
    }
}
