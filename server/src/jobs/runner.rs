//! Runs the jobs: takes the next from the queue whenever a slot is free, watches its worker, has the
//! answer checked, and stores the end. The store is the truth; what is held here can be lost.

use super::attempt::{self, End, Patience, Word};
use super::board::Board;
use super::pipe::{Answer, Task};
use super::queue::Queue;
use super::verdict::{self, Verdict};
use crate::balance;
use crate::config::{Config, Jobs};
use crate::metrics::Metrics;
use crate::names::Kind;
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::store::{Body, Ending, Found, JobKey, NewRevision, Queued, Started, Store, rank};
use kehou_format::memory;
use kehou_proto::v1::{Job, JobSpec, JobState, Outcome};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep, timeout};

/// Seconds of search unless a job says otherwise.
pub const SECONDS: i32 = 60;
/// Gap that suffices unless a job says otherwise.
pub const GAP: f64 = 0.01;
/// Wait before the store is asked again.
const AGAIN: Duration = Duration::from_millis(500);

/// Runs the jobs.
pub struct Runner {
    store: Arc<Store>,
    /// Who watches.
    pub board: Board,
    metrics: Arc<Metrics>,
    jobs: Jobs,
    program: PathBuf,
    slots: usize,
    queue: Mutex<Queue>,
    running: Mutex<BTreeMap<JobKey, watch::Sender<Word>>>,
    wake: Notify,
    idle: Notify,
    draining: AtomicBool,
}

impl Runner {
    /// A runner with what the store says is to be done. `program` is run as worker.
    pub async fn new(
        store: Arc<Store>,
        config: &Config,
        metrics: Arc<Metrics>,
        program: PathBuf,
    ) -> Result<Self, Refusal> {
        let mut queue = Queue::default();
        for queued in store.recover_jobs().await? {
            queue.push(queued);
        }
        Ok(Self {
            store,
            board: Board::default(),
            metrics,
            jobs: config.jobs.clone(),
            program,
            slots: config.slots(),
            queue: Mutex::new(queue),
            running: Mutex::new(BTreeMap::new()),
            wake: Notify::new(),
            idle: Notify::new(),
            draining: AtomicBool::new(false),
        })
    }

