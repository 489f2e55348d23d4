//! Files that mean harm or came to harm: each is refused for its own reason, or read whole.
//!
//! The long runs are commands: `cargo test --release hostile -- --ignored`.

use crate::diagnostics::{Refusal, RefusalKind};
use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use crate::read::docx::read;
use crate::source::Source;

use crate::suite::packages;
use crate::suite::word::sound;

/// A refusal says what was found and what to do; a source is sound.
fn judged(bytes: &[u8]) -> Result<Source, Refusal> {
    let outcome = read("hostile.docx", bytes);
    match &outcome {
        Ok(source) => sound(source),
        Err(refusal) => {
            assert!(!refusal.found.is_empty() && !refusal.advice.is_empty());
            assert_ne!(refusal.kind, RefusalKind::Internal, "{}", refusal.found);
        }
    }
    outcome
}

fn body(content: &str) -> Vec<u8> {
    packages::document(&[("document", content.as_bytes())])
}

fn refused(bytes: &[u8], kind: RefusalKind, word: &str) {
    let refusal = judged(bytes).map(|source| source.text).unwrap_err();
    assert_eq!(refusal.kind, kind, "{}", refusal.found);
    assert!(refusal.found.contains(word), "{:?} does not name {word:?}", refusal.found);
}

/// A document with a bit of everything, small enough to be cut at every byte.
fn small() -> Vec<u8> {
    packages::document(&[
        ("document", include_bytes!("../cases/word/notes/document.xml")),
        ("footnotes", include_bytes!("../cases/word/notes/footnotes.xml")),
        ("styles", include_bytes!("../cases/word/lists/styles.xml")),
    ])
}

#[test]
fn a_part_that_is_not_word_is_named() {
    let zip = |parts: &[(&str, &[u8])]| packages::zip(parts);
    refused(b"", RefusalKind::Format, "not a Word package");
    refused(b"plain text", RefusalKind::Format, "not a Word package");
    refused(&zip(&[("xl/workbook.xml", b"<workbook/>")]), RefusalKind::Format, "spreadsheet");
    refused(&zip(&[("content.xml", b"<x/>")]), RefusalKind::Format, "OpenDocument");
    refused(&zip(&[("readme.txt", b"hello")]), RefusalKind::Format, "zip archive");
    refused(&zip(&[("word/document.xml", b"<html/>")]), RefusalKind::Format, "<html>");
    refused(&zip(&[("word/document.xml", b"")]), RefusalKind::Damaged, "no document");
}

#[test]
fn entities_and_document_types_are_refused() {
    let with = |content: &str| packages::zip(&[("word/document.xml", content.as_bytes())]);
    let bomb = "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><w:document/>";
    refused(&with(bomb), RefusalKind::Entity, "document type");
    refused(&with("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><x/>"), RefusalKind::Entity, "document type");
    refused(&body("<w:p><w:r><w:t>&unknown;</w:t></w:r></w:p>"), RefusalKind::Entity, "unknown");
    refused(
        &body("<w:p><w:pPr><w:pStyle w:val=\"&unknown;\"/></w:pPr></w:p>"),
        RefusalKind::Entity,
        "unknown",
    );
}

#[test]
fn broken_xml_is_refused_with_its_place() {
    for content in [
        "<w:p><w:r><w:t>open",
        "<w:p></w:r>",
        "<w:p a=\"1\" a=\"2\"/>",
        "<w:p a=1/>",
        "<w:p>&#xD800;</w:p>",
        "<w:p>&#x110000;</w:p>",
    ] {
        refused(&body(content), RefusalKind::Damaged, "word/document.xml is broken at byte");
    }
    let not_utf8 = packages::zip(&[("word/document.xml", b"<a>\xFF\xFE</a>")]);
    refused(&not_utf8, RefusalKind::Damaged, "at byte 3");
}

/// Words where no word may stand: Word opens no such file, and it is told as damaged, not as a fault of ours.
#[test]
fn words_in_properties_are_damage() {
    let run = r#"<w:r><w:t>stray</w:t></w:r>"#;
    let engine = Engine::default();
    for content in [
        format!("<w:p><w:pPr>{run}</w:pPr><w:r><w:t>a</w:t></w:r></w:p>"),
        format!("<w:p><w:r><w:rPr><w:p>{run}</w:p></w:rPr><w:t>a</w:t></w:r></w:p>"),
        format!("<w:p><w:r><w:t>a</w:t></w:r></w:p><w:sectPr>{run}</w:sectPr>"),
        format!("<w:tbl><w:tblPr>{run}</w:tblPr><w:tr><w:tc><w:p>{run}</w:p></w:tc></w:tr></w:tbl>"),
    ] {
        let made = engine.convert("a.docx", &body(&content), &RunOptions::default(), &FileOptions::default());
        let refusal = made.map(|_| ()).unwrap_err();
        assert_eq!(refusal.kind, RefusalKind::Damaged, "{content}: {}", refusal.found);
        assert!(refusal.found.contains("word/document.xml"), "{}", refusal.found);
    }
}

