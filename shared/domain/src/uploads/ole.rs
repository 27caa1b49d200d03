//! Telling an old Word document from other compound files, such as spreadsheets and installers.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
};

/// How a compound file begins.
pub(super) const SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Sectors of the directory, and of the table of tables, looked at before giving up. The chains come
/// from the file, so they may be endless.
const STEPS: usize = 256;
/// Places of the allocation table named in the header itself.
const IN_HEADER: usize = 109;

/// Whether a compound file holds the stream that every Word document has.
pub(super) fn is_word(file: &mut File) -> io::Result<bool> {
    let mut header = vec![0; 512];
    file.rewind()?;
    if file.read_exact(&mut header).is_err() {
        return Ok(false);
    }
    let shift = u32::from(header.get(30).copied().unwrap_or(0));
    if !matches!(shift, 9 | 12) {
        return Ok(false);
    }
    let mut compound = Compound { file, header, sector_size: 1 << shift };
    let mut sector = number(&compound.header, 48);
    for _ in 0..STEPS {
        let Some(place) = sector else { break };
        let Some(entries) = compound.read(place)? else { break };
        if entries.as_chunks::<128>().0.iter().any(is_word_stream) {
            return Ok(true);
        }
        sector = compound.after(place)?;
    }
    Ok(false)
}

fn is_word_stream(entry: &[u8; 128]) -> bool {
    let name = "WordDocument".encode_utf16().chain([0]).flat_map(u16::to_le_bytes);
    let stream = 2;
    entry.iter().copied().take(26).eq(name)
        && entry.get(64) == Some(&26)
        && entry.get(66) == Some(&stream)
}

struct Compound<'a> {
    file: &'a mut File,
    header: Vec<u8>,
    sector_size: u32,
}

impl Compound<'_> {
    /// The bytes of a sector, or `None` past the end of the file.
    fn read(&mut self, sector: u32) -> io::Result<Option<Vec<u8>>> {
        let size = u64::from(self.sector_size);
        self.file.seek(SeekFrom::Start((u64::from(sector) + 1) * size))?;
        let mut bytes = Vec::new();
        self.file.by_ref().take(size).read_to_end(&mut bytes)?;
        Ok((!bytes.is_empty()).then_some(bytes))
    }

    /// The sector that follows in its chain, from the allocation table.
    fn after(&mut self, sector: u32) -> io::Result<Option<u32>> {
        let in_each = self.sector_size / 4;
        let Some(table) = self.table((sector / in_each) as usize)? else { return Ok(None) };
        let Some(table) = self.read(table)? else { return Ok(None) };
        Ok(number(&table, (sector % in_each) as usize * 4))
    }

    /// The sector that holds the allocation table's piece of this number.
    fn table(&mut self, piece: usize) -> io::Result<Option<u32>> {
        if piece < IN_HEADER {
            return Ok(number(&self.header, 76 + piece * 4));
        }
        let in_each = (self.sector_size / 4) as usize - 1;
        let (skip, index) = ((piece - IN_HEADER) / in_each, (piece - IN_HEADER) % in_each);
        if skip >= STEPS {
            return Ok(None);
        }
        let mut list = number(&self.header, 68);
        for _ in 0..skip {
            let Some(place) = list else { return Ok(None) };
            list = self.read(place)?.and_then(|bytes| number(&bytes, in_each * 4));
        }
        let Some(place) = list else { return Ok(None) };
        Ok(self.read(place)?.and_then(|bytes| number(&bytes, index * 4)))
    }
}

/// A number of the file; those from `0xFFFF_FFF8` up are marks such as "end of chain", not places.
fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let number = u32::from_le_bytes(*bytes.get(at..)?.first_chunk::<4>()?);
    (number < 0xFFFF_FFF8).then_some(number)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// A compound file of one table sector and one directory sector with one stream.
    fn compound(stream: &str, next_of_directory: u32) -> Vec<u8> {
        let mut bytes = vec![0; 512 * 3];
        let mut put = |at: usize, value: &[u8]| bytes[at..at + value.len()].copy_from_slice(value);
        put(0, SIGNATURE);
        put(30, &[9, 0]);
        put(48, &1_u32.to_le_bytes());
        put(68, &0xFFFF_FFFE_u32.to_le_bytes());
        put(76, &0_u32.to_le_bytes());
        put(512 + 4, &next_of_directory.to_le_bytes());
        let name: Vec<u8> = stream.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        put(1024 + 128, &name);
        put(1024 + 128 + 64, &[u8::try_from(name.len()).unwrap(), 0, 2]);
        bytes
    }

    fn check(bytes: &[u8]) -> bool {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        is_word(&mut file).unwrap()
    }

    #[test]
    fn only_word_documents_pass() {
        assert!(check(&compound("WordDocument", 0xFFFF_FFFE)));
        assert!(!check(&compound("Workbook", 0xFFFF_FFFE)));
        assert!(!check(SIGNATURE));
    }

    #[test]
    fn a_chain_without_end_is_given_up() {
        assert!(!check(&compound("Workbook", 1)));
    }
}
