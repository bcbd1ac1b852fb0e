//! The store: SQLite beside the server, or PostgreSQL. One text of SQL for both; what differs is in
//! `schema/` and in this file.
//!
//! A write is on disk when `commit` returns, and nothing is told to anybody before. After an error
//! of the disk nothing more is written: what such an error leaves behind is not known.

mod audit;
mod backup;
mod balance;
mod datasets;
mod jobs;
mod loans;
mod lock;
mod plans;
mod purge;
mod records;
mod transaction;
mod uploads;

pub use audit::{Broken, Event};
pub use backup::{BackupFault, Manifest, verify_backup};
pub use balance::Findings;
pub use datasets::NewDataset;
pub use jobs::{Ending, Found, JobKey, JobRow, Queued, Started, is_over, rank};
pub use loans::LoanRow;
pub use plans::{Body, NewRevision, PlanRow};
pub use purge::Keep;
pub use transaction::{ReadTx, Write, WriteTx};

use crate::identity::{Identity, TenantScope};
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::time::now_ms;
use anyhow::{Context, Result, bail, ensure};
use lock::Held;
use prost::Message;
use sqlx::any::{AnyArguments, AnyPoolOptions};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AnyPool, Executor, Row, SqlSafeStr};
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, Notify};
use tokio::time::{sleep, timeout};

/// Longest wait for a connection or for the turn to write.
const PATIENCE: Duration = Duration::from_secs(10);

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file beside the server.
    Sqlite,
    /// A server of its own.
    Postgres,
}

/// The store.
pub struct Store {
    pool: AnyPool,
    backend: Backend,
    /// SQLite has one writer; waiting here is fair, waiting there is not.
    turn: Arc<Mutex<()>>,
    stopped: AtomicBool,
    /// Something was committed that SQLite's log holds.
    committed: Notify,
    /// Microseconds of the slowest commit since they were last asked for.
    slowest_commit: AtomicI64,
    secret: Vec<u8>,
    _held: Option<Held>,
}

/// What a transaction may see.
#[derive(Clone, Copy, Debug)]
enum Sight<'a> {
    /// One tenant.
    Tenant(&'a TenantScope),
    /// The server itself: its queue, retention, backup.
    Server,
}

impl Store {
    /// Opens the store for serving, and keeps every other server away from it.
    pub async fn open(url: &str, connections: u32) -> Result<Self> {
        Self::connect(url, connections, true).await
    }

    /// Opens the store for a command beside a server that may run.
    pub async fn open_beside(url: &str) -> Result<Self> {
        Self::connect(url, 2, false).await
    }

    async fn connect(url: &str, connections: u32, alone: bool) -> Result<Self> {
        sqlx::any::install_default_drivers();
        let backend = match url.split_once(':') {
            Some(("sqlite", _)) => Backend::Sqlite,
            Some(("postgres" | "postgresql", _)) => Backend::Postgres,
            _ => bail!("store.url must begin with sqlite: or postgres:"),
        };
        let held = if alone { Some(Held::take(backend, url).await?) } else { None };
        let pool = pool(backend, url, connections.max(2)).await.context("cannot open the store")?;
        if backend == Backend::Postgres {
            refuse_privileged(&pool).await?;
        }
        migrator(backend).run(&pool).await.context("cannot bring the store up to date")?;
        let secret = secret(&pool).await.context("cannot read the store")?;
        Ok(Self {
            pool,
            backend,
            turn: Arc::new(Mutex::new(())),
            stopped: AtomicBool::new(false),
            committed: Notify::new(),
            slowest_commit: AtomicI64::new(0),
            secret,
            _held: held,
        })
    }

    /// Which database it is.
    pub const fn backend(&self) -> Backend {
        self.backend
    }

    /// What page tokens are signed with; the same for the life of the store.
    pub fn secret(&self) -> &[u8] {
        &self.secret
    }

