//! Findings, the rules behind them, and refusals.
//!
//! Data only: [`render`] shows them to a person, `report` to a machine. A rule carries its
//! own documentation; `itudoc rule CODE` prints it and the rule pages are generated from it.

use crate::text::Span;

pub(crate) use crate::refusals::{Refusal, RefusalKind};

pub(crate) mod nearest;
pub(crate) mod render;

pub use crate::message::Message;
pub(crate) use crate::message::{MessageValue, message};

/// How grave a finding is.
///
/// # Examples
/// ```
/// use itudoc::Severity;
///
/// assert!(Severity::Warning < Severity::Error);
/// ```
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
///
/// # Examples
/// ```
/// for rule in itudoc::rules() {
///     println!("{} {}: {} ({})", rule.code, rule.name, rule.what, rule.source);
/// }
/// ```
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
///
/// # Examples
/// ```
/// let text = "RESOLUTION 64 (Rev. Busan, 2014)\n";
/// for finding in itudoc::examine("a.txt", text.as_bytes())?.findings {
///     let words = finding.span.and_then(|span| text.get(span.range())).unwrap_or("the file");
///     println!("{} at {words:?}: {}", finding.rule.code, finding.message);
/// }
/// # Ok::<(), itudoc::Refusal>(())
/// ```
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that fired.
    pub rule: &'static Rule,
    /// Severity here.
    pub severity: Severity,
    /// Where; `None` for the file as a whole.
    pub span: Option<Span>,
    /// One sentence that can stand alone.
    pub message: Message,
    /// What to do, where this case says more than the rule.
    pub help: Option<Message>,
    /// Other places that explain the finding.
    pub related: Vec<(Span, Message)>,
}

impl Finding {
    /// A finding at the rule's own severity.
    pub fn new(rule: &'static Rule, span: impl Into<Option<Span>>, message: Message) -> Self {
        Self { rule, severity: rule.severity, span: span.into(), message, help: None, related: Vec::new() }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: Message) -> Self {
        self.help = Some(help);
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn related(mut self, span: Span, label: Message) -> Self {
        self.related.push((span, label));
        self
    }
}
