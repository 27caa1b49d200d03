//! The parts of a posted form. Reads whatever can be read of a broken one, and never fails.

use bytes::Bytes;
use memchr::memmem;
use url::form_urlencoded;

use crate::emails::threads::unfold;

/// More parts than any mail has; what follows is left out of the email, not out of the stored post.
const MAX_PARTS: usize = 5_000;
/// Headers of a part that are longer are not headers.
const MAX_HEAD: usize = 64 * 1024;

/// One field or file of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Name of the field.
    pub name: String,
    /// What the sender calls the file; `None` for a field.
    pub file_name: Option<String>,
    /// The media type that the part claims to have, often empty.
    pub content_type: String,
    /// The bytes, which share the memory of the whole post.
    pub body: Bytes,
}

/// The named parts of a form, in order.
#[must_use]
pub fn parts(content_type: &str, body: &Bytes) -> Vec<Part> {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return form_urlencoded::parse(body)
            .take(MAX_PARTS)
            .map(|(name, value)| Part {
                name: name.into_owned(),
                file_name: None,
                content_type: String::new(),
                body: value.into_owned().into_bytes().into(),
            })
            .collect();
    }
    let stated = parameter(content_type, "boundary").filter(|boundary| !boundary.is_empty());
    stated
        .map(|boundary| split(boundary.as_bytes(), body))
        .filter(|parts| !parts.is_empty())
        // Without a boundary that works, the first line shows it.
        .or_else(|| first_line(body).map(|boundary| split(boundary, body)))
        .unwrap_or_default()
}

fn first_line(body: &[u8]) -> Option<&[u8]> {
    let line = body.trim_ascii_start();
    let end = memchr::memchr(b'\n', line).unwrap_or(line.len()).min(256);
    let boundary = line.get(..end)?.trim_ascii_end().strip_prefix(b"--")?;
    (!boundary.is_empty()).then_some(boundary)
}

fn split(boundary: &[u8], body: &Bytes) -> Vec<Part> {
    let delimiter = [b"--", boundary].concat();
    let mut parts = Vec::new();
    let mut begins: Option<usize> = None;
    for at in memmem::find_iter(body, &delimiter) {
        let is_at_line = at == 0 || body.get(at - 1) == Some(&b'\n');
        let Some(after) = line_end(body, at + delimiter.len()).filter(|_| is_at_line) else {
            continue;
        };
        if let Some(from) = begins {
            parts.extend(part(&body.slice(from..end_of_text(body, from, at))));
        }
        begins = after;
        if begins.is_none() || parts.len() >= MAX_PARTS {
            return parts;
        }
    }
    // Cut short: the last part ends where the post does.
    if let Some(from) = begins {
        parts.extend(part(&body.slice(from..)));
    }
    parts
}

/// What follows a delimiter: `Some(Some(..))` where the next part begins, `Some(None)` at the end of
/// the form, `None` when this is no delimiter after all.
fn line_end(body: &[u8], at: usize) -> Option<Option<usize>> {
    let rest = body.get(at..)?;
    if rest.starts_with(b"--") {
        return Some(None);
    }
    let blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
    match rest.get(blanks) {
        Some(b'\n') => Some(Some(at + blanks + 1)),
        Some(_) => None,
        None => Some(None),
    }
}

/// The line break before a delimiter belongs to the delimiter.
fn end_of_text(body: &[u8], from: usize, delimiter: usize) -> usize {
    let text = body.get(from..delimiter).unwrap_or_default();
    let text = text.strip_suffix(b"\n").unwrap_or(text);
    from + text.strip_suffix(b"\r").unwrap_or(text).len()
}

fn part(text: &Bytes) -> Option<Part> {
    let (head, body) = head_and_body(text)?;
    let head = String::from_utf8_lossy(&head);
    let header =
        |name: &str| unfold(&head).find(|(known, _)| known == name).map(|(_, value)| value);
    let disposition = header("content-disposition")?;
    Some(Part {
        name: parameter(&disposition, "name")?,
        file_name: extended(&disposition).or_else(|| parameter(&disposition, "filename")),
        content_type: header("content-type").unwrap_or_default(),
        body,
    })
}

fn head_and_body(text: &Bytes) -> Option<(Bytes, Bytes)> {
    let mut line = 0;
    loop {
        let rest = text.get(line..)?;
        let length = memchr::memchr(b'\n', rest)?;
        if rest.get(..length)?.trim_ascii().is_empty() {
            return Some((text.slice(..line), text.slice(line + length + 1..)));
        }
        line += length + 1;
        if line > MAX_HEAD {
            return None;
        }
    }
}

