//! What the provider's refusals lead to.

use chrono::TimeDelta;
use clerk_services::mail::SendError;
use clerk_store::jobs::Job;
use clerk_tests::{
    jobs::{drain, enqueue, make_due, only_job},
    outside::Answer,
};
use clerk_workflows::alerts::alert_email_failed;
use clerk_workflows::mail_goes_out::send_email;
use serde_json::json;

use super::{
    PROVIDER,
    mailer::{kind, mail, mailer},
    ready, world,
};

#[tokio::test]
async fn the_provider_is_left_alone_for_as_long_as_it_asks() {
    let world = world().await;
    let email = ready(&world, None).await;
    let busy = Answer::new(503).insert_header("Retry-After", "300");
    world.fake.answer_once(PROVIDER, "/", busy);
    enqueue(&world.ctx, &Job::SendEmail { email }).await;
    drain(&world.ctx).await;
    assert_eq!(world.attempts(email).await, ["Retry"]);
    assert_eq!(only_job(&world.db).await.state, "Pending");
    let wait = "SELECT extract(epoch FROM run_at - now())::float8 FROM clerk.job";
    let seconds: f64 = world.db.value(wait, &[]).await;
    assert!((240.0..=300.0).contains(&seconds), "{seconds}");
    // Whoever runs it too early does not call.
    make_due(&world.db).await;
    drain(&world.ctx).await;
    assert_eq!(world.fake.calls_to(PROVIDER).len(), 1);
    world.pass(TimeDelta::seconds(301));
    make_due(&world.db).await;
    drain(&world.ctx).await;
    assert_eq!(world.email_state(email).await, "SENT");
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
        assert_eq!(retry_after.map(|pause| pause.as_secs()), seconds, "{status} {header:?}");
    }
}

#[tokio::test]
async fn a_refusal_is_final_and_its_reason_is_told() {
    let world = world().await;
    for status in [400, 401, 403, 404, 413] {
        let email = ready(&world, None).await;
        let body = json!({ "errors": [{
            "message": "mary@example.com does not do.", "field": "personalizations.0.to", "help": null,
        }]});
        world.fake.answer_once(PROVIDER, "/", Answer::new(status).set_body_json(body));
        send_email(&world.ctx, email).await.unwrap();
        assert_eq!(world.email_state(email).await, "DELIVERY_FAILURE");
        assert_eq!(world.attempts(email).await, ["Rejected"]);
        alert_email_failed(&world.ctx, email).await.unwrap();
        let posts = world.slack_posts().pop().unwrap();
        let reason = format!("status {status}: [address] does not do. (personalizations.0.to)");
        assert!(posts.contains(&reason) && !posts.contains("mary@"), "{posts}");
    }
    assert_eq!(world.slack_posts().len(), 5);
}
