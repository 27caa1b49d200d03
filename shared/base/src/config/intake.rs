//! Limits of the public intake API.

use super::{
    environment::Environment,
    source::{Problems, Source},
};

/// What the public may send, and how often. Rates are requests per minute and address; 0 is "no
/// limit", for benchmarks.
#[derive(Clone, Debug)]
pub struct IntakeConfig {
    /// `CLERK_UPLOAD_MAX_BYTES`: size of one uploaded file. Default 60 MB.
    pub upload_max_bytes: u64,
    /// `CLERK_ANSWERS_MAX_BYTES`: size of one set of answers. Default 1 MB.
    pub answers_max_bytes: usize,
    /// `CLERK_SUBMISSIONS_PER_MINUTE`: creations, changes and submits. Default 60.
    pub submissions_per_minute: u32,
    /// `CLERK_UPLOADS_PER_MINUTE`: uploads. Default 30.
    pub uploads_per_minute: u32,
    /// `INTAKE_URL`: the public address of the intake form.
    pub url: String,
}

impl IntakeConfig {
    pub(super) fn read(source: &Source, environment: Environment, problems: &mut Problems) -> Self {
        let url = match environment {
            Environment::Production | Environment::Test => "https://intake.anikalegal.org.au",
            Environment::Staging => "https://intake-staging.anikalegal.org.au",
            Environment::Development => "http://localhost:3001",
        };
        Self {
            upload_max_bytes: source.parse("CLERK_UPLOAD_MAX_BYTES", 60_000_000, problems),
            answers_max_bytes: source.parse("CLERK_ANSWERS_MAX_BYTES", 1_000_000, problems),
            submissions_per_minute: source.parse("CLERK_SUBMISSIONS_PER_MINUTE", 60, problems),
            uploads_per_minute: source.parse("CLERK_UPLOADS_PER_MINUTE", 30, problems),
            url: source.or("INTAKE_URL", url),
        }
    }
}
