//! Clients.

use chrono::{DateTime, Utc};
use clerk_base::urls;
use clerk_domain::{
    clients,
    vocabulary::clients::{
        ABORIGINAL_OR_TORRES_STRAIT_ISLANDER, CALL_TIME, CONTACT_RESTRICTION,
        ELIGIBILITY_CIRCUMSTANCE, REQUIRES_INTERPRETER,
    },
};
use uuid::Uuid;

use super::format::{
    body::UNLIMITED,
    choice::{Choice, ChoiceList},
    date,
    field::{boolean, choice, choices, email, integer, local_day, text},
    input::input,
    output::output,
};

output! {
    /// Somebody we help.
    #[expect(missing_docs, reason = "the fields are those of the API document")]
    pub struct Client = new(client: clients::Client, now: DateTime<Utc>) {
        id: Uuid,
        first_name: String,
        last_name: String,
        preferred_name: Option<String>,
        email: String,
        date_of_birth: Option<String> = date_of_birth.map(date::day),
        phone_number: String,
        gender: Option<String>,
        pronouns: String,
        centrelink_support: bool,
        eligibility_notes: String,
        requires_interpreter: Choice = Choice::new(REQUIRES_INTERPRETER, &requires_interpreter),
        primary_language_non_english: bool,
        primary_language: String,
        is_aboriginal_or_torres_strait_islander: Choice = Choice::new(
            ABORIGINAL_OR_TORRES_STRAIT_ISLANDER,
            &is_aboriginal_or_torres_strait_islander,
        ),
        number_of_dependents: Option<i32>,
        eligibility_circumstances: ChoiceList =
            ChoiceList::new(ELIGIBILITY_CIRCUMSTANCE, &eligibility_circumstances),
        contact_restriction: Choice = Choice::or_blank(CONTACT_RESTRICTION, &contact_restriction),
        contact_notes: String,
        age: Option<i64> => client.age(now),
        full_name: String => client.full_name(),
        notes: String,
        call_times: ChoiceList = ChoiceList::new(CALL_TIME, &call_times),
        url: String => urls::client(client.id),
    }
}

input! {
    fields {
        first_name: text(150).required(),
        last_name: text(150).required(),
        preferred_name: text(150).or_blank().or_null().blank_is_null_if_new(),
        /// No other client may have it.
        email: email(150).required(),
        /// `DD/MM/YYYY`.
        date_of_birth: local_day().blank_is_null(),
        phone_number: text(32).or_blank().or_null_if_new(),
        gender: text(64).or_blank().or_null().blank_is_null_if_new(),
        pronouns: text(32).or_blank().or_null(),
        centrelink_support: boolean(),
        eligibility_notes: text(1024).or_blank().or_null_if_new(),
        requires_interpreter: choice(REQUIRES_INTERPRETER).default_if_new("UNKNOWN"),
        primary_language_non_english: boolean(),
        primary_language: text(32).or_blank().or_null_if_new(),
        is_aboriginal_or_torres_strait_islander:
            choice(ABORIGINAL_OR_TORRES_STRAIT_ISLANDER).default_if_new("NOT_STATED"),
        /// A whole number, or a text of one.
        number_of_dependents: integer(i32::MIN..=i32::MAX).blank_is_null(),
        eligibility_circumstances: choices(ELIGIBILITY_CIRCUMSTANCE),
        contact_restriction: choice(CONTACT_RESTRICTION).or_blank().or_null_if_new(),
        contact_notes: text(UNLIMITED).or_blank().or_null_if_new(),
        notes: text(UNLIMITED).or_blank().or_null_if_new(),
        call_times: choices(CALL_TIME),
    }

    /// What a client is changed with. Dates are `DD/MM/YYYY`; choices are bare values.
    update ClientInput as "ClientUpdate" => clients::ClientInput,
        ignoring {
            /// Ignored, as are the next two.
            age: Long,
            full_name: Text,
            url: Text,
        };

    /// Somebody new to help.
    create NewClient as "ClientCreate" => clients::NewClient;
}
