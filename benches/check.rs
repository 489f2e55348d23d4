//! How long it takes to read and check a contribution of fifteen pages, and one ten times as long.

use criterion::{Criterion, criterion_group, criterion_main};
use itudoc::{Engine, FileOptions, RunOptions};

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

fn checks(criterion: &mut Criterion) {
    let engine = Engine::default();
    let (run, file) = (RunOptions::default(), FileOptions::default());
    for (name, bytes) in [("15 pages", 41_000), ("150 pages", 410_000)] {
        let text = text(bytes);
        criterion.bench_function(name, |bench| {
            bench.iter(|| engine.examine("bench.txt", text.as_bytes(), &run, &file));
        });
    }
}

criterion_group!(benches, checks);
criterion_main!(benches);
