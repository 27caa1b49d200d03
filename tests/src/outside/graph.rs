//! Plays the part of Microsoft Graph that keeps files: a tree of folders in memory.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Answer, Call, ok};

/// The host of upload sessions.
pub const UPLOADS: &str = "upload.sharepoint.example";
/// The host of downloads.
pub const DOWNLOADS: &str = "download.sharepoint.example";
/// How long lists are before they go on on another page.
const PAGE: usize = 3;

/// What is in the library, by the ids of items.
pub struct Graph {
    items: BTreeMap<String, Item>,
    made: u32,
}

#[derive(Clone, Default)]
struct Item {
    parent: String,
    name: String,
    /// None for a folder.
    bytes: Option<Vec<u8>>,
    /// Who may see it, and whether they may because of a folder further up.
    people: Vec<(String, bool)>,
}

impl Default for Graph {
    fn default() -> Self {
        let cases = Item { parent: "root".into(), name: "cases".into(), ..Item::default() };
        Self { items: BTreeMap::from([("cases".into(), cases)]), made: 0 }
    }
}

impl Graph {
    pub fn answer(&mut self, call: &Call) -> Answer {
        if call.host == UPLOADS {
            return self.take_piece(call);
        }
        if call.host == DOWNLOADS {
            assert_eq!(call.header("authorization"), "", "a token went to a strange host");
            let item = &self.items[call.path.trim_start_matches('/')];
            return Answer::new(200).set_body_bytes(item.bytes.clone().unwrap());
        }
        let Some((_, rest)) = call.path.split_once("/drive/") else {
            return Answer::new(404);
        };
        if let Some(rest) = rest.strip_prefix("root:/") {
            let (path, verb) = rest.split_once(":/").unwrap_or((rest, ""));
            if verb == "copy" {
                return Answer::new(202);
            }
            return match self.find(&decoded(path)) {
                Some(id) => self.by_path(call, &id, verb),
                None => Answer::new(404),
            };
        }
        match rest.strip_prefix("items/").unwrap_or_default().split_once('/') {
            Some((id, rest)) => self.by_id(call, &decoded(id), rest),
            None => self.item(call, &decoded(rest.trim_start_matches("items/"))),
        }
    }

    fn by_path(&mut self, call: &Call, id: &str, verb: &str) -> Answer {
        match (call.method.as_str(), verb) {
            ("GET", "") => ok(200, self.json(id)),
            ("GET", "children") => {
                let is_child = |key: &&String| self.items[*key].parent == id;
                page(call, self.items.keys().filter(is_child).map(|key| self.json(key)).collect())
            }
            ("GET", "permissions") => {
                let people = self.items[id].people.iter();
                let permission = |(email, is_inherited): &(String, bool)| {
                    let from = is_inherited.then(|| json!({ "path": "/drive/root:/cases" }));
                    json!({ "id": format!("of-{email}"), "roles": ["write"], "inheritedFrom": from,
                        "grantedToV2": { "user": { "email": email } } })
                };
                let mut all = vec![json!({ "id": "link", "link": { "scope": "organization" } })];
                all.extend(people.map(permission));
                page(call, all)
            }
            ("POST", "invite") => {
                let order = call.json();
                assert_eq!(order["roles"], json!(["write"]));
                assert_eq!(order["sendInvitation"], json!(false));
                let email = order["recipients"][0]["email"].as_str().unwrap().to_owned();
                self.items.get_mut(id).unwrap().people.push((email, false));
                ok(200, json!({ "value": [] }))
            }
            ("DELETE", verb) => {
                let permission = decoded(verb.strip_prefix("permissions/of-").unwrap());
                self.items.get_mut(id).unwrap().people.retain(|(email, _)| *email != permission);
                Answer::new(204)
            }
            _ => Answer::new(404),
        }
    }

    fn item(&mut self, call: &Call, id: &str) -> Answer {
        let Some(item) = self.items.get(id).cloned() else { return Answer::new(404) };
        match call.method.as_str() {
            "GET" => ok(200, self.json(id)),
            "DELETE" => {
                self.items.retain(|key, item| key != id && item.parent != id);
                Answer::new(204)
            }
            "PATCH" => {
                let name = call.json()["name"].as_str().unwrap().to_owned();
                if self.child(&item.parent, &name).is_some_and(|other| other != id) {
                    return conflict();
                }
                self.items.get_mut(id).unwrap().name = name;
                ok(200, self.json(id))
            }
            _ => Answer::new(404),
        }
    }

