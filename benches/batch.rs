//! The program itself over a folder of contributions, with one thread and with two.
#![allow(missing_docs, clippy::expect_used)]

use std::fs;
use std::process::{Command, Stdio};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};

// The figures of the README use what is not used here.
#[allow(dead_code)]
mod workload;

const FILES: u32 = 20;

fn batch(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("input");
    fs::create_dir(&input).expect("a folder for the inputs");
    for at in 0..FILES {
        fs::write(input.join(format!("{at:04}.txt")), workload::submission(at, 15)).expect("an input");
    }
    let mut group = c.benchmark_group("batch");
    group.throughput(Throughput::Elements(FILES.into()));
    for jobs in ["1", "2"] {
        group.bench_function(jobs, |b| {
            b.iter_batched(
                || tempfile::tempdir_in(folder.path()).expect("a folder for the outputs"),
                |output| {
                    let done = Command::new(env!("CARGO_BIN_EXE_itudoc"))
                        .args(["convert", "--quiet", "--jobs", jobs, "-o"])
                        .args([output.path(), &input])
                        .stdout(Stdio::null())
                        .status();
                    assert!(done.expect("the program").success());
                },
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = batch
}
criterion_main!(benches);
