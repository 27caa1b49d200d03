//! The formats of dates and times. Times are those of Melbourne.

use chrono::{DateTime, NaiveDate, Utc};
use clerk_base::clock::{local, local_iso};

/// `DD/MM/YYYY`: the local day of an instant, for birthdays and the start of a tenancy.
#[must_use]
pub fn day(at: DateTime<Utc>) -> String {
    date(local(at).date_naive())
}

/// `DD/MM/YYYY`.
#[must_use]
pub fn date(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

/// `DD/MM/YY`: the local day of an instant, for when something was created.
#[must_use]
pub fn short_day(at: DateTime<Utc>) -> String {
    local(at).format("%d/%m/%y").to_string()
}

/// `DD/MM/YY at 5PM`: the local hour of an instant, for notes and emails.
#[must_use]
pub fn hour(at: DateTime<Utc>) -> String {
    local(at).format("%d/%m/%y at %-I%p").to_string()
}

/// ISO 8601 with the local offset, and with microseconds when there are any.
#[must_use]
pub fn iso(at: DateTime<Utc>) -> String {
    local_iso(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_shown_in_melbourne() {
        let at: DateTime<Utc> = "2026-03-04T14:05:06Z".parse().unwrap();
        assert_eq!(day(at), "05/03/2026");
        assert_eq!(short_day(at), "05/03/26");
        assert_eq!(hour(at), "05/03/26 at 1AM");
        assert_eq!(iso(at), "2026-03-05T01:05:06+11:00");
        let noon: DateTime<Utc> = "2026-07-04T02:00:00.5Z".parse().unwrap();
        assert_eq!(hour(noon), "04/07/26 at 12PM");
        assert_eq!(iso(noon), "2026-07-04T12:00:00.500000+10:00");
    }
}
