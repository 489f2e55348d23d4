//! LibreOffice as the second reader of old Word files.
//!
//! In: the bytes of an old Word file. Out: the Word package that LibreOffice makes of it. It runs in
//! a profile of its own that is thrown away, with macros and links off, one file at a time, and contained
//! ([`contained`]). Never: a file outside of the folder made for it.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use tempfile::TempDir;

mod contained;

use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::files::{self, Unopened};
use crate::limits;
use crate::read::fallback::{Converted, FallbackReader};

/// Names of the program on the search path.
const NAMES: [&str; 2] = ["soffice", "libreoffice"];

/// Where it lies on systems that do not put it on the search path.
const PLACES: [&str; 2] = [
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.com",
];

/// How often a running program is looked at.
const STEP: Duration = Duration::from_millis(20);

/// What its profile begins with: no macro runs, no link is followed (LibreOffice's configuration schema,
/// `org.openoffice.Office.Common` and `.Writer`).
const PROFILE: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\">",
    "<item oor:path=\"/org.openoffice.Office.Common/Security/Scripting\">",
    "<prop oor:name=\"DisableMacrosExecution\"><value>true</value></prop></item>",
    "<item oor:path=\"/org.openoffice.Office.Common/Security/Scripting\">",
    "<prop oor:name=\"BlockUntrustedRefererLinks\"><value>true</value></prop></item>",
    "<item oor:path=\"/org.openoffice.Office.Writer/Content/Update\">",
    "<prop oor:name=\"Link\"><value>0</value></prop></item>",
    "</oor:items>\n"
);

/// LibreOffice, found and ready.
#[derive(Debug)]
pub(crate) struct LibreOffice {
    program: PathBuf,
    always: bool,
    limit: Duration,
    version: OnceLock<String>,
    /// Its folder; who holds the lock may run it, for two at a time would share a profile.
    folder: Mutex<Option<TempDir>>,
}

