//! `clerk-worker email`.

use clerk_tests::{app, binaries, outside::Answer};
use serde_json::json;

use super::{
    bench::{ADDRESS, Bench},
    form::Form,
};

fn run(bench: &Bench, more: &[(&str, &str)], arguments: &[&str]) -> (bool, String) {
    let mut variables = app::variables(bench.db(), &bench.app.dir);
    variables.push(("CLERK_OUTSIDE_URL".into(), bench.fake.url()));
    variables.extend(more.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())));
    let mut command = binaries::command(&binaries::clerk_worker(), variables);
    let output = command.arg("email").args(arguments).output().unwrap();
    (output.status.success(), binaries::text(&output))
}

#[tokio::test]
async fn what_failed_can_be_tried_again() {
    let bench = Bench::new().await;
    let nowhere = "case.ffffffff@mail.fake.anikalegal.org.au";
    let id = bench.take(&Form::to(nowhere, "Hello", "t")).await;
    let (ok, text) = run(&bench, &[], &["unrouted"]);
    assert!(ok && text.contains(&id.to_string()) && text.contains("no_such_case"), "{text}");
    // The case turns up.
    let case = "ffffffff-b9ee-4a07-979a-da8a9d450404".parse().unwrap();
    clerk_tests::factories::case().id(case).create(bench.db()).await;
    let (ok, text) = run(&bench, &[], &["reingest", &id.to_string()]);
    assert!(ok, "{text}");
    bench.drain().await;
    assert_eq!(bench.email_of(id).await.text("issue_id"), case.to_string());
    let (ok, text) = run(&bench, &[], &["reingest", &id.to_string()]);
    assert!(!ok && text.contains("refused"), "{text}");
    for missing in ["x", "7", "0e62ccc2-b9ee-4a07-979a-da8a9d450404"] {
        assert!(!run(&bench, &[], &["reingest", missing]).0);
    }
    assert!(!run(&bench, &[], &["reingest"]).0);
}

#[tokio::test]
async fn what_the_original_left_can_be_tried_again() {
    let bench = Bench::new().await;
    let data = json!({
        "to": ADDRESS, "from": "Mary <mary@example.com>", "subject": "Old", "text": "Words",
        "envelope": json!({ "to": [ADDRESS], "from": "mary@example.com" }).to_string(),
    });
    let insert = "INSERT INTO emails_email (state, received_data, received_data_hash, to_address,
        cc_addresses, from_address, subject, thread_name, text, html, created_at, is_alert_sent,
        sendgrid_id)
        VALUES ($1, $2, $1, '', '{}', '', '', '', '', '', now(), false, '') RETURNING id";
    for state in ["SAVING", "RECEIVED", "INGEST_FAILURE"] {
        bench.db().value::<i32>(insert, &[&state, &data]).await;
    }
    let lost = json!({ "to": "nobody@example.com" });
    let lost: i32 =
        bench.db().value(&insert.replace("$2, $1,", "$2, NULL,"), &[&"RECEIVED", &lost]).await;
    bench.post(&Form::message("Waiting", "t")).await.expect(200);
    bench.db().execute("DELETE FROM clerk.job", &[]).await;
    let (ok, text) = run(&bench, &[], &["reingest", "--failed"]);
    assert!(ok && text.contains("5 tried again, 1 failed"), "{text}");
    assert!(text.contains(&format!("{lost}: email {lost} fits no case")), "{text}");
    bench.drain().await;
    let sql = "emails_email WHERE state = 'INGESTED' AND issue_id = '0e62ccc2-b9ee-4a07-979a-da8a9d450404'";
    assert_eq!(bench.count(sql).await, 4);
    assert_eq!(bench.count("core_issuenote WHERE note_type = 'EMAIL'").await, 4);
    let texts = "emails_email WHERE subject = 'Old' AND text = 'Words' AND received_data_hash = ANY('{SAVING,RECEIVED,INGEST_FAILURE}')";
    assert_eq!(bench.count(texts).await, 3);
}

#[tokio::test]
async fn development_mail_is_sent_to_a_tunnel() {
    let bench = Bench::new().await;
    bench.fake.answer("api.sendgrid.com", "/v3/user/webhooks", Answer::new(200));
    let key = [("SENDGRID_API_KEY", "k")];
    let (ok, text) = run(&bench, &key, &["set-inbound-url", "https://tunnel.example/"]);
    assert!(ok && text.contains("https://tunnel.example/email/receive/"), "{text}");
    let calls = bench.fake.calls_to("api.sendgrid.com");
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].method, "PATCH");
    assert_eq!(calls[0].path, "/v3/user/webhooks/parse/settings/mail.fake.anikalegal.org.au");
    assert_eq!(calls[0].header("authorization"), "Bearer k");
    let expected = json!({
        "url": "https://tunnel.example/email/receive/", "spam_check": false, "send_raw": false,
    });
    assert_eq!(calls[0].json(), expected);
    assert!(!run(&bench, &[], &["set-inbound-url", "https://tunnel.example"]).0);
}
