//! Bytes as text, whatever their character set is said to be.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Reads bytes in the character set of this name. One that is unknown or not named is taken for UTF-8
/// when the bytes are that, and for Western European otherwise. What cannot be read becomes U+FFFD;
/// null characters, which PostgreSQL does not take, are left out.
#[must_use]
pub fn decode(bytes: &[u8], label: Option<&str>) -> String {
    let stated = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let (text, _) = match stated {
        // Many a message says so and holds UTF-8, of which ASCII is a part.
        Some(encoding) if encoding != WINDOWS_1252 => encoding.decode_with_bom_removal(bytes),
        _ if std::str::from_utf8(bytes).is_ok() => UTF_8.decode_with_bom_removal(bytes),
        _ => WINDOWS_1252.decode_without_bom_handling(bytes),
    };
    if text.contains('\0') { text.replace('\0', "") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn text_is_read_as_what_it_is() {
        for (bytes, label, text) in [
            (&b"caf\xC3\xA9"[..], Some("UTF-8"), "café"),
            (b"caf\xC3\xA9", None, "café"),
            (b"caf\xC3\xA9", Some("us-ascii"), "café"),
            (b"caf\xE9", Some("iso-8859-1"), "café"),
            (b"caf\xE9", Some("x-unknown"), "café"),
            (b"caf\xE9", Some("utf-8"), "caf\u{FFFD}"),
            (b"\x93quoted\x94", Some("Windows-1252"), "“quoted”"),
            (b"\xC4\xE3\xBA\xC3", Some("gb2312"), "你好"),
            (b"\x1B$B$3$s\x1B(B", Some("iso-2022-jp"), "こん"),
            (b"\xF9\xEC\xE5\xED", Some("windows-1255"), "שלום"),
            (b"a\0b", None, "ab"),
            (b"\xEF\xBB\xBFa", Some("utf-8"), "a"),
            (b"", Some(""), ""),
        ] {
            assert_eq!(decode(bytes, label), text, "{label:?}");
        }
    }
}
