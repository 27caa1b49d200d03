//! Indexes that an interrupted build has left.

use diesel::{
    QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Text,
};

use super::{Blocking, MigrateError};

/// Ours only, by their names. `format` quotes what has to be quoted.
const BROKEN: &str = r"
    SELECT format('%I.%I', n.nspname, c.relname) AS name
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT i.indisvalid AND c.relname LIKE 'clerk\_%' AND n.nspname = 'public'";

#[derive(QueryableByName)]
struct Index {
    #[diesel(sql_type = Text)]
    name: String,
}

/// Removes indexes whose concurrent build did not end, so that it can be tried again.
pub fn drop_broken(conn: &mut Blocking) -> Result<(), MigrateError> {
    for index in sql_query(BROKEN).load::<Index>(conn)? {
        conn.batch_execute(&format!("DROP INDEX CONCURRENTLY {}", index.name))?;
    }
    Ok(())
}
