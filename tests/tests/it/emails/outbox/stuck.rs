//! Emails that nothing will send.

use chrono::TimeDelta;
use clerk_store::jobs::Job;
use clerk_tests::factories;
use clerk_worker::dispatch;
use clerk_workflows::alerts::alert_email_stuck;
use serde_json::json;

use super::{ready, unresolved, world};

#[tokio::test]
async fn an_email_without_a_job_is_noticed_and_reported_once() {
    let world = world().await;
    let case = factories::new_case().create(&world.db).await.id;
    let lost = ready(&world, Some(case)).await;
    let waiting = ready(&world, None).await;
    let dead = ready(&world, None).await;
    for (email, state) in [(waiting, "Pending"), (dead, "Dead")] {
        world
            .db
            .execute(
                "INSERT INTO clerk.job (queue, payload, max_attempts, unique_key, state, last_error)
                 VALUES ('mail', '{}', 1, 'send_email:' || $1::int, $2, 'nobody answers')",
                &[&email, &state],
            )
            .await;
    }
    let (open, _) = unresolved(&world, None).await;
    let find = || dispatch(world.ctx.clone(), Job::FindStuck);
    let noticed = "SELECT email_id FROM clerk.email_stuck ORDER BY 1";
    world.pass(TimeDelta::minutes(14));
    find().await.unwrap();
    assert!(world.db.query(noticed, &[]).await.is_empty(), "too young");
    world.pass(TimeDelta::minutes(2));
    for _ in 0..2 {
        find().await.unwrap();
    }
    let rows = world.db.query(noticed, &[]).await;
    assert_eq!(rows.iter().map(|row| row.get::<_, i32>(0)).collect::<Vec<_>>(), [lost, dead]);
    let alerts: Vec<_> =
        world.jobs().await.into_iter().filter(|job| job["job"] == "alert_email_stuck").collect();
    let alert = |email| json!({ "job": "alert_email_stuck", "email": email });
    assert_eq!(alerts, [alert(lost), alert(dead)]);

    let listed = super::list_stuck(&world).await;
    let kinds: Vec<_> = listed.iter().map(|row| (row.email, row.kind.as_str())).collect();
    assert_eq!(kinds, [(lost, "no job"), (dead, "no job"), (open, "unresolved")]);
    assert_eq!(listed[0].reason, "it has no job");
    assert!(listed[1].reason.contains("nobody answers"), "{}", listed[1].reason);

    for _ in 0..2 {
        alert_email_stuck(&world.ctx, lost).await.unwrap();
    }
    let posts = world.slack_posts();
    assert_eq!(posts.len(), 1);
    assert!(posts[0].contains("R0042") && posts[0].contains("list-stuck"), "{}", posts[0]);
    // One that is on its way by then is not worth a message.
    world.db.execute("UPDATE clerk.job SET state = 'Pending' WHERE state = 'Dead'", &[]).await;
    alert_email_stuck(&world.ctx, dead).await.unwrap();
    assert_eq!(world.slack_posts().len(), 1);
}
