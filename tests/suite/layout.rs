//! Typesetting: galleys built by hand, pages as text.

use std::sync::Arc;

use crate::diagnostics::RefusalKind;
use crate::galley::{Galley, GalleyBlock, GalleyParagraph, LineRole, MastheadRow};
use crate::language::Language;
use crate::layout::{FaceOrigin, FontLibrary, dump, lay_out};
use crate::pages::{FontData, PageItem, PageTag, Pages, StructureKind};
use crate::text::{
    Border, BorderKind, CellLook, Note, NoteKind, Object, Paragraph, Picture, Revision, RevisionIndex,
    RevisionKind, RevisionOrigin, Run, Table, TableCell, TableRow, VerticalAlign, VerticalMerge,
};

use crate::suite::layout_sample::{galley, template, words};

fn pages(galley: &Galley) -> Pages {
    let language = galley.language.unwrap();
    lay_out(galley, &template(language), &FontLibrary::builtin()).unwrap()
}

/// The text of each line of the body, page by page: glyph runs on one baseline, joined.
fn lines(pages: &Pages) -> Vec<Vec<String>> {
    let page = |page: &crate::pages::LaidPage| {
        let mut lines: Vec<(f32, String)> = Vec::new();
        for piece in &page.pieces {
            let PageItem::Glyphs(run) = piece else { continue };
            if run.tag == PageTag::Artifact {
                continue;
            }
            match lines.last_mut().filter(|line| line.0 == run.y) {
                Some(line) => line.1.push_str(&run.text),
                None => lines.push((run.y, run.text.clone())),
            }
        }
        lines.into_iter().map(|line| line.1).collect()
    };
    pages.pages.iter().map(page).collect()
}

fn paragraph(style: &'static str, role: LineRole, text: &str) -> GalleyBlock {
    GalleyBlock::Paragraph(words(style, role, text))
}

const LONG: &str = "本组织第12号决议（2014年，甲城，修订版）请各成员国“按照自愿原则”，就《乙城行动计划》（2010-2014年）所列各项任务，\
    向秘书长提交书面报告；报告须说明在ICT领域采取的措施——包括经费、人员和期限……并附上统计数据。秘书长应在每年5月1日前将报告汇总，\
    提交理事会审议，以便各国及时了解进展情况。";

#[test]
fn justified_chinese_fills_its_lines_and_keeps_its_marks() {
    let pages = pages(&galley(Language::Chinese, vec![paragraph("Normal", LineRole::Text, LONG)]));
    insta::assert_snapshot!(dump(&pages));
    let lines = lines(&pages).concat();
    assert_eq!(lines.concat(), LONG);
    for line in &lines {
        let (first, last) = (line.chars().next().unwrap(), line.chars().last().unwrap());
        assert!(!"，。；：）》”、".contains(first), "{line}");
        assert!(!"（《“第".contains(last), "{line}");
    }
}

#[test]
fn words_before_a_line_break_are_set() {
    let sentence = "the Conference invites the Member States to take part in the work of the study groups, ";
    for ends in ["\n", " \n", "\u{00A0}\n", "…\n\n"] {
        let text = format!("{}{ends}{}", sentence.repeat(3).trim_end(), sentence.repeat(2).trim_end());
        let pages = pages(&galley(Language::English, vec![paragraph("Normal", LineRole::Text, &text)]));
        let set: String = lines(&pages).concat().concat();
        let without_white = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        assert_eq!(without_white(&set), without_white(&text), "{ends:?}");
    }
}

