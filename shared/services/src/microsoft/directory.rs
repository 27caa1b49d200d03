//! Microsoft accounts, their licences, and the group that sees every case.

use clerk_base::config::Secret;
use reqwest::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::graph::{GRAPH, Graph, segment};
use crate::error::{Result, ServiceError};

/// The plan "Microsoft 365 Business Basic".
const LICENCE: &str = "3b555118-da6a-4418-894f-7df1e2096870";
/// Where the licences are used; Microsoft wants to know.
const COUNTRY: &str = "AU";

/// The organisation's directory.
pub struct Directory<'a>(pub(super) Graph<'a>);

/// An account to make.
#[derive(Clone, Copy, Debug)]
pub struct NewUser<'a> {
    /// Given name.
    pub first_name: &'a str,
    /// Family name.
    pub last_name: &'a str,
    /// Address and user name.
    pub email: &'a str,
    /// The password of the first login, where it has to be changed.
    pub password: &'a Secret,
}

/// What came of making an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Creation {
    /// It was made.
    Made,
    /// There is one of that name.
    Taken,
}

/// A member or owner of the group.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// Graph's key of it.
    pub id: String,
    user_principal_name: Option<String>,
}

impl Member {
    /// Whether it is the account of this name, whatever the capitals.
    #[must_use]
    pub fn is(&self, email: &str) -> bool {
        self.user_principal_name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(email))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Licence {
    sku_id: String,
}

impl Directory<'_> {
    /// Whether there is an account of this name.
    pub async fn has_user(&self, email: &str) -> Result<bool> {
        Ok(self.0.find::<Value>(&user(email, "")).await?.is_some())
    }

    /// Makes an account.
    ///
    /// # Errors
    /// Fatal when Microsoft does not accept it.
    pub async fn create_user(&self, new: NewUser<'_>) -> Result<Creation> {
        let nickname = new.first_name.split(' ').next().filter(|name| !name.is_empty());
        let nickname = nickname.or_else(|| new.email.split('@').next()).unwrap_or_default();
        let order = json!({
            "accountEnabled": true,
            "displayName": format!("{} {}", new.first_name, new.last_name).trim(),
            "mailNickname": nickname,
            "userPrincipalName": new.email,
            "usageLocation": COUNTRY,
            "passwordProfile": {
                "forceChangePasswordNextSignIn": true,
                "password": new.password.expose(),
            },
        });
        let usable = [StatusCode::BAD_REQUEST, StatusCode::CONFLICT];
        let url = format!("{GRAPH}/users");
        let reply = self.0.call(Method::POST, &url, &usable, |call| call.json(&order)).await?;
        if reply.status.is_success() {
            return Ok(Creation::Made);
        }
        let problem: Value = reply.json()?;
        let message = problem["error"]["message"].as_str().unwrap_or_default();
        if reply.status == StatusCode::CONFLICT || message.contains("already exists") {
            return Ok(Creation::Taken);
        }
        Err(ServiceError::Fatal("graph.microsoft.com: status 400".to_owned()))
    }

    /// Whether an account has the licence; `None` when there is no such account.
    pub async fn has_licence(&self, email: &str) -> Result<Option<bool>> {
        let licences = self.0.list::<Licence>(&user(email, "/licenseDetails")).await?;
        Ok(licences.map(|licences| licences.iter().any(|licence| licence.sku_id == LICENCE)))
    }

    /// Gives an account the licence.
    ///
    /// # Errors
    /// Fatal when there is no such account or no licence is left.
    pub async fn add_licence(&self, email: &str) -> Result<()> {
        let order = json!({ "addLicenses": [{ "skuId": LICENCE }], "removeLicenses": [] });
        self.change_licence(email, &order).await
    }

    /// Takes the licence from an account.
    ///
    /// # Errors
    /// Fatal when there is no such account.
    pub async fn remove_licence(&self, email: &str) -> Result<()> {
        let order = json!({ "addLicenses": [], "removeLicenses": [LICENCE] });
        self.change_licence(email, &order).await
    }

    async fn change_licence(&self, email: &str, order: &Value) -> Result<()> {
        let url = user(email, "/assignLicense");
        self.0.call(Method::POST, &url, &[], |call| call.json(order)).await.map(|_| ())
    }

    /// The members of the group.
    pub async fn members(&self) -> Result<Vec<Member>> {
        Ok(self.0.list(&self.group("members")).await?.unwrap_or_default())
    }

    /// The owners of the group.
    pub async fn owners(&self) -> Result<Vec<Member>> {
        Ok(self.0.list(&self.group("owners")).await?.unwrap_or_default())
    }

    /// Makes an account a member of the group.
    ///
    /// # Errors
    /// Fatal when there is no such account or it is a member.
    pub async fn add_member(&self, email: &str) -> Result<()> {
        let order = json!({ "@odata.id": user(email, "") });
        let url = self.group("members/$ref");
        self.0.call(Method::POST, &url, &[], |call| call.json(&order)).await.map(|_| ())
    }

    /// Ends a membership. It may have ended already.
    pub async fn remove_member(&self, member: &Member) -> Result<()> {
        self.0.delete(&self.group(&format!("members/{}/$ref", segment(&member.id)))).await
    }

    fn group(&self, rest: &str) -> String {
        format!("{GRAPH}/groups/{}/{rest}", self.0.group_id)
    }
}

fn user(email: &str, rest: &str) -> String {
    // Graph wants the @ as it is.
    format!("{GRAPH}/users/{}{rest}", segment(email).replace("%40", "@"))
}
