//! The API document: it is generated, committed, shown to staff, and promises no less than what the
//! front ends were built against.

mod contract;
mod methods;

use std::fs;

use clerk_tests::{TestApp, api_document, cluster::workspace};
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
