//! Templates of the documents that a new case begins with: files on SharePoint, a folder a topic, and
//! rows that name them.

mod name;

use std::collections::{BTreeSet, HashMap, HashSet};

use clerk_services::microsoft::{Content, Drive, Item, Made, OnConflict};
use clerk_store::db::{Connection, schema::core_documenttemplate};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl,
    dsl::{exists, sql},
    insert_into, select,
    sql_types::{Bool, Text},
    update,
};
use diesel_async::RunQueryDsl;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::document_templates::name::{folder, name, parts, problem, taken};
use crate::{
    Context, documents,
    error::{DomainError, FieldError, Result},
    uploads::Incoming,
};

/// How many folders are looked at at a time.
const AT_A_TIME: usize = 8;

/// A template.
#[derive(Clone, Debug)]
pub struct DocumentTemplate {
    /// `core_documenttemplate.id`.
    pub id: i32,
    /// What it is about.
    pub topic: String,
    /// Its name, with its extension.
    pub name: String,
    /// The file, unless it is missing.
    pub file: Option<Item>,
}

/// Which templates.
#[derive(Clone, Debug, Default)]
pub struct TemplateFilter {
    /// About this.
    pub topic: Option<String>,
    /// With this in their name, whatever the capitals.
    pub name: Option<String>,
}

/// The templates by topic and name. Each folder is read once, however many templates are in it.
///
/// # Errors
/// [`crate::DomainError::Unavailable`] when there are templates but SharePoint cannot be used; fails when
/// the database does.
pub async fn list(ctx: &Context, filter: &TemplateFilter) -> Result<Vec<DocumentTemplate>> {
    let rows = rows(&mut *ctx.db().await?, filter).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let folders: BTreeSet<&str> = rows.iter().map(|(_, _, path)| parts(path).0).collect();
    let files = files(ctx, folders).await.map_err(documents::unavailable)?;
    let templates = rows.into_iter().map(|(id, topic, path)| {
        let file = files.get(&path.to_lowercase()).cloned();
        DocumentTemplate { id, topic, name: parts(&path).1.to_owned(), file }
    });
    Ok(templates.collect())
}

async fn rows(
    conn: &mut Connection,
    filter: &TemplateFilter,
) -> Result<Vec<(i32, String, String)>> {
    let mut query = core_documenttemplate::table
        .order((core_documenttemplate::topic, name(), core_documenttemplate::id))
        .select((
            core_documenttemplate::id,
            core_documenttemplate::topic,
            core_documenttemplate::file,
        ))
        .into_boxed();
    if let Some(topic) = &filter.topic {
        query = query.filter(core_documenttemplate::topic.eq(topic));
    }
    if let Some(part) = &filter.name {
        query = query.filter(
            sql::<Bool>(
                "strpos(lower(substring(core_documenttemplate.file from '[^/]*$')), lower(",
            )
            .bind::<Text, _>(part)
            .sql(")) > 0"),
        );
    }
    Ok(query.load(conn).await?)
}

/// The files in some folders by their path in lower case, since SharePoint does not tell capitals apart.
async fn files(ctx: &Context, folders: BTreeSet<&str>) -> Result<HashMap<String, Item>> {
    let drive = &documents::drive(ctx)?;
    let read: Vec<(&str, Option<Vec<Item>>)> = stream::iter(folders)
        .map(|folder| async move { drive.children(folder).await.map(|items| (folder, items)) })
        .buffer_unordered(AT_A_TIME)
        .try_collect()
        .await?;
    let mut files = HashMap::new();
    for (folder, items) in read {
        for item in items.unwrap_or_default().into_iter().filter(Item::is_file) {
            files.insert(format!("{folder}/{}", item.name).to_lowercase(), item);
        }
    }
    Ok(files)
}

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
    if let Some(same) = there.iter().find(|file| names.contains(&file.name.to_lowercase())) {
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
