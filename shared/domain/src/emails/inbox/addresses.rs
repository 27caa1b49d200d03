//! Addresses in headers, and the cases that they stand for.

use mail_parser::MessageParser;
use uuid::Uuid;

/// Hexadecimal digits of a case's id in its address.
const DIGITS: usize = 8;

/// The bare addresses of a list such as `Ann <ann@example.com>, bob@example.com`.
#[must_use]
pub fn bare(list: &str) -> Vec<String> {
    if list.trim().is_empty() {
        return Vec::new();
    }
    let header = format!("To: {}\r\n\r\n", list.replace(['\r', '\n', '\0'], " "));
    let message = MessageParser::new().parse_headers(header.as_bytes());
    let list = message.as_ref().and_then(|message| message.to());
    let found = list.into_iter().flat_map(|list| list.iter()).filter_map(|found| found.address());
    found.map(|address| address.trim().to_owned()).filter(|address| address.contains('@')).collect()
}

/// The first eight digits of the case that an address stands for, in small letters, when it is one of
/// ours: `case.<digits>` on one of the domains. A `+tag` is ignored.
#[must_use]
pub fn case_digits<'a>(
    address: &str,
    mut domains: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let (local, domain) = address.rsplit_once('@')?;
    let is_ours = domains.any(|known| known.eq_ignore_ascii_case(domain));
    let local = local.split('+').next().unwrap_or(local).to_ascii_lowercase();
    let digits = local.strip_prefix("case.")?;
    let is_id = digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    (is_ours && is_id).then(|| digits.to_owned())
}

/// The lowest and the highest id that begin with these digits.
#[must_use]
pub fn ids_from(digits: &str) -> Option<(Uuid, Uuid)> {
    let first = u128::from_str_radix(digits, 16).ok()?.checked_shl(96)?;
    Some((Uuid::from_u128(first), Uuid::from_u128(first | (u128::MAX >> 32))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_lists() {
        for (list, expected) in [
            ("", &[][..]),
            ("undisclosed-recipients:;", &[]),
            ("a@b.example", &["a@b.example"]),
            ("<a@b.example>", &["a@b.example"]),
            (
                "\"Lee, Ann\" <ann@b.example>, Bob <bob@b.example>",
                &["ann@b.example", "bob@b.example"],
            ),
            ("Team: ann@b.example, bob@b.example;", &["ann@b.example", "bob@b.example"]),
            ("'ann@b.example' <ann@b.example>", &["ann@b.example"]),
            ("=?utf-8?q?Ren=C3=A9?= <rene@b.example>", &["rene@b.example"]),
            ("nobody", &[]),
        ] {
            assert_eq!(bare(list), expected, "{list}");
        }
    }

    #[test]
    fn a_case_is_known_by_its_whole_address_only() {
        let digits =
            |address: &str| case_digits(address, ["mail.example", "old.example"].into_iter());
        for good in [
            "case.0e62ccc2@mail.example",
            "CASE.0E62CCC2@Mail.Example",
            "case.0e62ccc2+reply@old.example",
        ] {
            assert_eq!(digits(good).as_deref(), Some("0e62ccc2"), "{good}");
        }
        for bad in [
            "case.0e62ccc@mail.example",
            "case.0e62ccc21@mail.example",
            "case.0e62cccg@mail.example",
            "0e62ccc2@mail.example",
            "showcase.0e62ccc2@mail.example",
            "case.0e62ccc2@example",
            "case.0e62ccc2@mail.example.com",
            "case.0e62ccc2",
        ] {
            assert_eq!(digits(bad), None, "{bad}");
        }
    }

    #[test]
    fn digits_are_a_range_of_ids() {
        let (low, high) = ids_from("0e62ccc2").unwrap();
        assert_eq!(low.to_string(), "0e62ccc2-0000-0000-0000-000000000000");
        assert_eq!(high.to_string(), "0e62ccc2-ffff-ffff-ffff-ffffffffffff");
    }
}
