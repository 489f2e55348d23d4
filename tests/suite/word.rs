//! What the Word reader makes of each construct: a folder a case under `tests/cases/word`, its
//! parts as XML, its `Source` as a snapshot.

use std::fmt::Write as _;
use std::path::Path;

use crate::read::docx::read;
use crate::source::{SetAsideWhy, Source, SourceBlock};
use crate::text::{
    Align, Border, BorderKind, CellPiece, Format, Object, Paragraph, Revision, RevisionIndex, Run, TableCell,
    TableRow, VerticalAlign, VerticalMerge,
};

use crate::suite::packages;

/// The source as lines a person can check.
pub fn shown(source: &Source) -> String {
    let mut out = String::new();
    for block in &source.blocks {
        match block {
            SourceBlock::Paragraph(p) => paragraph(&mut out, "", p),
            SourceBlock::Table(table) => {
                let direction = if table.right_to_left { " right to left" } else { "" };
                writeln!(out, "table {:?}{direction}", table.columns).unwrap();
                table.rows.iter().for_each(|r| row(&mut out, "", r));
            }
        }
    }
    for (at, note) in source.notes.iter().enumerate() {
        writeln!(out, "note {at} {:?} {}", note.kind, note.own_mark.as_deref().unwrap_or("numbered"))
            .unwrap();
        note.paragraphs.iter().for_each(|p| paragraph(&mut out, "  ", p));
    }
    for (at, comment) in source.comments.iter().enumerate() {
        writeln!(out, "comment {at} by {:?} {:?} {:?}", comment.author, comment.date, comment.initials)
            .unwrap();
        comment.paragraphs.iter().for_each(|p| paragraph(&mut out, "  ", p));
    }
    source.furniture.iter().for_each(|p| paragraph(&mut out, "furniture ", p));
    for picture in &source.pictures {
        let size = (picture.width, picture.height);
        writeln!(out, "picture {} {size:?} {:?}", picture.media_type, picture.description).unwrap();
    }
    for (at, revision) in source.revisions.iter().enumerate() {
        let Revision { kind, author, date, moved, .. } = revision;
        writeln!(out, "mark {at} {kind:?} {author:?} {date:?} {moved:?}").unwrap();
    }
    for piece in &source.set_aside {
        writeln!(out, "set aside {:?} {:?}", piece.why, &source.text[piece.span.range()]).unwrap();
    }
    for replaced in &source.replaced {
        writeln!(out, "replaced {:?} by {:?}, {}", replaced.from, replaced.to, replaced.why).unwrap();
    }
    for finding in &source.findings {
        writeln!(out, "{} {}", finding.rule.code, finding.message).unwrap();
    }
    out
}

fn marked(insertion: Option<RevisionIndex>, deletion: Option<RevisionIndex>) -> String {
    let mark = |sign: &str, index: Option<RevisionIndex>| {
        index.map(|i| format!("{sign}{}", i.get())).unwrap_or_default()
    };
    mark("+", insertion) + &mark("-", deletion)
}

fn row(out: &mut String, before: &str, of: &TableRow) {
    let heading = if of.heading { " heading" } else { "" };
    let whole = if of.whole { " whole" } else { "" };
    writeln!(out, "{before}  row{heading}{whole} {}", marked(of.insertion, of.deletion)).unwrap();
    for cell in &of.cells {
        let merge = match cell.merge {
            VerticalMerge::None => "",
            VerticalMerge::Start => " merge",
            VerticalMerge::Continue => " merged",
        };
        let marks = marked(cell.insertion, cell.deletion);
        writeln!(out, "{before}    cell {}{merge} {marks}{}", cell.columns, look(cell)).unwrap();
        for piece in cell.pieces() {
            match piece {
                CellPiece::Paragraph(p) => paragraph(out, &format!("{before}      "), p),
                CellPiece::Table(table) => {
                    writeln!(out, "{before}      table {:?}", table.columns).unwrap();
                    table.rows.iter().for_each(|r| row(out, &format!("{before}      "), r));
                }
            }
        }
    }
}

