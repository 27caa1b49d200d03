//! The bodies of the mails that the system writes.

use html2text::render::TrivialDecorator;
use minijinja::{Value, context};

use crate::{
    domain::templates,
    error::{DomainError, Result},
};

/// How long the lines of the plain text are.
const WIDTH: usize = 76;
const PARAGRAPH: &str = r#"<p style="margin:0 0 12px 0;">"#;

/// Puts a body into the frame of our mails. `body` is HTML and not escaped.
///
/// # Errors
/// Fails when the template does.
pub fn layout(body: &str) -> Result<String> {
    let body = Value::from_safe_string(body.replace("<p>", PARAGRAPH));
    templates::render("email/layout.html", context! { body })
}

/// The plain text of a body, with the name that the HTML frame shows at its end.
///
/// # Errors
/// [`DomainError::Fatal`] when the HTML cannot be read.
pub fn plain_text(body: &str) -> Result<String> {
    let text = html2text::config::with_decorator(TrivialDecorator::new())
        .string_from_read(body.as_bytes(), WIDTH)
        .map_err(|error| DomainError::Fatal(format!("mail text: {error}")))?;
    let sign_off = templates::render("email/sign_off.txt", context! {})?;
    Ok(format!("{}\n{sign_off}\n", text.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn the_plain_text_has_no_marks() {
        let body = "<p>Hello A &amp; B,</p>\n<p>a <strong>bold</strong> <a href=\"mailto:x@y.example\">x@y.example</a></p>";
        let text = plain_text(body).unwrap();
        assert_eq!(text, "Hello A & B,\n\na bold x@y.example\nAnika Legal\n");
    }
}
