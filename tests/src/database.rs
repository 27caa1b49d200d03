//! A database for each test, cloned from a migrated template and dropped at the end.

use std::{
    collections::hash_map::DefaultHasher,
    fs,
    hash::{Hash, Hasher},
    path::Path,
};

use tempfile::TempDir;
use tokio_postgres::{Client, NoTls, Row, types::ToSql};
use uuid::Uuid;

use crate::cluster::{Cluster, workspace};

/// A database of one test's own, with a connection for looking at it in plain SQL.
pub struct TestDb {
    /// Its name.
    pub name: String,
    /// A folder for its files and mail.
    dir: TempDir,
    client: Client,
}

impl TestDb {
    /// A migrated database.
    pub async fn migrated() -> Self {
        let template = template().await;
        Self::create(&format!("TEMPLATE {template}")).await
    }

    /// An empty database.
    pub async fn empty() -> Self {
        Self::create("TEMPLATE template0").await
    }

    async fn create(options: &str) -> Self {
        let name = format!("test_{}", Uuid::new_v4().simple());
        let admin = connect("clerk").await;
        admin.batch_execute(&format!("CREATE DATABASE {name} {options}")).await.unwrap();
        let client = connect(&name).await;
        Self { name, dir: tempfile::tempdir().unwrap(), client }
    }

    /// Its variables for a [`clerk_base::config::Source`] or a child process.
    pub fn variables(&self) -> Vec<(String, String)> {
        let path = |name: &str| self.dir.path().join(name).to_str().unwrap().to_owned();
        let mut variables = Cluster::get().variables(&self.name);
        variables.push(("CLERK_FILES_DIR".to_owned(), path("files")));
        variables.push(("CLERK_MAIL_DIR".to_owned(), path("mail")));
        variables
    }

    /// Runs a query.
    pub async fn query(&self, sql: &str, values: &[&(dyn ToSql + Sync)]) -> Vec<Row> {
        self.client.query(sql, values).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
    }

    /// The first column of the only row of a query.
    pub async fn value<T>(&self, sql: &str, values: &[&(dyn ToSql + Sync)]) -> T
    where
        T: for<'a> tokio_postgres::types::FromSql<'a>,
    {
        let rows = self.query(sql, values).await;
        assert_eq!(rows.len(), 1, "{sql}");
        rows[0].get(0)
    }

    /// Runs a statement and returns how many rows it touched.
    pub async fn execute(&self, sql: &str, values: &[&(dyn ToSql + Sync)]) -> u64 {
        self.client.execute(sql, values).await.unwrap_or_else(|error| panic!("{sql}: {error:?}"))
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        // A runtime of its own, since the test's may be on its way out.
        let _ = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async { connect("clerk").await.batch_execute(&drop).await })
        })
        .join();
    }
}

/// A plain connection to a database of the cluster.
pub async fn connect(database: &str) -> Client {
    let (client, connection) = Cluster::get().options(database).connect(NoTls).await.unwrap();
    #[expect(clippy::disallowed_methods, reason = "drives the connection of a test")]
    tokio::spawn(connection);
    client
}

/// The migrated template for the migrations as they are on disk, made by whoever comes first.
async fn template() -> String {
    let mut hasher = DefaultHasher::new();
    hash_folder(&workspace().join("migrations"), &mut hasher);
    let name = format!("template_{:016x}", hasher.finish());
    let admin = connect("clerk").await;
    admin.batch_execute("SELECT pg_advisory_lock(20260000)").await.unwrap();
    let exists =
        admin.query("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).await.unwrap();
    if exists.is_empty() {
        let making = format!("{name}_making");
        admin.batch_execute(&format!("DROP DATABASE IF EXISTS {making}")).await.unwrap();
        admin.batch_execute(&format!("CREATE DATABASE {making} TEMPLATE template0")).await.unwrap();
        clerk_store::db::migrate(Cluster::get().options(&making)).await.unwrap();
        admin.batch_execute(&format!("ALTER DATABASE {making} RENAME TO {name}")).await.unwrap();
    }
    admin.batch_execute("SELECT pg_advisory_unlock(20260000)").await.unwrap();
    name
}

fn hash_folder(folder: &Path, hasher: &mut DefaultHasher) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        path.file_name().hash(hasher);
        if path.is_dir() {
            hash_folder(&path, hasher)
        } else {
            fs::read(&path).unwrap().hash(hasher)
        }
    }
}
