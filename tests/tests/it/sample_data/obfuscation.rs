//! `clerk-worker obfuscate`: no personal data is left, and the copy still works.

use std::{fs, process::Output};

use clerk_tests::{
    TestApp, TestDb, binaries,
    cluster::{Cluster, workspace},
    factories,
};
use serde_json::Value;

use crate::database::restored;

/// Stands for everything that people wrote. No rule may let it through.
const MARK: &str = "Quxley";

fn run(db: &TestDb, command: &str, arguments: &[&str], more: &[(&str, &str)]) -> Output {
    binaries::command(&binaries::clerk_worker(), db.variables())
        .envs(more.iter().copied())
        .arg(command)
        .args(arguments)
        .output()
        .unwrap()
}

fn obfuscate(db: &TestDb, arguments: &[&str]) -> String {
    let output = run(db, "obfuscate", &[&["--database", &db.name], arguments].concat(), &[]);
    let said = binaries::text(&output);
    assert!(output.status.success(), "{said}");
    said
}

/// Table, column and kind, as the rules have them.
fn rules() -> Vec<(String, String, String)> {
    let file = workspace().join("shared/sample_data/src/obfuscation/rules.json");
    let rules: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let tables = rules["tables"].as_object().unwrap().iter();
    tables
        .flat_map(|(table, columns)| {
            columns.as_object().unwrap().iter().map(move |(column, kind)| {
                (table.clone(), column.clone(), kind.as_str().unwrap().to_owned())
            })
        })
        .collect()
}

/// Puts the mark into every column that is not said to be free of people; the tables that had a row.
async fn mark(db: &TestDb) -> usize {
    let mut marked = 0;
    for (table, column, kind) in rules() {
        let value = match kind.as_str() {
            "keep" | "birthday" => continue,
            // These are replaced whatever is in them.
            "answers" => {
                r#"'{"FIRST_NAME": "Quxley", "DOB": "Quxley", "file": "Quxley", "POSTCODE": "Quxley",
                    "REPAIRS_ISSUE_DESCRIPTION": "Quxley did it", "Quxley is it": [{"id": "Quxley"}],
                    "AGENT_ADDRESS": "12 Quxley Street", "SUPPORT_WORKER_EMAIL": "quxley@home.example",
                    "OTHER": ["REPAIRS", "Quxley", {"x": "Quxley 2020-01-01"}]}'"#
                    .to_owned()
            }
            "service" => r#"'{"notes": "Quxley", "count": 1}'"#.to_owned(),
            "emails" => "ARRAY['quxley@home.example']".to_owned(),
            "step" if column == "extra_data" => r#"'{"token": "Quxley"}'"#.to_owned(),
            "null" if column == "received_data" => r#"'{"text": "Quxley"}'"#.to_owned(),
            // Some have to differ from row to row. The shortest has room for the bare mark.
            _ if column == "postcode" => format!("'{MARK}'"),
            _ => format!("left('{MARK}' || id::text, 30)"),
        };
        let real = match table.as_str() {
            "public.auth_user" if kind != "step" => {
                "NOT is_staff AND NOT is_superuser AND email LIKE 'paralegal%'"
            }
            "public.social_auth_usersocialauth" if kind != "step" => {
                "user_id IN (SELECT id FROM auth_user WHERE NOT is_staff)"
            }
            "public.slack_slackchannel" => "name <> 'Staging Alerts'",
            _ => "true",
        };
        let sql = format!("UPDATE {table} SET {column} = {value} WHERE {real}");
        marked += usize::from(db.execute(&sql, &[]).await > 0);
    }
    marked
}

