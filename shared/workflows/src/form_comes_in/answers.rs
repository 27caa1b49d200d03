//! The raw answers, read the way the columns need them.
//!
//! Anybody can send anything. What cannot be a case at all is [`Unprocessable`]; an optional answer
//! of the wrong shape never costs the client their case: it is cut or left out, its key is noted,
//! and the raw answer stays in the submission.

use std::cell::RefCell;

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use clerk_base::clock::local_midnight;
use clerk_domain::vocabulary::Choices;
use serde_json::{Map, Value};

/// Why a submission cannot become a case. Names fields and never holds an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unprocessable(pub String);

/// A typed view of one set of answers.
pub(super) struct Answers<'a> {
    map: &'a Map<String, Value>,
    unfit: RefCell<Vec<&'static str>>,
}

impl<'a> Answers<'a> {
    pub(super) fn new(answers: &'a Value) -> Result<Self, Unprocessable> {
        let map = answers
            .as_object()
            .ok_or_else(|| Unprocessable("the answers are not an object".to_owned()))?;
        Ok(Self { map, unfit: RefCell::default() })
    }

    /// The keys of the answers that were cut or left out.
    pub(super) fn into_unfit(self) -> Vec<&'static str> {
        self.unfit.into_inner()
    }

    /// All answers with their keys.
    pub(super) fn all(&self) -> &'a Map<String, Value> {
        self.map
    }

    /// An answer as it came; JSON's null is no answer.
    pub(super) fn raw(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }

    /// Free text, trimmed, cut to `max` characters. Empty when there is none.
    pub(super) fn text(&self, key: &'static str, max: usize) -> String {
        let text = self.uncut(key);
        match text.char_indices().nth(max) {
            None => text,
            Some((end, _)) => {
                self.note(key);
                text.get(..end).unwrap_or_default().trim_end().to_owned()
            }
        }
    }

    /// Text that is of no use when cut, such as an email address: empty when longer than `max`.
    pub(super) fn whole(&self, key: &'static str, max: usize) -> String {
        let text = self.uncut(key);
        if text.chars().count() > max {
            self.note(key);
            return String::new();
        }
        text
    }

    /// Text without which there can be no case.
    pub(super) fn required(&self, key: &'static str, max: usize) -> Result<String, Unprocessable> {
        let text = self.text(key, max);
        if text.is_empty() { Err(Unprocessable(format!("{key} is missing"))) } else { Ok(text) }
    }

    /// One of the values of a choice, empty when there is no answer, and `otherwise` when the
    /// answer is no such value.
    pub(super) fn choice(&self, key: &'static str, known: Choices, otherwise: &str) -> String {
        let text = self.uncut(key);
        if text.is_empty() || known.contains(&text) {
            return text;
        }
        self.note(key);
        otherwise.to_owned()
    }

    /// The values of a multiple choice, in the order given, without those that do not exist. A
    /// single value counts as a list of one.
    pub(super) fn choices(&self, key: &'static str, known: Choices) -> Vec<String> {
        let given = match self.raw(key) {
            None => return Vec::new(),
            Some(Value::Array(items)) => items.as_slice(),
            Some(one) => std::slice::from_ref(one),
        };
        let is_known = |value: &&str| known.contains(value);
        let mut values: Vec<String> = Vec::new();
        for value in given.iter().filter_map(Value::as_str).map(str::trim).filter(is_known) {
            if !values.iter().any(|known| known == value) {
                values.push(value.to_owned());
            }
        }
        if given.iter().any(|value| {
            !value.as_str().is_some_and(|text| text.is_empty() || is_known(&text.trim()))
        }) {
            self.note(key);
        }
        values
    }

    /// A whole number, also written as text (`"450"`, `"$1,200"`). Cents are dropped.
    pub(super) fn integer(&self, key: &'static str) -> Option<i32> {
        let text = self.uncut(key).replace(['$', ',', ' '], "");
        if text.is_empty() {
            return None;
        }
        let whole = text.split_once('.').map_or(text.as_str(), |(whole, _)| whole);
        let number = whole.parse().ok().filter(|_| text.parse::<f64>().is_ok());
        if number.is_none() {
            self.note(key);
        }
        number
    }

    /// Yes or no; no answer is no.
    pub(super) fn flag(&self, key: &'static str) -> bool {
        match self.raw(key) {
            None => false,
            Some(Value::Bool(flag)) => *flag,
            Some(Value::Number(number)) => number.as_f64() != Some(0.0),
            Some(Value::String(text)) => {
                matches!(text.trim().to_lowercase().as_str(), "true" | "t" | "yes" | "y" | "1")
            }
            Some(_) => {
                self.note(key);
                false
            }
        }
    }

    /// A date such as `1995-6-6`, as the moment when it begins at the office.
    pub(super) fn date(&self, key: &'static str) -> Option<DateTime<Utc>> {
        let text = self.uncut(key);
        if text.is_empty() {
            return None;
        }
        let date = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok();
        let date = date.filter(|date| (1000..=9999).contains(&date.year()));
        if date.is_none() {
            self.note(key);
        }
        date.map(local_midnight)
    }

    fn uncut(&self, key: &'static str) -> String {
        match self.raw(key) {
            None => String::new(),
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(Value::Number(number)) => number.to_string(),
            Some(_) => {
                self.note(key);
                String::new()
            }
        }
    }

    fn note(&self, key: &'static str) {
        let mut unfit = self.unfit.borrow_mut();
        if !unfit.contains(&key) {
            unfit.push(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_come_in_many_shapes() {
        let raw = json!({
            "A": 450, "B": "450", "C": "$1,200.50", "D": 450.0, "E": "a lot", "F": null, "G": "",
            "H": 99_999_999_999_i64, "I": [1], "J": "-3", "K": "12.x",
        });
        let answers = Answers::new(&raw).unwrap();
        let read: Vec<_> = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K"]
            .into_iter()
            .map(|key| answers.integer(key))
            .collect();
        let expected = [Some(450), Some(450), Some(1200), Some(450), None, None, None, None, None];
        assert_eq!(read[..9], expected);
        assert_eq!(read[9..], [Some(-3), None]);
        assert_eq!(answers.into_unfit(), ["E", "H", "I", "K"]);
    }

    #[test]
    fn dates_are_local_midnight() {
        let raw = json!({"A": "1990-08-15", "B": "1995-6-6", "C": "15/08/1990", "D": "0020-01-01"});
        let answers = Answers::new(&raw).unwrap();
        assert_eq!(answers.date("A").unwrap().to_rfc3339(), "1990-08-14T14:00:00+00:00");
        assert!(answers.date("B").is_some());
        assert_eq!((answers.date("C"), answers.date("D")), (None, None));
        assert_eq!(answers.into_unfit(), ["C", "D"]);
    }

    const X: Choices = Choices(&[("X", "An X")]);
    const XY: Choices = Choices(&[("X", "An X"), ("Y", "A Y")]);

    #[test]
    fn choices_are_those_that_exist() {
        let raw = json!({"A": ["X", "Z", "X", 1], "B": "Y", "C": null, "D": "Q", "E": {}, "F": ""});
        let answers = Answers::new(&raw).unwrap();
        assert_eq!(answers.choices("A", XY), ["X"]);
        assert_eq!(answers.choices("B", XY), ["Y"]);
        assert!(answers.choices("C", X).is_empty() && answers.choices("F", X).is_empty());
        assert_eq!(answers.choice("D", X, "UNKNOWN"), "UNKNOWN");
        assert_eq!(answers.choice("C", X, "UNKNOWN"), "");
        assert_eq!(answers.choice("E", X, "UNKNOWN"), "");
        assert_eq!(answers.into_unfit(), ["A", "D", "E"]);
    }

    #[test]
    fn long_text_is_cut_and_long_addresses_are_left_out() {
        let raw = json!({"A": " ééé ", "B": "éé é", "C": 3065});
        let answers = Answers::new(&raw).unwrap();
        assert_eq!(answers.text("A", 3), "ééé");
        assert_eq!(answers.text("B", 3), "éé");
        assert_eq!(answers.whole("A", 2), "");
        assert_eq!(answers.text("C", 6), "3065");
        assert_eq!(answers.into_unfit(), ["B", "A"]);
    }
}
