//! SMTP with a server that is not ours: aiosmtpd.

use std::{
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};

use clerk_services::mail::Mailer;
use tempfile::TempDir;

use super::mailer::{kind, mail, mailer};

/// The server, and what it says.
struct Relay {
    process: Child,
    port: String,
    said: Arc<Mutex<Vec<String>>>,
}

impl Relay {
    fn start(python: &Path, folder: &Path, mode: &str) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/emails/outbox/relay.py");
        let mut process = Command::new(python)
            .args([script, folder.to_str().unwrap(), mode])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let first = lines.next().unwrap().unwrap();
        let port = first.strip_prefix("port ").unwrap().to_owned();
        let said = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&said);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                keep.lock().unwrap().push(line);
            }
        });
        Self { process, port, said }
    }

    fn count(&self, start: &str) -> usize {
        self.said.lock().unwrap().iter().filter(|line| line.starts_with(start)).count()
    }

    /// How many lines begin so, once there are as many as expected: the relay answers before its words
    /// have been read here.
    async fn messages(&self, start: &str, expected: usize) -> usize {
        for _ in 0..500 {
            if self.count(start) >= expected {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        self.count(start)
    }

    fn mailer(&self, mode: &str, password: &str, ca: Option<&Path>) -> Mailer {
        let ca = ca.map(|path| path.to_str().unwrap()).unwrap_or_default();
        mailer(&[
            ("CLERK_MAIL", "smtp"),
            ("CLERK_SMTP_TLS", mode),
            ("CLERK_SMTP_CA_FILE", ca),
            ("EMAIL_HOST", "localhost"),
            ("EMAIL_PORT", &self.port),
            ("EMAIL_HOST_USER", "clerk"),
            ("EMAIL_HOST_PASSWORD", password),
            ("CLERK_OUTSIDE_TIMEOUT", "10"),
        ])
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn run(program: &str, arguments: &[&str], folder: &Path) -> bool {
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    output.is_ok_and(|output| output.status.success())
}

/// A Python that has aiosmtpd, in a virtual environment of the test's.
fn python(folder: &Path) -> Option<PathBuf> {
    let python = folder.join("venv/bin/python");
    let text = python.to_str().unwrap();
    let is_ready = run("python3", &["-m", "venv", "venv"], folder)
        && run(text, &["-m", "pip", "install", "--quiet", "aiosmtpd==1.4.6"], folder);
    is_ready.then_some(python)
}

/// A root certificate and one of the server's.
fn certificates(folder: &Path) -> bool {
    std::fs::write(folder.join("names"), "subjectAltName=DNS:localhost,IP:127.0.0.1\n").unwrap();
    let steps = [
        "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=TestRoot -keyout ca.key -out ca.pem",
        "req -newkey rsa:2048 -nodes -subj /CN=localhost -keyout key.pem -out cert.csr",
        "x509 -req -in cert.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names \
         -out cert.pem",
    ];
    steps.iter().all(|step| run("openssl", &step.split_whitespace().collect::<Vec<_>>(), folder))
}

#[tokio::test]
async fn a_real_relay_takes_our_mail_over_both_kinds_of_tls() {
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let (Some(python), true) = (python(folder), certificates(folder)) else {
        eprintln!("skipped: python3 with aiosmtpd from PyPI, and openssl, are needed");
        return;
    };
    let ca = folder.join("ca.pem");
    for mode in ["starttls", "implicit"] {
        let relay = Relay::start(&python, folder, mode);
        let good = relay.mailer(mode, "secret", Some(&ca));
        for _ in 0..10 {
            assert_eq!(good.send(&mail()).await.unwrap().provider_id, "OK queued as Q1");
        }
        let line = "message case.0f1e2d3c@mail.example.org mary@example.com";
        assert_eq!(relay.messages(line, 10).await, 10);
        // A connection goes back to the pool a moment after its use, so that there may be two.
        assert!(relay.count("connection") <= 2, "{mode}: {}", relay.count("connection"));

        for (to, expected, reply) in
            [("never@example.com", "rejected", "550"), ("later@example.com", "transient", "451")]
        {
            let mut refused = mail();
            refused.to = to.into();
            let error = good.send(&refused).await.unwrap_err();
            assert_eq!(
                (kind(&error), error.to_string()),
                (expected, format!("smtp: reply {reply}"))
            );
        }
        // The pool is fit for use after a refusal.
        good.send(&mail()).await.unwrap();
        assert_eq!(relay.messages("message", 11).await, 11);

        // The relay's settings are not the message's fault.
        let error = relay.mailer(mode, "wrong", Some(&ca)).send(&mail()).await.unwrap_err();
        assert_eq!((kind(&error), error.to_string().as_str()), ("transient", "smtp: reply 535"));
        // This certificate is not trusted.
        let error = relay.mailer(mode, "secret", None).send(&mail()).await.unwrap_err();
        assert_eq!(kind(&error), "transient", "{error}");
        assert_eq!(relay.messages("message", 11).await, 11);
    }
}
