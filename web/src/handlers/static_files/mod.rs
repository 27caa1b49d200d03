//! Files below `/static/`: the front end's, and a few of our own.

pub mod serve;
