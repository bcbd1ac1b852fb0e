//! Large data sets on their way in, piece by piece.

use super::{ReadTx, WriteTx, column, moment, scoped};
use crate::identity::TenantScope;
use crate::reason::Reason;
use crate::refusal::Refusal;

impl ReadTx<'_> {
    /// Bytes of an upload that are on disk.
    pub async fn upload_size(&mut self, scope: &TenantScope, id: &str) -> Result<i64, Refusal> {
        let row = scoped(
            "SELECT coalesce(max(finish), 0) AS size FROM uploads
             WHERE bureau = $1 AND school = $2 AND upload = $3",
            scope,
        )
        .bind(id)
        .fetch_one(self.raw())
        .await
        .map_err(self.refusal())?;
        column(&row, "size")
    }

    /// Bytes of all uploads of a school.
    pub async fn uploads_size(&mut self, scope: &TenantScope) -> Result<i64, Refusal> {
        let row = scoped(
            "SELECT CAST(coalesce(sum(finish - start), 0) AS BIGINT) AS size FROM uploads
             WHERE bureau = $1 AND school = $2",
            scope,
        )
        .fetch_one(self.raw())
        .await
        .map_err(self.refusal())?;
        column(&row, "size")
    }

    /// The piece of an upload that begins there, if any.
    pub async fn upload_piece(
        &mut self,
        scope: &TenantScope,
        id: &str,
        start: i64,
    ) -> Result<Option<Vec<u8>>, Refusal> {
        let row = scoped(
            "SELECT data FROM uploads
             WHERE bureau = $1 AND school = $2 AND upload = $3 AND start = $4",
            scope,
        )
        .bind(id)
        .bind(start)
        .fetch_optional(self.raw())
        .await
        .map_err(self.refusal())?;
        row.map(|row| column(&row, "data")).transpose()
    }

    /// All bytes of an upload.
    pub async fn upload(&mut self, scope: &TenantScope, id: &str) -> Result<Vec<u8>, Refusal> {
        let rows = scoped(
            "SELECT data FROM uploads WHERE bureau = $1 AND school = $2 AND upload = $3
             ORDER BY start",
            scope,
        )
        .bind(id)
        .fetch_all(self.raw())
        .await
        .map_err(self.refusal())?;
        if rows.is_empty() {
            return Err(Reason::UploadIncomplete.into());
        }
        let mut whole = Vec::new();
        for row in &rows {
            whole.extend(column::<Vec<u8>>(row, "data")?);
        }
        Ok(whole)
    }
}

impl WriteTx<'_> {
    /// Stores a piece after those that are there.
    pub async fn add_piece(&mut self, id: &str, start: i64, data: &[u8]) -> Result<(), Refusal> {
        let scope = self.scope().clone();
        let tx = self.tx();
        scoped(
            "INSERT INTO uploads (bureau, school, upload, start, finish, created, data)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            &scope,
        )
        .bind(id)
        .bind(start)
        .bind(start + data.len() as i64)
        .bind(moment())
        .bind(data.to_vec())
        .execute(tx.raw())
        .await
        .map_err(tx.refusal())?;
        Ok(())
    }

    /// Erases an upload that has become a data set.
    pub async fn drop_upload(&mut self, id: &str) -> Result<(), Refusal> {
        let scope = self.scope().clone();
        let tx = self.tx();
        scoped("DELETE FROM uploads WHERE bureau = $1 AND school = $2 AND upload = $3", &scope)
            .bind(id)
            .execute(tx.raw())
            .await
            .map_err(tx.refusal())?;
        Ok(())
    }
}
