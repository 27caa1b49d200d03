//! A group's document library on SharePoint: folders, files, copies.

use chrono::{DateTime, Utc};
use reqwest::{Method, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::graph::{GRAPH, Graph, segment};
use crate::error::{Result, ServiceError};

/// The library of the group that works on cases.
pub struct Drive<'a>(pub(super) Graph<'a>);

/// Whether something was made or had been there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// It was made now.
    New,
    /// There was one of that name; it was left alone.
    Existing,
    /// What it was to be made from does not exist.
    NoSource,
}

/// A file or folder in the library.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// Graph's key of it.
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Where a browser sees it.
    #[serde(default)]
    pub web_url: String,
    /// In bytes; of a folder, all that is in it.
    #[serde(default)]
    pub size: u64,
    /// When it was made.
    pub created_date_time: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub last_modified_date_time: Option<DateTime<Utc>>,
    file: Option<FileFacet>,
    parent_reference: Option<ParentReference>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct FileFacet {
    mime_type: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
struct ParentReference {
    path: Option<String>,
}

impl Item {
    /// Whether it is a file, not a folder.
    #[must_use]
    pub fn is_file(&self) -> bool {
        self.file.is_some()
    }

    /// The media type of a file.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.file.as_ref()?.mime_type.as_deref()
    }

    /// Whether it lies in a folder, given by its path in the library, or in a folder below that.
    #[must_use]
    pub fn is_below(&self, folder: &str) -> bool {
        let path = self.parent_reference.as_ref().and_then(|parent| parent.path.as_deref());
        let Some((_, path)) = path.and_then(|path| path.split_once("root:/")) else { return false };
        let mut parts = path.split('/').map(decoded);
        folder.split('/').all(|part| parts.next().as_deref() == Some(part))
            && parts.all(|part| part != "..")
    }
}

impl Drive<'_> {
    /// Makes a folder inside another unless there is one, and returns its id.
    ///
    /// # Errors
    /// Fatal when the parent does not exist.
    pub async fn ensure_folder(&self, parent: &str, name: &str) -> Result<(String, Made)> {
        let new = json!({
            "name": name,
            "folder": {},
            "@microsoft.graph.conflictBehavior": "fail",
        });
        let children = self.item(parent, "/children");
        let reply = self
            .0
            .call(Method::POST, &children, &[StatusCode::CONFLICT], |call| call.json(&new))
            .await?;
        if reply.status != StatusCode::CONFLICT {
            return Ok((reply.json::<Item>()?.id, Made::New));
        }
        let existing: Option<Item> =
            self.0.find(&self.item(parent, &format!(":/{}", segment(name)))).await?;
        // Deleted or renamed between the two calls?
        let existing = existing.ok_or_else(|| {
            ServiceError::Unavailable("graph.microsoft.com: a folder vanished".to_owned())
        })?;
        Ok((existing.id, Made::Existing))
    }

    /// Makes every folder of a path in the library that is not there, and returns the last one's id.
    pub async fn ensure_path(&self, path: &str) -> Result<String> {
        if let Some(folder) = self.find(path).await? {
            return Ok(folder.id);
        }
        let mut parent = "root".to_owned();
        for part in path.split('/') {
            (parent, _) = self.ensure_folder(&parent, part).await?;
        }
        Ok(parent)
    }

    /// Copies a file, given by its path in the library, into a folder. Graph finishes the copy on
    /// its own time.
    pub async fn copy(&self, path: &str, name: &str, folder: &str) -> Result<Made> {
        let url = self.path(path, ":/copy");
        let order = json!({
            "name": name,
            "parentReference": { "driveId": self.0.drive_id, "id": folder },
        });
        let usable = [StatusCode::CONFLICT, StatusCode::NOT_FOUND];
        let reply = self.0.call(Method::POST, &url, &usable, |call| call.json(&order)).await?;
        Ok(match reply.status {
            StatusCode::CONFLICT => Made::Existing,
            StatusCode::NOT_FOUND => Made::NoSource,
            _ => Made::New,
        })
    }

    /// The file or folder with this path in the library.
    pub async fn find(&self, path: &str) -> Result<Option<Item>> {
        self.0.find(&self.path(path, "")).await
    }

    /// The file or folder with this id.
    pub async fn find_id(&self, id: &str) -> Result<Option<Item>> {
        self.0.find(&self.item(id, "")).await
    }

    /// What is in the folder with this path; `None` when there is no such folder.
    pub async fn children(&self, path: &str) -> Result<Option<Vec<Item>>> {
        self.0.list(&self.path(path, ":/children")).await
    }

    /// Gives a file another name, unless there is one of that name.
    pub async fn rename(&self, id: &str, name: &str) -> Result<Made> {
        let usable = [StatusCode::CONFLICT, StatusCode::NOT_FOUND];
        let order = json!({ "name": name });
        let url = self.item(id, "");
        let reply = self.0.call(Method::PATCH, &url, &usable, |call| call.json(&order)).await?;
        Ok(match reply.status {
            StatusCode::CONFLICT => Made::Existing,
            StatusCode::NOT_FOUND => Made::NoSource,
            _ => Made::New,
        })
    }

    /// Deletes a file or folder. It may be gone already.
    pub async fn delete(&self, id: &str) -> Result<()> {
        self.0.delete(&self.item(id, "")).await
    }

    /// The address of an item, or of something below it.
    pub(super) fn item(&self, id: &str, rest: &str) -> String {
        format!("{GRAPH}/groups/{}/drive/items/{}{rest}", self.0.group_id, segment(id))
    }

    /// The address of what has a path in the library, or of something of it.
    pub(super) fn path(&self, path: &str, rest: &str) -> String {
        let path: Vec<_> = path.split('/').map(segment).collect();
        format!("{GRAPH}/groups/{}/drive/root:/{}{rest}", self.0.group_id, path.join("/"))
    }
}

/// A part of a path without its percent signs.
fn decoded(part: &str) -> String {
    let plain = part.replace('+', "%2B");
    let mut pairs = url::form_urlencoded::parse(plain.as_bytes());
    pairs.next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Item;

    #[test]
    fn an_item_knows_where_it_lies() {
        let item = |path: &str| -> Item {
            serde_json::from_value(json!({ "id": "1", "parentReference": { "path": path } }))
                .unwrap()
        };
        for (path, is_below) in [
            ("/drives/d/root:/cases/one", true),
            ("/drives/d/root:/cases/one/deeper%20down", true),
            ("/drives/d/root:/c%61ses/one", true),
            ("/drives/d/root:/cases/one/../two", false),
            ("/drives/d/root:/cases/one2", false),
            ("/drives/d/root:/cases", false),
            ("/drives/d/root:", false),
            ("/drives/d/root:/x/cases/one", false),
            ("", false),
        ] {
            assert_eq!(item(path).is_below("cases/one"), is_below, "{path}");
        }
        assert!(!serde_json::from_value::<Item>(json!({ "id": "1" })).unwrap().is_below("cases"));
    }
}
