//! The configuration: one TOML file, each key also as an environment variable
//! `KEHOU_<SECTION>_<KEY>`, which wins. Unknown keys are errors.

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Everything that can be set.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where to listen.
    pub server: Server,
    /// Certificates.
    pub tls: Tls,
    /// Credentials.
    pub auth: Auth,
    /// The store.
    pub store: StoreAt,
    /// The planner's runs.
    pub jobs: Jobs,
    /// Bounds on what clients may do.
    pub limits: Limits,
    /// When data are erased.
    pub retention: Retention,
}

/// Where to listen.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Address of the service. Beyond loopback only with TLS.
    pub listen: SocketAddr,
    /// Address of `/metrics`, `/livez`, `/readyz`: loopback only.
    pub admin: SocketAddr,
    /// Whether clients may ask for the schema.
    pub reflection: bool,
}

/// Certificates.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// Certificate chain, PEM; empty: no TLS.
    pub certificate: PathBuf,
    /// Private key, PEM.
    pub key: PathBuf,
    /// Authorities of client certificates, PEM; empty: no client certificates.
    pub client_ca: PathBuf,
}

/// Credentials.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Auth {
    /// JWK set with the public keys tokens are signed with; empty: no tokens.
    pub keys: PathBuf,
    /// What tokens must be for.
    pub audience: String,
    /// Longest life of a token, seconds.
    pub longest_seconds: u64,
    /// Client certificates and who they are.
    pub certificates: Vec<Certificate>,
}

/// A client certificate and who it is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// SHA-256 of the certificate (DER), hex.
    pub sha256: String,
    /// Name of the system, for the audit trail.
    pub subject: String,
    /// Id of the bureau.
    pub bureau: String,
    /// Id of the school; empty: a system of the bureau.
    #[serde(default)]
    pub school: String,
    /// Words of the roles.
    pub roles: Vec<String>,
}

/// The store.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StoreAt {
    /// `sqlite:FILE` or `postgres://...`.
    pub url: String,
    /// Connections.
    pub connections: u32,
}

/// The planner's runs.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Jobs {
    /// Jobs at a time; 0: as many as there are processors.
    pub slots: usize,
    /// Threads of a job.
    pub threads: i32,
    /// Memory of a job, MiB; 0: no limit.
    pub memory_mib: u64,
    /// Longest search, seconds.
    pub longest_seconds: i32,
    /// Jobs of a school that may wait.
    pub waiting: i64,
    /// Program and arguments that the worker process is run by, as in `["nice", "-n", "10"]`.
    pub wrapper: Vec<String>,
    /// Seconds without a sign of life after which a worker is given up.
    pub silence_seconds: u64,
    /// Seconds a worker may take to read its data and to end, beyond its search.
    pub grace_seconds: u64,
    /// Milliseconds a cancelled worker may take to hand over its best plan.
    pub cancel_ms: u64,
    /// Seconds running jobs get to end when the server is told to stop; then they are handed back.
    pub drain_seconds: u64,
}

/// Bounds on what clients may do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Largest message, decompressed, MiB.
    pub message_mib: usize,
    /// Largest upload, MiB.
    pub upload_mib: i64,
    /// Connections.
    pub connections: usize,
    /// Streams of a connection.
    pub streams: u32,
    /// Seconds for the TLS handshake.
    pub handshake_seconds: u64,
    /// Seconds a call may take, streams aside; a shorter `grpc-timeout` wins.
    pub call_seconds: u64,
    /// Calls a second of a school, in the long run.
    pub rate: f64,
    /// Calls of a school at once.
    pub burst: f64,
}

/// When data are erased.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Retention {
    /// Days after the end of the term until it is erased; 0: never by itself.
    pub term_days: i64,
    /// Days until a request id is forgotten.
    pub request_days: i64,
    /// Days until an upload nobody used is erased.
    pub upload_days: i64,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 7443)),
            admin: SocketAddr::from(([127, 0, 0, 1], 7444)),
            reflection: false,
        }
    }
}

impl Default for Auth {
    fn default() -> Self {
        Self {
            keys: PathBuf::new(),
            audience: "kehou".into(),
            longest_seconds: 900,
            certificates: Vec::new(),
        }
    }
}

impl Default for StoreAt {
    fn default() -> Self {
        Self { url: "sqlite:kehou.db".into(), connections: 8 }
    }
}

impl Default for Jobs {
    fn default() -> Self {
        Self {
            slots: 0,
            threads: 1,
            memory_mib: 4096,
            longest_seconds: 3600,
            waiting: 100,
            wrapper: Vec::new(),
            silence_seconds: 30,
            grace_seconds: 30,
            cancel_ms: 900,
            drain_seconds: 20,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_mib: 4,
            upload_mib: 64,
            connections: 1024,
            streams: 256,
            handshake_seconds: 5,
            call_seconds: 30,
            rate: 50.0,
            burst: 200.0,
        }
    }
}

