//! Files of older formats: Word 97 to 2003, Rich Text, HTML.

use std::path::{Path, PathBuf};

use crate::diagnostics::RefusalKind;
use crate::read::read;
use crate::source::{Source, SourceBlock, SourceFormat};
use crate::text::Paragraph;

use crate::suite::word::sound;

/// The real `.doc` files; `None`, said aloud, where they are absent.
fn real() -> Option<Vec<PathBuf>> {
    let mut paths = crate::suite::corpus::all()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("doc")));
    Some(paths)
}

#[test]
#[ignore = "needs the real files beside the project"]
fn every_real_doc() {
    for path in real().into_iter().flatten() {
        let bytes = std::fs::read(&path).unwrap();
        let start = std::time::Instant::now();
        let outcome = read(&path.to_string_lossy(), &bytes);
        let time = start.elapsed().as_millis();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match outcome {
            Ok(source) => {
                if !matches!(source.format, SourceFormat::Text { .. }) {
                    sound(&source);
                }
                println!(
                    "{name}: {:?} {} characters, {} blocks, {} notes, {} comments, {} pictures, {} marks, {time} ms",
                    source.format,
                    source.text.chars().count(),
                    source.blocks.len(),
                    source.notes.len(),
                    source.comments.len(),
                    source.pictures.len(),
                    source.revisions.len()
                );
            }
            Err(refusal) => println!("{name}: {} {}", refusal.kind.code(), refusal.found),
        }
    }
}
/// Reads a sample of ours and compares what it makes with the snapshot beside it.
fn case(folder: &str, file: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/legacy").join(folder);
    let source = read(file, &std::fs::read(folder.join(file)).unwrap()).unwrap();
    sound(&source);
    insta::with_settings!({snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("source", crate::suite::word::shown(&source));
    });
}

#[test]
fn a_word_97_file() {
    case("doc", "sample.doc");
}

#[test]
fn a_rich_text_file() {
    case("rtf", "sample.rtf");
}

#[test]
fn an_html_file() {
    case("html", "sample.html");
}

#[test]
fn a_mime_document() {
    case("mime", "sample.mht");
}

#[test]
fn an_open_document_of_one_xml_file() {
    case("fodt", "sample.fodt");
}

#[test]
fn a_word_2003_xml_file() {
    case("word2003", "sample.xml");
}

/// What the file says is what it is, whatever it is called, and each refusal says what to do.
#[test]
fn other_old_files_are_named() {
    let ole = |streams: &[&str]| {
        let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
        streams.iter().for_each(|name| drop(file.create_stream(name).unwrap()));
        file.flush().unwrap();
        file.into_inner().into_inner()
    };
    let table: [(Vec<u8>, RefusalKind, &str); 8] = [
        (ole(&["/EncryptedPackage", "/EncryptionInfo"]), RefusalKind::Encrypted, "password"),
        (ole(&["/Workbook"]), RefusalKind::Format, "spreadsheet"),
        (ole(&["/PowerPoint Document"]), RefusalKind::Format, "presentation"),
        (ole(&["/Something"]), RefusalKind::Format, "OLE file"),
        (ole(&["/WordDocument"]), RefusalKind::Damaged, "cut off"),
        (b"\xD0\xCF\x11\xE0 and no more".to_vec(), RefusalKind::Damaged, "damaged"),
        (b"\xDB\xA5\x2D\0\0\0".to_vec(), RefusalKind::Format, "Word 2"),
        (b"{\\rtf1 cut".to_vec(), RefusalKind::Damaged, "ends in the middle"),
    ];
    for (bytes, kind, word) in table {
        let refusal = read("a.doc", &bytes).map(|source| source.text).unwrap_err();
        assert_eq!(refusal.kind, kind, "{}", refusal.found);
        assert!(refusal.found.contains(word), "{} does not name {word}", refusal.found);
        assert!(!refusal.advice.is_empty());
    }
}

/// Some writers fill the rest of the allocation table with marks that stand for no sector.
#[test]
fn a_padded_allocation_table_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/legacy/doc/sample.doc");
    let mut bytes = std::fs::read(path).unwrap();
    let whole = read("a.doc", &bytes).unwrap();
    let number = |bytes: &[u8], at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let sectors = bytes.len() / 512 - 1;
    let tables = number(&bytes, 44);
    let last = 512 + number(&bytes, 76 + (tables - 1) * 4) * 512;
    let first_free = sectors - (tables - 1) * 128;
    assert!(first_free < 128, "the sample has room in its table");
    for entry in first_free..128 {
        bytes[last + entry * 4..last + entry * 4 + 4].copy_from_slice(&0xFFFF_FFFEu32.to_le_bytes());
    }
    let padded = read("a.doc", &bytes).unwrap();
    assert_eq!((padded.text, padded.blocks), (whole.text, whole.blocks));
}

fn judged(bytes: &[u8]) {
    match read("hostile", bytes) {
        Ok(source) if !matches!(source.format, SourceFormat::Text { .. }) => sound(&source),
        Ok(_) => {}
        Err(refusal) => assert!(
            refusal.kind != RefusalKind::Internal && !refusal.found.is_empty() && !refusal.advice.is_empty()
        ),
    }
}

