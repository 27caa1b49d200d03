//! temporary
use crate::error::{DomainError, Result};
use base64::prelude::*;
use std::num::NonZeroU32;
pub(super) fn hash(password: &str) -> Result<String> {
    let rounds = NonZeroU32::new(870_000).ok_or_else(|| DomainError::Fatal("rounds".into()))?;
    let salt = "clerkdemosaltclerkdemo";
    let mut out = [0; 32];
    aws_lc_rs::pbkdf2::derive(
        aws_lc_rs::pbkdf2::PBKDF2_HMAC_SHA256,
        rounds,
        salt.as_bytes(),
        password.as_bytes(),
        &mut out,
    );
    Ok(format!("pbkdf2_sha256$870000${salt}${}", BASE64_STANDARD.encode(out)))
}