#[test]
fn every_full_line_ends_at_the_margin() {
    let pages = pages(&galley(Language::Chinese, vec![paragraph("Normal", LineRole::Text, &LONG.repeat(4))]));
    let right = 56.7 + 481.95;
    let mut ends: Vec<(f32, f32)> = Vec::new();
    for piece in &pages.pages[0].pieces {
        let PageItem::Glyphs(run) = piece else { continue };
        let (glyph, last) = (run.glyphs.last().unwrap(), run.text.chars().last().unwrap());
        // A closing mark's white half falls away at the end of a line; Latin here is digits.
        let width = if "，。；：）》”、".contains(last) {
            0.5
        } else if last.is_ascii() {
            0.51
        } else {
            1.0
        };
        match ends.last_mut().filter(|end| end.0 == run.y) {
            Some(end) => end.1 = glyph.x + width * run.size,
            None => ends.push((run.y, glyph.x + width * run.size)),
        }
    }
    assert!(ends.len() > 8);
    for (_, end) in &ends[..ends.len() - 1] {
        assert!((end - right).abs() < 1.6, "{end} instead of {right}");
    }
}

#[test]
fn labels_hang_and_their_texts_align() {
    let blocks = vec![
        paragraph(
            "enumlev1",
            LineRole::Item(1),
            "a)\t第一项，内容较长，需要换行才能放得下，因此第二行应与第一行的文字左端对齐，不得与标号对齐；",
        ),
        paragraph("enumlev2", LineRole::Item(2), "i)\t下一级的第一项；"),
        paragraph("enumlev2", LineRole::Item(2), "viii)\t标号较宽的一项；"),
        paragraph("enumlev1", LineRole::Item(1), "b)\t第二项。"),
    ];
    let pages = pages(&galley(Language::Chinese, blocks));
    insta::assert_snapshot!(dump(&pages));
    let kinds: Vec<(StructureKind, Option<u32>)> =
        pages.structure.iter().map(|e| (e.kind, e.parent)).collect();
    let lists: Vec<usize> =
        kinds.iter().enumerate().filter(|(_, k)| k.0 == StructureKind::List).map(|(at, _)| at).collect();
    assert_eq!(lists.len(), 2, "one list, one inside its first item");
    let inner_parent = kinds[lists[1]].1.unwrap() as usize;
    assert_eq!(kinds[inner_parent].0, StructureKind::ListBody);
}

#[test]
fn a_call_goes_with_its_first_item() {
    let mut blocks: Vec<GalleyBlock> =
        (0..34).map(|_| paragraph("Normal", LineRole::Text, "填满页面的一行文字。")).collect();
    let fill = |n: usize, blocks: &mut Vec<GalleyBlock>| {
        for _ in 0..n {
            blocks.insert(0, paragraph("Tabletext", LineRole::Text, "垫"));
        }
    };
    blocks.push(paragraph("Call", LineRole::Text, "做出决议"));
    blocks.push(paragraph("Normal", LineRole::Text, LONG));
    for extra in 0..12 {
        let mut tried = blocks.clone();
        fill(extra, &mut tried);
        for page in lines(&pages(&galley(Language::Chinese, tried))) {
            assert_ne!(page.last().map(String::as_str), Some("做出决议"), "with {extra} more lines");
        }
    }
}

#[test]
fn no_line_of_a_paragraph_stands_alone() {
    for count in 20..50 {
        let mut blocks: Vec<GalleyBlock> =
            (0..count).map(|_| paragraph("Tabletext", LineRole::Text, "垫")).collect();
        blocks.extend((0..8).map(|_| paragraph("Normal", LineRole::Text, LONG)));
        let pages = lines(&pages(&galley(Language::Chinese, blocks)));
        for pair in pages.windows(2) {
            // The first line of LONG is the only one that begins so; its last line alone ends so.
            let first_line_last = pair[0].last().is_some_and(|line| line.starts_with("本组织"));
            let last_line_first = pair[1].first().is_some_and(|line| line.ends_with("进展情况。"));
            assert!(!first_line_last && !last_line_first, "{count} lines above");
        }
    }
}

