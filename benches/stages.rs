//! Each stage on one contribution of fifteen pages, and the whole.
//!
//! `cargo bench --bench stages -- parse` measures one. Where `ITUDOC_BENCH_FILE` names a file, that
//! one is measured instead of the made text.
#![allow(missing_docs, clippy::expect_used, clippy::indexing_slicing)]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use itudoc::compose::compose;
use itudoc::language::Language;
use itudoc::layout::lay_out;
use itudoc::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use itudoc::reading::Reading;
use itudoc::recover::{RecoverOptions, recover};
use itudoc::text::View;
use itudoc::verify::ledger::{Ledger, compare, expected};
use itudoc::write::{docx, json, pdf};
use itudoc::{check, parse, read, verify};

// The figures of the README use what is not used here.
#[allow(dead_code)]
mod workload;

const NAME: &str = "contribution.txt";

/// A file brought through all stages, so that each can be measured on its own.
struct Prepared {
    engine: Engine,
    bytes: Vec<u8>,
    reading: Reading,
    language: Language,
}

fn options(outputs: &[OutputKind]) -> RunOptions {
    RunOptions { outputs: outputs.to_vec(), ..RunOptions::default() }
}

fn prepare() -> Prepared {
    let bytes = match std::env::var_os("ITUDOC_BENCH_FILE") {
        Some(path) => std::fs::read(path).expect("the file to measure on"),
        None => workload::submission(0, 15).into_bytes(),
    };
    let engine = Engine::default();
    let reading = engine.read(NAME, &bytes, &options(&[]), &FileOptions::default()).expect("a submission");
    let language = reading.submission.language.expect("a language");
    Prepared { engine, bytes, reading, language }
}

/// From bytes to a submission with its marks.
fn reading(c: &mut Criterion) {
    let Prepared { engine, bytes, reading, language } = prepare();
    let registry = &engine.registry;
    let source = read::read(NAME, &bytes).expect("a source");
    let parsed = parse::parse(source.clone(), &source.text, None, registry).unwrap().submission;
    let how = RecoverOptions { registry, base: None, review: None, language };
    let made = engine
        .convert(NAME, &bytes, &options(&[OutputKind::Docx]), &FileOptions::default())
        .expect("a document");
    let (_, word) = &made.outputs[0];

    let mut group = c.benchmark_group("read");
    group.bench_function("text", |b| b.iter(|| read::read(NAME, black_box(&bytes))));
    group.bench_function("word", |b| b.iter(|| read::read("contribution.docx", black_box(word))));
    group.bench_function("parse", |b| {
        b.iter_batched(
            || source.clone(),
            |source| parse::parse(source, black_box(&reading.text), None, registry),
            BatchSize::LargeInput,
        );
    });
    group.bench_function("recover", |b| {
        b.iter_batched_ref(|| parsed.clone(), |submission| recover(submission, &how), BatchSize::LargeInput);
    });
    group.bench_function("check", |b| b.iter(|| check::check(black_box(&reading), registry, None)));
    group.bench_function("ledger", |b| {
        let mut submission = reading.submission.clone();
        b.iter(|| {
            let ledger = Ledger::of_submission(black_box(&mut submission), View::Marked);
            ledger.balance(&reading.text, &reading.submission.set_aside, &reading.replaced)
        });
    });
    group.finish();
}

/// From a submission to finished files, read back.
fn writing(c: &mut Criterion) {
    let Prepared { engine, reading, language, .. } = prepare();
    let template = engine.templates.choose(&reading.submission).expect("a template");
    let composed = || compose(&reading.submission, template, language, View::Marked, &engine.registry).galley;
    let galley = composed();
    let package = docx::Package::new(template, language).expect("a package");
    let word = package.write(&galley).expect("a Word document");
    let pages = lay_out(&galley, template, &engine.fonts).expect("pages");
    let print = pdf::write(&pages, &galley.pictures, &pdf::PdfOptions::default()).expect("a PDF");
    let (body, _) = expected(&galley, false);
    let found = verify::pdf::text(&print).expect("its text").body;
    let sha256 = "0".repeat(64);
    let input = json::Input {
        read_by: None,
        name: NAME,
        format: &reading.format,
        text: &reading.text,
        sha256: &sha256,
        replaced: &reading.replaced,
        rejected: &[],
    };

    let mut group = c.benchmark_group("write");
    group.bench_function("compose", |b| b.iter(composed));
    group.bench_function("docx-package", |b| b.iter(|| docx::Package::new(black_box(template), language)));
    group.bench_function("docx", |b| b.iter(|| package.write(black_box(&galley))));
    group.bench_function("docx-verify", |b| b.iter(|| verify::docx::text(black_box(&word))));
    group.bench_function("layout", |b| b.iter(|| lay_out(black_box(&galley), template, &engine.fonts)));
    group.bench_function("pdf", |b| {
        b.iter(|| pdf::write(black_box(&pages), &galley.pictures, &pdf::PdfOptions::default()));
    });
    group.bench_function("pdf-verify", |b| b.iter(|| verify::pdf::text(black_box(&print))));
    group.bench_function("compare", |b| b.iter(|| compare("PDF", black_box(&body), black_box(&found))));
    group.bench_function("json", |b| b.iter(|| json::write(black_box(&reading.submission), &input)));
    group.finish();
}

/// The whole, as a batch does it file by file.
fn whole(c: &mut Criterion) {
    let Prepared { engine, bytes, .. } = prepare();
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
    targets = reading, writing, whole
}
criterion_main!(benches);
