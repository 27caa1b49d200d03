//! One case with its notes.

use clerk_store::db::Connection;
use uuid::Uuid;

use super::{Case, assemble};
use crate::{
    access,
    access::Account,
    error::{DomainError, Result},
    notes::{self, Note},
};

/// A case as its page shows it.
#[derive(Clone, Debug)]
pub struct CaseDetail {
    /// The case.
    pub case: Case,
    /// The notes that the account may read, newest first.
    pub notes: Vec<Note>,
}

/// The case with this id and its notes, for somebody who may see it.
///
/// # Errors
/// As [`access::case`].
pub async fn detail(conn: &mut Connection, actor: &Account, id: Uuid) -> Result<CaseDetail> {
    let row = access::case(conn, actor, id).await?;
    let case = assemble(conn, vec![row]).await?.pop().ok_or(DomainError::NotFound)?;
    let notes = notes::of_case(conn, actor, id).await?;
    Ok(CaseDetail { case, notes })
}
