//! Landlords, agents and support workers.

use chrono::{DateTime, Utc};
use clerk_domain::{
    error::Result,
    people::{self, NewPerson},
    vocabulary,
};
use clerk_store::db::Connection;

use super::answers::Answers;

/// The keys of a person's answers.
struct Keys {
    name: &'static str,
    address: &'static str,
    email: &'static str,
    phone: &'static str,
}

pub(super) fn landlord(answers: &Answers<'_>) -> Option<NewPerson> {
    let keys = Keys {
        name: "LANDLORD_NAME",
        address: "LANDLORD_ADDRESS",
        email: "LANDLORD_EMAIL",
        phone: "LANDLORD_PHONE",
    };
    read(answers, &keys)
}

pub(super) fn agent(answers: &Answers<'_>) -> Option<NewPerson> {
    let keys = Keys {
        name: "AGENT_NAME",
        address: "AGENT_ADDRESS",
        email: "AGENT_EMAIL",
        phone: "AGENT_PHONE",
    };
    read(answers, &keys)
}

pub(super) fn support_worker(answers: &Answers<'_>) -> Option<NewPerson> {
    let keys = Keys {
        name: "SUPPORT_WORKER_NAME",
        address: "SUPPORT_WORKER_ADDRESS",
        email: "SUPPORT_WORKER_EMAIL",
        phone: "SUPPORT_WORKER_PHONE",
    };
    let preference = answers.choice(
        "SUPPORT_WORKER_CONTACT_PREFERENCE",
        vocabulary::people::SUPPORT_CONTACT_PREFERENCES,
        "",
    );
    Some(NewPerson { support_contact_preferences: preference, ..read(answers, &keys)? })
}

/// A person, if they have a name. The lengths are those of the columns.
fn read(answers: &Answers<'_>, keys: &Keys) -> Option<NewPerson> {
    let name = answers.text(keys.name, 256);
    (!name.is_empty()).then(|| NewPerson {
        full_name: title_case(&name),
        address: answers.text(keys.address, 256),
        email: answers.whole(keys.email, 150),
        phone_number: answers.text(keys.phone, 32),
        ..NewPerson::default()
    })
}

/// The key of a new person, if there is one.
pub(super) async fn create(
    conn: &mut Connection,
    new: Option<NewPerson>,
    now: DateTime<Utc>,
) -> Result<Option<i32>> {
    match new {
        Some(new) => Ok(Some(people::create(conn, new, now).await?.id)),
        None => Ok(None),
    }
}

/// Every letter that follows no letter is a capital, every other one small, as the original wrote
/// names: `JANE O'NEIL` becomes `Jane O'Neil`.
fn title_case(text: &str) -> String {
    let mut after_letter = false;
    text.chars()
        .map(|char| {
            let letter =
                if after_letter { char.to_lowercase().next() } else { char.to_uppercase().next() };
            after_letter = char.is_lowercase() || char.is_uppercase();
            letter.unwrap_or(char)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_the_original_did() {
        for (given, expected) in [
            ("john smith", "John Smith"),
            ("JANE O'NEIL", "Jane O'Neil"),
            ("ray white 3rd floor", "Ray White 3Rd Floor"),
            ("zoë MÜLLER-lüdenscheidt", "Zoë Müller-Lüdenscheidt"),
            ("王小明", "王小明"),
        ] {
            assert_eq!(title_case(given), expected);
        }
    }
}