/// A row in each table that demo data leaves empty.
async fn fill(db: &TestDb) {
    for sql in [
        "INSERT INTO blacklist_blacklist (created_at, modified_at, name, email, phone, reason)
            VALUES (now(), now(), 'x', 'x', 'x', 'x')",
        "INSERT INTO caller_call (created_at, modified_at, phone_number, topic, requires_callback,
            number_callbacks, comments) VALUES (now(), now(), '', 'BONDS', true, 0, '')",
        "INSERT INTO webhooks_closedcontact (created_at, modified_at, name, email, topic)
            VALUES (now(), now(), '', '', 'BONDS')",
        "INSERT INTO webhooks_webflowcontact (created_at, modified_at, name, email, phone,
            is_alert_sent, referral, number_callbacks, requires_callback, comments)
            VALUES (now(), now(), '', '', '', false, '', 0, false, '')",
        "INSERT INTO webhooks_jotformsubmission (created_at, modified_at, id, form_name, answers)
            VALUES (now(), now(), gen_random_uuid(), 'Quxley', '{}')",
        "INSERT INTO django_session VALUES ('quxley', 'Quxley', now())",
        "INSERT INTO social_auth_usersocialauth (provider, uid, user_id, created, modified, extra_data)
            SELECT 'google-oauth2', email, id, now(), now(), '{}' FROM auth_user
            WHERE email LIKE 'paralegal%' OR is_staff",
        "INSERT INTO clerk.job (queue, payload, created_at, run_at, max_attempts)
            VALUES ('default', '{\"job\": \"quxley\"}', now(), now(), 1)",
    ] {
        db.execute(sql, &[]).await;
    }
}

/// All that a dump of the database holds, and what the planner knows of it.
async fn everything(db: &TestDb) -> String {
    let output = std::process::Command::new("pg_dump")
        .envs(Cluster::get().variables(&db.name))
        .arg("--data-only")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", binaries::text(&output));
    let known =
        "SELECT coalesce(string_agg(most_common_vals::text || histogram_bounds::text, ' '), '')
        FROM pg_stats WHERE schemaname IN ('public', 'clerk')";
    String::from_utf8(output.stdout).unwrap() + &db.value::<String>(known, &[]).await
}

/// Which of some words are in a text. Thousands of them in many megabytes are for a program made for it.
fn found(words: &[String], text: &str) -> String {
    let dir = tempfile::tempdir().unwrap();
    let (list, file) = (dir.path().join("words"), dir.path().join("text"));
    fs::write(&list, words.join("\n")).unwrap();
    fs::write(&file, text).unwrap();
    let mut grep = std::process::Command::new("grep");
    let output = grep.args(["-oFf"]).args([list, file]).output().unwrap();
    assert_ne!(output.status.code(), Some(2), "{}", binaries::text(&output));
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn no_word_of_anybody_is_left() {
    let db = TestDb::migrated().await;
    let output = run(&db, "demo-data", &["--cases", "40"], &[]);
    assert!(output.status.success(), "{}", binaries::text(&output));
    fill(&db).await;
    let marked = mark(&db).await;
    assert!(marked > 50, "{marked}");
    db.execute("ANALYZE", &[]).await;
    let born = "SELECT array_agg(date_of_birth::text ORDER BY id) FROM core_client";
    let before: Vec<Option<String>> = db.value(born, &[]).await;
    assert!(everything(&db).await.contains(MARK));

    let said = obfuscate(&db, &["--test-accounts"]);
    assert!(said.contains("public.core_client: "), "{said}");
    let after = everything(&db).await;
    for line in after.lines() {
        assert!(!line.to_lowercase().contains("quxley"), "{line}");
    }
    let shifted: Vec<Option<String>> = db.value(born, &[]).await;
    let same = before.iter().zip(&shifted).filter(|(a, b)| a == b && a.is_some()).count();
    assert!(same < 5, "{same} were born on the same day as before");

    let files =
        "SELECT bool_and(answers ->> 'file' = 'file-uploads/sample.pdf') FROM core_submission";
    assert!(db.value::<bool>(files, &[]).await, "answers name no file but the sample");

    // No job waits, and no old password works.
    for (nothing, table) in [
        ("jobs", "clerk.job"),
        ("sessions", "django_session"),
        ("mail on its way", "emails_email WHERE state = 'READY_TO_SEND'"),
        ("passwords", "auth_user WHERE password LIKE 'pbkdf2%'"),
        ("Slack", "slack_slackchannel WHERE webhook_url <> '' AND name <> 'Staging Alerts'"),
        (
            "new cases",
            "core_submission s WHERE id NOT IN (SELECT submission_id FROM core_issue
            WHERE submission_id IS NOT NULL)",
        ),
    ] {
        let count: i64 = db.value(&format!("SELECT count(*) FROM {table}"), &[]).await;
        assert_eq!(count, 0, "{nothing}");
    }
    let names: Vec<String> = db
        .value(
            "SELECT array_agg(u.email || ' ' || g.name ORDER BY u.email) FROM auth_user u
             JOIN auth_user_groups m ON m.user_id = u.id JOIN auth_group g ON g.id = m.group_id
             WHERE u.email LIKE 'test-%'",
            &[],
        )
        .await;
    assert_eq!(
        names,
        [
            "test-coordinator@anikalegal.org.au Coordinator",
            "test-lawyer@anikalegal.org.au Lawyer",
            "test-paralegal@anikalegal.org.au Paralegal"
        ]
    );
    // Administrators stay who they are.
    let admin = "SELECT count(*) FROM auth_user WHERE email = 'admin@anikalegal.org.au'";
    assert_eq!(db.value::<i64>(admin, &[]).await, 1);
}

