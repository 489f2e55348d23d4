//! The revised and the base text, judged by an accepting and rejecting of marks that shares nothing with
//! the program: a plain walk over the XML of the marked DOCX, as Word does it (ECMA-376 part 1, 17.13.5).
//!
//! Drawn structures: joined and split paragraphs, numbers of lists, rows of tables. With
//! `ITUDOC_CORPUS=FOLDER … views -- --ignored --nocapture`, Word files of one's own.

use std::fmt::Write as _;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use crate::text::View;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::suite::packages;

/// An element: its name, attributes left out but for values, its children.
#[derive(Debug, Default)]
struct Node {
    name: String,
    text: String,
    children: Vec<Node>,
}

impl Node {
    fn parse(xml: &str) -> Node {
        let mut reader = Reader::from_str(xml);
        let mut open = vec![Node::default()];
        loop {
            match reader.read_event().unwrap() {
                Event::Start(start) => {
                    let name = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
                    open.push(Node { name, ..Node::default() });
                }
                Event::Empty(start) => {
                    let name = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
                    open.last_mut().unwrap().children.push(Node { name, ..Node::default() });
                }
                Event::End(_) => {
                    let node = open.pop().unwrap();
                    open.last_mut().unwrap().children.push(node);
                }
                Event::Text(text) => open.last_mut().unwrap().text.push_str(&text.decode().unwrap()),
                Event::GeneralRef(entity) => {
                    let shown = match &*entity {
                        b"amp" => '&',
                        b"lt" => '<',
                        b"gt" => '>',
                        b"apos" => '\'',
                        b"quot" => '"',
                        _ => entity.resolve_char_ref().unwrap().unwrap(),
                    };
                    open.last_mut().unwrap().text.push(shown);
                }
                Event::Eof => return open.pop().unwrap(),
                _ => {}
            }
        }
    }

    fn child(&self, path: &[&str]) -> Option<&Node> {
        let Some((name, rest)) = path.split_first() else { return Some(self) };
        self.children.iter().find(|child| child.name == *name)?.child(rest)
    }

    fn find(&self, name: &str) -> Option<&Node> {
        self.children.iter().find_map(|child| if child.name == name { Some(child) } else { child.find(name) })
    }
}

/// Marks that are gone in a view.
fn gone(view: View) -> [&'static str; 3] {
    match view {
        View::Base => ["w:ins", "w:moveTo", "w:cellIns"],
        View::Revised | View::Marked => ["w:del", "w:moveFrom", "w:cellDel"],
    }
}

fn marked(properties: Option<&Node>, view: View) -> bool {
    let gone = gone(view);
    properties.is_some_and(|node| node.children.iter().any(|child| gone.contains(&child.name.as_str())))
}

fn words(node: &Node, view: View, out: &mut String) {
    for child in &node.children {
        match child.name.as_str() {
            name if gone(view).contains(&name) => {}
            "w:pPr" | "w:rPr" | "w:drawing" => {}
            "w:t" | "w:delText" => out.push_str(&child.text),
            "w:tab" => out.push('\t'),
            "w:br" | "w:cr" => out.push('\n'),
            _ => words(child, view, out),
        }
    }
}

/// The lines of a body or cell once all marks are accepted, or rejected.
fn lines(node: &Node, view: View, out: &mut Vec<String>) {
    let mut waiting: Option<String> = None;
    for child in &node.children {
        match child.name.as_str() {
            "w:p" => {
                let mut line = waiting.take().unwrap_or_default();
                words(child, view, &mut line);
                if marked(child.child(&["w:pPr", "w:rPr"]), view) {
                    waiting = Some(line);
                } else {
                    out.push(line);
                }
            }
            "w:tbl" => {
                let stands = |row: &&Node| row.name == "w:tr" && !marked(row.child(&["w:trPr"]), view);
                let rows: Vec<&Node> = child.children.iter().filter(stands).collect();
                if rows.is_empty() {
                    continue;
                }
                out.extend(waiting.take());
                for cell in rows.iter().flat_map(|row| &row.children).filter(|cell| cell.name == "w:tc") {
                    if !marked(cell.child(&["w:tcPr"]), view) {
                        lines(cell, view, out);
                    }
                }
            }
            _ => {}
        }
    }
    out.extend(waiting);
}