/// Rules above, at the start, below, at the end; colour; place of the words.
fn look(cell: &TableCell) -> String {
    let Some(look) = cell.look else { return String::new() };
    let colour = |[r, g, b]: [u8; 3]| format!("{r:02x}{g:02x}{b:02x}");
    let edge = |edge: Option<Border>| match edge {
        None => "-".to_owned(),
        Some(Border { eighths: 4, kind: BorderKind::Single, colour: [0, 0, 0] }) => "+".to_owned(),
        Some(edge) => format!("{:?}{}#{}", edge.kind, edge.eighths, colour(edge.colour)),
    };
    let edges = look.edges.map(edge).join(" ");
    let shade = look.shade.map(|shade| format!(" on {}", colour(shade))).unwrap_or_default();
    let place =
        if look.vertical == VerticalAlign::Top { String::new() } else { format!(" {:?}", look.vertical) };
    format!(" [{edges}]{shade}{place}")
}

fn paragraph(out: &mut String, before: &str, paragraph: &Paragraph) {
    let hint = &paragraph.hint;
    write!(out, "{before}{}", hint.style.as_deref().unwrap_or("-")).unwrap();
    for (name, value) in [
        ("outline", hint.outline.map(i32::from)),
        ("level", hint.list_level.map(i32::from)),
        ("indent", Some(hint.indent).filter(|n| *n != 0)),
        ("first", Some(hint.first_line).filter(|n| *n != 0)),
        ("page", hint.page_break_before.then_some(1)),
        ("landscape", hint.landscape.then_some(1)),
        ("rtl", hint.right_to_left.then_some(1)),
        (
            "align",
            hint.align.map(|a| {
                [Align::Start, Align::Centre, Align::End, Align::Justify]
                    .iter()
                    .position(|x| *x == a)
                    .unwrap() as i32
            }),
        ),
    ] {
        if let Some(value) = value {
            write!(out, " {name}={value}").unwrap();
        }
    }
    write!(out, " ¶{}", marked(paragraph.mark.insertion, paragraph.mark.deletion)).unwrap();
    if let Some(index) = paragraph.mark.formatting {
        write!(out, "~{}", index.get()).unwrap();
    }
    paragraph.anchors.iter().for_each(|name| write!(out, " ⚓{name}").unwrap());
    paragraph.runs.iter().for_each(|r| run(out, r));
    out.push('\n');
}

fn run(out: &mut String, run: &Run) {
    const LETTERS: [(Format, char); 10] = [
        (Format::BOLD, 'b'),
        (Format::ITALIC, 'i'),
        (Format::UNDERLINE, 'u'),
        (Format::STRIKE, 's'),
        (Format::SUPERSCRIPT, '^'),
        (Format::SUBSCRIPT, '_'),
        (Format::CAPS, 'C'),
        (Format::SMALL_CAPS, 'c'),
        (Format::RIGHT_TO_LEFT, 'r'),
        (Format::HIDDEN, 'h'),
    ];
    let format: String =
        LETTERS.iter().filter(|(f, _)| run.format.has(*f)).map(|(_, letter)| *letter).collect();
    write!(out, " {}{format}{:?}", marked(run.insertion, run.deletion), run.text).unwrap();
    if run.span.is_none() && run.object.is_none() {
        out.push('°');
    }
    if let Some(index) = run.formatting {
        write!(out, "~{}", index.get()).unwrap();
    }
    if let Some(language) = &run.language {
        write!(out, "@{language}").unwrap();
    }
    if let Some(link) = &run.link {
        write!(out, "→{link}").unwrap();
    }
    match run.object {
        Some(Object::Note(at)) => write!(out, " note {at}"),
        Some(Object::Picture(at)) => write!(out, " picture {at}"),
        Some(Object::Comment(at)) => write!(out, " comment {at}"),
        Some(Object::CommentStart(at)) => write!(out, " range of comment {at}"),
        Some(Object::PageNumber) | None => Ok(()),
    }
    .unwrap();
}