/// Signs that end a line stand in a run too, as other programs write them.
#[test]
fn line_separators_between_words_part_them() {
    let engine = Engine::default();
    for sign in ['\u{2028}', '\u{2029}', '\u{85}'] {
        let content = format!("<w:p><w:r><w:t>alpha.{sign}beta{sign}gamma</w:t></w:r></w:p>");
        let run = RunOptions { outputs: OutputKind::ALL.to_vec(), ..RunOptions::default() };
        let made = engine.convert("a.docx", &body(&content), &run, &FileOptions::default());
        assert!(made.is_ok(), "{sign:?}: {:?}", made.err());
    }
}

#[test]
fn two_parts_of_one_name_are_refused() {
    // The writer refuses to make them, so a name is changed afterwards; the checksum does not cover it.
    for (made, name) in
        [("word/documemt.xml", "word/document.xml"), ("WORD/documemt.xml", "WORD/Document.xml")]
    {
        let first = packages::part("w:document", "<w:body/>");
        let mut bytes = packages::zip(&[("word/document.xml", first.as_bytes()), (made, first.as_bytes())]);
        while let Some(at) = bytes.windows(made.len()).position(|w| w == made.as_bytes()) {
            bytes[at..at + name.len()].copy_from_slice(name.as_bytes());
        }
        refused(&bytes, RefusalKind::Damaged, "two parts named");
    }
}

#[test]
fn names_are_never_paths() {
    let document = packages::part("w:document", "<w:body><w:p><w:r><w:t>read</w:t></w:r></w:p></w:body>");
    for name in ["../../evil.xml", "/etc/passwd", "C:\\evil.xml", "a\0b", "word/../../x"] {
        let bytes = packages::zip(&[("word/document.xml", document.as_bytes()), (name, b"x")]);
        assert_eq!(judged(&bytes).unwrap().text, "read\n", "{name:?}");
    }
}

#[test]
fn an_encrypted_entry_is_called_encrypted() {
    let mut bytes = small();
    // General purpose flag, bit 0, in local and central headers (APPNOTE 4.4.4).
    for (mark, flag) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let places: Vec<usize> =
            bytes.windows(4).enumerate().filter(|(_, w)| *w == mark).map(|(at, _)| at).collect();
        for at in places {
            bytes[at + flag] |= 1;
        }
    }
    refused(&bytes, RefusalKind::Encrypted, "encrypted");
}

#[test]
fn bounds_hold_at_their_value_and_not_beyond() {
    use crate::limits::*;
    let attributes = |count: usize| {
        let list: String = (0..count).map(|n| format!(" a{n}=\"\"")).collect();
        body(&format!("<w:p{list}/>"))
    };
    judged(&attributes(XML_ATTRIBUTES)).unwrap();
    refused(&attributes(XML_ATTRIBUTES + 1), RefusalKind::Limit, "attributes");

    let nested = |count: usize| body(&format!("{}{}", "<w:sdt>".repeat(count), "</w:sdt>".repeat(count)));
    judged(&nested(XML_DEPTH - 2)).unwrap();
    refused(&nested(XML_DEPTH - 1), RefusalKind::Limit, "nesting");

    let open = "<w:tbl><w:tr><w:tc>";
    let close = "<w:p/></w:tc></w:tr></w:tbl>";
    let tables = |count: usize| body(&format!("{}{}", open.repeat(count), close.repeat(count)));
    judged(&tables(TABLE_NESTING)).unwrap();
    refused(&tables(TABLE_NESTING + 1), RefusalKind::Limit, "tables");

    let cells = |count: usize| body(&format!("<w:tbl>{}</w:tbl>", "<w:tc/>".repeat(count)));
    judged(&cells(TABLE_PARTS - 1)).unwrap();
    refused(&cells(TABLE_PARTS), RefusalKind::Limit, "cells");

    let paragraphs = |count: usize| body(&"<w:p/>".repeat(count));
    judged(&paragraphs(PARAGRAPHS)).unwrap();
    refused(&paragraphs(PARAGRAPHS + 1), RefusalKind::Limit, "paragraphs");

    let entries = |count: usize| {
        let names: Vec<String> = (0..count).map(|n| format!("part{n}")).collect();
        let mut parts: Vec<(&str, &[u8])> =
            names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
        let document = packages::part("w:document", "<w:body/>").into_bytes();
        parts.push(("word/document.xml", &document));
        packages::zip(&parts)
    };
    judged(&entries(PACKAGE_ENTRIES - 1)).unwrap();
    refused(&entries(PACKAGE_ENTRIES), RefusalKind::Limit, "entries");

    let token = |length: usize| body(&format!("<!--{}-->", "x".repeat(length)));
    judged(&token(XML_TOKEN_BYTES - 7)).unwrap();
    refused(&token(XML_TOKEN_BYTES + 1), RefusalKind::Limit, "single piece");
}

