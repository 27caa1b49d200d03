//! Every test of the whole system, in one binary to link once.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod architecture;
mod database;
mod demo_data;
mod login;
mod jobs;
