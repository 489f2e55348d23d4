//! Formulas (`m:oMath`): taken in whole, as the elements that they are.
//!
//! In: the element just opened. Out: a formula among the facts, and its reading in the line. A formula with
//! revision marks inside is no formula any more, but the line of its characters under their marks: what
//! writes it whole could not show them apart.

use super::story::DocxStoryReader;
use crate::diagnostics::{Refusal, message};
use crate::formula::{Formula, FormulaElement as Part, FormulaNode};
use crate::limits;
use crate::read::facts::symbols;
use crate::read::facts::types::{RunProperties, SymbolFont, WordRun};
use crate::read::xml::{KnownNamespace, StartTag, XmlToken};
use crate::text::{Align, Format, Revision, RevisionIndex, RevisionKind, RevisionOrigin};

/// Word's own elements in a formula: runs, their text and format, revision marks.
const WORD: &[&[u8]] = &[b"r", b"t", b"delText", b"ins", b"del", b"moveFrom", b"moveTo", b"tab", b"br"];
/// Elements of formats that are about the file the formula came from.
const FOREIGN: &[&str] = &["w:rStyle", "w:rPrChange"];
/// Elements that mark a revision, and whether what they hold or stand for was inserted.
const MARKS: &[(&str, bool)] =
    &[("w:ins", true), ("w:moveTo", true), ("w:del", false), ("w:moveFrom", false)];

