//! The calls, a file a service. Each looks at its request, asks the store within the caller's scope,
//! and replies; what is refused is a [`Refusal`].

mod balance;
mod change;
mod dataset;
mod explain;
mod job;
mod loan;
mod operation;
mod plan;
mod record;

use crate::identity::{Identity, TenantScope};
use crate::jobs::runner::Runner;
use crate::page::Pager;
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::store::{Store, WriteTx};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Duration;
use tokio::sync::Semaphore;
use tonic::{Request, Response, Status};

/// Bytes of a piece of a stream.
const PIECE: usize = 256 * 1024;

/// What all calls share.
#[derive(Clone)]
pub struct Calls {
    store: Arc<Store>,
    runner: Arc<Runner>,
    thinking: Arc<Semaphore>,
    upload_most: i64,
    waiting_most: i64,
    seconds_most: i32,
    wait_most: Duration,
}

/// What calls may ask for at most.
#[derive(Clone, Copy, Debug)]
pub struct Most {
    /// Bytes of an upload.
    pub upload: i64,
    /// Jobs of a school that wait.
    pub waiting: i64,
    /// Seconds of a search.
    pub seconds: i32,
    /// Time that a call waits for a job.
    pub wait: Duration,
}

impl Calls {
    /// The calls on a store and a runner.
    pub fn new(store: Arc<Store>, runner: Arc<Runner>, most: Most) -> Self {
        let cores = available_parallelism().map_or(1, NonZeroUsize::get);
        Self {
            store,
            runner,
            thinking: Arc::new(Semaphore::new(cores)),
            upload_most: most.upload,
            waiting_most: most.waiting,
            seconds_most: most.seconds,
            wait_most: most.wait,
        }
    }

    /// Does what takes processor time away from the threads that serve.
    async fn think<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let internal = Refusal::from(Reason::Internal);
        let Ok(permit) = Arc::clone(&self.thinking).acquire_owned().await else {
            return Err(internal);
        };
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        done.await.map_err(|_| internal)
    }

    fn pager(&self, scope: &TenantScope, list: &str) -> Pager<'_> {
        Pager::new(self.store.secret(), scope, list)
    }

    /// Refuses a job more than a tenant may have waiting.
    async fn room_to_wait(&self, tx: &mut WriteTx<'_>) -> Result<(), Refusal> {
        let is_full = tx.waiting_jobs().await? >= self.waiting_most;
        if is_full { Err(Reason::QueueFull.into()) } else { Ok(()) }
    }

    /// Refuses new work when the server is about to stop.
    fn open(&self) -> Result<(), Refusal> {
        if self.runner.is_draining() { Err(Reason::Draining.into()) } else { Ok(()) }
    }
}

/// The caller, as the gate found out.
fn caller<T>(request: &Request<T>) -> Result<Identity, Refusal> {
    request.extensions().get::<Identity>().cloned().ok_or(Reason::CredentialMissing.into())
}

/// Answers a request by what `answer` makes of it.
async fn reply<Q, A, F>(
    request: Request<Q>,
    answer: impl FnOnce(Identity, Q) -> F,
) -> Result<Response<A>, Status>
where
    F: Future<Output = Result<A, Refusal>>,
{
    let headers = request.metadata().clone().into_headers();
    let answered = match caller(&request) {
        Ok(who) => answer(who, request.into_inner()).await,
        Err(refusal) => Err(refusal),
    };
    answered.map(Response::new).map_err(|refusal| refusal.status(&headers))
}
