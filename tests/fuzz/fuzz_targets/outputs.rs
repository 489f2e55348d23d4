//! Any file to every output, as the program takes it: the proof and the writers with it.
#![no_main]

use std::sync::LazyLock;

use itudoc::{Engine, FileOptions, OutputKind, RefusalKind, RunOptions};

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::default);

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let run = RunOptions { outputs: OutputKind::ALL.to_vec(), ..RunOptions::default() };
    if let Err(refusal) = ENGINE.convert("fuzz", bytes, &run, &FileOptions::default()) {
        let fault = matches!(refusal.kind, RefusalKind::Internal | RefusalKind::Conservation);
        assert!(!fault, "{} {}", refusal.kind.code(), refusal.found);
    }
});
