//! The client: found again by their email address, or new.

use chrono::{DateTime, Utc};
use clerk_domain::{
    clients::{self, NewClient},
    error::Result,
    vocabulary,
};
use clerk_store::db::Connection;
use uuid::Uuid;

use super::answers::{Answers, Unprocessable};

/// What the answers say about the client. The lengths are those of the columns.
pub(super) fn read(answers: &Answers<'_>) -> Result<NewClient, Unprocessable> {
    let email = answers.whole("EMAIL", 150);
    if email.is_empty() || email.contains(|char: char| char.is_whitespace() || char.is_control()) {
        return Err(Unprocessable("EMAIL is missing or not usable".to_owned()));
    }
    let some = |text: String| (!text.is_empty()).then_some(text);
    Ok(NewClient {
        first_name: answers.required("FIRST_NAME", 150)?,
        last_name: answers.required("LAST_NAME", 150)?,
        preferred_name: some(answers.text("PREFERRED_NAME", 150)),
        email,
        date_of_birth: answers.date("DOB"),
        phone_number: answers.text("PHONE", 32),
        call_times: answers.choices("AVAILABILITY", vocabulary::clients::CALL_TIME),
        gender: some(answers.text("GENDER", 64)),
        primary_language_non_english: answers.flag("CAN_SPEAK_NON_ENGLISH"),
        primary_language: answers.text("FIRST_LANGUAGE", 32),
        requires_interpreter: answers.choice(
            "INTERPRETER",
            vocabulary::clients::REQUIRES_INTERPRETER,
            "UNKNOWN",
        ),
        is_aboriginal_or_torres_strait_islander: answers.choice(
            "IS_ABORIGINAL_OR_TORRES_STRAIT_ISLANDER",
            vocabulary::clients::ABORIGINAL_OR_TORRES_STRAIT_ISLANDER,
            "NOT_STATED",
        ),
        number_of_dependents: answers.integer("NUMBER_OF_DEPENDENTS"),
        centrelink_support: answers.flag("CENTRELINK_SUPPORT"),
        eligibility_circumstances: answers
            .choices("ELIGIBILITY_CIRCUMSTANCES", vocabulary::clients::ELIGIBILITY_CIRCUMSTANCE),
        eligibility_notes: answers.text("ELIGIBILITY_NOTES", 1024),
        // What the form does not ask is blank.
        ..NewClient::default()
    })
}

/// The id of the client with this email address, made if there is none. What is known of an existing
/// client stays as it is, as in the original.
///
/// The original compared addresses exactly and failed when several clients had the same. Here the
/// best of them is taken: see [`clients::with_email`].
pub(super) async fn find_or_create(
    conn: &mut Connection,
    new: NewClient,
    now: DateTime<Utc>,
) -> Result<Uuid> {
    match clients::with_email(conn, &new.email).await?.first() {
        Some(id) => Ok(*id),
        None => clients::create(conn, new, now).await,
    }
}
