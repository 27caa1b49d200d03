//! The texts of mails and messages, in `shared/templates/`, so that they can be reworded without
//! touching code. The syntax is minijinja's.

use std::{borrow::Cow, sync::LazyLock};

use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value};

use crate::error::{DomainError, Result};

macro_rules! templates {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../templates/", $name)))),*]
    };
}

const TEMPLATES: &[(&str, &str)] = templates![
    "email/account.html",
    "email/account_subject.txt",
    "email/layout.html",
    "email/quote.html",
    "email/received_note.txt",
    "email/sent_note.txt",
    "email/sign_off.txt",
    "email/welcome.html",
    "email/welcome_subject.txt",
    "slack/addressed.txt",
    "slack/assigned.txt",
    "slack/email_failed.txt",
    "slack/email_stuck.txt",
    "slack/email_unresolved.txt",
    "slack/email_received.txt",
    "slack/email_unrouted.txt",
    "slack/new_case.txt",
    "slack/stage.txt",
    "slack/submission_failed.txt",
];

/// How Slack's mrkdwn wants data: only these three characters.
const SLACK: AutoEscape = AutoEscape::Custom(Cow::Borrowed("slack"));

static ENVIRONMENT: LazyLock<Result<Environment<'static>, String>> = LazyLock::new(|| {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| match name {
        _ if name.ends_with(".html") => AutoEscape::Html,
        _ if name.starts_with("slack/") => SLACK,
        _ => AutoEscape::None,
    });
    environment.set_formatter(write_value);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source).map_err(|error| error.to_string())?;
    }
    Ok(environment)
});

/// Fills a template. What is put into `.html` is escaped for HTML and what is put into `slack/` for
/// Slack, unless it is marked as safe.
///
/// # Errors
/// [`DomainError::Fatal`] when there is no such template or it wants a value that is not given.
pub fn render(name: &str, values: Value) -> Result<String> {
    let fatal = |error: Error| DomainError::Fatal(format!("template {name}: {error}"));
    let environment = ENVIRONMENT.as_ref().map_err(|error| DomainError::Fatal(error.clone()))?;
    environment.get_template(name).and_then(|template| template.render(values)).map_err(fatal)
}

fn write_value(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    if *state.auto_escape() != SLACK {
        return minijinja::escape_formatter(out, state, value);
    }
    let text = value.to_string();
    let text = if value.is_safe() {
        text
    } else {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    };
    out.write_str(&text).map_err(Error::from)
}

#[cfg(test)]
mod tests {
    use minijinja::context;

    use super::*;

    #[test]
    fn every_template_can_be_read() {
        let environment = ENVIRONMENT.as_ref().unwrap();
        assert_eq!(environment.templates().count(), TEMPLATES.len());
    }

    #[test]
    fn data_is_escaped_for_where_it_goes() {
        let name = "<b>&'";
        let values = context! { name, link => "", email => "", password => "" };
        let html = render("email/account.html", values).unwrap();
        assert!(html.contains("&lt;b&gt;&amp;&#x27;") && !html.contains(name));
        let slack =
            render("slack/addressed.txt", context! { people => [""], message => name }).unwrap();
        assert!(slack.contains("&lt;b&gt;&amp;'") && !slack.contains(name));
    }

    #[test]
    fn a_missing_value_is_an_error() {
        assert!(render("email/layout.html", context! {}).is_err());
        assert!(render("email/nothing.html", context! {}).is_err());
    }
}
