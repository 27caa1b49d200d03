//! Failures: another attempt after a while, or none.

use std::time::Duration;

use chrono::TimeDelta;
use clerk_domain::DomainError;
use clerk_store::jobs::Timing;
use clerk_tests::{
    World,
    jobs::{enqueue, make_due, only_job},
};

use super::{Runs, Workers, brisk, job, until, until_state, world};

#[tokio::test]
async fn a_transient_failure_is_tried_again_later_and_later() {
    let World { db, ctx, .. } = &world().await;
    let timing = Timing { retry: Duration::from_secs(600), ..brisk() };
    let runs = Runs::default();
    let count = runs.clone();
    let workers = Workers::start(ctx, timing, move |job| {
        let run = count.note(&job);
        async move {
            if run < 3 { Err(DomainError::Unavailable(format!("failure {run}"))) } else { Ok(()) }
        }
    });
    let started = ctx.clock.now();
    enqueue(ctx, &job(1)).await;

    for (attempt, minutes) in [(1, 10.0), (2, 20.0)] {
        until(db, &format!("SELECT last_error LIKE '%failure {attempt}' FROM clerk.job")).await;
        let row = only_job(db).await;
        assert_eq!((row.state.as_str(), row.attempts, row.worker), ("Pending", attempt, None));
        let wait = (row.run_at - started).as_seconds_f64();
        let range = minutes * 60.0 * 0.75..minutes * 60.0 * 1.25 + 60.0;
        assert!(range.contains(&wait), "attempt {attempt} was put off by {wait} s");
        make_due(db).await;
    }
    until_state(db, "Done").await;
    let row = only_job(db).await;
    assert_eq!((row.attempts, row.last_error), (3, None));
    assert_eq!(runs.of(1), 3);
    workers.stop().await;
}

#[tokio::test]
async fn what_no_retry_can_mend_is_dead_at_once() {
    let World { db, ctx, .. } = &world().await;
    let workers = Workers::start(ctx, brisk(), |_| async {
        Err(DomainError::Fatal("the answers make no sense".into()))
    });
    enqueue(ctx, &job(1)).await;
    until_state(db, "Dead").await;
    let row = only_job(db).await;
    assert_eq!(row.attempts, 1);
    assert_eq!(row.last_error.as_deref(), Some("the answers make no sense"));
    workers.stop().await;
}

#[tokio::test]
async fn a_job_of_an_unknown_kind_is_dead_at_once() {
    let World { db, ctx, .. } = &world().await;
    db.execute(
        r#"INSERT INTO clerk.job (queue, payload, max_attempts)
           VALUES ('core', '{"job": "brew_tea"}', 5)"#,
        &[],
    )
    .await;
    let workers = Workers::start(ctx, brisk(), |_| async { Ok(()) });
    until_state(db, "Dead").await;
    let error = only_job(db).await.last_error.unwrap();
    assert!(error.starts_with("not a known job"), "{error}");
    workers.stop().await;
}

#[tokio::test]
async fn after_the_last_attempt_a_job_is_dead() {
    let World { db, ctx, .. } = &world().await;
    enqueue(ctx, &job(1)).await;
    db.execute("UPDATE clerk.job SET max_attempts = 3", &[]).await;
    let runs = Runs::default();
    let count = runs.clone();
    let workers = Workers::start(ctx, brisk(), move |job| {
        count.note(&job);
        async { Err(DomainError::Unavailable("nobody answers".into())) }
    });
    until_state(db, "Dead").await;
    assert_eq!(only_job(db).await.attempts, 3);
    assert_eq!(runs.of(1), 3);
    workers.stop().await;
}

#[tokio::test]
async fn a_panic_is_a_failed_attempt_and_no_more() {
    let World { db, ctx, .. } = &world().await;
    let timing = Timing { retry: Duration::from_secs(600), ..brisk() };
    let workers = Workers::start(ctx, timing, |job| async move {
        assert_ne!(super::number(&job), 1, "a bug");
        Ok(())
    });
    enqueue(ctx, &job(1)).await;
    until(db, "SELECT state = 'Pending' AND attempts = 1 FROM clerk.job").await;
    let row = only_job(db).await;
    assert!(row.last_error.unwrap().contains("a bug"));
    assert!(row.run_at > ctx.clock.now() + TimeDelta::minutes(5));

    // More jobs than the queue has slots: none of them was lost to the panic.
    for number in 2..10 {
        enqueue(ctx, &job(number)).await;
    }
    until(db, "SELECT count(*) = 8 FROM clerk.job WHERE state = 'Done'").await;
    workers.stop().await;
}
