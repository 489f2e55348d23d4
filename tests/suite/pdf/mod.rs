//! The PDF writer and the independent reader of its files.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod conformance;
mod conservation;
mod emf_plus;
mod faults;
mod links;
mod metafiles;
mod pictures;
mod roundtrip;
mod setting;
mod svg;
pub mod tools;

use crate::pages::*;
use crate::write::pdf::{Images, PdfOptions, write};

use setting::*;

/// A contribution of two pages with everything a page can hold, in Chinese.
fn contribution() -> Pages {
    let mut set = Setting::new("zh");
    set.run(LATIN, 9.0, 280.0, "PP14/70-C", PageTag::Artifact);
    let heading = set.element(0, StructureKind::Heading(1));
    set.paragraph(BOLD, 14.0, "第二部分 关于工作方法的建议", heading);
    set.pages.outline.push(OutlineEntry { title: "第二部分".to_owned(), level: 1, page: 0, y: 784.0 });
    let body = set.element(0, StructureKind::Paragraph);
    set.paragraph(SONG, 12.0, "本文稿建议修改第999号决议（2010年，某地，修订版），并说明理由。", body);
    let call = set.element(0, StructureKind::Heading(2));
    set.paragraph(KAI, 12.0, "认识到", call);
    set.pages.outline.push(OutlineEntry { title: "认识到".to_owned(), level: 2, page: 0, y: 700.0 });
    revised_paragraph(&mut set);
    list(&mut set);
    table(&mut set);
    note(&mut set);
    set.page();
    let last = set.element(0, StructureKind::Paragraph);
    set.paragraph(SONG, 12.0, &"请秘书长将本文稿转交下一届大会审议。".repeat(30), last);
    set.pages.outline.push(OutlineEntry { title: "End (of it)".to_owned(), level: 1, page: 1, y: 770.0 });
    set.pages
}

/// Text, deleted text, inserted text, text: the marks of one paragraph between those of its spans.
fn revised_paragraph(set: &mut Setting) {
    let paragraph = set.element(0, StructureKind::Paragraph);
    let deleted = set.revision(paragraph, StructureKind::Deletion, "Deleted");
    let inserted = set.revision(paragraph, StructureKind::Insertion, "Inserted by CUB");
    let red = [192, 0, 0];
    let x = set.run(SONG, 12.0, LEFT, "决议（", PageTag::Element(paragraph));
    let end = set.coloured(LATIN, 12.0, x, "2010", PageTag::Element(deleted), red, 0.0);
    let y = set.y;
    set.put(PageItem::Rule(RuledLine { x, y: y + 4.0, width: end - x, height: 0.6, colour: red }));
    let x = end;
    let end = set.coloured(LATIN, 12.0, x, "2014", PageTag::Element(inserted), red, 0.0);
    set.put(PageItem::Rule(RuledLine { x, y: y - 1.5, width: end - x, height: 0.6, colour: red }));
    set.run(SONG, 12.0, end, "年，修订版）", PageTag::Element(paragraph));
    set.y -= 20.0;
}

fn list(set: &mut Setting) {
    let list = set.element(0, StructureKind::List);
    for (label, text) in [("a)", "第一项；"), ("b)", "第二项。")] {
        let item = set.element(list, StructureKind::ListItem);
        let name = set.element(item, StructureKind::Label);
        let holder = set.element(item, StructureKind::ListBody);
        set.run(LATIN, 12.0, LEFT, label, PageTag::Element(name));
        set.run(SONG, 12.0, LEFT + 28.0, text, PageTag::Element(holder));
        set.y -= 18.0;
    }
}

/// Two rows of three columns, one cell empty.
fn table(set: &mut Setting) {
    let table = set.element(0, StructureKind::Table);
    for (kind, cells) in
        [(StructureKind::TableHead, ["甲", "乙", "丙"]), (StructureKind::TableCell, ["一", "", "三"])]
    {
        let row = set.element(table, StructureKind::TableRow);
        for (at, text) in cells.into_iter().enumerate() {
            let cell = set.element(row, kind);
            if !text.is_empty() {
                set.run(SONG, 11.0, LEFT + 100.0 * at as f32, text, PageTag::Element(cell));
            }
        }
        let y = set.y - 4.0;
        set.put(PageItem::Rule(RuledLine { x: LEFT, y, width: 300.0, height: 0.5, colour: [0; 3] }));
        set.y -= 18.0;
    }
}

/// A reference in a paragraph, its note at the foot of the page.
fn note(set: &mut Setting) {
    let paragraph = set.element(0, StructureKind::Paragraph);
    let reference = set.element(paragraph, StructureKind::Reference);
    let note = set.element(paragraph, StructureKind::Note);
    let label = set.element(note, StructureKind::Label);
    let x = set.run(SONG, 12.0, LEFT, "发展中国家", PageTag::Element(paragraph));
    set.y += 4.0;
    let x = set.run(LATIN, 7.0, x, "1", PageTag::Element(reference));
    set.y -= 4.0;
    set.run(SONG, 12.0, x, "的需要", PageTag::Element(paragraph));
    set.y = 60.0;
    let x = set.run(LATIN, 7.0, LEFT, "1", PageTag::Element(label));
    set.run(SONG, 9.0, x + 4.0, "包括小岛屿国家。", PageTag::Element(note));
}

/// Lines of right-to-left text, with a number in between.
fn arabic(lines: &[&str]) -> Pages {
    let mut set = Setting::new("ar");
    for line in lines {
        let paragraph = set.element(0, StructureKind::Paragraph);
        set.run(NASKH, 16.0, 200.0, line, PageTag::Element(paragraph));
        set.y -= 40.0;
    }
    set.pages
}

fn pdf(mut pages: Pages) -> Vec<u8> {
    write(&mut pages, &[], Images::default(), &PdfOptions::default()).unwrap()
}
