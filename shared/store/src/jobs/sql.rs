//! What SQL over many rows asks the queue: whether the job for a row is unfinished or was given up.
//! Besides [`super::enqueue`], the only place that knows how the job for a row is found.
//!
//! `id` is the id of the row as SQL, such as `e.id`.

use super::{JobKind, JobState};

/// A subquery with a row when the job of this kind can still succeed: for `EXISTS (...)`. Uses the
/// index `clerk.job_unique_key`.
#[must_use]
pub fn unfinished(kind: &JobKind, id: &str) -> String {
    let states = JobState::UNFINISHED.map(|state| format!("'{}'", state.code())).join(", ");
    format!("SELECT FROM clerk.job WHERE {} AND job.state IN ({states})", is_for(kind, id))
}

/// A subquery with the last job of this kind that was given up, as `id`, `last_error` and
/// `finished_at`: for `JOIN LATERAL (...)`.
#[must_use]
pub fn dead(kind: &JobKind, id: &str) -> String {
    format!(
        "SELECT job.id, job.last_error, job.finished_at FROM clerk.job
         WHERE {} AND job.state = '{}' ORDER BY job.id DESC LIMIT 1",
        is_for(kind, id),
        JobState::Dead.code(),
    )
}

fn is_for(kind: &JobKind, id: &str) -> String {
    format!("job.queue = '{}' AND job.unique_key = '{}' || {id}", kind.queue.name(), kind.key(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the unique index is declared, or it cannot be used.
    #[test]
    fn the_unique_index_can_be_used() {
        assert_eq!(
            unfinished(&JobKind::SEND_EMAIL, "e.id"),
            "SELECT FROM clerk.job WHERE job.queue = 'mail' \
             AND job.unique_key = 'send_email:' || e.id \
             AND job.state IN ('Pending', 'Queued', 'Running')"
        );
    }
}
