//! The days on which the office is closed.

use chrono::{Datelike, NaiveDate};
use clerk_store::db::{
    Connection,
    schema::{office_closure, office_closuretemplate},
};
use diesel::{ExpressionMethods, OptionalExtension, QueryDsl, Queryable};
use diesel_async::RunQueryDsl;

use crate::error::Result;

/// A time in which the office is closed, with what clients are told.
#[derive(Clone, Debug, Queryable)]
pub struct Closure {
    /// The first day closed.
    pub close_date: NaiveDate,
    /// The first day open again.
    pub reopen_date: NaiveDate,
    email_html: String,
}

/// The closure that a day falls into: the one entered last when there are several.
pub async fn closure_on(conn: &mut Connection, day: NaiveDate) -> Result<Option<Closure>> {
    let closure = office_closure::table
        .inner_join(office_closuretemplate::table)
        .filter(office_closure::close_date.le(day))
        .filter(office_closure::reopen_date.gt(day))
        .order((office_closure::created_at.desc(), office_closure::id.desc()))
        .select((
            office_closure::close_date,
            office_closure::reopen_date,
            office_closuretemplate::email_html,
        ))
        .first(conn)
        .await
        .optional()?;
    Ok(closure)
}

impl Closure {
    /// The welcome email's body in this time, with its dates filled in. The places for the client's
    /// data, written with doubled braces, are left with single ones.
    #[must_use]
    pub fn email_html(&self) -> String {
        fill_braces(&self.email_html, |name| match name {
            "close_date" => Some(long_date(self.close_date)),
            "reopen_date" => Some(long_date(self.reopen_date)),
            _ => None,
        })
    }
}

/// Replaces `{name}` by what `value` gives for the name, and doubled braces by single ones. A place
/// that `value` does not know, and a brace without its partner, stay as they are, so that a slip in
/// a text does not keep it from going out.
pub fn fill_braces(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, here) = rest.split_at(at);
        filled.push_str(before);
        let (piece, length) = match &here[..1] {
            brace if here[1..].starts_with(brace) => (brace.to_owned(), 2),
            "{" => match here.split_once('}').map(|(inner, _)| (inner.len(), value(&inner[1..]))) {
                Some((length, Some(value))) => (value, length + 1),
                _ => ("{".to_owned(), 1),
            },
            brace => (brace.to_owned(), 1),
        };
        filled.push_str(&piece);
        rest = &here[length..];
    }
    filled.push_str(rest);
    filled
}

/// A date in full: `Sunday 31st December 2023`.
#[must_use]
pub fn long_date(date: NaiveDate) -> String {
    let day = date.day();
    let suffix = match (day % 10, day % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{} {day}{suffix} {}", date.format("%A"), date.format("%B %Y"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fill(text: &str) -> String {
        fill_braces(text, |name| (name == "day").then(|| "Monday".to_owned()))
    }

    #[test]
    fn places_are_filled_and_braces_halved() {
        assert_eq!(fill("on {day}, {{name}} }}{{"), "on Monday, {name} }{");
        assert_eq!(fill("{{{day}}}"), "{Monday}");
        assert_eq!(fill("no places, café"), "no places, café");
    }

    #[test]
    fn slips_stay_as_they_are() {
        assert_eq!(fill("{night} {day } { } {} x{"), "{night} {day } { } {} x{");
        assert_eq!(fill("a } b {day} {é"), "a } b Monday {é");
    }

    #[test]
    fn dates_are_written_out() {
        let date = |text: &str| long_date(text.parse().unwrap());
        assert_eq!(date("2023-12-31"), "Sunday 31st December 2023");
        assert_eq!(date("2026-01-02"), "Friday 2nd January 2026");
        assert_eq!(date("2026-01-03"), "Saturday 3rd January 2026");
        assert_eq!(date("2026-01-11"), "Sunday 11th January 2026");
        assert_eq!(date("2026-01-12"), "Monday 12th January 2026");
        assert_eq!(date("2026-01-23"), "Friday 23rd January 2026");
    }
}
