//! What happens when somebody joins, changes or leaves.
//!
//! **Joining.** An admin invites somebody with an address of ours (`handlers/accounts`). The
//! account is active at once and has no password: they log in with Google. The job
//! `SyncMicrosoftAccount` makes their Microsoft account; see [`crate::staff_access`], which also
//! sends the welcome mail.
//!
//! **Changing.** Whoever manages accounts changes names, capacity and internship; who may change
//! more is in [`rules::check`]. Every change is in the audit log, groups apart, as in the original.
//!
//! **Leaving** is becoming inactive. Their sessions end with the next request, since
//! `access::find_active` finds them no more, and they can log in no more. The job takes the
//! Microsoft licence and the membership of the group. Their cases stay assigned to them: a
//! coordinator hands them out. Accounts are never deleted.

mod rules;

use chrono::{DateTime, Utc};
use clerk_domain::{
    access::Account,
    accounts::{
        AccountColumns, AccountInput, NewAccount, Profile, detail,
        groups::{self, Group},
        log::{self, Logged},
        password,
    },
    error::{DomainError, Result},
};
use clerk_store::{
    db::{Connection, schema::auth_user},
    jobs::{self, Job},
};
use diesel::{ExpressionMethods, QueryDsl, SelectableHelper, insert_into, update as change};
use diesel_async::{AsyncConnection, RunQueryDsl};

use self::rules::AccessChange;

/// How many cases a new colleague can take.
const CASE_CAPACITY: i32 = 4;

/// Somebody joins: makes an active account without a usable password. Address and username
/// are the same, in lower case.
///
/// # Errors
/// `invalid` for an address elsewhere, `unique` for one that is in use, `does_not_exist` for a
/// group.
pub async fn create(
    conn: &mut Connection,
    actor: &Account,
    new: &NewAccount,
    now: DateTime<Utc>,
) -> Result<Profile> {
    let email = new.email.to_lowercase();
    rules::check_domain(&email)?;
    conn.transaction(async |conn| {
        let groups = groups::by_name(conn, &new.groups).await?;
        rules::check_free(conn, &email, None).await?;
        let row = insert(conn, new, &email, now).await?;
        groups::set(conn, row.id, &groups).await?;
        log::record(conn, actor, None, &row, now).await?;
        after_joining(conn, row.id).await?;
        detail(conn, row.id).await
    })
    .await
}

/// Somebody changes or leaves: writes what is given of an account, and what follows from it.
///
/// # Errors
/// [`DomainError::NotFound`]; 403 for what `actor` may not change; `does_not_exist` for a group,
/// `unique` or `invalid` for the address, `invalid` for locking oneself out.
pub async fn update(
    conn: &mut Connection,
    actor: &Account,
    id: i32,
    input: &AccountInput,
    now: DateTime<Utc>,
) -> Result<Profile> {
    conn.transaction(async |conn| {
        let old = Logged::lock(conn, id).await?.ok_or(DomainError::NotFound)?;
        let old_groups = groups::of(conn, id).await?;
        let access = access_change(conn, input, &old, &old_groups).await?;
        rules::check(conn, actor, &old, &old_groups, &access).await?;
        if let Some(groups) = &access.groups {
            groups::set(conn, id, groups).await?;
        }
        let new = write(conn, input, &access, &old).await?;
        log::record(conn, actor, Some(&old), &new, now).await?;
        after_change(conn, &access, &new).await?;
        detail(conn, id).await
    })
    .await
}

/// What follows when somebody joins: their Microsoft account.
async fn after_joining(conn: &mut Connection, id: i32) -> Result<()> {
    jobs::enqueue(conn, &Job::SyncMicrosoftAccount { account: id }).await?;
    Ok(())
}

/// What follows from a change of an account. Whoever becomes active or inactive, or whose groups
/// change while they are active, has their Microsoft account brought in line. The groups of an
/// inactive account give no access, and names and addresses are not passed on.
async fn after_change(conn: &mut Connection, access: &AccessChange, new: &Logged) -> Result<()> {
    if access.is_active.is_some() || (access.groups.is_some() && new.is_active) {
        jobs::enqueue(conn, &Job::SyncMicrosoftAccount { account: new.id }).await?;
    }
    Ok(())
}

async fn insert(
    conn: &mut Connection,
    new: &NewAccount,
    email: &str,
    now: DateTime<Utc>,
) -> Result<Logged> {
    insert_into(auth_user::table)
        .values((
            auth_user::password.eq(password::unusable().expose()),
            auth_user::is_superuser.eq(false),
            auth_user::username.eq(email),
            auth_user::first_name.eq(&new.first_name),
            auth_user::last_name.eq(&new.last_name),
            auth_user::email.eq(email),
            auth_user::is_staff.eq(false),
            auth_user::is_active.eq(true),
            auth_user::date_joined.eq(now),
            auth_user::is_intern.eq(false),
            auth_user::case_capacity.eq(CASE_CAPACITY),
        ))
        .returning(Logged::as_returning())
        .get_result(conn)
        .await
        .map_err(rules::taken)
}

async fn write(
    conn: &mut Connection,
    input: &AccountInput,
    access: &AccessChange,
    old: &Logged,
) -> Result<Logged> {
    let columns = AccountColumns {
        first_name: input.first_name.as_deref(),
        last_name: input.last_name.as_deref(),
        email: access.email.as_deref(),
        username: access.email.as_deref(),
        case_capacity: input.case_capacity,
        is_intern: input.is_intern,
        // Always written, so that there is something to write.
        is_active: Some(input.is_active.unwrap_or(old.is_active)),
    };
    change(auth_user::table.find(old.id))
        .set(columns)
        .returning(Logged::as_returning())
        .get_result(conn)
        .await
        .map_err(rules::taken)
}

async fn access_change(
    conn: &mut Connection,
    input: &AccountInput,
    old: &Logged,
    old_groups: &[Group],
) -> Result<AccessChange> {
    let groups = match &input.groups {
        Some(names) => Some(groups::by_name(conn, names).await?),
        None => None,
    };
    Ok(AccessChange {
        email: input.email.as_deref().map(str::to_lowercase).filter(|email| *email != old.email),
        is_active: input.is_active.filter(|is_active| *is_active != old.is_active),
        groups: groups.filter(|groups| groups != old_groups),
    })
}
