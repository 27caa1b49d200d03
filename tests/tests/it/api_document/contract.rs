//! Against the contract of the original, where that is at hand: whatever its front end may send is
//! taken, whatever it may read is there. What is wrong with the contract itself is listed here.

use std::{collections::BTreeSet, fs};

use clerk_tests::{api_document, cluster::workspace};
use serde_json::Value;

/// Where the contract is known to say something else than the original did, as `operation field`,
/// with the reason.
const KNOWN: &[(&str, &str)] = &[
    ("createCase request.employment_status", "a list of texts in truth"),
    ("updateCase request.employment_status", "a list of texts in truth"),
    ("createCase request.client.age", "only ever read"),
    ("createCase request.client.full_name", "only ever read"),
    ("createCase request.client.url", "only ever read"),
    (
        "getSubmission 200.answers.topic_specific.EVICTION_ARREARS.doc_delivery_time_possession_order",
        "never sent by the original",
    ),
];

fn contract() -> Option<Value> {
    let path = workspace().join("../shared/contract/openapi.yaml");
    let Ok(text) = fs::read_to_string(path) else {
        eprintln!("skipped: the contract is not at hand");
        return None;
    };
    Some(yaml_serde::from_str(&text).unwrap())
}

/// A schema with its references followed and its parts put together.
fn resolve<'a>(document: &'a Value, mut schema: &'a Value) -> Vec<&'a Value> {
    while let Some(reference) = schema["$ref"].as_str() {
        schema = document.pointer(reference.trim_start_matches('#')).unwrap();
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        if let Some(parts) = schema[key].as_array() {
            return parts.iter().flat_map(|part| resolve(document, part)).collect();
        }
    }
    vec![schema]
}

/// The kinds of value that a schema allows for.
fn kinds(parts: &[&Value]) -> BTreeSet<String> {
    let mut kinds = BTreeSet::new();
    for part in parts {
        match &part["type"] {
            Value::String(kind) => {
                kinds.insert(kind.clone());
            }
            Value::Array(several) => {
                kinds.extend(several.iter().filter_map(Value::as_str).map(str::to_owned));
            }
            _ if part["properties"].is_object() => {
                kinds.insert("object".into());
            }
            _ => {}
        }
        if part["nullable"] == true {
            kinds.insert("null".into());
        }
    }
    kinds
}

struct Comparison<'a> {
    contract: &'a Value,
    problems: Vec<String>,
}

impl Comparison<'_> {
    fn problem(&mut self, at: &str, what: &str) {
        if !KNOWN.iter().any(|(known, _)| *known == at) {
            self.problems.push(format!("{at}: {what}"));
        }
    }

    /// Every field of theirs is one of ours, of a kind that fits.
    fn compare(&mut self, at: &str, theirs: &Value, ours: &Value, depth: usize) {
        let theirs = resolve(self.contract, theirs);
        let ours = resolve(api_document::document(), ours);
        let (wanted, found) = (kinds(&theirs), kinds(&ours));
        let fits = wanted.iter().any(|kind| {
            found.contains(kind)
                || (kind == "number" && found.contains("integer"))
                || kind == "null"
        });
        if !fits && !wanted.is_empty() && !found.is_empty() {
            self.problem(at, &format!("{wanted:?} became {found:?}"));
        }
        if depth == 0 {
            return;
        }
        for part in &theirs {
            for (name, field) in part["properties"].as_object().into_iter().flatten() {
                let at = format!("{at}.{name}");
                match ours.iter().find_map(|schema| schema["properties"].get(name)) {
                    Some(ours) => self.compare(&at, field, ours, depth - 1),
                    None => self.problem(&at, "is missing"),
                }
            }
            if part["items"].is_object() {
                match ours.iter().find(|schema| schema["items"].is_object()) {
                    Some(ours) => {
                        self.compare(&format!("{at}[]"), &part["items"], &ours["items"], depth - 1);
                    }
                    None if wanted.contains("array") => self.problem(at, "is no list"),
                    None => {}
                }
            }
        }
    }
}

fn json_schema(content: &Value) -> &Value {
    let kinds = ["application/json", "multipart/form-data"];
    kinds
        .iter()
        .map(|kind| &content["content"][kind]["schema"])
        .find(|value| !value.is_null())
        .unwrap_or(&Value::Null)
}

#[test]
fn it_promises_no_less_than_the_contract() {
    let Some(contract) = contract() else { return };
    let mut comparison = Comparison { contract: &contract, problems: Vec::new() };
    let mut seen = 0;
    for (path, item) in contract["paths"].as_object().unwrap() {
        for (method, theirs) in item.as_object().unwrap() {
            let Some(id) = theirs["operationId"].as_str() else { continue };
            seen += 1;
            let ours =
                api_document::operations().into_iter().find(|operation| operation.id() == id);
            let Some(ours) = ours.filter(|operation| operation.method == *method) else {
                comparison.problems.push(format!("{id} is missing"));
                continue;
            };
            let shape = |path: &str| {
                let parts =
                    path.split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
                parts.collect::<Vec<_>>().join("/")
            };
            assert_eq!(shape(&ours.path), shape(path), "{id}");
            for parameter in theirs["parameters"].as_array().into_iter().flatten() {
                let name = &parameter["name"];
                let known = ours.object["parameters"].as_array().into_iter().flatten();
                if parameter["in"] == "query"
                    && !known.clone().any(|parameter| parameter["name"] == *name)
                {
                    comparison.problems.push(format!("{id}: no parameter {name}"));
                }
            }
            let (sent, taken) =
                (json_schema(&theirs["requestBody"]), json_schema(&ours.object["requestBody"]));
            if !sent.is_null() {
                comparison.compare(&format!("{id} request"), sent, taken, 6);
            }
            for (status, answer) in theirs["responses"].as_object().unwrap() {
                if !status.starts_with('2') {
                    continue;
                }
                let answers = &ours.object["responses"];
                if answers[status].is_null() {
                    comparison.problems.push(format!("{id}: no answer {status}"));
                    continue;
                }
                let (read, given) = (json_schema(answer), json_schema(&answers[status]));
                if !read.is_null() {
                    comparison.compare(&format!("{id} {status}"), read, given, 6);
                }
            }
        }
    }
    assert_eq!(seen, 58);
    assert!(comparison.problems.is_empty(), "{:#?}", comparison.problems);
}