/// What holds of every source: places lie in the text, name the text they stand for, and follow
/// one another; every index leads somewhere.
pub fn sound(source: &Source) {
    let mut paragraphs: Vec<&Paragraph> = Vec::new();
    for block in &source.blocks {
        match block {
            SourceBlock::Paragraph(p) => paragraphs.push(p),
            SourceBlock::Table(t) => paragraphs.extend(t.paragraphs()),
        }
    }
    paragraphs.extend(source.notes.iter().flat_map(|n| &n.paragraphs));
    paragraphs.extend(source.comments.iter().flat_map(|c| &c.paragraphs));
    paragraphs.extend(&source.furniture);
    let mut covered = 0;
    let whole: Vec<_> = paragraphs.iter().map(|paragraph| paragraph.span).collect();
    for paragraph in paragraphs {
        let mut at = paragraph.span.start;
        for run in &paragraph.runs {
            for index in [run.insertion, run.deletion, run.formatting].into_iter().flatten() {
                assert!((index.get() as usize) < source.revisions.len());
            }
            match run.object {
                Some(Object::Note(at)) => assert!((at as usize) < source.notes.len()),
                Some(Object::Picture(at)) => assert!((at as usize) < source.pictures.len()),
                Some(Object::Comment(at) | Object::CommentStart(at)) => {
                    assert!((at as usize) < source.comments.len())
                }
                Some(Object::PageNumber) | None => {}
            }
            let Some(span) = run.span else { continue };
            at = skipped(source, at);
            assert_eq!(span.start, at, "runs follow one another");
            let stood = &source.text[span.range()];
            let replaced =
                source.replaced.iter().any(|r| r.span.start >= span.start && r.span.end <= span.end);
            assert!(stood == run.text || replaced, "{stood:?} is shown as {:?}", run.text);
            at = span.end;
        }
        assert_eq!(skipped(source, at), paragraph.span.end, "no text without a run");
        covered += paragraph.span.range().len() + 1;
    }
    // Lines that are set aside as a whole: cells that a merge covers, hidden notes.
    let alone = source.set_aside.iter().filter(|piece| {
        !matches!(piece.why, SetAsideWhy::PageHeader | SetAsideWhy::Control | SetAsideWhy::ObjectMark)
            && !whole.iter().any(|span| span.start <= piece.span.start && piece.span.end <= span.end)
    });
    covered += alone.map(|piece| piece.span.range().len() + 1).sum::<usize>();
    assert_eq!(covered, source.text.len(), "every line is a paragraph's");
}

/// Why a reader sets text aside inside of a paragraph.
fn unseen(why: SetAsideWhy) -> bool {
    matches!(
        why,
        SetAsideWhy::Control | SetAsideWhy::ObjectMark | SetAsideWhy::Hidden | SetAsideWhy::NotShown
    )
}

/// The place after what was set aside at `at`.
fn skipped(source: &Source, at: u32) -> u32 {
    let mut at = at;
    while let Some(piece) = source.set_aside.iter().find(|s| unseen(s.why) && s.span.start == at) {
        at = piece.span.end;
    }
    at
}

fn case(name: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/word").join(name);
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".xml"))
        .collect();
    names.sort();
    let files: Vec<(String, Vec<u8>)> = names
        .into_iter()
        .map(|name| (name.trim_end_matches(".xml").to_owned(), std::fs::read(folder.join(&name)).unwrap()))
        .collect();
    let mut contents: Vec<(&str, &[u8])> =
        files.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    contents.push(("word/media/dot.png", b"\x89PNG\r\n\x1a\n of no further interest"));
    let source = read("case.docx", &packages::document(&contents)).unwrap();
    sound(&source);
    insta::with_settings!({snapshot_path => folder, prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("source", shown(&source));
    });
}

