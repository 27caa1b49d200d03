//! Reading answers of unknown shape.

use chrono::NaiveDate;
use clerk_domain::vocabulary::Choices;
use serde_json::{Map, Value};

use super::parts::{Amount, BooleanYesNo, ChoiceDisplay, SubmissionFile};
use crate::wire::format::date;

/// Answers by question.
pub(super) struct Reader<'a>(pub(super) &'a Map<String, Value>);

impl Reader<'_> {
    /// An answer, if there is one.
    fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key).filter(|value| !value.is_null())
    }

    /// The answer to the first of several questions that has one. If none has, an empty answer to the
    /// last will do.
    fn first(&self, keys: &[&str]) -> Option<&Value> {
        let answered = keys.iter().find_map(|key| self.get(key).filter(|value| !is_empty(value)));
        answered.or_else(|| self.get(keys.last()?))
    }

    /// Words.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.get(key).map(words)
    }

    /// Words in answer to the first of several questions.
    pub(super) fn first_text(&self, keys: &[&str]) -> Option<String> {
        self.first(keys).map(words)
    }

    /// Several texts.
    pub(super) fn texts(&self, key: &str) -> Option<Vec<String>> {
        Some(items(self.get(key)?).map(words).collect())
    }

    /// A day as `DD/MM/YYYY`.
    pub(super) fn date(&self, key: &str) -> Option<String> {
        let value = self.get(key).filter(|value| !is_empty(value))?;
        let text = words(value);
        let day = NaiveDate::parse_from_str(text.trim(), "%Y-%m-%d");
        Some(day.map_or(text, date::date))
    }

    /// A whole number. Cents are dropped.
    pub(super) fn amount(&self, key: &str) -> Option<Amount> {
        self.first_amount(&[key])
    }

    /// A whole number in answer to the first of several questions.
    pub(super) fn first_amount(&self, keys: &[&str]) -> Option<Amount> {
        amount(self.first(keys)?)
    }

    /// Yes or no.
    pub(super) fn yes_no(&self, key: &str) -> Option<BooleanYesNo> {
        self.get(key).map(yes_no)
    }

    /// One value of a list.
    pub(super) fn choice(&self, key: &str, choices: Choices) -> Option<ChoiceDisplay> {
        self.get(key).map(|value| choice(value, choices))
    }

    /// Several values of a list. A single one counts as a list of one.
    pub(super) fn choices(&self, key: &str, choices: Choices) -> Option<Vec<ChoiceDisplay>> {
        Some(items(self.get(key)?).map(|value| choice(value, choices)).collect())
    }

    /// Uploads. What is none is left out.
    pub(super) fn files(&self, key: &str) -> Option<Vec<SubmissionFile>> {
        Some(items(self.get(key)?).filter_map(file).collect())
    }
}

/// The elements of a list, or the only one.
fn items(value: &Value) -> impl Iterator<Item = &Value> {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    items.iter().filter(|item| !item.is_null())
}

/// What says nothing: blank, zero, no, an empty list.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "Yes".to_owned(),
        Value::Bool(false) => "No".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        Value::Array(_) => items(value).map(words).collect::<Vec<_>>().join(", "),
        Value::Object(_) => value.to_string(),
    }
}

fn amount(value: &Value) -> Option<Amount> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        other => words(other),
    };
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let is_number = fraction.bytes().all(|digit| digit.is_ascii_digit());
    match whole.parse::<i64>() {
        Ok(number) if is_number => Some(Amount::Number(number)),
        _ if text.is_empty() => None,
        _ => Some(Amount::Text(text)),
    }
}

fn yes_no(value: &Value) -> BooleanYesNo {
    let is_yes = match value {
        Value::String(text) => match text.to_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "on" | "1" => Some(true),
            "false" | "f" | "no" | "n" | "off" | "0" | "" | "null" => Some(false),
            _ => None,
        },
        Value::Array(_) | Value::Object(_) => None,
        other => Some(!is_empty(other)),
    };
    match is_yes {
        Some(true) => BooleanYesNo { label: "Yes".to_owned(), value: true },
        Some(false) => BooleanYesNo { label: "No".to_owned(), value: false },
        None => BooleanYesNo { label: words(value), value: !is_empty(value) },
    }
}

fn choice(value: &Value, choices: Choices) -> ChoiceDisplay {
    let value = words(value);
    ChoiceDisplay { label: choices.display(&value).to_owned(), value }
}

/// An upload as the form keeps it: `{"id": ..., "file": ...}`. A link that a colleague may follow has
/// to lead to a website: the answers are a stranger's.
fn file(value: &Value) -> Option<SubmissionFile> {
    let address = value.as_object()?.get("file").and_then(Value::as_str);
    let name = address.and_then(|address| address.rsplit('/').next()).map(str::to_owned);
    let url = address.filter(|address| is_link(address)).map(str::to_owned);
    Some(SubmissionFile { name, url })
}

fn is_link(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    ["https://", "http://"].iter().any(|scheme| address.starts_with(scheme))
        || (address.starts_with('/') && !address.starts_with("//"))
}
