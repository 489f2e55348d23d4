//! Tags and text into Word facts. A stack of open elements; never recursive.

use std::collections::HashMap;

use super::controls::Choices;
use super::generated::CssCounters;
use super::lists::HtmlList;
use super::mathematics::MathElement;
use super::pictures::MimePicture;
use super::sheet::{CssSheet, SelectorPart};
use super::tags::{BLOCKS, HIDDEN, HtmlTag, OBJECTS, VOID, is_of_head};
use crate::diagnostics::{Refusal, message};
use crate::limits;
use crate::read::facts::document::{DocumentParts, HiddenStory};
use crate::read::facts::flow::{BlockFlow, count_paragraphs, may_nest};
use crate::read::facts::pictures::Album;
use crate::read::facts::types::{Atom, ParagraphProperties, RunProperties, WordObject};
use crate::text::RevisionIndex;

/// What holds in an element.
#[derive(Debug, Clone, Default)]
pub(super) struct InlineState {
    pub(super) run: RunProperties,
    pub(super) paragraph: ParagraphProperties,
    pub(super) insertion: Option<RevisionIndex>,
    pub(super) deletion: Option<RevisionIndex>,
    pub(super) link: Atom,
    /// Nothing in it is shown.
    pub(super) hidden: bool,
    /// White space counts.
    pub(super) preserved: bool,
    /// It is a list's label, or stands for a tab.
    pub(super) label: bool,
    /// Quotations around it, each in its own marks.
    pub(super) quotations: usize,
    /// It is a drop cap as Word saves it, in a table of its own that is not one of the text.
    pub(super) drop_cap: bool,
}

/// An open element.
#[derive(Debug)]
pub(super) struct HtmlElement {
    pub(super) name: String,
    /// Its classes and its id, which style sheets ask for.
    pub(super) class: String,
    pub(super) id: String,
    /// What holds around it.
    outer: InlineState,
    /// A note's text ends with it.
    note: Option<(bool, String)>,
    /// What a style sheet puts after its content.
    after: String,
}

/// Reads one file.
#[derive(Debug, Default)]
pub(super) struct HtmlReader {
    pub(super) facts: DocumentParts,
    pub(super) state: InlineState,
    pub(super) open: Vec<HtmlElement>,
    pub(super) flow: BlockFlow,
    /// Stories around an open note.
    pub(super) outer: Vec<BlockFlow>,
    /// Notes by their names in the file.
    pub(super) notes: HashMap<(bool, String), i64>,
    pub(super) asides: HashMap<i64, HiddenStory>,
    /// Rows that each cell spans, by table, row and cell.
    pub(super) spans: Vec<Vec<Vec<u16>>>,
    /// Open lists, innermost last.
    pub(super) lists: Vec<HtmlList>,
    /// The list and level of an item whose first paragraph has not begun.
    pub(super) item: Option<(u32, u8)>,
    /// Lists defined so far.
    pub(super) defined: u32,
    pub(super) in_title: bool,
    /// The open list of choices.
    pub(super) choices: Option<Choices>,
    /// What the page's style sheets say.
    pub(super) sheet: CssSheet,
    /// The space at the end of the text so far holds a line end of the source.
    pub(super) broken: bool,
    /// Counters of style sheets.
    pub(super) counters: CssCounters,
    /// Open elements of formulas, innermost last.
    pub(super) mathematics: Vec<MathElement>,
    /// The page is XHTML.
    pub(super) is_xml: bool,
    /// The page holds notes as Word's programs write them.
    pub(super) has_notes: bool,
    /// Pictures beside the page in its MIME document.
    pub(super) mime_pictures: Vec<MimePicture>,
    /// Pictures of the text.
    pub(super) album: Album,
    /// Their size so far.
    pub(super) picture_bytes: u64,
}

