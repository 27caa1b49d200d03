//! The timetable: which jobs begin by the clock. Several workers may keep it; each slot is claimed
//! in the database and runs once.

use std::time::Duration;

use chrono::{DateTime, Utc};
use clerk_base::clock::local;
use clerk_domain::{Context, DomainError, error::Result};
use clerk_store::jobs::{Job, schedule::claim_slot};
use croner::Cron;

/// A job that begins by the clock.
struct Entry {
    /// Its name in `clerk.schedule` and in unique keys. Never to be used for another.
    name: &'static str,
    /// Minute, hour, day, month, day of the week, as for cron, by the clock at the office.
    when: &'static str,
    job: Job,
}

const TIMETABLE: &[Entry] = &[
    Entry { name: "clean_up", when: "0 3 * * *", job: Job::CleanUp },
    Entry { name: "find_stuck", when: "*/5 * * * *", job: Job::FindStuck },
];

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
pub async fn look(ctx: &Context) -> Result<()> {
    let conn = &mut *ctx.db().await?;
    for Entry { name, when, job } in TIMETABLE {
        let slot = latest_slot(when, ctx.clock.now())?;
        if claim_slot(conn, name, slot, job).await? {
            tracing::info!(job = name, %slot, "enqueued by the timetable");
        }
    }
    Ok(())
}

/// The last time, up to `now`, that an entry was due.
fn latest_slot(when: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>> {
    when.parse::<Cron>()
        .and_then(|cron| cron.find_previous_occurrence(&local(now), true))
        .map(|slot| slot.to_utc())
        .map_err(|error| DomainError::Fatal(format!("the timetable has no {when}: {error}")))
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    fn slot(when: &str, now: &str) -> String {
        latest_slot(when, now.parse().unwrap()).unwrap().to_rfc3339()
    }

    #[test]
    fn every_entry_can_be_read() {
        for entry in TIMETABLE {
            entry.when.parse::<Cron>().unwrap();
        }
    }

    #[test]
    fn slots_follow_the_office_clock() {
        let slot = |now| slot("0 3 * * *", now);
        // Summer time, UTC+11, until 5 April 2026.
        assert_eq!(slot("2026-01-05T15:59:59Z"), "2026-01-04T16:00:00+00:00");
        assert_eq!(slot("2026-01-05T16:00:00Z"), "2026-01-05T16:00:00+00:00");
        assert_eq!(slot("2026-01-05T16:00:00.5Z"), "2026-01-05T16:00:00+00:00");
        // The night in which 3 am becomes 2 am, and the one in which 2 am becomes 3 am.
        assert_eq!(slot("2026-04-04T20:00:00Z"), "2026-04-04T17:00:00+00:00");
        assert_eq!(slot("2026-10-03T16:00:00Z"), "2026-10-03T16:00:00+00:00");
        assert_eq!(slot("2026-10-03T15:59:59Z"), "2026-10-02T17:00:00+00:00");
    }

    #[test]
    fn intervals_count_from_the_full_hour() {
        let slot = |now| slot("*/5 * * * *", now);
        assert_eq!(slot("2026-01-05T15:59:59.9Z"), "2026-01-05T15:55:00+00:00");
        assert_eq!(slot("2026-01-05T16:00:00Z"), "2026-01-05T16:00:00+00:00");
        assert_eq!(slot("2026-01-05T16:04:59Z"), "2026-01-05T16:00:00+00:00");
        assert_eq!(slot("1969-12-31T23:58:00Z"), "1969-12-31T23:55:00+00:00");
    }

    /// Neither the hour that comes twice nor the one that never comes stops an interval.
    #[test]
    fn intervals_go_on_when_the_clock_changes() {
        for midnight in ["2026-04-04T13:00:00Z", "2026-10-03T14:00:00Z"] {
            let midnight: DateTime<Utc> = midnight.parse().unwrap();
            for minutes in 0..6 * 60 {
                let due = midnight + TimeDelta::minutes(minutes - minutes % 5);
                let now = midnight + TimeDelta::minutes(minutes);
                assert_eq!(latest_slot("*/5 * * * *", now).unwrap(), due, "{now}");
            }
        }
    }
}
