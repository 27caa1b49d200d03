//! Reading the emails of a case.

use chrono::{DateTime, Utc};
use clerk_domain::emails::threads::{self, Headers};
use clerk_tests::{assert_json, pages};
use serde_json::json;

use super::*;
use crate::cases::counted;

fn hour(hour: u32) -> DateTime<Utc> {
    format!("2026-11-20T{hour:02}:00:00Z").parse().unwrap()
}

#[tokio::test]
async fn threads_are_sorted_and_shown() {
    let world = CaseWorld::start().await;
    let (db, case) = (&world.app.db, world.case);
    for state in ["READY_TO_SEND", "SAVING", "RECEIVED", "INGEST_FAILURE"] {
        incoming(case).state(state).create(db).await;
    }
    assert_eq!(world.threads().await, Vec::<Value>::new());
    let first = incoming(case).at(hour(1)).text("a\n\nb").create(db).await;
    let other = incoming(case).at(hour(2)).subject("").create(db).await;
    let html = "<p onclick=x>Hi</p>";
    let answer = incoming(case).at(hour(3)).subject("Re: repairs").state("SENT").html(html);
    let answer = answer.create(db).await;
    let threads = world.threads().await;
    let ids = |thread: &Value| -> Vec<i64> {
        thread["emails"].as_array().unwrap().iter().map(id).collect()
    };
    assert_eq!(threads.len(), 2);
    assert_eq!(ids(&threads[0]), [i64::from(answer), i64::from(first)]);
    assert_eq!(ids(&threads[1]), [i64::from(other)]);
    assert_json!("email_threads", json!(threads));
    assert_eq!(threads[0]["url"], format!("/clerk/cases/email/{case}/thread/repairs/"));
    let raw = world.paralegal.get(&world.email_path(answer.into())).await.json();
    assert_eq!(raw["html"], html);

    let get = async |query: &str| world.paralegal.get(&format!("{}?{query}", world.path())).await;
    let one = get("slug=repairs").await.expect(200).json();
    assert_eq!(one, json!([threads[0]]));
    assert_eq!(get("slug=").await.expect(200).json(), json!(threads));
    get("slug=nothing").await.expect(404);
    world.app.paralegal().await.get(&world.path()).await.expect(403);
    world.paralegal.get(&format!("/clerk/api/email/{}/", Uuid::new_v4())).await.expect(404);
    world.paralegal.get("/clerk/api/email/x/").await.expect(404);
}

#[tokio::test]
async fn html_is_made_once_and_again_when_the_body_changes() {
    let world = CaseWorld::start().await;
    let (db, case) = (&world.app.db, world.case);
    incoming(case).html("<p>one</p>").create(db).await;
    let shown = async || world.threads().await[0]["emails"][0]["html"].clone();
    assert_eq!(shown().await, "<p>one</p>");
    db.execute("UPDATE clerk.email_html SET html = 'kept'", &[]).await;
    assert_eq!(shown().await, "kept");
    db.execute("UPDATE emails_email SET html = '<p>two</p>'", &[]).await;
    assert_eq!(shown().await, "<p>two</p>");
    db.execute("UPDATE emails_email SET html = '', text = 'three'", &[]).await;
    assert_eq!(shown().await, "<p>three</p>");
}

