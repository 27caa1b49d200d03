//! Attaches a file of the case's SharePoint folder to a draft.

use uuid::Uuid;

use super::{EmailState, attach, size};
use crate::{
    Context, access,
    access::Account,
    documents,
    error::{DomainError, Result},
    uploads::Incoming,
};

/// Copies a file of a case's SharePoint folder into an attachment of one of its drafts. Returns the
/// id of the attachment.
///
/// # Errors
/// As [`access::case`]; [`DomainError::NotFound`] when there is no such draft, or no such file in this
/// case's folder; [`DomainError::Invalid`] for `file` when the email would become too large;
/// [`DomainError::Unavailable`] when SharePoint cannot be used.
pub async fn attach_from_sharepoint(
    ctx: &Context,
    account: &Account,
    case: Uuid,
    email: i32,
    item: &str,
) -> Result<i32> {
    let is_id = item.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_!".contains(&it));
    {
        let conn = &mut *ctx.db().await?;
        access::case(conn, account, case).await?;
        let state = super::load::state_in_case(conn, case, email).await?;
        if state != Some(EmailState::Draft) || !is_id {
            return Err(DomainError::NotFound);
        }
    }
    let drive = documents::drive(ctx)?;
    let item = drive.find_id(item).await.map_err(documents::unavailable)?;
    // Whoever knows the id of another case's file must not get at it through this case.
    let item = item
        .filter(|it| it.is_file() && it.is_below(&documents::folder(case)))
        .ok_or(DomainError::NotFound)?;
    let measured = size::measure(ctx, email).await?;
    measured.check_room(item.size)?;
    let download = drive.download(&item.id).await.map_err(documents::unavailable)?;
    let mut download = download.ok_or(DomainError::NotFound)?;
    // What comes may be larger than what was said.
    let mut incoming = Incoming::new(measured.room())?;
    while let Some(piece) = download.next().await? {
        incoming.write(&piece).await?;
    }
    attach(ctx, email, incoming, &item.name, item.content_type()).await
}
