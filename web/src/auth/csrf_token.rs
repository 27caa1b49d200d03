//! The form of a CSRF token: a secret of 32 letters and digits, or 64 of them: a mask and the secret
//! shifted by it.

use rand::RngExt;

/// Length of a secret, and of a mask.
pub const SECRET_CHARS: usize = 32;

const ALPHABET: &[u8; 62] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/// So many random letters and digits.
#[must_use]
pub fn random(chars: usize) -> String {
    let mut random = rand::rng();
    (0..chars).map(|_| char::from(ALPHABET[random.random_range(0..ALPHABET.len())])).collect()
}

/// Hides a secret behind a new mask, so that a compressed page does not give it away.
#[must_use]
pub fn mask(secret: &str) -> String {
    let mask = random(SECRET_CHARS);
    let cipher = combine(secret, &mask, |secret, mask| secret + mask);
    format!("{mask}{cipher}")
}

/// The secret in a token of either form; nothing when it is of neither.
#[must_use]
pub fn secret(token: &str) -> Option<String> {
    if !token.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    match token.len() {
        SECRET_CHARS => Some(token.to_owned()),
        length if length == 2 * SECRET_CHARS => {
            let (mask, cipher) = token.split_at(SECRET_CHARS);
            Some(combine(cipher, mask, |cipher, mask| cipher + ALPHABET.len() - mask))
        }
        _ => None,
    }
}

/// Whether a token of either form holds the secret, compared in constant time.
#[must_use]
pub fn matches(token: &str, expected: &str) -> bool {
    secret(token).is_some_and(|secret| {
        secret.len() == expected.len()
            && secret.bytes().zip(expected.bytes()).fold(0, |sum, (a, b)| sum | (a ^ b)) == 0
    })
}

fn combine(text: &str, mask: &str, join: impl Fn(usize, usize) -> usize) -> String {
    let index = |byte: u8| ALPHABET.iter().position(|&letter| letter == byte).unwrap_or(0);
    text.bytes()
        .zip(mask.bytes())
        .map(|(text, mask)| char::from(ALPHABET[join(index(text), index(mask)) % ALPHABET.len()]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "abcdefghijklmnopqrstuvwxyzABCDEF";
    const MASKED: &str = "s49DmcYTLZy9W2VQwsnQFWhx8mnXCoYOs5bGqh40T8Ik8f95MJF9ZhDUwLNo4Rsj";

    #[test]
    fn the_originals_mask_is_understood() {
        assert_eq!(secret(MASKED).as_deref(), Some(SECRET));
        assert_eq!(secret(SECRET).as_deref(), Some(SECRET));
        assert!(matches(MASKED, SECRET) && matches(SECRET, SECRET));
    }

    #[test]
    fn our_masks_differ_and_hold_the_secret() {
        let (one, two) = (mask(SECRET), mask(SECRET));
        assert_ne!(one, two);
        assert!(matches(&one, SECRET) && matches(&two, SECRET));
        assert!(!matches(&one, &random(SECRET_CHARS)));
    }

    #[test]
    fn other_forms_are_no_tokens() {
        for token in ["", "short", &SECRET[1..], &format!("{SECRET}a"), &SECRET.replace('a', "-")] {
            assert_eq!(secret(token), None, "{token}");
        }
    }
}
