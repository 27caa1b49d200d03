//! Submissions that cannot be processed are kept, marked, reported and tried again.

use clerk_store::jobs::Job;
use clerk_tests::{TestDb, answers, binaries};
use serde_json::{Value, json};

use clerk_workflows::form_comes_in;

use super::*;

async fn mark(db: &TestDb, id: Uuid) -> Option<(String, i32)> {
    let sql = "SELECT reason, attempts FROM clerk.submission_failure WHERE submission_id = $1";
    db.query(sql, &[&id]).await.first().map(|row| (row.get(0), row.get(1)))
}

async fn is_processed(db: &TestDb, id: Uuid) -> bool {
    db.value("SELECT is_processed FROM core_submission WHERE id = $1", &[&id]).await
}

/// Tables that a submission that fails must leave empty.
async fn assert_nothing_made(db: &TestDb) {
    for table in ["core_issue", "core_client", "core_tenancy", "core_person"] {
        assert_eq!(
            db.value::<i64>(&format!("SELECT count(*) FROM {table}"), &[]).await,
            0,
            "{table}"
        );
    }
}

#[tokio::test]
async fn what_cannot_be_a_case_is_marked_with_the_reason() {
    let World { db, ctx, .. } = &world().await;
    let full = || answers::repairs("a@example.org", &[]);
    for (raw, reason) in [
        (
            answers::with(full(), json!({"ISSUES": "INELIGIBLE_COMPENSATION"})),
            "ISSUES is not a topic of a case",
        ),
        (answers::with(full(), json!({"ISSUES": null})), "ISSUES is missing"),
        (answers::with(full(), json!({"ISSUES": ["REPAIRS"]})), "ISSUES is missing"),
        (answers::with(full(), json!({"EMAIL": null})), "EMAIL is missing or not usable"),
        (
            answers::with(full(), json!({"EMAIL": "a\nb@example.org"})),
            "EMAIL is missing or not usable",
        ),
        (
            answers::with(full(), json!({"EMAIL": format!("{}@example.org", "a".repeat(150))})),
            "EMAIL is missing or not usable",
        ),
        (answers::with(full(), json!({"FIRST_NAME": " "})), "FIRST_NAME is missing"),
        (answers::with(full(), json!({"LAST_NAME": null})), "LAST_NAME is missing"),
        (answers::with(full(), json!({"ADDRESS": null})), "ADDRESS is missing"),
        (json!({}), "ISSUES is missing"),
        (json!([1, 2]), "the answers are not an object"),
        (json!("text"), "the answers are not an object"),
    ] {
        let id = submit(ctx, raw.clone()).await;
        let outcome = form_comes_in::process(ctx, id).await.unwrap();
        assert_eq!(outcome, Outcome::Failed(reason.to_owned()), "{raw}");
        assert_eq!(mark(db, id).await, Some((reason.to_owned(), 1)));
        let kept: Value =
            db.value("SELECT answers FROM core_submission WHERE id = $1", &[&id]).await;
        assert_eq!(kept, raw);
        assert!(!is_processed(db, id).await);
        let alert = pending(db).await.pop().unwrap();
        assert_eq!(alert, ("alert_submission_failed".to_owned(), id));
    }
    assert_nothing_made(db).await;
}

#[tokio::test]
async fn a_failure_is_told_once_and_the_job_is_done() {
    let World { db, ctx, .. } = &world().await;
    let id = submit(ctx, json!({})).await;
    clerk_worker::dispatch(ctx.clone(), Job::ProcessSubmission { submission: id }).await.unwrap();
    submissions::submit(ctx, id).await.unwrap();
    clerk_worker::dispatch(ctx.clone(), Job::ProcessSubmission { submission: id }).await.unwrap();
    assert_eq!(mark(db, id).await.unwrap().1, 2);
    let alerts =
        "SELECT count(*) FROM clerk.job WHERE payload ->> 'job' = 'alert_submission_failed'";
    assert_eq!(db.value::<i64>(alerts, &[]).await, 1);
}

