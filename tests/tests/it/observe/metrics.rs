//! Metrics for Prometheus.

use clerk_tests::{Program, TestApp, TestDb, binaries};

use super::{free_address, variables};

async fn metrics(address: &str) -> String {
    let reply = reqwest::get(format!("http://{address}/metrics")).await.unwrap();
    assert_eq!(reply.status(), 200);
    reply.text().await.unwrap()
}

#[tokio::test]
async fn both_programs_have_metrics_on_an_address_of_their_own() {
    let (db, dir) = (TestDb::migrated().await, tempfile::tempdir().unwrap());
    let failed = "INSERT INTO clerk.job (queue, payload, state, max_attempts)
        VALUES ('mail', '{\"job\":\"send_email\",\"email\":1}', 'Dead', 1)";
    db.execute(failed, &[]).await;
    let address = free_address();
    let more = variables(&db, &dir, &[("CLERK_METRICS_BIND", address.clone())]);
    let mut web = Program::start(&binaries::clerk_web(), &more);
    let url = web.address().await;
    for path in ["/accounts/login/", "/accounts/login/?next=/jane/", "/nobody@example.com"] {
        reqwest::get(format!("{url}{path}")).await.unwrap();
    }
    assert_eq!(reqwest::get(format!("{url}/metrics")).await.unwrap().status(), 404);
    let text = metrics(&address).await;
    for line in [
        r#"clerk_http_request_seconds_count{method="GET",route="/accounts/login/",status="2xx"} 2"#,
        r#"clerk_jobs{queue="mail",state="Dead"} 1"#,
        "clerk_database_up 1",
        "clerk_worker_silence -1",
        r#"clerk_database_connections{state="most"} 4"#,
        "clerk_http_requests_in_flight 0",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(!text.contains("jane") && !text.contains("nobody"), "{text}");
    assert_eq!(reqwest::get(format!("http://{address}/other")).await.unwrap().status(), 404);

    db.execute("DELETE FROM clerk.job", &[]).await;
    let gone = metrics(&address).await;
    assert!(gone.contains(r#"clerk_jobs{queue="mail",state="Dead"} 0"#), "{gone}");

    let other = free_address();
    let more = variables(&db, &dir, &[("CLERK_METRICS_BIND", other.clone())]);
    let mut worker = Program::start(&binaries::clerk_worker(), &more);
    worker.says("metrics at /metrics").await;
    assert!(metrics(&other).await.contains("clerk_database_up 1"));
}

#[tokio::test]
async fn there_are_none_without_an_address() {
    let app = TestApp::start().await;
    app.anonymous().get("/metrics").await.expect(404);
}
