//! Where nothing may be hidden, because it would be lost.

use clerk_base::config::Environment;
use clerk_domain::{
    Context,
    error::{DomainError, Result},
};
use clerk_store::db::Connection;
use diesel::{
    QueryableByName, sql_query,
    sql_types::{BigInt, Text},
};
use diesel_async::RunQueryDsl;

/// Production's databases are called so, or were.
const LIVE: [&str; 3] = ["clerk", "clerk_prod", "clerk_production"];

/// Refuses production, by its settings and by the database's name.
pub(super) fn environment(ctx: &Context, database: &str) -> Result<()> {
    if ctx.config.environment == Environment::Production {
        return Err(refusal("these are production's settings"));
    }
    if LIVE.contains(&database) || database.ends_with("_prod") {
        return Err(refusal(&format!("{database} is what a live database is called")));
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Here {
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = BigInt)]
    others: i64,
}

/// Refuses another database than the one that was named, and one that a server or worker of
/// ours uses.
pub(super) async fn database(conn: &mut Connection, database: &str) -> Result<()> {
    let sql = "SELECT current_database()::text AS name, (SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
            AND application_name = current_setting('application_name')) AS others";
    let here: Here = sql_query(sql).get_result(conn).await?;
    if here.name != database {
        return Err(refusal(&format!("the settings name {}, not {database}", here.name)));
    }
    if here.others > 0 {
        return Err(refusal("Clerk is connected to it. Stop it, or use a copy"));
    }
    Ok(())
}

fn refusal(why: &str) -> DomainError {
    DomainError::Fatal(format!("Nothing was changed: {why}."))
}
