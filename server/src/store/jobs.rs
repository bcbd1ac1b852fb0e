//! Jobs. A change of a running job names the epoch of its attempt, and is refused inside the
//! transaction when another attempt has begun since: whoever comes late changes nothing.

use super::balance::Findings;
use super::datasets::Page;
use super::plans::NewRevision;
use super::transaction::school_turn;
use super::{ReadTx, Sight, Store, WriteTx, audit, column, decoded, moment, scoped};
use crate::identity::TenantScope;
use crate::names::{Kind, new_id};
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::time::timestamp;
use kehou_domain::fault::Text;
use kehou_proto::v1::{self, JobState};
use prost::Message;
use sqlx::any::AnyRow;

/// Attempts that may break down before the job is given up.
pub const MOST_ATTEMPTS: i32 = 3;

/// Which job.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct JobKey {
    /// Whose.
    pub scope: TenantScope,
    /// Its id.
    pub id: String,
}

/// A job that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Which.
    pub key: JobKey,
    /// Greater goes first, within the school.
    pub priority: i64,
    /// Seconds of search it asks for.
    pub seconds: u64,
}

/// A job and the number of its state.
#[derive(Clone, Debug)]
pub struct JobRow {
    /// As told.
    pub job: v1::Job,
    /// What a balance run has beside: its schools and its loans. Empty for jobs of schools.
    pub balance: v1::BalanceRun,
    /// Grows with every durable change.
    pub version: i64,
    epoch: i64,
}

/// An attempt that has begun.
pub struct Started {
    /// The job.
    pub row: JobRow,
    /// The attempt's number; changes of the job name it.
    pub epoch: i64,
    /// The data set's content.
    pub content: Vec<u8>,
    /// Contents of the schools' data sets that a balance run takes.
    pub schools: Vec<Vec<u8>>,
}

/// What an attempt found beside its outcome.
#[derive(Clone)]
pub enum Found {
    /// No plan.
    Nothing,
    /// A school's plan, which has passed the check.
    Revision(Box<NewRevision>),
    /// What there is to keep of a bureau's plan, which has passed the check.
    Balance(Findings),
}

/// How an attempt ended.
#[derive(Clone)]
pub enum Ending {
    /// With an outcome, and what was found.
    Outcome(Box<v1::Outcome>, Found),
    /// It broke down.
    Broke(Reason),
    /// It was stopped without an outcome, as its user wished.
    Stopped,
    /// The server gives it up unfinished; the job waits again.
    HandedBack,
}

/// Order of a priority; unset is normal.
pub const fn rank(priority: i32) -> i64 {
    if priority == 0 { v1::JobPriority::Normal as i64 } else { priority as i64 }
}

/// Whether a job in the state will change no more.
pub const fn is_over(state: JobState) -> bool {
    matches!(state, JobState::Succeeded | JobState::Cancelled | JobState::Failed)
}

impl WriteTx<'_> {
    /// Jobs of the school that wait.
    pub async fn waiting_jobs(&mut self) -> Result<i64, Refusal> {
        let scope = self.scope().clone();
        let tx = self.tx();
        let row = scoped(
            "SELECT CAST(count(*) AS BIGINT) AS waiting FROM jobs
             WHERE bureau = $1 AND school = $2 AND state = $3",
            &scope,
        )
        .bind(JobState::Queued as i64)
        .fetch_one(tx.raw())
        .await
        .map_err(tx.refusal())?;
        column(&row, "waiting")
    }

    /// Stores a job that waits.
    pub async fn add_job(
        &mut self,
        spec: v1::JobSpec,
        dataset: &str,
        term: &str,
        balance: v1::BalanceRun,
    ) -> Result<(JobKey, JobRow), Refusal> {
        let (scope, id, created) = (self.scope().clone(), new_id(), moment());
        let priority = rank(spec.priority);
        let job = v1::Job {
            name: Kind::of_job(&scope).name(scope.school(), &id),
            spec: Some(spec),
            term: term.to_owned(),
            state: JobState::Queued.into(),
            create_time: Some(timestamp(created)),
            ..v1::Job::default()
        };
        let tx = self.tx();
        scoped(
            "INSERT INTO jobs (bureau, school, id, term, dataset, state, priority, epoch, version,
                               created, message, balance)
             VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 1, $8, $9, $10)",
            &scope,
        )
        .bind(&id)
        .bind(term)
        .bind(dataset)
        .bind(JobState::Queued as i64)
        .bind(priority)
        .bind(created)
        .bind(job.encode_to_vec())
        .bind(balance.encode_to_vec())
        .execute(tx.raw())
        .await
        .map_err(tx.refusal())?;
        Ok((JobKey { scope, id }, JobRow { job, balance, version: 1, epoch: 0 }))
    }

    /// Tells a job to stop. One that waits is over at once; one that is over stays as it is.
    pub async fn cancel_job(&mut self, id: &str) -> Result<JobRow, Refusal> {
        let scope = self.scope().clone();
        let mut row = self.tx().job(&scope, id).await?;
        match row.job.state() {
            JobState::Queued => {
                row.job.state = JobState::Cancelled.into();
                row.job.end_time = Some(timestamp(moment()));
            }
            JobState::Running => row.job.state = JobState::Cancelling.into(),
            _ => return Ok(row),
        }
        self.tx().put_job(&scope, id, row).await
    }
}

