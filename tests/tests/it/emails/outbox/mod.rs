//! Sending emails: never twice, never lost, and somebody is told when the program cannot know.

mod attempts;
mod event_order;
mod events;
mod kills;
mod mailer;
mod relay;
mod release;
mod resolve;
mod retries;
mod send;
mod stuck;

use clerk_tests::{binaries, outside::Answer};
use clerk_worker::jobs::send_email;
use uuid::Uuid;

use crate::world::{Bench, SENDGRID};

const PROVIDER: &str = "api.sendgrid.com";

/// With SendGrid and a Slack channel.
async fn bench() -> Bench {
    with(&[]).await
}

async fn with(variables: &[(&str, &str)]) -> Bench {
    let bench = Bench::new(&[&SENDGRID, variables].concat()).await;
    let hook = "UPDATE slack_slackchannel SET webhook_url = 'https://hooks.slack.com/services/x'";
    bench.db.execute(hook, &[]).await;
    bench
}

/// What the channel was told.
fn posts(bench: &Bench) -> Vec<String> {
    let calls = bench.fake.calls_to("hooks.slack.com");
    calls.iter().map(|call| call.json()["text"].as_str().unwrap().to_owned()).collect()
}

/// An email whose only attempt is unresolved, because a gateway gave up.
async fn unresolved(bench: &Bench, case: Option<Uuid>) -> (i32, Uuid) {
    let email = bench.ready(case).await;
    bench.fake.answer_once(PROVIDER, "/", Answer::new(502));
    send_email::run(&bench.ctx, email).await.unwrap();
    assert_eq!(bench.attempts(email).await, ["Unresolved"]);
    (email, attempt(bench, email).await)
}

async fn attempt(bench: &Bench, email: i32) -> Uuid {
    bench.db.value("SELECT id FROM clerk.email_attempt WHERE email_id = $1", &[&email]).await
}

/// Runs a command: whether it succeeded, and what it said.
fn command(bench: &Bench, arguments: &[&str]) -> (bool, String) {
    let output = bench.worker(arguments).output().unwrap();
    (output.status.success(), binaries::text(&output))
}
