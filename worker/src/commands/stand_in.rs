//! `clerk-worker stand-in`: plays every outside service for a demo. It answers any call with
//! `{"ok":true}` and writes it down, so that nothing leaves the machine and everything can be seen.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use clerk_base::{clock::Clock, config::Config};
use clerk_domain::error::{DomainError, Result};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use super::output::outln;

/// Longer bodies and lines of a head are not read to the end.
const MAX_BYTES: u64 = 10_000_000;

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
    content-length: 11\r\nconnection: close\r\n\r\n{\"ok\":true}";

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Port on loopback; 0 takes any free one and prints it.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Address to listen on; another than loopback is for containers.
    #[arg(long, default_value = "127.0.0.1")]
    bind: String,
    /// Where calls are written down, one line of JSON each.
    #[arg(long, default_value = ".clerk/outside.log")]
    log: PathBuf,
}

/// Listens until the process is stopped. The first line of its output is the address to give to
/// `CLERK_OUTSIDE_URL`.
///
/// # Errors
/// Refuses in staging and production; fails when the port or the log cannot be opened.
pub async fn run(config: &Config, args: &Args) -> Result<()> {
    if config.environment.is_deployed() {
        return Err(DomainError::Fatal(format!(
            "The stand-in is for development and tests, not for {}.",
            config.environment.name()
        )));
    }
    let log = Arc::new(open(&args.log)?);
    let listener = TcpListener::bind((args.bind.as_str(), args.port)).await.map_err(|error| {
        DomainError::Fatal(format!("cannot listen on port {}: {error}", args.port))
    })?;
    let address = listener.local_addr().map_err(|error| DomainError::Fatal(error.to_string()))?;
    outln!("http://{address}");
    let mut calls = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((socket, _)) => {
                let log = Arc::clone(&log);
                calls.spawn(async move {
                    if let Err(error) = answer(socket, &log).await {
                        eprintln!("a call broke off: {error}");
                    }
                });
            }
            Err(error) => eprintln!("a call could not be taken: {error}"),
        }
        while calls.try_join_next().is_some() {}
    }
}

fn open(path: &Path) -> Result<File> {
    if let Some(folder) = path.parent() {
        // Failing to make it shows when the file is opened.
        let _ = std::fs::create_dir_all(folder);
    }
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map_err(|error| DomainError::Fatal(format!("cannot write {}: {error}", path.display())))
}

/// Reads one call, writes it down, and says that all is well.
async fn answer(socket: TcpStream, log: &File) -> std::io::Result<()> {
    let mut socket = BufReader::new(socket);
    let Some(call) = read_call(&mut socket).await? else { return Ok(()) };
    let mut line = call.to_string();
    outln!("{line}");
    line.push('\n');
    // One write, so that lines of concurrent calls do not mix.
    (&mut &*log).write_all(line.as_bytes())?;
    socket.write_all(ANSWER).await?;
    socket.shutdown().await
}

/// One call as JSON: when, method, host and path as they would have been outside, body.
async fn read_call(from: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<Option<Value>> {
    let first = line(from).await?;
    let mut words = first.split_whitespace();
    let (Some(method), Some(target)) = (words.next(), words.next()) else { return Ok(None) };
    let target = target.trim_start_matches('/');
    let (host, path) = target.split_once('/').unwrap_or((target, ""));
    let (mut length, mut chunked) = (0, false);
    loop {
        let header = line(from).await?;
        if header.is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':') {
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().unwrap_or(0),
                "transfer-encoding" => chunked = value.trim().eq_ignore_ascii_case("chunked"),
                _ => {}
            }
        }
    }
    let body = if chunked { read_chunks(from).await? } else { read(from, length).await? };
    let text = String::from_utf8_lossy(&body);
    let body = serde_json::from_str(&text).unwrap_or_else(|_| Value::String(text.into_owned()));
    let at = Clock::system().now();
    Ok(Some(
        json!({"at": at, "method": method, "host": host, "path": format!("/{path}"), "body": body}),
    ))
}

async fn line(from: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<String> {
    let mut bytes = Vec::new();
    from.take(MAX_BYTES).read_until(b'\n', &mut bytes).await?;
    Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
}

async fn read(from: &mut (impl AsyncRead + Unpin), length: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(length.min(MAX_BYTES)).read_to_end(&mut bytes).await?;
    Ok(bytes)
}

async fn read_chunks(from: &mut (impl AsyncBufReadExt + Unpin)) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while bytes.len() as u64 <= MAX_BYTES {
        let length = u64::from_str_radix(line(from).await?.trim(), 16).unwrap_or(0);
        if length == 0 {
            break;
        }
        bytes.extend(read(from, length).await?);
        line(from).await?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_call_is_written_down_as_it_would_have_gone_out() {
        let raw = "POST /hooks.slack.com/services/T1 HTTP/1.1\r\nHost: x\r\n\
                   Content-Length: 13\r\n\r\n{\"text\":\"hi\"}";
        let call = read_call(&mut raw.as_bytes()).await.unwrap().unwrap();
        assert_eq!(call["host"], "hooks.slack.com");
        assert_eq!(call["path"], "/services/T1");
        assert_eq!(call["body"], json!({"text": "hi"}));
    }

    #[tokio::test]
    async fn chunks_are_joined() {
        let raw =
            "PUT /h/p HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
        let call = read_call(&mut raw.as_bytes()).await.unwrap().unwrap();
        assert_eq!(call["body"], "abc");
    }
}
