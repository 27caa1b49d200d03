//! Reports of errors to Sentry. What they say has been masked before it comes here.

mod transport;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use clerk_base::{
    config::{Config, ReportsConfig},
    observe::{Reporter, Step},
};
use sentry::{
    Client, ClientOptions, Level as SentryLevel, User,
    integrations::{backtrace, contexts::ContextIntegration},
    protocol::{Breadcrumb, Event, Exception, Values},
    types::Dsn,
};
use tracing::Level;

use self::transport::Factory;

/// How long reports under way have at the end of a process.
const LAST_WORDS: Duration = Duration::from_secs(3);

/// Sends reports.
pub struct SentryReporter {
    client: Client,
    program: &'static str,
}

/// Where this process reports errors to, when that is configured. `program` is `clerk-web` or
/// `clerk-worker`.
///
/// # Errors
/// Says which setting cannot be used, without its value.
pub fn reporter(
    config: &Config,
    program: &'static str,
) -> Result<Option<Arc<dyn Reporter>>, String> {
    let reporter = SentryReporter::new(&config.reports, config.environment.name(), program)?;
    Ok(reporter.map(|reporter| Arc::new(reporter) as Arc<dyn Reporter>))
}

impl SentryReporter {
    /// A reporter, when there is an address to report to.
    ///
    /// # Errors
    /// Says which setting cannot be used, without its value.
    fn new(
        config: &ReportsConfig,
        environment: &'static str,
        program: &'static str,
    ) -> Result<Option<Self>, String> {
        let Some(dsn) = &config.dsn else { return Ok(None) };
        let dsn: Dsn = dsn.expose().parse().map_err(|_| "RAVEN_DSN: not an address of Sentry")?;
        let mut options = ClientOptions::default();
        options.dsn = Some(dsn);
        options.release = Some(config.release.clone().into());
        options.environment = Some(environment.into());
        // The name of a container says nothing.
        options.server_name = Some(program.into());
        options.send_default_pii = false;
        options.default_integrations = false;
        options.integrations = vec![Arc::new(ContextIntegration::new().add_os(false))];
        options.transport = Some(Arc::new(Factory));
        Ok(Some(Self { client: Client::with_options(options), program }))
    }
}

impl Reporter for SentryReporter {
    fn report(&self, step: &Step, around: BTreeMap<&'static str, String>, before: Vec<Step>) {
        let mut tags: BTreeMap<String, String> =
            around.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        tags.insert("program".into(), self.program.into());
        let user = tags.remove("user").map(|id| User { id: Some(id), ..User::default() });
        let reason = step.fields.get("error").or_else(|| step.fields.get("reason")).cloned();
        let details =
            step.fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into()));
        let exception = Exception {
            ty: step.message.clone(),
            value: reason,
            module: Some(step.target.clone()),
            stacktrace: backtrace::current_stacktrace(),
            ..Exception::default()
        };
        let event = Event {
            level: SentryLevel::Error,
            logger: Some(step.target.clone()),
            exception: Values::from(vec![exception]),
            breadcrumbs: Values::from(before.iter().map(crumb).collect::<Vec<_>>()),
            extra: details.collect(),
            tags: tags.into_iter().collect(),
            user,
            ..Event::default()
        };
        self.client.capture_event(event, None);
    }

    fn flush(&self) {
        self.client.flush(Some(LAST_WORDS));
    }
}

fn crumb(step: &Step) -> Breadcrumb {
    let level = match step.level {
        Level::ERROR => SentryLevel::Error,
        Level::WARN => SentryLevel::Warning,
        _ => SentryLevel::Info,
    };
    let data = step.fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into()));
    Breadcrumb {
        level,
        category: Some(step.target.clone()),
        message: Some(step.message.clone()),
        data: data.collect(),
        ..Breadcrumb::default()
    }
}
