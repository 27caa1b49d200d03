//! Files below `/static/`.

use clerk_tests::TestApp;

use super::pages::front_end;

#[tokio::test]
async fn files_of_the_front_end_are_served() {
    let root = tempfile::tempdir().unwrap();
    front_end(root.path());
    let app = TestApp::builder().var("CLERK_STATIC_ROOT", root.path().display()).start().await;
    let anybody = app.anonymous();

    let script = anybody.get("/static/assets/case-list-D0ekl-t_.js").await.expect(200);
    assert!(script.header("content-type").starts_with("text/javascript"));
    assert_eq!(script.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(script.text(), "export {}");
    let request = anybody.request(reqwest::Method::GET, "/static/assets/case-list-D0ekl-t_.js");
    let etag = script.header("etag").to_owned();
    assert!(!etag.is_empty());
    anybody.send(request.header("if-none-match", etag)).await.expect(304);

    let style = anybody.get("/static/assets/plain.css").await.expect(200);
    assert!(style.header("content-type").starts_with("text/css"));
    assert_eq!(style.header("cache-control"), "no-cache");
    for path in [
        "/static/",
        "/static/assets/",
        "/static/assets",
        "/static/nowhere.js",
        "/static/.secret",
        "/static/..%2f..%2fetc%2fpasswd",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static//etc/passwd",
        "/static/assets/..%5c..%5cmanifest.json",
    ] {
        anybody.get(path).await.expect(404);
    }
}

#[tokio::test]
async fn the_shell_brings_its_own_files() {
    let app = TestApp::start().await;
    let style = app.anonymous().get("/static/clerk.css").await.expect(200);
    assert!(style.header("content-type").starts_with("text/css"));
    let logo = app.anonymous().get("/static/clerk.svg").await.expect(200);
    assert_eq!(logo.header("content-type"), "image/svg+xml");
    app.anonymous().get("/static/manifest.json").await.expect(404);
}
