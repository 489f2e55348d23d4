//! The choices that settings offer, each with its names.

use crate::choice::choice;
use crate::diagnostics::Severity;

/// What outputs are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OutputNaming {
    /// As their input.
    Input,
    /// As the Union calls the document.
    Official,
}

choice!(OutputNaming {
    OutputNaming::Input = "input": "As their input",
    OutputNaming::Official = "official": "As the Union calls the document",
});

/// What becomes of a file with characters that no font has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MissingGlyphs {
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
pub(crate) enum DocHelper {
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
pub(crate) enum FindingsForm {
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
pub(crate) enum FailOn {
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
    pub(crate) fn least(self) -> Option<Severity> {
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
