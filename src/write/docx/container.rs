//! The zip container (ECMA-376 part 2): parts in, the file's bytes out.
//!
//! The template's parts are compressed once a run and copied raw. Entries have one fixed date, mode
//! and system, so that the bytes depend on the words alone.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::sync::Arc;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

use crate::diagnostics::Refusal;

/// Deflate level. Measured on 300 paragraphs with 200 marks: level 1 saves 1 ms and costs 52 % in
/// size, level 9 costs 1 ms and saves 1.4 %.
const LEVEL: i64 = 6;

/// A part of one document.
#[derive(Debug, Clone)]
pub(super) struct Part<'a> {
    /// Name inside the container, no leading slash.
    pub name: Cow<'static, str>,
    /// Its bytes.
    pub bytes: Cow<'a, [u8]>,
    /// Media type, where the part's name does not tell it.
    pub media_type: Option<&'a str>,
    /// Already compressed by its own format.
    pub stored: bool,
}

impl Part<'_> {
    /// An XML part.
    pub(super) fn new(name: &'static str, bytes: Vec<u8>) -> Self {
        Self { name: Cow::Borrowed(name), bytes: Cow::Owned(bytes), media_type: None, stored: false }
    }
}

/// The template's parts, compressed.
#[derive(Debug, Clone)]
pub(super) struct Constant {
    archive: ZipArchive<Cursor<Arc<[u8]>>>,
}

impl Constant {
    /// Compresses the parts.
    pub(super) fn new(parts: &BTreeMap<&str, Vec<u8>>) -> Result<Self, Refusal> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            add(&mut zip, name, bytes, false).map_err(unwritten)?;
        }
        let bytes = zip.finish().map_err(unwritten)?.into_inner();
        let archive = ZipArchive::new(Cursor::new(Arc::from(bytes))).map_err(unwritten)?;
        Ok(Self { archive })
    }

    /// The finished file: the content types, the template's parts that the document does not
    /// replace, the document's parts in the given order.
    pub(super) fn pack(&self, types: &[u8], parts: &[Part<'_>]) -> Result<Vec<u8>, Refusal> {
        let size: usize = parts.iter().map(|part| part.bytes.len()).sum();
        let mut zip = ZipWriter::new(Cursor::new(Vec::with_capacity(size / 4 + 16 * 1024)));
        add(&mut zip, "[Content_Types].xml", types, false).map_err(unwritten)?;
        let mut archive = self.archive.clone();
        for at in 0..archive.len() {
            let entry = archive.by_index_raw(at).map_err(unwritten)?;
            if !parts.iter().any(|part| part.name == entry.name()) {
                zip.raw_copy_file(entry).map_err(unwritten)?;
            }
        }
        for part in parts {
            add(&mut zip, &part.name, &part.bytes, part.stored).map_err(unwritten)?;
        }
        Ok(zip.finish().map_err(unwritten)?.into_inner())
    }
}

fn add(
    zip: &mut ZipWriter<Cursor<Vec<u8>>>,
    name: &str,
    bytes: &[u8],
    stored: bool,
) -> zip::result::ZipResult<()> {
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let options = options.unix_permissions(0o644).system(System::Unix);
    let options = match stored {
        true => options.compression_method(CompressionMethod::Stored),
        false => options.compression_method(CompressionMethod::Deflated).compression_level(Some(LEVEL)),
    };
    zip.start_file(name, options)?;
    Ok(zip.write_all(bytes)?)
}

fn unwritten(error: impl std::fmt::Display) -> Refusal {
    Refusal::internal(format!("the Word package could not be written: {error}"))
}
