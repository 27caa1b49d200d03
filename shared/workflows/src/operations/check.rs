//! Whether Clerk would run here: looked at before it does.

mod database;
mod mail;
mod outside;
mod storage;

use clerk_domain::{Context, error::Result};
use serde::Serialize;

/// How it is with one thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// As it should be.
    Ok,
    /// Clerk runs, but a person should look.
    Warn,
    /// Clerk would not do its work.
    Fail,
    /// Not looked at.
    Skipped,
}

/// What was found about one thing. Holds no secret and no personal data.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// The thing.
    pub what: &'static str,
    /// How it is.
    pub state: State,
    /// What was found, and how to mend it.
    pub found: String,
}

impl Finding {
    fn new(what: &'static str, state: State, found: impl Into<String>) -> Self {
        Self { what, state, found: found.into() }
    }

    /// Fine, with a word about it; or wrong, for the reason given and with what helps.
    fn of(what: &'static str, outcome: Result<String>, remedy: &str) -> Self {
        match outcome {
            Ok(found) => Self::new(what, State::Ok, found),
            Err(error) => Self::new(what, State::Fail, format!("{error}. {remedy}")),
        }
    }
}

/// Looks at everything that Clerk needs. Services outside are asked only `with_outside`; nothing is
/// sent to anybody, and what is written for a trial is taken away again.
pub async fn check(ctx: &Context, with_outside: bool) -> Vec<Finding> {
    let mut findings = database::check(ctx).await;
    findings.extend(storage::check(ctx).await);
    findings.extend(mail::check(ctx, with_outside).await);
    findings.extend(outside::check(ctx, with_outside).await);
    findings
}