/// What can be seen of lines: no blank ones, no white space at the edges.
fn seen(lines: Vec<String>) -> Vec<String> {
    lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

fn lines_of(docx: &[u8], view: View) -> Vec<String> {
    let parts = packages::parts(docx);
    let (_, document) = parts.iter().find(|(name, _)| name == "word/document.xml").unwrap();
    let root = Node::parse(std::str::from_utf8(document).unwrap());
    let mut found = Vec::new();
    lines(root.find("w:body").unwrap(), view, &mut found);
    seen(found)
}

fn made(engine: &Engine, name: &str, bytes: &[u8], view: View) -> Result<Vec<u8>, String> {
    let run = RunOptions { outputs: vec![OutputKind::Docx], view, ..RunOptions::default() };
    let made = engine.convert(name, bytes, &run, &FileOptions::default());
    let mut made = made.map_err(|refusal| format!("{refusal:?}"))?;
    Ok(made.outputs.remove(0).1)
}

/// What a view says and what the marked DOCX becomes, where they differ.
fn difference(engine: &Engine, name: &str, bytes: &[u8]) -> Result<Vec<String>, String> {
    let marked = made(engine, name, bytes, View::Marked)?;
    let mut found = Vec::new();
    for view in [View::Revised, View::Base] {
        let ours = lines_of(&made(engine, name, bytes, view)?, View::Revised);
        let theirs = lines_of(&marked, view);
        if ours != theirs {
            let at = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
            found.push(format!(
                "{name} {view:?} line {at}: {:?}, accepted or rejected {:?}",
                ours.get(at),
                theirs.get(at)
            ));
        }
    }
    Ok(found)
}

struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// A piece of a drawn body: its XML, and the lines that it gives in each view.
#[derive(Default)]
struct Drawn {
    xml: String,
    count: usize,
}

const BY: &str = "w:id=\"1\" w:author=\"A. Delegate\" w:date=\"2014-09-15T10:00:00Z\"";

/// A paragraph of the drawn body, as its author sees it.
struct Told {
    /// Words, with where they stand: 0 in both texts, 1 in the revised, 2 in the base text.
    runs: Vec<(usize, String)>,
    /// The same of its mark.
    mark: usize,
    listed: bool,
}

impl Drawn {
    fn paragraph(&mut self, draw: &mut Draw, listed: bool) -> Told {
        let mut told = Told { runs: Vec::new(), mark: [0, 0, 0, 1, 2][draw.below(5)], listed };
        for _ in 0..draw.below(4) {
            self.count += 1;
            let space = if draw.below(2) == 0 { " " } else { "" };
            told.runs.push(([0, 0, 1, 2][draw.below(4)], format!("word{}{space}", self.count)));
        }
        let mark = match told.mark {
            1 => format!("<w:rPr><w:ins {BY}/></w:rPr>"),
            2 => format!("<w:rPr><w:del {BY}/></w:rPr>"),
            _ => String::new(),
        };
        let list = if listed { "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>" } else { "" };
        write!(self.xml, "<w:p><w:pPr>{list}{mark}</w:pPr>").unwrap();
        for (stands, text) in &told.runs {
            let _ = match stands {
                1 => write!(
                    self.xml,
                    "<w:ins {BY}><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:ins>"
                ),
                2 => write!(
                    self.xml,
                    "<w:del {BY}><w:r><w:delText xml:space=\"preserve\">{text}</w:delText></w:r></w:del>"
                ),
                _ => write!(self.xml, "<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>"),
            };
        }
        self.xml.push_str("</w:p>");
        told
    }
}

/// The lines of drawn paragraphs in a view, counted by hand. `hidden`: what stands there no more.
fn told(paragraphs: &[Told], hidden: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut number = 0;
    let mut group: Vec<&Told> = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        group.push(paragraph);
        if paragraph.mark == hidden && at + 1 < paragraphs.len() {
            continue;
        }
        let shown = |paragraph: &&Told| {
            let words = paragraph.runs.iter().filter(|(stands, _)| *stands != hidden);
            words.map(|(_, text)| text.as_str()).collect::<String>()
        };
        let text: String = group.iter().map(shown).collect();
        let owner = group.iter().rev().find(|paragraph| !shown(paragraph).trim().is_empty()).or(group.last());
        // What ends with a mark that goes, at the end of all, is nothing where it shows nothing.
        let stands = paragraph.mark != hidden || !text.trim().is_empty();
        if stands && owner.is_some_and(|owner| owner.listed) {
            number += 1;
            lines.push(format!("{number}.\t{}", text));
        } else {
            lines.push(text);
        }
        group.clear();
    }
    seen(lines)
}