impl Default for Retention {
    fn default() -> Self {
        Self { term_days: 30, request_days: 30, upload_days: 1 }
    }
}

impl Config {
    /// Reads the file, if one is given, and the environment.
    pub fn read(file: Option<&Path>) -> Result<Self> {
        let text = match file {
            Some(file) => std::fs::read_to_string(file)
                .with_context(|| format!("configuration {}", file.display()))?,
            None => String::new(),
        };
        let config = Self::parse(&text, std::env::vars())?;
        config.check()?;
        Ok(config)
    }

    fn parse(text: &str, variables: impl Iterator<Item = (String, String)>) -> Result<Self> {
        let mut table: toml::Table =
            toml::from_str(text).context("the configuration is no TOML")?;
        for (name, value) in variables {
            let Some(rest) = name.strip_prefix("KEHOU_") else { continue };
            let Some((section, key)) = rest.split_once('_') else { continue };
            let section = table
                .entry(section.to_lowercase())
                .or_insert_with(|| toml::Value::Table(toml::Table::new()));
            let Some(section) = section.as_table_mut() else { continue };
            section.insert(key.to_lowercase(), value_of(&value));
        }
        table.try_into().context("the configuration has unknown keys or unfit values")
    }

    /// Refuses what is not safe or cannot work.
    fn check(&self) -> Result<()> {
        let tls = !self.tls.certificate.as_os_str().is_empty();
        ensure!(
            tls || self.server.listen.ip().is_loopback(),
            "server.listen = {} is beyond loopback: set tls.certificate and tls.key",
            self.server.listen
        );
        ensure!(
            self.server.admin.ip().is_loopback(),
            "server.admin = {} is beyond loopback",
            self.server.admin
        );
        let tokens = !self.auth.keys.as_os_str().is_empty();
        if !tokens && self.auth.certificates.is_empty() {
            bail!("nobody could call: set auth.keys or auth.certificates");
        }
        if !self.auth.certificates.is_empty() {
            ensure!(
                tls && !self.tls.client_ca.as_os_str().is_empty(),
                "auth.certificates need tls.certificate, tls.key and tls.client_ca"
            );
        }
        ensure!(self.jobs.threads >= 1, "jobs.threads is below 1");
        ensure!(
            self.limits.rate > 0.0 && self.limits.burst >= 1.0,
            "limits.rate or .burst too low"
        );
        Ok(())
    }

    /// The whole configuration as TOML, passwords masked.
    pub fn shown(&self) -> String {
        let mut shown = self.clone();
        shown.store.url = masked(&self.store.url);
        toml::to_string(&shown).unwrap_or_default()
    }

    /// Jobs at a time.
    pub fn slots(&self) -> usize {
        let all = || std::thread::available_parallelism().map_or(1, usize::from);
        if self.jobs.slots == 0 { all() } else { self.jobs.slots }
    }
}

fn value_of(text: &str) -> toml::Value {
    toml::from_str::<toml::Table>(&format!("value = {text}"))
        .ok()
        .and_then(|mut table| table.remove("value"))
        .unwrap_or_else(|| toml::Value::String(text.to_owned()))
}

fn masked(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, place))) => format!("{scheme}://***@{place}"),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::Config;

    fn parse(text: &str, variables: &[(&str, &str)]) -> anyhow::Result<Config> {
        let variables = variables.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Config::parse(text, variables)
    }

    #[test]
    fn the_environment_wins_and_unknown_keys_are_refused() {
        let text = "[jobs]\nslots = 3\n[auth]\nkeys = \"k\"";
        let config = parse(text, &[("KEHOU_JOBS_SLOTS", "5"), ("KEHOU_STORE_URL", "sqlite:x")]);
        let config = config.unwrap();
        assert_eq!((config.jobs.slots, config.store.url.as_str()), (5, "sqlite:x"));
        assert!(parse("[jobs]\nslotz = 3", &[]).is_err());
        assert!(parse("", &[("KEHOU_JOBS_SLOTZ", "5")]).is_err());
    }

    #[test]
    fn unsafe_settings_are_refused() {
        let good = parse("[auth]\nkeys = \"k\"", &[]).unwrap();
        assert!(good.check().is_ok());
        for bad in [
            "",
            "[auth]\nkeys = \"k\"\n[server]\nlisten = \"0.0.0.0:1\"",
            "[auth]\nkeys = \"k\"\n[server]\nadmin = \"0.0.0.0:1\"",
            "[[auth.certificates]]\nsha256=\"\"\nsubject=\"\"\nbureau=\"b\"\nroles=[]",
        ] {
            assert!(parse(bad, &[]).unwrap().check().is_err(), "{bad}");
        }
    }

    #[test]
    fn passwords_are_not_shown() {
        let config = parse("[store]\nurl = \"postgres://u:secret@h/d\"", &[]).unwrap();
        assert!(!config.shown().contains("secret"));
        assert!(config.shown().contains("@h/d"));
    }
}
