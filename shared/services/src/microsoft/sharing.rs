//! Who may see a folder of the library, apart from the group's members.

use reqwest::{Method, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::drive::Drive;
use crate::error::Result;

/// What a folder grants to a person.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Permission {
    /// Graph's key of it.
    pub id: String,
    granted_to_v2: Option<Identities>,
    inherited_from: Option<serde_json::Value>,
}

#[derive(Clone, Debug, Deserialize)]
struct Identities {
    user: Option<Identity>,
}

#[derive(Clone, Debug, Deserialize)]
struct Identity {
    email: Option<String>,
}

impl Permission {
    /// Whether it is for the person with this address, whatever the capitals.
    #[must_use]
    pub fn is_of(&self, email: &str) -> bool {
        let user = self.granted_to_v2.as_ref().and_then(|granted| granted.user.as_ref());
        user.and_then(|user| user.email.as_deref())
            .is_some_and(|known| known.eq_ignore_ascii_case(email))
    }

    /// Whether it comes from a folder further up, where alone it can be taken away.
    #[must_use]
    pub fn is_inherited(&self) -> bool {
        self.inherited_from.as_ref().is_some_and(|from| !from.is_null())
    }
}

impl Drive<'_> {
    /// The permissions of a folder, given by its path; `None` when there is no such folder.
    pub async fn permissions(&self, path: &str) -> Result<Option<Vec<Permission>>> {
        self.0.list(&self.path(path, ":/permissions")).await
    }

    /// Lets a person read and write in a folder. No mail is sent about it. A folder that does not
    /// exist is left at that.
    pub async fn grant(&self, path: &str, email: &str) -> Result<()> {
        let order = json!({
            "requireSignIn": true,
            "sendInvitation": false,
            "roles": ["write"],
            "recipients": [{ "email": email }],
        });
        let url = self.path(path, ":/invite");
        self.0
            .call(Method::POST, &url, &[StatusCode::NOT_FOUND], |call| call.json(&order))
            .await
            .map(|_| ())
    }

    /// Takes a permission away. It may be gone already.
    pub async fn revoke(&self, path: &str, permission: &str) -> Result<()> {
        let rest = format!(":/permissions/{}", super::graph::segment(permission));
        self.0.delete(&self.path(path, &rest)).await
    }
}
