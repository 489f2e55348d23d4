//! What a run of a program costs, on a machine that others use too. Linux alone, whose `/proc` it reads.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Between two looks at a running program: seldom, so that looking costs it little.
const LOOK: Duration = Duration::from_millis(4);

/// What a run of a program costs.
pub struct Cost {
    /// CPU time.
    pub cpu: Duration,
    /// Time on the wall, without that for which the program stood ready and others had the processor.
    pub wall: Duration,
    /// Most memory resident at once, MB.
    pub memory: u64,
}

/// Runs a program that works with so many threads at a time, and waits until it has ended.
pub fn run(program: &Path, arguments: &[&str], threads: u32) -> Cost {
    let (before, started) = (children_time(), Instant::now());
    let mut child = Command::new(program).args(arguments).stdout(Stdio::null()).spawn().unwrap();
    let place = PathBuf::from(format!("/proc/{}", child.id()));
    let (mut memory, mut waits) = (0, BTreeMap::new());
    let done = loop {
        if let Some(done) = child.try_wait().unwrap() {
            break done;
        }
        let told = fs::read_to_string(place.join("status")).unwrap_or_default();
        let peak = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|line| line.split_whitespace().next()).and_then(|kb| kb.parse::<u64>().ok());
        memory = memory.max(peak.unwrap_or_default() / 1000);
        for task in fs::read_dir(place.join("task")).into_iter().flatten().flatten() {
            let told = fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
            if let Some(wait) = told.split(' ').nth(1).and_then(|wait| wait.parse().ok()) {
                waits.insert(task.file_name(), Duration::from_nanos(wait));
            }
        }
        std::thread::sleep(LOOK);
    };
    let wall = started.elapsed();
    assert!(done.success(), "{} {arguments:?} gave {done}", program.display());
    // The first thread works alone, before and after the others; they work side by side.
    let first = waits.remove(std::ffi::OsStr::new(&child.id().to_string())).unwrap_or_default();
    let others = waits.values().sum::<Duration>() / threads;
    Cost { cpu: children_time() - before, wall: wall.saturating_sub(first + others), memory }
}

/// CPU time of all children that have ended (proc(5), fields 16 and 17, in hundredths of a second).
fn children_time() -> Duration {
    let told = fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = told.rsplit(')').next().unwrap().split_whitespace().collect();
    let ticks: u64 = [13, 14].map(|at| fields[at].parse::<u64>().unwrap()).iter().sum();
    Duration::from_millis(ticks * 10)
}