    /// Whether an error of the disk has ended all writing.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Acquire)
    }

    /// Seconds of the slowest commit since this was last asked.
    pub fn slowest_commit(&self) -> f64 {
        self.slowest_commit.swap(0, Ordering::Relaxed) as f64 / 1e6
    }

    /// Whether a write would go through now.
    pub async fn is_writable(&self) -> bool {
        if self.is_stopped() {
            return false;
        }
        let written = async {
            let mut tx = self.begin(Sight::Server, true).await?;
            let row = sqlx::query(
                "INSERT INTO settings (key, value) VALUES ('probe', $1)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            );
            row.bind(Vec::<u8>::new()).execute(tx.raw()).await.map_err(|e| self.refusal(&e))?;
            tx.commit().await
        };
        written.await.is_ok()
    }

    /// Looks at what belongs to a tenant.
    pub async fn read(&self, scope: &TenantScope) -> Result<ReadTx<'_>, Refusal> {
        self.begin(Sight::Tenant(scope), false).await
    }

    /// Begins a write that has a request id. The same request again gives the reply it got.
    pub async fn write<R: Message + Default>(
        &self,
        who: &Identity,
        method: &'static str,
        request_id: &str,
        request: &impl Message,
    ) -> Result<Write<'_, R>, Refusal> {
        transaction::begin_write(self, who, method, request_id, request).await
    }

    /// Begins a write without a request id: something done that must be on record.
    pub async fn record(
        &self,
        who: &Identity,
        method: &'static str,
    ) -> Result<WriteTx<'_>, Refusal> {
        transaction::begin_record(self, who, method).await
    }

    async fn begin(&self, sight: Sight<'_>, writes: bool) -> Result<ReadTx<'_>, Refusal> {
        if writes && self.is_stopped() {
            return Err(Reason::StoreStopped.into());
        }
        let busy = |_| Refusal::from(Reason::StoreBusy);
        let turn = if writes && self.backend == Backend::Sqlite {
            Some(timeout(PATIENCE, Arc::clone(&self.turn).lock_owned()).await.map_err(busy)?)
        } else {
            None
        };
        let begin = match (self.backend, writes) {
            (Backend::Sqlite, true) => "BEGIN IMMEDIATE",
            _ => "BEGIN",
        };
        let tx = ReadTx::begin(self, begin, (sight, writes), turn).await;
        tx.map_err(|error| self.refusal(&error))
    }

    fn note_commit(&self, began: Instant) {
        self.committed.notify_one();
        self.slowest_commit.fetch_max(began.elapsed().as_micros() as i64, Ordering::Relaxed);
    }

    /// What an error of the database means; one of the disk ends all writing.
    fn refusal(&self, error: &sqlx::Error) -> Refusal {
        let reason = self.meaning(error);
        if reason == Reason::StoreStopped && !self.stopped.swap(true, Ordering::AcqRel) {
            tracing::error!(code = code_of(error), "the store failed to write; no more writes");
        } else if reason == Reason::Internal {
            tracing::error!(code = code_of(error), "the store refused a statement");
        }
        reason.into()
    }

    /// An error met in connecting. PostgreSQL turns new sessions away, as a fault of its own, while
    /// its disk is full; that passes.
    fn unmet(&self, error: sqlx::Error) -> sqlx::Error {
        if self.backend == Backend::Sqlite {
            return error;
        }
        tracing::warn!(code = code_of(&error), "no connection to the store");
        sqlx::Error::PoolTimedOut
    }

    fn meaning(&self, error: &sqlx::Error) -> Reason {
        match error {
            sqlx::Error::RowNotFound => Reason::NotFound,
            sqlx::Error::Database(said) => {
                let code = said.code().unwrap_or_default();
                match self.backend {
                    Backend::Sqlite => of_sqlite(code.parse().unwrap_or(0)),
                    Backend::Postgres => of_postgres(&code),
                }
            }
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => {
                Reason::StoreBusy
            }
            sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) => Reason::StoreBusy,
            _ => Reason::Internal,
        }
    }

    /// Carries what SQLite's log holds over into its file, again and again, while others write.
    pub async fn tidy_log(&self) {
        /// Rest between two rounds.
        const REST: Duration = Duration::from_millis(100);
        if self.backend != Backend::Sqlite {
            return;
        }
        loop {
            self.committed.notified().await;
            // What fails here is done by the next round, or by a writer.
            let _ = sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").execute(&self.pool).await;
            sleep(REST).await;
        }
    }

    /// Closes all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

/// What an extended result code of SQLite means.
fn of_sqlite(code: i32) -> Reason {
    /// No room for the index of the log.
    const SHMSIZE: i32 = 4874;
    match code & 0xff {
        13 => Reason::StoreFull,
        _ if code == SHMSIZE => Reason::StoreFull,
        5 | 6 => Reason::StoreBusy,
        8 | 10 | 11 | 14 | 26 => Reason::StoreStopped,
        _ => Reason::Internal,
    }
}

/// What a code of PostgreSQL means.
fn of_postgres(code: &str) -> Reason {
    match code {
        "53100" => Reason::StoreFull,
        "58030" | "XX001" | "XX002" => Reason::StoreStopped,
        _ if ["08", "40", "53", "55", "57", "58"].iter().any(|class| code.starts_with(class)) => {
            Reason::StoreBusy
        }
        _ => Reason::Internal,
    }
}

fn code_of(error: &sqlx::Error) -> String {
    match error {
        sqlx::Error::Database(said) => said.code().unwrap_or_default().into_owned(),
        sqlx::Error::Io(error) => error.kind().to_string(),
        other => format!("{other:?}").chars().take_while(|c| c.is_alphanumeric()).collect(),
    }
}

