//! Attempts that nobody knows the outcome of.

use std::time::Duration;

use chrono::TimeDelta;
use clerk_domain::{
    DomainError,
    emails::{self, Decision, Resolved},
};
use clerk_tests::outside::Answer;
use clerk_worker::jobs::{alert_email_unresolved, send_email};
use serde_json::json;
use uuid::Uuid;

use super::{PROVIDER, attempt, bench, command, posts, unresolved};
use crate::world::CaseRow;

const WAIT: &str = "SELECT extract(epoch FROM run_at - now())::float8 FROM clerk.job
    WHERE payload ->> 'job' = 'alert_email_unresolved'";

#[tokio::test]
async fn a_worker_that_dies_in_the_call_is_reported_once_within_five_minutes() {
    let bench = bench().await;
    let case = bench.case(CaseRow::default()).await;
    let email = bench.ready(Some(case)).await;
    bench.fake.answer_once(PROVIDER, "/", Answer::new(202).set_delay(Duration::from_secs(20)));
    let ctx = bench.ctx.clone();
    #[expect(clippy::disallowed_methods, reason = "a worker that is killed in the call")]
    let worker = tokio::spawn(async move { send_email::run(&ctx, email).await });
    bench.fake.wait_for(PROVIDER, 1).await;
    worker.abort();
    assert!(worker.await.unwrap_err().is_cancelled());
    let id = attempt(&bench, email).await;
    assert_eq!(bench.jobs().await, [json!({ "job": "alert_email_unresolved", "attempt": id })]);
    let wait: f64 = bench.db.value(WAIT, &[]).await;
    assert!((180.0..=240.0).contains(&wait), "{wait}");

    // The call may be under way.
    let early = alert_email_unresolved::run(&bench.ctx, id).await.unwrap_err();
    assert!(matches!(early, DomainError::Busy { .. }) && early.is_transient(), "{early}");
    assert!(posts(&bench).is_empty());
    bench.pass(TimeDelta::minutes(4));
    for _ in 0..2 {
        alert_email_unresolved::run(&bench.ctx, id).await.unwrap();
    }
    assert_eq!(bench.attempts(email).await, ["Unresolved"]);
    let posts = posts(&bench);
    assert_eq!(posts.len(), 1);
    assert!(posts[0].contains(&format!("resolve-attempt {id}")), "{}", posts[0]);
    assert!(posts[0].contains("R0042") && posts[0].contains("the worker died"), "{}", posts[0]);
    assert!(!posts[0].contains("mary@example.com") && !posts[0].contains("repairs"));
    alert_email_unresolved::run(&bench.ctx, Uuid::new_v4()).await.unwrap();
}

#[tokio::test]
async fn a_lost_answer_is_reported_at_once_and_a_clear_one_never() {
    let bench = bench().await;
    let (_, id) = unresolved(&bench, None).await;
    assert_eq!(bench.jobs().await, [json!({ "job": "alert_email_unresolved", "attempt": id })]);
    assert!(bench.db.value::<f64>(WAIT, &[]).await <= 0.0);
    emails::resolve(&bench.ctx, id, Decision::Sent).await.unwrap();
    assert!(bench.jobs().await.is_empty(), "nobody needs to hear of it");
    alert_email_unresolved::run(&bench.ctx, id).await.unwrap();
    for status in [202, 400, 503] {
        let email = bench.ready(None).await;
        bench.fake.answer_once(PROVIDER, "/", Answer::new(status));
        let _ = send_email::run(&bench.ctx, email).await;
        let jobs = bench.jobs().await;
        assert!(jobs.iter().all(|job| job["job"] != "alert_email_unresolved"), "{status}");
    }
    assert!(posts(&bench).is_empty());
}

#[tokio::test]
async fn a_person_decides_and_what_follows_is_consistent() {
    let bench = bench().await;
    let case = bench.case(CaseRow::default()).await;
    let notes = "SELECT count(*) FROM core_issuenote WHERE note_type = 'EMAIL'";

    let (sent, id) = unresolved(&bench, Some(case)).await;
    for expected in [Resolved::Done, Resolved::Already] {
        assert_eq!(emails::resolve(&bench.ctx, id, Decision::Sent).await.unwrap(), expected);
        assert_eq!(
            (bench.state(sent).await, bench.attempts(sent).await),
            ("SENT".into(), vec!["Accepted".into()])
        );
        assert_eq!(bench.db.value::<i64>(notes, &[]).await, 1);
    }
    for decision in [Decision::Failed, Decision::Resend] {
        let refused = emails::resolve(&bench.ctx, id, decision).await.unwrap_err();
        assert!(matches!(refused, DomainError::Refused { code: "accepted", .. }));
    }

    let (failed, id) = unresolved(&bench, Some(case)).await;
    for expected in [Resolved::Done, Resolved::Already] {
        assert_eq!(emails::resolve(&bench.ctx, id, Decision::Failed).await.unwrap(), expected);
        assert_eq!(bench.state(failed).await, "DELIVERY_FAILURE");
        assert_eq!(bench.jobs().await, [json!({ "job": "alert_email_failed", "email": failed })]);
    }
    assert!(emails::resolve(&bench.ctx, id, Decision::Sent).await.is_err());
    // What failed can be sent again after all, once.
    assert_eq!(emails::resolve(&bench.ctx, id, Decision::Resend).await.unwrap(), Resolved::Done);
    assert_eq!(bench.state(failed).await, "READY_TO_SEND");
    send_email::run(&bench.ctx, failed).await.unwrap();
    assert_eq!(bench.attempts(failed).await.len(), 2);
    assert!(emails::resolve(&bench.ctx, id, Decision::Resend).await.is_err());
    assert_eq!(bench.state(failed).await, "SENT");

    bench.db.execute("DELETE FROM clerk.job", &[]).await;
    let (again, id) = unresolved(&bench, None).await;
    for _ in 0..2 {
        emails::resolve(&bench.ctx, id, Decision::Resend).await.unwrap();
        assert_eq!(bench.attempts(again).await, ["Retry"]);
        assert_eq!(bench.jobs().await, [json!({ "job": "send_email", "email": again })]);
    }
    send_email::run(&bench.ctx, again).await.unwrap();
    assert_eq!(bench.state(again).await, "SENT");
    let unknown = emails::resolve(&bench.ctx, Uuid::new_v4(), Decision::Sent).await;
    assert!(matches!(unknown, Err(DomainError::NotFound)));
}

#[tokio::test]
async fn the_command_lists_and_decides() {
    let bench = bench().await;
    let case = bench.case(CaseRow::default()).await;
    let (email, id) = unresolved(&bench, Some(case)).await;
    let id = id.to_string();
    let (ok, listed) = command(&bench, &["email", "list-stuck"]);
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
        assert!(!command(&bench, nonsense).0);
    }
    let nothing = Uuid::new_v4().to_string();
    let (ok, said) = command(&bench, &["email", "resolve-attempt", &nothing, "--sent"]);
    assert!(!ok && said.contains("no such attempt"), "{said}");
    let decide = ["email", "resolve-attempt", &id, "--sent"];
    let (ok, said) = command(&bench, &decide);
    assert!(ok && said.contains("counts as sent"), "{said}");
    let (ok, said) = command(&bench, &decide);
    assert!(ok && said.contains("decided before"), "{said}");
    let (ok, said) = command(&bench, &["email", "resolve-attempt", &id, "--resend"]);
    assert!(!ok && said.contains("The provider has the email"), "{said}");
    assert!(!command(&bench, &["email", "list-stuck"]).1.contains(&id));
}
