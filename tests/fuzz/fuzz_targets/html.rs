//! HTML of any bytes, bare and in MIME form.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let _ = itudoc::read("fuzz.html", bytes);
});
