//! The file store over S3, and over the disk where both must agree.

use std::time::Duration;

use bytes::Bytes;
use clerk_base::config::{Config, Source};
use clerk_store::{
    StoreError,
    files::{Download, Link, Store},
};
use clerk_tests::{TestApp, s3::S3Server};
use reqwest::{
    Client, Method, Response, StatusCode,
    multipart::{Form, Part},
};
use tempfile::TempDir;
use uuid::Uuid;

const AS_FILE: Download<'static> =
    Download { disposition: "attachment; filename=\"a.txt\"", content_type: "text/plain" };

fn store(variables: Vec<(&'static str, String)>) -> Store {
    let common = [("PGHOST", "/nowhere".to_owned())];
    let source: Source = common.into_iter().chain(variables).collect();
    Store::new(&Config::read(&source).unwrap().files)
}

async fn fetch(url: &str) -> Response {
    #[expect(clippy::disallowed_methods, reason = "plays the browser")]
    Client::new().get(url).send().await.unwrap()
}

/// What every store does.
async fn check(store: &Store) {
    let (key, folder) = ("file-uploads/0123.txt", TempDir::new().unwrap());
    let missing = |result| assert!(matches!(result, Err(StoreError::NotFound)));
    missing(store.get(key, 100).await);
    store.delete(key).await.unwrap();

    store.put(key, "text/plain", Bytes::from_static(b"hello")).await.unwrap();
    assert_eq!(store.get(key, 5).await.unwrap(), "hello");
    assert!(matches!(store.get(key, 4).await, Err(StoreError::Files(_))), "larger than allowed");
    assert_eq!(store.open(key).await.unwrap().size, 5);

    let path = folder.path().join("large");
    let large: Vec<u8> = (0..20_000_000_u32).map(|number| (number % 251) as u8).collect();
    std::fs::write(&path, &large).unwrap();
    store.put_file(key, "text/plain", &path).await.unwrap();
    assert_eq!(store.open(key).await.unwrap().size, 20_000_000);
    assert!(store.get(key, 20_000_000).await.unwrap() == large, "the bytes came back as they went");

    store.delete(key).await.unwrap();
    store.delete(key).await.unwrap();
    missing(store.get(key, 100).await);
    for key in ["../outside", "/etc/passwd", ""] {
        let bytes = Bytes::from_static(b"x");
        assert!(matches!(store.put(key, "text/plain", bytes).await, Err(StoreError::Files(_))));
        assert!(matches!(store.open(key).await, Err(StoreError::Files(_))));
        assert!(matches!(store.delete(key).await, Err(StoreError::Files(_))));
        assert!(matches!(store.link(key, AS_FILE, 60).await, Err(StoreError::Files(_))));
    }
    let nowhere = store.put_file(key, "text/plain", &folder.path().join("nothing")).await;
    assert!(matches!(nowhere, Err(StoreError::Files(_))));
}

#[tokio::test]
async fn a_bucket() {
    let server = S3Server::start().await;
    check(&store(server.variables())).await;
}

#[tokio::test]
async fn a_folder() {
    let folder = TempDir::new().unwrap();
    let root = folder.path().join("not/made/yet");
    let store = store(vec![("CLERK_FILES_DIR", root.to_str().unwrap().to_owned())]);
    check(&store).await;
    assert_eq!(store.link("a", AS_FILE, 60).await.unwrap(), Link::Local);
    let left: Vec<_> = std::fs::read_dir(root.join("file-uploads")).unwrap().collect();
    assert!(left.is_empty(), "unfinished files stay: {left:?}");
}

#[tokio::test]
async fn a_link_of_the_bucket_works_for_a_while() {
    let server = S3Server::start().await;
    let store = store(server.variables());
    store.put("a/b.txt", "text/html", Bytes::from_static(b"hello")).await.unwrap();
    let link = async |seconds| match store.link("a/b.txt", AS_FILE, seconds).await.unwrap() {
        Link::Redirect(url) => url,
        Link::Local => panic!("the bucket makes links"),
    };
    let url = link(300).await;
    let response = fetch(&url).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-disposition"], AS_FILE.disposition);
    assert_eq!(response.headers()["content-type"], AS_FILE.content_type);
    assert_eq!(response.text().await.unwrap(), "hello");

    let bare = url.split('?').next().unwrap();
    assert_eq!(fetch(bare).await.status(), StatusCode::FORBIDDEN, "objects are private");
    let other = url.replace("b.txt", "c.txt");
    assert_eq!(fetch(&other).await.status(), StatusCode::FORBIDDEN, "the link is for one object");
    let url = link(1).await;
    let expired = async {
        while fetch(&url).await.status() == StatusCode::OK {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        fetch(&url).await.status()
    };
    let expired = tokio::time::timeout(Duration::from_secs(30), expired).await.unwrap();
    assert_eq!(expired, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_server_that_is_down_is_a_failure_of_the_store() {
    let server = S3Server::start().await;
    let variables = server.variables();
    drop(server);
    let store = store(variables);
    assert!(matches!(store.get("a", 10).await, Err(StoreError::Files(_))));
}

#[tokio::test]
async fn uploads_go_to_the_bucket_and_staff_are_sent_there() {
    let server = S3Server::start().await;
    let mut builder = TestApp::builder();
    for (name, value) in server.variables() {
        builder = builder.var(name, value);
    }
    let app = builder.start().await;
    let form = app.anonymous();
    let send = async || {
        let part = Part::bytes(&b"hello"[..]).file_name("a.txt");
        let body = Form::new().part("file", part);
        form.send(form.request(Method::POST, "/api/upload/").multipart(body)).await
    };
    let reply = send().await.expect(201).json();
    let file: Uuid = reply["id"].as_str().unwrap().parse().unwrap();
    let key = "file-uploads/5d41402abc4b2a76b9719d911017c592.txt";
    assert_eq!(app.ctx.files.get(key, 10).await.unwrap(), "hello");

    let path = format!("/clerk/files/{file}/");
    let reply = app.coordinator().await.get(&path).await.expect(302);
    assert_eq!(reply.header("cache-control"), "private, no-store");
    let url = reply.header("location");
    assert!(url.starts_with(&server.url), "{url}");
    let response = fetch(url).await;
    assert_eq!(response.headers()["content-type"], "text/plain; charset=utf-8");
    assert!(response.headers()["content-disposition"].to_str().unwrap().starts_with("attachment"));
    assert_eq!(response.text().await.unwrap(), "hello");
    let reply = app.anonymous().get(&path).await.expect(302);
    assert!(reply.header("location").starts_with("/accounts/login/"));

    drop(server);
    let reply = send().await.expect(503);
    assert!(reply.header("content-type").starts_with("text/plain"));
    assert_eq!(app.db.value::<i64>("SELECT count(*) FROM core_fileupload", &[]).await, 1);
}
