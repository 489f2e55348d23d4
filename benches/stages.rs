//! The two halves of the way on one contribution of fifteen pages, and the whole.
//!
//! `cargo bench --bench stages -- read` measures one. Where `ITUDOC_BENCH_FILE` names a file, that
//! one is measured instead of the made text.
#![allow(missing_docs, clippy::expect_used, clippy::indexing_slicing)]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use itudoc::{Engine, FileOptions, OutputKind, RunOptions, structure};

// The figures of the README use what is not used here.
#[allow(dead_code)]
mod workload;

const NAME: &str = "contribution.txt";

fn options(outputs: &[OutputKind]) -> RunOptions {
    RunOptions { outputs: outputs.to_vec(), ..RunOptions::default() }
}

fn prepare() -> (Engine, Vec<u8>) {
    let bytes = match std::env::var_os("ITUDOC_BENCH_FILE") {
        Some(path) => std::fs::read(path).expect("the file to measure on"),
        None => workload::submission(0, 15).into_bytes(),
    };
    (Engine::default(), bytes)
}

/// From bytes to a submission with its marks, and what the checks find in it.
fn reading(c: &mut Criterion) {
    let (engine, bytes) = prepare();
    let (none, file) = (options(&[]), FileOptions::default());
    let made = engine.convert(NAME, &bytes, &options(&[OutputKind::Docx]), &file).expect("a document");
    let (_, word) = &made.outputs[0];
    let reading = engine.read(NAME, &bytes, &none, &file).expect("a submission");

    let mut group = c.benchmark_group("read");
    group.bench_function("text", |b| b.iter(|| engine.read(NAME, black_box(&bytes), &none, &file)));
    group.bench_function("word", |b| {
        b.iter(|| engine.read("contribution.docx", black_box(word), &none, &file));
    });
    group.bench_function("examine", |b| b.iter(|| engine.examine(NAME, black_box(&bytes), &none, &file)));
    group.bench_function("structure", |b| b.iter(|| structure(black_box(&reading), &bytes)));
    let json = structure(&reading, &bytes).expect("its structure");
    group.bench_function("read-structure", |b| b.iter(|| itudoc::read_structure(black_box(&json))));
    group.finish();
}

/// The whole, as a batch does it file by file.
fn whole(c: &mut Criterion) {
    let (engine, bytes) = prepare();
    let mut group = c.benchmark_group("convert");
    for (name, outputs) in [
        ("none", &[][..]),
        ("docx", &[OutputKind::Docx]),
        ("pdf", &[OutputKind::Pdf]),
        ("json", &[OutputKind::Json]),
        ("all", &OutputKind::ALL),
    ] {
        let options = options(outputs);
        group.bench_function(name, |b| {
            b.iter(|| engine.convert(NAME, black_box(&bytes), &options, &FileOptions::default()))
        });
    }
    group.bench_function("first", |b| {
        let options = options(&OutputKind::ALL);
        b.iter_batched(
            Engine::default,
            |new| new.convert(NAME, &bytes, &options, &FileOptions::default()),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = reading, whole
}
criterion_main!(benches);
