//! Health checks, the page for monitors, and the call that says that a worker works.

use std::process::Output;

use clerk_tests::{Program, TestApp, TestDb, World, binaries, factories, outside::Answer};

use super::variables;

fn health(program: &std::path::Path, variables: &[(String, String)]) -> Output {
    binaries::command(program, variables.to_vec()).arg("health").output().unwrap()
}

#[tokio::test]
async fn a_server_is_healthy_when_it_answers_whether_or_not_a_worker_runs() {
    let (db, dir) = (TestDb::empty().await, tempfile::tempdir().unwrap());
    let mut variables = variables(&db, &dir, &[]);
    let mut web = Program::start(&binaries::clerk_web(), &variables);
    let port = web.address().await.rsplit_once(':').unwrap().1.to_owned();
    variables.push(("GUNICORN_PORT".into(), port));
    assert!(health(&binaries::clerk_web(), &variables).status.success());
    web.signal("-KILL");
    web.ended().await;
    let output = health(&binaries::clerk_web(), &variables);
    assert_eq!(output.status.code(), Some(1), "{}", binaries::text(&output));
}

#[tokio::test]
async fn a_worker_shows_that_it_lives_and_tells_the_monitor() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::builder()
        .var("CLERK_ALIVE_FILE", folder.path().join("alive").display())
        .var("CLERK_HEARTBEAT_URL", "https://push.example.com/secret?status=up")
        .build()
        .await;
    world.fake.answer("push.example.com", "/", Answer::new(200));
    let variables = world.variables();
    let worker = binaries::clerk_worker();
    let output = health(&worker, &variables);
    assert_eq!(output.status.code(), Some(1), "{}", binaries::text(&output));
    let program = Program::start(&worker, &variables);
    let call = world.fake.wait_for("push.example.com", 1).await.remove(0);
    assert_eq!((call.method.as_str(), call.path.as_str()), ("GET", "/secret"));
    assert!(health(&worker, &variables).status.success());
    assert!(program.said().iter().all(|line| !line.contains("secret")), "the address is a secret");
}

#[tokio::test]
async fn the_page_for_monitors_has_a_word_to_look_for() {
    let app = TestApp::builder().var("ALLOWED_HOSTS", "*").start().await;
    let visitor = app.anonymous();
    let reply = visitor.get("/status/").await.expect(503);
    assert!(!reply.text().contains("is working"));
    factories::worker(&app.db, "w").await;
    let reply = visitor.get("/status/").await.expect(200);
    assert!(reply.text().contains("Clerk is working"));
    assert_eq!(reply.header("cache-control"), "no-store");
}
