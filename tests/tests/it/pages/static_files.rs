//! Files below `/static/`.

use clerk_tests::{TestApp, pages::front_end};

#[tokio::test]
async fn files_of_the_front_end_are_served() {
    let root = tempfile::tempdir().unwrap();
    front_end(root.path());
    let app = TestApp::builder().var("CLERK_STATIC_ROOT", root.path().display()).start().await;
    let anybody = app.anonymous();

    let script = anybody.get("/static/assets/case-list-D0ekl-t_.js").await.expect(200);
    assert!(script.header("content-type").starts_with("text/javascript"));
    assert_eq!(script.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(script.text(), "export {}");
    let request = anybody.request(reqwest::Method::GET, "/static/assets/case-list-D0ekl-t_.js");
    let etag = script.header("etag").to_owned();
    assert!(!etag.is_empty());
    anybody.send(request.header("if-none-match", etag)).await.expect(304);

    let style = anybody.get("/static/assets/plain.css").await.expect(200);
    assert!(style.header("content-type").starts_with("text/css"));
    assert_eq!(style.header("cache-control"), "public, max-age=300");
    for path in [
        "/static/",
        "/static/assets/",
        "/static/assets",
        "/static/nowhere.js",
        "/static/.secret",
        "/static/..%2f..%2fetc%2fpasswd",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static//etc/passwd",
        "/static/assets/..%5c..%5cmanifest.json",
    ] {
        anybody.get(path).await.expect(404);
    }
}

#[tokio::test]
async fn the_shell_brings_its_own_files() {
    let app = TestApp::start().await;
    let style = app.anonymous().get("/static/clerk.css").await.expect(200);
    assert!(style.header("content-type").starts_with("text/css"));
    let logo = app.anonymous().get("/static/clerk.svg").await.expect(200);
    assert_eq!(logo.header("content-type"), "image/svg+xml");
    app.anonymous().get("/static/manifest.json").await.expect(404);
}

/// A folder as the original's collecting of files leaves it.
async fn collected() -> (TestApp, tempfile::TempDir) {
    let root = tempfile::tempdir().unwrap();
    front_end(root.path());
    let files: [(&str, &[u8]); 8] = [
        ("assets/table-D0ekl-t_.3b5d5c371f2e.js", b"with digest"),
        ("assets/table-D0ekl-t_.js", b"without digest"),
        ("assets/case-list-D0ekl-t_.js.map", b"{}"),
        ("assets/font-D0ekl-t_.woff2", b"wOF2 a font that is compressed already"),
        ("semantic/semantic.min.css", b"p { color: red }"),
        ("web/brand/logo.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>"),
        ("brand/logo.png", b"\x89PNG"),
        ("data.json", b"{}"),
    ];
    for (name, content) in files {
        let path = root.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let app = TestApp::builder().var("CLERK_STATIC_ROOT", root.path().display()).start().await;
    (app, root)
}

const FOREVER: &str = "public, max-age=31536000, immutable";
const MINUTES: &str = "public, max-age=300";

#[tokio::test]
async fn kinds_and_ages() {
    let (app, _root) = collected().await;
    for (path, kind, age) in [
        ("assets/case-list-D0ekl-t_.js", "text/javascript", FOREVER),
        ("assets/case-list-D0ekl-t_.js.map", "application/json", FOREVER),
        ("assets/font-D0ekl-t_.woff2", "font/woff2", FOREVER),
        ("semantic/semantic.min.css", "text/css", MINUTES),
        ("web/brand/logo.svg", "image/svg+xml", MINUTES),
        ("brand/logo.png", "image/png", MINUTES),
        ("data.json", "application/json", MINUTES),
        ("clerk.css", "text/css", MINUTES),
        ("clerk.svg", "image/svg+xml", MINUTES),
    ] {
        let file = app.anonymous().get(&format!("/static/{path}")).await.expect(200);
        assert!(file.header("content-type").starts_with(kind), "{path}");
        assert_eq!(file.header("cache-control"), age, "{path}");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert!(!file.header("etag").is_empty(), "{path}");
        assert!(file.set_cookie("csrftoken").is_none());
    }
}

#[tokio::test]
async fn a_name_with_a_digest_finds_the_file() {
    let (app, _root) = collected().await;
    let get = async |path: &str| app.anonymous().get(&format!("/static/{path}")).await;
    let file = get("assets/table-D0ekl-t_.3b5d5c371f2e.js").await.expect(200);
    assert_eq!((file.text(), file.header("cache-control")), ("with digest", FOREVER));
    let file = get("assets/table-D0ekl-t_.0123456789ab.js").await.expect(200);
    assert_eq!((file.text(), file.header("cache-control")), ("without digest", FOREVER));
    assert!(file.header("content-type").starts_with("text/javascript"));
    // Whether the plain file is the one that was meant, its name does not say.
    let file = get("semantic/semantic.min.0123456789ab.css").await.expect(200);
    assert_eq!(file.header("cache-control"), MINUTES);
    get("assets/nothing-D0ekl-t_.0123456789ab.js").await.expect(404);
    get("assets/table-D0ekl-t_.0123456789xy.js").await.expect(404);
    get(".secret.0123456789ab").await.expect(404);
}

#[tokio::test]
async fn files_are_sent_once_or_in_part() {
    let (app, _root) = collected().await;
    let anybody = app.anonymous();
    let ask = |method: &str, path: &str| {
        anybody.request(method.parse().unwrap(), &format!("/static/{path}"))
    };
    for path in ["assets/table-D0ekl-t_.js", "clerk.css"] {
        let file = anybody.send(ask("GET", path)).await.expect(200);
        let etag = file.header("etag");
        let known = anybody.send(ask("GET", path).header("if-none-match", etag)).await.expect(304);
        assert!(known.body.is_empty());
        assert_eq!(known.header("etag"), etag);
        assert_eq!(known.header("cache-control"), file.header("cache-control"));
        let other = ask("GET", path).header("if-none-match", "\"other\"");
        anybody.send(other).await.expect(200);
        let head = anybody.send(ask("HEAD", path)).await.expect(200);
        assert!(head.body.is_empty());
        assert_eq!(head.header("etag"), etag);
        for method in ["POST", "DELETE"] {
            anybody.send(ask(method, path)).await.expect(405);
        }
    }
    let path = "assets/table-D0ekl-t_.js";
    let file = anybody.send(ask("GET", path)).await;
    let since = ask("GET", path).header("if-modified-since", file.header("last-modified"));
    anybody.send(since).await.expect(304);
    let part = anybody.send(ask("GET", path).header("range", "bytes=8-13")).await.expect(206);
    assert_eq!(part.text(), "digest");
    assert_eq!(part.header("content-range"), "bytes 8-13/14");
    let part = ask("GET", path).header("range", "bytes=8-13").header("accept-encoding", "br");
    assert_eq!(anybody.send(part).await.expect(206).text(), "digest");
    anybody.send(ask("GET", path).header("range", "bytes=99-")).await.expect(416);
}

#[tokio::test]
async fn texts_are_compressed() {
    let (app, root) = collected().await;
    let long = "export const text = 'again and again';\n".repeat(500);
    std::fs::write(root.path().join("assets/long-D0ekl-t_.js"), &long).unwrap();
    std::fs::write(root.path().join("assets/font-D0ekl-t_.woff2"), &long).unwrap();
    let anybody = app.anonymous();
    let ask = async |path: &str, encoding: &str| {
        let request = anybody.request(reqwest::Method::GET, &format!("/static/{path}"));
        anybody.send(request.header("accept-encoding", encoding)).await.expect(200)
    };
    for encoding in ["br", "gzip"] {
        let file = ask("assets/long-D0ekl-t_.js", encoding).await;
        assert_eq!(file.header("content-encoding"), encoding);
        let mut vary = file.headers.get_all("vary").iter();
        assert!(
            vary.any(|value| value.to_str().unwrap().to_lowercase().contains("accept-encoding"))
        );
        assert!(file.body.len() < long.len() / 4, "{encoding}");
        let font = ask("assets/font-D0ekl-t_.woff2", encoding).await;
        assert_eq!(font.body.len(), long.len(), "{encoding}");
    }
    assert_eq!(ask("assets/long-D0ekl-t_.js", "identity").await.text(), long);
}
