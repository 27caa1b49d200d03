//! One account.

use clerk_store::db::Connection;

use super::{Profile, profiles};
use crate::error::{DomainError, Result};

/// The account with this id, active or not, as colleagues see it.
///
/// # Errors
/// [`DomainError::NotFound`] when there is none.
pub async fn detail(conn: &mut Connection, id: i32) -> Result<Profile> {
    profiles(conn, [id]).await?.remove(&id).ok_or(DomainError::NotFound)
}
