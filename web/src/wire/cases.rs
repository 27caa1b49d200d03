//! Cases.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use clerk_base::urls;
use clerk_domain::{
    access,
    accounts::Profile,
    cases::{self, QueuedCase},
    clients, people, tenancies,
    vocabulary::cases::{
        ACTIVE_TOPIC, EMPLOYMENT_TYPE, INCOME_RANGE, Outcome, REFERRER_TYPE, Stage, Topic,
    },
};
use clerk_workflows::case_opens::{self, NewOrExisting};
use serde::Serialize;
use serde_json::Value;
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};
use uuid::Uuid;

use super::{
    accounts::User,
    clients::{Client, NewClient},
    format::{
        body::{Body, Given, OPTIONAL, Rule, UNLIMITED},
        choice::{Choice, ChoiceList},
        date,
        field::{boolean, choice, choices, integer, key, no_field, text, uuid},
        input::input,
        json::InOrder,
        output::output,
        schema::{Kind, Optional, nested, object},
    },
    people::Person,
    tenancies::{NewTenancy, Tenancy},
};
use crate::error::{ApiError, ApiResult};

output! {
    /// A case with everybody involved.
    #[schema(as = Issue)]
    #[expect(missing_docs, reason = "the fields are those of the API document")]
    pub struct Case = of_row(
        row: access::CaseRow,
        client: clients::Client,
        tenancy: tenancies::Tenancy,
        paralegal: Option<Profile>,
        lawyer: Option<Profile>,
        support_worker: Option<people::Person>,
        now: DateTime<Utc>
    ) {
        id: Uuid,
        topic: String = topic.into(),
        topic_display: String => row.topic.label().to_owned(),
        stage_display: String => row.stage.label().to_owned(),
        stage: String = stage.into(),
        outcome: Option<String> = outcome.map(String::from),
        outcome_display: Option<String> =>
            row.outcome.as_ref().map(|outcome| outcome.label().to_owned()),
        outcome_notes: String,
        provided_legal_services: bool,
        fileref: String,
        #[serde(serialize_with = "in_order")]
        #[schema(value_type = Option<serde_json::Map<String, Value>>)]
        answers: Option<Value>,
        paralegal: Option<User> => paralegal.map(|profile| User::new(&profile, now)),
        lawyer: Option<User> => lawyer.map(|profile| User::new(&profile, now)),
        client: Client => Client::new(client, now),
        tenancy: Tenancy => tenancy.into(),
        employment_status: ChoiceList = ChoiceList::new(EMPLOYMENT_TYPE, &employment_status),
        annual_income_range: Choice = Choice::new(INCOME_RANGE, &annual_income_range),
        weekly_rent: Option<i32>,
        referrer_type: Choice = Choice::new(REFERRER_TYPE, &referrer_type),
        referrer: String,
        support_worker: Option<Person> => support_worker.map(Person::from),
        is_open: bool,
        is_sharepoint_set_up: bool,
        actionstep_id: Option<i32>,
        submission_id: Option<Uuid>,
        created_at: String = date::short_day(created_at),
        url: String => urls::case(row.id),
        /// On the inbox and review pages only, as are the next two.
        is_conflict_check: Option<bool> => None,
        is_eligibility_check: Option<bool> => None,
        next_review: Option<String> => None,
    }
    not shown { client_id, tenancy_id, paralegal_id, lawyer_id, support_worker_id }
}

impl Case {
    /// A case as of now.
    #[must_use]
    pub fn new(case: cases::Case, now: DateTime<Utc>) -> Self {
        let cases::Case { row, client, tenancy, paralegal, lawyer, support_worker } = case;
        Self::of_row(row, client, tenancy, paralegal, lawyer, support_worker, now)
    }

    /// Cases as of now.
    #[must_use]
    pub fn all(cases: Vec<cases::Case>, now: DateTime<Utc>) -> Vec<Self> {
        cases.into_iter().map(|case| Self::new(case, now)).collect()
    }

    /// A case in a list from which coordinators hand out and review cases.
    #[must_use]
    pub fn queued(queued: QueuedCase, now: DateTime<Utc>) -> Self {
        let QueuedCase { case, is_conflict_check, is_eligibility_check, next_review } = queued;
        Self {
            is_conflict_check: Some(is_conflict_check),
            is_eligibility_check: Some(is_eligibility_check),
            next_review: next_review.map(date::short_day),
            ..Self::new(case, now)
        }
    }
}

fn in_order<S: serde::Serializer>(
    answers: &Option<Value>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    answers.as_ref().map(InOrder).serialize(serializer)
}

