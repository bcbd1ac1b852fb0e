//! Plans and their revisions. A revision is written once; a plan's etag is its version.

use super::datasets::Page;
use super::{ReadTx, WriteTx, column, decoded, moment, scoped};
use crate::identity::TenantScope;
use crate::names::{self, Kind, new_id};
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::time::timestamp;
use kehou_proto::v1;
use prost::Message;

/// What of a revision is read on demand only.
#[derive(Clone, PartialEq, Message)]
pub struct Body {
    /// The plan.
    #[prost(message, optional, tag = "1")]
    pub plan: Option<v1::Plan>,
    /// Reasons person by person.
    #[prost(message, optional, tag = "2")]
    pub explanations: Option<v1::Explanations>,
}

/// A revision to be stored.
#[derive(Clone)]
pub struct NewRevision {
    /// Id of the plan it continues; none: a new plan.
    pub plan: Option<String>,
    /// Id of the data set.
    pub dataset: String,
    /// Term of the data set.
    pub term: String,
    /// Name of the job; empty: edited by people.
    pub job: String,
    /// What is claimed.
    pub outcome: v1::Outcome,
    /// The plan.
    pub body: Body,
}

/// A plan with its version.
pub struct PlanRow {
    /// As told.
    pub message: v1::StoredPlan,
    /// Counts its changes.
    pub version: i64,
}

impl PlanRow {
    /// Refuses a change by who has not seen the latest, or of a plan put away.
    pub fn open_for_change(&self, etag: &str) -> Result<(), Refusal> {
        if etag.is_empty() {
            return Err(Refusal::required("etag"));
        }
        if self.message.etag != etag {
            return Err(Refusal::field(Reason::EtagStale, "etag"));
        }
        if self.message.state() == v1::PlanState::Archived {
            return Err(Reason::PlanArchived.into());
        }
        Ok(())
    }
}

