//! Transactions. A write carries its audit entry and, where it has one, its request id, so that
//! none of them can be there without the others.

use super::{Backend, Sight, Store, audit, column, moment, say_whose};
use crate::identity::{Identity, TenantScope};
use crate::reason::Reason;
use crate::refusal::Refusal;
use prost::Message;
use sha2::{Digest, Sha256};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Executor};
use std::time::Instant;
use tokio::runtime::Handle;
use tokio::sync::OwnedMutexGuard;

/// A transaction; what it did is undone unless it is committed.
///
/// Begun and ended by statements of our own: after an error SQLite may have ended a transaction by
/// itself, and a connection whose driver still believes in it would take the next commit for a part
/// of it, and acknowledge what is not on disk. Here such a connection is closed.
pub struct ReadTx<'s> {
    store: &'s Store,
    connection: Option<PoolConnection<Any>>,
    turn: Option<OwnedMutexGuard<()>>,
}

/// A write of a tenant.
pub struct WriteTx<'s> {
    tx: ReadTx<'s>,
    scope: TenantScope,
    subject: String,
    method: &'static str,
    request_id: Option<String>,
}

/// A write with a request id.
pub enum Write<'s, R> {
    /// Not seen before.
    New(WriteTx<'s>),
    /// Seen; this was the reply.
    Again(R),
}

impl<'s> ReadTx<'s> {
    pub(super) async fn begin(
        store: &'s Store,
        begin: &'static str,
        (sight, writes): (Sight<'_>, bool),
        turn: Option<OwnedMutexGuard<()>>,
    ) -> sqlx::Result<Self> {
        let connection = store.pool.acquire().await.map_err(|error| store.unmet(error))?;
        // From here on a call that is given up half-way is undone too.
        let mut tx = Self { store, connection: Some(connection), turn };
        tx.raw().execute(begin).await?;
        if store.backend == Backend::Postgres {
            say_whose(tx.raw(), sight, writes).await?;
        }
        Ok(tx)
    }

    pub(super) fn raw(&mut self) -> &mut AnyConnection {
        self.connection.as_mut().expect("there until it is committed or dropped")
    }

    /// What an error of the database means.
    pub(super) fn refusal(&self) -> impl Fn(sqlx::Error) -> Refusal + use<'s> {
        let store = self.store;
        move |error| store.refusal(&error)
    }

    /// Makes it last.
    pub(super) async fn commit(mut self) -> Result<(), Refusal> {
        let began = Instant::now();
        let committed = self.raw().execute("COMMIT").await;
        self.store.note_commit(began);
        if committed.is_ok() {
            // Ended; nothing is left to undo.
            drop(self.connection.take());
        }
        committed.map(|_| ()).map_err(self.refusal())
    }
}

impl Drop for ReadTx<'_> {
    fn drop(&mut self) {
        let (Some(mut connection), turn) = (self.connection.take(), self.turn.take()) else {
            return;
        };
        let Ok(runtime) = Handle::try_current() else { return connection.close_on_drop() };
        runtime.spawn(async move {
            if connection.execute("ROLLBACK").await.is_err() {
                connection.close_on_drop();
            }
            drop(connection);
            drop(turn);
        });
    }
}

impl<'s> WriteTx<'s> {
    /// Whose it is.
    pub fn scope(&self) -> &TenantScope {
        &self.scope
    }

    /// The transaction, to read and to write.
    pub fn tx(&mut self) -> &mut ReadTx<'s> {
        &mut self.tx
    }

    /// Puts it on record, keeps the reply for the same request again, and makes all of it last.
    pub async fn finish<R: Message>(mut self, resource: &str, reply: R) -> Result<R, Refusal> {
        let event = audit::Entry { subject: &self.subject, method: self.method, resource };
        audit::append(&mut self.tx, &self.scope, &event).await?;
        if let Some(id) = &self.request_id {
            sqlx::query(
                "UPDATE requests SET reply = $4
                 WHERE bureau = $1 AND school = $2 AND request_id = $3",
            )
            .bind(self.scope.bureau())
            .bind(self.scope.school())
            .bind(id)
            .bind(reply.encode_to_vec())
            .execute(self.tx.raw())
            .await
            .map_err(self.tx.refusal())?;
        }
        self.tx.commit().await.map(|()| reply)
    }
}

pub(super) async fn begin_record<'s>(
    store: &'s Store,
    who: &Identity,
    method: &'static str,
) -> Result<WriteTx<'s>, Refusal> {
    let scope = who.scope().clone();
    let mut tx = store.begin(Sight::Tenant(&scope), true).await?;
    school_turn(store, &mut tx, &scope).await?;
    Ok(WriteTx { tx, scope, subject: who.subject().to_owned(), method, request_id: None })
}

/// One writer a school, so that the links of its audit trail follow each other. SQLite has one
/// writer in all.
pub(super) async fn school_turn(
    store: &Store,
    tx: &mut ReadTx<'_>,
    scope: &TenantScope,
) -> Result<(), Refusal> {
    if store.backend == Backend::Postgres {
        sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended($1, 7))::text AS done")
            .bind(format!("{}\n{}", scope.bureau(), scope.school()))
            .execute(tx.raw())
            .await
            .map_err(tx.refusal())?;
    }
    Ok(())
}

pub(super) async fn begin_write<'s, R: Message + Default>(
    store: &'s Store,
    who: &Identity,
    method: &'static str,
    request_id: &str,
    request: &impl Message,
) -> Result<Write<'s, R>, Refusal> {
    if request_id.is_empty() {
        return Err(Refusal::required("request_id"));
    }
    if !is_uuid(request_id) {
        return Err(Refusal::invalid("request_id"));
    }
    let digest = format!("{:x}", Sha256::digest(request.encode_to_vec()));
    let mut write = begin_record(store, who, method).await?;
    let fresh = sqlx::query(
        "INSERT INTO requests (bureau, school, request_id, method, digest, reply, created)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
    )
    .bind(write.scope.bureau())
    .bind(write.scope.school())
    .bind(request_id)
    .bind(method)
    .bind(&digest)
    .bind(Vec::<u8>::new())
    .bind(moment())
    .execute(write.tx.raw())
    .await
    .map_err(write.tx.refusal())?
    .rows_affected();
    if fresh == 1 {
        write.request_id = Some(request_id.to_owned());
        return Ok(Write::New(write));
    }
    earlier_reply(&mut write, method, request_id, &digest).await.map(Write::Again)
}

async fn earlier_reply<R: Message + Default>(
    write: &mut WriteTx<'_>,
    method: &str,
    request_id: &str,
    digest: &str,
) -> Result<R, Refusal> {
    let row = sqlx::query(
        "SELECT method, digest, reply FROM requests
         WHERE bureau = $1 AND school = $2 AND request_id = $3",
    )
    .bind(write.scope.bureau())
    .bind(write.scope.school())
    .bind(request_id)
    .fetch_one(write.tx.raw())
    .await
    .map_err(write.tx.refusal())?;
    let same =
        column::<String>(&row, "method")? == method && column::<String>(&row, "digest")? == digest;
    if !same {
        return Err(Refusal::field(Reason::RequestIdReused, "request_id"));
    }
    super::decoded(&row, "reply")
}

/// 8-4-4-4-12 hex digits.
fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}
