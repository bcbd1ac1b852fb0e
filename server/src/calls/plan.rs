//! Calls about plans.

use super::{Calls, PIECE, reply};
use crate::compare;
use crate::identity::{Identity, TenantScope};
use crate::jobs::verdict::{self, Verdict};
use crate::names::{self, Kind};
use crate::page;
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::store::{NewRevision, PlanRow, Write};
use crate::summary;
use futures_util::stream::{self, BoxStream, StreamExt};
use kehou_check::{CheckReport, Shortfall};
use kehou_domain::draft::Bureau;
use kehou_domain::plan::Plan;
use kehou_format::memory;
use kehou_proto::v1::plan_service_server::PlanService;
use kehou_proto::v1::{
    ArchivePlanRequest, ArchivePlanResponse, CompareRevisionsRequest, CompareRevisionsResponse,
    CreateRevisionRequest, CreateRevisionResponse, EvaluatePlanRequest, EvaluatePlanResponse,
    ExplainRequest, ExplainResponse, ExportRevisionRequest, ExportRevisionResponse, FallsShort,
    GetPlanRequest, GetPlanResponse, GetRevisionRequest, GetRevisionResponse, ListPlansRequest,
    ListPlansResponse, ListRevisionsRequest, ListRevisionsResponse, PlanState, PublishPlanRequest,
    PublishPlanResponse, ReplanRequest, ReplanResponse, RuleViolation, SchoolPlan, StoredPlan,
    SuggestStandInsRequest, SuggestStandInsResponse, Text,
};
use tonic::{Request, Response, Status, async_trait};

/// Violations, and things that fall short, told at once.
const MOST_VIOLATIONS: usize = 1000;

#[async_trait]
impl PlanService for Calls {
    async fn get_plan(
        &self,
        request: Request<GetPlanRequest>,
    ) -> Result<Response<GetPlanResponse>, Status> {
        reply(request, async |who, asked| {
            let id = Kind::Plan.id(who.scope(), &asked.name, "name")?;
            let mut tx = self.store.read(who.scope()).await?;
            Ok(GetPlanResponse { plan: Some(tx.plan(who.scope(), &id).await?.message) })
        })
        .await
    }

    async fn list_plans(
        &self,
        request: Request<ListPlansRequest>,
    ) -> Result<Response<ListPlansResponse>, Status> {
        reply(request, async |who, asked| {
            let size = page::size(asked.page_size)?;
            page::of_term(&asked.term)?;
            let pager = self.pager(who.scope(), &format!("plans {}", asked.term));
            let before = pager.start(&asked.page_token, i64::MAX)?;
            let mut tx = self.store.read(who.scope()).await?;
            let rows = tx.plans(who.scope(), &asked.term, before, size + 1).await?;
            let (plans, next_page_token) = pager.page(rows, size);
            Ok(ListPlansResponse { plans, next_page_token })
        })
        .await
    }

    async fn get_revision(
        &self,
        request: Request<GetRevisionRequest>,
    ) -> Result<Response<GetRevisionResponse>, Status> {
        reply(request, |who, asked| self.do_get_revision(who, asked)).await
    }

    async fn list_revisions(
        &self,
        request: Request<ListRevisionsRequest>,
    ) -> Result<Response<ListRevisionsResponse>, Status> {
        reply(request, async |who, asked| {
            let size = page::size(asked.page_size)?;
            let id = Kind::Plan.id(who.scope(), &asked.plan, "plan")?;
            let pager = self.pager(who.scope(), &format!("revisions {id}"));
            let before = pager.start(&asked.page_token, i64::MAX)?;
            let mut tx = self.store.read(who.scope()).await?;
            tx.plan(who.scope(), &id).await?;
            let rows = tx.revisions(who.scope(), &id, before, size + 1).await?;
            let (revisions, next_page_token) = pager.page(rows, size);
            Ok(ListRevisionsResponse { revisions, next_page_token })
        })
        .await
    }

    type ExportRevisionStream = BoxStream<'static, Result<ExportRevisionResponse, Status>>;

