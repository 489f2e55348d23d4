//! The Word writer: what goes in comes out, in every language, the same bytes on every thread.

use std::io::{Cursor, Read};
use std::path::Path;

use crate::compose::compose;
use crate::galley::{Galley, GalleyBlock, GalleyParagraph};
use crate::language::Language;
use crate::template::Templates;
use crate::text::*;
use crate::verify;
use crate::write::docx::TemplatePackage;
use proptest::prelude::*;

use crate::suite::docx_lint::faults;
use crate::suite::docx_sample::{fifteen_pages, line, marked, revision, rich, run, template};

fn package(language: Language) -> TemplatePackage {
    TemplatePackage::new(&template(), language).expect("a package")
}

fn write(galley: &Galley, language: Language) -> Vec<u8> {
    let bytes = package(language).write(galley).expect("a document");
    assert_eq!(faults(&bytes), Vec::<String>::new());
    bytes
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    archive.by_name(name).expect("the part").read_to_string(&mut text).expect("UTF-8");
    text
}

/// Everything of a galley's body that should be read back, a line a paragraph.
fn expected(galley: &Galley) -> String {
    let mut text = String::new();
    let mut add = |paragraph: &Paragraph| {
        for run in &paragraph.runs {
            text.extend(run.text.chars().filter(|c| !matches!(c, '\u{1}' | '\u{fffe}')));
            if let Some(Object::Note(at)) = run.object {
                text.push_str(galley.notes[at as usize].own_mark.as_deref().unwrap_or(""));
            }
        }
        text.push('\n');
    };
    for row in &galley.masthead {
        row.left.iter().chain(&row.right).for_each(|line| add(&line.paragraph));
    }
    for block in &galley.blocks {
        match block {
            GalleyBlock::Paragraph(line) => add(&line.paragraph),
            GalleyBlock::Table(table) => {
                table
                    .rows
                    .iter()
                    .flat_map(|row| &row.cells)
                    .flat_map(|cell| &cell.paragraphs)
                    .for_each(&mut add);
            }
        }
    }
    text
}

fn without_blank_lines(text: &str) -> Vec<&str> {
    text.lines().filter(|line| !line.is_empty()).collect()
}

#[test]
fn nothing_is_lost_in_any_language() {
    for language in Language::ALL {
        let galley = rich(language);
        let bytes = write(&galley, language);
        let read = verify::docx::text(&bytes).expect("text");
        assert_eq!(without_blank_lines(&read.body), without_blank_lines(&expected(&galley)), "{language}");
        let notes: Vec<String> = [0, 2, 1].map(|at| galley.notes[at].paragraphs[0].all_text()).into();
        let read_notes: Vec<&str> =
            read.notes.iter().map(|n| n.trim_start_matches(['*', ' ']).trim_end()).collect();
        assert_eq!(read_notes, notes, "{language}");
        assert_eq!(read.comments, ["doubtful mark\n"]);
        keep(&format!("rich-{language}"), &bytes);
    }
}

/// Leaves an output where other programs can be tried on it.
fn keep(name: &str, bytes: &[u8]) {
    let folder = crate::suite::scratch().join("docx");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join(format!("{name}.docx")), bytes).expect("a file");
}

#[test]
fn fifteen_pages_are_whole() {
    let galley = fifteen_pages();
    let bytes = write(&galley, Language::Chinese);
    assert_eq!(galley.revisions.len(), 138);
    assert_eq!(verify::docx::text(&bytes).expect("text").body, expected(&galley));
    keep("fifteen-pages", &bytes);
}

#[test]
fn the_bytes_are_the_same_on_every_thread() {
    let shared = package(Language::Chinese);
    let galley = rich(Language::Chinese);
    let first = shared.write(&galley).expect("a document");
    std::thread::scope(|scope| {
        let all: Vec<_> =
            (0..8).map(|_| scope.spawn(|| shared.write(&galley).expect("a document"))).collect();
        for thread in all {
            assert!(thread.join().expect("no panic") == first);
        }
    });
    assert!(package(Language::Chinese).write(&galley).expect("a document") == first, "a package made anew");
}

