//! The digest by which a message that comes twice is known, the same as the original's.

use std::{collections::BTreeMap, fmt::Write};

use aws_lc_rs::digest::{SHA256, digest};

/// The hexadecimal SHA-256 of the fields as Python writes them in JSON: sorted, ASCII only.
#[must_use]
pub fn of_fields(fields: &BTreeMap<String, String>) -> String {
    let mut json = String::from("{");
    for (at, (name, value)) in fields.iter().enumerate() {
        if at > 0 {
            json.push_str(", ");
        }
        quote(name, &mut json);
        json.push_str(": ");
        quote(value, &mut json);
    }
    json.push('}');
    hex::encode(digest(&SHA256, json.as_bytes()))
}

fn quote(text: &str, json: &mut String) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            '\u{8}' => json.push_str("\\b"),
            '\u{c}' => json.push_str("\\f"),
            ' '..='~' => json.push(letter),
            _ => {
                for unit in letter.encode_utf16(&mut [0; 2]) {
                    // Writing to a string does not fail.
                    let _ = write!(json, "\\u{unit:04x}");
                }
            }
        }
    }
    json.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_the_originals() {
        // Expected values are what Python computes.
        let fields = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
        };
        let plain = fields(&[("to", "case.0e62ccc2@mail.example"), ("subject", "Hello World 1")]);
        assert_eq!(
            of_fields(&plain),
            "2c89f80cc5c47ef66e2767671e9752be31392fcb8ca44f5b958f2aa4c2fb76d4"
        );
        let odd =
            fields(&[("text", "\"\\/\n\r\t\u{8}\u{c}\u{1}\u{7f}é日😀"), ("é", ""), ("Z", "z")]);
        assert_eq!(
            of_fields(&odd),
            "ead59a6b22bcf1d94644220a5e7f9d4f6f7cd7c6256919ad9e39adb4e0f5d31f"
        );
        assert_eq!(
            of_fields(&BTreeMap::new()),
            "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        );
    }
}