    async fn export_revision(
        &self,
        request: Request<ExportRevisionRequest>,
    ) -> Result<Response<Self::ExportRevisionStream>, Status> {
        reply(request, async |who, asked| {
            let id = names::revision_id(who.scope(), &asked.name, "name")?;
            let mut tx = self.store.record(&who, "ExportRevision").await?;
            let (revision, _) = tx.tx().revision(who.scope(), &id).await?;
            let body = tx.tx().revision_body(who.scope(), &id).await?;
            tx.finish(&asked.name, ()).await?;
            let written = self.think(move || {
                let plan = body.plan.unwrap_or_default();
                let explanations = body.explanations.unwrap_or_default();
                memory::plan_files(&plan, &revision.outcome.unwrap_or_default(), &explanations)
            });
            let files = written.await?.map_err(|_| Reason::Internal)?;
            Ok(stream::iter(pieces(files)).boxed())
        })
        .await
    }

    async fn compare_revisions(
        &self,
        request: Request<CompareRevisionsRequest>,
    ) -> Result<Response<CompareRevisionsResponse>, Status> {
        reply(request, |who, asked| self.do_compare(who, asked)).await
    }

    async fn evaluate_plan(
        &self,
        request: Request<EvaluatePlanRequest>,
    ) -> Result<Response<EvaluatePlanResponse>, Status> {
        reply(request, async |who, asked| {
            let id = Kind::Dataset.id(who.scope(), &asked.dataset, "dataset")?;
            let school = asked.plan.ok_or_else(|| Refusal::required("plan"))?;
            let mut tx = self.store.read(who.scope()).await?;
            let content = tx.dataset_content(who.scope(), &id).await?;
            drop(tx);
            let judged = self.think(move || {
                let bureau = bureau(&content)?;
                let schools = vec![memory::school_plan_from_wire(school)];
                let plan = Plan { bureau: bureau.id.clone(), schools, loans: Vec::new() };
                let short = kehou_check::shortfalls(&bureau, &plan);
                Ok(evaluation(&kehou_check::check(&bureau, &plan), &short))
            });
            judged.await?
        })
        .await
    }

    async fn create_revision(
        &self,
        request: Request<CreateRevisionRequest>,
    ) -> Result<Response<CreateRevisionResponse>, Status> {
        reply(request, |who, asked| self.do_create_revision(who, asked)).await
    }

    async fn suggest_stand_ins(
        &self,
        request: Request<SuggestStandInsRequest>,
    ) -> Result<Response<SuggestStandInsResponse>, Status> {
        reply(request, |who, asked| self.do_suggest(who, asked)).await
    }

    async fn explain(
        &self,
        request: Request<ExplainRequest>,
    ) -> Result<Response<ExplainResponse>, Status> {
        reply(request, |who, asked| self.do_explain(who, asked)).await
    }

    async fn replan(
        &self,
        request: Request<ReplanRequest>,
    ) -> Result<Response<ReplanResponse>, Status> {
        reply(request, |who, asked| self.do_replan(who, asked)).await
    }

    async fn publish_plan(
        &self,
        request: Request<PublishPlanRequest>,
    ) -> Result<Response<PublishPlanResponse>, Status> {
        reply(request, |who, asked| self.do_publish(who, asked)).await
    }

    async fn archive_plan(
        &self,
        request: Request<ArchivePlanRequest>,
    ) -> Result<Response<ArchivePlanResponse>, Status> {
        reply(request, async |who, asked| {
            let id = Kind::Plan.id(who.scope(), &asked.name, "name")?;
            let write = self.store.write(&who, "ArchivePlan", &asked.request_id, &asked).await?;
            let mut tx = match write {
                Write::Again(earlier) => return Ok(earlier),
                Write::New(tx) => tx,
            };
            let row = tx.tx().plan(who.scope(), &id).await?;
            row.open_for_change(&asked.etag)?;
            let message = StoredPlan {
                state: PlanState::Archived.into(),
                published_revision: String::new(),
                ..row.message
            };
            let plan = tx.change_plan(&id, PlanRow { message, ..row }).await?;
            tx.drop_summary_of(&id).await?;
            tx.finish(&asked.name, ArchivePlanResponse { plan: Some(plan) }).await
        })
        .await
    }
}

