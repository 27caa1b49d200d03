//! Handing data to scripts inside a page.

use std::fmt::Write;

/// JSON as the inside of a JavaScript string in single quotes, safe within `<script>`: whatever could
/// end the string or the element is written as an escape.
#[must_use]
pub fn quoted(json: &str) -> String {
    let mut text = String::with_capacity(json.len() + json.len() / 4);
    for letter in json.chars() {
        match letter {
            '\\'
            | '\''
            | '"'
            | '<'
            | '>'
            | '&'
            | '`'
            | '\u{2028}'
            | '\u{2029}'
            | '\0'..='\u{1f}' => {
                // Writing into a string cannot fail.
                let _ = write!(text, "\\u{:04X}", u32::from(letter));
            }
            _ => text.push(letter),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_the_string_or_the_script() {
        assert_eq!(
            quoted(r#"{"a":"</script>'&\n"}"#),
            r"{\u0022a\u0022:\u0022\u003C/script\u003E\u0027\u0026\u005Cn\u0022}"
        );
        assert_eq!(quoted("\u{2028}é"), "\\u2028é");
    }
}