#[test]
fn what_is_kept_with_its_next_is_never_parted_from_it() {
    let mut parted = 0;
    for (count, keep_next) in (20..60).flat_map(|count| [(count, true), (count, false)]) {
        let mut blocks: Vec<GalleyBlock> =
            (0..count).map(|_| paragraph("Tabletext", LineRole::Text, "垫")).collect();
        let last = words("Normal", LineRole::Text, "末");
        blocks.push(GalleyBlock::Paragraph(GalleyParagraph { keep_next, ..last }));
        blocks.push(paragraph("Normal", LineRole::Text, "终"));
        let pages = lines(&pages(&galley(Language::Chinese, blocks)));
        let is_alone = pages.last().is_some_and(|page| page.len() == 1);
        assert!(!(keep_next && is_alone), "{count} lines above");
        parted += usize::from(is_alone);
    }
    assert!(parted > 0, "no case in which the page ends between the two");
}

#[test]
fn arabic_runs_from_right_to_left_and_reads_in_logical_order() {
    let text = "يقرر المؤتمر (دبي، 2014) تكليف الأمين العام بإعداد تقرير عن الاتصالات ICT وتقديمه إلى المجلس في دورته لعام 2015.";
    let blocks = vec![
        paragraph("Normal", LineRole::Text, text),
        paragraph("enumlev1", LineRole::Item(1), "أ )\tالبند الأول؛"),
    ];
    let pages = pages(&galley(Language::Arabic, blocks));
    insta::assert_snapshot!(dump(&pages));
    assert!(lines(&pages).concat().concat().starts_with(text));
    let run = pages.pages[0].pieces.iter().find_map(|piece| match piece {
        PageItem::Glyphs(run) if run.right_to_left => Some(run),
        _ => None,
    });
    let run = run.unwrap();
    assert!(run.glyphs.windows(2).all(|pair| pair[0].x <= pair[1].x + 3.0), "glyphs from left to right");
    let mut covered: Vec<_> = run.glyphs.iter().map(|glyph| glyph.text.clone()).collect();
    covered.retain(|range| !range.is_empty());
    covered.sort_by_key(|range| range.start);
    assert!(covered.windows(2).all(|pair| pair[0].end == pair[1].start), "no text left out, none twice");
}

#[test]
fn lam_alef_keeps_both_its_letters() {
    let pages = pages(&galley(Language::Arabic, vec![paragraph("Normal", LineRole::Text, "لا")]));
    let PageItem::Glyphs(run) = &pages.pages[0].pieces[0] else { panic!("no text") };
    let covered: usize = run.glyphs.iter().map(|glyph| glyph.text.len()).sum();
    assert_eq!((run.text.as_str(), covered), ("لا", 4));
    let alone = lay_out(
        &galley(Language::Arabic, vec![paragraph("Normal", LineRole::Text, "ا")]),
        &template(Language::Arabic),
        &FontLibrary::builtin(),
    );
    let alone = alone.unwrap();
    let PageItem::Glyphs(alef) = &alone.pages[0].pieces[0] else { panic!("no text") };
    assert!(run.glyphs.iter().all(|glyph| glyph.id != alef.glyphs[0].id), "the alef is not joined");
}

fn cell(text: &str) -> TableCell {
    let paragraph = Paragraph { runs: vec![Run::generated(text)], ..Paragraph::default() };
    TableCell { paragraphs: vec![paragraph], columns: 1, ..TableCell::default() }
}

#[test]
fn a_table_goes_on_under_its_repeated_head() {
    let head = TableRow { cells: vec![cell("编号"), cell("内容")], heading: true, ..TableRow::default() };
    let row =
        |n: u32| TableRow { cells: vec![cell(&n.to_string()), cell("一行内容")], ..TableRow::default() };
    let mut table = Table { columns: vec![2000, 9000], ..Table::default() };
    table.rows = std::iter::once(head).chain((1..=60).map(row)).collect();
    let pages = pages(&galley(Language::Chinese, vec![GalleyBlock::Table(table)]));
    insta::assert_snapshot!(dump(&pages));
    assert!(pages.pages.len() > 1);
    let heads = |tagged: bool| {
        let runs = pages.pages.iter().flat_map(|page| &page.pieces);
        let texts = runs.filter_map(|piece| match piece {
            PageItem::Glyphs(run) if (run.tag != PageTag::Artifact) == tagged => Some(run.text.as_str()),
            _ => None,
        });
        texts.filter(|text| *text == "编号").count()
    };
    assert_eq!((heads(true), heads(false)), (1, pages.pages.len() - 1));
}