impl Calls {
    async fn do_get_revision(
        &self,
        who: Identity,
        asked: GetRevisionRequest,
    ) -> Result<GetRevisionResponse, Refusal> {
        let id = names::revision_id(who.scope(), &asked.name, "name")?;
        if !asked.with_plan {
            let (revision, _) =
                self.store.read(who.scope()).await?.revision(who.scope(), &id).await?;
            return Ok(GetRevisionResponse { revision: Some(revision), plan: None });
        }
        let mut tx = self.store.record(&who, "GetRevision").await?;
        let (revision, _) = tx.tx().revision(who.scope(), &id).await?;
        let body = tx.tx().revision_body(who.scope(), &id).await?;
        let plan = body.plan.and_then(|plan| plan.schools.into_iter().next());
        let told = GetRevisionResponse { revision: Some(revision), plan };
        tx.finish(&asked.name, told).await
    }

    async fn do_compare(
        &self,
        who: Identity,
        asked: CompareRevisionsRequest,
    ) -> Result<CompareRevisionsResponse, Refusal> {
        let scope = who.scope();
        let base = names::revision_id(scope, &asked.base, "base")?;
        let other = names::revision_id(scope, &asked.other, "other")?;
        let mut tx = self.store.record(&who, "CompareRevisions").await?;
        let (before, dataset) = tx.tx().revision(scope, &base).await?;
        let (after, of_other) = tx.tx().revision(scope, &other).await?;
        if dataset != of_other && base.0 != other.0 {
            return Err(Refusal::field(Reason::DataDiffer, "other"));
        }
        let content = tx.tx().dataset_content(scope, &dataset).await?;
        let content_of_other = tx.tx().dataset_content(scope, &of_other).await?;
        let first = tx.tx().revision_body(scope, &base).await?.plan.unwrap_or_default();
        let second = tx.tx().revision_body(scope, &other).await?.plan.unwrap_or_default();
        tx.finish(&asked.other, ()).await?;
        let compared = self.think(move || {
            let bureaus = (bureau(&content)?, bureau(&content_of_other)?);
            let plans = (memory::plan_from_wire(first), memory::plan_from_wire(second));
            let outcomes = (before.outcome.unwrap_or_default(), after.outcome.unwrap_or_default());
            Ok(compare::moved(&bureaus, &plans, &outcomes))
        });
        compared.await?
    }

    async fn do_create_revision(
        &self,
        who: Identity,
        asked: CreateRevisionRequest,
    ) -> Result<CreateRevisionResponse, Refusal> {
        self.open()?;
        let scope = who.scope();
        let id = Kind::Plan.id(scope, &asked.plan, "plan")?;
        // Made before the store's turn to write is taken. That the plan is still the same then, its
        // etag says.
        let judged = self.judged(scope, &id, &asked.etag, asked.content.clone()).await;
        let write = self.store.write(&who, "CreateRevision", &asked.request_id, &asked).await?;
        let mut tx = match write {
            Write::Again(earlier) => return Ok(earlier),
            Write::New(tx) => tx,
        };
        let verdict = judged?;
        let row = tx.tx().plan(scope, &id).await?;
        row.open_for_change(&asked.etag)?;
        let new = NewRevision {
            plan: Some(id),
            dataset: Kind::Dataset.id(scope, &row.message.dataset, "plan")?,
            term: row.message.term,
            job: String::new(),
            outcome: verdict.outcome,
            body: verdict.body.unwrap_or_default(),
        };
        let (revision, plan) = tx.add_edited(new).await?;
        let name = revision.name.clone();
        let told = CreateRevisionResponse { revision: Some(revision), plan: Some(plan) };
        tx.finish(&name, told).await
    }

