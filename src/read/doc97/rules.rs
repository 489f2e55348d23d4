//! What the reader of Word 97 to 2003 files reports beyond what the Word reader reports.

use crate::diagnostics::{Rule, Severity};

/// Numbers in the way of Word 6.
pub(crate) static OLD_NUMBERS: Rule = Rule {
    code: "WRD014",
    name: "number-not-shown",
    severity: Severity::Warning,
    what: "Automatic numbers in the way of Word 6 are not shown.",
    why: "A label such as a) may be part of the text that is referred to.",
    example: "A list numbered in Word 6 and last saved with Word 97.",
    remedy: "Open the file in Word and save it as .docx, which turns them into lists.",
    source: "MS-DOC 2.6.2, sprmPNLvlAnm and its kin.",
};

/// Changes that were appended and never merged.
pub(crate) static FAST_SAVED: Rule = Rule {
    code: "WRD015",
    name: "fast-saved",
    severity: Severity::Warning,
    what: "The file was fast-saved: its last changes were appended to it, not merged.",
    why: "Such files are read with less certainty, and may hold deleted text that nobody sees.",
    example: "A file saved with the option \"Allow fast saves\" of Word 97.",
    remedy: "Compare with the submission, or open the file in Word and save it as .docx.",
    source: "MS-DOC 2.5.2, fComplex.",
};

/// All rules of the reader.
pub(crate) static RULES: &[&Rule] = &[&OLD_NUMBERS, &FAST_SAVED];
