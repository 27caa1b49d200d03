//! A client and how to load several.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, TextList, distinct, schema::core_client};
use diesel::{ExpressionMethods, QueryDsl, QueryResult, SelectableHelper};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

use crate::record::record;

record! {
    table core_client {
        first_name: String,
        last_name: String,
        preferred_name: Option<String>,
        email: String,
        date_of_birth: Option<DateTime<Utc>>,
        phone_number: String,
        gender: Option<String>,
        pronouns: String,
        centrelink_support: bool,
        eligibility_notes: String,
        requires_interpreter: String,
        primary_language_non_english: bool,
        primary_language: String,
        is_aboriginal_or_torres_strait_islander: String,
        number_of_dependents: Option<i32>,
        eligibility_circumstances: Vec<String> as TextList,
        contact_restriction: String,
        contact_notes: String,
        notes: String,
        call_times: Vec<String> as TextList,
    }

    /// Somebody who came to us with a problem. Values of choices are in [`crate::vocabulary::clients`].
    row Client { id: Uuid };

    /// What is changed of a client; `None` leaves a column as it is.
    input ClientInput;

    /// A client to add; what is not known is blank.
    new NewClient;
}

impl Client {
    /// Given and family name.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }

    /// Age in whole years of 365.25 days, which is how the front end has always had it.
    #[must_use]
    pub fn age(&self, now: DateTime<Utc>) -> Option<i64> {
        let born = self.date_of_birth?;
        let days = (now - born).num_seconds().div_euclid(86_400);
        // Years = days / 365.25, cut towards zero.
        Some(days * 4 / 1461)
    }
}

/// The clients with these ids. One query, or none.
pub async fn by_id(
    mut conn: &Connection,
    ids: impl IntoIterator<Item = Uuid>,
) -> QueryResult<HashMap<Uuid, Client>> {
    let ids = distinct(ids);
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let clients: Vec<Client> = core_client::table
        .filter(core_client::id.eq_any(ids))
        .select(Client::as_select())
        .load(&mut conn)
        .await?;
    Ok(clients.into_iter().map(|client| (client.id, client)).collect())
}
