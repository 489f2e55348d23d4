//! How long the checks take on a contribution of fifteen pages, and ten times as long a one.

use criterion::{Criterion, criterion_group, criterion_main};
use itudoc::check;
use itudoc::pipeline::{Engine, FileOptions, RunOptions};
use itudoc::reading::Reading;

/// One proposal after another, until the text is as long as wanted.
fn text(bytes: usize) -> String {
    let one = include_str!("../tests/cases/check/clean/zh.txt");
    let (head, proposal) = one.split_at(one.find("MOD\t").unwrap_or(0));
    let mut text = head.to_owned();
    for serial in 1.. {
        if text.len() >= bytes {
            break;
        }
        text += &proposal.replace("FIN/85/1", &format!("FIN/85/{serial}"));
    }
    text
}

fn reading(engine: &Engine, text: &str) -> Reading {
    match engine.read("bench.txt", text.as_bytes(), &RunOptions::default(), &FileOptions::default()) {
        Ok(reading) => reading,
        Err(refusal) => unreachable!("{refusal}"),
    }
}

fn checks(criterion: &mut Criterion) {
    let engine = Engine::default();
    for (name, bytes) in [("15 pages", 41_000), ("150 pages", 410_000)] {
        let reading = reading(&engine, &text(bytes));
        criterion.bench_function(name, |bench| {
            bench.iter(|| check::check(&reading, &engine.registry, None));
        });
    }
    if let Ok(real) = std::fs::read_to_string("../shared/real/cub70-pp14-zh.txt") {
        let reading = reading(&engine, &real);
        criterion.bench_function("real", |bench| {
            bench.iter(|| check::check(&reading, &engine.registry, None));
        });
    }
}

criterion_group!(benches, checks);
criterion_main!(benches);
