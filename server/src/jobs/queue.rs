//! Who is next: schools share the machine fairly, and within a school priority decides, then age.
//!
//! Fair queueing by start times (Goyal, Vin, Cheng 1996) over seconds of work: a school's tag grows
//! by the work it was given, the school with the smallest tag is next, and a school that comes back
//! begins at the tag of whoever is being served, so that waiting earns no credit.

use crate::identity::TenantScope;
use crate::store::{JobKey, Queued};
use std::collections::BTreeMap;

/// Jobs that wait.
#[derive(Debug, Default)]
pub struct Queue {
    schools: BTreeMap<TenantScope, School>,
    /// Tag of the school served last.
    now: u64,
    arrivals: u64,
}

#[derive(Debug, Default)]
struct School {
    tag: u64,
    /// By descending priority, then arrival.
    waiting: BTreeMap<(i64, u64), (JobKey, u64)>,
}

impl Queue {
    /// A job waits.
    pub fn push(&mut self, queued: Queued) {
        self.arrivals += 1;
        let school = self.schools.entry(queued.key.scope.clone()).or_default();
        if school.waiting.is_empty() {
            school.tag = school.tag.max(self.now);
        }
        school.waiting.insert((-queued.priority, self.arrivals), (queued.key, queued.seconds));
    }

    /// The next job; its school is charged the work it asks for.
    pub fn pop(&mut self) -> Option<JobKey> {
        let waiting = self.schools.values_mut().filter(|school| !school.waiting.is_empty());
        let first = |school: &School| school.waiting.keys().next().map_or(0, |key| key.1);
        let school = waiting.min_by_key(|school| (school.tag, first(school)))?;
        let (_, (key, charge)) = school.waiting.pop_first()?;
        self.now = school.tag;
        school.tag += charge;
        self.forget_idle();
        Some(key)
    }

    /// A job is no longer to be run.
    pub fn remove(&mut self, key: &JobKey) {
        if let Some(school) = self.schools.get_mut(&key.scope) {
            school.waiting.retain(|_, waiting| waiting.0 != *key);
        }
    }

    /// Jobs that wait.
    pub fn len(&self) -> usize {
        self.schools.values().map(|school| school.waiting.len()).sum()
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.schools.values().all(|school| school.waiting.is_empty())
    }

    /// A school with nothing waiting and no lead over the others needs no memory.
    fn forget_idle(&mut self) {
        let now = self.now;
        self.schools.retain(|_, school| !school.waiting.is_empty() || school.tag > now);
    }
}

#[cfg(test)]
mod tests {
    use super::Queue;
    use crate::identity::TenantScope;
    use crate::store::{JobKey, Queued};

    fn job(school: &str, id: usize, priority: i64) -> Queued {
        let scope = TenantScope::of_row("b".into(), school.into());
        Queued { key: JobKey { scope, id: id.to_string() }, priority, seconds: 60 }
    }

    fn drain(queue: &mut Queue) -> Vec<String> {
        std::iter::from_fn(|| queue.pop())
            .map(|key| format!("{}{}", key.scope.school(), key.id))
            .collect()
    }

    #[test]
    fn a_school_with_many_jobs_does_not_hold_up_the_others() {
        let mut queue = Queue::default();
        (0..5).for_each(|id| queue.push(job("a", id, 2)));
        queue.push(job("b", 0, 2));
        queue.push(job("c", 0, 2));
        assert_eq!(drain(&mut queue), ["a0", "b0", "c0", "a1", "a2", "a3", "a4"]);
        assert!(queue.is_empty());
    }

    #[test]
    fn priority_counts_within_the_school_only() {
        let mut queue = Queue::default();
        queue.push(job("a", 0, 1));
        queue.push(job("b", 0, 1));
        queue.push(job("b", 1, 3));
        assert_eq!(drain(&mut queue), ["a0", "b1", "b0"]);
    }

    #[test]
    fn long_jobs_cost_a_school_more_turns() {
        let mut queue = Queue::default();
        (0..4).for_each(|id| queue.push(Queued { seconds: 300, ..job("a", id, 2) }));
        (0..4).for_each(|id| queue.push(job("b", id, 2)));
        assert_eq!(queue.pop().unwrap().scope.school(), "a");
        let next: Vec<String> = drain(&mut queue);
        assert_eq!(next[..4], ["b0", "b1", "b2", "b3"]);
    }

    #[test]
    fn idle_time_earns_no_credit() {
        let mut queue = Queue::default();
        (0..6).for_each(|id| queue.push(job("a", id, 2)));
        (0..3).for_each(|_| assert!(queue.pop().is_some()));
        (0..3).for_each(|id| queue.push(job("b", id, 2)));
        assert_eq!(drain(&mut queue), ["b0", "a3", "b1", "a4", "b2", "a5"]);
    }

    #[test]
    fn a_job_taken_out_is_not_run() {
        let mut queue = Queue::default();
        (0..3).for_each(|id| queue.push(job("a", id, 2)));
        queue.remove(&job("a", 1, 2).key);
        assert_eq!(drain(&mut queue), ["a0", "a2"]);
        assert_eq!(queue.len(), 0);
    }
}
