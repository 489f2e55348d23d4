//! What `compose` reports: facts that an official document states and this text does not.

use crate::diagnostics::{Rule, Severity};

/// All rules of this module.
pub(crate) static RULES: &[&Rule] =
    &[&UNKNOWN, &SUPPLIED, &STYLE_ADDED, &OTHER_VENUE, &PAGE_BREAK, &PICTURE_WITHHELD];

/// A fact of the document's head is not known.
pub(crate) static UNKNOWN: Rule = Rule {
    code: "DOC003",
    name: "masthead-incomplete",
    severity: Severity::Warning,
    what: "A fact that the head of an official document states (conference, number, date, language of the \
           original, source, title) is neither in the text nor to be had from the registry.",
    why: "The line stays blank rather than being invented; a document is not published without it.",
    example: "A text that begins with its first section, with no date and no language of the original.",
    remedy: "State the fact in the text, in a file NAME.toml beside it, or with `--set date=2014-09-15`.",
    source: "Mastheads of PP-14 document 67A1 and PP-18 document 42",
};

/// Words of the document's head come from the template or follow from something else.
pub(crate) static SUPPLIED: Rule = Rule {
    code: "DOC004",
    name: "masthead-supplied",
    severity: Severity::Information,
    what: "Words in the head of the document are not in the text: the template supplied them, or they \
           follow from something that the text says.",
    why: "Document control should know which words the delegation did not write.",
    example: "`Document 70-C`, where the text says only `MOD CUB/70/1`.",
    remedy: "Compare with the original; where the words are wrong, state the right ones in the text or with `--set`.",
    source: "The project's promise: nothing is invented",
};

/// The text states another place or other days than the registry.
pub(crate) static OTHER_VENUE: Rule = Rule {
    code: "DOC007",
    name: "venue-contradicts-registry",
    severity: Severity::Warning,
    what: "The place or the days in the head of the text are not those that the registry has for the \
           conference. They are printed as the text has them.",
    why: "One of the two is wrong: the line was copied from another year's document, or the conference is \
          another.",
    example: "`Busan, 20 October – 7 November 2018` under `Plenipotentiary Conference (PP-18)`, which met in Dubai.",
    remedy: "Correct the line or the conference; where the registry is wrong, correct it with --registry.",
    source: "Pages of the conferences, as templates/registry/conferences.toml cites them",
};

/// A page break of the author's is not kept.
pub(crate) static PAGE_BREAK: Rule = Rule {
    code: "DOC008",
    name: "page-break-not-kept",
    severity: Severity::Information,
    what: "The author began a new page inside running text. The official form begins one only before titles, \
           headings, proposals and captions; the text goes on on the same page.",
    why: "Text breaks anew where pages have another size and other faces; a break that was made for the author's \
          own pages would leave white in the middle of a page.",
    example: "A break of the page before the third sentence of a section, so that a table stood on one page.",
    remedy: "Where the new page is wanted, begin it with a heading or a caption.",
    source: "The genuine documents named in templates/README.md: pages end where they are full",
};

/// The user's own Word template lacks styles of the official form.
pub(crate) static STYLE_ADDED: Rule = Rule {
    code: "DOC006",
    name: "style-added",
    severity: Severity::Information,
    what: "The document given with `--reference-doc` lacks styles that the official form needs, by id and \
           by name; the form's own were added to it.",
    why: "Paragraphs in such styles look as the form has them, not as the template's author may expect.",
    example: "A template with styles for headings, and none named `Call` for `recognizing`.",
    remedy: "Where the look is not wanted, make a style of the name that is told in the template.",
    source: "What the names of the official styles are: the genuine documents named in templates/README.md",
};

/// A picture's file is not published.
pub(crate) static PICTURE_WITHHELD: Rule = Rule {
    code: "DOC009",
    name: "picture-withheld",
    severity: Severity::Warning,
    what: "A picture is damaged or of a format that is not read, so that it is not known what its file holds. In a \
           view (`--view revised`, `--view base`) and in a final document a frame stands in its place, in the Word \
           document too.",
    why: "A picture's file may hold its maker's name, the place where it was taken, or more than it shows. Only what \
          was understood goes out.",
    example: "A photograph in HEIC, or a PNG that breaks off, in a document that is published with `--final`.",
    remedy: "Open the document in Word, save the picture as PNG or JPEG, put it in its place and convert again.",
    source: "The project's promise: what is published holds what it shows",
};
