//! What is logged, and how.

use tracing_subscriber::EnvFilter;

use super::{Environment, Problems, Source};

/// The log on standard output.
#[derive(Clone, Debug)]
pub struct LogConfig {
    /// `CLERK_LOG`: levels, as `info` or `info,clerk_shared=debug`. Default `info`.
    pub levels: String,
    /// Whether lines are JSON objects, for machines, or text, for people. JSON when deployed.
    pub json: bool,
}

impl LogConfig {
    pub(super) fn read(source: &Source, environment: Environment, problems: &mut Problems) -> Self {
        let levels = source.or("CLERK_LOG", "info");
        if EnvFilter::try_new(&levels).is_err() {
            problems.add("CLERK_LOG: expected levels such as info or info,clerk_shared=debug");
        }
        Self { levels, json: environment.is_deployed() }
    }
}
