//! Telling a Word document from other zip archives.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

/// How a zip archive begins.
pub(super) const SIGNATURE: &[u8] = b"PK\x03\x04";

/// The record that ends an archive, without its comment, and the longest comment.
const END: usize = 22;
const COMMENT: usize = 65_535;
/// A directory larger than this is no letter somebody wrote.
const DIRECTORY: u32 = 1_000_000;
/// The fixed part of an entry of the directory.
const ENTRY: usize = 46;

/// Whether an archive is a Word document without macros: its directory lists the parts that every such
/// document has.
pub(super) fn is_word(file: &mut File) -> io::Result<bool> {
    let Some(directory) = directory(file)? else { return Ok(false) };
    let names = names(&directory);
    let has = |name: &str| names.contains(&name.as_bytes());
    Ok(has("[Content_Types].xml") && has("word/document.xml") && !has("word/vbaProject.bin"))
}

/// The central directory, where all the entries are listed.
fn directory(file: &mut File) -> io::Result<Option<Vec<u8>>> {
    let length = file.seek(SeekFrom::End(0))?;
    let tail_at = length.saturating_sub((END + COMMENT) as u64);
    file.seek(SeekFrom::Start(tail_at))?;
    let mut tail = Vec::new();
    file.by_ref().take((END + COMMENT) as u64).read_to_end(&mut tail)?;
    let Some(end) = tail.windows(END).rposition(|bytes| bytes.starts_with(b"PK\x05\x06")) else {
        return Ok(None);
    };
    let (Some(size), Some(offset)) = (number(&tail, end + 12), number(&tail, end + 16)) else {
        return Ok(None);
    };
    if size > DIRECTORY || u64::from(offset) + u64::from(size) > length {
        return Ok(None);
    }
    file.seek(SeekFrom::Start(offset.into()))?;
    let mut directory = Vec::new();
    file.by_ref().take(size.into()).read_to_end(&mut directory)?;
    Ok(Some(directory))
}

fn names(mut directory: &[u8]) -> Vec<&[u8]> {
    let mut names = Vec::new();
    while directory.starts_with(b"PK\x01\x02") {
        let lengths = [28, 30, 32].map(|at| short(directory, at).unwrap_or(usize::MAX));
        let [name, extra, comment] = lengths;
        let Some(found) = directory.get(ENTRY..ENTRY.saturating_add(name)) else { break };
        names.push(found);
        let next = ENTRY.saturating_add(name).saturating_add(extra).saturating_add(comment);
        directory = directory.get(next..).unwrap_or_default();
    }
    names
}

fn short(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..)?.first_chunk::<2>()?;
    Some(usize::from(u16::from_le_bytes(*bytes)))
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(*bytes.get(at..)?.first_chunk::<4>()?))
}
