//! Who hears of mail that has come in.

use clerk_tests::jobs;
use clerk_worker::jobs::{alert_email_received, alert_unrouted_email};

use super::{bench::Bench, form::Form};

const HOOKS: &str = "hooks.slack.com";
const TOKEN: (&str, &str) = ("SLACK_API_TOKEN", "xoxb-test");
const NOWHERE: &str = "case.ffffffff@mail.fake.anikalegal.org.au";

async fn bench() -> Bench {
    let bench = Bench::with(&[TOKEN]).await;
    let sql =
        "UPDATE slack_slackchannel SET webhook_url = 'https://hooks.slack.com/services/T/B/x'";
    bench.db().execute(sql, &[]).await;
    bench
}

async fn is_alert_sent(bench: &Bench, email: i32) -> bool {
    bench.db().value("SELECT is_alert_sent FROM emails_email WHERE id = $1", &[&email]).await
}

#[tokio::test]
async fn the_paralegal_of_an_open_case_is_told_once() {
    let bench = bench().await;
    let paralegal = bench.app.paralegal().await.id();
    bench.db().execute("UPDATE core_issue SET paralegal_id = $1", &[&paralegal]).await;
    let id = bench.take(&Form::message("Hello", "t")).await;
    let email = bench.email_of(id).await.id;
    for _ in 0..2 {
        alert_email_received::run(bench.ctx(), email).await.unwrap();
    }
    let calls = bench.fake.calls_to("slack.com");
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[1].path, "/api/chat.postMessage");
    let text = calls[1].json()["text"].as_str().unwrap().to_owned();
    assert!(text.contains(&format!("/clerk/cases/{}/", bench.case)), "{text}");
    assert!(bench.fake.calls_to(HOOKS).is_empty());
    assert!(is_alert_sent(&bench, email).await);
}

#[tokio::test]
async fn otherwise_the_intake_channel_is_told() {
    let bench = bench().await;
    let paralegal = bench.app.paralegal().await.id();
    for (number, set) in
        [("paralegal_id = NULL, is_open = true"), ("is_open = false")].iter().enumerate()
    {
        let sql = format!("UPDATE core_issue SET paralegal_id = $1, {set}");
        let sql =
            if number == 0 { sql.replace("paralegal_id = $1, ", "lawyer_id = $1, ") } else { sql };
        bench.db().execute(&sql, &[&paralegal]).await;
        let id = bench.take(&Form::message(&number.to_string(), "t")).await;
        let email = bench.email_of(id).await.id;
        alert_email_received::run(bench.ctx(), email).await.unwrap();
        assert_eq!(bench.fake.calls_to(HOOKS).len(), number + 1);
        assert!(is_alert_sent(&bench, email).await);
    }
    assert!(bench.fake.calls_to("slack.com").is_empty());
    alert_email_received::run(bench.ctx(), 999_999).await.unwrap();
}

#[tokio::test]
async fn the_tray_is_announced_once_in_a_while() {
    let bench = bench().await;
    for number in 0..5 {
        bench.take(&Form::to(NOWHERE, &number.to_string(), "t")).await;
    }
    let alerts = async || {
        let pending = jobs::pending(bench.db()).await;
        pending.into_iter().filter(|(_, it)| it["job"] == "alert_unrouted_email").count()
    };
    assert_eq!(alerts().await, 1);
    alert_unrouted_email::run(bench.ctx()).await.unwrap();
    let calls = bench.fake.calls_to(HOOKS);
    assert_eq!(calls.len(), 1);
    let text = calls[0].json()["text"].as_str().unwrap().to_owned();
    assert!(text.contains('5') && text.contains("no such case"), "{text}");
    // Nothing new: nothing to say.
    alert_unrouted_email::run(bench.ctx()).await.unwrap();
    assert_eq!(bench.fake.calls_to(HOOKS).len(), 1);
    bench.db().execute("UPDATE clerk.job SET state = 'Done'", &[]).await;
    for number in 5..8 {
        bench.take(&Form::to(NOWHERE, &number.to_string(), "t")).await;
    }
    assert_eq!(alerts().await, 1);
    let sql = "SELECT run_at FROM clerk.job
        WHERE state = 'Pending' AND payload ->> 'job' = 'alert_unrouted_email'";
    let at: chrono::DateTime<chrono::Utc> = bench.db().value(sql, &[]).await;
    assert_eq!(at, bench.ctx().clock.now() + chrono::TimeDelta::minutes(15));
}
