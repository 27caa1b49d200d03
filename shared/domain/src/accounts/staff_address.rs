//! The addresses of the organisation.

/// Everybody who works here has an address of this domain.
pub const STAFF_DOMAIN: &str = "anikalegal.org.au";

/// Whether an address in lower case is one of ours. Accounts are made for such addresses only;
/// which addresses may log in with Google is a setting (`SecurityConfig::google`).
#[must_use]
pub fn is_staff_address(email: &str) -> bool {
    email.rsplit_once('@').is_some_and(|(_, domain)| domain == STAFF_DOMAIN)
}
