//! Whatever a client sends, the answer is one that the document knows, and never 500: bodies and
//! filters made of the right names and any values.

use clerk_tests::{
    TestApp,
    api_document::{self, document},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use reqwest::{Method, StatusCode};
use serde_json::{Map, Value, json};

use crate::access::{fixture::Fixture, table};

/// How often each operation is tried.
const TRIES: usize = 24;

fn runner() -> TestRunner {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(Config::default(), rng)
}

/// Values that have broken programs before, and arbitrary ones.
fn any_value() -> impl Strategy<Value = Value> {
    let known = prop::sample::select(vec![
        json!(null),
        json!(""),
        json!(" "),
        json!("\0"),
        json!("a\0b"),
        json!(true),
        json!(0),
        json!(-1),
        json!(2_147_483_648_i64),
        json!(99_999_999_999_999_999_u64),
        json!(1e300),
        json!("99999999999999999999"),
        json!("31/12/9999"),
        json!("9999-12-31"),
        json!("0001-01-01"),
        json!("29/02/2025"),
        json!("9999-12-31T23:59:59-23:59"),
        json!("00000000-0000-0000-0000-000000000000"),
        json!("\u{202e}\u{feff}😀"),
        json!("x".repeat(70_000)),
        json!("a@b.example"),
        json!([]),
        json!([null]),
        json!([["x"]]),
        json!({}),
        json!({"value": "x"}),
        json!("UNSTARTED"),
        json!("READY_TO_SEND"),
        json!("DISCRETE"),
        json!("' OR 1=1 --"),
        json!("%_\\"),
    ]);
    let leaf = prop_oneof![
        8 => known,
        1 => any::<String>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::hash_map("[a-z_]{1,8}", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// The fields of a schema, with those of nested objects as `name.inner`.
fn fields(schema: &Value) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return fields(document().pointer(reference.trim_start_matches('#')).unwrap());
    }
    let parts = ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|key| schema[key].as_array());
    let mut found: Vec<String> = parts.flatten().flat_map(fields).collect();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        found.push(name.clone());
        found.extend(fields(field).into_iter().map(|inner| format!("{name}.{inner}")));
    }
    found
}

/// A body out of some of the fields.
fn body(fields: &[String]) -> impl Strategy<Value = Value> + use<> {
    let fields = fields.to_vec();
    let count = fields.len();
    let chosen = prop::collection::vec((0..count.max(1), any_value()), 1..5);
    chosen.prop_map(move |chosen| {
        let mut body = Map::new();
        for (at, value) in chosen {
            let Some(name) = fields.get(at) else { continue };
            match name.split_once('.') {
                Some((outer, inner)) => {
                    let object = body.entry(outer).or_insert_with(|| json!({}));
                    if let Some(object) = object.as_object_mut() {
                        object.insert(inner.to_owned(), value);
                    }
                }
                None => {
                    body.insert(name.clone(), value);
                }
            }
        }
        Value::Object(body)
    })
}

fn is_answer(status: StatusCode) -> bool {
    // 503 is what an outside service that is not set up leads to.
    !status.is_server_error() || status == StatusCode::SERVICE_UNAVAILABLE
}

#[tokio::test]
async fn bodies() {
    let app = TestApp::start().await;
    let fixture = Fixture::create(&app).await;
    let superuser = app.superuser().await;
    let mut runner = runner();
    let mut problems = Vec::new();
    for entry in table::all() {
        let path = fixture.fill(entry.path);
        let Some(operation) = api_document::operation(entry.method, &path) else { continue };
        let schema = &operation.object["requestBody"]["content"]["application/json"]["schema"];
        let fields = fields(schema);
        if fields.is_empty() {
            continue;
        }
        let method: Method = entry.method.parse().unwrap();
        for _ in 0..TRIES {
            let body = body(&fields).new_tree(&mut runner).unwrap().current();
            let request = superuser.request(method.clone(), &path).json(&body);
            let status = superuser.send_unchecked(request).await.status;
            if !is_answer(status) {
                problems.push(format!("{method} {path}: {status} for {body:.300}"));
            }
        }
        for raw in ["", "{", "[]", "null", "\"x\"", "[1]", "{\"a\": NaN}", "\u{feff}{}"] {
            let request = superuser
                .request(method.clone(), &path)
                .header("content-type", "application/json")
                .body(raw);
            let status = superuser.send_unchecked(request).await.status;
            if !is_answer(status) {
                problems.push(format!("{method} {path}: {status} for {raw}"));
            }
        }
    }
    assert!(problems.is_empty(), "{} problems: {problems:#?}", problems.len());
}

#[tokio::test]
async fn filters() {
    let app = TestApp::start().await;
    let fixture = Fixture::create(&app).await;
    let superuser = app.superuser().await;
    let mut runner = runner();
    let mut problems = Vec::new();
    for entry in table::all().into_iter().filter(|entry| entry.method == "GET") {
        let path = fixture.fill(entry.path);
        let Some(operation) = api_document::operation("GET", &path) else { continue };
        let parameters = operation.object["parameters"].as_array().into_iter().flatten();
        let names: Vec<&str> = parameters
            .filter(|parameter| parameter["in"] == "query")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        for name in names {
            for _ in 0..TRIES {
                let value = match any_value().new_tree(&mut runner).unwrap().current() {
                    Value::String(text) => text,
                    other => other.to_string(),
                };
                let value: String = value.chars().take(2_000).collect();
                let query = [(name, value.as_str())];
                let request = superuser.request(Method::GET, &path).query(&query);
                let status = superuser.send_unchecked(request).await.status;
                if !is_answer(status) {
                    problems.push(format!("{path}: {status} for {query:.300?}"));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{} problems: {problems:#?}", problems.len());
}

#[tokio::test]
async fn parts_of_paths() {
    let app = TestApp::start().await;
    let fixture = Fixture::create(&app).await;
    let superuser = app.superuser().await;
    let garbage = [
        "0",
        "-1",
        "99999999999999999999",
        "abc",
        "%00",
        "a%00b",
        "%ff",
        "..%2f..",
        "'",
        "%F0%9F%98%80",
        "00000000-0000-0000-0000-000000000000",
    ];
    let mut problems = Vec::new();
    for entry in table::all() {
        let begin = entry.path.match_indices('{').map(|(at, _)| at);
        for at in begin {
            let end = at + entry.path[at..].find('}').unwrap() + 1;
            for garbage in garbage {
                let path = format!("{}{garbage}{}", &entry.path[..at], &entry.path[end..]);
                let path = fixture.fill(&path);
                let request = superuser.request(entry.method.parse().unwrap(), &path);
                let status = superuser.send_unchecked(request.json(&json!({}))).await.status;
                // A thread may be called anything; the page's script finds out whether it is there.
                let is_found = status.is_success() && &entry.path[at..end] != "{slug}";
                if !is_answer(status) || is_found {
                    problems.push(format!("{} {path}: {status}", entry.method));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{} problems: {problems:#?}", problems.len());
}
