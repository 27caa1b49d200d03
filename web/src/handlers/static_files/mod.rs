//! Files below `/static/`: the front end's, and a few of our own.

mod name;
mod own;
pub mod serve;
