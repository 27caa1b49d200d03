//! What follows from a change of a case: events, notes and jobs; and what the jobs do.

use clerk_tests::{NewUser, TestApp, World, factories, outside::Answer};
use clerk_workflows::alerts::{alert_assignment, notify_stage};
use serde_json::{Value, json};
use uuid::Uuid;

use super::stories;

fn url(case: Uuid) -> String {
    format!("/clerk/api/case/{case}/")
}

/// The events of a case, as JSON without keys and times.
async fn events(app: &TestApp) -> Vec<(i32, Value)> {
    let rows = app
        .db
        .query(
            "SELECT id, to_jsonb(it) - 'id' - 'created_at' - 'modified_at' - 'actionstep_id' \
             FROM core_issueevent it ORDER BY id",
            &[],
        )
        .await;
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

fn event(case: Uuid, changed: Value) -> Value {
    let mut event = json!({
        "issue_id": case, "prev_user_id": null, "next_user_id": null, "prev_stage": null,
        "next_stage": null, "prev_is_open": null, "next_is_open": null,
    });
    event.as_object_mut().unwrap().extend(changed.as_object().unwrap().clone());
    event
}

#[tokio::test]
async fn assignments_are_recorded_and_told() {
    let app = TestApp::builder().at("2026-06-01T03:00:00Z".parse().unwrap()).start().await;
    let coordinator = app.coordinator().await;
    let (paralegal, lawyer) = (app.paralegal().await.id(), app.lawyer().await.id());
    app.db
        .execute("UPDATE auth_user SET ms_account_created_at = '2026-01-01T00:00:00Z'", &[])
        .await;
    let case = factories::case().create(&app.db).await;
    let assign = json!({"paralegal_id": paralegal, "lawyer_id": lawyer});
    coordinator.patch(&url(case.id), assign.clone()).await.expect(200);
    let found = events(&app).await;
    let (first, second) = (found[0].0, found[1].0);
    assert_eq!(
        [&found[0].1, &found[1].1],
        [
            &event(case.id, json!({"event_type": "LAWYER", "next_user_id": lawyer})),
            &event(case.id, json!({"event_type": "PARALEGAL", "next_user_id": paralegal})),
        ]
    );
    assert_eq!(
        app.jobs().await,
        [
            json!({"job": "move_case_access", "event": first}),
            json!({"job": "move_case_access", "event": second}),
            json!({"job": "alert_assignment", "event": second}),
        ]
    );
    let stories = stories(&coordinator, case.id).await;
    assert!(stories[0].ends_with("is now the paralegal of this case."), "{stories:?}");
    assert!(stories[1].ends_with("is now the lawyer of this case."), "{stories:?}");
    let notes: i64 = app
        .db
        .value(
            "SELECT count(*) FROM core_issuenote JOIN django_content_type type \
             ON type.id = content_type_id WHERE note_type = 'EVENT' AND model = 'issueevent' \
             AND app_label = 'core' AND creator_id IS NULL AND text = '' AND event IS NULL \
             AND core_issuenote.created_at = '2026-06-01T03:00:00Z'",
            &[],
        )
        .await;
    assert_eq!(notes, 2);
    // The same again is no change.
    coordinator.patch(&url(case.id), assign).await.expect(200);
    assert_eq!(events(&app).await.len(), 2);
    let remove = json!({"paralegal_id": null, "lawyer_id": null});
    coordinator.patch(&url(case.id), remove).await.expect(200);
    let found = events(&app).await;
    assert_eq!(
        found[3].1,
        event(case.id, json!({"event_type": "PARALEGAL", "prev_user_id": paralegal}))
    );
    let moved = app.jobs().await;
    assert_eq!(moved.len(), 5);
    assert!(moved[3..].iter().all(|job| job["job"] == "move_case_access"));
}

#[tokio::test]
async fn stages_and_closing_are_recorded() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    for body in [
        json!({"stage": "ADVICE"}),
        json!({"stage": "ADVICE", "outcome_notes": "x"}),
        json!({"stage": "CLOSED", "is_open": false}),
        json!({"is_open": true}),
    ] {
        coordinator.patch(&url(case.id), body).await.expect(200);
    }
    let found = events(&app).await;
    assert_eq!(
        found.iter().map(|found| found.1.clone()).collect::<Vec<_>>(),
        [
            json!({"event_type": "STAGE", "prev_stage": "UNSTARTED", "next_stage": "ADVICE"}),
            json!({"event_type": "OPEN", "prev_stage": "ADVICE", "next_stage": "CLOSED",
                   "prev_is_open": true, "next_is_open": false}),
            json!({"event_type": "OPEN", "prev_stage": "CLOSED", "next_stage": "CLOSED",
                   "prev_is_open": false, "next_is_open": true}),
        ]
        .map(|changed| event(case.id, changed))
    );
    let notify = |at: usize| json!({"job": "notify_stage", "event": found[at].0});
    assert_eq!(app.jobs().await, [notify(0), notify(1)]);
    assert_eq!(stories(&coordinator, case.id).await.len(), 3);
}

