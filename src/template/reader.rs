//! Reads TOML with the place of everything: keys that are unknown, missing or of the wrong kind
//! become [`TemplateFault`]s, and reading goes on.
//!
//! In: the text of one file. Out: values, and faults with their lines. Never: what a key means.

use std::cell::RefCell;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::fault::{FaultPlace, TemplateFault, nearest};
use crate::lines::LineIndex;

/// A file under reading.
#[derive(Debug)]
pub(super) struct TemplateFile {
    name: String,
    lines: LineIndex,
    faults: RefCell<Vec<TemplateFault>>,
}

impl TemplateFile {
    pub(super) fn new(name: &str, text: &str) -> Self {
        Self { name: name.to_owned(), lines: LineIndex::new(text), faults: RefCell::default() }
    }

    /// Parses the text; a syntax error is a fault and the file reads as empty.
    pub(super) fn parse<'t>(&self, text: &'t str) -> DeTable<'t> {
        match DeTable::parse(text) {
            Ok(table) => table.into_inner(),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                self.fault(at, "", format!("not TOML: {}", error.message()));
                DeTable::new()
            }
        }
    }

    /// The place of a byte of the file.
    pub(super) fn place(&self, at: usize, key: &str) -> FaultPlace {
        let line = self.lines.line(u32::try_from(at).unwrap_or(u32::MAX));
        FaultPlace { file: self.name.clone(), line, key: key.to_owned() }
    }

    fn fault(&self, at: usize, key: &str, message: impl Into<String>) {
        self.faults.borrow_mut().push(TemplateFault::new(self.place(at, key), message));
    }

    /// Whether no mistake has been met.
    pub(super) fn is_sound(&self) -> bool {
        self.faults.borrow().is_empty()
    }

    pub(super) fn into_faults(self) -> Vec<TemplateFault> {
        self.faults.into_inner()
    }
}

/// A table under reading. Keys asked for are known; [`Keys::finish`] reports the others.
#[derive(Debug)]
pub(super) struct Keys<'f> {
    file: &'f TemplateFile,
    path: String,
    at: usize,
    table: &'f DeTable<'f>,
    known: Vec<&'static str>,
}

impl<'f> Keys<'f> {
    /// The keys of a whole file.
    pub(super) fn root(file: &'f TemplateFile, table: &'f DeTable<'f>) -> Self {
        Self { file, path: String::new(), at: 0, table, known: Vec::new() }
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn value(&mut self, key: &'static str) -> Option<&'f Spanned<DeValue<'f>>> {
        self.known.push(key);
        self.table.iter().find(|(name, _)| name.get_ref() == key).map(|(_, value)| value)
    }

    fn read<T>(
        &mut self,
        key: &'static str,
        kind: &str,
        read: impl Fn(&'f DeValue<'f>) -> Option<T>,
    ) -> Option<T> {
        let value = self.value(key)?;
        let read = read(value.get_ref());
        if read.is_none() {
            let message = format!("{kind} is wanted here, and {} stands", value.get_ref().type_str());
            self.file.fault(value.span().start, &self.path_of(key), message);
        }
        read
    }

    /// A text.
    pub(super) fn text(&mut self, key: &'static str) -> Option<String> {
        self.read(key, "text in quotes", |value| value.as_str().map(str::to_owned))
    }

    /// A text and its place.
    pub(super) fn placed(&mut self, key: &'static str) -> Option<(String, FaultPlace)> {
        let at = self.value(key)?.span().start;
        let place = self.file.place(at, &self.path_of(key));
        self.text(key).map(|text| (text, place))
    }

    /// A whole number within the bounds of its type.
    pub(super) fn integer<N: TryFrom<i64>>(&mut self, key: &'static str) -> Option<N> {
        self.read(key, "a whole number in range", |value| integer(value).and_then(|n| N::try_from(n).ok()))
    }

    /// `true` or `false`.
    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        self.read(key, "`true` or `false`", DeValue::as_bool)
    }

    /// A list of texts.
    pub(super) fn texts(&mut self, key: &'static str) -> Option<Vec<String>> {
        self.read(key, "a list of texts", |value| {
            value.as_array()?.iter().map(|one| one.get_ref().as_str().map(str::to_owned)).collect()
        })
    }

    /// A list whose members `parse` reads from text; whole numbers are given as text too.
    pub(super) fn list<T>(
        &mut self,
        key: &'static str,
        kind: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.read(key, kind, |value| {
            let member = |one: &DeValue<'_>| match integer(one) {
                Some(number) => parse(&number.to_string()),
                None => one.as_str().and_then(&parse),
            };
            value.as_array()?.iter().map(|one| member(one.get_ref())).collect()
        })
    }

    /// A value that `parse` reads from text or a whole number.
    pub(super) fn parsed<T>(
        &mut self,
        key: &'static str,
        kind: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        self.read(key, kind, |value| match integer(value) {
            Some(number) => parse(&number.to_string()),
            None => value.as_str().and_then(&parse),
        })
    }

    /// A table under this key.
    pub(super) fn table(&mut self, key: &'static str) -> Option<Keys<'f>> {
        let at = self.value(key)?.span().start;
        let path = self.path_of(key);
        let table = self.read(key, "a table", DeValue::as_table)?;
        Some(Keys { file: self.file, path, at, table, known: Vec::new() })
    }

    /// The tables of a list of tables.
    pub(super) fn tables(&mut self, key: &'static str) -> Option<Vec<Keys<'f>>> {
        let path = self.path_of(key);
        let list = self.read(key, "a list of tables", |value| {
            value
                .as_array()?
                .iter()
                .map(|one| one.get_ref().as_table().map(|t| (one.span().start, t)))
                .collect::<Option<Vec<_>>>()
        })?;
        let open = |(number, (at, table)): (usize, (usize, &'f DeTable<'f>))| Keys {
            file: self.file,
            path: format!("{path}[{number}]"),
            at,
            table,
            known: Vec::new(),
        };
        Some(list.into_iter().enumerate().map(open).collect())
    }

    /// All members, which must be tables, under the names that the file gives them, in its order.
    pub(super) fn named(self) -> Vec<(String, Keys<'f>)> {
        let mut members: Vec<_> = self.table.iter().collect();
        members.sort_by_key(|(name, _)| name.span().start);
        let mut tables = Vec::new();
        for (name, value) in members {
            let (at, path) = (name.span().start, self.path_of(name.get_ref()));
            match value.get_ref().as_table() {
                Some(table) => {
                    let keys = Keys { file: self.file, path, at, table, known: Vec::new() };
                    tables.push((name.get_ref().to_string(), keys));
                }
                None => {
                    self.file.fault(at, &path, "a table is wanted here: { text = \"…\", source = \"…\" }")
                }
            }
        }
        tables
    }

    /// Where this table begins.
    pub(super) fn place(&self) -> FaultPlace {
        self.file.place(self.at, &self.path)
    }

    /// Reports a mistake in this table.
    pub(super) fn fault(&self, message: impl Into<String>) {
        self.file.fault(self.at, &self.path, message);
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn finish(self) {
        for (name, _) in self.table.iter().filter(|(name, _)| !self.known.contains(&name.get_ref().as_ref()))
        {
            let message = match nearest(name.get_ref(), self.known.iter().copied()) {
                Some(known) => format!("unknown key; did you mean `{known}`?"),
                None => {
                    let mut known = self.known.clone();
                    known.sort_unstable();
                    known.dedup();
                    format!("unknown key; known here: {}", known.join(", "))
                }
            };
            self.file.fault(name.span().start, &self.path_of(name.get_ref()), message);
        }
    }
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}
