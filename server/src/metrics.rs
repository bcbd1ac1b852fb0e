//! Figures for operators, as Prometheus text. No label names a school or a person, and every set of
//! labels is bounded.

use crate::reason::{REASONS, Reason};
use kehou_proto::v1::JobState;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

type Seconds = Gauge<f64, AtomicU64>;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Call {
    method: String,
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Why {
    reason: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct State {
    state: &'static str,
}

/// The figures.
pub struct Metrics {
    registry: Registry,
    calls: Family<Call, Counter>,
    call_seconds: Histogram,
    broken: Family<Why, Counter>,
    ended: Family<State, Counter>,
    job_seconds: Histogram,
    waiting: Gauge,
    running: Gauge,
    connections: Gauge,
    commit: Seconds,
    stopped: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let call_bounds = [0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0];
        let job_bounds = [1.0, 5.0, 15.0, 60.0, 300.0, 1200.0, 3600.0];
        let mut metrics = Self {
            registry: Registry::with_prefix("kehou"),
            calls: Family::default(),
            call_seconds: Histogram::new(call_bounds),
            broken: Family::default(),
            ended: Family::default(),
            job_seconds: Histogram::new(job_bounds),
            waiting: Gauge::default(),
            running: Gauge::default(),
            connections: Gauge::default(),
            commit: Seconds::default(),
            stopped: Gauge::default(),
        };
        metrics.register();
        metrics
    }
}

impl Metrics {
    fn register(&mut self) {
        let r = &mut self.registry;
        r.register("calls", "Calls by method and reason (OK: done)", self.calls.clone());
        r.register(
            "call_seconds",
            "Time of calls, streams until they begin",
            self.call_seconds.clone(),
        );
        r.register("job_attempts_broken", "Attempts that broke down", self.broken.clone());
        r.register("jobs_ended", "Jobs that ended", self.ended.clone());
        r.register("job_attempt_seconds", "Time of attempts", self.job_seconds.clone());
        r.register("jobs_waiting", "Jobs that wait", self.waiting.clone());
        r.register("jobs_running", "Jobs that run", self.running.clone());
        r.register("connections", "Open connections", self.connections.clone());
        r.register(
            "store_slowest_commit_seconds",
            "Slowest commit since last asked",
            self.commit.clone(),
        );
        r.register(
            "store_stopped",
            "1: no more writes after an error of the disk",
            self.stopped.clone(),
        );
    }

    /// A call was answered. `method` is one of the schema's.
    pub fn call(&self, method: &str, reason: Option<Reason>, time: Duration) {
        let reason = reason.map_or("OK", |reason| reason.info().word);
        self.calls.get_or_create(&Call { method: method.to_owned(), reason }).inc();
        self.call_seconds.observe(time.as_secs_f64());
    }
    /// An attempt at a job broke down.
    pub fn attempt_broke(&self, reason: Reason) {
        self.broken.get_or_create(&Why { reason: reason.info().word }).inc();
    }
    /// A job ended, or waits again.
    pub fn job_ended(&self, state: JobState) {
        self.ended.get_or_create(&State { state: state.as_str_name() }).inc();
    }
    /// An attempt took that long.
    pub fn job_seconds(&self, time: Duration) {
        self.job_seconds.observe(time.as_secs_f64());
    }
    /// A connection opened or closed.
    pub fn connections(&self, change: i64) {
        self.connections.inc_by(change);
    }
    /// What is asked for when the text is written.
    pub fn snapshot(&self, load: (usize, usize), slowest_commit: f64, stopped: bool) {
        self.waiting.set(load.0 as i64);
        self.running.set(load.1 as i64);
        self.commit.set(slowest_commit);
        self.stopped.set(i64::from(stopped));
    }
    /// The text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
    /// Series there can be at most, for so many methods.
    pub const fn most_series(methods: usize) -> usize {
        (methods + 1) * (REASONS.len() + 1) + REASONS.len() + 7 + 2 * 10 + 5
    }
}
