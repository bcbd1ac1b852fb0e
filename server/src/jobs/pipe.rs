//! What server and worker process say to each other: messages with their length before them.

use kehou_proto::v1;
use prost::Message;
use std::io::{self, Read, Write};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Longest message.
const LONGEST: u32 = 1 << 29;

/// To the worker.
#[derive(Clone, PartialEq, Message)]
pub struct Order {
    /// What to plan; unset: stop with the best plan so far.
    #[prost(message, optional, tag = "1")]
    pub task: Option<Task>,
}

/// What to plan.
#[derive(Clone, PartialEq, Message)]
pub struct Task {
    /// A bureau in binary form, valid.
    #[prost(bytes = "vec", tag = "1")]
    pub content: Vec<u8>,
    /// Milliseconds of search.
    #[prost(int64, tag = "2")]
    pub time_ms: i64,
    /// Gap that suffices.
    #[prost(double, tag = "3")]
    pub gap: f64,
    /// Work allowed; 0: no limit.
    #[prost(uint64, tag = "4")]
    pub work: u64,
    /// Seed.
    #[prost(uint64, tag = "5")]
    pub seed: u64,
    /// Threads.
    #[prost(int32, tag = "6")]
    pub threads: i32,
    /// Most bytes of memory; 0: no limit.
    #[prost(uint64, tag = "7")]
    pub memory: u64,
    /// Whether loans between schools are free, and what each brings is to be found out.
    #[prost(bool, tag = "8")]
    pub loans: bool,
}

/// From the worker: signs of life, then a result.
#[derive(Clone, PartialEq, Message)]
pub struct Report {
    /// What is known so far.
    #[prost(message, optional, tag = "1")]
    pub progress: Option<v1::JobProgress>,
    /// The end.
    #[prost(message, optional, tag = "2")]
    pub result: Option<Answer>,
}

/// What a worker found. Nothing of it is believed before it is checked.
#[derive(Clone, PartialEq, Message)]
pub struct Answer {
    /// The engine's claim.
    #[prost(message, optional, tag = "1")]
    pub outcome: Option<v1::Outcome>,
    /// The plan; unset: none.
    #[prost(message, optional, tag = "2")]
    pub plan: Option<v1::Plan>,
    /// What loans of the plan bring, as far as it is known.
    #[prost(message, repeated, tag = "3")]
    pub effects: Vec<StaffEffects>,
}

/// What all loans of a teacher bring.
#[derive(Clone, PartialEq, Message)]
pub struct StaffEffects {
    /// The teacher.
    #[prost(string, tag = "1")]
    pub staff: String,
    /// School by school.
    #[prost(message, repeated, tag = "2")]
    pub effects: Vec<v1::LoanEffect>,
}

fn too_long() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "message too long")
}

fn framed(message: &impl Message) -> io::Result<Vec<u8>> {
    let body = message.encode_to_vec();
    let length = u32::try_from(body.len()).ok().filter(|&length| length <= LONGEST);
    let mut frame = length.ok_or_else(too_long)?.to_be_bytes().to_vec();
    frame.extend(body);
    Ok(frame)
}

fn length_of(head: [u8; 4]) -> io::Result<usize> {
    let length = u32::from_be_bytes(head);
    if length > LONGEST { Err(too_long()) } else { Ok(length as usize) }
}

fn decoded<M: Message + Default>(body: &[u8]) -> io::Result<M> {
    M::decode(body).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}

/// Sends a message.
pub fn write(out: &mut impl Write, message: &impl Message) -> io::Result<()> {
    out.write_all(&framed(message)?)?;
    out.flush()
}

/// Receives a message.
pub fn read<M: Message + Default>(input: &mut impl Read) -> io::Result<M> {
    let mut head = [0; 4];
    input.read_exact(&mut head)?;
    let mut body = vec![0; length_of(head)?];
    input.read_exact(&mut body)?;
    decoded(&body)
}

/// Sends a message.
pub async fn send(out: &mut (impl AsyncWrite + Unpin), message: &impl Message) -> io::Result<()> {
    out.write_all(&framed(message)?).await?;
    out.flush().await
}

/// Receives a message. Dropped half-way, what was read is lost.
pub async fn receive<M: Message + Default>(input: &mut (impl AsyncRead + Unpin)) -> io::Result<M> {
    let mut head = [0; 4];
    input.read_exact(&mut head).await?;
    let mut body = vec![0; length_of(head)?];
    input.read_exact(&mut body).await?;
    decoded(&body)
}
