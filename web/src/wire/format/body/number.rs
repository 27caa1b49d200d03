//! Numbers, truth and keys. Text inputs of the front end send numbers as texts.

use std::ops::RangeInclusive;

use serde_json::Value;
use uuid::Uuid;

use super::{Body, Given, Rule};

impl Body {
    /// A whole number within a range.
    pub fn integer(
        &mut self,
        name: &'static str,
        range: RangeInclusive<i32>,
        rule: Rule,
    ) -> Given<i32> {
        let value = match self.value(name, rule) {
            Given::Value(value) => value,
            Given::Null => return Given::Null,
            Given::Absent => return Given::Absent,
        };
        let Some(number) = whole(&value) else {
            return self.invalid(name, "This has to be a whole number.");
        };
        let (least, most) = (*range.start(), *range.end());
        match i32::try_from(number) {
            Ok(number) if range.contains(&number) => Given::Value(number),
            _ if number < i128::from(least) => {
                self.refuse(name, "min_value", format!("This has to be at least {least}."))
            }
            _ => self.refuse(name, "max_value", format!("This may be {most} at most.")),
        }
    }

    /// Yes or no, in any of the ways in which forms say it.
    pub fn boolean(&mut self, name: &'static str, rule: Rule) -> Given<bool> {
        let truth = match self.value(name, rule) {
            Given::Value(value) => truth(&value),
            Given::Null => return Given::Null,
            Given::Absent => return Given::Absent,
        };
        match truth {
            Some(truth) => Given::Value(truth),
            None => self.invalid(name, "This has to be true or false."),
        }
    }

    /// The numeric key of a row. Whether there is such a row is for the domain to say.
    pub fn key(&mut self, name: &'static str, rule: Rule) -> Given<i32> {
        let value = match self.value(name, rule) {
            Given::Value(value) => value,
            Given::Null => return Given::Null,
            Given::Absent => return Given::Absent,
        };
        match whole(&value).map(i32::try_from) {
            Some(Ok(key)) => Given::Value(key),
            Some(Err(_)) => {
                self.refuse(name, "does_not_exist", format!("There is no number {value}."))
            }
            None => self.refuse(name, "incorrect_type", "This has to be the number of a row."),
        }
    }

    /// The UUID of a row.
    pub fn uuid(&mut self, name: &'static str, rule: Rule) -> Given<Uuid> {
        let found = match self.value(name, rule) {
            Given::Value(Value::String(text)) => Uuid::parse_str(text.trim()).ok(),
            Given::Value(_) => None,
            Given::Null => return Given::Null,
            Given::Absent => return Given::Absent,
        };
        match found {
            Some(uuid) => Given::Value(uuid),
            None => self.invalid(name, "This has to be a UUID."),
        }
    }
}

/// A whole number, written as one or as a text; `4.0` is whole, `true` is none.
fn whole(value: &Value) -> Option<i128> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    let (digits, fraction) = text.split_once('.').unwrap_or((&text, ""));
    if !fraction.bytes().all(|digit| digit == b'0') {
        return None;
    }
    digits.parse().ok()
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::Number(number) if number.as_f64() == Some(1.0) => Some(true),
        Value::Number(number) if number.as_f64() == Some(0.0) => Some(false),
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "on" | "1" => Some(true),
            "false" | "f" | "no" | "n" | "off" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}
