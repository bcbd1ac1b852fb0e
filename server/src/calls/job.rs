//! Calls about jobs.

use super::{Calls, reply};
use crate::identity::Identity;
use crate::jobs::board::State;
use crate::jobs::runner;
use crate::names::Kind;
use crate::page;
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::store::{JobKey, JobRow, Queued, Write, is_over, rank};
use futures_util::stream::{self, BoxStream, StreamExt};
use http::HeaderMap;
use kehou_proto::v1::job_service_server::JobService;
use kehou_proto::v1::{
    BalanceRun, CancelJobRequest, CancelJobResponse, CreateJobRequest, CreateJobResponse,
    GetJobRequest, GetJobResponse, Job, JobSpec, ListJobsRequest, ListJobsResponse,
    WatchJobRequest, WatchJobResponse,
};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::timeout;
use tonic::{Request, Response, Status, async_trait};

/// Time between signs of life of a stream on which nothing happens.
const BEAT: Duration = Duration::from_secs(15);

#[async_trait]
impl JobService for Calls {
    async fn create_job(
        &self,
        request: Request<CreateJobRequest>,
    ) -> Result<Response<CreateJobResponse>, Status> {
        reply(request, |who, asked| self.do_create_job(who, asked)).await
    }

    async fn get_job(
        &self,
        request: Request<GetJobRequest>,
    ) -> Result<Response<GetJobResponse>, Status> {
        reply(request, async |who, asked| {
            let key = job_key(&who, &asked.name)?;
            Ok(GetJobResponse { job: Some(Job::clone(&self.latest(&key).await?.job)) })
        })
        .await
    }

    async fn list_jobs(
        &self,
        request: Request<ListJobsRequest>,
    ) -> Result<Response<ListJobsResponse>, Status> {
        reply(request, async |who, asked| {
            let size = page::size(asked.page_size)?;
            let pager = self.pager(who.scope(), &format!("jobs {}", asked.state));
            let before = pager.start(&asked.page_token, i64::MAX)?;
            let mut tx = self.store.read(who.scope()).await?;
            let rows = tx.jobs(who.scope(), asked.state(), before, size + 1).await?;
            let (rows, next_page_token) = pager.page(rows, size);
            let jobs = rows.into_iter().map(|row| row.job).collect();
            Ok(ListJobsResponse { jobs, next_page_token })
        })
        .await
    }

    async fn cancel_job(
        &self,
        request: Request<CancelJobRequest>,
    ) -> Result<Response<CancelJobResponse>, Status> {
        reply(request, async |who, asked| {
            let key = job_key(&who, &asked.name)?;
            let write = self.store.write(&who, "CancelJob", &asked.request_id, &asked).await?;
            let mut tx = match write {
                Write::Again(earlier) => return Ok(earlier),
                Write::New(tx) => tx,
            };
            let row = tx.cancel_job(&key.id).await?;
            let told = CancelJobResponse { job: Some(row.job.clone()) };
            let told = tx.finish(&asked.name, told).await?;
            self.tell_cancelled(&key, &row);
            Ok(told)
        })
        .await
    }

    type WatchJobStream = BoxStream<'static, Result<WatchJobResponse, Status>>;

    async fn watch_job(
        &self,
        request: Request<WatchJobRequest>,
    ) -> Result<Response<Self::WatchJobStream>, Status> {
        let headers = request.metadata().clone().into_headers();
        reply(request, async |who, asked| {
            let key = job_key(&who, &asked.name)?;
            let seen = self.watch(&key, asked.after_sequence, &headers).await?;
            let told = seen.map(|seen| {
                seen.map(|(state, sequence)| WatchJobResponse {
                    job: state.map(|state| Job::clone(&state.job)),
                    sequence,
                })
            });
            Ok(told.boxed())
        })
        .await
    }
}

/// Somebody who watches a job.
struct Watching {
    told: watch::Receiver<State>,
    sent: i64,
    over: bool,
    draining: Status,
}

/// A state and its number; no state: nothing changed, the stream is alive.
type Event = Result<(Option<State>, i64), Status>;

async fn next_event(mut watching: Watching) -> Option<(Event, Watching)> {
    if watching.over {
        return None;
    }
    loop {
        let state = watching.told.borrow_and_update().clone();
        if state.sequence > watching.sent {
            watching.sent = state.sequence;
            watching.over = state.is_over();
            return Some((Ok((Some(state), watching.sent)), watching));
        }
        match timeout(BEAT, watching.told.changed()).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => {
                // The server is about to stop, or the end was seen already.
                watching.over = true;
                let seen = watching.told.borrow().is_over();
                let draining = watching.draining.clone();
                return (!seen).then_some((Err(draining), watching));
            }
            Err(_) => return Some((Ok((None, watching.sent)), watching)),
        }
    }
}

