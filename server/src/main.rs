//! `kehou-server`: the service, and the commands that look after it.

use anyhow::{Context as _, Result, bail};
use clap::{Parser, Subcommand};
use kehou_server::config::Config;
use kehou_server::keys::{self, Claims};
use kehou_server::role::Role;
use kehou_server::store::{Store, verify_backup};
use kehou_server::{jobs, serve, time};
use std::path::PathBuf;
use std::process::ExitCode;
use tokio::signal::unix::{SignalKind, signal};

/// The Kehou service: data sets in, checked plans out, over gRPC.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// Configuration file (TOML). Without it the defaults and the environment hold.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// Print the configuration that would hold, passwords masked, and end.
    #[arg(long)]
    check_config: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// The audit trail.
    #[command(subcommand)]
    Audit(Audit),
    /// Write everything the store holds at this moment to a new file; the server may run.
    Backup {
        /// The file.
        file: PathBuf,
    },
    /// Read a backup into the store of the configuration, which must be new.
    Restore {
        /// The file.
        file: PathBuf,
        /// Only look whether the file is whole.
        #[arg(long)]
        verify: bool,
    },
    /// Look whether everything the server needs is in order.
    Doctor,
    /// Make a key that tokens are signed with.
    Key {
        /// New file for the private half.
        private: PathBuf,
        /// Key file (JWK set) that gets the public half; made if missing.
        keys: PathBuf,
    },
    /// Sign a token with a key made by `key`, and print it.
    Token(TokenArgs),
    /// Plan one task from standard input (the server starts this).
    #[command(hide = true)]
    Worker {
        /// Seed of the task, for whoever looks at the list of processes.
        #[arg(long)]
        seed: Option<u64>,
    },
}

#[derive(Subcommand)]
enum Audit {
    /// Follow every trail link by link; print its head, or the first entry that does not fit.
    Verify,
}

#[derive(clap::Args)]
struct TokenArgs {
    /// Private half of the key.
    private: PathBuf,
    /// Who, for the audit trail. No name of a child, no telephone number.
    #[arg(long)]
    subject: String,
    /// Id of the bureau.
    #[arg(long)]
    bureau: String,
    /// Id of the school; without it the token is for staff of the bureau.
    #[arg(long, default_value = "")]
    school: String,
    /// Role: planner, publisher, admin, balancer, auditor. May be given several times.
    #[arg(long = "role", required = true)]
    roles: Vec<String>,
    /// Seconds until it expires.
    #[arg(long, default_value_t = 900)]
    seconds: u64,
    /// What it is for: `auth.audience` of the server.
    #[arg(long, default_value = "kehou")]
    audience: String,
}

