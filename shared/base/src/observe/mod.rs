//! What can be seen of a running process: its log, reports of errors, figures.

pub mod figures;
mod health_call;
mod listen;
mod mask;
mod origin;
mod panics;
mod reports;
mod rfc5424;
mod syslog;

use std::{io::IsTerminal, sync::Arc};

use tracing_subscriber::{
    EnvFilter, Layer, layer::SubscriberExt, registry::Registry, util::SubscriberInitExt,
};

use crate::config::{Config, LogConfig};

pub use self::{
    health_call::ask as ask_health,
    listen::listen,
    mask::mask,
    origin::{origin, with_origin},
    reports::{Reporter, Step},
};

type Boxed = Box<dyn Layer<Registry> + Send + Sync>;

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
    let mut layers: Vec<Boxed> = vec![lines(&config.log)];
    layers.extend(drain.as_ref().map(|it| it.layer(levels(&config.log))));
    layers.extend(reporter.clone().map(|it| reports::Reports::new(it).boxed()));
    if tracing_subscriber::registry().with(layers).try_init().is_ok() {
        panics::tell();
    }
    Ok(Observed { reporter, drain })
}

/// A layer that writes events to standard output.
///
/// JSON lines hold the time, level, target and fields of the event at the top, the spans around it
/// under `spans` (a job's is named `job`, with `job_id`, `job`, `attempt` and `request_id`).
fn lines(config: &LogConfig) -> Boxed {
    let lines = tracing_subscriber::fmt::layer();
    if config.json {
        let lines = lines.json().flatten_event(true).with_current_span(false);
        lines.with_filter(levels(config)).boxed()
    } else {
        lines
            .compact()
            .with_target(false)
            .with_ansi(std::io::stdout().is_terminal())
            .with_filter(levels(config))
            .boxed()
    }
}

/// Unreadable levels were refused with the rest of the configuration. The database driver would log the
/// values of every statement, and those are people's answers.
fn levels(config: &LogConfig) -> EnvFilter {
    EnvFilter::new(format!("{},tokio_postgres=warn", config.levels))
}
