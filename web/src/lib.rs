//! Clerk's web server: the staff API and its page shells, login, and the public intake API.

mod api_route;
pub mod app;
pub mod auth;
pub mod edge;
pub mod error;
pub mod extract;
pub mod failures;
pub mod guards;
pub mod handlers;
pub mod message;
mod multipart;
pub mod openapi;
mod rate_limit;
pub mod react_page;
pub mod routes;
pub mod stopping;
pub mod wire;

pub use app::{serve, serve_until};
