//! Signed values as Django makes them: `payload ":" base62(seconds) ":" signature`.

use std::io::{Read, Write};

use aws_lc_rs::{constant_time::verify_slices_are_equal, digest, hmac};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};
use clerk_base::config::Secret;
use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use serde_json::Value;

/// Inflated size at which a payload is refused: it cannot be one of ours.
const MAX_INFLATED: u64 = 1_000_000;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The salt of session rows.
pub const SESSION_SALT: &str = "django.contrib.sessions.SessionStore";

/// The keyed hash that signatures and session hashes are made of: HMAC-SHA256 with the key
/// SHA256(salt + secret).
#[must_use]
pub fn salted_hmac(salt: &str, secret: &Secret, message: &[u8]) -> hmac::Tag {
    let mut key = digest::Context::new(&digest::SHA256);
    key.update(salt.as_bytes());
    key.update(secret.expose().as_bytes());
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key.finish().as_ref()), message)
}

/// Signs a JSON value made at `at`.
#[must_use]
pub fn dump(value: &Value, salt: &str, secret: &Secret, at: DateTime<Utc>) -> String {
    let signed = format!("{}:{}", encode(value), base62(at.timestamp()));
    let signature = sign(&signed, salt, secret);
    format!("{signed}:{signature}")
}

/// The value of a signed string and when it was signed; nothing when the signature is wrong or the
/// payload unreadable.
#[must_use]
pub fn load(text: &str, salt: &str, secret: &Secret) -> Option<(Value, DateTime<Utc>)> {
    let (signed, signature) = text.rsplit_once(':')?;
    verify_slices_are_equal(sign(signed, salt, secret).as_bytes(), signature.as_bytes()).ok()?;
    let (payload, seconds) = signed.rsplit_once(':')?;
    let at = DateTime::from_timestamp(from_base62(seconds)?, 0)?;
    Some((decode(payload)?, at))
}

fn sign(signed: &str, salt: &str, secret: &Secret) -> String {
    URL_SAFE_NO_PAD.encode(salted_hmac(&format!("{salt}signer"), secret, signed.as_bytes()))
}

/// Compact JSON, compressed when that saves more than a byte.
fn encode(value: &Value) -> String {
    let json = to_ascii_json(value);
    match deflate(json.as_bytes()) {
        Some(small) if small.len() + 1 < json.len() => {
            format!(".{}", URL_SAFE_NO_PAD.encode(small))
        }
        _ => URL_SAFE_NO_PAD.encode(json),
    }
}

fn decode(payload: &str) -> Option<Value> {
    let bytes = match payload.strip_prefix('.') {
        Some(small) => inflate(&URL_SAFE_NO_PAD.decode(small).ok()?)?,
        None => URL_SAFE_NO_PAD.decode(payload).ok()?,
    };
    serde_json::from_slice(&bytes).ok()
}

fn deflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

fn inflate(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut inflated = Vec::new();
    ZlibDecoder::new(bytes).take(MAX_INFLATED + 1).read_to_end(&mut inflated).ok()?;
    (inflated.len() as u64 <= MAX_INFLATED).then_some(inflated)
}

