//! Who watches which job. Only the latest state of a job is held, so a slow reader costs nothing and
//! gets the latest when it is ready.

use crate::store::{JobKey, JobRow, is_over};
use kehou_proto::v1::{BalanceRun, Job, JobProgress};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::watch;

/// Numbers of a durable state's successors within it.
const STEP: i64 = 1_000_000;

/// The state of a job.
#[derive(Clone, Debug)]
pub struct State {
    /// The job.
    pub job: Arc<Job>,
    /// What a balance run has beside.
    pub balance: Arc<BalanceRun>,
    /// Grows with every change, also across restarts.
    pub sequence: i64,
}

impl State {
    /// As stored.
    pub fn of(row: &JobRow) -> Self {
        let (job, balance) = (Arc::new(row.job.clone()), Arc::new(row.balance.clone()));
        Self { job, balance, sequence: row.version * STEP }
    }

    /// Whether nothing more comes.
    pub fn is_over(&self) -> bool {
        is_over(self.job.state())
    }
}

/// The jobs somebody watches or works on.
#[derive(Default)]
pub struct Board {
    jobs: Mutex<BTreeMap<JobKey, watch::Sender<State>>>,
}

impl Board {
    /// Tells of a durable change.
    pub fn publish(&self, key: &JobKey, row: &JobRow) {
        let state = State::of(row);
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if state.is_over() {
            if let Some(sender) = jobs.remove(key) {
                sender.send_replace(state);
            }
        } else if let Some(sender) = jobs.get(key) {
            sender.send_if_modified(|held| {
                let newer = state.sequence > held.sequence;
                if newer {
                    *held = state;
                }
                newer
            });
        }
    }

    /// Makes room for a job that begins to run.
    pub fn begin(&self, key: &JobKey, row: &JobRow) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.entry(key.clone()).or_insert_with(|| watch::Sender::new(State::of(row)));
        drop(jobs);
        self.publish(key, row);
    }

    /// Tells of progress, which is not durable.
    pub fn progress(&self, key: &JobKey, progress: JobProgress) {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(sender) = jobs.get(key) else { return };
        sender.send_if_modified(|state| {
            let known = state.job.progress.as_ref() == Some(&progress);
            let room = state.sequence % STEP < STEP - 1;
            if known || !room || state.is_over() {
                return false;
            }
            let job = Job { progress: Some(progress), ..Job::clone(&state.job) };
            state.job = Arc::new(job);
            state.sequence += 1;
            true
        });
    }

    /// The latest state of a job that is watched or runs.
    pub fn latest(&self, key: &JobKey) -> Option<State> {
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.get(key).map(|sender| sender.borrow().clone())
    }

    /// Watches a job that is not over.
    pub fn watch(&self, key: &JobKey, row: &JobRow) -> watch::Receiver<State> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = jobs.entry(key.clone()).or_insert_with(|| watch::Sender::new(State::of(row)));
        sender.subscribe()
    }

    /// Forgets jobs that nobody watches and that do not run.
    pub fn sweep(&self, runs: impl Fn(&JobKey) -> bool) {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        jobs.retain(|key, sender| sender.receiver_count() > 0 || runs(key));
    }

    /// Ends every watch.
    pub fn close(&self) {
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
