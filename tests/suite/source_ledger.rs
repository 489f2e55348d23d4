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
    refusal.found
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
