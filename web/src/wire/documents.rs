//! Documents of cases.

use clerk_domain::documents::CaseFolder;
use clerk_services::microsoft::Item;
use serde::Serialize;
use utoipa::ToSchema;

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
    fn from(item: Item) -> Self {
        Self {
            is_file: item.is_file(),
            id: item.id,
            name: item.name,
            url: item.web_url,
            size: item.size,
        }
    }
}

impl From<CaseFolder> for CaseDocuments {
    fn from(folder: CaseFolder) -> Self {
        let CaseFolder { url, items } = folder;
        Self { sharepoint_url: url, documents: items.into_iter().map(Document::from).collect() }
    }
}
