//! Small rules for texts.

/// HTML that people wrote or that came from outside, without anything that could run or lay itself
/// over the page.
#[must_use]
pub fn clean(html: &str) -> String {
    ammonia::clean(html)
}

/// Every word with a capital and the rest in small letters, where a word is a run of letters:
/// `o'neil SMITH` becomes `O'Neil Smith`. Names are shown like this.
#[must_use]
pub fn title(text: &str) -> String {
    let mut is_inside_word = false;
    let mut titled = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_inside_word {
            titled.extend(letter.to_lowercase());
        } else {
            let mut upper = letter.to_uppercase();
            titled.extend(upper.next());
            titled.extend(upper.flat_map(char::to_lowercase));
        }
        is_inside_word = letter.is_lowercase() || letter.is_uppercase();
    }
    titled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_get_capitals() {
        assert_eq!(title("o'neil SMITH-jones"), "O'Neil Smith-Jones");
        assert_eq!(title("3rd émile ßen"), "3Rd Émile Ssen");
        assert_eq!(title(""), "");
    }
}
