//! Tags and text into Word facts. A stack of open elements; never recursive.

use std::collections::HashMap;

use super::tags::{BLOCKS, FORMATS, HIDDEN, Tag, VOID, twips};
use crate::diagnostics::Refusal;
use crate::limits;
use crate::read::word::document::{Aside, Facts};
use crate::read::word::facts::{Atom, ParagraphProperties, RunProperties, WordObject, WordRow, WordRun};
use crate::read::word::facts::{WordCell, WordTable};
use crate::read::word::flow::Flow;
use crate::read::word::package::over;
use crate::read::word::styles::Definition;
use crate::text::{Format, Revision, RevisionIndex, RevisionKind, RevisionOrigin, VerticalMerge};

/// What holds in an element.
#[derive(Debug, Clone, Default)]
struct State {
    run: RunProperties,
    paragraph: ParagraphProperties,
    insertion: Option<RevisionIndex>,
    deletion: Option<RevisionIndex>,
    link: Atom,
    /// Nothing in it is shown.
    hidden: bool,
    /// White space counts.
    preserved: bool,
    /// It is a list's label, or stands for a tab.
    label: bool,
}

/// An open element.
#[derive(Debug)]
struct Element {
    name: String,
    /// What holds around it.
    outer: State,
    /// A note's text ends with it.
    note: Option<(bool, String)>,
}

/// Reads one file.
#[derive(Debug, Default)]
pub struct Reader {
    facts: Facts,
    state: State,
    open: Vec<Element>,
    flow: Flow,
    /// Stories around an open note.
    outer: Vec<Flow>,
    /// Notes by their names in the file.
    notes: HashMap<(bool, String), i64>,
    asides: HashMap<i64, Aside>,
    /// Rows that each cell spans, by table, row and cell.
    spans: Vec<Vec<Vec<u16>>>,
    in_title: bool,
}

impl Reader {
    /// A start tag.
    ///
    /// # Errors
    /// A bound met.
    pub fn open(&mut self, tag: &Tag) -> Result<(), Refusal> {
        let name = tag.name.as_str();
        self.in_title = name == "title" && self.facts.properties.title.is_none();
        if self.open.len() >= limits::HTML_DEPTH {
            return Err(over("the nesting of elements", limits::HTML_DEPTH as u64, "elements"));
        }
        if BLOCKS.contains(&name) && !self.state.hidden {
            self.begin_block(tag)?;
        }
        let outer = self.state.clone();
        if HIDDEN.contains(&name) || tag.style("mso-element").is_some_and(|kind| kind.ends_with("separator"))
        {
            self.state.hidden = true;
        }
        let note = self.inline(tag)?;
        if VOID.contains(&name) || (tag.closed && name.contains(':')) {
            self.state = outer;
        } else {
            self.open.push(Element { name: name.to_owned(), outer, note });
        }
        Ok(())
    }

    /// An end tag; one that nothing opened is passed over.
    ///
    /// # Errors
    /// A bound met.
    pub fn close(&mut self, name: &str) -> Result<(), Refusal> {
        self.in_title = false;
        // A cell's end tag closes what was left open in it; an inline one never closes a cell.
        let boundary = |element: &Element| matches!(element.name.as_str(), "td" | "th" | "table" | "body");
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
        if BLOCKS.contains(&name) && !self.state.hidden {
            self.end_paragraph()?;
            match name {
                "td" | "th" => self.flow.end_cell(),
                "table" => self.end_table(),
                _ => {}
            }
        }
        if let Some(note) = element.note {
            self.end_note(note)?;
        }
        self.state = element.outer;
        Ok(())
    }

    /// What a block's start tag does.
    fn begin_block(&mut self, tag: &Tag) -> Result<(), Refusal> {
        let name = tag.name.as_str();
        self.end_paragraph()?;
        // Elements that end without an end tag.
        let implied: &[&str] = match name {
            "p" => &["p"],
            "li" => &["p"],
            "td" | "th" => &["p", "td", "th"],
            "tr" => &["p", "td", "th", "tr"],
            _ => &[],
        };
        while self.open.last().is_some_and(|element| implied.contains(&element.name.as_str())) {
            self.close_last()?;
        }
        match name {
            "table" => {
                if self.flow.nesting() >= limits::TABLE_NESTING {
                    return Err(over("the nesting of tables", limits::TABLE_NESTING as u64, "tables"));
                }
                self.flow.begin_table();
                self.spans.push(Vec::new());
            }
            "tr" if self.flow.nesting() > 0 => {
                self.flow.begin_row();
                if let Some(rows) = self.spans.last_mut() {
                    rows.push(Vec::new());
                }
            }
            "td" | "th" if self.flow.nesting() > 0 => self.begin_cell(tag),
            _ => {}
        }
        Ok(())
    }