/// A parameter of a header, `x` of `form-data; name=x`, quoted or not.
pub fn parameter(header: &str, name: &str) -> Option<String> {
    let mut rest = header;
    while let Some(at) = end_of_value(rest) {
        rest = rest.get(at + 1..)?;
        let (key, value) = rest.split_once('=')?;
        // A parameter without a value may come before ours.
        let key = key.rsplit(';').next().unwrap_or(key);
        if key.trim().eq_ignore_ascii_case(name) {
            return Some(unquote(value.trim_start()));
        }
        rest = value;
    }
    None
}

/// Where the semicolon is that ends a value, outside quotes.
fn end_of_value(text: &str) -> Option<usize> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_quoted => is_escaped = true,
            b'"' => is_quoted = !is_quoted,
            b';' if !is_quoted => return Some(at),
            _ => {}
        }
    }
    None
}

fn unquote(value: &str) -> String {
    let Some(quoted) = value.strip_prefix('"') else {
        return value.split(';').next().unwrap_or_default().trim().to_owned();
    };
    let mut text = String::new();
    let mut letters = quoted.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => break,
            '\\' => match letters.next() {
                Some(escaped @ ('"' | '\\')) => text.push(escaped),
                // Not an escape, but a Windows path.
                Some(other) => text.extend(['\\', other]),
                None => {}
            },
            other => text.push(other),
        }
    }
    text
}

/// `filename*=UTF-8''na%C3%AFve.txt`.
fn extended(disposition: &str) -> Option<String> {
    let value = parameter(disposition, "filename*")?;
    let mut pieces = value.splitn(3, '\'');
    let (charset, _, encoded) = (pieces.next()?, pieces.next()?, pieces.next()?);
    let bytes = percent_decoded(encoded);
    Some(super::charset::decode(&bytes, Some(charset)))
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| first == b'%');
        let escaped = digits.and_then(|digits| hex::decode(digits).ok()?.first().copied());
        bytes.push(escaped.unwrap_or(first));
        rest = if escaped.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content_type: &str, body: &str) -> Vec<(String, Option<String>, String)> {
        parts(content_type, &Bytes::copy_from_slice(body.as_bytes()))
            .into_iter()
            .map(|part| {
                (part.name, part.file_name, String::from_utf8_lossy(&part.body).into_owned())
            })
            .collect()
    }

    const FORM: &str = "multipart/form-data; boundary=xYzZY";

    #[test]
    fn fields_and_files_are_distinguished() {
        let body = "--xYzZY\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nHello\r\n--xY\r\n\
            \r\n--xYzZY\r\nContent-Disposition: form-data; name=\"attachment1\"; filename=\"a;\\\"b\\\".txt\"\r\n\
            Content-Type: text/plain\r\n\r\n--xYzZY is no end\r\n\r\n--xYzZY--\r\n";
        let expected = [
            ("text", None, "Hello\r\n--xY\r\n"),
            ("attachment1", Some("a;\"b\".txt"), "--xYzZY is no end\r\n"),
        ]
        .map(|(a, b, c)| (a.to_owned(), b.map(str::to_owned), c.to_owned()));
        assert_eq!(read(FORM, body), expected);
        let bare = body.replace("\r\n", "\n");
        assert_eq!(read("multipart/form-data", &bare).len(), 2);
        assert_eq!(read("multipart/form-data; boundary=\"wrong\"", body).len(), 2);
    }

    #[test]
    fn a_post_cut_short_gives_what_it_has() {
        let body = "--xYzZY\r\nContent-Disposition: form-data; name=text\r\n\r\nHel";
        assert_eq!(read(FORM, body), [("text".to_owned(), None, "Hel".to_owned())]);
        for junk in ["", "--", "--xYzZY", "--xYzZY--", "\r\n\r\n", "--xYzZY\r\n\r\n\r\n--xYzZY--"] {
            assert_eq!(read(FORM, junk), []);
        }
    }

    #[test]
    fn names_come_in_several_ways() {
        let name = |disposition: &str| {
            extended(disposition).or_else(|| parameter(disposition, "filename")).unwrap_or_default()
        };
        assert_eq!(name("form-data; name=x; filename=plain.txt; size=1"), "plain.txt");
        assert_eq!(
            name("form-data; filename*=UTF-8''na%C3%AFve+%26.txt; filename=x"),
            "naïve+&.txt"
        );
        assert_eq!(name("form-data; filename*=iso-8859-1'en'%E9.txt"), "é.txt");
        assert_eq!(name(r#"form-data; filename="C:\docs\a.txt""#), r"C:\docs\a.txt");
        assert_eq!(name("form-data; filename=\"never closed"), "never closed");
        assert_eq!(name("form-data; inline; filename=a"), "a");
    }

    #[test]
    fn a_form_need_not_be_multipart() {
        let found =
            read("application/x-www-form-urlencoded; charset=utf-8", "to=a%40b&text=%C3%A9+1");
        assert_eq!(found[1], ("text".to_owned(), None, "é 1".to_owned()));
    }
}
