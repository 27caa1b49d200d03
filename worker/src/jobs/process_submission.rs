//! Turns the answers of a submitted intake form into a case.

use clerk_base::{observe::mask, panics};
use clerk_domain::{
    Context,
    error::{DomainError, Result},
};
use clerk_workflows::form_comes_in::{self, Outcome};
use uuid::Uuid;

/// [`form_comes_in::process`]. A submission that cannot be a case is marked, and the job is done:
/// another attempt would not help. The same goes for a defect of ours, which must not leave the
/// submission without a mark.
///
/// # Errors
/// Only such as are worth another attempt.
pub async fn process_submission(ctx: &Context, submission: Uuid) -> Result<()> {
    match panics::catch(form_comes_in::process(ctx, submission)).await {
        Ok(Ok(outcome)) => {
            report(submission, &outcome);
            Ok(())
        }
        Ok(Err(DomainError::NotFound)) => {
            tracing::warn!(%submission, "the submission is gone");
            Ok(())
        }
        Ok(Err(error)) if error.is_transient() => Err(error),
        Ok(Err(error)) => {
            tracing::error!(%submission, %error, "a submission could not be processed");
            form_comes_in::give_up(ctx, submission, &mask(&error.to_string())).await
        }
        Err(_panicked) => {
            tracing::error!(%submission, "processing a submission panicked");
            form_comes_in::give_up(ctx, submission, "a defect of the program; see its log").await
        }
    }
}

fn report(submission: Uuid, outcome: &Outcome) {
    match outcome {
        Outcome::Processed(_) | Outcome::Failed(_) => {}
        Outcome::AlreadyProcessed => tracing::info!(%submission, "is a case already"),
        Outcome::NotSubmitted => tracing::warn!(%submission, "was not handed in"),
    }
}
