//! The time as another server has it.

use chrono::{DateTime, Utc};
use reqwest::{Method, header::DATE};

use crate::{error::Result, http::HttpClient};

/// A server whose clock is right.
const TIME_SERVER: &str = "https://www.google.com/generate_204";

/// The time that a server far away says it is, to the second.
pub async fn ask(http: &HttpClient) -> Result<Option<DateTime<Utc>>> {
    let answer = http.begin(Method::GET, TIME_SERVER, &[], |call| call).await?;
    let date = answer.headers().get(DATE).and_then(|value| value.to_str().ok());
    Ok(date.and_then(|date| DateTime::parse_from_rfc2822(date).ok()).map(|date| date.to_utc()))
}