const TOKEN: (&str, &str) = ("SLACK_API_TOKEN", "xoxb-test");
const BASE: (&str, &str) = ("CLERK_BASE_URL", "https://clerk.example");

/// A case of these people, and an event of it.
async fn assigned(world: &World, lawyer: Option<i32>) -> (Uuid, i32) {
    let paralegal = NewUser::new("pat@anikalegal.org.au").create(&world.db).await.id;
    let case = factories::new_case().paralegal(paralegal).create(&world.db).await.id;
    world.db.execute("UPDATE core_issue SET lawyer_id = $2 WHERE id = $1", &[&case, &lawyer]).await;
    let event =
        factories::event(case, "PARALEGAL").users(None, Some(paralegal)).create(&world.db).await;

    (case, event)
}

#[tokio::test]
async fn a_new_paralegal_hears_what_to_do() {
    let world = World::builder().stopped().vars(&[TOKEN, BASE]).build().await;
    let lawyer = NewUser::new("leo@anikalegal.org.au").create(&world.db).await.id;
    let (case, event) = assigned(&world, Some(lawyer)).await;
    alert_assignment(&world.ctx, event).await.unwrap();
    let calls = world.fake.calls();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].query, [("email".to_owned(), "pat@anikalegal.org.au".to_owned())]);
    assert_eq!(calls[1].json()["channel"], "U0FAKE");
    let text = calls[1].json()["text"].as_str().unwrap().to_owned();
    assert!(text.contains(&format!("<https://clerk.example/clerk/cases/{case}/|R0042>")), "{text}");
    assert!(text.contains("Mary Nguyen") && text.contains("leo@anikalegal.org.au"), "{text}");
    assert!(text.contains("23/11/2026"), "{text}");
    // Without a lawyer no name is shown.
    world.db.execute("UPDATE core_issue SET lawyer_id = NULL", &[]).await;
    alert_assignment(&world.ctx, event).await.unwrap();
    let text = world.fake.calls()[3].json()["text"].as_str().unwrap().to_owned();
    assert!(!text.contains("lawyer") && !text.contains("\n\n\n"), "{text}");
}

#[tokio::test]
async fn an_assignment_that_cannot_be_told_ends_quietly() {
    let world = World::builder().stopped().vars(&[TOKEN]).build().await;
    let (_, event) = assigned(&world, None).await;
    let nobody = json!({ "ok": false, "error": "users_not_found" });
    let nobody = Answer::new(200).set_body_json(nobody);
    world.fake.answer_once("slack.com", "/api/users.lookupByEmail", nobody);
    alert_assignment(&world.ctx, event).await.unwrap();
    assert_eq!(world.fake.calls().len(), 1);
    // What Slack limits comes later, what it refuses never.
    for (error, is_transient) in [("ratelimited", true), ("invalid_auth", false)] {
        let answer = Answer::new(200).set_body_json(json!({ "ok": false, "error": error }));
        world.fake.answer_once("slack.com", "/api/chat.postMessage", answer);
        let failed = alert_assignment(&world.ctx, event).await.unwrap_err();
        assert_eq!(failed.is_transient(), is_transient, "{error}");
    }
    // The case is another paralegal's by now, or the event is gone.
    let calls = world.fake.calls().len();
    world.db.execute("UPDATE core_issue SET paralegal_id = NULL", &[]).await;
    alert_assignment(&world.ctx, event).await.unwrap();
    alert_assignment(&world.ctx, 999_999).await.unwrap();
    assert_eq!(world.fake.calls().len(), calls);
    let unset = World::build().await;
    let (_, event) = assigned(&unset, None).await;
    alert_assignment(&unset.ctx, event).await.unwrap();
    assert!(unset.fake.calls().is_empty());
}

