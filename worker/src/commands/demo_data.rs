//! `clerk-worker demo-data`: made-up cases to try Clerk out on.

use std::{
    io::{IsTerminal, Write},
    time::{Duration, Instant},
};

use clerk_domain::{Context, error::Result};
use clerk_sample_data::demo;

use super::output::outln;

/// Between two counts on a terminal.
const TERMINAL_PAUSE: Duration = Duration::from_millis(100);
/// Between two lines anywhere else.
const LINE_PAUSE: Duration = Duration::from_secs(2);
/// What a terminal takes for "delete from here to the end of the line".
const CLEAR_LINE: &str = "\x1b[K";

/// Options of the command.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How many cases to add.
    #[arg(long, default_value_t = 200)]
    cases: usize,
    /// The same number invents the same people.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Adds made-up cases, and the demo's accounts when they are missing.
///
/// # Errors
/// Refuses in staging and production; fails when the database or the file store does.
pub async fn run(ctx: &Context, args: &Args) -> Result<()> {
    let mut progress = Progress::new(args.cases);
    demo::add(ctx, args.cases, args.seed, |done| progress.show(done)).await?;
    progress.end();
    Ok(())
}

/// A count that is kept up to date on a terminal, a line every two seconds anywhere else.
struct Progress {
    is_terminal: bool,
    cases: usize,
    began: Instant,
    shown: Instant,
}

impl Progress {
    fn new(cases: usize) -> Self {
        let began = Instant::now();
        Self { is_terminal: std::io::stdout().is_terminal(), cases, began, shown: began }
    }

    fn show(&mut self, done: usize) {
        let pause = if self.is_terminal { TERMINAL_PAUSE } else { LINE_PAUSE };
        if self.shown.elapsed() < pause {
            return;
        }
        self.shown = Instant::now();
        if self.is_terminal {
            // Over the last one. Nothing is lost when it cannot be written.
            let mut out = std::io::stdout();
            let _ = write!(out, "\r{done} of {} cases", self.cases).and_then(|()| out.flush());
        } else {
            outln!("{done} of {} cases", self.cases);
        }
    }

    fn end(&self) {
        if self.is_terminal {
            let _ = write!(std::io::stdout(), "\r{CLEAR_LINE}");
        }
        let seconds = self.began.elapsed().as_secs_f32();
        outln!("Added {} made-up cases in {seconds:.1} s.", self.cases);
        outln!("Every demo account has the password {}.", demo::PASSWORD);
    }
}
