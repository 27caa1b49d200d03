//! Changing an account.

use chrono::{DateTime, Utc};
use clerk_store::{
    db::{Connection, schema::auth_user},
    jobs::{self, Job},
};
use diesel::{AsChangeset, QueryDsl, SelectableHelper, update as change};
use diesel_async::{AsyncConnection, RunQueryDsl};

use super::{
    Profile,
    create::{check_domain, check_free, taken},
    detail,
    groups::{self, Group},
    log::{self, Logged},
};
use crate::{
    access::{Account, Role},
    error::{DomainError, Result},
};

/// What is written of an account: the parts given, the others stay.
#[derive(Clone, Debug, Default)]
pub struct AccountInput {
    /// Given name, or blank.
    pub first_name: Option<String>,
    /// Family name, or blank.
    pub last_name: Option<String>,
    /// Address, in any case of letters.
    pub email: Option<String>,
    /// How many cases they can take.
    pub case_capacity: Option<i32>,
    /// Whether they are an intern.
    pub is_intern: Option<bool>,
    /// Whether they may log in.
    pub is_active: Option<bool>,
    /// Names of the groups.
    pub groups: Option<Vec<String>>,
}

#[derive(AsChangeset)]
#[diesel(table_name = auth_user)]
struct Columns<'a> {
    first_name: Option<&'a str>,
    last_name: Option<&'a str>,
    email: Option<&'a str>,
    username: Option<&'a str>,
    case_capacity: Option<i32>,
    is_intern: Option<bool>,
    is_active: Option<bool>,
}

/// What an account is to become in the ways that decide about access.
struct Access {
    email: Option<String>,
    is_active: Option<bool>,
    groups: Option<Vec<Group>>,
}

/// Changes what is given, logs it, and enqueues bringing the Microsoft account in line when the
/// account can do more or less than before.
///
/// Names, capacity and internship are for everybody who may manage accounts at all. Groups and
/// address take an admin. Groups, address and activity of somebody above oneself are out of reach,
/// and nobody can make themselves inactive or less than an admin, which only others could undo.
///
/// # Errors
/// [`DomainError::NotFound`]; 403 for what `actor` may not change; `does_not_exist` for a group,
/// `unique` or `invalid` for the address, `invalid` for locking oneself out.
pub async fn update(
    conn: &mut Connection,
    actor: &Account,
    now: DateTime<Utc>,
    id: i32,
    input: &AccountInput,
) -> Result<Profile> {
    conn.transaction(async |conn| {
        let old = Logged::lock(conn, id).await?.ok_or(DomainError::NotFound)?;
        let old_groups = groups::of(conn, id).await?;
        let access = changed_access(conn, input, &old, &old_groups).await?;
        check(conn, actor, &old, &old_groups, &access).await?;
        if let Some(groups) = &access.groups {
            groups::set(conn, id, groups).await?;
        }
        let columns = Columns {
            first_name: input.first_name.as_deref(),
            last_name: input.last_name.as_deref(),
            email: access.email.as_deref(),
            username: access.email.as_deref(),
            case_capacity: input.case_capacity,
            is_intern: input.is_intern,
            // Always written, so that there is something to write.
            is_active: Some(input.is_active.unwrap_or(old.is_active)),
        };
        let new: Logged = change(auth_user::table.find(id))
            .set(columns)
            .returning(Logged::as_returning())
            .get_result(conn)
            .await
            .map_err(taken)?;
        log::record(conn, actor, now, Some(&old), &new).await?;
        // The role of somebody inactive matters to nobody.
        if access.is_active.is_some() || (access.groups.is_some() && new.is_active) {
            jobs::enqueue(conn, &Job::SyncMicrosoftAccount { account: id }).await?;
        }
        detail(conn, id).await
    })
    .await
}

async fn changed_access(
    conn: &mut Connection,
    input: &AccountInput,
    old: &Logged,
    old_groups: &[Group],
) -> Result<Access> {
    let groups = match &input.groups {
        Some(names) => Some(groups::by_name(conn, names).await?),
        None => None,
    };
    Ok(Access {
        email: input.email.as_deref().map(str::to_lowercase).filter(|it| *it != old.email),
        is_active: input.is_active.filter(|it| *it != old.is_active),
        groups: groups.filter(|it| it != old_groups),
    })
}

/// Whether `actor` may make these changes, and whether they are sound.
async fn check(
    conn: &mut Connection,
    actor: &Account,
    old: &Logged,
    old_groups: &[Group],
    access: &Access,
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
        if access.groups.as_deref().is_some_and(|it| !role(it).is_at_least(Role::Admin)) {
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
