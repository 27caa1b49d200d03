//! Changing a tenancy.

use chrono::{DateTime, Utc};
use clerk_store::db::{
    Connection,
    schema::{core_person, core_tenancy},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, update as change};
use diesel_async::{AsyncConnection, RunQueryDsl};

use super::{Tenancy, TenancyInput, find::assembled};
use crate::{
    access::{Account, people, tenancies},
    error::{DomainError, FieldError, Result},
};

/// Changes the columns given, for somebody who may see the tenancy.
///
/// A landlord or agent has to be somebody whom the account may see: otherwise naming one party after
/// the other would show all of them.
///
/// # Errors
/// As [`access::check`]; `does_not_exist` for a landlord or agent.
pub async fn update(
    conn: &mut Connection,
    actor: &Account,
    id: i32,
    input: &TenancyInput,
    now: DateTime<Utc>,
) -> Result<Tenancy> {
    conn.transaction(async |conn| {
        tenancies::check(conn, actor, id).await?;
        check_parties(conn, actor, input).await?;
        let changed = change(core_tenancy::table.find(id))
            .set((core_tenancy::modified_at.eq(now), input))
            .execute(conn)
            .await?;
        if changed == 0 {
            return Err(DomainError::NotFound);
        }
        assembled(conn, id).await
    })
    .await
}

async fn check_parties(conn: &mut Connection, actor: &Account, input: &TenancyInput) -> Result<()> {
    let mut errors = Vec::new();
    for (field, person) in [("landlord_id", input.landlord_id), ("agent_id", input.agent_id)] {
        let Some(Some(person)) = person else { continue };
        // Held until the end, so that nobody deletes the party in between.
        let held: Option<i32> = core_person::table
            .find(person)
            .select(core_person::id)
            .for_key_share()
            .first(conn)
            .await
            .optional()?;
        if held.is_none() || !people::may_see(conn, actor, person).await? {
            let detail = format!("There is no party {person}.");
            errors.push(FieldError::new(field, "does_not_exist", detail));
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(DomainError::Invalid(errors)) }
}
