//! The operator's port, on loopback only: figures for Prometheus, and whether the server lives and
//! is ready.

use crate::jobs::runner::Runner;
use crate::metrics::Metrics;
use crate::store::Store;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use std::sync::Arc;
use tokio::net::TcpListener;

/// What the port tells about.
#[derive(Clone)]
pub struct Admin {
    /// The store.
    pub store: Arc<Store>,
    /// The jobs.
    pub runner: Arc<Runner>,
    /// The figures.
    pub metrics: Arc<Metrics>,
}

/// Serves the port.
pub async fn serve(listener: TcpListener, admin: Admin) -> std::io::Result<()> {
    let router = Router::new()
        .route("/metrics", get(metrics))
        .route("/livez", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .with_state(admin);
    axum::serve(listener, router).await
}

async fn metrics(State(admin): State<Admin>) -> String {
    let Admin { store, runner, metrics } = admin;
    metrics.snapshot(runner.load(), store.slowest_commit(), store.is_stopped());
    metrics.text()
}

async fn ready(State(admin): State<Admin>) -> (StatusCode, &'static str) {
    if admin.runner.is_draining() {
        return (StatusCode::SERVICE_UNAVAILABLE, "about to stop\n");
    }
    if !admin.store.is_writable().await {
        return (StatusCode::SERVICE_UNAVAILABLE, "the store takes no writes\n");
    }
    (StatusCode::OK, "ready\n")
}
