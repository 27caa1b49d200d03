//! Cleaning up.

use clerk_store::jobs::Job;
use clerk_tests::{
    World,
    jobs::{drain, enqueue},
};

use super::world;

#[tokio::test]
async fn what_has_expired_is_deleted_and_nothing_else() {
    let World { db, ctx, .. } = &world().await;
    for (key, expires) in [("old", "-1 second"), ("new", "1 hour")] {
        db.execute(
            "INSERT INTO django_session (session_key, session_data, expire_date)
             VALUES ($1, 'x', now() + $2::text::interval)",
            &[&key, &expires],
        )
        .await;
    }
    for (number, state, age) in
        [(1, "Done", "31 days"), (2, "Done", "29 days"), (3, "Dead", "90 days")]
    {
        db.execute(
            "INSERT INTO clerk.job (queue, payload, state, max_attempts, priority, finished_at)
             VALUES ('mail', '{}', $1, 1, $2, now() - $3::text::interval)",
            &[&state, &i16::try_from(number).unwrap(), &age],
        )
        .await;
    }
    for (name, age) in [("old", "25 hours"), ("new", "1 hour")] {
        db.execute(
            "INSERT INTO clerk.worker VALUES ($1, now(), now() - $2::text::interval)",
            &[&name, &age],
        )
        .await;
    }

    enqueue(ctx, &Job::CleanUp).await;
    drain(ctx).await;

    let left = |sql: &'static str| async move {
        let rows = db.query(sql, &[]).await;
        rows.iter().map(|row| row.get::<_, String>(0)).collect::<Vec<_>>()
    };
    assert_eq!(left("SELECT session_key FROM django_session").await, ["new"]);
    assert_eq!(left("SELECT name FROM clerk.worker").await, ["new"]);
    let kept = left("SELECT priority::text FROM clerk.job WHERE payload = '{}' ORDER BY id").await;
    assert_eq!(kept, ["2", "3"]);
}
