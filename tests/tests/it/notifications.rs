//! Messages to the team on Slack.

use clerk_tests::outside::Answer;
use clerk_worker::jobs::{alert_email_failed, alert_new_case, alert_submission_failed};
use serde_json::json;
use uuid::Uuid;

use crate::world::{Bench, CaseRow};

const HOOKS: &str = "hooks.slack.com";
const TOKEN: (&str, &str) = ("SLACK_API_TOKEN", "xoxb-test");

async fn with_channel(variables: &[(&str, &str)]) -> Bench {
    let bench = Bench::new(variables).await;
    bench
        .db
        .execute(
            "UPDATE slack_slackchannel SET webhook_url = 'https://hooks.slack.com/services/T/B/x'",
            &[],
        )
        .await;
    bench
}

async fn name_people(bench: &Bench, ids: &[&str]) {
    for id in ids {
        bench
            .db
            .execute(
                "WITH person AS (INSERT INTO slack_slackuser (name, slack_id) VALUES ('x', $1)
                    RETURNING id)
                 INSERT INTO slack_slackmessage_users (slackmessage_id, slackuser_id)
                 SELECT message.id, person.id FROM slack_slackmessage message, person
                 WHERE slug = 'client-intake'",
                &[id],
            )
            .await;
    }
}

async fn is_case_alert_sent(bench: &Bench, case: Uuid) -> bool {
    bench.db.value("SELECT is_alert_sent FROM core_issue WHERE id = $1", &[&case]).await
}

async fn is_email_alert_sent(bench: &Bench, email: i32) -> bool {
    bench.db.value("SELECT is_alert_sent FROM emails_email WHERE id = $1", &[&email]).await
}

/// The text of the only message to the channel.
fn posted(bench: &Bench) -> String {
    let calls = bench.fake.calls_to(HOOKS);
    assert_eq!(calls.len(), 1);
    assert_eq!((calls[0].method.as_str(), calls[0].path.as_str()), ("POST", "/services/T/B/x"));
    calls[0].json()["text"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_new_case_is_announced_once() {
    let bench = with_channel(&[("CLERK_BASE_URL", "https://clerk.example/")]).await;
    let case = bench
        .case(CaseRow {
            topic: "EVICTION_ARREARS",
            fileref: "E0007",
            referrer_type: "LEGAL_CENTRE",
            referrer: "<@U1> & Sons",
            ..CaseRow::default()
        })
        .await;
    alert_new_case::run(&bench.ctx, case).await.unwrap();
    alert_new_case::run(&bench.ctx, case).await.unwrap();
    let text = posted(&bench);
    assert!(text.contains("*eviction (arrears)*"), "{text}");
    assert!(text.contains(&format!("<https://clerk.example/clerk/cases/{case}/|E0007>")), "{text}");
    assert!(text.contains("Legal centre (&lt;@U1&gt; &amp; Sons)"), "{text}");
    assert!(!text.contains("Hi "), "{text}");
    assert!(is_case_alert_sent(&bench, case).await);
}

#[tokio::test]
async fn the_people_of_the_message_are_named() {
    let bench = with_channel(&[]).await;
    name_people(&bench, &["U0AA", "U0BB"]).await;
    let case = bench.case(CaseRow::default()).await;
    alert_new_case::run(&bench.ctx, case).await.unwrap();
    let text = posted(&bench);
    assert!(text.starts_with("Hi <@U0AA> and <@U0BB>.\n\n"), "{text}");
    assert!(text.contains(&format!("/clerk/cases/{case}/|R0042>")), "{text}");
    assert!(text.contains("not stated"), "{text}");
}

#[tokio::test]
async fn an_announcement_that_fails_is_made_later() {
    let bench = with_channel(&[]).await;
    let case = bench.case(CaseRow::default()).await;
    for status in [500, 429] {
        bench.fake.answer_once(HOOKS, "/", Answer::new(status));
        let error = alert_new_case::run(&bench.ctx, case).await.unwrap_err();
        assert!(error.is_transient());
        assert_eq!(error.to_string(), format!("outside service: {HOOKS}: status {status}"));
        assert!(!is_case_alert_sent(&bench, case).await);
    }
    bench.fake.answer_once(HOOKS, "/", Answer::new(404).set_body_string("no_service"));
    let error = alert_new_case::run(&bench.ctx, case).await.unwrap_err();
    assert!(!error.is_transient());
    alert_new_case::run(&bench.ctx, case).await.unwrap();
    assert!(is_case_alert_sent(&bench, case).await);
    assert_eq!(bench.fake.calls().len(), 4);
}

#[tokio::test]
async fn a_short_pause_is_granted_on_the_spot() {
    let bench = with_channel(&[]).await;
    let case = bench.case(CaseRow::default()).await;
    let busy = Answer::new(429).insert_header("Retry-After", "0");
    bench.fake.answer_once(HOOKS, "/", busy);
    alert_new_case::run(&bench.ctx, case).await.unwrap();
    assert_eq!(bench.fake.calls().len(), 2);
    // A long one is the job's business.
    let other = bench.case(CaseRow { fileref: "R0043", ..CaseRow::default() }).await;
    bench.fake.answer_once(HOOKS, "/", Answer::new(429).insert_header("Retry-After", "600"));
    assert!(alert_new_case::run(&bench.ctx, other).await.unwrap_err().is_transient());
    assert_eq!(bench.fake.calls().len(), 3);
}

#[tokio::test]
async fn without_a_channel_development_goes_on() {
    let bench = Bench::new(&[]).await;
    bench.db.execute("UPDATE slack_slackchannel SET webhook_url = ''", &[]).await;
    let case = bench.case(CaseRow::default()).await;
    alert_new_case::run(&bench.ctx, case).await.unwrap();
    assert!(bench.fake.calls().is_empty());
    assert!(!is_case_alert_sent(&bench, case).await);
}

#[tokio::test]
async fn a_failed_submission_is_reported_until_it_is_a_case() {
    let bench = with_channel(&[]).await;
    name_people(&bench, &["U0AA"]).await;
    let id = Uuid::new_v4();
    bench
        .db
        .execute(
            "INSERT INTO core_submission (id, created_at, modified_at, answers, is_complete,
                is_processed, is_reminder_sent) VALUES ($1, now(), now(), '{}', true, false, false)",
            &[&id],
        )
        .await;
    alert_submission_failed::run(&bench.ctx, id).await.unwrap();
    let text = posted(&bench);
    assert!(text.starts_with("Hi <@U0AA>."), "{text}");
    assert!(text.contains(&id.to_string()), "{text}");
    bench.db.execute("UPDATE core_submission SET is_processed = true", &[]).await;
    alert_submission_failed::run(&bench.ctx, id).await.unwrap();
    assert_eq!(bench.fake.calls().len(), 1);
}

#[tokio::test]
async fn the_paralegal_of_an_open_case_hears_of_a_failed_email() {
    let bench = with_channel(&[TOKEN]).await;
    let paralegal = Some(bench.user("pat@anikalegal.org.au").await);
    let case = bench.case(CaseRow { paralegal, ..CaseRow::default() }).await;
    let email = bench.email(Some(case), "DELIVERY_FAILURE", "mary@example.com", &[]).await;
    alert_email_failed::run(&bench.ctx, email).await.unwrap();
    alert_email_failed::run(&bench.ctx, email).await.unwrap();
    let calls = bench.fake.calls();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].path, "/api/users.lookupByEmail");
    // Outside production every direct message goes to one address.
    assert_eq!(calls[0].query, [("email".to_owned(), "tech@anikalegal.org.au".to_owned())]);
    assert_eq!(calls[1].path, "/api/chat.postMessage");
    assert!(calls.iter().all(|call| call.header("authorization") == "Bearer xoxb-test"));
    let message = calls[1].json();
    assert_eq!(message["channel"], "U0FAKE");
    let text = message["text"].as_str().unwrap();
    assert!(text.contains(&format!("/clerk/cases/{case}/|R0042>")), "{text}");
    assert!(text.contains(&format!("/clerk/cases/email/{case}/|here>")), "{text}");
    assert!(!text.contains("mary@example.com"), "{text}");
    assert!(is_email_alert_sent(&bench, email).await);
}