async fn notification(world: &World, topic: &str, stage: &str, channel: &str, target: &str) {
    let id = factories::notification_template(&world.db, topic, "n").await;
    let text = format!("Do *this* & <https://x.example|that> for {topic}");
    let sql = "UPDATE notify_notification SET event_stage = $2, channel = $3, target = $4,
        message_text = $5 WHERE id = $1";
    world.db.execute(sql, &[&id, &stage, &channel, &target, &text]).await;
}

/// A change of stage.
async fn moved(world: &World, case: Uuid, from: &str, to: &str) -> i32 {
    factories::event(case, "STAGE").stages(Some(from), Some(to)).create(&world.db).await
}

#[tokio::test]
async fn notifications_of_a_stage_reach_whom_they_are_for() {
    let world = World::builder().stopped().vars(&[TOKEN, BASE]).build().await;
    let lawyer = NewUser::new("leo@anikalegal.org.au").create(&world.db).await.id;
    let (case, _) = assigned(&world, Some(lawyer)).await;
    for (topic, stage, channel, target) in [
        ("REPAIRS", "ADVICE", "SLACK", "PARALEGAL"),
        ("GENERAL", "ADVICE", "SLACK", "LAWYER"),
        ("BONDS", "ADVICE", "SLACK", "LAWYER"),
        ("GENERAL", "CLOSED", "SLACK", "LAWYER"),
        ("GENERAL", "ADVICE", "PIGEON", "LAWYER"),
        ("GENERAL", "ADVICE", "SLACK", "CLIENT"),
    ] {
        notification(&world, topic, stage, channel, target).await;
    }
    let event = moved(&world, case, "UNSTARTED", "ADVICE").await;
    notify_stage(&world.ctx, event).await.unwrap();
    let calls = world.fake.calls();
    let emails: Vec<&str> =
        calls.iter().flat_map(|call| &call.query).map(|(_, email)| email.as_str()).collect();
    assert_eq!(emails, ["pat@anikalegal.org.au", "leo@anikalegal.org.au"]);
    let texts: Vec<String> =
        calls[2..].iter().map(|call| call.json()["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(texts.len(), 2);
    assert!(texts[0].contains(&format!("<https://clerk.example/clerk/cases/{case}/|R0042>")));
    assert!(texts[0].ends_with("\nDo *this* & <https://x.example|that> for REPAIRS"), "{texts:?}");
    assert!(texts[1].ends_with("for GENERAL"), "{texts:?}");
    let other = moved(&world, case, "ADVICE", "NEGOTIATIONS").await;
    notify_stage(&world.ctx, other).await.unwrap();
    notify_stage(&world.ctx, 999_999).await.unwrap();
    assert_eq!(world.fake.calls().len(), 4);
}

#[tokio::test]
async fn a_notification_without_a_recipient_does_no_harm() {
    let world = World::builder().stopped().vars(&[TOKEN]).build().await;
    let case = factories::new_case().create(&world.db).await.id;
    notification(&world, "GENERAL", "CLOSED", "SLACK", "PARALEGAL").await;
    for from in ["UNSTARTED", "ADVICE"] {
        let event = moved(&world, case, from, "CLOSED").await;
        notify_stage(&world.ctx, event).await.unwrap();
    }
    assert!(world.fake.calls().is_empty());
    // One whom Slack does not know does not keep the message from the other.
    let lawyer = NewUser::new("leo@anikalegal.org.au").create(&world.db).await.id;
    let (case, _) = assigned(&world, Some(lawyer)).await;
    notification(&world, "GENERAL", "CLOSED", "SLACK", "LAWYER").await;
    let nobody = json!({ "ok": false, "error": "users_not_found" });
    let nobody = Answer::new(200).set_body_json(nobody);
    world.fake.answer_once("slack.com", "/api/users.lookupByEmail", nobody);
    let event = moved(&world, case, "ADVICE", "CLOSED").await;
    notify_stage(&world.ctx, event).await.unwrap();
    assert_eq!(world.fake.calls().len(), 3);
    // A failing look-up repeats nothing later.
    world.fake.answer_once("slack.com", "/api/users.lookupByEmail", Answer::new(500));
    assert!(notify_stage(&world.ctx, event).await.unwrap_err().is_transient());
    assert_eq!(world.fake.calls().len(), 4);
}
