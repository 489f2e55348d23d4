//! Choices with fixed names. One list of names a choice serves flags, environment, settings files
//! and what is written for programs.
//!
//! In: words as a person writes them. Out: the value, whatever the case of the words. Never: a word
//! that is nearly right taken for right.

use crate::check::severity::Mode;
use crate::convert::OutputKind;
use crate::diagnostics::Severity;
use crate::diagnostics::nearest::nearest;
use crate::text::View;
use crate::write::pdf::PdfStandard;

/// A value of a choice with its names.
#[derive(Debug, Clone, Copy)]
pub struct Named<T: 'static> {
    /// The value.
    pub value: T,
    /// The name that is shown and written.
    pub name: &'static str,
    /// Other names under which it is understood.
    pub also: &'static [&'static str],
    /// What it means, in a few words.
    pub help: &'static str,
}

/// Something chosen from a list of names.
pub trait Choice: Copy + PartialEq + 'static {
    /// Every value, in the order in which they are listed.
    const ALL: &'static [Named<Self>];

    /// The name that is shown and written.
    fn name(self) -> &'static str {
        Self::ALL.iter().find(|named| named.value == self).map_or("", |named| named.name)
    }

    /// The value of a name, in any case; `_` and spaces stand for `-`.
    ///
    /// # Errors
    /// The names there are, and the nearest.
    fn named(words: &str) -> Result<Self, String> {
        let folded = folded(words);
        let is = |named: &&Named<Self>| named.name == folded || named.also.contains(&folded.as_str());
        if let Some(named) = Self::ALL.iter().find(is) {
            return Ok(named.value);
        }
        let names: Vec<&str> = Self::ALL.iter().map(|named| named.name).collect();
        let near = nearest(&folded, names.iter().copied());
        let near = near.map_or(String::new(), |near| format!("; did you mean {near}?"));
        Err(format!("{words:?} is not one of {}{near}", names.join(", ")))
    }
}

/// A name without regard to case, to surrounding space and to how its words are joined.
fn folded(words: &str) -> String {
    words.trim().to_lowercase().replace(['_', ' '], "-")
}

macro_rules! choice {
    ($type:ty { $($value:path = $name:literal $(| $also:literal)* : $help:literal),+ $(,)? }) => {
        impl Choice for $type {
            const ALL: &'static [Named<Self>] = &[
                $(Named { value: $value, name: $name, also: &[$($also),*], help: $help }),+
            ];
        }
    };
}

choice!(OutputKind {
    OutputKind::Docx = "docx" | ".docx" | "word": "Word document",
    OutputKind::Pdf = "pdf" | ".pdf": "PDF",
    OutputKind::Json = "json" | ".json": "The structure",
    OutputKind::Html = "html" | ".html" | "sheet" | "review-sheet": "The review sheet",
});

choice!(View {
    View::Marked = "marked": "All of it, with its marks",
    View::Revised = "revised" | "clean" | "accepted": "As if every mark were accepted",
    View::Base = "base" | "original" | "rejected": "As if every mark were rejected",
});

choice!(PdfStandard {
    PdfStandard::A2u = "a-2u" | "a2u" | "pdf/a-2u": "PDF/A-2u: archival",
    PdfStandard::A2a = "a-2a" | "a2a" | "pdf/a-2a": "PDF/A-2a and PDF/UA-1: archival and accessible",
    PdfStandard::A3a = "a-3a" | "a3a" | "pdf/a-3a":
        "PDF/A-3a and PDF/UA-1, with the input, the JSON and the DOCX inside",
    PdfStandard::Ua1 = "ua-1" | "ua1" | "pdf/ua-1": "PDF/UA-1 alone",
});

choice!(Mode {
    Mode::Intake = "intake": "Registering a contribution",
    Mode::Publish = "publish": "Publishing a document",
    Mode::Archive = "archive": "Putting a document away",
});

/// What outputs are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// As their input.
    Input,
    /// As the Union calls the document.
    Official,
}

choice!(Naming {
    Naming::Input = "input": "As their input",
    Naming::Official = "official": "As the Union calls the document",
});

/// What becomes of a file with characters that no font has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingGlyphs {
    /// It is refused, and the characters are named.
    Refuse,
    /// The PDF shows a box for each, which reads as the character; reported.
    Box,
}

choice!(MissingGlyphs {
    MissingGlyphs::Refuse = "refuse": "It is refused, and the characters are named",
    MissingGlyphs::Box = "box" | "boxes":
        "The PDF shows a box for each, which reads as the character; reported",
});

/// Which program reads old Word files (.doc).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DocHelper {
    /// The built-in reader; LibreOffice, where it is installed, those of which that is not sure.
    #[default]
    Auto,
    /// LibreOffice, all of them.
    Soffice,
    /// The built-in reader alone: the same on every machine.
    None,
}

choice!(DocHelper {
    DocHelper::Auto = "auto":
        "The built-in reader; LibreOffice, where it is installed, those of which that is not sure",
    DocHelper::Soffice = "soffice" | "libreoffice": "LibreOffice, all of them",
    DocHelper::None = "none": "The built-in reader alone: the same on every machine",
});

/// How findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingsForm {
    /// Counted.
    Summary,
    /// With the text under each.
    Human,
    /// One line each.
    Short,
    /// A JSON array.
    Json,
    /// A JSON object a line.
    Jsonl,
    /// SARIF 2.1.0.
    Sarif,
    /// Commands of a GitHub workflow.
    Github,
}

choice!(FindingsForm {
    FindingsForm::Summary = "summary": "Count them",
    FindingsForm::Human = "human" | "full": "With the text under each",
    FindingsForm::Short = "short": "One line each",
    FindingsForm::Json = "json": "A JSON array",
    FindingsForm::Jsonl = "jsonl": "A JSON object a line",
    FindingsForm::Sarif = "sarif": "SARIF 2.1.0",
    FindingsForm::Github = "github": "Commands of a GitHub workflow",
});

/// The least severity at which a check fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailOn {
    /// Any finding.
    Note,
    /// Warnings and errors.
    Warning,
    /// Errors.
    Error,
    /// Findings never make a check fail.
    Never,
}

impl FailOn {
    /// The least severity at which a check fails; `None` where none makes it.
    pub fn least(self) -> Option<Severity> {
        match self {
            FailOn::Note => Some(Severity::Information),
            FailOn::Warning => Some(Severity::Warning),
            FailOn::Error => Some(Severity::Error),
            FailOn::Never => None,
        }
    }
}

choice!(FailOn {
    FailOn::Note = "note": "Any finding",
    FailOn::Warning = "warning": "Warnings and errors",
    FailOn::Error = "error": "Errors",
    FailOn::Never = "never": "No finding",
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_understood_in_any_case_and_the_nearest_is_suggested() {
        assert_eq!(OutputKind::named(" DOCX"), Ok(OutputKind::Docx));
        assert_eq!(PdfStandard::named("PDF/A-2a"), Ok(PdfStandard::A2a));
        assert_eq!(PdfStandard::named("a_2u"), Ok(PdfStandard::A2u));
        let said = Naming::named("offical").unwrap_err();
        assert_eq!(said, "\"offical\" is not one of input, official; did you mean official?");
    }
}
