//! Connections: so many at a time, each with so many seconds for its handshake, over TLS where there
//! is a certificate. What the client's certificate is goes along with the connection.

use crate::config::{Limits, Tls};
use crate::metrics::Metrics;
use anyhow::{Context as _, Result, ensure};
use sha2::{Digest, Sha256};
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};
use tokio_rustls::server::TlsStream;
use tonic::transport::server::Connected;

/// Rest after a connection could not be accepted.
const PAUSE: Duration = Duration::from_millis(50);

/// The other side.
#[derive(Clone, Debug, Default)]
pub struct Peer {
    /// SHA-256 of its certificate, hex, where it has one.
    pub certificate: Option<String>,
}

/// A connection.
pub struct Connection {
    stream: Stream,
    peer: Peer,
    _slot: Slot,
}

enum Stream {
    Plain(TcpStream),
    Tls(Box<TlsStream<TcpStream>>),
}

/// Counts a connection as long as it lives.
struct Slot {
    _permit: OwnedSemaphorePermit,
    metrics: Arc<Metrics>,
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.metrics.connections(-1);
    }
}

/// Reads the certificates; none: no TLS.
pub fn acceptor(tls: &Tls) -> Result<Option<TlsAcceptor>> {
    if tls.certificate.as_os_str().is_empty() {
        return Ok(None);
    }
    let chain = certificates(&tls.certificate)?;
    let key = PrivateKeyDer::from_pem_file(&tls.key)
        .with_context(|| format!("private key {}", tls.key.display()))?;
    let builder = ServerConfig::builder();
    let builder = if tls.client_ca.as_os_str().is_empty() {
        builder.with_no_client_auth()
    } else {
        let mut roots = RootCertStore::empty();
        for certificate in certificates(&tls.client_ca)? {
            roots.add(certificate).context("an authority of client certificates")?;
        }
        let verifier = WebPkiClientVerifier::builder(Arc::new(roots)).allow_unauthenticated();
        builder.with_client_cert_verifier(verifier.build().context("client certificates")?)
    };
    let mut config = builder.with_single_cert(chain, key).context("certificate and key")?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let read = || CertificateDer::pem_file_iter(file)?.collect::<Result<Vec<_>, _>>();
    let found = read().with_context(|| format!("certificates {}", file.display()))?;
    ensure!(!found.is_empty(), "no certificate in {}", file.display());
    Ok(found)
}

/// Accepts connections until the receiver is dropped.
pub fn accept(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    limits: &Limits,
    metrics: Arc<Metrics>,
) -> mpsc::Receiver<io::Result<Connection>> {
    let (sender, receiver) = mpsc::channel(16);
    let slots = Arc::new(Semaphore::new(limits.connections));
    let patience = Duration::from_secs(limits.handshake_seconds);
    tokio::spawn(async move {
        while !sender.is_closed() {
            let Ok(permit) = Arc::clone(&slots).acquire_owned().await else { return };
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = sender.closed() => return,
            };
            // A connection that broke while it waited, or no descriptors left for a moment.
            let Ok((stream, _)) = accepted else {
                sleep(PAUSE).await;
                continue;
            };
            metrics.connections(1);
            let slot = Slot { _permit: permit, metrics: Arc::clone(&metrics) };
            let (tls, sender) = (tls.clone(), sender.clone());
            tokio::spawn(async move {
                if let Ok(Ok(connection)) = timeout(patience, shake(stream, tls, slot)).await {
                    let _ = sender.send(Ok(connection)).await;
                }
            });
        }
    });
    receiver
}

async fn shake(stream: TcpStream, tls: Option<TlsAcceptor>, slot: Slot) -> io::Result<Connection> {
    stream.set_nodelay(true)?;
    let Some(tls) = tls else {
        let peer = Peer::default();
        return Ok(Connection { stream: Stream::Plain(stream), peer, _slot: slot });
    };
    let stream = tls.accept(stream).await?;
    let leaf = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
    let certificate = leaf.map(|leaf| format!("{:x}", Sha256::digest(leaf)));
    Ok(Connection {
        stream: Stream::Tls(Box::new(stream)),
        peer: Peer { certificate },
        _slot: slot,
    })
}

/// Where a listener listens.
pub async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen at {address}"))
}

impl Connected for Connection {
    type ConnectInfo = Peer;
    fn connect_info(&self) -> Peer {
        self.peer.clone()
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match &mut self.get_mut().stream {
            Stream::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Stream::Tls(stream) => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match &mut self.get_mut().stream {
            Stream::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Stream::Tls(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().stream {
            Stream::Plain(stream) => Pin::new(stream).poll_flush(context),
            Stream::Tls(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.get_mut().stream {
            Stream::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Stream::Tls(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }
}
