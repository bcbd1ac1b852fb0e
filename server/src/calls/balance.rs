//! Calls about balance runs: a balance run is a job of the bureau, told without what is a job's only.

use super::dataset::new_dataset;
use super::{Calls, reply};
use crate::balance;
use crate::identity::{Identity, TenantScope};
use crate::jobs::board::State;
use crate::jobs::runner;
use crate::names::{Kind, is_school};
use crate::page;
use crate::refusal::Refusal;
use crate::store::{JobKey, NewDataset, Queued, Write, rank};
use futures_util::stream::{BoxStream, StreamExt};
use kehou_domain::draft::Bureau;
use kehou_domain::validate::{Report, looks_personal};
use kehou_format::memory;
use kehou_proto::v1::balance_service_server::BalanceService;
use kehou_proto::v1::{
    self, AcceptLoanRequest, AcceptLoanResponse, ApproveLoanRequest, ApproveLoanResponse,
    BalanceRun, BalanceSchool, BalanceSpec, CancelBalanceRunRequest, CancelBalanceRunResponse,
    CreateBalanceRunRequest, CreateBalanceRunResponse, GetBalanceRunRequest, GetBalanceRunResponse,
    GetLoanRequest, GetLoanResponse, JobSpec, ListBalanceRunsRequest, ListBalanceRunsResponse,
    ListBalanceSummariesRequest, ListBalanceSummariesResponse, ListLoansRequest, ListLoansResponse,
    ProposeLoanRequest, ProposeLoanResponse, RevokeLoanRequest, RevokeLoanResponse,
    WatchBalanceRunRequest, WatchBalanceRunResponse,
};
use std::collections::BTreeMap;
use tonic::{Request, Response, Status, async_trait};

#[async_trait]
impl BalanceService for Calls {
    async fn create_balance_run(
        &self,
        request: Request<CreateBalanceRunRequest>,
    ) -> Result<Response<CreateBalanceRunResponse>, Status> {
        reply(request, |who, asked| self.do_create_run(who, asked)).await
    }

    async fn get_balance_run(
        &self,
        request: Request<GetBalanceRunRequest>,
    ) -> Result<Response<GetBalanceRunResponse>, Status> {
        reply(request, async |who, asked| {
            let key = run_key(&who, &asked.name)?;
            Ok(GetBalanceRunResponse { run: Some(as_run(&self.latest(&key).await?)) })
        })
        .await
    }

    async fn list_balance_runs(
        &self,
        request: Request<ListBalanceRunsRequest>,
    ) -> Result<Response<ListBalanceRunsResponse>, Status> {
        reply(request, async |who, asked| {
            let size = page::size(asked.page_size)?;
            let pager = self.pager(who.scope(), &format!("balance runs {}", asked.state));
            let before = pager.start(&asked.page_token, i64::MAX)?;
            let mut tx = self.store.read(who.scope()).await?;
            let rows = tx.jobs(who.scope(), asked.state(), before, size + 1).await?;
            let (rows, next_page_token) = pager.page(rows, size);
            let runs = rows.iter().map(|row| as_run(&State::of(row))).collect();
            Ok(ListBalanceRunsResponse { runs, next_page_token })
        })
        .await
    }

    async fn cancel_balance_run(
        &self,
        request: Request<CancelBalanceRunRequest>,
    ) -> Result<Response<CancelBalanceRunResponse>, Status> {
        reply(request, async |who, asked| {
            let key = run_key(&who, &asked.name)?;
            let write =
                self.store.write(&who, "CancelBalanceRun", &asked.request_id, &asked).await?;
            let mut tx = match write {
                Write::Again(earlier) => return Ok(earlier),
                Write::New(tx) => tx,
            };
            let row = tx.cancel_job(&key.id).await?;
            let told = CancelBalanceRunResponse { run: Some(as_run(&State::of(&row))) };
            let told = tx.finish(&asked.name, told).await?;
            self.tell_cancelled(&key, &row);
            Ok(told)
        })
        .await
    }

    type WatchBalanceRunStream = BoxStream<'static, Result<WatchBalanceRunResponse, Status>>;

