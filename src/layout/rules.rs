//! What typesetting reports.

use crate::diagnostics::{Rule, Severity};

/// A picture without words for those who cannot see it.
pub(crate) static NO_ALTERNATIVE: Rule = Rule {
    code: "LAY003",
    name: "picture-without-alternative-text",
    severity: Severity::Information,
    what: "A picture has no alternative text.",
    why: "A reader who hears the PDF learns nothing of the picture but that there is one.",
    example: "A chart pasted into Word without a description.",
    remedy: "Describe the picture in Word (Picture, View Alt Text) and convert again.",
    source: "ISO 14289-1:2014, 7.3; WCAG 2.2, 1.1.1.",
};

/// Characters drawn as boxes.
pub(crate) static BOXES: Rule = Rule {
    code: "LAY004",
    name: "character-shown-as-a-box",
    severity: Severity::Warning,
    what: "The PDF shows a box where a character should be, for no font at hand has it.",
    why: "Readers of the page cannot tell what stands there. Searching and copying still give the character.",
    example: "A Korean name in a document set with the built-in fonts, converted with `--missing-glyphs box`.",
    remedy: "Name a font that has the characters with `--font-path` and convert again.",
    source: "ISO 19005-2:2011, 6.2.11.8 (no character without a glyph).",
};

/// A comment that the PDF does not show.
pub(crate) static COMMENT: Rule = Rule {
    code: "LAY005",
    name: "comment-not-in-print",
    severity: Severity::Warning,
    what: "The PDF does not show a comment of the input. The Word document and the JSON hold it.",
    why: "Words of the input stand nowhere on the page; whoever gets the PDF alone does not learn of them.",
    example: "A reviewer's remark in the margin of a submission: “check the year”.",
    remedy: "Settle the comment and take it out of the submission, put its words into the text, or publish \
             the Word document beside the PDF.",
    source: "ECMA-376 part 1, 17.13.4 (comments are no part of the text that is printed).",
};

/// All rules of typesetting.
pub(crate) static RULES: &[&Rule] = &[&NO_ALTERNATIVE, &BOXES, &COMMENT];
