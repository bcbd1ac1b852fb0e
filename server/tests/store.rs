//! What the store promises about attempts at jobs, on each database that is here.

use kehou_proto::v1::{self, JobState};
use kehou_server::identity::Identity;
use kehou_server::reason::Reason;
use kehou_server::store::{
    Body, Ending, Findings, Found, JobKey, Keep, NewDataset, NewRevision, Store, Write,
};
use sqlx::{AssertSqlSafe, Connection, Executor};
use tempfile::TempDir;

/// A new store; its folder lives as long as it is held.
async fn stores() -> Vec<(TempDir, Store)> {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("kehou.db").display());
    let mut stores = vec![(folder, Store::open(&url, 4).await.unwrap())];
    if let Some(url) = postgres().await {
        let folder = tempfile::tempdir().unwrap();
        stores.push((folder, Store::open(&url, 4).await.unwrap()));
    }
    stores
}

/// A new database of PostgreSQL, where there is one.
async fn postgres() -> Option<String> {
    sqlx::any::install_default_drivers();
    let postgres = std::env::var("TEST_POSTGRES").ok()?;
    let name = format!("t{}", kehou_server::names::new_id());
    let mut session = sqlx::AnyConnection::connect(&postgres).await.unwrap();
    session.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    Some(format!("{}/{name}", postgres.rsplit_once('/').unwrap().0))
}

fn who(school: &str) -> Identity {
    Identity::new("b", school, "somebody", &["planner".to_owned()]).unwrap()
}

fn dataset() -> NewDataset {
    NewDataset {
        message: v1::Dataset { term: "2026-09-01".into(), ..v1::Dataset::default() },
        last_day: "2027-01-20".into(),
        faults: v1::ValidationReport::default(),
        content: vec![1, 2, 3],
    }
}

/// A job that waits.
async fn job(store: &Store) -> JobKey {
    let who = who("s");
    let mut tx = store.record(&who, "Test").await.unwrap();
    let held = tx.add_dataset(dataset()).await.unwrap();
    let id = held.name.rsplit_once('/').unwrap().1.to_owned();
    let spec = v1::JobSpec { dataset: held.name, ..v1::JobSpec::default() };
    let (key, _) = tx.add_job(spec, &id, &held.term, v1::BalanceRun::default()).await.unwrap();
    tx.finish("", ()).await.unwrap();
    key
}

fn with_plan(dataset: &str) -> Ending {
    let revision = NewRevision {
        plan: None,
        dataset: dataset.to_owned(),
        term: "2026-09-01".into(),
        job: "schools/s/jobs/x".into(),
        outcome: v1::Outcome::default(),
        body: Body::default(),
    };
    Ending::Outcome(Box::default(), Found::Revision(Box::new(revision)))
}

async fn state(store: &Store, key: &JobKey) -> v1::Job {
    store.read(&key.scope).await.unwrap().job(&key.scope, &key.id).await.unwrap().job
}

