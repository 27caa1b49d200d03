//! Who may see which party.

use clerk_store::db::{
    Connection,
    schema::{core_issue, core_person, core_tenancy},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, NullableExpressionMethods, QueryDsl, dsl::exists,
    pg::Pg, select,
};
use diesel_async::RunQueryDsl;

use crate::{
    access as cases,
    access::{Account, Role},
    error::Result,
};

/// A query over `core_person`, to be narrowed and ordered.
pub type People<'a> = core_person::BoxedQuery<'a, Pg>;

/// The parties that an account may see: all from coordinator upwards; otherwise landlords, agents and
/// support workers of the cases it may see.
#[must_use]
pub fn visible_to<'a>(actor: &Account) -> People<'a> {
    let people = core_person::table.into_boxed();
    if actor.role.is_at_least(Role::Coordinator) {
        return people;
    }
    let tenancies = || cases::visible_to(actor).select(core_issue::tenancy_id);
    let landlords = core_tenancy::table
        .filter(core_tenancy::id.eq_any(tenancies()))
        .filter(core_tenancy::landlord_id.is_not_null())
        .select(core_tenancy::landlord_id.assume_not_null());
    let agents = core_tenancy::table
        .filter(core_tenancy::id.eq_any(tenancies()))
        .filter(core_tenancy::agent_id.is_not_null())
        .select(core_tenancy::agent_id.assume_not_null());
    let support_workers = cases::visible_to(actor)
        .filter(core_issue::support_worker_id.is_not_null())
        .select(core_issue::support_worker_id.assume_not_null());
    people.filter(
        core_person::id
            .eq_any(landlords)
            .or(core_person::id.eq_any(agents))
            .or(core_person::id.eq_any(support_workers)),
    )
}

/// Whether an account may see a party, who has to exist for that.
pub async fn may_see(conn: &mut Connection, actor: &Account, id: i32) -> Result<bool> {
    let found = visible_to(actor).filter(core_person::id.eq(id));
    Ok(select(exists(found)).get_result(conn).await?)
}
