//! Enqueuing: with the change that calls for the job, once per key, in order of priority.

use std::sync::{Arc, Mutex};

use chrono::Utc;
use clerk_store::{
    StoreError,
    jobs::{Job, JobState, queue, schedule::claim_slot},
};
use clerk_tests::{
    World,
    jobs::{self, enqueue, only_job},
};
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::{Workers, brisk, job, until, until_state, world};

#[tokio::test]
async fn a_job_exists_exactly_when_the_change_commits() {
    let World { db, ctx, .. } = &world().await;
    let mut conn = ctx.db().await.unwrap();
    let slot = |text: &str| text.parse::<chrono::DateTime<Utc>>().unwrap();
    let (first, second) = (slot("2026-01-01T00:00:00Z"), slot("2026-01-02T00:00:00Z"));
    assert!(!claim_slot(&mut conn, "demo", first, &Job::CleanUp).await.unwrap());

    // The change and the job are written, and then the commit itself fails.
    db.execute(
        "CREATE FUNCTION clerk.refuse() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'refused at commit'; END $$",
        &[],
    )
    .await;
    db.execute(
        "CREATE CONSTRAINT TRIGGER refuse AFTER UPDATE ON clerk.schedule
         DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION clerk.refuse()",
        &[],
    )
    .await;
    claim_slot(&mut conn, "demo", second, &Job::CleanUp).await.unwrap_err();
    assert_eq!(db.value::<i64>("SELECT count(*) FROM clerk.job", &[]).await, 0);
    db.execute("DROP TRIGGER refuse ON clerk.schedule", &[]).await;

    // The other way round: the job cannot be written, so the change does not happen either.
    db.execute("ALTER TABLE clerk.job ADD CONSTRAINT refuse CHECK (priority > 0)", &[]).await;
    claim_slot(&mut conn, "demo", second, &Job::CleanUp).await.unwrap_err();
    let seen: chrono::DateTime<Utc> = db.value("SELECT last_slot FROM clerk.schedule", &[]).await;
    assert_eq!(seen, first);
    db.execute("ALTER TABLE clerk.job DROP CONSTRAINT refuse", &[]).await;

    assert!(claim_slot(&mut conn, "demo", second, &Job::CleanUp).await.unwrap());
    assert_eq!(jobs::pending(db).await.len(), 1);
}

#[tokio::test]
async fn a_key_is_unique_until_the_job_has_finished() {
    let World { db, ctx, .. } = &world().await;
    let hold = Arc::new(Semaphore::new(0));
    let count = "SELECT count(*) FROM clerk.job";

    enqueue(ctx, &job(1)).await;
    enqueue(ctx, &job(1)).await;
    enqueue(ctx, &job(2)).await;
    assert_eq!(db.value::<i64>(count, &[]).await, 2);

    let held = hold.clone();
    let workers = Workers::start(ctx, brisk(), move |_| {
        let held = held.clone();
        async move {
            held.acquire().await.unwrap().forget();
            Ok(())
        }
    });
    until_state(db, "Running").await;
    enqueue(ctx, &job(1)).await;
    assert_eq!(db.value::<i64>(count, &[]).await, 2);

    hold.add_permits(2);
    until_state(db, "Done").await;
    enqueue(ctx, &job(1)).await;
    assert_eq!(db.value::<i64>(count, &[]).await, 3);
    hold.add_permits(1);
    until_state(db, "Done").await;
    workers.stop().await;
}

#[tokio::test]
async fn the_higher_priority_goes_first_then_the_older_job() {
    let World { db, ctx, .. } = &world().await;
    // Three jobs hold all slots of the queue but one, so that the others pass one by one.
    let blocker = |n: u128| Job::WelcomeClient { case: Uuid::from_u128(n) };
    for n in 1..=3 {
        enqueue(ctx, &blocker(n)).await;
    }
    db.execute("UPDATE clerk.job SET priority = 100", &[]).await;
    let submission = |n: u128| Job::ProcessSubmission { submission: Uuid::from_u128(n) };
    let expected = [submission(1), submission(2), blocker(4), blocker(5), Job::CleanUp];
    for n in [4, 2, 0, 3, 1] {
        enqueue(ctx, &expected[n]).await;
    }
    // Of two with the same priority the one that has been due for longer.
    db.execute(
        "UPDATE clerk.job SET run_at = run_at - interval '1 minute'
         WHERE payload ->> 'case' = $1::text",
        &[&Uuid::from_u128(4).to_string()],
    )
    .await;
    db.execute(
        "UPDATE clerk.job SET run_at = (SELECT max(run_at) FROM clerk.job)
         WHERE payload ->> 'job' = 'process_submission'",
        &[],
    )
    .await;
    db.execute(
        "UPDATE clerk.job SET run_at = run_at - interval '1 minute'
         WHERE payload ->> 'submission' = $1::text",
        &[&Uuid::from_u128(1).to_string()],
    )
    .await;

    let order = Arc::new(Mutex::new(Vec::new()));
    let seen = order.clone();
    let workers = Workers::start(ctx, brisk(), move |job| {
        let seen = seen.clone();
        async move {
            if matches!(&job, Job::WelcomeClient { case } if case.as_u128() <= 3) {
                std::future::pending::<()>().await;
            }
            seen.lock().unwrap().push(job);
            Ok(())
        }
    });
    until(db, "SELECT count(*) = 5 FROM clerk.job WHERE state = 'Done'").await;
    assert_eq!(*order.lock().unwrap(), expected);
    workers.kill(db).await;
}

#[tokio::test]
async fn a_job_waits_for_its_time() {
    let World { db, ctx, .. } = &world().await;
    let later = ctx.clock.now() + chrono::TimeDelta::hours(1);
    let mut conn = ctx.db().await.unwrap();
    clerk_store::jobs::enqueue_at(&mut conn, &Job::CleanUp, None, later).await.unwrap();
    drop(conn);
    let health = jobs::drain(ctx).await;
    assert_eq!((health.scheduled, health.waiting), (1, 0));
    assert_eq!(only_job(db).await.state, "Pending");
    jobs::make_due(db).await;
    jobs::drain_all(ctx, db).await;
}

#[tokio::test]
async fn only_a_dead_job_can_be_replayed() {
    let World { db, ctx, .. } = &world().await;
    let mut conn = ctx.db().await.unwrap();
    enqueue(ctx, &job(1)).await;
    let id: i64 = db.value("SELECT id FROM clerk.job", &[]).await;
    let error = queue::replay(&mut conn, id).await.unwrap_err();
    assert!(matches!(error, StoreError::NotFound), "{error}");

    db.execute(
        "UPDATE clerk.job SET state = 'Dead', attempts = 12, deaths = 2, finished_at = now()",
        &[],
    )
    .await;
    let dead = queue::list(&mut conn, Some(JobState::Dead), 10).await.unwrap();
    assert_eq!((dead.len(), dead[0].id, dead[0].attempts), (1, id, 12));

    // The same work has been asked for again meanwhile.
    enqueue(ctx, &job(1)).await;
    let error = queue::replay(&mut conn, id).await.unwrap_err();
    assert!(matches!(error, StoreError::Refused { code: "already_queued", .. }), "{error}");
    db.execute("DELETE FROM clerk.job WHERE id <> $1", &[&id]).await;

    queue::replay(&mut conn, id).await.unwrap();
    let row = only_job(db).await;
    assert_eq!((row.state.as_str(), row.attempts, row.deaths), ("Pending", 0, 0));
    let workers = Workers::start(ctx, brisk(), |_| async { Ok(()) });
    until_state(db, "Done").await;
    workers.stop().await;
}
