//! The walk over a submission: reading and changing see the same, notes and comments included.

use crate::model::{
    Block, Content, Context, Heading, Instrument, Item, Label, LabelValue, Part, Proposal, Role, Section,
    SectionKind, Submission, Symbol,
};
use crate::text::{Comment, Note, NoteKind, Paragraph, Run};

fn paragraph(text: &str) -> Paragraph {
    Paragraph { runs: vec![Run::generated(text)], ..Paragraph::default() }
}

fn label(text: &str) -> Label {
    Label { runs: vec![Run::generated(text)], value: LabelValue::Other, gap: Default::default() }
}

fn submission() -> Submission {
    let item =
        |text: &str| Block::Item(Box::new(Item { label: label("a)"), level: 1, text: paragraph(text) }));
    let section = |kind, text: &str| Section {
        kind,
        heading: Some(Heading { label: Some(label("1")), lines: Vec::new() }),
        body: vec![item(text)],
        span: Default::default(),
    };
    let proposal = Proposal {
        symbol: Symbol::Add,
        id: None,
        line: paragraph("ADD"),
        instrument: Instrument {
            annexes: vec![section(SectionKind::Annex, "annexed")],
            ..Instrument::default()
        },
        reasons: vec![item("why")],
        span: Default::default(),
    };
    let comment = Comment { author: None, date: None, initials: None, paragraphs: vec![paragraph("said")] };
    Submission {
        parts: vec![Part {
            contents: vec![
                Content::Section(section(SectionKind::Summary, "in short")),
                Content::Proposal(Box::new(proposal)),
            ],
            ..Part::default()
        }],
        notes: vec![Note { kind: NoteKind::Footnote, paragraphs: vec![paragraph("noted")], own_mark: None }],
        comments: vec![comment],
        ..Submission::default()
    }
}

#[test]
fn every_passage_has_its_place() {
    let submission = submission();
    let mut met: Vec<(String, Context)> = Vec::new();
    submission.visit(&mut |context, text| {
        met.push((text.runs().iter().map(|run| run.text.as_str()).collect(), *context));
    });
    let texts: Vec<&str> = met.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!(texts, ["1", "a)", "in short", "ADD", "1", "a)", "annexed", "a)", "why", "noted", "said"]);
    let place = |text: &str| met.iter().find(|(met, _)| met == text).unwrap().1;
    assert_eq!(place("in short").section, Some(SectionKind::Summary));
    assert_eq!(place("in short").instrument, None);
    let annexed = place("annexed");
    assert_eq!((annexed.instrument, annexed.own_text(), annexed.amends()), (Some(0), None, false));
    assert!(place("why").reasons && place("why").instrument.is_none());
    assert_eq!(place("noted").role, Role::Note(0));
    assert_eq!(place("said").role, Role::Comment(0));
    assert_ne!(place("annexed").list, place("why").list);
}

#[test]
fn what_changes_sees_what_is_read() {
    let mut submission = submission();
    let mut read = Vec::new();
    submission.visit(&mut |context, text| read.push((*context, text.runs().to_vec())));
    let mut changed = Vec::new();
    submission.visit_mut(&mut |context, text| {
        let runs = text.into_runs();
        changed.push((*context, runs.clone()));
        runs.clear();
    });
    assert_eq!(read, changed);
    submission.visit(&mut |_, text| assert!(text.runs().is_empty()));
}
