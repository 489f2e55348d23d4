//! Refusals: a file, or a run, that is not gone on with, and why.
//!
//! In: what was found. Out: a class that stays the same for machines, a sentence that names the place,
//! and what to do next; makers for those that several rooms need. Never: a refusal without advice.

use std::path::Path;

use crate::message::{Message, message};

/// A file that is not converted: what was found, and what to do next.
///
/// # Examples
/// ```
/// let refusal = itudoc::read("a.zip", b"PK\x03\x04").unwrap_err();
/// println!("{} ({}): {}", refusal.found, refusal.kind.code(), refusal.advice);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found}")]
pub struct Refusal {
    /// Class, stable, for the report and the tests.
    pub kind: RefusalKind,
    /// What was found, one sentence that names the place where there is one.
    pub found: Message,
    /// What to do next.
    pub advice: Message,
}

impl Refusal {
    /// A refusal with its advice.
    pub fn new(kind: RefusalKind, found: Message, advice: Message) -> Self {
        Self { kind, found, advice }
    }

    /// For what can only be a fault of this program; `fault` is for who mends it, in English.
    pub fn internal(fault: impl Into<String>) -> Self {
        Self::new(
            RefusalKind::Internal,
            message!("{fault}", fault = fault.into()),
            message!("this is a fault of itudoc, not of the file; please report it with the file"),
        )
    }

    /// For a file or folder that the system does not let us read. `advice`: where its path comes from.
    pub fn unreadable(path: &Path, why: Message, advice: Message) -> Self {
        let found = message!("{path} cannot be read: {why}", path = path.display(), why => why);
        Self::new(RefusalKind::Io, found, advice)
    }

    /// For a bound of `limits` that was met: `place` has more than `limit` of `unit`.
    pub fn over(place: Message, limit: u64, unit: Message) -> Self {
        Self::new(
            RefusalKind::Limit,
            message!("{place} is over the limit of {limit} {unit}", place => place, limit, unit => unit),
            message!(
                "no real document needs as much: ask where the file comes from; `limits.rs` lists the bounds"
            ),
        )
    }

    /// What was found and what to do, in one.
    #[cfg(feature = "review")]
    pub(crate) fn said(&self) -> Message {
        message!("{found}; {advice}", found => self.found.clone(), advice => self.advice.clone())
    }

    /// The same, with the file or the place named before what was found.
    #[must_use]
    pub fn at(mut self, place: &str) -> Self {
        self.found = message!("{place}: {what}", place, what => self.found);
        self
    }
}

/// Why a file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalKind {
    /// No byte, or nothing but white space.
    Empty,
    /// Not a format that is read.
    Format,
    /// Text that decodes in no known encoding.
    Encoding,
    /// Password-protected.
    Encrypted,
    /// A package or its XML is broken.
    Damaged,
    /// Over a bound of `limits`.
    Limit,
    /// DOCTYPE or unknown entity.
    Entity,
    /// Characters that no font at hand can show.
    Glyph,
    /// The proof that nothing was lost failed.
    Conservation,
    /// The file could not be read or written.
    Io,
    /// The settings have a mistake.
    Settings,
    /// An output's name is taken by something that was not made by us, or was changed since.
    Occupied,
    /// A template is unknown, or its data has a mistake.
    Template,
    /// What a sidecar file or `--set` says cannot be understood.
    Metadata,
    /// A document that is to be published, and something in it is not decided.
    Open,
    /// A document that was published, and was not reopened since.
    Published,
    /// A fault of ours.
    Internal,
}

impl RefusalKind {
    pub(crate) const ALL: [RefusalKind; 17] = [
        Self::Empty,
        Self::Format,
        Self::Encoding,
        Self::Encrypted,
        Self::Damaged,
        Self::Limit,
        Self::Entity,
        Self::Glyph,
        Self::Conservation,
        Self::Io,
        Self::Settings,
        Self::Occupied,
        Self::Template,
        Self::Metadata,
        Self::Open,
        Self::Published,
        Self::Internal,
    ];

    /// The kind of a code.
    pub(crate) fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Stable code for reports.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "E-EMPTY",
            Self::Format => "E-FORMAT",
            Self::Encoding => "E-ENCODING",
            Self::Encrypted => "E-ENCRYPTED",
            Self::Damaged => "E-DAMAGED",
            Self::Limit => "E-LIMIT",
            Self::Entity => "E-ENTITY",
            Self::Glyph => "E-GLYPH",
            Self::Conservation => "E-CONSERVATION",
            Self::Io => "E-IO",
            Self::Settings => "E-SETTINGS",
            Self::Occupied => "E-OCCUPIED",
            Self::Template => "E-TEMPLATE",
            Self::Metadata => "E-METADATA",
            Self::Open => "E-OPEN",
            Self::Published => "E-PUBLISHED",
            Self::Internal => "E-INTERNAL",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_name_the_place_and_say_what_to_do() {
        let refusal = Refusal::over(Message::foreign("word/document.xml"), 64, message!("MB")).at("a.docx");
        assert_eq!(refusal.to_string(), "a.docx: word/document.xml is over the limit of 64 MB");
        let unreadable = Refusal::unreadable(
            Path::new("b"),
            Message::foreign("is a folder"),
            Message::foreign("name a file"),
        );
        assert_eq!((&*unreadable.found, unreadable.kind), ("b cannot be read: is a folder", RefusalKind::Io));
        assert!(Refusal::internal("a hole").advice.contains("report"));
    }
}