    fn by_id(&mut self, call: &Call, id: &str, rest: &str) -> Answer {
        let parent = id.trim_end_matches(':');
        let is_rename = call.query.iter().any(|(_, value)| value == "rename");
        match (call.method.as_str(), rest) {
            ("POST", "children") => self.make(parent, call.json()["name"].as_str().unwrap(), None),
            ("GET", "content") if self.items.contains_key(parent) => Answer::new(302)
                .insert_header("location", format!("https://{DOWNLOADS}/{parent}").as_str()),
            ("GET", name) => match self.child(parent, &decoded(name)) {
                Some(id) => ok(200, self.json(&id)),
                None => Answer::new(404),
            },
            ("PUT", rest) => {
                let mut name = decoded(rest.strip_suffix(":/content").unwrap());
                while is_rename && self.child(parent, &name).is_some() {
                    name = format!("another {name}");
                }
                self.make(parent, &name, Some(call.body.clone()))
            }
            ("POST", rest) => {
                let name = rest.strip_suffix(":/createUploadSession").unwrap();
                match self.insert(parent, &decoded(name), Some(Vec::new())) {
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

    fn take_piece(&mut self, call: &Call) -> Answer {
        let id = call.path.trim_start_matches("/session/");
        self.items.get_mut(id).unwrap().bytes.as_mut().unwrap().extend(&call.body);
        // The last piece ends where the whole does.
        let range = call.header("content-range").trim_start_matches("bytes ").to_owned();
        let (piece, whole) = range.split_once('/').unwrap();
        let end: u64 = piece.split_once('-').unwrap().1.parse().unwrap();
        let done = end + 1 == whole.parse::<u64>().unwrap();
        if done { ok(201, self.json(id)) } else { ok(202, json!({ "nextExpectedRanges": [] })) }
    }

    fn make(&mut self, parent: &str, name: &str, bytes: Option<Vec<u8>>) -> Answer {
        match self.insert(parent, name, bytes) {
            Some(id) => ok(201, self.json(&id)),
            None => conflict(),
        }
    }

    fn insert(&mut self, parent: &str, name: &str, bytes: Option<Vec<u8>>) -> Option<String> {
        if self.child(parent, name).is_some() {
            return None;
        }
        self.made += 1;
        let id = format!("item-{}", self.made);
        let item = Item { parent: parent.into(), name: name.into(), bytes, people: Vec::new() };
        self.items.insert(id.clone(), item);
        Some(id)
    }

    /// Puts a file, or a folder for no bytes, with every folder above it. Returns its id.
    pub fn put(&mut self, path: &str, bytes: Option<Vec<u8>>) -> String {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let parent = match above {
            "" => "root".to_owned(),
            above => self.find(above).unwrap_or_else(|| self.put(above, None)),
        };
        self.insert(&parent, name, bytes).unwrap()
    }

    /// Shares a folder with a person.
    pub fn share(&mut self, path: &str, email: &str, is_inherited: bool) {
        let id = self.find(path).unwrap();
        self.items.get_mut(&id).unwrap().people.push((email.into(), is_inherited));
    }

    /// Who may see a folder.
    pub fn people(&self, path: &str) -> Vec<String> {
        let id = self.find(path).unwrap();
        self.items[&id].people.iter().map(|(email, _)| email.clone()).collect()
    }

    /// The paths and contents of all files.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let file = |(id, item): (&String, &Item)| Some((self.path(id), item.bytes.clone()?));
        self.items.iter().filter_map(file).collect()
    }

    fn child(&self, parent: &str, name: &str) -> Option<String> {
        let mut items = self.items.iter();
        items
            .find(|(_, item)| item.parent == parent && item.name.eq_ignore_ascii_case(name))
            .map(|(id, _)| id.clone())
    }

    fn find(&self, path: &str) -> Option<String> {
        path.split('/').try_fold("root".to_owned(), |parent, name| self.child(&parent, name))
    }

    fn path(&self, id: &str) -> String {
        match self.items.get(id) {
            Some(item) if item.parent == "root" => item.name.clone(),
            Some(item) => format!("{}/{}", self.path(&item.parent), item.name),
            None => format!("<{id}>"),
        }
    }

    fn json(&self, id: &str) -> Value {
        let item = &self.items[id];
        let above = if item.parent == "root" { String::new() } else { self.path(&item.parent) };
        let mut json = json!({
            "id": id,
            "name": item.name,
            "size": item.bytes.as_ref().map_or(0, Vec::len),
            "webUrl": format!("https://sharepoint.example/{}", self.path(id)),
            "createdDateTime": "2026-03-04T14:05:06Z",
            "lastModifiedDateTime": "2026-03-05T01:00:00Z",
            "parentReference": { "path": format!("/drives/d/root:/{above}").replace(' ', "%20") },
        });
        match item.bytes {
            Some(_) => json["file"] = json!({ "mimeType": "application/pdf" }),
            None => json["folder"] = json!({ "childCount": 0 }),
        }
        json
    }
}

/// A part of a list, as the call asks for.
pub fn page(call: &Call, all: Vec<Value>) -> Answer {
    let token = call.query.iter().find(|(name, _)| name == "$skiptoken");
    let start: usize = token.map_or(0, |(_, value)| value.parse().unwrap());
    let end = all.len().min(start + PAGE);
    let mut body = json!({ "value": all[start..end] });
    if end < all.len() {
        let next = format!("https://graph.microsoft.com{}?$skiptoken={end}", call.path);
        body["@odata.nextLink"] = next.into();
    }
    ok(200, body)
}

fn conflict() -> Answer {
    ok(409, json!({ "error": { "code": "nameAlreadyExists" } }))
}

/// A name without its percent signs.
pub fn decoded(name: &str) -> String {
    let plain = name.replace('+', "%2B");
    url::form_urlencoded::parse(plain.as_bytes())
        .next()
        .map(|(name, _)| name.into())
        .unwrap_or_default()
}
