//! What can be set about a run, and who sets it: flag over environment over `itudoc.toml` over default.
//!
//! In: flags as words, the environment, a settings file. Out: typed [`Settings`], each with its
//! origin. Never: which command a person typed decided here, or a file other than the settings read.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt::Write as _;

pub(crate) mod choices;
mod file;
#[cfg(test)]
mod page;
mod table;
mod value;

use crate::diagnostics::{Message, Refusal, RefusalKind, message};

pub(crate) use file::{FILE, SettingsFile, find, shared};
#[cfg(test)]
pub(crate) use page::page;
#[cfg(test)]
pub(crate) use table::COMMANDS;
#[cfg(feature = "packs")]
pub(crate) use table::PACK;
#[cfg(feature = "review")]
pub(crate) use table::REVIEW;
pub(crate) use table::{
    CHECK, CONVERT, Commands, DOCTOR, FONTS, INSPECT, RECOVER, REGISTRY, SETTINGS, Setting, Settings,
    TEMPLATE, WATCH,
};
pub(crate) use value::parted;
pub(crate) use value::{Join, ListOf, ValueName};

/// Flags as they were typed: by key, the values given.
pub(crate) type Flags = BTreeMap<&'static str, Vec<OsString>>;

/// Who gave a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SettingOrigin {
    /// The command line.
    Flag,
    /// The environment.
    Environment,
    /// The settings file, on this line.
    File(u32),
}

/// All settings of a command, and who gave each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settled {
    /// The values.
    pub settings: Settings,
    origins: BTreeMap<&'static str, SettingOrigin>,
    file: Option<String>,
    command: Commands,
}

/// Settles the settings that `command` heeds.
///
/// # Errors
/// Every value of the environment that cannot be read, by its variable.
pub(crate) fn settle(
    command: Commands,
    flags: &Flags,
    environment: impl Fn(&str) -> Option<OsString>,
    file: &SettingsFile,
) -> Result<Settled, Refusal> {
    let name = file.path.as_ref().map(|path| path.display().to_string());
    let mut settled = Settled { file: name, command, ..Settled::default() };
    let mut mistakes = Vec::new();
    for row in SETTINGS.iter().filter(|row| row.commands & command != 0) {
        let variable = row.variable();
        let given = environment(&variable).filter(|value| !row.flag_only && !value.is_empty());
        let origin = if let Some(words) = flags.get(row.key) {
            let read = (row.slot)(&mut settled.settings).read(words);
            mistakes.extend(read.err().map(|mistake| format!("--{}: {mistake}", row.key)));
            Some(SettingOrigin::Flag)
        } else if let Some(value) = given {
            let read = (row.slot)(&mut settled.settings).read(&parted(&value, row.join));
            mistakes.extend(read.err().map(|mistake| format!("{variable}: {mistake}")));
            Some(SettingOrigin::Environment)
        } else if file.apply(row, &mut settled.settings) {
            file.line(row.key).map(SettingOrigin::File)
        } else {
            None
        };
        settled.origins.extend(origin.map(|origin| (row.key, origin)));
    }
    if mistakes.is_empty() {
        return Ok(settled);
    }
    let found = Message::list(mistakes.into_iter().map(Message::foreign), "\n");
    Err(Refusal::new(RefusalKind::Settings, found, message!("correct it, or leave it out")))
}

impl Settled {
    /// Who gave a setting, for a message about its value: `--template`, `ITUDOC_TEMPLATE`,
    /// `itudoc.toml, line 3`.
    pub(crate) fn given_by(&self, key: &str) -> String {
        let file = self.file.as_deref().unwrap_or(FILE);
        match self.origins.get(key) {
            Some(SettingOrigin::Environment) => format!("ITUDOC_{}", key.replace('-', "_").to_uppercase()),
            Some(SettingOrigin::File(line)) => format!("{file}, line {line}: {key}"),
            Some(SettingOrigin::Flag) | None => format!("--{key}"),
        }
    }

    /// The settings file that was read, or that there is none.
    pub(crate) fn source(&self) -> String {
        self.file.clone().unwrap_or_else(|| format!("no {FILE} here or above; the defaults hold"))
    }

    /// Whether anybody gave a setting.
    pub(crate) fn is_given(&self, key: &str) -> bool {
        self.origins.contains_key(key)
    }

    /// The settings that bear on outputs, whoever gave them, as `itudoc.toml` has them: what workers on
    /// other machines are to have in common. Where outputs go and how the run goes is each worker's own.
    pub(crate) fn shared(&self) -> String {
        let shared = SETTINGS.iter().filter(|row| row.commands & self.command != 0 && row.is_shared());
        let line = |row: &Setting| Some(format!("{} = {}\n", row.key, (row.seen)(&self.settings).shown()?));
        shared.filter_map(line).collect()
    }

    /// Each setting with its value and who gave it, a line each: what `--show-settings` prints, and
    /// settings that can be read again.
    pub(crate) fn shown(&self) -> String {
        let file = self.file.as_deref().unwrap_or("none");
        let mut text = format!("# settings file: {file}\n");
        for row in SETTINGS.iter().filter(|row| row.commands & self.command != 0) {
            let value = (row.seen)(&self.settings).shown();
            let origin = match self.origins.get(row.key) {
                Some(SettingOrigin::Flag) => "command line",
                Some(SettingOrigin::Environment) => "environment",
                Some(SettingOrigin::File(_)) => file,
                None => "default",
            };
            // Writing to a string cannot fail.
            let _ = match value {
                None => writeln!(text, "# {}: {} (default)", row.key, row.default),
                // What belongs to one call would be a mistake in a settings file.
                Some(value) if row.flag_only => writeln!(text, "# {} = {value}  # {origin}", row.key),
                Some(value) => writeln!(text, "{} = {value}  # {origin}", row.key),
            };
        }
        text
    }
}
