//! A client on the wire.

use chrono::{DateTime, Utc};
use clerk_base::urls;
use clerk_domain::{
    clients,
    vocabulary::clients::{
        ABORIGINAL_OR_TORRES_STRAIT_ISLANDER, CALL_TIME, CONTACT_RESTRICTION,
        ELIGIBILITY_CIRCUMSTANCE, REQUIRES_INTERPRETER,
    },
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::drf::{
    body::{Body, OPTIONAL, REQUIRED, UNLIMITED},
    choice::{Choice, ChoiceList},
    date,
};
use crate::error::ApiResult;

/// Somebody we help.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct Client {
    pub id: Uuid,
    pub first_name: String,
    pub last_name: String,
    pub preferred_name: Option<String>,
    pub email: String,
    pub date_of_birth: Option<String>,
    pub phone_number: String,
    pub gender: Option<String>,
    pub pronouns: String,
    pub centrelink_support: bool,
    pub eligibility_notes: String,
    pub requires_interpreter: Choice,
    pub primary_language_non_english: bool,
    pub primary_language: String,
    pub is_aboriginal_or_torres_strait_islander: Choice,
    pub number_of_dependents: Option<i32>,
    pub eligibility_circumstances: ChoiceList,
    pub contact_restriction: Choice,
    pub contact_notes: String,
    pub age: Option<i64>,
    pub full_name: String,
    pub notes: String,
    pub call_times: ChoiceList,
    pub url: String,
}

impl Client {
    /// A client as of now, which the age depends on.
    #[must_use]
    pub fn new(it: clients::Client, now: DateTime<Utc>) -> Self {
        Self {
            age: it.age(now),
            full_name: it.full_name(),
            id: it.id,
            first_name: it.first_name,
            last_name: it.last_name,
            preferred_name: it.preferred_name,
            email: it.email,
            date_of_birth: it.date_of_birth.map(date::day),
            phone_number: it.phone_number,
            gender: it.gender,
            pronouns: it.pronouns,
            centrelink_support: it.centrelink_support,
            eligibility_notes: it.eligibility_notes,
            requires_interpreter: Choice::new(REQUIRES_INTERPRETER, &it.requires_interpreter),
            primary_language_non_english: it.primary_language_non_english,
            primary_language: it.primary_language,
            is_aboriginal_or_torres_strait_islander: Choice::new(
                ABORIGINAL_OR_TORRES_STRAIT_ISLANDER,
                &it.is_aboriginal_or_torres_strait_islander,
            ),
            number_of_dependents: it.number_of_dependents,
            eligibility_circumstances: ChoiceList::new(
                ELIGIBILITY_CIRCUMSTANCE,
                &it.eligibility_circumstances,
            ),
            contact_restriction: Choice::or_blank(CONTACT_RESTRICTION, &it.contact_restriction),
            contact_notes: it.contact_notes,
            notes: it.notes,
            call_times: ChoiceList::new(CALL_TIME, &it.call_times),
            url: urls::client(it.id),
        }
    }
}

/// What a client is changed with. Dates are `DD/MM/YYYY`; choices are bare values.
#[derive(Debug, ToSchema)]
#[schema(as = ClientUpdate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct ClientInput {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub preferred_name: Option<String>,
    pub email: Option<String>,
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
    /// A number, also as a text.
    #[schema(value_type = Option<serde_json::Value>)]
    pub number_of_dependents: Option<i32>,
    pub eligibility_circumstances: Option<Vec<String>>,
    pub contact_restriction: Option<String>,
    pub contact_notes: Option<String>,
    pub notes: Option<String>,
    pub call_times: Option<Vec<String>>,
    /// Ignored, as are the next two.
    #[schema(read_only)]
    pub age: Option<i64>,
    #[schema(read_only)]
    pub full_name: Option<String>,
    #[schema(read_only)]
    pub url: Option<String>,
}

impl ClientInput {
    /// Reads the fields. The lengths are those of the columns.
    ///
    /// # Errors
    /// 400 with everything wrong.
    pub fn read(mut body: Body) -> ApiResult<clients::ClientInput> {
        let blank = OPTIONAL.or_blank();
        let input = clients::ClientInput {
            first_name: body.text("first_name", 150, REQUIRED).value(),
            last_name: body.text("last_name", 150, REQUIRED).value(),
            preferred_name: body.text("preferred_name", 150, blank.or_null()).nullable(),
            email: body.email("email", 150, REQUIRED).value(),
            date_of_birth: body.local_day("date_of_birth", OPTIONAL.blank_is_null()).nullable(),
            phone_number: body.text("phone_number", 32, blank).value(),
            gender: body.text("gender", 64, blank.or_null()).nullable(),
            pronouns: body.text("pronouns", 32, blank.or_null()).or_for_null(String::new()),
            centrelink_support: body.boolean("centrelink_support", OPTIONAL).value(),
            eligibility_notes: body.text("eligibility_notes", 1024, blank).value(),
            requires_interpreter: body
                .choice("requires_interpreter", REQUIRES_INTERPRETER, OPTIONAL)
                .value(),
            primary_language_non_english: body
                .boolean("primary_language_non_english", OPTIONAL)
                .value(),
            primary_language: body.text("primary_language", 32, blank).value(),
            is_aboriginal_or_torres_strait_islander: body
                .choice(
                    "is_aboriginal_or_torres_strait_islander",
                    ABORIGINAL_OR_TORRES_STRAIT_ISLANDER,
                    OPTIONAL,
                )
                .value(),
            number_of_dependents: body
                .integer("number_of_dependents", i32::MIN..=i32::MAX, OPTIONAL.blank_is_null())
                .nullable(),
            eligibility_circumstances: body
                .choice_list("eligibility_circumstances", ELIGIBILITY_CIRCUMSTANCE, OPTIONAL)
                .value(),
            contact_restriction: body
                .choice("contact_restriction", CONTACT_RESTRICTION, blank)
                .value(),
            contact_notes: body.text("contact_notes", UNLIMITED, blank).value(),
            notes: body.text("notes", UNLIMITED, blank).value(),
            call_times: body.choice_list("call_times", CALL_TIME, OPTIONAL).value(),
        };
        body.finish()?;
        Ok(input)
    }
}
