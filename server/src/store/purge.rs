//! Erasure: a term by its school's wish or when its time is over, and what is kept for a while only.
//! What is deleted is overwritten on disk too; the audit trail, which holds nothing about pupils,
//! stays.

use super::transaction::school_turn;
use super::{Backend, ReadTx, Sight, Store, WriteTx, column, moment, scoped};
use crate::identity::TenantScope;
use crate::names::new_id;
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::time::date_before;
use kehou_proto::v1::{self, JobState};

const DAY_MS: i64 = 86_400_000;

/// What hangs on a term, each by one statement.
const OF_TERM: [&str; 7] = [
    "DELETE FROM revisions WHERE bureau = $1 AND school = $2 AND term = $3",
    "DELETE FROM summaries WHERE bureau = $1 AND school = $2 AND term = $3",
    "DELETE FROM datasets WHERE bureau = $1 AND school = $2 AND term = $3",
    "DELETE FROM jobs WHERE bureau = $1 AND school = $2 AND term = $3",
    "DELETE FROM plans WHERE bureau = $1 AND school = $2 AND term = $3",
    // With the bureau's term, whose school is empty, go the figures of all schools and the loans.
    "DELETE FROM balance_summaries WHERE bureau = $1 AND $2 IN (school, '') AND term = $3",
    "DELETE FROM loans WHERE bureau = $1 AND $2 = '' AND term = $3",
];

/// PostgreSQL keeps dead rows until the tables are written anew.
const ANEW: [&str; 9] = [
    "VACUUM (FULL) revisions",
    "VACUUM (FULL) summaries",
    "VACUUM (FULL) datasets",
    "VACUUM (FULL) jobs",
    "VACUUM (FULL) plans",
    "VACUUM (FULL) balance_summaries",
    "VACUUM (FULL) loans",
    "VACUUM (FULL) uploads",
    "VACUUM (FULL) requests",
];

impl WriteTx<'_> {
    /// Erases a term, and uploads, of which nobody knows the term.
    pub async fn purge_term(&mut self, term: &str) -> Result<v1::PurgeTermResponse, Refusal> {
        let scope = self.scope().clone();
        let tx = self.tx();
        if active_jobs(tx, &scope, term).await? > 0 {
            return Err(Reason::TermHasActiveJobs.into());
        }
        scoped("DELETE FROM uploads WHERE bureau = $1 AND school = $2", &scope)
            .execute(tx.raw())
            .await
            .map_err(tx.refusal())?;
        let counts = erase(tx, &scope, term).await?;
        Ok(v1::PurgeTermResponse { datasets: counts[2], jobs: counts[3], plans: counts[4] })
    }
}

async fn active_jobs(tx: &mut ReadTx<'_>, scope: &TenantScope, term: &str) -> Result<i64, Refusal> {
    let row = scoped(
        "SELECT CAST(count(*) AS BIGINT) AS active FROM jobs
         WHERE bureau = $1 AND school = $2 AND term = $3 AND state IN ($4, $5, $6)",
        scope,
    )
    .bind(term)
    .bind(JobState::Queued as i64)
    .bind(JobState::Running as i64)
    .bind(JobState::Cancelling as i64)
    .fetch_one(tx.raw())
    .await
    .map_err(tx.refusal())?;
    column(&row, "active")
}

/// Notes, with what is deleted, that it may still be on the disk.
async fn note_deleted(tx: &mut ReadTx<'_>) -> Result<(), Refusal> {
    let note = sqlx::query(
        "INSERT INTO settings (key, value) VALUES ('deleted', $1)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    );
    let done = note.bind(new_id().into_bytes()).execute(tx.raw()).await;
    done.map(|_| ()).map_err(tx.refusal())
}

async fn erase(
    tx: &mut ReadTx<'_>,
    scope: &TenantScope,
    term: &str,
) -> Result<[i32; OF_TERM.len()], Refusal> {
    note_deleted(tx).await?;
    let mut counts = [0; OF_TERM.len()];
    for (statement, count) in OF_TERM.into_iter().zip(&mut counts) {
        let done = sqlx::query(statement)
            .bind(scope.bureau())
            .bind(scope.school())
            .bind(term)
            .execute(tx.raw())
            .await
            .map_err(tx.refusal())?;
        *count = done.rows_affected() as i32;
    }
    Ok(counts)
}

/// How long what is kept.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// Days after the end of a term; 0: for ever.
    pub term_days: i64,
    /// Days of request ids.
    pub request_days: i64,
    /// Days of uploads nobody used.
    pub upload_days: i64,
}

