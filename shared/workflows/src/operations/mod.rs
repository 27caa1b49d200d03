//! What operators, load balancers and monitors ask.

mod check;
mod heartbeat;
mod metrics;
mod readiness;

pub use check::{Finding, State, check};
pub use heartbeat::{has_heartbeat, heartbeat};
pub use metrics::serve_metrics;
pub use readiness::{Readiness, readiness};
