//! Texts, choices and lists of them.

use clerk_domain::vocabulary::Choices;
use serde_json::Value;

use super::{Body, Given, Rule};

/// The longest text of a column without a limit, in characters.
pub const UNLIMITED: usize = 1_000_000;

impl Body {
    /// A text of at most `max` characters, without the white space around it.
    pub fn text(&mut self, name: &'static str, max: usize, rule: Rule) -> Given<String> {
        let text = match self.value(name, rule) {
            Given::Value(Value::String(text)) => text.trim().to_owned(),
            Given::Value(Value::Number(number)) => number.to_string(),
            Given::Value(_) => return self.invalid(name, "This has to be a text."),
            Given::Null => return Given::Null,
            Given::Absent => return Given::Absent,
        };
        match text_problem(&text, max, rule.allows_blank) {
            Some((code, detail)) => self.refuse(name, code, detail),
            None => Given::Value(text),
        }
    }

    /// An email address.
    pub fn email(&mut self, name: &'static str, max: usize, rule: Rule) -> Given<String> {
        match self.text(name, max, rule) {
            Given::Value(text) if !text.is_empty() && !is_email(&text) => {
                self.invalid(name, "This has to be an email address.")
            }
            other => other,
        }
    }

    /// A value of a list.
    pub fn choice(&mut self, name: &'static str, choices: Choices, rule: Rule) -> Given<String> {
        match self.value(name, rule) {
            Given::Value(Value::String(text)) if text.is_empty() && rule.allows_blank => {
                Given::Value(text)
            }
            Given::Value(Value::String(text)) if choices.contains(&text) => Given::Value(text),
            Given::Value(value) => {
                self.refuse(name, "invalid_choice", format!("{value} is not one of the choices."))
            }
            Given::Null => Given::Null,
            Given::Absent => Given::Absent,
        }
    }

    /// Any number of values of a list. Errors of an element are reported as `name.0`.
    pub fn choice_list(
        &mut self,
        name: &'static str,
        choices: Choices,
        rule: Rule,
    ) -> Given<Vec<String>> {
        self.list(name, rule, |value| match value {
            Value::String(text) if choices.contains(&text) => Ok(text),
            Value::String(text) if text.is_empty() => {
                Err(("blank", "This may not be blank.".to_owned()))
            }
            value => Err(("invalid_choice", format!("{value} is not one of the choices."))),
        })
    }

    /// Any number of texts of at most `max` characters.
    pub fn text_list(&mut self, name: &'static str, max: usize, rule: Rule) -> Given<Vec<String>> {
        self.list(name, rule, |value| match value {
            Value::String(text) => {
                let text = text.trim().to_owned();
                text_problem(&text, max, false).map_or(Ok(text), Err)
            }
            _ => Err(("invalid", "This has to be a text.".to_owned())),
        })
    }

    /// Any number of email addresses.
    pub fn email_list(&mut self, name: &'static str, max: usize, rule: Rule) -> Given<Vec<String>> {
        self.list(name, rule, |value| match value {
            Value::String(text) => {
                let text = text.trim().to_owned();
                match text_problem(&text, max, false) {
                    Some(problem) => Err(problem),
                    None if is_email(&text) => Ok(text),
                    None => Err(("invalid", "This has to be an email address.".to_owned())),
                }
            }
            _ => Err(("invalid", "This has to be a text.".to_owned())),
        })
    }

    fn list(
        &mut self,
        name: &'static str,
        rule: Rule,
        read: impl Fn(Value) -> Result<String, (&'static str, String)>,
    ) -> Given<Vec<String>> {
        let values = match self.value(name, rule) {
            Given::Value(Value::Array(values)) => values,
            Given::Value(_) => return self.refuse(name, "not_a_list", "This has to be a list."),
            Given::Null => return Given::Null,
            Given::Absent => return Given::Absent,
        };
        let mut texts = Vec::with_capacity(values.len());
        for (at, value) in values.into_iter().enumerate() {
            match read(value) {
                Ok(text) => texts.push(text),
                Err((code, detail)) => {
                    self.refuse::<()>(format!("{name}.{at}"), code, detail);
                }
            }
        }
        Given::Value(texts)
    }
}

fn text_problem(text: &str, max: usize, allows_blank: bool) -> Option<(&'static str, String)> {
    if text.is_empty() && !allows_blank {
        return Some(("blank", "This may not be blank.".to_owned()));
    }
    if text.contains('\0') {
        let detail = "This may not contain null characters.".to_owned();
        return Some(("null_characters_not_allowed", detail));
    }
    if text.chars().count() > max {
        return Some(("max_length", format!("This may have {max} characters at most.")));
    }
    None
}

/// Whether a text has the shape of an email address. Only sending mail shows whether there is such a mailbox.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let is_atom =
        |char: char| char.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(char);
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|char| char.is_alphanumeric() || char == '-')
    };
    !local.is_empty()
        && local.len() <= 64
        && !local.starts_with('.')
        && !local.ends_with('.')
        && !local.contains("..")
        && local.chars().all(is_atom)
        && text.len() <= 320
        && (domain == "localhost" || domain.contains('.'))
        && domain.split('.').all(is_label)
}
