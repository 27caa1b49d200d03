//! Waking workers when a job is enqueued.

use std::{future::poll_fn, sync::Arc, time::Duration};

use tokio::sync::Notify;
use tokio_postgres::{AsyncMessage, NoTls};

use crate::jobs::Queue;

/// Between two tries to listen.
const PAUSE: Duration = Duration::from_secs(1);

/// Wakes the workers of a queue.
#[derive(Clone, Debug, Default)]
pub struct Wake(Arc<[Notify; Queue::ALL.len()]>);

impl Wake {
    /// Waits until a job in a queue is announced, for `limit` at most.
    pub(super) async fn wait(&self, queue: Queue, limit: Duration) {
        let _ = tokio::time::timeout(limit, self.0[queue as usize].notified()).await;
    }

    fn wake(&self, queue: &str) {
        for known in Queue::ALL {
            if known.name() == queue {
                self.0[known as usize].notify_one();
            }
        }
    }

    /// Listens for announcements for ever, on a connection of its own.
    pub async fn listen(&self, options: tokio_postgres::Config) {
        loop {
            if let Err(error) = self.listen_once(&options).await {
                tracing::warn!(%error, "not listening for jobs, trying again");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn listen_once(
        &self,
        options: &tokio_postgres::Config,
    ) -> Result<(), tokio_postgres::Error> {
        let (client, mut connection) = options.connect(NoTls).await?;
        let hear = async {
            while let Some(message) = poll_fn(|cx| connection.poll_message(cx)).await {
                if let AsyncMessage::Notification(notification) = message? {
                    self.wake(notification.payload());
                }
            }
            Ok(())
        };
        let listen = async {
            client.batch_execute("LISTEN clerk_job").await?;
            // What was announced before this moment was not heard.
            Queue::ALL.iter().for_each(|queue| self.wake(queue.name()));
            Ok(())
        };
        tokio::try_join!(listen, hear).map(|_| ())
    }
}