#[test]
fn a_cell_merged_down_and_a_row_taller_than_a_page_lose_no_word() {
    let mut tall = cell(&LONG.repeat(30));
    tall.merge = VerticalMerge::Start;
    let mut below = cell("");
    below.merge = VerticalMerge::Continue;
    let rows = vec![
        TableRow { cells: vec![tall, cell("甲")], ..TableRow::default() },
        TableRow { cells: vec![below.clone(), cell("乙")], ..TableRow::default() },
        TableRow { cells: vec![below, cell("丙")], ..TableRow::default() },
    ];
    let table = Table { rows, ..Table::default() };
    let pages = pages(&galley(Language::Chinese, vec![GalleyBlock::Table(table)]));
    let all: String = lines(&pages).concat().concat();
    let without: String = all.chars().filter(|c| !"甲乙丙".contains(*c)).collect();
    assert_eq!(
        without.chars().count() + 3,
        all.chars().count() - LONG.repeat(30).matches('甲').count() - LONG.repeat(30).matches('乙').count()
    );
    let foot = 70.9 - 0.1;
    for page in &pages.pages {
        for piece in &page.pieces {
            let PageItem::Glyphs(run) = piece else { continue };
            assert!(
                run.tag == PageTag::Artifact || run.y > foot,
                "text below the foot of the page: {}",
                run.y
            );
        }
    }
}

#[test]
fn a_tab_parts_latin_words_of_an_arabic_line_from_right_to_left() {
    let line = paragraph("Normal", LineRole::Text, "MOD\tUTP/93/1");
    let pages = pages(&galley(Language::Arabic, vec![line]));
    let left = |wanted: &str| {
        let runs = pages.pages[0].pieces.iter().filter_map(|piece| match piece {
            PageItem::Glyphs(run) if run.text.contains(wanted) => Some(run),
            _ => None,
        });
        runs.flat_map(|run| &run.glyphs).map(|glyph| glyph.x).reduce(f32::min).unwrap()
    };
    assert!(left("MOD") > left("UTP"), "the word before the tab stands on the right");
}

#[test]
fn a_wide_table_stands_on_a_turned_page_between_upright_ones() {
    let wide = |widths: [u32; 3], landscape: bool| {
        let row =
            |text: &str| TableRow { cells: vec![cell(text), cell(text), cell(text)], ..TableRow::default() };
        let head = TableRow { heading: true, ..row("head") };
        let rows = std::iter::once(head).chain((0..60).map(|_| row("words"))).collect();
        GalleyBlock::Table(Table { columns: widths.to_vec(), rows, landscape, ..Table::default() })
    };
    let around = || paragraph("Normal", LineRole::Text, "around");
    let mut set = galley(
        Language::English,
        vec![around(), wide([4000; 3], false), around(), wide([4300; 3], true), around()],
    );
    set.running_header = vec!["- {page} -".into()];
    let pages = pages(&set);
    let turned: Vec<bool> = pages.pages.iter().map(|page| page.width > page.height).collect();
    let first = turned.iter().position(|turned| *turned).unwrap();
    assert!(first >= 2, "{turned:?}");
    assert!(turned.iter().skip(first).filter(|turned| **turned).count() >= 3, "{turned:?}");
    assert_eq!(turned.last(), Some(&false));
    for page in &pages.pages {
        for piece in &page.pieces {
            if let PageItem::Rule(rule) = piece {
                assert!(rule.x > 50.0 && rule.x + rule.width < page.width - 50.0, "{rule:?}");
            }
        }
        let artifacts = page
            .pieces
            .iter()
            .filter(|piece| matches!(piece, PageItem::Glyphs(run) if run.tag == PageTag::Artifact));
        let number = artifacts.filter_map(|piece| match piece {
            PageItem::Glyphs(run) if run.text.starts_with('-') => run.glyphs.first().map(|glyph| glyph.x),
            _ => None,
        });
        for x in number {
            assert!((x - page.width / 2.0).abs() < 20.0, "the page number stands in the middle of the page");
        }
    }
}

