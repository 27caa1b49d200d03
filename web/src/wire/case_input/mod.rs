//! Bodies that open or change a case.

mod client;
mod tenancy;

use clerk_domain::{
    cases::CaseChange,
    vocabulary::cases::{
        ACTIVE_TOPIC, EMPLOYMENT_TYPE, INCOME_RANGE, OUTCOME, REFERRER_TYPE, STAGE, TOPIC,
    },
};
use clerk_workflows::case_opens::{NewCase, OneOf};
use utoipa::ToSchema;
use uuid::Uuid;

use super::drf::body::{Body, Given, OPTIONAL, REQUIRED, Rule, UNLIMITED};
use crate::error::{ApiError, ApiResult};

pub use client::ClientCreate;
pub use tenancy::TenancyCreate;

/// A case to open. What an [`CaseUpdate`] may say of a case may be said here too.
#[derive(ToSchema)]
#[schema(as = IssueCreate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct CaseCreate {
    pub topic: String,
    /// Either this or `client`, which wins.
    pub client_id: Option<Uuid>,
    pub client: Option<ClientCreate>,
    /// Either this or `tenancy`, which wins.
    pub tenancy_id: Option<i32>,
    pub tenancy: Option<TenancyCreate>,
    pub stage: Option<String>,
    pub outcome: Option<String>,
    pub outcome_notes: Option<String>,
    pub provided_legal_services: Option<bool>,
    pub paralegal_id: Option<i32>,
    pub lawyer_id: Option<i32>,
    pub support_worker_id: Option<i32>,
    pub employment_status: Option<Vec<String>>,
    pub annual_income_range: Option<String>,
    pub referrer: Option<String>,
    pub referrer_type: Option<String>,
    /// A whole number, or a text of one; blank for none.
    #[schema(value_type = Option<Value>)]
    pub weekly_rent: Option<i32>,
}

/// What to change about a case; what is left out stays. Only a PUT needs the topic.
#[derive(ToSchema)]
#[schema(as = IssueUpdate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct CaseUpdate {
    /// For coordinators and better, as are `fileref`, `client_id` and `tenancy_id`; from others the
    /// value that the case has already is accepted.
    pub topic: Option<String>,
    pub stage: Option<String>,
    /// Closing a case does not change its stage, nor the other way round.
    pub is_open: Option<bool>,
    pub outcome: Option<String>,
    pub outcome_notes: Option<String>,
    pub provided_legal_services: Option<bool>,
    /// A paralegal whose Microsoft account is at least 15 minutes old. Needs a `lawyer_id` with it.
    pub paralegal_id: Option<i32>,
    pub lawyer_id: Option<i32>,
    pub support_worker_id: Option<i32>,
    /// A whole number, or a text of one; blank for none.
    #[schema(value_type = Option<Value>)]
    pub weekly_rent: Option<i32>,
    pub employment_status: Option<Vec<String>>,
    pub annual_income_range: Option<String>,
    pub referrer: Option<String>,
    pub referrer_type: Option<String>,
    /// Blank for the next one of the topic.
    pub fileref: Option<String>,
    pub client_id: Option<Uuid>,
    pub tenancy_id: Option<i32>,
    pub actionstep_id: Option<i32>,
}

/// Reads a case to open.
///
/// # Errors
/// 400 with everything wrong.
pub fn read_create(mut body: Body) -> ApiResult<NewCase> {
    let topic = body.choice("topic", ACTIVE_TOPIC, REQUIRED).value();
    let client = one_of(&mut body, ["client_id", "client"], Body::uuid, client::read);
    let tenancy = one_of(&mut body, ["tenancy_id", "tenancy"], Body::key, tenancy::read);
    let details = details(&mut body);
    body.finish()?;
    match (topic, client, tenancy) {
        (Some(topic), Some(client), Some(tenancy)) => {
            Ok(NewCase { topic, client, tenancy, details })
        }
        // Each of them has been reported when it was not there.
        _ => Err(ApiError::Validation(Vec::new())),
    }
}

/// Reads a change of a case.
///
/// # Errors
/// 400 with everything wrong.
pub fn read_update(mut body: Body) -> ApiResult<CaseChange> {
    let topic = body.choice("topic", TOPIC, REQUIRED).value();
    let client_id = body.uuid("client_id", OPTIONAL).value();
    let tenancy_id = body.key("tenancy_id", OPTIONAL).value();
    let is_open = body.boolean("is_open", OPTIONAL).value();
    let fileref = body.text("fileref", 8, OPTIONAL.or_blank()).value();
    let actionstep_id =
        body.integer("actionstep_id", i32::MIN..=i32::MAX, OPTIONAL.blank_is_null()).nullable();
    let details = details(&mut body);
    body.finish()?;
    Ok(CaseChange { topic, client_id, tenancy_id, is_open, fileref, actionstep_id, ..details })
}

/// What may be said of a case both when it is opened and later.
fn details(body: &mut Body) -> CaseChange {
    let any = i32::MIN..=i32::MAX;
    let or_none = OPTIONAL.or_null().or_blank();
    CaseChange {
        stage: body.choice("stage", STAGE, OPTIONAL).value(),
        outcome: body.choice("outcome", OUTCOME, OPTIONAL.blank_is_null()).nullable(),
        outcome_notes: body.text("outcome_notes", UNLIMITED, OPTIONAL.or_blank()).value(),
        provided_legal_services: body.boolean("provided_legal_services", OPTIONAL).value(),
        paralegal_id: body.key("paralegal_id", OPTIONAL.blank_is_null()).nullable(),
        lawyer_id: body.key("lawyer_id", OPTIONAL.blank_is_null()).nullable(),
        support_worker_id: body.key("support_worker_id", OPTIONAL.blank_is_null()).nullable(),
        employment_status: body.choice_list("employment_status", EMPLOYMENT_TYPE, OPTIONAL).value(),
        annual_income_range: body
            .choice("annual_income_range", INCOME_RANGE, or_none)
            .or_for_null(String::new()),
        weekly_rent: body.integer("weekly_rent", any, OPTIONAL.blank_is_null()).nullable(),
        referrer_type: body
            .choice("referrer_type", REFERRER_TYPE, or_none)
            .or_for_null(String::new()),
        referrer: body.text("referrer", 64, or_none).or_for_null(String::new()),
        ..CaseChange::default()
    }
}

/// Something new, else the key of something that is there; one of them is required.
fn one_of<Id, New>(
    body: &mut Body,
    [key_name, name]: [&'static str; 2],
    key: impl FnOnce(&mut Body, &'static str, Rule) -> Given<Id>,
    new: impl FnOnce(&mut Body) -> Option<New>,
) -> Option<OneOf<Id, New>> {
    if !body.has(key_name) && !body.has(name) {
        let detail = format!("Either this or {name} is required.");
        body.refuse::<()>(key_name, "required", detail);
    }
    let id = key(body, key_name, OPTIONAL).value();
    match body.nested(name, OPTIONAL, new).value() {
        Some(new) => new.map(OneOf::New),
        None => id.map(OneOf::Existing),
    }
}
