//! The time as others have it.

use chrono::{DateTime, Utc};
use reqwest::{Method, header::DATE};

use super::http::Outside;
use crate::error::Result;

/// A server that is there, and by the right clock.
const WITNESS: &str = "https://www.google.com/generate_204";

/// The time that a server far away says it is, to the second.
///
/// # Errors
/// Fails when it cannot be reached.
pub async fn ask(outside: &Outside) -> Result<Option<DateTime<Utc>>> {
    let answer = outside.begin(Method::GET, WITNESS, &[], |it| it).await?;
    let date = answer.headers().get(DATE).and_then(|it| it.to_str().ok());
    Ok(date.and_then(|it| DateTime::parse_from_rfc2822(it).ok()).map(|it| it.to_utc()))
}