input! {
    fields {
        stage: choice(Stage::CHOICES).map(Stage::from),
        outcome: choice(Outcome::CHOICES).map(Outcome::from).blank_is_null(),
        outcome_notes: text(UNLIMITED).or_blank(),
        provided_legal_services: boolean(),
        /// A paralegal whose Microsoft account is at least 15 minutes old. Needs a `lawyer_id` with it.
        paralegal_id: key().blank_is_null(),
        lawyer_id: key().blank_is_null(),
        support_worker_id: key().blank_is_null(),
        employment_status: choices(EMPLOYMENT_TYPE),
        annual_income_range: choice(INCOME_RANGE).or_null().or_blank(),
        /// A whole number, or a text of one; blank for none.
        weekly_rent: integer(i32::MIN..=i32::MAX).blank_is_null(),
        referrer_type: choice(REFERRER_TYPE).or_null().or_blank(),
        referrer: text(64).or_null().or_blank(),
    }

    /// What to change about a case; what is left out stays. Only a PUT needs the topic.
    update CaseInput as "IssueUpdate" => cases::CaseInput {
        /// For coordinators and better, as are `fileref`, `client_id` and `tenancy_id`; from others the
        /// value that the case has already is accepted.
        topic: choice(Topic::CHOICES).map(Topic::from).required(),
        client_id: uuid(),
        tenancy_id: key(),
        /// Closing a case does not change its stage, nor the other way round.
        is_open: boolean(),
        /// Blank for the next one of the topic.
        fileref: text(8).or_blank(),
        actionstep_id: integer(i32::MIN..=i32::MAX).blank_is_null().shown_as_number(),
    };

    /// What may be said of a case when it is opened, as it may later.
    update NewCaseDetails as "IssueCreateDetails" => cases::CaseInput {
        topic: no_field::<Topic>(),
        client_id: no_field::<Uuid>(),
        tenancy_id: no_field::<i32>(),
        is_open: no_field::<bool>(),
        fileref: no_field::<String>(),
        actionstep_id: no_field::<i32>(),
    };
}

/// A case to open. What a change may say of a case may be said here too.
#[derive(Debug)]
pub struct NewCase;

impl NewCase {
    /// Reads a whole body.
    ///
    /// # Errors
    /// 400 with everything wrong.
    pub fn read(mut body: Body) -> ApiResult<case_opens::NewCase> {
        let body = &mut body;
        let topic = choice(ACTIVE_TOPIC).map(Topic::from).required().read_new(body, "topic");
        let client = new_or_existing(body, ["client_id", "client"], Body::uuid, NewClient::fields);
        let tenancy =
            new_or_existing(body, ["tenancy_id", "tenancy"], Body::key, NewTenancy::fields);
        let details = NewCaseDetails::fields(body);
        body.finish()?;
        match (client, tenancy) {
            (Some(client), Some(tenancy)) => {
                Ok(case_opens::NewCase { topic, client, tenancy, details })
            }
            // Whichever is missing has been reported.
            _ => Err(ApiError::Validation(Vec::new())),
        }
    }
}

impl PartialSchema for NewCase {
    fn schema() -> RefOr<Schema> {
        let mut properties: Vec<_> = choice(ACTIVE_TOPIC)
            .required()
            .property_if_new("topic", &[], Optional::OrNull)
            .into_iter()
            .collect();
        properties.extend([
            Kind::Uuid.property("client_id", &["Either this or `client`, which wins."], true),
            nested::<NewClient>("client"),
            Kind::Integer.property("tenancy_id", &["Either this or `tenancy`, which wins."], true),
            nested::<NewTenancy>("tenancy"),
        ]);
        properties.extend(NewCaseDetails::properties());
        let doc = "A case to open. What an `IssueUpdate` may say of a case may be said here too.";
        object(&[doc], properties)
    }
}

impl ToSchema for NewCase {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("IssueCreate")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((NewClient::name().into_owned(), NewClient::schema()));
        schemas.push((NewTenancy::name().into_owned(), NewTenancy::schema()));
    }
}

/// Something new, else the key of something that is there; one of them is required.
fn new_or_existing<Id, New>(
    body: &mut Body,
    [key_name, name]: [&'static str; 2],
    key: impl FnOnce(&mut Body, &'static str, Rule) -> Given<Id>,
    new: impl FnOnce(&mut Body) -> New,
) -> Option<NewOrExisting<Id, New>> {
    if !body.has(key_name) && !body.has(name) {
        let detail = format!("Either this or {name} is required.");
        body.refuse::<()>(key_name, "required", detail);
    }
    let id = key(body, key_name, OPTIONAL).value();
    match body.nested(name, OPTIONAL, new).value() {
        Some(new) => Some(NewOrExisting::New(new)),
        None => id.map(NewOrExisting::Existing),
    }
}
