//! What a file is, going by its bytes; its name proves nothing.
//!
//! The signatures are our own. The content comes from strangers, and the general-purpose crates parse
//! compound files with chains that a crafted file can make endless.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
};

use super::{Kind, ole, zip};

/// How much of the beginning the signatures need.
const HEAD: u64 = 4096;

/// The kind of a file, or `None` when it is none of those accepted. Blocks while it reads; memory use
/// does not grow with the file.
///
/// # Errors
/// Fails when the file cannot be read.
pub fn sniff(file: &mut File) -> io::Result<Option<Kind>> {
    file.rewind()?;
    let mut head = Vec::new();
    file.by_ref().take(HEAD).read_to_end(&mut head)?;
    if let Some(kind) = signature(&head) {
        return Ok(Some(kind));
    }
    if head.starts_with(ole::SIGNATURE) {
        return Ok(ole::is_word(file)?.then_some(Kind::Doc));
    }
    if head.starts_with(zip::SIGNATURE) {
        return Ok(zip::is_word(file)?.then_some(Kind::Docx));
    }
    Ok((is_prose(&head) && is_text(file)?).then_some(Kind::Text))
}

fn signature(head: &[u8]) -> Option<Kind> {
    let at = |offset: usize, bytes: &[u8]| {
        head.get(offset..).is_some_and(|rest| rest.starts_with(bytes))
    };
    Some(match head {
        _ if at(0, &[0xFF, 0xD8, 0xFF]) => Kind::Jpeg,
        _ if at(0, b"\x89PNG\r\n\x1A\n") => Kind::Png,
        _ if at(0, b"GIF87a") || at(0, b"GIF89a") => Kind::Gif,
        _ if at(0, b"RIFF") && at(8, b"WEBP") => Kind::WebP,
        _ if at(0, b"II*\0") || at(0, b"MM\0*") => Kind::Tiff,
        _ if at(0, b"%PDF-") => Kind::Pdf,
        _ if is_bitmap(head) => Kind::Bmp,
        _ if is_heic(head) => Kind::Heic,
        _ => return None,
    })
}

/// Two letters are a weak signature, so the size of the second header must be one that exists.
fn is_bitmap(head: &[u8]) -> bool {
    head.starts_with(b"BM")
        && matches!(head.get(14..18), Some(&[12 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0]))
}

/// An ISO media file whose main or compatible brands say "still image, HEVC".
fn is_heic(head: &[u8]) -> bool {
    const BRANDS: [&[u8]; 7] = [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm"];
    let Some((length, rest)) = head.split_first_chunk::<4>() else { return false };
    let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
    let Some(brands) = rest.strip_prefix(b"ftyp") else { return false };
    let brands = brands.get(..length.saturating_sub(8).min(brands.len())).unwrap_or_default();
    let (brands, _) = brands.as_chunks::<4>();
    brands.iter().any(|brand| BRANDS.contains(&brand.as_slice()))
}

/// Whether a text begins like prose, and not like a page, a drawing or a script.
fn is_prose(head: &[u8]) -> bool {
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    !matches!(text, [b'<', b'!' | b'?' | b'a'..=b'z' | b'A'..=b'Z', ..] | [b'#', b'!', ..] | [])
}

/// Whether the whole file is UTF-8 without control characters.
fn is_text(file: &mut File) -> io::Result<bool> {
    file.seek(SeekFrom::Start(0))?;
    let mut reader = BufReader::new(file);
    let mut piece = vec![0; 64 * 1024];
    let mut kept = 0;
    loop {
        let read = reader.read(piece.get_mut(kept..).unwrap_or_default())?;
        let held = piece.get(..kept + read).unwrap_or_default();
        let valid = match std::str::from_utf8(held) {
            Ok(_) => held.len(),
            // A character may be cut by the end of the piece, not by the end of the file.
            Err(error) if error.error_len().is_none() && read > 0 => error.valid_up_to(),
            Err(_) => return Ok(false),
        };
        if held.iter().take(valid).any(|&byte| is_control(byte)) {
            return Ok(false);
        }
        if read == 0 {
            return Ok(true);
        }
        kept = held.len() - valid;
        piece.copy_within(valid..valid + kept, 0);
    }
}

const fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 11 | 14..=31 | 127)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn kind(bytes: &[u8]) -> Option<Kind> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        sniff(&mut file).unwrap()
    }

    #[test]
    fn images_and_documents_are_known_by_their_signatures() {
        let mut bitmap = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
        assert_eq!(kind(&bitmap), Some(Kind::Bmp));
        bitmap[14] = 7;
        assert_eq!(kind(&bitmap), None);
        assert_eq!(kind(b"\xFF\xD8\xFF\xE0\0\x10JFIF\0"), Some(Kind::Jpeg));
        assert_eq!(kind(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), Some(Kind::Png));
        assert_eq!(kind(b"GIF89a\x01\0\x01\0"), Some(Kind::Gif));
        assert_eq!(kind(b"RIFF\x10\0\0\0WEBPVP8 "), Some(Kind::WebP));
        assert_eq!(kind(b"RIFF\x10\0\0\0WAVEfmt "), None);
        assert_eq!(kind(b"II*\0\x08\0\0\0"), Some(Kind::Tiff));
        assert_eq!(kind(b"%PDF-1.7\n%\xE2\xE3"), Some(Kind::Pdf));
        assert_eq!(kind(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), Some(Kind::Heic));
        assert_eq!(kind(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic"), Some(Kind::Heic));
        assert_eq!(kind(b"\0\0\0\x18ftypisom\0\0\0\0isommp41"), None);
    }

    #[test]
    fn text_is_utf8_that_does_not_begin_like_markup() {
        assert_eq!(kind("Café notes\r\n\tsecond line".as_bytes()), Some(Kind::Text));
        let long = "é".repeat(100_001);
        assert_eq!(kind(format!("a{long}").as_bytes()), Some(Kind::Text));
        assert_eq!(kind(format!("a{long}\0").as_bytes()), None);
        for refused in [
            &b"caf\xE9 in latin-1"[..],
            b"cut short \xC3",
            b"<!DOCTYPE html><p>hi",
            b"\xEF\xBB\xBF  <html>",
            b"<?xml version='1.0'?><svg/>",
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"#!/bin/sh\n",
            b"MZ\x90\0\x03",
            b"\x7FELF\x02\x01",
            b"   \n",
            b"",
        ] {
            assert_eq!(kind(refused), None, "{refused:?}");
        }
    }
}
