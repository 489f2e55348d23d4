//! What PDF/A and PDF/UA ask for, on finished files; first of all the four faults that the validators
//! at hand do not see.

use std::collections::BTreeSet;

use crate::write::pdf::{Attachment, FileRelationship, PdfStandard};
use lopdf::{Dictionary, Document, Object};

use super::tools::run;
use super::*;

fn dictionaries(document: &Document) -> impl Iterator<Item = &Dictionary> {
    document.objects.values().filter_map(|object| object.as_dict().ok())
}

fn with_type<'d>(document: &'d Document, kind: &str) -> Vec<&'d Dictionary> {
    dictionaries(document).filter(|d| d.get_type().is_ok_and(|found| found == kind.as_bytes())).collect()
}

fn load(pages: Pages) -> Document {
    Document::load_mem(&pdf(pages)).unwrap()
}

/// The glyph of each code, as `CIDToGIDMap` has it.
fn glyph_of_codes(document: &Document, font: &Dictionary) -> impl Fn(u16) -> u16 {
    let map = match font.get(b"CIDToGIDMap").unwrap() {
        Object::Reference(id) => {
            let map = document.get_object(*id).unwrap().as_stream().unwrap();
            Some(map.decompressed_content().unwrap())
        }
        name => {
            assert_eq!(name.as_name().unwrap(), b"Identity");
            None
        }
    };
    move |code| match &map {
        Some(map) => u16::from_be_bytes(map[usize::from(code) * 2..][..2].try_into().unwrap()),
        None => code,
    }
}

#[test]
fn widths_are_those_of_the_embedded_fonts_and_every_code_has_a_text() {
    for pages in [contribution(), arabic(&["للاتحاد الدولي"])] {
        let document = load(pages);
        let fonts: Vec<_> =
            with_type(&document, "Font").into_iter().filter(|font| font.has(b"DescendantFonts")).collect();
        assert!(!fonts.is_empty());
        for font in fonts {
            let descendant = font.get(b"DescendantFonts").unwrap().as_array().unwrap()[0].as_dict().unwrap();
            let descriptor = descendant.get(b"FontDescriptor").unwrap().as_reference().unwrap();
            let descriptor = document.get_dictionary(descriptor).unwrap();
            let program = descriptor.get(b"FontFile2").unwrap().as_reference().unwrap();
            let program = document.get_object(program).unwrap().as_stream().unwrap();
            let program = program.decompressed_content().unwrap();
            let face = ttf_parser::Face::parse(&program, 0).unwrap();
            let widths = descendant.get(b"W").unwrap().as_array().unwrap();
            let [Object::Integer(1), Object::Array(widths)] = &widths[..] else { panic!("{widths:?}") };
            let glyphs = glyph_of_codes(&document, descendant);
            for (width, code) in widths.iter().zip(1u16..) {
                let glyph = glyphs(code);
                let advance = face.glyph_hor_advance(ttf_parser::GlyphId(glyph)).unwrap();
                let advance = f64::from(advance) * 1000.0 / f64::from(face.units_per_em());
                let width = width.as_i64().unwrap() as f64;
                assert!(
                    (width - advance).abs() <= 0.5,
                    "glyph {glyph}: {width} written, {advance} in the font"
                );
            }
            let map = document.get_object(font.get(b"ToUnicode").unwrap().as_reference().unwrap()).unwrap();
            let map = String::from_utf8(map.as_stream().unwrap().decompressed_content().unwrap()).unwrap();
            let texts = map.lines().filter(|line| line.starts_with('<') && line.contains("> <")).count();
            assert_eq!(texts, widths.len() + 1, "one line a glyph, one for the code space");
        }
    }
}

