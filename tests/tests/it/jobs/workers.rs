//! Several workers, lost connections, announcements.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use clerk_store::jobs::{Timing, health::health, workers};
use clerk_tests::{
    World,
    jobs::{enqueue, only_job},
};
use tokio::sync::Semaphore;

use super::{Runs, Workers, brisk, job, number, until, until_state, world};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_workers_share_the_work_and_run_nothing_twice() {
    let World { db, ctx, .. } = &world().await;
    let (runs, running) = (Runs::default(), Arc::new(Mutex::new(BTreeSet::new())));
    let start = || {
        let (runs, running) = (runs.clone(), running.clone());
        Workers::start(ctx, brisk(), move |job| {
            let (runs, running) = (runs.clone(), running.clone());
            async move {
                assert!(running.lock().unwrap().insert(number(&job)), "runs twice at a time");
                runs.note(&job);
                tokio::time::sleep(Duration::from_millis(5)).await;
                running.lock().unwrap().remove(&number(&job));
                Ok(())
            }
        })
    };
    let workers = [start(), start()];
    for number in 0..200 {
        enqueue(ctx, &job(number)).await;
    }
    until(db, "SELECT count(*) = 200 FROM clerk.job WHERE state = 'Done'").await;
    assert!((0..200).all(|number| runs.of(number) == 1));
    assert_eq!(db.value::<i64>("SELECT count(*) FROM clerk.job WHERE attempts <> 1", &[]).await, 0);
    for worker in workers {
        worker.stop().await;
    }
}

#[tokio::test]
async fn a_queue_runs_no_more_jobs_at_a_time_than_it_may() {
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
    for number in 0..6 {
        enqueue(ctx, &job(number)).await;
    }
    until(db, "SELECT count(*) = 4 FROM clerk.job WHERE state = 'Running'").await;
    // Heartbeats go on while all slots are taken.
    let beat = "SELECT max(seen_at)::text FROM clerk.worker WHERE name LIKE 'mail:%'";
    let before: String = db.value(beat, &[]).await;
    until(db, &format!("SELECT ({beat}) > '{before}'")).await;
    let waiting = "SELECT count(*) FROM clerk.job WHERE state = 'Pending'";
    assert_eq!(db.value::<i64>(waiting, &[]).await, 2);
    gate.add_permits(6);
    until_state(db, "Done").await;
    workers.stop().await;
}

#[tokio::test]
async fn lost_connections_do_not_end_a_worker() {
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
    let ended = db
        .execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()",
            &[],
        )
        .await;
    assert!(ended >= 2, "the queue's connections and the listening one");
    // The job that ran meanwhile ends well, once, and others follow.
    gate.add_permits(3);
    until_state(db, "Done").await;
    assert_eq!(only_job(db).await.attempts, 1);
    enqueue(ctx, &job(2)).await;
    until_state(db, "Done").await;
    until(db, LISTENING).await;
    workers.stop().await;
}

const LISTENING: &str = "SELECT count(*) > 0 FROM pg_stat_activity
    WHERE datname = current_database() AND query = 'LISTEN clerk_job' AND state = 'idle'";

#[tokio::test]
async fn an_announcement_wakes_the_worker() {
    let World { db, ctx, .. } = &world().await;
    let hour = Duration::from_secs(3600);
    let timing = Timing { poll: hour, heartbeat: hour, death: hour * 2, ..brisk() };
    let workers = Workers::start(ctx, timing, |_| async { Ok(()) });
    until(db, LISTENING).await;
    until(db, "SELECT count(*) = 4 FROM clerk.worker").await;
    for number in 1..4 {
        enqueue(ctx, &job(number)).await;
        until_state(db, "Done").await;
    }
    // So does a job that returns to the queue.
    db.execute("UPDATE clerk.job SET state = 'Pending'", &[]).await;
    until_state(db, "Done").await;
    workers.stop().await;
}

#[tokio::test]
async fn a_job_fetched_unawares_is_returned() {
    let World { db, ctx, .. } = &world().await;
    let workers = Workers::start(ctx, brisk(), |_| async { Ok(()) });
    until(db, "SELECT count(*) = 4 FROM clerk.worker").await;
    // As if the answer to the fetch had been lost on the way.
    db.execute(
        "INSERT INTO clerk.job (queue, payload, max_attempts, state, worker)
         SELECT 'mail', '{\"job\": \"send_email\", \"email\": 1}', 3, 'Queued', name
         FROM clerk.worker WHERE name LIKE 'mail:%'",
        &[],
    )
    .await;
    until_state(db, "Done").await;
    assert_eq!(only_job(db).await.attempts, 1);
    workers.stop().await;
}

#[tokio::test]
async fn the_health_of_the_queue_can_be_seen() {
    let World { db, ctx, .. } = &world().await;
    let mut conn = ctx.db().await.unwrap();
    let before = health(&mut conn).await.unwrap();
    assert_eq!((before.heartbeat_age, before.waiting), (None, 0));
    assert!(!workers::any_alive(&mut conn).await.unwrap());
    enqueue(ctx, &job(1)).await;
    db.execute("UPDATE clerk.job SET run_at = now() - interval '5 minutes'", &[]).await;
    let waiting = health(&mut conn).await.unwrap();
    assert_eq!(waiting.waiting, 1);
    assert!(waiting.oldest_wait >= 300.0, "{waiting:?}");
    let started = Workers::start(ctx, brisk(), |_| async { Ok(()) });
    until_state(db, "Done").await;
    let after = health(&mut conn).await.unwrap();
    assert!(after.heartbeat_age.is_some() && after.waiting == 0, "{after:?}");
    assert!(workers::any_alive(&mut conn).await.unwrap());
    started.stop().await;
}
