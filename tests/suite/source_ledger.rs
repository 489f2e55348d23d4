//! The second count of a file: it agrees with the reader on every case, and refuses what a reader
//! would lose or make up.

use std::path::Path;

use crate::diagnostics::RefusalKind;
use crate::source::{SetAside, SetAsideWhy, Source, SourceBlock};
use crate::text::Span;
use crate::verify::source::account;

use crate::suite::packages;

/// The package of a case of the Word reader.
fn case(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/word").join(name);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "xml") {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            files.push((name, std::fs::read(&path).unwrap()));
        }
    }
    files.sort();
    let mut contents: Vec<(&str, &[u8])> =
        files.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    contents.push(("word/media/dot.png", b"GIF89a of no further interest"));
    packages::document(&contents)
}

#[test]
fn both_counts_agree_on_every_case_of_the_word_reader() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/word");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let bytes = case(&name);
        for (form, bytes) in [("transitional", &bytes), ("strict", &packages::strict(&bytes))] {
            let source = crate::read::read("case.docx", bytes).unwrap();
            let input = account(bytes, &source).unwrap_or_else(|refusal| panic!("{name}, {form}: {refusal}"));
            assert!(input.shown.is_some(), "{name}");
        }
    }
}

#[test]
fn both_counts_agree_on_text() {
    for (bytes, shown) in
        [("one\r\ntwo\u{1}\n".as_bytes(), Some(7)), (b"\xEF\xBB\xBFone".as_slice(), Some(3))]
    {
        let source = crate::read::read("a.txt", bytes).unwrap();
        assert_eq!(account(bytes, &source).unwrap().shown, shown);
    }
}

#[test]
fn both_counts_agree_on_an_old_file_and_refuse_what_is_lost() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/legacy");
    let bytes = std::fs::read(folder.join("doc/sample.doc")).unwrap();
    let mut source = crate::read::read("sample.doc", &bytes).unwrap();
    assert!(account(&bytes, &source).unwrap().shown.is_some_and(|shown| shown > 50));
    source.text = source.text.replace("bold", "");
    let refusal = account(&bytes, &source).unwrap_err();
    assert!(refusal.found.contains("were not read"), "{}", refusal.found);
}

#[test]
fn both_counts_agree_on_every_form_and_refuse_what_is_lost() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/legacy");
    for entry in std::fs::read_dir(folder).unwrap() {
        let mut files = std::fs::read_dir(entry.unwrap().path()).unwrap();
        let path = files.find_map(|file| {
            Some(file.unwrap().path()).filter(|path| path.extension().is_some_and(|kind| kind != "snap"))
        });
        let path = path.unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let mut source = crate::read::read("sample", &bytes).unwrap();
        let input =
            account(&bytes, &source).unwrap_or_else(|refusal| panic!("{}: {refusal}", path.display()));
        assert!(input.shown.is_some_and(|shown| shown > 5), "{}", path.display());
        let first = source.text.find(char::is_alphabetic).unwrap();
        let end = first + source.text[first..].find(|c: char| !c.is_alphabetic()).unwrap();
        source.text.replace_range(first..end, "");
        source.set_aside.clear();
        assert!(account(&bytes, &source).is_err(), "{}", path.display());
    }
}

#[test]
fn both_counts_agree_on_texts_in_several_encodings_and_pages_that_name_none() {
    let chinese = "关于修订第六十四号决议的提案，以便顾及近年来的变化。\n";
    let other = encoding_rs::GB18030.encode(chinese).0.into_owned();
    let text = [chinese.repeat(4).as_bytes(), &other].concat();
    let page = [b"<html><head><title>x</title></head><body><p>", &other[..], b"</p><q>so</q></body></html>"]
        .concat();
    let sign = "<html><body><p><span style='font-family:Symbol'>·</span> item</p></body></html>";
    for bytes in [text, page, sign.as_bytes().to_vec()] {
        let source = crate::read::read("a", &bytes).unwrap();
        assert!(account(&bytes, &source).unwrap().shown.is_some(), "{}", source.text);
    }
}

