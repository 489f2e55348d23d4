//! Any file, as the program takes it.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = itudoc::read("fuzz", bytes);
});