/// Opens every case with its mail, its notes and its answers.
async fn walk(db: TestDb) {
    let app = TestApp::builder().db(db).start().await;
    let admin = app.admin().await;
    let cases = admin.get("/clerk/api/case/?page_size=-1").await.expect(200).json();
    let cases = cases["results"].as_array().unwrap();
    assert!(cases.len() >= 40);
    for case in cases.iter().take(60) {
        let id = case["id"].as_str().unwrap();
        for path in
            ["api/case/{}/", "api/case/{}/services/", "api/email/{}/", "cases/{}/submission/"]
        {
            admin.get(&format!("/clerk/{}", path.replace("{}", id))).await.expect(200);
        }
    }
}

#[tokio::test]
async fn the_same_person_is_the_same_person_everywhere() {
    let db = TestDb::migrated().await;
    let output = run(&db, "demo-data", &["--cases", "60"], &[]);
    assert!(output.status.success(), "{}", binaries::text(&output));
    let together = "SELECT count(*) FROM core_issue i JOIN core_client c ON c.id = i.client_id
        JOIN core_submission s ON s.id = i.submission_id
        WHERE s.answers ->> 'EMAIL' = c.email AND s.answers ->> 'FIRST_NAME' = c.first_name
            AND s.answers ->> 'ISSUES' = i.topic";
    let threads = "SELECT count(DISTINCT (issue_id, thread_name)) FROM emails_email";
    let choices = "SELECT string_agg(answers::text, ' ' ORDER BY id) FROM
        (SELECT id, jsonb_build_array(answers -> 'ISSUES', answers -> 'REPAIRS_VCAT',
            answers -> 'BONDS_CLAIM_REASONS', answers -> 'GENDER') AS answers FROM core_submission) s";
    // As mail programs write it.
    let named = "UPDATE emails_email e SET from_address = 'Some Name <' || from_address || '>',
        to_address = '\"Name, Some\" <' || upper(to_address) || '>' WHERE id % 2 = 0";
    db.execute(named, &[]).await;
    let mut before = Vec::new();
    for sql in [together, threads] {
        before.push(db.value::<i64>(sql, &[]).await);
    }
    let chosen: String = db.value(choices, &[]).await;
    assert!(before.iter().all(|count| *count > 20), "{before:?}");
    obfuscate(&db, &[]);
    assert_eq!(db.value::<i64>(together, &[]).await, before[0]);
    assert_eq!(db.value::<i64>(threads, &[]).await, before[1]);
    assert_eq!(db.value::<String>(choices, &[]).await, chosen);
    let addressed = "SELECT count(*) FROM emails_email e JOIN core_issue i ON i.id = e.issue_id
        JOIN core_client c ON c.id = i.client_id WHERE c.email IN (e.from_address, e.to_address)";
    assert!(db.value::<i64>(addressed, &[]).await > 10);
    let case_address = "SELECT count(*) FROM emails_email WHERE from_address LIKE 'case.%'
        AND split_part(from_address, '@', 1) = 'case.' || left(issue_id::text, 8)";
    assert!(db.value::<i64>(case_address, &[]).await > 10);
    walk(db).await;
}

