//! The emails of a case: reading, writing, files.

mod drafts;
mod inbox;
mod outbox;
mod rendering;
mod threads;

use chrono::TimeDelta;
use clerk_tests::{Actor, Reply, TestApp, factories, factories::NewEmail, world::Builder};
use reqwest::{
    Method,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// A world with a case, and a paralegal who works on it.
struct CaseWorld {
    app: TestApp,
    case: Uuid,
    paralegal: Actor,
}

impl CaseWorld {
    async fn start() -> Self {
        Self::of(TestApp::builder()).await
    }

    async fn of(builder: Builder) -> Self {
        let app = builder.stopped().start().await;
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
        self.app.pass(TimeDelta::minutes(minutes));
    }

    async fn threads(&self) -> Vec<Value> {
        let reply = self.paralegal.get(&self.path()).await.expect(200);
        reply.json().as_array().unwrap().clone()
    }

    async fn state(&self, email: i64) -> String {
        self.app.email_state(i32::try_from(email).unwrap()).await
    }
}

/// An email of a case that has come in from its client.
fn incoming(case: Uuid) -> NewEmail<'static> {
    let email = factories::email("INGESTED").case(case).subject("Repairs");
    email.from("mary@example.com").to("case@example.org").text("Hello").html("")
}

fn id(email: &Value) -> i64 {
    email["id"].as_i64().unwrap()
}
