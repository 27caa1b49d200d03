//! A copy of production's data in which nobody can be recognised, for the test environment.
//!
//! Everything happens in one transaction: a database is hidden as a whole or not at all. Names,
//! addresses, words that people wrote become made-up ones; the same person stays the same person in
//! every table. What Clerk still had to do is dropped, so that nothing is sent to anybody.

mod accounts;
mod columns;
mod guard;
mod hide;
mod kind;
mod rules;
mod sample;
mod steps;

use clerk_domain::{Context, error::Result};
use clerk_store::db::Connection;
use diesel_async::{AsyncConnection, SimpleAsyncConnection};

/// How much was hidden.
#[derive(Debug, Default)]
pub struct Hidden {
    /// Rows changed, by table.
    pub tables: Vec<(String, usize)>,
    /// Tables that were emptied.
    pub emptied: usize,
    /// What somebody should look at.
    pub warnings: Vec<String>,
}

/// Hides everybody in the database that the settings name, which has to be called `database`. Makes the
/// accounts for testing when asked to.
///
/// # Errors
/// Refuses in production, for a database with a name that production's could have, while Clerk
/// is connected, and when a column could hold words and no rule knows it. Fails when the database or the
/// file store does. In every case nothing is changed.
pub async fn obfuscate(ctx: &Context, database: &str, test_accounts: bool) -> Result<Hidden> {
    guard::environment(ctx, database)?;
    let rules = rules::Rules::load()?;
    let conn = &mut *ctx.db().await?;
    guard::database(conn, database).await?;
    let columns = columns::read(conn).await?;
    columns::compare(&columns, &rules)?;
    sample::store(ctx).await?;
    let now = ctx.clock.now();
    let hidden = conn
        .transaction(async |conn: &mut Connection| {
            hide::prepare(conn, &rules).await?;
            let mut hidden = Hidden::default();
            steps::before(conn).await?;
            hidden.emptied = hide::empty(conn, &rules).await?;
            hidden.tables = hide::tables(conn, &rules, &columns).await?;
            hidden.warnings = steps::after(conn).await?;
            if test_accounts {
                accounts::create(conn, now).await?;
            }
            Ok::<_, clerk_domain::error::DomainError>(hidden)
        })
        .await?;
    // The old rows are still in the files, and samples of them in the statistics.
    conn.batch_execute("VACUUM (FULL, ANALYZE)").await?;
    Ok(hidden)
}
