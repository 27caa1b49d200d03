//! Cross-origin requests of the intake form.

use clerk_tests::{Reply, TestApp};
use reqwest::Method;

const INTAKE: &str = "https://intake.anikalegal.org.au";
const PATTERNS: &str = r"^(https?://)?(\w*-*\w*\.+)*anikalegal\.org\.au$,^(https?://)?(localhost|127\.0\.0\.1|0\.0\.0\.0)(:\d{4})?$";

async fn deployed() -> TestApp {
    TestApp::builder().var("CORS_ORIGIN_REGEX_WHITELIST", PATTERNS).start().await
}

async fn ask(app: &TestApp, method: Method, path: &str, headers: &[(&str, &str)]) -> Reply {
    let visitor = app.anonymous();
    let mut request = visitor.request(method, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    visitor.send(request).await
}

#[track_caller]
fn assert_allowed(reply: &Reply, origin: &str) {
    assert_eq!(reply.header("access-control-allow-origin"), origin);
    assert_eq!(reply.header("access-control-allow-credentials"), "true");
    assert!(varies_by_origin(reply));
}

fn varies_by_origin(reply: &Reply) -> bool {
    reply.headers.get_all("vary").iter().any(|value| value.to_str().unwrap().contains("origin"))
}

#[tokio::test]
async fn a_preflight_is_answered_on_every_url() {
    let app = deployed().await;
    let headers = [
        ("origin", INTAKE),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    for path in ["/api/submission/", "/api/upload/", "/clerk/api/case/", "/accounts/login/", "/x"] {
        let reply = ask(&app, Method::OPTIONS, path, &headers).await.expect(200);
        assert_allowed(&reply, INTAKE);
        assert!(reply.body.is_empty(), "{path}");
        let methods = reply.header("access-control-allow-methods");
        assert_eq!(methods, "DELETE, GET, OPTIONS, PATCH, POST, PUT");
        let names =
            "accept, authorization, content-type, user-agent, x-csrftoken, x-requested-with";
        assert_eq!(reply.header("access-control-allow-headers"), names);
        assert_eq!(reply.header("access-control-max-age"), "86400");
    }
}

#[tokio::test]
async fn errors_can_be_read_too() {
    let app = deployed().await;
    let origin = ("origin", INTAKE);
    for (method, path, status) in [
        (Method::GET, "/healthz", 200),
        (Method::GET, "/nowhere/", 404),
        (Method::POST, "/healthz", 405),
        (Method::POST, "/accounts/login/", 403),
    ] {
        let reply = ask(&app, method, path, &[origin]).await.expect(status);
        assert_allowed(&reply, INTAKE);
        assert!(reply.headers.get("access-control-max-age").is_none());
    }
    let bad_host = ask(&app, Method::GET, "/nowhere/", &[origin, ("host", "a/b")]).await;
    assert_allowed(&bad_host.expect(400), INTAKE);
}

#[tokio::test]
async fn an_error_of_the_middleware_has_the_headers_too() {
    let app = TestApp::builder()
        .var("CORS_ORIGIN_REGEX_WHITELIST", PATTERNS)
        .var("PGPORT", 1)
        .start()
        .await;
    let key = "sessionid=k3yk3yk3yk3yk3yk3yk3yk3yk3yk3y12";
    let headers = [("origin", INTAKE), ("cookie", key)];
    let reply = ask(&app, Method::GET, "/clerk/cases/", &headers).await.expect(503);
    assert_allowed(&reply, INTAKE);
    assert_eq!(reply.error().0, "server_error");
    assert_eq!(reply.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn strangers_get_their_answer_but_may_not_read_it() {
    let app = deployed().await;
    for origin in ["https://evil.net", "http://localhost:30011", "null"] {
        for headers in [
            &[("origin", origin)][..],
            &[("origin", origin), ("access-control-request-method", "POST")],
        ] {
            let method = if headers.len() == 1 { Method::GET } else { Method::OPTIONS };
            let reply = ask(&app, method, "/healthz", headers).await.expect(200);
            assert!(reply.headers.get("access-control-allow-origin").is_none());
            assert!(reply.headers.get("access-control-allow-credentials").is_none());
            assert!(varies_by_origin(&reply));
        }
    }
    let none = app.anonymous().get("/healthz").await;
    assert!(none.headers.get("access-control-allow-origin").is_none());
    assert!(varies_by_origin(&none));
}

#[tokio::test]
async fn in_development_any_origin_is_echoed() {
    let app = TestApp::start().await;
    let reply = ask(&app, Method::GET, "/healthz", &[("origin", "http://any.example:1")]).await;
    assert_allowed(&reply, "http://any.example:1");
}
