//! What is reported of encodings and of characters that tell of a wrong one.

use crate::diagnostics::{Rule, Severity};

/// The text was not UTF-8.
pub(crate) static ENCODING: Rule = Rule {
    code: "ENC001",
    name: "other-encoding",
    severity: Severity::Information,
    what: "The text was in another encoding than UTF-8, recognised by a mark or by its bytes.",
    why: "An encoding that was guessed wrong shows as wrong characters; a look at the first lines tells.",
    example: "A file saved as GB18030 or UTF-16.",
    remedy: "If the text looks right, nothing; otherwise save it as UTF-8 and send it again.",
    source: "WHATWG Encoding Standard.",
};

/// U+FFFD stands in the text, or what became of it.
pub(crate) static REPLACEMENT: Rule = Rule {
    code: "ENC002",
    name: "lost-character",
    severity: Severity::Error,
    what: "The text holds U+FFFD, the mark of a character that another program could not read, or what is \
           left where that mark was read in a wrong encoding, or question marks in the place of letters.",
    why: "The character is lost for good; only the author knows it.",
    example: "`第64号决\u{FFFD}`; `锟斤拷`, which is U+FFFD written as UTF-8 and read as GBK; `R?solution`.",
    remedy: "Ask for the original file.",
    source: "The Unicode Standard, chapter 23.8.",
};

/// Control characters were set aside.
pub(crate) static CONTROL: Rule = Rule {
    code: "ENC003",
    name: "control-character",
    severity: Severity::Warning,
    what: "The text holds control characters that no document may carry.",
    why: "Word and PDF readers refuse files with them; they come from damaged copies.",
    example: "U+0001 in a word.",
    remedy: "Nothing: they were set aside and are listed in the report.",
    source: "XML 1.0, production 2 (Char).",
};

/// Bidirectional overrides.
pub(crate) static BIDI_OVERRIDE: Rule = Rule {
    code: "ENC004",
    name: "direction-override",
    severity: Severity::Warning,
    what: "The text holds characters that override the direction of reading.",
    why: "They can make a text read otherwise than it is stored.",
    example: "U+202E before a number.",
    remedy: "Check the words around it; take the character out.",
    source: "Unicode Technical Report 36, section 2.4.",
};

/// Lines in several encodings.
pub(crate) static MIXED: Rule = Rule {
    code: "ENC011",
    name: "mixed-encodings",
    severity: Severity::Warning,
    what: "Some lines of the text are UTF-8 and others are in another encoding; each was read in its own.",
    why: "The encoding of the others was recognised by their bytes and may be another.",
    example: "A file put together from one saved as UTF-8 and one saved as GBK.",
    remedy: "Compare the lines that are named with the submission, or ask for one file in UTF-8.",
    source: "The Unicode Standard, chapter 3, table 3-7 (well-formed UTF-8).",
};

/// The file declares another encoding than it has.
pub(crate) static DECLARED_WRONG: Rule = Rule {
    code: "ENC012",
    name: "declared-encoding-wrong",
    severity: Severity::Warning,
    what: "The file declares an encoding that its bytes are not in.",
    why: "Programs that go by the declaration show wrong characters.",
    example: "A web page of UTF-8 that says `charset=gb2312`.",
    remedy: "If the text looks right, nothing; otherwise save it as UTF-8 and send it again.",
    source: "WHATWG HTML Standard, 13.2.3.",
};

/// A thing stood in the text where it was copied from.
pub(crate) static OBJECT_MARK: Rule = Rule {
    code: "ENC013",
    name: "object-mark",
    severity: Severity::Warning,
    what: "The text holds U+FFFC, the mark of a picture or another object that did not come with the text.",
    why: "What stood there in the program from which the text was copied is missing.",
    example: "`see the figure \u{FFFC}` in text copied out of a web page or an e-mail.",
    remedy: "Ask for the file that holds the picture. The marks were set aside and are listed in the report.",
    source: "The Unicode Standard, chapter 23.8.",
};

/// Something stands before the document.
pub(crate) static BEFORE: Rule = Rule {
    code: "ENC014",
    name: "bytes-before-document",
    severity: Severity::Warning,
    what: "Bytes stand before the beginning of the document in its file; they were passed over.",
    why: "Mail gateways and web servers put lines of their own there, which are no part of the text.",
    example: "A header line before the first brace of a Rich Text file.",
    remedy: "Open the file in a text editor and look at its first lines; ask for the file again if they matter.",
    source: "The heads of RTF 1.9.1 and of APPNOTE 4.3.6 (zip), which begin with a mark of their own.",
};

/// Letters that were read in another encoding than they were written in, before they came here.
pub(crate) static MISREAD: Rule = Rule {
    code: "ENC015",
    name: "letters-misread",
    severity: Severity::Error,
    what: "Words of the text are what one encoding looks like when a program takes it for another.",
    why: "Nobody can read them, and a machine would print them.",
    example: "`RÃ©solution`, which is `Résolution` in UTF-8 read as Windows-1252; `ÐÞ¶©`, which is `修订` in GBK \
              read so.",
    remedy: "Ask for the original file; do not correct the words one by one.",
    source: "WHATWG Encoding Standard: the pages of one byte a character, and GBK, explain most bytes.",
};

/// Characters are written as another format writes them.
pub(crate) static NOTATION: Rule = Rule {
    code: "ENC016",
    name: "other-notation",
    severity: Severity::Warning,
    what: "Characters of the text are written as web pages, e-mail or programs write them.",
    why: "They are printed as they stand, and a reader sees the code and not the character.",
    example: "`R&amp;D`; `R=C3=A9solution`; `R+AOk-solution`, which is UTF-7.",
    remedy: "Ask for the text as its author saw it, or put the characters in their places.",
    source: "HTML 13.5; RFC 2045, 6.7; RFC 2152 (UTF-7); RFC 3986, 2.1; RFC 1843 (HZ); ISO/IEC 2022.",
};

/// All rules of encodings.
pub(crate) static RULES: &[&Rule] = &[
    &ENCODING,
    &REPLACEMENT,
    &CONTROL,
    &BIDI_OVERRIDE,
    &MIXED,
    &DECLARED_WRONG,
    &OBJECT_MARK,
    &BEFORE,
    &MISREAD,
    &NOTATION,
];
