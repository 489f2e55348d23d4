//! Formats that are text and are no text to print, told by their first words or lines.

use super::{DOCUMENT, SAVE_AS, SOURCE};

/// First words of formats that are text, and are no text to print.
pub(super) const FIRST: &[(&str, &str, &str)] = &[
    ("%PDF-", "a PDF file", SOURCE),
    ("%!PS", "a PostScript file", SOURCE),
    ("\\documentclass", "a LaTeX file", "make a Word file of it (for example with pandoc) and send that"),
    ("\\documentstyle", "a LaTeX file", "make a Word file of it (for example with pandoc) and send that"),
    ("\\input texinfo", "a Texinfo file", "make a Word file or plain text of it and send that"),
    ("-----BEGIN PGP MESSAGE", "an encrypted message (PGP)", "decrypt it and send the document"),
    ("-----BEGIN PKCS7", "an encrypted or signed message (PKCS #7)", "send the document that is inside it"),
    ("-----BEGIN ", "a key, certificate or signed message (PEM)", "send the document that is inside it"),
    ("\\section{", TEX, OF_TEX),
    ("\\chapter{", TEX, OF_TEX),
    ("\\begin{document}", TEX, OF_TEX),
    ("\\input{", TEX, OF_TEX),
    (".TH ", "a manual page (troff)", SAVE_AS),
    (".\\\"", "a manual page (troff)", SAVE_AS),
    ("[InternetShortcut]", "a link to a web page", DOCUMENT),
    (
        "(This file must be converted with BinHex",
        "a file encoded for e-mail (BinHex)",
        "decode it and send the document",
    ),
    ("#!/", "a script", DOCUMENT),
    ("diff --git ", "a list of changes (diff)", DOCUMENT),
    ("ID;P", "a spreadsheet (SYLK)", SAVE_AS),
    ("WEBVTT", "subtitles (WebVTT)", DOCUMENT),
    ("#EXTM3U", "a list of recordings", DOCUMENT),
    ("@article{", "a bibliography (BibTeX)", DOCUMENT),
    ("@book{", "a bibliography (BibTeX)", DOCUMENT),
    ("BEGIN:VCARD", "an address card", DOCUMENT),
    ("BEGIN:VCALENDAR", "a calendar file", DOCUMENT),
];

const TEX: &str = "a LaTeX file";
const OF_TEX: &str = "make a Word file of it (for example with pandoc) and send that";
const DECODE: &str = "decode it and send the document";

/// Formats whose first lines have a form of their own.
pub(super) fn by_lines(head: &str) -> Option<(&'static str, &'static str)> {
    let mut lines = head.lines().map(str::trim_end);
    let first = lines.next()?;
    let second = lines.next().unwrap_or_default().trim_start();
    let begins = |word: &str| first.strip_prefix(word);
    if begins("begin ").is_some_and(is_mode) && !second.is_empty() && !second.contains(' ') {
        return Some(("a file encoded for e-mail (uuencode)", DECODE));
    }
    if let Some(what) = in_base64(head) {
        return Some((what, DECODE));
    }
    if first == "[ver]" && second.parse::<u32>().is_ok() {
        return Some(("an Ami Pro file", SAVE_AS));
    }
    if first == "TABLE" && second == "0,1" {
        return Some(("a spreadsheet (DIF)", SAVE_AS));
    }
    if first.trim() == "0" && second == "SECTION" {
        return Some(("a drawing (DXF)", DOCUMENT));
    }
    if begins("--- ").is_some() && second.starts_with("+++ ") {
        return Some(("a list of changes (diff)", DOCUMENT));
    }
    if first == "1" && second.contains(" --> ") {
        return Some(("subtitles (SubRip)", DOCUMENT));
    }
    let is_field = |line: &str| line.split_once(": ").is_some_and(|(name, _)| !name.contains(' '));
    if begins("From ").is_some_and(|rest| rest.split(' ').next().is_some_and(|who| who.contains('@')))
        && is_field(second)
    {
        return Some(("a mailbox", "send the document that is inside it"));
    }
    let object = |line: &str| line.starts_with('{') && line.ends_with('}');
    if object(first) && object(second) && serde_json::from_str::<serde_json::Value>(first).is_ok() {
        return Some(("a JSON file (an object a line)", "send the document, as a Word file or plain text"));
    }
    let mark = first.get(..10).unwrap_or_default();
    if mark.eq_ignore_ascii_case("<!DOCTYPE ") && head.contains("<") && !head.starts_with("<!DOCTYPE html") {
        return Some(("an SGML or XML file", SAVE_AS));
    }
    None
}

/// `644 name`.
fn is_mode(rest: &str) -> bool {
    rest.split_once(' ').is_some_and(|(mode, name)| {
        mode.len() == 3 && mode.bytes().all(|digit| (b'0'..=b'7').contains(&digit)) && !name.is_empty()
    })
}

/// What base64 holds, by its first letters; nothing else stands in it.
fn in_base64(head: &str) -> Option<&'static str> {
    const KNOWN: [(&str, &str); 4] = [
        ("UEsDB", "a Word file or archive encoded for e-mail (base64)"),
        ("0M8R4KGx", "an old Word file encoded for e-mail (base64)"),
        ("JVBERi0", "a PDF file encoded for e-mail (base64)"),
        ("e1xydGY", "a Rich Text file encoded for e-mail (base64)"),
    ];
    let (_, what) = KNOWN.iter().find(|(mark, _)| head.starts_with(mark))?;
    let is_digit =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'\r' | b'\n');
    head.bytes().all(is_digit).then_some(what)
}
