//! The log at a collector: syslog over TLS that may be away or slow, without delaying the program.

use std::{sync::Arc, time::Duration};

use clerk_tests::{Program, TestDb, binaries};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::{
    io::AsyncReadExt,
    net::{TcpListener, TcpStream},
    time::timeout,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
    server::TlsStream,
};

use super::{free_address, variables};

/// A collector that can be started and stopped, with a certificate of its own.
pub(super) struct Collector {
    pub(super) address: String,
    tls: TlsAcceptor,
    pub(super) certificate: String,
}

/// A connection to it.
pub(super) struct Connection(TlsStream<TcpStream>);

impl Collector {
    pub(super) fn new() -> Self {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![cert.der().clone()], key)
            .unwrap();
        let tls = TlsAcceptor::from(Arc::new(config));
        Self { address: free_address(), tls, certificate: cert.pem() }
    }

    pub(super) async fn listen(&self) -> TcpListener {
        TcpListener::bind(&self.address).await.unwrap()
    }

    pub(super) async fn accept(&self, listener: &TcpListener) -> Connection {
        let (socket, _) =
            timeout(Duration::from_secs(60), listener.accept()).await.unwrap().unwrap();
        Connection(self.tls.accept(socket).await.unwrap())
    }
}

impl Connection {
    /// The next message, by its length.
    async fn message(&mut self) -> String {
        let mut length = String::new();
        loop {
            match self.0.read_u8().await.unwrap() {
                b' ' => break,
                digit => length.push(char::from(digit)),
            }
        }
        let mut message = vec![0; length.parse().unwrap()];
        self.0.read_exact(&mut message).await.unwrap();
        String::from_utf8(message).unwrap()
    }

    /// The next message that has these words.
    pub(super) async fn find(&mut self, words: &str) -> String {
        let find = async {
            loop {
                let message = self.message().await;
                if message.contains(words) {
                    return message;
                }
            }
        };
        timeout(Duration::from_secs(60), find).await.unwrap()
    }
}

#[tokio::test]
async fn lines_reach_a_collector_that_comes_and_goes() {
    let (db, dir) = (TestDb::migrated().await, tempfile::tempdir().unwrap());
    let collector = Collector::new();
    let ca = dir.path().join("ca.pem");
    std::fs::write(&ca, &collector.certificate).unwrap();
    let port = collector.address.rsplit_once(':').unwrap().1;
    let more = [
        ("CLERK_SYSLOG", format!("localhost:{port}")),
        ("CLERK_SYSLOG_CA_FILE", ca.display().to_string()),
        ("CLERK_SYSLOG_HOST", "here".to_owned()),
    ];
    // The collector is away, and the server serves.
    let mut web = Program::start(&binaries::clerk_web(), &variables(&db, &dir, &more));
    let url = web.address().await;
    let visit = async |path: &str| reqwest::get(format!("{url}{path}")).await.unwrap().status();
    assert_eq!(visit("/accounts/login/").await, 200);

    let listener = collector.listen().await;
    let mut connection = collector.accept(&listener).await;
    let line = connection.find("/accounts/login/").await;
    let (head, json) = line.split_once(" - - ").unwrap();
    let words: Vec<&str> = head.split(' ').collect();
    assert_eq!((words[0], words[2], words[3]), ("<14>1", "here", "clerk-web"));
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(json["status"], 200);
    assert_eq!(json["route"], "/accounts/login/");

    // It goes away in the middle, and comes back.
    drop((connection, listener));
    for _ in 0..3 {
        assert_eq!(visit("/accounts/logout/").await, 200);
    }
    let listener = collector.listen().await;
    let mut connection = collector.accept(&listener).await;
    connection.find("/accounts/logout/").await;
    web.signal("-TERM");
    connection.find("finishing the requests").await;
    assert!(web.ended().await.success());
}

#[tokio::test]
async fn a_collector_that_is_not_who_it_says_gets_nothing() {
    let (db, dir) = (TestDb::migrated().await, tempfile::tempdir().unwrap());
    let collector = Collector::new();
    let port = collector.address.rsplit_once(':').unwrap().1;
    let listener = collector.listen().await;
    let more = [("CLERK_SYSLOG", format!("localhost:{port}"))];
    let mut web = Program::start(&binaries::clerk_web(), &variables(&db, &dir, &more));
    let url = web.address().await;
    assert_eq!(reqwest::get(format!("{url}/healthz")).await.unwrap().status(), 200);
    let (socket, _) = listener.accept().await.unwrap();
    assert!(collector.tls.accept(socket).await.is_err(), "the certificate is unknown");
    web.signal("-TERM");
    assert!(web.ended().await.success(), "and nobody waits for it at the end");
}
