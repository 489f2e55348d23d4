//! Plain text of any bytes.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = itudoc::read("fuzz.txt", bytes);
});
