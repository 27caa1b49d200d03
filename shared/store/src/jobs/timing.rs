//! The queue's intervals in one place, so that tests can shorten them.

use std::time::Duration;

use super::workers;

/// How long everything takes. The default is what production uses.
#[derive(Clone, Debug)]
pub struct Timing {
    /// Between two heartbeats of a worker.
    pub heartbeat: Duration,
    /// A worker whose last heartbeat is this long ago is dead; see [`workers::DEATH`].
    pub death: Duration,
    /// Between two looks at the queue when nothing announces a job (a retry falls due silently).
    pub poll: Duration,
    /// Before the second attempt; doubled before each further one.
    pub retry: Duration,
    /// Between two attempts at most.
    pub retry_limit: Duration,
    /// How long running jobs may take to end after the signal to stop. Less than `death`.
    pub drain: Duration,
    /// Between two looks at the timetable.
    pub schedule: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            heartbeat: Duration::from_secs(10),
            death: workers::DEATH,
            poll: Duration::from_secs(1),
            retry: Duration::from_secs(15),
            retry_limit: Duration::from_secs(6 * 3600),
            drain: Duration::from_secs(30),
            schedule: Duration::from_secs(15),
        }
    }
}

impl Timing {
    /// How long to wait after the failure of an attempt (1 for the first). Spread by a quarter each
    /// way, so that jobs that failed together do not all return together.
    #[must_use]
    pub fn retry_delay(&self, attempt: i32) -> Duration {
        let doublings = u32::try_from(attempt - 1).unwrap_or(0).min(31);
        let delay = self.retry.saturating_mul(1 << doublings).min(self.retry_limit);
        delay.mul_f64(rand::random_range(0.75..1.25))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_doubles_up_to_the_limit() {
        let timing = Timing::default();
        for (attempt, seconds) in [(1, 15.0), (2, 30.0), (3, 60.0), (11, 15_360.0), (40, 21_600.0)]
        {
            let delay = timing.retry_delay(attempt).as_secs_f64();
            assert!((seconds * 0.75..=seconds * 1.25).contains(&delay), "{attempt}: {delay}");
        }
    }

    #[test]
    fn a_dead_workers_jobs_return_within_a_minute() {
        let timing = Timing::default();
        assert!(timing.death + timing.heartbeat < Duration::from_secs(60));
        assert!(timing.drain + timing.heartbeat < timing.death);
    }
}
