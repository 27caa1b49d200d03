//! Chance, repeatable: the same seed invents the same people.

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, Utc, Weekday};
use clerk_base::clock::{local, local_midnight};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use uuid::Uuid;

/// A source of choices.
pub(super) struct SampleRng(StdRng);

impl SampleRng {
    pub(super) fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn number(&mut self, low: i32, high: i32) -> i32 {
        self.0.random_range(low..=high)
    }

    /// True in `percent` of cases.
    pub(super) fn chance(&mut self, percent: i32) -> bool {
        self.number(1, 100) <= percent
    }

    /// One of the items, which must not be empty.
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.0.random_range(0..items.len())]
    }

    /// One of the words, which must not be empty.
    pub(super) fn word(&mut self, words: &[&'static str]) -> &'static str {
        words[self.0.random_range(0..words.len())]
    }

    /// Each item with a probability of `percent`, in the order given.
    pub(super) fn some(&mut self, items: &[&str], percent: i32) -> Vec<String> {
        items.iter().filter(|_| self.chance(percent)).map(|&item| item.to_owned()).collect()
    }

    pub(super) fn uuid(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(self.0.random()).into_uuid()
    }

    /// A date between two, both included.
    pub(super) fn date(&mut self, from: NaiveDate, to: NaiveDate) -> NaiveDate {
        let days = i32::try_from((to - from).num_days()).unwrap_or(0).max(0);
        from + Days::new(self.number(0, days).unsigned_abs().into())
    }

    /// A moment in office hours on the day of `near` or the Friday before it, yet after `earliest` and
    /// not after `latest`.
    pub(super) fn office_hours(
        &mut self,
        near: DateTime<Utc>,
        earliest: DateTime<Utc>,
        latest: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let day = local(near).date_naive();
        let day = match day.weekday() {
            Weekday::Sat => day - Days::new(1),
            Weekday::Sun => day - Days::new(2),
            _ => day,
        };
        let at = local_midnight(day) + Duration::seconds(self.number(9 * 3600, 17 * 3600).into());
        let soonest = earliest + Duration::seconds(self.number(120, 3600).into());
        at.max(soonest).min(latest)
    }
}
