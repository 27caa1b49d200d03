//! Migrations: creating, adopting and updating a database.
//!
//! Diesel keeps its books in the schema `clerk`: the session's search path leads there and nowhere
//! else, so that no migration touches `public` without saying so.

mod indexes;
mod outcome;

use std::time::Duration;

use diesel::{
    Connection as _, QueryableByName, RunQueryDsl,
    connection::SimpleConnection,
    migration::{Migration, MigrationConnection, MigrationSource},
    pg::Pg,
    sql_query,
    sql_types::{Bool, Text},
};
use diesel_async::{AsyncPgConnection, async_connection_wrapper::AsyncConnectionWrapper};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{
    Connection,
    adopt::{Catalogue, Difference},
    lock,
};
use crate::error::StoreError;

pub use outcome::{MigrateError, Outcome, Start, Step};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations");
/// The version of the migration that makes what the original's migrations make.
const BASELINE: &str = "00000000000000";

/// Between two attempts to get the lock.
const PAUSE: Duration = Duration::from_millis(100);

const HAS_BOOKS: &str =
    "SELECT to_regclass('clerk.__diesel_schema_migrations') IS NOT NULL AS answer";
const APPLIED: &str = "SELECT version::text FROM clerk.__diesel_schema_migrations";
/// Whatever came with an extension does not count.
const IS_EMPTY: &str = "
    SELECT NOT EXISTS (
        SELECT FROM pg_class c
        WHERE c.relnamespace = to_regnamespace('public') AND NOT EXISTS (
            SELECT FROM pg_depend d
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
        )
    ) AND NOT EXISTS (
        SELECT FROM pg_collation WHERE collnamespace = to_regnamespace('public')
    ) AS answer";

/// Brings a database up to date: creates everything in an empty one, takes on one that the original
/// made, and applies what is new. Safe to run several times at once.
///
/// # Errors
/// [`MigrateError::Refused`] for a database that is neither empty nor the expected one.
pub async fn migrate(options: tokio_postgres::Config) -> Result<Outcome, MigrateError> {
    migrate_reporting(options, |_| {}).await
}

/// Like [`migrate`], and calls `report` when a step begins.
///
/// # Errors
/// As [`migrate`].
pub async fn migrate_reporting(
    options: tokio_postgres::Config,
    report: impl Fn(Step) + Send + 'static,
) -> Result<Outcome, MigrateError> {
    blocking(options, move |conn| {
        report(Step::Waiting);
        wait_for_turn(conn)?;
        run(conn, &report)
    })
    .await
}

/// What [`migrate`] would do now. Changes nothing and waits for nobody.
///
/// # Errors
/// As [`migrate`].
pub async fn plan(options: tokio_postgres::Config) -> Result<Outcome, MigrateError> {
    blocking(options, |conn| {
        conn.batch_execute("SET default_transaction_read_only TO on")?;
        let (start, drift) = look(conn)?;
        let pending = pending(conn)?;
        let names = pending.iter().filter(|migration| !is_baseline(migration)).map(name);
        Ok(Outcome { start, applied: names.collect(), drift })
    })
    .await
}

/// Whether every migration that this program knows has been applied.
pub async fn is_current(conn: &mut Connection) -> Result<bool, StoreError> {
    let books: Answer =
        diesel_async::RunQueryDsl::get_result(sql_query(HAS_BOOKS), &mut *conn).await?;
    if !books.answer {
        return Ok(false);
    }
    let applied = diesel_async::RunQueryDsl::load(sql_query(APPLIED), conn).await?;
    let pending = without(&applied).map_err(|error| StoreError::Fatal(error.to_string()))?;
    Ok(pending.is_empty())
}

/// Diesel's migrations are blocking code.
type Blocking = AsyncConnectionWrapper<AsyncPgConnection>;
type AnyMigration = Box<dyn Migration<Pg>>;

#[derive(QueryableByName)]
struct Answer {
    #[diesel(sql_type = Bool)]
    answer: bool,
}

#[derive(QueryableByName)]
struct Applied {
    #[diesel(sql_type = Text)]
    version: String,
}

async fn blocking(
    options: tokio_postgres::Config,
    work: impl FnOnce(&mut Blocking) -> Result<Outcome, MigrateError> + Send + 'static,
) -> Result<Outcome, MigrateError> {
    let conn = super::connect(options)
        .await
        .map_err(|error| MigrateError::Connection(error.to_string()))?;
    let work = tokio::task::spawn_blocking(move || {
        let mut conn = Blocking::from(conn);
        conn.batch_execute("SET search_path TO clerk")?;
        work(&mut conn)
    });
    work.await.map_err(|error| MigrateError::Interrupted(error.to_string()))?
}

