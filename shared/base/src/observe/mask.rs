//! Texts without what they may say about people.

use std::{borrow::Cow, sync::LazyLock};

use regex::{Captures, Regex};

/// What is replaced, in this order. `keep` is left as it is. A pattern that cannot be built would show
/// in the tests.
static PATTERNS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let patterns = [
        // PostgreSQL: Key (email)=(jane@example.com) already exists.
        (r"(?s)\)=\(.*\)", ")=(…)"),
        // PostgreSQL: Failing row contains (7, Jane, Citizen, null).
        (r"(?s)(row contains )\(.*\)", "$1(…)"),
        // PostgreSQL: invalid input syntax for type date: "…". It does not escape quotes in the value.
        (r#"(?s)(invalid input (?:syntax|value) for [^"]*)".*""#, "$1\"…\""),
        // What `unwrap` and the like show of a value.
        (r"(?s)(on an? `[A-Za-z]+` value): .*", "$1"),
        // Names of tables and the like are ours, any other quoted text may be a person's.
        (
            r#"(?s)(?P<keep>\b(?:column|constraint|function|index|relation|table|trigger|type) "[a-z0-9_.]+")|(^|[^\\])"(?:[^"\\]|\\.)*""#,
            "$2\"…\"",
        ),
        // Quotes of a text that was itself quoted.
        (r#"(?s)\\+".*\\+""#, "\"…\""),
        // A quoted text that was cut off.
        (
            r#"(?s)(?P<keep>"…"|\b(?:column|constraint|function|index|relation|table|trigger|type) "[a-z0-9_.]+")|".*"#,
            "\"…",
        ),
        (r"“[^”]*(?:”|$)|„[^“”]*(?:[“”]|$)|«[^»]*(?:»|$)", "“…”"),
        (r"(?s)'[^'\n]{3,}'", "'…'"),
        (r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", "[email]"),
        (r"(?i)(?:sessionid|csrftoken|authorization|cookie)\S*", "[secret]"),
        // The digits of some ids look like a telephone number.
        (
            r"(?P<keep>\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b)|\+?\d[\d ()-]{6,}\d",
            "[number]",
        ),
    ];
    patterns.into_iter().filter_map(|(pattern, by)| Some((Regex::new(pattern).ok()?, by))).collect()
});

/// The text with addresses, telephone numbers, quoted values and secrets left out. It cannot know
/// unquoted names: messages of ours hold none.
///
/// The log and the reports mask by themselves (`fields.rs`). Call it for a text that is stored or goes
/// elsewhere.
#[must_use]
pub fn mask(text: &str) -> String {
    let mut masked = Cow::Borrowed(text);
    for (pattern, by) in PATTERNS.iter() {
        let replace = |found: &Captures<'_>| match found.name("keep") {
            Some(kept) => kept.as_str().to_owned(),
            None => {
                let mut replaced = String::new();
                found.expand(by, &mut replaced);
                replaced
            }
        };
        if let Cow::Owned(changed) = pattern.replace_all(&masked, replace) {
            masked = Cow::Owned(changed);
        }
    }
    masked.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &[(&str, &str)]) {
        assert_eq!(PATTERNS.len(), 12);
        for (text, expected) in texts {
            assert_eq!(mask(text), *expected, "{text}");
        }
    }

    #[test]
    fn people_are_left_out() {
        check(&[
            (
                "called `Result::unwrap()` on an `Err` value: Jane Citizen",
                "called `Result::unwrap()` on an `Err` value",
            ),
            (r#"no such stage: "Jane \"J\" Citizen""#, "no such stage: \"…\""),
            (r#"Error { text: \"Jane\", by: \"J\" }"#, r#"Error { text: "…" }"#),
            (r#"cut off: "Jane Citi"#, "cut off: \"…"),
            ("no room for 'Jane Citizen'", "no room for '…'"),
            ("no room for “Jane”, «Jo»", "no room for “…”, “…”"),
            ("write to jane.c+x@mail.example.org", "write to [email]"),
            ("call +61 400 000 000 now", "call [number] now"),
            ("call 0400000000", "call [number]"),
            ("got sessionid=abc123, Cookie: x", "got [secret] [secret] x"),
        ]);
    }

    #[test]
    fn what_postgresql_quotes_is_left_out() {
        check(&[
            ("Key (email)=(jane@example.com) already exists.", "Key (email)=(…) already exists."),
            ("Key (name)=(Jane (JC) Citizen) already exists.", "Key (name)=(…) already exists."),
            ("Failing row contains (7, Jane, (03) 9000).", "Failing row contains (…)."),
            (
                r#"invalid input syntax for type integer: "Jane "JC" Citizen""#,
                r#"invalid input syntax for type integer: "…""#,
            ),
            (
                r#"invalid input value for enum stage: "Jane""#,
                r#"invalid input value for enum stage: "…""#,
            ),
            (
                r#"duplicate key value violates unique constraint "accounts_user_email_key""#,
                r#"duplicate key value violates unique constraint "accounts_user_email_key""#,
            ),
            (
                r#"null value in column "name" of relation "core_person" is not "Jane""#,
                r#"null value in column "name" of relation "core_person" is not "…""#,
            ),
            (r#"column "Jane Citizen" is not there"#, "column \"…\" is not there"),
        ]);
    }

    #[test]
    fn what_says_nothing_about_people_stays() {
        for text in [
            "index out of bounds: the len is 3 but the index is 5",
            "it can't be",
            "550e8400-e29b-41d4-a716-446655440000 failed",
            "slack.com: status 503",
            "/clerk/api/case/{id}/note/",
        ] {
            assert_eq!(mask(text), text);
        }
    }
}