impl<'a> DocxStoryReader<'_, 'a> {
    /// Takes in the formula whose element was just opened; `display`: where it stands on a line of its own.
    ///
    /// # Errors
    /// Broken XML or a bound met.
    pub(super) fn formula(&mut self, display: Option<Align>) -> Result<(), Refusal> {
        let (root, deepest, count) = self.elements()?;
        self.all.formula_elements += count;
        if self.all.formula_elements > limits::DOCUMENT_FORMULA_ELEMENTS {
            return Err(Refusal::over(
                message!("the formulas"),
                limits::DOCUMENT_FORMULA_ELEMENTS as u64,
                message!("elements"),
            ));
        }
        let runs = root.characters();
        if runs.is_empty() {
            return Ok(());
        }
        let simple = deepest <= limits::FORMULA_DEPTH && count <= limits::FORMULA_ELEMENTS;
        if !simple || is_marked(&root) {
            self.all.oddities.equations += 1;
            self.run = RunProperties::default();
            return self.line(&root, (None, None));
        }
        self.controls.iter_mut().for_each(|control| control.see(&runs));
        let mut formula = Formula::new(root, display.is_some());
        formula.align = display.unwrap_or_default();
        self.run = RunProperties::default();
        let run = self.run_here();
        match self.flow.formula(formula, &run, self.all)? {
            None => Ok(()),
            Some(unread) => {
                self.all.oddities.equations += 1;
                self.line(&unread.root, (None, None))
            }
        }
    }

    /// The elements of the formula, how deep they are nested, and how many there are.
    fn elements(&mut self) -> Result<(Part, usize, usize), Refusal> {
        let mut open = vec![Part { name: "m:oMath".into(), ..Part::default() }];
        let (mut deepest, mut count) = (0, 0);
        loop {
            match self.xml.next()? {
                XmlToken::Start(element) => {
                    if let Some(part) = self.element(&element, &open)? {
                        open.push(part);
                        deepest = deepest.max(open.len());
                        count += 1;
                    }
                }
                XmlToken::Text(text) => {
                    let last = open.last_mut().filter(|part| is_text(&part.name));
                    last.into_iter().for_each(|part| part.children.push(FormulaNode::Text(text.to_string())));
                }
                XmlToken::End => {
                    let Some(part) = open.pop() else { return Ok((Part::default(), 0, 0)) };
                    match open.last_mut() {
                        // What is walked through leaves what stands in it.
                        Some(around) if part.name.is_empty() => around.children.extend(part.children),
                        Some(around) => around.children.push(FormulaNode::Element(part)),
                        None => return Ok((part, deepest, count)),
                    }
                }
                XmlToken::Eof => return Ok((open.swap_remove(0), deepest, count)),
            }
        }
    }

    /// An element of the formula; `None` where it was consumed to its end.
    fn element(&mut self, element: &StartTag<'a>, open: &[Part]) -> Result<Option<Part>, Refusal> {
        let local = element.local();
        let format = open.iter().any(|part| matches!(&*part.name, "w:rPr" | "m:ctrlPr"));
        let sign = if element.space == KnownNamespace::W { self.sign(element)? } else { None };
        if let Some(sign) = sign.filter(|_| !format) {
            let children = vec![FormulaNode::Text(sign)];
            return Ok(Some(Part { name: "m:t".into(), children, ..Part::default() }));
        }
        let prefix = match element.space {
            KnownNamespace::M => "m:",
            KnownNamespace::W if format || local == b"rPr" || WORD.contains(&local) => "w:",
            KnownNamespace::W => {
                // References keep their place before the formula; bookmarks and the like have none.
                if !local.starts_with(b"move") {
                    self.open_mark(element)?;
                }
                return Ok(Some(Part::default()));
            }
            KnownNamespace::Mc if local == b"Fallback" => {
                self.xml.skip()?;
                return Ok(None);
            }
            _ => return Ok(Some(Part::default())),
        };
        let name: Box<str> = format!("{prefix}{}", String::from_utf8_lossy(local)).into();
        if FOREIGN.contains(&&*name) {
            self.xml.skip()?;
            return Ok(None);
        }
        let mut attributes = Vec::new();
        for (space, local, value) in self.xml.attributes(element)? {
            let prefix = match space {
                KnownNamespace::W => "w:",
                KnownNamespace::M => "m:",
                _ if local == "space" => "xml:",
                _ => continue,
            };
            if !local.starts_with("rsid") {
                attributes.push((format!("{prefix}{local}").into(), value.into()));
            }
        }
        Ok(Some(Part { name, attributes, children: Vec::new() }))
    }

    /// The text that an element stands for. A sign of the font Symbol is as the file has it, until it is shown.
    fn sign(&self, element: &StartTag<'a>) -> Result<Option<String>, Refusal> {
        Ok(match element.local() {
            b"noBreakHyphen" => Some("-".to_owned()),
            b"sym" | b"symEx" => self.sign_of(element)?.map(|(font, sign)| match font {
                Some(SymbolFont::Symbol) => sign.to_string(),
                font => symbols::of(font, sign).to_string(),
            }),
            _ => None,
        })
    }

    /// The characters of a formula as a line, each run under its marks.
    fn line(
        &mut self,
        part: &Part,
        marks: (Option<RevisionIndex>, Option<RevisionIndex>),
    ) -> Result<(), Refusal> {
        let mut marks = marks;
        if let Some((_, inserted)) = MARKS.iter().find(|(name, _)| **name == *part.name) {
            self.mark(part, *inserted, &mut marks);
        }
        for format in part.first("w:rPr").into_iter().filter(|_| matches!(&*part.name, "m:r" | "w:r")) {
            for mark in format.elements() {
                if let Some((_, inserted)) = MARKS.iter().find(|(name, _)| **name == *mark.name) {
                    self.mark(mark, *inserted, &mut marks);
                }
            }
            if format.first("w:vanish").is_some() {
                self.run.state(Format::HIDDEN, true);
            }
        }
        for child in &part.children {
            match child {
                FormulaNode::Element(element) if matches!(&*element.name, "w:rPr" | "m:ctrlPr") => {}
                FormulaNode::Element(element) => self.line(element, marks)?,
                FormulaNode::Text(text) => {
                    let here = self.run_here();
                    let (insertion, deletion) = (marks.0.or(here.insertion), marks.1.or(here.deletion));
                    let run = WordRun { insertion, deletion, ..here };
                    self.flow.push(run, text, &mut self.all.runs)?;
                }
            }
        }
        if matches!(&*part.name, "m:r" | "w:r") {
            self.run = RunProperties::default();
        }
        Ok(())
    }

    /// Enters a mark.
    fn mark(
        &mut self,
        part: &Part,
        inserted: bool,
        marks: &mut (Option<RevisionIndex>, Option<RevisionIndex>),
    ) {
        let of = |name: &str| part.attribute(name).filter(|value| !value.is_empty()).map(str::to_owned);
        let index = self.all.ledger.enter(Revision {
            kind: if inserted { RevisionKind::Insertion } else { RevisionKind::Deletion },
            author: of("w:author"),
            date: of("w:date"),
            origin: RevisionOrigin::Word,
            moved: None,
        });
        *(if inserted { &mut marks.0 } else { &mut marks.1 }) = Some(index);
    }
}

fn is_text(name: &str) -> bool {
    matches!(name, "m:t" | "w:t" | "w:delText")
}

/// Whether revision marks or hidden words stand in a formula.
fn is_marked(part: &Part) -> bool {
    let own = MARKS.iter().any(|(name, _)| **name == *part.name) || &*part.name == "w:vanish";
    own || part.elements().any(is_marked)
}
