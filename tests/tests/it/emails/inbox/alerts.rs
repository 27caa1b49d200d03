//! Who hears of mail that has come in.

use clerk_tests::jobs;
use clerk_workflows::alerts::{alert_email_received, alert_unrouted_email};

use super::{Inbox, form::Form};

const HOOKS: &str = "hooks.slack.com";
const TOKEN: (&str, &str) = ("SLACK_API_TOKEN", "xoxb-test");
const NOWHERE: &str = "case.ffffffff@mail.fake.anikalegal.org.au";

async fn inbox() -> Inbox {
    let inbox = Inbox::with(&[TOKEN]).await;
    let hook = "https://hooks.slack.com/services/T/B/x";
    inbox.db().execute("UPDATE slack_slackchannel SET webhook_url = $1", &[&hook]).await;
    inbox
}

async fn is_alert_sent(inbox: &Inbox, email: i32) -> bool {
    inbox.db().value("SELECT is_alert_sent FROM emails_email WHERE id = $1", &[&email]).await
}

#[tokio::test]
async fn the_paralegal_of_an_open_case_is_told_once() {
    let inbox = inbox().await;
    let paralegal = inbox.app.paralegal().await.id();
    inbox.db().execute("UPDATE core_issue SET paralegal_id = $1", &[&paralegal]).await;
    let id = inbox.take(&Form::message("Hello", "t")).await;
    let email = inbox.email_of(id).await.id;
    for _ in 0..2 {
        alert_email_received(inbox.ctx(), email).await.unwrap();
    }
    let calls = inbox.app.fake.calls_to("slack.com");
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[1].path, "/api/chat.postMessage");
    let text = calls[1].json()["text"].as_str().unwrap().to_owned();
    assert!(text.contains(&format!("/clerk/cases/{}/", inbox.case)), "{text}");
    assert!(inbox.app.fake.calls_to(HOOKS).is_empty());
    assert!(is_alert_sent(&inbox, email).await);
}

#[tokio::test]
async fn otherwise_the_intake_channel_is_told() {
    let inbox = inbox().await;
    let paralegal = inbox.app.paralegal().await.id();
    for (number, set) in
        [("paralegal_id = NULL, is_open = true"), ("is_open = false")].iter().enumerate()
    {
        let sql = format!("UPDATE core_issue SET paralegal_id = $1, {set}");
        let sql =
            if number == 0 { sql.replace("paralegal_id = $1, ", "lawyer_id = $1, ") } else { sql };
        inbox.db().execute(&sql, &[&paralegal]).await;
        let id = inbox.take(&Form::message(&number.to_string(), "t")).await;
        let email = inbox.email_of(id).await.id;
        alert_email_received(inbox.ctx(), email).await.unwrap();
        assert_eq!(inbox.app.fake.calls_to(HOOKS).len(), number + 1);
        assert!(is_alert_sent(&inbox, email).await);
    }
    assert!(inbox.app.fake.calls_to("slack.com").is_empty());
    alert_email_received(inbox.ctx(), 999_999).await.unwrap();
}

#[tokio::test]
async fn the_tray_is_announced_once_in_a_while() {
    let inbox = inbox().await;
    for number in 0..5 {
        inbox.take(&Form::to(NOWHERE, &number.to_string(), "t")).await;
    }
    let alerts = async || {
        let pending = jobs::pending(inbox.db()).await;
        pending.into_iter().filter(|(_, payload)| payload["job"] == "alert_unrouted_email").count()
    };
    assert_eq!(alerts().await, 1);
    alert_unrouted_email(inbox.ctx()).await.unwrap();
    let calls = inbox.app.fake.calls_to(HOOKS);
    assert_eq!(calls.len(), 1);
    let text = calls[0].json()["text"].as_str().unwrap().to_owned();
    assert!(text.contains('5') && text.contains("no such case"), "{text}");
    // Nothing new: nothing to say.
    alert_unrouted_email(inbox.ctx()).await.unwrap();
    assert_eq!(inbox.app.fake.calls_to(HOOKS).len(), 1);
    inbox.db().execute("UPDATE clerk.job SET state = 'Done'", &[]).await;
    for number in 5..8 {
        inbox.take(&Form::to(NOWHERE, &number.to_string(), "t")).await;
    }
    assert_eq!(alerts().await, 1);
    let sql = "SELECT run_at FROM clerk.job
        WHERE state = 'Pending' AND payload ->> 'job' = 'alert_unrouted_email'";
    let at: chrono::DateTime<chrono::Utc> = inbox.db().value(sql, &[]).await;
    assert_eq!(at, inbox.ctx().clock.now() + chrono::TimeDelta::minutes(15));
}
