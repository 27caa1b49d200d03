//! A door for the machines of operations: figures for Prometheus, on an address of its own that no proxy
//! leads to.

use std::{future::Future, io, time::Duration};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinSet,
    time::timeout,
};

const PATIENCE: Duration = Duration::from_secs(10);
/// The longest head of a request.
const LONGEST: u64 = 16 * 1024;
/// Callers at a time.
const MOST: usize = 16;

/// Answers `GET /metrics` with what `figures` makes, and anything else with 404, for ever.
///
/// # Errors
/// Fails when the address cannot be listened on.
pub async fn listen<F, R>(address: &str, figures: F) -> io::Result<()>
where
    F: Fn() -> R + Clone + Send + 'static,
    R: Future<Output = String> + Send + 'static,
{
    let listener = TcpListener::bind(address).await?;
    tracing::info!(address = %listener.local_addr()?, "figures at /metrics");
    let mut calls = JoinSet::new();
    loop {
        if let Ok((socket, _)) = listener.accept().await {
            let figures = figures.clone();
            calls.spawn(async move {
                // Who hangs up does not want to know.
                let _ = timeout(PATIENCE, answer(socket, figures)).await;
            });
        }
        while calls.len() >= MOST || calls.try_join_next().is_some() {
            if calls.len() >= MOST {
                calls.join_next().await;
            }
        }
    }
}

async fn answer<F, R>(socket: TcpStream, figures: F) -> io::Result<()>
where
    F: Fn() -> R,
    R: Future<Output = String>,
{
    let mut socket = BufReader::new(socket);
    let mut head = (&mut socket).take(LONGEST);
    let mut first = String::new();
    head.read_line(&mut first).await?;
    let mut line = String::new();
    while head.read_line(&mut line).await? > 2 {
        line.clear();
    }
    let (status, body) = if first.starts_with("GET /metrics ") {
        ("200 OK", figures().await)
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
