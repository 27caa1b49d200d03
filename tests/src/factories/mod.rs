//! Rows for tests, made by plain SQL so that they do not depend on what is tested. Whatever a builder
//! has no method for is set by an UPDATE in the test.

mod cases;
mod emails;
mod notes;
mod templates;

use crate::TestDb;

pub use cases::*;
pub use emails::*;
pub use notes::*;
pub use templates::*;

/// A worker that has just shown that it works.
pub async fn worker(db: &TestDb, name: &str) {
    let sql = "INSERT INTO clerk.worker (name, started_at, seen_at) VALUES ($1, now(), now())";
    db.execute(sql, &[&name]).await;
}
