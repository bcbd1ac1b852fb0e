//! Calls about a plan whose data have changed: who can stand in, and the plan put right.

use super::Calls;
use super::dataset::new_dataset;
use crate::identity::{Identity, TenantScope};
use crate::names::{self, Kind};
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::replan;
use crate::store::{Body, NewDataset, NewRevision, Write};
use kehou_format::memory;
use kehou_proto::v1::{
    ChangeSet, Outcome, ReplanRequest, ReplanResponse, SuggestStandInsRequest,
    SuggestStandInsResponse,
};

/// What there is to store of a plan put right.
struct Mended {
    dataset: NewDataset,
    outcome: Outcome,
    body: Body,
}

impl Calls {
    pub(super) async fn do_suggest(
        &self,
        who: Identity,
        asked: SuggestStandInsRequest,
    ) -> Result<SuggestStandInsResponse, Refusal> {
        let scope = who.scope();
        if asked.section.is_empty() {
            return Err(Refusal::required("section"));
        }
        let id = names::revision_id(scope, &asked.revision, "revision")?;
        let mut tx = self.store.read(scope).await?;
        let (_, dataset) = tx.revision(scope, &id).await?;
        let content = tx.dataset_content(scope, &dataset).await?;
        let plan = tx.revision_body(scope, &id).await?.plan.unwrap_or_default();
        drop(tx);
        let found = self.think(move || {
            let bureau = memory::bureau_from_binary(&content).map_err(|_| Reason::Internal)?;
            let plan = memory::plan_from_wire(plan);
            let school = plan.schools.first().ok_or(Reason::Internal)?;
            let found = replan::stand_ins(&bureau, school, &asked.section, asked.all);
            found.ok_or(Refusal::field(Reason::NotFound, "section"))
        });
        Ok(SuggestStandInsResponse { stand_ins: found.await?? })
    }

    pub(super) async fn do_replan(
        &self,
        who: Identity,
        asked: ReplanRequest,
    ) -> Result<ReplanResponse, Refusal> {
        self.open()?;
        let scope = who.scope();
        let id = Kind::Plan.id(scope, &asked.plan, "plan")?;
        // Made before the store's turn to write is taken. That the plan is still the same then, its
        // etag says.
        let made = self.mended(scope, &id, &asked.etag, asked.changes.clone()).await;
        let write = self.store.write(&who, "Replan", &asked.request_id, &asked).await?;
        let mut tx = match write {
            Write::Again(earlier) => return Ok(earlier),
            Write::New(tx) => tx,
        };
        let Mended { dataset, outcome, body } = made?;
        let row = tx.tx().plan(scope, &id).await?;
        row.open_for_change(&asked.etag)?;
        let dataset = tx.add_dataset(dataset).await?;
        let new = NewRevision {
            plan: Some(id),
            dataset: Kind::Dataset.id(scope, &dataset.name, "plan")?,
            term: row.message.term,
            job: String::new(),
            outcome,
            body,
        };
        let (revision, plan) = tx.add_edited(new).await?;
        let name = revision.name.clone();
        let told =
            ReplanResponse { dataset: Some(dataset), revision: Some(revision), plan: Some(plan) };
        tx.finish(&name, told).await
    }

    async fn mended(
        &self,
        scope: &TenantScope,
        plan: &str,
        etag: &str,
        changes: Option<ChangeSet>,
    ) -> Result<Mended, Refusal> {
        let changes = changes.ok_or_else(|| Refusal::required("changes"))?;
        let mut tx = self.store.read(scope).await?;
        let row = tx.plan(scope, plan).await?;
        row.open_for_change(etag)?;
        let id = names::revision_id(scope, &row.message.current_revision, "plan")?;
        let (_, dataset) = tx.revision(scope, &id).await?;
        let content = tx.dataset_content(scope, &dataset).await?;
        let body = tx.revision_body(scope, &id).await?;
        drop(tx);
        let mended = self.think(move || {
            let bureau = memory::bureau_from_binary(&content).map_err(|_| Reason::Internal)?;
            let plan = memory::plan_from_wire(body.plan.unwrap_or_default());
            let mended = replan::mend(&bureau, plan, &memory::changes_from_wire(changes))?;
            Ok(Mended {
                dataset: new_dataset(&mended.after, &mended.report),
                outcome: mended.verdict.outcome,
                body: mended.verdict.body.unwrap_or_default(),
            })
        });
        mended.await?
    }
}
