//! Stopping as deployments do.

use std::{future::pending, sync::Arc, time::Duration};

use clerk_store::jobs::Timing;
use clerk_tests::{
    World,
    jobs::{enqueue, only_job},
};
use tokio::sync::Semaphore;

use super::{Workers, brisk, job, until_state, world};

#[tokio::test]
async fn what_does_not_end_in_time_returns_without_burning_an_attempt() {
    let World { db, ctx, .. } = &world().await;
    let timing = Timing { drain: Duration::from_millis(300), ..brisk() };
    let workers = Workers::start(ctx, timing, |_| pending());
    enqueue(ctx, &job(1)).await;
    until_state(db, "Running").await;
    workers.stop().await;
    let row = only_job(db).await;
    assert_eq!((row.state.as_str(), row.attempts, row.deaths), ("Pending", 0, 0));
    assert_eq!(row.worker, None);
    assert_eq!(db.value::<i64>("SELECT count(*) FROM clerk.worker", &[]).await, 0);
}

#[tokio::test]
async fn what_ends_in_time_is_done_and_nothing_new_begins() {
    let World { db, ctx, .. } = &world().await;
    let gate = Arc::new(Semaphore::new(0));
    let held = gate.clone();
    let workers = Workers::start(ctx, brisk(), move |_| {
        let held = held.clone();
        async move {
            held.acquire().await.unwrap().forget();
            Ok(())
        }
    });
    enqueue(ctx, &job(1)).await;
    until_state(db, "Running").await;

    let stopped = workers.stop();
    let meanwhile = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        enqueue(ctx, &job(2)).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        gate.add_permits(2);
    };
    tokio::join!(stopped, meanwhile);
    let rows = db.query("SELECT state, attempts FROM clerk.job ORDER BY id", &[]).await;
    let rows: Vec<(String, i32)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(rows, [("Done".to_owned(), 1), ("Pending".to_owned(), 0)]);
}