fn main() -> ExitCode {
    let args = Args::parse();
    if matches!(args.command, Some(Command::Worker { .. })) {
        return jobs::worker::run();
    }
    match run(args) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("kehou-server: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: Args) -> Result<ExitCode> {
    match args.command {
        Some(Command::Key { private, keys }) => {
            println!("{}", keys::new_key(&private, &keys)?);
            return Ok(ExitCode::SUCCESS);
        }
        Some(Command::Token(token)) => {
            println!("{}", sign(&token)?);
            return Ok(ExitCode::SUCCESS);
        }
        Some(Command::Restore { file, verify: true }) => {
            print_manifest(&verify_backup(&file)?);
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    let config = Config::read(args.config.as_deref())?;
    if args.check_config {
        print!("{}", config.shown());
        return Ok(ExitCode::SUCCESS);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match args.command {
            None => serve_until_told(&config).await,
            Some(Command::Audit(Audit::Verify)) => verify_audit(&config).await,
            Some(Command::Backup { file }) => {
                let store = Store::open_beside(&config.store.url).await?;
                print_manifest(&store.backup(&file).await?);
                Ok(ExitCode::SUCCESS)
            }
            Some(Command::Restore { file, .. }) => {
                let store = Store::open(&config.store.url, 2).await?;
                print_manifest(&store.restore(&file).await?);
                Ok(ExitCode::SUCCESS)
            }
            _ => doctor(&config).await,
        }
    })
}

async fn serve_until_told(config: &Config) -> Result<ExitCode> {
    tracing_subscriber::fmt().json().with_writer(std::io::stderr).init();
    let program = std::env::current_exe().context("the path of this program")?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let running = serve::start(config, program).await?;
    let (address, admin) = (running.address, running.admin);
    tracing::info!(%address, %admin, version = env!("CARGO_PKG_VERSION"), "ready");
    // For whoever started it with port 0.
    println!("ready {address} {admin}");
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("about to stop");
    running.stop().await;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

async fn verify_audit(config: &Config) -> Result<ExitCode> {
    let store = Store::open_beside(&config.store.url).await?;
    let verified = store.verify_audit().await;
    let (heads, broken) = verified.map_err(|refusal| anyhow::anyhow!(refusal.reason.info().en))?;
    for head in &heads {
        println!("{}/{} {} {}", head.bureau, head.school, head.number, head.hash);
    }
    for trail in &broken {
        let at = &trail.at;
        eprintln!("{}/{}: entry {} does not fit the one before", at.bureau, at.school, at.number);
    }
    Ok(if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn doctor(config: &Config) -> Result<ExitCode> {
    let mut healthy = true;
    let mut say = |what: &str, found: Result<String>| match found {
        Ok(said) => println!("ok    {what}: {said}"),
        Err(error) => {
            healthy = false;
            println!("wrong {what}: {error:#}");
        }
    };
    say("configuration", Ok("read".into()));
    let tls = kehou_server::listener::acceptor(&config.tls);
    say(
        "certificates",
        tls.map(|tls| if tls.is_some() { "read" } else { "none, loopback only" }.into()),
    );
    if !config.auth.keys.as_os_str().is_empty() {
        let longest = std::time::Duration::from_secs(config.auth.longest_seconds);
        let keys = keys::Keys::open(&config.auth.keys, &config.auth.audience, longest);
        say("keys", keys.map(|_| "read".into()));
    }
    match Store::open_beside(&config.store.url).await {
        Err(error) => say("store", Err(error)),
        Ok(store) => {
            let writable = store.is_writable().await;
            let said = if writable {
                Ok("takes writes".into())
            } else {
                Err(anyhow::anyhow!("takes no writes"))
            };
            say("store", said);
            let trails = store.verify_audit().await;
            say(
                "audit trail",
                match trails {
                    Ok((heads, broken)) if broken.is_empty() => {
                        Ok(format!("{} trails hold", heads.len()))
                    }
                    Ok((_, broken)) => Err(anyhow::anyhow!("{} trails are broken", broken.len())),
                    Err(refusal) => Err(anyhow::anyhow!(refusal.reason.info().en)),
                },
            );
        }
    }
    let program = std::env::current_exe().and_then(|program| program.metadata());
    say("program", program.map(|_| env!("CARGO_PKG_VERSION").into()).map_err(Into::into));
    Ok(if healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn sign(token: &TokenArgs) -> Result<String> {
    for word in &token.roles {
        if Role::from_word(word).is_none() {
            bail!("{word} is no role");
        }
    }
    let now = (time::now_ms() / 1000) as u64;
    let claims = Claims {
        sub: token.subject.clone(),
        aud: token.audience.clone(),
        iat: now,
        exp: now + token.seconds,
        bureau: token.bureau.clone(),
        school: token.school.clone(),
        roles: token.roles.clone(),
    };
    keys::sign(&token.private, &claims)
}

fn print_manifest(manifest: &kehou_server::store::Manifest) {
    for (table, rows) in &manifest.rows {
        println!("{rows:>9} {table}");
    }
    println!("sha256 {}", manifest.digest);
}
