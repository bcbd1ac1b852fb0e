//! Data sets: written once.

use super::{ReadTx, WriteTx, column, decoded, moment, scoped};
use crate::identity::TenantScope;
use crate::names::{Kind, new_id};
use crate::refusal::Refusal;
use crate::time::timestamp;
use kehou_proto::v1;
use prost::Message;

/// A data set to be stored.
pub struct NewDataset {
    /// What is known about it; name and time are given here.
    pub message: v1::Dataset,
    /// Last day of its term; empty: none.
    pub last_day: String,
    /// Its validation report.
    pub faults: v1::ValidationReport,
    /// Canonical binary form.
    pub content: Vec<u8>,
}

/// A page of stored messages with the position of each.
pub type Page<M> = Vec<(i64, M)>;

impl WriteTx<'_> {
    /// Stores a data set.
    pub async fn add_dataset(&mut self, new: NewDataset) -> Result<v1::Dataset, Refusal> {
        let (scope, id, created) = (self.scope().clone(), new_id(), moment());
        let message = v1::Dataset {
            name: Kind::Dataset.name(scope.school(), &id),
            create_time: Some(timestamp(created)),
            ..new.message
        };
        let tx = self.tx();
        scoped(
            "INSERT INTO datasets
             (bureau, school, id, term, last_day, errors, created, message, faults, content)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            &scope,
        )
        .bind(id)
        .bind(&message.term)
        .bind(new.last_day)
        .bind(i64::from(message.errors))
        .bind(created)
        .bind(message.encode_to_vec())
        .bind(new.faults.encode_to_vec())
        .bind(new.content)
        .execute(tx.raw())
        .await
        .map_err(tx.refusal())?;
        Ok(message)
    }
}

impl ReadTx<'_> {
    /// One data set, without its content.
    pub async fn dataset(&mut self, scope: &TenantScope, id: &str) -> Result<v1::Dataset, Refusal> {
        let row = scoped(
            "SELECT message FROM datasets WHERE bureau = $1 AND school = $2 AND id = $3",
            scope,
        )
        .bind(id)
        .fetch_one(self.raw())
        .await
        .map_err(self.refusal())?;
        decoded(&row, "message")
    }

    /// Its validation report.
    pub async fn dataset_faults(
        &mut self,
        scope: &TenantScope,
        id: &str,
    ) -> Result<v1::ValidationReport, Refusal> {
        let row = scoped(
            "SELECT faults FROM datasets WHERE bureau = $1 AND school = $2 AND id = $3",
            scope,
        )
        .bind(id)
        .fetch_one(self.raw())
        .await
        .map_err(self.refusal())?;
        decoded(&row, "faults")
    }

    /// Its content.
    pub async fn dataset_content(
        &mut self,
        scope: &TenantScope,
        id: &str,
    ) -> Result<Vec<u8>, Refusal> {
        let row = scoped(
            "SELECT content FROM datasets WHERE bureau = $1 AND school = $2 AND id = $3",
            scope,
        )
        .bind(id)
        .fetch_one(self.raw())
        .await
        .map_err(self.refusal())?;
        column(&row, "content")
    }

    /// Data sets before a position, newest first.
    pub async fn datasets(
        &mut self,
        scope: &TenantScope,
        term: &str,
        before: i64,
        most: i64,
    ) -> Result<Page<v1::Dataset>, Refusal> {
        let rows = scoped(
            "SELECT seq, message FROM datasets
             WHERE bureau = $1 AND school = $2 AND ($3 = '' OR term = $3) AND seq < $4
             ORDER BY seq DESC LIMIT $5",
            scope,
        )
        .bind(term)
        .bind(before)
        .bind(most)
        .fetch_all(self.raw())
        .await
        .map_err(self.refusal())?;
        rows.iter().map(|row| Ok((column(row, "seq")?, decoded(row, "message")?))).collect()
    }
}