    fn begin_cell(&mut self, tag: &Tag) {
        let rows = self.spans.last_mut();
        if let Some(rows) = rows {
            if rows.is_empty() {
                self.flow.begin_row();
                rows.push(Vec::new());
            }
            self.flow.begin_cell();
            if let Some(row) = rows.last_mut() {
                row.push(tag.count("rowspan"));
            }
        }
        if let Some(cell) = self.flow.cell() {
            cell.columns = tag.count("colspan");
        }
    }

    fn end_table(&mut self) {
        self.flow.end_cell();
        let spans = self.spans.pop().unwrap_or_default();
        if let Some(table) = self.flow.table() {
            merge_down(table, &spans);
        }
        if self.flow.nesting() > 0 && self.flow.end_table() {
            self.facts.gathered.oddities.nested_tables += 1;
        }
    }

    /// What a tag says of the text in it; the note that its content is.
    fn inline(&mut self, tag: &Tag) -> Result<Option<(bool, String)>, Refusal> {
        let name = tag.name.as_str();
        if let Some((_, format)) = FORMATS.iter().find(|(known, _)| *known == name) {
            self.state.run.state(*format, true);
        }
        for (format, on) in tag.formats() {
            self.state.run.state(format, on);
        }
        if let Some(language) = tag.attribute("lang") {
            self.state.run.language = [self.facts.gathered.ledger.atom(language)?; 3];
        }
        if matches!(tag.attribute("dir"), Some("rtl" | "RTL")) {
            self.state.paragraph.right_to_left = Some(true);
        }
        if tag.style("display") == Some("none") || tag.style("mso-hide") == Some("all") {
            self.state.run.state(Format::HIDDEN, true);
        }
        match name {
            "ins" => self.state.insertion = Some(self.revision(tag, RevisionKind::Insertion)),
            "del" => self.state.deletion = Some(self.revision(tag, RevisionKind::Deletion)),
            "br" if tag.style("page-break-before").is_some() => self.flow.page_break(),
            "br" => self.push("\n", None)?,
            "img" | "imagedata" | "v:imagedata" if !self.state.hidden => {
                self.facts.gathered.oddities.objects.push("picture".to_owned());
                self.push("", Some(WordObject::Placeholder))?;
            }
            "pre" => self.state.preserved = true,
            "a" => self.anchor(tag)?,
            _ => {}
        }
        if tag.style("mso-tab-count").is_some() || tag.style("mso-list") == Some("Ignore") {
            self.state.label = true;
        }
        if tag.style("mso-tab-count").is_some() {
            self.push("\t", None)?;
        }
        if BLOCKS.contains(&name) {
            self.paragraph_format(tag)?;
        }
        let kind = match tag.style("mso-element") {
            Some("footnote") => false,
            Some("endnote") => true,
            _ => return Ok(None),
        };
        let id = tag.attribute("id").unwrap_or_default().to_owned();
        self.outer.push(std::mem::take(&mut self.flow));
        Ok(Some((kind, id)))
    }

    fn paragraph_format(&mut self, tag: &Tag) -> Result<(), Refusal> {
        let level = tag.name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
        let heading = level.map(|level| format!("heading {level}"));
        let named = matches!(tag.name.as_str(), "p" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "div");
        let class = tag.attribute("class").and_then(|class| class.split_whitespace().next());
        let style = class.map(str::to_owned).filter(|_| named && tag.name != "div").or(heading);
        if let Some(style) = style {
            let id = self.facts.gathered.ledger.atom(&style)?;
            let name = Some(style.as_str().into());
            self.facts.styles.define(id, Definition { name, ..Definition::default() });
            self.state.paragraph.style = id;
        }
        let paragraph = &mut self.state.paragraph;
        paragraph.outline = level.map(|level| level - 1).or(paragraph.outline);
        paragraph.align = tag.align().or(paragraph.align);
        paragraph.indent = tag.style("margin-left").and_then(twips).or(paragraph.indent);
        paragraph.first_line = tag.style("text-indent").and_then(twips).or(paragraph.first_line);
        if tag.style("page-break-before") == Some("always") {
            self.flow.page_break();
        }
        Ok(())
    }

    fn revision(&mut self, tag: &Tag, kind: RevisionKind) -> RevisionIndex {
        let author = tag.attribute("cite").map(|cite| cite.strip_prefix("mailto:").unwrap_or(cite));
        let author = author.map(unescaped).filter(|author| !author.is_empty());
        let date = tag.attribute("datetime").map(str::to_owned);
        let origin = RevisionOrigin::Word;
        self.facts.gathered.ledger.enter(Revision { kind, author, date, origin, moved: None })
    }

