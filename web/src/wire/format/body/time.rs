//! Days and instants.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};
use clerk_base::clock::{local_midnight, local_time};
use serde_json::Value;

use super::{Body, Given, Rule};

impl Body {
    /// A day, `YYYY-MM-DD` or `DD/MM/YYYY`.
    pub fn date(&mut self, name: &'static str, rule: Rule) -> Given<NaiveDate> {
        self.parsed(name, rule, "This has to be a date: DD/MM/YYYY or YYYY-MM-DD.", |text| {
            day(text).or_else(|| reasonable(NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?))
        })
    }

    /// A day, `DD/MM/YYYY`, stored as the instant at which it begins at the office.
    pub fn local_day(&mut self, name: &'static str, rule: Rule) -> Given<DateTime<Utc>> {
        self.parsed(name, rule, "This has to be a date: DD/MM/YYYY.", |text| {
            Some(local_midnight(day(text)?))
        })
    }

    /// An instant in ISO 8601; without an offset it is local time.
    pub fn instant(&mut self, name: &'static str, rule: Rule) -> Given<DateTime<Utc>> {
        self.parsed(name, rule, "This has to be a time: YYYY-MM-DDThh:mm:ssZ.", |text| {
            let at = match DateTime::parse_from_rfc3339(text) {
                Ok(at) => at.to_utc(),
                Err(_) => local_time(naive(text)?),
            };
            reasonable(at.date_naive())?;
            Some(at)
        })
    }

    fn parsed<T>(
        &mut self,
        name: &'static str,
        rule: Rule,
        detail: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Given<T> {
        let found = match self.value(name, rule) {
            Given::Value(Value::String(text)) => parse(text.trim()),
            Given::Value(_) => None,
            Given::Null => return Given::Null,
            Given::Absent => return Given::Absent,
        };
        match found {
            Some(found) => Given::Value(found),
            None => self.invalid(name, detail),
        }
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    reasonable(NaiveDate::parse_from_str(text, "%d/%m/%Y").ok()?)
}

fn naive(text: &str) -> Option<NaiveDateTime> {
    ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"]
        .into_iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
}

/// Years that every program reading the database can represent, time zones included.
fn reasonable(day: NaiveDate) -> Option<NaiveDate> {
    (2..=9998).contains(&day.year()).then_some(day)
}
