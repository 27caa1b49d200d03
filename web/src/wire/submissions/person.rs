//! Answers about a landlord, agent or support worker.

use clerk_domain::vocabulary::people::SUPPORT_CONTACT_PREFERENCES;
use serde::Serialize;
use utoipa::ToSchema;

use super::{parts::ChoiceDisplay, reader::Reader};

/// A landlord, agent or support worker as the client described them.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SubmissionPerson)]
pub struct PersonAnswers {
    pub name: Option<String>,
    pub address: Option<String>,
    pub email: Option<String>,
    pub phone_number: Option<String>,
    pub support_contact_preferences: Option<ChoiceDisplay>,
}

impl PersonAnswers {
    /// Reads the answers whose keys begin with a prefix.
    pub(super) fn read(answers: &Reader<'_>, prefix: &str) -> Option<Self> {
        let text = |part: &str| answers.text(&format!("{prefix}_{part}"));
        let person = Self {
            name: text("NAME"),
            address: text("ADDRESS"),
            email: text("EMAIL"),
            phone_number: text("PHONE"),
            support_contact_preferences: answers
                .choice(&format!("{prefix}_CONTACT_PREFERENCE"), SUPPORT_CONTACT_PREFERENCES),
        };
        let is_answered = person.name.is_some()
            || person.address.is_some()
            || person.email.is_some()
            || person.phone_number.is_some()
            || person.support_contact_preferences.is_some();
        is_answered.then_some(person)
    }
}
