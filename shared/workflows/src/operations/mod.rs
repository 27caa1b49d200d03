//! What operators, load balancers and monitors ask.

mod check;
mod figures;
mod heartbeat;
mod readiness;

pub use crate::operations::check::{Finding, State, check};
pub use crate::operations::figures::serve_figures;
pub use crate::operations::heartbeat::{has_heartbeat, heartbeat};
pub use crate::operations::readiness::{Readiness, readiness};
