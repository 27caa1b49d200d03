//! What every request and every job has at hand, built once per process and passed on.

use std::sync::Arc;

use clerk_base::{clock::Clock, config::Config};
use clerk_services::{http::HttpClient, mail::Mailer, microsoft::Microsoft};
use clerk_store::{db::Pool, files::Store};

use crate::error::{DomainError, Result};

/// Configuration, database, files, mail, outside services and the time. Cheap to clone.
#[derive(Clone)]
pub struct Context {
    /// The configuration of this process.
    pub config: Arc<Config>,
    /// Database connections.
    pub pool: Pool,
    /// Uploaded files.
    pub files: Arc<Store>,
    /// Outgoing mail.
    pub mailer: Arc<Mailer>,
    /// The HTTP client for every outside service.
    pub http: HttpClient,
    /// SharePoint and Microsoft accounts.
    pub microsoft: Arc<Microsoft>,
    /// The time.
    pub clock: Clock,
}

impl Context {
    /// Builds the context from the configuration. Opens no connection yet.
    ///
    /// # Errors
    /// Fails when a store or transport cannot be set up, naming the setting.
    pub fn new(config: Arc<Config>, clock: Clock) -> Result<Self> {
        let http = HttpClient::new(&config.outside)?;
        Ok(Self {
            pool: clerk_store::db::pool(&config.database)
                .map_err(|error| DomainError::Fatal(error.to_string()))?,
            files: Arc::new(Store::new(&config.files)),
            mailer: Arc::new(Mailer::new(&config.mail, &http)?),
            microsoft: Arc::new(Microsoft::new(http.clone(), config.microsoft.clone())),
            http,
            clock,
            config,
        })
    }

    /// A database connection from the pool.
    ///
    /// # Errors
    /// [`DomainError::Connection`] when the database is out of reach or the pool is exhausted.
    pub async fn db(&self) -> Result<clerk_store::db::PooledConnection> {
        self.pool.get().await.map_err(|error| DomainError::Connection(error.to_string()))
    }
}
