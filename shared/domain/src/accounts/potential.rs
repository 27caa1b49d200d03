//! People of the organisation who have no account yet.

use std::collections::HashSet;

use clerk_services::google_directory::{self, Person};
use clerk_store::db::schema::auth_user;
use diesel::QueryDsl;
use diesel_async::RunQueryDsl;

use crate::{
    Context,
    error::{DomainError, Result},
};

/// Who can be invited: everybody in Google's directory who is not suspended and has no account here,
/// by address.
///
/// # Errors
/// [`DomainError::Unavailable`] when the directory cannot be used.
pub async fn potential(ctx: &Context) -> Result<Vec<Person>> {
    let config = ctx.config.google_directory.as_ref().ok_or_else(|| {
        DomainError::Unavailable("GOOGLE_SERVICE_ACCOUNT_EMAIL: not set".to_owned())
    })?;
    let people = google_directory::people(&ctx.http, config, ctx.clock.now()).await;
    let mut people = people.map_err(|error| match DomainError::from(error) {
        DomainError::Fatal(reason) => DomainError::Unavailable(reason),
        other => other,
    })?;
    let known: Vec<String> =
        auth_user::table.select(auth_user::email).load(&mut *ctx.db().await?).await?;
    let known: HashSet<String> = known.iter().map(|email| email.to_lowercase()).collect();
    people.retain(|person| {
        !person.suspended && !known.contains(&person.primary_email.to_lowercase())
    });
    people.sort_by_key(|person| person.primary_email.to_lowercase());
    Ok(people)
}