    /// A job that is stored waits from now on.
    pub fn add(&self, queued: Queued) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).push(queued);
        self.wake.notify_one();
    }

    /// A job that is stored as cancelled, or about to be, is told so.
    pub fn cancel(&self, key: &JobKey) {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
        if let Some(word) = self.running().get(key) {
            word.send_replace(Word::Cancel);
        }
    }

    /// Jobs that wait and jobs that run.
    pub fn load(&self) -> (usize, usize) {
        let waiting = self.queue.lock().unwrap_or_else(PoisonError::into_inner).len();
        (waiting, self.running().len())
    }

    /// Whether the server is about to stop.
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::Acquire)
    }

    fn running(&self) -> std::sync::MutexGuard<'_, BTreeMap<JobKey, watch::Sender<Word>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs jobs until drained.
    pub async fn run(self: Arc<Self>) {
        let slots = Arc::new(Semaphore::new(self.slots));
        while !self.is_draining() {
            let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
            if let Some(key) = self.next().await {
                tokio::spawn(Arc::clone(&self).attempt(key, slot));
            }
        }
    }

    async fn next(&self) -> Option<JobKey> {
        loop {
            if self.is_draining() {
                return None;
            }
            let next = self.queue.lock().unwrap_or_else(PoisonError::into_inner).pop();
            if next.is_some() {
                return next;
            }
            self.board.sweep(|key| self.running().contains_key(key));
            self.wake.notified().await;
        }
    }

    async fn attempt(self: Arc<Self>, key: JobKey, slot: OwnedSemaphorePermit) {
        let (word, told) = watch::channel(Word::Go);
        self.running().insert(key.clone(), word);
        let started = self.patiently(|| self.store.start_job(&key)).await;
        if let Some(started) = started.flatten() {
            self.board.begin(&key, &started.row);
            Box::pin(self.work(&key, started, told)).await;
        }
        self.running().remove(&key);
        drop(slot);
        self.idle.notify_waiters();
    }

    async fn work(&self, key: &JobKey, started: Started, told: watch::Receiver<Word>) {
        let began = Instant::now();
        let Started { row, epoch, content, schools } = started;
        let is_balance = key.scope.is_bureau();
        let content = if is_balance { whole(content, schools).await } else { Ok(content) };
        let spec = row.job.spec.clone().unwrap_or_default();
        let end = match &content {
            Ok(content) => self.process(key, content, &spec, told).await,
            Err(reason) => End::Broke(*reason),
        };
        let ending = match end {
            End::Answer(answer) => {
                let key = key.clone();
                let content = content.unwrap_or_default();
                let judged = spawn_blocking(move || judged(&key, &row.job, &content, *answer));
                judged.await.unwrap_or(Err(Reason::CheckRefused)).unwrap_or_else(Ending::Broke)
            }
            End::Broke(reason) => Ending::Broke(reason),
            End::Stopped => Ending::Stopped,
            End::Abandoned => Ending::HandedBack,
        };
        if let Ending::Broke(reason) = &ending {
            self.metrics.attempt_broke(*reason);
            tracing::warn!(reason = reason.info().word, "an attempt at a job broke down");
        }
        self.store_end(key, epoch, ending).await;
        self.metrics.job_seconds(began.elapsed());
    }

    async fn process(
        &self,
        key: &JobKey,
        content: &[u8],
        spec: &JobSpec,
        told: watch::Receiver<Word>,
    ) -> End {
        let seconds = seconds(Some(spec)).min(self.jobs.longest_seconds);
        let search = Duration::from_secs(seconds as u64);
        let task = Task {
            content: content.to_vec(),
            time_ms: search.as_millis() as i64,
            gap: spec.gap.unwrap_or(GAP),
            work: spec.work_limit.unwrap_or(0),
            seed: spec.seed.unwrap_or(0),
            threads: self.jobs.threads,
            memory: self.jobs.memory_mib << 20,
            loans: key.scope.is_bureau(),
        };
        let (sender, mut progress) = mpsc::channel(1);
        let patience = Patience::new(&self.jobs, search);
        let worker = attempt::run(&self.program, &self.jobs.wrapper, task, patience, told, sender);
        tokio::pin!(worker);
        loop {
            tokio::select! {
                end = &mut worker => return end,
                Some(said) = progress.recv() => self.board.progress(key, said),
            }
        }
    }

    /// Stores how an attempt ended. A revision whose plan was put away or purged meanwhile becomes a
    /// plan of its own or nothing, as the store says.
    async fn store_end(&self, key: &JobKey, epoch: i64, ending: Ending) {
        let mut ending = Some(ending);
        let row = loop {
            let Some(now) = ending.take() else { return };
            let retry = now.clone();
            match self.store.end_job(key, epoch, now).await {
                Ok(row) => break row,
                Err(refusal) if must_give_up(&refusal) => return,
                Err(_) => sleep(AGAIN).await,
            }
            ending = Some(retry);
        };
        let Some(row) = row else {
            tracing::warn!("an attempt ended after another had begun; nothing was changed");
            return;
        };
        self.board.publish(key, &row);
        self.metrics.job_ended(row.job.state());
        if row.job.state() == JobState::Queued && !self.is_draining() {
            let priority = rank(row.job.spec.as_ref().map_or(0, |spec| spec.priority));
            let seconds = seconds(row.job.spec.as_ref()) as u64;
            self.add(Queued { key: key.clone(), priority, seconds });
        }
    }

    /// Asks the store until it answers; none: it never will.
    async fn patiently<T, F>(&self, ask: impl Fn() -> F) -> Option<T>
    where
        F: Future<Output = Result<T, Refusal>>,
    {
        loop {
            match ask().await {
                Ok(answer) => return Some(answer),
                Err(refusal) if matches!(refusal.reason, Reason::NotFound | Reason::Internal) => {
                    return None;
                }
                Err(refusal) if must_give_up(&refusal) || self.is_draining() => return None,
                Err(_) => sleep(AGAIN).await,
            }
        }
    }

    /// Takes no more jobs, gives running ones time to end, hands back the rest.
    pub async fn drain(&self) {
        self.draining.store(true, Ordering::Release);
        self.wake.notify_waiters();
        self.wake.notify_one();
        let grace = Duration::from_secs(self.jobs.drain_seconds);
        if timeout(grace, self.until_idle()).await.is_err() {
            for word in self.running().values() {
                word.send_replace(Word::Abandon);
            }
            let _ = timeout(Duration::from_secs(5), self.until_idle()).await;
        }
        self.board.close();
    }

    async fn until_idle(&self) {
        loop {
            let idle = self.idle.notified();
            if self.running().is_empty() {
                return;
            }
            idle.await;
        }
    }
}

/// After an error of the disk nothing is written until a restart, which recovers the job.
fn must_give_up(refusal: &Refusal) -> bool {
    refusal.reason == Reason::StoreStopped
}

/// Seconds of search a job asks for.
pub fn seconds(spec: Option<&JobSpec>) -> i32 {
    spec.and_then(|spec| spec.time_limit_seconds).unwrap_or(SECONDS).max(1)
}

/// What a bureau handed in together with its schools.
async fn whole(content: Vec<u8>, schools: Vec<Vec<u8>>) -> Result<Vec<u8>, Reason> {
    let joined = spawn_blocking(move || {
        let bureau = memory::bureau_from_binary(&content).map_err(|_| Reason::Internal)?;
        balance::join(bureau, &schools).map(|whole| memory::bureau_to_binary(&whole))
    });
    joined.await.unwrap_or(Err(Reason::Internal))
}

/// The end of an attempt whose answer passes the check.
fn judged(key: &JobKey, job: &Job, content: &[u8], answer: Answer) -> Result<Ending, Reason> {
    let gap = job.spec.as_ref().and_then(|spec| spec.gap).unwrap_or(GAP);
    if key.scope.is_bureau() {
        let (outcome, found) = balance::judge(content, answer, gap, &job.term)?;
        return Ok(Ending::Outcome(Box::new(outcome), found));
    }
    let Verdict { outcome, body } = verdict::judge(content, answer, gap)?;
    let found = body.map_or(Found::Nothing, |body| {
        Found::Revision(Box::new(revision(key, job, outcome.clone(), body)))
    });
    Ok(Ending::Outcome(Box::new(outcome), found))
}

fn revision(key: &JobKey, job: &Job, outcome: Outcome, body: Body) -> NewRevision {
    let spec = job.spec.clone().unwrap_or_default();
    NewRevision {
        plan: Kind::Plan.id(&key.scope, &spec.plan, "plan").ok(),
        dataset: Kind::Dataset.id(&key.scope, &spec.dataset, "dataset").unwrap_or_default(),
        term: job.term.clone(),
        job: job.name.clone(),
        outcome,
        body,
    }
}
