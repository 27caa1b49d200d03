//! Microsoft Graph: the document library on SharePoint, and the accounts of the people who use it.

mod directory;
mod download;
mod drive;
mod graph;
mod sharing;
mod token;
mod upload;

pub use directory::{Creation, Directory, Member, NewUser};
pub use download::Download;
pub use drive::{Drive, Item, Made};
pub use sharing::Permission;
pub(super) use token::TokenCache;
pub use upload::{Content, OnConflict};
