//! A style sheet and galleys for the tests of typesetting, so that no change of an official form
//! changes what they see.

use std::collections::BTreeMap;

use crate::galley::{Galley, GalleyBlock, GalleyParagraph, LineRole};
use crate::language::Language;
use crate::model::Body;
use crate::template::{
    Fonts, LanguageEdition, LineHeight, PageSetup, RevisionLook, Style, StyleSheet, Tab, TabAlign, Template,
};
use crate::text::{Align, Paragraph, Run};

fn style(id: &str) -> Style {
    let stops = [794, 1191, 1588, 1985];
    Style {
        id: id.into(),
        name: id.into(),
        based_on: None,
        next: None,
        fonts: Fonts {
            latin: vec!["Calibri".into()],
            east_asian: vec!["SimSun".into()],
            complex: vec!["Traditional Arabic".into()],
        },
        size: 24,
        complex_size: 30,
        bold: false,
        italic: false,
        caps: false,
        colour: [0; 3],
        align: Align::Justify,
        before: 120,
        after: 0,
        line: LineHeight::Multiple(240),
        left: 0,
        right: 0,
        first_line: 0,
        tabs: stops.map(|at| Tab { at, align: TabAlign::Start, dots: false }).to_vec(),
        keep_next: false,
        keep_lines: false,
        page_break_before: false,
        outline: None,
        border_bottom: None,
        script_gap: true,
        hanging_marks: false,
    }
}

fn styles() -> StyleSheet {
    let mut call = style("Call");
    call.fonts.east_asian = vec!["STKaiti".into()];
    StyleSheet::new(vec![
        style("Normal"),
        Style { italic: true, left: 794, keep_next: true, keep_lines: true, before: 160, ..call },
        Style { before: 80, left: 794, first_line: -794, ..style("enumlev1") },
        Style { before: 80, left: 1191, first_line: -397, ..style("enumlev2") },
        Style { size: 18, before: 0, align: Align::Centre, ..style("Header") },
        Style { size: 18, before: 0, align: Align::Centre, ..style("FirstFooter") },
        Style { size: 20, before: 60, left: 284, first_line: -284, ..style("FootnoteText") },
        Style { size: 20, bold: true, before: 80, after: 80, align: Align::Centre, ..style("Tablehead") },
        Style { size: 20, before: 40, after: 40, align: Align::Start, ..style("Tabletext") },
    ])
}

/// A template with ITU's page and a few of its styles.
pub fn template(language: Language) -> Template {
    let edition = LanguageEdition { styles: styles(), ..LanguageEdition::default() };
    Template {
        name: "sample".into(),
        body: Some(Body::of("PP").unwrap()),
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
        revisions: RevisionLook { insertion: [0, 0, 200], deletion: [200, 0, 0] },
        editions: BTreeMap::from([(language, edition)]),
        parts_start_pages: false,
        italic_labels: false,
        bold_reasons: false,
        marks_give_way: true,
        numbers_stay: true,
        emblem: None,
        front_box: Default::default(),
        digest: [0; 32],
    }
}

/// A galley of some blocks.
pub fn galley(language: Language, blocks: Vec<GalleyBlock>) -> Galley {
    Galley { language: Some(language), blocks, ..Galley::default() }
}

/// A paragraph of one run.
pub fn words(style: &'static str, role: LineRole, text: &str) -> GalleyParagraph {
    let paragraph = Paragraph { runs: vec![Run::generated(text)], ..Paragraph::default() };
    GalleyParagraph { style, role, paragraph, ..Default::default() }
}
