//! Job runner.
