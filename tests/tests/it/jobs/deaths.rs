//! Workers that die, and what becomes of their jobs.

use std::future::pending;

use clerk_tests::{
    World,
    jobs::{enqueue, only_job},
};

use super::{Runs, Workers, brisk, job, until, until_state, world};

#[tokio::test]
async fn a_dead_workers_job_runs_again_once() {
    let World { db, ctx, .. } = &world().await;
    let runs = Runs::default();
    let start = |dies: bool| {
        let runs = runs.clone();
        Workers::start(ctx, brisk(), move |job| {
            runs.note(&job);
            async move { if dies { pending().await } else { Ok(()) } }
        })
    };
    enqueue(ctx, &job(1)).await;
    let first = start(true);
    until_state(db, "Running").await;
    first.kill(db).await;
    let second = start(false);
    until_state(db, "Done").await;
    let row = only_job(db).await;
    assert_eq!((row.attempts, row.deaths), (2, 1));
    assert_eq!(runs.of(1), 2);
    second.stop().await;
}

#[tokio::test]
async fn a_job_that_kills_three_workers_is_dead() {
    let World { db, ctx, .. } = &world().await;
    enqueue(ctx, &job(1)).await;
    for deaths in 0..3 {
        let workers = Workers::start(ctx, brisk(), |_| pending());
        until(db, &format!("SELECT state = 'Running' AND deaths = {deaths} FROM clerk.job")).await;
        workers.kill(db).await;
    }
    let runs = Runs::default();
    let count = runs.clone();
    let workers = Workers::start(ctx, brisk(), move |job| {
        count.note(&job);
        async { Ok(()) }
    });
    until_state(db, "Dead").await;
    let row = only_job(db).await;
    assert_eq!((row.deaths, row.last_error.as_deref()), (3, Some("the worker died")));
    workers.stop().await;
    assert_eq!(runs.of(1), 0);
}

#[tokio::test]
async fn a_job_that_was_not_begun_returns_without_blame() {
    let World { db, ctx, .. } = &world().await;
    enqueue(ctx, &job(1)).await;
    db.execute("INSERT INTO clerk.worker VALUES ('gone', now(), now() - interval '1 hour')", &[])
        .await;
    db.execute("UPDATE clerk.job SET state = 'Queued', worker = 'gone'", &[]).await;
    let workers = Workers::start(ctx, brisk(), |_| async { Ok(()) });
    until_state(db, "Done").await;
    let row = only_job(db).await;
    assert_eq!((row.attempts, row.deaths), (1, 0));
    workers.stop().await;
}

#[tokio::test]
async fn a_death_on_the_last_attempt_is_the_end() {
    let World { db, ctx, .. } = &world().await;
    enqueue(ctx, &job(1)).await;
    db.execute("UPDATE clerk.job SET max_attempts = 1", &[]).await;
    let workers = Workers::start(ctx, brisk(), |_| pending());
    until_state(db, "Running").await;
    workers.kill(db).await;
    let workers = Workers::start(ctx, brisk(), |_| async { Ok(()) });
    until_state(db, "Dead").await;
    assert_eq!(only_job(db).await.deaths, 1);
    workers.stop().await;
}

#[tokio::test]
async fn a_worker_given_up_for_dead_does_not_disturb_its_successor() {
    let World { db, ctx, .. } = &world().await;
    let gate = std::sync::Arc::new(tokio::sync::Semaphore::new(0));
    let held = gate.clone();
    // The first worker is slow, and so late with its heartbeats that it counts as dead.
    let late =
        clerk_store::jobs::Timing { heartbeat: std::time::Duration::from_secs(3600), ..brisk() };
    let slow = Workers::start(ctx, late, move |_| {
        let held = held.clone();
        async move {
            held.acquire().await.unwrap().forget();
            Ok(())
        }
    });
    enqueue(ctx, &job(1)).await;
    until_state(db, "Running").await;
    db.execute("UPDATE clerk.worker SET seen_at = seen_at - interval '1 hour'", &[]).await;

    let next = Workers::start(ctx, brisk(), |_| pending());
    until(db, "SELECT state = 'Running' AND attempts = 2 FROM clerk.job").await;
    let successor = only_job(db).await.worker;
    // Now the first one succeeds after all; the row is not its own any more.
    gate.add_permits(1);
    slow.stop().await;
    let row = only_job(db).await;
    assert_eq!((row.state.as_str(), &row.worker), ("Running", &successor));
    next.kill(db).await;
}
