//! A small template with ITU's style names and galleys of our own words, for the Word writer.

use crate::galley::{Galley, GalleyBlock, GalleyParagraph, MastheadRow};
use crate::language::Language;
use crate::model::Body;
use crate::template::*;
use crate::text::*;

/// Id, Word's name, base, centred, bold, italic, left indent, first line, keep with next.
type Row = (&'static str, &'static str, &'static str, bool, bool, bool, i32, i32, bool);

const STYLES: &[Row] = &[
    ("Source", "Source", "Normal", true, true, false, 0, 0, false),
    ("Title1", "Title 1", "Source", true, false, false, 0, 0, false),
    ("Heading1", "heading 1", "Normal", false, true, false, 794, -794, true),
    ("Proposal", "Proposal", "Normal", false, true, false, 0, 0, true),
    ("ResNo", "Res_No", "Normal", true, false, false, 0, 0, true),
    ("Restitle", "Res_title", "ResNo", true, true, false, 0, 0, false),
    ("Normalaftertitle", "Normal_after_title", "Normal", false, false, false, 0, 0, false),
    ("Call", "Call", "Normal", false, false, true, 794, 0, true),
    ("enumlev1", "enumlev1", "Normal", false, false, false, 794, -794, false),
    ("Reasons", "Reasons", "Normal", false, false, false, 0, 0, false),
    ("Tablehead", "Table_head", "Normal", true, true, false, 0, 0, true),
    ("Tabletext", "Table_text", "Normal", false, false, false, 0, 0, false),
    ("FootnoteText", "footnote text", "Normal", false, false, false, 0, 0, false),
    ("Header", "header", "Normal", true, false, false, 0, 0, false),
    ("FirstFooter", "FirstFooter", "Normal", false, false, false, 0, 0, false),
    ("Docnumber", "Docnumber", "Normal", false, true, false, 0, 0, false),
];

fn style(row: &Row, language: Language) -> Style {
    let &(id, name, base, centred, bold, italic, left, first_line, keep_next) = row;
    let chinese_call = id == "Call" && language == Language::Chinese;
    let tabs = [794, 1191, 1588, 1985].map(|at| Tab { at, align: TabAlign::Start, dots: false });
    Style {
        id: id.into(),
        name: name.into(),
        based_on: (!base.is_empty()).then(|| base.into()),
        next: (id == "Title1").then(|| "Normalaftertitle".into()),
        fonts: Fonts {
            latin: vec!["Calibri".into()],
            east_asian: vec![if chinese_call { "STKaiti" } else { "SimSun" }.into()],
            complex: vec!["Traditional Arabic".into()],
        },
        size: if matches!(id, "Header" | "FootnoteText") { 18 } else { 24 },
        complex_size: if language == Language::Arabic { 30 } else { 24 },
        bold,
        italic: italic && !chinese_call,
        caps: id == "ResNo",
        colour: [0; 3],
        align: if centred { Align::Centre } else { Align::Justify },
        before: 120,
        after: 0,
        line: LineHeight::Multiple(240),
        left,
        right: 0,
        first_line,
        tabs: if centred { Vec::new() } else { tabs.to_vec() },
        keep_next,
        keep_lines: keep_next,
        page_break_before: false,
        outline: (id == "Heading1").then_some(1),
        border_bottom: (id == "Docnumber").then_some(4),
        script_gap: true,
        hanging_marks: true,
    }
}

/// A template for every language.
pub fn template() -> Template {
    let normal: Row = ("Normal", "Normal", "", false, false, false, 0, 0, false);
    let edition = |language| LanguageEdition {
        styles: StyleSheet::new(
            std::iter::once(&normal).chain(STYLES).map(|row| style(row, language)).collect(),
        ),
        running_header: vec!["{page}/{pages}".into(), "{document}".into()],
        first_footer: vec!["www.itu.int/example/".into()],
        ..LanguageEdition::default()
    };
    Template {
        name: "sample".into(),
        body: Some(Body::of("PP").unwrap()),
        parts_start_pages: false,
        italic_labels: false,
        bold_reasons: false,
        marks_give_way: true,
        numbers_stay: true,
        emblem: None,
        front_box: None,
        year: Some(2014),
        page: PageSetup {
            width: 11907,
            height: 16840,
            top: 1418,
            right: 1134,
            bottom: 1418,
            left: 1134,
            header: 720,
            footer: 720,
        },
        revisions: RevisionLook { insertion: [0, 0, 255], deletion: [255, 0, 0] },
        editions: Language::ALL.into_iter().map(|language| (language, edition(language))).collect(),
        digest: [0; 32],
    }
}

/// A paragraph of runs.
pub fn line(style: &'static str, runs: Vec<Run>) -> GalleyParagraph {
    GalleyParagraph {
        style,
        paragraph: Paragraph { runs, ..Paragraph::default() },
        ..GalleyParagraph::default()
    }
}

/// A plain run.
pub fn run(text: &str) -> Run {
    Run::generated(text)
}

/// A run with an insertion and a deletion, by index.
pub fn marked(text: &str, insertion: Option<u32>, deletion: Option<u32>) -> Run {
    Run {
        insertion: insertion.map(RevisionIndex::new),
        deletion: deletion.map(RevisionIndex::new),
        ..Run::generated(text)
    }
}

/// A mark.
pub fn revision(kind: RevisionKind, author: Option<&str>, recovered: bool, moved: Option<&str>) -> Revision {
    let origin = match recovered {
        false => RevisionOrigin::Word,
        true => RevisionOrigin::Recovered {
            rule: "edition-pair".into(),
            confidence: 1.0,
            reason: "two editions".into(),
            ruling: None,
        },
    };
    Revision {
        kind,
        author: author.map(Into::into),
        date: author.map(|_| "2014-09-15T10:00:00Z".into()),
        origin,
        moved: moved.map(Into::into),
    }
}

fn words(language: Language) -> [&'static str; 4] {
    match language {
        Language::Arabic => {
            ["إن مؤتمر المندوبين المفوضين ITU،", "يقرر", "أ )\tأن يواصل العمل؛", "الوثيقة 70-A"]
        }
        Language::Chinese => {
            ["国际电信联盟“全权代表大会”（2014年，釜山），", "做出决议", "1\t继续执行ICT项目；", "文件 70-C"]
        }
        Language::Russian => ["Полномочная конференция,", "решает", "1\tпродолжить работу;", "Документ 70-R"],
        _ => ["The Conference “of example”,", "resolves", "1\tto continue its work;", "Document 70"],
    }
}

/// A galley with everything that the writer can write.
pub fn rich(language: Language) -> Galley {
    let [opening, call, item, number] = words(language);
    let mut galley = Galley {
        language: Some(language),
        title: format!("{number} <&> \"title\""),
        source: "Example".into(),
        masthead: vec![
            MastheadRow { left: vec![line("", vec![run(opening)])], right: vec![], ruled: false },
            MastheadRow { left: vec![], right: vec![line("Docnumber", vec![run(number)])], ruled: true },
        ],
        running_header: vec!["{page}/{pages}".into(), "PP14/70-C".into()],
        first_footer: vec!["• www.itu.int/example/ •".into()],
        revisions: vec![
            revision(RevisionKind::Insertion, Some("A. Delegate"), false, None),
            revision(RevisionKind::Deletion, None, false, None),
            revision(RevisionKind::Insertion, None, true, None),
            revision(RevisionKind::Deletion, None, true, None),
            revision(RevisionKind::Formatting, Some("B"), false, None),
            revision(RevisionKind::Deletion, Some("A"), false, Some("move1")),
            revision(RevisionKind::Insertion, Some("A"), false, Some("move1")),
            revision(RevisionKind::Insertion, Some("A"), false, Some("half of a move")),
        ],
        ..Galley::default()
    };
    add_notes(&mut galley, item);
    add_body(&mut galley, [opening, call, item]);
    add_table(&mut galley, call);
    galley
}

fn add_notes(galley: &mut Galley, item: &str) {
    let note = |kind, own_mark: Option<&str>| Note {
        kind,
        paragraphs: vec![Paragraph { runs: vec![run(item)], ..Paragraph::default() }],
        own_mark: own_mark.map(Into::into),
    };
    galley.notes = vec![
        note(NoteKind::Footnote, None),
        note(NoteKind::Endnote, None),
        note(NoteKind::Footnote, Some("*")),
    ];
    galley.comments = vec![Comment {
        author: None,
        date: None,
        initials: None,
        paragraphs: vec![Paragraph { runs: vec![run("doubtful mark")], ..Paragraph::default() }],
    }];
    galley.pictures = vec![Picture {
        bytes: PNG.to_vec(),
        media_type: "image/png".into(),
        width: 914_400,
        height: 457_200,
        description: Some("a blue <square>".into()),
        view: crate::text::PictureView::default(),
    }];
}

/// A picture of one blue point.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 13, 10, 26, 10, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
    2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 12, b'I', b'D', b'A', b'T', 8, 0xd7, 0x63, 0x60, 0x60, 0xf8,
    0x0f, 0, 1, 3, 1, 0, 0x38, 0xee, 0x71, 0xfe, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

fn add_body(galley: &mut Galley, [opening, call, item]: [&str; 3]) {
    let with = |mut run: Run, change: &dyn Fn(&mut Run)| {
        change(&mut run);
        run
    };
    let link = |target: &'static str| move |run: &mut Run| run.link = Some(target.into());
    let object = |object: Object| move |run: &mut Run| run.object = Some(object);
    let mut lines = vec![
        line("Source", vec![run("Example")]),
        line("Heading1", vec![run("1\t"), run(call)]),
        line("Proposal", vec![run("MOD\tEXM/70/1")]),
        line(
            "ResNo",
            vec![run("64 ("), marked("2010", None, Some(3)), marked("2014", Some(2), None), run(")")],
        ),
        line("Normalaftertitle", vec![with(run(opening), &object(Object::Note(0)))]),
        line("Call", vec![with(run(call), &object(Object::Note(2)))]),
        line("enumlev1", vec![run(item), marked(" both ", Some(0), Some(1)), marked("ins", Some(0), None)]),
        line("enumlev1", vec![marked("moved away", None, Some(5)), marked(" further", None, Some(5))]),
        line("enumlev1", vec![marked("moved here", Some(6), None), marked("\thalf", Some(7), None)]),
        line(
            "",
            vec![
                run(" a\u{2011}b\u{ad}c  d\nnext\u{1}line\u{fffe} \tend & <x> "),
                with(run("web"), &link("https://www.itu.int/?a=1&b=2")),
                with(marked("inserted web", Some(0), None), &link("https://www.itu.int/?a=1&b=2")),
                with(run("file"), &link("file:///etc/passwd")),
                with(run("odd"), &link("https://a b\"c")),
                with(run("pic"), &object(Object::Picture(0))),
                with(run("comment"), &object(Object::Comment(0))),
                with(run(""), &object(Object::Note(1))),
            ],
        ),
        line(
            "Reasons",
            vec![
                with(run("bold italic"), &|r| {
                    r.format = Format::BOLD.with(Format::ITALIC).with(Format::UNDERLINE)
                }),
                with(run("斜体 cn"), &|r| r.format = Format::ITALIC),
                with(run("نص عربي"), &|r| r.language = Some("ar-SA".into())),
                with(run("x2"), &|r| r.format = Format::SUPERSCRIPT.with(Format::HIDDEN)),
                with(run("changed"), &|r| r.formatting = Some(RevisionIndex::new(4))),
            ],
        ),
    ];
    lines[4].page_break_before = true;
    lines[6].paragraph.mark.insertion = Some(RevisionIndex::new(0));
    lines[7].paragraph.mark.deletion = Some(RevisionIndex::new(1));
    lines[8].paragraph.mark.formatting = Some(RevisionIndex::new(4));
    galley.blocks.extend(lines.into_iter().map(GalleyBlock::Paragraph));
}

fn add_table(galley: &mut Galley, call: &str) {
    let cell = |text: &str, columns, merge| TableCell {
        paragraphs: vec![Paragraph { runs: vec![run(text)], ..Paragraph::default() }],
        columns,
        merge,
        ..TableCell::default()
    };
    let row = |cells, heading| TableRow { cells, heading, ..TableRow::default() };
    let mut table = Table {
        columns: vec![2000, 3000],
        rows: vec![
            row(vec![cell("head", 2, VerticalMerge::None), cell("third", 1, VerticalMerge::None)], true),
            row(vec![cell("down", 1, VerticalMerge::Start), cell(call, 2, VerticalMerge::None)], false),
            row(
                vec![cell("", 1, VerticalMerge::Continue), TableCell { columns: 1, ..TableCell::default() }],
                false,
            ),
            row(vec![], false),
        ],
        right_to_left: galley.language == Some(Language::Arabic),
        ..Table::default()
    };
    table.rows[1].insertion = Some(RevisionIndex::new(0));
    table.rows[2].deletion = Some(RevisionIndex::new(1));
    table.rows[1].cells[0].insertion = Some(RevisionIndex::new(0));
    table.rows[1].cells[1].deletion = Some(RevisionIndex::new(1));
    galley.blocks.push(GalleyBlock::Table(table.clone()));
    galley.blocks.push(GalleyBlock::Table(table));
}

/// Phrases of our own; strung together they fill pages that compress about as real ones do.
const PHRASES: &str = "考虑到电信信息通信技术的发展 各国主管部门在过去四年中的经验 发展中国家获得宽带连接的机会仍不平等 \
    请理事会每年审议进展情况 责成秘书长与三个局的主任密切合作 在现有预算资源范围内 小岛屿国家和最不发达国家的特殊需求 \
    向下一届大会提交一份报告 网络与服务的互操作性 开放标准有助于降低成本 加强区域代表处的作用 鼓励部门成员提供文稿 \
    普及服务基金的使用 农村及边远地区 以非歧视的方式 保护儿童上网安全 培训与能力建设活动 频谱的有效利用 \
    应急通信和减灾 公共政策问题 使用多种语言 数据收集与指标 消除数字鸿沟 妇女和青年的参与 气候变化的影响";

/// Fifteen pages of Chinese: 276 paragraphs, 138 marks, recovered pairs of years.
pub fn fifteen_pages() -> Galley {
    let phrases: Vec<&str> = PHRASES.split_whitespace().collect();
    let mut galley = Galley {
        language: Some(Language::Chinese),
        title: "有关大会工作的提案".into(),
        source: "示例".into(),
        running_header: vec!["{page}/{pages}".into(), "PP14/70-C".into()],
        first_footer: vec!["• www.itu.int/example/ •".into()],
        ..Galley::default()
    };
    let mut seed = 70_u32;
    let mut next = |bound: usize| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 8) as usize % bound
    };
    for at in 0..276_u32 {
        let words: Vec<&str> = (0..3 + next(4)).map(|_| phrases[next(phrases.len())]).collect();
        let mut runs = vec![run(&format!("{at}\t")), run(&words.join("，"))];
        if at % 4 == 0 {
            let index = galley.revisions.len() as u32;
            galley.revisions.push(revision(RevisionKind::Deletion, None, true, None));
            galley.revisions.push(revision(RevisionKind::Insertion, None, true, None));
            let (old, new) = (format!("{}年", 1990 + at), format!("{}年", 1994 + at));
            runs.extend([
                run("（"),
                marked(&old, None, Some(index)),
                marked(&new, Some(index + 1), None),
                run("）；"),
            ]);
        }
        let style = ["enumlev1", "Normalaftertitle", "Call", "enumlev1", "Reasons"][next(5)];
        galley.blocks.push(GalleyBlock::Paragraph(line(style, runs)));
    }
    galley
}
