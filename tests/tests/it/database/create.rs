//! An empty database.

use clerk_store::db::{self, Start};
use clerk_tests::{TestDb, cluster::Cluster};
use futures_util::future::join_all;
use serde_json::Value;
use tokio_postgres::NoTls;

use super::{
    catalogue, contract, dump, expected_catalogue, migrate, restored, without_our_indexes,
};

#[tokio::test]
async fn it_gets_everything_and_stays_as_it_is_from_then_on() {
    let db = TestDb::empty().await;
    let first = migrate(&db).await.unwrap();
    assert_eq!(first.start, Start::Empty);
    assert_eq!(first.applied[0], "00000000000001_jobs");
    assert_eq!(db.value::<i64>("SELECT count(*) FROM clerk.job", &[]).await, 0);

    let before = dump(&db, &[]);
    let second = migrate(&db).await.unwrap();
    assert_eq!(second.start, Start::Known);
    assert!(second.applied.is_empty() && second.drift.is_empty());
    assert_eq!(dump(&db, &[]), before);
}

#[tokio::test]
async fn the_committed_catalogue_is_that_of_a_new_database() {
    let db = TestDb::migrated().await;
    let expected = expected_catalogue();
    let found = catalogue(&db).await;
    assert_eq!(expected.iter().filter(|line| line.starts_with("table\t")).count(), 124);
    // Two loops, since a difference shows better than two lists of 1,600 lines.
    for line in &expected {
        assert!(found.contains(line), "missing in a new database: {line}");
    }
    for line in &found {
        // Indexes that we add to the original's tables are allowed, under our own prefix.
        let is_ours = line.starts_with("index\t") && line.contains(".clerk_");
        assert!(is_ours || expected.contains(line), "unexpected in a new database: {line}");
    }
}

#[tokio::test]
async fn its_tables_are_those_of_the_original_to_the_letter() {
    let Some(original) = restored().await else { return };
    let ours = TestDb::migrated().await;
    let ours = without_our_indexes(&dump(&ours, &["--schema=public"]));
    assert!(ours == dump(&original, &["--schema=public"]));
}

#[tokio::test]
async fn diesel_keeps_its_books_out_of_the_originals_schema() {
    let db = TestDb::migrated().await;
    let count = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace
                 AND relkind IN ('r', 'v', 'm')";
    assert_eq!(db.value::<i64>(count, &[]).await, 124);
    let books = "SELECT count(*) FROM clerk.__diesel_schema_migrations WHERE version = $1";
    assert_eq!(db.value::<i64>(books, &[&"00000000000000"]).await, 1);
}

#[tokio::test]
async fn the_rows_that_the_application_counts_on_are_there() {
    let db = TestDb::migrated().await;
    let groups = db.query("SELECT id, name FROM auth_group ORDER BY id LIMIT 4", &[]).await;
    let groups: Vec<(i32, &str)> = groups.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(groups, [(1, "Admin"), (2, "Coordinator"), (3, "Paralegal"), (4, "Lawyer")]);
    let slugs = "SELECT string_agg(slug, ' ' ORDER BY id) FROM slack_slackmessage";
    assert_eq!(
        db.value::<String>(slugs, &[]).await,
        "client-intake landing-form actionstep-create weekly-report"
    );
    let types = "SELECT count(*) FROM django_content_type WHERE app_label = 'core'
                 AND model IN ('issue', 'client', 'person', 'tenancy', 'submission')";
    assert_eq!(db.value::<i64>(types, &[]).await, 5);
}

#[tokio::test]
async fn its_rows_are_the_originals() {
    let Some(path) = contract("seed_rows.json") else { return };
    let seeds: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let db = TestDb::migrated().await;
    for (table, seed) in seeds.as_object().unwrap() {
        let columns: Vec<_> = seed["columns"]
            .as_array()
            .unwrap()
            .iter()
            .map(|column| column.as_str().unwrap())
            .collect();
        let order = if table == "django_migrations" { "id" } else { columns[0] };
        let sql = format!(
            "SELECT jsonb_agg(jsonb_build_array({}) ORDER BY {order}) FROM public.{table}",
            columns.join(", ")
        );
        let found: Value = db.value(&sql, &[]).await;
        assert_eq!(with_floats(&found), with_floats(&seed["rows"]), "{table}");
    }
}

