//! `clerk-worker check`.

use clerk_base::clock::Clock;
use clerk_tests::{TestDb, World, binaries, outside::Answer};
use serde_json::{Value, json};

use super::variables;

/// What it finds about each thing: state and words; and whether all was well.
fn check(variables: &[(String, String)], more: &[&str]) -> (bool, Value) {
    let mut command = binaries::command(&binaries::clerk_worker(), variables.to_vec());
    let output = command.arg("check").arg("--json").args(more).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let found =
        serde_json::from_str(&said).unwrap_or_else(|_| panic!("{}", binaries::text(&output)));
    (output.status.success(), found)
}

fn state<'a>(found: &'a Value, what: &str) -> &'a str {
    let all = found.as_array().unwrap();
    let one =
        all.iter().find(|thing| thing["what"] == what).unwrap_or_else(|| panic!("{what}: {found}"));
    one["state"].as_str().unwrap()
}

#[tokio::test]
async fn a_machine_on_which_all_is_well() {
    let world = World::builder()
        .vars(&[
            ("SLACK_API_TOKEN", "xoxb-secret"),
            ("SENDGRID_API_KEY", "SG.secret"),
            ("AZURE_AD_CLIENT_ID", "client"),
            ("AZURE_AD_CLIENT_SECRET", "azure-secret"),
        ])
        .build()
        .await;
    let World { fake, dir, .. } = &world;
    fake.answer("slack.com", "/api/auth.test", Answer::new(200).set_body_json(json!({"ok": true})));
    let scopes = Answer::new(200).set_body_json(json!({ "scopes": ["mail.send"] }));
    fake.answer("api.sendgrid.com", "/v3/scopes", scopes);
    let date = Answer::new(204).insert_header("date", httpdate());
    fake.answer("www.google.com", "/generate_204", date);
    let (is_fine, found) = check(&world.variables(), &[]);
    assert!(is_fine, "{found:#}");
    for what in [
        "migrations",
        "rights",
        "clock of the database",
        "DJANGO_SECRET_KEY",
        "SALT_KEY",
        "files",
        "mail service",
        "Slack",
        "Microsoft",
        "clock",
    ] {
        assert_eq!(state(&found, what), "ok", "{what}: {found:#}");
    }
    assert!(!found.to_string().contains("secret"), "{found}");
    assert!(
        !dir.path()
            .join("files/clerk-check")
            .read_dir()
            .is_ok_and(|mut entries| entries.next().is_some())
    );
    assert!(fake.calls_to("api.sendgrid.com").iter().all(|call| call.path == "/v3/scopes"));
}

fn httpdate() -> String {
    Clock::system().now().format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[tokio::test]
async fn what_is_wrong_is_said_thing_by_thing() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "no folder").unwrap();
    let world = World::builder()
        .vars(&[
            ("SLACK_API_TOKEN", "xoxb-secret"),
            ("SENDGRID_API_KEY", "SG.secret"),
            ("AZURE_AD_CLIENT_ID", "client"),
            ("AZURE_AD_CLIENT_SECRET", "azure-secret"),
        ])
        .var("CLERK_FILES_DIR", file.display())
        .build()
        .await;
    let World { db, fake, .. } = &world;
    let more = world.variables();
    fake.answer(
        "slack.com",
        "/api/auth.test",
        Answer::new(200).set_body_json(json!({
            "ok": false, "error": "invalid_auth"
        })),
    );
    fake.answer("api.sendgrid.com", "/v3/scopes", Answer::new(401));
    fake.answer("login.microsoftonline.com", "/", Answer::new(401));
    let date = Answer::new(204).insert_header("date", "Mon, 23 Nov 2020 02:00:00 GMT");
    fake.answer("www.google.com", "/generate_204", date);
    let session = "INSERT INTO django_session (session_key, session_data, expire_date)
        VALUES ('k', 'made:by:another', now() + interval '1 day')";
    db.execute(session, &[]).await;
    let (is_fine, found) = check(&more, &[]);
    assert!(!is_fine);
    for what in ["files", "mail service", "Slack", "Microsoft", "clock"] {
        assert_eq!(state(&found, what), "fail", "{what}: {found:#}");
    }
    assert_eq!(state(&found, "DJANGO_SECRET_KEY"), "warn");
    let (_, found) = check(&more, &["--no-outside"]);
    for what in ["mail service", "Slack", "Microsoft", "clock"] {
        assert_eq!(state(&found, what), "skipped");
    }
    let lost = variables(db, &dir, &[("PGPORT", "1".into())]);
    let (is_fine, found) = check(&lost, &["--no-outside"]);
    assert!(!is_fine && state(&found, "database") == "fail");
}

#[tokio::test]
async fn a_strange_database_is_not_adopted() {
    let (db, dir) = (TestDb::empty().await, tempfile::tempdir().unwrap());
    db.execute("CREATE TABLE public.stranger (id int)", &[]).await;
    let (is_fine, found) = check(&variables(&db, &dir, &[]), &["--no-outside"]);
    assert!(!is_fine && state(&found, "migrations") == "fail");
}
