//! The names of what a run can be told: in settings, in manifests, in reports.

use super::OutputKind;
use crate::check::severity::Mode;
use crate::choice::choice;
use crate::text::View;
use crate::write::pdf::PdfStandard;

choice!(OutputKind {
    OutputKind::Docx = "docx" | ".docx" | "word": "Word document",
    OutputKind::Pdf = "pdf" | ".pdf": "PDF",
    OutputKind::Json = "json" | ".json": "The structure",
    OutputKind::Akn = "akn" | ".akn" | "akoma-ntoso": "The structure as Akoma Ntoso 3.0",
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
