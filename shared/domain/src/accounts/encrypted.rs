//! Encrypted columns: Fernet tokens, with a key made of the signing key and a fixed salt.

use std::num::NonZeroU32;

use aws_lc_rs::{
    cipher::{
        AES_128, DecryptionContext, EncryptionContext, PaddedBlockDecryptingKey,
        PaddedBlockEncryptingKey, UnboundCipherKey,
    },
    error::Unspecified,
    hmac,
    iv::FixedLength,
    pbkdf2,
};
use base64::{Engine, engine::general_purpose::URL_SAFE};
use chrono::{DateTime, Utc};
use clerk_base::config::{Secret, SecurityConfig};

use crate::error::{DomainError, Result};

const VERSION: u8 = 0x80;
const ROUNDS: NonZeroU32 = NonZeroU32::MIN.saturating_add(100_000 - 1);
/// Version, time and initialisation vector come before the text, the signature behind it.
const HEAD: usize = 1 + 8 + 16;
const SIGNATURE: usize = 32;

/// What is stored for a text.
///
/// # Errors
/// Fails when the process is shutting down or there is no randomness.
pub async fn encrypt(config: &SecurityConfig, text: &Secret, now: DateTime<Utc>) -> Result<String> {
    let key = key(config).await?;
    let iv: [u8; 16] = rand::random();
    seal(&key, now.timestamp(), iv, text.expose())
        .map_err(|Unspecified| DomainError::Fatal("encryption failed".to_owned()))
}

/// The text of what is stored; `None` when it was stored with another key, or is damaged.
///
/// # Errors
/// Fails when the process is shutting down.
pub async fn decrypt(config: &SecurityConfig, stored: &str) -> Result<Option<Secret>> {
    let key = key(config).await?;
    Ok(open(&key, stored).map(Secret::new))
}

/// Whether this configuration's keys read what is stored.
///
/// # Errors
/// Fails when the process is shutting down.
pub async fn can_decrypt(config: &SecurityConfig, stored: &str) -> Result<bool> {
    Ok(decrypt(config, stored).await?.is_some())
}

/// The first half signs, the second encrypts. Making it takes some milliseconds.
async fn key(config: &SecurityConfig) -> Result<[u8; 32]> {
    let (secret, salt) = (config.secret_key.clone(), config.salt_key.clone());
    let derive = move || {
        let mut key = [0; 32];
        let (secret, salt) = (secret.expose().as_bytes(), salt.expose().as_bytes());
        pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, ROUNDS, salt, secret, &mut key);
        key
    };
    tokio::task::spawn_blocking(derive).await.map_err(|error| DomainError::Fatal(error.to_string()))
}

fn seal(key: &[u8; 32], seconds: i64, iv: [u8; 16], text: &str) -> Result<String, Unspecified> {
    let (signing, encrypting) = key.split_at(16);
    let cipher = UnboundCipherKey::new(&AES_128, encrypting)?;
    let mut sealed = text.as_bytes().to_vec();
    PaddedBlockEncryptingKey::cbc_pkcs7(cipher)?
        .less_safe_encrypt(&mut sealed, EncryptionContext::Iv128(FixedLength::from(iv)))?;
    let mut token = vec![VERSION];
    token.extend(seconds.to_be_bytes());
    token.extend(iv);
    token.extend(sealed);
    let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, signing), &token);
    token.extend(signature.as_ref());
    Ok(URL_SAFE.encode(token))
}

fn open(key: &[u8; 32], stored: &str) -> Option<String> {
    let (signing, encrypting) = key.split_at(16);
    let token = URL_SAFE.decode(stored).ok()?;
    if token.len() < HEAD + SIGNATURE || token.first() != Some(&VERSION) {
        return None;
    }
    let (signed, signature) = token.split_at(token.len() - SIGNATURE);
    hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, signing), signed, signature).ok()?;
    let iv: [u8; 16] = signed.get(HEAD - 16..HEAD)?.try_into().ok()?;
    let mut sealed = signed.get(HEAD..)?.to_vec();
    let cipher = UnboundCipherKey::new(&AES_128, encrypting).ok()?;
    let text = PaddedBlockDecryptingKey::cbc_pkcs7(cipher)
        .ok()?
        .decrypt(&mut sealed, DecryptionContext::Iv128(FixedLength::from(iv)))
        .ok()?;
    String::from_utf8(text.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by the original with this key.
    const TOKEN: &str = "gAAAAABrA6FARt58Hk1fDGzPaRhQDvt2NBFjC9YGn16DSNwbsuSnXGMVjX3oOUFxWpLQ1WGlfsP9cvhmI4AeOkoJdXSkNOdi-Uir6j4V2dC28BNkrh9-HOE=";
    const KEY: &str = "84ioIwT1X1pgyeCVF5n8pYGZf5DEhL38ZkVRDWvarhM=";

    fn known() -> [u8; 32] {
        URL_SAFE.decode(KEY).unwrap().try_into().unwrap()
    }

    #[test]
    fn the_originals_tokens_can_be_read_and_made() {
        assert_eq!(open(&known(), TOKEN).as_deref(), Some("Initial-Passw0rd"));
        let token = URL_SAFE.decode(TOKEN).unwrap();
        let seconds = i64::from_be_bytes(token[1..9].try_into().unwrap());
        let iv = token[9..25].try_into().unwrap();
        assert_eq!(seal(&known(), seconds, iv, "Initial-Passw0rd").unwrap(), TOKEN);
    }

    #[test]
    fn damage_and_other_keys_are_noticed() {
        assert_eq!(open(&[7; 32], TOKEN), None);
        let damaged = TOKEN.replace("G9YGn", "G9YGm").replace("DvtN", "DvtM").replace('H', "I");
        for bad in ["", "plain", "gAAAAA==", damaged.as_str()] {
            assert_eq!(open(&known(), bad), None, "{bad}");
        }
    }

    #[tokio::test]
    async fn the_key_is_made_as_the_original_makes_it() {
        let source = clerk_base::config::Source::from_iter([
            ("PGHOST", "localhost"),
            ("DJANGO_SECRET_KEY", "vector-secret-key-0123456789"),
            ("SALT_KEY", "vector-salt"),
        ]);
        let config = clerk_base::config::Config::read(&source).unwrap();
        assert_eq!(key(&config.security).await.unwrap(), known());
    }
}
