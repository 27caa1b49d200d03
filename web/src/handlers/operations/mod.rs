//! What operators and load balancers ask.

pub mod health;
pub mod ready;
pub mod status;