fn job_key(who: &Identity, name: &str) -> Result<JobKey, Refusal> {
    let id = Kind::Job.id(who.scope(), name, "name")?;
    Ok(JobKey { scope: who.scope().clone(), id })
}

impl Calls {
    /// A job as it stands, with its progress.
    pub(super) async fn latest(&self, key: &JobKey) -> Result<State, Refusal> {
        let row = self.store.read(&key.scope).await?.job(&key.scope, &key.id).await?;
        let stored = State::of(&row);
        let latest = self.runner.board.latest(key);
        let newer = latest.filter(|latest| latest.sequence > stored.sequence);
        Ok(newer.unwrap_or(stored))
    }

    /// A job as it stands, unless that was seen, and every change until it is over.
    pub(super) async fn watch(
        &self,
        key: &JobKey,
        seen: i64,
        headers: &HeaderMap,
    ) -> Result<BoxStream<'static, Event>, Refusal> {
        let mut tx = self.store.read(&key.scope).await?;
        let row = tx.job(&key.scope, &key.id).await?;
        drop(tx);
        let state = State::of(&row);
        if state.is_over() {
            let sequence = state.sequence;
            return Ok(stream::iter([Ok((Some(state), sequence))]).boxed());
        }
        self.open()?;
        let told = self.runner.board.watch(key, &row);
        // It may have ended between the two looks; then nobody would tell.
        let row = self.store.read(&key.scope).await?.job(&key.scope, &key.id).await?;
        self.runner.board.publish(key, &row);
        let draining = Refusal::from(Reason::Draining).status(headers);
        let watching = Watching { told, sent: seen, over: false, draining };
        Ok(stream::unfold(watching, next_event).boxed())
    }

    /// Tells whoever watches and whoever works that a job was told to stop.
    pub(super) fn tell_cancelled(&self, key: &JobKey, row: &JobRow) {
        self.runner.board.publish(key, row);
        if !is_over(row.job.state()) || row.job.start_time.is_none() {
            self.runner.cancel(key);
        }
    }

    async fn do_create_job(
        &self,
        who: Identity,
        asked: CreateJobRequest,
    ) -> Result<CreateJobResponse, Refusal> {
        self.open()?;
        let write = self.store.write(&who, "CreateJob", &asked.request_id, &asked).await?;
        let mut tx = match write {
            Write::Again(earlier) => return Ok(earlier),
            Write::New(tx) => tx,
        };
        let spec = asked.spec.ok_or_else(|| Refusal::required("spec"))?;
        self.check_spec(&spec)?;
        let scope = who.scope();
        let dataset = Kind::Dataset.id(scope, &spec.dataset, "spec.dataset")?;
        let held = tx.tx().dataset(scope, &dataset).await?;
        if held.errors > 0 {
            return Err(Reason::DatasetHasErrors.into());
        }
        if !spec.plan.is_empty() {
            let plan = Kind::Plan.id(scope, &spec.plan, "spec.plan")?;
            let plan = tx.tx().plan(scope, &plan).await?.message;
            if plan.term != held.term {
                return Err(Refusal::field(Reason::DataDiffer, "spec.plan"));
            }
            plan_is_open(&plan)?;
        }
        self.room_to_wait(&mut tx).await?;
        let (priority, seconds) = (rank(spec.priority), runner::seconds(Some(&spec)) as u64);
        let (key, row) = tx.add_job(spec, &dataset, &held.term, BalanceRun::default()).await?;
        let name = row.job.name.clone();
        let told = tx.finish(&name, CreateJobResponse { job: Some(row.job) }).await?;
        self.runner.add(Queued { key, priority, seconds });
        Ok(told)
    }

    pub(super) fn check_spec(&self, spec: &JobSpec) -> Result<(), Refusal> {
        let seconds = spec.time_limit_seconds.unwrap_or(1);
        if !(1..=self.seconds_most).contains(&seconds) {
            return Err(Refusal::invalid("spec.time_limit_seconds"));
        }
        if !(0.0..=1.0).contains(&spec.gap.unwrap_or(0.0)) {
            return Err(Refusal::invalid("spec.gap"));
        }
        if spec.work_limit == Some(0) {
            return Err(Refusal::invalid("spec.work_limit"));
        }
        if !(0..=3).contains(&spec.priority) {
            return Err(Refusal::invalid("spec.priority"));
        }
        Ok(())
    }
}

fn plan_is_open(plan: &kehou_proto::v1::StoredPlan) -> Result<(), Refusal> {
    if plan.state() == kehou_proto::v1::PlanState::Archived {
        return Err(Reason::PlanArchived.into());
    }
    Ok(())
}
