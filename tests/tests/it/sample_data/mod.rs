//! Data for people who develop and demonstrate: made up, or a copy of the real one without the people.

mod demo;
mod obfuscation;
