//! How a program asks a running copy of itself how it is. Images have no other program that could.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

const TIMEOUT: Duration = Duration::from_secs(5);

/// The answer, head and body, of a server on this machine to `GET path`.
///
/// # Errors
/// Fails when there is no answer in time.
pub fn ask(port: u16, path: &str) -> io::Result<String> {
    let mut socket =
        TcpStream::connect_timeout(&SocketAddr::from(([127, 0, 0, 1], port)), TIMEOUT)?;
    socket.set_read_timeout(Some(TIMEOUT))?;
    socket.set_write_timeout(Some(TIMEOUT))?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    socket.write_all(request.as_bytes())?;
    let mut answer = String::new();
    socket.take(64 * 1024).read_to_string(&mut answer)?;
    Ok(answer)
}
