//! A client on the wire.

use chrono::{DateTime, Utc};
use clerk_shared::{
    domain::clients::{
        self,
        choices::{
            ABORIGINAL_OR_TORRES_STRAIT_ISLANDER, CALL_TIME, CONTACT_RESTRICTION,
            ELIGIBILITY_CIRCUMSTANCE, REQUIRES_INTERPRETER,
        },
    },
    urls,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::drf::{
    choice::{Choice, ChoiceList},
    date,
};

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
