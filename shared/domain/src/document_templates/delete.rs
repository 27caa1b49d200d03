//! Deletes a template.

use clerk_store::db::schema::core_documenttemplate;
use diesel::{OptionalExtension, QueryDsl};
use diesel_async::RunQueryDsl;

use crate::{
    Context, documents,
    error::{DomainError, Result},
};

/// Deletes a template with its file. When that fails in between, the row is there to delete again.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such template, [`DomainError::Unavailable`] when SharePoint
/// cannot be used.
pub async fn delete(ctx: &Context, id: i32) -> Result<()> {
    let path: Option<String> = core_documenttemplate::table
        .find(id)
        .select(core_documenttemplate::file)
        .first(&mut *ctx.db().await?)
        .await
        .optional()?;
    let path = path.ok_or(DomainError::NotFound)?;
    let drive = documents::drive(ctx)?;
    if let Some(item) = drive.find(&path).await.map_err(documents::unavailable)? {
        drive.delete(&item.id).await.map_err(documents::unavailable)?;
    }
    diesel::delete(core_documenttemplate::table.find(id)).execute(&mut *ctx.db().await?).await?;
    Ok(())
}
