//! Files of the intake form.

mod create;
mod download;
mod samples;

use std::{fs, path::Path};

use clerk_tests::{Actor, Reply, TestApp};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::Value;
use uuid::Uuid;

use samples::{JPEG, PDF};

const PATH: &str = "/api/upload/";

async fn upload(form: &Actor, name: &str, bytes: &[u8]) -> Reply {
    let part = Part::bytes(bytes.to_vec()).file_name(name.to_owned());
    send(form, Form::new().part("file", part)).await
}

async fn send(form: &Actor, body: Form) -> Reply {
    form.send(form.request(Method::POST, PATH).multipart(body)).await
}

/// A multipart body written by hand, for headers that no client would write.
async fn send_raw(form: &Actor, disposition: &str, bytes: &[u8]) -> Reply {
    let mut body = format!("--XX\r\nContent-Disposition: {disposition}\r\n\r\n").into_bytes();
    body.extend(bytes);
    body.extend(b"\r\n--XX--\r\n");
    let request = form.request(Method::POST, PATH);
    let request = request.header("content-type", "multipart/form-data; boundary=XX");
    form.send(request.body(body)).await
}

fn id(reply: &Reply) -> Uuid {
    reply.json()["id"].as_str().unwrap().parse().unwrap()
}

async fn key(app: &TestApp, upload: Uuid) -> String {
    app.db.value("SELECT file FROM core_fileupload WHERE id = $1", &[&upload]).await
}

/// The code of a refusal, which must be a 400 about `file`.
fn refusal(reply: Reply) -> String {
    let (kind, code, attr) = reply.expect(400).error();
    assert_eq!((kind.as_str(), attr.as_deref()), ("validation_error", Some("file")));
    code
}

/// The files of a folder and those below, without their folders.
fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let entries = entries.map(|entry| entry.unwrap());
    entries
        .flat_map(|entry| {
            if entry.path().is_dir() {
                names(&entry.path())
            } else {
                vec![entry.file_name().into_string().unwrap()]
            }
        })
        .collect()
}
