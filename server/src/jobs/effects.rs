//! What each loan of a worker's plan brings: measured within the time that is left.

use super::pipe::{StaffEffects, Task};
use kehou_domain::balance::{LoanWorth, Worth};
use kehou_domain::draft::Bureau;
use kehou_domain::outcome::Limit;
use kehou_domain::plan::Plan;
use kehou_explain::balance::{Effort, loans};
use kehou_proto::v1::{LoanEffect, Move};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Work of each search where the run has no limit: there may be hundreds of loans.
const WORK: u64 = 100;
/// Time between two looks whether it was told to stop.
const LOOK: Duration = Duration::from_millis(20);

/// What the loans bring. Told to stop, it does not wait for a measurement: nothing is known then.
pub fn effects(
    (bureau, plan): (Bureau, Plan),
    task: &Task,
    until: Instant,
    stopped: &Arc<AtomicBool>,
) -> Vec<StaffEffects> {
    let work = if task.work > 0 { task.work } else { WORK };
    let effort =
        Effort { work: Some(work), seed: task.seed, threads: task.threads.max(1) as usize };
    let (sender, receiver) = channel();
    let flag = Arc::clone(stopped);
    thread::spawn(move || {
        let stop = || {
            let is_over = flag.load(Ordering::Acquire) || Instant::now() >= until;
            is_over.then_some(Limit::Time)
        };
        // Whoever was told to stop does not listen any more.
        let _ = sender.send(loans(&bureau, &plan, effort, &stop));
    });
    loop {
        match receiver.recv_timeout(LOOK) {
            Ok(found) => return found.into_iter().filter_map(as_message).collect(),
            Err(RecvTimeoutError::Timeout) if !stopped.load(Ordering::Acquire) => {}
            Err(_) => return Vec::new(),
        }
    }
}

fn as_message(worth: LoanWorth) -> Option<StaffEffects> {
    let effects = worth.worth?.into_iter().map(|(school, worth)| effect(school, worth)).collect();
    Some(StaffEffects { staff: worth.staff, effects })
}

fn effect(school: String, Worth { without, with }: Worth) -> LoanEffect {
    let shortfall = Some(Move { before: without.shortfall, after: with.shortfall });
    let quality = Some(Move { before: without.quality, after: with.quality });
    LoanEffect { school, shortfall, quality }
}
