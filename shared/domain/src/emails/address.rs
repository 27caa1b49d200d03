//! The addresses at which cases get their mail.

use uuid::Uuid;

/// Who our mail is from, as mail programs show it.
pub const DISPLAY_NAME: &str = "Anika Legal";

/// The address of a case, at which replies arrive: `case.` and the first eight digits of its id.
#[must_use]
pub fn case_address(case: Uuid, domain: &str) -> String {
    let id = case.simple().to_string();
    format!("case.{}@{domain}", &id[..8])
}

/// The same with the name to show, as the database keeps it.
#[must_use]
pub fn case_sender(case: Uuid, domain: &str) -> String {
    format!("{DISPLAY_NAME} <{}>", case_address(case, domain))
}

/// The bare address of one that may have a name to show.
#[must_use]
pub fn bare(address: &str) -> &str {
    let inner = address.rsplit_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or(address, |(inner, _)| inner).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_has_an_address() {
        let case = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0".parse().unwrap();
        assert_eq!(
            case_sender(case, "mail.example.org"),
            "Anika Legal <case.0f1e2d3c@mail.example.org>"
        );
        assert_eq!(bare(&case_sender(case, "mail.example.org")), "case.0f1e2d3c@mail.example.org");
        assert_eq!(bare(" a@b.example "), "a@b.example");
    }
}