#[test]
fn documents_in_documents_are_counted() {
    let chunks: [&[u8]; 3] = [
        b"<html><body><p>in a page <input type=checkbox checked></p></body></html>",
        br"{\rtf1\ansi{\fonttbl{\f1\fcharset2 Symbol;}}{\listtext 1.\tab}in \'e9 rich {\f1\'b7} text{\footnote a note}\par}",
        b"in plain text",
    ];
    let rels = br#"<Relationship Id="c" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="chunk.dat"/>"#;
    for chunk in chunks {
        let bytes = packages::document(&[
            ("document", br#"<w:p><w:r><w:t>Before</w:t></w:r></w:p><w:altChunk r:id="c"/>"#),
            ("rels", rels),
            ("word/chunk.dat", chunk),
        ]);
        let mut source = crate::read::read("a.docx", &bytes).unwrap();
        assert!(account(&bytes, &source).unwrap().shown.is_some_and(|shown| shown > 12));
        source.text = source.text.replace("in ", "");
        assert!(account(&bytes, &source).is_err(), "{}", String::from_utf8_lossy(chunk));
    }
}

#[test]
fn a_prefix_means_what_the_nearest_element_says() {
    let body = br#"<w:p><w:r><w:t>one</w:t></w:r></w:p>
        <x:p xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><x:r><x:t>two</x:t></x:r></x:p>
        <w:p><w:r><w:t xmlns:w="urn:other">none</w:t></w:r><w:r><w:t>three</w:t></w:r></w:p>"#;
    let bytes = packages::document(&[("document", body)]);
    let source = crate::read::read("a.docx", &bytes).unwrap();
    assert_eq!(account(&bytes, &source).unwrap().shown, Some(11), "{}", source.text);
}

#[test]
fn things_without_a_trace_are_refused() {
    let body = br#"<w:p><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>"#;
    let bytes = packages::document(&[("document", body)]);
    let mut source = crate::read::read("a.docx", &bytes).unwrap();
    account(&bytes, &source).unwrap();
    source.met.equations = 0;
    source.formulas.clear();
    source.blocks.clear();
    let refusal = account(&bytes, &source).unwrap_err();
    assert!(refusal.found.contains("equations"), "{}", refusal.found);
}

/// A document with a table and a picture, as read.
fn document() -> (Vec<u8>, Source) {
    let body = br#"<w:p><w:r><w:t>Alpha and omega</w:t></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        <w:p><w:r><w:drawing><wp:inline><a:blip r:embed="dot"/></wp:inline></w:drawing></w:r></w:p>"#;
    let rels = br#"<Relationship Id="dot" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/dot.png"/>"#;
    let bytes = packages::document(&[
        ("document", body),
        ("rels", rels),
        ("word/media/dot.png", b"GIF89a of no further interest"),
    ]);
    let source = crate::read::read("a.docx", &bytes).unwrap();
    account(&bytes, &source).unwrap();
    (bytes, source)
}

/// What the second count says of a source that was changed.
fn refused(change: impl FnOnce(&mut Source)) -> String {
    let (bytes, mut source) = document();
    change(&mut source);
    let refusal = account(&bytes, &source).unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::Conservation);
    refusal.found.to_string()
}

#[test]
fn what_a_reader_loses_is_refused_by_name() {
    let found = refused(|source| source.text = source.text.replace("omega", ""));
    assert!(found.contains("5 characters") && found.contains("Alphaandomega"), "{found}");
    let found = refused(|source| source.text = source.text.replace("Alpha", "Alhpa1"));
    assert!(found.contains("does not show"), "{found}");
    let found = refused(|source| source.blocks.retain(|block| !matches!(block, SourceBlock::Table(_))));
    assert!(found.contains("1 tables; 0 were read"), "{found}");
    let found = refused(|source| {
        source.blocks.pop();
    });
    assert!(found.contains("1 pictures; 0 were read"), "{found}");
}

