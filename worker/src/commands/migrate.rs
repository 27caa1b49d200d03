//! `clerk-worker migrate`.

use clerk_shared::{config::Config, db, error::Result};

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Brings the database up to date.
///
/// # Errors
/// Fails when the database cannot be reached or a migration fails.
pub async fn run(config: &Config, _args: &Args) -> Result<()> {
    db::migrate(db::options(&config.database)).await?;
    println!("The database is up to date.");
    Ok(())
}
