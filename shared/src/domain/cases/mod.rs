//! Cases: one client's problem with one tenancy.

pub mod welcome;
