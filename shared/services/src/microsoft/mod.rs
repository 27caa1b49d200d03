//! Microsoft Graph: the document library on SharePoint, and the accounts of the people who use it.

mod directory;
mod download;
mod drive;
mod graph;
mod sharing;
mod token;
mod upload;

use clerk_base::config::MicrosoftConfig;

use super::http::Outside;
use crate::error::Result;

pub use directory::{Creation, Directory, Member, NewUser};
pub use download::Download;
pub use drive::{Drive, Item, Made};
pub use sharing::Permission;
pub(super) use token::TokenCache;
pub use upload::{Content, OnConflict};

/// Asks for a token, when Microsoft is set up.
pub async fn try_out(outside: &Outside, config: &MicrosoftConfig) -> Option<Result<()>> {
    let (id, secret) = config.client.as_ref()?;
    let client = token::Client { authority_url: &config.authority_url, id, secret };
    Some(outside.tokens.get(outside, &client).await.map(|_| ()))
}
