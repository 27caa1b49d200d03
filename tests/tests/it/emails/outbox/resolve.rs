//! Attempts whose outcome is unknown.

use std::time::Duration;

use chrono::TimeDelta;
use clerk_domain::{
    DomainError,
    emails::outbox::{Decision, Resolved},
};
use clerk_tests::{factories, outside::Answer};
use clerk_workflows::alerts::alert_email_unresolved;
use clerk_workflows::mail_goes_out::send_email;
use serde_json::json;
use uuid::Uuid;

use super::{PROVIDER, ready, unresolved, world};

const WAIT: &str = "SELECT extract(epoch FROM run_at - now())::float8 FROM clerk.job
    WHERE payload ->> 'job' = 'alert_email_unresolved'";

#[tokio::test]
async fn a_worker_that_dies_in_the_call_is_reported_once_within_five_minutes() {
    let world = world().await;
    let case = factories::new_case().create(&world.db).await.id;
    let email = ready(&world, Some(case)).await;
    world.fake.answer_once(PROVIDER, "/", Answer::new(202).set_delay(Duration::from_secs(20)));
    let ctx = world.ctx.clone();
    #[expect(clippy::disallowed_methods, reason = "a worker that is killed in the call")]
    let worker = tokio::spawn(async move { send_email(&ctx, email).await });
    world.fake.wait_for(PROVIDER, 1).await;
    worker.abort();
    assert!(worker.await.unwrap_err().is_cancelled());
    let id = world.attempt(email).await;
    assert_eq!(world.jobs().await, [json!({ "job": "alert_email_unresolved", "attempt": id })]);
    let wait: f64 = world.db.value(WAIT, &[]).await;
    assert!((180.0..=240.0).contains(&wait), "{wait}");

    // The call may be under way.
    let early = alert_email_unresolved(&world.ctx, id).await.unwrap_err();
    assert!(matches!(early, DomainError::Busy { .. }) && early.is_transient(), "{early}");
    assert!(world.slack_posts().is_empty());
    world.pass(TimeDelta::minutes(4));
    for _ in 0..2 {
        alert_email_unresolved(&world.ctx, id).await.unwrap();
    }
    assert_eq!(world.attempts(email).await, ["Unresolved"]);
    let posts = world.slack_posts();
    assert_eq!(posts.len(), 1);
    assert!(posts[0].contains(&format!("resolve-attempt {id}")), "{}", posts[0]);
    assert!(posts[0].contains("R0042") && posts[0].contains("the worker died"), "{}", posts[0]);
    assert!(!posts[0].contains("mary@example.com") && !posts[0].contains("repairs"));
    alert_email_unresolved(&world.ctx, Uuid::new_v4()).await.unwrap();
}

#[tokio::test]
async fn a_lost_answer_is_reported_at_once_and_a_clear_one_never() {
    let world = world().await;
    let (_, id) = unresolved(&world, None).await;
    assert_eq!(world.jobs().await, [json!({ "job": "alert_email_unresolved", "attempt": id })]);
    assert!(world.db.value::<f64>(WAIT, &[]).await <= 0.0);
    super::resolve(&world, id, Decision::Sent).await.unwrap();
    assert!(world.jobs().await.is_empty(), "nobody needs to hear of it");
    alert_email_unresolved(&world.ctx, id).await.unwrap();
    for status in [202, 400, 503] {
        let email = ready(&world, None).await;
        world.fake.answer_once(PROVIDER, "/", Answer::new(status));
        let _ = send_email(&world.ctx, email).await;
        let jobs = world.jobs().await;
        assert!(jobs.iter().all(|job| job["job"] != "alert_email_unresolved"), "{status}");
    }
    assert!(world.slack_posts().is_empty());
}

