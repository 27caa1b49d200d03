//! What operators, load balancers and monitors ask.

mod check;
mod figures;
mod pulse;
mod readiness;

pub use check::{Finding, State, check};
pub use figures::serve_figures;
pub use pulse::{is_alive, pulse};
pub use readiness::{Readiness, readiness};
