//! Session rows: `django_session`.

use chrono::{DateTime, TimeDelta, Utc};
use clerk_base::config::Secret;
use clerk_store::db::{Connection, schema::django_session};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, QueryResult};
use diesel_async::RunQueryDsl;
use rand::RngExt;
use serde_json::{Map, Value};

use super::{auth_hash, signing};
use crate::access::Account;

/// How long a session lives after its last save.
pub const LIFETIME: TimeDelta = TimeDelta::weeks(2);
/// `_auth_user_backend` of a login by password.
pub const BACKEND_PASSWORD: &str = "django.contrib.auth.backends.ModelBackend";
/// `_auth_user_backend` of a login by Google.
pub const BACKEND_GOOGLE: &str = "social_core.backends.google.GoogleOAuth2";

const USER_ID: &str = "_auth_user_id";
const USER_BACKEND: &str = "_auth_user_backend";
const USER_HASH: &str = "_auth_user_hash";

/// A session as stored. Keys that are not ours are kept as they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// The value of the cookie.
    pub key: String,
    /// What the session remembers.
    pub data: Map<String, Value>,
    /// When it ends unless it is saved again.
    pub expires_at: DateTime<Utc>,
}

impl Session {
    /// A new session, not stored yet, with what an earlier one remembers.
    #[must_use]
    pub fn new(data: Map<String, Value>, now: DateTime<Utc>) -> Self {
        Self { key: new_key(), data, expires_at: now + LIFETIME }
    }

    /// Makes it the session of the account with this id and stored password string.
    pub fn log_in(&mut self, id: i32, password: &Secret, backend: &str, secret: &Secret) {
        let hash = auth_hash(password, secret);
        self.data.insert(USER_ID.into(), id.to_string().into());
        self.data.insert(USER_BACKEND.into(), backend.into());
        self.data.insert(USER_HASH.into(), hash.into());
    }

    /// The account that it says is logged in.
    #[must_use]
    pub fn user_id(&self) -> Option<i32> {
        match self.data.get(USER_ID)? {
            Value::String(id) => id.parse().ok(),
            Value::Number(id) => id.as_i64().and_then(|id| id.try_into().ok()),
            _ => None,
        }
    }

    /// Whether it was made with the account's present password.
    #[must_use]
    pub fn belongs_to(&self, account: &Account, secret: &Secret) -> bool {
        self.user_id() == Some(account.id)
            && self
                .data
                .get(USER_HASH)
                .and_then(Value::as_str)
                .is_some_and(|hash| super::matches_auth_hash(hash, &account.password, secret))
    }
}

/// A random session key: 32 lower-case letters and digits.
#[must_use]
pub fn new_key() -> String {
    const CHARS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let mut random = rand::rng();
    (0..32).map(|_| char::from(CHARS[random.random_range(0..CHARS.len())])).collect()
}

/// The session of a key, unless it has expired or its signature is wrong. One query.
pub async fn load(
    conn: &mut Connection,
    key: &str,
    secret: &Secret,
    now: DateTime<Utc>,
) -> QueryResult<Option<Session>> {
    let row: Option<(String, DateTime<Utc>)> = django_session::table
        .find(key)
        .filter(django_session::expire_date.gt(now))
        .select((django_session::session_data, django_session::expire_date))
        .first(conn)
        .await
        .optional()?;
    Ok(row.and_then(|(text, expires_at)| {
        match signing::load(&text, signing::SESSION_SALT, secret)? {
            (Value::Object(data), _) => Some(Session { key: key.to_owned(), data, expires_at }),
            _ => None,
        }
    }))
}

/// Stores a session, new or changed.
pub async fn insert(
    conn: &mut Connection,
    session: &Session,
    secret: &Secret,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    let data = Value::Object(session.data.clone());
    let values = (
        django_session::session_data.eq(signing::dump(&data, signing::SESSION_SALT, secret, now)),
        django_session::expire_date.eq(session.expires_at),
    );
    diesel::insert_into(django_session::table)
        .values((django_session::session_key.eq(&session.key), values.clone()))
        .on_conflict(django_session::session_key)
        .do_update()
        .set(values)
        .execute(conn)
        .await?;
    Ok(())
}

/// Extends a session without touching what it remembers, so that nothing another process wrote
/// meanwhile is lost. False when the session has gone, for instance by a log-out.
pub async fn touch(
    conn: &mut Connection,
    key: &str,
    expires_at: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(django_session::table.find(key))
        .set(django_session::expire_date.eq(expires_at))
        .execute(conn)
        .await
        .map(|rows| rows > 0)
}

/// Deletes the sessions that have ended, and returns how many.
pub async fn delete_expired(conn: &mut Connection, now: DateTime<Utc>) -> QueryResult<usize> {
    let expired = django_session::table.filter(django_session::expire_date.lt(now));
    diesel::delete(expired).execute(conn).await
}

/// Deletes a session.
pub async fn delete(conn: &mut Connection, key: &str) -> QueryResult<()> {
    diesel::delete(django_session::table.find(key)).execute(conn).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_look_like_the_originals() {
        let key = new_key();
        assert_eq!(key.len(), 32);
        assert!(key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
        assert_ne!(key, new_key());
    }
}
