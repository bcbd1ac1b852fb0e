//! One attempt at a job: a worker process, watched. It may die, fall silent, run over its time or
//! be told to stop; whatever happens, it is gone when this returns.

use super::pipe::{self, Answer, Order, Report, Task};
use crate::config::Jobs;
use crate::reason::Reason;
use kehou_proto::v1::JobProgress;
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, timeout_at};

/// What a running attempt is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Go on.
    Go,
    /// The user wants no more: hand over the best plan so far.
    Cancel,
    /// The server is about to end: drop everything.
    Abandon,
}

/// How an attempt ended.
#[derive(Debug)]
pub enum End {
    /// With an answer.
    Answer(Box<Answer>),
    /// It broke down.
    Broke(Reason),
    /// It was told to stop, and did not hand anything over in time.
    Stopped,
    /// It was dropped.
    Abandoned,
}

/// How long the process may take for what.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Without a sign of life.
    pub silence: Duration,
    /// In all.
    pub whole: Duration,
    /// After it was told to stop.
    pub cancel: Duration,
}

impl Patience {
    /// For a search of that length.
    pub fn new(jobs: &Jobs, search: Duration) -> Self {
        Self {
            silence: Duration::from_secs(jobs.silence_seconds),
            whole: search + Duration::from_secs(jobs.grace_seconds),
            cancel: Duration::from_millis(jobs.cancel_ms),
        }
    }
}

/// Runs a worker on a task.
pub async fn run(
    program: &Path,
    wrapper: &[String],
    task: Task,
    patience: Patience,
    word: watch::Receiver<Word>,
    progress: mpsc::Sender<JobProgress>,
) -> End {
    let Ok(mut child) = spawn(program, wrapper, task.seed) else {
        return End::Broke(Reason::WorkerDied);
    };
    let end = match (child.stdin.take(), child.stdout.take()) {
        (Some(input), Some(output)) => {
            let mut dialogue =
                Talk { input, word, deadline: Instant::now() + patience.whole, patience };
            dialogue.until_end(task, output, progress).await
        }
        _ => End::Broke(Reason::WorkerDied),
    };
    // Gone before anything else is done with its result.
    let _ = child.kill().await;
    end
}

fn spawn(program: &Path, wrapper: &[String], seed: u64) -> io::Result<Child> {
    let (first, others) = match wrapper.split_first() {
        Some((first, others)) => (Path::new(first), others),
        None => (program, [].as_slice()),
    };
    let mut command = Command::new(first);
    command.args(others);
    if !wrapper.is_empty() {
        command.arg(program);
    }
    command.arg("worker").arg("--seed").arg(seed.to_string());
    command.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command.kill_on_drop(true).process_group(0).spawn()
}

struct Talk {
    input: ChildStdin,
    word: watch::Receiver<Word>,
    deadline: Instant,
    patience: Patience,
}

impl Talk {
    async fn until_end(
        &mut self,
        task: Task,
        output: ChildStdout,
        progress: mpsc::Sender<JobProgress>,
    ) -> End {
        let order = Order { task: Some(task) };
        let mut reports = listen(output);
        let sent = timeout_at(self.deadline, pipe::send(&mut self.input, &order)).await;
        if !matches!(sent, Ok(Ok(()))) {
            return End::Broke(Reason::WorkerDied);
        }
        loop {
            let silent = Instant::now() + self.patience.silence;
            tokio::select! {
                report = timeout_at(silent.min(self.deadline), reports.recv()) => match report {
                    Ok(Some(Report { result: Some(answer), .. })) => {
                        return End::Answer(Box::new(answer));
                    }
                    Ok(Some(Report { progress: Some(said), .. })) => {
                        // Who is told may be slow; the next report says the same and more.
                        let _ = progress.try_send(said);
                    }
                    Ok(Some(_)) => {}
                    Ok(None) => return self.gone(Reason::WorkerDied),
                    Err(_) if Instant::now() >= self.deadline => {
                        return self.gone(Reason::WorkerOverTime);
                    }
                    Err(_) => return self.gone(Reason::WorkerSilent),
                },
                changed = self.word.changed() => {
                    let word = *self.word.borrow_and_update();
                    if changed.is_err() || word == Word::Abandon {
                        return End::Abandoned;
                    }
                    if word == Word::Cancel {
                        self.deadline = self.deadline.min(Instant::now() + self.patience.cancel);
                        let stop = Order { task: None };
                        let _ = timeout_at(self.deadline, pipe::send(&mut self.input, &stop)).await;
                    }
                }
            }
        }
    }

    fn gone(&self, reason: Reason) -> End {
        match *self.word.borrow() {
            Word::Cancel => End::Stopped,
            Word::Abandon => End::Abandoned,
            Word::Go => End::Broke(reason),
        }
    }
}

/// Reports as they come; the end of the channel is the end of the process.
fn listen(mut output: ChildStdout) -> mpsc::Receiver<Report> {
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(async move {
        while let Ok(report) = pipe::receive::<Report>(&mut output).await {
            if sender.send(report).await.is_err() {
                break;
            }
        }
    });
    receiver
}
