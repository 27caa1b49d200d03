//! What the audit log keeps of an account: every column but the password and the last login, as the
//! original had it. Groups are not logged.

use chrono::{DateTime, Timelike, Utc};
use clerk_store::db::{Connection, schema::auth_user};
use diesel::{
    ExpressionMethods, OptionalExtension, QueryDsl, Queryable, Selectable, SelectableHelper,
};
use diesel_async::RunQueryDsl;
use serde_json::Value;

use crate::{
    access::Account,
    error::Result,
    journal::{self, Action, Changes, Subject},
};

/// The columns that are logged, but for the two that nothing here writes: the university and the
/// Microsoft account's first password.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = auth_user, check_for_backend(diesel::pg::Pg))]
pub struct Logged {
    /// Key.
    pub id: i32,
    /// Whether they may do everything.
    pub is_superuser: bool,
    username: String,
    first_name: String,
    last_name: String,
    /// Address, which is also the username.
    pub email: String,
    is_staff: bool,
    /// Whether they may log in.
    pub is_active: bool,
    date_joined: DateTime<Utc>,
    case_capacity: i32,
    is_intern: bool,
    ms_account_created_at: Option<DateTime<Utc>>,
}

impl Logged {
    /// The columns of an account, whose row is locked to the end of the transaction.
    pub async fn lock(conn: &mut Connection, id: i32) -> Result<Option<Self>> {
        Ok(auth_user::table
            .filter(auth_user::id.eq(id))
            .select(Self::as_select())
            .for_update()
            .first(conn)
            .await
            .optional()?)
    }

    fn fields(&self) -> [(&'static str, Value); 12] {
        [
            ("id", self.id.into()),
            ("is_superuser", self.is_superuser.into()),
            ("username", self.username.as_str().into()),
            ("first_name", self.first_name.as_str().into()),
            ("last_name", self.last_name.as_str().into()),
            ("email", self.email.as_str().into()),
            ("is_staff", self.is_staff.into()),
            ("is_active", self.is_active.into()),
            ("date_joined", instant(self.date_joined).into()),
            ("case_capacity", self.case_capacity.into()),
            ("is_intern", self.is_intern.into()),
            ("ms_account_created_at", self.ms_account_created_at.map(instant).into()),
        ]
    }
}

/// `2026-03-04 05:06:07.123456` in UTC; the fraction only when there is one.
fn instant(at: DateTime<Utc>) -> String {
    let format = if at.nanosecond() == 0 { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d %H:%M:%S%.6f" };
    at.format(format).to_string()
}

/// Logs that `actor` made or changed an account. Does nothing when no logged column changed.
pub async fn record(
    conn: &mut Connection,
    actor: &Account,
    old: Option<&Logged>,
    new: &Logged,
    now: DateTime<Utc>,
) -> Result<()> {
    let before = old.map(Logged::fields);
    let mut changes = Changes::new();
    for (at, (name, value)) in new.fields().into_iter().enumerate() {
        let old = before
            .as_ref()
            .and_then(|fields| fields.get(at))
            .map_or(Value::Null, |(_, old)| old.clone());
        changes = changes.field(name, old, value);
    }
    let action = if old.is_some() { Action::Update } else { Action::Create };
    let subject =
        Subject { model: ("accounts", "user"), id: new.id, name: new.email.clone(), data: None };
    journal::record(conn, actor, action, subject, changes, now).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_as_python_does() {
        let at = |text: &str| instant(text.parse().unwrap());
        assert_eq!(at("2026-03-04T05:06:07Z"), "2026-03-04 05:06:07");
        assert_eq!(at("2026-03-04T15:06:07.5+10:00"), "2026-03-04 05:06:07.500000");
    }
}
