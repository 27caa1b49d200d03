//! The bodies of the mails that the system writes.

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
    let text = html2text::config::plain_no_decorate()
        .link_footnotes(false)
        .string_from_read(body.as_bytes(), WIDTH)
        .map_err(|error| DomainError::Fatal(format!("mail text: {error}")))?;
    let sign_off = templates::render("email/sign_off.txt", context! {})?;
    Ok(format!("{}\n{sign_off}\n", text.trim_end()))
}
