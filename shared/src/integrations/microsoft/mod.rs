//! Microsoft Graph, as far as case folders need it.

mod drive;
mod token;
mod upload;

pub use drive::{Drive, Made};
pub(super) use token::TokenCache;