    async fn watch_balance_run(
        &self,
        request: Request<WatchBalanceRunRequest>,
    ) -> Result<Response<Self::WatchBalanceRunStream>, Status> {
        let headers = request.metadata().clone().into_headers();
        reply(request, async |who, asked| {
            let key = run_key(&who, &asked.name)?;
            let seen = self.watch(&key, asked.after_sequence, &headers).await?;
            let told = seen.map(|seen| {
                seen.map(|(state, sequence)| WatchBalanceRunResponse {
                    run: state.as_ref().map(as_run),
                    sequence,
                })
            });
            Ok(told.boxed())
        })
        .await
    }

    async fn list_balance_summaries(
        &self,
        request: Request<ListBalanceSummariesRequest>,
    ) -> Result<Response<ListBalanceSummariesResponse>, Status> {
        reply(request, async |who, asked| {
            let size = page::size(asked.page_size)?;
            let key = run_key(&who, &asked.name)?;
            let pager = self.pager(who.scope(), &format!("balance summaries {}", key.id));
            let after = pager.start(&asked.page_token, 0)?;
            let mut tx = self.store.read(who.scope()).await?;
            let run = tx.job(who.scope(), &key.id).await?.job.name;
            let rows = tx.balance_summaries(who.scope(), &run, after, size + 1).await?;
            let (summaries, next_page_token) = pager.page(rows, size);
            Ok(ListBalanceSummariesResponse { summaries, next_page_token })
        })
        .await
    }

    async fn propose_loan(
        &self,
        request: Request<ProposeLoanRequest>,
    ) -> Result<Response<ProposeLoanResponse>, Status> {
        reply(request, |who, asked| self.do_propose_loan(who, asked)).await
    }

    async fn get_loan(
        &self,
        request: Request<GetLoanRequest>,
    ) -> Result<Response<GetLoanResponse>, Status> {
        reply(request, async |who, asked| {
            let id = Kind::Loan.id(who.scope(), &asked.name, "name")?;
            let mut tx = self.store.read(who.scope()).await?;
            Ok(GetLoanResponse { loan: Some(tx.loan(who.scope(), &id).await?.message) })
        })
        .await
    }

    async fn list_loans(
        &self,
        request: Request<ListLoansRequest>,
    ) -> Result<Response<ListLoansResponse>, Status> {
        reply(request, async |who, asked| {
            let size = page::size(asked.page_size)?;
            page::of_term(&asked.term)?;
            let list = format!("loans {} {}", asked.term, asked.state);
            let pager = self.pager(who.scope(), &list);
            let before = pager.start(&asked.page_token, i64::MAX)?;
            let mut tx = self.store.read(who.scope()).await?;
            let wanted = (asked.term.as_str(), asked.state());
            let rows = tx.loans(who.scope(), wanted, before, size + 1).await?;
            let (loans, next_page_token) = pager.page(rows, size);
            Ok(ListLoansResponse { loans, next_page_token })
        })
        .await
    }

    async fn accept_loan(
        &self,
        request: Request<AcceptLoanRequest>,
    ) -> Result<Response<AcceptLoanResponse>, Status> {
        reply(request, |who, asked| self.do_accept_loan(who, asked)).await
    }

    async fn approve_loan(
        &self,
        request: Request<ApproveLoanRequest>,
    ) -> Result<Response<ApproveLoanResponse>, Status> {
        reply(request, |who, asked| self.do_approve_loan(who, asked)).await
    }

    async fn revoke_loan(
        &self,
        request: Request<RevokeLoanRequest>,
    ) -> Result<Response<RevokeLoanResponse>, Status> {
        reply(request, |who, asked| self.do_revoke_loan(who, asked)).await
    }
}

/// What a balance run takes.
struct Taken {
    /// What is the bureau's, without schools.
    dataset: NewDataset,
    schools: Vec<BalanceSchool>,
}

impl Calls {
    async fn do_create_run(
        &self,
        who: Identity,
        asked: CreateBalanceRunRequest,
    ) -> Result<CreateBalanceRunResponse, Refusal> {
        self.open()?;
        // Made before the store's turn to write is taken. What a school erases meanwhile is left
        // out when the run begins.
        let taken = self.taken(who.scope(), asked.bureau.clone()).await;
        let write = self.store.write(&who, "CreateBalanceRun", &asked.request_id, &asked).await?;
        let mut tx = match write {
            Write::Again(earlier) => return Ok(earlier),
            Write::New(tx) => tx,
        };
        let Taken { dataset, schools } = taken?;
        let spec = job_spec(asked.spec.unwrap_or_default());
        self.check_spec(&spec)?;
        self.room_to_wait(&mut tx).await?;
        let held = tx.add_dataset(dataset).await?;
        let id = Kind::Dataset.id(who.scope(), &held.name, "bureau")?;
        let spec = JobSpec { dataset: held.name, ..spec };
        let (priority, seconds) = (rank(spec.priority), runner::seconds(Some(&spec)) as u64);
        let balance = BalanceRun { schools, ..BalanceRun::default() };
        let (key, row) = tx.add_job(spec, &id, &held.term, balance).await?;
        let told = CreateBalanceRunResponse { run: Some(as_run(&State::of(&row))) };
        let told = tx.finish(&row.job.name, told).await?;
        self.runner.add(Queued { key, priority, seconds });
        Ok(told)
    }

