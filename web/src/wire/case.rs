//! A case on the wire.

use chrono::{DateTime, Utc};
use clerk_base::urls;
use clerk_domain::{
    cases::{self, QueuedCase},
    vocabulary::cases::{EMPLOYMENT_TYPE, INCOME_RANGE, OUTCOME, REFERRER_TYPE, STAGE, TOPIC},
};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    client::Client,
    drf::{
        choice::{Choice, ChoiceList},
        date,
        json::InOrder,
    },
    person::Person,
    tenancy::Tenancy,
    user::User,
};

/// A case with everybody involved.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Issue)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct Case {
    pub id: Uuid,
    pub topic: String,
    pub topic_display: String,
    pub stage_display: String,
    pub stage: String,
    pub outcome: Option<String>,
    pub outcome_display: Option<String>,
    pub outcome_notes: String,
    pub provided_legal_services: bool,
    pub fileref: String,
    #[serde(serialize_with = "in_order")]
    #[schema(value_type = Option<serde_json::Map<String, Value>>)]
    pub answers: Option<Value>,
    pub paralegal: Option<User>,
    pub lawyer: Option<User>,
    pub client: Client,
    pub tenancy: Tenancy,
    pub employment_status: ChoiceList,
    pub annual_income_range: Choice,
    pub weekly_rent: Option<i32>,
    pub referrer_type: Choice,
    pub referrer: String,
    pub support_worker: Option<Person>,
    pub is_open: bool,
    pub is_sharepoint_set_up: bool,
    pub actionstep_id: Option<i32>,
    pub submission_id: Option<Uuid>,
    pub created_at: String,
    pub url: String,
    /// Told on the inbox and review pages only, as are the next two.
    pub is_conflict_check: Option<bool>,
    pub is_eligibility_check: Option<bool>,
    pub next_review: Option<String>,
}

impl Case {
    /// A case as of now.
    #[must_use]
    pub fn new(it: cases::Case, now: DateTime<Utc>) -> Self {
        let row = it.row;
        Self {
            id: row.id,
            topic_display: TOPIC.display(&row.topic).to_owned(),
            topic: row.topic,
            stage_display: STAGE.display(&row.stage).to_owned(),
            stage: row.stage,
            outcome_display: row.outcome.as_deref().map(|it| OUTCOME.display(it).to_owned()),
            outcome: row.outcome,
            outcome_notes: row.outcome_notes,
            provided_legal_services: row.provided_legal_services,
            fileref: row.fileref,
            answers: row.answers,
            paralegal: it.paralegal.map(|it| User::new(&it, now)),
            lawyer: it.lawyer.map(|it| User::new(&it, now)),
            client: Client::new(it.client, now),
            tenancy: it.tenancy.into(),
            employment_status: ChoiceList::new(EMPLOYMENT_TYPE, &row.employment_status),
            annual_income_range: Choice::new(INCOME_RANGE, &row.annual_income_range),
            weekly_rent: row.weekly_rent,
            referrer_type: Choice::new(REFERRER_TYPE, &row.referrer_type),
            referrer: row.referrer,
            support_worker: it.support_worker.map(Person::from),
            is_open: row.is_open,
            is_sharepoint_set_up: row.is_sharepoint_set_up,
            actionstep_id: row.actionstep_id,
            submission_id: row.submission_id,
            created_at: date::short_day(row.created_at),
            url: urls::case(row.id),
            is_conflict_check: None,
            is_eligibility_check: None,
            next_review: None,
        }
    }

    /// Cases as of now.
    #[must_use]
    pub fn all(cases: Vec<cases::Case>, now: DateTime<Utc>) -> Vec<Self> {
        cases.into_iter().map(|case| Self::new(case, now)).collect()
    }

    /// A case in a list from which coordinators hand out and review cases.
    #[must_use]
    pub fn queued(it: QueuedCase, now: DateTime<Utc>) -> Self {
        Self {
            is_conflict_check: Some(it.is_conflict_check),
            is_eligibility_check: Some(it.is_eligibility_check),
            next_review: it.next_review.map(date::short_day),
            ..Self::new(it.case, now)
        }
    }
}

fn in_order<S: serde::Serializer>(
    answers: &Option<Value>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    answers.as_ref().map(InOrder).serialize(serializer)
}
