//! Notes that people write, and the list of notes.

mod create;
mod list;