/// PostgreSQL writes 1.0 as 1.
fn with_floats(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(with_floats).collect(),
        Value::Number(number) => Value::from(number.as_f64().unwrap()),
        other => other.clone(),
    }
}

#[tokio::test]
async fn ids_continue_after_the_first_rows() {
    let db = TestDb::migrated().await;
    let group = "INSERT INTO auth_group (name) VALUES ('Volunteer') RETURNING id";
    assert_eq!(db.value::<i32>(group, &[]).await, 7);
    let numbered = db
        .query(
            "SELECT table_name::text, column_name::text FROM information_schema.columns
             WHERE table_schema = 'public' AND is_identity = 'YES'",
            &[],
        )
        .await;
    assert_eq!(numbered.len(), 103);
    for row in numbered {
        let (table, column): (&str, &str) = (row.get(0), row.get(1));
        let sql = format!(
            "SELECT nextval(pg_get_serial_sequence('public.{table}', '{column}')) >
                    coalesce(max({column}), 0) FROM public.{table}"
        );
        assert!(db.value::<bool>(&sql, &[]).await, "{table}");
    }
}

#[tokio::test]
async fn ten_at_once_make_it_once() {
    let db = TestDb::empty().await;
    let outcomes = join_all((0..10).map(|_| migrate(&db))).await;
    let starts: Vec<_> = outcomes.into_iter().map(|outcome| outcome.unwrap().start).collect();
    assert_eq!(starts.iter().filter(|start| **start == Start::Empty).count(), 1);
    assert_eq!(starts.iter().filter(|start| **start == Start::Known).count(), 9);
    let books = "SELECT count(*) FROM clerk.__diesel_schema_migrations WHERE version = $1";
    assert_eq!(db.value::<i64>(books, &[&"00000000000000"]).await, 1);
    assert_eq!(db.value::<i64>("SELECT count(*) FROM auth_group", &[]).await, 6);
}

#[tokio::test]
async fn a_failed_migration_is_undone_and_can_be_repeated() {
    let db = TestDb::empty().await;
    db.execute("CREATE SCHEMA clerk", &[]).await;
    db.execute("CREATE TABLE clerk.job (somebody_elses int)", &[]).await;
    let error = migrate(&db).await.unwrap_err().to_string();
    assert!(error.contains("00000000000001_jobs") && error.contains("\"job\""), "{error}");
    let worker = "SELECT to_regclass('clerk.worker') IS NULL";
    assert!(db.value::<bool>(worker, &[]).await, "half a migration was left");

    db.execute("DROP TABLE clerk.job", &[]).await;
    let outcome = migrate(&db).await.unwrap();
    assert_eq!(outcome.start, Start::Known);
    assert_eq!(outcome.applied[0], "00000000000001_jobs");
}

#[tokio::test]
async fn readiness_tells_whether_migrations_are_pending() {
    let db = TestDb::empty().await;
    let mut conn = db::connect(Cluster::get().options(&db.name)).await.unwrap();
    assert!(!db::is_current(&mut conn).await.unwrap());
    migrate(&db).await.unwrap();
    assert!(db::is_current(&mut conn).await.unwrap());
    db.execute(
        "DELETE FROM clerk.__diesel_schema_migrations WHERE version = '00000000000001'",
        &[],
    )
    .await;
    assert!(!db::is_current(&mut conn).await.unwrap());
}

#[tokio::test]
async fn an_index_whose_building_was_interrupted_is_built_again() {
    let db = TestDb::migrated().await;
    let mut superuser = Cluster::get().options(&db.name);
    let (client, connection) = superuser.user("postgres").connect(NoTls).await.unwrap();
    #[expect(clippy::disallowed_methods, reason = "drives the connection of a test")]
    tokio::spawn(connection);
    let index = "'clerk_core_issue_created_at'::regclass";
    client
        .batch_execute(&format!(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = {index}"
        ))
        .await
        .unwrap();
    let last = "DELETE FROM clerk.__diesel_schema_migrations WHERE version = '00000000000010'";
    db.execute(last, &[]).await;
    let outcome = migrate(&db).await.unwrap();
    assert_eq!(outcome.applied, ["00000000000010_index_case_created_at"]);
    let valid = format!("SELECT indisvalid FROM pg_index WHERE indexrelid = {index}");
    assert!(db.value::<bool>(&valid, &[]).await);
}
