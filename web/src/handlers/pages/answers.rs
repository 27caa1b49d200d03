//! Answers of the intake form, made readable for the plain pages.

use chrono::NaiveDate;
use clerk_base::urls;
use clerk_domain::vocabulary::{
    Choices,
    cases::{EMPLOYMENT_TYPE, INCOME_RANGE, REFERRER_TYPE, Topic},
    clients::{
        ABORIGINAL_OR_TORRES_STRAIT_ISLANDER, CALL_TIME, ELIGIBILITY_CIRCUMSTANCE,
        REQUIRES_INTERPRETER,
    },
    people::SUPPORT_CONTACT_PREFERENCES,
    tenancies::{LEASE_TYPE, RENTAL_TYPE},
};
use serde_json::Value;
use uuid::Uuid;

use crate::wire::format::date;

/// A question with its answer.
#[derive(Debug, PartialEq, Eq)]
pub struct Answer {
    /// The question's key in words.
    pub question: String,
    /// The answer, of one part or several.
    pub parts: Vec<Part>,
}

/// A part of an answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Text(String),
    /// Something that was uploaded.
    File {
        /// Its name.
        name: String,
        /// Where to get it.
        url: String,
    },
}

/// Questions that are answered from a list.
const LISTS: &[(&str, Choices)] = &[
    ("ANNUAL_INCOME_RANGE", INCOME_RANGE),
    ("AVAILABILITY", CALL_TIME),
    ("ELIGIBILITY_CIRCUMSTANCES", ELIGIBILITY_CIRCUMSTANCE),
    ("INTERPRETER", REQUIRES_INTERPRETER),
    ("ISSUES", Topic::CHOICES),
    ("IS_ABORIGINAL_OR_TORRES_STRAIT_ISLANDER", ABORIGINAL_OR_TORRES_STRAIT_ISLANDER),
    ("IS_ON_LEASE", LEASE_TYPE),
    ("REFERRER_TYPE", REFERRER_TYPE),
    ("RENTAL_CIRCUMSTANCES", RENTAL_TYPE),
    ("SUPPORT_WORKER_CONTACT_PREFERENCE", SUPPORT_CONTACT_PREFERENCES),
    ("WORK_OR_STUDY_CIRCUMSTANCES", EMPLOYMENT_TYPE),
];

/// Words that are not spelt in small letters.
const NAMES: &[&str] =
    &["Aboriginal", "CAV", "English", "Islander", "NTV", "RTBA", "Strait", "Torres", "VCAT"];

/// The questions that were answered, by key.
#[must_use]
pub fn readable(answers: &Value) -> Vec<Answer> {
    let Value::Object(answers) = answers else { return Vec::new() };
    let mut keys: Vec<&String> = answers.keys().collect();
    keys.sort();
    keys.into_iter()
        .map(|key| Answer { question: human(key), parts: parts(key, &answers[key]) })
        .filter(|answer| !answer.parts.is_empty())
        .collect()
}

fn parts(key: &str, value: &Value) -> Vec<Part> {
    match value {
        Value::Null => Vec::new(),
        Value::Bool(true) => vec![Part::Text("Yes".into())],
        Value::Bool(false) => vec![Part::Text("No".into())],
        Value::Number(number) => vec![Part::Text(number.to_string())],
        Value::String(text) if text.trim().is_empty() => Vec::new(),
        Value::String(text) => vec![Part::Text(wording(key, text))],
        Value::Array(items) => items.iter().flat_map(|item| parts(key, item)).collect(),
        Value::Object(_) => vec![file(value).unwrap_or_else(|| Part::Text(value.to_string()))],
    }
}

/// An upload as the form keeps it: `{"id": ..., "file": ...}`.
fn file(value: &Value) -> Option<Part> {
    let id = Uuid::parse_str(value.get("id")?.as_str()?).ok()?;
    let path = value.get("file")?.as_str()?.split(['?', '#']).next()?;
    let name = path.rsplit('/').find(|part| !part.is_empty())?.to_owned();
    Some(Part::File { url: urls::upload(id, &name), name })
}

fn wording(key: &str, text: &str) -> String {
    let list = LISTS.iter().find(|(name, _)| *name == key);
    if let Some(label) = list.and_then(|(_, choices)| choices.label(text)) {
        return label.to_owned();
    }
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return date::date(day);
    }
    let is_value = text.contains('_')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    if is_value { human(text) } else { text.to_owned() }
}

/// A key or value such as `REPAIRS_ISSUE_START` in words: `Repairs issue start`.
#[must_use]
pub fn human(key: &str) -> String {
    let words: Vec<String> = key
        .split('_')
        .filter(|word| !word.is_empty())
        .enumerate()
        .map(|(position, word)| {
            let name = NAMES.iter().find(|name| name.eq_ignore_ascii_case(word));
            match name {
                Some(name) => (*name).to_owned(),
                None if word == "DOB" => "Date of birth".to_owned(),
                None if position == 0 => clerk_base::text::title(word),
                None => word.to_lowercase(),
            }
        })
        .collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(text: &str) -> Vec<Part> {
        vec![Part::Text(text.into())]
    }

    #[test]
    fn questions_and_values_become_words() {
        let id = "2f4a5f02-d95b-4192-9dd7-f9127da47f5c";
        let answers = readable(&json!({
            "REPAIRS_VCAT": ["APPLIED_VCAT", "Landlord"],
            "REPAIRS_ISSUE_START": "2026-01-02",
            "CENTRELINK_SUPPORT": false,
            "IS_ON_LEASE": "VERBAL",
            "WEEKLY_RENT": 450,
            "GENDER": null,
            "SUBURB": " ",
            "REPAIRS_ISSUE_PHOTO": [{"id": id, "file": "https://x.org/file-uploads/a.png?sig=1"}],
        }));
        let find = |question: &str| {
            answers
                .iter()
                .find(|answer| answer.question == question)
                .map(|answer| answer.parts.as_slice())
        };
        assert_eq!(find("Repairs VCAT").unwrap().len(), 2);
        assert_eq!(find("Repairs VCAT").unwrap()[..1], text("Applied VCAT"));
        assert_eq!(find("Repairs issue start").unwrap(), text("02/01/2026"));
        assert_eq!(find("Centrelink support").unwrap(), text("No"));
        assert_eq!(find("Is on lease").unwrap(), text("A verbal agreement"));
        assert_eq!(find("Weekly rent").unwrap(), text("450"));
        assert_eq!(find("Gender"), None);
        assert_eq!(find("Suburb"), None);
        let photo = Part::File { name: "a.png".into(), url: format!("/clerk/files/{id}/a.png") };
        assert_eq!(find("Repairs issue photo").unwrap(), [photo]);
    }
}
