//! `clerk-worker demo-data`: made-up cases to try Clerk out on.

use std::{
    io::IsTerminal,
    time::{Duration, Instant},
};

use clerk_domain::{Context, error::Result};
use clerk_sample_data::demo;
use indicatif::{ProgressBar, ProgressStyle};

use super::say::say;

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

/// A bar on a terminal, a line every two seconds anywhere else.
struct Progress {
    bar: Option<ProgressBar>,
    cases: usize,
    began: Instant,
    told: Instant,
}

impl Progress {
    fn new(cases: usize) -> Self {
        let style = ProgressStyle::with_template("{bar:40} {pos}/{len} cases, {eta} left");
        let bar = std::io::stdout().is_terminal().then(|| {
            let bar = ProgressBar::new(cases as u64);
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        let began = Instant::now();
        Self { bar, cases, began, told: began }
    }

    fn show(&mut self, done: usize) {
        match &self.bar {
            Some(bar) => bar.set_position(done as u64),
            None if self.told.elapsed() > Duration::from_secs(2) => {
                say!("{done} of {} cases", self.cases);
                self.told = Instant::now();
            }
            None => {}
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let seconds = self.began.elapsed().as_secs_f32();
        say!("Added {} made-up cases in {seconds:.1} s.", self.cases);
        say!("Every demo account has the password {}.", demo::PASSWORD);
    }
}
