//! Where "now" comes from, and the office's time zone.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::{Australia::Melbourne, Tz};

/// The office's time zone: local dates and displayed times are in it, the database holds UTC.
pub const OFFICE: Tz = Melbourne;

/// Tells the time. Code asks the clock of its context so that a test can set it.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<Mutex<DateTime<Utc>>>>);

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still until [`Clock::set`] is called.
    #[must_use]
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self(Some(Arc::new(Mutex::new(at))))
    }

    /// The current instant, cut to microseconds as PostgreSQL stores it.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let now = match &self.0 {
            Some(fixed) => *fixed.lock().unwrap_or_else(PoisonError::into_inner),
            #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
            None => Utc::now(),
        };
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }

    /// Moves a fixed clock; a system clock ignores it.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Some(fixed) = &self.0 {
            *fixed.lock().unwrap_or_else(PoisonError::into_inner) = at;
        }
    }

    /// Today's date at the office.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        local(self.now()).date_naive()
    }
}

/// The same instant in the office's time zone.
#[must_use]
pub fn local(at: DateTime<Utc>) -> DateTime<Tz> {
    at.with_timezone(&OFFICE)
}

/// ISO 8601 with the office's offset, and with microseconds when there are any.
#[must_use]
pub fn local_iso(at: DateTime<Utc>) -> String {
    let local = local(at);
    let format =
        if local.nanosecond() == 0 { "%Y-%m-%dT%H:%M:%S%:z" } else { "%Y-%m-%dT%H:%M:%S%.6f%:z" };
    local.format(format).to_string()
}

/// The instant at which `date` begins at the office. Melbourne changes its clocks at 2 am, so
/// midnight always exists exactly once.
#[must_use]
pub fn local_midnight(date: NaiveDate) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN);
    OFFICE
        .from_local_datetime(&midnight)
        .earliest()
        .map_or_else(|| midnight.and_utc(), |at| at.to_utc())
}

/// The instant at which the office's clocks show `time`. The hour that comes twice in autumn means
/// the first of the two; the one that is skipped in spring means an hour later.
#[must_use]
pub fn local_time(time: NaiveDateTime) -> DateTime<Utc> {
    let find = |time| OFFICE.from_local_datetime(&time).earliest().map(|at| at.to_utc());
    find(time).or_else(|| find(time + TimeDelta::hours(1))).unwrap_or_else(|| time.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_follows_daylight_saving() {
        let summer = local_midnight(NaiveDate::from_ymd_opt(2026, 1, 5).unwrap());
        let winter = local_midnight(NaiveDate::from_ymd_opt(2026, 7, 5).unwrap());
        assert_eq!(summer.to_rfc3339(), "2026-01-04T13:00:00+00:00");
        assert_eq!(winter.to_rfc3339(), "2026-07-04T14:00:00+00:00");
    }
    #[test]
    fn every_time_of_the_clock_is_an_instant() {
        let at = |text: &str| local_time(text.parse().unwrap()).to_rfc3339();
        assert_eq!(at("2026-07-05T09:30:00"), "2026-07-04T23:30:00+00:00");
        assert_eq!(at("2026-04-05T02:30:00"), "2026-04-04T15:30:00+00:00");
        assert_eq!(at("2026-10-04T02:30:00"), "2026-10-03T16:30:00+00:00");
    }
}
