//! `clerk-worker email`.

use clerk_tests::{binaries, factories, outside::Answer};
use serde_json::{Value, json};

use super::{ADDRESS, Inbox, form::Form};

fn run(inbox: &Inbox, more: &[(&str, &str)], arguments: &[&str]) -> (bool, String) {
    let mut command = inbox.app.worker(&["email"]);
    let output = command.args(arguments).envs(more.iter().copied()).output().unwrap();
    (output.status.success(), binaries::text(&output))
}

#[tokio::test]
async fn what_failed_can_be_tried_again() {
    let inbox = Inbox::new().await;
    let nowhere = "case.ffffffff@mail.fake.anikalegal.org.au";
    let id = inbox.take(&Form::to(nowhere, "Hello", "t")).await;
    let (ok, text) = run(&inbox, &[], &["unrouted"]);
    assert!(ok && text.contains(&id.to_string()) && text.contains("no_such_case"), "{text}");
    // The case turns up.
    let case = "ffffffff-b9ee-4a07-979a-da8a9d450404".parse().unwrap();
    factories::case().id(case).create(inbox.db()).await;
    let (ok, text) = run(&inbox, &[], &["reingest", &id.to_string()]);
    assert!(ok, "{text}");
    inbox.app.drain().await;
    assert_eq!(inbox.email_of(id).await.text("issue_id"), case.to_string());
    let (ok, text) = run(&inbox, &[], &["reingest", &id.to_string()]);
    assert!(!ok && text.contains("refused"), "{text}");
    for missing in ["x", "7", "0e62ccc2-b9ee-4a07-979a-da8a9d450404"] {
        assert!(!run(&inbox, &[], &["reingest", missing]).0);
    }
    assert!(!run(&inbox, &[], &["reingest"]).0);
}

#[tokio::test]
async fn what_the_original_left_can_be_tried_again() {
    let inbox = Inbox::new().await;
    let data = json!({
        "to": ADDRESS, "from": "Mary <mary@example.com>", "subject": "Old", "text": "Words",
        "envelope": json!({ "to": [ADDRESS], "from": "mary@example.com" }).to_string(),
    });
    let stored = |state, data: &Value| {
        let email = factories::email(state).to("").from("").subject("").text("").html("");
        email.received(data.clone())
    };
    for state in ["SAVING", "RECEIVED", "INGEST_FAILURE"] {
        stored(state, &data).digest(state).create(inbox.db()).await;
    }
    let lost = json!({ "to": "nobody@example.com" });
    let lost = stored("RECEIVED", &lost).create(inbox.db()).await;
    inbox.post(&Form::message("Waiting", "t")).await.expect(200);
    inbox.db().execute("DELETE FROM clerk.job", &[]).await;
    let (ok, text) = run(&inbox, &[], &["reingest", "--failed"]);
    assert!(ok && text.contains("5 tried again, 1 failed"), "{text}");
    assert!(text.contains(&format!("{lost}: email {lost} fits no case")), "{text}");
    inbox.app.drain().await;
    let sql = "emails_email WHERE state = 'INGESTED' AND issue_id = '0e62ccc2-b9ee-4a07-979a-da8a9d450404'";
    assert_eq!(inbox.app.count(sql).await, 4);
    assert_eq!(inbox.app.count("core_issuenote WHERE note_type = 'EMAIL'").await, 4);
    let texts = "emails_email WHERE subject = 'Old' AND text = 'Words' AND received_data_hash = ANY('{SAVING,RECEIVED,INGEST_FAILURE}')";
    assert_eq!(inbox.app.count(texts).await, 3);
}

#[tokio::test]
async fn development_mail_is_sent_to_a_tunnel() {
    let inbox = Inbox::new().await;
    inbox.app.fake.answer("api.sendgrid.com", "/v3/user/webhooks", Answer::new(200));
    let key = [("SENDGRID_API_KEY", "k")];
    let (ok, text) = run(&inbox, &key, &["set-inbound-url", "https://tunnel.example/"]);
    assert!(ok && text.contains("https://tunnel.example/email/receive/"), "{text}");
    let calls = inbox.app.fake.calls_to("api.sendgrid.com");
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].method, "PATCH");
    assert_eq!(calls[0].path, "/v3/user/webhooks/parse/settings/mail.fake.anikalegal.org.au");
    assert_eq!(calls[0].header("authorization"), "Bearer k");
    let expected = json!({
        "url": "https://tunnel.example/email/receive/", "spam_check": false, "send_raw": false,
    });
    assert_eq!(calls[0].json(), expected);
    assert!(!run(&inbox, &[], &["set-inbound-url", "https://tunnel.example"]).0);
}
