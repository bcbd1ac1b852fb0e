//! Backup and restore: every row of one moment in one file that both databases can read back, with
//! a SHA-256 over all of it at the end.
//!
//! The file: a line of text, then rows, each as length and message, then length 0 and the digest.

use super::{Backend, ReadTx, Sight, Store};
use prost::Message;
use sha2::{Digest, Sha256};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use thiserror::Error;

const HEAD: &[u8] = b"kehou backup 1\n";
/// Longest row read back.
const LONGEST: u64 = 1 << 30;
/// Rows read at a time.
const STEP: i64 = 200;

/// Kinds of columns: text, number, bytes.
type Columns = &'static [(&'static str, char)];

/// Every table with its columns, and those that order it. What came later stands at the end, so
/// that older backups can be read.
const TABLES: [(&str, &str, Columns); 11] = [
    ("settings", "key", &[("key", 't'), ("value", 'b')]),
    (
        "requests",
        "bureau, school, request_id",
        &[
            ("bureau", 't'),
            ("school", 't'),
            ("request_id", 't'),
            ("method", 't'),
            ("digest", 't'),
            ("reply", 'b'),
            ("created", 'n'),
        ],
    ),
    (
        "uploads",
        "bureau, school, upload, start",
        &[
            ("bureau", 't'),
            ("school", 't'),
            ("upload", 't'),
            ("start", 'n'),
            ("finish", 'n'),
            ("created", 'n'),
            ("data", 'b'),
        ],
    ),
    (
        "datasets",
        "seq",
        &[
            ("bureau", 't'),
            ("school", 't'),
            ("id", 't'),
            ("term", 't'),
            ("last_day", 't'),
            ("errors", 'n'),
            ("created", 'n'),
            ("message", 'b'),
            ("faults", 'b'),
            ("content", 'b'),
        ],
    ),
    (
        "jobs",
        "seq",
        &[
            ("bureau", 't'),
            ("school", 't'),
            ("id", 't'),
            ("term", 't'),
            ("dataset", 't'),
            ("state", 'n'),
            ("priority", 'n'),
            ("epoch", 'n'),
            ("version", 'n'),
            ("created", 'n'),
            ("message", 'b'),
            ("balance", 'b'),
        ],
    ),
    (
        "plans",
        "seq",
        &[
            ("bureau", 't'),
            ("school", 't'),
            ("id", 't'),
            ("term", 't'),
            ("version", 'n'),
            ("created", 'n'),
            ("message", 'b'),
        ],
    ),
    (
        "revisions",
        "seq",
        &[
            ("bureau", 't'),
            ("school", 't'),
            ("plan", 't'),
            ("number", 'n'),
            ("term", 't'),
            ("dataset", 't'),
            ("job", 't'),
            ("created", 'n'),
            ("message", 'b'),
            ("body", 'b'),
        ],
    ),
    (
        "summaries",
        "seq",
        &[
            ("bureau", 't'),
            ("school", 't'),
            ("term", 't'),
            ("plan", 't'),
            ("created", 'n'),
            ("message", 'b'),
        ],
    ),
    (
        "audit",
        "bureau, school, number",
        &[
            ("bureau", 't'),
            ("school", 't'),
            ("number", 'n'),
            ("time", 'n'),
            ("subject", 't'),
            ("method", 't'),
            ("resource", 't'),
            ("hash", 't'),
        ],
    ),
    (
        "balance_summaries",
        "seq",
        &[("bureau", 't'), ("school", 't'), ("run", 't'), ("term", 't'), ("message", 'b')],
    ),
    (
        "loans",
        "seq",
        &[
            ("bureau", 't'),
            ("id", 't'),
            ("lender", 't'),
            ("borrower", 't'),
            ("term", 't'),
            ("state", 'n'),
            ("version", 'n'),
            ("created", 'n'),
            ("message", 'b'),
        ],
    ),
];

