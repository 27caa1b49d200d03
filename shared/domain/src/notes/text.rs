//! The texts of event notes. What they say is in `shared/templates/notes/`; here is what they are
//! about. Values go in escaped, but for rich text, which is sanitised instead.

use std::{collections::HashMap, sync::LazyLock};

use chrono::NaiveDate;
use clerk_base::{
    text::{clean, escape_html, title},
    urls,
};
use clerk_store::db::jsonb;
use minijinja::{AutoEscape, Environment, Value as Variable, context};
use serde_json::Value;

use super::events::{AuditEvent, CaseEvent, Events, ServiceEvent};
use crate::{
    accounts::Profile,
    error::{DomainError, Result},
    journal::Event,
    vocabulary::{
        cases::{CaseEventType, Stage},
        dates::{DateType, HEARING_TYPE},
        services::{ServiceCategory, ServiceEventType, ServiceType},
    },
};

static TEMPLATES: LazyLock<Result<Environment<'static>, minijinja::Error>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    templates.set_formatter(|out, state, value| {
        if matches!(state.auto_escape(), AutoEscape::Html) && !value.is_safe() {
            // These notes have always spelled the apostrophe like this.
            let escaped = escape_html(&value.to_string()).replace("&#x27;", "&#39;");
            out.write_str(&escaped)?;
            return Ok(());
        }
        minijinja::escape_formatter(out, state, value)
    });
    templates
        .add_template("case_event.txt", include_str!("../../../templates/notes/case_event.txt"))?;
    templates.add_template("facts.html", include_str!("../../../templates/notes/facts.html"))?;
    Ok(templates)
});

/// A row of the table below an event.
fn row(label: &str, value: impl Into<Variable>) -> Variable {
    context! { label, value => value.into() }
}

/// The same with rich text, which somebody wrote in an editor.
fn rich_row(label: &str, html: &str) -> Variable {
    row(label, Variable::from_safe_string(clean(html)))
}

/// The text of an event, or `None` when the row it was about is gone.
pub fn story(
    events: &Events,
    event: Event,
    users: &HashMap<i32, Profile>,
) -> Result<Option<String>> {
    match event {
        Event::Case(id) => events.cases.get(&id).map(|row| case(row, users)).transpose(),
        Event::Service(id) => events.services.get(&id).map(|row| service(row, users)).transpose(),
        Event::Audit(id) => events.audits.get(&id).map(|row| audit(row, users)).transpose(),
    }
}

/// A change of the case itself. Plain text.
fn case(event: &CaseEvent, users: &HashMap<i32, Profile>) -> Result<String> {
    let name = |id: Option<i32>| id.and_then(|id| users.get(&id)).map(Profile::full_name);
    let stage = |stage: &Option<Stage>| stage.as_ref().map(|stage| stage.label().to_owned());
    let role = match event.event_type {
        CaseEventType::Lawyer => "lawyer",
        CaseEventType::Paralegal => "paralegal",
        _ => "contact",
    };
    let is_open_changed = event.prev_is_open.is_some() || event.next_is_open.is_some();
    render(
        "case_event.txt",
        context! {
            role,
            before => name(event.prev_user_id),
            after => name(event.next_user_id),
            stage_before => stage(&event.prev_stage),
            stage_after => stage(&event.next_stage),
            opened => is_open_changed.then(|| event.prev_is_open != Some(true)),
        },
    )
}

/// A service that was added, changed or deleted. HTML.
fn service(event: &ServiceEvent, users: &HashMap<i32, Profile>) -> Result<String> {
    let data = &event.service_at_event;
    let field = |name: &str| data.get(name).and_then(Value::as_str).unwrap_or_default();
    let is_ongoing = field("category") == ServiceCategory::Ongoing.code();
    let mut facts = vec![row("Type", ServiceType::CHOICES.display(field("type")))];
    if is_ongoing {
        facts.push(row("Start date", day(field("started_at"))));
        if !field("finished_at").is_empty() {
            facts.push(row("Finish date", day(field("finished_at"))));
        }
    } else {
        facts.push(row("Date", day(field("started_at"))));
        if let Some(count) = data.get("count").and_then(Value::as_i64).filter(|count| *count != 0) {
            facts.push(row("Count", count));
        }
    }
    if !field("notes").is_empty() {
        facts.push(rich_row("Notes", field("notes")));
    }
    let verb = match event.event_type {
        ServiceEventType::Create => "added",
        ServiceEventType::Delete => "deleted",
        _ => "updated",
    };
    let (article, thing) =
        if is_ongoing { ("an", "ongoing service") } else { ("a", "discrete service") };
    let actor = users.get(&event.user_id).map(Profile::full_name);
    render("facts.html", context! { actor, verb, article, thing, facts })
}

/// A log entry about another row. HTML.
fn audit(event: &AuditEvent, users: &HashMap<i32, Profile>) -> Result<String> {
    let facts: Vec<Variable> = event
        .serialized_data
        .as_ref()
        .and_then(|data| data.get("fields")?.as_object())
        .map(|fields| {
            jsonb::in_order(fields)
                .into_iter()
                .filter_map(|(name, value)| fact(name, value))
                .collect()
        })
        .unwrap_or_default();
    let verb = match event.action {
        0 => "added",
        2 => "deleted",
        _ => "updated",
    };
    let thing = if event.model == "issuedate" { "critical date" } else { &event.model };
    let article = if thing.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    let actor = event.actor_id.and_then(|id| users.get(&id));
    let actor_url = actor.map(|profile| urls::account(profile.user.id));
    let actor = actor.map(|profile| title(&profile.full_name()));
    render("facts.html", context! { actor, actor_url, verb, article, thing, facts })
}

/// A field of a critical date as the log has it; nothing for blanks and for what says nothing new.
fn fact(name: &str, value: &Value) -> Option<Variable> {
    if matches!(name, "created_at" | "modified_at" | "issue") {
        return None;
    }
    let label = capitalised(&name.replace('_', " "));
    match value {
        Value::Null => None,
        Value::Bool(yes) => Some(row(&label, if *yes { "Yes" } else { "No" })),
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(match name {
            "type" => row(&label, DateType::CHOICES.display(text)),
            "hearing_type" => row(&label, HEARING_TYPE.display(text)),
            "date" => row(&label, day(text)),
            _ => rich_row(&label, text),
        }),
        other => Some(row(&label, other.to_string())),
    }
}

/// A date of the log, `DD/MM/YYYY` or ISO, as `DD/MM/YYYY`; anything else as it is.
fn day(text: &str) -> String {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_or_else(|_| text.to_owned(), |date| date.format("%d/%m/%Y").to_string())
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn render(template: &str, variables: Variable) -> Result<String> {
    TEMPLATES
        .as_ref()
        .map_err(|error| DomainError::Fatal(format!("the templates of notes: {error:#}")))?
        .get_template(template)
        .and_then(|template| template.render(variables))
        .map(|text| text.trim().to_owned())
        .map_err(|error| DomainError::Fatal(format!("template {template}: {error:#}")))
}
