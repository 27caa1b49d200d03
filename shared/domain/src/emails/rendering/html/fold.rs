//! Finding what an email quotes of earlier ones.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{
    pieces::{Piece, is_block},
    tokens::Tag,
};

/// How much text, in bytes, an introduction or a header of a quoted message may have.
const MAX_INTRODUCTION: usize = 900;
/// How many empty quotes are passed over before the rest is taken as it is.
const MAX_MISSES: usize = 100;
/// How many pieces are looked at to find the first text behind one.
const LOOKAHEAD: usize = 40;

/// "On Tue, 3 March 2026, Mary Nguyen wrote:"
static WROTE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^\s*On\s.{6,400}\bwrote:\s*$").ok());
/// "From: Mary Nguyen Sent: Tuesday, 3 March 2026 To: ..."
static HEADER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*From:.{1,300}?\b(Sent|Date):.{1,300}?\b(To|Subject):").ok()
});
/// "-----Original Message-----"
static ORIGINAL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^\s*-{2,}\s*(Original|Forwarded) Message\s*-{2,}").ok());

/// Whether a text introduces a quoted message: a line, or lines joined by spaces.
pub fn introduces(text: &str) -> bool {
    [&WROTE, &ORIGINAL, &HEADER]
        .iter()
        .any(|known| known.as_ref().is_some_and(|known| known.is_match(text)))
}

/// The pieces that quote earlier messages: ranges in order, apart from each other, each of whole
/// elements. None where there is nothing before it that a reader would see.
pub fn quotes(pieces: &[Piece<'_>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut is_something_before = false;
    let mut misses = 0;
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let is_worth_it = is_something_before && misses < MAX_MISSES;
        let quote = if is_worth_it { quote_at(pieces, at) } else { None };
        misses += usize::from(quote.is_some());
        if let Some(quote) = quote
            && pieces.get(quote.clone()).is_some_and(|quote| quote.iter().any(is_seen))
        {
            at = quote.end;
            misses -= 1;
            found.push(quote);
        } else {
            is_something_before |= is_seen(piece);
            at += 1;
        }
    }
    found
}

/// The quote that begins with this piece.
fn quote_at(pieces: &[Piece<'_>], at: usize) -> Option<Range<usize>> {
    match pieces.get(at)? {
        Piece::Start(name, tag) if is_quote(name, tag) => Some(at..end(pieces, at + 1) + 1),
        Piece::Start(_, tag) if is_divider(tag) => Some(at..end(pieces, at)),
        Piece::Start(name, _) if is_block(name) && !is_part(name) => {
            is_introduced(pieces, at + 1).then(|| at..end(pieces, at))
        }
        Piece::Void("br" | "hr", _) => is_introduced(pieces, at + 1).then(|| at..end(pieces, at)),
        _ => None,
    }
}

/// Elements that hold nothing but a quote: those of Gmail, Apple Mail and Thunderbird, Yahoo, Proton.
fn is_quote(name: &str, tag: &Tag<'_>) -> bool {
    let classes = ["gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote"];
    let has_class = tag.get("class").split_ascii_whitespace().any(|class| classes.contains(&class));
    match name {
        "blockquote" => has_class || tag.get("type").eq_ignore_ascii_case("cite"),
        "div" => has_class,
        _ => false,
    }
}

/// Elements behind which everything is a quote: those of Outlook.
fn is_divider(tag: &Tag<'_>) -> bool {
    let id = tag.get("id");
    matches!(
        id.strip_prefix("x_").unwrap_or(id),
        "divRplyFwdMsg" | "appendonsend" | "OLK_SRC_BODY_SECTION"
    )
}

/// Elements that can only be in some other element, which could not hold a fold.
fn is_part(name: &str) -> bool {
    matches!(
        name,
        "li" | "dd"
            | "dt"
            | "td"
            | "th"
            | "tr"
            | "tbody"
            | "thead"
            | "tfoot"
            | "caption"
            | "summary"
    )
}

/// Whether the text from a piece on introduces a quote.
fn is_introduced(pieces: &[Piece<'_>], from: usize) -> bool {
    let ahead = || pieces.iter().skip(from).take(LOOKAHEAD);
    let first = ahead().find_map(|piece| match piece {
        Piece::Text(text) if !is_blank(text) => Some(trim(text)),
        _ => None,
    });
    // Most text is not worth a closer look.
    let begins = |word: &str| {
        first
            .and_then(|first| first.get(..word.len()))
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    if !["On", "From", "--"].into_iter().any(begins) {
        return false;
    }
    let (mut line, mut lines) = (String::new(), String::new());
    let mut is_line_over = false;
    for piece in ahead() {
        match piece {
            Piece::Text(text) => {
                let text = text.get(..MAX_INTRODUCTION).unwrap_or(text);
                lines.push_str(text);
                if !is_line_over {
                    line.push_str(text);
                }
            }
            Piece::Start(name, _) | Piece::Void(name, _) | Piece::End(name) => {
                if is_block(name) || *name == "br" {
                    lines.push(' ');
                    is_line_over |= !is_blank(&line);
                }
            }
        }
        if lines.len() > MAX_INTRODUCTION {
            break;
        }
    }
    introduces(&spaced(&line)) || introduces(&spaced(&lines))
}

/// The end tag of the element that holds a piece, or the end of everything.
fn end(pieces: &[Piece<'_>], from: usize) -> usize {
    let mut depth = 0_usize;
    for (at, piece) in pieces.iter().enumerate().skip(from) {
        match piece {
            Piece::Start(..) => depth += 1,
            Piece::End(_) if depth == 0 => return at,
            Piece::End(_) => depth -= 1,
            Piece::Text(_) | Piece::Void(..) => {}
        }
    }
    pieces.len()
}

fn is_seen(piece: &Piece<'_>) -> bool {
    match piece {
        Piece::Text(text) => !is_blank(text),
        Piece::Void(name, _) => *name == "img",
        Piece::Start(..) | Piece::End(_) => false,
    }
}

fn is_blank(text: &str) -> bool {
    trim(text).is_empty()
}

fn trim(text: &str) -> &str {
    let mut text = text;
    loop {
        let trimmed = text.trim_start_matches(|letter: char| {
            letter.is_whitespace() || matches!(letter, '\u{200b}' | '\u{200c}' | '\u{feff}')
        });
        let trimmed = trimmed.strip_prefix("&nbsp;").unwrap_or(trimmed);
        let trimmed = trimmed.strip_prefix("&#160;").unwrap_or(trimmed);
        if trimmed.len() == text.len() {
            return text;
        }
        text = trimmed;
    }
}

/// The same on one line, with plain spaces.
fn spaced(text: &str) -> String {
    let text = text.replace("&nbsp;", " ").replace("&#160;", " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
