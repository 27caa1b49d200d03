//! Outgoing mail.

use super::http::Outside;
use crate::{config::MailConfig, error::Result};

/// Sends mail.
pub struct Mailer {}

impl Mailer {
    /// Sets the transport up. Opens no connection.
    ///
    /// # Errors
    /// Fails when the transport's settings are unusable.
    pub fn new(_config: &MailConfig, _outside: &Outside) -> Result<Self> {
        Ok(Self {})
    }
}