#[tokio::test]
async fn headers_tie_emails_together() {
    let world = CaseWorld::start().await;
    let (db, case) = (&world.app.db, world.case);
    let received = json!({"headers": "Message-ID: <first@x.example>\nSubject: Repairs\n"});
    let first = incoming(case).at(hour(1)).received(received);
    first.create(db).await;
    let draft = id(&world.draft("Repairs", "<p>Hi</p>").await);
    let rows = db
        .query("SELECT message_id, in_reply_to, thread_references FROM clerk.email_thread", &[])
        .await;
    let message_id: String = rows[0].get(0);
    assert!(message_id.starts_with(&format!("{draft}.")), "{message_id}");
    assert!(message_id.ends_with("@mail.fake.anikalegal.org.au"), "{message_id}");
    assert_eq!(rows[0].get::<_, Option<&str>>(1), Some("first@x.example"));
    assert_eq!(rows[0].get::<_, Vec<String>>(2), ["first@x.example"]);

    // They answer under another subject.
    world.pass(60);
    let at = world.app.ctx.clock.now();
    let answer = incoming(case).at(at).subject("My ceiling").create(db).await;
    let headers = format!("Message-ID: <second@x.example>\nIn-Reply-To: <{message_id}>");
    let mut conn = world.app.ctx.db().await.unwrap();
    threads::record(&mut conn, answer, &Headers::parse(&headers)).await.unwrap();
    drop(conn);
    let threads = world.threads().await;
    assert_eq!(threads.len(), 1);
    assert_eq!(threads[0]["slug"], "repairs");
    assert_eq!(id(&threads[0]["emails"][0]), i64::from(answer));

    // What follows names the whole chain, also in the message that goes out.
    let next = id(&world.draft("Re: My ceiling", "<p>Hi</p>").await);
    let path = world.email_path(next);
    world.paralegal.patch(&path, json!({"state": "READY_TO_SEND"})).await.expect(200);
    clerk_tests::jobs::drain_all(&world.app.ctx, db).await;
    let (_, mail) = world.app.mail_folder().remove(0);
    assert!(mail.contains("In-Reply-To: <second@x.example>"), "{mail}");
    assert!(mail.contains("<second@x.example>"), "{mail}");
    assert_eq!(world.threads().await.len(), 1);
}

#[tokio::test]
async fn fifty_emails_take_as_many_statements_as_one() {
    let (counter, app) = counted().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await.id;
    let path = format!("/clerk/api/email/{case}/");
    let make = async |number: u32| {
        let (subject, sender) = (format!("Subject {number}"), app.paralegal().await.id());
        let email = incoming(case).at(hour(number % 20)).subject(&subject).html("<p>x</p>");
        let email = email.sender(sender).create(&app.db).await;
        let file = factories::attachment(email, "email-attachments/a/b.txt");
        file.content_type("text/plain").create(&app.db).await;
    };
    let cost = async || {
        counter.take();
        coordinator.get(&path).await.expect(200);
        counter.take()
    };
    make(0).await;
    coordinator.get(&path).await.expect(200);
    app.db.execute("DELETE FROM clerk.email_html", &[]).await;
    let (first, again) = (cost().await, cost().await);
    for number in 1..50 {
        make(number).await;
    }
    app.db.execute("DELETE FROM clerk.email_html", &[]).await;
    let (first_of_fifty, again_of_fifty) = (cost().await, cost().await);
    assert_eq!((first_of_fifty, again_of_fifty), (first, again));
}

#[tokio::test]
async fn templates_come_with_their_variables_filled_in() {
    let root = tempfile::tempdir().unwrap();
    pages::front_end(root.path());
    let world =
        CaseWorld::of(TestApp::builder().var("CLERK_STATIC_ROOT", root.path().display())).await;
    let text =
        "Dear {{ client_name }},\n{{fileref}} {{ case_address }} {{ today }} {{ nothing }} {{";
    factories::email_template(&world.app.db, "GENERAL", "Hello").await;
    let sql = "UPDATE emails_emailtemplate SET text = $1, subject = 'About {{ fileref }}'";
    world.app.db.execute(sql, &[&text]).await;

    let fileref: String = world.app.db.value("SELECT fileref FROM core_issue", &[]).await;
    let path = format!("/clerk/cases/email/{}/draft/", world.case);
    let page = world.paralegal.get(&path).await.expect(200);
    let address = format!("case.{}@mail.fake.anikalegal.org.au", &world.case.to_string()[..8]);
    let context = pages::context(&page, "REACT_CONTEXT");
    let template = &context["templates"][0];
    let text = template["text"].as_str().unwrap();
    for part in ["Dear Clara Client,", &address, "Monday 23rd November 2026", "{{ nothing }} {{"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(template["subject"], format!("About {fileref}"));
}