impl ReadTx<'_> {
    /// One job.
    pub async fn job(&mut self, scope: &TenantScope, id: &str) -> Result<JobRow, Refusal> {
        let row = scoped(
            "SELECT message, balance, version, epoch FROM jobs
             WHERE bureau = $1 AND school = $2 AND id = $3",
            scope,
        )
        .bind(id)
        .fetch_one(self.raw())
        .await
        .map_err(self.refusal())?;
        job_row(&row)
    }

    /// Jobs before a position, newest first.
    pub async fn jobs(
        &mut self,
        scope: &TenantScope,
        state: JobState,
        before: i64,
        most: i64,
    ) -> Result<Page<JobRow>, Refusal> {
        let rows = scoped(
            "SELECT seq, message, balance, version, epoch FROM jobs
             WHERE bureau = $1 AND school = $2 AND ($3 = 0 OR state = $3) AND seq < $4
             ORDER BY seq DESC LIMIT $5",
            scope,
        )
        .bind(state as i64)
        .bind(before)
        .bind(most)
        .fetch_all(self.raw())
        .await
        .map_err(self.refusal())?;
        rows.iter().map(|row| Ok((column(row, "seq")?, job_row(row)?))).collect()
    }

    /// Stores a changed job, unless its epoch or version has moved on.
    async fn put_job(
        &mut self,
        scope: &TenantScope,
        id: &str,
        row: JobRow,
    ) -> Result<JobRow, Refusal> {
        let version = row.version + 1;
        let changed = scoped(
            "UPDATE jobs SET state = $4, version = $5, message = $6, balance = $7, epoch = $8
             WHERE bureau = $1 AND school = $2 AND id = $3 AND version = $9",
            scope,
        )
        .bind(id)
        .bind(i64::from(row.job.state))
        .bind(version)
        .bind(row.job.encode_to_vec())
        .bind(row.balance.encode_to_vec())
        .bind(row.epoch)
        .bind(row.version)
        .execute(self.raw())
        .await
        .map_err(self.refusal())?
        .rows_affected();
        if changed == 1 { Ok(JobRow { version, ..row }) } else { Err(Reason::StoreBusy.into()) }
    }
}

impl Store {
    /// Jobs that wait, oldest first. What ran when the server ended waits again; what was being
    /// cancelled is cancelled.
    pub async fn recover_jobs(&self) -> Result<Vec<Queued>, Refusal> {
        for key in self.jobs_in(JobState::Running).await? {
            self.recover(&key.key, JobState::Queued).await?;
        }
        for key in self.jobs_in(JobState::Cancelling).await? {
            self.recover(&key.key, JobState::Cancelled).await?;
        }
        self.jobs_in(JobState::Queued).await
    }

    async fn recover(&self, key: &JobKey, state: JobState) -> Result<(), Refusal> {
        let mut tx = self.begin(Sight::Server, true).await?;
        let mut row = tx.job(&key.scope, &key.id).await?;
        row.job.state = state.into();
        if is_over(state) {
            row.job.end_time = Some(timestamp(moment()));
        }
        // Whoever still works on the old attempt is too late from here on.
        row.epoch += 1;
        tx.put_job(&key.scope, &key.id, row).await?;
        tx.commit().await
    }

    async fn jobs_in(&self, state: JobState) -> Result<Vec<Queued>, Refusal> {
        let mut tx = self.begin(Sight::Server, false).await?;
        let rows = sqlx::query(
            "SELECT bureau, school, id, priority, message FROM jobs WHERE state = $1 ORDER BY seq",
        );
        let rows = rows.bind(state as i64).fetch_all(tx.raw()).await.map_err(tx.refusal())?;
        let queued = rows.iter().map(|row| {
            let scope = TenantScope::of_row(column(row, "bureau")?, column(row, "school")?);
            let key = JobKey { scope, id: column(row, "id")? };
            let job: v1::Job = decoded(row, "message")?;
            let seconds = crate::jobs::runner::seconds(job.spec.as_ref()) as u64;
            Ok(Queued { key, priority: column(row, "priority")?, seconds })
        });
        queued.collect()
    }

