//! Small rules for texts.

use unicode_normalization::UnicodeNormalization;

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

/// Lower-case ASCII letters, digits and underscores, joined by single hyphens, as Django makes slugs.
#[must_use]
pub fn slugify(text: &str) -> String {
    let kept: String = text
        .nfkd()
        .filter(char::is_ascii)
        .map(|letter| letter.to_ascii_lowercase())
        .filter(|letter| {
            letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-') || is_space(*letter)
        })
        .collect();
    let joined = kept
        .split(|letter: char| letter == '-' || is_space(letter))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    joined.trim_matches(['-', '_']).to_owned()
}

/// White space as Python's regular expressions see it, within ASCII.
fn is_space(letter: char) -> bool {
    letter.is_ascii_whitespace() || matches!(letter, '\u{b}' | '\u{1c}'..='\u{1f}')
}

/// Text for HTML, where it is put in by other means than a template. With the spelling of Django,
/// `&#x27;`.
#[must_use]
pub fn escape_html(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, letter| {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#x27;"),
            other => escaped.push(other),
        }
        escaped
    })
}

/// At most so many characters.
#[must_use]
pub fn cut(text: &str, max: usize) -> &str {
    text.char_indices().nth(max).map_or(text, |(at, _)| text.get(..at).unwrap_or(text))
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

    #[test]
    fn slugs_are_djangos() {
        for (text, slug) in
            [("Café – ½ price?!", "cafe-12-price"), ("a -- b__c", "a-b__c"), ("日", "")]
        {
            assert_eq!(slugify(text), slug);
        }
    }

    #[test]
    fn html_is_escaped() {
        assert_eq!(escape_html("<a b='c'>&\"é"), "&lt;a b=&#x27;c&#x27;&gt;&amp;&quot;é");
    }
}
