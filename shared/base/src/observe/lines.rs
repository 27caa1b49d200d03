//! The lines of the log, as JSON for machines and as text for people.

use std::fmt;

use chrono::SecondsFormat;
use serde::Serialize;
use serde_json::{Map, Value};
use tracing::{Event, Subscriber, span::Record};
use tracing_log::NormalizeEvent;
use tracing_subscriber::{
    EnvFilter, Layer,
    field::{RecordFields, VisitOutput},
    fmt::{
        FmtContext, FormatEvent, FormatFields, FormattedFields, MakeWriter,
        format::{DefaultVisitor, JsonVisitor, Writer},
    },
    registry::{LookupSpan, Registry},
};

use super::fields::Masked;
use crate::clock::Clock;

/// A layer of the log.
pub type Boxed = Box<dyn Layer<Registry> + Send + Sync>;

/// Fields as text, masked.
struct TextFields;

/// Fields as a JSON object, masked.
struct JsonFields;

/// An event as one line of JSON.
struct JsonLine {
    has_time: bool,
}

/// The time, level, target and fields of the event are at the top, the spans around it under `spans`.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    timestamp: Option<String>,
    level: &'a str,
    #[serde(flatten)]
    fields: Map<String, Value>,
    target: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spans: Vec<Map<String, Value>>,
}

/// Writes text, in colours for a terminal.
pub fn text<W>(writer: W, is_terminal: bool, levels: EnvFilter) -> Boxed
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    tracing_subscriber::fmt::layer::<Registry>()
        .fmt_fields(TextFields)
        .compact()
        .with_target(false)
        .with_ansi(is_terminal)
        .with_writer(writer)
        .with_filter(levels)
        .boxed()
}

/// Writes JSON. A job's span is named `job`, with `job_id`, `job`, `attempt` and `request_id`.
pub fn json<W>(writer: W, has_time: bool, levels: EnvFilter) -> Boxed
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    tracing_subscriber::fmt::layer::<Registry>()
        .fmt_fields(JsonFields)
        .event_format(JsonLine { has_time })
        .with_writer(writer)
        .with_filter(levels)
        .boxed()
}

impl<'w> FormatFields<'w> for TextFields {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'w>, fields: R) -> fmt::Result {
        let mut visitor = DefaultVisitor::new(writer, true);
        fields.record(&mut Masked(&mut visitor));
        visitor.finish()
    }
}

impl<'w> FormatFields<'w> for JsonFields {
    fn format_fields<R: RecordFields>(&self, mut writer: Writer<'w>, fields: R) -> fmt::Result {
        let mut visitor = JsonVisitor::new(&mut writer);
        fields.record(&mut Masked(&mut visitor));
        visitor.finish()
    }

    fn add_fields(
        &self,
        current: &'w mut FormattedFields<Self>,
        fields: &Record<'_>,
    ) -> fmt::Result {
        let mut all = object(&current.fields);
        all.append(&mut collect(fields)?);
        current.fields = serde_json::to_string(&all).map_err(|_| fmt::Error)?;
        Ok(())
    }
}

impl<S> FormatEvent<S, JsonFields> for JsonLine
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn format_event(
        &self,
        ctx: &FmtContext<'_, S, JsonFields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let normalized = event.normalized_metadata();
        let metadata = normalized.as_ref().unwrap_or_else(|| event.metadata());
        let spans = ctx.event_scope().into_iter().flat_map(|scope| scope.from_root()).map(|span| {
            let extensions = span.extensions();
            let fields = extensions.get::<FormattedFields<JsonFields>>();
            let mut fields = fields.map(|fields| object(&fields.fields)).unwrap_or_default();
            fields.insert("name".to_owned(), span.name().into());
            fields
        });
        let now = || Clock::system().now().to_rfc3339_opts(SecondsFormat::Micros, true);
        let line = Line {
            timestamp: self.has_time.then(now),
            level: metadata.level().as_str(),
            fields: collect(event)?,
            target: metadata.target(),
            spans: spans.collect(),
        };
        let line = serde_json::to_string(&line).map_err(|_| fmt::Error)?;
        writeln!(writer, "{line}")
    }
}

/// Fields by name, masked.
fn collect(fields: impl RecordFields) -> Result<Map<String, Value>, fmt::Error> {
    let mut text = String::new();
    JsonFields.format_fields(Writer::new(&mut text), fields)?;
    Ok(object(&text))
}

fn object(text: &str) -> Map<String, Value> {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::{
        io::{self, Write},
        sync::{Arc, Mutex},
    };

    use tracing_subscriber::layer::SubscriberExt;
    use uuid::Uuid;

    use super::*;

    #[derive(Clone, Default)]
    struct Captured(Arc<Mutex<Vec<u8>>>);

    impl Write for Captured {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl MakeWriter<'_> for Captured {
        type Writer = Self;

        fn make_writer(&self) -> Self {
            self.clone()
        }
    }

    const ID: &str = "550e8400-e29b-41d4-a716-446655440000";

    /// What the layer writes of events with a client's data in every place.
    fn written(layer: impl FnOnce(Captured) -> Boxed) -> String {
        let captured = Captured::default();
        let subscriber = tracing_subscriber::registry().with(layer(captured.clone()));
        tracing::subscriber::with_default(subscriber, || {
            let id: Uuid = ID.parse().unwrap();
            let user = tracing::field::Empty;
            let span = tracing::info_span!("request", request_id = %id, user, note = "jane@a.org");
            span.record("user", 61_400_000_000_i64);
            let _entered = span.enter();
            let error = io::Error::other("Key (email)=(jane@a.org) already exists.");
            tracing::error!(%error, job_id = 12_345_678_i64, "no \"{}\"", "Jane");
            let source: &dyn std::error::Error = &error;
            tracing::error!(source, text = ?"Jane", bytes = b"Jane".as_slice(), "call 0400 123 456");
        });
        let bytes = captured.0.lock().unwrap().clone();
        let text = String::from_utf8(bytes).unwrap();
        for secret in ["jane", "Jane", "a.org", "0400", "4a61"] {
            assert!(!text.contains(secret), "{secret} is in {text}");
        }
        text
    }

    #[test]
    fn json_is_masked_and_stays_json() {
        let text = written(|captured| json(captured, true, EnvFilter::new("info")));
        let lines: Vec<Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let line = &lines[0];
        assert_eq!(line["level"], "ERROR");
        assert_eq!(line["message"], "no \"…\"");
        assert_eq!(line["error"], "Key (email)=(…) already exists.");
        assert_eq!(line["job_id"], 12_345_678);
        assert!(line["target"].as_str().unwrap().starts_with("clerk_base"));
        let span = serde_json::json!({
            "name": "request", "request_id": ID, "user": 61_400_000_000_i64, "note": "[email]"
        });
        assert_eq!(line["spans"], serde_json::json!([span]));
        assert!(line["timestamp"].as_str().unwrap().ends_with('Z'));
        assert_eq!(lines.len(), 2);
        assert!(text.starts_with("{\"timestamp\":"));
    }

    #[test]
    fn text_is_masked() {
        let text = written(|captured| text(captured, false, EnvFilter::new("info")));
        assert!(text.contains(ID) && text.contains("12345678"), "{text}");
        assert!(text.contains("no \"…\" error=Key (email)=(…) already exists."), "{text}");
        assert!(text.contains("call [number]"), "{text}");
    }
}
