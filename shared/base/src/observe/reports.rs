//! Errors become reports, and the events before them what led there.

use std::{collections::BTreeMap, fmt, sync::Arc};

use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
    span,
};
use tracing_subscriber::{
    Layer,
    layer::Context,
    registry::{LookupSpan, SpanRef},
};

use super::fields::Masked;

/// Something that happened, with the fields that may leave this machine.
#[derive(Clone, Debug)]
pub struct Step {
    /// How grave.
    pub level: Level,
    /// Which part of the program says it.
    pub target: String,
    /// What happened.
    pub message: String,
    /// Fields by name, masked.
    pub fields: BTreeMap<&'static str, String>,
}

/// Takes errors to a place where people look at them. What it is given has been masked.
pub trait Reporter: Send + Sync {
    /// Reports an error, with what is known of the request or job around it and what came before.
    fn report(&self, step: &Step, around: BTreeMap<&'static str, String>, before: Vec<Step>);
    /// Waits a moment for reports that are on their way.
    fn flush(&self);
}

/// Fields that may leave in a report: ids, names of ours and reasons, which are masked. Any other may
/// be about people and stays here.
const KNOWN: [&str; 17] = [
    "request_id",
    "user",
    "route",
    "method",
    "status",
    "ms",
    "job_id",
    "job",
    "attempt",
    "queue",
    "case",
    "email",
    "event",
    "submission",
    "error",
    "reason",
    "at",
];
/// How many steps before an error are reported with it.
const MAX_STEPS: usize = 30;

/// The layer.
pub struct Reports {
    reporter: Arc<dyn Reporter>,
}

impl Reports {
    pub fn new(reporter: Arc<dyn Reporter>) -> Self {
        Self { reporter }
    }
}

/// What a span knows.
#[derive(Default)]
struct Known(BTreeMap<&'static str, String>);

/// What has happened within a request or a job.
#[derive(Default)]
struct Steps(Vec<Step>);

#[derive(Default)]
struct Fields {
    message: String,
    known: BTreeMap<&'static str, String>,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() == "message" {
            self.message = format!("{value:?}");
        } else if KNOWN.contains(&field.name()) {
            self.known.insert(field.name(), format!("{value:?}"));
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }
}

impl<S> Layer<S> for Reports
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attributes: &span::Attributes<'_>, id: &span::Id, ctx: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut Masked(&mut fields));
        if let Some(span) = ctx.span(id) {
            span.extensions_mut().insert(Known(fields.known));
        }
    }

    fn on_record(&self, id: &span::Id, values: &span::Record<'_>, ctx: Context<'_, S>) {
        let mut fields = Fields::default();
        values.record(&mut Masked(&mut fields));
        if let Some(span) = ctx.span(id)
            && let Some(known) = span.extensions_mut().get_mut::<Known>()
        {
            known.0.extend(fields.known);
        }
    }

    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        let level = *event.metadata().level();
        if level > Level::INFO {
            return;
        }
        let mut fields = Fields::default();
        event.record(&mut Masked(&mut fields));
        let spans: Vec<SpanRef<'_, S>> =
            ctx.event_scope(event).into_iter().flat_map(|scope| scope.from_root()).collect();
        let step = Step {
            level,
            target: event.metadata().target().to_owned(),
            message: fields.message,
            fields: fields.known,
        };
        if level == Level::ERROR {
            let mut around = BTreeMap::new();
            for span in &spans {
                if let Some(known) = span.extensions().get::<Known>() {
                    around.extend(known.0.clone());
                }
            }
            let before = spans
                .first()
                .and_then(|root| root.extensions().get::<Steps>().map(|steps| steps.0.clone()));
            self.reporter.report(&step, around, before.unwrap_or_default());
        }
        if let Some(root) = spans.first() {
            remember(root, step);
        }
    }
}

fn remember<S: for<'a> LookupSpan<'a>>(root: &SpanRef<'_, S>, step: Step) {
    let mut extensions = root.extensions_mut();
    if extensions.get_mut::<Steps>().is_none() {
        extensions.insert(Steps::default());
    }
    if let Some(steps) = extensions.get_mut::<Steps>() {
        if steps.0.len() == MAX_STEPS {
            steps.0.remove(0);
        }
        steps.0.push(step);
    }
}
