use clerk_tests::{FakeOutside, TestApp, factories, outside::Answer};
use reqwest::Method;
use uuid::Uuid;

use super::{GRAPH, app, refused};

async fn email(app: &TestApp, case: Uuid, state: &str) -> i32 {
    factories::email(state).case(case).create(&app.db).await
}

async fn attachment(app: &TestApp, email: i32, key: &str, state: &str) -> i32 {
    factories::attachment(email, key).sharepoint_state(state).create(&app.db).await
}

async fn state(app: &TestApp, attachment: i32) -> String {
    let sql = "SELECT sharepoint_state FROM emails_emailattachment WHERE id = $1";
    app.db.value(sql, &[&attachment]).await
}

async fn post(actor: &clerk_tests::Actor, path: &str) -> clerk_tests::Reply {
    actor.send(actor.request(Method::POST, path)).await
}

fn save(case: Uuid, email: i32, attachment: i32) -> String {
    format!("/clerk/api/email/{case}/{email}/attachment/{attachment}/sharepoint/")
}

fn fetch(case: Uuid, email: i32, item: &str) -> String {
    format!("/clerk/api/email/{case}/{email}/attachment/sharepoint/{item}/")
}

/// One without a role, and one with another case.
async fn strangers(app: &TestApp) -> [clerk_tests::Actor; 2] {
    [app.no_role().await, app.paralegal().await]
}

fn only_file(fake: &FakeOutside) -> (String, Vec<u8>) {
    let files = fake.files();
    assert_eq!(files.len(), 1, "{files:?}");
    files.into_iter().next().unwrap()
}

#[tokio::test]
async fn an_attachment_is_saved_in_the_folder() {
    let app = app().await;
    let paralegal = app.paralegal().await;
    let case = factories::case().paralegal(paralegal.id()).create(&app.db).await.id;
    let other = factories::case().paralegal(paralegal.id()).create(&app.db).await.id;
    let email = email(&app, case, "INGESTED").await;
    let key = "email-attachments/abc/notice.pdf";
    app.ctx.files.put(key, "application/pdf", b"notice".as_slice().into()).await.unwrap();
    let id = attachment(&app, email, key, "NOT_UPLOADED").await;
    let path = save(case, email, id);
    let [nobody, stranger] = strangers(&app).await;
    refused(&app, Method::POST, &path, &[&nobody, &stranger]).await;
    for path in [save(other, email, id), save(case, email + 1, id), save(case, email, id + 1)] {
        post(&paralegal, &path).await.expect(404);
    }
    assert!(app.fake.calls().is_empty());

    app.fake.answer_once(GRAPH, "/", Answer::new(500));
    post(&paralegal, &path).await.expect(503);
    assert_eq!(state(&app, id).await, "NOT_UPLOADED");
    let reply = post(&paralegal, &path).await.expect(204);
    assert!(reply.body.is_empty());
    assert_eq!(state(&app, id).await, "UPLOADED");
    let saved = format!("cases/{case}/email-attachments/notice.pdf");
    assert_eq!(only_file(&app.fake), (saved, b"notice".to_vec()));
    // Again: under another name. When that fails, it still is saved.
    post(&app.coordinator().await, &path).await.expect(204);
    assert_eq!(app.fake.files().len(), 2);
    app.fake.answer_once(GRAPH, "/", Answer::new(403));
    post(&paralegal, &path).await.expect(503);
    assert_eq!(state(&app, id).await, "UPLOADED");

    let lost = attachment(&app, email, "email-attachments/abc/lost.pdf", "UPLOADING").await;
    post(&paralegal, &save(case, email, lost)).await.expect(404);
    assert_eq!(state(&app, lost).await, "NOT_UPLOADED");
}

