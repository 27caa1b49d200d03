//! Mail that comes in.

mod alerts;
mod commands;
mod corpus;
mod form;
mod ingest;
mod junk;
mod kills;
mod receive;
mod samples;
mod statements;
mod tray;

use clerk_domain::Context;
use clerk_tests::{Actor, Reply, TestApp, TestDb, factories};
use clerk_workflows::mail_comes_in;
use reqwest::Method;
use serde_json::Value;
use uuid::Uuid;

use form::Form;

/// How the id of the case begins.
pub const DIGITS: &str = "0e62ccc2";
/// Where mail to the case goes.
pub const ADDRESS: &str = "case.0e62ccc2@mail.fake.anikalegal.org.au";
const CASE: &str = "0e62ccc2-b9ee-4a07-979a-da8a9d450404";

/// An application with a case, to which mail comes.
pub struct Inbox {
    pub app: TestApp,
    pub case: Uuid,
    poster: Actor,
}

impl Inbox {
    pub async fn new() -> Self {
        Self::with(&[]).await
    }

    pub async fn with(variables: &[(&str, &str)]) -> Self {
        Self::over(TestDb::migrated().await, variables).await
    }

    pub async fn over(db: TestDb, variables: &[(&str, &str)]) -> Self {
        let app = TestApp::builder()
            .db(db)
            .stopped()
            .var("EMAIL_DOMAIN_LEGACY", "mail.legacy.example.com")
            .vars(variables)
            .start()
            .await;
        let case = factories::case().id(CASE.parse().unwrap()).create(&app.db).await.id;
        let poster = app.anonymous();
        Self { app, case, poster }
    }

    pub fn ctx(&self) -> &Context {
        &self.app.ctx
    }

    pub fn db(&self) -> &TestDb {
        &self.app.db
    }

    /// Posts a form.
    pub async fn post(&self, form: &Form) -> Reply {
        self.post_bytes(&Form::content_type(), form.body()).await
    }

    pub async fn post_bytes(&self, content_type: &str, body: Vec<u8>) -> Reply {
        let request = self.poster.request(Method::POST, "/email/receive/");
        self.poster.send(request.header("content-type", content_type).body(body)).await
    }

    /// Posts events, as JSON.
    pub async fn post_events(&self, events: &Value) -> Reply {
        self.poster.post("/email/events/", events.clone()).await
    }

    /// Posts a form, ingests it and returns its stored message.
    pub async fn take(&self, form: &Form) -> Uuid {
        self.post(form).await.expect(200);
        let id = self.waiting().await.pop().unwrap();
        mail_comes_in::ingest(self.ctx(), id).await.unwrap();
        id
    }

    /// The messages that wait for their job.
    pub async fn waiting(&self) -> Vec<Uuid> {
        let sql =
            "SELECT id FROM clerk.inbound_message WHERE state = 'Received' ORDER BY received_at";
        self.db().query(sql, &[]).await.iter().map(|row| row.get(0)).collect()
    }

    /// State and reason of a stored message.
    pub async fn message(&self, id: Uuid) -> (String, Option<String>) {
        let sql = "SELECT state, reason FROM clerk.inbound_message WHERE id = $1";
        let rows = self.db().query(sql, &[&id]).await;
        (rows[0].get(0), rows[0].get(1))
    }

    /// The email that a stored message has become.
    pub async fn email_of(&self, id: Uuid) -> Received {
        let sql = "SELECT row_to_json(email)::jsonb FROM emails_email email
            JOIN clerk.inbound_message message ON message.email_id = email.id
            WHERE message.id = $1";
        let row: Value = self.db().value(sql, &[&id]).await;
        let id = i32::try_from(row["id"].as_i64().unwrap()).unwrap();
        let sql = "SELECT file, content_type, content_id FROM emails_emailattachment attachment
            LEFT JOIN clerk.email_attachment_cid cid ON cid.attachment_id = attachment.id
            WHERE email_id = $1 ORDER BY attachment.id";
        let rows = self.db().query(sql, &[&id]).await;
        let files = rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
        Received { id, row, files }
    }

    /// The bytes of a stored file.
    pub async fn file(&self, key: &str) -> Vec<u8> {
        self.ctx().files.get(key, u64::MAX).await.unwrap().to_vec()
    }
}

/// An email with its files: key, media type, content id.
pub struct Received {
    pub id: i32,
    pub row: Value,
    pub files: Vec<(String, String, Option<String>)>,
}

impl Received {
    #[track_caller]
    pub fn text(&self, column: &str) -> &str {
        self.row[column].as_str().unwrap()
    }

    /// The names of the files.
    pub fn names(&self) -> Vec<&str> {
        self.files.iter().map(|(key, ..)| key.rsplit('/').next().unwrap()).collect()
    }
}
