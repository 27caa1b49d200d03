//! Plain text as HTML.

use clerk_base::text::escape_html;

use super::fold::introduces;
use crate::error::Result;

/// Paragraphs, with the lines as they were and what is quoted of earlier messages folded.
pub fn to_html(text: &str) -> Result<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.split('\n').collect();
    let (shown, quoted) = lines.split_at(quote(&lines));
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    paragraphs(shown, &mut html);
    if !quoted.is_empty() {
        let mut inner = String::new();
        paragraphs(quoted, &mut inner);
        html.push_str(&super::fold_up(&inner)?);
    }
    Ok(html)
}

/// The line with which the quote at the end begins: an introduction, or lines that all begin with
/// `>`. A text that is nothing else is not folded.
fn quote(lines: &[&str]) -> usize {
    let is_blank = |line: &&str| line.trim().is_empty();
    let Some(first) = lines.iter().position(|line| !is_blank(line)) else { return lines.len() };
    let introduced = lines.iter().enumerate().skip(first + 1).find_map(|(at, line)| {
        let candidate = line.trim_start().get(..2)?;
        if !["On", "Fr", "FR", "--"].contains(&candidate) {
            return None;
        }
        // Mail programs break long lines, and headers come one to a line.
        let joined = (1..=5)
            .filter_map(|count| lines.get(at..at + count))
            .any(|lines| introduces(&lines.join(" ")));
        joined.then_some(at)
    });
    let is_quoted = |line: &&str| line.starts_with('>') || line.trim().is_empty();
    let tail = lines.iter().rposition(|line| !is_quoted(line)).map_or(0, |at| at + 1);
    let tail = if lines.iter().skip(tail).all(is_blank) { lines.len() } else { tail };
    let begin = introduced.unwrap_or(lines.len()).min(tail);
    if begin <= first { lines.len() } else { begin }
}

fn paragraphs(lines: &[&str], html: &mut String) {
    let mut is_open = false;
    for line in lines {
        let line = line.trim_end();
        if line.is_empty() {
            if is_open {
                html.push_str("</p>");
            }
            is_open = false;
            continue;
        }
        html.push_str(if is_open { "<br>" } else { "<p>" });
        html.push_str(&escape_html(line));
        is_open = true;
    }
    if is_open {
        html.push_str("</p>");
    }
}
