//! Showing a waiting person what is going on.

use std::{pin::pin, time::Duration};

use tokio::{sync::watch, time};

/// How long a step runs before a line is printed; further lines follow after five times as long.
const FIRST_PAUSE: Duration = Duration::from_secs(2);

/// Waits for some work, and prints the name of a step to the terminal when it takes long.
pub async fn watch<T>(work: impl Future<Output = T>, mut steps: watch::Receiver<String>) -> T {
    let mut work = pin!(work);
    let mut waited = Duration::ZERO;
    loop {
        let pause = if waited.is_zero() { FIRST_PAUSE } else { FIRST_PAUSE * 5 };
        tokio::select! {
            done = &mut work => return done,
            changed = steps.changed() => match changed {
                Ok(()) => waited = Duration::ZERO,
                // No more steps: the work is about to end.
                Err(_) => return work.await,
            },
            () = time::sleep(pause) => {
                waited += pause;
                eprintln!("Still {} ({} s)...", *steps.borrow(), waited.as_secs());
            }
        }
    }
}
