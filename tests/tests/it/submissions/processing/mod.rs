//! Submissions become cases: once, whole, and never lost.

mod choices;
mod columns;
mod concurrency;
mod failures;
mod kills;
mod reuse;

use clerk_domain::{Context, submissions};
use clerk_tests::{TestDb, World, factories, jobs};
use clerk_workflows::form_comes_in::{self, Outcome};
use serde_json::Value;
use uuid::Uuid;

/// When every submission of these tests is processed.
const NOW: &str = "2026-11-23T01:30:00Z";

async fn world() -> World {
    World::builder().at(NOW.parse().unwrap()).build().await
}

/// Answers handed in, not processed yet.
async fn submit(ctx: &Context, answers: Value) -> Uuid {
    let id = submissions::create(ctx, answers).await.unwrap().id;
    submissions::submit(ctx, id).await.unwrap();
    id
}

/// Answers handed in and processed: the case.
async fn case(ctx: &Context, answers: Value) -> Uuid {
    let id = submit(ctx, answers).await;
    match form_comes_in::process(ctx, id).await.unwrap() {
        Outcome::Processed(case) => case,
        other => panic!("{other:?}"),
    }
}

/// A stored upload that belongs to no case.
async fn upload(db: &TestDb) -> Uuid {
    factories::upload(db, None, "file-uploads/0123.jpg").await
}

/// The case that an upload belongs to.
async fn owner(db: &TestDb, upload: Uuid) -> Option<Uuid> {
    db.value("SELECT issue_id FROM core_fileupload WHERE id = $1", &[&upload]).await
}

/// The names of the pending jobs, with what they are about, oldest first.
async fn pending(db: &TestDb) -> Vec<(String, Uuid)> {
    let payloads = jobs::pending(db).await.into_iter().map(|(_, payload)| payload);
    payloads
        .map(|payload| {
            let id = payload.get("case").or(payload.get("submission")).unwrap();
            (payload["job"].as_str().unwrap().to_owned(), id.as_str().unwrap().parse().unwrap())
        })
        .collect()
}
