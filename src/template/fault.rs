//! Mistakes in template data, told by file, line and key.
//!
//! In: what a reader met. Out: one [`Refusal`] that lists every mistake of a template at once, so
//! that its author corrects them in one go. Never: a document half converted with a bad template.

use std::collections::BTreeSet;
use std::fmt;

pub(super) use crate::diagnostics::nearest::nearest;
use crate::diagnostics::{Message, Refusal, RefusalKind, message};

/// A place in template data.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct FaultPlace {
    /// File, as the user can open it: `pp-14/zh.toml`.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Dotted key: `styles.Call.before`.
    pub key: String,
}

/// One mistake.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct TemplateFault {
    place: FaultPlace,
    message: String,
}

impl TemplateFault {
    pub(super) fn new(place: FaultPlace, message: impl Into<String>) -> Self {
        Self { place, message: message.into() }
    }
}

impl fmt::Display for TemplateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.place.file, self.place.line)?;
        if !self.place.key.is_empty() {
            write!(f, "{}: ", self.place.key)?;
        }
        f.write_str(&self.message)
    }
}

/// The mistakes of one template; a mistake in a shared file counts once.
#[derive(Debug, Default)]
pub(super) struct Faults(BTreeSet<TemplateFault>);

impl Faults {
    pub(super) fn add(&mut self, place: FaultPlace, message: impl Into<String>) {
        self.0.insert(TemplateFault::new(place, message));
    }

    pub(super) fn extend(&mut self, faults: impl IntoIterator<Item = TemplateFault>) {
        self.0.extend(faults);
    }

    /// Whether there is no mistake.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All mistakes as one refusal; `Ok` where there is none.
    pub(super) fn into_result(self) -> Result<(), Refusal> {
        if self.is_empty() { Ok(()) } else { Err(self.into_refusal()) }
    }

    /// All mistakes, of which there is one at least, as one refusal.
    pub(super) fn into_refusal(self) -> Refusal {
        let lines: Vec<String> = self.0.iter().map(TemplateFault::to_string).collect();
        match lines.as_slice() {
            [one] => refusal(Message::foreign(one)),
            many => refusal(message!(
                "{count} mistakes in template data:{list}",
                count = many.len(),
                list = format!("\n{}", many.join("\n"))
            )),
        }
    }
}

fn refusal(found: Message) -> Refusal {
    Refusal::new(
        RefusalKind::Template,
        found,
        message!("correct the file and run `itudoc template check`; templates/README.md describes every key"),
    )
}
