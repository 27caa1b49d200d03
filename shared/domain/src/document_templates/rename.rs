//! Gives a template another name.

use clerk_services::microsoft::{Drive, Made};
use clerk_store::db::schema::core_documenttemplate;
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, dsl::exists, select, update};
use diesel_async::RunQueryDsl;

use super::name::{parts, problem, taken};
use crate::{
    Context, documents,
    error::{DomainError, Result},
};

/// Gives a template and its file another name.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such template, or its file is missing;
/// [`DomainError::Invalid`] for `name` when it does not do or is taken; [`DomainError::Unavailable`] when
/// SharePoint cannot be used.
pub async fn rename(ctx: &Context, id: i32, name: &str) -> Result<()> {
    let path: Option<String> = core_documenttemplate::table
        .find(id)
        .select(core_documenttemplate::file)
        .first(&mut *ctx.db().await?)
        .await
        .optional()?;
    let path = path.ok_or(DomainError::NotFound)?;
    let (folder, old) = parts(&path);
    if name == old {
        return Ok(());
    }
    if let Some(error) = problem("name".to_owned(), folder, name) {
        return Err(DomainError::Invalid(vec![error]));
    }
    let new = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let drive = documents::drive(ctx)?;
    rename_file(ctx, &drive, &path, &new).await.map_err(documents::unavailable)?;
    update(core_documenttemplate::table.find(id))
        .filter(core_documenttemplate::file.eq(&path))
        .set((
            core_documenttemplate::file.eq(&new),
            core_documenttemplate::modified_at.eq(ctx.clock.now()),
        ))
        .execute(&mut *ctx.db().await?)
        .await?;
    Ok(())
}

async fn rename_file(ctx: &Context, drive: &Drive<'_>, old: &str, new: &str) -> Result<()> {
    let name = parts(new).1;
    let Some(item) = drive.find(old).await? else {
        // An earlier attempt may have got as far as renaming the file.
        let others = core_documenttemplate::table.filter(core_documenttemplate::file.eq(new));
        let is_taken: bool = select(exists(others)).get_result(&mut *ctx.db().await?).await?;
        return match drive.find(new).await? {
            Some(_) if !is_taken => Ok(()),
            _ => Err(DomainError::NotFound),
        };
    };
    match drive.rename(&item.id, name).await? {
        Made::New => Ok(()),
        Made::Existing => Err(DomainError::Invalid(vec![taken("name", name)])),
        Made::NoSource => Err(DomainError::NotFound),
    }
}