/// Whether a session of this database satisfies a condition.
async fn some_session(session: &mut sqlx::AnyConnection, condition: &str) -> bool {
    let statement = format!(
        "SELECT 1 FROM pg_stat_activity a LEFT JOIN pg_locks l USING (pid)
         WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND {condition}"
    );
    session.fetch_optional(AssertSqlSafe(statement)).await.unwrap().is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_over_waits_for_writes_under_way() {
    let Some(url) = postgres().await else { return };
    let mut session = sqlx::AnyConnection::connect(&url).await.unwrap();
    let killed = Store::open(&url, 4).await.unwrap();
    let mut tx = killed.record(&who("s"), "Test").await.unwrap();
    let held = tx.add_dataset(dataset()).await.unwrap();
    // Of a killed server the session that holds the store may end before one that commits.
    let holds = "a.application_name LIKE 'kehou-server, process%'";
    assert!(some_session(&mut session, &format!("{holds} AND pg_terminate_backend(a.pid)")).await);
    while some_session(&mut session, holds).await {}
    let next = tokio::spawn(async move { Store::open(&url, 4).await.unwrap() });
    while !some_session(&mut session, &format!("{holds} AND NOT l.granted")).await {
        assert!(!next.is_finished());
    }
    tx.finish("", ()).await.unwrap();
    let store = next.await.unwrap();
    let scope = who("s").scope().clone();
    let id = held.name.rsplit_once('/').unwrap().1;
    assert_eq!(store.read(&scope).await.unwrap().dataset(&scope, id).await.unwrap(), held);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_that_comes_late_changes_nothing() {
    for (_folder, store) in stores().await {
        let key = job(&store).await;
        let first = store.start_job(&key).await.unwrap().unwrap();
        // The server ends here and another begins.
        assert_eq!(store.recover_jobs().await.unwrap().len(), 1);
        let late = store.end_job(&key, first.epoch, with_plan("d")).await.unwrap();
        assert!(late.is_none());
        let second = store.start_job(&key).await.unwrap().unwrap();
        assert!(second.epoch > first.epoch);
        let late = store.end_job(&key, first.epoch, with_plan("d")).await.unwrap();
        assert!(late.is_none());
        assert_eq!(state(&store, &key).await.state(), JobState::Running);
        let ended = store.end_job(&key, second.epoch, with_plan("d")).await.unwrap().unwrap();
        assert_eq!(ended.job.state(), JobState::Succeeded);
        assert!(store.end_job(&key, second.epoch, with_plan("d")).await.unwrap().is_none());
        let mut tx = store.read(&key.scope).await.unwrap();
        assert_eq!(tx.plans(&key.scope, "", i64::MAX, 10).await.unwrap().len(), 1);
        drop(tx);
        assert!(store.start_job(&key).await.unwrap().is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_breaks_its_worker_three_times_fails() {
    for (_folder, store) in stores().await {
        let key = job(&store).await;
        for attempt in 1..=3 {
            let started = store.start_job(&key).await.unwrap().unwrap();
            let broke = Ending::Broke(Reason::WorkerDied);
            let row = store.end_job(&key, started.epoch, broke).await.unwrap().unwrap();
            assert_eq!(row.job.failed_attempts, attempt);
            let expected = if attempt < 3 { JobState::Queued } else { JobState::Failed };
            assert_eq!(row.job.state(), expected);
        }
        assert_eq!(state(&store, &key).await.failure.unwrap().reason, "WORKER_DIED");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_handed_back_or_cut_off_has_not_failed() {
    for (_folder, store) in stores().await {
        let key = job(&store).await;
        for _ in 0..5 {
            let started = store.start_job(&key).await.unwrap().unwrap();
            store.end_job(&key, started.epoch, Ending::HandedBack).await.unwrap().unwrap();
            store.start_job(&key).await.unwrap().unwrap();
            store.recover_jobs().await.unwrap();
        }
        let job = state(&store, &key).await;
        assert_eq!((job.state(), job.failed_attempts), (JobState::Queued, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_job_keeps_its_plan() {
    for (_folder, store) in stores().await {
        let key = job(&store).await;
        let started = store.start_job(&key).await.unwrap().unwrap();
        let mut tx = store.record(&who("s"), "CancelJob").await.unwrap();
        assert_eq!(tx.cancel_job(&key.id).await.unwrap().job.state(), JobState::Cancelling);
        tx.finish("", ()).await.unwrap();
        let row = store.end_job(&key, started.epoch, with_plan("d")).await.unwrap().unwrap();
        assert_eq!(row.job.state(), JobState::Cancelled);
        assert!(!row.job.revision.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_finished_has_not_happened() {
    for (_folder, store) in stores().await {
        let (who, request) = (who("s"), v1::GetJobRequest::default());
        let id = "00000000-0000-4000-8000-000000000000";
        for _ in 0..20 {
            let write = store.write::<v1::Dataset>(&who, "Test", id, &request).await.unwrap();
            let Write::New(mut tx) = write else { panic!("it was never finished") };
            tx.add_dataset(dataset()).await.unwrap();
        }
        let mut tx = store.read(who.scope()).await.unwrap();
        assert!(tx.datasets(who.scope(), "", i64::MAX, 10).await.unwrap().is_empty());
        assert!(tx.audit_after(who.scope(), "s", 0, 10).await.unwrap().is_empty());
    }
}

/// A balance run that waits, over the data sets of two schools.
async fn run(store: &Store) -> JobKey {
    let mut schools = Vec::new();
    for school in ["s", "t"] {
        let who = who(school);
        let mut tx = store.record(&who, "Test").await.unwrap();
        let dataset = tx.add_dataset(dataset()).await.unwrap().name;
        tx.finish("", ()).await.unwrap();
        schools.push(v1::BalanceSchool { school: school.into(), dataset });
    }
    let bureau = who("");
    let mut tx = store.record(&bureau, "Test").await.unwrap();
    let held = tx.add_dataset(dataset()).await.unwrap();
    let id = held.name.rsplit_once('/').unwrap().1.to_owned();
    let spec = v1::JobSpec { dataset: held.name, ..v1::JobSpec::default() };
    let balance = v1::BalanceRun { schools, ..v1::BalanceRun::default() };
    let (key, _) = tx.add_job(spec, &id, &held.term, balance).await.unwrap();
    tx.finish("", ()).await.unwrap();
    key
}

fn with_findings() -> Ending {
    let summary = |school: &str| v1::SchoolSummary {
        school: school.into(),
        term: "2026-09-01".into(),
        ..v1::SchoolSummary::default()
    };
    let loan = v1::StoredLoan {
        term: "2026-09-01".into(),
        lender: "s".into(),
        borrower: "t".into(),
        ..v1::StoredLoan::default()
    };
    let found = Findings { summaries: vec![summary("s"), summary("t")], loans: vec![loan] };
    Ending::Outcome(Box::default(), Found::Balance(found))
}

async fn figures(store: &Store, run: &str) -> Vec<String> {
    let bureau = who("");
    let mut tx = store.read(bureau.scope()).await.unwrap();
    let found = tx.balance_summaries(bureau.scope(), run, 0, 10).await.unwrap();
    found.into_iter().map(|row| row.1.school).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_balance_run_that_comes_late_proposes_nothing() {
    for (_folder, store) in stores().await {
        let key = run(&store).await;
        let first = store.start_job(&key).await.unwrap().unwrap();
        assert_eq!(first.schools.len(), 2);
        assert_eq!(store.recover_jobs().await.unwrap().len(), 1);
        assert!(store.end_job(&key, first.epoch, with_findings()).await.unwrap().is_none());
        let second = store.start_job(&key).await.unwrap().unwrap();
        let row = store.end_job(&key, second.epoch, with_findings()).await.unwrap().unwrap();
        assert_eq!(row.balance.loans.len(), 1);
        assert_eq!(figures(&store, &row.job.name).await, ["s", "t"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_loan_is_seen_by_its_two_schools_and_the_bureau() {
    for (_folder, store) in stores().await {
        let key = run(&store).await;
        let started = store.start_job(&key).await.unwrap().unwrap();
        store.end_job(&key, started.epoch, with_findings()).await.unwrap();
        let elsewhere = Identity::new("elsewhere", "", "x", &[]).unwrap();
        let seen = [(who("s"), 1), (who("t"), 1), (who(""), 1), (who("u"), 0), (elsewhere, 0)];
        for (who, count) in seen {
            let mut tx = store.read(who.scope()).await.unwrap();
            let all = ("", v1::LoanState::Unspecified);
            let loans = tx.loans(who.scope(), all, i64::MAX, 10).await.unwrap();
            assert_eq!(loans.len(), count, "{who:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_change_a_loan_at_once_one_is_told() {
    for (_folder, store) in stores().await {
        let key = run(&store).await;
        let started = store.start_job(&key).await.unwrap().unwrap();
        let row = store.end_job(&key, started.epoch, with_findings()).await.unwrap().unwrap();
        let id = row.balance.loans[0].rsplit_once('/').unwrap().1;
        let (lender, borrower) = (who("s"), who("t"));
        let read = store.read(lender.scope()).await.unwrap().loan(lender.scope(), id).await;
        let mut tx = store.record(&borrower, "AcceptLoan").await.unwrap();
        let seen = tx.tx().loan(borrower.scope(), id).await.unwrap();
        let loan = tx.change_loan(id, seen, v1::LoanState::AcceptedTo).await.unwrap();
        assert_eq!((loan.state(), loan.etag.as_str()), (v1::LoanState::AcceptedTo, "2"));
        tx.finish("", ()).await.unwrap();
        let mut tx = store.record(&lender, "AcceptLoan").await.unwrap();
        let late = tx.change_loan(id, read.unwrap(), v1::LoanState::AcceptedFrom).await;
        assert_eq!(late.unwrap_err().reason, Reason::EtagStale);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_school_erased_is_kept_by_no_run() {
    for (_folder, store) in stores().await {
        let (before, after) = (run(&store).await, run(&store).await);
        let started = store.start_job(&before).await.unwrap().unwrap();
        store.end_job(&before, started.epoch, with_findings()).await.unwrap();
        let runs = store.start_job(&after).await.unwrap().unwrap();
        let mut tx = store.record(&who("s"), "PurgeTerm").await.unwrap();
        tx.purge_term("2026-09-01").await.unwrap();
        tx.finish("", ()).await.unwrap();
        let row = store.end_job(&after, runs.epoch, with_findings()).await.unwrap().unwrap();
        assert_eq!(figures(&store, &started.row.job.name).await, ["t"]);
        assert_eq!(figures(&store, &row.job.name).await, ["t"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn runs_and_loans_go_with_their_term() {
    for (_folder, store) in stores().await {
        let key = run(&store).await;
        let started = store.start_job(&key).await.unwrap().unwrap();
        store.end_job(&key, started.epoch, with_findings()).await.unwrap();
        // Counted back from long after its last day.
        let keep = Keep { term_days: -10_000, request_days: 30, upload_days: 1 };
        assert_eq!(store.retain(keep).await.unwrap(), 3);
        assert!(figures(&store, &started.row.job.name).await.is_empty());
        let bureau = who("");
        let mut tx = store.read(bureau.scope()).await.unwrap();
        assert_eq!(tx.job(bureau.scope(), &key.id).await.unwrap_err().reason, Reason::NotFound);
        let all = ("", v1::LoanState::Unspecified);
        assert!(tx.loans(bureau.scope(), all, i64::MAX, 10).await.unwrap().is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_seen_across_schools_or_bureaus() {
    for (_folder, store) in stores().await {
        let key = job(&store).await;
        let others = [who("other"), Identity::new("elsewhere", "s", "x", &[]).unwrap(), who("")];
        for other in others {
            let mut tx = store.read(other.scope()).await.unwrap();
            let refused = tx.job(other.scope(), &key.id).await.unwrap_err();
            assert_eq!(refused.reason, Reason::NotFound);
            assert!(tx.datasets(other.scope(), "", i64::MAX, 10).await.unwrap().is_empty());
        }
    }
}