    /// Begins an attempt; none when the job no longer waits.
    pub async fn start_job(&self, key: &JobKey) -> Result<Option<Started>, Refusal> {
        let mut tx = self.begin(Sight::Server, true).await?;
        school_turn(self, &mut tx, &key.scope).await?;
        let mut row = tx.job(&key.scope, &key.id).await?;
        if row.job.state() != JobState::Queued {
            return Ok(None);
        }
        row.job.state = JobState::Running.into();
        row.job.start_time = Some(timestamp(moment()));
        row.epoch += 1;
        let row = tx.put_job(&key.scope, &key.id, row).await?;
        let dataset = row.job.spec.as_ref().map(|spec| spec.dataset.as_str()).unwrap_or_default();
        let dataset = Kind::Dataset.id(&key.scope, dataset, "dataset")?;
        let content = tx.dataset_content(&key.scope, &dataset).await?;
        let schools = tx.school_contents(&key.scope, &row.balance.schools).await?;
        tx.commit().await?;
        Ok(Some(Started { epoch: row.epoch, row, content, schools }))
    }

    /// Ends an attempt; none when another has begun since, and then nothing is changed.
    pub async fn end_job(
        &self,
        key: &JobKey,
        epoch: i64,
        ending: Ending,
    ) -> Result<Option<JobRow>, Refusal> {
        let mut tx = self.begin(Sight::Server, true).await?;
        school_turn(self, &mut tx, &key.scope).await?;
        let mut row = match tx.job(&key.scope, &key.id).await {
            Err(refusal) if refusal.reason == Reason::NotFound => return Ok(None),
            row => row?,
        };
        let runs = matches!(row.job.state(), JobState::Running | JobState::Cancelling);
        if row.epoch != epoch || !runs {
            return Ok(None);
        }
        let wanted = row.job.state() == JobState::Running;
        match ending {
            Ending::Outcome(outcome, found) => {
                row.job.state =
                    if wanted { JobState::Succeeded } else { JobState::Cancelled }.into();
                row.job.outcome = Some(*outcome);
                match found {
                    Found::Nothing => {}
                    Found::Revision(revision) => {
                        let (revision, _) = tx.add_revision(&key.scope, *revision).await?;
                        row.job.revision = revision.name;
                    }
                    Found::Balance(found) => {
                        let run = (row.job.name.as_str(), &row.balance);
                        row.balance.loans = tx.add_findings(self, &key.scope, run, found).await?;
                    }
                }
            }
            Ending::Broke(reason) => broke(&mut row.job, reason, wanted),
            Ending::Stopped => row.job.state = JobState::Cancelled.into(),
            Ending::HandedBack => {
                let state = if wanted { JobState::Queued } else { JobState::Cancelled };
                row.job.state = state.into();
                row.epoch += 1;
            }
        }
        let over = is_over(row.job.state());
        if over {
            row.job.end_time = Some(timestamp(moment()));
        }
        let row = tx.put_job(&key.scope, &key.id, row).await?;
        if over {
            let entry =
                audit::Entry { subject: "server", method: "EndJob", resource: &row.job.name };
            audit::append(&mut tx, &key.scope, &entry).await?;
        }
        tx.commit().await?;
        Ok(Some(row))
    }
}

fn job_row(row: &AnyRow) -> Result<JobRow, Refusal> {
    Ok(JobRow {
        job: decoded(row, "message")?,
        balance: decoded(row, "balance")?,
        version: column(row, "version")?,
        epoch: column(row, "epoch")?,
    })
}

fn broke(job: &mut v1::Job, reason: Reason, wanted: bool) {
    job.failed_attempts += 1;
    if !wanted {
        job.state = JobState::Cancelled.into();
    } else if job.failed_attempts < MOST_ATTEMPTS {
        job.state = JobState::Queued.into();
    } else {
        let info = reason.info();
        let Text { zh, en } = Text::new(info.zh, info.en);
        job.state = JobState::Failed.into();
        job.failure =
            Some(v1::JobFailure { reason: info.word.to_owned(), text: Some(v1::Text { zh, en }) });
    }
}
