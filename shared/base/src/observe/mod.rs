//! What can be seen of a running process: its log, reports of errors, metrics.

mod fields;
mod health_call;
mod lines;
mod listen;
mod mask;
pub mod metrics;
mod origin;
mod panics;
mod reports;
mod rfc5424;
mod syslog;

use std::{io::IsTerminal, sync::Arc};

use tracing_subscriber::{EnvFilter, Layer, layer::SubscriberExt, util::SubscriberInitExt};

use self::lines::Boxed;
use crate::config::{Config, LogConfig};

pub use self::{
    health_call::ask as ask_health,
    listen::listen,
    mask::mask,
    origin::{origin, with_origin},
    reports::{Reporter, Step},
};

/// Keeps what `init` has begun. When dropped, gives lines and reports that are still here a moment to
/// leave.
pub struct Observed {
    reporter: Option<Arc<dyn Reporter>>,
    drain: Option<syslog::Drain>,
}

impl Drop for Observed {
    fn drop(&mut self) {
        if let Some(reporter) = &self.reporter {
            reporter.flush();
        }
        drop(self.drain.take());
    }
}

/// Begins the log of this process, and the reports when they are set up. Belongs before the
/// asynchronous runtime, and once in a process. `program` is `clerk-web` or `clerk-worker`.
///
/// # Errors
/// Says which setting cannot be used.
pub fn init(
    config: &Config,
    program: &'static str,
    reporter: Option<Arc<dyn Reporter>>,
) -> Result<Observed, String> {
    let drain = syslog::Drain::start(&config.log, program)?;
    let mut layers: Vec<Boxed> = vec![standard_output(&config.log)];
    layers.extend(drain.as_ref().map(|drain| drain.layer(levels(&config.log))));
    layers.extend(reporter.clone().map(|reporter| reports::Reports::new(reporter).boxed()));
    if tracing_subscriber::registry().with(layers).try_init().is_ok() {
        panics::log();
    }
    Ok(Observed { reporter, drain })
}

/// The lines on standard output.
fn standard_output(config: &LogConfig) -> Boxed {
    if config.json {
        lines::json(std::io::stdout, true, levels(config))
    } else {
        lines::text(std::io::stdout, std::io::stdout().is_terminal(), levels(config))
    }
}

/// Unreadable levels were refused with the rest of the configuration. The database driver would log the
/// values of every statement, and those are people's answers.
fn levels(config: &LogConfig) -> EnvFilter {
    EnvFilter::new(format!("{},tokio_postgres=warn", config.levels))
}
