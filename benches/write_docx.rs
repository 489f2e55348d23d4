//! Cost of a Word document: fifteen pages of Chinese with 138 revision marks.
#![allow(missing_docs, clippy::expect_used, clippy::indexing_slicing)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use itudoc::language::Language;
use itudoc::verify;
use itudoc::write::docx::Package;

#[allow(dead_code)]
#[path = "../tests/suite/docx_sample.rs"]
mod sample;

fn write(c: &mut Criterion) {
    let template = sample::template();
    let package = Package::new(&template, Language::Chinese).expect("a package");
    let galley = sample::fifteen_pages();
    let bytes = package.write(&galley).expect("a document");
    let mut group = c.benchmark_group("docx");
    group.bench_function("package", |b| b.iter(|| Package::new(black_box(&template), Language::Chinese)));
    group.bench_function("write", |b| b.iter(|| package.write(black_box(&galley))));
    group.bench_function("verify", |b| b.iter(|| verify::docx::text(black_box(&bytes))));
    group.finish();
}

criterion_group!(benches, write);
criterion_main!(benches);
