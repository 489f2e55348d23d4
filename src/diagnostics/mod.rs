//! Findings, the rules behind them, and refusals.
//!
//! Data only: [`render`] shows them to a person, `report` to a machine. A rule carries its
//! own documentation; `itudoc rule CODE` prints it and the rule pages are generated from it.

use crate::text::Span;

pub mod nearest;
pub mod render;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Information,
    /// To be looked at before publication.
    Warning,
    /// Wrong.
    Error,
}

/// A rule: what is looked for, and why it matters. One `static` a rule, in the file that enforces it.
#[derive(Debug)]
pub struct Rule {
    /// Stable code: three capitals for the family, three digits.
    pub code: &'static str,
    /// Short name in kebab-case.
    pub name: &'static str,
    /// Severity where neither mode nor template says otherwise.
    pub severity: Severity,
    /// What it looks for.
    pub what: &'static str,
    /// Why that matters to document control.
    pub why: &'static str,
    /// An example of ours.
    pub example: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// The ITU text it enforces, with its address, or how the rule is known.
    pub source: &'static str,
}

/// One thing found in one file.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that fired.
    pub rule: &'static Rule,
    /// Severity here.
    pub severity: Severity,
    /// Where; `None` for the file as a whole.
    pub span: Option<Span>,
    /// One sentence that can stand alone.
    pub message: String,
    /// What to do, where this case says more than the rule.
    pub help: Option<String>,
    /// Other places that explain the finding.
    pub related: Vec<(Span, String)>,
}

impl Finding {
    /// A finding at the rule's own severity.
    pub fn new(rule: &'static Rule, span: impl Into<Option<Span>>, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity,
            span: span.into(),
            message: message.into(),
            help: None,
            related: Vec::new(),
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }
}

/// A file that is not converted: what was found, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found}")]
pub struct Refusal {
    /// Class, stable, for the report and the tests.
    pub kind: RefusalKind,
    /// What was found, one sentence that names the place where there is one.
    pub found: String,
    /// What to do next.
    pub advice: String,
}

impl Refusal {
    /// A refusal with its advice.
    pub fn new(kind: RefusalKind, found: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { kind, found: found.into(), advice: advice.into() }
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
    /// A fault of ours.
    Internal,
}

impl RefusalKind {
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
            Self::Internal => "E-INTERNAL",
        }
    }
}