const NUMBERING: &str = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";

fn package(body: &str) -> Vec<u8> {
    let numbering = NUMBERING.as_bytes();
    packages::document(&[("document", body.as_bytes()), ("numbering", numbering)])
}

#[test]
fn drawn_paragraphs_join_and_count_as_in_word() {
    let engine = Engine::default();
    for seed in 0..60 {
        let mut draw = Draw(seed);
        let mut drawn = Drawn::default();
        let count = 2 + draw.below(6);
        let mut paragraphs: Vec<Told> = (0..count)
            .map(|_| {
                let listed = draw.below(2) == 0;
                drawn.paragraph(&mut draw, listed)
            })
            .collect();
        // The text begins and ends with paragraphs that stand.
        let head = "<w:p><w:r><w:t>beginning of the text</w:t></w:r></w:p>";
        let foot = "<w:p><w:r><w:t>end of the text</w:t></w:r></w:p>";
        let whole = |text: &str| Told { runs: vec![(0, text.to_owned())], mark: 0, listed: false };
        paragraphs.insert(0, whole("beginning of the text"));
        paragraphs.push(whole("end of the text"));
        let bytes = package(&format!("{head}{}{foot}", drawn.xml));
        for (view, hidden) in [(View::Revised, 2), (View::Base, 1)] {
            let ours = lines_of(&made(&engine, "drawn.docx", &bytes, view).unwrap(), View::Revised);
            let ours: Vec<&String> = ours
                .iter()
                .filter(|line| line.contains("word") || line.contains("of the text") || line.ends_with('.'))
                .collect();
            let wanted = told(&paragraphs, hidden);
            assert_eq!(ours, wanted.iter().collect::<Vec<_>>(), "seed {seed}, {view:?}\n{}", drawn.xml);
        }
        assert_eq!(
            difference(&engine, "drawn.docx", &bytes).unwrap(),
            Vec::<String>::new(),
            "seed {seed}\n{}",
            drawn.xml
        );
    }
}

#[test]
fn drawn_tables_are_accepted_and_rejected_as_in_word() {
    let engine = Engine::default();
    for seed in 0..30 {
        let mut draw = Draw(seed + 1000);
        let mut drawn =
            Drawn { xml: "<w:p><w:r><w:t>before the table</w:t></w:r></w:p>".to_owned(), count: 0 };
        drawn.paragraph(&mut draw, false);
        drawn.xml.push_str(
            "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/></w:tblGrid>",
        );
        for _ in 0..1 + draw.below(3) {
            let mark = ["", "", "<w:ins BY/>", "<w:del BY/>"][draw.below(4)].replace("BY", BY);
            write!(drawn.xml, "<w:tr><w:trPr>{mark}</w:trPr>").unwrap();
            for _ in 0..2 {
                drawn.xml.push_str("<w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr>");
                for _ in 0..1 + draw.below(2) {
                    drawn.paragraph(&mut draw, false);
                }
                drawn.xml.push_str("<w:p><w:r><w:t>cell</w:t></w:r></w:p></w:tc>");
            }
            drawn.xml.push_str("</w:tr>");
        }
        drawn.xml.push_str("</w:tbl>");
        drawn.paragraph(&mut draw, true);
        drawn.xml.push_str("<w:p><w:r><w:t>end of the text</w:t></w:r></w:p>");
        let bytes = package(&drawn.xml);
        assert_eq!(
            difference(&engine, "drawn.docx", &bytes).unwrap(),
            Vec::<String>::new(),
            "seed {seed}\n{}",
            drawn.xml
        );
    }
}

