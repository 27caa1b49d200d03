//! Logging in with a Google account of the organisation.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use clerk_base::config::Secret;
use clerk_domain::{
    Context,
    error::{DomainError, Result},
    sessions::{self, Session},
};
use clerk_services::google::Profile;
use clerk_store::db::{
    Connection,
    schema::{auth_user, social_auth_usersocialauth as social},
    sql::lower,
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, QueryResult, prelude::Insertable};
use diesel_async::{AsyncConnection, RunQueryDsl};
use serde_json::{Value, json};

use super::{
    log_in::{Found, Login, open_session},
    login_events::{self, Event, Kind, Method},
};

const PROVIDER: &str = "google-oauth2";
/// The session key in which the original notes the way of the last login.
const LAST_BACKEND: &str = "social_auth_last_login_backend";

/// What came of it.
#[derive(Debug)]
pub enum Outcome {
    /// Welcome; the new session, whose key goes into the cookie.
    LoggedIn(Session),
    /// The address is not verified, or not of the organisation.
    Outsider,
    /// One of the organisation, but without an active account: accounts are made by admins.
    NotSetUp,
}

#[derive(Insertable)]
#[diesel(table_name = social, check_for_backend(diesel::pg::Pg))]
struct NewLink<'a> {
    provider: &'a str,
    uid: &'a str,
    user_id: i32,
    created: DateTime<Utc>,
    modified: DateTime<Utc>,
    extra_data: Value,
}

/// Logs in whoever Google says it is, if they have an account: linked earlier, or found by address.
pub async fn with_google(
    ctx: &Context,
    profile: &Profile,
    address: IpAddr,
    previous: Option<Session>,
) -> Result<Outcome> {
    let mut conn = ctx.db().await?;
    let secret = &ctx.config.security.secret_key;
    let now = ctx.clock.now();
    let mut event = Event {
        at: now,
        kind: Kind::Failure,
        method: Some(Method::Google),
        user_id: None,
        account_hash: Some(login_events::account_hash(&profile.email, secret)),
        address,
    };
    if !is_member(ctx, profile) {
        login_events::record(&mut conn, &event).await?;
        return Ok(Outcome::Outsider);
    }
    let found = find(&mut conn, &profile.email).await?;
    event.user_id = found.as_ref().map(|found| found.id);
    let Some(found) = found.filter(|found| found.is_active) else {
        login_events::record(&mut conn, &event).await?;
        return Ok(Outcome::NotSetUp);
    };
    event.kind = Kind::Login;
    let session = conn
        .transaction(async |conn| {
            login_events::record(conn, &event).await?;
            link(conn, profile, found.id, now).await?;
            let backend = sessions::BACKEND_GOOGLE;
            let login = Login { id: found.id, password: &found.password, backend };
            let mut session = open_session(conn, login, previous, secret, now).await?;
            session.data.insert(LAST_BACKEND.into(), PROVIDER.into());
            sessions::insert(conn, &session, secret, now).await?;
            Ok::<_, DomainError>(session)
        })
        .await?;
    Ok(Outcome::LoggedIn(session))
}

/// Whether Google vouches for the address, and its domain is one of ours.
fn is_member(ctx: &Context, profile: &Profile) -> bool {
    let domains = ctx.config.security.google.as_ref().map_or(&[][..], |google| &google.domains);
    let domain = profile.email.rsplit_once('@').map_or("", |(_, domain)| domain);
    profile.is_verified && domains.iter().any(|ours| ours.eq_ignore_ascii_case(domain))
}

async fn find(conn: &mut Connection, email: &str) -> QueryResult<Option<Found>> {
    let columns = (auth_user::id, auth_user::password, auth_user::is_active);
    let linked: Option<(i32, String, bool)> = social::table
        .inner_join(auth_user::table)
        .filter(social::provider.eq(PROVIDER))
        .filter(social::uid.eq(email))
        .select(columns)
        .first(conn)
        .await
        .optional()?;
    let row = match linked {
        Some(row) => Some(row),
        None => by_email(conn, email).await?,
    };
    Ok(row.map(|(id, password, is_active)| Found {
        id,
        password: Secret::new(password),
        is_active,
    }))
}

/// The only account with this address in any case; `None` when two have it.
async fn by_email(conn: &mut Connection, email: &str) -> QueryResult<Option<(i32, String, bool)>> {
    let mut rows: Vec<(i32, String, bool)> = auth_user::table
        .filter(lower(auth_user::email).eq(email.to_lowercase()))
        .select((auth_user::id, auth_user::password, auth_user::is_active))
        .limit(2)
        .load(conn)
        .await?;
    Ok(if rows.len() == 1 { rows.pop() } else { None })
}

/// Stores the link as the original does, but for the access token, which is not needed again.
async fn link(
    conn: &mut Connection,
    profile: &Profile,
    user_id: i32,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let extra_data = json!({
        "auth_time": now.timestamp(),
        "expires": profile.expires_in,
        "token_type": profile.token_type,
    });
    diesel::insert_into(social::table)
        .values(NewLink {
            provider: PROVIDER,
            uid: &profile.email,
            user_id,
            created: now,
            modified: now,
            extra_data: extra_data.clone(),
        })
        .on_conflict((social::provider, social::uid))
        .do_update()
        .set((social::extra_data.eq(extra_data), social::modified.eq(now)))
        .execute(conn)
        .await?;
    Ok(())
}
