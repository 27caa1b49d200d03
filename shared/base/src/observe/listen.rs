//! A minimal HTTP listener for `/metrics` on an address of its own.
//!
//! The exporter's own listener (`http-listener`) answers every path with the metrics, waits for ever for
//! a caller that sends nothing, and takes any number of callers. It also cannot look the database up
//! when it is asked, so that what it tells would be as old as the last round of a task.

use std::{future::Future, io, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::timeout,
};

const TIMEOUT: Duration = Duration::from_secs(10);
/// Bytes of a request's head.
const MAX_HEAD: u64 = 16 * 1024;
/// Callers at a time.
const MAX_CALLS: usize = 16;

/// Answers `GET /metrics` with what `metrics` makes, and anything else with 404, for ever.
///
/// # Errors
/// Fails when the address cannot be listened on.
pub async fn listen<F, R>(address: &str, metrics: F) -> io::Result<()>
where
    F: Fn() -> R + Clone + Send + 'static,
    R: Future<Output = String> + Send + 'static,
{
    let listener = TcpListener::bind(address).await?;
    tracing::info!(address = %listener.local_addr()?, "metrics at /metrics");
    let mut calls = JoinSet::new();
    loop {
        if let Ok((socket, _)) = listener.accept().await {
            let metrics = metrics.clone();
            calls.spawn(async move {
                // Who hangs up does not want to know.
                let _ = timeout(TIMEOUT, answer(socket, metrics)).await;
            });
        }
        while calls.len() >= MAX_CALLS || calls.try_join_next().is_some() {
            if calls.len() >= MAX_CALLS {
                calls.join_next().await;
            }
        }
    }
}

async fn answer<F, R>(socket: TcpStream, metrics: F) -> io::Result<()>
where
    F: Fn() -> R,
    R: Future<Output = String>,
{
    let mut socket = BufReader::new(socket);
    let mut head = (&mut socket).take(MAX_HEAD);
    let mut first = String::new();
    head.read_line(&mut first).await?;
    let mut line = String::new();
    while head.read_line(&mut line).await? > 2 {
        line.clear();
    }
    let (status, body) = if first.starts_with("GET /metrics ") {
        ("200 OK", metrics().await)
    } else {
        ("404 Not Found", String::new())
    };
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: text/plain; version=0.0.4; charset=utf-8\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    socket.write_all(head.as_bytes()).await?;
    socket.write_all(body.as_bytes()).await?;
    socket.shutdown().await
}
