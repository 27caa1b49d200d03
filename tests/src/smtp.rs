//! A small SMTP server that keeps what it is sent.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// A message as the server got it.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// The message, header and body.
    pub data: String,
}

/// The server.
#[derive(Clone)]
pub struct SmtpServer {
    port: u16,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    received: Vec<Received>,
    recipient: Option<&'static str>,
    message: Option<&'static str>,
    hang_up: bool,
}

impl SmtpServer {
    /// Starts the server on a free port of the loopback interface.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self { port: listener.local_addr().unwrap().port(), state: Arc::default() };
        let serving = server.clone();
        #[expect(clippy::disallowed_methods, reason = "serves until the test's runtime ends")]
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let server = serving.clone();
                #[expect(clippy::disallowed_methods, reason = "one client of a test")]
                tokio::spawn(async move { server.serve(stream).await });
            }
        });
        server
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What it was sent.
    pub fn received(&self) -> Vec<Received> {
        self.lock().received.clone()
    }

    /// Replies this to every `RCPT` instead of accepting.
    pub fn refuse_recipients(&self, reply: &'static str) {
        self.lock().recipient = Some(reply);
    }

    /// Replies this to every message instead of accepting.
    pub fn refuse_messages(&self, reply: &'static str) {
        self.lock().message = Some(reply);
    }

    /// Keeps messages, but closes the connection instead of saying so.
    pub fn hang_up_after_message(&self) {
        self.lock().hang_up = true;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn serve(&self, stream: TcpStream) -> Option<()> {
        let mut stream = BufReader::new(stream);
        let mut message = Received::default();
        say(&mut stream, "220 test").await?;
        loop {
            let line = line(&mut stream).await?;
            let upper = line.to_ascii_uppercase();
            if upper.starts_with("EHLO") {
                say(&mut stream, "250-test\r\n250 8BITMIME").await?;
            } else if upper.starts_with("MAIL FROM:") {
                message = Received { from: address(&line), ..Received::default() };
                say(&mut stream, "250 ok").await?;
            } else if upper.starts_with("RCPT TO:") {
                message.to.push(address(&line));
                let refusal = self.lock().recipient;
                say(&mut stream, refusal.unwrap_or("250 ok")).await?;
            } else if upper == "DATA" {
                say(&mut stream, "354 go on").await?;
                message.data = data(&mut stream).await?;
                let reply = self.keep(&message)?;
                say(&mut stream, &reply).await?;
            } else if upper == "QUIT" {
                return say(&mut stream, "221 bye").await;
            } else {
                say(&mut stream, "250 ok").await?;
            }
        }
    }

    /// Keeps a message and returns the reply, none for hanging up.
    fn keep(&self, message: &Received) -> Option<String> {
        let mut state = self.lock();
        if let Some(refusal) = state.message {
            return Some(refusal.to_owned());
        }
        state.received.push(message.clone());
        (!state.hang_up).then(|| format!("250 queued as M{}", state.received.len()))
    }
}

async fn say(stream: &mut BufReader<TcpStream>, text: &str) -> Option<()> {
    stream.get_mut().write_all(format!("{text}\r\n").as_bytes()).await.ok()
}

async fn line(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut line = String::new();
    match stream.read_line(&mut line).await {
        Ok(length) if length > 0 => Some(line.trim_end_matches(['\r', '\n']).to_owned()),
        _ => None,
    }
}

async fn data(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut data = String::new();
    loop {
        match line(stream).await?.as_str() {
            "." => return Some(data),
            text => {
                data.push_str(text.strip_prefix('.').unwrap_or(text));
                data.push('\n');
            }
        }
    }
}

fn address(line: &str) -> String {
    let (_, rest) = line.split_once('<').unwrap();
    rest.split_once('>').unwrap().0.to_owned()
}
