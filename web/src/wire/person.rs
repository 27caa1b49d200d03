//! A party on the wire.

use clerk_base::urls;
use clerk_domain::{people, vocabulary::people::SUPPORT_CONTACT_PREFERENCES};
use serde::Serialize;
use utoipa::ToSchema;

use super::drf::{
    body::{Body, OPTIONAL, REQUIRED},
    choice::Choice,
};
use crate::error::ApiResult;

/// Landlord, agent or support worker.
#[derive(Debug, Serialize, ToSchema)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct Person {
    pub id: i32,
    pub full_name: String,
    pub email: String,
    pub address: String,
    pub phone_number: String,
    pub url: String,
    pub support_contact_preferences: Choice,
}

impl From<people::Person> for Person {
    fn from(it: people::Person) -> Self {
        Self {
            id: it.id,
            full_name: it.full_name,
            email: it.email,
            address: it.address,
            phone_number: it.phone_number,
            url: urls::person(it.id),
            support_contact_preferences: Choice::or_blank(
                SUPPORT_CONTACT_PREFERENCES,
                &it.support_contact_preferences,
            ),
        }
    }
}

/// What a party is changed with.
#[derive(Debug, ToSchema)]
#[schema(as = PersonUpdate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct PersonUpdate {
    pub full_name: Option<String>,
    pub email: Option<String>,
    pub address: Option<String>,
    pub phone_number: Option<String>,
    /// Blank for nobody's support worker.
    pub support_contact_preferences: Option<String>,
}

/// What a party is made or replaced with.
#[derive(Debug, ToSchema)]
#[schema(as = PersonCreate)]
#[expect(missing_docs, reason = "the fields are those of the API document")]
pub struct PersonInput {
    pub full_name: String,
    pub email: Option<String>,
    pub address: Option<String>,
    pub phone_number: Option<String>,
    /// Blank for nobody's support worker.
    pub support_contact_preferences: String,
}

impl PersonInput {
    /// Reads the fields. The lengths are those of the columns.
    ///
    /// # Errors
    /// 400 with everything wrong.
    pub fn read(mut body: Body) -> ApiResult<people::PersonInput> {
        let optional = OPTIONAL.or_blank();
        let input = people::PersonInput {
            full_name: body.text("full_name", 256, REQUIRED).value(),
            email: body.email("email", 150, optional).value(),
            address: body.text("address", 256, optional).value(),
            phone_number: body.text("phone_number", 32, optional).value(),
            support_contact_preferences: body
                .choice(
                    "support_contact_preferences",
                    SUPPORT_CONTACT_PREFERENCES,
                    REQUIRED.or_blank(),
                )
                .value(),
        };
        body.finish()?;
        Ok(input)
    }
}