/// Why a backup was not made or is not believed.
#[derive(Debug, Error)]
pub enum BackupFault {
    /// The file cannot be read or written.
    #[error("the backup cannot be read or written: {0}")]
    Io(#[from] io::Error),
    /// The database refused.
    #[error("the store refused: {0}")]
    Store(#[from] sqlx::Error),
    /// The store could not be looked at.
    #[error("the store cannot answer")]
    Busy,
    /// The file is no backup, or is not whole, or was changed.
    #[error("the file is no whole backup, or was changed: {0}")]
    Damaged(&'static str),
    /// The store to restore into holds something.
    #[error("the store is not empty; restore into a new one")]
    NotEmpty,
}

/// What a backup holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Tables with their rows.
    pub rows: Vec<(String, u64)>,
    /// SHA-256, hex.
    pub digest: String,
}

#[derive(Clone, PartialEq, Message)]
struct Entry {
    #[prost(uint32, tag = "1")]
    table: u32,
    #[prost(message, repeated, tag = "2")]
    values: Vec<Value>,
}

#[derive(Clone, PartialEq, Message)]
struct Value {
    #[prost(string, tag = "1")]
    text: String,
    #[prost(int64, tag = "2")]
    number: i64,
    #[prost(bytes = "vec", tag = "3")]
    bytes: Vec<u8>,
}

impl Store {
    /// Writes every row of this moment to a new file; the server may go on meanwhile.
    pub async fn backup(&self, file: &Path) -> Result<Manifest, BackupFault> {
        let mut tx = self.snapshot().await?;
        let opened = File::options().write(true).create_new(true).open(file)?;
        let mut out = Hashed { inner: BufWriter::new(opened), hash: Sha256::new() };
        out.write_all(HEAD)?;
        let mut rows = Vec::new();
        for (at, (table, order, columns)) in TABLES.into_iter().enumerate() {
            let names: Vec<&str> = columns.iter().map(|column| column.0).collect();
            let list = names.join(", ");
            let text = format!("SELECT {list} FROM {table} ORDER BY {order} LIMIT $1 OFFSET $2");
            let mut count = 0;
            loop {
                let query = sqlx::query(AssertSqlSafe(text.clone())).bind(STEP).bind(count);
                let some = query.fetch_all(tx.raw()).await?;
                for row in &some {
                    write_entry(&mut out, &entry(at as u32, row, columns)?)?;
                }
                count += some.len() as i64;
                if (some.len() as i64) < STEP {
                    break;
                }
            }
            rows.push((table.to_owned(), count as u64));
        }
        out.write_all(&0_u64.to_be_bytes())?;
        let digest = out.hash.finalize();
        out.inner.write_all(&digest)?;
        out.inner.flush()?;
        out.inner.get_ref().sync_all()?;
        Ok(Manifest { rows, digest: format!("{digest:x}") })
    }

    /// One moment of everything.
    async fn snapshot(&self) -> Result<ReadTx<'_>, BackupFault> {
        if self.backend == Backend::Sqlite {
            return self.begin(Sight::Server, false).await.map_err(|_| BackupFault::Busy);
        }
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
        Ok(ReadTx::begin(self, begin, (Sight::Server, false), None).await?)
    }

    /// Reads a backup that was verified back into a store that holds nothing yet.
    pub async fn restore(&self, file: &Path) -> Result<Manifest, BackupFault> {
        let manifest = verify_backup(file)?;
        let mut tx = self.begin(Sight::Server, true).await.map_err(|_| BackupFault::Busy)?;
        let row = sqlx::query("SELECT CAST(count(*) AS BIGINT) AS rows FROM audit");
        if row.fetch_one(tx.raw()).await?.try_get::<i64, _>("rows")? > 0 {
            return Err(BackupFault::NotEmpty);
        }
        sqlx::query("DELETE FROM settings").execute(tx.raw()).await?;
        let mut entries = Entries::open(file)?;
        while let Some(entry) = entries.next_entry()? {
            let (table, _, columns) = table(&entry)?;
            let columns = &columns[..entry.values.len()];
            let names: Vec<&str> = columns.iter().map(|column| column.0).collect();
            let marks: Vec<String> = (1..=columns.len()).map(|at| format!("${at}")).collect();
            let text =
                format!("INSERT INTO {table} ({}) VALUES ({})", names.join(", "), marks.join(", "));
            let mut query = sqlx::query(AssertSqlSafe(text));
            for (value, (_, kind)) in entry.values.into_iter().zip(columns) {
                query = match kind {
                    't' => query.bind(value.text),
                    'n' => query.bind(value.number),
                    _ => query.bind(value.bytes),
                };
            }
            query.execute(tx.raw()).await?;
        }
        tx.commit().await.map_err(|_| BackupFault::Busy)?;
        Ok(manifest)
    }
}

fn entry(table: u32, row: &AnyRow, columns: Columns) -> Result<Entry, sqlx::Error> {
    let value = |(name, kind): &(&'static str, char)| {
        Ok(match kind {
            't' => Value { text: row.try_get(*name)?, ..Value::default() },
            'n' => Value { number: row.try_get(*name)?, ..Value::default() },
            _ => Value { bytes: row.try_get(*name)?, ..Value::default() },
        })
    };
    let values: Result<Vec<Value>, sqlx::Error> = columns.iter().map(value).collect();
    Ok(Entry { table, values: values? })
}

fn table(entry: &Entry) -> Result<(&'static str, &'static str, Columns), BackupFault> {
    let damaged = BackupFault::Damaged("a row of no table");
    let found = TABLES.get(entry.table as usize).copied().ok_or(damaged)?;
    if (1..=found.2.len()).contains(&entry.values.len()) {
        return Ok(found);
    }
    Err(BackupFault::Damaged("a row of another shape"))
}

/// Reads a backup from its first byte to its last and compares its digest.
pub fn verify_backup(file: &Path) -> Result<Manifest, BackupFault> {
    let mut entries = Entries::open(file)?;
    let mut rows: Vec<(String, u64)> = TABLES.iter().map(|t| (t.0.to_owned(), 0)).collect();
    while let Some(entry) = entries.next_entry()? {
        table(&entry)?;
        rows[entry.table as usize].1 += 1;
    }
    let found = entries.input.hash.finalize();
    let mut said = [0; 32];
    entries.input.inner.read_exact(&mut said).map_err(|_| BackupFault::Damaged("no digest"))?;
    if found.as_slice() != said {
        return Err(BackupFault::Damaged("the digest differs"));
    }
    if entries.input.inner.read(&mut [0])? != 0 {
        return Err(BackupFault::Damaged("something follows the digest"));
    }
    Ok(Manifest { rows, digest: format!("{found:x}") })
}

/// Hashes what passes through.
struct Hashed<T> {
    inner: T,
    hash: Sha256,
}

impl<W: Write> Hashed<W> {
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.inner.write_all(bytes)
    }
}

