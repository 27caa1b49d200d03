//! Cases, and what hangs on them.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::{TestDb, world::NOW};

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
    client_name: (String, String),
    client_email: Option<String>,
    referrer: (String, String),
    is_handled: bool,
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
        client_name: ("Clara".into(), "Client".into()),
        client_email: None,
        referrer: ("RADIO".into(), String::new()),
        is_handled: true,
    }
}

/// A case as the intake form leaves it: R0042 of Mary Nguyen, not announced, without a welcome email
/// and without a folder.
pub fn new_case() -> NewCase {
    NewCase { client_email: Some("mary@example.com".into()), is_handled: false, ..case() }
        .fileref("R0042")
        .client_named("Mary", "Nguyen")
        .at(NOW.parse().unwrap())
        .referrer("", "")
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

    /// Of a new client of this name.
    pub fn client_named(self, first_name: &str, last_name: &str) -> Self {
        Self { client_name: (first_name.into(), last_name.into()), ..self }
    }

    /// Of a new client with this address.
    pub fn client_email(self, email: &str) -> Self {
        Self { client_email: Some(email.into()), ..self }
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

    /// Referred by this person or organisation.
    pub fn referrer(self, kind: &str, name: &str) -> Self {
        Self { referrer: (kind.into(), name.into()), ..self }
    }

    /// Puts it into the database.
    pub async fn create(self, db: &TestDb) -> Case {
        let client = match self.client {
            Some(client) => client,
            None => {
                let (first_name, last_name) = &self.client_name;
                let new = client(first_name, last_name);
                NewClient { email: self.client_email.as_deref(), ..new }.create(db).await
            }
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
             VALUES ($1, $2, $2, $3, $4, $5, '', false, $6, $7, $8, $9, $10, $11, $12, $13, $17, \
             $17, false, $17, 450, '{STUDENT}', NULL, 'UNDER_40K', $15, $16, NULL, $14)",
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
                &self.referrer.0,
                &self.referrer.1,
                &self.is_handled,
            ],
        )
        .await;
        Case { id: self.id, fileref: self.fileref, client, tenancy }
    }
}

/// How to make a client.
#[derive(Clone, Debug)]
pub struct NewClient<'a> {
    first_name: &'a str,
    last_name: &'a str,
    email: Option<&'a str>,
}

/// A client. Unless a test chooses one, the address is made out of the name, and unique.
pub fn client<'a>(first_name: &'a str, last_name: &'a str) -> NewClient<'a> {
    NewClient { first_name, last_name, email: None }
}

impl<'a> NewClient<'a> {
    /// With this address.
    pub fn email(self, email: &'a str) -> Self {
        Self { email: Some(email), ..self }
    }

    /// Puts it into the database.
    pub async fn create(self, db: &TestDb) -> Uuid {
        let id = Uuid::new_v4();
        let digits = &id.simple().to_string()[..8];
        let email = match self.email {
            Some(email) => email.to_owned(),
            None => format!("{}.{digits}@example.com", self.last_name).to_lowercase(),
        };
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
            &[&id, &self.first_name, &self.last_name, &email],
        )
        .await;
        id
    }
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

/// How to make an event of a case: users, stages and openness before and after.
#[derive(Clone, Debug)]
pub struct NewEvent<'a> {
    case: Uuid,
    event_type: &'a str,
    users: (Option<i32>, Option<i32>),
    stages: (Option<&'a str>, Option<&'a str>),
    openness: (Option<bool>, Option<bool>),
}

/// An event of this type on a case.
pub fn event(case: Uuid, event_type: &str) -> NewEvent<'_> {
    let (users, stages, openness) = ((None, None), (None, None), (None, None));
    NewEvent { case, event_type, users, stages, openness }
}

impl<'a> NewEvent<'a> {
    /// From this account to that.
    pub fn users(self, before: Option<i32>, after: Option<i32>) -> Self {
        Self { users: (before, after), ..self }
    }

    /// From this stage to that.
    pub fn stages(self, before: Option<&'a str>, after: Option<&'a str>) -> Self {
        Self { stages: (before, after), ..self }
    }

    /// Whether the case was open before and is after.
    pub fn openness(self, before: Option<bool>, after: Option<bool>) -> Self {
        Self { openness: (before, after), ..self }
    }

    /// Puts it into the database.
    pub async fn create(self, db: &TestDb) -> i32 {
        db.value(
            "INSERT INTO core_issueevent (created_at, modified_at, issue_id, event_type, \
             prev_user_id, next_user_id, prev_stage, next_stage, prev_is_open, next_is_open, \
             actionstep_id) VALUES (now(), now(), $1, $2, $3, $4, $5, $6, $7, $8, NULL) \
             RETURNING id",
            &[
                &self.case,
                &self.event_type,
                &self.users.0,
                &self.users.1,
                &self.stages.0,
                &self.stages.1,
                &self.openness.0,
                &self.openness.1,
            ],
        )
        .await
    }
}

/// A service of a case that began in January 2026 and is not finished.
pub async fn service(db: &TestDb, case: Uuid, category: &str, kind: &str) -> i32 {
    db.value(
        "INSERT INTO core_service (created_at, modified_at, category, type, started_at, count, \
         is_deleted, issue_id) VALUES (now(), now(), $2, $3, '2026-01-01', 1, false, $1) RETURNING id",
        &[&case, &category, &kind],
    )
    .await
}

/// How to make a critical date.
#[derive(Clone, Debug)]
pub struct NewDate<'a> {
    case: Uuid,
    kind: &'a str,
    day: &'a str,
    notes: &'a str,
    is_reviewed: bool,
    hearing: (&'a str, &'a str),
}

/// A critical date of a case, not reviewed yet.
pub fn date<'a>(case: Uuid, kind: &'a str, day: &'a str) -> NewDate<'a> {
    NewDate { case, kind, day, notes: "", is_reviewed: false, hearing: ("", "") }
}

impl<'a> NewDate<'a> {
    /// With these notes.
    pub fn notes(self, notes: &'a str) -> Self {
        Self { notes, ..self }
    }

    /// With this type and place of the hearing.
    pub fn hearing(self, kind: &'a str, location: &'a str) -> Self {
        Self { hearing: (kind, location), ..self }
    }

    /// Reviewed or not.
    pub fn reviewed(self, is_reviewed: bool) -> Self {
        Self { is_reviewed, ..self }
    }

    /// Puts it into the database.
    pub async fn create(self, db: &TestDb) -> i32 {
        db.value(
            "INSERT INTO core_issuedate (created_at, modified_at, type, date, notes, is_reviewed, \
             issue_id, hearing_type, hearing_location) \
             VALUES (now(), now(), $2, $3::text::date, $4, $5, $1, $6, $7) RETURNING id",
            &[
                &self.case,
                &self.kind,
                &self.day,
                &self.notes,
                &self.is_reviewed,
                &self.hearing.0,
                &self.hearing.1,
            ],
        )
        .await
    }
}

/// A file that came with the intake form, of this case or of none.
pub async fn upload(db: &TestDb, case: Option<Uuid>, key: &str) -> Uuid {
    let id = Uuid::new_v4();
    db.execute(
        "INSERT INTO core_fileupload (id, created_at, modified_at, file, issue_id) \
         VALUES ($1, now(), now(), $2, $3)",
        &[&id, &key, &case],
    )
    .await;
    id
}
