//! A Word 97 to 2003 file: the streams are found in the bytes themselves and put into a good OLE file, so
//! that the fuzzer need not learn OLE. The first four bytes part document, tables and data.
#![no_main]

use std::io::{Cursor, Write};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = itudoc::read("fuzz.doc", bytes);
    let Some((head, rest)) = bytes.split_first_chunk::<4>() else { return };
    let [a, b, c, d] = head.map(usize::from);
    let (document, rest) = rest.split_at((a * 256 + b).min(rest.len()));
    let (table, data) = rest.split_at((c * 256 + d).min(rest.len()));
    let Ok(mut file) = cfb::CompoundFile::create(Cursor::new(Vec::new())) else { return };
    for (name, content) in [("/WordDocument", document), ("/0Table", table), ("/1Table", table), ("/Data", data)] {
        let written = file.create_stream(name).and_then(|mut stream| stream.write_all(content));
        if written.is_err() {
            return;
        }
    }
    if file.flush().is_ok() {
        let _ = itudoc::read("fuzz.doc", file.into_inner().get_ref());
    }
});