async fn pool(backend: Backend, url: &str, connections: u32) -> sqlx::Result<AnyPool> {
    let url = match backend {
        Backend::Sqlite => format!("{url}?mode=rwc"),
        Backend::Postgres => url.to_owned(),
    };
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(PATIENCE)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                if backend == Backend::Sqlite {
                    // Every commit reaches the disk; what is deleted is overwritten. The log is
                    // carried over beside the writers, see `tidy_log`; a writer does it only when
                    // that does not keep up.
                    connection
                        .execute(
                            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                             PRAGMA busy_timeout = 10000; PRAGMA secure_delete = ON;
                             PRAGMA foreign_keys = ON; PRAGMA wal_autocheckpoint = 8000;",
                        )
                        .await?;
                }
                Ok(())
            })
        })
        .connect(&url)
        .await
}

/// Row-level security does not bind such roles.
async fn refuse_privileged(pool: &AnyPool) -> Result<()> {
    let row = sqlx::query(
        "SELECT CASE WHEN rolsuper OR rolbypassrls THEN 1 ELSE 0 END AS above
         FROM pg_roles WHERE rolname = current_user",
    );
    let above: i32 = row.fetch_one(pool).await.context("cannot read the role")?.try_get("above")?;
    ensure!(above == 0, "the role of store.url is above row-level security; use an ordinary one");
    Ok(())
}

/// Says whose rows a transaction sees; one that writes can be waited for from here on.
async fn say_whose(tx: &mut AnyConnection, sight: Sight<'_>, writes: bool) -> sqlx::Result<()> {
    let (bureau, school, server) = match sight {
        Sight::Tenant(scope) => (scope.bureau(), scope.school(), "off"),
        Sight::Server => ("", "", "on"),
    };
    let statement = sqlx::query(
        "SELECT set_config('kehou.bureau', $1, true), set_config('kehou.school', $2, true),
                set_config('kehou.server', $3, true),
                CASE WHEN $4 THEN pg_advisory_xact_lock_shared($5)::text END",
    );
    let whose = statement.bind(bureau).bind(school).bind(server);
    whose.bind(writes).bind(lock::WRITES).execute(tx).await.map(|_| ())
}

/// Steps of the schema, each run once; a step that was released is never changed.
fn migrator(backend: Backend) -> Migrator {
    let [first, balance] = match backend {
        Backend::Sqlite => [
            include_str!("../../schema/sqlite.sql"),
            include_str!("../../schema/sqlite_balance.sql"),
        ],
        Backend::Postgres => [
            include_str!("../../schema/postgres.sql"),
            include_str!("../../schema/postgres_balance.sql"),
        ],
    };
    let step = |number, name: &'static str, text: &'static str| {
        let kind = MigrationType::Simple;
        Migration::new(number, Cow::Borrowed(name), kind, text.into_sql_str(), false)
    };
    Migrator::with_migrations(vec![step(1, "first", first), step(2, "balance", balance)])
}

async fn secret(pool: &AnyPool) -> sqlx::Result<Vec<u8>> {
    // Beside a server that writes all the time, only reading does not wait.
    let read = "SELECT value FROM settings WHERE key = 'secret'";
    if let Some(row) = sqlx::query(read).fetch_optional(pool).await? {
        return row.try_get("value");
    }
    let mut fresh = vec![0_u8; 32];
    crate::names::rand_bytes(&mut fresh);
    sqlx::query(
        "INSERT INTO settings (key, value) VALUES ('secret', $1) ON CONFLICT (key) DO NOTHING",
    )
    .bind(fresh)
    .execute(pool)
    .await?;
    sqlx::query(read).fetch_one(pool).await?.try_get("value")
}

/// A statement about one school's own: its first two parameters are the bureau and the school.
fn scoped<'q>(text: &'static str, scope: &'q TenantScope) -> Query<'q, Any, AnyArguments> {
    sqlx::query(text).bind(scope.bureau()).bind(scope.school())
}

/// A stored message.
fn decoded<M: Message + Default>(row: &sqlx::any::AnyRow, column: &str) -> Result<M, Refusal> {
    let bytes: Vec<u8> = row.try_get(column).map_err(|_| Refusal::from(Reason::Internal))?;
    M::decode(bytes.as_slice()).map_err(|_| Reason::Internal.into())
}

/// A column.
fn column<'r, T>(row: &'r sqlx::any::AnyRow, name: &str) -> Result<T, Refusal>
where
    T: sqlx::Decode<'r, Any> + sqlx::Type<Any>,
{
    row.try_get(name).map_err(|_| Reason::Internal.into())
}

/// The moment a row is written.
fn moment() -> i64 {
    now_ms()
}
