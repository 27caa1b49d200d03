//! Made-up people: the data of the demo, and real data made unrecognisable for the test environment.

pub mod demo;
pub mod obfuscation;
