//! What is logged, and how.

use std::path::PathBuf;

use tracing_subscriber::EnvFilter;

use super::{
    environment::Environment,
    source::{Problems, Source},
};

/// The log on standard output.
#[derive(Clone, Debug)]
pub struct LogConfig {
    /// `CLERK_LOG`: levels, as `info` or `info,clerk_workflows=debug`. Default `info`.
    pub levels: String,
    /// Whether lines are JSON objects, for machines, or text, for people. JSON when deployed.
    pub json: bool,
    /// `CLERK_SYSLOG`: a collector of logs that is passed every line, by syslog over TLS, as
    /// `logs7.papertrailapp.com:12345`.
    pub syslog: Option<(String, u16)>,
    /// `CLERK_SYSLOG_HOST`: the name of this machine in those lines. Default `clerk-<environment>`.
    pub syslog_host: String,
    /// `CLERK_SYSLOG_CA_FILE`: PEM file of further root certificates that may vouch for the collector.
    pub syslog_ca_file: Option<PathBuf>,
}

impl LogConfig {
    pub(super) fn read(source: &Source, environment: Environment, problems: &mut Problems) -> Self {
        let levels = source.or("CLERK_LOG", "info");
        if EnvFilter::try_new(&levels).is_err() {
            problems.add("CLERK_LOG: expected levels such as info or info,clerk_workflows=debug");
        }
        let syslog = source.get("CLERK_SYSLOG");
        let collector = syslog.as_deref().and_then(host_and_port);
        if syslog.is_some() && collector.is_none() {
            problems.add("CLERK_SYSLOG: expected a name and a port such as logs.example.com:6514");
        }
        let host = source.or("CLERK_SYSLOG_HOST", &format!("clerk-{}", environment.name()));
        if !host.bytes().all(|byte| byte.is_ascii_graphic()) {
            problems.add("CLERK_SYSLOG_HOST: expected a name without spaces");
        }
        Self {
            levels,
            json: environment.is_deployed(),
            syslog: collector,
            syslog_host: host,
            syslog_ca_file: source.path("CLERK_SYSLOG_CA_FILE"),
        }
    }
}

fn host_and_port(text: &str) -> Option<(String, u16)> {
    let (host, port) = text.trim().rsplit_once(':')?;
    Some((host.to_owned(), port.parse().ok()?)).filter(|(host, _)| !host.is_empty())
}
