//! The API document as a page to read, without a script. The words around it are in
//! `templates/api_docs.html`.

use std::collections::BTreeMap;

use askama::Template;
use serde_json::Value;

/// The page.
#[derive(Debug, Template)]
#[template(path = "api_docs.html")]
pub struct Page {
    title: String,
    version: String,
    groups: Vec<Group>,
    schemas: Vec<Schema>,
}

/// The operations under one tag.
#[derive(Debug)]
struct Group {
    name: String,
    operations: Vec<Operation>,
}

#[derive(Debug)]
struct Operation {
    id: String,
    method: String,
    path: String,
    summary: String,
    parameters: Vec<Field>,
    bodies: Vec<Body>,
    answers: Vec<Answer>,
}

#[derive(Debug)]
struct Body {
    content_type: String,
    kind: Kind,
}

#[derive(Debug)]
struct Answer {
    status: String,
    about: String,
    bodies: Vec<Body>,
}

#[derive(Debug)]
struct Schema {
    name: String,
    about: String,
    fields: Vec<Field>,
    /// What it is made of when it has no fields of its own.
    parts: Vec<Kind>,
}

/// A parameter, or a field of a schema.
#[derive(Debug)]
struct Field {
    name: String,
    kind: Kind,
    /// Required, read only, in the path or the query.
    marks: String,
    about: String,
}

/// A type in words, with the schema that it leads to.
#[derive(Debug, Default)]
struct Kind {
    before: String,
    schema: String,
    after: String,
}

impl Page {
    /// The page of a document.
    pub fn new(document: &Value) -> Self {
        let mut groups = BTreeMap::<String, Vec<Operation>>::new();
        for (path, methods) in members(&document["paths"]) {
            for (method, operation) in members(methods) {
                let tag = text(&operation["tags"][0]);
                groups.entry(tag).or_default().push(Operation::new(method, path, operation));
            }
        }
        let schemas = members(&document["components"]["schemas"]);
        Self {
            title: text(&document["info"]["title"]),
            version: text(&document["info"]["version"]),
            groups: groups
                .into_iter()
                .map(|(name, operations)| Group { name, operations })
                .collect(),
            schemas: schemas.map(|(name, schema)| Schema::new(name, schema)).collect(),
        }
    }
}

impl Operation {
    fn new(method: &str, path: &str, operation: &Value) -> Self {
        let parameters = items(&operation["parameters"]).map(|parameter| Field {
            name: text(&parameter["name"]),
            kind: Kind::new(&parameter["schema"]),
            marks: marks(&[
                (&format!("in the {}", text(&parameter["in"])), true),
                ("required", parameter["required"] == true),
            ]),
            about: text(&parameter["description"]),
        });
        let answers = members(&operation["responses"]).map(|(status, answer)| Answer {
            status: status.to_owned(),
            about: text(&answer["description"]),
            bodies: bodies(answer),
        });
        Self {
            id: text(&operation["operationId"]),
            method: method.to_uppercase(),
            path: path.to_owned(),
            summary: text(&operation["summary"]),
            parameters: parameters.collect(),
            bodies: bodies(&operation["requestBody"]),
            answers: answers.collect(),
        }
    }
}

impl Schema {
    fn new(name: &str, schema: &Value) -> Self {
        let required: Vec<_> = items(&schema["required"]).filter_map(Value::as_str).collect();
        let fields = members(&schema["properties"]).map(|(name, field)| Field {
            name: name.to_owned(),
            kind: Kind::new(field),
            marks: marks(&[
                ("required", required.contains(&name)),
                ("read only", field["readOnly"] == true),
            ]),
            about: text(&field["description"]),
        });
        let parts = items(&schema["allOf"]).chain(items(&schema["oneOf"]));
        Self {
            name: name.to_owned(),
            about: text(&schema["description"]),
            fields: fields.collect(),
            parts: parts.map(Kind::new).collect(),
        }
    }
}

impl Kind {
    fn new(schema: &Value) -> Self {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap_or_default();
            return Self { schema: name.to_owned(), ..Self::default() };
        }
        if schema["oneOf"].is_array() {
            return Self::choice(items(&schema["oneOf"]));
        }
        let mut types: Vec<_> = match &schema["type"] {
            Value::String(name) => vec![name.as_str()],
            several => items(several).filter_map(Value::as_str).collect(),
        };
        if schema["items"].is_object() {
            let mut kind = Self::new(&schema["items"]);
            kind.before.insert_str(0, "list of ");
            if types.contains(&"null") {
                kind.after.push_str(" or null");
            }
            return kind;
        }
        if types.is_empty() {
            types.push("anything");
        }
        let mut before = types.join(" or ");
        if let Some(format) = schema["format"].as_str() {
            before.push_str(&format!(" ({format})"));
        }
        Self { before, ..Self::default() }
    }

    /// Mostly a schema or null. Of several schemas the first is the link.
    fn choice<'a>(choices: impl Iterator<Item = &'a Value>) -> Self {
        let (nulls, others): (Vec<_>, Vec<_>) =
            choices.partition(|choice| choice["type"] == "null");
        let mut kinds = others.into_iter().map(Self::new);
        let mut kind = kinds.next().unwrap_or_default();
        for other in kinds {
            kind.after.push_str(&format!(" or {}{}{}", other.before, other.schema, other.after));
        }
        if !nulls.is_empty() {
            kind.after.push_str(" or null");
        }
        kind
    }
}

fn bodies(of: &Value) -> Vec<Body> {
    members(&of["content"])
        .map(|(content_type, content)| Body {
            content_type: content_type.to_owned(),
            kind: Kind::new(&content["schema"]),
        })
        .collect()
}

fn marks(all: &[(&str, bool)]) -> String {
    let true_ones: Vec<_> = all.iter().filter(|(_, holds)| *holds).map(|(name, _)| *name).collect();
    true_ones.join(", ")
}

fn members(object: &Value) -> impl Iterator<Item = (&str, &Value)> {
    object.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn in_words(schema: &Value) -> String {
        let kind = Kind::new(schema);
        format!("{}<{}>{}", kind.before, kind.schema, kind.after)
    }

    #[test]
    fn types_are_put_into_words() {
        let case = json!({"$ref": "#/components/schemas/Case"});
        for (schema, words) in [
            (json!({"type": "string"}), "string<>"),
            (json!({"type": ["string", "null"], "format": "uuid"}), "string or null (uuid)<>"),
            (case.clone(), "<Case>"),
            (json!({"type": "array", "items": case}), "list of <Case>"),
            (json!({"type": ["array", "null"], "items": case}), "list of <Case> or null"),
            (json!({"oneOf": [{"type": "null"}, case]}), "<Case> or null"),
            (json!({}), "anything<>"),
        ] {
            assert_eq!(in_words(&schema), words);
        }
    }
}
