use clerk_store::jobs::Job;
use clerk_tests::{NewUser, TestApp, factories, jobs, outside::Answer};
use clerk_workflows::case_folder::{move_case_access, set_up_case_folder};
use uuid::Uuid;

use super::{GRAPH, app};

async fn user(app: &TestApp, email: &str) -> i32 {
    NewUser { groups: &["Paralegal"], ..NewUser::new(email) }.create(&app.db).await.id
}

async fn event(app: &TestApp, case: Uuid, prev: Option<i32>, next: Option<i32>) -> i32 {
    factories::event(case, "PARALEGAL").users(prev, next).create(&app.db).await
}

#[tokio::test]
async fn the_folder_goes_to_who_works_on_the_case() {
    let app = app().await;
    let (ann, ben) = (user(&app, "ann.a@x.example").await, user(&app, "ben.b@x.example").await);
    let case = factories::case().paralegal(ben).create(&app.db).await.id;
    let path = format!("cases/{case}");
    app.fake.put_folder(&path);
    for email in ["one@x.example", "two@x.example", "Ann.A@x.example"] {
        app.fake.share(&path, email);
    }
    app.fake.share_from_above(&path, "ann.a@x.example");
    let event = event(&app, case, Some(ann), Some(ben)).await;
    jobs::enqueue(&app.ctx, &Job::MoveCaseAccess { event }).await;
    jobs::drain_all(&app.ctx, &app.db).await;
    // What comes from above cannot be taken away here.
    let expected = ["one@x.example", "two@x.example", "ann.a@x.example", "ben.b@x.example"];
    assert_eq!(app.fake.shared_with(&path), expected);
    move_case_access(&app.ctx, event).await.unwrap();
    assert_eq!(app.fake.shared_with(&path), expected);
}

#[tokio::test]
async fn what_counts_is_who_works_on_it_now() {
    let app = app().await;
    let (ann, ben) = (user(&app, "ann.a@x.example").await, user(&app, "ben.b@x.example").await);
    // Ann was the paralegal and is the lawyer now; an older event says that Ben came.
    let case = factories::case().lawyer(ann).create(&app.db).await.id;
    let path = format!("cases/{case}");
    app.fake.put_folder(&path);
    app.fake.share(&path, "ann.a@x.example");
    let old = event(&app, case, Some(ann), Some(ben)).await;
    let new = event(&app, case, Some(ben), None).await;
    for event in [new, old] {
        move_case_access(&app.ctx, event).await.unwrap();
    }
    assert_eq!(app.fake.shared_with(&path), ["ann.a@x.example"]);
    move_case_access(&app.ctx, 0).await.unwrap();
    app.fake.answer(GRAPH, "/", Answer::new(503));
    assert!(move_case_access(&app.ctx, old).await.unwrap_err().is_transient());
}

#[tokio::test]
async fn a_case_without_a_folder_is_shared_when_it_gets_one() {
    let app = app().await;
    let ann = user(&app, "ann.a@x.example").await;
    let case = factories::case().paralegal(ann).create(&app.db).await.id;
    let sql = "UPDATE core_issue SET is_sharepoint_set_up = false";
    app.db.execute(sql, &[]).await;
    let event = event(&app, case, None, Some(ann)).await;
    move_case_access(&app.ctx, event).await.unwrap();
    set_up_case_folder(&app.ctx, case).await.unwrap();
    assert_eq!(app.fake.shared_with(&format!("cases/{case}")), ["ann.a@x.example"]);
}

#[tokio::test]
async fn without_a_client_nothing_happens() {
    let app = TestApp::start().await;
    let ann = user(&app, "ann.a@x.example").await;
    let case = factories::case().paralegal(ann).create(&app.db).await.id;
    let event = event(&app, case, None, Some(ann)).await;
    move_case_access(&app.ctx, event).await.unwrap();
}
