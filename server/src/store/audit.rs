//! The audit trail: a chain per school, each entry hashed with the one before, so that a changed,
//! inserted or removed entry shows. The database refuses changes by itself too.

use super::{ReadTx, Sight, Store, column, moment, scoped};
use crate::identity::TenantScope;
use crate::refusal::Refusal;
use kehou_proto::v1;
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;

/// What is put on record.
pub(super) struct Entry<'a> {
    /// Who.
    pub subject: &'a str,
    /// What.
    pub method: &'a str,
    /// On what.
    pub resource: &'a str,
}

/// An entry as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Bureau.
    pub bureau: String,
    /// School; empty: the bureau's own trail.
    pub school: String,
    /// From 1.
    pub number: i64,
    /// Milliseconds since 1970.
    pub time: i64,
    /// Who.
    pub subject: String,
    /// What.
    pub method: String,
    /// On what.
    pub resource: String,
    /// Link to the entry before.
    pub hash: String,
}

/// A trail that does not hold together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The first entry that does not fit.
    pub at: Event,
}

impl Event {
    fn read(row: &AnyRow) -> Result<Self, Refusal> {
        Ok(Self {
            bureau: column(row, "bureau")?,
            school: column(row, "school")?,
            number: column(row, "number")?,
            time: column(row, "time")?,
            subject: column(row, "subject")?,
            method: column(row, "method")?,
            resource: column(row, "resource")?,
            hash: column(row, "hash")?,
        })
    }

    /// The hash it must have after the one before.
    fn link(&self, before: &str) -> String {
        let mut hash = Sha256::new();
        let number = self.number.to_string();
        let time = self.time.to_string();
        let parts = [
            before,
            &self.bureau,
            &self.school,
            &number,
            &time,
            &self.subject,
            &self.method,
            &self.resource,
        ];
        for part in parts {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        format!("{:x}", hash.finalize())
    }

    /// As message.
    pub fn message(&self) -> v1::AuditEvent {
        v1::AuditEvent {
            number: self.number,
            time: Some(crate::time::timestamp(self.time)),
            subject: self.subject.clone(),
            method: self.method.clone(),
            resource: self.resource.clone(),
            hash: self.hash.clone(),
        }
    }
}

pub(super) async fn append(
    tx: &mut ReadTx<'_>,
    scope: &TenantScope,
    entry: &Entry<'_>,
) -> Result<(), Refusal> {
    let last = scoped(
        "SELECT number, hash FROM audit WHERE bureau = $1 AND school = $2
         ORDER BY number DESC LIMIT 1",
        scope,
    )
    .fetch_optional(tx.raw())
    .await
    .map_err(tx.refusal())?;
    let (number, before) = match &last {
        Some(row) => (column::<i64>(row, "number")?, column::<String>(row, "hash")?),
        None => (0, String::new()),
    };
    let mut event = Event {
        bureau: scope.bureau().to_owned(),
        school: scope.school().to_owned(),
        number: number + 1,
        time: moment(),
        subject: entry.subject.to_owned(),
        method: entry.method.to_owned(),
        resource: entry.resource.to_owned(),
        hash: String::new(),
    };
    event.hash = event.link(&before);
    insert(tx, &event).await
}

async fn insert(tx: &mut ReadTx<'_>, event: &Event) -> Result<(), Refusal> {
    sqlx::query(
        "INSERT INTO audit (bureau, school, number, time, subject, method, resource, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&event.bureau)
    .bind(&event.school)
    .bind(event.number)
    .bind(event.time)
    .bind(&event.subject)
    .bind(&event.method)
    .bind(&event.resource)
    .bind(&event.hash)
    .execute(tx.raw())
    .await
    .map_err(tx.refusal())?;
    Ok(())
}

impl ReadTx<'_> {
    /// Entries of a school's trail after a number, oldest first.
    pub async fn audit_after(
        &mut self,
        scope: &TenantScope,
        school: &str,
        after: i64,
        most: i64,
    ) -> Result<Vec<Event>, Refusal> {
        let rows = sqlx::query(
            "SELECT bureau, school, number, time, subject, method, resource, hash FROM audit
             WHERE bureau = $1 AND school = $2 AND number > $3 ORDER BY number LIMIT $4",
        )
        .bind(scope.bureau())
        .bind(school)
        .bind(after)
        .bind(most)
        .fetch_all(self.raw())
        .await
        .map_err(self.refusal())?;
        rows.iter().map(Event::read).collect()
    }
}

impl Store {
    /// Follows every trail link by link. The heads of trails that hold together, and the first
    /// entry of each that does not fit.
    pub async fn verify_audit(&self) -> Result<(Vec<Event>, Vec<Broken>), Refusal> {
        let mut tx = self.begin(Sight::Server, false).await?;
        let rows = sqlx::query(
            "SELECT bureau, school, number, time, subject, method, resource, hash FROM audit
             ORDER BY bureau, school, number",
        );
        let rows = rows.fetch_all(tx.raw()).await.map_err(tx.refusal())?;
        let events: Result<Vec<Event>, Refusal> = rows.iter().map(Event::read).collect();
        Ok(verify(&events?))
    }
}

fn verify(events: &[Event]) -> (Vec<Event>, Vec<Broken>) {
    let (mut heads, mut broken) = (Vec::new(), Vec::new());
    let same = |a: &Event, b: &Event| (&a.bureau, &a.school) == (&b.bureau, &b.school);
    for trail in events.chunk_by(same) {
        let mut before = String::new();
        let misfit = trail.iter().zip(1..).find(|(event, number)| {
            let fits = event.number == *number && event.hash == event.link(&before);
            before.clone_from(&event.hash);
            !fits
        });
        match misfit {
            Some((event, _)) => broken.push(Broken { at: event.clone() }),
            None => heads.extend(trail.last().cloned()),
        }
    }
    (heads, broken)
}

#[cfg(test)]
mod tests {
    use super::{Event, verify};

    fn trail(length: i64) -> Vec<Event> {
        let mut before = String::new();
        let event = |number| {
            let mut event = Event {
                bureau: "b".into(),
                school: "s".into(),
                number,
                time: 1000 + number,
                subject: "li.lei".into(),
                method: "CreateJob".into(),
                resource: format!("schools/s/jobs/{number}"),
                hash: String::new(),
            };
            event.hash = event.link(&before);
            before.clone_from(&event.hash);
            event
        };
        (1..=length).map(event).collect()
    }

    #[test]
    fn any_change_shows_where_it_is() {
        assert_eq!(verify(&trail(5)).0.len(), 1);
        for at in 0..5 {
            let mut changed = trail(5);
            changed[at].resource.push('x');
            assert_eq!(verify(&changed).1[0].at.number, at as i64 + 1);
            let mut removed = trail(6);
            removed.remove(at);
            assert_eq!(verify(&removed).1[0].at.number, at as i64 + 2);
        }
    }
}
