//! The table of docs/scale.md: the program itself over 20, 1,000 and 10,000 contributions, each of its
//! own text, made by one command:
//!
//! ```sh
//! ITUDOC_ACCEPT=1 ITUDOC_SCALE=all cargo test --release scale -- --ignored --nocapture
//! ```
//!
//! Without `ITUDOC_SCALE=all` the 10,000 are left out; without `ITUDOC_ACCEPT` nothing is written.
//! Where a release build is there already, `ITUDOC_PROGRAM=target/release/itudoc` spares another
//! (and `--release`).
//! Linux alone, whose `/proc` it reads.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::suite::cost::{Cost, run};
use crate::suite::figures::{itudoc, said};
use crate::suite::workload;

/// Pages of each contribution.
const PAGES: usize = 15;
/// Most files for which one job is timed too; beyond, two say enough of the time a file.
const ONE_JOB: u32 = 1000;
/// An input that is younger is hashed again, for its times cannot be trusted.
const REST: Duration = Duration::from_millis(2500);

#[test]
#[ignore = "measures for some minutes; run it alone and with --release"]
fn scale() {
    if !Path::new("/proc/self/stat").exists() {
        eprintln!("SKIPPED: the table needs Linux's /proc");
        return;
    }
    if cfg!(debug_assertions) && std::env::var_os("ITUDOC_PROGRAM").is_none() {
        panic!("figures of a debug build say nothing: add --release");
    }
    let all = std::env::var("ITUDOC_SCALE").is_ok_and(|scale| scale == "all");
    let mut page = heading();
    println!("{page}");
    for count in [20, 1000, 10_000] {
        if count > ONE_JOB && !all {
            eprintln!("SKIPPED: {count} files; ITUDOC_SCALE=all has them");
            continue;
        }
        let row = measured(count);
        println!("{row}");
        let _ = writeln!(page, "{row}");
    }
    page.push_str(FOOT);
    if std::env::var_os("ITUDOC_ACCEPT").is_some() {
        fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scale.md"), page).unwrap();
    }
}

/// One row: a batch from nothing, the same with one job, the same again, and verified.
fn measured(count: u32) -> String {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in");
    fs::create_dir(&input).unwrap();
    for at in 0..count {
        fs::write(input.join(format!("{at:05}.txt")), workload::submission(at, PAGES)).unwrap();
    }
    std::thread::sleep(REST);
    let convert = |jobs: u32, output: &str| {
        let paths = [input.clone(), folder.path().join(output)].map(|path| path.to_str().unwrap().to_owned());
        let arguments = ["convert", "--quiet", "--jobs", &jobs.to_string(), &paths[0], "-o", &paths[1]];
        run(&itudoc(), &arguments, jobs)
    };
    let both = convert(2, "two");
    let again = convert(2, "two");
    let verified = run(&itudoc(), &["verify", folder.path().join("two").to_str().unwrap()], 2);
    let efficiency = if count > ONE_JOB {
        "not measured".to_owned()
    } else {
        let one = convert(1, "one");
        format!("{:.0} %", one.wall.as_secs_f64() / both.wall.as_secs_f64() * 50.0)
    };
    let seconds = |cost: &Cost| cost.wall.as_secs_f64();
    format!(
        "| {count} | {:.1} | {:.1} | {efficiency} | {} | {:.2} | {} | {:.2} |",
        both.cpu.as_secs_f64() * 1e3 / f64::from(count),
        f64::from(count) / seconds(&both) / 2.0,
        both.memory,
        seconds(&again),
        again.memory,
        seconds(&verified),
    )
}

/// When, where, on which commit, and the head of the table.
fn heading() -> String {
    let commit = said("git", &["describe", "--always", "--dirty"]);
    let processor = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = processor.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("a processor");
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "# Batches, measured\n\n\
         Measured {} on commit {commit}, {} ({} cores, load before {}), in {}, by\n\n\
         ```text\nITUDOC_ACCEPT=1 ITUDOC_SCALE=all cargo test --release scale -- --ignored --nocapture\n```\n\n\
         Each file is a contribution of {PAGES} pages in Chinese, each of its own text, made by rule\n\
         (`benches/workload.rs`); DOCX, PDF and JSON are made of each, read back, compared and flushed to\n\
         disk.\n\n\
         | files | CPU ms a file | files a second, a core | 2 jobs over 1 | most memory, MB | \
         again, nothing changed, s | its memory, MB | verify, s |\n\
         |---:|---:|---:|---:|---:|---:|---:|---:|\n",
        said("date", &["-u", "+%F %H:%M UTC"]),
        model.trim_start_matches(['\t', ' ', ':']),
        std::thread::available_parallelism().map_or(1, usize::from),
        load.split(' ').next().unwrap_or("unknown"),
        said("stat", &["-f", "-c", "a folder on %T", std::env::temp_dir().to_str().unwrap()]),
    )
}

const FOOT: &str = "
“2 jobs over 1” is the parallel efficiency: 100 % is twice the files in the same time. Seconds are on the
wall, without those for which the program stood ready and others had the processor (the kernel counts
them, `/proc/PID/task/TID/schedstat`), so that a shared machine says nearly what an idle one would.

What grows with the batch is the manifest, the stamps and the list of the files; what waits to be told
of a file lies on disk, and no more inputs are in memory than there are jobs.
";
