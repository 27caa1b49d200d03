//! How to reach PostgreSQL.

use std::{fs, path::PathBuf};

use super::{
    environment::Environment,
    source::{Problems, Secret, Source},
};

/// The original's `PG*` variables.
#[derive(Clone, Debug)]
pub struct DatabaseConfig {
    /// `PGHOST`: a host name, or the folder of a unix socket.
    pub host: String,
    /// `PGPORT`.
    pub port: u16,
    /// `PGDATABASE`.
    pub name: String,
    /// `PGUSER`.
    pub user: String,
    /// `PGPASSWORD`.
    pub password: Option<Secret>,
    /// `CLERK_DB_POOL_SIZE`: connections of this process at most. Default 10.
    pub pool_size: usize,
}

impl DatabaseConfig {
    pub(super) fn read(source: &Source, environment: Environment, problems: &mut Problems) -> Self {
        let private = if environment.is_deployed() { None } else { PrivateCluster::find(source) };
        let host =
            source.get("PGHOST").or_else(|| private.as_ref().map(|private| private.socket.clone()));
        let port = private.as_ref().map_or(5432, |private| private.port);
        if host.is_none() {
            problems.add(if environment.is_deployed() {
                "PGHOST: not set"
            } else {
                "PGHOST: not set, and there is no private PostgreSQL yet: run `make db`"
            });
        }
        Self {
            host: host.unwrap_or_default(),
            port: source.parse("PGPORT", port, problems),
            name: source.or("PGDATABASE", "clerk"),
            user: source.or("PGUSER", "clerk"),
            password: source.secret("PGPASSWORD"),
            pool_size: source.parse("CLERK_DB_POOL_SIZE", 10, problems),
        }
    }
}

/// The cluster that `.dev/postgres.sh` keeps for this checkout. Its folder holds a file
/// `connection` with two lines: the socket folder and the port.
struct PrivateCluster {
    socket: String,
    port: u16,
}

impl PrivateCluster {
    fn find(source: &Source) -> Option<Self> {
        let home = source.path("CLERK_HOME").unwrap_or_else(|| PathBuf::from(".clerk"));
        let text = fs::read_to_string(home.join("connection")).ok()?;
        let mut lines = text.lines();
        Some(Self { socket: lines.next()?.to_owned(), port: lines.next()?.parse().ok()? })
    }
}
