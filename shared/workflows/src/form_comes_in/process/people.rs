//! Landlords, agents and support workers.

use chrono::{DateTime, Utc};
use clerk_domain::{error::Result, vocabulary::people};
use clerk_store::db::{Connection, schema::core_person};
use diesel::{ExpressionMethods, Insertable, insert_into};
use diesel_async::RunQueryDsl;

use super::answers::Answers;

#[derive(Insertable)]
#[diesel(table_name = core_person)]
pub(super) struct NewPerson {
    full_name: String,
    address: String,
    email: String,
    phone_number: String,
    support_contact_preferences: String,
}

/// The keys of a person's answers.
struct Keys {
    name: &'static str,
    address: &'static str,
    email: &'static str,
    phone: &'static str,
}

impl NewPerson {
    pub(super) fn landlord(answers: &Answers<'_>) -> Option<Self> {
        let keys = Keys {
            name: "LANDLORD_NAME",
            address: "LANDLORD_ADDRESS",
            email: "LANDLORD_EMAIL",
            phone: "LANDLORD_PHONE",
        };
        Self::read(answers, &keys)
    }

    pub(super) fn agent(answers: &Answers<'_>) -> Option<Self> {
        let keys = Keys {
            name: "AGENT_NAME",
            address: "AGENT_ADDRESS",
            email: "AGENT_EMAIL",
            phone: "AGENT_PHONE",
        };
        Self::read(answers, &keys)
    }

    pub(super) fn support_worker(answers: &Answers<'_>) -> Option<Self> {
        let keys = Keys {
            name: "SUPPORT_WORKER_NAME",
            address: "SUPPORT_WORKER_ADDRESS",
            email: "SUPPORT_WORKER_EMAIL",
            phone: "SUPPORT_WORKER_PHONE",
        };
        let preference = answers.choice(
            "SUPPORT_WORKER_CONTACT_PREFERENCE",
            people::SUPPORT_CONTACT_PREFERENCES,
            "",
        );
        Some(Self { support_contact_preferences: preference, ..Self::read(answers, &keys)? })
    }

    /// A person, if they have a name. The lengths are those of the columns.
    fn read(answers: &Answers<'_>, keys: &Keys) -> Option<Self> {
        let name = answers.text(keys.name, 256);
        (!name.is_empty()).then(|| Self {
            full_name: title_case(&name),
            address: answers.text(keys.address, 256),
            email: answers.whole(keys.email, 150),
            phone_number: answers.text(keys.phone, 32),
            support_contact_preferences: String::new(),
        })
    }

    /// A new person, even if one like them exists: as in the original, a person belongs to one case.
    pub(super) async fn create(self, conn: &mut Connection, now: DateTime<Utc>) -> Result<i32> {
        let times = (core_person::created_at.eq(now), core_person::modified_at.eq(now));
        let id = insert_into(core_person::table)
            .values((times, self))
            .returning(core_person::id)
            .get_result(conn)
            .await?;
        Ok(id)
    }
}

/// Every letter that follows no letter is a capital, every other one small, as the original wrote
/// names: `JANE O'NEIL` becomes `Jane O'Neil`.
fn title_case(text: &str) -> String {
    let mut after_letter = false;
    text.chars()
        .map(|it| {
            let letter =
                if after_letter { it.to_lowercase().next() } else { it.to_uppercase().next() };
            after_letter = it.is_lowercase() || it.is_uppercase();
            letter.unwrap_or(it)
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
