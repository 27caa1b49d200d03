//! What PostgreSQL or a panic quotes of a client's data leaves by no way: not on standard output, not to
//! the collector, not in a report, and is not stored with the job.

use std::time::Duration;

use clerk_store::jobs::Job;
use clerk_tests::{Program, TestApp, binaries, factories, jobs};
use reqwest::Method;
use serde_json::json;

use super::{
    reports::{dsn, report, sentry},
    syslog::Collector,
    variables,
};

/// What the errors are full of.
const SECRETS: [&str; 7] = ["Jane", "JC", "Citizen", "jane@", "0400", "123 456", "Secret Street"];

/// Fails with what the note says: by quoting it as PostgreSQL does itself, or in words of this function.
const FAULT: &str = "CREATE FUNCTION clerk.fault() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.text LIKE '%cast%' THEN
            PERFORM NEW.text::integer;
        ELSIF NEW.text LIKE '%date%' THEN
            PERFORM NEW.text::date;
        ELSE
            RAISE EXCEPTION 'Key (email)=(%) already exists; Failing row contains (7, %)',
                'jane@example.com', NEW.text;
        END IF;
        RETURN NEW;
    END$$";

fn check(sink: &str, text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{sink}: {secret} is in {text}");
    }
}

/// A collector, and the variables that lead a program to it.
async fn collector(dir: &std::path::Path) -> (Collector, Vec<(&'static str, String)>) {
    let collector = Collector::new();
    let ca = dir.join("ca.pem");
    std::fs::write(&ca, &collector.certificate).unwrap();
    let port = collector.address.rsplit_once(':').unwrap().1;
    let variables = vec![
        ("CLERK_SYSLOG", format!("localhost:{port}")),
        ("CLERK_SYSLOG_CA_FILE", ca.display().to_string()),
    ];
    (collector, variables)
}

#[tokio::test]
async fn what_postgresql_quotes_reaches_no_sink() {
    let sentry = sentry().await;
    let app = TestApp::start().await;
    let case = factories::case().create(&app.db).await;
    app.db.execute(FAULT, &[]).await;
    let trigger = "CREATE TRIGGER fault BEFORE INSERT ON core_issuenote
        FOR EACH ROW EXECUTE FUNCTION clerk.fault()";
    app.db.execute(trigger, &[]).await;
    let (collector, mut more) = collector(app.dir.path()).await;
    more.push(("RAVEN_DSN", dsn(&sentry)));
    let listener = collector.listen().await;
    let mut web = Program::start(&binaries::clerk_web(), &variables(&app.db, &app.dir, &more));
    let mut drain = collector.accept(&listener).await;
    let coordinator = app.coordinator().await.at(&web.address().await);

    let path = format!("/clerk/api/case/{}/note/", case.id);
    let texts = ["cast Jane \"JC\" Citizen", "date of Jane, 0400 123 456", "Jane (JC) Citizen"];
    for text in texts {
        let note = json!({ "note_type": "PARALEGAL", "text": text });
        let request = coordinator.request(Method::POST, &path).json(&note);
        let reply = coordinator.send_unchecked(request).await.expect(500);
        let line = drain.find("request failed").await;
        check("the collector", &line);
        let (_, json) = line.split_once(" - - ").unwrap();
        let line: serde_json::Value = serde_json::from_str(json).unwrap();
        assert!(line["reason"].is_string(), "{line}");
        assert_eq!(line["spans"][0]["request_id"], reply.header("x-request-id"));
    }
    report(&sentry).await;
    web.signal("-TERM");
    assert!(web.ended().await.success());
    let said = web.said().join("\n");
    assert_eq!(said.matches("request failed").count(), texts.len(), "{said}");
    assert!(said.contains("invalid input syntax for type integer: \"…\""), "{said}");
    check("standard output", &said);
    let reports = sentry.received_requests().await.unwrap();
    assert_eq!(reports.len(), texts.len());
    for report in reports {
        check("Sentry", &String::from_utf8(report.body).unwrap());
    }
}

#[tokio::test]
async fn what_a_failed_job_says_is_stored_and_logged_masked() {
    let app = TestApp::start().await;
    jobs::enqueue(&app.ctx, &Job::FindStuck).await;
    let (collector, more) = collector(app.dir.path()).await;
    let listener = collector.listen().await;
    let program = binaries::clerk_worker().with_file_name("panicking-worker");
    let mut worker = Program::start(&program, &variables(&app.db, &app.dir, &more));
    let mut drain = collector.accept(&listener).await;
    worker.says("job failed").await;
    check("the collector", &drain.find("\"message\":\"panic\"").await);
    check("the collector", &drain.find("job failed").await);
    check("standard output", &worker.said().join("\n"));
    let stored = "SELECT last_error FROM clerk.job WHERE last_error IS NOT NULL";
    for _ in 0..500 {
        if let Some(row) = app.db.query(stored, &[]).await.first() {
            let error: String = row.get(0);
            assert!(error.contains("no room for"), "{error}");
            return check("the job", &error);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the job has no error");
}
