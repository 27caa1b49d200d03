//! Plays the part of Microsoft Graph that keeps files: a tree of folders in memory.

use std::collections::BTreeMap;

use serde_json::json;

use super::{Answer, Call, ok};

/// The host of upload sessions.
pub const UPLOADS: &str = "upload.sharepoint.example";

/// What is in the library: the ids of items by folder and name.
#[derive(Default)]
pub struct Graph {
    items: BTreeMap<(String, String), String>,
    made: u32,
}

impl Graph {
    pub fn answer(&mut self, call: &Call) -> Answer {
        if call.host == UPLOADS {
            // The last piece ends where the whole does.
            let range = call.header("content-range").trim_start_matches("bytes ").to_owned();
            let (piece, whole) = range.split_once('/').unwrap();
            let end: u64 = piece.split_once('-').unwrap().1.parse().unwrap();
            let done = end + 1 == whole.parse::<u64>().unwrap();
            return ok(if done { 201 } else { 202 }, json!({ "id": "uploaded" }));
        }
        if call.header("authorization") != "Bearer fake-token" {
            return Answer::new(401);
        }
        if call.path.contains("/drive/root:/") && call.path.ends_with(":/copy") {
            return Answer::new(202);
        }
        let Some((_, item)) = call.path.split_once("/drive/items/") else {
            return Answer::new(404);
        };
        let body = call.json();
        match (call.method.as_str(), item.split_once('/')) {
            ("POST", Some((parent, "children"))) => {
                self.make(parent, body["name"].as_str().unwrap())
            }
            ("GET", Some((parent, name))) => {
                match self.items.get(&(parent.trim_end_matches(':').into(), decoded(name))) {
                    Some(id) => ok(200, json!({ "id": id, "name": decoded(name) })),
                    None => Answer::new(404),
                }
            }
            ("PUT", Some((parent, rest))) => {
                let name = rest.strip_suffix(":/content").unwrap();
                self.make(parent.trim_end_matches(':'), &decoded(name))
            }
            ("POST", Some((parent, rest))) => {
                let name = rest.strip_suffix(":/createUploadSession").unwrap();
                match self.insert(parent.trim_end_matches(':'), &decoded(name)) {
                    Some(id) => {
                        let url = format!("https://{UPLOADS}/session/{id}?token=x");
                        ok(200, json!({ "uploadUrl": url }))
                    }
                    None => conflict(),
                }
            }
            _ => Answer::new(404),
        }
    }

    fn make(&mut self, parent: &str, name: &str) -> Answer {
        match self.insert(parent, name) {
            Some(id) => ok(201, json!({ "id": id, "name": name })),
            None => conflict(),
        }
    }

    fn insert(&mut self, parent: &str, name: &str) -> Option<String> {
        let key = (parent.to_owned(), name.to_owned());
        if self.items.contains_key(&key) {
            return None;
        }
        self.made += 1;
        let id = format!("item-{}", self.made);
        self.items.insert(key, id.clone());
        Some(id)
    }
}

fn conflict() -> Answer {
    ok(409, json!({ "error": { "code": "nameAlreadyExists" } }))
}

/// A name without its percent signs.
fn decoded(name: &str) -> String {
    let plain = name.replace('+', "%2B");
    url::form_urlencoded::parse(plain.as_bytes()).next().map(|(name, _)| name.into()).unwrap()
}
