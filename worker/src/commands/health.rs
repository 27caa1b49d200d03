//! `clerk-worker health`, for the health check of the container.

use clerk_base::config::Config;
use clerk_domain::{DomainError, error::Result};
use clerk_workflows::operations;

/// Whether the worker of this machine is alive.
///
/// # Errors
/// When it is not.
pub fn run(config: &Config) -> Result<()> {
    if operations::has_heartbeat(config) {
        Ok(())
    } else {
        Err(DomainError::Fatal("the worker of this machine is dead".to_owned()))
    }
}
