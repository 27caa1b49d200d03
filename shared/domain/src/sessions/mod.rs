//! Login sessions, in the original's table and format: what one application signs, the other honours.

pub mod signing;
mod store;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use clerk_base::config::Secret;

use super::sessions::signing::salted_hmac;

pub use store::{
    BACKEND_GOOGLE, BACKEND_PASSWORD, LIFETIME, Session, delete, delete_expired, insert, load,
    new_key, touch,
};

const SALT: &str = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash";

/// The `_auth_user_hash` of a stored password string.
#[must_use]
pub fn auth_hash(password: &Secret, secret: &Secret) -> String {
    hex::encode(salted_hmac(SALT, secret, password.expose().as_bytes()))
}

/// Whether a session's hash belongs to the stored password string, compared in constant time.
#[must_use]
pub fn matches_auth_hash(hash: &str, password: &Secret, secret: &Secret) -> bool {
    verify_slices_are_equal(auth_hash(password, secret).as_bytes(), hash.as_bytes()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_originals() {
        let secret = Secret::new("vector-secret-key-0123456789");
        let password = Secret::new(
            "pbkdf2_sha256$870000$saltsaltsaltsaltsaltsa$4R8VLfQhdXi5Xy2mkMntR+OFEMEgUOVtWqd42Go3kNc=",
        );
        let hash = "aa781dbf7f57359b491fe4c826f7f10fce652f8a4a2f31195bac2932c1b49b64";
        assert_eq!(auth_hash(&password, &secret), hash);
        assert!(matches_auth_hash(hash, &password, &secret));
        assert!(!matches_auth_hash(hash, &Secret::new("another"), &secret));
        assert!(!matches_auth_hash("", &password, &secret));
    }
}
