//! `clerk-worker migrate`, the real program.

use std::{
    process::{Command, Output, Stdio},
    time::Duration,
};

use clerk_tests::{TestDb, binaries};

use super::{catalogue, dump, expected_catalogue, made_by_the_original, migrate};

fn command(db: &TestDb, arguments: &[&str]) -> Command {
    let mut command = binaries::command(&binaries::clerk_worker(), db.variables());
    command.arg("migrate").args(arguments);
    command
}

fn run(db: &TestDb, arguments: &[&str]) -> (Output, String) {
    let output = command(db, arguments).output().unwrap();
    let text = binaries::text(&output);
    (output, text)
}

#[tokio::test]
async fn it_says_what_it_did() {
    let db = TestDb::empty().await;
    let before = dump(&db, &[]);
    let (output, text) = run(&db, &["--check"]);
    assert!(output.status.success() && text.contains("is empty"), "{text}");
    assert_eq!(dump(&db, &[]), before);
    let (output, text) = run(&db, &[]);
    assert!(output.status.success() && text.contains("were created"), "{text}");
    assert!(text.contains("00000000000001_jobs"), "{text}");
    let (output, text) = run(&db, &[]);
    assert!(output.status.success());
    assert_eq!(text, "The database is up to date.\n");

    let db = made_by_the_original().await;
    let (output, text) = run(&db, &["--check"]);
    assert!(output.status.success() && text.contains("would be adopted"), "{text}");
    let (output, text) = run(&db, &[]);
    assert!(output.status.success() && text.contains("was adopted"), "{text}");
}

#[tokio::test]
async fn it_names_every_difference_and_fails() {
    let db = made_by_the_original().await;
    db.execute("ALTER TABLE core_issue ALTER topic TYPE text", &[]).await;
    db.execute("DROP INDEX core_issue_client_id_185e608d", &[]).await;
    db.execute("DROP TABLE core_auditevent", &[]).await;
    let before = dump(&db, &[]);
    for arguments in [&["--check"][..], &[]] {
        let (output, _) = run(&db, arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        let error = String::from_utf8(output.stderr).unwrap();
        let lines: Vec<_> = error.lines().filter(|line| line.starts_with("  - ")).collect();
        assert_eq!(lines.len(), 3, "{error}");
        for subject in [
            "table core_auditevent:",
            "column core_issue.topic:",
            "index core_issue.core_issue_client_id_185e608d:",
        ] {
            assert!(lines.iter().any(|line| line.contains(subject)), "{error}");
        }
    }
    assert_eq!(dump(&db, &[]), before);
}

#[tokio::test]
async fn wrong_settings_and_an_absent_database_are_told_apart() {
    let db = TestDb::empty().await;
    let mut broken = command(&db, &[]);
    let output = broken.env("DJANGO_SETTINGS_MODULE", "clerk.settings.moon").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(binaries::text(&output).contains("DJANGO_SETTINGS_MODULE"));

    let output = command(&db, &[]).env("PGDATABASE", "nowhere").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let text = binaries::text(&output);
    assert!(text.contains("database \"nowhere\" does not exist"), "{text}");
}

/// Killed at various moments, it leaves a database that the next run can go on with.
#[tokio::test]
async fn being_killed_leaves_nothing_half_done() {
    let db = TestDb::empty().await;
    let tables = "SELECT count(*) FROM pg_class
                  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'";
    for wait in (1..10).map(|step| Duration::from_millis(step * 40)) {
        let mut child = command(&db, &[]).stdout(Stdio::null()).spawn().unwrap();
        tokio::time::sleep(wait).await;
        child.kill().unwrap();
        child.wait().unwrap();
        let tables: i64 = db.value(tables, &[]).await;
        assert!(tables == 0 || tables == 124, "{tables}");
    }
    migrate(&db).await.unwrap();
    assert!(catalogue(&db).await == expected_catalogue());
    assert_eq!(db.value::<i64>("SELECT count(*) FROM auth_group", &[]).await, 6);
}
