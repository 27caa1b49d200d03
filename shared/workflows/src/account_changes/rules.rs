//! Who may make and change which accounts, and what has to hold for one.

use clerk_domain::{
    access::{Account, Role},
    accounts::{STAFF_DOMAIN, groups::Group, is_staff_address, log::Logged},
    error::{DomainError, Result},
};
use clerk_store::db::{Connection, schema::auth_user};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, QueryDsl,
    dsl::exists,
    result::{DatabaseErrorKind, Error as DieselError},
    select,
};
use diesel_async::RunQueryDsl;

/// What changes of an account in the ways that decide about access.
pub(super) struct AccessChange {
    pub email: Option<String>,
    pub is_active: Option<bool>,
    pub groups: Option<Vec<Group>>,
}

/// Who may change what of an account. Coordinators and better come here at all (the handler's
/// guard).
///
/// - Names, capacity and internship: all of them, of anybody.
/// - Activity: all of them, but of nobody who stands above them.
/// - Groups and address: admins and better, but of nobody who stands above them.
/// - Nobody makes themselves inactive or less than an admin, which only others could undo.
pub(super) async fn check(
    conn: &mut Connection,
    actor: &Account,
    old: &Logged,
    old_groups: &[Group],
    access: &AccessChange,
) -> Result<()> {
    let role =
        |groups: &[Group]| Role::of(old.is_superuser, groups.iter().map(|(_, name)| name.as_str()));
    let takes_admin = access.groups.is_some() || access.email.is_some();
    if takes_admin && !actor.role.is_at_least(Role::Admin) {
        return Err(DomainError::forbidden());
    }
    if (takes_admin || access.is_active.is_some()) && role(old_groups) > actor.role {
        return Err(DomainError::forbidden());
    }
    if actor.id == old.id {
        if access.is_active == Some(false) {
            let detail = "You cannot make your own account inactive.";
            return Err(DomainError::invalid("is_active", "invalid", detail));
        }
        if access.groups.as_deref().is_some_and(|groups| !role(groups).is_at_least(Role::Admin)) {
            let detail = "You cannot take your own account out of the admins.";
            return Err(DomainError::invalid("groups", "invalid", detail));
        }
    }
    if let Some(email) = &access.email {
        check_domain(email)?;
        check_free(conn, email, Some(old.id)).await?;
    }
    Ok(())
}

/// Insists on an address of ours.
pub(super) fn check_domain(email: &str) -> Result<()> {
    if is_staff_address(email) {
        return Ok(());
    }
    let detail = format!("The address has to end in @{STAFF_DOMAIN}.");
    Err(DomainError::invalid("email", "invalid", detail))
}

/// Insists that no account, apart from `id`, has an address as its own or as its username.
pub(super) async fn check_free(conn: &mut Connection, email: &str, id: Option<i32>) -> Result<()> {
    let others = auth_user::table
        .filter(auth_user::email.eq(email).or(auth_user::username.eq(email)))
        .filter(auth_user::id.ne(id.unwrap_or_default()));
    if select(exists(others)).get_result(conn).await? { Err(in_use()) } else { Ok(()) }
}

/// What the database says when two changes came at once, as [`check_free`] says it.
pub(super) fn taken(error: DieselError) -> DomainError {
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => in_use(),
        other => other.into(),
    }
}

fn in_use() -> DomainError {
    DomainError::invalid("email", "unique", "There is an account with this address already.")
}
