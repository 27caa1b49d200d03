//! Holds the API document against what the server really answers: every reply that a test sees, and
//! every body that the server accepted.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Mutex, OnceLock},
};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// The document as JSON.
pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_json::to_value(clerk_web::openapi::document()).unwrap())
}

/// An operation of the document.
#[derive(Clone, Debug)]
pub struct Operation {
    /// In lower case.
    pub method: String,
    /// With parameters in braces.
    pub path: String,
    /// The operation object.
    pub object: &'static Value,
}

impl Operation {
    /// Its name for clients.
    pub fn id(&self) -> &'static str {
        self.object["operationId"].as_str().unwrap()
    }
}

/// Every operation of the document.
pub fn operations() -> Vec<Operation> {
    let paths = document()["paths"].as_object().unwrap();
    let methods = |(path, item): (&String, &'static Value)| {
        let path = path.clone();
        let item = item.as_object().unwrap().iter();
        item.map(move |(method, object)| Operation {
            method: method.clone(),
            path: path.clone(),
            object,
        })
        .collect::<Vec<_>>()
    };
    paths.iter().flat_map(methods).collect()
}

/// The operation that answers a request; literal parts of a path win over parameters.
pub fn operation(method: &str, path: &str) -> Option<Operation> {
    let wanted: Vec<&str> = path.split('/').collect();
    let fits = |operation: &Operation| {
        let parts: Vec<&str> = operation.path.split('/').collect();
        parts.len() == wanted.len()
            && parts.iter().zip(&wanted).all(|(part, given)| part == given || part.starts_with('{'))
    };
    let mut found: Vec<Operation> = operations()
        .into_iter()
        .filter(|operation| operation.method.eq_ignore_ascii_case(method) && fits(operation))
        .collect();
    found.sort_by_key(|operation| operation.path.matches('{').count());
    found.into_iter().next()
}

/// Checks an answer of the staff API, and the JSON body that led to it when it was accepted.
///
/// # Panics
/// When the document does not allow for it.
#[track_caller]
pub fn check(method: &str, path: &str, sent: Option<&Value>, status: u16, body: &[u8]) {
    let Some(operation) = operation(method, path) else { return };
    let name = operation.id();
    if !(200..300).contains(&status) {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        validate("error", json!({"$ref": "#/components/schemas/Error"}), true, &body);
        return;
    }
    let answer = &operation.object["responses"][status.to_string()];
    assert!(answer.is_object(), "{name}: the document has no answer {status}");
    match answer["content"]["application/json"].get("schema") {
        Some(_) if body.is_empty() && answer["description"].as_str().unwrap().contains("empty") => {
        }
        Some(schema) => {
            let body = serde_json::from_slice(body).unwrap_or_else(|error| {
                panic!("{name}: {error}: {}", String::from_utf8_lossy(body))
            });
            validate(&format!("{name} {status}"), schema.clone(), true, &body);
        }
        None => assert!(body.is_empty(), "{name}: the document says that {status} has no body"),
    }
    let taken = operation.object["requestBody"]["content"]["application/json"].get("schema");
    match (sent, taken) {
        (Some(sent), Some(schema)) => {
            validate(&format!("{name} request"), schema.clone(), false, sent);
        }
        (Some(sent), None) if sent.as_object().is_some_and(|fields| !fields.is_empty()) => {
            panic!("{name}: the document has no body")
        }
        _ => {}
    }
}

#[track_caller]
fn validate(name: &str, schema: Value, is_closed: bool, instance: &Value) {
    static VALIDATORS: Mutex<Option<HashMap<String, &'static Validator>>> = Mutex::new(None);
    let mut known = VALIDATORS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let validator: &'static Validator =
        known.get_or_insert_default().entry(name.to_owned()).or_insert_with(|| {
            let mut root = schema;
            root["components"] = document()["components"].clone();
            if is_closed {
                let open = composed(&root);
                close(&mut root, &open);
            }
            Box::leak(Box::new(jsonschema::draft202012::new(&root).unwrap()))
        });
    drop(known);
    let errors: Vec<String> = validator
        .iter_errors(instance)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .take(5)
        .collect();
    assert!(errors.is_empty(), "{name} is not as documented: {errors:#?}");
}

/// Schemas that others are composed of: they have to leave room for the rest.
fn composed(schema: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut todo = vec![schema];
    while let Some(value) = todo.pop() {
        if let Some(members) = value.get("allOf").and_then(Value::as_array) {
            let names = members.iter().filter_map(|member| member["$ref"].as_str());
            found.extend(names.filter_map(|name| name.rsplit('/').next()).map(str::to_owned));
        }
        match value {
            Value::Array(items) => todo.extend(items),
            Value::Object(items) => todo.extend(items.values()),
            _ => {}
        }
    }
    found
}

/// Makes objects refuse properties that are not documented.
fn close(root: &mut Value, open: &BTreeSet<String>) {
    let schemas = root["components"]["schemas"].take();
    let mut closed: Map<String, Value> = serde_json::from_value(schemas).unwrap();
    for (name, schema) in &mut closed {
        close_schema(schema, !open.contains(name));
    }
    close_schema(root, true);
    root["components"]["schemas"] = Value::Object(closed);
}

fn close_schema(schema: &mut Value, is_whole: bool) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| close_schema(item, true)),
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                match value {
                    Value::Array(members) if key == "allOf" => {
                        members.iter_mut().for_each(|member| close_schema(member, false));
                    }
                    value => close_schema(value, true),
                }
            }
            let has_fields = object.get("properties").is_some_and(Value::is_object)
                || object.get("allOf").is_some_and(Value::is_array);
            if is_whole && has_fields && !object.contains_key("additionalProperties") {
                object.insert("unevaluatedProperties".into(), Value::Bool(false));
            }
        }
        _ => {}
    }
}