#[test]
fn every_mark_is_in_the_parent_tree_once_and_no_annotation_is_written() {
    let document = load(contribution());
    let tree = with_type(&document, "StructTreeRoot")[0];
    let parents = document.get_dictionary(tree.get(b"ParentTree").unwrap().as_reference().unwrap()).unwrap();
    let rows = parents.get(b"Nums").unwrap().as_array().unwrap();
    for (number, id) in document.get_pages().values().enumerate() {
        let page = document.get_dictionary(*id).unwrap();
        assert!(!page.has(b"Annots"));
        assert_eq!(page.get(b"StructParents").unwrap().as_i64().unwrap(), number as i64);
        let row = document.get_object(rows[number * 2 + 1].as_reference().unwrap()).unwrap();
        let content = String::from_utf8_lossy(&document.get_page_content(*id)).into_owned();
        let marks: BTreeSet<usize> = content
            .match_indices("<</MCID ")
            .map(|(at, found)| content[at + found.len()..].split('>').next().unwrap().parse().unwrap())
            .collect();
        assert_eq!(marks, (0..row.as_array().unwrap().len()).collect());
        assert_eq!(content.matches("<</MCID ").count(), marks.len());
    }
}

#[test]
fn the_tree_says_what_things_are() {
    let document = load(contribution());
    let elements: Vec<&Dictionary> = dictionaries(&document).filter(|d| d.has(b"S") && d.has(b"P")).collect();
    let of = |kind: &str| -> Vec<&Dictionary> {
        elements
            .iter()
            .copied()
            .filter(|e| e.get(b"S").unwrap().as_name().unwrap() == kind.as_bytes())
            .collect()
    };
    assert_eq!(of("TH").len(), 3);
    assert_eq!(of("TD").len(), 3, "the empty cell is there too");
    let scope = of("TH")[0].get(b"A").unwrap().as_dict().unwrap().get(b"Scope").unwrap();
    assert_eq!(scope.as_name().unwrap(), b"Column");
    let numbering = of("L")[0].get(b"A").unwrap().as_dict().unwrap().get(b"ListNumbering").unwrap();
    assert_eq!(numbering.as_name().unwrap(), b"LowerAlpha");
    assert_eq!(of("Note")[0].get(b"ID").unwrap().as_str().unwrap(), b"note00001");
    let insertion = of("Insertion")[0];
    assert_eq!(lopdf::decode_text_string(insertion.get(b"T").unwrap()).unwrap(), "Inserted by CUB");
    assert!(!insertion.has(b"Alt"), "the words of a mark are read word by word");
    let decoration = |of: &Dictionary| {
        let attributes = of.get(b"A").unwrap().as_dict().unwrap();
        attributes.get(b"TextDecorationType").unwrap().as_name().unwrap().to_vec()
    };
    assert_eq!(decoration(insertion), b"Underline");
    assert_eq!(decoration(of("Deletion")[0]), b"LineThrough");
    let roles = with_type(&document, "StructTreeRoot")[0].get(b"RoleMap").unwrap().as_dict().unwrap();
    assert_eq!(roles.get(b"Deletion").unwrap().as_name().unwrap(), b"Span");
    // The kids of the revised paragraph: text, deletion, insertion, text.
    let paragraph =
        document.get_dictionary(of("Insertion")[0].get(b"P").unwrap().as_reference().unwrap()).unwrap();
    let kids = paragraph.get(b"K").unwrap().as_array().unwrap();
    let shape: Vec<bool> = kids.iter().map(|kid| kid.as_reference().is_ok()).collect();
    assert_eq!(shape, [false, true, true, false]);
}