#[tokio::test]
async fn the_originals_data_is_hidden_too() {
    let Some(db) = restored().await else { return };
    let output = run(&db, "migrate", &[], &[]);
    assert!(output.status.success(), "{}", binaries::text(&output));
    // A person is known by these; a common word of some note would not prove anything.
    let people = "SELECT email FROM core_client UNION SELECT email FROM core_person
        UNION SELECT phone_number FROM core_client UNION SELECT address FROM core_tenancy
        UNION SELECT first_name || ' ' || last_name FROM core_client
        UNION SELECT full_name FROM core_person";
    let mut people: Vec<String> =
        db.query(people, &[]).await.iter().map(|row| row.get(0)).collect();
    people.retain(|one| one.len() > 9);
    assert!(people.len() > 1000);
    obfuscate(&db, &["--test-accounts"]);
    let left = found(&people, &everything(&db).await);
    assert!(left.is_empty(), "{left}");
    walk(db).await;
}

#[tokio::test]
async fn what_would_be_lost_is_refused() {
    let db = TestDb::migrated().await;
    factories::case().create(&db).await;
    let name = "SELECT string_agg(first_name || email, '') FROM core_client";
    let before: String = db.value(name, &[]).await;
    let other = ["--database", "clerk_staging"];
    let this = ["--database", db.name.as_str()];
    let production = [
        ("DJANGO_SETTINGS_MODULE", "clerk.settings.prod"),
        ("DJANGO_SECRET_KEY", "a-secret-key-that-is-long-enough-for-production"),
        ("AWS_ACCESS_KEY_ID", "x"),
        ("AWS_SECRET_ACCESS_KEY", "x"),
        ("SENDGRID_API_KEY", "x"),
    ];
    for (arguments, more, words) in [
        (&other, &[][..], "not clerk_staging"),
        (&["--database", "clerk_prod"], &[], "what a live database is called"),
        (&this, &production, "production"),
    ] {
        let output = run(&db, "obfuscate", arguments, more);
        let said = binaries::text(&output);
        assert!(!output.status.success());
        assert!(said.contains(words), "{said}");
    }
    db.execute("ALTER TABLE core_client ADD COLUMN nickname text", &[]).await;
    let said = binaries::text(&run(&db, "obfuscate", &this, &[]));
    assert!(said.contains("public.core_client.nickname: no rule"), "{said}");
    let rename = "ALTER TABLE core_client RENAME COLUMN nickname TO pronoun";
    db.execute(rename, &[]).await;
    db.execute("ALTER TABLE core_client RENAME COLUMN pronouns TO nickname", &[]).await;
    let said = binaries::text(&run(&db, "obfuscate", &this, &[]));
    assert!(said.contains("public.core_client.pronouns: no such column"), "{said}");
    db.execute("ALTER TABLE core_client RENAME COLUMN nickname TO pronouns", &[]).await;
    assert_eq!(db.value::<String>(name, &[]).await, before);

    let app = TestApp::builder().db(db).start().await;
    app.coordinator().await.get("/clerk/api/case/").await.expect(200);
    let arguments = ["--database", app.db.name.as_str()];
    let said = binaries::text(&run(&app.db, "obfuscate", &arguments, &[]));
    assert!(said.contains("Clerk is connected to it"), "{said}");
}
