//! What the provider's refusals lead to.

use chrono::TimeDelta;
use clerk_services::mail::SendError;
use clerk_store::jobs::Job;
use clerk_tests::{
    jobs::{drain, enqueue, make_due, only_job},
    outside::Answer,
};
use clerk_worker::jobs::{alert_email_failed, send_email};
use serde_json::json;

use super::{
    PROVIDER, bench,
    mailer::{kind, mail, mailer},
    posts,
};

#[tokio::test]
async fn the_provider_is_left_alone_for_as_long_as_it_asks() {
    let bench = bench().await;
    let email = bench.ready(None).await;
    let busy = Answer::new(503).insert_header("Retry-After", "300");
    bench.fake.answer_once(PROVIDER, "/", busy);
    enqueue(&bench.ctx, &Job::SendEmail { email }).await;
    drain(&bench.ctx).await;
    assert_eq!(bench.attempts(email).await, ["Retry"]);
    assert_eq!(only_job(&bench.db).await.state, "Pending");
    let wait = "SELECT extract(epoch FROM run_at - now())::float8 FROM clerk.job";
    let seconds: f64 = bench.db.value(wait, &[]).await;
    assert!((240.0..=300.0).contains(&seconds), "{seconds}");
    // Whoever runs it too early does not call.
    make_due(&bench.db).await;
    drain(&bench.ctx).await;
    assert_eq!(bench.fake.calls_to(PROVIDER).len(), 1);
    bench.pass(TimeDelta::seconds(301));
    make_due(&bench.db).await;
    drain(&bench.ctx).await;
    assert_eq!(bench.state(email).await, "SENT");
}

#[tokio::test]
async fn pauses_are_read_from_refusals() {
    let fake = clerk_tests::FakeOutside::start().await;
    let mailer = mailer(&[
        ("CLERK_MAIL", "sendgrid"),
        ("SENDGRID_API_KEY", "test-key"),
        ("CLERK_OUTSIDE_URL", &fake.url()),
    ]);
    for (status, header, seconds) in [
        (429, Some("7"), Some(7)),
        (429, None, Some(60)),
        (503, Some("999999999"), Some(6 * 3600)),
        (500, None, None),
        (500, Some("Fri, 01 Jan 2100 00:00:00 GMT"), Some(6 * 3600)),
    ] {
        let mut answer = Answer::new(status);
        if let Some(header) = header {
            answer = answer.insert_header("Retry-After", header);
        }
        fake.answer_once(PROVIDER, "/", answer);
        let error = mailer.send(&mail()).await.unwrap_err();
        assert_eq!(kind(&error), "transient");
        let SendError::Transient { retry_after, .. } = error else { unreachable!() };
        assert_eq!(retry_after.map(|it| it.as_secs()), seconds, "{status} {header:?}");
    }
}

#[tokio::test]
async fn a_refusal_is_final_and_its_reason_is_told() {
    let bench = bench().await;
    for status in [400, 401, 403, 404, 413] {
        let email = bench.ready(None).await;
        let body = json!({ "errors": [{
            "message": "mary@example.com does not do.", "field": "personalizations.0.to", "help": null,
        }]});
        bench.fake.answer_once(PROVIDER, "/", Answer::new(status).set_body_json(body));
        send_email::run(&bench.ctx, email).await.unwrap();
        assert_eq!(bench.state(email).await, "DELIVERY_FAILURE");
        assert_eq!(bench.attempts(email).await, ["Rejected"]);
        alert_email_failed::run(&bench.ctx, email).await.unwrap();
        let told = posts(&bench).pop().unwrap();
        let reason = format!("status {status}: [address] does not do. (personalizations.0.to)");
        assert!(told.contains(&reason) && !told.contains("mary@"), "{told}");
    }
    assert_eq!(posts(&bench).len(), 5);
}