    /// A link; or Word's reference to a note, whose text is a number that is written anew.
    fn anchor(&mut self, tag: &Tag) -> Result<(), Refusal> {
        let note = [("mso-footnote-id", false), ("mso-endnote-id", true)]
            .iter()
            .find_map(|(name, end)| Some((*end, tag.style(name)?.to_owned())));
        if let Some(key) = note {
            if self.outer.is_empty() && !self.state.hidden {
                let next = i64::try_from(self.notes.len()).unwrap_or(-1);
                let number = *self.notes.entry(key.clone()).or_insert(next);
                let index = self.facts.gathered.notes.index((key.0, number));
                self.push("", Some(WordObject::Note { index, own_mark: false }))?;
            }
            self.state.hidden = true;
        } else if let Some(address) = tag.attribute("href") {
            self.state.link = self.facts.gathered.ledger.atom(address)?;
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
                self.asides.insert(*number, Aside { blocks: flow.blocks, ..Aside::default() });
            }
            None => self.facts.unreferenced += 1,
        }
        Ok(())
    }

    /// Text between tags; white space is one space, and none at a paragraph's edges.
    ///
    /// # Errors
    /// A bound met.
    pub fn text(&mut self, text: &str) -> Result<(), Refusal> {
        if self.in_title {
            let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
            self.facts.properties.title = Some(title).filter(|title| !title.is_empty());
            return Ok(());
        }
        if self.state.hidden {
            return Ok(());
        }
        if self.state.preserved {
            return self.push(text, None);
        }
        if self.state.label && text.chars().all(|c| c.is_whitespace()) {
            // The gap behind a list's label.
            return if text.contains('\u{A0}') { self.gap() } else { Ok(()) };
        }
        let mut shown = String::with_capacity(text.len());
        for character in text.chars() {
            if !matches!(character, ' ' | '\t' | '\n' | '\r' | '\u{C}') {
                shown.push(character);
            } else if if shown.is_empty() { self.within() } else { !shown.ends_with(' ') } {
                shown.push(' ');
            }
        }
        self.push(&shown, None)
    }

    fn gap(&mut self) -> Result<(), Refusal> {
        let after_tab = self.flow.last_run().is_none_or(|run| run.text.ends_with('\t'));
        if after_tab { Ok(()) } else { self.push("\t", None) }
    }

    /// Whether text stands before this place in its paragraph and its line, and no space.
    fn within(&self) -> bool {
        let last = self.flow.last_run();
        last.is_some_and(|run| run.object.is_some() || !run.text.ends_with([' ', '\n', '\t']))
    }

    fn push(&mut self, text: &str, object: Option<WordObject>) -> Result<(), Refusal> {
        if self.state.hidden || (text.is_empty() && object.is_none()) {
            return Ok(());
        }
        let state = &self.state;
        let mut run = WordRun {
            text: String::new(),
            properties: state.run,
            insertion: state.insertion,
            deletion: state.deletion,
            link: state.link,
            object,
        };
        run.properties.formatting = None;
        let properties = state.paragraph;
        let paragraph = self.flow.paragraph();
        if paragraph.runs.is_empty() {
            paragraph.properties = properties;
        }
        self.flow.push(run, text, &mut self.facts.gathered.runs)
    }

    /// Ends a paragraph that holds something; a block that holds nothing leaves none.
    fn end_paragraph(&mut self) -> Result<(), Refusal> {
        self.flow.trim_end();
        if !self.flow.has_text() {
            return Ok(());
        }
        let gathered = &mut self.facts.gathered;
        gathered.paragraphs += 1;
        if gathered.paragraphs > limits::PARAGRAPHS {
            return Err(over("the document", limits::PARAGRAPHS as u64, "paragraphs"));
        }
        self.flow.end_paragraph();
        Ok(())
    }

    /// The facts of the file.
    ///
    /// # Errors
    /// A bound met.
    pub fn finish(mut self) -> Result<Facts, Refusal> {
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
        Ok(self.facts)
    }
}

/// Adds the cells that continue one above, which HTML leaves out and Word keeps.
fn merge_down(table: &mut WordTable, spans: &[Vec<u16>]) {
    // For each column the rows that its cell still covers, and how wide that cell is.
    let mut covered: Vec<(u16, u16)> = Vec::new();
    for (row, spans) in table.rows.iter_mut().zip(spans) {
        let cells = std::mem::take(&mut row.cells);
        let mut spans = spans.iter();
        let mut column = 0usize;
        for mut cell in cells {
            column = fill(row, &mut covered, column);
            let rows = spans.next().copied().unwrap_or(1);
            if rows > 1 {
                cell.merge = VerticalMerge::Start;
            }
            covered.resize(covered.len().max(column + usize::from(cell.columns)), (0, 0));
            if let Some(slot) = covered.get_mut(column) {
                *slot = (rows - 1, cell.columns);
            }
            column += usize::from(cell.columns);
            row.cells.push(cell);
        }
        fill(row, &mut covered, column);
    }
}

/// Adds continuing cells from a column on; gives the first column that is free.
fn fill(row: &mut WordRow, covered: &mut [(u16, u16)], mut column: usize) -> usize {
    while let Some((rows, columns)) = covered.get_mut(column).filter(|(rows, _)| *rows > 0) {
        *rows -= 1;
        row.cells.push(WordCell { columns: *columns, merge: VerticalMerge::Continue, ..WordCell::default() });
        column += usize::from(*columns).max(1);
    }
    column
}

/// An author's name out of an address: `%20` is a space.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (byte, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
