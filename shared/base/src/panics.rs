//! Going on after a panic, where the program has something better to do than to let it pass.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

/// Some work ended in a panic. What and where is in the log already (`observe`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a panic")]
pub struct Panicked;

/// Does some work and returns a panic as an error.
///
/// For work that must leave its mark even when the program has a defect: a submission or a message is
/// marked as failed instead of being tried again and again, and the intake form gets the answer that
/// it understands. Safe to go on after: the work is dropped with all that it held, and what it shares
/// with others (connections, the file store) keeps itself consistent.
///
/// # Errors
/// [`Panicked`].
pub async fn catch<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    AssertUnwindSafe(work).catch_unwind().await.map_err(|_| Panicked)
}