#[tokio::test]
async fn a_person_decides_and_what_follows_is_consistent() {
    let world = world().await;
    let case = factories::new_case().create(&world.db).await.id;
    let notes = "SELECT count(*) FROM core_issuenote WHERE note_type = 'EMAIL'";

    let (sent, id) = unresolved(&world, Some(case)).await;
    for expected in [Resolved::Done, Resolved::Already] {
        assert_eq!(super::resolve(&world, id, Decision::Sent).await.unwrap(), expected);
        assert_eq!(
            (world.email_state(sent).await, world.attempts(sent).await),
            ("SENT".into(), vec!["Accepted".into()])
        );
        assert_eq!(world.db.value::<i64>(notes, &[]).await, 1);
    }
    for decision in [Decision::Failed, Decision::Resend] {
        let refused = super::resolve(&world, id, decision).await.unwrap_err();
        assert!(matches!(refused, DomainError::Refused { code: "accepted", .. }));
    }

    let (failed, id) = unresolved(&world, Some(case)).await;
    for expected in [Resolved::Done, Resolved::Already] {
        assert_eq!(super::resolve(&world, id, Decision::Failed).await.unwrap(), expected);
        assert_eq!(world.email_state(failed).await, "DELIVERY_FAILURE");
        assert_eq!(world.jobs().await, [json!({ "job": "alert_email_failed", "email": failed })]);
    }
    assert!(super::resolve(&world, id, Decision::Sent).await.is_err());
    // What failed can be sent again after all, once.
    assert_eq!(super::resolve(&world, id, Decision::Resend).await.unwrap(), Resolved::Done);
    assert_eq!(world.email_state(failed).await, "READY_TO_SEND");
    send_email(&world.ctx, failed).await.unwrap();
    assert_eq!(world.attempts(failed).await.len(), 2);
    assert!(super::resolve(&world, id, Decision::Resend).await.is_err());
    assert_eq!(world.email_state(failed).await, "SENT");

    world.db.execute("DELETE FROM clerk.job", &[]).await;
    let (again, id) = unresolved(&world, None).await;
    for _ in 0..2 {
        super::resolve(&world, id, Decision::Resend).await.unwrap();
        assert_eq!(world.attempts(again).await, ["Retry"]);
        assert_eq!(world.jobs().await, [json!({ "job": "send_email", "email": again })]);
    }
    send_email(&world.ctx, again).await.unwrap();
    assert_eq!(world.email_state(again).await, "SENT");
    let unknown = super::resolve(&world, Uuid::new_v4(), Decision::Sent).await;
    assert!(matches!(unknown, Err(DomainError::NotFound)));
}

#[tokio::test]
async fn the_command_lists_and_decides() {
    let world = world().await;
    let case = factories::new_case().create(&world.db).await.id;
    let (email, id) = unresolved(&world, Some(case)).await;
    let id = id.to_string();
    let (ok, listed) = world.run_worker(&["email", "list-stuck"]);
    assert!(ok, "{listed}");
    for part in [&id, &case.to_string(), &email.to_string(), "unresolved", "status 502", "Y… r…"]
    {
        assert!(listed.contains(part), "{part} is not in {listed}");
    }
    assert!(!listed.contains("repairs"), "{listed}");
    for nonsense in [
        &["email", "resolve-attempt", &id][..],
        &["email", "resolve-attempt", &id, "--sent", "--failed"],
        &["email", "resolve-attempt", "7", "--sent"],
    ] {
        assert!(!world.run_worker(nonsense).0);
    }
    let nothing = Uuid::new_v4().to_string();
    let (ok, said) = world.run_worker(&["email", "resolve-attempt", &nothing, "--sent"]);
    assert!(!ok && said.contains("no such attempt"), "{said}");
    let decide = ["email", "resolve-attempt", &id, "--sent"];
    let (ok, said) = world.run_worker(&decide);
    assert!(ok && said.contains("counts as sent"), "{said}");
    let (ok, said) = world.run_worker(&decide);
    assert!(ok && said.contains("decided before"), "{said}");
    let (ok, said) = world.run_worker(&["email", "resolve-attempt", &id, "--resend"]);
    assert!(!ok && said.contains("The provider has the email"), "{said}");
    assert!(!world.run_worker(&["email", "list-stuck"]).1.contains(&id));
}
