//! Microsoft Graph: the document library on SharePoint, and the accounts of the people who use it.

mod directory;
mod download;
mod drive;
mod graph;
mod sharing;
mod token;
mod upload;

use clerk_base::config::MicrosoftConfig;

use self::{graph::Graph, token::TokenCache};
use crate::{error::Result, http::HttpClient};

pub use directory::{Creation, Directory, Member, NewUser};
pub use download::Download;
pub use drive::{Drive, Item, Made};
pub use sharing::Permission;
pub use upload::{Content, OnConflict};

/// Microsoft Graph for one process: what it is called with, and the token that all calls share.
pub struct Microsoft {
    http: HttpClient,
    config: MicrosoftConfig,
    tokens: TokenCache,
}

impl Microsoft {
    /// Calls nothing yet.
    #[must_use]
    pub fn new(http: HttpClient, config: MicrosoftConfig) -> Self {
        Self { http, config, tokens: TokenCache::default() }
    }

    /// The document library, when a client is configured.
    #[must_use]
    pub fn drive(&self) -> Option<Drive<'_>> {
        self.graph().map(Drive)
    }

    /// The accounts, when a client is configured.
    #[must_use]
    pub fn directory(&self) -> Option<Directory<'_>> {
        self.graph().map(Directory)
    }

    /// Asks for a token, when a client is configured.
    pub async fn try_out(&self) -> Option<Result<()>> {
        Some(self.graph()?.try_out().await)
    }

    fn graph(&self) -> Option<Graph<'_>> {
        Graph::new(&self.http, &self.tokens, &self.config)
    }
}
