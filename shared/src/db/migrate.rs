//! Migrations.

use diesel_async::{AsyncMigrationHarness, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::error::{DomainError, Result};

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../migrations");

/// Brings a database up to date.
///
/// # Errors
/// Fails when the database cannot be reached or a migration fails.
pub async fn migrate(options: tokio_postgres::Config) -> Result<()> {
    let mut conn = super::connect(options)
        .await
        .map_err(|error| DomainError::Connection(error.to_string()))?;
    // Diesel's own table goes where the search path leads, which must not be `public`.
    conn.batch_execute("CREATE SCHEMA IF NOT EXISTS clerk; SET search_path TO clerk").await?;
    let ran = tokio::task::spawn_blocking(move || {
        AsyncMigrationHarness::new(conn)
            .run_pending_migrations(MIGRATIONS)
            .map(|_| ())
            .map_err(|error| DomainError::Fatal(error.to_string()))
    });
    ran.await.map_err(|error| DomainError::Fatal(error.to_string()))?
}