/// Tables without a word have no paragraph that is counted; a page is held several times over.
#[test]
fn tables_without_words_and_long_pages_meet_a_bound() {
    let cells = "<td>".repeat(crate::limits::TABLE_PARTS);
    let pages = [
        format!("<html><body><p>a</p><table><tr>{cells}"),
        format!("<html><body><p>a</p><!--{}-->", "x".repeat(crate::limits::PAGE_BYTES)),
    ];
    let rich = format!("{{\\rtf1 a\\par{}}}", "\\intbl\\itap60 a\\par\\pard b\\par ".repeat(4_000));
    let flat = format!(
        "<?xml version=\"1.0\"?><akomaNtoso xmlns=\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\">{}",
        " ".repeat(crate::limits::FLAT_BYTES as usize)
    );
    for (name, bytes) in [("a.html", &pages[0]), ("b.html", &pages[1]), ("c.rtf", &rich), ("d.akn", &flat)] {
        let refusal =
            crate::read::read(name, bytes.as_bytes()).map(|source| source.blocks.len()).unwrap_err();
        assert_eq!(refusal.kind, RefusalKind::Limit, "{name}: {refusal}");
    }
}

#[test]
fn a_part_that_inflates_without_end_is_refused() {
    let bytes =
        packages::zip(&[("word/document.xml", &vec![b' '; (crate::limits::PART_BYTES + 1) as usize])]);
    assert!(bytes.len() < 1 << 20, "it is small packed");
    let refusal = judged(&bytes).map(|source| source.text).unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::Limit);
}

#[test]
fn nesting_needs_no_stack() {
    let deep = |count: usize| body(&format!("{}x", "<w:tbl><w:tr><w:tc>".repeat(count)));
    let many = |count: usize| body(&"<w:p>".repeat(count));
    let boxes = |count: usize| body(&"<w:p><w:r><w:pict><w:txbxContent>".repeat(count));
    let files = [deep(5_000), many(1_000_000), boxes(5_000)];
    let worker = std::thread::Builder::new().stack_size(512 << 10);
    worker
        .spawn(move || {
            files.iter().for_each(|file| assert_eq!(judged(file).unwrap_err().kind, RefusalKind::Limit))
        })
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn many_references_take_linear_time() {
    let references: String =
        (0..30_000).map(|id| format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>")).collect();
    let source = judged(&body(&format!("<w:p>{references}</w:p>"))).unwrap();
    assert_eq!(source.notes.len(), 30_000);
}

#[test]
fn every_cut_is_refused_whole() {
    let whole = small();
    judged(&whole).unwrap();
    for end in 0..whole.len() {
        assert!(judged(&whole[..end]).is_err(), "cut at {end} of {}", whole.len());
    }
}

#[test]
fn every_cut_of_a_part_is_refused() {
    let content = packages::part("w:document", include_str!("../cases/word/notes/document.xml")).into_bytes();
    for end in 0..content.len() {
        assert!(judged(&packages::zip(&[("word/document.xml", &content[..end])])).is_err(), "cut at {end}");
    }
}

#[test]
fn every_flipped_bit_is_found_or_harmless() {
    let whole = small();
    let truth = judged(&whole).unwrap().text;
    let mut bytes = whole.clone();
    for at in 0..bytes.len() {
        let bit = 1 << (at % 8);
        bytes[at] ^= bit;
        if let Ok(source) = judged(&bytes) {
            // A flip may hide a part (its name changes), never change a word of one.
            assert!(
                truth.contains(source.text.trim_end_matches('\n')) || source.text == truth,
                "flip at {at}"
            );
        }
        bytes[at] ^= bit;
    }
}

/// A small generator with a seed (SplitMix64), so that a failure can be made again.
pub struct Seeded(pub u64);

impl Seeded {
    pub fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % below.max(1) as u64) as usize
    }
}

