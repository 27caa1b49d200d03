//! Which request the present work goes back to.

use uuid::Uuid;

tokio::task_local! {
    static ORIGIN: Option<Uuid>;
}

/// Runs a future as a part of the work that a request began. What it enqueues carries the id on.
pub async fn with_origin<F: Future>(origin: Option<Uuid>, work: F) -> F::Output {
    ORIGIN.scope(origin, work).await
}

/// The id of the request that the present work goes back to; nothing for work that begins by the clock
/// or by a command.
#[must_use]
pub fn origin() -> Option<Uuid> {
    ORIGIN.try_with(|origin| *origin).ok().flatten()
}