    /// What is to be stored of an edited plan.
    async fn judged(
        &self,
        scope: &TenantScope,
        plan: &str,
        etag: &str,
        content: Option<SchoolPlan>,
    ) -> Result<Verdict, Refusal> {
        let school = content.ok_or_else(|| Refusal::required("content"))?;
        let mut tx = self.store.read(scope).await?;
        let row = tx.plan(scope, plan).await?;
        row.open_for_change(etag)?;
        let dataset = Kind::Dataset.id(scope, &row.message.dataset, "plan")?;
        let content = tx.dataset_content(scope, &dataset).await?;
        drop(tx);
        let judged = self.think(move || {
            let school = memory::school_plan_from_wire(school);
            verdict::of_edited(&bureau(&content)?, school).map_err(Refusal::from)
        });
        judged.await?
    }

    async fn do_publish(
        &self,
        who: Identity,
        asked: PublishPlanRequest,
    ) -> Result<PublishPlanResponse, Refusal> {
        let scope = who.scope();
        let id = names::revision_id(scope, &asked.revision, "revision")?;
        let write = self.store.write(&who, "PublishPlan", &asked.request_id, &asked).await?;
        let mut tx = match write {
            Write::Again(earlier) => return Ok(earlier),
            Write::New(tx) => tx,
        };
        let row = tx.tx().plan(scope, &id.0).await?;
        row.open_for_change(&asked.etag)?;
        let (revision, _) = tx.tx().revision(scope, &id).await?;
        let body = tx.tx().revision_body(scope, &id).await?;
        let message = StoredPlan {
            state: PlanState::Published.into(),
            published_revision: revision.name.clone(),
            ..row.message
        };
        let summary = summarised(scope, &message.term, &revision, body.explanations);
        let plan = tx.change_plan(&id.0, PlanRow { message, ..row }).await?;
        tx.put_summary(&id.0, &summary).await?;
        tx.finish(&asked.revision, PublishPlanResponse { plan: Some(plan) }).await
    }
}

fn summarised(
    scope: &TenantScope,
    term: &str,
    revision: &kehou_proto::v1::Revision,
    explanations: Option<kehou_proto::v1::Explanations>,
) -> kehou_proto::v1::SchoolSummary {
    let kpis = revision.outcome.as_ref().and_then(|outcome| outcome.kpis.clone());
    let staff = explanations.into_iter().flat_map(|all| all.schools).flat_map(|s| s.staff);
    summary::of(scope.school(), term, &kpis.unwrap_or_default(), staff)
}

fn bureau(content: &[u8]) -> Result<Bureau, Refusal> {
    memory::bureau_from_binary(content).map_err(|_| Reason::Internal.into())
}

fn evaluation(report: &CheckReport, short: &[Shortfall]) -> EvaluatePlanResponse {
    let text =
        |text: &kehou_domain::fault::Text| Some(Text { zh: text.zh.clone(), en: text.en.clone() });
    let violation = |violation: &kehou_check::Violation| RuleViolation {
        rule: memory::rule_to_wire(violation.rule).into(),
        text: text(&violation.what),
    };
    let lack = |one: &Shortfall| FallsShort {
        rule: memory::rule_to_wire(one.rule).into(),
        points: one.points,
        text: text(&one.what),
    };
    let points = report.points.iter().map(|(rule, points)| (rule.name().to_owned(), *points));
    EvaluatePlanResponse {
        violations: report.violations.iter().take(MOST_VIOLATIONS).map(violation).collect(),
        violation_count: report.violations.len() as i32,
        shortfall: report.shortfall,
        quality: report.quality,
        points: points.collect(),
        falls_short: short.iter().take(MOST_VIOLATIONS).map(lack).collect(),
    }
}

fn pieces(files: Vec<(String, Vec<u8>)>) -> Vec<Result<ExportRevisionResponse, Status>> {
    let mut pieces = Vec::new();
    for (file, bytes) in files {
        for data in bytes.chunks(PIECE) {
            pieces.push(Ok(ExportRevisionResponse { file: file.clone(), data: data.to_vec() }));
        }
    }
    pieces
}
