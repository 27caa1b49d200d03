//! The tray of messages that fit no case.

use clerk_tests::{Actor, assert_json, factories, jobs};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Inbox, form::Form};

const TRAY: &str = "/clerk/api/unrouted-email/";
const NOWHERE: &str = "case.ffffffff@mail.fake.anikalegal.org.au";

async fn unrouted(inbox: &Inbox, subject: &str) -> Uuid {
    let form =
        Form::to(NOWHERE, subject, &format!("Text of {subject}")).file("a.txt", "text/plain", b"a");
    inbox.take(&form).await
}

async fn listed(actor: &Actor) -> Vec<Value> {
    actor.get(TRAY).await.expect(200).json()["results"].as_array().unwrap().clone()
}

#[tokio::test]
async fn every_reason_is_told() {
    let inbox = Inbox::new().await;
    for (form, reason) in [
        (Form::empty(), "unreadable"),
        (Form::to("info@mail.fake.anikalegal.org.au", "1", "t"), "no_case_address"),
        (Form::to("case.0e62ccc@mail.fake.anikalegal.org.au", "2", "t"), "no_case_address"),
        (Form::to("case.0e62ccc2@elsewhere.example", "3", "t"), "no_case_address"),
        (Form::to(NOWHERE, "4", "t"), "no_such_case"),
    ] {
        let id = inbox.take(&form).await;
        assert_eq!(inbox.message(id).await, ("Unrouted".into(), Some(reason.into())));
    }
    assert_eq!(inbox.app.count("emails_email").await, 0);
    assert_eq!(inbox.app.count("core_issuenote").await, 0);
}

#[tokio::test]
async fn coordinators_see_the_tray() {
    let inbox = Inbox::new().await;
    let id = unrouted(&inbox, "Hello").await;
    let coordinator = inbox.app.coordinator().await;
    let page = coordinator.get(TRAY).await.expect(200).json();
    assert_eq!(page["item_count"], 1);
    assert_eq!(page["results"][0]["id"], id.to_string());
    assert_json!("unrouted_emails", page);
    coordinator.get(&format!("{TRAY}?page=2")).await.expect(404);
    coordinator.get(&format!("{TRAY}?page_size=x")).await.expect(400);
}

#[tokio::test]
async fn only_coordinators_and_better_may() {
    let inbox = Inbox::new().await;
    let id = unrouted(&inbox, "Hello").await;
    let (one, assign) = (format!("{TRAY}{id}/"), format!("{TRAY}{id}/assign/"));
    let app = &inbox.app;
    for actor in [
        app.anonymous(),
        app.no_role().await,
        app.paralegal().await,
        app.lawyer().await,
        app.inactive().await,
    ] {
        actor.get(TRAY).await.expect(403);
        actor.delete(&one).await.expect(403);
        // Permission is checked before the body.
        actor.post(&assign, json!("nonsense")).await.expect(403);
    }
    for actor in [app.coordinator().await, app.admin().await, app.superuser().await] {
        assert_eq!(listed(&actor).await.len(), 1);
    }
}

#[tokio::test]
async fn an_assigned_message_becomes_an_email() {
    let inbox = Inbox::new().await;
    let id = unrouted(&inbox, "Hello").await;
    let coordinator = inbox.app.coordinator().await;
    let path = format!("{TRAY}{id}/assign/");
    let reply = coordinator.post(&path, json!({ "case_id": inbox.case })).await.expect(200);
    assert_eq!(reply.json()["id"], id.to_string());
    assert!(listed(&coordinator).await.is_empty());
    inbox.app.drain().await;
    let email = inbox.email_of(id).await;
    assert_eq!(email.text("issue_id"), inbox.case.to_string());
    assert_eq!(email.text("text"), "Text of Hello");
    assert_eq!(email.names(), ["a.txt"]);
    assert_eq!(inbox.app.count("core_issuenote WHERE note_type = 'EMAIL'").await, 1);
    let by: i32 = inbox.db().value("SELECT handled_by FROM clerk.inbound_message", &[]).await;
    assert_eq!(by, coordinator.id());
    // It is gone from the tray.
    coordinator.post(&path, json!({ "case_id": inbox.case })).await.expect(404);
    coordinator.delete(&format!("{TRAY}{id}/")).await.expect(404);
}

#[tokio::test]
async fn even_a_loop_can_be_assigned() {
    let inbox = Inbox::new().await;
    let form = Form::message("Loop", "t").envelope(NOWHERE, &[NOWHERE]);
    let id = inbox.take(&form).await;
    let other = factories::case().create(inbox.db()).await.id;
    let admin = inbox.app.admin().await;
    admin.post(&format!("{TRAY}{id}/assign/"), json!({ "case_id": other })).await.expect(200);
    inbox.app.drain().await;
    assert_eq!(inbox.email_of(id).await.text("issue_id"), other.to_string());
}

#[tokio::test]
async fn wrong_assignments_change_nothing() {
    let inbox = Inbox::new().await;
    let id = unrouted(&inbox, "Hello").await;
    let coordinator = inbox.app.coordinator().await;
    let path = format!("{TRAY}{id}/assign/");
    for (body, code) in [
        (json!({}), "required"),
        (json!({ "case_id": null }), "null"),
        (json!({ "case_id": "x" }), "invalid"),
        (json!({ "case_id": Uuid::new_v4() }), "does_not_exist"),
    ] {
        let reply = coordinator.post(&path, body).await.expect(400);
        let expected = ("validation_error".into(), code.into(), Some("case_id".into()));
        assert_eq!(reply.error(), expected);
    }
    for missing in ["x".to_owned(), Uuid::new_v4().to_string()] {
        let body = json!({ "case_id": inbox.case });
        coordinator.post(&format!("{TRAY}{missing}/assign/"), body).await.expect(404);
        coordinator.delete(&format!("{TRAY}{missing}/")).await.expect(404);
    }
    assert_eq!(inbox.message(id).await.0, "Unrouted");
    assert!(jobs::pending(inbox.db()).await.iter().all(|(_, payload)| payload["job"] != "x"));
}

#[tokio::test]
async fn a_dismissed_message_is_kept() {
    let inbox = Inbox::new().await;
    let id = unrouted(&inbox, "Hello").await;
    let coordinator = inbox.app.coordinator().await;
    coordinator.delete(&format!("{TRAY}{id}/")).await.expect(204);
    assert_eq!(inbox.message(id).await.0, "Dismissed");
    let sql = "SELECT handled_by FROM clerk.inbound_message
        WHERE body IS NOT NULL AND handled_at IS NOT NULL";
    assert_eq!(inbox.db().value::<i32>(sql, &[]).await, coordinator.id());
    coordinator.delete(&format!("{TRAY}{id}/")).await.expect(404);
    // The sender's server tries again, with another boundary: it stays out of the tray.
    let again = Form::to(NOWHERE, "Hello", "Text of Hello").file("a.txt", "text/plain", b"a");
    inbox.post_bytes("multipart/form-data; boundary=b", again.body_with("b")).await.expect(200);
    inbox.app.drain().await;
    assert!(listed(&coordinator).await.is_empty());
}