macro_rules! cases {
    ($($name:ident),* $(,)?) => { $(#[test] fn $name() { case(stringify!($name)); })* };
}

cases!(
    alternates,
    boxes,
    characters,
    content_controls,
    controls_around_rows,
    covered_cells,
    deleted_fields,
    drawn_words,
    emphasis_and_links,
    equation_fields,
    field_codes,
    field_codes_over_paragraphs,
    fields,
    form_fields,
    google_docs,
    hidden,
    inner_tables,
    landscape_sections,
    libreoffice_tables,
    lists,
    marked_rows,
    marks,
    moves,
    notes,
    notes_in_notes,
    numbers,
    objects,
    hidden_shapes,
    own_note_marks,
    places_and_links,
    styles,
    table_looks,
    tables,
    typed_symbols,
    wps,
    wrappers,
);

/// A document in whose body another one stands.
fn with_chunk(name: &str, content: &[u8], around: &str) -> Result<Source, crate::diagnostics::Refusal> {
    let body = format!("{around}<w:altChunk r:id=\"chunk\"/>");
    let rels = format!(
        r#"<Relationship Id="chunk" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk" Target="{name}"/>"#
    );
    let part = format!("word/{name}");
    let parts: [(&str, &[u8]); 3] =
        [("document", body.as_bytes()), ("rels", rels.as_bytes()), (&part, content)];
    read("case.docx", &packages::document(&parts))
}

#[test]
fn a_document_in_the_document_is_read_by_the_reader_of_its_format() {
    let note = br#"<w:p><w:r><w:t>inner</w:t><w:footnoteReference w:id="1"/></w:r></w:p>"#;
    let notes = br#"<w:footnote w:id="1"><w:p><w:r><w:t>its note</w:t></w:r></w:p></w:footnote>"#;
    let inner = packages::document(&[("document", note), ("footnotes", notes)]);
    for (name, content, shown) in [
        ("a.html", b"<html><body><p>from <b>HTML</b></p></body></html>".as_slice(), "from HTML"),
        ("a.rtf", b"{\\rtf1\\ansi from RTF\\par}", "from RTF"),
        ("a.txt", b"from text", "from text"),
        ("a.docx", &inner, "inner"),
    ] {
        let source = with_chunk(name, content, "<w:p><w:r><w:t>before</w:t></w:r></w:p>").unwrap();
        sound(&source);
        let lines: Vec<&str> = source.text.lines().collect();
        assert_eq!(lines.first(), Some(&"before"), "{name}");
        assert_eq!(lines.get(1), Some(&shown), "{name}");
        assert!(source.findings.iter().any(|finding| finding.rule.code == "WRD022"), "{name}");
    }
    let source = with_chunk("a.docx", &inner, "").unwrap();
    assert_eq!(source.notes.len(), 1);
}

#[test]
fn a_document_in_the_document_that_cannot_be_read_is_said_or_refused() {
    let source = with_chunk("a.pdf", b"%PDF-1.4\0", "<w:p><w:r><w:t>before</w:t></w:r></w:p>").unwrap();
    assert!(source.findings.iter().any(|finding| finding.rule.code == "WRD002"));
    let refusal = with_chunk("a.pdf", b"%PDF-1.4\0", "<w:p/>").unwrap_err();
    assert!(refusal.found.contains("PDF"), "{refusal:?}");
}

#[test]
fn strict_files_read_as_transitional_ones_do() {
    let body = br#"<w:p><w:pPr><w:pStyle w:val="Call"/></w:pPr><w:ins w:author="A"><w:r><w:t>noting</w:t></w:r></w:ins></w:p>"#;
    let transitional = packages::document(&[("document", body)]);
    let strict = packages::part("w:document", &format!("<w:body>{}</w:body>", String::from_utf8_lossy(body)))
        .replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        );
    let rels = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/main.xml"/></Relationships>"#;
    let strict = packages::zip(&[("_rels/.rels", rels.as_bytes()), ("word/main.xml", strict.as_bytes())]);
    let (one, other) = (read("a", &transitional).unwrap(), read("a", &strict).unwrap());
    assert_eq!(shown(&one), shown(&other));
    assert_eq!(one.text, "noting\n");
}

#[test]
fn utf16_parts_are_read() {
    let text = packages::part("w:document", "<w:body><w:p><w:r><w:t>第64号决议</w:t></w:r></w:p></w:body>")
        .replace("UTF-8", "UTF-16");
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    let source = read("a", &packages::zip(&[("word/document.xml", &bytes)])).unwrap();
    assert_eq!(source.text, "第64号决议\n");
}
