//! Another program, contained: what it starts ends with it, however this program ends.
//!
//! In: a command, and a folder that is its own. Out: how it ended. Its environment is empty but for what it
//! needs; it has no network where the system lets us take it away. Never: a process of it left, also one
//! that made itself a session of its own, nor its folder where this program was killed.
//!
//! On Unix a shell stands between: it holds a pipe that this program has open. When the pipe ends, by our
//! will or because we are gone, it kills every process that carries the mark of the run in its environment,
//! which is handed down to whatever is started.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, SystemTime};

/// Beginning of the names of the folders in which a program works.
pub(super) const PREFIX: &str = "itudoc-office-";

/// Age at which a folder that a killed run left is swept: no run keeps one so long untouched.
const STALE: Duration = Duration::from_secs(24 * 3600);

/// A program that runs.
pub(super) struct Running {
    child: Child,
}

/// The shell's part. `$1`: the mark; `$2`: the folder; then the command.
#[cfg(unix)]
const GUARD: &str = r#"
mark=$1 folder=$2; shift 2
sweep() {
    for place in $(grep -ls "ITUDOC_RUN=$mark" /proc/[0-9]*/environ 2>/dev/null); do
        place=${place#/proc/}; kill -9 "${place%/environ}" 2>/dev/null
    done
}
exec 3<&0
ITUDOC_RUN=$mark "$@" </dev/null 3<&- &
child=$!
{
    word=; read -r word <&3
    : > "$folder/ending"
    kill -9 "$child" 2>/dev/null; sweep; sweep
    if [ "$word" != end ]; then rm -rf "$folder"; fi
} >/dev/null 2>&1 &
watch=$!
wait "$child"; status=$?
if [ -e "$folder/ending" ]; then wait "$watch"; else kill -9 "$watch" 2>/dev/null; fi
rm -f "$folder/ending" 2>/dev/null
sweep
exit "$status"
"#;

/// Ways to start a program without a network (util-linux), the first that the system allows is taken.
#[cfg(unix)]
const WITHOUT_NETWORK: [&[&str]; 2] = [&["unshare", "--map-current-user", "--net"], &["unshare", "--net"]];

/// Starts a command in a folder of its own.
#[cfg(unix)]
pub(super) fn start(command: &Command, out: Stdio, folder: &Path) -> io::Result<Running> {
    use std::os::unix::process::CommandExt;
    let mut guard = Command::new("/bin/sh");
    let mark = folder.file_name().unwrap_or_default();
    guard.args(["-c", GUARD, "sh"]).arg(mark).arg(folder);
    guard.args(without_network()).arg(command.get_program()).args(command.get_args());
    bare(&mut guard, folder);
    // A group of its own: Ctrl-C is for this program, which then ends it in order.
    guard.stdin(Stdio::piped()).stdout(out).stderr(Stdio::null()).process_group(0);
    Ok(Running { child: guard.spawn()? })
}

#[cfg(not(unix))]
pub(super) fn start(command: &Command, out: Stdio, folder: &Path) -> io::Result<Running> {
    let mut program = Command::new(command.get_program());
    program.args(command.get_args()).current_dir(folder);
    program.stdin(Stdio::null()).stdout(out).stderr(Stdio::null());
    Ok(Running { child: program.spawn()? })
}

/// An environment that says nothing of the person and leads every file into the folder.
#[cfg(unix)]
fn bare(command: &mut Command, folder: &Path) {
    let path = std::env::var_os("PATH").unwrap_or_else(|| "/usr/bin:/bin".into());
    command.env_clear().current_dir(folder).env("PATH", path).env("LC_ALL", "C.UTF-8");
    for place in ["HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"] {
        command.env(place, folder);
    }
}

/// What is put before a command so that it has no network; nothing where the system allows none of the ways.
#[cfg(unix)]
fn without_network() -> &'static [&'static str] {
    static WAY: std::sync::OnceLock<&[&str]> = std::sync::OnceLock::new();
    let works = |way: &&&[&str]| {
        let Some((program, arguments)) = way.split_first() else { return false };
        let mut tried = Command::new(program);
        tried.args(arguments).arg("true").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        tried.status().is_ok_and(|status| status.success())
    };
    WAY.get_or_init(|| WITHOUT_NETWORK.iter().find(works).copied().unwrap_or_default())
}

impl Running {
    /// How it ended, where it has.
    pub(super) fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.child.try_wait()
    }

    /// Ends it with all that it started.
    pub(super) fn end(&mut self) {
        #[cfg(unix)]
        {
            use std::io::Write;
            if let Some(mut pipe) = self.child.stdin.take() {
                // Where the shell is gone there is nobody to tell, and nothing left to end.
                let _ = pipe.write_all(b"end\n");
            }
            let until = std::time::Instant::now() + Duration::from_secs(5);
            while std::time::Instant::now() < until && matches!(self.child.try_wait(), Ok(None)) {
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        #[cfg(not(unix))]
        {
            let id = self.child.id().to_string();
            let _ = Command::new("taskkill").args(["/T", "/F", "/PID", &id]).status();
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Removes the folders that runs left which were killed together with their shells.
pub(super) fn sweep() {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    let ours = entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX));
    for entry in ours {
        let age =
            entry.metadata().ok().filter(fs::Metadata::is_dir).and_then(|folder| folder.modified().ok());
        let age = age.and_then(|time| SystemTime::now().duration_since(time).ok());
        if age.is_some_and(|age| age > STALE) {
            // One that is somebody else's cannot be removed, and need not be.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
