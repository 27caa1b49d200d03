//! HTML with every element closed where it should be and only the elements that mail is shown with,
//! so that later steps need not think about the rest.

use super::tokens::{Tag, Token, Tokens};

/// Elements that are shown. What is in any other is shown without it.
pub const ELEMENTS: [&str; 54] = [
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "li",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    "wbr",
];
const VOID: [&str; 5] = ["br", "col", "hr", "img", "wbr"];
/// They end a paragraph that is open.
const BLOCKS: [&str; 21] = [
    "blockquote",
    "center",
    "details",
    "div",
    "dl",
    "dd",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "ul",
];
/// How deep elements may be nested; the tags of deeper ones are left out.
const MAX_DEPTH: usize = 100;
/// How many open elements are remembered.
const MAX_OPEN: usize = 120;
/// How many elements are kept; the tags of later ones are left out.
const MAX_ELEMENTS: usize = 100_000;

/// A piece of tidy HTML.
#[derive(Clone, Debug)]
pub enum Piece<'a> {
    /// As written, with its entities.
    Text(&'a str),
    /// A start tag, which an end tag follows further on.
    Start(&'static str, Tag<'a>),
    /// An end tag.
    End(&'static str),
    /// A tag of an element that has no end.
    Void(&'static str, Tag<'a>),
}

/// Cuts HTML into tidy pieces: every start has its end, properly nested.
pub fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut tidy = Tidy { pieces: Vec::new(), open: Vec::new(), elements: 0 };
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) => tidy.pieces.push(Piece::Text(text)),
            Token::Start(tag) => tidy.start(tag),
            Token::End(name) => tidy.end(&name),
        }
    }
    tidy.close_to(0);
    tidy.pieces
}

/// Whether an element begins on a line of its own.
pub fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name) || is_cell(name) || matches!(name, "tr" | "tbody" | "thead" | "tfoot")
}

fn is_cell(name: &str) -> bool {
    matches!(name, "td" | "th" | "caption")
}

fn known(name: &str) -> Option<&'static str> {
    ELEMENTS.binary_search(&name).ok().and_then(|at| ELEMENTS.get(at)).copied()
}

struct Tidy<'a> {
    pieces: Vec<Piece<'a>>,
    /// Elements that are open, and whether their tags were kept.
    open: Vec<(&'static str, bool)>,
    elements: usize,
}

impl<'a> Tidy<'a> {
    fn start(&mut self, tag: Tag<'a>) {
        let Some(name) = known(&tag.name) else { return };
        self.end_what_cannot_hold(name);
        self.elements += 1;
        let is_kept = self.open.len() < MAX_DEPTH && self.elements <= MAX_ELEMENTS;
        if VOID.contains(&name) {
            if self.elements <= MAX_ELEMENTS {
                self.pieces.push(Piece::Void(name, tag));
            }
        } else if self.open.len() < MAX_OPEN {
            self.open.push((name, is_kept));
            if is_kept {
                self.pieces.push(Piece::Start(name, tag));
            }
        }
    }

    /// Ends the elements that a new one cannot be part of, as browsers do.
    fn end_what_cannot_hold(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.close_last(&["p"], &["table", "td", "th", "caption"]);
        }
        match name {
            "a" => self.close_last(&["a"], &["table", "td", "th", "caption"]),
            "li" => self.close_last(&["li"], &["ul", "ol", "table", "td", "th"]),
            "dd" | "dt" => self.close_last(&["dd", "dt"], &["dl", "table", "td", "th"]),
            "td" | "th" => self.close_last(&["td", "th", "caption"], &["table", "tr"]),
            "tr" => self.close_last(&["tr", "caption"], &["table"]),
            "tbody" | "thead" | "tfoot" => {
                self.close_last(&["tbody", "thead", "tfoot", "caption"], &["table"]);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match known(name) {
            Some("br") => {
                let tag = Tag { name: name.to_owned(), attributes: Vec::new() };
                self.start(tag);
            }
            Some(name) if is_cell(name) || matches!(name, "tr" | "tbody" | "thead" | "tfoot") => {
                self.close_last(&[name], &["table"]);
            }
            Some("table") => self.close_last(&["table"], &[]),
            Some(name) => self.close_last(&[name], &["table", "td", "th", "caption"]),
            None => {}
        }
    }

    /// Closes the innermost open element of one of these names, unless a limit lies before it.
    fn close_last(&mut self, names: &[&str], limits: &[&str]) {
        let found = self.open.iter().rposition(|(it, _)| names.contains(it) || limits.contains(it));
        if let Some(at) = found
            && self.open.get(at).is_some_and(|(it, _)| names.contains(it))
        {
            self.close_to(at);
        }
    }

    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth
            && let Some((name, is_kept)) = self.open.pop()
        {
            if is_kept {
                self.pieces.push(Piece::End(name));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(html: &str) -> String {
        let show = |piece: &Piece<'_>| match piece {
            Piece::Text(text) => (*text).to_owned(),
            Piece::Start(name, _) | Piece::Void(name, _) => format!("<{name}>"),
            Piece::End(name) => format!("</{name}>"),
        };
        pieces(html).iter().map(show).collect()
    }

    #[test]
    fn elements_are_closed_where_browsers_close_them() {
        assert!(ELEMENTS.is_sorted());
        assert_eq!(show("<p>a<p>b<div>c"), "<p>a</p><p>b</p><div>c</div>");
        assert_eq!(show("<b><i>x</b>y</i>"), "<b><i>x</i></b>y");
        assert_eq!(
            show("<ul><li>a<li>b<ul><li>c</ul>"),
            "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>"
        );
        assert_eq!(
            show("<table><tr><td>a<td><p>b</table>c</p>"),
            "<table><tr><td>a</td><td><p>b</p></td></tr></table>c"
        );
        assert_eq!(show("<form>a<input>b</form><o:p>c</o:p></br>"), "abc<br>");
    }

    #[test]
    fn the_depth_has_a_limit() {
        let deep = show(&"<div>".repeat(100_000));
        assert_eq!(deep.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(deep.matches("</div>").count(), MAX_DEPTH);
        let many = show(&"<b>x</b>".repeat(MAX_ELEMENTS + 5));
        assert_eq!(many.matches("<b>").count(), MAX_ELEMENTS);
        assert_eq!(many.matches('x').count(), MAX_ELEMENTS + 5);
    }
}
