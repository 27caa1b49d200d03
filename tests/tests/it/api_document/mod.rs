//! The API document: it is generated, committed, shown to staff, and promises no less than what the
//! front ends were built against.

mod contract;
mod garbage;

use std::fs;

use clerk_tests::{TestApp, api_document, cluster::workspace, factories};
use reqwest::Method;
use serde_json::Value;

/// The committed copy is what the code says. `CLERK_WRITE_API_DOCUMENT=1` writes it anew.
#[test]
fn the_committed_copy_is_current() {
    let path = workspace().join("docs/openapi.json");
    let generated = serde_json::to_string_pretty(api_document::document()).unwrap() + "\n";
    #[expect(clippy::disallowed_methods, reason = "an order to this test, not a setting of Clerk")]
    let is_to_be_written = std::env::var_os("CLERK_WRITE_API_DOCUMENT").is_some();
    if is_to_be_written {
        fs::write(&path, &generated).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "docs/openapi.json is not what the code says: make api-document writes it anew"
    );
}

#[tokio::test]
async fn staff_read_it_in_the_browser() {
    let app = TestApp::start().await;
    let (anonymous, norole) = (app.anonymous(), app.no_role().await);
    for path in ["/clerk/api/docs/", "/clerk/api/docs/openapi.json"] {
        let refused = anonymous.get(path).await.expect(302);
        assert!(refused.header("location").starts_with("/accounts/login/?next="), "{path}");
        norole.get(path).await.expect(200);
    }
    let page = norole.get("/clerk/api/docs/").await;
    assert!(page.header("content-type").starts_with("text/html"));
    let text = page.text();
    for operation in api_document::operations() {
        assert!(text.contains(&format!("id=\"{}\"", operation.id())), "{}", operation.id());
    }
    assert!(!text.contains("<script"), "the page needs no script");
    let document: Value = norole.get("/clerk/api/docs/openapi.json").await.json();
    assert_eq!(&document, api_document::document());
    norole.get("/clerk/api/docs/nothing.js").await.expect(404);
    norole.get("/clerk/api/docs/..%2f..%2fCargo.toml").await.expect(404);
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    let case = factories::case().create(&app.db).await;
    let path = format!("/clerk/api/case/{}/", case.id);
    let refused = coordinator.delete(&path).await.expect(405);
    assert_eq!(refused.error(), ("client_error".into(), "method_not_allowed".into(), None));
    assert!(refused.header("allow").starts_with("GET"), "{}", refused.header("allow"));
    assert!(!refused.header("allow").contains("DELETE"));
    let refused = coordinator.post("/clerk/cases/", serde_json::json!({})).await.expect(405);
    assert_eq!(refused.header("allow"), "GET, HEAD, OPTIONS");
}

#[tokio::test]
async fn options_tell_staff_what_there_is() {
    let app = TestApp::start().await;
    let coordinator = app.coordinator().await;
    for path in ["/clerk/api/case/", "/clerk/cases/"] {
        let answer = coordinator.options(path).await.expect(200);
        assert!(answer.header("allow").ends_with("HEAD, OPTIONS"), "{path}");
        assert_eq!(answer.json()["renders"][0], "application/json");
    }
    let refused = app.anonymous().options("/clerk/api/case/").await.expect(403);
    assert_eq!(refused.error().1, "not_authenticated");
    let request = coordinator.request(Method::HEAD, "/clerk/api/case/");
    assert!(coordinator.send(request).await.expect(200).body.is_empty());
}
