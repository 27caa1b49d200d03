//! Output of commands.

use std::{
    fmt,
    io::{self, ErrorKind, Write},
};

/// Writes a line to standard output. Ends the program quietly when nobody reads any more, as in
/// `clerk-worker jobs list | head`.
pub fn line(text: fmt::Arguments<'_>) {
    if let Err(error) = writeln!(io::stdout(), "{text}") {
        std::process::exit(if error.kind() == ErrorKind::BrokenPipe { 0 } else { 1 });
    }
}

/// Like `println!`, for commands.
macro_rules! say {
    ($($text:tt)*) => { $crate::commands::say::line(format_args!($($text)*)) };
}
pub(crate) use say;
