//! Listening, host names, the front end.

use std::path::PathBuf;

use std::net::IpAddr;

use super::{
    environment::Environment,
    source::{Problems, Source},
};

pub use ipnet::IpNet as Network;

/// What the web server needs to know of its surroundings.
#[derive(Clone, Debug)]
pub struct WebConfig {
    /// `CLERK_BIND`: address to listen on. Default 127.0.0.1 in development, else 0.0.0.0.
    pub bind: String,
    /// `GUNICORN_PORT`: port to listen on, 0 for any free one. Default 8000.
    pub port: u16,
    /// `CLERK_BASE_URL`: the public address, without a final slash; part of links in mails.
    pub base_url: String,
    /// `ALLOWED_HOSTS`: accepted `Host` headers; `*` for any.
    pub allowed_hosts: Vec<String>,
    /// `CORS_ORIGIN_REGEX_WHITELIST`: origins of the intake form, `None` for any.
    pub cors_origins: Option<Vec<String>>,
    /// `CLERK_STATIC_ROOT`: the built CMS front end (`manifest.json`, `assets/`), when there is one.
    pub static_root: Option<PathBuf>,
    /// `SENTRY_JS_DSN`: handed to the front end.
    pub sentry_js_dsn: String,
    /// `CLERK_TRUSTED_PROXIES`: peers whose forwarded headers are believed, as addresses or networks
    /// (`172.16.0.0/12`). Default loopback.
    pub trusted_proxies: Vec<Network>,
    /// `CLERK_SHUTDOWN_PAUSE`: seconds for which the server, told to stop, goes on taking requests while
    /// `/readyz` fails, so that a proxy can turn to another. Default 10 when deployed, else 0.
    pub shutdown_pause: u64,
    /// `CLERK_HTTP_WORKERS`: threads that serve requests. Default: one per processor.
    pub workers: Option<usize>,
}

impl WebConfig {
    pub(super) fn read(source: &Source, environment: Environment, problems: &mut Problems) -> Self {
        let (base_url, hosts): (_, &[&str]) = match environment {
            Environment::Production => {
                ("https://anikalegal.org.au", &["anikalegal.org.au", "127.0.0.1", "localhost"])
            }
            Environment::Staging => (
                "https://staging.anikalegal.org.au",
                &["staging.anikalegal.org.au", "127.0.0.1", "localhost"],
            ),
            Environment::Development | Environment::Test => ("http://localhost:8000", &["*"]),
        };
        let bind = if environment.is_deployed() { "0.0.0.0" } else { "127.0.0.1" };
        let pause = if environment.is_deployed() { 10 } else { 0 };
        let workers = source.parse("CLERK_HTTP_WORKERS", 0, problems);
        Self {
            bind: source.or("CLERK_BIND", bind),
            port: source.parse("GUNICORN_PORT", 8000, problems),
            base_url: source.or("CLERK_BASE_URL", base_url).trim_end_matches('/').to_owned(),
            allowed_hosts: source
                .list("ALLOWED_HOSTS")
                .unwrap_or_else(|| hosts.iter().map(|&host| host.to_owned()).collect()),
            cors_origins: source.list("CORS_ORIGIN_REGEX_WHITELIST").or_else(|| {
                environment.is_deployed().then(|| {
                    vec![
                        r"^(https?://)?(\w*-*\w*\.+)*anikalegal\.org\.au$".to_owned(),
                        r"^(https?://)?(localhost|127\.0\.0\.1|0\.0\.0\.0)(:\d{4})?$".to_owned(),
                    ]
                })
            }),
            static_root: source.path("CLERK_STATIC_ROOT"),
            sentry_js_dsn: source.or("SENTRY_JS_DSN", ""),
            trusted_proxies: trusted_proxies(source, problems),
            shutdown_pause: source.parse("CLERK_SHUTDOWN_PAUSE", pause, problems),
            workers: (workers > 0).then_some(workers),
        }
    }
}

fn trusted_proxies(source: &Source, problems: &mut Problems) -> Vec<Network> {
    let names = source
        .list("CLERK_TRUSTED_PROXIES")
        .unwrap_or_else(|| vec!["127.0.0.1".into(), "::1".into()]);
    let networks: Vec<Network> = names.iter().filter_map(|name| network(name)).collect();
    if networks.len() != names.len() {
        problems.add("CLERK_TRUSTED_PROXIES: expected addresses or networks such as 10.0.0.0/8");
    }
    networks
}

/// An address, or a network in CIDR notation such as `172.16.0.0/12`.
fn network(text: &str) -> Option<Network> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(Network::from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_networks() {
        let contains = |text: &str, address: &str| {
            network(text).unwrap().contains(&address.parse::<IpAddr>().unwrap())
        };
        assert!(contains("127.0.0.1", "127.0.0.1"));
        assert!(!contains("127.0.0.1", "127.0.0.2"));
        assert!(contains("172.16.0.0/12", "172.31.255.255"));
        assert!(!contains("172.16.0.0/12", "172.32.0.0"));
        assert!(contains("172.18.0.9/12", "172.16.0.1"));
        assert!(contains("0.0.0.0/0", "8.8.8.8"));
        assert!(contains("2400:cb00::/32", "2400:cb00:1::1"));
        assert!(!contains("::1", "127.0.0.1"));
        for text in ["", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x"] {
            assert!(network(text).is_none(), "{text}");
        }
    }
}
