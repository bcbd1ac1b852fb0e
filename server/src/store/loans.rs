//! Loans: rows of the bureau that the school that lends and the one that borrows see too. A loan's
//! etag is its version.

use super::datasets::Page;
use super::{ReadTx, WriteTx, column, decoded, moment, scoped};
use crate::identity::TenantScope;
use crate::names::{Kind, new_id};
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::time::timestamp;
use kehou_proto::v1::{LoanState, StoredLoan};
use prost::Message;

/// A loan with its version.
pub struct LoanRow {
    /// As told.
    pub message: StoredLoan,
    /// Counts its changes.
    pub version: i64,
}

impl ReadTx<'_> {
    /// One loan.
    pub async fn loan(&mut self, scope: &TenantScope, id: &str) -> Result<LoanRow, Refusal> {
        let row = scoped(
            "SELECT version, message FROM loans
             WHERE bureau = $1 AND $2 IN (lender, borrower, '') AND id = $3",
            scope,
        )
        .bind(id)
        .fetch_one(self.raw())
        .await
        .map_err(self.refusal())?;
        Ok(LoanRow { message: decoded(&row, "message")?, version: column(&row, "version")? })
    }

    /// Loans before a position, newest first.
    pub async fn loans(
        &mut self,
        scope: &TenantScope,
        (term, state): (&str, LoanState),
        before: i64,
        most: i64,
    ) -> Result<Page<StoredLoan>, Refusal> {
        let rows = scoped(
            "SELECT seq, message FROM loans
             WHERE bureau = $1 AND $2 IN (lender, borrower, '') AND ($3 = '' OR term = $3)
               AND ($4 = 0 OR state = $4) AND seq < $5
             ORDER BY seq DESC LIMIT $6",
            scope,
        )
        .bind(term)
        .bind(state as i64)
        .bind(before)
        .bind(most)
        .fetch_all(self.raw())
        .await
        .map_err(self.refusal())?;
        rows.iter().map(|row| Ok((column(row, "seq")?, decoded(row, "message")?))).collect()
    }

    /// Stores a proposed loan.
    pub(super) async fn add_loan(
        &mut self,
        bureau: &TenantScope,
        loan: StoredLoan,
    ) -> Result<StoredLoan, Refusal> {
        let (id, created) = (new_id(), moment());
        let loan = StoredLoan {
            name: Kind::Loan.name(bureau.school(), &id),
            state: LoanState::Proposed.into(),
            etag: "1".to_owned(),
            create_time: Some(timestamp(created)),
            update_time: Some(timestamp(created)),
            ..loan
        };
        sqlx::query(
            "INSERT INTO loans
             (bureau, id, lender, borrower, term, state, version, created, message)
             VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)",
        )
        .bind(bureau.bureau())
        .bind(id)
        .bind(&loan.lender)
        .bind(&loan.borrower)
        .bind(&loan.term)
        .bind(i64::from(loan.state))
        .bind(created)
        .bind(loan.encode_to_vec())
        .execute(self.raw())
        .await
        .map_err(self.refusal())?;
        Ok(loan)
    }
}

impl WriteTx<'_> {
    /// Stores a loan proposed by hand.
    pub async fn propose_loan(&mut self, loan: StoredLoan) -> Result<StoredLoan, Refusal> {
        let scope = self.scope().clone();
        self.tx().add_loan(&scope, loan).await
    }

    /// Stores a loan in another state, if nobody was faster.
    pub async fn change_loan(
        &mut self,
        id: &str,
        row: LoanRow,
        state: LoanState,
    ) -> Result<StoredLoan, Refusal> {
        let scope = self.scope().clone();
        let (version, tx) = (row.version + 1, self.tx());
        let loan = StoredLoan {
            state: state.into(),
            etag: version.to_string(),
            update_time: Some(timestamp(moment())),
            ..row.message
        };
        let changed = scoped(
            "UPDATE loans SET state = $4, version = $5, message = $6
             WHERE bureau = $1 AND $2 IN (lender, borrower, '') AND id = $3 AND version = $7",
            &scope,
        )
        .bind(id)
        .bind(i64::from(loan.state))
        .bind(version)
        .bind(loan.encode_to_vec())
        .bind(row.version)
        .execute(tx.raw())
        .await
        .map_err(tx.refusal())?
        .rows_affected();
        if changed == 1 { Ok(loan) } else { Err(Reason::EtagStale.into()) }
    }
}
