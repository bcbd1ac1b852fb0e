//! Figures of published plans, for the bureau.

use super::datasets::Page;
use super::{ReadTx, WriteTx, column, decoded, moment, scoped};
use crate::identity::TenantScope;
use crate::refusal::Refusal;
use kehou_proto::v1;
use prost::Message;

impl WriteTx<'_> {
    /// Puts the figures of a plan in the place of those of the term.
    pub async fn put_summary(
        &mut self,
        plan: &str,
        summary: &v1::SchoolSummary,
    ) -> Result<(), Refusal> {
        self.drop_summary(&summary.term).await?;
        let scope = self.scope().clone();
        let tx = self.tx();
        scoped(
            "INSERT INTO summaries (bureau, school, term, plan, created, message)
             VALUES ($1, $2, $3, $4, $5, $6)",
            &scope,
        )
        .bind(&summary.term)
        .bind(plan)
        .bind(moment())
        .bind(summary.encode_to_vec())
        .execute(tx.raw())
        .await
        .map_err(tx.refusal())?;
        Ok(())
    }

    async fn drop_summary(&mut self, term: &str) -> Result<(), Refusal> {
        let scope = self.scope().clone();
        let tx = self.tx();
        scoped("DELETE FROM summaries WHERE bureau = $1 AND school = $2 AND term = $3", &scope)
            .bind(term)
            .execute(tx.raw())
            .await
            .map_err(tx.refusal())?;
        Ok(())
    }

    /// Takes the figures of a plan away.
    pub async fn drop_summary_of(&mut self, plan: &str) -> Result<(), Refusal> {
        let scope = self.scope().clone();
        let tx = self.tx();
        scoped("DELETE FROM summaries WHERE bureau = $1 AND school = $2 AND plan = $3", &scope)
            .bind(plan)
            .execute(tx.raw())
            .await
            .map_err(tx.refusal())?;
        Ok(())
    }
}

impl ReadTx<'_> {
    /// Figures of all schools of the bureau after a position.
    pub async fn summaries(
        &mut self,
        scope: &TenantScope,
        term: &str,
        after: i64,
        most: i64,
    ) -> Result<Page<v1::SchoolSummary>, Refusal> {
        let rows = sqlx::query(
            "SELECT seq, message FROM summaries
             WHERE bureau = $1 AND ($2 = '' OR term = $2) AND seq > $3 ORDER BY seq LIMIT $4",
        )
        .bind(scope.bureau())
        .bind(term)
        .bind(after)
        .bind(most)
        .fetch_all(self.raw())
        .await
        .map_err(self.refusal())?;
        rows.iter().map(|row| Ok((column(row, "seq")?, decoded(row, "message")?))).collect()
    }
}
