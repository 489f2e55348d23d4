//! What stands in a line: characters, references, links and fields, under the marks in force.

use super::form;
use super::relationships::RelationshipTarget;
use super::story::{DocxFrame, DocxStoryReader};
use crate::diagnostics::Refusal;
use crate::limits;
use crate::read::facts::symbols::{is_private, symbol_font};
use crate::read::facts::types::{Atom, SymbolFont, WordObject, WordRun};
use crate::read::xml::{KnownNamespace, StartTag};
use crate::text::{Format, RevisionKind};

impl<'a> DocxStoryReader<'_, 'a> {
    /// Empty elements: characters, references, ends of ranges.
    pub(super) fn open_mark(&mut self, element: &StartTag<'a>) -> Result<(), Refusal> {
        match element.local() {
            b"tab" | b"ptab" => self.text("\t"),
            b"cr" => self.text("\n"),
            b"br" => match self.xml.attribute(element, KnownNamespace::W, b"type")?.as_deref() {
                Some("page" | "column") => {
                    self.flow.page_break();
                    Ok(())
                }
                _ => self.text("\n"),
            },
            b"noBreakHyphen" => self.text("-"),
            b"softHyphen" => self.text("\u{AD}"),
            b"sym" | b"symEx" => self.symbol(element),
            b"footnoteReference" | b"endnoteReference" => self.note_reference(element),
            b"commentReference" => {
                let id = self.xml.number(element, b"id")?.unwrap_or(-1);
                let index = self.all.comments.index(id);
                self.object("", WordObject::Comment(index))
            }
            b"commentRangeStart" if self.flow.holds_chunks => {
                let id = self.xml.number(element, b"id")?.unwrap_or(-1);
                let index = self.all.comments.index(id);
                self.object("", WordObject::CommentStart(index))
            }
            b"bookmarkStart" => {
                if let Some(name) = self.xml.attribute(element, KnownNamespace::W, b"name")? {
                    let id = self.xml.attribute(element, KnownNamespace::W, b"id")?.unwrap_or_default();
                    self.flow.open_place(&id, &name);
                }
                Ok(())
            }
            b"bookmarkEnd" => {
                let id = self.xml.attribute(element, KnownNamespace::W, b"id")?.unwrap_or_default();
                self.flow.close_place(&id, &mut self.all.oddities.references);
                Ok(())
            }
            b"moveFromRangeStart" | b"moveToRangeStart" => self.open_move(element),
            b"moveFromRangeEnd" | b"moveToRangeEnd" => {
                let id = self.xml.number(element, b"id")?.unwrap_or(-1);
                self.moves(element).retain(|(open, _)| *open != id);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The open ranges that an end or start of a move's range is one of.
    fn moves(&mut self, element: &StartTag<'a>) -> &mut Vec<(i64, String)> {
        if element.local().starts_with(b"moveTo") { &mut self.moved_to } else { &mut self.moved_from }
    }

    /// A range of a move begins; it may run over paragraphs and tables, and ranges may overlap.
    fn open_move(&mut self, element: &StartTag<'a>) -> Result<(), Refusal> {
        let id = self.xml.number(element, b"id")?.unwrap_or(-1);
        if let Some(name) = self.xml.attribute(element, KnownNamespace::W, b"name")? {
            let open = self.moves(element);
            open.retain(|(other, _)| *other != id);
            if open.len() < limits::OPEN_MOVES {
                open.push((id, name.into_owned()));
            }
        }
        Ok(())
    }

    pub(super) fn revision(&mut self, element: &StartTag<'a>) -> Result<DocxFrame, Refusal> {
        let inserted = matches!(element.local(), b"ins" | b"moveTo");
        let kind = if inserted { RevisionKind::Insertion } else { RevisionKind::Deletion };
        let moved = match element.local() {
            b"moveTo" => self.moved_to.last(),
            b"moveFrom" => self.moved_from.last(),
            _ => None,
        };
        let moved = moved.map(|(_, name)| name.as_str());
        let revision = self.xml.revision(element, kind, moved)?;
        let index = self.all.ledger.enter(revision);
        if inserted {
            self.insertions.push(index);
            Ok(DocxFrame::Insertion)
        } else {
            self.deletions.push(index);
            Ok(DocxFrame::Deletion)
        }
    }

    pub(super) fn hyperlink(&mut self, element: &StartTag<'a>) -> Result<Atom, Refusal> {
        let anchor = self.xml.attribute(element, KnownNamespace::W, b"anchor")?;
        let id = self.xml.attribute(element, KnownNamespace::R, b"id")?;
        let mut target = match id.and_then(|id| self.relationships.get(&id)) {
            Some(relationship) => match &relationship.target {
                RelationshipTarget::External(address) => address.clone(),
                RelationshipTarget::Part(_) => String::new(),
            },
            None => String::new(),
        };
        if let Some(anchor) = anchor {
            target.push('#');
            target.push_str(&anchor);
        }
        self.all.ledger.atom(&target)
    }

    /// A field's begin, separator or end; read to the element's end.
    pub(super) fn field_character(&mut self, element: &StartTag<'a>) -> Result<(), Refusal> {
        match self.xml.attribute(element, KnownNamespace::W, b"fldCharType")?.as_deref() {
            Some("begin") => {
                self.flow.begin_field();
                let form = form::field(self.xml)?;
                if let Some(field) = self.flow.fields.last_mut() {
                    field.form = form;
                }
                return Ok(());
            }
            Some("separate") => {
                self.flow.begin_result(&mut self.all.ledger)?;
            }
            Some("end") => self.end_field()?,
            _ => {}
        }
        self.xml.skip()
    }

    pub(super) fn note_reference(&mut self, element: &StartTag<'a>) -> Result<(), Refusal> {
        let id = self.xml.number(element, b"id")?.unwrap_or(-1);
        let end = element.local() == b"endnoteReference";
        let index = self.all.notes.index((end, id));
        let own = self.xml.attribute(element, KnownNamespace::W, b"customMarkFollows")?;
        if matches!(own.as_deref(), Some("1" | "true" | "on")) {
            self.own_mark = Some(WordObject::Note { index, own_mark: true });
            return Ok(());
        }
        self.object("", WordObject::Note { index, own_mark: false })
    }

    pub(super) fn symbol(&mut self, element: &StartTag<'a>) -> Result<(), Refusal> {
        let Some((font, sign)) = self.sign_of(element)? else { return Ok(()) };
        let before = std::mem::replace(&mut self.run.font, font);
        self.text(sign.encode_utf8(&mut [0; 4]))?;
        self.run.font = before;
        Ok(())
    }

    /// The font and the character that `w:sym` names, one of a font of signs at U+F000.
    pub(super) fn sign_of(
        &self,
        element: &StartTag<'a>,
    ) -> Result<Option<(Option<SymbolFont>, char)>, Refusal> {
        let code = self.xml.attribute(element, KnownNamespace::W, b"char")?.unwrap_or_default();
        let font = self.xml.attribute(element, KnownNamespace::W, b"font")?.unwrap_or_default();
        let Some(mut character) = u32::from_str_radix(&code, 16).ok().and_then(char::from_u32) else {
            return Ok(None);
        };
        let mut font = symbol_font(&font);
        if font.is_none() && is_private(character) {
            // The font alone says what stands there, and no table here knows it.
            font = Some(SymbolFont::Unknown);
        }
        if font.is_some() && u32::from(character) < 0x100 {
            character = char::from_u32(u32::from(character) + 0xF000).unwrap_or(character);
        }
        Ok(Some((font, character)))
    }

    pub(super) fn text(&mut self, text: &str) -> Result<(), Refusal> {
        if let Some(mark) = self.own_mark.take() {
            return self.object(text, mark);
        }
        if !self.flow.in_code() {
            self.controls.iter_mut().for_each(|control| control.see(text));
        }
        let run = self.run_here();
        self.flow.push(run, text, &mut self.all.runs)
    }

    pub(super) fn object(&mut self, text: &str, object: WordObject) -> Result<(), Refusal> {
        let run = WordRun { object: Some(object), ..self.run_here() };
        self.flow.push(run, text, &mut self.all.runs)
    }

    /// Whether a text box around is not shown: it is hidden itself, or the run that anchors it.
    fn is_in_hidden_box(&self) -> bool {
        self.outer.iter().any(|(_, anchor)| anchor.on.has(Format::HIDDEN))
            || self.drawings.iter().any(|drawing| drawing.hidden)
    }

    /// A run without text, with the properties, marks and link in force.
    pub(super) fn run_here(&self) -> WordRun {
        let mut properties = self.run;
        let insertion = properties.insertion.take().or(self.insertions.last().copied());
        let deletion = properties.deletion.take().or(self.deletions.last().copied());
        if self.rubies > 0 {
            properties.state(Format::SUPERSCRIPT, true);
        }
        if self.is_in_hidden_box() {
            properties.state(Format::HIDDEN, true);
        }
        let field = self.flow.fields.last().map(|field| field.shown_as).filter(|link| *link != Atom::NONE);
        let link = field.or(self.links.last().copied()).unwrap_or_default();
        WordRun { properties, insertion, deletion, link, ..WordRun::default() }
    }
}
