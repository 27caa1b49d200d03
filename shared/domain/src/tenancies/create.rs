//! A tenancy that a coordinator enters by hand.

use chrono::{DateTime, Utc};
use clerk_store::db::{Connection, schema::core_tenancy};
use diesel::{ExpressionMethods, Insertable, insert_into};
use diesel_async::RunQueryDsl;

use crate::error::Result;

/// Columns of a new tenancy; what is not known is blank or null.
#[derive(Insertable, Clone, Debug)]
#[diesel(table_name = core_tenancy)]
#[expect(missing_docs, reason = "the columns are described in the data dictionary")]
pub struct NewTenancy {
    pub address: String,
    pub suburb: Option<String>,
    pub postcode: Option<String>,
    pub started: Option<DateTime<Utc>>,
    pub is_on_lease: String,
    pub rental_circumstances: String,
    pub landlord_id: Option<i32>,
    pub agent_id: Option<i32>,
}

/// Adds a tenancy and returns its key. For callers who have checked that its parties exist.
///
/// # Errors
/// Fails when the database does.
pub async fn create(conn: &mut Connection, tenancy: NewTenancy, now: DateTime<Utc>) -> Result<i32> {
    let id = insert_into(core_tenancy::table)
        .values((core_tenancy::created_at.eq(now), core_tenancy::modified_at.eq(now), tenancy))
        .returning(core_tenancy::id)
        .get_result(conn)
        .await?;
    Ok(id)
}
