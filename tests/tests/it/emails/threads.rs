//! Reading the emails of a case.

use clerk_domain::emails::threads::{self, Headers};
use clerk_tests::{TestDb, pages, statements::StatementCounter};
use serde_json::json;

use super::*;

fn hour(hour: u32) -> DateTime<Utc> {
    format!("2026-11-20T{hour:02}:00:00Z").parse().unwrap()
}

#[tokio::test]
async fn threads_are_sorted_and_shown() {
    let bench = Bench::start().await;
    let (db, case) = (&bench.app.db, bench.case);
    for state in ["READY_TO_SEND", "SAVING", "RECEIVED", "INGEST_FAILURE"] {
        Row { state, ..Row::default() }.insert(db, case).await;
    }
    assert_eq!(bench.threads().await, Vec::<Value>::new());
    let first = Row { at: hour(1), text: "a\n\nb", ..Row::default() }.insert(db, case).await;
    let other = Row { at: hour(2), subject: "", ..Row::default() }.insert(db, case).await;
    let html = "<p onclick=x>Hi</p>";
    let answer = Row { at: hour(3), subject: "Re: repairs", state: "SENT", html, ..Row::default() };
    let answer = answer.insert(db, case).await;
    let threads = bench.threads().await;
    let ids = |thread: &Value| -> Vec<i64> {
        thread["emails"].as_array().unwrap().iter().map(id).collect()
    };
    assert_eq!(threads.len(), 2);
    assert_eq!(ids(&threads[0]), [i64::from(answer), i64::from(first)]);
    assert_eq!(ids(&threads[1]), [i64::from(other)]);
    let head = |thread: &Value| {
        json!([thread["subject"], thread["slug"], thread["most_recent"], thread["url"]])
    };
    let url = |slug: &str| format!("/clerk/cases/email/{case}/thread/{slug}/");
    let expected = json!(["Repairs", "repairs", "20/11/26 at 2PM", url("repairs")]);
    assert_eq!(head(&threads[0]), expected);
    let expected = json!(["No Subject", "no-subject", "20/11/26 at 1PM", url("no-subject")]);
    assert_eq!(head(&threads[1]), expected);
    assert_eq!(threads[0]["emails"][0]["html"], "<p>Hi</p>");
    assert_eq!(threads[0]["emails"][1]["html"], "<p>a</p><p>b</p>");
    assert!(threads[1]["emails"][0]["sender"].is_null());
    let raw = bench.paralegal.get(&bench.email_path(answer.into())).await.json();
    assert_eq!(raw["html"], html);

    let get = async |query: &str| bench.paralegal.get(&format!("{}?{query}", bench.path())).await;
    let one = get("slug=repairs").await.expect(200).json();
    assert_eq!(one, json!([threads[0]]));
    assert_eq!(get("slug=").await.expect(200).json(), json!(threads));
    get("slug=nothing").await.expect(404);
    bench.app.paralegal().await.get(&bench.path()).await.expect(403);
    bench.paralegal.get(&format!("/clerk/api/email/{}/", Uuid::new_v4())).await.expect(404);
    bench.paralegal.get("/clerk/api/email/x/").await.expect(404);
}

