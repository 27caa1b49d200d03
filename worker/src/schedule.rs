//! The timetable: which jobs begin by the clock. Several workers may keep it; each slot is claimed
//! in the database and runs once.

use std::time::Duration;

use chrono::{DateTime, Days, NaiveTime, TimeZone, Utc};
use clerk_base::clock::{OFFICE, local};
use clerk_domain::{Context, error::Result};
use clerk_store::jobs::{Job, schedule::claim_slot};

/// A job that begins by the clock.
struct Entry {
    /// Its name in `clerk.schedule` and in unique keys. Never to be used for another.
    name: &'static str,
    when: When,
    job: Job,
}

enum When {
    /// Every day at this time, at the office. Not between 2 and 3 am, which some days have twice and
    /// others never.
    Daily(NaiveTime),
    /// Again and again after so many minutes, counted from a full hour where they divide it.
    EveryMinutes(i64),
}

fn timetable() -> [Entry; 2] {
    [
        Entry { name: "clean_up", when: When::Daily(time(3, 0)), job: Job::CleanUp },
        Entry { name: "find_stuck", when: When::EveryMinutes(5), job: Job::FindStuck },
    ]
}

impl When {
    /// The last time, up to `now`, that it was due.
    fn latest_slot(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Daily(at) => latest_daily_slot(*at, now),
            Self::EveryMinutes(minutes) => {
                let seconds = now.timestamp();
                let past = seconds.rem_euclid(minutes * 60);
                DateTime::from_timestamp(seconds - past, 0).unwrap_or(now)
            }
        }
    }
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN)
}

/// Keeps the timetable for ever, looking at it every so often.
pub async fn keep(ctx: &Context, interval: Duration) {
    loop {
        if let Err(error) = look(ctx).await {
            tracing::warn!(%error, "could not keep the timetable, trying again");
        }
        tokio::time::sleep(interval).await;
    }
}

/// Enqueues what is due and not enqueued yet. Of slots missed while no worker ran, only the last.
///
/// # Errors
/// Fails when the database does.
pub async fn look(ctx: &Context) -> Result<()> {
    let conn = &mut *ctx.db().await?;
    for entry in timetable() {
        let slot = entry.when.latest_slot(ctx.clock.now());
        if claim_slot(conn, entry.name, slot, &entry.job).await? {
            tracing::info!(job = entry.name, %slot, "enqueued by the timetable");
        }
    }
    Ok(())
}

/// The last time, up to `now`, that the clock at the office showed `at`.
fn latest_daily_slot(at: NaiveTime, now: DateTime<Utc>) -> DateTime<Utc> {
    let today = local(now).date_naive();
    let slot = |date: chrono::NaiveDate| {
        let local = date.and_time(at);
        OFFICE
            .from_local_datetime(&local)
            .earliest()
            .map_or_else(|| local.and_utc(), |it| it.to_utc())
    };
    let todays = slot(today);
    if todays <= now { todays } else { slot(today - Days::new(1)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_follow_the_office_clock() {
        let slot =
            |now: &str| When::Daily(time(3, 0)).latest_slot(now.parse().unwrap()).to_rfc3339();
        // Summer time, UTC+11, until 5 April 2026.
        assert_eq!(slot("2026-01-05T15:59:59Z"), "2026-01-04T16:00:00+00:00");
        assert_eq!(slot("2026-01-05T16:00:00Z"), "2026-01-05T16:00:00+00:00");
        // The night in which 3 am becomes 2 am, and the one in which 2 am becomes 3 am.
        assert_eq!(slot("2026-04-04T20:00:00Z"), "2026-04-04T17:00:00+00:00");
        assert_eq!(slot("2026-10-03T16:00:00Z"), "2026-10-03T16:00:00+00:00");
        assert_eq!(slot("2026-10-03T15:59:59Z"), "2026-10-02T17:00:00+00:00");
    }

    #[test]
    fn intervals_count_from_the_full_hour() {
        let slot = |now: &str| When::EveryMinutes(5).latest_slot(now.parse().unwrap()).to_rfc3339();
        assert_eq!(slot("2026-01-05T15:59:59.9Z"), "2026-01-05T15:55:00+00:00");
        assert_eq!(slot("2026-01-05T16:00:00Z"), "2026-01-05T16:00:00+00:00");
        assert_eq!(slot("2026-01-05T16:04:59Z"), "2026-01-05T16:00:00+00:00");
        assert_eq!(slot("1969-12-31T23:58:00Z"), "1969-12-31T23:55:00+00:00");
    }
}
