//! The log of a process: one line per event on standard output.

use std::io::IsTerminal;

use tracing_subscriber::{
    EnvFilter, Layer, layer::SubscriberExt, registry::Registry, util::SubscriberInitExt,
};

use crate::config::LogConfig;

/// A layer that writes events to standard output.
///
/// JSON lines hold the time, level, target and fields of the event at the top, the spans around it
/// under `spans` (a job's is named `job`, with `job_id`, `job` and `attempt`).
#[must_use]
pub fn layer(config: &LogConfig) -> Box<dyn Layer<Registry> + Send + Sync> {
    // Unreadable levels were refused with the rest of the configuration. The database driver would
    // log the values of every statement, and those are people's answers.
    let levels = EnvFilter::new(format!("{},tokio_postgres=warn", config.levels));
    let lines = tracing_subscriber::fmt::layer();
    if config.json {
        lines.json().flatten_event(true).with_current_span(false).with_filter(levels).boxed()
    } else {
        lines
            .compact()
            .with_target(false)
            .with_ansi(std::io::stdout().is_terminal())
            .with_filter(levels)
            .boxed()
    }
}

/// Begins the log of this process. A second call does nothing.
pub fn init(config: &LogConfig) {
    let _ = tracing_subscriber::registry().with(layer(config)).try_init();
}