impl ReadTx<'_> {
    /// One plan.
    pub async fn plan(&mut self, scope: &TenantScope, id: &str) -> Result<PlanRow, Refusal> {
        let row = scoped(
            "SELECT version, message FROM plans WHERE bureau = $1 AND school = $2 AND id = $3",
            scope,
        )
        .bind(id)
        .fetch_one(self.raw())
        .await
        .map_err(self.refusal())?;
        Ok(PlanRow { message: decoded(&row, "message")?, version: column(&row, "version")? })
    }

    /// Plans before a position, newest first.
    pub async fn plans(
        &mut self,
        scope: &TenantScope,
        term: &str,
        before: i64,
        most: i64,
    ) -> Result<Page<v1::StoredPlan>, Refusal> {
        let rows = scoped(
            "SELECT seq, message FROM plans
             WHERE bureau = $1 AND school = $2 AND ($3 = '' OR term = $3) AND seq < $4
             ORDER BY seq DESC LIMIT $5",
            scope,
        )
        .bind(term)
        .bind(before)
        .bind(most)
        .fetch_all(self.raw())
        .await
        .map_err(self.refusal())?;
        rows.iter().map(|row| Ok((column(row, "seq")?, decoded(row, "message")?))).collect()
    }

    /// One revision, without its plan, and the id of its data set.
    pub async fn revision(
        &mut self,
        scope: &TenantScope,
        (plan, number): &(String, i64),
    ) -> Result<(v1::Revision, String), Refusal> {
        let row = scoped(
            "SELECT message, dataset FROM revisions
             WHERE bureau = $1 AND school = $2 AND plan = $3 AND number = $4",
            scope,
        )
        .bind(plan)
        .bind(number)
        .fetch_one(self.raw())
        .await
        .map_err(self.refusal())?;
        Ok((decoded(&row, "message")?, column(&row, "dataset")?))
    }

    /// The plan of a revision.
    pub async fn revision_body(
        &mut self,
        scope: &TenantScope,
        (plan, number): &(String, i64),
    ) -> Result<Body, Refusal> {
        let row = scoped(
            "SELECT body FROM revisions
             WHERE bureau = $1 AND school = $2 AND plan = $3 AND number = $4",
            scope,
        )
        .bind(plan)
        .bind(number)
        .fetch_one(self.raw())
        .await
        .map_err(self.refusal())?;
        decoded(&row, "body")
    }

    /// Revisions of a plan before a number, newest first.
    pub async fn revisions(
        &mut self,
        scope: &TenantScope,
        plan: &str,
        before: i64,
        most: i64,
    ) -> Result<Page<v1::Revision>, Refusal> {
        let rows = scoped(
            "SELECT number, message FROM revisions
             WHERE bureau = $1 AND school = $2 AND plan = $3 AND number < $4
             ORDER BY number DESC LIMIT $5",
            scope,
        )
        .bind(plan)
        .bind(before)
        .bind(most)
        .fetch_all(self.raw())
        .await
        .map_err(self.refusal())?;
        rows.iter().map(|row| Ok((column(row, "number")?, decoded(row, "message")?))).collect()
    }

    /// Stores a revision, and its plan where that is new. The plan's state stays.
    pub(super) async fn add_revision(
        &mut self,
        scope: &TenantScope,
        new: NewRevision,
    ) -> Result<(v1::Revision, v1::StoredPlan), Refusal> {
        let created = moment();
        let (id, row) = match &new.plan {
            Some(id) => (id.clone(), self.plan(scope, id).await?),
            None => self.new_plan(scope, &new, created).await?,
        };
        let number = row.version + 1;
        let revision = v1::Revision {
            name: names::revision(&row.message.name, number),
            job: new.job.clone(),
            outcome: Some(new.outcome),
            create_time: Some(timestamp(created)),
        };
        scoped(
            "INSERT INTO revisions
             (bureau, school, plan, number, term, dataset, job, created, message, body)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            scope,
        )
        .bind(&id)
        .bind(number)
        .bind(new.term)
        .bind(&new.dataset)
        .bind(new.job)
        .bind(created)
        .bind(revision.encode_to_vec())
        .bind(new.body.encode_to_vec())
        .execute(self.raw())
        .await
        .map_err(self.refusal())?;
        let message = v1::StoredPlan {
            current_revision: revision.name.clone(),
            dataset: Kind::Dataset.name(scope.school(), &new.dataset),
            ..row.message
        };
        let plan = self.put_plan(scope, &id, PlanRow { message, version: row.version }).await?;
        Ok((revision, plan))
    }

    async fn new_plan(
        &mut self,
        scope: &TenantScope,
        new: &NewRevision,
        created: i64,
    ) -> Result<(String, PlanRow), Refusal> {
        let id = new_id();
        let message = v1::StoredPlan {
            name: Kind::Plan.name(scope.school(), &id),
            term: new.term.clone(),
            state: v1::PlanState::Draft.into(),
            create_time: Some(timestamp(created)),
            ..v1::StoredPlan::default()
        };
        scoped(
            "INSERT INTO plans (bureau, school, id, term, version, created, message)
             VALUES ($1, $2, $3, $4, 0, $5, $6)",
            scope,
        )
        .bind(&id)
        .bind(&new.term)
        .bind(created)
        .bind(message.encode_to_vec())
        .execute(self.raw())
        .await
        .map_err(self.refusal())?;
        Ok((id, PlanRow { message, version: 0 }))
    }

    /// Stores a plan's next version, if nobody was faster.
    async fn put_plan(
        &mut self,
        scope: &TenantScope,
        id: &str,
        row: PlanRow,
    ) -> Result<v1::StoredPlan, Refusal> {
        let version = row.version + 1;
        let message = v1::StoredPlan { etag: version.to_string(), ..row.message };
        let changed = scoped(
            "UPDATE plans SET version = $4, message = $5
             WHERE bureau = $1 AND school = $2 AND id = $3 AND version = $6",
            scope,
        )
        .bind(id)
        .bind(version)
        .bind(message.encode_to_vec())
        .bind(row.version)
        .execute(self.raw())
        .await
        .map_err(self.refusal())?
        .rows_affected();
        if changed == 1 { Ok(message) } else { Err(Reason::EtagStale.into()) }
    }
}

impl WriteTx<'_> {
    /// Stores an edited plan as the next revision.
    pub async fn add_edited(
        &mut self,
        new: NewRevision,
    ) -> Result<(v1::Revision, v1::StoredPlan), Refusal> {
        let scope = self.scope().clone();
        self.tx().add_revision(&scope, new).await
    }

    /// Stores a changed plan.
    pub async fn change_plan(&mut self, id: &str, row: PlanRow) -> Result<v1::StoredPlan, Refusal> {
        let scope = self.scope().clone();
        self.tx().put_plan(&scope, id, row).await
    }
}
