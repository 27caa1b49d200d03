//! `clerk-worker`: runs jobs, and the management commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    clerk_worker::commands::main()
}
