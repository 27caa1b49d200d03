//! The HTML of emails, made fit for showing.

mod cache;
mod content_ids;
mod fold;
mod pieces;
mod plain;
mod sanitise;
mod tokens;

use std::{collections::HashMap, fmt::Write};

use minijinja::{Value, context};

use crate::{
    emails::rendering::html::{pieces::Piece, tokens::Tag},
    error::Result,
    templates,
};

pub use crate::emails::rendering::html::cache::{for_display, prepare};

/// Attributes that are kept, of any element. Which element may have which, the sanitiser decides.
const ATTRIBUTES: [&str; 21] = [
    "align",
    "alt",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "color",
    "colspan",
    "dir",
    "face",
    "height",
    "href",
    "lang",
    "rowspan",
    "size",
    "start",
    "style",
    "title",
    "type",
    "valign",
    "width",
];

/// Longer attributes are left out.
const MAX_ATTRIBUTE: usize = 4096;
/// The most characters with an entity in a piece of text.
const MAX_ENTITIES: usize = 200;

/// The HTML to show for a body: without anything that runs, asks for input, fetches from elsewhere
/// or leaves its place on the page; images of `cid:` addresses come from `images`; what it quotes of
/// earlier messages is folded. Takes time in proportion to the size: for large mail, not on a thread
/// that serves requests.
pub fn display(html: &str, images: &HashMap<String, String>) -> Result<String> {
    let pieces = pieces::pieces(html);
    let mut quotes = fold::quotes(&pieces).into_iter().peekable();
    let mut tidy = String::with_capacity(html.len());
    let mut at = 0;
    while at < pieces.len() {
        match quotes.next_if(|quote| quote.start == at) {
            Some(quote) => {
                let mut inner = String::new();
                let mut writer = Writer::new(images, &mut inner);
                pieces
                    .get(quote.clone())
                    .unwrap_or_default()
                    .iter()
                    .for_each(|piece| writer.write(piece));
                tidy.push_str(&fold_up(&inner)?);
                at = quote.end;
            }
            None => {
                let end = quotes.peek().map_or(pieces.len(), |quote| quote.start);
                let mut writer = Writer::new(images, &mut tidy);
                pieces
                    .get(at..end)
                    .unwrap_or_default()
                    .iter()
                    .for_each(|piece| writer.write(piece));
                at = end;
            }
        }
    }
    Ok(sanitise::sanitise(&tidy))
}

/// The HTML to show for a plain text.
pub fn display_text(text: &str) -> Result<String> {
    plain::to_html(text)
}

/// Puts HTML where it is seen only on demand.
fn fold_up(html: &str) -> Result<String> {
    let html = Value::from_safe_string(html.to_owned());
    templates::render("email/quote.html", context! { html })
}

/// Writes pieces as HTML.
struct Writer<'a> {
    images: &'a HashMap<String, String>,
    out: &'a mut String,
    /// Characters with an entity since the last tag.
    entities: usize,
}

impl<'a> Writer<'a> {
    fn new(images: &'a HashMap<String, String>, out: &'a mut String) -> Self {
        Self { images, out, entities: 0 }
    }

    fn write(&mut self, piece: &Piece<'_>) {
        if !matches!(piece, Piece::Text(_)) {
            self.entities = 0;
        }
        match piece {
            Piece::Text(text) => self.text(text),
            Piece::End(name) => {
                let _ = write!(self.out, "</{name}>");
            }
            Piece::Void("img", tag) => self.image(tag),
            Piece::Start(name, tag) | Piece::Void(name, tag) => self.tag(name, tag),
        }
    }

    /// The sanitiser looks through all that is left of a text at each character that it writes as an
    /// entity, so a text must not have too many of them.
    fn text(&mut self, text: &str) {
        for letter in text.chars() {
            if matches!(letter, '&' | '<' | '>' | '\u{80}'..='\u{bf}') {
                self.entities += 1;
                if self.entities > MAX_ENTITIES {
                    self.out.push_str("<wbr>");
                    self.entities = 1;
                }
            }
            match letter {
                '<' => self.out.push_str("&lt;"),
                other => self.out.push(other),
            }
        }
    }

    fn tag(&mut self, name: &str, tag: &Tag<'_>) {
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in &tag.attributes {
            if ATTRIBUTES.contains(&name.as_str()) {
                self.attribute(name, value);
            }
        }
        self.out.push('>');
    }

    fn attribute(&mut self, name: &str, value: &str) {
        if value.len() <= MAX_ATTRIBUTE {
            let value = value.replace('"', "&quot;").replace('<', "&lt;");
            let _ = write!(self.out, " {name}=\"{value}\"");
        }
    }

    /// An image that came with the email. Others would tell their server who reads the email when, so
    /// only their description is left.
    fn image(&mut self, tag: &Tag<'_>) {
        let source = tag.get("src").trim();
        let id = source
            .get(..4)
            .filter(|scheme| scheme.eq_ignore_ascii_case("cid:"))
            .map(|_| source.get(4..).unwrap_or_default().replace("&amp;", "&").replace("%40", "@"));
        let Some(address) = id.and_then(|id| self.images.get(&id)) else {
            return self.text(tag.get("alt"));
        };
        self.out.push_str("<img");
        self.attribute("src", address);
        for name in ["alt", "width", "height"] {
            if !tag.get(name).is_empty() {
                self.attribute(name, tag.get(name));
            }
        }
        self.out.push('>');
    }
}

#[cfg(test)]
mod tests;
