//! Reports of errors, metrics and the heartbeat.

use super::source::{Problems, Secret, Source};

/// Reports of errors to Sentry.
#[derive(Clone, Debug)]
pub struct ReportsConfig {
    /// `RAVEN_DSN`: where errors are reported to. Without it they are in the log only.
    pub dsn: Option<Secret>,
    /// `CLERK_RELEASE`: which version runs; images set it to their commit. Default: the version of the
    /// program.
    pub release: String,
}

impl ReportsConfig {
    pub(super) fn read(source: &Source) -> Self {
        let release = source.or("CLERK_RELEASE", crate::VERSION);
        Self { dsn: source.secret("RAVEN_DSN"), release: format!("clerk@{release}") }
    }
}

/// What operations look at.
#[derive(Clone, Debug)]
pub struct OperationsConfig {
    /// `CLERK_METRICS_BIND`: address and port on which metrics for Prometheus can be read, as
    /// `127.0.0.1:9100`. They are served nowhere else. Default: not at all.
    pub metrics_bind: Option<String>,
    /// `CLERK_HEARTBEAT_URL`: an address that a worker calls every minute while it works, so that a
    /// monitor that hears nothing can raise the alarm. A secret, since whoever knows it can call it.
    pub heartbeat_url: Option<Secret>,
    /// `CLERK_ALIVE_FILE`: the file whose age tells `clerk-worker health` how the worker of this machine
    /// is. Default: `clerk-worker.alive` in the folder for temporary files.
    pub alive_file: std::path::PathBuf,
}

impl OperationsConfig {
    pub(super) fn read(source: &Source, problems: &mut Problems) -> Self {
        let metrics_bind = source.get("CLERK_METRICS_BIND");
        if metrics_bind
            .as_deref()
            .is_some_and(|address| address.parse::<std::net::SocketAddr>().is_err())
        {
            problems
                .add("CLERK_METRICS_BIND: expected an address and a port such as 127.0.0.1:9100");
        }
        let heartbeat_url = source.secret("CLERK_HEARTBEAT_URL");
        if heartbeat_url.as_ref().is_some_and(|url| !url.expose().starts_with("https://")) {
            problems.add("CLERK_HEARTBEAT_URL: expected an address that begins with https://");
        }
        let alive_file = source
            .path("CLERK_ALIVE_FILE")
            .unwrap_or_else(|| std::env::temp_dir().join("clerk-worker.alive"));
        Self { metrics_bind, heartbeat_url, alive_file }
    }
}
