//! Parties: landlords, agents, support workers.

use clerk_base::urls;
use clerk_domain::{people, vocabulary::people::SUPPORT_CONTACT_PREFERENCES};

use super::format::{
    choice::Choice,
    field::{choice, email, text},
    input::input,
    output::output,
};

output! {
    /// Landlord, agent or support worker.
    #[expect(missing_docs, reason = "the fields are those of the API document")]
    pub struct Person = from(person: people::Person) {
        id: i32,
        full_name: String,
        email: String,
        address: String,
        phone_number: String,
        url: String => urls::person(person.id),
        support_contact_preferences: Choice =
            Choice::or_blank(SUPPORT_CONTACT_PREFERENCES, &support_contact_preferences),
    }
}

input! {
    fields {
        full_name: text(256).required(),
        email: email(150).or_blank(),
        address: text(256).or_blank(),
        phone_number: text(32).or_blank(),
        /// Blank for somebody who is no support worker.
        support_contact_preferences: choice(SUPPORT_CONTACT_PREFERENCES).required().or_blank(),
    }

    /// What a party is changed with.
    update PersonInput as "PersonUpdate" => people::PersonInput;

    /// What a party is made or replaced with.
    create NewPerson as "PersonCreate" => people::NewPerson;
}
