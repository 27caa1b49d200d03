//! Rows for tests, made by plain SQL so that they do not depend on what is tested. Whatever a builder
//! has no method for is set by an UPDATE in the test.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::TestDb;

/// A case in the database.
#[derive(Clone, Debug)]
pub struct Case {
    /// `core_issue.id`.
    pub id: Uuid,
    /// Its file reference.
    pub fileref: String,
    /// `core_client.id`.
    pub client: Uuid,
    /// `core_tenancy.id`.
    pub tenancy: i32,
}

/// How to make a [`Case`].
#[derive(Clone, Debug)]
pub struct NewCase {
    id: Uuid,
    fileref: String,
    topic: String,
    stage: String,
    outcome: Option<String>,
    is_open: bool,
    created_at: DateTime<Utc>,
    paralegal: Option<i32>,
    lawyer: Option<i32>,
    support_worker: Option<i32>,
    client: Option<Uuid>,
    tenancy: Option<i32>,
    answers: Option<Value>,
    submission: Option<Uuid>,
}

/// An open, unassigned case about repairs with a client and a tenancy of its own.
pub fn case() -> NewCase {
    let id = Uuid::new_v4();
    NewCase {
        id,
        fileref: format!("R{}", &id.simple().to_string()[..6].to_uppercase()),
        topic: "REPAIRS".into(),
        stage: "UNSTARTED".into(),
        outcome: None,
        is_open: true,
        created_at: "2026-03-04T05:06:07Z".parse().unwrap(),
        paralegal: None,
        lawyer: None,
        support_worker: None,
        client: None,
        tenancy: None,
        answers: None,
        submission: None,
    }
}

impl NewCase {
    /// With this key.
    pub fn id(self, id: Uuid) -> Self {
        Self { id, ..self }
    }

    /// With this file reference.
    pub fn fileref(self, fileref: &str) -> Self {
        Self { fileref: fileref.into(), ..self }
    }

    /// About this topic.
    pub fn topic(self, topic: &str) -> Self {
        Self { topic: topic.into(), ..self }
    }

    /// At this stage.
    pub fn stage(self, stage: &str) -> Self {
        Self { stage: stage.into(), ..self }
    }

    /// Closed with this outcome.
    pub fn closed(self, outcome: &str) -> Self {
        Self { stage: "CLOSED".into(), is_open: false, outcome: Some(outcome.into()), ..self }
    }

    /// Created then.
    pub fn at(self, created_at: DateTime<Utc>) -> Self {
        Self { created_at, ..self }
    }

    /// Assigned to this paralegal.
    pub fn paralegal(self, id: i32) -> Self {
        Self { paralegal: Some(id), ..self }
    }

    /// Assigned to this lawyer.
    pub fn lawyer(self, id: i32) -> Self {
        Self { lawyer: Some(id), ..self }
    }

    /// With this support worker.
    pub fn support_worker(self, id: i32) -> Self {
        Self { support_worker: Some(id), ..self }
    }

    /// Of this client.
    pub fn client(self, id: Uuid) -> Self {
        Self { client: Some(id), ..self }
    }

    /// About this tenancy.
    pub fn tenancy(self, id: i32) -> Self {
        Self { tenancy: Some(id), ..self }
    }

    /// With these answers.
    pub fn answers(self, answers: Value) -> Self {
        Self { answers: Some(answers), ..self }
    }

    /// Made from this submission.
    pub fn submission(self, id: Uuid) -> Self {
        Self { submission: Some(id), ..self }
    }

    /// Puts it into the database.
    pub async fn create(self, db: &TestDb) -> Case {
        let client = match self.client {
            Some(client) => client,
            None => client(db, "Clara", "Client").await,
        };
        let tenancy = match self.tenancy {
            Some(tenancy) => tenancy,
            None => tenancy(db, None, None).await,
        };
        db.execute(
            "INSERT INTO core_issue (id, created_at, modified_at, topic, stage, outcome, \
             outcome_notes, provided_legal_services, fileref, answers, client_id, tenancy_id, \
             paralegal_id, lawyer_id, support_worker_id, is_open, is_alert_sent, \
             is_welcome_email_sent, is_case_sent, is_sharepoint_set_up, weekly_rent, \
             employment_status, weekly_income, annual_income_range, referrer_type, referrer, \
             actionstep_id, submission_id) \
             VALUES ($1, $2, $2, $3, $4, $5, '', false, $6, $7, $8, $9, $10, $11, $12, $13, true, \
             true, false, true, 450, '{STUDENT}', NULL, 'UNDER_40K', 'RADIO', '', NULL, $14)",
            &[
                &self.id,
                &self.created_at,
                &self.topic,
                &self.stage,
                &self.outcome,
                &self.fileref,
                &self.answers,
                &client,
                &tenancy,
                &self.paralegal,
                &self.lawyer,
                &self.support_worker,
                &self.is_open,
                &self.submission,
            ],
        )
        .await;
        Case { id: self.id, fileref: self.fileref, client, tenancy }
    }
}

/// A client; the address is made out of the name and unique.
pub async fn client(db: &TestDb, first_name: &str, last_name: &str) -> Uuid {
    let id = Uuid::new_v4();
    let email = format!("{last_name}.{}@example.com", &id.simple().to_string()[..8]).to_lowercase();
    db.execute(
        "INSERT INTO core_client (id, created_at, modified_at, first_name, last_name, \
         preferred_name, notes, email, date_of_birth, phone_number, call_times, gender, pronouns, \
         centrelink_support, eligibility_notes, is_aboriginal_or_torres_strait_islander, \
         number_of_dependents, eligibility_circumstances, primary_language_non_english, \
         primary_language, requires_interpreter, contact_restriction, contact_notes, \
         legal_access_difficulties, special_circumstances) \
         VALUES ($1, now(), now(), $2, $3, NULL, '', $4, '1990-05-05T14:00:00Z', '0400 000 000', \
         '{WEEK_DAY,SUNDAY}', 'FEMALE', '', true, '', 'NOT_STATED', 2, '{HOUSING}', false, '', \
         'NO', '', '', '{}', '{}')",
        &[&id, &first_name, &last_name, &email],
    )
    .await;
    id
}

