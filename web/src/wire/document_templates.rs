//! Templates of documents.

use chrono::{DateTime, Utc};
use clerk_domain::document_templates;
use utoipa::ToSchema;

use super::format::{
    body::{Body, REQUIRED},
    date,
    output::output,
};
use crate::error::ApiResult;

/// The longest name of a file that SharePoint takes.
const MAX_NAME: usize = 255;

output! {
    /// A template of a document. Address and days are blank when its file is missing.
    #[expect(missing_docs, reason = "the fields are those of the API document")]
    pub struct DocumentTemplate = from(template: document_templates::DocumentTemplate) {
        id: i32,
        topic: String,
        name: String,
        url: String =>
            template.file.as_ref().map(|file| file.web_url.clone()).unwrap_or_default(),
        created_at: String => day(template.file.as_ref().and_then(|file| file.created_date_time)),
        modified_at: String =>
            day(template.file.as_ref().and_then(|file| file.last_modified_date_time)),
    }
    not shown { file }
}

fn day(at: Option<DateTime<Utc>>) -> String {
    at.map(date::day).unwrap_or_default()
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

impl DocumentTemplateRenameInput {
    /// Reads the new name.
    ///
    /// # Errors
    /// 400 when there is none, or one that will not do.
    pub fn read(mut body: Body) -> ApiResult<String> {
        let name = body.text("name", MAX_NAME, REQUIRED).value();
        body.finish()?;
        Ok(name.unwrap_or_default())
    }
}
