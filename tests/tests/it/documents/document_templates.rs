use clerk_tests::{Actor, Reply, TestApp, assert_json, factories, outside::Answer};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

use super::{GRAPH, app, refused};

const PATH: &str = "/clerk/api/template-doc/";

async fn row(app: &TestApp, topic: &str, file: &str) -> i32 {
    factories::document_template(&app.db, topic, file).await
}

async fn rows(app: &TestApp) -> Vec<String> {
    let rows = app.db.query("SELECT file FROM core_documenttemplate ORDER BY id", &[]).await;
    rows.iter().map(|row| row.get(0)).collect()
}

async fn upload(actor: &Actor, topic: Option<&str>, files: &[(&str, &[u8])]) -> Reply {
    let mut form = Form::new();
    if let Some(topic) = topic {
        form = form.text("topic", topic.to_owned());
    }
    for (name, bytes) in files {
        form = form.part("files", Part::bytes(bytes.to_vec()).file_name((*name).to_owned()));
    }
    actor.send(actor.request(Method::POST, PATH).multipart(form)).await
}

fn names(json: &Value) -> Vec<&str> {
    json.as_array().unwrap().iter().map(|template| template["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn templates_are_listed_with_what_sharepoint_knows() {
    let app = app().await;
    let admin = app.admin().await;
    assert_eq!(admin.get(PATH).await.expect(200).json(), json!([]));
    assert!(app.fake.calls().is_empty());
    let id = row(&app, "REPAIRS", "templates/repairs/Letter 100%.docx").await;
    row(&app, "REPAIRS", "templates/repairs/Gone.docx").await;
    row(&app, "BONDS", "templates/bonds/claim.docx").await;
    for number in 0..30 {
        row(&app, "REPAIRS", &format!("templates/repairs/x{number}.docx")).await;
    }
    app.fake.put_file("templates/repairs/letter 100%.docx", b"x");
    app.fake.put_file("templates/bonds/claim.docx", b"x");
    let json = admin.get(PATH).await.expect(200).json();
    assert_eq!(json[0]["topic"], "BONDS");
    assert_eq!(names(&json)[..3], ["claim.docx", "Gone.docx", "Letter 100%.docx"]);
    assert_eq!(json[2]["id"], id);
    assert_json!("document_templates", json!(json.as_array().unwrap()[..3]));
    // Two folders, one call each.
    assert_eq!(app.fake.calls_to(GRAPH).len(), 2);
    let found = async |query: &str| admin.get(&format!("{PATH}?{query}")).await.expect(200).json();
    assert_eq!(names(&found("name=LETTER+100%25").await), ["Letter 100%.docx"]);
    assert_eq!(names(&found("name=templates").await), [""; 0]);
    assert_eq!(names(&found("topic=BONDS&name=").await), ["claim.docx"]);
    for topic in ["OTHER", "PUCE"] {
        let reply = admin.get(&format!("{PATH}?topic={topic}")).await.expect(400);
        assert_eq!(reply.error().1, "invalid_choice");
    }
    app.fake.answer(GRAPH, "/", Answer::new(503));
    admin.get(PATH).await.expect(503);
}

#[tokio::test]
async fn only_admins_touch_templates() {
    let app = app().await;
    let id = row(&app, "REPAIRS", "templates/repairs/a.docx").await;
    app.fake.put_file("templates/repairs/a.docx", b"a");
    let (one, rename) = (format!("{PATH}{id}/"), format!("{PATH}{id}/rename-file/"));
    let actors =
        [app.no_role().await, app.paralegal().await, app.lawyer().await, app.coordinator().await];
    let actors: Vec<&Actor> = actors.iter().collect();
    for (method, path) in [
        (Method::GET, PATH),
        (Method::POST, PATH),
        (Method::DELETE, one.as_str()),
        (Method::PATCH, rename.as_str()),
    ] {
        refused(&app, method, path, &actors).await;
    }
    assert!(app.fake.calls().is_empty());
    assert_eq!(rows(&app).await.len(), 1);
    app.superuser().await.delete(&one).await.expect(204);
}

#[tokio::test]
async fn files_become_templates() {
    let app = app().await;
    let admin = app.admin().await;
    let large = vec![7; 6 * 1024 * 1024];
    let files: [(&str, &[u8]); 2] = [("Über uns.docx", b"small"), ("big.bin", &large)];
    let reply = upload(&admin, Some("EVICTION_ARREARS"), &files).await.expect(201);
    assert!(reply.body.is_empty());
    let folder = "templates/eviction_arrears";
    assert_eq!(rows(&app).await, [format!("{folder}/Über uns.docx"), format!("{folder}/big.bin")]);
    let stored = app.fake.files();
    assert_eq!(stored[&format!("{folder}/Über uns.docx")], b"small");
    assert_eq!(stored[&format!("{folder}/big.bin")], large);
    let json = admin.get(PATH).await.expect(200).json();
    assert_eq!(names(&json).len(), 2);
    assert!(json.as_array().unwrap().iter().all(|template| template["url"] != ""));

    // One name is taken: nothing of the form is kept.
    let files: [(&str, &[u8]); 2] = [("new.docx", b"a"), ("BIG.bin", b"b")];
    let reply = upload(&admin, Some("EVICTION_ARREARS"), &files).await.expect(400);
    assert_eq!(reply.error(), ("validation_error".into(), "unique".into(), Some("files".into())));
    assert_eq!((rows(&app).await.len(), app.fake.files().len()), (2, 2));
    // In another topic it is free.
    upload(&admin, Some("REPAIRS"), &files).await.expect(201);
    assert_eq!((rows(&app).await.len(), app.fake.files().len()), (4, 4));
}

#[tokio::test]
async fn a_form_says_everything_that_is_wrong() {
    let app = app().await;
    let admin = app.admin().await;
    let errors = async |topic, files: &[(&str, &[u8])]| -> Vec<(String, String)> {
        let reply = upload(&admin, topic, files).await.expect(400).json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let errors = reply["errors"].as_array().unwrap().iter();
        errors.map(|error| (text(&error["attr"]), text(&error["code"]))).collect()
    };
    let pairs = |all: &[(&str, &str)]| -> Vec<(String, String)> {
        all.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    };
    let required = pairs(&[("topic", "required"), ("files", "required")]);
    assert_eq!(errors(None, &[]).await, required);
    assert_eq!(errors(Some("OTHER"), &[("a", b"a")]).await, pairs(&[("topic", "invalid_choice")]));
    let long = "a".repeat(300);
    assert_eq!(
        errors(Some("BONDS"), &[("a", b"a"), ("b", b""), ("what?", b"c"), (&long, b"d")]).await,
        pairs(&[("files.1", "empty"), ("files.2", "invalid"), ("files.3", "max_length")])
    );
    let twice = errors(Some("BONDS"), &[("a", b"a"), ("A", b"b")]).await;
    assert_eq!(twice, pairs(&[("files", "unique")]));
    let form = Form::new().text("topic", "BONDS").text("files", "no file");
    let reply = admin.send(admin.request(Method::POST, PATH).multipart(form)).await.expect(400);
    assert_eq!(reply.error().2.as_deref(), Some("files.0"));
    let reply = admin.post(PATH, json!({ "topic": "BONDS" })).await.expect(400);
    assert_eq!(reply.error().1, "required");
    assert!(app.fake.calls().is_empty() && rows(&app).await.is_empty());

    let small = TestApp::builder().var("CLERK_UPLOAD_MAX_BYTES", 1000).start().await;
    let admin = small.admin().await;
    let files: [(&str, &[u8]); 2] = [("a", &[7; 600]), ("b", &[7; 600])];
    let reply = upload(&admin, Some("BONDS"), &files).await.expect(400);
    assert_eq!(reply.error().2.as_deref(), Some("files"));
}

#[tokio::test]
async fn a_form_that_breaks_off_leaves_nothing() {
    let app = app().await;
    let admin = app.admin().await;
    app.fake.put_folder("templates/bonds");
    let second = "/v1.0/groups/group/drive/items/item-2:/b";
    app.fake.answer(GRAPH, second, Answer::new(500));
    let files: [(&str, &[u8]); 2] = [("a", b"a"), ("b", b"b")];
    upload(&admin, Some("BONDS"), &files).await.expect(503);
    assert!(rows(&app).await.is_empty() && app.fake.files().is_empty());
    app.fake.answer_as_usual();
    upload(&admin, Some("BONDS"), &files).await.expect(201);
    assert_eq!((rows(&app).await.len(), app.fake.files().len()), (2, 2));
}

#[tokio::test]
async fn a_template_goes_with_its_file() {
    let app = app().await;
    let admin = app.admin().await;
    let id = row(&app, "REPAIRS", "templates/repairs/a b.docx").await;
    let gone = row(&app, "REPAIRS", "templates/repairs/gone.docx").await;
    app.fake.put_file("templates/repairs/a b.docx", b"a");
    app.fake.put_file("templates/repairs/c.docx", b"c");
    app.fake.answer_once(GRAPH, "/", Answer::new(500));
    admin.delete(&format!("{PATH}{id}/")).await.expect(503);
    assert_eq!(rows(&app).await.len(), 2);
    for id in [id, gone] {
        let reply = admin.delete(&format!("{PATH}{id}/")).await.expect(204);
        assert!(reply.body.is_empty());
        admin.delete(&format!("{PATH}{id}/")).await.expect(404);
    }
    admin.delete(&format!("{PATH}abc/")).await.expect(404);
    assert!(rows(&app).await.is_empty());
    assert_eq!(app.fake.files().into_keys().collect::<Vec<_>>(), ["templates/repairs/c.docx"]);
}

#[tokio::test]
async fn a_template_gets_another_name() {
    let app = app().await;
    let admin = app.admin().await;
    let id = row(&app, "REPAIRS", "templates/repairs/a.docx").await;
    app.fake.put_file("templates/repairs/a.docx", b"a");
    app.fake.put_file("templates/repairs/c.docx", b"c");
    let path = format!("{PATH}{id}/rename-file/");
    let reply = admin.patch(&path, json!({ "name": "b (1).docx" })).await.expect(204);
    assert!(reply.body.is_empty());
    assert_eq!(rows(&app).await, ["templates/repairs/b (1).docx"]);
    assert_eq!(app.fake.files()["templates/repairs/b (1).docx"], b"a");
    let fresh = "SELECT modified_at > '2021-01-01' FROM core_documenttemplate";
    assert!(app.db.value::<bool>(fresh, &[]).await);
    let before = app.fake.calls().len();
    admin.patch(&path, json!({ "name": "b (1).docx" })).await.expect(204);
    assert_eq!(app.fake.calls().len(), before);

    for (body, code) in [
        (json!({}), "required"),
        (json!({ "name": null }), "null"),
        (json!({ "name": " " }), "blank"),
        (json!({ "name": ["a"] }), "invalid"),
        (json!({ "name": "../up.docx" }), "invalid"),
        (json!({ "name": "a".repeat(250) }), "max_length"),
        (json!({ "name": "C.docx" }), "unique"),
    ] {
        let request = admin.request(Method::PATCH, &path).body(body.to_string());
        let request = request.header("content-type", "application/json");
        let reply = admin.send(request).await.expect(400);
        let expected = ("validation_error".into(), code.into(), Some("name".into()));
        assert_eq!(reply.error(), expected, "{body}");
    }
    assert_eq!(rows(&app).await, ["templates/repairs/b (1).docx"]);
    admin.patch(&format!("{PATH}0/rename-file/"), json!({ "name": "x" })).await.expect(404);

    // A rename that got no further than the file is completed; a file that is missing is not found.
    let half = row(&app, "REPAIRS", "templates/repairs/old.docx").await;
    let path = format!("{PATH}{half}/rename-file/");
    admin.patch(&path, json!({ "name": "nowhere.docx" })).await.expect(404);
    admin.patch(&path, json!({ "name": "b (1).docx" })).await.expect(404);
    admin.patch(&path, json!({ "name": "c.docx" })).await.expect(204);
    assert_eq!(rows(&app).await[1], "templates/repairs/c.docx");
}
