//! The binary `clerk-worker`.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    clerk_worker::commands::main().await
}
