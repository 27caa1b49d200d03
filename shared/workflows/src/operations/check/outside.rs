//! Slack, Microsoft, and what time it is elsewhere.

use clerk_domain::{Context, DomainError};
use clerk_services::{clock, slack::Workspace};

use super::{Finding, State};

pub(super) async fn check(ctx: &Context, with_outside: bool) -> Vec<Finding> {
    if !with_outside {
        let skipped = |what| Finding::new(what, State::Skipped, "not asked");
        return vec![skipped("Slack"), skipped("Microsoft"), skipped("clock")];
    }
    vec![slack_token(ctx).await, graph(ctx).await, time(ctx).await]
}

async fn slack_token(ctx: &Context) -> Finding {
    const WHAT: &str = "Slack";
    match &ctx.config.slack.api_token {
        None => Finding::new(WHAT, State::Warn, "SLACK_API_TOKEN is not set: no direct messages"),
        Some(token) => {
            let known = Workspace::new(&ctx.http, token).try_out().await;
            Finding::of(
                WHAT,
                known.map(|()| "the token is good".to_owned()).map_err(DomainError::from),
                "Check SLACK_API_TOKEN",
            )
        }
    }
}

async fn graph(ctx: &Context) -> Finding {
    const WHAT: &str = "Microsoft";
    match ctx.microsoft.try_out().await {
        None => Finding::new(WHAT, State::Warn, "AZURE_AD_CLIENT_ID is not set: no SharePoint"),
        Some(outcome) => {
            let outcome = outcome.map(|()| "gives tokens".to_owned()).map_err(DomainError::from);
            Finding::of(WHAT, outcome, "Check AZURE_AD_CLIENT_ID and AZURE_AD_CLIENT_SECRET")
        }
    }
}

/// Signatures, tokens and events go by the clock.
async fn time(ctx: &Context) -> Finding {
    const WHAT: &str = "clock";
    match clock::ask(&ctx.http).await {
        Ok(Some(there)) => {
            let skew = (there - ctx.clock.now()).num_seconds();
            let state = if skew.abs() <= 30 { State::Ok } else { State::Fail };
            Finding::new(WHAT, state, format!("differs by {skew} s from the world's"))
        }
        Ok(None) => Finding::new(WHAT, State::Skipped, "no answer"),
        Err(error) => Finding::new(WHAT, State::Skipped, format!("no answer: {error}")),
    }
}
