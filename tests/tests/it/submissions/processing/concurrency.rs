//! However often and by however many: one case, one number.

use std::collections::BTreeSet;

use clerk_tests::answers;
use futures_util::future::join_all;
use serde_json::json;

use clerk_workflows::form_comes_in;

use super::*;

async fn filerefs(db: &TestDb) -> Vec<String> {
    let rows = db.query("SELECT fileref FROM core_issue ORDER BY fileref COLLATE \"C\"", &[]).await;
    rows.iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn processing_again_changes_nothing() {
    let World { db, ctx, .. } = &world().await;
    let id = submit(ctx, answers::repairs("a@example.org", &[])).await;
    let Outcome::Processed(case) = form_comes_in::process(ctx, id).await.unwrap() else { panic!() };
    let expected = ["process_submission", "alert_new_case", "welcome_client", "set_up_case_folder"];
    let jobs = pending(db).await;
    assert_eq!(jobs.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), expected);
    assert_eq!(jobs.iter().map(|(_, id)| *id).collect::<Vec<_>>(), [id, case, case, case]);

    assert_eq!(form_comes_in::process(ctx, id).await.unwrap(), Outcome::AlreadyProcessed);
    submissions::submit(ctx, id).await.unwrap();
    assert_eq!(pending(db).await, jobs);
    assert_eq!(filerefs(db).await, ["R0001"]);
}

#[tokio::test]
async fn ten_at_once_make_one_case() {
    let World { db, ctx, .. } = &world().await;
    let id = submit(ctx, answers::repairs("a@example.org", &[upload(db).await])).await;
    let outcomes = join_all((0..10).map(|_| form_comes_in::process(ctx, id))).await;
    let processed =
        outcomes.into_iter().filter(|outcome| matches!(outcome, Ok(Outcome::Processed(_)))).count();
    assert_eq!(processed, 1);
    assert_eq!(filerefs(db).await.len(), 1);
}

#[tokio::test]
async fn fifty_at_once_have_fifty_numbers_without_a_gap() {
    let World { db, ctx, .. } = &world().await;
    let mut ids = Vec::new();
    for number in 0..50 {
        // Every fifth is of the same new client, who must be made once.
        let email = if number % 5 == 0 {
            "same@example.org".into()
        } else {
            format!("{number}@example.org")
        };
        ids.push(submit(ctx, answers::repairs(&email, &[])).await);
    }
    for outcome in join_all(ids.iter().map(|&id| form_comes_in::process(ctx, id))).await {
        assert!(matches!(outcome, Ok(Outcome::Processed(_))), "{outcome:?}");
    }
    let expected: Vec<String> = (1..=50).map(|number| format!("R{number:04}")).collect();
    assert_eq!(filerefs(db).await, expected);
    assert_eq!(db.value::<i64>("SELECT count(*) FROM core_client", &[]).await, 41);
    let tenancies = "SELECT count(DISTINCT tenancy_id) FROM core_issue i
        JOIN core_client c ON c.id = client_id WHERE email = 'same@example.org'";
    assert_eq!(db.value::<i64>(tenancies, &[]).await, 1);
}

#[tokio::test]
async fn numbers_go_on_past_9999_and_letters_count_apart() {
    let World { db, ctx, .. } = &world().await;
    let mut made = BTreeSet::new();
    let open = async |topic: &str| {
        let raw = answers::with(answers::repairs("a@example.org", &[]), json!({"ISSUES": topic}));
        let case = case(ctx, raw).await;
        db.value::<String>("SELECT fileref FROM core_issue WHERE id = $1", &[&case]).await
    };
    let first = open("REPAIRS").await;
    db.execute("UPDATE core_issue SET fileref = 'R9999'", &[]).await;
    for _ in 0..3 {
        made.insert(open("REPAIRS").await);
    }
    assert_eq!(first, "R0001");
    assert_eq!(made.iter().collect::<Vec<_>>(), ["R10000", "R10001", "R10002"]);
    assert_eq!(open("RENT_REDUCTION").await, "C0001");
    assert_eq!(open("EVICTION_ARREARS").await, "E0001");
    assert_eq!(open("EVICTION_RETALIATORY").await, "E0002");
    // What others made of the column does not matter.
    db.execute("UPDATE core_issue SET fileref = '' WHERE fileref = 'R10001'", &[]).await;
    db.execute("UPDATE core_issue SET fileref = 'RX12' WHERE fileref = 'R10000'", &[]).await;
    assert_eq!(open("REPAIRS").await, "R10003");
}

#[tokio::test]
async fn a_case_that_the_original_made_without_saying_so_is_found() {
    let World { db, ctx, .. } = &world().await;
    let id = submit(ctx, answers::repairs("a@example.org", &[])).await;
    let Outcome::Processed(case) = form_comes_in::process(ctx, id).await.unwrap() else { panic!() };
    db.execute("UPDATE core_submission SET is_processed = false", &[]).await;
    assert_eq!(form_comes_in::process(ctx, id).await.unwrap(), Outcome::Processed(case));
    assert_eq!(filerefs(db).await.len(), 1);
}