#[test]
fn what_is_listed_as_set_aside_is_no_invention() {
    let (bytes, mut source) = document();
    let start = source.text.len();
    source.text.push_str("7.\n");
    let span = Span::new(start, start + 2);
    source.set_aside.push(SetAside { span, why: SetAsideWhy::Hidden });
    let input = account(&bytes, &source).unwrap();
    assert_eq!(input.set_aside.get(&SetAsideWhy::Hidden), Some(&2));
}

#[test]
fn what_damage_makes_of_a_file_is_counted_alike() {
    let body = "<w:p><w:r><w:t>first<w:r><w:t>x</w:t></w:r>last</w:t></w:r></w:p>";
    let package = packages::document(&[("document", body.as_bytes())]);
    let source = crate::read::read("a.docx", &package).unwrap();
    assert_eq!(account(&package, &source).unwrap().shown, Some(10));
    let page = b"<html><body><p>First \x90 bold</p></body></html>";
    let source = crate::read::read("a.html", page).unwrap();
    account(page, &source).unwrap();
}

/// Sections and numbers of lists that a reader does not take in are refused by name.
#[test]
fn sections_and_numbers_without_a_trace_are_refused() {
    let level =
        "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>";
    let lists = format!(
        "<w:abstractNum w:abstractNumId='0'>{level}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    );
    let item = |inside: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>{inside}</w:pPr><w:r><w:t>a</w:t></w:r></w:p>"
        )
    };
    let body = format!(
        "{}{}{}<w:p><w:pPr><w:sectPr/></w:pPr></w:p><w:sectPr><w:sectPrChange><w:sectPr/></w:sectPrChange></w:sectPr>",
        item(""),
        item("<w:rPr><w:vanish/></w:rPr>"),
        item("<w:pPrChange><w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr></w:pPrChange>"),
    );
    let package = packages::document(&[("document", body.as_bytes()), ("numbering", lists.as_bytes())]);
    let read = || crate::read::read("a.docx", &package).unwrap();
    let things = account(&package, &read()).unwrap().things;
    assert_eq!((things.sections, things.labels), (2, 2));
    let mut lost = read();
    lost.met.sections = 1;
    assert!(account(&package, &lost).unwrap_err().found.contains("2 sections"));
    let mut lost = read();
    for block in &mut lost.blocks {
        if let SourceBlock::Paragraph(paragraph) = block {
            paragraph.runs.retain(|run| run.span.is_some());
        }
    }
    assert!(account(&package, &lost).unwrap_err().found.contains("numbers of lists"));
}

/// A part of lists in no vocabulary of Word's gives no number, to a reader or to the count of the bytes; properties
/// that stand twice in a paragraph keep the list that the first of them gave.
#[test]
fn lists_that_word_would_not_know_are_counted_by_nobody() {
    let level =
        "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>";
    let lists = format!(
        "<w:abstractNum w:abstractNumId='0'>{level}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
    );
    let numbered = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>";
    let twice =
        format!("<w:p>{numbered}<w:pPr><w:jc w:val='left'/></w:pPr><w:r><w:t>an item</w:t></w:r></w:p>");
    let package = packages::document(&[("document", twice.as_bytes()), ("numbering", lists.as_bytes())]);
    let read = crate::read::read("a.docx", &package).unwrap();
    account(&package, &read).unwrap();
    assert!(crate::read("a.docx", &package).unwrap().text.contains("an item"));
    let SourceBlock::Paragraph(paragraph) = &read.blocks[0] else { panic!("no paragraph") };
    assert!(paragraph.runs.iter().any(|run| run.span.is_none() && run.text.contains('1')));

    let item = format!("<w:p>{numbered}<w:r><w:t>an item</w:t></w:r></w:p>");
    let other = format!("<w:numbering xmlns:w='http://example.org/of-nobody'>{lists}</w:numbering>");
    let package = packages::document(&[("document", item.as_bytes()), ("numbering", other.as_bytes())]);
    let read = crate::read::read("a.docx", &package).unwrap();
    assert_eq!(account(&package, &read).unwrap().things.labels, 0);
}

