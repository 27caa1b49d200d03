//! One of everything, all of it on one case.

use clerk_tests::{NewUser, TestApp, User, factories};
use serde_json::json;
use uuid::Uuid;

/// The rows, and who works on the case.
pub struct Fixture {
    pub case: Uuid,
    pub client: Uuid,
    pub tenancy: i32,
    pub paralegal: User,
    pub lawyer: User,
    /// Has a case of their own.
    pub colleague: User,
    parts: Vec<(&'static str, String)>,
}

impl Fixture {
    /// Puts the rows into the database.
    pub async fn create(app: &TestApp) -> Self {
        let db = &app.db;
        let user = async |email: &str, group| {
            NewUser { groups: &[group], ..NewUser::new(email) }.create(db).await
        };
        let paralegal = user("polly.paralegal@anikalegal.org.au", "Paralegal").await;
        let colleague = user("colin.colleague@anikalegal.org.au", "Paralegal").await;
        let lawyer = user("laura.lawyer@anikalegal.org.au", "Lawyer").await;
        let person = factories::person(db, "Lana Landlord").await;
        let tenancy = factories::tenancy(db, Some(person), None).await;
        let submission = factories::submission(db, json!({"EMAIL": "carla@example.org"})).await;
        let case = factories::case().tenancy(tenancy).submission(submission);
        let case = case.paralegal(paralegal.id).lawyer(lawyer.id).create(db).await;
        factories::case().paralegal(colleague.id).create(db).await;

        let key = "file-uploads/0123456789abcdef0123456789abcdef.png";
        app.ctx.files.put(key, "image/png", b"a picture".as_slice().into()).await.unwrap();
        let upload = Uuid::new_v4();
        db.execute(
            "INSERT INTO core_fileupload (id, created_at, modified_at, file, issue_id) \
             VALUES ($1, now(), now(), $2, $3)",
            &[&upload, &key, &case.id],
        )
        .await;
        let service: i32 = db
            .value(
                "INSERT INTO core_service (created_at, modified_at, category, type, started_at, \
                 count, is_deleted, issue_id) VALUES (now(), now(), 'DISCRETE', 'LEGAL_TASK', \
                 '2026-01-01', 1, false, $1) RETURNING id",
                &[&case.id],
            )
            .await;
        let date: i32 = db
            .value(
                "INSERT INTO core_issuedate (created_at, modified_at, type, date, notes, is_reviewed, \
                 hearing_type, hearing_location, issue_id) VALUES (now(), now(), 'OTHER', \
                 '2999-01-01', '', false, '', '', $1) RETURNING id",
                &[&case.id],
            )
            .await;
        let email: i32 = db
            .value(
                "INSERT INTO emails_email (subject, state, text, created_at, cc_addresses, \
                 from_address, issue_id, to_address, html, is_alert_sent, sendgrid_id, thread_name) \
                 VALUES ('Hello', 'DRAFT', '', now(), '{}', '', $1, 'carla@example.org', \
                 '<p>Hello</p>', false, '', 'hello') RETURNING id",
                &[&case.id],
            )
            .await;
        let file = "email-attachments/0123456789abcdef0123456789abcdef/note.txt";
        app.ctx.files.put(file, "text/plain", b"a note".as_slice().into()).await.unwrap();
        let attachment: i32 = db
            .value(
                "INSERT INTO emails_emailattachment (file, content_type, created_at, email_id, \
                 sharepoint_state) VALUES ($1, 'text/plain', now(), $2, 'NOT_UPLOADED') RETURNING id",
                &[&file, &email],
            )
            .await;
        let email_template: i32 = db
            .value(
                "INSERT INTO emails_emailtemplate (created_at, modified_at, name, topic, text, subject) \
                 VALUES (now(), now(), 'Hello', 'GENERAL', 'Hello', 'Hello') RETURNING id",
                &[],
            )
            .await;
        let notification: i32 = db
            .value(
                "INSERT INTO notify_notification (created_at, modified_at, topic, event, event_stage, \
                 channel, target, raw_text, message_text, name) VALUES (now(), now(), 'GENERAL', \
                 'STAGE_CHANGE', 'ADVICE', 'SLACK', 'PARALEGAL', '', '', 'Hello') RETURNING id",
                &[],
            )
            .await;
        let document_template: i32 = db
            .value(
                "INSERT INTO core_documenttemplate (created_at, modified_at, topic, file) \
                 VALUES (now(), now(), 'REPAIRS', 'templates/repairs/letter.docx') RETURNING id",
                &[],
            )
            .await;
        let parts = vec![
            ("case", case.id.to_string()),
            ("client", case.client.to_string()),
            ("tenancy", tenancy.to_string()),
            ("person", person.to_string()),
            ("submission", submission.to_string()),
            ("upload", upload.to_string()),
            ("service", service.to_string()),
            ("date", date.to_string()),
            ("email", email.to_string()),
            ("slug", "hello".to_owned()),
            ("attachment", attachment.to_string()),
            ("graph", "01ABC".to_owned()),
            ("email_template", email_template.to_string()),
            ("notification", notification.to_string()),
            ("document_template", document_template.to_string()),
            ("account", colleague.id.to_string()),
        ];
        Self { case: case.id, client: case.client, tenancy, paralegal, lawyer, colleague, parts }
    }

    /// A path with its parts filled in.
    pub fn fill(&self, path: &str) -> String {
        let fill = |path: String, (name, value): &(&str, String)| {
            path.replace(&format!("{{{name}}}"), value)
        };
        let filled = self.parts.iter().fold(path.to_owned(), fill);
        assert!(!filled.contains('{'), "{filled}");
        filled
    }
}
