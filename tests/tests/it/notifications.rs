//! Messages to the team on Slack.

use clerk_tests::{NewUser, World, factories, outside::Answer};
use clerk_workflows::alerts::{alert_email_failed, alert_new_case, alert_submission_failed};
use serde_json::json;
use uuid::Uuid;

const HOOKS: &str = "hooks.slack.com";
const TOKEN: (&str, &str) = ("SLACK_API_TOKEN", "xoxb-test");

async fn with_channel(variables: &[(&str, &str)]) -> World {
    World::builder().stopped().slack_channel().vars(variables).build().await
}

async fn name_people(world: &World, ids: &[&str]) {
    for id in ids {
        world
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

async fn is_case_alert_sent(world: &World, case: Uuid) -> bool {
    world.db.value("SELECT is_alert_sent FROM core_issue WHERE id = $1", &[&case]).await
}

async fn is_email_alert_sent(world: &World, email: i32) -> bool {
    world.db.value("SELECT is_alert_sent FROM emails_email WHERE id = $1", &[&email]).await
}

/// The text of the only message to the channel.
fn posted(world: &World) -> String {
    let calls = world.fake.calls_to(HOOKS);
    assert_eq!(calls.len(), 1);
    assert_eq!((calls[0].method.as_str(), calls[0].path.as_str()), ("POST", "/services/T/B/x"));
    calls[0].json()["text"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_new_case_is_announced_once() {
    let world = with_channel(&[("CLERK_BASE_URL", "https://clerk.example/")]).await;
    let case = factories::new_case()
        .referrer("LEGAL_CENTRE", "<@U1> & Sons")
        .topic("EVICTION_ARREARS")
        .fileref("E0007")
        .create(&world.db)
        .await
        .id;
    alert_new_case(&world.ctx, case).await.unwrap();
    alert_new_case(&world.ctx, case).await.unwrap();
    let text = posted(&world);
    assert!(text.contains("*eviction (arrears)*"), "{text}");
    assert!(text.contains(&format!("<https://clerk.example/clerk/cases/{case}/|E0007>")), "{text}");
    assert!(text.contains("Legal centre (&lt;@U1&gt; &amp; Sons)"), "{text}");
    assert!(!text.contains("Hi "), "{text}");
    assert!(is_case_alert_sent(&world, case).await);
}

#[tokio::test]
async fn the_people_of_the_message_are_named() {
    let world = with_channel(&[]).await;
    name_people(&world, &["U0AA", "U0BB"]).await;
    let case = factories::new_case().create(&world.db).await.id;
    alert_new_case(&world.ctx, case).await.unwrap();
    let text = posted(&world);
    assert!(text.starts_with("Hi <@U0AA> and <@U0BB>.\n\n"), "{text}");
    assert!(text.contains(&format!("/clerk/cases/{case}/|R0042>")), "{text}");
    assert!(text.contains("not stated"), "{text}");
}

#[tokio::test]
async fn an_announcement_that_fails_is_made_later() {
    let world = with_channel(&[]).await;
    let case = factories::new_case().create(&world.db).await.id;
    for status in [500, 429] {
        world.fake.answer_once(HOOKS, "/", Answer::new(status));
        let error = alert_new_case(&world.ctx, case).await.unwrap_err();
        assert!(error.is_transient());
        assert_eq!(error.to_string(), format!("outside service: {HOOKS}: status {status}"));
        assert!(!is_case_alert_sent(&world, case).await);
    }
    world.fake.answer_once(HOOKS, "/", Answer::new(404).set_body_string("no_service"));
    let error = alert_new_case(&world.ctx, case).await.unwrap_err();
    assert!(!error.is_transient());
    alert_new_case(&world.ctx, case).await.unwrap();
    assert!(is_case_alert_sent(&world, case).await);
    assert_eq!(world.fake.calls().len(), 4);
}

#[tokio::test]
async fn a_short_pause_is_granted_on_the_spot() {
    let world = with_channel(&[]).await;
    let case = factories::new_case().create(&world.db).await.id;
    let busy = Answer::new(429).insert_header("Retry-After", "0");
    world.fake.answer_once(HOOKS, "/", busy);
    alert_new_case(&world.ctx, case).await.unwrap();
    assert_eq!(world.fake.calls().len(), 2);
    // A long one is the job's business.
    let other = factories::new_case().fileref("R0043").create(&world.db).await.id;
    world.fake.answer_once(HOOKS, "/", Answer::new(429).insert_header("Retry-After", "600"));
    assert!(alert_new_case(&world.ctx, other).await.unwrap_err().is_transient());
    assert_eq!(world.fake.calls().len(), 3);
}

#[tokio::test]
async fn without_a_channel_development_goes_on() {
    let world = World::build().await;
    world.db.execute("UPDATE slack_slackchannel SET webhook_url = ''", &[]).await;
    let case = factories::new_case().create(&world.db).await.id;
    alert_new_case(&world.ctx, case).await.unwrap();
    assert!(world.fake.calls().is_empty());
    assert!(!is_case_alert_sent(&world, case).await);
}

#[tokio::test]
async fn a_failed_submission_is_reported_until_it_is_a_case() {
    let world = with_channel(&[]).await;
    name_people(&world, &["U0AA"]).await;
    let id = factories::submission(&world.db, json!({})).await;
    world.db.execute("UPDATE core_submission SET is_processed = false", &[]).await;

    alert_submission_failed(&world.ctx, id).await.unwrap();
    let text = posted(&world);
    assert!(text.starts_with("Hi <@U0AA>."), "{text}");
    assert!(text.contains(&id.to_string()), "{text}");
    world.db.execute("UPDATE core_submission SET is_processed = true", &[]).await;
    alert_submission_failed(&world.ctx, id).await.unwrap();
    assert_eq!(world.fake.calls().len(), 1);
}

#[tokio::test]
async fn the_paralegal_of_an_open_case_hears_of_a_failed_email() {
    let world = with_channel(&[TOKEN]).await;
    let paralegal = NewUser::new("pat@anikalegal.org.au").create(&world.db).await.id;
    let case = factories::new_case().paralegal(paralegal).create(&world.db).await.id;
    let email = factories::email("DELIVERY_FAILURE").case(case).create(&world.db).await;
    alert_email_failed(&world.ctx, email).await.unwrap();
    alert_email_failed(&world.ctx, email).await.unwrap();
    let calls = world.fake.calls();
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
    assert!(is_email_alert_sent(&world, email).await);
}

#[tokio::test]
async fn otherwise_the_channel_hears_of_a_failed_email() {
    let world = with_channel(&[TOKEN]).await;
    let paralegal = NewUser::new("pat@anikalegal.org.au").create(&world.db).await.id;
    let closed =
        factories::new_case().closed("UNKNOWN").paralegal(paralegal).create(&world.db).await.id;
    let unassigned = factories::new_case().create(&world.db).await.id;
    let open = factories::new_case().paralegal(paralegal).create(&world.db).await.id;
    let not_found = json!({ "ok": false, "error": "users_not_found" });
    let refused = json!({ "ok": false, "error": "invalid_auth" });
    let lookups = "/api/users.lookupByEmail";
    world.fake.answer_once("slack.com", lookups, Answer::new(200).set_body_json(not_found));
    world.fake.answer_once("slack.com", lookups, Answer::new(200).set_body_json(refused));
    for (count, case) in
        [Some(closed), Some(unassigned), None, Some(open), Some(open)].into_iter().enumerate()
    {
        let email = factories::email("DELIVERY_FAILURE").case(case).create(&world.db).await;
        alert_email_failed(&world.ctx, email).await.unwrap();
        assert_eq!(world.fake.calls_to(HOOKS).len(), count + 1);
        assert!(is_email_alert_sent(&world, email).await);
    }
    assert_eq!(world.fake.calls_to("slack.com").len(), 2);
}

#[tokio::test]
async fn a_direct_message_that_slack_limits_is_sent_later() {
    let world = with_channel(&[TOKEN]).await;
    let paralegal = NewUser::new("pat@anikalegal.org.au").create(&world.db).await.id;
    let case = factories::new_case().paralegal(paralegal).create(&world.db).await.id;
    let email = factories::email("DELIVERY_FAILURE").case(case).create(&world.db).await;
    let limited = Answer::new(200).set_body_json(json!({ "ok": false, "error": "ratelimited" }));
    world.fake.answer_once("slack.com", "/api/chat.postMessage", limited);
    assert!(alert_email_failed(&world.ctx, email).await.unwrap_err().is_transient());
    assert!(!is_email_alert_sent(&world, email).await);
    alert_email_failed(&world.ctx, email).await.unwrap();
    assert!(is_email_alert_sent(&world, email).await);
    assert!(world.fake.calls_to(HOOKS).is_empty());
}

#[tokio::test]
async fn an_email_that_did_not_fail_alerts_nobody() {
    let world = with_channel(&[]).await;
    let email = factories::email("SENT").create(&world.db).await;
    alert_email_failed(&world.ctx, email).await.unwrap();
    alert_email_failed(&world.ctx, 999_999).await.unwrap();
    alert_new_case(&world.ctx, Uuid::new_v4()).await.unwrap();
    alert_submission_failed(&world.ctx, Uuid::new_v4()).await.unwrap();
    assert!(world.fake.calls().is_empty());
}
