//! `POST /api/upload/`: what is taken, what is refused and how.

use super::*;

#[tokio::test]
async fn a_photo_is_stored_under_the_hash_of_its_bytes() {
    let app = TestApp::builder().var("CLERK_BASE_URL", "https://clerk.example/").start().await;
    let reply = upload(&app.anonymous(), "IMG 0001.JPG", JPEG).await.expect(201);
    let id = id(&reply);
    let key = key(&app, id).await;
    assert!(key.starts_with("file-uploads/") && key.ends_with(".jpg"), "{key}");
    assert_eq!(fs::read(app.files_dir().join(&key)).unwrap(), JPEG);

    let name = key.split('/').nth(1).unwrap();
    let file = format!("https://clerk.example/clerk/files/{id}/{name}");
    let expected = format!("{{\"id\":\"{id}\",\"file\":\"{file}\",\"issue\":null}}");
    assert_eq!(reply.text(), expected);
    let case: Option<Uuid> = app.db.value("SELECT issue_id FROM core_fileupload", &[]).await;
    assert_eq!(case, None);
}

#[tokio::test]
async fn the_key_is_the_md5_and_the_same_bytes_have_the_same_key() {
    let app = TestApp::start().await;
    let form = app.anonymous();
    let first = upload(&form, "hello.txt", b"hello").await.expect(201);
    let second = upload(&form, "other.TXT", b"hello").await.expect(201);
    assert_ne!(id(&first), id(&second));
    let expected = "file-uploads/5d41402abc4b2a76b9719d911017c592.txt";
    assert_eq!(key(&app, id(&first)).await, expected);
    assert_eq!(key(&app, id(&second)).await, expected);
    assert_eq!(names(&app.files_dir()).len(), 1);
}

#[tokio::test]
async fn accepted_kinds() {
    let app = TestApp::builder().var("CLERK_UPLOADS_PER_MINUTE", 0).start().await;
    let form = app.anonymous();
    for (name, bytes, extension) in [
        ("a.jpeg", JPEG.to_vec(), ".jpeg"),
        ("a.png", samples::PNG.to_vec(), ".png"),
        ("a.pdf", PDF.to_vec(), ".pdf"),
        ("a.docx", samples::docx(), ".docx"),
        ("a.doc", samples::doc("WordDocument"), ".doc"),
        ("a.txt", "Dear landlord, the café…".into(), ".txt"),
        ("photo", JPEG.to_vec(), ""),
        ("letter.pdf.jpg", JPEG.to_vec(), ".jpg"),
        ("scan.png", PDF.to_vec(), ".pdf"),
        ("page.html", JPEG.to_vec(), ".jpg"),
        (".htaccess", JPEG.to_vec(), ""),
        ("bild mit ümläut & 'quotes'.PNG", samples::PNG.to_vec(), ".png"),
        ("../../etc/passwd.jpg", JPEG.to_vec(), ".jpg"),
        ("C:\\Users\\me\\a.jpg", JPEG.to_vec(), ".jpg"),
    ] {
        let reply = upload(&form, name, &bytes).await.expect(201);
        let key = key(&app, id(&reply)).await;
        let stored = key.strip_prefix("file-uploads/").unwrap();
        assert_eq!(&stored[32..], extension, "{name}");
        assert!(stored[..32].bytes().all(|byte| byte.is_ascii_hexdigit()), "{key}");
    }
}

