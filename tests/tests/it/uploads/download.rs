//! Who gets an uploaded file, and how.

use clerk_domain::submissions;
use clerk_tests::answers;
use clerk_workflows::form_comes_in::{self, Outcome};

use super::*;

/// Uploads a file and makes it part of a new case.
async fn case_with(app: &TestApp, name: &str, bytes: &[u8]) -> (Uuid, Uuid) {
    let file = id(&upload(&app.anonymous(), name, bytes).await.expect(201));
    let raw = answers::repairs("a@example.org", &[file]);
    let submission = submissions::create(&app.ctx, raw).await.unwrap().id;
    submissions::submit(&app.ctx, submission).await.unwrap();
    match form_comes_in::process(&app.ctx, submission).await.unwrap() {
        Outcome::Processed(case) => (file, case),
        other => panic!("{other:?}"),
    }
}

async fn assign(app: &TestApp, column: &str, case: Uuid, user: i32) {
    let sql = format!("UPDATE core_issue SET {column} = $1 WHERE id = $2");
    app.db.execute(&sql, &[&user, &case]).await;
}

fn path(file: Uuid) -> String {
    format!("/clerk/files/{file}/")
}

#[tokio::test]
async fn only_staff_of_the_case_and_coordinators_see_a_file() {
    let app = TestApp::start().await;
    let (file, case) = case_with(&app, "a.jpg", JPEG).await;
    let (paralegal, lawyer) = (app.paralegal().await, app.lawyer().await);
    let path = path(file);
    for stranger in [&paralegal, &lawyer, &app.no_role().await] {
        let reply = stranger.get(&path).await.expect(403);
        assert!(reply.header("content-type").starts_with("text/html"));
    }
    assign(&app, "paralegal_id", case, paralegal.id()).await;
    assign(&app, "lawyer_id", case, lawyer.id()).await;
    for member in
        [&paralegal, &lawyer, &app.coordinator().await, &app.admin().await, &app.superuser().await]
    {
        assert_eq!(member.get(&path).await.expect(200).body, JPEG);
    }
    for nobody in [app.anonymous(), app.inactive().await] {
        let reply = nobody.get(&path).await.expect(302);
        assert!(reply.header("location").starts_with("/accounts/login/?next="));
        assert!(!reply.body.windows(4).any(|window| window == b"JFIF"));
    }
}

#[tokio::test]
async fn a_file_without_a_case_is_for_coordinators() {
    let app = TestApp::start().await;
    let file = id(&upload(&app.anonymous(), "a.jpg", JPEG).await);
    app.paralegal().await.get(&path(file)).await.expect(403);
    app.lawyer().await.get(&path(file)).await.expect(403);
    app.coordinator().await.get(&path(file)).await.expect(200);
}

#[tokio::test]
async fn the_address_that_the_form_got_leads_to_the_file() {
    let app = TestApp::start().await;
    let address = upload(&app.anonymous(), "a.pdf", PDF).await.json()["file"].clone();
    let path = address.as_str().unwrap().strip_prefix(&app.ctx.config.web.base_url).unwrap();
    let reply = app.coordinator().await.get(path).await.expect(200);
    assert_eq!(reply.body, PDF);
}

#[tokio::test]
async fn images_and_pdfs_are_shown_and_all_else_is_saved() {
    let app = TestApp::start().await;
    let staff = app.coordinator().await;
    for (name, bytes, how, content_type) in [
        ("a.jpg", JPEG.to_vec(), "inline", "image/jpeg"),
        ("a.pdf", PDF.to_vec(), "inline", "application/pdf"),
        ("a.txt", b"hello".to_vec(), "attachment", "text/plain; charset=utf-8"),
        ("a.doc", samples::doc("WordDocument"), "attachment", "application/msword"),
        ("photo", JPEG.to_vec(), "attachment", "application/octet-stream"),
    ] {
        let file = id(&upload(&app.anonymous(), name, &bytes).await.expect(201));
        let reply = staff.get(&path(file)).await.expect(200);
        assert_eq!(reply.body, bytes);
        assert_eq!(reply.header("content-type"), content_type);
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("cache-control"), "private, no-store");
        let key = key(&app, file).await;
        let stored = key.split('/').nth(1).unwrap();
        assert_eq!(reply.header("content-disposition"), format!("{how}; filename=\"{stored}\""));
    }
}

#[tokio::test]
async fn names_that_the_original_stored_cannot_break_the_headers() {
    let app = TestApp::start().await;
    let file = id(&upload(&app.anonymous(), "a.jpg", JPEG).await);
    let odd = "file-uploads/a \"b\";é.html";
    app.db.execute("UPDATE core_fileupload SET file = $1", &[&odd]).await;
    fs::write(app.files_dir().join(odd), "<script>").unwrap();
    let reply = app.coordinator().await.get(&path(file)).await.expect(200);
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"a__b___.html\"");
    assert_eq!(reply.header("content-type"), "application/octet-stream");
}

#[tokio::test]
async fn what_is_not_there_is_404() {
    let app = TestApp::start().await;
    let staff = app.coordinator().await;
    let file = id(&upload(&app.anonymous(), "a.jpg", JPEG).await);
    for path in [path(Uuid::new_v4()), "/clerk/files/nonsense/".to_owned()] {
        staff.get(&path).await.expect(404);
    }
    fs::remove_dir_all(app.files_dir()).unwrap();
    staff.get(&path(file)).await.expect(404);
    app.db.execute("UPDATE core_fileupload SET file = '../../etc/passwd'", &[]).await;
    let reply = staff.get(&path(file)).await;
    assert!(reply.status.is_server_error() && !reply.text().contains("root:"));
}
