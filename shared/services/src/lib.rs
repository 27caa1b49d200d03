//! Clients of outside services. The only home of `reqwest`, `lettre` and `sendgrid`.
//!
//! What calls a service fails as [`http::HttpClient::call`] does; where a function has more to say about
//! it, that stands under its `# Errors`.

pub mod clock;
pub mod error;
pub mod google;
pub mod google_directory;
pub mod http;
pub mod inbound_parse;
pub mod mail;
pub mod microsoft;
pub mod sentry;
pub mod slack;

pub use error::ServiceError;
