//! Calls about figures, the audit trail and erasure.

use super::{Calls, reply};
use crate::names::{self, is_school};
use crate::page;
use crate::reason::Reason;
use crate::store::Write;
use kehou_proto::v1::record_service_server::RecordService;
use kehou_proto::v1::{
    ListAuditEventsRequest, ListAuditEventsResponse, ListSchoolSummariesRequest,
    ListSchoolSummariesResponse, PurgeTermRequest, PurgeTermResponse,
};
use tonic::{Request, Response, Status, async_trait};

#[async_trait]
impl RecordService for Calls {
    async fn list_school_summaries(
        &self,
        request: Request<ListSchoolSummariesRequest>,
    ) -> Result<Response<ListSchoolSummariesResponse>, Status> {
        reply(request, async |who, asked| {
            let size = page::size(asked.page_size)?;
            page::of_term(&asked.term)?;
            let pager = self.pager(who.scope(), &format!("summaries {}", asked.term));
            let after = pager.start(&asked.page_token, 0)?;
            let mut tx = self.store.read(who.scope()).await?;
            let rows = tx.summaries(who.scope(), &asked.term, after, size + 1).await?;
            let (summaries, next_page_token) = pager.page(rows, size);
            Ok(ListSchoolSummariesResponse { summaries, next_page_token })
        })
        .await
    }

    async fn list_audit_events(
        &self,
        request: Request<ListAuditEventsRequest>,
    ) -> Result<Response<ListAuditEventsResponse>, Status> {
        reply(request, async |who, asked| {
            let size = page::size(asked.page_size)?;
            let scope = who.scope();
            let own = asked.school.is_empty() || asked.school == scope.school();
            if !own && (!scope.school().is_empty() || !is_school(&asked.school)) {
                return Err(Reason::NotFound.into());
            }
            let school = if own { scope.school() } else { &asked.school };
            let pager = self.pager(scope, &format!("audit {school}"));
            let after = pager.start(&asked.page_token, 0)?;
            let mut tx = self.store.read(scope).await?;
            let rows = tx.audit_after(scope, school, after, size + 1).await?;
            let rows = rows.iter().map(|event| (event.number, event.message())).collect();
            let (events, next_page_token) = pager.page(rows, size);
            Ok(ListAuditEventsResponse { events, next_page_token })
        })
        .await
    }

    async fn purge_term(
        &self,
        request: Request<PurgeTermRequest>,
    ) -> Result<Response<PurgeTermResponse>, Status> {
        reply(request, async |who, asked| {
            names::term(&asked.term, "term")?;
            let write = self.store.write(&who, "PurgeTerm", &asked.request_id, &asked).await?;
            let told = match write {
                Write::Again(earlier) => earlier,
                Write::New(mut tx) => {
                    let counts = tx.purge_term(&asked.term).await?;
                    tx.finish(&asked.term, counts).await?
                }
            };
            // Only now it is gone; asked again after this failed, it is done again.
            self.store.scrub().await?;
            Ok(told)
        })
        .await
    }
}
