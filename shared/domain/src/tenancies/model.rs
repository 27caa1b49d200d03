//! A tenancy and how to load several.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, distinct, schema::core_tenancy};
use diesel::{ExpressionMethods, QueryDsl, QueryResult, SelectableHelper};
use diesel_async::RunQueryDsl;

use crate::people::Person;

/// A rented place with its landlord and agent.
#[derive(Clone, Debug)]
pub struct Tenancy {
    /// The columns of `core_tenancy`.
    pub row: TenancyRow,
    /// Whom the place belongs to.
    pub landlord: Option<Person>,
    /// Who manages it.
    pub agent: Option<Person>,
}

/// Columns of `core_tenancy`. Values of choices are in [`crate::vocabulary::tenancies`].
#[derive(Clone, Debug, diesel::Queryable, diesel::Selectable)]
#[diesel(table_name = core_tenancy, check_for_backend(diesel::pg::Pg))]
#[expect(missing_docs, reason = "the columns are described in the data dictionary")]
pub struct TenancyRow {
    pub id: i32,
    pub address: String,
    pub suburb: Option<String>,
    pub postcode: Option<String>,
    pub started: Option<DateTime<Utc>>,
    pub is_on_lease: String,
    pub rental_circumstances: String,
    pub landlord_id: Option<i32>,
    pub agent_id: Option<i32>,
}

/// What is written of a tenancy: the columns given, the others stay.
#[derive(Clone, Debug, Default, diesel::AsChangeset)]
#[diesel(table_name = core_tenancy)]
#[expect(missing_docs, reason = "the columns are described in the data dictionary")]
pub struct TenancyInput {
    pub address: Option<String>,
    pub suburb: Option<Option<String>>,
    pub postcode: Option<Option<String>>,
    pub started: Option<Option<DateTime<Utc>>>,
    pub is_on_lease: Option<String>,
    pub rental_circumstances: Option<String>,
    pub landlord_id: Option<Option<i32>>,
    pub agent_id: Option<Option<i32>>,
}

impl TenancyRow {
    /// Joins the row with its landlord and agent out of people loaded together.
    #[must_use]
    pub fn with(self, people: &HashMap<i32, Person>) -> Tenancy {
        let find = |id: Option<i32>| id.and_then(|id| people.get(&id)).cloned();
        Tenancy { landlord: find(self.landlord_id), agent: find(self.agent_id), row: self }
    }
}

/// The tenancies with these ids. One query, or none.
///
/// # Errors
/// Fails when the database does.
pub async fn by_id(
    mut conn: &Connection,
    ids: impl IntoIterator<Item = i32>,
) -> QueryResult<HashMap<i32, TenancyRow>> {
    let ids = distinct(ids);
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let tenancies: Vec<TenancyRow> = core_tenancy::table
        .filter(core_tenancy::id.eq_any(ids))
        .select(TenancyRow::as_select())
        .load(&mut conn)
        .await?;
    Ok(tenancies.into_iter().map(|tenancy| (tenancy.id, tenancy)).collect())
}
