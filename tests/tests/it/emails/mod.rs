//! The emails of a case: reading, writing, files.

mod drafts;
mod inbox;
mod outbox;
mod rendering;
mod threads;

use chrono::{DateTime, Utc};
use clerk_domain::emails;
use clerk_tests::{Actor, Reply, TestApp, TestDb, factories};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use uuid::Uuid;

const NOW: &str = "2026-11-23T02:00:00Z";

/// An application at a fixed time with a case, and a paralegal who works on it.
struct Bench {
    app: TestApp,
    case: Uuid,
    paralegal: Actor,
}

impl Bench {
    async fn start() -> Self {
        Self::with(&[]).await
    }

    async fn with(variables: &[(&str, String)]) -> Self {
        let app = TestApp::builder().at(NOW.parse().unwrap());
        let app = variables.iter().fold(app, |app, (name, value)| app.var(name, value));
        let app = app.start().await;
        let paralegal = app.paralegal().await;
        let case = factories::case().paralegal(paralegal.id()).create(&app.db).await.id;
        Self { app, case, paralegal }
    }

    fn path(&self) -> String {
        format!("/clerk/api/email/{}/", self.case)
    }

    fn email_path(&self, email: i64) -> String {
        format!("{}{email}/", self.path())
    }

    /// Begins a draft.
    async fn draft(&self, subject: &str, html: &str) -> Value {
        let body = json!({"to_address": "mary@example.com", "subject": subject, "html": html});
        self.paralegal.post(&format!("{}create/", self.path()), body).await.expect(201).json()
    }

    async fn attach(&self, email: i64, name: &str, bytes: Vec<u8>) -> Reply {
        let part = Part::bytes(bytes).file_name(name.to_owned());
        let path = format!("{}attachment/", self.email_path(email));
        let request = self.paralegal.request(Method::POST, &path);
        self.paralegal.send(request.multipart(Form::new().part("file", part))).await
    }

    /// Lets minutes pass.
    fn pass(&self, minutes: i64) {
        self.app.ctx.clock.set(self.app.ctx.clock.now() + chrono::TimeDelta::minutes(minutes));
    }

    async fn threads(&self) -> Vec<Value> {
        let reply = self.paralegal.get(&self.path()).await.expect(200);
        reply.json().as_array().unwrap().clone()
    }

    async fn state(&self, email: i64) -> String {
        let id = i32::try_from(email).unwrap();
        self.app.db.value("SELECT state FROM emails_email WHERE id = $1", &[&id]).await
    }
}

/// An email as the database has it.
struct Row<'a> {
    state: &'a str,
    subject: &'a str,
    from: &'a str,
    html: &'a str,
    text: &'a str,
    received: Option<Value>,
    at: DateTime<Utc>,
}

impl Default for Row<'_> {
    fn default() -> Self {
        Self {
            state: "INGESTED",
            subject: "Repairs",
            from: "mary@example.com",
            html: "",
            text: "Hello",
            received: None,
            at: NOW.parse().unwrap(),
        }
    }
}

impl Row<'_> {
    async fn insert(&self, db: &TestDb, case: Uuid) -> i32 {
        db.value(
            "INSERT INTO emails_email (subject, state, text, created_at, cc_addresses, \
             from_address, issue_id, to_address, html, is_alert_sent, sendgrid_id, thread_name, \
             received_data) VALUES ($1, $2, $3, $4, '{}', $5, $6, 'case@example.org', $7, true, '', \
             $9, $8) RETURNING id",
            &[
                &self.subject,
                &self.state,
                &self.text,
                &self.at,
                &self.from,
                &case,
                &self.html,
                &self.received,
                &emails::thread_name(self.subject),
            ],
        )
        .await
    }
}

fn id(email: &Value) -> i64 {
    email["id"].as_i64().unwrap()
}