#[tokio::test]
async fn refused_kinds() {
    let app = TestApp::builder().var("CLERK_UPLOADS_PER_MINUTE", 0).start().await;
    let form = app.anonymous();
    for (name, bytes) in [
        ("a.jpg", b"<!DOCTYPE html><html><script>alert(1)</script></html>".to_vec()),
        ("a.jpg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec()),
        ("a.jpg", b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF\0\0".to_vec()),
        ("a.jpg", b"\x7FELF\x02\x01\x01\0\0\0\0\0".to_vec()),
        ("a.docx", samples::zip(&["[Content_Types].xml", "xl/workbook.xml"])),
        ("a.docx", samples::zip(&["readme.txt"])),
        (
            "a.docx",
            samples::zip(&["[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"]),
        ),
        ("a.docx", b"PK\x03\x04 and no more".to_vec()),
        ("a.doc", samples::doc("Workbook")),
        ("a.mp4", b"\0\0\0\x18ftypisom\0\0\0\0isommp41".to_vec()),
        ("a.txt", b"binary \0 in text".to_vec()),
        ("a.sh", b"#!/bin/sh\nrm -rf /\n".to_vec()),
    ] {
        assert_eq!(refusal(upload(&form, name, &bytes).await), "invalid", "{name} {bytes:?}");
    }
    assert!(names(&app.files_dir()).is_empty());
    assert_eq!(app.db.value::<i64>("SELECT count(*) FROM core_fileupload", &[]).await, 0);
}

#[tokio::test]
async fn every_refusal_is_a_400() {
    let app = TestApp::builder().var("CLERK_UPLOADS_PER_MINUTE", 0).start().await;
    let form = app.anonymous();
    assert_eq!(refusal(upload(&form, "empty.jpg", b"").await), "empty");
    assert_eq!(refusal(upload(&form, "", JPEG).await), "required");
    assert_eq!(refusal(send(&form, Form::new()).await), "required");
    assert_eq!(refusal(send(&form, Form::new().text("other", "x")).await), "required");
    assert_eq!(refusal(send(&form, Form::new().text("file", "x")).await), "invalid");
    assert_eq!(refusal(form.post(PATH, serde_json::json!({"file": "x"})).await), "required");
    let empty = form.send(form.request(Method::POST, PATH)).await;
    assert_eq!(refusal(empty), "required");
    let cut = form.request(Method::POST, PATH);
    let cut = cut.header("content-type", "multipart/form-data; boundary=XX");
    let head =
        "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.jpg\"\r\n\r\n\u{7f}";
    assert_eq!(refusal(form.send(cut.body(head)).await), "invalid");

    let name = |length: usize| format!("{}.jpg", "n".repeat(length - 4));
    upload(&form, &name(100), JPEG).await.expect(201);
    assert_eq!(refusal(upload(&form, &name(101), JPEG).await), "max_length");
}

#[tokio::test]
async fn odd_names_do_no_harm() {
    let app = TestApp::start().await;
    let form = app.anonymous();
    for disposition in [
        "form-data; name=\"file\"; filename=\"a\\\"b.jpg\"",
        "form-data; name=\"file\"; filename=\"a.j\tpg\"",
        "form-data; name=\"file\"; filename=\"..\"",
        "form-data; name=\"file\"; filename=\"a.%00jpg\"",
    ] {
        let reply = send_raw(&form, disposition, JPEG).await;
        let reply = reply.expect(201);
        let key = key(&app, id(&reply)).await;
        let harmless = |byte: u8| byte.is_ascii_alphanumeric() || b"/.-".contains(&byte);
        assert!(key.bytes().all(harmless) && !key.contains(".."), "{key}");
    }
}

#[tokio::test]
async fn a_file_may_be_as_large_as_the_limit_and_no_larger() {
    let app = TestApp::builder().var("CLERK_UPLOAD_MAX_BYTES", 100_000).start().await;
    let form = app.anonymous();
    upload(&form, "a.txt", &vec![b'a'; 100_000]).await.expect(201);
    for size in [100_001, 150_000, 1_000_000] {
        let reply = upload(&form, "a.txt", &vec![b'a'; size]).await;
        assert_eq!(refusal(reply), "invalid", "{size}");
    }
    assert_eq!(names(&app.files_dir()).len(), 1);
}

#[tokio::test]
async fn a_failing_store_answers_in_plain_text() {
    let app = TestApp::start().await;
    // A file stands where the folder should be.
    fs::create_dir_all(app.files_dir().parent().unwrap()).unwrap();
    fs::write(app.files_dir(), "in the way").unwrap();
    let reply = upload(&app.anonymous(), "a.jpg", JPEG).await.expect(503);
    assert!(reply.header("content-type").starts_with("text/plain"));
    assert!(serde_json::from_slice::<Value>(&reply.body).is_err());
    assert_eq!(app.db.value::<i64>("SELECT count(*) FROM core_fileupload", &[]).await, 0);
}

#[tokio::test]
async fn a_failing_database_answers_in_plain_text() {
    let app = TestApp::start().await;
    app.db.execute("ALTER TABLE core_fileupload RENAME TO gone", &[]).await;
    let reply = upload(&app.anonymous(), "a.jpg", JPEG).await.expect(503);
    assert!(serde_json::from_slice::<Value>(&reply.body).is_err());
}

#[tokio::test]
async fn one_address_may_not_flood_us() {
    let app = TestApp::builder().var("CLERK_UPLOADS_PER_MINUTE", 1).start().await;
    let form = app.anonymous();
    upload(&form, "a.jpg", JPEG).await.expect(201);
    let reply = upload(&form, "a.jpg", JPEG).await.expect(429);
    assert!(
        serde_json::from_slice::<Value>(&reply.body).is_err(),
        "the form takes JSON for success"
    );
}

#[tokio::test]
async fn only_posting_is_possible() {
    let app = TestApp::start().await;
    let form = app.anonymous();
    for reply in [form.get(PATH).await, form.delete(PATH).await] {
        assert_eq!(reply.expect(405).error().1, "method_not_allowed");
    }
}

#[tokio::test]
async fn staff_may_upload_too() {
    let app = TestApp::start().await;
    let staff = app.paralegal().await;
    let form = app.anonymous();
    let part = Part::bytes(JPEG).file_name("a.jpg");
    let request = form.request(Method::POST, PATH).multipart(Form::new().part("file", part));
    let cookie = format!("sessionid={}", staff.session.unwrap());
    form.send(request.header("cookie", cookie)).await.expect(201);
}