/// A tenancy with these parties.
pub async fn tenancy(db: &TestDb, landlord: Option<i32>, agent: Option<i32>) -> i32 {
    db.value(
        "INSERT INTO core_tenancy (created_at, modified_at, address, suburb, postcode, started, \
         is_on_lease, rental_circumstances, landlord_id, agent_id) \
         VALUES (now(), now(), '1 Test Street', 'Fitzroy', '3065', '2019-01-31T13:00:00Z', 'YES', \
         'SOLO', $1, $2) RETURNING id",
        &[&landlord, &agent],
    )
    .await
}

/// A landlord, agent or support worker.
pub async fn person(db: &TestDb, full_name: &str) -> i32 {
    db.value(
        "INSERT INTO core_person (created_at, modified_at, full_name, email, address, phone_number, \
         support_contact_preferences) VALUES (now(), now(), $1, '', '2 Test Street', '', '') \
         RETURNING id",
        &[&full_name],
    )
    .await
}

/// A processed submission with these answers.
pub async fn submission(db: &TestDb, answers: Value) -> Uuid {
    let id = Uuid::new_v4();
    db.execute(
        "INSERT INTO core_submission (id, created_at, modified_at, answers, is_complete, \
         is_processed, is_reminder_sent) VALUES ($1, now(), now(), $2, true, true, false)",
        &[&id, &answers],
    )
    .await;
    id
}

/// How to make a note.
#[derive(Clone, Debug)]
pub struct NewNote<'a> {
    case: Uuid,
    note_type: &'a str,
    text: &'a str,
    creator: Option<i32>,
    event: Option<DateTime<Utc>>,
    target: Option<(&'a str, i32)>,
    created_at: DateTime<Utc>,
}

/// A note of this type on a case.
pub fn note(case: Uuid, note_type: &str) -> NewNote<'_> {
    NewNote {
        case,
        note_type,
        text: "",
        creator: None,
        event: None,
        target: None,
        created_at: "2026-03-05T05:06:07Z".parse().unwrap(),
    }
}

impl<'a> NewNote<'a> {
    /// Saying this.
    pub fn text(self, text: &'a str) -> Self {
        Self { text, ..self }
    }

    /// Written by this account.
    pub fn by(self, creator: i32) -> Self {
        Self { creator: Some(creator), ..self }
    }

    /// About this point in time.
    pub fn event(self, event: DateTime<Utc>) -> Self {
        Self { event: Some(event), ..self }
    }

    /// Pointing to this row: the original's model name and the key.
    pub fn target(self, model: &'a str, id: i32) -> Self {
        Self { target: Some((model, id)), ..self }
    }

    /// Written then.
    pub fn at(self, created_at: DateTime<Utc>) -> Self {
        Self { created_at, ..self }
    }

    /// Puts it into the database.
    pub async fn create(self, db: &TestDb) -> i32 {
        let (model, object) = self.target.unzip();
        db.value(
            "INSERT INTO core_issuenote (created_at, modified_at, note_type, text, event, \
             creator_id, issue_id, actionstep_id, content_type_id, object_id) \
             VALUES ($1, $1, $2, $3, $4, $5, $6, NULL, \
             (SELECT id FROM django_content_type WHERE model = $7 \
              AND app_label IN ('core', 'accounts')), $8) RETURNING id",
            &[
                &self.created_at,
                &self.note_type,
                &self.text,
                &self.event,
                &self.creator,
                &self.case,
                &model,
                &object,
            ],
        )
        .await
    }
}

/// An email of a case in this state.
pub async fn email(db: &TestDb, case: Uuid, state: &str, html: &str) -> i32 {
    db.value(
        "INSERT INTO emails_email (subject, state, text, html, created_at, cc_addresses, \
         from_address, to_address, issue_id, received_data, sender_id, actionstep_id, \
         processed_at, is_alert_sent, sendgrid_id, thread_name, received_data_hash) \
         VALUES ('Hello', $2, '', $3, now(), '{}', 'a@example.com', 'b@example.com', $1, NULL, NULL, \
         NULL, NULL, true, '', 'hello', NULL) RETURNING id",
        &[&case, &state, &html],
    )
    .await
}

/// A template of an email.
pub async fn email_template(db: &TestDb, topic: &str, name: &str) -> i32 {
    db.value(
        "INSERT INTO emails_emailtemplate (created_at, modified_at, name, topic, text, subject) \
         VALUES ('2026-03-04T05:06:07Z', '2026-03-04T05:06:07Z', $2, $1, 'Dear client', \
         'About your home') RETURNING id",
        &[&topic, &name],
    )
    .await
}

/// A notification that paralegals get when a case of the topic is closed.
pub async fn notification_template(db: &TestDb, topic: &str, name: &str) -> i32 {
    db.value(
        "INSERT INTO notify_notification (created_at, modified_at, topic, event, channel, target, \
         raw_text, name, event_stage, message_text) \
         VALUES ('2026-03-04T05:06:07Z', '2026-03-04T05:06:07Z', $1, 'STAGE_CHANGE', 'SLACK', \
         'PARALEGAL', '**Closed**', $2, 'CLOSED', '*Closed*') RETURNING id",
        &[&topic, &name],
    )
    .await
}