#[tokio::test]
async fn a_document_is_attached_to_a_draft() {
    let app = app().await;
    let lawyer = app.lawyer().await;
    let case = factories::case().lawyer(lawyer.id()).create(&app.db).await.id;
    let draft = email(&app, case, "DRAFT").await;
    let item =
        app.fake.put_file(&format!("cases/{case}/Sub Folder/Letter of Demand (1).PDF"), b"demand");
    let path = fetch(case, draft, &item);
    let [nobody, stranger] = strangers(&app).await;
    refused(&app, Method::POST, &path, &[&nobody, &stranger]).await;
    app.fake.answer_once(GRAPH, "/", Answer::new(500));
    post(&lawyer, &path).await.expect(503);
    let reply = post(&lawyer, &path).await.expect(204);
    assert!(reply.body.is_empty());
    let sql = "SELECT file, content_type, sharepoint_state, email_id FROM emails_emailattachment";
    let rows = app.db.query(sql, &[]).await;
    assert_eq!(rows.len(), 1);
    let name = "letter-of-demand-1.pdf";
    let file: String = rows[0].get(0);
    assert_eq!(file.split('/').next_back(), Some(name));
    assert_eq!(file.split('/').nth(1).unwrap().len(), 32);
    assert_eq!(rows[0].get::<_, String>(1), "application/pdf");
    assert_eq!(rows[0].get::<_, String>(2), "NOT_UPLOADED");
    assert_eq!(rows[0].get::<_, i32>(3), draft);
    let stored = app.ctx.files.get(&file, 100).await.unwrap();
    assert_eq!(&stored[..], b"demand");
}

#[tokio::test]
async fn only_documents_of_the_case_are_attached() {
    let app = app().await;
    let paralegal = app.paralegal().await;
    let case = factories::case().paralegal(paralegal.id()).create(&app.db).await.id;
    let other = factories::case().create(&app.db).await.id;
    let draft = email(&app, case, "DRAFT").await;
    let sent = email(&app, case, "SENT").await;
    let own = app.fake.put_file(&format!("cases/{case}/own.pdf"), b"own");
    let empty = app.fake.put_file(&format!("cases/{case}/empty.pdf"), b"");
    let theirs = app.fake.put_file(&format!("cases/{other}/secret.pdf"), b"secret");
    let template = app.fake.put_file("templates/repairs/a.docx", b"a");
    let folder = app.fake.put_folder(&format!("cases/{case}/folder"));
    for item in [&theirs, &template, &folder, "cases", "nothing", "a%2Fb"] {
        post(&paralegal, &fetch(case, draft, item)).await.expect(404);
    }
    for path in [fetch(case, sent, &own), fetch(other, draft, &own), fetch(case, 0, &own)] {
        let reply = post(&paralegal, &path).await;
        assert!(matches!(reply.status.as_u16(), 403 | 404), "{path}");
    }
    let reply = post(&paralegal, &fetch(case, draft, &empty)).await.expect(400);
    assert_eq!(reply.error().1, "empty");
    let downloads = app.fake.calls_to("download.sharepoint.example");
    assert_eq!(downloads.len(), 1, "only the empty one was fetched");
    let count = "SELECT count(*) FROM emails_emailattachment";
    assert_eq!(app.db.value::<i64>(count, &[]).await, 0);
}

#[tokio::test]
async fn an_email_does_not_become_too_large() {
    let app = app().await;
    let paralegal = app.paralegal().await;
    let case = factories::case().paralegal(paralegal.id()).create(&app.db).await.id;
    let draft = email(&app, case, "DRAFT").await;
    let megabytes = |count: usize| vec![7; count * 1024 * 1024];
    let key = "email-attachments/abc/large.bin";
    app.ctx.files.put(key, "application/pdf", megabytes(15).into()).await.unwrap();
    attachment(&app, draft, key, "NOT_UPLOADED").await;
    let fits = app.fake.put_file(&format!("cases/{case}/fits.pdf"), &megabytes(6));
    let not = app.fake.put_file(&format!("cases/{case}/not.pdf"), &megabytes(7));
    let reply = post(&paralegal, &fetch(case, draft, &not)).await.expect(400);
    assert_eq!(reply.error().2.as_deref(), Some("file"));
    assert!(app.fake.calls_to("download.sharepoint.example").is_empty());
    // Two at a time: only one has room.
    let path = fetch(case, draft, &fits);
    let both = tokio::join!(post(&paralegal, &path), post(&paralegal, &path));
    let mut statuses = [both.0.status.as_u16(), both.1.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 400]);
    let count = "SELECT count(*) FROM emails_emailattachment";
    assert_eq!(app.db.value::<i64>(count, &[]).await, 2);
}