impl LibreOffice {
    /// LibreOffice as this machine has it; `None` where it has none. With `always` it reads every old
    /// Word file.
    pub(crate) fn find(always: bool) -> Option<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
        let named = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
        let mut places = named.chain(PLACES.iter().map(PathBuf::from));
        places.find(|place| is_program(place)).map(|program| Self::at(program, always))
    }

    /// LibreOffice by its program.
    pub(crate) fn at(program: PathBuf, always: bool) -> Self {
        let limit = Duration::from_secs(limits::OFFICE_SECONDS);
        Self { program, always, limit, version: OnceLock::new(), folder: Mutex::new(None) }
    }

    /// Its program.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// The same with another limit of time.
    #[cfg(test)]
    #[must_use]
    pub(crate) fn within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// What it calls itself: `LibreOffice 7.4.7.2`.
    fn version(&self, folder: &Path) -> String {
        let said = || {
            let out = folder.join("version");
            let mut command = Command::new(&self.program);
            command.arg(profile(folder)).arg("--version");
            self.run(&command, fs::File::create(&out).ok()?.into(), folder).ok()?;
            let said = files::text(&out, 4096).ok()?;
            let words: Vec<&str> = said.split_whitespace().take(2).collect();
            Some(words.join(" ")).filter(|words| !words.is_empty() && words.len() < 80)
        };
        self.version.get_or_init(|| said().unwrap_or_else(|| "LibreOffice".to_owned())).clone()
    }

    /// Runs a command to its end or to that of its time.
    fn run(&self, command: &Command, out: Stdio, folder: &Path) -> Result<(), Refusal> {
        let started = contained::start(command, out, folder);
        let mut running =
            started.map_err(|error| self.failed(message!("it cannot be started: {error}", error)))?;
        let end = Instant::now() + self.limit;
        loop {
            match running.ended() {
                Ok(Some(status)) if status.success() => return Ok(()),
                // What a shell says of a program that cannot be run (POSIX, 2.8.2).
                Ok(Some(status)) if matches!(status.code(), Some(126 | 127)) => {
                    return Err(self.failed(message!(
                        "it cannot be started: there is no such program, or it may not be run"
                    )));
                }
                Ok(Some(status)) => return Err(self.failed(message!("it failed ({status})", status))),
                Ok(None) if Instant::now() < end => std::thread::sleep(STEP),
                Ok(None) => {
                    running.end();
                    return Err(self.failed(message!(
                        "it took longer than {limit} seconds",
                        limit = self.limit.as_secs_f32()
                    )));
                }
                Err(error) => {
                    running.end();
                    return Err(self.failed(message!("it cannot be watched: {error}", error)));
                }
            }
        }
    }

    fn failed(&self, how: Message) -> Refusal {
        Refusal::new(
            RefusalKind::Format,
            message!("LibreOffice ({program}): {how}", program = self.program.display(), how => how),
            message!("open the file in Word or LibreOffice and save it as .docx"),
        )
    }

    fn made(&self, folder: &Path, bytes: &[u8]) -> io::Result<Result<Vec<u8>, Refusal>> {
        let (input, out) = (folder.join("input.doc"), folder.join("out"));
        fs::write(&input, bytes)?;
        fs::create_dir_all(&out)?;
        let made = out.join("input.docx");
        if made.exists() {
            fs::remove_file(&made)?;
        }
        let mut command = Command::new(&self.program);
        command.arg(profile(folder)).args(["--headless", "--norestore", "--nologo", "--nolockcheck"]);
        command.args(["--convert-to", "docx:MS Word 2007 XML", "--outdir"]).arg(&out).arg(&input);
        if let Err(refusal) = self.run(&command, Stdio::null(), folder) {
            return Ok(Err(refusal));
        }
        match files::read(&made, limits::INPUT_BYTES) {
            Ok(file) => Ok(Ok(file.bytes)),
            Err(Unopened::TooLarge(..)) => {
                Ok(Err(self.failed(message!("it made a file over the limit of an input"))))
            }
            // It ends in peace where it cannot read a file, and makes nothing.
            Err(error) if error.is_absent() => Ok(Err(self.failed(message!("it could not read the file")))),
            Err(error) => Err(io::Error::other(error.found().to_string())),
        }
    }
}

impl FallbackReader for LibreOffice {
    fn always(&self) -> bool {
        self.always
    }

    fn convert(&self, bytes: &[u8]) -> Result<Converted, Refusal> {
        let mut own = self.folder.lock().unwrap_or_else(PoisonError::into_inner);
        let no_room =
            |error: io::Error| self.failed(message!("it has no room for its files: {error}", error));
        let folder = match own.take() {
            Some(folder) => own.insert(folder),
            None => own.insert(fresh().map_err(no_room)?),
        };
        let package = self.made(folder.path(), bytes).map_err(no_room)??;
        Ok(Converted { package, program: self.version(folder.path()) })
    }
}

/// A folder with a profile in it.
fn fresh() -> io::Result<TempDir> {
    contained::sweep();
    let folder = tempfile::Builder::new().prefix(contained::PREFIX).tempdir()?;
    let user = folder.path().join("profile").join("user");
    fs::create_dir_all(&user)?;
    fs::write(user.join("registrymodifications.xcu"), PROFILE)?;
    Ok(folder)
}

/// The argument that names the profile. Temporary folders have no signs that an address escapes but
/// spaces.
fn profile(folder: &Path) -> String {
    let path = folder.join("profile").to_string_lossy().replace('\\', "/").replace(' ', "%20");
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("-env:UserInstallation=file://{slash}{path}")
}

fn is_program(place: &Path) -> bool {
    let Ok(file) = fs::metadata(place) else { return false };
    #[cfg(unix)]
    let runs = std::os::unix::fs::PermissionsExt::mode(&file.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let runs = true;
    file.is_file() && runs
}
