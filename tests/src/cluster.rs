//! The scratch PostgreSQL cluster of this checkout, started on first use and shared by all tests.

use std::{
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// Where the cluster listens.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Folder of the unix socket.
    pub socket: String,
    /// Port number in the socket's name.
    pub port: u16,
}

/// The root of the checkout.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

impl Cluster {
    /// Starts the cluster unless it runs already.
    pub fn get() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(|| {
            let home = workspace().join(".clerk/test");
            Self::running(&home).unwrap_or_else(|| Self::start(&home))
        })
    }

    /// The cluster that answers. Asking the script takes a tenth of a second, which would be a minute
    /// for all tests when each is a process of its own.
    fn running(home: &Path) -> Option<Self> {
        let cluster = Self::read(home)?;
        let socket = format!("{}/.s.PGSQL.{}", cluster.socket, cluster.port);
        UnixStream::connect(socket).ok().map(|_| cluster)
    }

    /// Starts it. The script lets one in at a time, so several tests may come here at once.
    fn start(home: &Path) -> Self {
        let status = Command::new(workspace().join(".dev/postgres.sh"))
            .args([Path::new("start"), home, Path::new("--scratch")])
            .status()
            .unwrap();
        assert!(status.success(), "the scratch PostgreSQL cluster did not start");
        Self::read(home).unwrap()
    }

    /// What the script wrote down when it started the cluster.
    fn read(home: &Path) -> Option<Self> {
        let connection = std::fs::read_to_string(home.join("connection")).ok()?;
        let mut lines = connection.lines();
        Some(Self { socket: lines.next()?.to_owned(), port: lines.next()?.parse().ok()? })
    }

    /// Driver settings for one of its databases.
    pub fn options(&self, database: &str) -> tokio_postgres::Config {
        let mut options = tokio_postgres::Config::new();
        options.host(&self.socket).port(self.port).user("clerk").dbname(database);
        options
    }

    /// The same as environment variables.
    pub fn variables(&self, database: &str) -> Vec<(String, String)> {
        [
            ("PGHOST", self.socket.clone()),
            ("PGPORT", self.port.to_string()),
            ("PGDATABASE", database.to_owned()),
            ("PGUSER", "clerk".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }
}
