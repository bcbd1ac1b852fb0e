//! Jobs as long-running operations (AIP-151): another view of the same jobs.

use super::{Calls, reply};
use crate::identity::Identity;
use crate::jobs::board::State;
use crate::names::{self, Kind};
use crate::page;
use crate::refusal::Refusal;
use crate::store::{JobKey, is_over};
use kehou_proto::google::longrunning::operation::Result as Outcome;
use kehou_proto::google::longrunning::operations_server::Operations;
use kehou_proto::google::longrunning::{
    CancelOperationRequest, GetOperationRequest, ListOperationsRequest, ListOperationsResponse,
    Operation, WaitOperationRequest,
};
use kehou_proto::google::rpc;
use kehou_proto::v1::{Job, JobState};
use prost::{Message, Name};
use prost_types::Any;
use std::time::Duration;
use tokio::time::timeout;
use tonic::{Code, Request, Response, Status, async_trait};

#[async_trait]
impl Operations for Calls {
    async fn list_operations(
        &self,
        request: Request<ListOperationsRequest>,
    ) -> Result<Response<ListOperationsResponse>, Status> {
        reply(request, async |who, asked| {
            if !asked.filter.is_empty() {
                return Err(Refusal::invalid("filter"));
            }
            names::own_school(who.scope(), &asked.name, "name")?;
            let size = page::size(asked.page_size)?;
            let pager = self.pager(who.scope(), "operations");
            let before = pager.start(&asked.page_token, i64::MAX)?;
            let mut tx = self.store.read(who.scope()).await?;
            let rows = tx.jobs(who.scope(), JobState::Unspecified, before, size + 1).await?;
            let (rows, next_page_token) = pager.page(rows, size);
            let operations = rows.iter().map(|row| as_operation(&row.job)).collect();
            Ok(ListOperationsResponse { operations, next_page_token })
        })
        .await
    }

    async fn get_operation(
        &self,
        request: Request<GetOperationRequest>,
    ) -> Result<Response<Operation>, Status> {
        reply(request, async |who, asked| {
            let key = job_key(&who, &asked.name)?;
            self.latest(&key).await.map(|state| as_operation(&state.job))
        })
        .await
    }

    async fn cancel_operation(
        &self,
        request: Request<CancelOperationRequest>,
    ) -> Result<Response<()>, Status> {
        reply(request, async |who, asked| {
            let key = job_key(&who, &asked.name)?;
            let mut tx = self.store.record(&who, "CancelOperation").await?;
            let row = tx.cancel_job(&key.id).await?;
            tx.finish(&row.job.name, ()).await?;
            self.tell_cancelled(&key, &row);
            Ok(())
        })
        .await
    }

    async fn wait_operation(
        &self,
        request: Request<WaitOperationRequest>,
    ) -> Result<Response<Operation>, Status> {
        reply(request, async |who, asked| {
            let key = job_key(&who, &asked.name)?;
            let wanted = asked.timeout.map(|wanted| Duration::try_from(wanted).unwrap_or_default());
            let longest = wanted.unwrap_or(self.wait_most).min(self.wait_most);
            let row = self.store.read(&key.scope).await?.job(&key.scope, &key.id).await?;
            if !is_over(row.job.state()) {
                self.open()?;
                let mut told = self.runner.board.watch(&key, &row);
                // Whatever wakes it, the reply is what holds then.
                let _ = timeout(longest, told.wait_for(State::is_over)).await;
            }
            self.latest(&key).await.map(|state| as_operation(&state.job))
        })
        .await
    }
}

fn job_key(who: &Identity, name: &str) -> Result<JobKey, Refusal> {
    let id = Kind::Operation.id(who.scope(), name, "name")?;
    Ok(JobKey { scope: who.scope().clone(), id })
}

/// A job in the form of an operation.
fn as_operation(job: &Job) -> Operation {
    let whole = || Any {
        type_url: format!("type.googleapis.com/{}", Job::full_name()),
        value: job.encode_to_vec(),
    };
    let result = match job.state() {
        JobState::Succeeded => Some(Outcome::Response(whole())),
        JobState::Cancelled => Some(Outcome::Error(error(Code::Cancelled, "cancelled"))),
        JobState::Failed => {
            let failure = job.failure.clone().unwrap_or_default();
            let said = failure.text.map(|text| text.en).unwrap_or_default();
            Some(Outcome::Error(error(Code::Internal, &said)))
        }
        _ => None,
    };
    let name = job.name.replacen("/jobs/", "/operations/", 1);
    Operation { name, metadata: Some(whole()), done: result.is_some(), result }
}

fn error(code: Code, message: &str) -> rpc::Status {
    rpc::Status { code: code.into(), message: message.to_owned(), details: Vec::new() }
}
