//! Where a job is on its way.

use diesel::{
    deserialize::{self, FromSql, FromSqlRow},
    expression::AsExpression,
    pg::{Pg, PgValue},
    serialize::{self, Output, ToSql},
    sql_types::Text,
};
use strum::VariantArray;

/// `clerk.job.state`.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    AsExpression,
    FromSqlRow,
    strum::IntoStaticStr,
    strum::EnumString,
    VariantArray,
)]
#[diesel(sql_type = Text)]
pub enum JobState {
    /// Waits for its time or for a worker.
    Pending,
    /// Fetched by a worker, not begun.
    Queued,
    /// Begun.
    Running,
    /// Succeeded.
    Done,
    /// Given up. It stays until it is replayed.
    Dead,
}

impl JobState {
    /// Every state.
    pub const ALL: &'static [Self] = Self::VARIANTS;

    /// Those in which the job can still succeed.
    pub const UNFINISHED: [Self; 3] = [Self::Pending, Self::Queued, Self::Running];

    /// As it is stored and shown.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }
}

impl ToSql<Text, Pg> for JobState {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <str as ToSql<Text, Pg>>::to_sql(self.code(), out)
    }
}

impl FromSql<Text, Pg> for JobState {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        let code = <String as FromSql<Text, Pg>>::from_sql(bytes)?;
        code.parse().map_err(|_| format!("not a state of a job: {code}").into())
    }
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    /// The queue's own SQL spells states out, so that PostgreSQL can use indexes on some states only.
    #[test]
    fn sql_names_states_that_exist() {
        let quoted = Regex::new("'([A-Z][a-z]+)'").unwrap();
        let mut found = 0;
        for source in [include_str!("backend/statements.rs"), include_str!("health.rs")] {
            for code in quoted.captures_iter(source) {
                assert!(code[1].parse::<JobState>().is_ok(), "{}", &code[1]);
                found += 1;
            }
        }
        assert!(found > 15, "{found}");
    }
}
