//! A party on the wire.

use clerk_shared::{
    domain::people::{self, choices::SUPPORT_CONTACT_PREFERENCES},
    urls,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::drf::choice::Choice;

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