#[test]
fn a_list_given_or_taken_under_tracking_is_none_in_the_other_text() {
    let change = |before: &str| format!("<w:pPrChange {BY}><w:pPr>{before}</w:pPr></w:pPrChange>");
    let list = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
    let body = format!(
        "<w:p><w:r><w:t>Opening words</w:t></w:r></w:p>\
         <w:p><w:pPr>{list}{}</w:pPr><w:r><w:t>given later,</w:t></w:r></w:p>\
         <w:p><w:pPr>{list}</w:pPr><w:r><w:t>always there;</w:t></w:r></w:p>\
         <w:p><w:pPr>{}</w:pPr><w:r><w:t>taken away.</w:t></w:r></w:p>",
        change(""),
        change(list)
    );
    let bytes = package(&body);
    let engine = Engine::default();
    let lines = |view| lines_of(&made(&engine, "a.docx", &bytes, view).unwrap(), View::Revised).join("|");
    let revised = lines(View::Revised);
    assert!(revised.contains("1.\tgiven later,|2.\talways there;|taken away."), "{revised}");
    let base = lines(View::Base);
    assert!(base.contains("|given later,|1.\talways there;|2.\ttaken away."), "{base}");
    assert_eq!(difference(&engine, "a.docx", &bytes).unwrap(), Vec::<String>::new());
}

/// What Word counts, or has kept of a count, differs in the two texts: the text that a split number's paragraph
/// begins with keeps its space.
#[test]
fn numbers_that_a_mark_changes_are_those_of_their_text() {
    let list =
        |inside: &str| format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/>{inside}</w:numPr>");
    let item = |properties: &str, words: &str| {
        format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
    };
    let counted = |open: &str, close: &str, code: &str, words: &str| {
        let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
        let field = format!("{}<w:r><w:{code}> AUTONUM </w:{code}></w:r>{}", mark("begin"), mark("end"));
        format!("<w:p>{open}{field}{close}<w:r><w:t xml:space=\"preserve\"> {words}</w:t></w:r></w:p>")
    };
    let renumbered = list(&format!("<w:numberingChange {BY} w:original=\"%1:4:2:.%2:2:4:)\"/>"));
    let split = format!("{}<w:rPr><w:ins {BY}/></w:rPr>", list(""));
    let (open, close) = (format!("<w:del {BY}>"), "</w:del>".to_owned());
    let body = [
        item("", "Opening words"),
        item(&list(""), "the first,"),
        item(&renumbered, "the other."),
        item(&split, "One half."),
        item(&list(""), " Another half."),
        counted("", "", "instrText", "counted"),
        counted(&open, &close, "delInstrText", "counted no more"),
        counted("", "", "instrText", "counted too"),
    ];
    let bytes = package(&body.concat());
    let engine = Engine::default();
    let lines = |view| lines_of(&made(&engine, "a.docx", &bytes, view).unwrap(), View::Revised).join("|");
    let revised = lines(View::Revised);
    for wanted in ["1.\tthe first,|2.\tthe other.|3.\tOne half.|4.\t Another half.|1.", "2.\tcounted too"] {
        assert!(revised.contains(wanted), "{revised}");
    }
    let base = lines(View::Base);
    for wanted in ["1.\tthe first,|iv.b)\tthe other.|3.\tOne half. Another half.|1.", "3.\tcounted too"] {
        assert!(base.contains(wanted), "{base}");
    }
    assert_eq!(difference(&engine, "a.docx", &bytes).unwrap(), Vec::<String>::new());
}

