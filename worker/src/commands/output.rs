//! Output of commands.

use std::{
    fmt,
    io::{self, ErrorKind, Write},
};

/// Writes a line to standard output. Ends the program quietly when the reader has gone, as in
/// `clerk-worker jobs list | head`.
pub fn line(text: fmt::Arguments<'_>) {
    if let Err(error) = writeln!(io::stdout(), "{text}") {
        std::process::exit(if error.kind() == ErrorKind::BrokenPipe { 0 } else { 1 });
    }
}

/// Like `println!`, which panics when the reader has gone.
macro_rules! outln {
    ($($text:tt)*) => { $crate::commands::output::line(format_args!($($text)*)) };
}
pub(crate) use outln;