#[test]
fn metadata_says_the_same_twice() {
    let options = PdfOptions { date: Some("2014-09-15".to_owned()), ..PdfOptions::default() };
    let bytes = write(&mut contribution(), &[], Images::default(), &options).unwrap();
    let document = Document::load_mem(&bytes).unwrap();
    let info =
        document.get_dictionary(document.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    let text = |key: &[u8]| lopdf::decode_text_string(info.get(key).unwrap()).unwrap();
    assert_eq!(text(b"Author"), "A & B");
    assert_eq!(text(b"CreationDate"), "D:20140915000000Z");
    let packet = document.catalog().unwrap().get(b"Metadata").unwrap().as_reference().unwrap();
    let packet = document.get_object(packet).unwrap().as_stream().unwrap();
    let xmp = String::from_utf8(packet.content.clone()).unwrap();
    for part in [
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
        "<pdfuaid:part>1</pdfuaid:part>",
        "<rdf:li>A &amp; B</rdf:li>",
        "<rdf:li xml:lang=\"x-default\">Proposals for the work</rdf:li>",
        "<xmp:CreateDate>2014-09-15T00:00:00Z</xmp:CreateDate>",
    ] {
        assert!(xmp.contains(part), "{part}");
    }
    assert!(!pdf(contribution()).windows(12).any(|window| window == b"CreationDate"));
    let wrong = PdfOptions { date: Some("15/9/2014".to_owned()), ..PdfOptions::default() };
    assert!(write(&mut contribution(), &[], Images::default(), &wrong).is_err());
}

#[test]
fn attachments_are_related_and_in_pdf_a_3_only() {
    let attachment = Attachment {
        name: "来源.txt".to_owned(),
        media_type: "text/plain".to_owned(),
        relationship: FileRelationship::Source,
        bytes: b"words".to_vec(),
    };
    let mut options = PdfOptions { attachments: vec![attachment], ..PdfOptions::default() };
    assert!(write(&mut contribution(), &[], Images::default(), &options).is_err());
    options.standard = PdfStandard::A3a;
    let bytes = write(&mut contribution(), &[], Images::default(), &options).unwrap();
    let document = Document::load_mem(&bytes).unwrap();
    let files = document.catalog().unwrap().get(b"AF").unwrap().as_array().unwrap();
    let file = document.get_dictionary(files[0].as_reference().unwrap()).unwrap();
    assert_eq!(file.get(b"AFRelationship").unwrap().as_name().unwrap(), b"Source");
    assert_eq!(lopdf::decode_text_string(file.get(b"UF").unwrap()).unwrap(), "来源.txt");
    let inside = file.get(b"EF").unwrap().as_dict().unwrap().get(b"F").unwrap().as_reference().unwrap();
    let inside = document.get_object(inside).unwrap().as_stream().unwrap();
    assert_eq!(inside.decompressed_content().unwrap(), b"words");
    assert_eq!(inside.dict.get(b"Subtype").unwrap().as_name().unwrap(), b"text/plain");
}

#[test]
fn nothing_in_a_file_acts() {
    let document = load(contribution());
    for key in [&b"JS"[..], b"OpenAction", b"AA", b"URI", b"EmbeddedFiles", b"Encrypt"] {
        assert!(dictionaries(&document).all(|d| !d.has(key)), "{}", String::from_utf8_lossy(key));
    }
}

#[test]
fn the_outline_keeps_its_levels() {
    let document = load(contribution());
    let outlines = with_type(&document, "Outlines")[0];
    assert_eq!(outlines.get(b"Count").unwrap().as_i64().unwrap(), 3);
    let first = document.get_dictionary(outlines.get(b"First").unwrap().as_reference().unwrap()).unwrap();
    assert_eq!(lopdf::decode_text_string(first.get(b"Title").unwrap()).unwrap(), "第二部分");
    assert_eq!(first.get(b"Count").unwrap().as_i64().unwrap(), 1);
    let next = document.get_dictionary(first.get(b"Next").unwrap().as_reference().unwrap()).unwrap();
    assert_eq!(lopdf::decode_text_string(next.get(b"Title").unwrap()).unwrap(), "End (of it)");
}

#[test]
fn qpdf_finds_nothing_wrong() {
    for bytes in [pdf(contribution()), pdf(arabic(&["لا"]))] {
        let Some(output) = run("qpdf", &["--check"], &bytes, &[]) else { return };
        assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    }
}

#[test]
fn the_same_pages_give_the_same_bytes_on_any_thread() {
    let bytes = pdf(contribution());
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..4).map(|_| scope.spawn(|| [pdf(contribution()), pdf(contribution())])).collect();
        for thread in threads {
            let [first, second] = thread.join().unwrap();
            assert!(first == bytes && second == bytes);
        }
    });
}
