//! The files of emails.

use clerk_tests::{assert_json, jobs, s3::S3Server};

use crate::emails::*;

#[tokio::test]
async fn a_file_is_attached_shown_and_removed() {
    let world = CaseWorld::start().await;
    let draft = id(&world.draft("Hello", "").await);
    let reply = world.attach(draft, "My Lease (signed).PDF", b"%PDF-1.7\n".to_vec()).await;
    let attachment = reply.expect(201).json();
    let (key, name) = (attachment["name"].as_str().unwrap(), "my-lease-signed.pdf");
    let md5 = key.strip_prefix("email-attachments/").unwrap().strip_suffix(name).unwrap();
    assert_eq!(md5.len(), 33, "{key}");
    assert_json!("email_attachment", attachment);
    assert_eq!(attachment["email"], draft);
    let url = attachment["url"].as_str().unwrap();
    assert_eq!(url, format!("/clerk/attachments/{}/{name}", id(&attachment)));
    let email = world.paralegal.get(&world.email_path(draft)).await.json();
    assert_eq!(email["attachments"], json!([attachment]));

    let shown = world.paralegal.get(url).await.expect(200);
    assert_eq!(shown.body, b"%PDF-1.7\n");
    assert_eq!(shown.header("content-type"), "application/pdf");
    assert!(shown.header("content-disposition").starts_with("inline"));
    assert_eq!(shown.header("x-content-type-options"), "nosniff");

    let path = format!("{}attachment/{}/", world.email_path(draft), id(&attachment));
    world.app.paralegal().await.delete(&path).await.expect(403);
    world.paralegal.delete(&path).await.expect(204);
    world.paralegal.delete(&path).await.expect(404);
    world.paralegal.get(url).await.expect(404);
    jobs::drain_all(&world.app.ctx, &world.app.db).await;
    assert!(world.app.ctx.files.open(key).await.is_err());
}

#[tokio::test]
async fn what_is_no_file_or_too_large_is_told() {
    let world = CaseWorld::start().await;
    let draft = id(&world.draft("Hello", "").await);
    let path = format!("{}attachment/", world.email_path(draft));
    let post = || world.paralegal.request(Method::POST, &path);
    for request in [
        post().multipart(Form::new().text("name", "x")),
        post().multipart(Form::new().part("other", Part::bytes(vec![1]).file_name("a.txt"))),
        post().json(&json!({})),
        post(),
    ] {
        let (_, code, attr) = world.paralegal.send(request).await.expect(400).error();
        assert_eq!((code.as_str(), attr.as_deref()), ("required", Some("file")));
    }
    let (_, code, _) = world.attach(draft, "a.txt", Vec::new()).await.expect(400).error();
    assert_eq!(code, "empty");
    let room = 29 * 1024 * 1024 / 4 * 3;
    let reply = world.attach(draft, "a.bin", vec![1; room + 1]).await.expect(400);
    assert!(reply.text().contains("21.7 MB"), "{}", reply.text());
    world.attach(draft, "a.bin", vec![1; room - 3_000_000]).await.expect(201);
    let reply = world.attach(draft, "b.bin", vec![1; 3_200_000]).await.expect(400);
    let (_, code, attr) = reply.error();
    assert_eq!((code.as_str(), attr.as_deref()), ("invalid", Some("file")));
    assert!(reply.text().contains("2.8 MB"), "{}", reply.text());
    let count: i64 = world.app.db.value("SELECT count(*) FROM emails_emailattachment", &[]).await;
    assert_eq!(count, 1);
    let sent = incoming(world.case).state("SENT").create(&world.app.db).await;
    world.attach(sent.into(), "a.txt", vec![1]).await.expect(404);
}

#[tokio::test]
async fn only_staff_of_the_case_get_a_file_and_pages_are_never_shown() {
    let world = CaseWorld::start().await;
    let app = &world.app;
    let draft = id(&world.draft("Hello", "").await);
    let html = b"<script>alert(1)</script>".to_vec();
    let mut urls = Vec::new();
    for name in ["a.html", "a.svg", "a.js", "a.xhtml", "a"] {
        let attachment = world.attach(draft, name, html.clone()).await.expect(201).json();
        urls.push(attachment["url"].as_str().unwrap().to_owned());
    }
    for url in &urls {
        let reply = world.paralegal.get(url).await.expect(200);
        assert!(reply.header("content-disposition").starts_with("attachment;"), "{url}");
        assert_eq!(reply.header("content-type"), "application/octet-stream");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
    }
    for refused in [app.paralegal().await, app.lawyer().await, app.no_role().await] {
        refused.get(&urls[0]).await.expect(403);
    }
    app.coordinator().await.get(&urls[0]).await.expect(200);
    app.anonymous().get(&urls[0]).await.expect(302);
    for path in ["/clerk/attachments/999999/", "/clerk/attachments/x/a.pdf"] {
        world.paralegal.get(path).await.expect(404);
    }
    app.db.execute("UPDATE emails_email SET issue_id = NULL", &[]).await;
    world.paralegal.get(&urls[0]).await.expect(403);
    app.coordinator().await.get(&urls[0]).await.expect(200);
}

#[tokio::test]
async fn a_bucket_hands_out_a_link_that_expires() {
    let server = S3Server::start().await;
    let world = CaseWorld::of(TestApp::builder().vars(&server.variables())).await;
    let draft = id(&world.draft("Hello", "").await);
    let attachment = world.attach(draft, "a.pdf", b"%PDF-1.7\n".to_vec()).await.expect(201).json();
    let reply = world.paralegal.get(attachment["url"].as_str().unwrap()).await.expect(302);
    let link = reply.header("location");
    assert!(link.starts_with(&server.url), "{link}");
    let seconds = link.split("X-Amz-Expires=").nth(1).unwrap().split('&').next().unwrap();
    assert!(seconds.parse::<u32>().unwrap() <= 300, "{link}");
    #[expect(clippy::disallowed_methods, reason = "plays the browser")]
    let file = reqwest::Client::new().get(link).send().await.unwrap();
    assert_eq!(file.headers()["content-disposition"], "inline; filename=\"a.pdf\"");
    assert_eq!(file.bytes().await.unwrap(), "%PDF-1.7\n");
}
