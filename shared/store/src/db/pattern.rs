//! Patterns for `LIKE`.

/// A pattern for texts that contain the word, whose own `%`, `_` and `\` mean themselves.
#[must_use]
pub fn contains(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len() + 2);
    pattern.push('%');
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metacharacters_mean_themselves() {
        assert_eq!(contains("o'neil"), "%o'neil%");
        assert_eq!(contains(r"5%_\x"), r"%5\%\_\\x%");
    }
}
