//! The bodies of the mails that the system writes.

use std::sync::LazyLock;

use clerk_base::config::MailLook;
use html2text::render::TrivialDecorator;
use minijinja::{Value, context};
use regex::{Captures, Regex};

use crate::{
    error::{DomainError, Result},
    templates,
};

/// How long the lines of the plain text are.
const WIDTH: usize = 76;
const PARAGRAPH: &str = r#"<p style="margin:0 0 12px 0;">"#;

/// Puts a body into the frame of our mails. `body` is HTML and not escaped.
pub fn layout(look: &MailLook, body: &str) -> Result<String> {
    let body = style_links(&body.replace("<p>", PARAGRAPH), &look.colour);
    let values = context! {
        body => Value::from_safe_string(body),
        logo_url => &look.logo_url,
        colour => &look.colour,
        background => &look.background,
    };
    templates::render("email/layout.html", values)
}

/// Gives every link that has no style of its own one that can be read on our background.
fn style_links(html: &str, colour: &str) -> String {
    static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?i)<a(\s[^>]*)>").ok());
    let Some(link) = LINK.as_ref() else { return html.to_owned() };
    link.replace_all(html, |found: &Captures<'_>| {
        let attributes = &found[1];
        if attributes.to_ascii_lowercase().contains("style=") {
            return found[0].to_owned();
        }
        format!(r#"<a style="color:{colour};text-decoration:underline;"{attributes}>"#)
    })
    .into_owned()
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
    use super::*;

    #[test]
    fn the_frame_looks_as_configured() {
        let mut look =
            MailLook { logo_url: None, colour: "#112233".into(), background: "#ddeeff".into() };
        let body = r#"<p>See <a href="https://x.example">x</a>, <A HREF="y" STYLE="a:b">y</A></p><abbr>z</abbr>"#;
        let html = layout(&look, body).unwrap();
        assert!(html.contains(
            r#"<a style="color:#112233;text-decoration:underline;" href="https://x.example">x</a>"#
        ));
        assert!(html.contains(r#"<A HREF="y" STYLE="a:b">y</A></p><abbr>z</abbr>"#), "{html}");
        assert!(html.contains("background-color:#ddeeff") && !html.contains("<img"));
        look.logo_url = Some("https://files.example/logo.png?a=1&b=\"2".into());
        let html = layout(&look, body).unwrap();
        assert!(html.contains(r#"<img src="https:&#x2f;&#x2f;files.example&#x2f;logo.png?a=1&amp;b=&quot;2" alt="Anika Legal""#), "{html}");
    }

    #[test]
    fn the_plain_text_has_no_marks() {
        let body = "<p>Hello A &amp; B,</p>\n<p>a <strong>bold</strong> <a href=\"mailto:x@y.example\">x@y.example</a></p>";
        let text = plain_text(body).unwrap();
        assert_eq!(text, "Hello A & B,\n\na bold x@y.example\nAnika Legal\n");
    }
}
