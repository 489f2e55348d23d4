//! Runs: a stretch of text with its properties (ECMA-376 part 1, 17.3.2).

use unicode_bidi::{BidiClass, bidi_class};

use super::StyleLook;
use super::context::DocxContext;
use super::marks::{self, MarkedContent};
use crate::diagnostics::Refusal;
use crate::language::Language;
use crate::text::{Format, RevisionIndex, Run, inside_identifier};
use crate::write::xml::XmlWriter;

/// Characters that stand in Western and Chinese fonts alike; only a hint tells Word which to take.
const AMBIGUOUS: &[char] = &['“', '”', '‘', '’', '…', '—', '·', '×', '°', '±', '§'];

/// Writes a run's text and properties.
pub(super) fn write(
    context: &mut DocxContext<'_>,
    xml: &mut XmlWriter,
    run: &Run,
    style: StyleLook,
    deleted: bool,
) -> Result<(), Refusal> {
    if run.text.is_empty() {
        return Ok(());
    }
    xml.open("w:r", &[]);
    let look = RunLook::of(context, run, style);
    properties(context, xml, &look, run.formatting)?;
    text(xml, &run.text, deleted);
    xml.close();
    Ok(())
}

/// What a run shows that its paragraph's style does not.
#[derive(Debug, Default, PartialEq)]
struct RunLook<'a> {
    format: Format,
    /// Face for Chinese text.
    kai: Option<&'a str>,
    east_asian_hint: bool,
    /// Attribute of `w:lang` and its value.
    language: Option<(&'static str, &'a str)>,
}

impl<'a> RunLook<'a> {
    fn of(context: &DocxContext<'a>, run: &'a Run, style: StyleLook) -> Self {
        let package = context.package;
        let script = RunScript::of(&run.text);
        let mut format = run.format;
        for (property, has) in
            [(Format::BOLD, style.bold), (Format::ITALIC, style.italic), (Format::CAPS, style.caps)]
        {
            if has {
                format = without(format, property);
            }
        }
        // Hidden text is shown as ordinary text, and said so in the report.
        format = without(format, Format::HIDDEN);
        let right_to_left = match package.language.is_right_to_left() {
            true => script.right_to_left || !script.left_to_right,
            false => script.right_to_left && !script.left_to_right,
        };
        if right_to_left {
            format = format.with(Format::RIGHT_TO_LEFT);
        }
        let kai = package.kai.as_deref().filter(|_| script.chinese && format.has(Format::ITALIC));
        if kai.is_some() {
            format = without(format, Format::ITALIC);
        }
        Self {
            format,
            kai,
            east_asian_hint: package.language == Language::Chinese
                && script.ambiguous
                && (script.chinese || !script.left_to_right),
            language: language(run, package.language),
        }
    }
}

fn without(format: Format, property: Format) -> Format {
    Format(format.0 & !property.0)
}

/// The language of a run where it is not the document's, with the class of script it is for.
fn language(run: &Run, document: Language) -> Option<(&'static str, &str)> {
    let tag = run.language.as_deref()?;
    let is_tag = !tag.is_empty() && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let primary = tag.split('-').next().unwrap_or(tag);
    if !is_tag || primary.eq_ignore_ascii_case(document.code()) {
        return None;
    }
    let class = match primary.to_ascii_lowercase().as_str() {
        "zh" | "ja" | "ko" => "w:eastAsia",
        "ar" | "he" | "fa" | "ur" => "w:bidi",
        _ => "w:val",
    };
    Some((class, tag))
}

/// Kinds of characters in a text.
#[derive(Debug, Default, Clone, Copy)]
struct RunScript {
    chinese: bool,
    left_to_right: bool,
    right_to_left: bool,
    ambiguous: bool,
}

impl RunScript {
    fn of(text: &str) -> Self {
        let mut script = Self::default();
        for c in text.chars() {
            match c {
                'a'..='z' | 'A'..='Z' => script.left_to_right = true,
                '\0'..='\x7f' => {}
                '\u{2e80}'..='\u{9fff}'
                | '\u{f900}'..='\u{faff}'
                | '\u{ff00}'..='\u{ffef}'
                | '\u{20000}'..='\u{3ffff}' => script.chinese = true,
                _ if AMBIGUOUS.contains(&c) => script.ambiguous = true,
                _ => match bidi_class(c) {
                    BidiClass::R | BidiClass::AL => script.right_to_left = true,
                    BidiClass::L => script.left_to_right = true,
                    _ => {}
                },
            }
        }
        script
    }
}

