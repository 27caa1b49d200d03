//! Texts of errors without what they may say of people.

use std::{borrow::Cow, sync::LazyLock};

use regex::Regex;

/// What is replaced, in this order. A pattern that cannot be built would show in the tests.
static PATTERNS: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let patterns = [
        // PostgreSQL: Key (email)=(jane@example.com) already exists.
        (r"\)=\((?s:.*?)\)", ")=(…)"),
        // What `unwrap` and the like show of a value.
        (r"(?s)(on an? `[A-Za-z]+` value): .*", "$1"),
        (r#"(?s)"(?:[^"\\]|\\.)*""#, "\"…\""),
        (r"(?s)'[^'\n]{3,}'", "'…'"),
        (r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", "[email]"),
        (r"(?:sessionid|csrftoken|authorization|cookie)\S*", "[secret]"),
        (r"\+?\d[\d ()-]{6,}\d", "[number]"),
    ];
    patterns.into_iter().filter_map(|(it, by)| Some((Regex::new(it).ok()?, by))).collect()
});

/// The text with addresses, telephone numbers, quoted values and secrets left out. It cannot know names:
/// messages of ours hold none.
#[must_use]
pub fn mask(text: &str) -> String {
    let mut masked = Cow::Borrowed(text);
    for (pattern, by) in PATTERNS.iter() {
        if let Cow::Owned(changed) = pattern.replace_all(&masked, *by) {
            masked = Cow::Owned(changed);
        }
    }
    masked.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_left_out() {
        assert_eq!(PATTERNS.len(), 7);
        for (text, expected) in [
            ("Key (email)=(jane@example.com) already exists.", "Key (email)=(…) already exists."),
            (
                "called `Result::unwrap()` on an `Err` value: Jane Citizen",
                "called `Result::unwrap()` on an `Err` value",
            ),
            (r#"no such stage: "Jane \"J\" Citizen""#, "no such stage: \"…\""),
            ("write to jane.c+x@mail.example.org", "write to [email]"),
            ("call +61 400 000 000 now", "call [number] now"),
            ("got sessionid=abc123", "got [secret]"),
            ("index out of bounds: the len is 3 but the index is 5", ""),
            ("it can't be", ""),
        ] {
            assert_eq!(mask(text), if expected.is_empty() { text } else { expected });
        }
    }
}
