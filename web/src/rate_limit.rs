//! How often one address may use the public endpoints. The limits are this process's own and kept in
//! memory; the lock-outs of the login are in the database.
//!
//! A handler that is limited takes [`SubmissionAllowance`] or [`UploadAllowance`] as an argument.

use std::{
    fmt,
    future::{Ready, ready},
    net::IpAddr,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use actix_web::{
    FromRequest, HttpRequest, HttpResponse, ResponseError,
    dev::Payload,
    http::{StatusCode, header::ContentType},
    web::Data,
};
use clerk_base::{clock::Clock, config::IntakeConfig};
use clerk_workflows::login::login_events::network;
use governor::{
    Quota, RateLimiter, clock, middleware::NoOpMiddleware, state::keyed::HashMapStateStore,
};

use crate::{auth::address::client_address, error::ApiError};

/// Addresses remembered at most; about 2 MB.
const MAX_ADDRESSES: usize = 20_000;

/// The limiters of this process.
pub struct Limits {
    submissions: Limiter,
    uploads: Limiter,
}

impl Limits {
    /// Full allowances for every address.
    #[must_use]
    pub fn new(config: &IntakeConfig, clock: &Clock) -> Self {
        Self {
            submissions: Limiter::per_minute(config.submissions_per_minute, clock),
            uploads: Limiter::per_minute(config.uploads_per_minute, clock),
        }
    }
}

type Keyed =
    RateLimiter<IpAddr, HashMapStateStore<IpAddr>, GovernorClock, NoOpMiddleware<Duration>>;

/// So many requests at once, and so many a minute after that.
struct Limiter {
    quota: Option<Quota>,
    clock: GovernorClock,
    // Governor itself remembers any number of addresses, so the lock is for starting anew.
    keyed: Mutex<Option<Keyed>>,
}

/// Our clock for governor, so that a test can set it.
#[derive(Clone)]
struct GovernorClock(Clock);

impl clock::Clock for GovernorClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        (self.0.now() - chrono::DateTime::UNIX_EPOCH).to_std().unwrap_or_default()
    }
}

impl Limiter {
    /// A limit; 0 for none.
    fn per_minute(requests: u32, clock: &Clock) -> Self {
        let quota = NonZeroU32::new(requests).map(Quota::per_minute);
        Self { quota, clock: GovernorClock(clock.clone()), keyed: Mutex::default() }
    }

    /// Whether an address may make another request now; if so, it is counted.
    fn allows(&self, address: IpAddr) -> bool {
        let Some(quota) = self.quota else { return true };
        let mut keyed = self.keyed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(limiter) = keyed.as_ref().filter(|limiter| limiter.len() >= MAX_ADDRESSES) {
            limiter.retain_recent();
            if limiter.len() >= MAX_ADDRESSES {
                *keyed = None;
            }
        }
        let new = || RateLimiter::new(quota, HashMapStateStore::default(), self.clock.clone());
        keyed.get_or_insert_with(new).check_key(&network(address)).is_ok()
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
    limits.is_none_or(|limits| limiter(limits).allows(client_address(request)))
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

    use chrono::{DateTime, TimeDelta};

    use super::*;

    fn address(number: u32) -> IpAddr {
        IpAddr::V4(Ipv4Addr::from_bits(number))
    }

    fn limiter(per_minute: u32) -> (Limiter, Clock) {
        let clock = Clock::fixed(DateTime::UNIX_EPOCH);
        (Limiter::per_minute(per_minute, &clock), clock)
    }

    #[test]
    fn an_allowance_refills_evenly() {
        let (limiter, clock) = limiter(2);
        let at = |passed| clock.set(DateTime::UNIX_EPOCH + passed);
        assert!(limiter.allows(address(1)) && limiter.allows(address(1)));
        assert!(!limiter.allows(address(1)));
        assert!(limiter.allows(address(2)), "another address has its own allowance");
        at(TimeDelta::seconds(29));
        assert!(!limiter.allows(address(1)));
        at(TimeDelta::seconds(31));
        assert!(limiter.allows(address(1)));
        assert!(!limiter.allows(address(1)));
        at(TimeDelta::hours(1));
        assert!(limiter.allows(address(1)) && limiter.allows(address(1)));
        assert!(!limiter.allows(address(1)), "no more than a minute's worth is saved up");
    }

    #[test]
    fn zero_is_no_limit() {
        let (limiter, _) = limiter(0);
        assert!((0..1000).all(|_| limiter.allows(address(1))));
    }

    #[test]
    fn memory_is_bounded() {
        let (limiter, _) = limiter(1);
        for number in 0..3 * MAX_ADDRESSES as u32 {
            limiter.allows(address(number));
        }
        assert!(limiter.keyed.lock().unwrap().as_ref().unwrap().len() <= MAX_ADDRESSES);
    }
}
