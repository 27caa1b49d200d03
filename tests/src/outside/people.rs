//! Plays the directories of Microsoft and Google: accounts, licences, the group.

use serde_json::{Value, json};

use super::{
    Answer, Call,
    graph::{decoded, page},
    ok,
};

const LICENCE: &str = "3b555118-da6a-4418-894f-7df1e2096870";

/// Who there is.
#[derive(Default)]
pub struct People {
    /// Microsoft accounts.
    pub users: Vec<MicrosoftUser>,
    /// Names of the group's members.
    pub members: Vec<String>,
    /// Names of the group's owners.
    pub owners: Vec<String>,
    /// Google's people, as Google lists them.
    pub google: Vec<Value>,
}

/// A Microsoft account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MicrosoftUser {
    /// Its name.
    pub email: String,
    /// What people see.
    pub name: String,
    /// Its first password.
    pub password: String,
    /// Whether it has the licence.
    pub has_licence: bool,
}

impl People {
    /// Answers for Microsoft.
    pub fn answer(&mut self, call: &Call) -> Answer {
        let path = call.path.trim_start_matches("/v1.0/");
        let parts: Vec<String> = path.split('/').map(decoded).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        match (call.method.as_str(), parts.as_slice()) {
            ("POST", ["users"]) => self.create(&call.json()),
            (_, ["users", email, rest @ ..]) => match self.position(email) {
                Some(at) => self.user(call, at, rest),
                None => Answer::new(404),
            },
            ("GET", ["groups", _, "members"]) => page(call, principals(&self.members)),
            ("GET", ["groups", _, "owners"]) => page(call, principals(&self.owners)),
            ("POST", ["groups", _, "members", "$ref"]) => {
                let link = call.json()["@odata.id"].as_str().unwrap().to_owned();
                let email = link.rsplit('/').next().unwrap();
                if self.position(email).is_none() {
                    return Answer::new(404);
                }
                self.members.push(email.to_owned());
                Answer::new(204)
            }
            ("DELETE", ["groups", _, "members", id, "$ref"]) => {
                self.members.retain(|name| format!("id-{name}") != *id);
                Answer::new(204)
            }
            _ => Answer::new(404),
        }
    }

    fn create(&mut self, new: &Value) -> Answer {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let email = text(&new["userPrincipalName"]);
        if self.position(&email).is_some() {
            let message = "Another object with the same value for property userPrincipalName \
                           already exists.";
            return ok(
                400,
                json!({ "error": { "code": "Request_BadRequest", "message": message } }),
            );
        }
        assert_eq!(new["accountEnabled"], json!(true));
        assert_eq!(new["usageLocation"], json!("AU"));
        assert_eq!(new["passwordProfile"]["forceChangePasswordNextSignIn"], json!(true));
        assert!(!text(&new["mailNickname"]).is_empty());
        self.users.push(MicrosoftUser {
            email,
            name: text(&new["displayName"]),
            password: text(&new["passwordProfile"]["password"]),
            has_licence: false,
        });
        ok(201, json!({ "id": "new" }))
    }

    fn user(&mut self, call: &Call, at: usize, rest: &[&str]) -> Answer {
        let user = &mut self.users[at];
        match (call.method.as_str(), rest) {
            ("GET", []) => ok(200, json!({ "id": format!("id-{}", user.email) })),
            ("GET", ["licenseDetails"]) => {
                let mut all = vec![json!({ "skuId": "another" })];
                all.extend(user.has_licence.then(|| json!({ "skuId": LICENCE })));
                page(call, all)
            }
            ("POST", ["assignLicense"]) => {
                let order = call.json();
                user.has_licence = order["addLicenses"] == json!([{ "skuId": LICENCE }]);
                assert_eq!(order["removeLicenses"] == json!([LICENCE]), !user.has_licence);
                ok(200, json!({}))
            }
            _ => Answer::new(404),
        }
    }

    fn position(&self, email: &str) -> Option<usize> {
        self.users.iter().position(|user| user.email.eq_ignore_ascii_case(email))
    }

    /// Answers for Google: two people a page.
    pub fn google(&self, call: &Call) -> Answer {
        if call.host == "oauth2.googleapis.com" {
            return ok(200, json!({ "access_token": "google-token", "expires_in": 3599 }));
        }
        if call.header("authorization") != "Bearer google-token" {
            return Answer::new(401);
        }
        let query = |name: &str| call.query.iter().find(|(key, _)| key == name);
        assert_eq!(query("domain").unwrap().1, "anikalegal.org.au");
        let start: usize = query("pageToken").map_or(0, |(_, value)| value.parse().unwrap());
        let end = self.google.len().min(start + 2);
        let mut body = json!({ "users": self.google[start..end] });
        if end < self.google.len() {
            body["nextPageToken"] = end.to_string().into();
        }
        ok(200, body)
    }
}

fn principals(names: &[String]) -> Vec<Value> {
    // A group may have members that are no people.
    let mut all = vec![json!({ "id": "device" })];
    all.extend(
        names.iter().map(|name| json!({ "id": format!("id-{name}"), "userPrincipalName": name })),
    );
    all
}
