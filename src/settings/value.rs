//! Values of settings, as words and as TOML.
//!
//! In: the words of a flag, an environment variable or a settings file. Out: a typed value, or what
//! is wrong with the words. Never: which of the three the words come from.

use std::ffi::{OsStr, OsString};
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::{Path, PathBuf};

use crate::choice::Choice;
use crate::language::Language;

/// How several values stand in one string, as an environment variable has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Join {
    /// One value only.
    One,
    /// Parted by commas.
    Commas,
    /// Parted as the system parts the folders of `PATH`.
    Paths,
    /// Given again for each.
    Again,
}

/// A name that a value may have, other names for it, and what it means.
pub(crate) type ValueName = (&'static str, &'static [&'static str], &'static str);

/// A type that a setting may have.
pub(crate) trait SettingValue: Sized {
    /// How several stand in one string.
    const JOIN: Join = Join::One;
    /// Whether the flag stands alone, without a value.
    const SWITCH: bool = false;

    /// Reads the words given: one or, for lists, any number.
    fn read(words: &[OsString]) -> Result<Self, String>;

    /// The value as TOML.
    fn shown(&self) -> String;

    /// The names to choose from, where there is a list.
    fn names() -> Vec<ValueName> {
        Vec::new()
    }

    /// Makes relative paths relative to a folder.
    fn relative_to(&mut self, _folder: &Path) {}
}

/// The only word, or the last where a flag is given again.
fn word(words: &[OsString]) -> Result<&str, String> {
    let word = words.last().map_or(OsStr::new(""), OsString::as_os_str);
    word.to_str().ok_or_else(|| format!("{word:?} is not Unicode text"))
}

/// A string as TOML has it.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

impl<T: Choice> SettingValue for T {
    fn read(words: &[OsString]) -> Result<Self, String> {
        T::named(word(words)?)
    }

    fn shown(&self) -> String {
        quoted(self.name())
    }

    fn names() -> Vec<ValueName> {
        T::ALL.iter().map(|named| (named.name, named.also, named.help)).collect()
    }
}

impl SettingValue for PathBuf {
    fn read(words: &[OsString]) -> Result<Self, String> {
        match words.last() {
            Some(path) if !path.is_empty() => Ok(path.into()),
            _ => Err("a path is wanted, and nothing stands".to_owned()),
        }
    }

    fn shown(&self) -> String {
        quoted(&self.to_string_lossy())
    }

    fn relative_to(&mut self, folder: &Path) {
        *self = folder.join(&*self);
    }
}

/// Folders to look in, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Folders(pub Vec<PathBuf>);

impl SettingValue for Folders {
    const JOIN: Join = Join::Paths;

    fn read(words: &[OsString]) -> Result<Self, String> {
        words.iter().map(|word| PathBuf::read(std::slice::from_ref(word))).collect::<Result<_, _>>().map(Self)
    }

    fn shown(&self) -> String {
        list(self.0.iter().map(SettingValue::shown))
    }

    fn relative_to(&mut self, folder: &Path) {
        self.0.iter_mut().for_each(|path| path.relative_to(folder));
    }
}

/// Words parted by commas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ListOf<T>(pub Vec<T>);

impl<T: SettingValue> SettingValue for ListOf<T> {
    const JOIN: Join = Join::Commas;

    fn read(words: &[OsString]) -> Result<Self, String> {
        words.iter().map(|word| T::read(std::slice::from_ref(word))).collect::<Result<_, _>>().map(Self)
    }

    fn shown(&self) -> String {
        list(self.0.iter().map(SettingValue::shown))
    }

    fn names() -> Vec<ValueName> {
        T::names()
    }
}

/// Texts that are given one by one, commas being part of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Repeated(pub Vec<String>);

impl SettingValue for Repeated {
    const JOIN: Join = Join::Again;

    fn read(words: &[OsString]) -> Result<Self, String> {
        words
            .iter()
            .map(|given| word(std::slice::from_ref(given)).map(str::to_owned))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    fn shown(&self) -> String {
        list(self.0.iter().map(|text| quoted(text)))
    }
}

impl SettingValue for String {
    fn read(words: &[OsString]) -> Result<Self, String> {
        match word(words)?.trim() {
            "" => Err("a name is wanted, and nothing stands".to_owned()),
            word => Ok(word.to_owned()),
        }
    }

    fn shown(&self) -> String {
        quoted(self)
    }
}

impl SettingValue for Language {
    fn read(words: &[OsString]) -> Result<Self, String> {
        word(words)?.parse()
    }

    fn shown(&self) -> String {
        quoted(self.code())
    }
}

impl SettingValue for bool {
    const SWITCH: bool = true;

    fn read(words: &[OsString]) -> Result<Self, String> {
        match word(words)?.trim().to_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Ok(true),
            "false" | "no" | "off" | "0" => Ok(false),
            other => Err(format!("true or false is wanted, and {other:?} stands")),
        }
    }

    fn shown(&self) -> String {
        self.to_string()
    }
}

impl SettingValue for NonZeroUsize {
    fn read(words: &[OsString]) -> Result<Self, String> {
        number(words)
    }

    fn shown(&self) -> String {
        self.to_string()
    }
}

impl SettingValue for NonZeroU64 {
    fn read(words: &[OsString]) -> Result<Self, String> {
        number(words)
    }

    fn shown(&self) -> String {
        self.to_string()
    }
}

fn number<T: std::str::FromStr>(words: &[OsString]) -> Result<T, String> {
    let word = word(words)?.trim();
    word.parse().map_err(|_| format!("a whole number from 1 is wanted, and {word:?} stands"))
}

fn list(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(", "))
}

/// A setting's place among all, whatever its type.
pub(crate) trait SettingSlot {
    /// Takes the value of some words.
    fn read(&mut self, words: &[OsString]) -> Result<(), String>;

    /// The value as TOML, where there is one.
    fn shown(&self) -> Option<String>;

    /// Makes relative paths relative to a folder.
    fn relative_to(&mut self, folder: &Path);
}

impl<T: SettingValue> SettingSlot for Option<T> {
    fn read(&mut self, words: &[OsString]) -> Result<(), String> {
        *self = Some(T::read(words)?);
        Ok(())
    }

    fn shown(&self) -> Option<String> {
        self.as_ref().map(SettingValue::shown)
    }

    fn relative_to(&mut self, folder: &Path) {
        self.iter_mut().for_each(|value| value.relative_to(folder));
    }
}

/// The values in one string.
pub(crate) fn parted(text: &OsStr, join: Join) -> Vec<OsString> {
    match (join, text.to_str()) {
        (Join::Commas, Some(text)) => text.split(',').map(|part| part.trim().into()).collect(),
        (Join::Paths, _) => std::env::split_paths(text).map(PathBuf::into_os_string).collect(),
        _ => vec![text.to_owned()],
    }
}
