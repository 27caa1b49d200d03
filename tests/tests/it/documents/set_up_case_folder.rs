//! The SharePoint folder of a new case.

use clerk_tests::{
    World, factories,
    outside::{Answer, Call},
};
use clerk_workflows::case_folder::set_up_case_folder;
use serde_json::json;
use uuid::Uuid;

const GRAPH: &str = "graph.microsoft.com";
const LOGIN: &str = "login.microsoftonline.com";

/// A world with Microsoft.
async fn world() -> World {
    World::builder().stopped().microsoft().build().await
}

async fn template(world: &World, topic: &str, file: &str) {
    factories::document_template(&world.db, topic, file).await;
}

async fn upload(world: &World, case: Uuid, key: &str, bytes: Vec<u8>) {
    world.ctx.files.put(key, "image/png", bytes.into()).await.unwrap();
    factories::upload(&world.db, Some(case), key).await;
}

async fn is_set_up(world: &World, case: Uuid) -> bool {
    world.db.value("SELECT is_sharepoint_set_up FROM core_issue WHERE id = $1", &[&case]).await
}

fn lines(calls: &[Call]) -> Vec<String> {
    calls.iter().map(|call| format!("{} {}", call.method, call.path)).collect()
}

#[tokio::test]
async fn a_case_gets_its_folder_with_the_templates_of_its_topic() {
    let world = world().await;
    let case = factories::new_case().create(&world.db).await.id;
    template(&world, "REPAIRS", "templates/repairs/Letter #1 (draft).docx").await;
    template(&world, "BONDS", "templates/bonds/Bond.docx").await;
    set_up_case_folder(&world.ctx, case).await.unwrap();
    assert!(is_set_up(&world, case).await);

    let token = world.fake.calls_to(LOGIN);
    assert_eq!(token.len(), 1);
    assert!(token[0].path.ends_with("/oauth2/v2.0/token"));
    let form = token[0].text();
    for part in [
        "grant_type=client_credentials",
        "client_id=client-id",
        "client_secret=client-secret",
        "scope=https%3A%2F%2Fgraph.microsoft.com%2F.default",
    ] {
        assert!(form.contains(part), "{form}");
    }
    let calls = world.fake.calls_to(GRAPH);
    assert_eq!(
        lines(&calls),
        [
            "POST /v1.0/groups/group/drive/items/cases/children",
            "POST /v1.0/groups/group/drive/root:/templates/repairs/Letter%20%231%20%28draft%29.docx:/copy",
        ]
    );
    assert_eq!(
        calls[0].json(),
        json!({
            "name": case.to_string(),
            "folder": {},
            "@microsoft.graph.conflictBehavior": "fail",
        })
    );
    assert_eq!(
        calls[1].json(),
        json!({
            "name": "Letter #1 (draft).docx",
            "parentReference": { "driveId": "b!drive", "id": "item-1" },
        })
    );
    assert!(calls.iter().all(|call| call.header("authorization") == "Bearer fake-token"));

    // Once is enough, and the next case uses the same token.
    set_up_case_folder(&world.ctx, case).await.unwrap();
    assert_eq!(world.fake.calls().len(), 3);
    let next = factories::new_case().fileref("R0043").create(&world.db).await.id;
    set_up_case_folder(&world.ctx, next).await.unwrap();
    assert_eq!(world.fake.calls_to(LOGIN).len(), 1);
}

#[tokio::test]
async fn a_folder_that_is_there_is_completed() {
    let world = world().await;
    let case = factories::new_case().create(&world.db).await.id;
    template(&world, "REPAIRS", "templates/repairs/gone.docx").await;
    template(&world, "REPAIRS", "templates/repairs/there.docx").await;
    template(&world, "REPAIRS", "templates/repairs/new.docx").await;
    let copies = "/v1.0/groups/group/drive/root:/templates/repairs";
    // The first run breaks off after the folder is made.
    world.fake.answer_once(GRAPH, copies, Answer::new(503));
    assert!(set_up_case_folder(&world.ctx, case).await.unwrap_err().is_transient());
    assert!(!is_set_up(&world, case).await);

    world.fake.answer_once(GRAPH, &format!("{copies}/gone.docx"), Answer::new(404));
    world.fake.answer_once(GRAPH, &format!("{copies}/there.docx"), Answer::new(409));
    set_up_case_folder(&world.ctx, case).await.unwrap();
    assert!(is_set_up(&world, case).await);
    let calls = world.fake.calls_to(GRAPH);
    assert_eq!(
        lines(&calls[2..]),
        [
            "POST /v1.0/groups/group/drive/items/cases/children".to_owned(),
            format!("GET /v1.0/groups/group/drive/items/cases:/{case}"),
            format!("POST {copies}/gone.docx:/copy"),
            format!("POST {copies}/there.docx:/copy"),
            format!("POST {copies}/new.docx:/copy"),
        ]
    );
    assert_eq!(calls[6].json()["parentReference"]["id"], "item-1");
}

