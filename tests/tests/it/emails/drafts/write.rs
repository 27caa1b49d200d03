//! Writing emails.

use clerk_tests::{assert_json, jobs};
use serde_json::json;

use crate::emails::*;

#[tokio::test]
async fn a_draft_is_from_the_case_whatever_is_said() {
    let world = CaseWorld::start().await;
    let body = json!({
        "to_address": "mary@example.com", "subject": " Hello ", "html": "<p>Hi</p>", "id": 5,
        "state": "SENT", "from_address": "me@example.com", "issue": null, "sender": 1,
    });
    let path = format!("{}create/", world.path());
    let draft = world.paralegal.post(&path, body).await.expect(201).json();
    assert_json!("email_draft", draft);
    let address = format!("case.{}@mail.fake.anikalegal.org.au", &world.case.to_string()[..8]);
    assert_eq!((&draft["from_address"], &draft["issue"]), (&json!(address), &json!(world.case)));
    assert_eq!(draft["sender"]["id"], world.paralegal.id());
    assert_eq!(jobs::pending(&world.app.db).await, []);
    let read = world.paralegal.get(&world.email_path(id(&draft))).await.expect(200).json();
    assert_eq!(read, draft);
    let slug: String = world.app.db.value("SELECT thread_name FROM emails_email", &[]).await;
    assert_eq!(slug, "hello");
}

#[tokio::test]
async fn what_is_wrong_with_a_draft_is_told_by_field() {
    let world = CaseWorld::start().await;
    let draft = world.draft("Hello", "").await;
    let long = "x".repeat(1025);
    for (field, value, code, attr) in [
        ("to_address", json!("nobody"), "invalid", "to_address"),
        ("to_address", json!(null), "null", "to_address"),
        ("cc_addresses", json!("a@b.example"), "not_a_list", "cc_addresses"),
        ("cc_addresses", json!(["a@b.example", "x"]), "invalid", "cc_addresses.1"),
        ("subject", json!(""), "blank", "subject"),
        ("subject", json!(long), "max_length", "subject"),
        ("text", json!("a\u{0}b"), "null_characters_not_allowed", "text"),
        ("html", json!([1]), "invalid", "html"),
        ("state", json!("SENT"), "invalid_choice", "state"),
        ("state", json!("INGESTED"), "invalid_choice", "state"),
        ("state", json!(null), "null", "state"),
    ] {
        let body = json!({field: value});
        let reply = world.paralegal.patch(&world.email_path(id(&draft)), body.clone()).await;
        let (_, got, at) = reply.expect(400).error();
        assert_eq!((got.as_str(), at.as_deref()), (code, Some(attr)), "{body}");
        if field != "state" {
            let path = format!("{}create/", world.path());
            let (_, got, at) = world.paralegal.post(&path, body).await.expect(400).error();
            assert_eq!((got.as_str(), at.as_deref()), (code, Some(attr)));
        }
    }
    assert_eq!(world.paralegal.get(&world.email_path(id(&draft))).await.json(), draft);
    let count: i64 = world.app.db.value("SELECT count(*) FROM emails_email", &[]).await;
    assert_eq!(count, 1);
}

#[tokio::test]
async fn a_change_changes_what_it_names() {
    let world = CaseWorld::start().await;
    let draft = world.draft("Hello", "<p>Hi</p>").await;
    let path = world.email_path(id(&draft));
    let body = json!({"to_address": "", "cc_addresses": ["a@b.example"], "text": "*Hi*"});
    let changed = world.paralegal.patch(&path, body).await.expect(200).json();
    assert_eq!(changed["to_address"], "");
    assert_eq!(changed["cc_addresses"], json!(["a@b.example"]));
    assert_eq!((&changed["text"], &changed["html"]), (&json!("*Hi*"), &json!("<p>Hi</p>")));
    // What was read can be sent back as a whole.
    let again = world.paralegal.patch(&path, changed.clone()).await.expect(200).json();
    assert_eq!(again, changed);
    let empty = world.paralegal.patch(&path, json!({})).await.expect(200).json();
    assert_eq!(empty, changed);
    world.paralegal.patch(&path, json!({"subject": "Café"})).await.expect(200);
    let slug: String = world.app.db.value("SELECT thread_name FROM emails_email", &[]).await;
    assert_eq!(slug, "cafe");
    assert_eq!(jobs::pending(&world.app.db).await, []);
}

#[tokio::test]
async fn only_drafts_of_the_case_can_be_changed() {
    let world = CaseWorld::start().await;
    let other = factories::case().paralegal(world.paralegal.id()).create(&world.app.db).await;
    let draft = id(&world.draft("Hello", "").await);
    let elsewhere = format!("/clerk/api/email/{}/{draft}/", other.id);
    world.paralegal.get(&elsewhere).await.expect(404);
    world.paralegal.patch(&elsewhere, json!({"state": "?"})).await.expect(404);
    world.paralegal.delete(&elsewhere).await.expect(404);
    for path in ["x/", "-1/", "99999999999/", "999999/"] {
        world.paralegal.get(&format!("{}{path}", world.path())).await.expect(404);
    }
    for state in ["READY_TO_SEND", "SENT", "DELIVERED", "DELIVERY_FAILURE", "INGESTED"] {
        let row = incoming(world.case).state(state);
        let path = world.email_path(row.create(&world.app.db).await.into());
        world.paralegal.get(&path).await.expect(200);
        world.paralegal.patch(&path, json!({"subject": "x"})).await.expect(404);
        world.paralegal.delete(&path).await.expect(404);
    }
    let stranger = world.app.paralegal().await;
    stranger.patch(&world.email_path(draft), json!({"subject": ""})).await.expect(403);
    stranger.post(&format!("{}create/", world.path()), json!({"subject": ""})).await.expect(403);
    stranger.delete(&world.email_path(draft)).await.expect(403);
    assert_eq!(world.state(draft).await, "DRAFT");
}
