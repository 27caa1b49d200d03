//! Takes reports to Sentry in a thread of its own, so that nothing waits for them.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    time::Duration,
};

use sentry::{
    Envelope, Transport, TransportFactory, TransportOptions,
    types::{Auth, Dsn},
};

/// Reports that wait at most. Further ones are dropped: where one error comes a hundred times, a
/// hundred reports are of no more use than thirty.
const WAITING: usize = 30;
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes the transport.
pub(super) struct Factory;

enum Message {
    Report(Vec<u8>),
    Flush(SyncSender<()>),
}

struct Thread(Mutex<SyncSender<Message>>);

impl TransportFactory for Factory {
    fn create_transport_with_options(&self, options: TransportOptions) -> Arc<dyn Transport> {
        let (sender, messages) = sync_channel(WAITING);
        let dsn = options.dsn;
        let auth = dsn.to_auth(Some("clerk"));
        let thread = std::thread::Builder::new().name("sentry".to_owned());
        // Without a thread nothing is taken, and reports are dropped.
        let _ = thread.spawn(move || work(&dsn, &auth, &messages));
        Arc::new(Thread(Mutex::new(sender)))
    }
}

impl Transport for Thread {
    fn send_envelope(&self, envelope: Envelope) {
        let mut bytes = Vec::new();
        if envelope.to_writer(&mut bytes).is_ok() {
            let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let _ = sender.try_send(Message::Report(bytes));
        }
    }

    fn flush(&self, timeout: Duration) -> bool {
        let (done, is_done) = sync_channel(1);
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        sender.try_send(Message::Flush(done)).is_ok() && is_done.recv_timeout(timeout).is_ok()
    }
}

fn work(dsn: &Dsn, auth: &Auth, messages: &Receiver<Message>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    #[expect(
        clippy::disallowed_methods,
        reason = "reports go out without the context of a process"
    )]
    let client = reqwest::Client::builder().timeout(PATIENCE).build();
    let (Ok(runtime), Ok(client)) = (runtime, client) else { return };
    for message in messages {
        match message {
            Message::Report(bytes) => {
                let call = client
                    .post(dsn.envelope_api_url().as_str())
                    .header("X-Sentry-Auth", auth.to_string())
                    .header("Content-Type", "application/x-sentry-envelope")
                    .body(bytes);
                // There is nobody left to tell.
                let _ = runtime.block_on(async { call.send().await });
            }
            Message::Flush(done) => drop(done.send(())),
        }
    }
}
