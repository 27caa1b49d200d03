//! Passes the log on to a collector such as Papertrail: syslog over TLS, in a thread of its own. No
//! request and no job ever waits for it: what does not fit into the buffer is counted and dropped.
//!
//! Our own because the crate for it, tracing-rfc-5424, has no TLS, and a licence (GPL-3.0-or-later) that
//! `deny.toml` does not allow.

use std::{
    io::{self, Write},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread::JoinHandle,
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::{mpsc, watch},
    time::{sleep, timeout},
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        pki_types::{CertificateDer, ServerName, pem::PemObject},
    },
};
use tracing::{Level, Metadata};
use tracing_subscriber::{EnvFilter, fmt::MakeWriter};

use super::{
    lines::{self, Boxed},
    rfc5424::Sender,
};
use crate::{clock::Clock, config::LogConfig};

/// Lines that wait at most.
const MAX_WAITING: usize = 10_000;
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const MAX_PAUSE: Duration = Duration::from_secs(30);
/// To connect, or to write a line.
const TIMEOUT: Duration = Duration::from_secs(10);
/// What is still here at the end of the process has so long to leave.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(3);

type Line = (Level, Vec<u8>);

/// The thread, and the way to it.
pub struct Drain {
    lines: Lines,
    stop: watch::Sender<bool>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Clone)]
struct Lines {
    sender: mpsc::Sender<Line>,
    dropped: Arc<AtomicU64>,
}

/// Where lines go.
struct Collector {
    name: String,
    port: u16,
    tls: TlsConnector,
    sender: Sender,
}

impl Drain {
    /// Starts it, when a collector is configured.
    pub fn start(config: &LogConfig, program: &'static str) -> Result<Option<Self>, String> {
        let Some((name, port)) = &config.syslog else { return Ok(None) };
        let host = config.syslog_host.clone();
        let collector = Collector {
            name: name.clone(),
            port: *port,
            tls: connector(config)?,
            sender: Sender { host, program, process: std::process::id() },
        };
        let (sender, receiver) = mpsc::channel(MAX_WAITING);
        let (stop, stopped) = watch::channel(false);
        let lines = Lines { sender, dropped: Arc::default() };
        let dropped = Arc::clone(&lines.dropped);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        let thread = std::thread::Builder::new()
            .name("syslog".to_owned())
            .spawn(move || runtime.block_on(pass_on(&collector, receiver, &dropped, stopped)))
            .map_err(|error| error.to_string())?;
        Ok(Some(Self { lines, stop, thread: Some(thread) }))
    }

    /// The layer that gives it lines.
    pub fn layer(&self, levels: EnvFilter) -> Boxed {
        // The collector has the time from the head of the message.
        lines::json(self.lines.clone(), false, levels)
    }
}

impl Drop for Drain {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = LineWriter<'a>;

    fn make_writer(&'a self) -> LineWriter<'a> {
        LineWriter { lines: self, level: Level::INFO }
    }

    fn make_writer_for(&'a self, metadata: &Metadata<'_>) -> LineWriter<'a> {
        LineWriter { lines: self, level: *metadata.level() }
    }
}

/// Takes one line, in one piece.
struct LineWriter<'a> {
    lines: &'a Lines,
    level: Level,
}

impl Write for LineWriter<'_> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.lines.sender.try_send((self.level, line.to_vec())).is_err() {
            self.lines.dropped.fetch_add(1, Ordering::Relaxed);
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn connector(config: &LogConfig) -> Result<TlsConnector, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(path) = &config.syslog_ca_file {
        let unusable = |_| "CLERK_SYSLOG_CA_FILE: not a readable PEM file".to_owned();
        for certificate in CertificateDer::pem_file_iter(path).map_err(unusable)? {
            roots.add_parsable_certificates([certificate.map_err(unusable)?]);
        }
    }
    let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
    Ok(TlsConnector::from(Arc::new(config)))
}

/// Passes lines on until it has to stop and has none left, or the time for that is over.
async fn pass_on(
    to: &Collector,
    mut lines: mpsc::Receiver<Line>,
    dropped: &AtomicU64,
    mut stop: watch::Receiver<bool>,
) {
    let mut connection = None;
    loop {
        let line = tokio::select! {
            biased;
            line = lines.recv() => line,
            _ = stop.wait_for(|stop| *stop) => None,
        };
        let Some((level, text)) = line else { break };
        let delivered = deliver(to, &mut connection, level, &text, dropped);
        let stopped = async {
            let _ = stop.wait_for(|stop| *stop).await;
            sleep(FLUSH_TIMEOUT).await;
        };
        tokio::select! {
            () = delivered => {}
            () = stopped => return,
        }
    }
    if let Some(mut connection) = connection {
        let _ = timeout(FLUSH_TIMEOUT, connection.shutdown()).await;
    }
}

/// Writes a line, over a new connection where the last one is gone, however long that takes.
async fn deliver(
    to: &Collector,
    connection: &mut Option<TlsStream<TcpStream>>,
    level: Level,
    text: &[u8],
    dropped: &AtomicU64,
) {
    let frame = to.sender.frame(Clock::system().now(), level, &String::from_utf8_lossy(text));
    let mut pause = FIRST_PAUSE;
    loop {
        if let Some(open) = connection {
            let lost = dropped.swap(0, Ordering::Relaxed);
            let text =
                format!("{{\"message\":\"{lost} lines of the log did not fit and are lost\"}}");
            let notice = to.sender.frame(Clock::system().now(), Level::WARN, &text);
            if is_open(open).await {
                let written = async {
                    if lost > 0 {
                        open.write_all(&notice).await?;
                    }
                    open.write_all(&frame).await?;
                    open.flush().await
                };
                if matches!(timeout(TIMEOUT, written).await, Ok(Ok(()))) {
                    return;
                }
            }
            dropped.fetch_add(lost, Ordering::Relaxed);
            *connection = None;
        }
        match timeout(TIMEOUT, connect(to)).await {
            Ok(Ok(new)) => *connection = Some(new),
            _ => {
                sleep(pause).await;
                pause = (pause * 2).min(MAX_PAUSE);
            }
        }
    }
}

/// Whether the collector has not hung up. It never says anything else.
async fn is_open(connection: &mut TlsStream<TcpStream>) -> bool {
    let mut byte = [0; 1];
    tokio::select! {
        biased;
        _ = connection.read(&mut byte) => false,
        () = std::future::ready(()) => true,
    }
}

async fn connect(to: &Collector) -> io::Result<TlsStream<TcpStream>> {
    let name = ServerName::try_from(to.name.clone()).map_err(io::Error::other)?;
    let stream = TcpStream::connect((to.name.as_str(), to.port)).await?;
    to.tls.connect(name, stream).await
}