#[test]
fn an_author_is_never_invented() {
    let xml = part(&write(&rich(Language::English), Language::English), "word/document.xml");
    let authors: std::collections::BTreeSet<&str> =
        xml.split("w:author=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(authors.into_iter().collect::<Vec<_>>(), ["", "A", "A. Delegate", "B", "recovered mark"]);
    assert!(!part(&write(&Galley::default(), Language::English), "docProps/core.xml").contains("creator"));
}

#[test]
fn a_date_that_is_none_is_left_out() {
    let mut galley =
        Galley { revisions: vec![revision(RevisionKind::Insertion, None, false, None)], ..Galley::default() };
    galley.blocks.push(GalleyBlock::Paragraph(line("", vec![marked("x", Some(0), None)])));
    for (date, kept) in [
        ("2014-09-15T10:00:00Z", true),
        ("2014-09-15T10:00:00", true),
        ("2014-09-15T10:00:00.705Z", true),
        ("2014-09-15T10:00:00.Z", false),
        ("2014-13-15T10:00:00Z", false),
        ("2014-09-31T10:00:00Z", false),
        ("15 September 2014", false),
        ("第二〇一四年九月十五日上午十点", false),
        ("", false),
    ] {
        galley.revisions[0].date = Some(date.into());
        let xml = part(&write(&galley, Language::English), "word/document.xml");
        assert_eq!(xml.contains("w:date"), kept, "{date}");
    }
}

#[test]
fn half_a_move_is_an_insertion() {
    let xml = part(&write(&rich(Language::English), Language::English), "word/document.xml");
    assert_eq!(xml.matches("<w:moveFromRangeStart").count(), 1);
    assert_eq!(xml.matches("<w:moveToRangeEnd").count(), 1);
    assert!(!xml.contains("half of a move"));
}

#[test]
fn what_is_not_there_is_refused() {
    let shared = package(Language::English);
    let dangling: [GalleyBlock; 5] = [
        line("NoSuchStyle", vec![run("x")]),
        line("", vec![marked("x", Some(9), None)]),
        line("", vec![Run { object: Some(Object::Note(9)), ..run("x") }]),
        line("", vec![Run { object: Some(Object::Picture(9)), ..run("x") }]),
        line("", vec![Run { object: Some(Object::Comment(9)), ..run("x") }]),
    ]
    .map(GalleyBlock::Paragraph);
    for block in dangling {
        let galley = Galley { blocks: vec![block.clone()], ..Galley::default() };
        assert!(shared.write(&galley).is_err(), "{block:?}");
    }
}

#[test]
fn properties_are_written_only_where_they_differ_from_the_style() {
    let italic = |style| {
        let run = Run { format: Format::ITALIC, ..run("words") };
        let galley =
            Galley { blocks: vec![GalleyBlock::Paragraph(line(style, vec![run]))], ..Galley::default() };
        part(&write(&galley, Language::English), "word/document.xml").contains("<w:rPr>")
    };
    assert!(italic("Reasons"));
    assert!(!italic("Call"), "calls are italic by their style");
}

#[test]
fn chinese_italics_are_kai() {
    let xml = part(&write(&rich(Language::Chinese), Language::Chinese), "word/document.xml");
    assert!(xml.contains("<w:rFonts w:eastAsia=\"STKaiti\"/></w:rPr><w:t>斜体 cn</w:t>"), "{xml}");
    assert!(xml.contains("w:hint=\"eastAsia\""), "curly quotes in Chinese");
}

#[test]
fn a_cut_file_is_refused() {
    let bytes = write(&rich(Language::English), Language::English);
    for cut in (0..bytes.len()).step_by(61) {
        assert!(verify::docx::text(&bytes[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn the_lint_sees_each_fault() {
    let sound = write(&rich(Language::English), Language::English);
    for (name, from, to) in [
        ("word/document.xml", "<w:delText", "<w:t"),
        ("word/document.xml", "<w:moveToRangeEnd w:id=", "<w:moveToRangeEnd w:id=\"9\" w:x="),
        ("word/document.xml", "r:id=\"rIdHeader\"", "r:id=\"rIdOther\""),
        ("word/document.xml", "both", "bo\u{1}th"),
        ("[Content_Types].xml", "/word/comments.xml", "/word/other.xml"),
        ("word/_rels/document.xml.rels", "https://", "ftp://"),
        ("word/document.xml", "w:id=\"1\"", "w:id=\"2\""),
    ] {
        assert!(!faults(&changed(&sound, name, from, to)).is_empty(), "{from} made {to}");
    }
    assert_eq!(faults(&changed(&sound, "word/document.xml", "both", "Both")), Vec::<String>::new());
}

/// The package with text replaced in one part; closing tags follow opening ones.
fn changed(bytes: &[u8], name: &str, from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let entry_name = archive.by_index_raw(at).expect("an entry").name().to_owned();
        let mut content = Vec::new();
        archive.by_index(at).expect("an entry").read_to_end(&mut content).expect("content");
        if entry_name == name {
            let text = String::from_utf8(content).expect("UTF-8");
            assert!(text.contains(from), "{from} is in {name}");
            content =
                text.replace(from, to).replace(&from.replace('<', "</"), &to.replace('<', "</")).into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default()
            .unix_permissions(0o644)
            .last_modified_time(zip::DateTime::default());
        out.start_file(entry_name, options).expect("an entry");
        std::io::Write::write_all(&mut out, &content).expect("content");
    }
    out.finish().expect("a zip").into_inner()
}

fn any_run() -> impl Strategy<Value = Run> {
    let text = prop_oneof![
        "[a-z \t\n\r\u{0}-\u{1f}\u{2011}\u{ad}&<>\"']{0,8}",
        "\\PC{0,6}",
        "[国际电信“”…—، مؤتمر\u{fffe}\u{ffff}]{0,8}"
    ];
    let mark = || proptest::option::of(0..6_u32);
    let link = proptest::option::of(prop_oneof![
        Just("https://www.itu.int/"),
        Just("file://x"),
        Just("https://\" x")
    ]);
    (text, mark(), mark(), mark(), link, 0..1024_u16).prop_map(
        |(text, insertion, deletion, formatting, link, format)| Run {
            // Marks 0 to 2 insert, 3 to 5 delete.
            insertion: insertion.filter(|at| *at < 3).map(RevisionIndex::new),
            deletion: deletion.filter(|at| *at >= 3).map(RevisionIndex::new),
            formatting: formatting.map(RevisionIndex::new),
            link: link.map(Into::into),
            format: Format(format),
            ..run(&text)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_words_and_marks_come_out_whole(
        paragraphs in proptest::collection::vec(proptest::collection::vec(any_run(), 0..8), 0..6),
    ) {
        let revisions = [None, Some("a"), Some("b")].into_iter().cycle().take(6).enumerate().map(|(at, moved)| {
            let kind = if at < 3 { RevisionKind::Insertion } else { RevisionKind::Deletion };
            revision(kind, Some("<A> \u{1}\""), false, moved)
        });
        let galley = Galley {
            revisions: revisions.collect(),
            blocks: paragraphs.into_iter().map(|runs| GalleyBlock::Paragraph(line("Call", runs))).collect(),
            ..Galley::default()
        };
        let is_legal = |c: &char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
        let mut wanted = String::new();
        for block in &galley.blocks {
            let GalleyBlock::Paragraph(line) = block else { continue };
            wanted.extend(line.paragraph.all_text().chars().filter(is_legal).map(|c| if c == '\r' { '\n' } else { c }));
            wanted.push('\n');
        }
        for language in [Language::Chinese, Language::Arabic] {
            let bytes = write(&galley, language);
            prop_assert_eq!(&verify::docx::text(&bytes).expect("text").body, &wanted);
        }
    }
}

#[test]
fn numbers_of_an_arabic_header_run_from_left_to_right() {
    let header = |line: &str| {
        let galley = Galley { running_header: vec![line.into()], ..Galley::default() };
        part(&write(&galley, Language::Arabic), "word/header1.xml")
    };
    assert!(header("{page}/{pages}").contains("<w:bidi w:val=\"0\"/>"));
    assert!(!header("الوثيقة {page}").contains("<w:bidi"));
}

#[test]
fn every_template_makes_a_sound_package() {
    let templates = Templates::builtin();
    for name in templates.names() {
        let template = templates.get(name).expect("a template");
        for language in Language::ALL {
            let galley = rich(language);
            let bytes = TemplatePackage::new(template, language)
                .and_then(|package| package.write(&galley))
                .expect("a document");
            assert_eq!(faults(&bytes), Vec::<String>::new(), "{name} {language}");
            keep(&format!("{name}-{language}"), &bytes);
        }
    }
}

#[test]
fn a_real_submission_is_whole() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/real/cub70-pp14-zh.txt");
    let Ok(input) = std::fs::read(&path) else {
        eprintln!("SKIPPED: {} is not there", path.display());
        return;
    };
    let source = crate::read::read("cub70.txt", &input).expect("a source");
    let text = source.text.clone();
    let registry = crate::registry::Registry::builtin();
    let submission = crate::parse::parse(source, &text, None, registry).unwrap().submission;
    let templates = Templates::builtin();
    let template = templates.choose(&submission).expect("a template");
    let language = Language::Chinese;
    let galley = compose(&submission, template, language, View::Marked, registry).galley;
    let bytes = TemplatePackage::new(template, language)
        .and_then(|package| package.write(&galley))
        .expect("a document");
    assert_eq!(faults(&bytes), Vec::<String>::new());
    let read = verify::docx::text(&bytes).expect("text").body;
    assert_eq!(without_blank_lines(&read), without_blank_lines(&expected(&galley)));
    keep("real", &bytes);
}

/// A cell cuts what is wider, a page lets it run over its edge, and lines of 0.8 cut what is higher.
#[test]
fn pictures_and_tables_fit_where_they_stand() {
    let wide = |columns: Vec<u32>, paragraph: Paragraph| {
        let cell = TableCell { paragraphs: vec![paragraph], columns: 1, ..TableCell::default() };
        let cells = vec![cell, TableCell { columns: 1, ..TableCell::default() }];
        GalleyBlock::Table(Table {
            rows: vec![TableRow { cells, ..TableRow::default() }],
            columns,
            ..Table::default()
        })
    };
    let pictured = || Paragraph {
        runs: vec![Run { object: Some(Object::Picture(0)), ..run("") }],
        ..Paragraph::default()
    };
    let alone = GalleyParagraph { style: "Normal", paragraph: pictured(), ..GalleyParagraph::default() };
    let galley = Galley {
        language: Some(Language::Arabic),
        blocks: vec![
            wide(vec![1134, 8505], pictured()),
            wide(vec![9639, 9639], Paragraph::default()),
            GalleyBlock::Paragraph(alone),
        ],
        pictures: vec![Picture {
            bytes: vec![0],
            media_type: "image/png".into(),
            width: 9_000_000,
            height: 3_000_000,
            description: None,
            view: crate::text::PictureView::default(),
        }],
        ..Galley::default()
    };
    let template = Templates::builtin();
    let bytes =
        TemplatePackage::new(template.get("pp").unwrap(), Language::Arabic).unwrap().write(&galley).unwrap();
    let document = part(&bytes, "word/document.xml");
    let extents: Vec<&str> =
        document.split("<wp:extent ").skip(1).map(|rest| &rest[..rest.find("/>").unwrap()]).collect();
    // 1134 twips less 216 at the sides; the text's 9639 twips.
    assert_eq!(extents, ["cx=\"582930\" cy=\"194310\"", "cx=\"6120765\" cy=\"2040255\""]);
    assert_eq!(document.matches("<w:gridCol w:w=\"4819\"/>").count(), 2, "{document}");
    assert_eq!(document.matches("<w:spacing w:line=\"240\" w:lineRule=\"auto\"/>").count(), 2);
    assert_eq!(faults(&bytes), Vec::<String>::new());
}