/// JSON in ASCII: the original reads the bytes as Latin-1.
fn to_ascii_json(value: &Value) -> String {
    let mut ascii = String::new();
    for char in value.to_string().chars() {
        if char.is_ascii() {
            ascii.push(char);
        } else {
            let mut units = [0; 2];
            for unit in char.encode_utf16(&mut units) {
                ascii.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    ascii
}

fn base62(number: i64) -> String {
    let mut rest = number.unsigned_abs();
    let mut digits = Vec::new();
    loop {
        digits.push(DIGITS[(rest % 62) as usize]);
        rest /= 62;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        digits.push(b'-');
    }
    digits.iter().rev().map(|&digit| char::from(digit)).collect()
}

fn from_base62(text: &str) -> Option<i64> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    if digits.is_empty() {
        return None;
    }
    digits
        .bytes()
        .try_fold(0_i64, |number, byte| {
            let digit = DIGITS.iter().position(|&digit| digit == byte)?;
            number.checked_mul(62)?.checked_add(i64::try_from(digit).ok()?)
        })
        .map(|number| sign * number)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const SMALL: &str =
        "eyJfYXV0aF91c2VyX2lkIjoiNyJ9:1xVJYW:Dolg01MG54Db4fvaoxExPKEmRnn8HYbpxqrH_GTiO14";
    const FULL: &str = ".eJxVjDsOwjAQBe_iGlms4y8lPWew1p_FAWRLcVIh7o4jpYB2Zt57M4_bWvzW8-LnxC7MsNMvCxifue4iPbDeG4-trssc-J7ww3Z-aym_rkf7d1Cwl7FGNBZSIEPKTMoF6YCyjFbogeBMMWslyKJEQROAU-NauElEGGnQkn2-90s4EA:1xVJYW:xYFy_6_teKcBx67Loby3zKVZ5lG4eBRaZnkGFmGFP_0";

    fn secret() -> Secret {
        Secret::new("vector-secret-key-0123456789")
    }

    fn at() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_400_000, 0).unwrap()
    }

    #[test]
    fn a_small_session_is_byte_for_byte_the_originals() {
        let value = json!({"_auth_user_id": "7"});
        assert_eq!(dump(&value, SESSION_SALT, &secret(), at()), SMALL);
        assert_eq!(load(SMALL, SESSION_SALT, &secret()), Some((value, at())));
    }

    #[test]
    fn a_compressed_session_of_the_original_is_read() {
        let (value, signed_at) = load(FULL, SESSION_SALT, &secret()).unwrap();
        assert_eq!(value["_auth_user_id"], "7");
        assert_eq!(value["_auth_user_backend"], "django.contrib.auth.backends.ModelBackend");
        assert!(value["_auth_user_hash"].as_str().unwrap().len() == 64);
        assert_eq!(signed_at, at());
        let again = dump(&value, SESSION_SALT, &secret(), at());
        assert!(again.starts_with('.'), "longer than a byte saved, so compressed: {again}");
        assert_eq!(load(&again, SESSION_SALT, &secret()), Some((value, at())));
    }

    #[test]
    fn nothing_is_read_without_the_right_signature() {
        assert_eq!(load(SMALL, SESSION_SALT, &Secret::new("another")), None);
        assert_eq!(load(SMALL, "another.salt", &secret()), None);
        let (signed, _) = SMALL.rsplit_once(':').unwrap();
        for text in ["", ":", "::", SMALL.trim_end_matches('4'), signed, &format!("{SMALL}=")] {
            assert_eq!(load(text, SESSION_SALT, &secret()), None, "{text}");
        }
        for index in 0..SMALL.len() {
            let mut bytes = SMALL.as_bytes().to_vec();
            bytes[index] = if bytes[index] == b'A' { b'B' } else { b'A' };
            let text = String::from_utf8(bytes).unwrap();
            assert_eq!(load(&text, SESSION_SALT, &secret()), None, "{text}");
        }
    }

    #[test]
    fn inflation_is_capped() {
        let bomb = deflate(&vec![b' '; 2 * MAX_INFLATED as usize]).unwrap();
        assert!(inflate(&bomb).is_none());
        assert!(inflate(&deflate(&vec![b' '; MAX_INFLATED as usize]).unwrap()).is_some());
    }

    #[test]
    fn other_letters_are_escaped() {
        let value = json!({"name": "Zoë 🦘"});
        assert_eq!(to_ascii_json(&value), r#"{"name":"Zo\u00eb \ud83e\udd98"}"#);
        assert_eq!(decode(&encode(&value)), Some(value));
    }

    #[test]
    fn base62_goes_both_ways() {
        for number in [0, 1, 61, 62, -5, 1_795_400_000, i64::MAX] {
            assert_eq!(from_base62(&base62(number)), Some(number));
        }
        assert_eq!(base62(1_795_400_000), "1xVJYW");
        assert_eq!(from_base62("zzzzzzzzzzzzzzz"), None);
        assert_eq!(from_base62("-"), None);
    }
}
