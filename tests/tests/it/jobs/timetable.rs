//! Jobs by the clock.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use clerk_tests::{World, jobs::drain_all};
use clerk_worker::{runner, schedule};
use futures_util::future::join_all;
use tokio::sync::oneshot;

use super::{brisk, until, until_state};

const BY_SLOT: &str = "SELECT count(*) FROM clerk.job WHERE unique_key LIKE 'clean_up:%'";

/// Shortly before 3 am in Melbourne.
fn evening() -> DateTime<Utc> {
    "2026-06-10T16:59:00Z".parse().unwrap()
}

#[tokio::test]
async fn a_slot_runs_once_however_many_look() {
    let World { db, ctx, .. } = &World::builder().at(evening()).build().await;
    let look = || async {
        for result in join_all((0..6).map(|_| schedule::look(ctx))).await {
            result.unwrap();
        }
    };
    // The slot before our time is not ours to make up for.
    look().await;
    assert_eq!(db.value::<i64>(BY_SLOT, &[]).await, 0);

    ctx.clock.set(evening() + TimeDelta::minutes(2));
    look().await;
    assert_eq!(db.value::<i64>(BY_SLOT, &[]).await, 1);
    // Not even after it has finished.
    drain_all(ctx, db).await;
    look().await;
    assert_eq!(db.value::<i64>(BY_SLOT, &[]).await, 1);

    // After days without a worker, the last slot alone is made up for.
    ctx.clock.set(evening() + TimeDelta::days(4));
    look().await;
    assert_eq!(db.value::<i64>(BY_SLOT, &[]).await, 2);
}

#[tokio::test]
async fn two_workers_keep_one_timetable() {
    let World { db, ctx, .. } = &World::builder().at(evening()).build().await;
    let start = || {
        let (stop, stopped) = oneshot::channel::<()>();
        let run = runner::run(ctx.clone(), brisk(), async { drop(stopped.await) });
        #[expect(clippy::disallowed_methods, reason = "stands for a process")]
        (stop, tokio::spawn(run))
    };
    let workers = [start(), start()];
    until(db, "SELECT count(*) = 2 FROM clerk.schedule").await;
    ctx.clock.set(evening() + TimeDelta::minutes(2));
    until_state(db, "Done").await;
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(db.value::<i64>(BY_SLOT, &[]).await, 1);
    for (stop, run) in workers {
        stop.send(()).unwrap();
        run.await.unwrap().unwrap();
    }
}
