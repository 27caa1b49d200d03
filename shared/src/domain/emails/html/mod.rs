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

pub use cache::{for_display, prepare};
use pieces::Piece;
use tokens::Tag;

use crate::{domain::templates, error::Result};

/// Attributes that are kept, of any element. Which element may have which, the sanitiser decides.
const ATTRIBUTES: [&str; 21] = [
    "align", "alt", "bgcolor", "border", "cellpadding", "cellspacing", "color", "colspan", "dir",
    "face", "height", "href", "lang", "rowspan", "size", "start", "style", "title", "type",
    "valign", "width",
];

/// The HTML to show for a body: without anything that runs, asks for input, fetches from elsewhere
/// or leaves its place on the page; images of `cid:` addresses come from `images`; what it quotes of
/// earlier messages is folded. Takes time in proportion to the size: for large mail, not on a thread
/// that serves requests.
///
/// # Errors
/// Fails when a template does.
pub fn display(html: &str, images: &HashMap<String, String>) -> Result<String> {
    let pieces = pieces::pieces(html);
    let mut quotes = fold::quotes(&pieces).into_iter().peekable();
    let mut tidy = String::with_capacity(html.len());
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        match quotes.next_if(|quote| quote.start == at) {
            Some(quote) => {
                let mut inner = String::new();
                for piece in pieces.get(quote.clone()).unwrap_or_default() {
                    write(piece, images, &mut inner);
                }
                tidy.push_str(&fold_up(&inner)?);
                at = quote.end;
            }
            None => {
                write(piece, images, &mut tidy);
                at += 1;
            }
        }
    }
    Ok(sanitise::sanitise(&tidy))
}

/// The HTML to show for a plain text.
///
/// # Errors
/// Fails when a template does.
pub fn display_text(text: &str) -> Result<String> {
    plain::to_html(text)
}

/// Puts HTML where it is seen only when somebody asks for it.
fn fold_up(html: &str) -> Result<String> {
    let html = Value::from_safe_string(html.to_owned());
    templates::render("email/quote.html", context! { html })
}

fn write(piece: &Piece<'_>, images: &HashMap<String, String>, out: &mut String) {
    match piece {
        Piece::Text(text) => out.push_str(&text.replace('<', "&lt;")),
        Piece::End(name) => {
            let _ = write!(out, "</{name}>");
        }
        Piece::Void("img", tag) => write_image(tag, images, out),
        Piece::Start(name, tag) | Piece::Void(name, tag) => write_tag(name, tag, out),
    }
}

fn write_tag(name: &str, tag: &Tag<'_>, out: &mut String) {
    out.push('<');
    out.push_str(name);
    for (name, value) in &tag.attributes {
        if ATTRIBUTES.contains(&name.as_str()) {
            write_attribute(name, value, out);
        }
    }
    out.push('>');
}

fn write_attribute(name: &str, value: &str, out: &mut String) {
    let _ = write!(out, " {name}=\"{}\"", value.replace('"', "&quot;").replace('<', "&lt;"));
}

/// An image that came with the email. Others would tell their server who reads the email when, so
/// only their description is left.
fn write_image(tag: &Tag<'_>, images: &HashMap<String, String>, out: &mut String) {
    let source = tag.get("src").trim();
    let id = source.get(..4).filter(|it| it.eq_ignore_ascii_case("cid:")).map(|_| {
        source.get(4..).unwrap_or_default().replace("&amp;", "&").replace("%40", "@")
    });
    match id.and_then(|id| images.get(&id)) {
        Some(address) => {
            out.push_str("<img");
            write_attribute("src", address, out);
            for name in ["alt", "width", "height"] {
                if !tag.get(name).is_empty() {
                    write_attribute(name, tag.get(name), out);
                }
            }
            out.push('>');
        }
        None => out.push_str(&tag.get("alt").replace('<', "&lt;")),
    }
}

#[cfg(test)]
mod tests;
