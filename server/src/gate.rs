//! What every call passes: who calls, may they, not too often; and what every reply passes: an error
//! has its fixed reason, whoever made it. One line of log a call, with nothing personal.

use crate::config::Limits;
use crate::identity::{Identity, TenantScope};
use crate::keys::Keys;
use crate::listener::Peer;
use crate::metrics::Metrics;
use crate::reason::Reason;
use crate::refusal::Refusal;
use crate::role::Permissions;
use http::{HeaderMap, Request, Response, header};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::time::timeout;
use tonic::body::Body;
use tonic::{Code, Status};
use tower::{Layer, Service};

/// Services anybody may ask.
const OPEN: [&str; 2] = ["/grpc.health.v1.Health/", "/grpc.reflection."];

/// What the gate knows.
pub struct Gate {
    permissions: Permissions,
    keys: Option<Keys>,
    certificates: BTreeMap<String, Identity>,
    buckets: Mutex<BTreeMap<TenantScope, Bucket>>,
    rate: f64,
    burst: f64,
    longest: Duration,
    metrics: Arc<Metrics>,
}

/// Calls a tenant has left.
struct Bucket {
    left: f64,
    seen: Instant,
}

impl Gate {
    /// A gate. `certificates` are identities by SHA-256.
    pub fn new(
        permissions: Permissions,
        keys: Option<Keys>,
        certificates: BTreeMap<String, Identity>,
        limits: &Limits,
        metrics: Arc<Metrics>,
    ) -> Self {
        let (rate, burst) = (limits.rate, limits.burst);
        let buckets = Mutex::new(BTreeMap::new());
        let longest = Duration::from_secs(limits.call_seconds);
        Self { permissions, keys, certificates, buckets, rate, burst, longest, metrics }
    }

    /// Who calls the method, if they may.
    fn admit(&self, request: &Request<Body>) -> Result<Identity, Refusal> {
        let path = request.uri().path();
        let permission = *self.permissions.get(path).ok_or(Reason::MethodUnknown)?;
        let identity = self.identity(request)?;
        identity.require(permission)?;
        self.spend(identity.scope())?;
        Ok(identity)
    }

    fn identity(&self, request: &Request<Body>) -> Result<Identity, Reason> {
        let peer = request.extensions().get::<Peer>().and_then(|peer| peer.certificate.as_ref());
        if let Some(identity) = peer.and_then(|sha256| self.certificates.get(sha256)) {
            return Ok(identity.clone());
        }
        let said = request.headers().get(header::AUTHORIZATION).ok_or(Reason::CredentialMissing)?;
        let token = said.to_str().ok().and_then(|said| said.strip_prefix("Bearer "));
        let token = token.ok_or(Reason::CredentialInvalid)?;
        self.keys.as_ref().ok_or(Reason::CredentialInvalid)?.identity(token)
    }

    fn spend(&self, scope: &TenantScope) -> Result<(), Reason> {
        let now = Instant::now();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |bucket: &Bucket| {
            bucket.left + now.duration_since(bucket.seen).as_secs_f64() * self.rate >= self.burst
        };
        if buckets.len() > 10_000 {
            buckets.retain(|_, bucket| !full(bucket));
        }
        let bucket =
            buckets.entry(scope.clone()).or_insert_with(|| Bucket { left: self.burst, seen: now });
        let earned = now.duration_since(bucket.seen).as_secs_f64() * self.rate;
        bucket.left = (bucket.left + earned).min(self.burst);
        bucket.seen = now;
        if bucket.left < 1.0 {
            return Err(Reason::RateLimited);
        }
        bucket.left -= 1.0;
        Ok(())
    }

    fn note(&self, path: &str, tenant: &str, reason: Option<Reason>, began: Instant) {
        let known = self.permissions.contains_key(path);
        let method = if known { path } else { "other" };
        let time = began.elapsed();
        self.metrics.call(method, reason, time);
        let reason = reason.map_or("OK", |reason| reason.info().word);
        tracing::info!(method, tenant, reason, ms = time.as_millis() as u64, "call");
    }
}

/// Puts the gate before the services.
#[derive(Clone)]
pub struct GateLayer(pub Arc<Gate>);

impl<S> Layer<S> for GateLayer {
    type Service = Gated<S>;
    fn layer(&self, inner: S) -> Gated<S> {
        Gated { inner, gate: Arc::clone(&self.0) }
    }
}

/// A service behind the gate.
#[derive(Clone)]
pub struct Gated<S> {
    inner: S,
    gate: Arc<Gate>,
}

impl<S> Service<Request<Body>> for Gated<S>
where
    S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let began = Instant::now();
        let gate = Arc::clone(&self.gate);
        let path = request.uri().path().to_owned();
        let headers = request.headers().clone();
        if OPEN.iter().any(|open| path.starts_with(open)) {
            return Box::pin(self.inner.call(request));
        }
        match gate.admit(&request) {
            Err(refusal) => Box::pin(async move {
                gate.note(&path, "", Some(refusal.reason), began);
                Ok(refusal.status(&headers).into_http())
            }),
            Ok(identity) => {
                let tenant = identity.scope().pseudonym();
                request.extensions_mut().insert(identity);
                // The clone that was ready is called; the other waits its turn.
                let fresh = self.inner.clone();
                let mut ready = std::mem::replace(&mut self.inner, fresh);
                Box::pin(async move {
                    let called = timeout(gate.longest, ready.call(request)).await;
                    let (response, reason) = match called {
                        Ok(response) => with_reason(response?, &headers),
                        Err(_) => refused(Reason::CallTooLong, &headers),
                    };
                    gate.note(&path, &tenant, reason, began);
                    Ok(response)
                })
            }
        }
    }
}

/// Errors that the transport made get their fixed reason too.
fn with_reason(response: Response<Body>, headers: &HeaderMap) -> (Response<Body>, Option<Reason>) {
    let Some(status) = Status::from_header_map(response.headers()) else {
        return (response, None);
    };
    if status.code() == Code::Ok {
        return (response, None);
    }
    if let Some(word) = tonic_types::StatusExt::get_details_error_info(&status) {
        return (response, Reason::from_word(&word.reason));
    }
    let reason = match status.code() {
        Code::OutOfRange | Code::ResourceExhausted => Reason::MessageTooLarge,
        Code::Unimplemented if status.message().is_empty() => Reason::MethodUnknown,
        // The codec's words for what cannot be decoded or decompressed.
        Code::Internal | Code::InvalidArgument | Code::Unimplemented => Reason::MessageMalformed,
        Code::Cancelled | Code::DeadlineExceeded => Reason::CallTooLong,
        Code::Unavailable => Reason::StoreBusy,
        _ => Reason::Internal,
    };
    refused(reason, headers)
}

fn refused(reason: Reason, headers: &HeaderMap) -> (Response<Body>, Option<Reason>) {
    (Refusal::from(reason).status(headers).into_http(), Some(reason))
}
