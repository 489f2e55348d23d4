//! What typesetting reports.

use crate::diagnostics::{Rule, Severity};

/// A picture without words for those who cannot see it.
pub static NO_ALTERNATIVE: Rule = Rule {
    code: "LAY003",
    name: "picture-without-alternative-text",
    severity: Severity::Information,
    what: "A picture has no alternative text.",
    why: "A reader who hears the PDF learns nothing of the picture but that there is one.",
    example: "A chart pasted into Word without a description.",
    remedy: "Describe the picture in Word (Picture, View Alt Text) and convert again.",
    source: "ISO 14289-1:2014, 7.3; WCAG 2.2, 1.1.1.",
};

/// All rules of typesetting.
pub static ALL: [&Rule; 1] = [&NO_ALTERNATIVE];