impl Store {
    /// Erases whatever has been kept long enough. The number of terms erased.
    pub async fn retain(&self, keep: Keep) -> Result<usize, Refusal> {
        let now = moment();
        let mut tx = self.begin(Sight::Server, true).await?;
        let old = [
            ("DELETE FROM requests WHERE created < $1", keep.request_days),
            ("DELETE FROM uploads WHERE created < $1", keep.upload_days),
        ];
        let mut deleted = 0;
        for (statement, days) in old {
            let before = now - days * DAY_MS;
            let done = sqlx::query(statement).bind(before).execute(tx.raw()).await;
            deleted += done.map_err(tx.refusal())?.rows_affected();
        }
        if deleted > 0 {
            note_deleted(&mut tx).await?;
        }
        tx.commit().await?;
        let terms = match keep.term_days {
            0 => Vec::new(),
            days => self.ended_terms(&date_before(now, days)).await?,
        };
        for (scope, term) in &terms {
            let mut tx = self.begin(Sight::Server, true).await?;
            school_turn(self, &mut tx, scope).await?;
            if active_jobs(&mut tx, scope, term).await? == 0 {
                erase(&mut tx, scope, term).await?;
                tx.commit().await?;
            }
        }
        self.scrub().await?;
        Ok(terms.len())
    }

    async fn ended_terms(&self, before: &str) -> Result<Vec<(TenantScope, String)>, Refusal> {
        let mut tx = self.begin(Sight::Server, false).await?;
        let rows = sqlx::query(
            "SELECT bureau, school, term FROM datasets GROUP BY bureau, school, term
             HAVING max(last_day) <> '' AND max(last_day) < $1",
        );
        let rows = rows.bind(before).fetch_all(tx.raw()).await.map_err(tx.refusal())?;
        let terms = rows.iter().map(|row| {
            let scope = TenantScope::of_row(column(row, "bureau")?, column(row, "school")?);
            Ok((scope, column(row, "term")?))
        });
        terms.collect()
    }

    /// Takes what was deleted off the disk, also what was deleted before a crash. Who is told that
    /// the store is busy may ask again.
    pub async fn scrub(&self) -> Result<(), Refusal> {
        let refusal = |error| self.refusal(&error);
        let _turn = self.turn.lock().await;
        let note = sqlx::query("SELECT value FROM settings WHERE key = 'deleted'");
        let Some(note) = note.fetch_optional(&self.pool).await.map_err(refusal)? else {
            return Ok(());
        };
        match self.backend {
            Backend::Sqlite => self.cut_log().await?,
            Backend::Postgres => {
                for statement in ANEW {
                    sqlx::query(statement).execute(&self.pool).await.map_err(refusal)?;
                }
            }
        }
        // Whoever deleted more meanwhile has noted it anew.
        let done = sqlx::query("DELETE FROM settings WHERE key = 'deleted' AND value = $1");
        let done = done.bind(column::<Vec<u8>>(&note, "value")?).execute(&self.pool).await;
        done.map(|_| ()).map_err(refusal)
    }

    /// SQLite overwrites what it deletes; copies stand in its log until that is cut, which has to
    /// wait for whoever reads from it.
    async fn cut_log(&self) -> Result<(), Refusal> {
        let cut = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)");
        let row = cut.fetch_one(&self.pool).await.map_err(|error| self.refusal(&error))?;
        if column::<i64>(&row, "busy")? == 0 { Ok(()) } else { Err(Reason::StoreBusy.into()) }
    }
}