impl HtmlReader {
    /// A start tag.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn open(&mut self, tag: &HtmlTag) -> Result<(), Refusal> {
        let name = tag.name.as_str();
        if name == "head" && self.is_open(&["head", "body"]) {
            return Ok(());
        }
        if !is_of_head(name) {
            self.end_head()?;
        }
        self.in_title = name == "title" && self.facts.properties.title.is_none();
        if self.open.len() >= limits::HTML_DEPTH {
            return Err(Refusal::over(
                message!("the nesting of elements"),
                limits::HTML_DEPTH as u64,
                message!("elements"),
            ));
        }
        if BLOCKS.contains(&name) && !self.state.hidden {
            match self.state.drop_cap {
                true => self.end_paragraph()?,
                false => self.begin_block(tag)?,
            }
        }
        if OBJECTS.contains(&name) && !self.state.hidden {
            self.facts.gathered.oddities.objects.push(name.to_owned());
            self.push("", Some(WordObject::Placeholder))?;
        }
        let outer = self.state.clone();
        self.begin_mathematics(name)?;
        if HIDDEN.contains(&name) || tag.style("mso-element").is_some_and(|kind| kind.ends_with("separator"))
        {
            self.state.hidden = true;
        }
        let note = self.inline(tag)?;
        self.count(tag);
        self.generate(tag, SelectorPart::Before)?;
        let ends_itself = tag.closed && (name.contains(':') || !self.mathematics.is_empty());
        if VOID.contains(&name) || ends_itself {
            self.end_mathematics(name)?;
            self.state = outer;
        } else {
            let after = self.sheet.declarations(tag, SelectorPart::After, &self.open);
            let after = if after.is_empty() { after } else { self.generated(tag, &after) };
            let own = |name: &str| tag.attribute(name).unwrap_or_default().to_owned();
            let (class, id) = (own("class"), own("id"));
            self.open.push(HtmlElement { name: name.to_owned(), class, id, outer, note, after });
            if self.is_xml && tag.closed {
                self.close_last()?;
            }
        }
        Ok(())
    }

    /// Ends the head where it is what is open, as what cannot stand in it does.
    pub(super) fn end_head(&mut self) -> Result<(), Refusal> {
        let inner = |element: &HtmlElement| element.name != "noscript";
        let Some(last) = self.open.iter().rposition(inner) else { return Ok(()) };
        if self.open.get(last).is_some_and(|element| element.name == "head") {
            while self.open.len() > last {
                self.close_last()?;
            }
        }
        Ok(())
    }

    /// Whether an element of one of these names is open.
    fn is_open(&self, names: &[&str]) -> bool {
        self.open.iter().any(|element| names.contains(&element.name.as_str()))
    }

    /// An end tag; one that nothing opened is passed over.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn close(&mut self, name: &str) -> Result<(), Refusal> {
        self.in_title = false;
        // A cell's end tag closes what was left open in it; an inline one never closes a cell.
        let boundary =
            |element: &HtmlElement| matches!(element.name.as_str(), "td" | "th" | "table" | "body");
        let mut place = None;
        for (at, element) in self.open.iter().enumerate().rev() {
            if element.name == name {
                place = Some(at);
                break;
            }
            if boundary(element) && !matches!(name, "td" | "th" | "tr" | "table" | "tbody" | "body" | "html")
            {
                break;
            }
        }
        let Some(place) = place else {
            return Ok(());
        };
        while self.open.len() > place {
            self.close_last()?;
        }
        Ok(())
    }

    fn close_last(&mut self) -> Result<(), Refusal> {
        let Some(element) = self.open.pop() else {
            return Ok(());
        };
        let name = element.name.as_str();
        self.supply(&element.after)?;
        self.end_mathematics(name)?;
        if BLOCKS.contains(&name) && !self.state.hidden {
            self.end_paragraph()?;
            match name {
                _ if element.outer.drop_cap => {}
                "td" | "th" => self.flow.end_cell(),
                "table" => self.end_table(),
                "ol" | "ul" | "menu" | "dir" => self.end_list(),
                "li" => self.place_number()?,
                _ => {}
            }
        }
        match name {
            "q" => self.close_quotation()?,
            "select" => self.close_choices(&element.outer)?,
            "style" => self.sheet.end(),
            _ => {}
        }
        if let Some(note) = element.note {
            self.end_note(note)?;
        }
        self.state = element.outer;
        Ok(())
    }

    /// Whether a style sheet is open.
    pub(super) fn is_sheet(&self) -> bool {
        self.open.last().is_some_and(|element| element.name == "style")
    }

    /// What a block's start tag does.
    fn begin_block(&mut self, tag: &HtmlTag) -> Result<(), Refusal> {
        let name = tag.name.as_str();
        self.end_paragraph()?;
        // Elements that end without an end tag.
        let implied: &[&str] = match name {
            "p" => &["p"],
            "li" => &["p", "li"],
            "td" | "th" => &["p", "td", "th"],
            "tr" => &["p", "td", "th", "tr"],
            _ => &[],
        };
        while self.open.last().is_some_and(|element| implied.contains(&element.name.as_str())) {
            self.close_last()?;
        }
        match name {
            "table" => {
                may_nest(self.flow.nesting())?;
                self.begin_table(tag)?;
            }
            "tr" if self.flow.nesting() > 0 => {
                self.flow.begin_row(&mut self.facts.gathered.table_parts)?;
                if let Some(rows) = self.spans.last_mut() {
                    rows.push(Vec::new());
                }
            }
            "td" | "th" if self.flow.nesting() > 0 => self.begin_cell(tag)?,
            "ol" | "ul" | "menu" | "dir" => self.begin_list(tag)?,
            "li" => self.begin_item(tag),
            _ => {}
        }
        Ok(())
    }

    fn end_note(&mut self, (end, id): (bool, String)) -> Result<(), Refusal> {
        self.end_paragraph()?;
        while self.flow.nesting() > 0 {
            self.end_table();
        }
        let flow = std::mem::replace(&mut self.flow, self.outer.pop().unwrap_or_default());
        match self.notes.get(&(end, id)) {
            Some(number) => {
                self.asides.insert(*number, HiddenStory { blocks: flow.blocks, ..HiddenStory::default() });
            }
            None => self.facts.unreferenced += 1,
        }
        Ok(())
    }

    /// Ends a paragraph that holds something; a block that holds nothing leaves none.
    pub(super) fn end_paragraph(&mut self) -> Result<(), Refusal> {
        self.flow.trim_end();
        if !self.flow.has_text() {
            return Ok(());
        }
        count_paragraphs(&mut self.facts.gathered.paragraphs, 1)?;
        // A block that stands in a deletion goes with its end, and its number with it.
        let mark = &mut self.flow.paragraph().properties.mark;
        (mark.insertion, mark.deletion) = (self.state.insertion, self.state.deletion);
        self.flow.end_paragraph();
        Ok(())
    }

    /// The facts of the file.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn finish(mut self) -> Result<(DocumentParts, Album), Refusal> {
        while !self.open.is_empty() {
            self.close_last()?;
        }
        self.end_paragraph()?;
        while self.flow.nesting() > 0 {
            self.end_table();
        }
        for (_, number) in self.facts.gathered.notes.ids().to_vec() {
            self.facts.notes.push(self.asides.remove(&number));
        }
        self.facts.body = self.flow.blocks;
        Ok((self.facts, self.album))
    }
}
