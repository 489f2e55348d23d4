//! `itudoc.toml`: what a folder's conversions have in common, so that nobody need type it.
//!
//! In: the file found upwards from where the program was started, or the one given. Out: the
//! settings it gives, each with its line. Never: a key that is not known passed over in silence.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::Flags;
use super::table::{SETTINGS, Setting, Settings};
use super::value::Join;
use crate::diagnostics::nearest::nearest;
use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::files;
use crate::limits;
use crate::lines::LineIndex;

/// Name of the file.
pub(crate) const FILE: &str = "itudoc.toml";

/// Settings and the file they come from.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SettingsFile {
    /// The file; `None` where there is none.
    pub path: Option<PathBuf>,
    /// What it gives: by key its line and its words.
    pub(super) given: BTreeMap<&'static str, (u32, Vec<OsString>)>,
}

/// The settings of `given`, or of the nearest file upwards from `start`.
///
/// # Errors
/// Where the file cannot be read, or every mistake in it with line and key.
pub(crate) fn find(given: Option<&Path>, start: &Path) -> Result<SettingsFile, Refusal> {
    let path = match given {
        Some(path) => Some(path.to_owned()),
        None => start.ancestors().map(|folder| folder.join(FILE)).find(|path| path.is_file()),
    };
    let Some(path) = path else { return Ok(SettingsFile::default()) };
    let text = files::text(&path, limits::DATA_BYTES).map_err(|error| {
        let found = message!("the settings {path} cannot be read: {why}", path = path.display(), why => error.found());
        Refusal::new(RefusalKind::Settings, found, error.advice())
    })?;
    let file = read(&path.display().to_string(), &text)?;
    Ok(SettingsFile { path: Some(path), ..file })
}

/// Reads settings; `name` is the file's, for messages.
///
/// # Errors
/// Every mistake, each with line and key.
pub(crate) fn read(name: &str, text: &str) -> Result<SettingsFile, Refusal> {
    let text = text.trim_start_matches('\u{FEFF}');
    let index = LineIndex::new(text);
    let line = |at: usize| index.line(u32::try_from(at).unwrap_or(u32::MAX));
    let refuse = |mistakes: Vec<Message>, advice: Message| {
        Err(Refusal::new(RefusalKind::Settings, Message::list(mistakes, "\n"), advice))
    };
    let correct = || message!("correct it, or leave the key out");
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let at = error.span().map_or(1, |span| line(span.start));
            let mistake =
                message!("{name}, line {line}: {mistake}", name, line = at, mistake = error.message());
            return refuse(vec![mistake], correct());
        }
    };
    let mut pairs: Vec<_> = table.get_ref().iter().collect();
    pairs.sort_by_key(|(key, _)| key.span().start);
    let (mut file, mut mistakes, mut unknown) = (SettingsFile::default(), Vec::new(), false);
    for (key, value) in pairs {
        let (at, key) = (line(key.span().start), key.get_ref().as_ref());
        let Some(row) = SETTINGS.iter().find(|row| row.key == key && !row.flag_only) else {
            unknown = true;
            mistakes.push(
                message!("{name}, line {line}: {mistake}", name, line = at, mistake => no_setting(key)),
            );
            continue;
        };
        match words(row, value.get_ref()).and_then(|words| row.try_words(&words).map(|()| words)) {
            Ok(words) => _ = file.given.insert(row.key, (at, words)),
            Err(mistake) => {
                let mistake = format!("{key}: {mistake}");
                mistakes.push(message!("{name}, line {line}: {mistake}", name, line = at, mistake));
            }
        }
    }
    match mistakes {
        none if none.is_empty() => Ok(file),
        mistakes if unknown => {
            let keys: Vec<&str> = SETTINGS.iter().filter(|row| !row.flag_only).map(|row| row.key).collect();
            refuse(mistakes, message!("the settings are {names}", names = keys.join(", ")))
        }
        mistakes => refuse(mistakes, correct()),
    }
}

/// The settings that all who work on one run have in common, as [`super::Settled::shared`] wrote them.
///
/// # Errors
/// Where this program does not know one of them, or cannot read its value.
pub(crate) fn shared(text: &str) -> Result<Flags, Refusal> {
    let refuse = |why: String| {
        let advice = message!("make the plan with the version of itudoc that converts");
        Refusal::new(RefusalKind::Settings, message!("the settings of the plan: {why}", why), advice)
    };
    let table = DeTable::parse(text).map_err(|error| refuse(error.message().to_owned()))?;
    let mut flags = Flags::new();
    for (key, value) in table.get_ref() {
        let key: &str = key.get_ref();
        let row = SETTINGS.iter().find(|row| row.key == key && row.is_shared());
        let row = row.ok_or_else(|| refuse(format!("there is no setting {key:?}")))?;
        let words = words(row, value.get_ref()).and_then(|words| row.try_words(&words).map(|()| words));
        flags.insert(row.key, words.map_err(|mistake| refuse(format!("{key}: {mistake}")))?);
    }
    Ok(flags)
}

/// That there is no such setting, and the one that was probably meant.
fn no_setting(key: &str) -> Message {
    let name = format!("{key:?}");
    if SETTINGS.iter().any(|row| row.key == key) {
        return message!("there is no setting {name}; it belongs to one call, as --{key}", name, key);
    }
    let known = SETTINGS.iter().filter(|row| !row.flag_only).map(|row| row.key);
    match nearest(key, known) {
        Some(near) => {
            message!("there is no setting {name}; did you mean {near}?", name, near = format!("{near:?}"))
        }
        None => message!("there is no setting {name}", name),
    }
}

/// The words of a value of TOML. A list may be one value, as a flag given once is.
fn words(row: &Setting, value: &DeValue<'_>) -> Result<Vec<OsString>, String> {
    let single = |value: &DeValue<'_>| match value {
        DeValue::String(text) => Ok(OsString::from(text.as_ref())),
        DeValue::Integer(number) => Ok(number.to_string().into()),
        DeValue::Boolean(truth) => Ok(truth.to_string().into()),
        other => Err(format!("a simple value is wanted, and {} stands", named(other))),
    };
    match value {
        DeValue::Array(values) if row.join != Join::One => {
            values.iter().map(|value| single(value.get_ref())).collect()
        }
        value => Ok(vec![single(value)?]),
    }
}

/// What a kind of TOML value is called, with its article.
fn named(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
        DeValue::Float(_) => "a fraction",
        DeValue::Datetime(_) => "a date",
        _ => "another",
    }
}

impl SettingsFile {
    /// Sets what the file gives for a setting. Its paths are relative to where it lies.
    pub(super) fn apply(&self, row: &Setting, settings: &mut Settings) -> bool {
        let Some((_, words)) = self.given.get(row.key) else { return false };
        let slot = (row.slot)(settings);
        // Its words were tried when the file was read.
        let read = slot.read(words).is_ok();
        slot.relative_to(self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new("")));
        read
    }

    /// The line on which the file gives a setting.
    pub(super) fn line(&self, key: &str) -> Option<u32> {
        self.given.get(key).map(|(line, _)| *line)
    }
}
