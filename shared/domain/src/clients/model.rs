//! A client and how to load several.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, TextList, distinct, schema::core_client};
use diesel::{ExpressionMethods, QueryDsl, QueryResult, SelectableHelper};
use diesel_async::RunQueryDsl;
use uuid::Uuid;

/// Somebody who came to us with a problem. Values of choices are in [`crate::vocabulary::clients`].
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = core_client, check_for_backend(diesel::pg::Pg))]
#[expect(missing_docs, reason = "the columns are described in the data dictionary")]
pub struct Client {
    pub id: Uuid,
    pub first_name: String,
    pub last_name: String,
    pub preferred_name: Option<String>,
    pub email: String,
    pub date_of_birth: Option<DateTime<Utc>>,
    pub phone_number: String,
    pub gender: Option<String>,
    pub pronouns: String,
    pub centrelink_support: bool,
    pub eligibility_notes: String,
    pub requires_interpreter: String,
    pub primary_language_non_english: bool,
    pub primary_language: String,
    pub is_aboriginal_or_torres_strait_islander: String,
    pub number_of_dependents: Option<i32>,
    #[diesel(deserialize_as = TextList)]
    pub eligibility_circumstances: Vec<String>,
    pub contact_restriction: String,
    pub contact_notes: String,
    pub notes: String,
    #[diesel(deserialize_as = TextList)]
    pub call_times: Vec<String>,
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

/// What is written of a client: the columns given, the others stay.
#[derive(Clone, Debug, Default, diesel::AsChangeset)]
#[diesel(table_name = core_client)]
#[expect(missing_docs, reason = "the columns are described in the data dictionary")]
pub struct ClientInput {
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub preferred_name: Option<Option<String>>,
    pub email: Option<String>,
    pub date_of_birth: Option<Option<DateTime<Utc>>>,
    pub phone_number: Option<String>,
    pub gender: Option<Option<String>>,
    pub pronouns: Option<String>,
    pub centrelink_support: Option<bool>,
    pub eligibility_notes: Option<String>,
    pub requires_interpreter: Option<String>,
    pub primary_language_non_english: Option<bool>,
    pub primary_language: Option<String>,
    pub is_aboriginal_or_torres_strait_islander: Option<String>,
    pub number_of_dependents: Option<Option<i32>>,
    pub eligibility_circumstances: Option<Vec<String>>,
    pub contact_restriction: Option<String>,
    pub contact_notes: Option<String>,
    pub notes: Option<String>,
    pub call_times: Option<Vec<String>>,
}

/// The clients with these ids. One query, or none.
///
/// # Errors
/// Fails when the database does.
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
