//! The zip container (ECMA-376 part 2, APPNOTE 6.3): parts in, the file's bytes out.
//!
//! The template's parts are compressed once a run and copied. Entries have one fixed date, mode and system, so that
//! the bytes depend on the words alone. Not by the crate `zip`: it sets up a compressor for each of fifteen small parts,
//! which took longer than to deflate them, and takes no stream that is ready.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use flate2::Crc;

use crate::diagnostics::Refusal;
use crate::write::deflate::Deflater;

/// A part of one document.
#[derive(Debug, Clone)]
pub(super) struct PackagePart<'a> {
    /// Name inside the container, no leading slash.
    pub name: Cow<'static, str>,
    /// Its bytes.
    pub bytes: Cow<'a, [u8]>,
    /// Media type, where the part's name does not tell it.
    pub media_type: Option<&'a str>,
    /// Already compressed by its own format.
    pub stored: bool,
}

impl PackagePart<'_> {
    /// An XML part.
    pub(super) fn new(name: &'static str, bytes: Vec<u8>) -> Self {
        Self { name: Cow::Borrowed(name), bytes: Cow::Owned(bytes), media_type: None, stored: false }
    }
}

/// A part as it lies in the container.
#[derive(Debug)]
struct DirectoryEntry<'a> {
    bytes: Cow<'a, [u8]>,
    deflated: bool,
    /// CRC-32 and length of what is deflated.
    check: u32,
    length: u32,
}

impl<'a> DirectoryEntry<'a> {
    fn new(deflater: &mut Deflater, bytes: &'a [u8], stored: bool) -> Result<Self, Refusal> {
        let mut check = Crc::new();
        check.update(bytes);
        let length = offset(bytes.len())?;
        let bytes = if stored { Cow::Borrowed(bytes) } else { Cow::Owned(deflater.deflate_raw(bytes)?) };
        Ok(Self { bytes, deflated: !stored, check: check.sum(), length })
    }
}

/// The template's parts, compressed.
#[derive(Debug, Clone)]
pub(super) struct Constant(Arc<[(String, DirectoryEntry<'static>)]>);

impl Constant {
    /// Compresses the parts.
    pub(super) fn new(parts: &BTreeMap<&str, Vec<u8>>) -> Result<Self, Refusal> {
        let mut deflater = Deflater::new();
        let entries = parts.iter().map(|(name, bytes)| {
            let DirectoryEntry { bytes, deflated, check, length } =
                DirectoryEntry::new(&mut deflater, bytes, false)?;
            let entry = DirectoryEntry { bytes: Cow::Owned(bytes.into_owned()), deflated, check, length };
            Ok(((*name).to_owned(), entry))
        });
        Ok(Self(entries.collect::<Result<_, Refusal>>()?))
    }

    /// The finished file: the content types, the template's parts that the document does not
    /// replace, the document's parts in the given order.
    pub(super) fn pack(&self, types: &[u8], parts: &[PackagePart<'_>]) -> Result<Vec<u8>, Refusal> {
        let size: usize = parts.iter().map(|part| part.bytes.len()).sum();
        let mut container =
            ZipContainer { out: Vec::with_capacity(size / 4 + 16 * 1024), ..ZipContainer::default() };
        let mut deflater = Deflater::new();
        container.add("[Content_Types].xml", &DirectoryEntry::new(&mut deflater, types, false)?)?;
        for (name, entry) in self.0.iter().filter(|(name, _)| parts.iter().all(|part| part.name != *name)) {
            container.add(name, entry)?;
        }
        for part in parts {
            container.add(&part.name, &DirectoryEntry::new(&mut deflater, &part.bytes, part.stored)?)?;
        }
        container.finish()
    }
}

/// Version 2.0 of the format, which deflate needs, made on Unix (APPNOTE 4.4.2 and 4.4.3).
const MADE_BY: [u8; 2] = [20, 3];
const NEEDED: u16 = 20;
/// 1 January 1980, midnight (APPNOTE 4.4.6).
const DATE: u16 = 0x21;
/// A file that its owner may write and all may read (APPNOTE 4.4.15).
const MODE: u32 = 0o100_644 << 16;

/// A container as it grows.
#[derive(Default)]
struct ZipContainer {
    out: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
}

impl ZipContainer {
    fn add(&mut self, name: &str, entry: &DirectoryEntry<'_>) -> Result<(), Refusal> {
        let start = offset(self.out.len())?;
        let mut head = Vec::with_capacity(26);
        head.extend(NEEDED.to_le_bytes());
        // Names beyond ASCII are UTF-8 (APPNOTE 4.4.4, bit 11).
        let flags: u16 = if name.is_ascii() { 0 } else { 1 << 11 };
        head.extend(flags.to_le_bytes());
        head.extend(if entry.deflated { 8u16 } else { 0 }.to_le_bytes());
        head.extend([0; 2]);
        head.extend(DATE.to_le_bytes());
        head.extend(entry.check.to_le_bytes());
        head.extend(offset(entry.bytes.len())?.to_le_bytes());
        head.extend(entry.length.to_le_bytes());
        head.extend(u16::try_from(name.len()).map_err(|_| too_large())?.to_le_bytes());
        head.extend([0; 2]);
        self.out.extend(b"PK\x03\x04");
        self.out.extend(&head);
        self.out.extend(name.as_bytes());
        self.out.extend(&*entry.bytes);
        self.directory.extend(b"PK\x01\x02");
        self.directory.extend(MADE_BY);
        self.directory.extend(&head);
        // No comment, the first disk, no attributes of a text.
        self.directory.extend([0; 6]);
        self.directory.extend(MODE.to_le_bytes());
        self.directory.extend(start.to_le_bytes());
        self.directory.extend(name.as_bytes());
        self.count = self.count.checked_add(1).ok_or_else(too_large)?;
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<u8>, Refusal> {
        let start = offset(self.out.len())?;
        self.out.extend(&self.directory);
        self.out.extend(b"PK\x05\x06\0\0\0\0");
        self.out.extend(self.count.to_le_bytes());
        self.out.extend(self.count.to_le_bytes());
        self.out.extend(offset(self.directory.len())?.to_le_bytes());
        self.out.extend(start.to_le_bytes());
        self.out.extend([0; 2]);
        Ok(self.out)
    }
}

/// A place or length, four bytes in the container: larger ones need another format, which no reader of ours takes.
fn offset(bytes: usize) -> Result<u32, Refusal> {
    u32::try_from(bytes).map_err(|_| too_large())
}

fn too_large() -> Refusal {
    Refusal::internal("the Word package has over 4 GB or 65,535 parts")
}
