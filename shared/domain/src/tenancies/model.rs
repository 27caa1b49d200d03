//! A tenancy and how to load several.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, distinct, schema::core_tenancy};
use diesel::{ExpressionMethods, QueryDsl, QueryResult, SelectableHelper};
use diesel_async::RunQueryDsl;

use crate::{people::Person, record::record};

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

record! {
    table core_tenancy {
        address: String,
        suburb: Option<String>,
        postcode: Option<String>,
        started: Option<DateTime<Utc>>,
        is_on_lease: String,
        rental_circumstances: String,
        landlord_id: Option<i32>,
        agent_id: Option<i32>,
    }

    /// Columns of `core_tenancy`. Values of choices are in [`crate::vocabulary::tenancies`].
    row TenancyRow { id: i32 };

    /// What is changed of a tenancy; `None` leaves a column as it is.
    input TenancyInput;

    /// A tenancy to add; what is not known is blank or null.
    new NewTenancy;
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