/// Changes a part as a fuzzer with a dictionary would.
fn mutated(content: &[u8], random: &mut Seeded) -> Vec<u8> {
    const WORDS: [&str; 16] = [
        "<w:p>",
        "</w:p>",
        "<w:tbl>",
        "<w:tc/>",
        "<w:ins>",
        "</w:del>",
        "<w:r/>",
        "&amp;",
        "&x;",
        "\"",
        "-2147483649",
        "<mc:AlternateContent>",
        "<w:fldChar w:fldCharType=\"end\"/>",
        "\u{FFFF}",
        "<w:txbxContent>",
        "<w:numId w:val=\"1\"/>",
    ];
    let mut changed = content.to_vec();
    for _ in 0..=random.next(4) {
        let at = random.next(changed.len());
        let end = (at + random.next(40)).min(changed.len());
        match random.next(5) {
            0 => drop(changed.drain(at..end)),
            1 => drop(changed.splice(at..at, WORDS[random.next(WORDS.len())].bytes())),
            2 => changed.get_mut(at).into_iter().for_each(|byte| *byte = random.next(256) as u8),
            3 => {
                let piece = changed[at..end].to_vec();
                let to = random.next(changed.len());
                drop(changed.splice(to..to, piece));
            }
            _ => {
                let tags: Vec<usize> =
                    changed.iter().enumerate().filter(|(_, b)| **b == b'<').map(|(at, _)| at).collect();
                let (from, to) = (tags.get(random.next(tags.len())), tags.get(random.next(tags.len())));
                if let (Some(from), Some(to)) = (from, to) {
                    drop(changed.drain(*from.min(to)..*from.max(to)));
                }
            }
        }
    }
    changed
}

/// Packages of the cases, with something of everything between them; strict ones are the same in the
/// vocabulary of strict files.
pub fn packages(strict: bool) -> Vec<Vec<u8>> {
    let cases = [
        ["lists/document", "lists/numbering", "lists/styles", "fields/header1"],
        ["marks/document", "lists/numbering", "styles/styles", "fields/footer1"],
        ["notes/document", "notes/footnotes", "notes/comments", "notes/endnotes"],
        ["tables/document", "lists/numbering", "styles/styles", "fields/header1"],
        ["wrappers/document", "objects/rels", "styles/styles", "fields/footer1"],
        ["objects/document", "objects/rels", "lists/styles", "fields/footer1"],
        ["fields/document", "fields/rels", "styles/styles", "fields/header1"],
        ["characters/document", "lists/numbering", "lists/styles", "fields/header1"],
    ];
    let made = cases.map(|case| {
        let parts = case.map(|path| {
            let file = format!("{}/tests/cases/word/{path}.xml", env!("CARGO_MANIFEST_DIR"));
            (path.rsplit('/').next().unwrap(), std::fs::read(file).unwrap())
        });
        let contents: Vec<(&str, &[u8])> =
            parts.iter().map(|(name, part)| (*name, part.as_slice())).collect();
        let package = packages::document(&contents);
        if strict { packages::strict(&package) } else { package }
    });
    made.into()
}

/// A package with one of its parts changed, the document as often as all the others.
pub fn changed_part(package: &[u8], random: &mut Seeded) -> Vec<u8> {
    let mut parts = packages::parts(package);
    let document = parts.iter().position(|(name, _)| name.ends_with("document.xml")).unwrap();
    let at = random.next(parts.len() * 2);
    let at = if at < parts.len() { at } else { document };
    if let Some((_, content)) = parts.get_mut(at) {
        let changed = mutated(content, random);
        // Other bytes than those of UTF-8 are refused at once: the change must reach further.
        if std::str::from_utf8(&changed).is_ok() {
            *content = changed;
        }
    }
    let parts: Vec<(&str, &[u8])> =
        parts.iter().map(|(name, part)| (name.as_str(), part.as_slice())).collect();
    packages::zip(&parts)
}

/// Mutates every part of every case; gives how many were still read.
fn mutate(count: usize, seed: u64) -> usize {
    let seeds = packages(false);
    let mut random = Seeded(seed);
    let changed = (0..count).map(|at| changed_part(&seeds[at % seeds.len()], &mut random));
    changed.filter(|package| judged(package).is_ok()).count()
}

#[test]
fn twenty_thousand_mutations_do_no_harm() {
    let read = mutate(20_000, 64);
    assert!(read > 1_000, "the mutations must reach past the tokeniser: {read} were read");
}

#[test]
#[ignore = "the full run: two hundred thousand"]
fn two_hundred_thousand_mutations_do_no_harm() {
    let read = mutate(200_000, 2014);
    println!("200,000 mutations: {read} read, the others refused");
}

/// Files hold list levels with rubbish for a text; only where a paragraph shows one there is something to refuse.
#[test]
fn an_over_long_list_number_is_refused_where_it_is_shown() {
    let level = |at: usize, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"0\">{}{}</w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
        level(0, "%1."),
        level(1, &"x".repeat(300))
    );
    let file = |at: usize| {
        let paragraph = format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{at}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>harbour</w:t></w:r></w:p>"
        );
        packages::document(&[("document", paragraph.as_bytes()), ("numbering", numbering.as_bytes())])
    };
    assert_eq!(judged(&file(0)).unwrap().text, "harbour\n");
    refused(&file(1), RefusalKind::Limit, "number of a list");
}
