//! A Word 97 to 2003 file: the streams are found in the bytes themselves, so that the fuzzer need not
//! learn OLE. The first four bytes part document, tables and data.
#![no_main]

use itudoc::read::doc97::{Streams, read};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = itudoc::read("fuzz.doc", bytes);
    let Some((head, rest)) = bytes.split_first_chunk::<4>() else { return };
    let [a, b, c, d] = head.map(usize::from);
    let (document, rest) = rest.split_at((a * 256 + b).min(rest.len()));
    let (table, data) = rest.split_at((c * 256 + d).min(rest.len()));
    let streams = Streams {
        document: document.to_vec(),
        tables: [Some(table.to_vec()), Some(table.to_vec())],
        data: data.to_vec(),
        ..Streams::default()
    };
    let _ = read("fuzz.doc", &streams);
});