#[tokio::test]
async fn what_the_client_uploaded_is_put_there() {
    let world = world().await;
    let case = factories::new_case().create(&world.db).await.id;
    let large = vec![7; 12 * 1024 * 1024];
    upload(&world, case, "file-uploads/aa.png", b"small".to_vec()).await;
    upload(&world, case, "file-uploads/aa.png", b"small".to_vec()).await;
    upload(&world, case, "file-uploads/bb.png", large.clone()).await;
    set_up_case_folder(&world.ctx, case).await.unwrap();
    assert!(is_set_up(&world, case).await);
    let calls = world.fake.calls_to(GRAPH);
    let folder = "/v1.0/groups/group/drive/items/item-2:";
    assert_eq!(
        lines(&calls[1..]),
        [
            "POST /v1.0/groups/group/drive/items/item-1/children".to_owned(),
            format!("PUT {folder}/aa.png:/content"),
            format!("POST {folder}/bb.png:/createUploadSession"),
        ]
    );
    assert_eq!(calls[1].json()["name"], "client-uploads");
    assert_eq!(calls[2].body, b"small");
    assert_eq!(calls[2].query, [("@microsoft.graph.conflictBehavior".into(), "fail".into())]);
    let pieces = world.fake.calls_to("upload.sharepoint.example");
    let ranges: Vec<_> = pieces.iter().map(|piece| piece.header("content-range")).collect();
    assert_eq!(
        ranges,
        [
            "bytes 0-5242879/12582912",
            "bytes 5242880-10485759/12582912",
            "bytes 10485760-12582911/12582912",
        ]
    );
    assert!(pieces.iter().all(|piece| piece.header("authorization").is_empty()));
    assert_eq!(pieces.iter().flat_map(|piece| piece.body.clone()).collect::<Vec<_>>(), large);

    // Again from the start: everything is there already.
    world.db.execute("UPDATE core_issue SET is_sharepoint_set_up = false", &[]).await;
    set_up_case_folder(&world.ctx, case).await.unwrap();
    assert!(is_set_up(&world, case).await);
    assert_eq!(world.fake.calls_to("upload.sharepoint.example").len(), 3);
}

#[tokio::test]
async fn a_token_that_graph_refuses_is_replaced_once() {
    let world = world().await;
    let case = factories::new_case().create(&world.db).await.id;
    world.fake.answer_once(GRAPH, "/", Answer::new(401));
    set_up_case_folder(&world.ctx, case).await.unwrap();
    assert_eq!(world.fake.calls_to(LOGIN).len(), 2);
    let other = factories::new_case().fileref("R0043").create(&world.db).await.id;
    world.fake.answer(GRAPH, "/", Answer::new(401));
    let error = set_up_case_folder(&world.ctx, other).await.unwrap_err();
    assert!(!error.is_transient());
    assert!(!is_set_up(&world, other).await);
}

#[tokio::test]
async fn refusals_and_troubles_are_told_apart() {
    let world = world().await;
    let case = factories::new_case().create(&world.db).await.id;
    for (host, status, transient) in
        [(LOGIN, 400, false), (LOGIN, 503, true), (GRAPH, 403, false), (GRAPH, 429, true)]
    {
        world.fake.answer_once(host, "/", Answer::new(status));
        let error = set_up_case_folder(&world.ctx, case).await.unwrap_err();
        assert_eq!(error.is_transient(), transient, "{error}");
        assert!(error.to_string().ends_with(&format!("{host}: status {status}")), "{error}");
    }
    let busy = Answer::new(429).insert_header("Retry-After", "1");
    world.fake.answer_once(GRAPH, "/", busy);
    set_up_case_folder(&world.ctx, case).await.unwrap();
}

#[tokio::test]
async fn without_a_client_development_goes_on() {
    let world = World::build().await;
    let case = factories::new_case().create(&world.db).await.id;
    set_up_case_folder(&world.ctx, case).await.unwrap();
    assert!(world.fake.calls().is_empty());
    assert!(!is_set_up(&world, case).await);
}
