//! Stored passwords: `pbkdf2_sha256$<rounds>$<salt>$<base64 of 32 bytes>`.

use std::num::NonZeroU32;

use aws_lc_rs::{constant_time::verify_slices_are_equal, pbkdf2};
use base64::{Engine, engine::general_purpose::STANDARD};
use clerk_base::config::Secret;
use rand::RngExt;
use tokio::sync::Semaphore;

use crate::error::{DomainError, Result};

/// Rounds of a password hashed today, as the original's.
pub const ROUNDS: u32 = 870_000;
/// More rounds than this in a stored password are taken for damage, not for caution.
const MAX_ROUNDS: u32 = 10_000_000;
const SALT_CHARS: usize = 22;
const UNUSABLE_CHARS: usize = 40;
const ALGORITHM: &str = "pbkdf2_sha256";

/// A check keeps a processor busy for some 200 ms, so few run at a time.
static AT_A_TIME: Semaphore = Semaphore::const_new(4);

/// The outcome of checking a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is not the password, or there is none.
    Wrong,
    /// It is.
    Right,
    /// It is, but the stored string should be made anew.
    RightButOld,
}

struct Stored<'a> {
    rounds: NonZeroU32,
    salt: &'a str,
    hash: Vec<u8>,
}

impl<'a> Stored<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.split('$');
        let (algorithm, rounds, salt, hash) =
            (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let rounds: u32 = rounds.parse().ok().filter(|&rounds| rounds <= MAX_ROUNDS)?;
        let hash = STANDARD.decode(hash).ok()?;
        (algorithm == ALGORITHM && parts.next().is_none() && hash.len() == 32).then_some(Self {
            rounds: NonZeroU32::new(rounds)?,
            salt,
            hash,
        })
    }
}

/// Checks a password against the stored string, or against nobody's. Takes the same time whether
/// there is a stored string or not, and whatever its number of rounds below [`ROUNDS`].
///
/// # Errors
/// Fails when the process is shutting down.
pub async fn verify(password: Secret, stored: Option<Secret>) -> Result<Verdict> {
    off_the_async_threads(move || {
        verify_blocking(password.expose(), stored.as_ref().map_or("", Secret::expose))
    })
    .await
}

/// The string to store for a password.
///
/// # Errors
/// Fails when the process is shutting down.
pub async fn hash(password: Secret) -> Result<Secret> {
    off_the_async_threads(move || hash_blocking(password.expose(), &new_salt(), ROUNDS)).await
}

async fn off_the_async_threads<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let failed = |error: &dyn ToString| DomainError::Fatal(error.to_string());
    let _turn = AT_A_TIME.acquire().await.map_err(|error| failed(&error))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| failed(&error))
}

/// Whether a stored string should be made anew.
fn needs_upgrade(stored: &Stored<'_>) -> bool {
    stored.rounds.get() != ROUNDS || stored.salt.len() < SALT_CHARS
}

fn verify_blocking(password: &str, stored: &str) -> Verdict {
    let Some(stored) = Stored::parse(stored) else {
        spend(password, ROUNDS);
        return Verdict::Wrong;
    };
    let found = derive(password, stored.salt, stored.rounds);
    spend(password, ROUNDS.saturating_sub(stored.rounds.get()));
    match verify_slices_are_equal(&found, &stored.hash) {
        Err(_) => Verdict::Wrong,
        Ok(()) if needs_upgrade(&stored) => Verdict::RightButOld,
        Ok(()) => Verdict::Right,
    }
}

/// Takes the time of so many rounds.
fn spend(password: &str, rounds: u32) {
    if let Some(rounds) = NonZeroU32::new(rounds) {
        std::hint::black_box(derive(password, "nobody", rounds));
    }
}

/// The string to store for a password. For [`hash`] and tests; slow on purpose.
#[must_use]
pub fn hash_blocking(password: &str, salt: &str, rounds: u32) -> Secret {
    let rounds = NonZeroU32::new(rounds).unwrap_or(NonZeroU32::MIN);
    let hash = STANDARD.encode(derive(password, salt, rounds));
    Secret::new(format!("{ALGORITHM}${rounds}${salt}${hash}"))
}

fn derive(password: &str, salt: &str, rounds: NonZeroU32) -> [u8; 32] {
    let mut out = [0; 32];
    let salt = salt.as_bytes();
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds, salt, password.as_bytes(), &mut out);
    out
}

/// What is stored where no password will ever do: a mark, and noise that makes every account's
/// sessions its own.
#[must_use]
pub fn unusable() -> Secret {
    Secret::new(format!("!{}", noise(UNUSABLE_CHARS)))
}

fn new_salt() -> String {
    noise(SALT_CHARS)
}

fn noise(length: usize) -> String {
    const CHARS: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    let mut random = rand::rng();
    (0..length).map(|_| char::from(CHARS[random.random_range(0..CHARS.len())])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: &str = "saltsaltsaltsaltsaltsa";

    #[test]
    fn the_hash_is_the_originals() {
        let stored = "pbkdf2_sha256$870000$saltsaltsaltsaltsaltsa$4R8VLfQhdXi5Xy2mkMntR+OFEMEgUOVtWqd42Go3kNc=";
        assert_eq!(hash_blocking("correct horse", SALT, ROUNDS).expose(), stored);
        assert_eq!(verify_blocking("correct horse", stored), Verdict::Right);
        assert_eq!(verify_blocking("correct horse ", stored), Verdict::Wrong);
    }

    #[test]
    fn fewer_rounds_or_a_short_salt_are_upgraded() {
        let few = hash_blocking("secret", SALT, 1000);
        let short = hash_blocking("secret", "short", ROUNDS);
        assert_eq!(verify_blocking("secret", few.expose()), Verdict::RightButOld);
        assert_eq!(verify_blocking("secret", short.expose()), Verdict::RightButOld);
        assert_eq!(verify_blocking("other", few.expose()), Verdict::Wrong);
    }

    #[test]
    fn what_is_no_password_matches_nothing() {
        let unusable = "!R4nd0m";
        for stored in ["", unusable, "pbkdf2_sha256$0$salt$", "md5$x$y", "pbkdf2_sha256$1$s$AA=="] {
            assert_eq!(verify_blocking("", stored), Verdict::Wrong, "{stored}");
            assert_eq!(verify_blocking(stored, stored), Verdict::Wrong, "{stored}");
        }
    }

    #[test]
    fn a_new_salt_is_long_and_random() {
        assert_eq!(new_salt().len(), SALT_CHARS);
        assert_ne!(new_salt(), new_salt());
    }
}
