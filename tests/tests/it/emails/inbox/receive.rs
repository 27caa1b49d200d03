//! Storing posts: whole, before the answer, once.

use clerk_tests::jobs;
use reqwest::Method;
use serde_json::json;

use super::{Inbox, form::Form};

#[tokio::test]
async fn a_post_is_stored_before_it_is_answered() {
    let inbox = Inbox::new().await;
    let form = Form::message("Hello", "World");
    inbox.post(&form).await.expect(200);
    let rows = inbox
        .db()
        .query(
            "SELECT id, body, size, content_type, state, storage_key FROM clerk.inbound_message",
            &[],
        )
        .await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].get::<_, Option<Vec<u8>>>(1), Some(form.body()));
    assert_eq!(rows[0].get::<_, i64>(2), form.body().len() as i64);
    assert_eq!(rows[0].get::<_, String>(3), Form::content_type());
    assert_eq!(rows[0].get::<_, String>(4), "Received");
    assert_eq!(rows[0].get::<_, Option<String>>(5), None);
    let id = rows[0].get::<_, uuid::Uuid>(0);
    let expected = json!({ "job": "ingest_email", "message": id });
    assert_eq!(jobs::pending(inbox.db()).await, [("core".to_owned(), expected)]);
    assert_eq!(inbox.app.count("emails_email").await, 0);
}

#[tokio::test]
async fn a_large_post_is_an_object() {
    let inbox = Inbox::new().await;
    let form = Form::message("Large", "File").file("a.bin", "application/zip", &vec![7; 3_000_000]);
    for _ in 0..2 {
        inbox.post(&form).await.expect(200);
    }
    let rows = inbox
        .db()
        .query("SELECT state, storage_key, body IS NULL FROM clerk.inbound_message", &[])
        .await;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].get::<_, String>(0), "Received");
    assert!(rows[0].get::<_, bool>(2));
    assert_eq!(inbox.file(rows[0].get(1)).await, form.body());
    assert_eq!(jobs::pending(inbox.db()).await.len(), 1);
    inbox.app.drain().await;
    assert_eq!(inbox.app.count("emails_emailattachment").await, 1);
}

#[tokio::test]
async fn what_a_crash_left_is_taken_up_by_the_next_post() {
    let inbox = Inbox::new().await;
    let form = Form::message("Large", "File").file("a.bin", "application/zip", &vec![7; 300_000]);
    inbox.post(&form).await.expect(200);
    // As if the server had died before the object was there.
    inbox.db().execute("UPDATE clerk.inbound_message SET state = 'Storing'", &[]).await;
    inbox.db().execute("DELETE FROM clerk.job", &[]).await;
    let key: String = inbox.db().value("SELECT storage_key FROM clerk.inbound_message", &[]).await;
    inbox.ctx().files.delete(&key).await.unwrap();
    inbox.post(&form).await.expect(200);
    inbox.app.drain().await;
    assert_eq!(inbox.app.count("clerk.inbound_message").await, 1);
    assert_eq!(inbox.app.count("emails_emailattachment").await, 1);
}

#[tokio::test]
async fn the_same_message_in_another_post_is_one_email() {
    let inbox = Inbox::new().await;
    let form = Form::message("Hello", "World").file("a.txt", "text/plain", b"a");
    inbox.post(&form).await.expect(200);
    inbox.post(&form).await.expect(200);
    let other = "multipart/form-data; boundary=\"another one\"";
    inbox.post_bytes(other, form.body_with("another one")).await.expect(200);
    inbox.app.drain().await;
    inbox
        .post_bytes("multipart/form-data; boundary=third", form.body_with("third"))
        .await
        .expect(200);
    inbox.app.drain().await;
    assert_eq!(inbox.app.count("clerk.inbound_message").await, 3);
    assert_eq!(inbox.app.count("emails_email").await, 1);
    assert_eq!(inbox.app.count("emails_emailattachment").await, 1);
    assert_eq!(inbox.app.count("core_issuenote").await, 1);
    assert_eq!(inbox.app.count("clerk.inbound_message WHERE state = 'Duplicate'").await, 2);
    assert_eq!(inbox.app.count("clerk.inbound_message WHERE email_id IS NULL").await, 0);
}

#[tokio::test]
async fn anything_is_kept() {
    let inbox = Inbox::new().await;
    for (content_type, body) in [
        ("multipart/form-data; boundary=x", &b""[..]),
        ("multipart/form-data", b"--"),
        ("", b"\0\xFF"),
        ("application/json", b"{}"),
        ("text/plain; charset=\"", b"hello"),
    ] {
        inbox.post_bytes(content_type, body.to_vec()).await.expect(200);
    }
    inbox.app.drain().await;
    assert_eq!(inbox.app.count("clerk.inbound_message WHERE reason = 'unreadable'").await, 5);
}

#[tokio::test]
async fn a_post_that_is_too_large_is_refused() {
    let inbox = Inbox::with(&[("CLERK_INBOUND_MAX_BYTES", "2000")]).await;
    let form = Form::message("Large", &"x".repeat(3_000));
    inbox.post(&form).await.expect(413);
    assert_eq!(inbox.app.count("clerk.inbound_message").await, 0);
    assert_eq!(inbox.app.count("clerk.job").await, 0);
}

#[tokio::test]
async fn only_posts_are_taken() {
    let inbox = Inbox::new().await;
    let somebody = inbox.app.anonymous();
    for path in ["/email/receive/", "/email/events/"] {
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            somebody.send(somebody.request(method, path)).await.expect(405);
        }
    }
    // A logged-in sender needs no token.
    let staff = inbox.app.coordinator().await;
    let request = staff.request(Method::POST, "/email/receive/").header("x-csrftoken", "wrong");
    staff.send(request.body("x")).await.expect(200);
}

#[tokio::test]
async fn leftovers_are_cleaned_up() {
    let inbox = Inbox::new().await;
    let large = vec![7; 300_000];
    for subject in ["unfinished", "old", "new"] {
        inbox.post(&Form::message(subject, "").file("a", "a/b", &large)).await.expect(200);
    }
    let ids = inbox.waiting().await;
    let keys: Vec<String> = ids.iter().map(|id| format!("inbound-email/{id}")).collect();
    for (id, state, days) in
        [(ids[0], "Storing", 5), (ids[1], "Ingested", 91), (ids[2], "Ingested", 89)]
    {
        let sql = "UPDATE clerk.inbound_message SET state = $2,
            received_at = received_at - $3 * interval '1 day' WHERE id = $1";
        inbox.db().execute(sql, &[&id, &state, &f64::from(days)]).await;
    }
    let done = clerk_domain::emails::inbox::clean_up(inbox.ctx()).await.unwrap();
    assert_eq!(done, 2);
    assert!(inbox.ctx().files.open(&keys[0]).await.is_err());
    assert!(inbox.ctx().files.open(&keys[1]).await.is_err());
    assert!(inbox.ctx().files.open(&keys[2]).await.is_ok());
    assert_eq!(inbox.app.count("clerk.inbound_message").await, 2);
}
