//! Creating, adopting and refusing databases.

mod adopt;
mod command;
mod create;
mod refuse;

use std::{io::Write as _, path::PathBuf, process::Command};

use clerk_store::db::{self, MigrateError, Outcome};
use clerk_tests::{
    TestDb,
    cluster::{Cluster, workspace},
};

/// A database as the original leaves it: only its tables and first rows.
async fn made_by_the_original() -> TestDb {
    let db = TestDb::migrated().await;
    db.execute("DROP SCHEMA clerk CASCADE", &[]).await;
    db
}

async fn migrate(db: &TestDb) -> Result<Outcome, MigrateError> {
    db::migrate(Cluster::get().options(&db.name)).await
}

/// What a database consists of, one line per thing, as the program itself sees it.
async fn catalogue(db: &TestDb) -> Vec<String> {
    let query = std::fs::read_to_string(adopt_folder().join("catalogue.sql")).unwrap();
    db.execute("SET search_path TO clerk", &[]).await;
    let rows = db.query(&query, &[]).await;
    db.execute("RESET search_path", &[]).await;
    rows.iter()
        .map(|row| {
            let [kind, name, definition] = [0, 1, 2].map(|column| row.get::<_, &str>(column));
            format!("{kind}\t{name}\t{definition}")
        })
        .collect()
}

fn expected_catalogue() -> Vec<String> {
    let text = std::fs::read_to_string(adopt_folder().join("expected.txt")).unwrap();
    text.lines().map(str::to_owned).collect()
}

fn adopt_folder() -> PathBuf {
    workspace().join("shared/store/src/db/adopt")
}

/// One of PostgreSQL's own programs, for a database of a test.
fn postgres_tool(name: &str, db: &TestDb) -> Command {
    let mut versions: Vec<_> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path().join("bin").join(name))
        .filter(|path| path.exists())
        .collect();
    versions.sort();
    let mut command = Command::new(versions.pop().unwrap_or_else(|| PathBuf::from(name)));
    command.envs(db.variables());
    command
}

/// The schema of a database as SQL, without the key that `pg_dump` makes up each time.
fn dump(db: &TestDb, options: &[&str]) -> String {
    let output = postgres_tool("pg_dump", db)
        .args(["--schema-only", "--no-owner", "--no-privileges"])
        .args(options)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let sql = String::from_utf8(output.stdout).unwrap();
    sql.lines()
        .filter(|line| !line.starts_with("\\restrict") && !line.starts_with("\\unrestrict"))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// Indexes named `clerk_...` are the only thing that may come on top.
fn without_our_indexes(sql: &str) -> String {
    let comment = |part: &&str| !part.starts_with(" Name: clerk_");
    let parts: Vec<_> = sql.split("\n--\n--").filter(comment).collect();
    parts.join("\n--\n--")
}

/// A file of the contract, unless this checkout stands alone.
pub(crate) fn contract(name: &str) -> Option<PathBuf> {
    let path = workspace().join("../shared/contract").join(name);
    if !path.exists() {
        // Not by println!, which the test harness keeps to itself while tests succeed.
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        let _ =
            writeln!(std::io::stderr(), "skipped: {test}: there is no ../shared/contract/{name}");
        return None;
    }
    Some(path)
}

/// The original's database with its sample data.
pub(crate) async fn restored() -> Option<TestDb> {
    let file = contract("clerk.dump")?;
    let db = TestDb::empty().await;
    let status =
        postgres_tool("pg_restore", &db).args(["--no-owner", "-d", &db.name]).arg(file).status();
    assert!(status.unwrap().success());
    Some(db)
}
