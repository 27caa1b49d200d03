//! A web server that is stopped while people use it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
    time::Duration,
};

use clerk_tests::{Program, TestDb, binaries, factories};
use reqwest::{Client, StatusCode};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::variables;

/// A client that keeps so many connections for its next request.
fn client(idle: usize) -> Client {
    #[expect(clippy::disallowed_methods, reason = "plays a browser or a proxy")]
    let client = Client::builder();
    client.pool_max_idle_per_host(idle).build().unwrap()
}

/// Asks again and again until the server says that it is not ready, as a proxy would. Every answer is
/// counted; none may fail.
async fn visitor(url: String, is_over: Arc<AtomicBool>, answers: Arc<AtomicU32>, keeps: bool) {
    let client = client(if keeps { 1 } else { 0 });
    while !is_over.load(Ordering::Relaxed) {
        let reply = client.get(format!("{url}/accounts/login/")).send().await.unwrap();
        assert_eq!(reply.status(), StatusCode::OK);
        reply.bytes().await.unwrap();
        answers.fetch_add(1, Ordering::Relaxed);
    }
}

/// A body that takes four seconds.
async fn slow_upload(address: String) -> String {
    let mut socket = TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST /api/submission/ HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: 10000\r\n\r\n"
    );
    socket.write_all(head.as_bytes()).await.unwrap();
    for _ in 0..10 {
        tokio::time::sleep(Duration::from_millis(400)).await;
        socket.write_all(&[b' '; 1000]).await.unwrap();
    }
    let mut answer = vec![0; 1024];
    let length = socket.read(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_fails_while_a_server_stops() {
    let (db, dir) = (TestDb::migrated().await, tempfile::tempdir().unwrap());
    factories::worker(&db, "w").await;
    let variables = variables(&db, &dir, &[("CLERK_SHUTDOWN_PAUSE", "2".into())]);
    let mut web = Program::start(&binaries::clerk_web(), &variables);
    let url = web.address().await;
    let (is_over, answers) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU32::new(0)));
    let visitors = (0..6).map(|number| {
        let (is_over, answers) = (Arc::clone(&is_over), Arc::clone(&answers));
        let keeps = number % 2 == 0;
        #[expect(clippy::disallowed_methods, reason = "several visitors at a time")]
        tokio::spawn(visitor(url.clone(), is_over, answers, keeps))
    });
    let visitors: Vec<_> = visitors.collect();
    // An upload that is slower than the server is to stop.
    #[expect(clippy::disallowed_methods, reason = "under way while the server stops")]
    let upload = tokio::spawn(slow_upload(url.trim_start_matches("http://").to_owned()));
    tokio::time::sleep(Duration::from_millis(500)).await;

    web.signal("-TERM");
    let watcher = client(0);
    let ready = async || watcher.get(format!("{url}/readyz")).send().await.unwrap();
    let said = loop {
        let reply = ready().await;
        if reply.status() == StatusCode::SERVICE_UNAVAILABLE {
            break reply;
        }
    };
    assert_eq!(said.headers()["connection"], "close");
    assert!(said.text().await.unwrap().contains(r#""server":"stopping""#));
    let before = answers.load(Ordering::Relaxed);
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(answers.load(Ordering::Relaxed) > before, "requests are still answered");
    is_over.store(true, Ordering::Relaxed);
    for visitor in visitors {
        visitor.await.unwrap();
    }
    let answer = upload.await.unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 400 "),
        "blanks are no JSON, and that is an answer: {answer}"
    );
    assert!(web.ended().await.success());
}

#[tokio::test]
async fn a_second_signal_ends_the_pause() {
    let (db, dir) = (TestDb::migrated().await, tempfile::tempdir().unwrap());
    let variables = variables(&db, &dir, &[("CLERK_SHUTDOWN_PAUSE", "3600".into())]);
    let mut web = Program::start(&binaries::clerk_web(), &variables);
    web.address().await;
    web.signal("-TERM");
    web.says("still taking requests").await;
    web.signal("-TERM");
    assert!(web.ended().await.success());
}