#[tokio::test]
async fn otherwise_the_channel_hears_of_a_failed_email() {
    let bench = with_channel(&[TOKEN]).await;
    let paralegal = Some(bench.user("pat@anikalegal.org.au").await);
    let closed = bench.case(CaseRow { paralegal, is_open: false, ..CaseRow::default() }).await;
    let unassigned = bench.case(CaseRow::default()).await;
    let open = bench.case(CaseRow { paralegal, ..CaseRow::default() }).await;
    let not_found = json!({ "ok": false, "error": "users_not_found" });
    let refused = json!({ "ok": false, "error": "invalid_auth" });
    let lookups = "/api/users.lookupByEmail";
    bench.fake.answer_once("slack.com", lookups, Answer::new(200).set_body_json(not_found));
    bench.fake.answer_once("slack.com", lookups, Answer::new(200).set_body_json(refused));
    for (count, case) in
        [Some(closed), Some(unassigned), None, Some(open), Some(open)].into_iter().enumerate()
    {
        let email = bench.email(case, "DELIVERY_FAILURE", "mary@example.com", &[]).await;
        alert_email_failed::run(&bench.ctx, email).await.unwrap();
        assert_eq!(bench.fake.calls_to(HOOKS).len(), count + 1);
        assert!(is_email_alert_sent(&bench, email).await);
    }
    assert_eq!(bench.fake.calls_to("slack.com").len(), 2);
}

#[tokio::test]
async fn a_direct_message_that_slack_limits_is_sent_later() {
    let bench = with_channel(&[TOKEN]).await;
    let paralegal = Some(bench.user("pat@anikalegal.org.au").await);
    let case = bench.case(CaseRow { paralegal, ..CaseRow::default() }).await;
    let email = bench.email(Some(case), "DELIVERY_FAILURE", "mary@example.com", &[]).await;
    let limited = Answer::new(200).set_body_json(json!({ "ok": false, "error": "ratelimited" }));
    bench.fake.answer_once("slack.com", "/api/chat.postMessage", limited);
    assert!(alert_email_failed::run(&bench.ctx, email).await.unwrap_err().is_transient());
    assert!(!is_email_alert_sent(&bench, email).await);
    alert_email_failed::run(&bench.ctx, email).await.unwrap();
    assert!(is_email_alert_sent(&bench, email).await);
    assert!(bench.fake.calls_to(HOOKS).is_empty());
}

#[tokio::test]
async fn an_email_that_did_not_fail_alerts_nobody() {
    let bench = with_channel(&[]).await;
    let email = bench.email(None, "SENT", "mary@example.com", &[]).await;
    alert_email_failed::run(&bench.ctx, email).await.unwrap();
    alert_email_failed::run(&bench.ctx, 999_999).await.unwrap();
    alert_new_case::run(&bench.ctx, Uuid::new_v4()).await.unwrap();
    alert_submission_failed::run(&bench.ctx, Uuid::new_v4()).await.unwrap();
    assert!(bench.fake.calls().is_empty());
}
