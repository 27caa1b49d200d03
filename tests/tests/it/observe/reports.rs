//! Errors are reported to Sentry, without what they may say about people.

use std::time::Duration;

use clerk_store::jobs::Job;
use clerk_tests::{Program, TestApp, TestDb, binaries, factories, jobs, world};
use reqwest::Method;
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

use super::variables;

pub(super) async fn sentry() -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(200)).mount(&server).await;
    server
}

/// The first report: the envelope as text, and the event in it.
pub(super) async fn report(sentry: &MockServer) -> (String, Value) {
    for _ in 0..500 {
        if let Some(request) = sentry.received_requests().await.unwrap().first() {
            assert_eq!(request.url.path(), "/api/7/envelope/");
            let key = request.headers["x-sentry-auth"].to_str().unwrap();
            assert!(key.contains("sentry_key=public"), "{key}");
            let text = String::from_utf8(request.body.clone()).unwrap();
            let event = text.lines().nth(2).unwrap();
            return (text.clone(), serde_json::from_str(event).unwrap());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("nothing was reported");
}

pub(super) fn dsn(sentry: &MockServer) -> String {
    format!("http://public@{}/7", sentry.address())
}

#[tokio::test]
async fn a_failed_request_is_reported_once_and_names_nobody() {
    let sentry = sentry().await;
    let app = TestApp::start().await;
    let case = factories::case().create(&app.db).await;
    let coordinator = app.coordinator().await;
    // A fault whose text is full of what must not leave.
    let fault = "CREATE FUNCTION clerk.fault() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN RAISE EXCEPTION 'no room for \"Jane Citizen\", jane@example.com, 0400 123 456';
        END$$";
    app.db.execute(fault, &[]).await;
    let trigger = "CREATE TRIGGER fault BEFORE INSERT ON core_issuenote
        FOR EACH ROW EXECUTE FUNCTION clerk.fault()";
    app.db.execute(trigger, &[]).await;
    let more = [("RAVEN_DSN", dsn(&sentry)), ("CLERK_RELEASE", "abc123".to_owned())];
    let mut web = Program::start(&binaries::clerk_web(), &variables(&app.db, &app.dir, &more));
    let url = web.address().await;
    let path = format!("/clerk/api/case/{}/note/?search=Citizen", case.id);
    let note = json!({ "note_type": "PARALEGAL", "text": "Jane Citizen of 1 Secret Street" });
    let coordinator = coordinator.at(&url);
    let request = coordinator.request(Method::POST, &path).json(&note);
    let reply = coordinator.send_unchecked(request).await.expect(500);
    let id = reply.header("x-request-id");

    let (text, event) = report(&sentry).await;
    assert_eq!(event["release"], "clerk@abc123");
    assert_eq!(event["environment"], "test");
    assert_eq!(event["tags"]["request_id"], id);
    assert_eq!(event["user"], json!({ "id": coordinator.id().to_string() }));
    assert_eq!(event["exception"]["values"][0]["type"], "request failed");
    for secret in [
        "Jane",
        "Citizen",
        "jane@",
        "0400 123",
        "123 456",
        "Secret",
        "sessionid",
        "csrftoken",
        "search=",
    ] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
    web.signal("-TERM");
    web.ended().await;
    assert_eq!(sentry.received_requests().await.unwrap().len(), 1, "one fault, one report");
}

#[tokio::test]
async fn a_panic_in_a_job_is_reported_and_names_nobody() {
    let sentry = sentry().await;
    let app = TestApp::start().await;
    jobs::enqueue(&app.ctx, &Job::FindStuck).await;
    let more = [("RAVEN_DSN", dsn(&sentry))];
    let program = binaries::clerk_worker().with_file_name("panicking-worker");
    let mut worker = Program::start(&program, &variables(&app.db, &app.dir, &more));
    worker.says("panic").await;
    let (text, event) = report(&sentry).await;
    assert_eq!(event["exception"]["values"][0]["type"], "panic", "{text}");
    let job: i64 = app.db.value("SELECT id FROM clerk.job", &[]).await;
    assert!(text.contains("panicking-worker.rs"), "where it happened: {text}");
    let output = worker.said().join("\n") + &text;
    for secret in ["Jane", "Citizen", "jane@", "0400 123", "123 456"] {
        assert!(!output.contains(secret), "{secret} is in {output}");
    }
    // The worker lives on, and the job waits for its next attempt.
    let waiting = "SELECT state = 'Pending' AND attempts = 1 AND last_error IS NOT NULL
        FROM clerk.job WHERE id = $1";
    for _ in 0..500 {
        if app.db.value::<bool>(waiting, &[&job]).await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the job did not go back to the queue");
}

#[tokio::test]
async fn what_ends_a_program_is_reported_before_it_ends() {
    let sentry = sentry().await;
    let (db, dir) = (TestDb::empty().await, tempfile::tempdir().unwrap());
    db.execute("CREATE TABLE public.stranger (id int)", &[]).await;
    let mut more = world::variables(&db, &dir);
    more.push(("RAVEN_DSN".into(), dsn(&sentry)));
    let output = binaries::command(&binaries::clerk_web(), more).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let (_, event) = report(&sentry).await;
    assert_eq!(event["exception"]["values"][0]["type"], "clerk-web stopped");
    assert_eq!(event["tags"]["program"], "clerk-web");
}

#[test]
fn an_unusable_address_is_told_without_it() {
    let more = [("RAVEN_DSN", "secret-thing"), ("PGHOST", "localhost")];
    let more = more.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let output = binaries::command(&binaries::clerk_worker(), more).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = binaries::text(&output);
    assert!(said.contains("RAVEN_DSN") && !said.contains("secret-thing"), "{said}");
}