    /// Reads what the bureau handed in, finds the schools' data sets, and refuses what does not go
    /// together.
    async fn taken(
        &self,
        scope: &TenantScope,
        bureau: Option<v1::Bureau>,
    ) -> Result<Taken, Refusal> {
        let bureau = bureau.ok_or_else(|| Refusal::required("bureau"))?;
        if !bureau.schools.is_empty() {
            return Err(Refusal::invalid("bureau.schools"));
        }
        if bureau.id != scope.bureau() {
            return Err(Refusal::invalid("bureau.id"));
        }
        let bureau = memory::bureau_from_wire(bureau);
        let term = new_dataset(&bureau, &Report::default()).message.term;
        let latest = self.store.latest_data(scope, &term).await?;
        let contents = self.store.school_contents(scope, &latest).await?;
        let none = named(&bureau).map(|school| (school.to_owned(), String::new()));
        let mut schools: BTreeMap<String, String> = none.collect();
        schools.extend(latest.into_iter().map(|one| (one.school, one.dataset)));
        let school = |(school, dataset)| BalanceSchool { school, dataset };
        let schools = schools.into_iter().map(school).collect();
        let dataset = self.think(move || of_bureau(bureau, &contents)).await??;
        Ok(Taken { dataset, schools })
    }
}

/// What is stored of what the bureau handed in, if it goes together with the schools' data.
fn of_bureau(bureau: Bureau, contents: &[Vec<u8>]) -> Result<NewDataset, Refusal> {
    let mut whole = balance::join(bureau, contents)?;
    balance::refuse_errors(&whole)?;
    whole.schools.clear();
    Ok(new_dataset(&whole, &Report::default()))
}

/// Schools that what the bureau handed in speaks of.
fn named(bureau: &Bureau) -> impl Iterator<Item = &str> {
    let travel = bureau.travel.iter().flat_map(|way| [&way.from, &way.to]);
    let pairs = bureau.pairs.iter().flat_map(|pair| [&pair.lender, &pair.borrower]);
    let terms = bureau.shared_staff.iter().filter_map(|person| person.loan_terms.as_ref());
    let venues = bureau.venues.iter().flat_map(|venue| &venue.schools);
    let all = travel.chain(pairs).chain(terms.flat_map(|terms| &terms.schools)).chain(venues);
    let fits = |id: &&str| !id.is_empty() && is_school(id) && !looks_personal(id);
    all.map(String::as_str).filter(fits)
}

fn run_key(who: &Identity, name: &str) -> Result<JobKey, Refusal> {
    let id = Kind::BalanceRun.id(who.scope(), name, "name")?;
    Ok(JobKey { scope: who.scope().clone(), id })
}

fn job_spec(spec: BalanceSpec) -> JobSpec {
    let BalanceSpec { time_limit_seconds, gap, work_limit, seed } = spec;
    JobSpec { time_limit_seconds, gap, work_limit, seed, ..JobSpec::default() }
}

fn as_run(state: &State) -> BalanceRun {
    let (job, balance) = (v1::Job::clone(&state.job), &state.balance);
    let spec = job.spec.map(|spec| BalanceSpec {
        time_limit_seconds: spec.time_limit_seconds,
        gap: spec.gap,
        work_limit: spec.work_limit,
        seed: spec.seed,
    });
    BalanceRun {
        name: job.name,
        term: job.term,
        spec,
        schools: balance.schools.clone(),
        state: job.state,
        progress: job.progress,
        outcome: job.outcome,
        loans: balance.loans.clone(),
        failure: job.failure,
        failed_attempts: job.failed_attempts,
        create_time: job.create_time,
        start_time: job.start_time,
        end_time: job.end_time,
    }
}