#[tokio::test]
async fn html_is_made_once_and_again_when_the_body_changes() {
    let bench = Bench::start().await;
    let (db, case) = (&bench.app.db, bench.case);
    Row { html: "<p>one</p>", ..Row::default() }.insert(db, case).await;
    let shown = async || bench.threads().await[0]["emails"][0]["html"].clone();
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
    let bench = Bench::start().await;
    let (db, case) = (&bench.app.db, bench.case);
    let received = json!({"headers": "Message-ID: <first@x.example>\nSubject: Repairs\n"});
    let first = Row { at: hour(1), received: Some(received), ..Row::default() };
    first.insert(db, case).await;
    let draft = id(&bench.draft("Repairs", "<p>Hi</p>").await);
    let rows = db
        .query("SELECT message_id, in_reply_to, thread_references FROM clerk.email_thread", &[])
        .await;
    let message_id: String = rows[0].get(0);
    assert!(message_id.starts_with(&format!("{draft}.")), "{message_id}");
    assert!(message_id.ends_with("@mail.fake.anikalegal.org.au"), "{message_id}");
    assert_eq!(rows[0].get::<_, Option<&str>>(1), Some("first@x.example"));
    assert_eq!(rows[0].get::<_, Vec<String>>(2), ["first@x.example"]);

    // They answer under another subject.
    bench.pass(60);
    let at = bench.app.ctx.clock.now();
    let answer = Row { at, subject: "My ceiling", ..Row::default() }.insert(db, case).await;
    let headers = format!("Message-ID: <second@x.example>\nIn-Reply-To: <{message_id}>");
    let mut conn = bench.app.ctx.db().await.unwrap();
    threads::record(&mut conn, answer, &Headers::parse(&headers)).await.unwrap();
    drop(conn);
    let threads = bench.threads().await;
    assert_eq!(threads.len(), 1);
    assert_eq!(threads[0]["slug"], "repairs");
    assert_eq!(id(&threads[0]["emails"][0]), i64::from(answer));

    // What follows names the whole chain, also in the message that goes out.
    let next = id(&bench.draft("Re: My ceiling", "<p>Hi</p>").await);
    let path = bench.email_path(next);
    bench.paralegal.patch(&path, json!({"state": "READY_TO_SEND"})).await.expect(200);
    clerk_tests::jobs::drain_all(&bench.app.ctx, db).await;
    let mail = std::fs::read_dir(bench.app.mail_dir()).unwrap().next().unwrap().unwrap();
    let mail = std::fs::read_to_string(mail.path()).unwrap();
    assert!(mail.contains("In-Reply-To: <second@x.example>"), "{mail}");
    assert!(mail.contains("<second@x.example>"), "{mail}");
    assert_eq!(bench.threads().await.len(), 1);
}

#[tokio::test]
async fn fifty_emails_take_as_many_statements_as_one() {
    let db = TestDb::migrated().await;
    let counter = StatementCounter::start();
    let variables = counter.variables(&db);
    let app = variables
        .iter()
        .fold(TestApp::builder().db(db), |app, (name, value)| app.var(name, value))
        .start()
        .await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await.id;
    let path = format!("/clerk/api/email/{case}/");
    let make = async |number: u32| {
        let (at, subject) = (hour(number % 20), format!("Subject {number}"));
        let row = Row { at, subject: &subject, html: "<p>x</p>", ..Row::default() };
        let email = row.insert(&app.db, case).await;
        let sender = app.paralegal().await.id();
        app.db
            .execute("UPDATE emails_email SET sender_id = $1 WHERE id = $2", &[&sender, &email])
            .await;
        app.db
            .execute(
                "INSERT INTO emails_emailattachment (file, content_type, created_at, email_id, \
                 sharepoint_state) VALUES ('email-attachments/a/b.txt', 'text/plain', now(), $1, \
                 'NOT_UPLOADED')",
                &[&email],
            )
            .await;
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
    let bench = Bench::with(&[("CLERK_STATIC_ROOT", root.path().display().to_string())]).await;
    let text =
        "Dear {{ client_name }},\n{{fileref}} {{ case_address }} {{ today }} {{ nothing }} {{";
    bench
        .app
        .db
        .execute(
            "INSERT INTO emails_emailtemplate (created_at, modified_at, name, topic, text, subject) \
             VALUES (now(), now(), 'Hello', 'GENERAL', $1, 'About {{ fileref }}')",
            &[&text],
        )
        .await;
    let fileref: String = bench.app.db.value("SELECT fileref FROM core_issue", &[]).await;
    let path = format!("/clerk/cases/email/{}/draft/", bench.case);
    let page = bench.paralegal.get(&path).await.expect(200);
    let address = format!("case.{}@mail.fake.anikalegal.org.au", &bench.case.to_string()[..8]);
    let context = pages::context(&page, "REACT_CONTEXT");
    let template = &context["templates"][0];
    let text = template["text"].as_str().unwrap();
    for part in ["Dear Clara Client,", &address, "Monday 23rd November 2026", "{{ nothing }} {{"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(template["subject"], format!("About {fileref}"));
}
