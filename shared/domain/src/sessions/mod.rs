//! Login sessions, in the original's table and format: what one application signs, the other honours.

mod auth_hash;
pub mod signing;
mod store;

pub use auth_hash::{auth_hash, matches_auth_hash};
pub use store::{
    BACKEND_GOOGLE, BACKEND_PASSWORD, LIFETIME, Session, delete, delete_expired, insert, load,
    new_key, touch,
};
