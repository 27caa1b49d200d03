//! The columns of the database that could hold words, and whether the rules know them all.

use clerk_domain::error::{DomainError, Result};
use clerk_store::db::Connection;
use diesel::sql_query;
use diesel_async::RunQueryDsl;

use super::{
    kind::{Column, Kind},
    rules::Rules,
};

/// Types that hold no words. Every other one needs a rule.
const WORDLESS: &str = "smallint|integer|bigint|boolean|uuid|date|real|numeric|double precision|\
                        interval|time.*";

/// Every column of the public and our own schema.
pub(super) async fn read(conn: &mut Connection) -> Result<Vec<Column>> {
    let sql = "SELECT c.table_schema || '.' || c.table_name AS table, c.column_name::text AS name,
            c.data_type::text AS kind, c.character_maximum_length::int AS length,
            c.is_nullable = 'YES' AS nullable
        FROM information_schema.columns c
        JOIN information_schema.tables t USING (table_schema, table_name)
        WHERE c.table_schema IN ('public', 'clerk') AND t.table_type = 'BASE TABLE'
            AND c.table_name <> '__diesel_schema_migrations'
        ORDER BY 1, c.ordinal_position";
    Ok(sql_query(sql).load(conn).await?)
}

/// Refuses when a column could hold words and no rule says what is to become of it, or when a rule is
/// about a column that is not there.
pub(super) fn compare(columns: &[Column], rules: &Rules) -> Result<()> {
    let wordless = regex::Regex::new(&format!("^({WORDLESS})$"))
        .map_err(|error| DomainError::Fatal(error.to_string()))?;
    let is_there = |table: &str, name: &str| {
        columns.iter().any(|column| column.table == table && column.name == name)
    };
    let unknown = columns
        .iter()
        .filter(|column| !wordless.is_match(&column.kind) && !rules.empty.contains(&column.table))
        .filter(|column| rule(rules, column).is_none())
        .map(|column| format!("{}.{}: no rule", column.table, column.name));
    let stale = rules.tables.iter().flat_map(|(table, names)| {
        names
            .keys()
            .filter(move |name| !is_there(table, name))
            .map(move |name| format!("{table}.{name}: no such column"))
    });
    let problems: Vec<_> = unknown.chain(stale).collect();
    if problems.is_empty() {
        return Ok(());
    }
    Err(DomainError::Fatal(format!(
        "rules.json does not fit the database, so nothing was changed:\n  {}",
        problems.join("\n  ")
    )))
}

/// The rule for a column.
pub(super) fn rule(rules: &Rules, column: &Column) -> Option<Kind> {
    rules.tables.get(&column.table)?.get(&column.name).copied()
}