#[test]
fn a_heading_row_taller_than_a_page_is_cut_too() {
    let head = TableRow { cells: vec![cell(&LONG.repeat(30))], heading: true, ..TableRow::default() };
    for rows in [vec![head.clone()], vec![head, TableRow { cells: vec![cell("甲")], ..TableRow::default() }]]
    {
        let table = Table { rows, ..Table::default() };
        let pages = pages(&galley(Language::Chinese, vec![GalleyBlock::Table(table)]));
        assert!(pages.pages.len() > 1);
        let text = pages.pages.iter().flat_map(|page| &page.pieces).filter_map(|piece| match piece {
            PageItem::Glyphs(run) => Some(run.y),
            _ => None,
        });
        assert!(text.reduce(f32::min).unwrap() > 70.0, "text below the foot of the page");
    }
}

#[test]
fn a_picture_without_alternative_text_is_reported_once() {
    let picture = |description: Option<&str>| Picture {
        bytes: Vec::new(),
        media_type: "image/png".into(),
        width: 914_400,
        height: 914_400,
        description: description.map(Into::into),
        view: crate::text::PictureView::default(),
    };
    let run = |index| Run { object: Some(Object::Picture(index)), ..Run::generated("") };
    let mut block = words("Normal", LineRole::Text, "");
    block.paragraph.runs = vec![run(0), run(1), run(2)];
    let mut set = galley(Language::English, vec![GalleyBlock::Paragraph(block)]);
    set.pictures = vec![picture(Some("a map")), picture(Some(" ")), picture(None)];
    let codes: Vec<&str> = pages(&set).findings.iter().map(|finding| finding.rule.code).collect();
    assert_eq!(codes, ["LAY003", "LAY003"]);
}

#[test]
fn merged_cells_say_what_they_span() {
    let merged = |text: &str, columns, merge| TableCell { columns, merge, ..cell(text) };
    let rows = vec![
        TableRow {
            cells: vec![merged("a", 2, VerticalMerge::None), merged("b", 1, VerticalMerge::Start)],
            ..TableRow::default()
        },
        TableRow {
            cells: vec![cell("c"), cell("d"), merged("", 1, VerticalMerge::Continue)],
            ..TableRow::default()
        },
        TableRow {
            cells: vec![cell("e"), cell("f"), merged("", 1, VerticalMerge::Continue)],
            ..TableRow::default()
        },
        // Words in a continued cell are a cell of their own.
        TableRow {
            cells: vec![cell("g"), cell("h"), merged("i", 1, VerticalMerge::Continue)],
            ..TableRow::default()
        },
    ];
    let table = Table { rows, ..Table::default() };
    let pages = pages(&galley(Language::English, vec![GalleyBlock::Table(table)]));
    let cells = pages.structure.iter().filter(|element| element.kind == StructureKind::TableCell);
    let spans: Vec<(u16, u16)> = cells.map(|cell| (cell.columns, cell.rows)).collect();
    assert_eq!(spans, [(2, 1), (1, 3), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1)]);
}

/// The height of each one-letter run, points from the page's foot.
fn heights(pages: &Pages) -> Vec<(String, f32)> {
    let runs = pages.pages.iter().flat_map(|page| &page.pieces).filter_map(|piece| match piece {
        PageItem::Glyphs(run) if run.tag != PageTag::Artifact => Some((run.text.to_string(), run.y)),
        _ => None,
    });
    runs.filter(|(text, _)| text.trim().len() == 1).collect()
}

