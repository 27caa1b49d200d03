//! File references for new cases: the topic's letter and the next number.

use std::collections::BTreeMap;

use diesel::{
    QueryableByName, sql_query,
    sql_types::{Integer, Text},
};
use diesel_async::RunQueryDsl;

use crate::{db::Connection, error::Result};

/// Hands out numbers within a transaction.
pub(super) struct Filerefs(BTreeMap<String, i32>);

#[derive(QueryableByName)]
struct Highest {
    #[diesel(sql_type = Text)]
    prefix: String,
    #[diesel(sql_type = Integer)]
    number: i32,
}

impl Filerefs {
    /// Reads the highest number of each letter. Nobody else can add a case until the transaction of
    /// `conn` ends.
    pub(super) async fn read(conn: &mut Connection) -> Result<Self> {
        sql_query("LOCK TABLE core_issue IN SHARE ROW EXCLUSIVE MODE").execute(conn).await?;
        let rows: Vec<Highest> = sql_query(
            "SELECT left(fileref, 1) AS prefix, max(substr(fileref, 2)::int) AS number \
             FROM core_issue WHERE fileref ~ '^[A-Z][0-9]{1,7}$' GROUP BY 1",
        )
        .load(conn)
        .await?;
        Ok(Self(rows.into_iter().map(|row| (row.prefix, row.number)).collect()))
    }

    /// The next reference of a topic. Rent reductions have C, since R is taken by repairs.
    pub(super) fn next(&mut self, topic: &str) -> String {
        let prefix = if topic == "RENT_REDUCTION" { "C" } else { &topic[..1] };
        let number = self.0.entry(prefix.to_owned()).or_default();
        *number += 1;
        format!("{prefix}{number:04}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_past_four_digits() {
        let mut filerefs = Filerefs(BTreeMap::from([("R".to_owned(), 9999)]));
        assert_eq!(filerefs.next("REPAIRS"), "R10000");
        assert_eq!(filerefs.next("RENT_REDUCTION"), "C0001");
        assert_eq!(filerefs.next("EVICTION_ARREARS"), "E0001");
        assert_eq!(filerefs.next("EVICTION_RETALIATORY"), "E0002");
    }
}