/// Waits for its turn. The lock ends with the session, which is [`blocking`]'s own. Asks again and
/// again: a session that waits inside of PostgreSQL would hold up the building of indexes.
fn wait_for_turn(conn: &mut Blocking) -> Result<(), MigrateError> {
    let attempt = format!("SELECT pg_try_advisory_lock({}) AS answer", lock::MIGRATION);
    while !sql_query(&attempt).get_result::<Answer>(conn)?.answer {
        std::thread::sleep(PAUSE);
    }
    Ok(())
}

fn run(conn: &mut Blocking, report: &impl Fn(Step)) -> Result<Outcome, MigrateError> {
    report(Step::Comparing);
    let (start, drift) = conn.transaction(|conn| {
        let (start, drift) = look(conn)?;
        if start != Start::Known {
            begin(conn, start, report)?;
        }
        Ok::<_, MigrateError>((start, drift))
    })?;
    for difference in &drift {
        tracing::warn!(%difference, "the database has changed since it was made or adopted");
    }
    let mut applied = Vec::new();
    let pending = pending(conn)?;
    if !pending.is_empty() {
        indexes::drop_broken(conn)?;
    }
    for migration in pending {
        report(Step::Applying(name(&migration)));
        apply(conn, &migration)?;
        applied.push(name(&migration));
    }
    Ok(Outcome { start, applied, drift })
}

/// Tells what the database is, or refuses it.
fn look(conn: &mut Blocking) -> Result<(Start, Vec<Difference>), MigrateError> {
    let is_known = applied(conn)?.iter().any(|row| row.version == BASELINE);
    if !is_known && sql_query(IS_EMPTY).get_result::<Answer>(conn)?.answer {
        return Ok((Start::Empty, Vec::new()));
    }
    let differences = Catalogue::read(conn)?.differences_from(&Catalogue::expected());
    match (is_known, differences.is_empty()) {
        (true, _) => Ok((Start::Known, differences)),
        (false, true) => Ok((Start::Original, Vec::new())),
        (false, false) => Err(MigrateError::Refused(differences)),
    }
}

/// Opens the books, with the baseline as their first entry.
fn begin(conn: &mut Blocking, start: Start, report: &impl Fn(Step)) -> Result<(), MigrateError> {
    conn.batch_execute("CREATE SCHEMA IF NOT EXISTS clerk")?;
    conn.setup()?;
    for baseline in pending(conn)?.iter().filter(|migration| is_baseline(migration)) {
        if start == Start::Empty {
            report(Step::Applying(name(baseline)));
            apply(conn, baseline)?;
        } else {
            sql_query("INSERT INTO clerk.__diesel_schema_migrations (version) VALUES ($1)")
                .bind::<Text, _>(BASELINE)
                .execute(conn)?;
        }
    }
    Ok(())
}

fn apply(conn: &mut Blocking, migration: &AnyMigration) -> Result<(), MigrateError> {
    conn.run_migration(migration).map(|_| ()).map_err(|error| failed(name(migration), &*error))
}

fn failed(name: String, error: &(dyn std::error::Error + Send + Sync)) -> MigrateError {
    MigrateError::Migration { name, reason: error.to_string() }
}

fn applied(conn: &mut Blocking) -> Result<Vec<Applied>, MigrateError> {
    if !sql_query(HAS_BOOKS).get_result::<Answer>(conn)?.answer {
        return Ok(Vec::new());
    }
    Ok(sql_query(APPLIED).load(conn)?)
}

/// The migrations still to be applied, in order.
fn pending(conn: &mut Blocking) -> Result<Vec<AnyMigration>, MigrateError> {
    without(&applied(conn)?)
}

fn without(applied: &[Applied]) -> Result<Vec<AnyMigration>, MigrateError> {
    let mut migrations = MigrationSource::<Pg>::migrations(&MIGRATIONS)
        .map_err(|error| failed("list".to_owned(), &*error))?;
    migrations.retain(|migration| !applied.iter().any(|done| done.version == version(migration)));
    migrations.sort_by_key(version);
    Ok(migrations)
}

fn is_baseline(migration: &AnyMigration) -> bool {
    version(migration) == BASELINE
}

fn name(migration: &AnyMigration) -> String {
    migration.name().to_string()
}

fn version(migration: &AnyMigration) -> String {
    migration.name().version().to_string()
}