#[test]
fn a_merged_cell_stands_in_the_middle_or_at_the_foot_of_its_rows() {
    let edge = Some(Border { eighths: 4, kind: BorderKind::Single, colour: [0; 3] });
    let table = |vertical: VerticalAlign| {
        let look = Some(CellLook { edges: [edge; 4], shade: None, vertical });
        let merged = |text: &str, merge| TableCell { merge, look, ..cell(text) };
        let row =
            |first: TableCell, text: &str| TableRow { cells: vec![first, cell(text)], ..TableRow::default() };
        let rows = vec![
            row(merged("m", VerticalMerge::Start), "a"),
            row(merged("", VerticalMerge::Continue), "b"),
            row(merged("", VerticalMerge::Continue), "c"),
        ];
        let set = galley(Language::English, vec![GalleyBlock::Table(Table { rows, ..Table::default() })]);
        let found = heights(&pages(&set));
        let of = |letter: &str| found.iter().find(|(text, _)| text.trim() == letter).unwrap().1;
        ["m", "a", "b", "c"].map(of)
    };
    let near = |one: f32, other: f32| (one - other).abs() < 1.0;
    let [m, a, ..] = table(VerticalAlign::Top);
    assert!(near(m, a), "{m} {a}");
    let [m, _, b, _] = table(VerticalAlign::Centre);
    assert!(near(m, b), "{m} {b}");
    let [m, _, _, c] = table(VerticalAlign::Bottom);
    assert!(near(m, c), "{m} {c}");
}

#[test]
fn a_merged_cell_is_closed_by_a_rule_where_the_page_ends() {
    let merged = |text: &str, merge| TableCell { merge, ..cell(text) };
    let row = |at: usize| {
        let merge = if at == 0 { VerticalMerge::Start } else { VerticalMerge::Continue };
        TableRow { cells: vec![merged("", merge), cell("w")], ..TableRow::default() }
    };
    let table = Table { rows: (0..60).map(row).collect(), ..Table::default() };
    let pages = pages(&galley(Language::English, vec![GalleyBlock::Table(table)]));
    assert!(pages.pages.len() > 1);
    let left_rules = |page: usize| {
        let level = pages.pages[page].pieces.iter().filter_map(|piece| match piece {
            PageItem::Rule(rule) if rule.width > 10.0 && rule.height < 2.0 => Some((rule.x, rule.y)),
            _ => None,
        });
        let rules: Vec<(f32, f32)> = level.collect();
        let left = rules.iter().map(|(x, _)| *x).fold(f32::MAX, f32::min);
        rules.iter().filter(|(x, _)| (x - left).abs() < 1.0).count()
    };
    // The merged cell of a page has a rule above and one below, and none between.
    assert_eq!((left_rules(0), left_rules(1)), (2, 2));
}

#[test]
fn only_the_web_and_mailboxes_are_linked() {
    let run = |text: &str, link: Option<&str>| Run { link: link.map(Into::into), ..Run::generated(text) };
    let mut block = words("Normal", LineRole::Text, "");
    block.paragraph.runs = vec![
        run("see ", None),
        run("this ", Some("HTTPS://example.org")),
        run("page", Some("HTTPS://example.org")),
        run(" or ", None),
        run("that file", Some("file:///etc/passwd")),
        run(" or write", Some("mailto:office@example.org")),
        run(" and", Some("javascript:alert(1)")),
    ];
    let pages = pages(&galley(Language::English, vec![GalleyBlock::Paragraph(block)]));
    let links: Vec<&str> = pages.structure.iter().filter_map(|element| element.link.as_deref()).collect();
    assert_eq!(links, ["HTTPS://example.org", "mailto:office@example.org"]);
}

