//! Cross-site request forgery.

use clerk_tests::{Actor, Reply, TestApp, actors::CSRF_TOKEN};
use reqwest::Method;

// From contract/vectors.json: the mask of the actors' token.
const MASKED: &str = "s49DmcYTLZy9W2VQwsnQFWhx8mnXCoYOs5bGqh40T8Ik8f95MJF9ZhDUwLNo4Rsj";
/// Whatever answers there, forged requests do not get so far.
const API: &str = "/clerk/api/case/";

async fn post(actor: &Actor, headers: &[(&str, &str)]) -> Reply {
    let mut request = actor.request(Method::POST, API).body("{}");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    actor.send(request).await
}

#[track_caller]
fn assert_forged(reply: &Reply, what: &str) {
    assert_eq!(reply.status, 403, "{what}");
    let json = reply.json();
    assert_eq!(json["type"], "client_error", "{what}");
    assert_eq!(json["errors"][0]["code"], "permission_denied", "{what}");
    let detail = json["errors"][0]["detail"].as_str().unwrap();
    assert!(detail.starts_with("CSRF Failed: ") && detail.contains(what), "{what}: {detail}");
}

#[track_caller]
fn assert_passed(reply: &Reply) {
    assert!(!reply.text().contains("CSRF"), "{}", reply.text());
}

fn cookies(actor: &Actor, csrf: &str) -> String {
    format!("sessionid={}{csrf}", actor.session.as_ref().unwrap())
}

#[tokio::test]
async fn the_api_wants_the_token_of_the_cookie() {
    let app = TestApp::start().await;
    let actor = app.coordinator().await;
    for token in [CSRF_TOKEN, MASKED] {
        assert_passed(&post(&actor, &[("x-csrftoken", token)]).await);
    }
    for token in ["abcdefghijklmnopqrstuvwxyzABCDEG", &MASKED.replace("s49", "t49"), "short", "-"] {
        assert_forged(&post(&actor, &[("x-csrftoken", token)]).await, "incorrect");
    }
    let bare = actor.request(Method::POST, API).header("x-csrftoken", "");
    assert_forged(&actor.send(bare).await, "incorrect");
    let masked_cookie = cookies(&actor, &format!("; csrftoken={MASKED}"));
    assert_passed(&post(&actor, &[("cookie", &masked_cookie)]).await);
    let none = cookies(&actor, "");
    assert_forged(&post(&actor, &[("cookie", &none)]).await, "cookie is missing");
    let broken = cookies(&actor, "; csrftoken=x");
    assert_forged(&post(&actor, &[("cookie", &broken)]).await, "cookie is missing");
}

#[tokio::test]
async fn every_unsafe_method_of_a_logged_in_session_is_checked() {
    let app = TestApp::start().await;
    let actor = app.coordinator().await;
    for method in [Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
        let request = actor.request(method.clone(), API).header("x-csrftoken", "x");
        assert_forged(&actor.send(request).await, "incorrect");
        let visitor = app.anonymous();
        let reply = visitor.send(visitor.request(method, API)).await;
        assert_passed(&reply);
    }
    for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
        let request = actor.request(method, API).header("x-csrftoken", "x");
        assert_passed(&actor.send(request).await);
    }
}

#[tokio::test]
async fn the_origin_must_be_ours_or_trusted() {
    let app = TestApp::builder()
        .var("CSRF_TRUSTED_ORIGINS", "https://*.anikalegal.org.au,http://localhost:3001")
        .start()
        .await;
    let actor = app.coordinator().await;
    for origin in [&app.url[..], "https://www.anikalegal.org.au", "http://localhost:3001"] {
        assert_passed(&post(&actor, &[("origin", origin)]).await);
    }
    for origin in [
        "null",
        "https://evil.net",
        "http://www.anikalegal.org.au",
        &app.url.replace("http", "https"),
    ] {
        assert_forged(&post(&actor, &[("origin", origin)]).await, "another site");
    }
}

#[tokio::test]
async fn over_https_the_referer_stands_in_for_the_origin() {
    let app = TestApp::start().await;
    let actor = app.coordinator().await;
    let https = ("x-forwarded-proto", "https");
    let own = app.url.replace("http", "https");
    assert_passed(&post(&actor, &[https, ("origin", &own)]).await);
    assert_passed(&post(&actor, &[https, ("referer", &format!("{own}/clerk/cases/"))]).await);
    assert_forged(&post(&actor, &[https]).await, "does not say");
    for referer in ["https://evil.net/", "nonsense", &format!("{}/clerk/", app.url)] {
        assert_forged(&post(&actor, &[https, ("referer", referer)]).await, "another site");
    }
    // Without a trusted proxy the header means nothing.
    let app = TestApp::builder().var("CLERK_TRUSTED_PROXIES", "10.0.0.1").start().await;
    assert_passed(&post(&app.coordinator().await, &[https]).await);
}

#[tokio::test]
async fn the_login_form_is_checked_always() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let form = [("username", "x"), ("password", "y")];
    let request = || visitor.request(Method::POST, "/accounts/login/");
    let reply = visitor.send(request().form(&form)).await.expect(403);
    assert!(reply.header("content-type").starts_with("text/html"), "a page, not JSON");
    let cookie = format!("csrftoken={CSRF_TOKEN}");
    let reply = visitor.send(request().header("cookie", &cookie).form(&form)).await;
    reply.expect(403);
    let with_header = request().header("cookie", &cookie).header("x-csrftoken", MASKED);
    visitor.send(with_header.form(&form)).await.expect(200);
    let events = "SELECT count(*) FROM clerk.login_event";
    assert_eq!(app.db.value::<i64>(events, &[]).await, 1, "refused forms are no attempts");
    let huge = "x".repeat(20_000);
    visitor.send(request().form(&[("username", &huge)])).await.expect(400);
}

#[tokio::test]
async fn the_cookie_is_readable_by_scripts_and_set_once() {
    let app = TestApp::builder().var("SESSION_COOKIE_DOMAIN", ".anikalegal.org.au").start().await;
    let visitor = app.anonymous();
    let reply = visitor.get("/accounts/login/").await;
    let cookie = reply.set_cookie("csrftoken").unwrap();
    for part in ["SameSite=Lax", "Path=/", "Max-Age=31449600", "Domain=.anikalegal.org.au"] {
        assert!(cookie.split("; ").any(|piece| piece == part), "{part} in {cookie}");
    }
    assert!(!cookie.contains("HttpOnly"));
    let token = reply.cookie("csrftoken").unwrap();
    assert!(token.len() == 32 && token.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let again = visitor.request(Method::GET, "/accounts/login/");
    let again = visitor.send(again.header("cookie", format!("csrftoken={token}"))).await;
    assert!(again.set_cookie("csrftoken").is_none(), "the browser has one");
    let broken = visitor.request(Method::GET, "/accounts/login/");
    let broken = visitor.send(broken.header("cookie", "csrftoken=x")).await;
    assert!(broken.cookie("csrftoken").is_some());
}