impl<R: Read> Hashed<R> {
    fn read_exact(&mut self, bytes: &mut [u8]) -> Result<(), BackupFault> {
        self.inner.read_exact(bytes).map_err(|_| BackupFault::Damaged("it ends early"))?;
        self.hash.update(bytes);
        Ok(())
    }
}

fn write_entry(out: &mut Hashed<impl Write>, entry: &Entry) -> io::Result<()> {
    let bytes = entry.encode_to_vec();
    out.write_all(&(bytes.len() as u64).to_be_bytes())?;
    out.write_all(&bytes)
}

struct Entries {
    input: Hashed<BufReader<File>>,
}

impl Entries {
    fn open(file: &Path) -> Result<Self, BackupFault> {
        let mut input = Hashed { inner: BufReader::new(File::open(file)?), hash: Sha256::new() };
        let mut head = [0; HEAD.len()];
        input.read_exact(&mut head)?;
        if head != HEAD {
            return Err(BackupFault::Damaged("it does not begin as one"));
        }
        Ok(Self { input })
    }

    fn next_entry(&mut self) -> Result<Option<Entry>, BackupFault> {
        let mut length = [0; 8];
        self.input.read_exact(&mut length)?;
        let length = u64::from_be_bytes(length);
        if length == 0 {
            return Ok(None);
        }
        if length > LONGEST {
            return Err(BackupFault::Damaged("a row is too long"));
        }
        let mut bytes = vec![0; length as usize];
        self.input.read_exact(&mut bytes)?;
        let entry = Entry::decode(bytes.as_slice());
        entry.map(Some).map_err(|_| BackupFault::Damaged("a row cannot be read"))
    }
}
