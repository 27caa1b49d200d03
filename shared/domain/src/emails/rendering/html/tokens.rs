//! Cutting HTML into tags and text, in one pass, whatever it looks like.
//!
//! The sanitiser behind this parses HTML as browsers do, and as in browsers some input takes it time
//! in the square of its size: thousands of attributes in a tag, or of open elements. What leaves here
//! has neither. Safety does not rest on it: the sanitiser sees everything that is shown.

/// The most attributes of a tag that are read.
const MAX_ATTRIBUTES: usize = 32;
/// Elements whose content is no markup. None of it is shown.
const RAW: [&str; 8] =
    ["script", "style", "title", "textarea", "iframe", "xmp", "noembed", "noframes"];

/// A piece of HTML. Texts and values are as they were written, with their entities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// What is between tags.
    Text(&'a str),
    /// A start tag.
    Start(Tag<'a>),
    /// An end tag, by its lower-case name.
    End(String),
}

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    /// In lower case.
    pub name: String,
    /// Lower-case names and values.
    pub attributes: Vec<(String, &'a str)>,
}

impl Tag<'_> {
    /// The value of an attribute, empty when there is none.
    pub fn get(&self, name: &str) -> &str {
        self.attributes.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }
}

/// Reads HTML token by token.
pub struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    /// Begins.
    pub const fn new(html: &'a str) -> Self {
        Self { rest: html }
    }

    /// Takes everything up to an index of `rest`.
    fn take(&mut self, to: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(to).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes everything up to and with the next `end`, or to the end.
    fn take_past(&mut self, end: &str) -> &'a str {
        let to = self.rest.find(end).map_or(self.rest.len(), |at| at + end.len());
        self.take(to)
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        let to = self.rest.find(|letter| !belongs(letter)).unwrap_or(self.rest.len());
        self.take(to)
    }

    fn start(&mut self) -> Tag<'a> {
        let name = self.take_while(|letter| !ends_name(letter)).to_ascii_lowercase();
        let mut attributes = Vec::new();
        loop {
            self.take_while(|letter| letter.is_ascii_whitespace() || letter == '/');
            if self.rest.starts_with('>') {
                self.take(1);
                break;
            }
            if self.rest.is_empty() {
                break;
            }
            let attribute = self.attribute();
            if attributes.len() < MAX_ATTRIBUTES {
                attributes.push(attribute);
            }
        }
        if RAW.contains(&name.as_str()) {
            self.skip_raw(&name);
        }
        Tag { name, attributes }
    }

    fn attribute(&mut self) -> (String, &'a str) {
        let mut name = self.take_while(|letter| !ends_name(letter) && letter != '=');
        if name.is_empty() {
            // A stray equals sign begins a name.
            name = self.take(1);
        }
        self.take_while(|letter| letter.is_ascii_whitespace());
        let value = if self.rest.starts_with('=') {
            self.take(1);
            self.take_while(|letter| letter.is_ascii_whitespace());
            match self.rest.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    self.take(1);
                    let value = self.take_while(|letter| letter != quote);
                    self.take(1);
                    value
                }
                _ => self.take_while(|letter| !letter.is_ascii_whitespace() && letter != '>'),
            }
        } else {
            ""
        };
        (name.to_ascii_lowercase(), value)
    }

    /// Drops everything up to the end tag of an element without markup.
    fn skip_raw(&mut self, name: &str) {
        while let Some(at) = self.rest.find("</") {
            self.take(at + 2);
            let ends =
                self.rest.get(..name.len()).is_some_and(|known| known.eq_ignore_ascii_case(name));
            let next = self.rest.get(name.len()..).and_then(|rest| rest.chars().next());
            if ends && next.is_none_or(ends_name) {
                self.take_past(">");
                return;
            }
        }
        self.rest = "";
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            if !self.rest.starts_with('<') {
                return Some(Token::Text(self.take_while(|letter| letter != '<')));
            }
            let mut after = self.rest.chars().skip(1);
            match (after.next(), after.next()) {
                (Some('a'..='z' | 'A'..='Z'), _) => {
                    self.take(1);
                    return Some(Token::Start(self.start()));
                }
                (Some('/'), Some('a'..='z' | 'A'..='Z')) => {
                    self.take(2);
                    let name = self.take_while(|letter| !ends_name(letter)).to_ascii_lowercase();
                    self.take_past(">");
                    return Some(Token::End(name));
                }
                (Some('!'), _) if self.rest.starts_with("<!--") => {
                    // The marks may overlap: `<!-->` is a whole comment.
                    self.take(2);
                    self.take_past("-->");
                }
                (Some('!' | '?' | '/'), _) => {
                    self.take_past(">");
                }
                _ => return Some(Token::Text(self.take(1))),
            }
        }
    }
}

fn ends_name(letter: char) -> bool {
    letter.is_ascii_whitespace() || matches!(letter, '/' | '>')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(html: &str) -> String {
        let show = |token| match token {
            Token::Text(text) => format!("'{text}'"),
            Token::End(name) => format!("/{name}"),
            Token::Start(tag) => tag
                .attributes
                .iter()
                .fold(tag.name, |shown, (name, value)| format!("{shown} {name}={value}")),
        };
        Tokens::new(html).map(show).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn tags_and_text() {
        assert_eq!(show("a<B>b</b >c"), "'a'|b|'b'|/b|'c'");
        assert_eq!(show(r#"<a HREF = "x>y" b='"' c=d/e f/><br/>"#), "a href=x>y b=\" c=d/e f=|br");
        assert_eq!(show("1 < 2 &lt; 3"), "'1 '|'<'|' 2 &lt; 3'");
        assert_eq!(show("a<!-- <b> -->b<!-->c<!DOCTYPE html><?xml?></ x>"), "'a'|'b'|'c'");
        assert_eq!(show("<p =x>"), "p == x=");
    }

    #[test]
    fn what_is_no_markup_is_skipped() {
        assert_eq!(show("<style>p{}</style ><i>"), "style|i");
        assert_eq!(show("<script>a</scripts><b></SCRIPT>x"), "script|'x'");
        assert_eq!(show("x<title><b>y"), "'x'|title");
    }

    #[test]
    fn unfinished_things_end_with_the_text() {
        for html in ["<", "<a", "<a b", "<a b=", "<a b='", "</", "</a", "<!--", "<!", "a<é"] {
            let _ = show(html);
        }
    }
}
