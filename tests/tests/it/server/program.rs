//! The web server as a program, and what it does for every URL.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
};

use clerk_tests::{TestApp, TestDb, binaries, factories, world::variables};
use reqwest::Method;

#[tokio::test]
async fn a_missing_slash_is_added() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let reply = visitor.get("/accounts/login?next=%2Fclerk%2F").await.expect(301);
    assert_eq!(reply.header("location"), "/accounts/login/?next=%2Fclerk%2F");
    let head = visitor.request(Method::HEAD, "/accounts/login");
    visitor.send(head).await.expect(301);
    for path in ["/nowhere", "//accounts/login", "//evil.net"] {
        visitor.get(path).await.expect(404);
    }
    visitor.send(visitor.request(Method::POST, "/accounts/login")).await.expect(404);
}

#[tokio::test]
async fn nothing_here_is_a_page() {
    let app = TestApp::start().await;
    for path in ["/clerk/nowhere/", "/clerk/api/nowhere/", "/api/nowhere/", "/nowhere/"] {
        let reply = app.anonymous().get(path).await.expect(404);
        assert!(reply.header("content-type").starts_with("text/html"), "{path}");
    }
}

#[tokio::test]
async fn another_method_is_refused_in_the_envelope() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let reply = visitor.delete("/healthz").await.expect(405);
    assert_eq!(reply.error(), ("client_error".into(), "method_not_allowed".into(), None));
    assert_eq!(reply.header("allow"), "GET, HEAD, OPTIONS");
    assert!(reply.json()["errors"][0]["detail"].as_str().unwrap().contains("DELETE"));
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let reply = visitor.send(visitor.request(Method::HEAD, "/accounts/login/")).await.expect(200);
    assert!(reply.body.is_empty());
    assert!(reply.header("content-type").starts_with("text/html"));
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let app = TestApp::start().await;
    for path in ["/healthz", "/nowhere/", "/accounts/login/"] {
        let reply = app.anonymous().get(path).await;
        assert_eq!(reply.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(reply.header("x-frame-options"), "DENY");
        assert_eq!(reply.header("referrer-policy"), "same-origin");
        assert_eq!(reply.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(reply.header("x-request-id").len(), 36);
    }
}

#[tokio::test]
async fn only_our_own_names_are_answered() {
    let app =
        TestApp::builder().var("ALLOWED_HOSTS", "anikalegal.org.au,.example.org").start().await;
    let visitor = app.anonymous();
    for (host, path, status) in [
        ("anikalegal.org.au", "/accounts/login/", 200),
        ("ANIKALEGAL.org.au:8000", "/accounts/login/", 200),
        ("www.example.org", "/accounts/login/", 200),
        ("evil.net", "/accounts/login/", 400),
        ("127.0.0.1", "/nowhere/", 400),
        ("10.0.0.1", "/healthz", 200),
    ] {
        let request = visitor.request(Method::GET, path).header("host", host);
        visitor.send(request).await.expect(status);
    }
    let forwarded = visitor.request(Method::GET, "/nowhere/").header("host", "evil.net");
    let forwarded = forwarded.header("x-forwarded-host", "anikalegal.org.au");
    visitor.send(forwarded).await.expect(400);
}

#[tokio::test]
async fn answers_are_compressed_when_the_browser_can_read_it() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let request = visitor.request(Method::GET, "/accounts/login/");
    let reply = visitor.send(request.header("accept-encoding", "gzip")).await.expect(200);
    assert_eq!(reply.header("content-encoding"), "gzip");
    assert_eq!(reply.body[..2], [0x1f, 0x8b]);
}

#[tokio::test]
async fn readiness_names_each_part() {
    let app = TestApp::start().await;
    let visitor = app.anonymous();
    let reply = visitor.get("/readyz").await.expect(503);
    assert_eq!(reply.text(), r#"{"database":"ok","migrations":"ok","worker":"missing"}"#);
    factories::worker(&app.db, "w").await;
    visitor.get("/readyz").await.expect(200);
    app.db.execute("UPDATE clerk.worker SET seen_at = now() - interval '61 seconds'", &[]).await;
    visitor.get("/readyz").await.expect(503);
    let empty = TestApp::builder().db(TestDb::empty().await).start().await;
    let reply = empty.anonymous().get("/readyz").await.expect(503);
    assert_eq!(reply.json()["migrations"], "pending");
    let lost = TestApp::builder().var("PGPORT", 1).start().await;
    let reply = lost.anonymous().get("/readyz").await.expect(503);
    assert_eq!(reply.json()["database"], "unreachable");
    lost.anonymous().get("/healthz").await.expect(200);
}

#[tokio::test]
async fn the_front_page_leads_to_the_cases() {
    let app = TestApp::start().await;
    let reply = app.anonymous().get("/").await.expect(302);
    assert_eq!(reply.header("location"), "/clerk/cases/");
}

/// A child process that does not outlive its test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn signal(child: &Child, name: &str) {
    let status =
        std::process::Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

#[tokio::test]
async fn the_program_migrates_listens_and_stops() {
    let db = TestDb::empty().await;
    let dir = tempfile::tempdir().unwrap();
    for name in ["-TERM", "-INT"] {
        let mut command = binaries::command(&binaries::clerk_web(), variables(&db, &dir));
        let child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let mut child = Running(child);
        let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
        let url = lines
            .by_ref()
            .map(Result::unwrap)
            .find_map(|line| line.strip_prefix("clerk-web listening on ").map(str::to_owned))
            .expect("a line that says where it listens");
        let reply = reqwest::get(format!("{url}/readyz")).await.unwrap().text().await.unwrap();
        assert_eq!(reply, r#"{"database":"ok","migrations":"ok","worker":"missing"}"#);
        reqwest::get(format!("{url}/accounts/login/?next=/secret/")).await.unwrap();
        signal(&child.0, name);
        let log: Vec<String> = lines.map(Result::unwrap).collect();
        assert!(child.0.wait().unwrap().success());
        let request = log.iter().find(|line| line.contains("accounts/login")).expect("a log line");
        assert!(request.contains("200") && request.contains("GET"), "{request}");
        assert!(log.iter().all(|line| !line.contains("secret")), "{log:?}");
    }
}

#[test]
fn an_unusable_configuration_is_explained() {
    let variables = vec![
        ("DJANGO_SETTINGS_MODULE".to_owned(), "clerk.settings.prod".to_owned()),
        ("GUNICORN_PORT".to_owned(), "http".to_owned()),
    ];
    let output = binaries::command(&binaries::clerk_web(), variables).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let problems = String::from_utf8(output.stderr).unwrap();
    for name in ["GUNICORN_PORT", "DJANGO_SECRET_KEY", "PGHOST"] {
        assert!(problems.contains(name), "{name}: {problems}");
    }
    let help =
        binaries::command(&binaries::clerk_web(), Vec::new()).arg("--help").output().unwrap();
    assert!(help.status.success());
    assert!(String::from_utf8(help.stdout).unwrap().contains("environment variables"));
}