/// Whether a text has a letter that runs from right to left.
pub(super) fn has_right_to_left(text: &str) -> bool {
    RunScript::of(text).right_to_left
}

/// Properties in the order of the schema (annex A.1, EG_RPrBase).
fn properties(
    context: &mut DocxContext<'_>,
    xml: &mut XmlWriter,
    look: &RunLook<'_>,
    formatting: Option<RevisionIndex>,
) -> Result<(), Refusal> {
    if formatting.is_none() && *look == RunLook::default() {
        return Ok(());
    }
    xml.open("w:rPr", &[]);
    match (look.kai, look.east_asian_hint) {
        (Some(face), true) => xml.empty("w:rFonts", &[("w:eastAsia", face), ("w:hint", "eastAsia")]),
        (Some(face), false) => xml.empty("w:rFonts", &[("w:eastAsia", face)]),
        (None, true) => xml.empty("w:rFonts", &[("w:hint", "eastAsia")]),
        (None, false) => {}
    }
    for (property, elements) in TOGGLES {
        if look.format.has(*property) {
            elements.iter().for_each(|element| xml.empty(element, &[]));
        }
    }
    if look.format.has(Format::UNDERLINE) {
        xml.value("w:u", "single");
    }
    if look.format.has(Format::SUPERSCRIPT) {
        xml.value("w:vertAlign", "superscript");
    } else if look.format.has(Format::SUBSCRIPT) {
        xml.value("w:vertAlign", "subscript");
    }
    if look.format.has(Format::RIGHT_TO_LEFT) {
        xml.empty("w:rtl", &[]);
    }
    if let Some((class, tag)) = look.language {
        xml.empty("w:lang", &[(class, tag)]);
    }
    if let Some(index) = formatting {
        // What the run looked like before is not known: no property is claimed.
        marks::mark(context, xml, "w:rPrChange", index, MarkedContent::Open)?;
        xml.empty("w:rPr", &[]);
        xml.close();
    }
    xml.close();
    Ok(())
}

/// Properties that are on or off, in the order of the schema; each has a twin for complex scripts
/// where Word keeps one.
const TOGGLES: &[(Format, &[&str])] = &[
    (Format::BOLD, &["w:b", "w:bCs"]),
    (Format::ITALIC, &["w:i", "w:iCs"]),
    (Format::CAPS, &["w:caps"]),
    (Format::SMALL_CAPS, &["w:smallCaps"]),
    (Format::STRIKE, &["w:strike"]),
];

/// Writes text with the elements that stand for single characters (17.3.3).
pub(crate) fn text(xml: &mut XmlWriter, text: &str, deleted: bool) {
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let Some(element) = element_of(text, at, c) else { continue };
        if let Some(words) = text.get(start..at).filter(|words| !words.is_empty()) {
            words_of(xml, words, deleted);
        }
        xml.empty(element, &[]);
        start = at + c.len_utf8();
    }
    if let Some(words) = text.get(start..).filter(|words| !words.is_empty()) {
        words_of(xml, words, deleted);
    }
}

fn element_of(text: &str, at: usize, c: char) -> Option<&'static str> {
    Some(match c {
        '\t' => "w:tab",
        '\n' => "w:br",
        '\r' => "w:cr",
        '-' if inside_identifier(text, at) => "w:noBreakHyphen",
        '\u{ad}' => "w:softHyphen",
        _ => return None,
    })
}

fn words_of(xml: &mut XmlWriter, words: &str, deleted: bool) {
    let name = if deleted { "w:delText" } else { "w:t" };
    let is_edge = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let keeps = is_edge(words.chars().next()) || is_edge(words.chars().next_back()) || words.contains("  ");
    match keeps {
        true => xml.text_element(name, &[("xml:space", "preserve")], words),
        false => xml.text_element(name, &[], words),
    }
}

/// A run that holds one reference, in the style of its kind.
pub(super) fn reference(xml: &mut XmlWriter, style: &str, content: impl FnOnce(&mut XmlWriter)) {
    xml.open("w:r", &[]);
    xml.open("w:rPr", &[]);
    xml.value("w:rStyle", style);
    xml.close();
    content(xml);
    xml.close();
}
