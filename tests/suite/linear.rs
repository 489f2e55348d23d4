//! Many of one thing: the cost grows as the count does, not as its square.
//!
//! `cargo test --release linear -- --ignored --nocapture` prints what four times as much
//! of each costs. Here each is done once: what is not linear does not end.

use std::time::{Duration, Instant};

use crate::diagnostics::RefusalKind;
use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};

use crate::suite::packages;

/// A shape: its name, what it is at a count, and the largest count that no bound refuses.
type Shape = (&'static str, fn(usize) -> Vec<u8>, usize);

const MANY: usize = 100_000;

const SHAPES: &[Shape] = &[
    ("line breaks of a paragraph", |n| body(&one("x<w:br/>", n)), MANY),
    ("tabs of a paragraph", |n| body(&one("x<w:tab/>", n)), MANY),
    ("runs of a paragraph", |n| body(&paragraph(&(0..n).map(look).collect::<String>())), MANY),
    ("blank runs of a paragraph", |n| body(&paragraph(&(0..n).map(blank).collect::<String>())), MANY),
    ("marks of a paragraph", |n| body(&paragraph(&(0..n).map(mark).collect::<String>())), MANY),
    ("paragraphs", |n| body(&paragraph("<w:r><w:t>x</w:t></w:r>").repeat(n)), MANY),
    ("paragraphs whose marks are deleted", |n| body(&joined().repeat(n)), MANY),
    (
        "items of lists",
        |n| body(&paragraph("<w:r><w:t>a)</w:t><w:tab/><w:t>item;</w:t></w:r>").repeat(n)),
        MANY,
    ),
    ("nested fields", |n| body(&paragraph(&nested(n))), 10_000),
    (
        "fields that never end",
        |n| body(&paragraph(&(FIELD.repeat(n) + &"<w:r><w:t>x</w:t></w:r>".repeat(n)))),
        MANY,
    ),
    (
        "bookmarks",
        |n| body(&paragraph(&"<w:bookmarkStart w:id=\"1\" w:name=\"b\"/><w:r><w:t>x</w:t></w:r>".repeat(n))),
        MANY,
    ),
    ("notes", |n| aside(n, "footnote", "footnotes"), 30_000),
    ("comments", |n| aside(n, "comment", "comments"), 30_000),
    ("cells of a row", |n| body(&format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", CELL.repeat(n))), MANY),
    (
        "rows of a table",
        |n| body(&format!("<w:tbl>{}</w:tbl>", format!("<w:tr>{CELL}</w:tr>").repeat(n))),
        MANY,
    ),
    ("tables", |n| body(&format!("<w:tbl><w:tr>{CELL}</w:tr></w:tbl><w:p/>").repeat(n)), 20_000),
    (
        "text boxes",
        |n| {
            body(&paragraph(&"<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>".repeat(n)))
        },
        50_000,
    ),
    ("control characters", |n| body(&one("x&#x85;", n)), MANY),
    (
        "signs of symbol fonts",
        |n| body(&paragraph(&"<w:r><w:sym w:font=\"Symbol\" w:char=\"F061\"/></w:r>".repeat(n))),
        MANY,
    ),
    (
        "sections",
        |n| body(&"<w:p><w:pPr><w:sectPr><w:headerReference r:id=\"h\"/></w:sectPr></w:pPr></w:p>".repeat(n)),
        MANY,
    ),
    ("elements under many declarations", declarations, MANY),
    ("fonts of Rich Text", fonts, MANY),
    (
        "fields that never end, each with words",
        |n| {
            let field = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:t>x</w:t></w:r>";
            body(&paragraph(&field.repeat(n)))
        },
        MANY,
    ),
    ("groups of Rich Text", |n| format!("{{\\rtf1 {}}}", "{\\b x}".repeat(n)).into_bytes(), MANY),
    ("line breaks of Rich Text", |n| format!("{{\\rtf1 {}}}", "x\\line ".repeat(n)).into_bytes(), MANY),
    (
        "fields of Rich Text",
        |n| format!("{{\\rtf1 {}}}", "{\\field{\\*\\fldinst X}{\\fldrslt x}}".repeat(n)).into_bytes(),
        MANY,
    ),
    (
        "open elements of HTML",
        |n| format!("<html><body>{}", "<b>x</b><i>y".repeat(n / 60)).into_bytes(),
        MANY,
    ),
    (
        "end tags of HTML that nothing opened",
        |n| format!("<html><body>{}{}", "<b>".repeat(1_900), "x</u>".repeat(n)).into_bytes(),
        MANY,
    ),
    (
        "cells of HTML",
        |n| format!("<html><table><tr>{}</table>", "<td rowspan=9>x".repeat(n)).into_bytes(),
        MANY,
    ),
    (
        "rows of HTML",
        |n| format!("<html><table>{}</table>", "<tr><td rowspan=60000>x".repeat(n)).into_bytes(),
        2_000,
    ),
    (
        "lines of one paragraph of text",
        |n| "words of a sentence that goes on over many lines and\n".repeat(n / 4).into_bytes(),
        MANY,
    ),
    (
        "calls of a text",
        |n| {
            ("MOD\tCUB/70/1\nRESOLUTION 64 (Rev. Busan, 2014)\n".to_owned()
                + &"recalling\na)\tone;\n".repeat(n / 8))
                .into_bytes()
        },
        MANY,
    ),
    ("lines of text", |n| "a)\tone line of text;\n".repeat(n).into_bytes(), MANY),
    ("letters of a word", |n| "a".repeat(10 * n).into_bytes(), MANY),
    (
        "rows of a tall merged cell",
        |n| {
            let tall = paragraph("<w:r><w:t>x</w:t></w:r>").repeat(n);
            let first = format!(
                "<w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>{tall}</w:tc>{CELL}</w:tr>"
            );
            let next = format!("<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>{CELL}</w:tr>");
            body(&format!("<w:tbl>{first}{}</w:tbl>", next.repeat(n)))
        },
        20_000,
    ),
    ("tabs of a line of text", |n| "x\t".repeat(n).into_bytes(), MANY),
];

const CELL: &str = "<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>";
const FIELD: &str = "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>HYPERLINK x</w:instrText><w:fldChar w:fldCharType=\"separate\"/></w:r>";

fn body(content: &str) -> Vec<u8> {
    packages::document(&[("document", content.as_bytes())])
}

fn paragraph(content: &str) -> String {
    format!("<w:p>{content}</w:p>")
}

/// A paragraph with so many pieces, each a text and what follows it.
fn one(piece: &str, count: usize) -> String {
    let (text, rest) = piece.split_at(1);
    let piece = match rest.starts_with('<') {
        true => format!("<w:t>{text}</w:t>{rest}"),
        false => format!("<w:t>{piece}</w:t>"),
    };
    paragraph(&format!("<w:r>{}</w:r>", piece.repeat(count)))
}

fn look(at: usize) -> String {
    format!(
        "<w:r><w:rPr>{}</w:rPr><w:t>x</w:t></w:r>",
        if at.is_multiple_of(2) { "<w:b/>" } else { "<w:i/>" }
    )
}

fn blank(at: usize) -> String {
    look(at).replace("<w:t>x", "<w:t xml:space=\"preserve\"> ")
}

fn mark(at: usize) -> String {
    let text = if at.is_multiple_of(2) { "<w:t>x</w:t>" } else { "<w:delText>x</w:delText>" };
    let name = if at.is_multiple_of(2) { "ins" } else { "del" };
    format!("<w:{name} w:id=\"{at}\" w:author=\"A{}\"><w:r>{text}</w:r></w:{name}>", at % 7)
}

fn joined() -> String {
    "<w:p><w:pPr><w:rPr><w:del w:id=\"1\" w:author=\"A\"/></w:rPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>"
        .into()
}

fn nested(count: usize) -> String {
    let end = "<w:r><w:t>x</w:t><w:fldChar w:fldCharType=\"end\"/></w:r>";
    FIELD.repeat(count) + &end.repeat(count)
}

fn aside(count: usize, element: &str, part: &str) -> Vec<u8> {
    let references: String = (0..count)
        .map(|id| format!("<w:r><w:t>x</w:t><w:{element}Reference w:id=\"{id}\"/></w:r>"))
        .collect();
    let texts: String = (0..count)
        .map(|id| format!("<w:{element} w:id=\"{id}\"><w:p><w:r><w:t>y</w:t></w:r></w:p></w:{element}>"))
        .collect();
    packages::document(&[("document", paragraph(&references).as_bytes()), (part, texts.as_bytes())])
}

/// Elements deep inside others, each of which declares as many namespaces as an element may.
fn declarations(count: usize) -> Vec<u8> {
    let open: String = (0..120)
        .map(|depth| {
            let names: String = (0..250).map(|n| format!(" xmlns:n{depth}x{n}=\"urn:{n}\"")).collect();
            format!("<w:sdt{names}>")
        })
        .collect();
    body(&(open + &"<w:p/>".repeat(count) + &"</w:sdt>".repeat(120)))
}

fn fonts(count: usize) -> Vec<u8> {
    let table: String = (0..count).map(|n| format!("{{\\f{n} F{n};}}")).collect();
    let used: String = (0..count).map(|n| format!("\\f{n} x")).collect();
    format!("{{\\rtf1{{\\fonttbl{table}}}{used}}}").into_bytes()
}

/// What reading and structure of a file cost, and of the Word document made of it.
fn cost(engine: &Engine, bytes: &[u8]) -> Duration {
    let options = RunOptions { outputs: vec![OutputKind::Docx], ..RunOptions::default() };
    let (start, used) = (Instant::now(), processor());
    if let Err(refusal) = engine.convert("many", bytes, &options, &FileOptions::default()) {
        assert!(!refusal.found.is_empty());
        // Many of something that shows nothing is an empty document.
        let known = [RefusalKind::Limit, RefusalKind::Empty];
        assert!(known.contains(&refusal.kind), "{}", refusal.found);
    }
    match (used, processor()) {
        (Some(before), Some(after)) => after - before,
        _ => start.elapsed(),
    }
}

/// What this process has used of the processor, as Linux tells it: the clock on the wall of a busy
/// machine says little.
fn processor() -> Option<Duration> {
    let status = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = status.rsplit(") ").next()?.split(' ').skip(11);
    let ticks: u64 = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    // A tick is a hundredth of a second on every Linux that is met.
    Some(Duration::from_millis(ticks * 10))
}

#[test]
fn many_of_anything_come_to_an_end() {
    let engine = Engine::default();
    for (name, make, most) in SHAPES {
        // A twentieth shows what is not linear as well, and a debug build is ten times slower.
        let cost = cost(&engine, &make(most / 20));
        println!("{name}: {cost:?}");
        assert!(cost < Duration::from_secs(120), "{name}: {cost:?}");
    }
}

#[test]
#[ignore = "a command: prints what four times as many cost"]
fn four_times_as_many_cost_four_times_as_much() {
    let engine = Engine::default();
    let only = std::env::var("ITUDOC_ONLY").unwrap_or_default();
    let mut faults = Vec::new();
    println!("| many | a quarter, ms | all, ms | times |\n|---|---:|---:|---:|");
    for (name, make, most) in SHAPES.iter().filter(|(name, ..)| name.contains(&only)) {
        let [quarter, whole] = [most / 4, *most].map(|count| {
            let bytes = make(count);
            (0..2).map(|_| cost(&engine, &bytes)).min().unwrap().as_secs_f64() * 1e3
        });
        let times = whole / quarter.max(10.0);
        println!("| {most} {name} | {quarter:.1} | {whole:.1} | {times:.1} |");
        if times > 8.0 {
            faults.push(*name);
        }
    }
    assert!(faults.is_empty(), "more than linear: {faults:?}");
}
