//! What can be seen of the programs from outside.

mod check;
mod figures;
mod origin;
mod reports;
mod shutdown;
mod signs_of_life;
mod syslog;

use clerk_tests::{TestDb, app};
use tempfile::TempDir;

/// The variables of a program over this database, with some more.
fn variables(db: &TestDb, dir: &TempDir, more: &[(&str, String)]) -> Vec<(String, String)> {
    let mut variables = app::variables(db, dir);
    variables.extend(more.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
    variables
}

/// An address on which nobody listens yet.
fn free_address() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

/// A row that says that a worker works.
async fn heartbeat(db: &TestDb) {
    let beat = "INSERT INTO clerk.worker (name, started_at, seen_at) VALUES ('w', now(), now())";
    db.execute(beat, &[]).await;
}
