//! Inviting somebody.

use chrono::{DateTime, Utc};
use clerk_store::{
    db::{Connection, schema::auth_user},
    jobs::{self, Job},
};
use diesel::{
    BoolExpressionMethods, ExpressionMethods, QueryDsl, SelectableHelper,
    dsl::exists,
    insert_into,
    result::{DatabaseErrorKind, Error as DieselError},
    select,
};
use diesel_async::{AsyncConnection, RunQueryDsl};

use super::{Profile, detail, groups, log, password};
use crate::{
    access::Account,
    error::{DomainError, Result},
};

/// Everybody who logs in has an address of this domain.
const STAFF_DOMAIN: &str = "anikalegal.org.au";
/// How many cases somebody new can take.
const CASE_CAPACITY: i32 = 4;

/// Whom to invite.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Address, in any case of letters.
    pub email: String,
    /// Given name, or blank.
    pub first_name: String,
    /// Family name, or blank.
    pub last_name: String,
    /// Names of the groups.
    pub groups: Vec<String>,
}

/// Makes an active account that nobody can log in to by password, and enqueues making its Microsoft
/// account. Address and username are the same, in lower case.
///
/// # Errors
/// `invalid` for an address elsewhere, `unique` for one that is in use, `does_not_exist` for a group.
pub async fn create(
    conn: &mut Connection,
    actor: &Account,
    now: DateTime<Utc>,
    new: &NewAccount,
) -> Result<Profile> {
    let email = new.email.to_lowercase();
    check_domain(&email)?;
    conn.transaction(async |conn| {
        let groups = groups::by_name(conn, &new.groups).await?;
        check_free(conn, &email, None).await?;
        let row: log::Logged = insert_into(auth_user::table)
            .values((
                auth_user::password.eq(password::unusable().expose()),
                auth_user::is_superuser.eq(false),
                auth_user::username.eq(&email),
                auth_user::first_name.eq(&new.first_name),
                auth_user::last_name.eq(&new.last_name),
                auth_user::email.eq(&email),
                auth_user::is_staff.eq(false),
                auth_user::is_active.eq(true),
                auth_user::date_joined.eq(now),
                auth_user::is_intern.eq(false),
                auth_user::case_capacity.eq(CASE_CAPACITY),
            ))
            .returning(log::Logged::as_returning())
            .get_result(conn)
            .await
            .map_err(taken)?;
        groups::set(conn, row.id, &groups).await?;
        log::record(conn, actor, now, None, &row).await?;
        jobs::enqueue(conn, &Job::SyncMicrosoftAccount { account: row.id }).await?;
        detail(conn, row.id).await
    })
    .await
}

/// Insists on an address of ours.
pub(super) fn check_domain(email: &str) -> Result<()> {
    if email.rsplit_once('@').is_some_and(|(_, domain)| domain == STAFF_DOMAIN) {
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

/// The same told by the database, when two changes came at once.
pub(super) fn taken(error: DieselError) -> DomainError {
    match error {
        DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => in_use(),
        other => other.into(),
    }
}

fn in_use() -> DomainError {
    DomainError::invalid("email", "unique", "There is an account with this address already.")
}
