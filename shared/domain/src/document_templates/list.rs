//! The templates, with what SharePoint knows of their files.

use std::collections::{BTreeSet, HashMap};

use clerk_services::microsoft::Item;
use clerk_store::db::{Connection, schema::core_documenttemplate};
use diesel::{
    ExpressionMethods, QueryDsl,
    dsl::sql,
    sql_types::{Bool, Text},
};
use diesel_async::RunQueryDsl;
use futures_util::{StreamExt, TryStreamExt, stream};

use super::name::{name, parts};
use crate::{Context, documents, error::Result};

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