#[test]
fn a_footnote_stands_on_the_page_of_its_reference() {
    let mut with_note = words("Normal", LineRole::Text, "有脚注的一段");
    with_note.paragraph.runs[0].object = Some(Object::Note(0));
    with_note.paragraph.runs.push(Run::generated("文字。"));
    let mut blocks: Vec<GalleyBlock> =
        (0..40).map(|_| paragraph("Tabletext", LineRole::Text, "垫")).collect();
    blocks.push(GalleyBlock::Paragraph(with_note));
    let mut galley = galley(Language::Chinese, blocks);
    let text = Paragraph { runs: vec![Run::generated("脚注的文字。")], ..Paragraph::default() };
    galley.notes.push(Note { kind: NoteKind::Footnote, paragraphs: vec![text], own_mark: None });
    let pages = pages(&galley);
    let page_of =
        |wanted: &str| lines(&pages).iter().position(|page| page.iter().any(|line| line.contains(wanted)));
    assert_eq!(page_of("有脚注的一段1文字"), page_of("脚注的文字"));
    let kinds: Vec<StructureKind> = pages.structure.iter().map(|element| element.kind).collect();
    assert!(kinds.contains(&StructureKind::Reference) && kinds.contains(&StructureKind::Note));
}

#[test]
fn a_long_footnote_goes_on_on_the_next_page() {
    let mut with_note = words("Normal", LineRole::Text, "有长脚注的一段");
    with_note.paragraph.runs[0].object = Some(Object::Note(0));
    let mut galley = galley(Language::Chinese, vec![GalleyBlock::Paragraph(with_note)]);
    let text = Paragraph { runs: vec![Run::generated(LONG.repeat(20))], ..Paragraph::default() };
    galley.notes.push(Note { kind: NoteKind::Footnote, paragraphs: vec![text], own_mark: Some("*".into()) });
    let pages = pages(&galley);
    assert!(pages.pages.len() > 1);
    assert_eq!(lines(&pages).concat().concat(), format!("有长脚注的一段** {}", LONG.repeat(20)));
}

#[test]
fn marks_are_coloured_and_ruled_and_tagged() {
    let mut marked = words("Normal", LineRole::Text, "第64号决议（");
    let runs = &mut marked.paragraph.runs;
    runs.push(Run { deletion: Some(RevisionIndex::new(0)), ..Run::generated("2010年，甲城") });
    runs.push(Run { insertion: Some(RevisionIndex::new(1)), ..Run::generated("2014年，乙城") });
    runs.push(Run::generated("，修订版）"));
    let mut galley = galley(Language::Chinese, vec![GalleyBlock::Paragraph(marked)]);
    let revision = |kind| Revision {
        kind,
        author: Some("代表团".into()),
        date: Some("2014-09-01".into()),
        origin: RevisionOrigin::Word,
        moved: None,
    };
    galley.revisions = vec![revision(RevisionKind::Deletion), revision(RevisionKind::Insertion)];
    let pages = pages(&galley);
    insta::assert_snapshot!(dump(&pages));
    let meaning = |kind| pages.structure.iter().find(|e| e.kind == kind).and_then(|e| e.revision.clone());
    // The template of these tests has no words for marks: the structure says what they are by their kind.
    assert_eq!(meaning(StructureKind::Deletion), None);
    assert!(pages.structure.iter().any(|element| element.kind == StructureKind::Insertion));
}

#[test]
fn masthead_header_and_footer_stand_in_their_places() {
    let mut blocks: Vec<GalleyBlock> = vec![paragraph("Normal", LineRole::Heading(1), "标题")];
    blocks.extend((0..60).map(|_| paragraph("Normal", LineRole::Text, "一行。")));
    let mut galley = galley(Language::Chinese, blocks);
    galley.masthead = vec![MastheadRow {
        left: vec![words("Normal", LineRole::Masthead, "某某大会（PP-14）")],
        right: vec![words("Normal", LineRole::Masthead, "文件 7-C")],
        ruled: true,
    }];
    galley.running_header = vec!["{page}/{pages}".into(), "PP14/7-C".into()];
    galley.first_footer = vec!["www.example.org".into()];
    let pages = pages(&galley);
    insta::assert_snapshot!(dump(&pages));
    assert_eq!(pages.outline.len(), 1);
    assert_eq!((pages.outline[0].title.as_str(), pages.outline[0].page), ("标题", 0));
}

