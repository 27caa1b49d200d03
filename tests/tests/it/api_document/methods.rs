//! What each address says of its methods.

use clerk_tests::{TestApp, factories};
use reqwest::Method;

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
