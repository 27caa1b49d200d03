//! Reading filters from a query string. A blank value is no value; everything wrong is reported at
//! once.

use actix_web::HttpRequest;
use clerk_domain::{FieldError, vocabulary::Choices};
use url::form_urlencoded;
use uuid::Uuid;

use crate::error::{ApiError, ApiResult};

/// The parameters of a request, and what was found wrong with them so far.
#[derive(Debug, Default)]
pub struct Query {
    pairs: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl Query {
    /// The parameters of a request.
    #[must_use]
    pub fn of(request: &HttpRequest) -> Self {
        Self::parse(request.query_string())
    }

    /// The parameters of a query string.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let pairs = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Self { pairs, errors: Vec::new() }
    }

    /// A parameter that is not blank. Of several with the same name the last one counts.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let last = self.pairs.iter().rev().find(|(other, _)| other == name);
        last.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Every parameter as it came, blank ones too.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// A value of a list.
    pub fn choice(&mut self, name: &'static str, choices: Choices) -> Option<String> {
        let value = self.get(name)?.to_owned();
        if choices.contains(&value) {
            return Some(value);
        }
        self.refuse(name, "invalid_choice", format!("\"{value}\" is not one of the choices."))
    }

    /// Yes or no, in any of the ways in which forms say it.
    pub fn boolean(&mut self, name: &'static str) -> Option<bool> {
        let value = self.get(name)?;
        match value.to_ascii_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "on" | "1" => Some(true),
            "false" | "f" | "no" | "n" | "off" | "0" => Some(false),
            _ => self.refuse(name, "invalid", "This has to be true or false."),
        }
    }

    /// The numeric key of a row.
    pub fn key(&mut self, name: &'static str) -> Option<i32> {
        let value = self.get(name)?.trim();
        let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
        if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
            return self.refuse(name, "incorrect_type", "This has to be a number.");
        }
        match value.parse() {
            Ok(key) => Some(key),
            Err(_) => self.refuse(name, "does_not_exist", format!("There is no number {value}.")),
        }
    }

    /// The UUID of a row.
    pub fn uuid(&mut self, name: &'static str) -> Option<Uuid> {
        match Uuid::parse_str(self.get(name)?.trim()) {
            Ok(uuid) => Some(uuid),
            Err(_) => self.refuse(name, "invalid", "This has to be a UUID."),
        }
    }

    /// A text, without the white space around it.
    pub fn text(&mut self, name: &'static str) -> Option<String> {
        let value = self.get(name)?.trim().to_owned();
        if value.is_empty() {
            return self.refuse(name, "blank", "This may not be blank.");
        }
        if value.contains('\0') {
            let detail = "This may not contain null characters.";
            return self.refuse(name, "null_characters_not_allowed", detail);
        }
        Some(value)
    }

    /// A text to look for. White space alone is nothing to look for.
    pub fn search(&mut self, name: &'static str) -> Option<String> {
        let is_blank = self.get(name)?.trim().is_empty();
        if is_blank { None } else { self.text(name) }
    }

    /// A text as [`Query::text`], of at most `max` characters.
    pub fn short_text(&mut self, name: &'static str, max: usize) -> Option<String> {
        let text = self.text(name)?;
        if text.chars().count() <= max {
            return Some(text);
        }
        self.refuse(name, "max_length", format!("This may have {max} characters at most."))
    }

    /// Notes an error of a parameter.
    pub fn refuse<T>(
        &mut self,
        name: &'static str,
        code: &'static str,
        detail: impl Into<std::borrow::Cow<'static, str>>,
    ) -> Option<T> {
        self.errors.push(FieldError::new(name, code, detail));
        None
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// 400 with every error found.
    pub fn finish(self) -> ApiResult<()> {
        if self.errors.is_empty() { Ok(()) } else { Err(ApiError::Validation(self.errors)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLOURS: Choices = Choices(&[("RED", "Red")]);

    fn codes(query: Query) -> Vec<(String, &'static str)> {
        match query.finish() {
            Err(ApiError::Validation(errors)) => {
                errors.into_iter().map(|error| (error.attr.into_owned(), error.code)).collect()
            }
            _ => Vec::new(),
        }
    }

    #[test]
    fn blank_is_absent_and_the_last_one_counts() {
        let mut query = Query::parse("colour=&open=&id=&uuid=&word=&id=7&colour=RED");
        assert_eq!(query.choice("colour", COLOURS).as_deref(), Some("RED"));
        assert_eq!(query.boolean("open"), None);
        assert_eq!(query.key("id"), Some(7));
        assert_eq!(query.uuid("uuid"), None);
        assert_eq!(query.text("word"), None);
        assert!(query.finish().is_ok());
    }

    #[test]
    fn everything_wrong_is_reported() {
        let mut query =
            Query::parse("colour=PUCE&open=maybe&id=x&big=99999999999&uuid=1&word=%20&nul=a%00b");
        query.choice("colour", COLOURS);
        query.boolean("open");
        query.key("id");
        query.key("big");
        query.uuid("uuid");
        query.text("word");
        query.text("nul");
        let expected = [
            ("colour", "invalid_choice"),
            ("open", "invalid"),
            ("id", "incorrect_type"),
            ("big", "does_not_exist"),
            ("uuid", "invalid"),
            ("word", "blank"),
            ("nul", "null_characters_not_allowed"),
        ];
        assert_eq!(codes(query), expected.map(|(name, code)| (name.to_owned(), code)));
    }

    #[test]
    fn white_space_is_nothing_to_look_for() {
        let mut query = Query::parse("a=%20&b=%20x%20&d=%00");
        let found = ["a", "b", "c"].map(|name| query.search(name));
        assert_eq!(found, [None, Some("x".to_owned()), None]);
        query.search("d");
        assert_eq!(codes(query), [("d".to_owned(), "null_characters_not_allowed")]);
    }

    #[test]
    fn truth_has_many_names() {
        for (text, truth) in [("True", true), ("yes", true), ("1", true), ("FALSE", false)] {
            assert_eq!(
                Query::parse(&format!("open={text}")).boolean("open"),
                Some(truth),
                "{text}"
            );
        }
    }
}
