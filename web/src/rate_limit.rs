//! How often one address may use the public endpoints. The limits are this process's own and kept in
//! memory; the lock-outs of the login are in the database.
//!
//! A handler that is limited takes [`SubmissionAllowance`] or [`UploadAllowance`] as an argument.

use std::{
    collections::HashMap,
    fmt,
    future::{Ready, ready},
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, ResponseError,
    dev::Payload,
    http::{StatusCode, header::ContentType},
    web::Data,
};
use chrono::{DateTime, Utc};
use clerk_base::config::IntakeConfig;
use clerk_domain::Context;
use clerk_workflows::login::login_events::network;

use crate::{auth::address::client_address, error::ApiError};

/// Addresses remembered at most; about 2 MB.
const MOST_ADDRESSES: usize = 20_000;
const MINUTE_MS: f64 = 60_000.0;

/// The limiters of this process.
pub struct Limits {
    submissions: Limiter,
    uploads: Limiter,
}

impl Limits {
    /// Full allowances for everybody.
    #[must_use]
    pub fn new(config: &IntakeConfig) -> Self {
        Self {
            submissions: Limiter::per_minute(config.submissions_per_minute),
            uploads: Limiter::per_minute(config.uploads_per_minute),
        }
    }
}

/// So many requests at once, and so many a minute after that.
pub struct Limiter {
    per_minute: u32,
    buckets: Mutex<HashMap<IpAddr, Bucket>>,
}

struct Bucket {
    left: f64,
    at: DateTime<Utc>,
}

impl Limiter {
    /// A limit; 0 for none.
    #[must_use]
    pub fn per_minute(per_minute: u32) -> Self {
        Self { per_minute, buckets: Mutex::default() }
    }

    /// Whether an address may make another request now; if so, it is counted.
    pub fn allows(&self, address: IpAddr, now: DateTime<Utc>) -> bool {
        if self.per_minute == 0 {
            return true;
        }
        let most = f64::from(self.per_minute);
        let refill = |bucket: &Bucket| {
            let passed = (now - bucket.at).num_milliseconds().max(0) as f64;
            (bucket.left + passed * most / MINUTE_MS).min(most)
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST_ADDRESSES {
            buckets.retain(|_, bucket| refill(bucket) < most);
            if buckets.len() >= MOST_ADDRESSES {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(network(address)).or_insert(Bucket { left: most, at: now });
        *bucket = Bucket { left: refill(bucket), at: now };
        let is_allowed = bucket.left >= 1.0;
        if is_allowed {
            bucket.left -= 1.0;
        }
        is_allowed
    }
}

/// One of the address's changes to submissions; refused with the API's envelope.
#[derive(Debug)]
pub struct SubmissionAllowance;

impl FromRequest for SubmissionAllowance {
    type Error = Throttled;
    type Future = Ready<Result<Self, Throttled>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(take(request, |limits| &limits.submissions).then_some(Self).ok_or(Throttled::Json))
    }
}

/// One of the address's uploads; refused in plain text, because the intake form takes any JSON answer
/// but a 400 for success.
#[derive(Debug)]
pub struct UploadAllowance;

impl FromRequest for UploadAllowance {
    type Error = Throttled;
    type Future = Ready<Result<Self, Throttled>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(take(request, |limits| &limits.uploads).then_some(Self).ok_or(Throttled::Text))
    }
}

fn take(request: &HttpRequest, limiter: impl Fn(&Limits) -> &Limiter) -> bool {
    let limits = request.app_data::<Data<Limits>>();
    let ctx = request.app_data::<Data<Context>>();
    limits.zip(ctx).is_none_or(|(limits, ctx)| {
        limiter(limits).allows(client_address(request), ctx.clock.now())
    })
}

/// 429.
#[derive(Clone, Copy, Debug)]
pub enum Throttled {
    /// In the API's envelope.
    Json,
    /// In plain text.
    Text,
}

impl fmt::Display for Throttled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("too many requests")
    }
}

impl ResponseError for Throttled {
    fn status_code(&self) -> StatusCode {
        StatusCode::TOO_MANY_REQUESTS
    }

    fn error_response(&self) -> HttpResponse {
        let error = ApiError::throttled();
        let mut response = match self {
            Self::Json => error.error_response(),
            Self::Text => HttpResponse::build(self.status_code())
                .content_type(ContentType::plaintext())
                .body(error.detail().to_owned()),
        };
        let minute = actix_web::http::header::HeaderValue::from_static("60");
        response.headers_mut().insert(actix_web::http::header::RETRY_AFTER, minute);
        response
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use chrono::TimeDelta;

    use super::*;

    fn address(number: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from_bits(number))
    }

    #[test]
    fn an_allowance_refills_evenly() {
        let limiter = Limiter::per_minute(2);
        let start = DateTime::UNIX_EPOCH;
        assert!(limiter.allows(address(1), start) && limiter.allows(address(1), start));
        assert!(!limiter.allows(address(1), start));
        assert!(limiter.allows(address(2), start), "another address has its own allowance");
        assert!(!limiter.allows(address(1), start + TimeDelta::seconds(29)));
        assert!(limiter.allows(address(1), start + TimeDelta::seconds(31)));
        assert!(!limiter.allows(address(1), start + TimeDelta::seconds(31)));
        let later = start + TimeDelta::hours(1);
        assert!(limiter.allows(address(1), later) && limiter.allows(address(1), later));
        assert!(!limiter.allows(address(1), later), "no more than a minute's worth is saved up");
    }

    #[test]
    fn zero_is_no_limit() {
        let limiter = Limiter::per_minute(0);
        assert!((0..1000).all(|_| limiter.allows(address(1), DateTime::UNIX_EPOCH)));
    }

    #[test]
    fn memory_is_bounded() {
        let limiter = Limiter::per_minute(1);
        for number in 0..3 * MOST_ADDRESSES as u32 {
            limiter.allows(address(number), DateTime::UNIX_EPOCH);
        }
        assert!(limiter.buckets.lock().unwrap().len() <= MOST_ADDRESSES);
    }
}
