//! The audit log of logins, and the lock-outs that follow from it.

use std::net::{IpAddr, Ipv6Addr};

use chrono::{DateTime, TimeDelta, Utc};
use clerk_base::config::{Secret, SecurityConfig};
use clerk_domain::sessions::signing::salted_hmac;
use clerk_store::db::{Connection, schema::clerk::login_event as table};
use diesel::{ExpressionMethods, QueryDsl, QueryResult};
use diesel_async::RunQueryDsl;

/// How far back failures of an address count.
const ADDRESS_WINDOW: TimeDelta = TimeDelta::minutes(5);
/// How far back failures of an account count.
const ACCOUNT_WINDOW: TimeDelta = TimeDelta::hours(1);

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Kind {
    /// A login.
    Login,
    /// An attempt that was refused.
    Failure,
    /// An attempt that was not looked at, after too many failures.
    Lockout,
    /// A logout.
    Logout,
}

impl Kind {
    fn name(self) -> &'static str {
        self.into()
    }
}

/// How they proved who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Method {
    /// By password.
    Password,
    /// By Google account.
    Google,
}

impl Method {
    fn name(self) -> &'static str {
        self.into()
    }
}

/// One entry of the log.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: Kind,
    /// How; a log-out has no method.
    pub method: Option<Method>,
    /// Who, when known.
    pub user_id: Option<i32>,
    /// [`account_hash`] of the name given.
    pub account_hash: Option<String>,
    /// From where.
    pub address: IpAddr,
}

/// Stands for a username in the log: the name itself may be a mistyped password.
#[must_use]
pub fn account_hash(username: &str, secret: &Secret) -> String {
    hex::encode(salted_hmac("clerk.login_event", secret, username.to_lowercase().as_bytes()))
}

/// What is counted as one address: an IPv6 customer has a whole /64 network.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (!0 << 64))),
        v4 => v4,
    }
}

/// Writes an event to the table and to the log. Returns its id.
pub async fn record(conn: &mut Connection, event: &Event) -> QueryResult<i64> {
    log(event);
    insert(conn, event).await
}

/// An attempt by password, counted before it is looked at.
pub(super) struct Attempt {
    id: i64,
    event: Event,
}

impl Attempt {
    /// Enters the attempt as a failure, and as a lock-out when there were too many failures before.
    /// Attempts made at the same time, by any process, see each other.
    pub async fn begin(
        conn: &mut Connection,
        event: Event,
        limits: &SecurityConfig,
    ) -> QueryResult<Result<Self, LockedOut>> {
        let id = insert(conn, &event).await?;
        let attempt = Self { id, event };
        if attempt.is_locked_out(conn, limits).await? {
            attempt.settle(conn, Kind::Lockout, None).await?;
            return Ok(Err(LockedOut));
        }
        Ok(Ok(attempt))
    }

    /// Enters what came of it.
    pub async fn settle(
        self,
        conn: &mut Connection,
        kind: Kind,
        user_id: Option<i32>,
    ) -> QueryResult<()> {
        let event = Event { kind, user_id, ..self.event };
        log(&event);
        diesel::update(table::table.find(self.id))
            .set((table::kind.eq(kind.name()), table::user_id.eq(user_id)))
            .execute(conn)
            .await?;
        Ok(())
    }

    async fn is_locked_out(
        &self,
        conn: &mut Connection,
        limits: &SecurityConfig,
    ) -> QueryResult<bool> {
        let failures =
            || table::table.filter(table::kind.eq(Kind::Failure.name())).count().into_boxed();
        let of_address: i64 = failures()
            .filter(table::network.eq(network(self.event.address).to_string()))
            .filter(table::at.gt(self.event.at - ADDRESS_WINDOW))
            .get_result(conn)
            .await?;
        let of_account: i64 = failures()
            .filter(table::account_hash.eq(&self.event.account_hash))
            .filter(table::at.gt(self.event.at - ACCOUNT_WINDOW))
            .get_result(conn)
            .await?;
        let is_over = |count: i64, limit: i64| limit > 0 && count > limit;
        Ok(is_over(of_address, limits.failures_per_address)
            || is_over(of_account, limits.failures_per_account))
    }
}

/// Too many failures before.
pub(super) struct LockedOut;

async fn insert(conn: &mut Connection, event: &Event) -> QueryResult<i64> {
    diesel::insert_into(table::table)
        .values((
            table::at.eq(event.at),
            table::kind.eq(event.kind.name()),
            table::method.eq(event.method.map(Method::name)),
            table::user_id.eq(event.user_id),
            table::account_hash.eq(&event.account_hash),
            table::address.eq(event.address.to_string()),
            table::network.eq(network(event.address).to_string()),
        ))
        .returning(table::id)
        .get_result(conn)
        .await
}

fn log(event: &Event) {
    tracing::info!(
        target: "audit",
        event = event.kind.name(),
        method = event.method.map(Method::name),
        user = event.user_id,
        account = event.account_hash,
        address = %event.address,
        "login event"
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_customer_is_one_address() {
        let network = |text: &str| network(text.parse().unwrap()).to_string();
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
        assert_eq!(network("203.0.113.9"), "203.0.113.9");
        assert_eq!(network("::ffff:203.0.113.9"), "203.0.113.9");
    }

    #[test]
    fn the_hash_ignores_case_and_needs_the_key() {
        let key = Secret::new("key");
        assert_eq!(account_hash("A@B.org", &key), account_hash("a@b.org", &key));
        assert_ne!(account_hash("a@b.org", &key), account_hash("a@b.org", &Secret::new("other")));
    }
}