#[tokio::test]
async fn a_replay_after_a_fix_makes_the_case_and_takes_the_mark_away() {
    let World { db, ctx, .. } = &world().await;
    let raw = answers::with(answers::repairs("a@example.org", &[]), json!({"EMAIL": null}));
    let id = submit(ctx, raw).await;
    form_comes_in::process(ctx, id).await.unwrap();
    let worker = |arguments: &[&str]| {
        let mut command = binaries::command(&binaries::clerk_worker(), db.variables());
        command.args(arguments).output().unwrap()
    };
    db.execute("UPDATE clerk.job SET state = 'Done'", &[]).await;
    let listed = binaries::text(&worker(&["submissions", "list-failed"]));
    assert!(listed.contains(&id.to_string()) && listed.contains("EMAIL is missing"), "{listed}");

    let again = worker(&["submissions", "replay", &id.to_string()]);
    assert!(!again.status.success());
    assert!(binaries::text(&again).contains("failed again: EMAIL"), "{}", binaries::text(&again));
    assert_eq!(mark(db, id).await.unwrap().1, 2);

    db.execute(
        "UPDATE core_submission SET answers = answers || '{\"EMAIL\": \"a@example.org\"}'",
        &[],
    )
    .await;
    let fixed = worker(&["submissions", "replay", &id.to_string()]);
    assert!(fixed.status.success(), "{}", binaries::text(&fixed));
    assert_eq!(mark(db, id).await, None);
    assert!(is_processed(db, id).await);
    let listed = binaries::text(&worker(&["submissions", "list-failed"]));
    assert!(!listed.contains(&id.to_string()), "{listed}");
    let unknown = worker(&["submissions", "replay", &Uuid::new_v4().to_string()]);
    assert!(!unknown.status.success());
}

#[tokio::test]
async fn a_database_error_leaves_nothing_and_is_tried_again() {
    let World { db, ctx, .. } = &world().await;
    let id = submit(ctx, answers::repairs("a@example.org", &[upload(db).await])).await;
    db.execute(
        "ALTER TABLE core_fileupload ADD CONSTRAINT clerk_test CHECK (issue_id IS NULL)",
        &[],
    )
    .await;
    let job = Job::ProcessSubmission { submission: id };
    let error = clerk_worker::dispatch(ctx.clone(), job.clone()).await.unwrap_err();
    assert!(error.is_transient(), "{error}");
    assert_nothing_made(db).await;
    assert_eq!(mark(db, id).await, None);
    assert_eq!(pending(db).await, [("process_submission".to_owned(), id)], "no follow-up jobs");

    db.execute("ALTER TABLE core_fileupload DROP CONSTRAINT clerk_test", &[]).await;
    clerk_worker::dispatch(ctx.clone(), job).await.unwrap();
    assert!(is_processed(db, id).await);
}

#[tokio::test]
async fn running_out_of_file_references_is_a_mark_too() {
    let World { db, ctx, .. } = &world().await;
    let case = case(ctx, answers::repairs("a@example.org", &[])).await;
    db.execute("UPDATE core_issue SET fileref = 'R9999999' WHERE id = $1", &[&case]).await;
    let id = submit(ctx, answers::repairs("b@example.org", &[])).await;
    clerk_worker::dispatch(ctx.clone(), Job::ProcessSubmission { submission: id }).await.unwrap();
    assert_eq!(mark(db, id).await.unwrap().0, "there are no file references R left");
    assert_eq!(db.value::<i64>("SELECT count(*) FROM core_client", &[]).await, 1, "rolled back");
}

#[tokio::test]
async fn a_submission_whose_job_died_is_found_and_marked() {
    let World { db, ctx, .. } = &world().await;
    let id = submit(ctx, answers::repairs("a@example.org", &[])).await;
    form_comes_in::mark_abandoned(ctx).await.unwrap();
    assert_eq!(mark(db, id).await, None, "its job is waiting");
    let mut conn = ctx.db().await.unwrap();
    assert!(form_comes_in::list_failed(&mut conn).await.unwrap().is_empty());

    db.execute("UPDATE clerk.job SET state = 'Dead', finished_at = now()", &[]).await;
    assert_eq!(form_comes_in::list_failed(&mut conn).await.unwrap()[0].reason, "never processed");
    clerk_worker::dispatch(ctx.clone(), Job::FindStuck).await.unwrap();
    assert!(mark(db, id).await.unwrap().0.starts_with("its job died"));
    assert_eq!(pending(db).await, [("alert_submission_failed".to_owned(), id)]);
    clerk_worker::dispatch(ctx.clone(), Job::FindStuck).await.unwrap();
    assert_eq!(mark(db, id).await.unwrap().1, 1);

    assert!(matches!(form_comes_in::process(ctx, id).await.unwrap(), Outcome::Processed(_)));
    assert_eq!(mark(db, id).await, None);
}

#[tokio::test]
async fn a_submission_that_was_not_handed_in_or_is_gone_is_left_alone() {
    let World { db, ctx, .. } = &world().await;
    let id = submissions::create(ctx, answers::repairs("a@example.org", &[])).await.unwrap().id;
    assert_eq!(form_comes_in::process(ctx, id).await.unwrap(), Outcome::NotSubmitted);
    for submission in [id, Uuid::new_v4()] {
        clerk_worker::dispatch(ctx.clone(), Job::ProcessSubmission { submission }).await.unwrap();
    }
    assert_nothing_made(db).await;
    assert!(pending(db).await.is_empty());
}