#[test]
fn what_cuts_a_paragraph_or_fills_it_with_white_space_is_read_as_word_shows_it() {
    let body = "<w:p><w:pPr><w:framePr w:dropCap=\"drop\" w:lines=\"2\"/></w:pPr><w:r><w:t>D</w:t></w:r></w:p>\
        <w:p><w:r><w:t>elegates met.</w:t></w:r></w:p>\
        <w:p><w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">Run-in title. </w:t></w:r></w:p>\
        <w:p><w:r><w:t>Its text.</w:t></w:r></w:p>\
        <w:p><w:r><w:t xml:space=\"preserve\">two\n   words</w:t></w:r><w:r><w:t> joined </w:t></w:r></w:p>";
    let engine = Engine::default();
    let docx = made(&engine, "a.docx", &package(body), View::Marked).unwrap();
    let lines = lines_of(&docx, View::Revised).join("|");
    for wanted in ["|Delegates met.|", "|Run-in title. Its text.|", "|two wordsjoined"] {
        assert!(format!("|{lines}").contains(wanted), "{wanted} in {lines}");
    }
}

#[test]
fn lists_of_html_have_their_numbers() {
    let page = "<html><head><meta charset=utf-8></head><body><p>The items are these:</p>\
        <ol start=3 type=a><li>first thing<ul><li>small thing</ul><li value=7>seventh thing\
        <li style='display:none'>unseen thing<li hidden>unseen too<li>eighth thing</ol>\
        <ol><li style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>9)<span>&nbsp;&nbsp;</span></span>labelled thing</ol>\
        </body></html>";
    let engine = Engine::default();
    let docx = made(&engine, "a.html", page.as_bytes(), View::Marked).unwrap();
    let lines = lines_of(&docx, View::Revised).join("|");
    for wanted in
        ["|c.\tfirst thing|", "|○\tsmall thing|", "|g.\tseventh thing|h.\teighth thing|9)\tlabelled thing"]
    {
        assert!(lines.contains(wanted), "{wanted} in {lines}");
    }
}

#[test]
fn a_comment_keeps_what_it_is_about() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">Take </w:t></w:r><w:commentRangeStart w:id=\"4\"/>\
        <w:r><w:t>the middle course</w:t></w:r><w:commentRangeEnd w:id=\"4\"/>\
        <w:r><w:commentReference w:id=\"4\"/></w:r><w:r><w:t>, not the last.</w:t></w:r></w:p>";
    let comment =
        "<w:comment w:id=\"4\" w:author=\"A. Delegate\"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment>";
    let bytes = packages::document(&[("document", body.as_bytes()), ("comments", comment.as_bytes())]);
    let docx = made(&Engine::default(), "a.docx", &bytes, View::Marked).unwrap();
    let parts = packages::parts(&docx);
    let (_, document) = parts.iter().find(|(name, _)| name == "word/document.xml").unwrap();
    let document = std::str::from_utf8(document).unwrap();
    let (_, rest) = document.split_once("<w:commentRangeStart").unwrap();
    let (range, _) = rest.split_once("<w:commentRangeEnd").unwrap();
    assert!(range.contains("the middle course") && !range.contains("Take"), "{range}");
}

#[test]
fn thousands_of_spaces_stay_on_the_page() {
    let text = format!("Name:{}signature\n\nA second paragraph.\n", " ".repeat(9_000));
    let run = RunOptions { outputs: vec![OutputKind::Docx, OutputKind::Pdf], ..RunOptions::default() };
    let made = Engine::default().convert("form.txt", text.as_bytes(), &run, &FileOptions::default()).unwrap();
    assert_eq!(made.outputs.len(), 2);
}

fn word_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            word_files(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "docx") {
            found.push(entry);
        }
    }
}

#[test]
#[ignore = "needs Word files of one's own"]
fn marks_of_real_files_are_accepted_and_rejected_as_the_views_say() {
    let folder = std::env::var_os("ITUDOC_CORPUS").expect("ITUDOC_CORPUS=FOLDER");
    let mut files = Vec::new();
    word_files(Path::new(&folder), &mut files);
    files.sort();
    let engine = Engine::default();
    let (mut equal, mut refused, mut wrong) = (0, 0, Vec::new());
    for path in files {
        let bytes = std::fs::read(&path).unwrap();
        if zip::ZipArchive::new(Cursor::new(&bytes)).is_err() {
            continue;
        }
        match difference(&engine, &path.display().to_string(), &bytes) {
            Ok(found) if found.is_empty() => equal += 1,
            Ok(found) => wrong.extend(found),
            Err(_) => refused += 1,
        }
    }
    println!("{equal} files equal, {refused} refused, {} differences", wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
