//! Deleting a party.

use clerk_store::db::{
    Connection,
    schema::{core_issue, core_person, core_tenancy},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, delete as remove, update};
use diesel_async::{AsyncConnection, RunQueryDsl};

use crate::error::{DomainError, Result};

/// Deletes a party and takes it out of the tenancies and cases that name it.
///
/// # Errors
/// [`DomainError::NotFound`] when there is no such party.
pub async fn delete(conn: &mut Connection, id: i32) -> Result<()> {
    conn.transaction(async |conn| {
        // Whoever is about to name the party somewhere holds its row: see tenancies::update.
        let _locked: i32 = core_person::table
            .find(id)
            .select(core_person::id)
            .for_update()
            .first(conn)
            .await
            .optional()?
            .ok_or(DomainError::NotFound)?;
        let nobody = None::<i32>;
        update(core_tenancy::table.filter(core_tenancy::landlord_id.eq(id)))
            .set(core_tenancy::landlord_id.eq(nobody))
            .execute(conn)
            .await?;
        update(core_tenancy::table.filter(core_tenancy::agent_id.eq(id)))
            .set(core_tenancy::agent_id.eq(nobody))
            .execute(conn)
            .await?;
        update(core_issue::table.filter(core_issue::support_worker_id.eq(id)))
            .set(core_issue::support_worker_id.eq(nobody))
            .execute(conn)
            .await?;
        remove(core_person::table.find(id)).execute(conn).await?;
        Ok(())
    })
    .await
}
