//! Reports of errors to Sentry. What they say has been masked before it comes here.
//!
//! The events come from our own layer (`clerk_base::observe`), not from sentry-tracing with masking in
//! `before_send`: that keeps what led to an error by thread, where ours keeps it by request or job, and
//! it would hold texts that are not masked yet. The sending is Sentry's.

use std::{collections::BTreeMap, num::NonZeroUsize, sync::Arc, time::Duration};

use clerk_base::{
    config::{Config, ReportsConfig},
    observe::{Reporter, Step},
};
use sentry::{
    Client, ClientOptions, Level as SentryLevel, Transport, TransportFactory, TransportOptions,
    User,
    integrations::{backtrace, contexts::ContextIntegration},
    protocol::{Breadcrumb, Event, Exception, Values},
    transports::ReqwestHttpTransportOptions,
    types::Dsn,
};
use tracing::Level;

/// How long reports under way have at the end of a process.
const FLUSH_TIMEOUT: Duration = Duration::from_secs(3);

/// Reports that wait at most. Further ones are dropped: where one error comes a hundred times, a
/// hundred reports are of no more use than thirty.
const MAX_WAITING: NonZeroUsize = NonZeroUsize::MIN.saturating_add(29);
/// To send a report.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Makes Sentry's own transport, which sends in a thread of its own, and has it not wait for ever.
struct Factory(reqwest::Client);

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
        #[expect(
            clippy::disallowed_methods,
            reason = "reports go out without the context of a process"
        )]
        let client = reqwest::Client::builder().timeout(TIMEOUT).build();
        let client = client.map_err(|error| error.to_string())?;
        let mut options = ClientOptions::default();
        options.dsn = Some(dsn);
        options.release = Some(config.release.clone().into());
        options.environment = Some(environment.into());
        // The name of a container says nothing.
        options.server_name = Some(program.into());
        options.send_default_pii = false;
        options.default_integrations = false;
        options.integrations = vec![Arc::new(ContextIntegration::new().add_os(false))];
        options.transport_channel_capacity = Some(MAX_WAITING);
        options.transport = Some(Arc::new(Factory(client)));
        Ok(Some(Self { client: Client::with_options(options), program }))
    }
}

impl TransportFactory for Factory {
    fn create_transport_with_options(&self, options: TransportOptions) -> Arc<dyn Transport> {
        let options = ReqwestHttpTransportOptions::from(options);
        Arc::new(options.with_client(self.0.clone()).build())
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
        self.client.flush(Some(FLUSH_TIMEOUT));
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
