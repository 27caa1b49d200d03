//! The role a handler needs is the type of its first argument.
//!
//! The session middleware leaves the logged-in account in the request's extensions; a guard reads it.
//! What a refusal looks like depends on where it happens: the API answers JSON, a page redirects to
//! the login or shows the 403 page.

use std::{
    fmt,
    future::{Ready, ready},
    ops::Deref,
};

use actix_web::{FromRequest, HttpRequest, HttpResponse, ResponseError, dev::Payload};
use clerk_base::urls;
use clerk_domain::access::{Account, Role};

use crate::{
    auth::session,
    error::{ApiError, is_api},
    react_page::{self, Rendered},
};

/// Anyone, logged in or not.
#[derive(Debug)]
pub struct Anyone(pub Option<Account>);

macro_rules! guard {
    ($(#[$doc:meta])* $name:ident, $role:expr) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name(pub Account);

        impl Deref for $name {
            type Target = Account;
            fn deref(&self) -> &Account {
                &self.0
            }
        }

        impl FromRequest for $name {
            type Error = Refusal;
            type Future = Ready<Result<Self, Refusal>>;
            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                ready(require(request, $role).map(Self))
            }
        }
    };
}

guard!(
    /// Anyone with an active account, even without a role.
    LoggedIn, Role::None
);
guard!(
    /// Paralegals, lawyers, coordinators, admins, superusers.
    ParalegalOrBetter, Role::Paralegal
);
guard!(
    /// Coordinators, admins, superusers.
    CoordinatorOrBetter, Role::Coordinator
);
guard!(
    /// Admins and superusers.
    AdminOrBetter, Role::Admin
);

impl FromRequest for Anyone {
    type Error = Refusal;
    type Future = Ready<Result<Self, Refusal>>;
    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(session::account(request))))
    }
}

fn require(request: &HttpRequest, role: Role) -> Result<Account, Refusal> {
    let is_api = is_api(request.path());
    match session::account(request) {
        Some(account) if account.role.is_at_least(role) => Ok(account),
        Some(_) if is_api => Err(Refusal::Api(ApiError::permission_denied())),
        Some(_) => Err(Refusal::Page403(Box::new(react_page::forbidden(request)))),
        None if is_api => Err(Refusal::Api(ApiError::not_authenticated())),
        None => Err(Refusal::Login { next: request.uri().to_string() }),
    }
}

/// Why a guard refused a request.
#[derive(Debug)]
pub enum Refusal {
    /// The API's error envelope.
    Api(ApiError),
    /// To the login page, and back to `next` afterwards.
    Login {
        /// Path and query of the page asked for.
        next: String,
    },
    /// The page that says "not allowed".
    Page403(Box<Rendered>),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Api(_) => "refused by the API",
            Self::Login { .. } => "not logged in",
            Self::Page403(_) => "page not allowed",
        })
    }
}

impl ResponseError for Refusal {
    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Api(error) => error.error_response(),
            Self::Login { next } => {
                let query = url::form_urlencoded::Serializer::new(String::new())
                    .append_pair("next", next)
                    .finish();
                HttpResponse::Found()
                    .insert_header(("Location", format!("{}?{query}", urls::LOGIN)))
                    .finish()
            }
            Self::Page403(page) => page.respond(),
        }
    }
}
