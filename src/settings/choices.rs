//! The choices that settings offer, each with its names.

use crate::check::severity::Mode;
use crate::choice::choice;
use crate::diagnostics::Severity;
use crate::pipeline::OutputKind;
use crate::text::View;
use crate::write::pdf::PdfStandard;

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
pub(crate) enum Naming {
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
