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
        let upload = factories::upload(db, Some(case.id), key).await;
        let service = factories::service(db, case.id, "DISCRETE", "LEGAL_TASK").await;
        let date = factories::date(case.id, "OTHER", "2999-01-01").create(db).await;
        let email = factories::email("DRAFT").case(case.id).subject("Hello");
        let email = email.to("carla@example.org").html("<p>Hello</p>").create(db).await;
        let file = "email-attachments/0123456789abcdef0123456789abcdef/note.txt";
        app.ctx.files.put(file, "text/plain", b"a note".as_slice().into()).await.unwrap();
        let attachment = factories::attachment(email, file).content_type("text/plain");
        let attachment = attachment.create(db).await;
        let email_template = factories::email_template(db, "GENERAL", "Hello").await;
        let notification = factories::notification_template(db, "GENERAL", "Hello").await;
        let letter = "templates/repairs/letter.docx";
        let document_template = factories::document_template(db, "REPAIRS", letter).await;
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
