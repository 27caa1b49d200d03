use clerk_tests::{TestApp, assert_json, factories, outside::Answer};
use reqwest::Method;
use serde_json::json;
use uuid::Uuid;

use super::{GRAPH, app, refused};

#[tokio::test]
async fn the_team_sees_what_is_in_the_folder() {
    let app = app().await;
    let (paralegal, lawyer, colleague) =
        (app.paralegal().await, app.lawyer().await, app.paralegal().await);
    let case = factories::case().paralegal(paralegal.id()).lawyer(lawyer.id()).create(&app.db);
    let case = case.await.id;
    let path = format!("/clerk/api/case/{case}/docs/");
    // More than fits on one page of Graph's.
    for name in ["a.docx", "b c.docx", "d.pdf", "e.pdf"] {
        app.fake.put_file(&format!("cases/{case}/{name}"), b"12345");
    }
    app.fake.put_file(&format!("cases/{case}/deep/down.pdf"), b"");
    app.fake.put_file("cases/other/secret.pdf", b"");
    for actor in [&paralegal, &lawyer, &app.coordinator().await, &app.superuser().await] {
        let json = actor.get(&path).await.expect(200).json();
        assert_eq!(json["sharepoint_url"], format!("https://sharepoint.example/cases/{case}"));
        let documents = json["documents"].as_array().unwrap();
        let mut names: Vec<_> =
            documents.iter().map(|document| document["name"].as_str().unwrap()).collect();
        names.sort_unstable();
        assert_eq!(names, ["a.docx", "b c.docx", "d.pdf", "deep", "e.pdf"]);
        assert_json!("documents", json);
        let folder = documents.iter().find(|document| document["name"] == "deep").unwrap();
        assert_eq!(folder["is_file"], false);
    }
    let before = app.fake.calls().len();
    refused(&app, Method::GET, &path, &[&colleague, &app.no_role().await]).await;
    assert_eq!(app.fake.calls().len(), before);
    let missing = format!("/clerk/api/case/{}/docs/", Uuid::new_v4());
    paralegal.get(&missing).await.expect(404);
    paralegal.get("/clerk/api/case/R0001/docs/").await.expect(404);
}

#[tokio::test]
async fn a_case_without_a_folder_has_no_documents() {
    let app = app().await;
    let case = factories::case().create(&app.db).await.id;
    let coordinator = app.coordinator().await;
    let reply = coordinator.get(&format!("/clerk/api/case/{case}/docs/")).await.expect(200);
    assert_eq!(reply.json(), json!({ "sharepoint_url": null, "documents": [] }));
}

#[tokio::test]
async fn sharepoint_out_of_reach_is_a_clean_error() {
    let app = app().await;
    for status in [500, 403, 429] {
        let case = factories::case().create(&app.db).await.id;
        app.fake.answer(GRAPH, "/", Answer::new(status));
        let path = format!("/clerk/api/case/{case}/docs/");
        let reply = app.coordinator().await.get(&path).await.expect(503);
        assert_eq!(reply.error(), ("server_error".into(), "error".into(), None), "{status}");
        app.fake.answer_as_usual();
    }
}

#[tokio::test]
async fn without_sharepoint_there_are_no_documents() {
    let app = TestApp::start().await;
    let case = factories::case().create(&app.db).await.id;
    let path = format!("/clerk/api/case/{case}/docs/");
    let reply = app.coordinator().await.get(&path).await.expect(200);
    assert_eq!(reply.json(), json!({ "sharepoint_url": null, "documents": [] }));
}
