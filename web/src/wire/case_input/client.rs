//! The client of a case to open.

use clerk_domain::{
    clients::NewClient,
    vocabulary::clients::{
        ABORIGINAL_OR_TORRES_STRAIT_ISLANDER, CALL_TIME, CONTACT_RESTRICTION,
        ELIGIBILITY_CIRCUMSTANCE, REQUIRES_INTERPRETER,
    },
};
use utoipa::ToSchema;

use crate::wire::drf::body::{Body, OPTIONAL, REQUIRED, UNLIMITED};

/// Somebody new to help.
#[derive(ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct ClientCreate {
    pub first_name: String,
    pub last_name: String,
    /// No other client may have it.
    pub email: String,
    pub preferred_name: Option<String>,
    /// `DD/MM/YYYY`.
    pub date_of_birth: Option<String>,
    pub phone_number: Option<String>,
    pub gender: Option<String>,
    pub pronouns: Option<String>,
    pub centrelink_support: Option<bool>,
    pub eligibility_notes: Option<String>,
    pub requires_interpreter: Option<String>,
    pub primary_language_non_english: Option<bool>,
    pub primary_language: Option<String>,
    pub is_aboriginal_or_torres_strait_islander: Option<String>,
    /// A whole number, or a text of one.
    #[schema(value_type = Option<Value>)]
    pub number_of_dependents: Option<i32>,
    pub eligibility_circumstances: Option<Vec<String>>,
    pub contact_restriction: Option<String>,
    pub contact_notes: Option<String>,
    pub notes: Option<String>,
    pub call_times: Option<Vec<String>>,
}

/// Reads a client; the widths are those of the columns. What is left out is not known.
pub fn read(body: &mut Body) -> Option<NewClient> {
    let text = |body: &mut Body, name, max| {
        body.text(name, max, OPTIONAL.or_null().or_blank()).value().unwrap_or_default()
    };
    let some = |text: String| (!text.is_empty()).then_some(text);
    let first_name = body.text("first_name", 150, REQUIRED).value();
    let last_name = body.text("last_name", 150, REQUIRED).value();
    let email = body.email("email", 150, REQUIRED).value();
    let or_blank = OPTIONAL.or_null().or_blank();
    let dependents =
        body.integer("number_of_dependents", i32::MIN..=i32::MAX, OPTIONAL.blank_is_null()).value();
    let requires_interpreter =
        body.choice("requires_interpreter", REQUIRES_INTERPRETER, OPTIONAL).value();
    let is_aboriginal = body
        .choice(
            "is_aboriginal_or_torres_strait_islander",
            ABORIGINAL_OR_TORRES_STRAIT_ISLANDER,
            OPTIONAL,
        )
        .value();
    let rest = NewClient {
        first_name: String::new(),
        last_name: String::new(),
        email: String::new(),
        preferred_name: some(text(body, "preferred_name", 150)),
        date_of_birth: body.local_day("date_of_birth", OPTIONAL.blank_is_null()).value(),
        phone_number: text(body, "phone_number", 32),
        call_times: body.choice_list("call_times", CALL_TIME, OPTIONAL).value().unwrap_or_default(),
        gender: some(text(body, "gender", 64)),
        pronouns: text(body, "pronouns", 32),
        primary_language_non_english: flag(body, "primary_language_non_english"),
        primary_language: text(body, "primary_language", 32),
        requires_interpreter: requires_interpreter.unwrap_or_else(|| "UNKNOWN".to_owned()),
        is_aboriginal_or_torres_strait_islander: is_aboriginal
            .unwrap_or_else(|| "NOT_STATED".to_owned()),
        number_of_dependents: dependents,
        centrelink_support: flag(body, "centrelink_support"),
        eligibility_circumstances: body
            .choice_list("eligibility_circumstances", ELIGIBILITY_CIRCUMSTANCE, OPTIONAL)
            .value()
            .unwrap_or_default(),
        eligibility_notes: text(body, "eligibility_notes", 1024),
        notes: text(body, "notes", UNLIMITED),
        contact_notes: text(body, "contact_notes", UNLIMITED),
        contact_restriction: body
            .choice("contact_restriction", CONTACT_RESTRICTION, or_blank)
            .value()
            .unwrap_or_default(),
    };
    Some(NewClient { first_name: first_name?, last_name: last_name?, email: email?, ..rest })
}

fn flag(body: &mut Body, name: &'static str) -> bool {
    body.boolean(name, OPTIONAL).value().unwrap_or_default()
}