#[test]
fn depth_needs_no_stack() {
    let files = [
        [b"{\\rtf1".as_slice(), &b"{".repeat(1_000_000)].concat(),
        b"{\\rtf1{\\footnote".repeat(100_000),
        [b"<html>".as_slice(), &b"<div>".repeat(500_000)].concat(),
        [b"<html>".as_slice(), &b"<table><tr><td>".repeat(100_000)].concat(),
    ];
    let worker = std::thread::Builder::new().stack_size(512 << 10);
    worker.spawn(move || files.iter().for_each(|file| judged(file))).unwrap().join().unwrap();
}

/// Visible text of a source, and what of it is inserted and deleted; headers left out.
fn texts(source: &Source) -> [String; 3] {
    let mut paragraphs: Vec<&Paragraph> = Vec::new();
    for block in &source.blocks {
        match block {
            SourceBlock::Paragraph(paragraph) => paragraphs.push(paragraph),
            SourceBlock::Table(table) => {
                paragraphs.extend(table.rows.iter().flat_map(|r| &r.cells).flat_map(|c| &c.paragraphs))
            }
        }
    }
    paragraphs.extend(source.notes.iter().flat_map(|note| &note.paragraphs));
    paragraphs.extend(source.comments.iter().flat_map(|comment| &comment.paragraphs));
    let [mut all, mut inserted, mut deleted] = [String::new(), String::new(), String::new()];
    for run in paragraphs.iter().flat_map(|paragraph| &paragraph.runs).filter(|run| run.span.is_some()) {
        let text = run.text.chars().filter(|c| !c.is_whitespace() && !"\u{AD}\u{200E}\u{200F}".contains(*c));
        let text: String = text.collect();
        all += &text;
        inserted += if run.insertion.is_some() { &text } else { "" };
        deleted += if run.deletion.is_some() { &text } else { "" };
    }
    [all, inserted, deleted]
}

/// How two texts compare: equal, the same characters in another order, or how many each has alone.
fn compared(ours: &str, theirs: &str) -> String {
    if ours == theirs {
        return "equal".to_owned();
    }
    let mut counts = std::collections::BTreeMap::new();
    ours.chars().for_each(|c| *counts.entry(c).or_insert(0i64) += 1);
    theirs.chars().for_each(|c| *counts.entry(c).or_insert(0i64) -= 1);
    let alone = |sign: i64| counts.values().map(|n| (n * sign).max(0)).sum::<i64>();
    match (alone(1), alone(-1)) {
        (0, 0) => "moved".to_owned(),
        (more, less) => format!("+{more} -{less}"),
    }
}

/// `cargo test every_real_doc_and_libreoffice -- --ignored --nocapture` prints a table.
#[test]
#[ignore = "needs the real files beside the project, and LibreOffice"]
fn every_real_doc_and_libreoffice() {
    let Some(paths) = real() else { return };
    let folder = tempfile::tempdir().unwrap();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.path().display());
    let made = folder.path().join("made");
    let office = std::process::Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "docx", "--outdir"])
        .arg(&made)
        .args(&paths)
        .output();
    if office.is_err() {
        eprintln!("SKIPPED: there is no soffice");
        return;
    }
    let mut equal = 0;
    let mut total = 0;
    println!("| file | text | inserted | deleted |\n|---|---|---|---|");
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Ok(ours) = read(&name, &std::fs::read(&path).unwrap()) else { continue };
        let theirs = std::fs::read(made.join(path.with_extension("docx").file_name().unwrap()));
        let Some(theirs) = theirs.ok().and_then(|bytes| read(&name, &bytes).ok()) else {
            println!("| {name} | not converted by LibreOffice | | |");
            continue;
        };
        let (ours, theirs) = (texts(&ours), texts(&theirs));
        let found: Vec<String> = ours.iter().zip(&theirs).map(|(a, b)| compared(a, b)).collect();
        total += 1;
        equal += usize::from(found.iter().all(|result| result == "equal" || result == "moved"));
        println!("| {name} | {} |", found.join(" | "));
    }
    println!("{equal} of {total} equal");
}

#[test]
#[ignore = "a command: prints what is read of the file that ITUDOC_SHOW names"]
fn show() {
    let path = std::env::var("ITUDOC_SHOW").unwrap();
    let source = read(&path, &std::fs::read(&path).unwrap()).unwrap();
    println!("{}", crate::suite::word::shown(&source));
}

/// No script runs here, so that what a page shows without scripts is shown.
#[test]
fn what_a_page_shows_without_scripts() {
    let page = "<html><body><p>One</p><noscript><p>Two <b>words</b></p></noscript><p>Three</p></body></html>";
    assert_eq!(crate::suite::readers::shown("a.html", page.as_bytes()).0, ["One", "Two words", "Three"]);
    crate::suite::readers::converted("a.html", page.as_bytes()).unwrap();
}
