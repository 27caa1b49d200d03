//! New templates.

use std::collections::HashSet;

use clerk_services::microsoft::{Content, Drive, OnConflict};
use clerk_store::db::schema::core_documenttemplate;
use diesel::{ExpressionMethods, insert_into};
use diesel_async::RunQueryDsl;

use super::name::{folder, problem, taken};
use crate::{
    Context, documents,
    error::{DomainError, FieldError, Result},
    uploads::Incoming,
};

/// A file that has arrived.
pub struct NewFile {
    /// Its name, with its extension.
    pub name: String,
    /// Its bytes.
    pub incoming: Incoming,
}

/// Makes templates of files: all of them or, when one cannot be stored, none.
///
/// # Errors
/// [`DomainError::Invalid`] for `files.<n>` when a file is empty or its name does not do, and for
/// `files` when there is a template of its name; [`DomainError::Unavailable`] when SharePoint cannot be
/// used.
pub async fn create(ctx: &Context, topic: &str, files: Vec<NewFile>) -> Result<()> {
    let path = folder(topic);
    let mut arrived = Vec::with_capacity(files.len());
    let mut errors = Vec::new();
    for (at, file) in files.into_iter().enumerate() {
        let attr = format!("files.{at}");
        errors.extend(problem(attr.clone(), &path, &file.name));
        let whole = file.incoming.finish().await?;
        if whole.size == 0 {
            errors.push(FieldError::new(attr, "empty", "This file is empty."));
        }
        arrived.push((file.name, whole));
    }
    let mut names = HashSet::new();
    let twice = arrived.iter().find(|(name, _)| !names.insert(name.to_lowercase()));
    errors.extend(twice.map(|(name, _)| taken("files", name)));
    if !errors.is_empty() {
        return Err(DomainError::Invalid(errors));
    }

    let drive = documents::drive(ctx)?;
    let there = drive.children(&path).await.map_err(documents::unavailable)?.unwrap_or_default();
    if let Some(same) = there.iter().find(|it| names.contains(&it.name.to_lowercase())) {
        return Err(DomainError::Invalid(vec![taken("files", &same.name)]));
    }
    let mut stored = Vec::with_capacity(arrived.len());
    let made = async {
        let folder = drive.ensure_path(&path).await?;
        for (name, file) in &arrived {
            let content = Content::File { path: &file.path, size: file.size };
            let id = drive.upload(&folder, name, content, OnConflict::Fail).await?;
            stored.push(id.ok_or_else(|| DomainError::Invalid(vec![taken("files", name)]))?);
        }
        insert(ctx, topic, &path, arrived.iter().map(|(name, _)| name.as_str())).await
    };
    let made = made.await;
    if made.is_err() {
        take_back(&drive, &stored).await;
    }
    made.map_err(documents::unavailable)
}

async fn insert(
    ctx: &Context,
    topic: &str,
    folder: &str,
    names: impl Iterator<Item = &str>,
) -> Result<()> {
    let now = ctx.clock.now();
    let rows: Vec<_> = names
        .map(|name| {
            (
                core_documenttemplate::topic.eq(topic),
                core_documenttemplate::file.eq(format!("{folder}/{name}")),
                core_documenttemplate::created_at.eq(now),
                core_documenttemplate::modified_at.eq(now),
            )
        })
        .collect();
    insert_into(core_documenttemplate::table).values(rows).execute(&mut *ctx.db().await?).await?;
    Ok(())
}

/// Deletes what was stored before something failed, so that it does not stand in the way of another
/// attempt.
async fn take_back(drive: &Drive<'_>, stored: &[String]) {
    for id in stored {
        if let Err(error) = drive.delete(id).await {
            tracing::warn!(%error, item = id, "a file without a template is left on SharePoint");
        }
    }
}