/// Broken Rich Text: a `SYMBOL` that names no character, the first half of a character
/// before a note, a font that is used before the table that names it.
#[test]
fn both_counts_agree_on_broken_rich_text() {
    let fonts = "{\\fonttbl{\\f0 Times;}{\\f1\\fcharset134 SimSun;}}";
    for body in [
        "a {\\field{\\*\\fldinst SYMBOL 17-=x}} b\\par",
        "a {\\field{\\*\\fldinst SYMBOL 17{\\field{\\*\\fldinst SYMBOL 1x}}}} b\\par",
        "a {\\f1\\'b5\\*\\atnid BE}\\chatn{\\*\\annotation\\pard A remark.} b\\par",
        "a {\\f1\\'b5}A b\\par",
        "a {\\f1\\'b5}{\\f1\\'c4} b\\par",
        "\\f2 a {\\fonttbl{{\\f2 Symbol{}}}} b\\par",
        "{\\fonttbl{\\f2 Symbol\\f3 Arial;}}{\\f2 a} b\\par",
        "a {\\listtable\\}\\field\\fldinst SYMBOL 61} b\\par",
        "a {\\pntxta\\field\\fldinst SYMBOL 76} b\\par",
        "a {\\dptxbxtext\\dptxbxtext c} b\\par",
    ] {
        let bytes = format!("{{\\rtf1\\ansi{fonts}{body}}}").into_bytes();
        let source = crate::read::read("a.rtf", &bytes).unwrap();
        account(&bytes, &source).unwrap_or_else(|refusal| panic!("{body}: {}", refusal.found));
    }
}

/// Broken pages: titles behind the first, and what looks like a letter and is none.
#[test]
fn both_counts_agree_on_broken_pages() {
    for page in [
        "<html><title>A</title><p>words</p><title>B",
        "<html><body><p>a</p><title>C</title><p>b</p>",
        "e:\n\n<html<bodycontent-type:",
        "e:\n\n<html><body><p>content-type:</p>",
    ] {
        let source = crate::read::read("a.html", page.as_bytes()).unwrap();
        account(page.as_bytes(), &source).unwrap_or_else(|refusal| panic!("{page}: {}", refusal.found));
    }
}

/// Where the counts of a file differ, the account gives the reasons, and their sum is the difference.
#[test]
fn the_reasons_for_a_difference_make_up_all_of_it() {
    let own = "<w:p><w:r><w:t>a</w:t></w:r><w:r><w:footnoteReference w:customMarkFollows=\"1\" w:id=\"2\"/><w:t>*</w:t></w:r></w:p>";
    let note = "<w:footnote w:id=\"2\"><w:p><w:r><w:t>* remark</w:t></w:r></w:p></w:footnote>";
    let docx = packages::document(&[("document", own.as_bytes()), ("footnotes", note.as_bytes())]);
    let rich = b"{\\rtf1{\\header head\\par}a b\\par}".to_vec();
    for (name, bytes, why) in [("a.docx", docx, "note-marks"), ("a.rtf", rich, "page-headers")] {
        let source = crate::read::read(name, &bytes).unwrap();
        let input = account(&bytes, &source).unwrap();
        let read = crate::verify::ledger::count(&source.text) as i64;
        let difference = input.shown.unwrap() as i64 - read;
        assert_eq!(input.apart.iter().map(|(_, count)| count).sum::<i64>(), difference, "{name}");
        assert!(input.apart.iter().any(|(reason, _)| *reason == why), "{name}: {:?}", input.apart);
    }
}
