//! From draft to ready.

use clerk_tests::jobs;
use serde_json::json;

use crate::emails::*;

const SEND: &str = "READY_TO_SEND";

#[tokio::test]
async fn a_finished_draft_gets_the_frame_and_is_enqueued_once() {
    let world = CaseWorld::start().await;
    let draft = id(&world.draft("Hello", "<p>Hi <b>Mary</b><script>x</script></p>").await);
    let path = world.email_path(draft);
    let (one, other) = tokio::join!(
        world.paralegal.patch(&path, json!({"state": SEND})),
        world.paralegal.patch(&path, json!({"state": SEND})),
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 404]);
    let sent = if one.status.is_success() { one } else { other }.json();
    assert_eq!(sent["state"], SEND);
    let html = sent["html"].as_str().unwrap();
    assert!(html.contains("Hi <b>Mary</b>") && html.contains("<html") && !html.contains("script"));
    assert_eq!(sent["text"], "Hi Mary\nAnika Legal\n");
    assert_eq!(
        jobs::pending(&world.app.db).await,
        [("mail".to_owned(), json!({"job": "send_email", "email": draft}))]
    );
    world.paralegal.patch(&path, json!({"subject": "x"})).await.expect(404);
    world.paralegal.delete(&path).await.expect(404);
    assert_eq!(world.threads().await, Vec::<Value>::new());
}

#[tokio::test]
async fn the_text_is_the_writers_unless_it_was_made_of_another_html() {
    let world = CaseWorld::start().await;
    let send = async |stored: &str, body: Value| {
        let draft = id(&world.draft("Hello", "<p>old</p>").await);
        let path = world.email_path(draft);
        world.paralegal.patch(&path, json!({"text": stored})).await.expect(200);
        let mut body = body;
        body["state"] = json!(SEND);
        world.paralegal.patch(&path, body).await.expect(200).json()["text"].clone()
    };
    let new = "<p>new</p>";
    assert_eq!(send("mine", json!({"html": new})).await, "mine");
    assert_eq!(send("", json!({"html": new, "text": "mine"})).await, "mine");
    assert_eq!(send("", json!({"html": new})).await, "new\nAnika Legal\n");
}

#[tokio::test]
async fn an_unfinished_draft_is_not_sent() {
    let world = CaseWorld::start().await;
    let draft = id(&world.draft("Hello", "").await);
    let path = world.email_path(draft);
    let body = json!({"state": SEND, "to_address": "", "text": "x"});
    let (_, code, attr) = world.paralegal.patch(&path, body).await.expect(400).error();
    assert_eq!((code.as_str(), attr.as_deref()), ("blank", Some("to_address")));
    world.app.db.execute("UPDATE emails_email SET subject = ''", &[]).await;
    let reply = world.paralegal.patch(&path, json!({"state": SEND, "text": "x"})).await;
    let (_, code, attr) = reply.expect(400).error();
    assert_eq!((code.as_str(), attr.as_deref()), ("blank", Some("subject")));
    let left: String = world.app.db.value("SELECT text FROM emails_email", &[]).await;
    assert_eq!((left.as_str(), world.state(draft).await.as_str()), ("", "DRAFT"));
    assert_eq!(jobs::pending(&world.app.db).await, []);
}

#[tokio::test]
async fn a_draft_that_is_too_large_is_not_sent() {
    let world = CaseWorld::start().await;
    let draft = id(&world.draft("Hello", "<p>Hi</p>").await);
    let room = 29 * 1024 * 1024 / 4 * 3;
    world.attach(draft, "a.bin", vec![7; room - 1000]).await.expect(201);
    let body = json!({"state": SEND, "text": "x".repeat(5000)});
    let reply = world.paralegal.patch(&world.email_path(draft), body).await;
    let (_, code, attr) = reply.expect(400).error();
    assert_eq!((code.as_str(), attr.as_deref()), ("invalid", Some("non_field_errors")));
    assert_eq!(world.state(draft).await, "DRAFT");
}

#[tokio::test]
async fn a_newer_message_has_to_be_seen_first() {
    let world = CaseWorld::start().await;
    incoming(world.case).at("2026-11-23T01:00:00Z".parse().unwrap()).create(&world.app.db).await;
    let draft = id(&world.draft("Re: Repairs", "<p>Hi</p>").await);
    let path = world.email_path(draft);
    world.pass(10);
    let at = world.app.ctx.clock.now();
    incoming(world.case).at(at).subject("Other matters").create(&world.app.db).await;
    incoming(world.case).at(at).state("SENT").create(&world.app.db).await;
    incoming(world.case).at(at).subject("RE: repairs").create(&world.app.db).await;
    world.pass(10);
    let body = json!({"state": SEND, "subject": "Re: Repairs", "text": "new"});
    for _ in 0..2 {
        let reply = world.paralegal.patch(&path, body.clone()).await;
        let (_, code, attr) = reply.expect(400).error();
        assert_eq!((code.as_str(), attr.as_deref()), ("newer_message", Some("non_field_errors")));
    }
    assert_eq!(world.state(draft).await, "DRAFT");
    world.paralegal.patch(&path, json!({"text": "new"})).await.expect(200);
    world.paralegal.patch(&path, body).await.expect(200);
}

#[tokio::test]
async fn deleting_a_draft_deletes_what_is_its_own() {
    let world = CaseWorld::start().await;
    let (one, two) = (id(&world.draft("One", "").await), id(&world.draft("Two", "").await));
    for email in [one, two] {
        world.attach(email, "same.txt", b"same".to_vec()).await.expect(201);
    }
    world.attach(one, "own.txt", b"own".to_vec()).await.expect(201);
    world.threads().await;
    world.paralegal.delete(&world.email_path(one)).await.expect(204);
    world.paralegal.get(&world.email_path(one)).await.expect(404);
    for table in
        ["emails_email", "emails_emailattachment", "clerk.email_thread", "clerk.email_html"]
    {
        let count: i64 = world.app.db.value(&format!("SELECT count(*) FROM {table}"), &[]).await;
        assert_eq!(count, 1, "{table}");
    }
    jobs::drain_all(&world.app.ctx, &world.app.db).await;
    let exists = async |md5: &str, name: &str| {
        let key = format!("email-attachments/{md5}/{name}");
        world.app.ctx.files.open(&key).await.is_ok()
    };
    assert!(exists("51037a4a37730f52c8732586d3aaa316", "same.txt").await);
    assert!(!exists("5b3c32009797feb79096d52e56a56b82", "own.txt").await);
}
