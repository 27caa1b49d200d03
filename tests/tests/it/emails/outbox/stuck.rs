//! Emails that nothing will send.

use chrono::TimeDelta;
use clerk_domain::emails::stuck;
use clerk_store::jobs::Job;
use clerk_worker::{dispatch, jobs::alert_email_stuck};
use serde_json::json;

use super::{bench, posts, unresolved};
use crate::world::CaseRow;

#[tokio::test]
async fn an_email_without_a_job_is_noticed_and_reported_once() {
    let bench = bench().await;
    let case = bench.case(CaseRow::default()).await;
    let lost = bench.ready(Some(case)).await;
    let waiting = bench.ready(None).await;
    let dead = bench.ready(None).await;
    for (email, state) in [(waiting, "Pending"), (dead, "Dead")] {
        bench
            .db
            .execute(
                "INSERT INTO clerk.job (queue, payload, max_attempts, unique_key, state, last_error)
                 VALUES ('mail', '{}', 1, 'send_email:' || $1::int, $2, 'nobody answers')",
                &[&email, &state],
            )
            .await;
    }
    let (open, _) = unresolved(&bench, None).await;
    let find = || dispatch(bench.ctx.clone(), Job::FindStuck);
    let noticed = "SELECT email_id FROM clerk.email_stuck ORDER BY 1";
    bench.pass(TimeDelta::minutes(14));
    find().await.unwrap();
    assert!(bench.db.query(noticed, &[]).await.is_empty(), "too young");
    bench.pass(TimeDelta::minutes(2));
    for _ in 0..2 {
        find().await.unwrap();
    }
    let rows = bench.db.query(noticed, &[]).await;
    assert_eq!(rows.iter().map(|row| row.get::<_, i32>(0)).collect::<Vec<_>>(), [lost, dead]);
    let alerts: Vec<_> =
        bench.jobs().await.into_iter().filter(|job| job["job"] == "alert_email_stuck").collect();
    let alert = |email| json!({ "job": "alert_email_stuck", "email": email });
    assert_eq!(alerts, [alert(lost), alert(dead)]);

    let listed = stuck::list(&bench.ctx).await.unwrap();
    let kinds: Vec<_> = listed.iter().map(|it| (it.email, it.kind.as_str())).collect();
    assert_eq!(kinds, [(lost, "no job"), (dead, "no job"), (open, "unresolved")]);
    assert_eq!(listed[0].reason, "it has no job");
    assert!(listed[1].reason.contains("nobody answers"), "{}", listed[1].reason);

    for _ in 0..2 {
        alert_email_stuck::run(&bench.ctx, lost).await.unwrap();
    }
    let told = posts(&bench);
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("R0042") && told[0].contains("list-stuck"), "{}", told[0]);
    // One that is on its way by then is not worth a message.
    bench.db.execute("UPDATE clerk.job SET state = 'Pending' WHERE state = 'Dead'", &[]).await;
    alert_email_stuck::run(&bench.ctx, dead).await.unwrap();
    assert_eq!(posts(&bench).len(), 1);
}
