//! Configuration: one struct per concern, read once at start from the environment.
//!
//! The original's variables keep their names and meaning. What its settings modules fixed for an
//! environment is a default of that environment here, and a variable of the same name overrides it.

mod database;
#[cfg(test)]
mod documented;
mod environment;
mod files;
mod inbound;
mod intake;
mod log;
mod mail;
mod outside;
mod reports;
mod security;
mod source;
mod web;

use std::sync::Arc;

pub use database::DatabaseConfig;
pub use environment::Environment;
pub use files::{FilesBackend, FilesConfig};
pub use inbound::{EventKey, InboundConfig};
pub use intake::IntakeConfig;
pub use log::LogConfig;
pub use mail::{MailConfig, MailLook, MailTransport, SmtpConfig, SmtpTls};
pub use outside::{GoogleDirectory, MicrosoftConfig, OutsideConfig, SlackConfig};
pub use reports::{OperationsConfig, ReportsConfig};
pub use security::{GoogleLogin, SecurityConfig};
pub use source::{Problems, Secret, Source};
pub use web::{Network, WebConfig};

/// The whole configuration of a process.
#[derive(Clone, Debug)]
pub struct Config {
    /// Which of the original's settings modules is in force.
    pub environment: Environment,
    /// What is logged, and how.
    pub log: LogConfig,
    /// Reports of errors.
    pub reports: ReportsConfig,
    /// Metrics and the heartbeat.
    pub operations: OperationsConfig,
    /// How to reach PostgreSQL.
    pub database: DatabaseConfig,
    /// Sessions, cookies, logins.
    pub security: SecurityConfig,
    /// Listening, host names, static files.
    pub web: WebConfig,
    /// Uploads and their limits.
    pub intake: IntakeConfig,
    /// Where files are kept.
    pub files: FilesConfig,
    /// Outgoing mail.
    pub mail: MailConfig,
    /// Incoming mail and delivery events.
    pub inbound: InboundConfig,
    /// Outside services as a whole.
    pub outside: OutsideConfig,
    /// Slack.
    pub slack: SlackConfig,
    /// Microsoft Graph (SharePoint).
    pub microsoft: MicrosoftConfig,
    /// Google's directory, when it is set up.
    pub google_directory: Option<GoogleDirectory>,
}

impl Config {
    /// Reads the configuration.
    ///
    /// # Errors
    /// Returns every problem found, not only the first.
    pub fn read(source: &Source) -> Result<Arc<Self>, Problems> {
        let problems = &mut Problems::default();
        let environment = Environment::read(source, problems);
        let config = Self {
            environment,
            log: LogConfig::read(source, environment, problems),
            reports: ReportsConfig::read(source),
            operations: OperationsConfig::read(source, problems),
            database: DatabaseConfig::read(source, environment, problems),
            security: SecurityConfig::read(source, environment, problems),
            web: WebConfig::read(source, environment, problems),
            intake: IntakeConfig::read(source, environment, problems),
            files: FilesConfig::read(source, environment, problems),
            mail: MailConfig::read(source, environment, problems),
            inbound: InboundConfig::read(source, problems),
            outside: OutsideConfig::read(source, environment, problems),
            slack: SlackConfig::read(source, environment),
            microsoft: MicrosoftConfig::read(source, environment, problems),
            google_directory: GoogleDirectory::read(source),
        };
        std::mem::take(problems).into_result(config).map(Arc::new)
    }
}
