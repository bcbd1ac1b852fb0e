//! Keeps a second server away from a store in use, and names the one that has it.

use super::{Backend, PATIENCE};
use anyhow::{Context, Result, bail};
use sqlx::{AnyConnection, Connection, Row};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use tokio::sync::Mutex;
use tokio::time::timeout;

/// Key of the lock in PostgreSQL.
const KEY: i64 = 0x006b_6568_6f75;
/// Every transaction that writes shares this lock. PostgreSQL may still be committing one for a
/// server that is dead; whoever takes the store over waits until none is left.
pub(super) const WRITES: i64 = KEY + 1;

/// The store is ours as long as this lives.
pub struct Held {
    _file: Option<File>,
    _session: Option<Mutex<AnyConnection>>,
}

impl Held {
    /// Takes the store, or says who has it.
    pub async fn take(backend: Backend, url: &str) -> Result<Self> {
        match backend {
            Backend::Sqlite => {
                let path = url.trim_start_matches("sqlite:").trim_start_matches("//");
                Ok(Self { _file: Some(lock_file(path)?), _session: None })
            }
            Backend::Postgres => {
                Ok(Self { _file: None, _session: Some(Mutex::new(session(url).await?)) })
            }
        }
    }
}

fn lock_file(store: &str) -> Result<File> {
    let path = format!("{store}.lock");
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let mut file = options.open(&path).with_context(|| format!("cannot open {path}"))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            bail!("the store {store} is in use by {}", holder.trim());
        }
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("cannot lock {path}"));
        }
    }
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "kehou-server, process {}", std::process::id())?;
    Ok(file)
}

/// A session of its own that holds an advisory lock until it ends.
async fn session(url: &str) -> Result<AnyConnection> {
    let mut session = AnyConnection::connect(url).await.context("cannot reach the store")?;
    let name = format!("kehou-server, process {}", std::process::id());
    sqlx::query("SELECT set_config('application_name', $1, false)")
        .bind(name)
        .execute(&mut session)
        .await?;
    let row = sqlx::query("SELECT CASE WHEN pg_try_advisory_lock($1) THEN 1 ELSE 0 END AS got");
    let got: i32 = row.bind(KEY).fetch_one(&mut session).await?.try_get("got")?;
    if got == 1 {
        let quiet = timeout(PATIENCE, last_writes(&mut session)).await;
        quiet.context("writes of a server before this one have not ended; try again")??;
        return Ok(session);
    }
    let row = sqlx::query(
        "SELECT coalesce(a.application_name, '') AS holder FROM pg_locks l
         JOIN pg_stat_activity a ON a.pid = l.pid
         WHERE l.locktype = 'advisory' AND l.granted
           AND l.classid::bigint * 4294967296 + l.objid::bigint = $1",
    );
    let holder = row.bind(KEY).fetch_optional(&mut session).await?;
    let holder: String = holder.map(|row| row.try_get("holder")).transpose()?.unwrap_or_default();
    bail!("the store is in use by {holder}");
}

/// Waits for writes that have begun.
async fn last_writes(session: &mut AnyConnection) -> sqlx::Result<()> {
    for statement in ["SELECT pg_advisory_lock($1)::text", "SELECT pg_advisory_unlock($1)::text"] {
        sqlx::query(statement).bind(WRITES).execute(&mut *session).await?;
    }
    Ok(())
}
