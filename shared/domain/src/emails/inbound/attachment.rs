//! Where attachments are kept.

use md5::{Digest, Md5};

use crate::emails::slug::slugify;

/// Longest name in a key: file systems take 255 bytes, and the database 1,088 with what precedes it.
const LONGEST_NAME: usize = 120;
/// Longest ending.
const LONGEST_ENDING: usize = 16;

/// The key of an attachment in the file store, the original's: the same bytes under the same name
/// have the same key. The name is cut, and made up where nothing of it can be kept.
#[must_use]
pub fn key(name: &str, bytes: &[u8]) -> String {
    format!("email-attachments/{}/{}", hex::encode(Md5::digest(bytes)), safe_name(name))
}

fn safe_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let slugs: Vec<String> = name.split('.').map(slugify).collect();
    let (ending, stem) = match slugs.split_last() {
        Some((ending, stem)) if !stem.is_empty() => (ending.as_str(), stem.join(".")),
        _ => ("", slugs.concat()),
    };
    let stem = stem.get(..LONGEST_NAME).unwrap_or(&stem).trim_matches('.');
    let stem = if stem.is_empty() { "attachment" } else { stem };
    let ending = ending.get(..LONGEST_ENDING).unwrap_or(ending);
    if ending.is_empty() { stem.to_owned() } else { format!("{stem}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe() {
        for (name, safe) in [
            ("Lease Agreement (1).PDF", "lease-agreement-1.pdf"),
            ("archive.tar.gz", "archive.tar.gz"),
            ("Café.docx", "cafe.docx"),
            ("合同.pdf", "attachment.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\me\\a.txt", "a.txt"),
            ("..", "attachment"),
            (".htaccess", "attachment.htaccess"),
            ("", "attachment"),
            ("no ending", "no-ending"),
            ("a\0b\r\n.txt", "ab.txt"),
        ] {
            assert_eq!(safe_name(name), safe, "{name:?}");
        }
        let long = safe_name(&format!("{}.{}", "a".repeat(5_000), "b".repeat(5_000)));
        assert_eq!(long.len(), LONGEST_NAME + 1 + LONGEST_ENDING);
        assert_eq!(
            key("A b.txt", b""),
            "email-attachments/d41d8cd98f00b204e9800998ecf8427e/a-b.txt"
        );
    }
}
