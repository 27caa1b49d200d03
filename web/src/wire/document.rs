//! Documents of cases and document templates on the wire.

use chrono::{DateTime, Utc};
use clerk_domain::{document_templates, documents};
use clerk_services::microsoft::Item;
use serde::Serialize;
use utoipa::ToSchema;

use super::drf::{
    body::{Body, REQUIRED},
    date,
};
use crate::error::ApiResult;

/// The longest name of a file that SharePoint takes.
const LONGEST_NAME: usize = 255;

/// A file or folder in the folder of a case.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SharepointDocument)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct Document {
    pub id: String,
    pub name: String,
    pub url: String,
    pub size: u64,
    pub is_file: bool,
}

/// The folder of a case. Its address is null and it is empty when there is none.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct CaseDocuments {
    pub sharepoint_url: Option<String>,
    pub documents: Vec<Document>,
}

impl From<Item> for Document {
    fn from(it: Item) -> Self {
        Self { is_file: it.is_file(), id: it.id, name: it.name, url: it.web_url, size: it.size }
    }
}

impl From<documents::CaseFolder> for CaseDocuments {
    fn from(it: documents::CaseFolder) -> Self {
        Self {
            sharepoint_url: it.url,
            documents: it.items.into_iter().map(Document::from).collect(),
        }
    }
}

/// A template of a document. Address and days are blank when its file is missing.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct DocumentTemplate {
    pub id: i32,
    pub topic: String,
    pub name: String,
    pub url: String,
    pub created_at: String,
    pub modified_at: String,
}

impl From<document_templates::DocumentTemplate> for DocumentTemplate {
    fn from(it: document_templates::DocumentTemplate) -> Self {
        let file = it.file.as_ref();
        let day = |at: Option<DateTime<Utc>>| at.map(date::day).unwrap_or_default();
        Self {
            id: it.id,
            topic: it.topic,
            created_at: day(file.and_then(|it| it.created_date_time)),
            modified_at: day(file.and_then(|it| it.last_modified_date_time)),
            url: file.map(|it| it.web_url.clone()).unwrap_or_default(),
            name: it.name,
        }
    }
}

/// Files to make templates of.
#[derive(ToSchema)]
#[schema(as = DocumentTemplateCreate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct DocumentTemplateInput {
    pub topic: String,
    #[schema(value_type = Vec<String>, format = Binary)]
    pub files: Vec<Vec<u8>>,
}

/// Another name, with its extension.
#[derive(ToSchema)]
#[schema(as = DocumentTemplateRename)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct DocumentTemplateRenameInput {
    pub name: String,
}

/// Reads a new name.
///
/// # Errors
/// 400 with everything wrong.
pub fn read_rename(mut body: Body) -> ApiResult<String> {
    let name = body.text("name", LONGEST_NAME, REQUIRED).value();
    body.finish()?;
    Ok(name.unwrap_or_default())
}