#[test]
fn characters_without_a_glyph_are_named_and_refused() {
    let galley =
        galley(Language::Chinese, vec![paragraph("Normal", LineRole::Text, "生僻字𪚥和\u{F0B7}在此")]);
    let refusal = lay_out(&galley, &template(Language::Chinese), &FontLibrary::builtin()).unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::Glyph);
    for part in ["U+2A6A5 𪚥", "U+F0B7", "生僻字"] {
        assert!(refusal.found.contains(part), "{}", refusal.found);
    }
}

#[test]
fn the_same_galley_makes_the_same_pages() {
    let galley = galley(Language::Chinese, vec![paragraph("Normal", LineRole::Text, &LONG.repeat(20))]);
    assert_eq!(dump(&pages(&galley)), dump(&pages(&galley)));
}

#[test]
fn a_word_longer_than_the_line_is_cut_and_lost_nowhere() {
    let text = "x".repeat(5_000);
    for language in [Language::Chinese, Language::English] {
        let galley = galley(language, vec![paragraph("Normal", LineRole::Text, &text)]);
        assert_eq!(lines(&pages(&galley)).concat().concat(), text);
    }
}

#[test]
fn what_is_wider_than_its_cell_is_cut_behind_a_hyphen() {
    let rows = vec![TableRow { cells: vec![cell("2017-04-07"), cell("w")], ..TableRow::default() }];
    let table = Table { columns: vec![1000, 8000], rows, ..Table::default() };
    let found = lines(&pages(&galley(Language::English, vec![GalleyBlock::Table(table)]))).concat();
    assert!(found.iter().any(|line| line.starts_with("2017-04-")), "{found:?}");
    assert!(!found.iter().any(|line| line.starts_with('-')), "{found:?}");
}

#[test]
fn fonts_are_named_with_their_origin() {
    let template = template(Language::Chinese);
    let resolved = FontLibrary::builtin().resolved(&template.editions[&Language::Chinese]);
    let song = resolved.iter().find(|entry| entry.asked == "SimSun").unwrap();
    assert_eq!((song.family.as_str(), song.origin), ("Noto Serif SC", FaceOrigin::Kit));
    assert!(resolved.iter().any(|entry| entry.asked == "STKaiti" && entry.family == "Conf Kai SC"));
}

/// A program that goes on for days, as the review page does, may read a user's fonts again and again.
#[test]
fn the_fonts_of_a_user_go_with_their_library() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/fonts/Carlito-Regular.ttf");
    let library = FontLibrary::with_paths(&[path]).unwrap();
    let FontData::Read(bytes) = &library.face(0).unwrap().font.data else { panic!("the user's come first") };
    let bytes = Arc::downgrade(bytes);
    let galley = galley(Language::English, vec![paragraph("Normal", LineRole::Text, "e\u{301}te\u{301}")]);
    let pages = lay_out(&galley, &template(Language::English), &library).unwrap();
    assert!(bytes.upgrade().is_some());
    drop((library, pages));
    assert!(bytes.upgrade().is_none(), "the bytes of the font are still held");
}

fn all_empty() -> Vec<GalleyParagraph> {
    vec![
        words("Normal", LineRole::Text, ""),
        words("Normal", LineRole::Text, "\n\n"),
        words("Normal", LineRole::Text, "\t\t"),
    ]
}

#[test]
fn nothing_makes_one_page() {
    assert_eq!(pages(&galley(Language::English, Vec::new())).pages.len(), 1);
    let blocks = all_empty().into_iter().map(GalleyBlock::Paragraph).collect();
    assert_eq!(pages(&galley(Language::English, blocks)).pages.len(), 1);
}
