//! Logging in.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use clerk_base::config::Secret;
use clerk_domain::{
    Context,
    accounts::password::{self, Verdict},
    error::{DomainError, Result},
    sessions::{self, Session},
};
use clerk_store::db::{Connection, schema::auth_user};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, QueryResult};
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde_json::Map;

use super::login_events::{self, Attempt, Event, Kind, Method};

/// Longest username that the table holds.
const MAX_USERNAME_CHARS: usize = 150;

/// What was given at the login page.
#[derive(Debug)]
pub struct Credentials {
    /// The username: the account's address in lower case.
    pub username: String,
    /// The password.
    pub password: Secret,
    /// Where the request came from.
    pub address: IpAddr,
    /// The session of the browser so far.
    pub previous: Option<Session>,
}

/// What came of it.
#[derive(Debug)]
pub enum Outcome {
    /// Welcome; the new session, whose key goes into the cookie.
    LoggedIn(Session),
    /// There is no such account, or its password is another, or it is not active.
    Refused,
    /// Too many failures of this address or this account; the password was not looked at.
    LockedOut,
}

pub(super) struct Found {
    pub id: i32,
    pub password: Secret,
    pub is_active: bool,
}

/// Logs in by password. Unknown accounts take as long as known ones.
pub async fn with_password(ctx: &Context, credentials: Credentials) -> Result<Outcome> {
    let Credentials { username, password, address, previous } = credentials;
    let security = &ctx.config.security;
    let now = ctx.clock.now();
    let event = Event {
        at: now,
        kind: Kind::Failure,
        method: Some(Method::Password),
        user_id: None,
        account_hash: Some(login_events::account_hash(&username, &security.secret_key)),
        address,
    };
    // The connection goes back to the pool while the password is being checked.
    let (attempt, found) = {
        let mut conn = ctx.db().await?;
        let Ok(attempt) = Attempt::begin(&mut conn, event, security).await? else {
            return Ok(Outcome::LockedOut);
        };
        (attempt, find(&mut conn, &username).await?)
    };
    let stored = found.as_ref().map(|found| found.password.clone());
    let verdict = password::verify(password.clone(), stored).await?;
    let user_id = found.as_ref().map(|found| found.id);
    let Some(found) = found.filter(|found| found.is_active && verdict != Verdict::Wrong) else {
        attempt.settle(&mut *ctx.db().await?, Kind::Failure, user_id).await?;
        return Ok(Outcome::Refused);
    };
    let upgraded = match verdict {
        Verdict::RightButOld => Some(password::hash(password).await?),
        Verdict::Right | Verdict::Wrong => None,
    };
    let mut conn = ctx.db().await?;
    let session = conn
        .transaction(async |conn| {
            attempt.settle(conn, Kind::Login, Some(found.id)).await?;
            let stored = match upgraded {
                Some(new) => upgrade(conn, &found, new).await?,
                None => found.password,
            };
            let login =
                Login { id: found.id, password: &stored, backend: sessions::BACKEND_PASSWORD };
            open_session(conn, login, previous, &security.secret_key, now).await
        })
        .await?;
    Ok(Outcome::LoggedIn(session))
}

/// Whose session it is to be.
pub(super) struct Login<'a> {
    pub id: i32,
    pub password: &'a Secret,
    pub backend: &'a str,
}

/// Replaces the browser's session by one of the account, under a new key. What an anonymous session
/// remembered is kept; what another account's session remembered is not.
pub(super) async fn open_session(
    conn: &mut Connection,
    login: Login<'_>,
    previous: Option<Session>,
    secret: &Secret,
    now: DateTime<Utc>,
) -> Result<Session, DomainError> {
    let mut data = Map::new();
    if let Some(previous) = previous {
        sessions::delete(conn, &previous.key).await?;
        if previous.user_id().is_none_or(|id| id == login.id) {
            data = previous.data;
        }
    }
    let mut session = Session::new(data, now);
    session.log_in(login.id, login.password, login.backend, secret);
    sessions::insert(conn, &session, secret, now).await?;
    diesel::update(auth_user::table.find(login.id))
        .set(auth_user::last_login.eq(now))
        .execute(conn)
        .await?;
    Ok(session)
}

/// The account of a username, which is case-sensitive as the original's is.
async fn find(conn: &mut Connection, username: &str) -> QueryResult<Option<Found>> {
    if username.contains('\0') || username.chars().count() > MAX_USERNAME_CHARS {
        return Ok(None);
    }
    let row: Option<(i32, String, bool)> = auth_user::table
        .filter(auth_user::username.eq(username))
        .select((auth_user::id, auth_user::password, auth_user::is_active))
        .first(conn)
        .await
        .optional()?;
    Ok(row.map(|(id, password, is_active)| Found {
        id,
        password: Secret::new(password),
        is_active,
    }))
}

/// Stores the password with today's number of rounds, unless it was changed meanwhile.
async fn upgrade(conn: &mut Connection, found: &Found, new: Secret) -> QueryResult<Secret> {
    let account = auth_user::table
        .filter(auth_user::id.eq(found.id))
        .filter(auth_user::password.eq(found.password.expose()));
    let changed =
        diesel::update(account).set(auth_user::password.eq(new.expose())).execute(conn).await?;
    Ok(if changed > 0 { new } else { found.password.clone() })
}
