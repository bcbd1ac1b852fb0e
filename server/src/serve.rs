//! Puts the server together, runs it, and brings it to a good end.

use crate::admin::{self, Admin};
use crate::calls::{Calls, Most};
use crate::config::Config;
use crate::gate::{Gate, GateLayer};
use crate::identity::Identity;
use crate::jobs::runner::Runner;
use crate::keys::Keys;
use crate::listener;
use crate::metrics::Metrics;
use crate::role;
use crate::store::{Keep, Store};
use anyhow::{Context as _, Result};
use futures_util::stream;
use kehou_proto::FILE_DESCRIPTOR_SET;
use kehou_proto::google::longrunning::operations_server::OperationsServer;
use kehou_proto::v1::balance_service_server::BalanceServiceServer;
use kehou_proto::v1::dataset_service_server::DatasetServiceServer;
use kehou_proto::v1::job_service_server::JobServiceServer;
use kehou_proto::v1::plan_service_server::PlanServiceServer;
use kehou_proto::v1::record_service_server::RecordServiceServer;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tonic::codec::CompressionEncoding::Gzip;
use tonic::service::Routes;
use tonic::transport::Server;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;
use tonic_web::GrpcWebLayer;

/// Largest reply.
const LARGEST_REPLY: usize = 64 << 20;
/// Largest header list.
const LARGEST_HEADERS: u32 = 16 << 10;
/// Time between two looks at what is to be erased.
const RETAIN_EVERY: Duration = Duration::from_hours(1);
/// Time open calls get when the server stops.
const LAST_CALLS: Duration = Duration::from_secs(3);

/// A server that runs.
pub struct Running {
    /// Where it serves.
    pub address: SocketAddr,
    /// Where the operator's port is.
    pub admin: SocketAddr,
    runner: Arc<Runner>,
    store: Arc<Store>,
    health: HealthReporter,
    stop: oneshot::Sender<()>,
    served: JoinHandle<Result<(), tonic::transport::Error>>,
    helpers: Vec<JoinHandle<()>>,
}

/// Starts the server; `program` is run as worker.
pub async fn start(config: &Config, program: PathBuf) -> Result<Running> {
    let permissions = role::permissions()?;
    let metrics = Arc::new(Metrics::default());
    let gate = Arc::new(gate(config, permissions, &metrics)?);
    let tls = listener::acceptor(&config.tls)?;
    let store = Arc::new(Store::open(&config.store.url, config.store.connections).await?);
    let recovered = Runner::new(Arc::clone(&store), config, Arc::clone(&metrics), program).await;
    let runner = recovered.map_err(|refusal| anyhow::anyhow!(refusal.reason.info().en))?;
    let runner = Arc::new(runner);
    let listening = listener::bind(config.server.listen).await?;
    let address = listening.local_addr()?;
    let connections = listener::accept(listening, tls, &config.limits, Arc::clone(&metrics));
    let (health, health_service) = tonic_health::server::health_reporter();
    health.set_service_status("", ServingStatus::Serving).await;
    let calls = Calls::new(Arc::clone(&store), Arc::clone(&runner), most(config));
    let mut routes = routes(config, calls).add_service(health_service);
    if config.server.reflection {
        routes = reflected(routes)?;
    }
    let (stop, stopped) = oneshot::channel();
    let serving = Server::builder()
        .accept_http1(true)
        .max_concurrent_streams(config.limits.streams)
        .http2_keepalive_interval(Some(Duration::from_mins(1)))
        .http2_max_header_list_size(LARGEST_HEADERS)
        .http2_max_pending_accept_reset_streams(Some(64))
        .layer(GrpcWebLayer::new())
        .layer(GateLayer(gate))
        .add_routes(routes)
        .serve_with_incoming_shutdown(incoming(connections), async {
            let _ = stopped.await;
        });
    let served = tokio::spawn(serving);
    let admin_listener = listener::bind(config.server.admin).await?;
    let admin_address = admin_listener.local_addr()?;
    let admin = Admin { store: Arc::clone(&store), runner: Arc::clone(&runner), metrics };
    let helpers = vec![
        tokio::spawn(Arc::clone(&runner).run()),
        tokio::spawn(retain(Arc::clone(&store), keep(config))),
        tokio::spawn({
            let store = Arc::clone(&store);
            async move { store.tidy_log().await }
        }),
        tokio::spawn(async move {
            let _ = admin::serve(admin_listener, admin).await;
        }),
    ];
    Ok(Running { address, admin: admin_address, runner, store, health, stop, served, helpers })
}

