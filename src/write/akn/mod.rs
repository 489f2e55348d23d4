//! Akoma Ntoso 3.0 (OASIS LegalDocML, akn-core v1.0): the structure of a contribution as XML.
//!
//! In: a galley, whose words stand here in its order, and the submission that it was composed of, which
//! says what they are. Out: one `documentCollection`: the head of the document in its preface, and a
//! component for each cover note (`doc`) and each proposal or instrument (`statement`), with preamble,
//! recitals, calls, items, reasons. Nothing that schema 3.1 changed is used. Never: a word that the galley
//! does not have, a date that no text states.

mod blocks;
mod ids;
mod inline;
mod meta;
mod places;
mod statement;
mod tables;

use std::collections::BTreeMap;

use crate::akoma_ntoso::OWN;
use crate::diagnostics::Refusal;
use crate::digest::Digest;
use crate::galley::{Galley, GalleyBlock, MastheadRow};
use crate::language::Language;
use crate::model::Submission;
use crate::registry::Registry;
use crate::text::{Paragraph, Run};
use crate::write::xml::XmlWriter;

use ids::Ids;
use inline::pairs;
use places::{AknComponent, AknPlaces, Owner};

/// Namespace of Akoma Ntoso 3.0, which 3.1 keeps.
const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";

/// What is written.
pub(crate) struct Akn<'a> {
    /// The words.
    pub galley: &'a Galley,
    /// What they are.
    pub submission: &'a Submission,
    /// Language of the document.
    pub language: Language,
    /// Conferences, members, bodies.
    pub registry: &'a Registry,
    /// Digest of the input, which names a document that has no number.
    pub input: Digest,
}

/// Writes the document.
///
/// # Errors
/// [`crate::RefusalKind::Internal`] where the XML cannot be written, which no input is known to cause.
pub(crate) fn write(akn: &Akn<'_>) -> Result<Vec<u8>, Refusal> {
    let mut writer = AknWriter {
        akn,
        xml: XmlWriter::new(64 << 10),
        ids: Ids::default(),
        places: AknPlaces::of(akn.submission),
        at: String::new(),
        noted: BTreeMap::new(),
        comments: Vec::new(),
    };
    writer.document();
    writer.xml.finish()
}

/// Writes one document.
struct AknWriter<'a> {
    akn: &'a Akn<'a>,
    xml: XmlWriter,
    ids: Ids,
    places: AknPlaces<'a>,
    /// The eId below which elements are named.
    at: String,
    /// Notes that stand where they are called, by index, with their eIds.
    noted: BTreeMap<u32, String>,
    /// eIds of the comments, by index.
    comments: Vec<String>,
}

impl<'a> AknWriter<'a> {
    fn document(&mut self) {
        let (head, components) = self.places.components(&self.akn.galley.blocks);
        self.xml.open("akomaNtoso", &[("xmlns", NAMESPACE), ("xmlns:itudoc", OWN)]);
        self.xml.open("documentCollection", &[("name", "contribution")]);
        self.meta(None, &components);
        self.preface(&head);
        self.xml.open("collectionBody", &[]);
        if components.is_empty() {
            self.component(&AknComponent {
                owner: Owner::Cover,
                id: "cmp_cover".to_owned(),
                blocks: Vec::new(),
            });
        }
        for component in &components {
            self.component(component);
        }
        self.xml.close();
        self.xml.close();
        self.xml.close();
    }

    /// The head of the document: the masthead, then source, title, agenda item.
    fn preface(&mut self, head: &[&'a GalleyBlock]) {
        let masthead = &self.akn.galley.masthead;
        if masthead.is_empty() && head.is_empty() {
            return;
        }
        self.xml.open("preface", &[]);
        self.at = "preface".to_owned();
        if !masthead.is_empty() {
            self.masthead(masthead);
        }
        self.blocks(head);
        self.xml.close();
    }

    /// The masthead: a table, each of its lines with what it is called.
    fn masthead(&mut self, rows: &[MastheadRow]) {
        let lines = rows.iter().flat_map(|row| row.left.iter().chain(&row.right));
        let words: Vec<Paragraph> = lines.map(|line| line.paragraph.clone()).collect();
        let id = self.ids.of_note("preface", "table", &words);
        self.xml.open("table", &[("eId", &id), ("class", "masthead")]);
        for row in rows {
            self.xml.open("tr", &[]);
            for cell in [&row.left, &row.right] {
                self.xml.open("td", &[]);
                for line in cell {
                    let marks = self.mark_of(&line.paragraph);
                    let mut attributes = vec![("class", line.style)];
                    attributes.extend(pairs(&marks));
                    self.xml.open("p", &attributes);
                    self.inline(&line.paragraph, 0..line.paragraph.all_text().len());
                    self.xml.close();
                }
                if cell.is_empty() {
                    self.xml.empty("p", &[]);
                }
                self.xml.close();
            }
            self.xml.close();
        }
        self.xml.close();
    }

    fn component(&mut self, component: &AknComponent<'a>) {
        self.at.clone_from(&component.id);
        self.xml.open("component", &[("eId", &component.id)]);
        match component.owner {
            Owner::Cover => self.cover(component),
            owner => self.statement(component, owner),
        }
        self.xml.close();
    }

    /// A cover note: its sections.
    fn cover(&mut self, component: &AknComponent<'a>) {
        self.xml.open("doc", &[("name", "cover-note")]);
        self.meta(Some(component), std::slice::from_ref(component));
        self.xml.open("mainBody", &[]);
        self.sections(&component.blocks, "section");
        self.xml.close();
        self.xml.close();
    }
}

/// The first run of a block that comes from the input.
fn first_start(block: &GalleyBlock) -> Option<u32> {
    let spanned = |paragraph: &Paragraph| {
        let runs = paragraph.runs.iter().filter(|run: &&Run| !run.text.trim().is_empty());
        runs.filter_map(|run| run.span).map(|span| span.start).next()
    };
    match block {
        GalleyBlock::Paragraph(line) => spanned(&line.paragraph),
        GalleyBlock::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.flat_map(|cell| &cell.paragraphs).find_map(spanned)
        }
    }
}
