//! A document part of any bytes in a good package, so that the fuzzer need not learn zip.
#![no_main]

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let _ = writer.start_file("word/document.xml", stored);
    let _ = writer.write_all(bytes);
    if let Ok(package) = writer.finish() {
        let _ = itudoc::read("fuzz.docx", package.get_ref());
    }
});