fn incoming(
    connections: tokio::sync::mpsc::Receiver<std::io::Result<listener::Connection>>,
) -> impl futures_util::Stream<Item = std::io::Result<listener::Connection>> {
    stream::unfold(connections, async |mut connections| {
        connections.recv().await.map(|connection| (connection, connections))
    })
}

fn gate(config: &Config, permissions: role::Permissions, metrics: &Arc<Metrics>) -> Result<Gate> {
    let auth = &config.auth;
    let longest = Duration::from_secs(auth.longest_seconds);
    let keys = if auth.keys.as_os_str().is_empty() {
        None
    } else {
        Some(Keys::open(&auth.keys, &auth.audience, longest)?)
    };
    let mut certificates = BTreeMap::new();
    for said in &auth.certificates {
        let identity = Identity::new(&said.bureau, &said.school, &said.subject, &said.roles)
            .with_context(|| format!("auth.certificates: {} is no identity", said.subject))?;
        certificates.insert(said.sha256.to_ascii_lowercase(), identity);
    }
    Ok(Gate::new(permissions, keys, certificates, &config.limits, Arc::clone(metrics)))
}

fn most(config: &Config) -> Most {
    Most {
        upload: config.limits.upload_mib << 20,
        waiting: config.jobs.waiting,
        seconds: config.jobs.longest_seconds,
        // Its reply has to be there before the call is given up.
        wait: Duration::from_secs(config.limits.call_seconds) / 2,
    }
}

fn keep(config: &Config) -> Keep {
    let kept = &config.retention;
    Keep {
        term_days: kept.term_days,
        request_days: kept.request_days,
        upload_days: kept.upload_days,
    }
}

fn routes(config: &Config, calls: Calls) -> Routes {
    let most = config.limits.message_mib << 20;
    let datasets = DatasetServiceServer::new(calls.clone())
        .accept_compressed(Gzip)
        .send_compressed(Gzip)
        .max_decoding_message_size(most)
        .max_encoding_message_size(LARGEST_REPLY);
    let jobs = JobServiceServer::new(calls.clone())
        .accept_compressed(Gzip)
        .max_decoding_message_size(most)
        .max_encoding_message_size(LARGEST_REPLY);
    let plans = PlanServiceServer::new(calls.clone())
        .accept_compressed(Gzip)
        .send_compressed(Gzip)
        .max_decoding_message_size(most)
        .max_encoding_message_size(LARGEST_REPLY);
    let records = RecordServiceServer::new(calls.clone())
        .accept_compressed(Gzip)
        .max_decoding_message_size(most)
        .max_encoding_message_size(LARGEST_REPLY);
    let balance = BalanceServiceServer::new(calls.clone())
        .accept_compressed(Gzip)
        .max_decoding_message_size(most)
        .max_encoding_message_size(LARGEST_REPLY);
    let operations = OperationsServer::new(calls)
        .accept_compressed(Gzip)
        .max_decoding_message_size(most)
        .max_encoding_message_size(LARGEST_REPLY);
    let routes = Routes::new(datasets).add_service(jobs).add_service(plans);
    routes.add_service(records).add_service(balance).add_service(operations)
}

fn reflected(routes: Routes) -> Result<Routes> {
    let builder = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(FILE_DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let (v1, v1alpha) = (builder().build_v1()?, builder().build_v1alpha()?);
    Ok(routes.add_service(v1).add_service(v1alpha))
}

async fn retain(store: Arc<Store>, keep: Keep) {
    loop {
        match store.retain(keep).await {
            Ok(0) => {}
            Ok(terms) => tracing::info!(terms, "terms erased whose time was over"),
            Err(refusal) => {
                tracing::warn!(reason = refusal.reason.info().word, "nothing could be erased");
            }
        }
        tokio::time::sleep(RETAIN_EVERY).await;
    }
}

impl Running {
    /// Stops: not ready at once, jobs finished or handed back, open calls answered.
    pub async fn stop(self) {
        self.health.set_service_status("", ServingStatus::NotServing).await;
        self.runner.drain().await;
        let _ = self.stop.send(());
        let _ = timeout(LAST_CALLS, self.served).await;
        for helper in &self.helpers {
            helper.abort();
        }
        self.store.close().await;
    }
}
