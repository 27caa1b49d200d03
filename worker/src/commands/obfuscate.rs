//! `clerk-worker obfuscate`: production's data for the test environment, without its people.

use clerk_domain::{Context, error::Result};
use clerk_sample_data::obfuscation;

use super::output::outln;

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The name of the database, to be sure that it is meant.
    #[arg(long)]
    database: String,
    /// Also make accounts to test with: test-paralegal, test-lawyer, test-coordinator.
    #[arg(long)]
    test_accounts: bool,
}

/// Hides everybody in the database.
///
/// # Errors
/// As [`obfuscation::obfuscate`]; nothing is changed then.
pub async fn run(ctx: &Context, args: &Args) -> Result<()> {
    let hidden = obfuscation::obfuscate(ctx, &args.database, args.test_accounts).await?;
    for (table, rows) in hidden.tables.iter().filter(|(_, rows)| *rows > 0) {
        outln!("{table}: {rows} rows");
    }
    outln!("{} tables emptied.", hidden.emptied);
    for warning in &hidden.warnings {
        outln!("Warning: {warning}");
    }
    outln!("Nobody can be recognised in {} any more.", args.database);
    Ok(())
}
