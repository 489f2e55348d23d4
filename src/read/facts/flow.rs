//! The flow of a story: runs make paragraphs, paragraphs make cells and tables.
//!
//! A text box becomes blocks after the paragraph that anchors it; a table inside a cell stays one.

use super::cross_references::OpenPlace;
use super::field::{FieldPiece, FieldResult, LinePlace, OpenField};
use super::gathered::{Gathered, Oddities};
use super::symbols;
use super::types::{
    Atom, CellBlock, ParagraphProperties, StoryBlock, SymbolFont, WordCell, WordObject, WordParagraph,
    WordRow, WordRun, WordSection, WordTable,
};
use crate::budget;
use crate::diagnostics::{Message, Refusal, message};
use crate::formula::{Formula, FormulaElement, FormulaNode};
use crate::limits;
use crate::read::STAGE;
use crate::source::Source;
use crate::text::Format;

/// Blocks in the making: the story's own, or a text box's.
#[derive(Debug, Default)]
pub(crate) struct BlockFlow {
    /// Finished blocks.
    pub blocks: Vec<StoryBlock>,
    /// Open fields, innermost last; they may run over paragraphs.
    pub fields: Vec<OpenField>,
    /// Open fields, the outermost first, that are in no code and have shown something or never will: of them
    /// nothing is left to be told, however many never end.
    settled: usize,
    /// It is a header or footer: page numbers are nothing of the text's.
    pub furniture: bool,
    /// It is the body, where documents inside the document have their place.
    pub holds_chunks: bool,
    pub(super) paragraph: Option<WordParagraph>,
    /// How many paragraphs have ended.
    pub(super) ended: usize,
    /// Bytes of text in the open paragraph.
    pub(super) length: usize,
    /// Open places.
    pub(super) places: Vec<OpenPlace>,
    /// A paragraph that goes on in the next one.
    head: Option<WordParagraph>,
    /// Blocks of text boxes anchored in the open paragraph.
    anchored: Vec<StoryBlock>,
    /// Open tables, each with its open cell.
    tables: Vec<(WordTable, Option<WordCell>)>,
    /// A page break that nothing has followed yet.
    page_break: bool,
    /// Places named that nothing has followed yet.
    anchors: Vec<Box<str>>,
}

impl BlockFlow {
    /// The flow of the body.
    pub(crate) fn of_body() -> Self {
        Self { holds_chunks: true, ..Self::default() }
    }

    /// The flow of a header or footer, or of what stands in one.
    pub(crate) fn of_furniture(furniture: bool) -> Self {
        Self { furniture, ..Self::default() }
    }

    /// How many tables are open.
    pub(crate) fn nesting(&self) -> usize {
        self.tables.len()
    }

    /// The innermost open table.
    pub(crate) fn table(&mut self) -> Option<&mut WordTable> {
        self.tables.last_mut().map(|(table, _)| table)
    }

    /// The innermost open cell.
    pub(crate) fn cell(&mut self) -> Option<&mut WordCell> {
        self.tables.last_mut().and_then(|(_, cell)| cell.as_mut())
    }

    /// Begins a paragraph, counted against the bound.
    ///
    /// # Errors
    /// More paragraphs than the bound.
    pub(crate) fn begin_paragraph(&mut self, count: &mut usize) -> Result<(), Refusal> {
        budget::ask(STAGE)?;
        count_paragraphs(count, 1)?;
        self.end_paragraph();
        self.paragraph();
        Ok(())
    }

    /// The open paragraph; text outside of one opens it.
    pub(crate) fn paragraph(&mut self) -> &mut WordParagraph {
        let (page_break, anchors) = (&mut self.page_break, &mut self.anchors);
        self.paragraph.get_or_insert_with(|| WordParagraph {
            page_break: std::mem::take(page_break),
            anchors: std::mem::take(anchors),
            ..Default::default()
        })
    }

    /// Whether the open paragraph holds anything.
    pub(crate) fn has_text(&self) -> bool {
        self.paragraph.as_ref().is_some_and(|paragraph| !paragraph.runs.is_empty())
    }

    /// Whether anything but white space stands in it.
    pub(crate) fn shows_something(&self) -> bool {
        let shown = |paragraph: &WordParagraph| {
            paragraph.runs.iter().any(|run| run.object.is_some() || !run.text.trim().is_empty())
        };
        self.paragraph.as_ref().is_some_and(shown)
            || self.blocks.iter().chain(&self.anchored).any(|block| match block {
                StoryBlock::Paragraph(paragraph) => shown(paragraph),
                StoryBlock::Table(table) => table.paragraphs().into_iter().any(shown),
                StoryBlock::Chunk(_) => true,
            })
    }

    /// Takes the space at the end of the open paragraph away.
    pub(crate) fn trim_end(&mut self) {
        let Some(runs) = self.paragraph.as_mut().map(|paragraph| &mut paragraph.runs) else {
            return;
        };
        if let Some(last) = runs.last_mut().filter(|run| run.object.is_none()) {
            last.text.truncate(last.text.trim_end_matches(' ').len());
            if last.text.is_empty() {
                runs.pop();
            }
        }
    }

    /// The last character of the open paragraph before the spaces at its end; `None` behind an object.
    pub(crate) fn last_character(&self) -> Option<char> {
        let runs = self.paragraph.as_ref()?.runs.iter().rev().take_while(|run| run.object.is_none());
        let mut ends = runs.map(|run| run.text.trim_end_matches(' '));
        ends.find_map(|text| text.chars().next_back())
    }

    /// The last run of the open paragraph.
    pub(crate) fn last_run(&self) -> Option<&WordRun> {
        self.paragraph.as_ref()?.runs.last()
    }

    /// Names the place at hand.
    pub(crate) fn anchor_here(&mut self, name: &str) {
        match &mut self.paragraph {
            Some(paragraph) => paragraph.anchors.push(name.into()),
            None => self.anchors.push(name.into()),
        }
    }

    /// Notes a page break: it stands before the text that follows, or the next paragraph.
    pub(crate) fn page_break(&mut self) {
        let paragraph = self.paragraph();
        if paragraph.runs.is_empty() {
            paragraph.page_break = true;
        } else {
            self.page_break = true;
        }
    }

    /// Adds text or an object to the open paragraph, joined to the run before where they agree.
    ///
    /// # Errors
    /// More runs than the bound.
    pub(crate) fn push(&mut self, mut run: WordRun, text: &str, count: &mut usize) -> Result<(), Refusal> {
        let settled = self.settled();
        let open = self.fields.get(settled..).unwrap_or_default();
        if run.object.is_none()
            && let Some(at) = open.iter().rposition(OpenField::in_code).map(|at| at + settled)
        {
            // The code of a field is not shown, nor what fields inside it show.
            let shown_by_field = at + 1 < self.fields.len();
            self.fields.iter_mut().skip(at + 1).for_each(OpenField::answer);
            if let Some(field) = self.fields.get_mut(at) {
                field.take_in(run, text, shown_by_field);
            }
            return Ok(());
        }
        if !text.is_empty() || run.object.is_some() {
            self.fields.iter_mut().skip(settled).for_each(OpenField::answer);
            // With an object inside a code that code is still open.
            if !self.in_code() {
                self.settled = self.fields.len();
            }
        }
        let parted = self.paragraph.as_ref().is_some_and(|p| !p.runs.is_empty())
            && std::mem::take(&mut self.page_break);
        let paragraph = self.paragraph();
        if parted {
            // A page break inside a paragraph parts its words as a line break does.
            run.text.push('\n');
            paragraph.parted = paragraph.parted.saturating_add(1);
        }
        self.length += run.text.len() + text.len();
        let paragraph = self.paragraph();
        if let Some(last) = paragraph.runs.last_mut()
            && last.object.is_none()
            && run.object.is_none()
            && (last.properties, last.insertion, last.deletion, last.link, last.unseen)
                == (run.properties, run.insertion, run.deletion, run.link, run.unseen)
            && (last.formula, last.supplied) == (run.formula, run.supplied)
        {
            // One run may be all of a document, and grows by doubling.
            if last.text.len() + text.len() > limits::TEXT_BYTES {
                return Err(Refusal::over(
                    message!("the text"),
                    limits::TEXT_BYTES as u64,
                    message!("bytes"),
                ));
            }
            last.text.push_str(&run.text);
            last.text.push_str(text);
            return Ok(());
        }
        budget::ask(STAGE)?;
        *count += 1;
        if *count > limits::RUNS {
            return Err(Refusal::over(message!("the document"), limits::RUNS as u64, message!("runs")));
        }
        run.text.push_str(text);
        push(&mut paragraph.runs, run);
        Ok(())
    }

    /// Puts a formula where the flow stands: its reading, piece by piece. Gives it back where it has none: a
    /// structure that the schema does not have (two bases under one accent) has words alone.
    ///
    /// # Errors
    /// More runs than the bound.
    pub(crate) fn formula(
        &mut self,
        mut formula: Formula,
        run: &WordRun,
        all: &mut Gathered,
    ) -> Result<Option<Formula>, Refusal> {
        let pieces = formula.pieces();
        let read: usize =
            pieces.iter().filter(|piece| !piece.supplied).map(|piece| piece.text.chars().count()).sum();
        if read != formula.root.characters().chars().count() {
            return Ok(Some(formula));
        }
        let index = u32::try_from(all.formulas.len()).ok();
        for piece in pieces {
            let run = WordRun { formula: index, supplied: piece.supplied, ..run.clone() };
            self.push(run, &piece.text, &mut all.runs)?;
        }
        show_signs(&mut formula.root);
        all.formulas.push(formula);
        Ok(None)
    }

    /// Whether what comes stands in the code of a field.
    pub(crate) fn in_code(&self) -> bool {
        self.fields.iter().skip(self.settled()).any(OpenField::in_code)
    }

    /// Open fields of which nothing is left to be told; the last may have changed since it was looked at.
    fn settled(&self) -> usize {
        self.settled.min(self.fields.len().saturating_sub(1))
    }

    /// Begins a field.
    pub(crate) fn begin_field(&mut self) {
        self.settled = self.settled();
        self.fields.push(OpenField::within(self.fields.last()));
    }

    /// Ends the innermost field: what it shows without a stored result is put in its place, in the
    /// format of `run`.
    ///
    /// # Errors
    /// More runs than the bound.
    pub(crate) fn end_field(
        &mut self,
        run: &WordRun,
        oddities: &mut Oddities,
        count: &mut usize,
    ) -> Result<(), Refusal> {
        let Some(field) = self.fields.pop() else { return Ok(()) };
        let in_contents = self.fields.iter().any(OpenField::is_contents);
        if !in_contents && !self.furniture && !self.in_code() {
            self.refer(&field, oddities);
        }
        let mut run = run.clone();
        if field.shown_as != Atom::NONE {
            run.link = field.shown_as;
        }
        let unshown = self.in_code();
        let pieces = match field.shown() {
            FieldResult::Nothing => return Ok(()),
            // In the code of another field, things are no more than its arguments.
            FieldResult::Number(_) | FieldResult::Placeholder(_) | FieldResult::NotUpdated(_) if unshown => {
                return Ok(());
            }
            FieldResult::Words(pieces) => pieces,
            FieldResult::Formula(pieces) => {
                oddities.equations += 1;
                pieces
            }
            FieldResult::Guide(pieces) => {
                oddities.rubies += 1;
                pieces
            }
            FieldResult::Prompt(words) => {
                if !self.furniture {
                    oddities.prompts.push(words.clone());
                }
                vec![FieldPiece::of(words)]
            }
            FieldResult::Number(number) => {
                oddities.automatic_numbers += 1;
                return self.push(WordRun { object: Some(WordObject::Number(number)), ..run }, "", count);
            }
            FieldResult::Placeholder(thing) => {
                if !(self.furniture && thing == "page number") {
                    oddities.objects.push(thing.to_owned());
                    return self.push(WordRun { object: Some(WordObject::Placeholder), ..run }, "", count);
                }
                return Ok(());
            }
            FieldResult::NotUpdated(name) => {
                if !self.furniture && !oddities.not_updated.contains(&name) {
                    oddities.not_updated.push(name);
                }
                return Ok(());
            }
        };
        for piece in pieces {
            let mut run = run.clone();
            run.properties.font = piece.font.or(run.properties.font);
            match piece.place {
                LinePlace::Line => {}
                LinePlace::Raised => run.properties.state(Format::SUPERSCRIPT, true),
                LinePlace::Lowered => run.properties.state(Format::SUBSCRIPT, true),
            }
            self.push(run, &piece.text, count)?;
        }
        Ok(())
    }

    /// Shows again what stood in codes that do not end with the paragraph: of a field without an end,
    /// all that follows would else be code.
    ///
    /// # Errors
    /// More runs than the bound.
    pub(crate) fn overrun_codes(&mut self, count: &mut usize) -> Result<(), Refusal> {
        let typed: Vec<(WordRun, String)> = self.fields.iter_mut().flat_map(OpenField::overrun).collect();
        for (run, text) in typed {
            self.push(run, &text, count)?;
        }
        Ok(())
    }

    /// Lets the open paragraph go on in the next one where the code of a field runs over its end, which is not shown
    /// with the code.
    pub(crate) fn go_on_in_code(&mut self) {
        let in_code = self.in_code();
        if let Some(paragraph) = self.paragraph.as_mut().filter(|_| in_code) {
            paragraph.properties.runs_on = true;
        }
    }

    /// Ends a section before what comes: with the last paragraph, or one of its own behind a table. A
    /// section that would end in a table or before all text is none.
    pub(crate) fn end_section(&mut self, section: WordSection) {
        if !self.tables.is_empty() {
            return;
        }
        self.end();
        match self.blocks.last_mut() {
            Some(StoryBlock::Paragraph(last)) => last.properties.ends_section = Some(section),
            Some(_) => {
                let properties = ParagraphProperties { ends_section: Some(section), ..Default::default() };
                self.blocks
                    .push(StoryBlock::Paragraph(WordParagraph { properties, ..WordParagraph::default() }));
            }
            None => {}
        }
    }

    /// Ends the story.
    pub(crate) fn end(&mut self) {
        self.end_paragraph();
        self.place_head();
    }

    /// Puts a paragraph that was to go on where nothing follows it.
    fn place_head(&mut self) {
        if let Some(head) = self.head.take() {
            self.place(StoryBlock::Paragraph(head));
        }
    }

    /// Ends the open paragraph, and puts what was anchored in it after it. One that goes on in the next
    /// waits for that; number and look are the next one's, if it has them.
    pub(crate) fn end_paragraph(&mut self) {
        self.keep_places();
        (self.ended, self.length) = (self.ended + 1, 0);
        if let Some(mut paragraph) = self.paragraph.take() {
            if paragraph.properties.hides && paragraph.properties.runs_on {
                // Its words leave its style behind.
                let quiet = |run: &&mut WordRun| !run.properties.set.has(Format::HIDDEN);
                let words = paragraph.runs.iter_mut().filter(quiet);
                words.for_each(|run| run.properties.state(Format::HIDDEN, true));
            }
            if let Some(mut head) = self.head.take() {
                let shown = head.runs.iter().any(|run| !run.properties.on.has(Format::HIDDEN));
                head.runs.append(&mut paragraph.runs);
                paragraph.runs = head.runs;
                paragraph.page_break |= head.page_break;
                paragraph.parted = paragraph.parted.saturating_add(head.parted);
                paragraph.anchors.append(&mut head.anchors);
                let (own, before) = (&mut paragraph.properties, head.properties);
                // The number of what is hidden is hidden with it.
                if shown {
                    (own.list, own.level) = (own.list.or(before.list), own.level.or(before.level));
                }
            }
            if paragraph.properties.runs_on && self.anchored.is_empty() {
                self.head = Some(paragraph);
                return;
            }
            // An empty paragraph with a page break is the break of what follows.
            self.page_break |= paragraph.page_break && paragraph.runs.is_empty() && self.tables.is_empty();
            if paragraph.runs.is_empty() {
                self.anchors.append(&mut paragraph.anchors);
            }
            self.place(StoryBlock::Paragraph(paragraph));
        }
        for block in std::mem::take(&mut self.anchored) {
            self.place(block);
        }
    }

    /// Puts a block in the open cell, or in the flow.
    fn place(&mut self, block: StoryBlock) {
        let Some((table, cell)) = self.tables.last_mut() else {
            push(&mut self.blocks, block);
            return;
        };
        let cell = match cell {
            Some(cell) => cell,
            // Text in a table but in no cell: a row and a cell are supplied, so that it is kept.
            None => {
                if table.rows.is_empty() {
                    table.rows.push(WordRow::default());
                }
                cell.insert(WordCell { columns: 1, ..WordCell::default() })
            }
        };
        match block {
            StoryBlock::Paragraph(paragraph) => push(&mut cell.paragraphs, paragraph),
            StoryBlock::Table(table) => cell.inner.push((cell.paragraphs.len(), CellBlock::Table(table))),
            StoryBlock::Chunk(chunk) => cell.inner.push((cell.paragraphs.len(), CellBlock::Chunk(chunk))),
        }
    }

    /// Begins a table, counted against the bound; `count` is what the document has so far of tables, rows and
    /// cells.
    ///
    /// # Errors
    /// More of them than the bound; the time limit.
    pub(crate) fn begin_table(&mut self, count: &mut usize) -> Result<(), Refusal> {
        count_parts(count, 1)?;
        self.end();
        self.tables.push((WordTable::default(), None));
        Ok(())
    }

    /// Begins a row, counted likewise.
    ///
    /// # Errors
    /// As [`BlockFlow::begin_table`].
    pub(crate) fn begin_row(&mut self, count: &mut usize) -> Result<(), Refusal> {
        count_parts(count, 1)?;
        self.end_cell();
        if let Some(table) = self.table() {
            table.rows.push(WordRow::default());
        }
        Ok(())
    }

    /// Begins a cell, counted likewise.
    ///
    /// # Errors
    /// As [`BlockFlow::begin_table`].
    pub(crate) fn begin_cell(&mut self, count: &mut usize) -> Result<(), Refusal> {
        count_parts(count, 1)?;
        self.end_cell();
        if let Some((_, cell)) = self.tables.last_mut() {
            *cell = Some(WordCell { columns: 1, ..WordCell::default() });
        }
        Ok(())
    }

    /// Ends the open cell of the innermost table.
    pub(crate) fn end_cell(&mut self) {
        self.end();
        if let Some((table, cell)) = self.tables.last_mut()
            && let Some(cell) = cell.take()
        {
            if table.rows.is_empty() {
                table.rows.push(WordRow::default());
            }
            if let Some(row) = table.rows.last_mut() {
                push(&mut row.cells, cell);
            }
        }
    }

    /// Ends the innermost table.
    pub(crate) fn end_table(&mut self) {
        self.end_cell();
        if let Some((table, _)) = self.tables.pop() {
            self.place(StoryBlock::Table(table));
        }
    }

    /// Puts a document that stands here into the body, or into the open cell.
    pub(crate) fn chunk(&mut self, chunk: Source) {
        self.end();
        self.place(StoryBlock::Chunk(Box::new(chunk)));
    }

    /// Anchors the blocks of a text box in the open paragraph.
    pub(crate) fn anchor(&mut self, mut text_box: BlockFlow) {
        text_box.end();
        self.paragraph();
        self.anchored.append(&mut text_box.blocks);
    }
}

/// What the signs of the font Symbol in a formula show.
fn show_signs(part: &mut FormulaElement) {
    for child in &mut part.children {
        match child {
            FormulaNode::Element(element) => show_signs(element),
            FormulaNode::Text(text) if text.contains(symbols::is_private) => {
                *text = text.chars().map(|sign| symbols::of(Some(SymbolFont::Symbol), sign)).collect();
            }
            FormulaNode::Text(_) => {}
        }
    }
}

/// Adds to a list of which very many hold one thing: room for four, as lists begin with, was most of the memory
/// of a table.
fn push<T>(list: &mut Vec<T>, thing: T) {
    if list.is_empty() {
        list.reserve_exact(1);
    }
    list.push(thing);
}

/// Counts paragraphs against the bound; `count` is what the document has so far.
///
/// # Errors
/// More paragraphs than the bound.
pub(crate) fn count_paragraphs(count: &mut usize, more: usize) -> Result<(), Refusal> {
    add(count, more, limits::PARAGRAPHS, || message!("paragraphs"))
}

/// Counts tables, rows and cells against the bound; `count` is what the document has so far.
///
/// # Errors
/// More of them than the bound; the time limit.
pub(crate) fn count_parts(count: &mut usize, more: usize) -> Result<(), Refusal> {
    budget::ask(STAGE)?;
    add(count, more, limits::TABLE_PARTS, || message!("tables, rows and cells"))
}

/// Adds to a count of a document's things, which has a bound.
fn add(count: &mut usize, more: usize, bound: usize, what: impl FnOnce() -> Message) -> Result<(), Refusal> {
    *count = count.saturating_add(more);
    if *count > bound {
        return Err(Refusal::over(message!("the document"), bound as u64, what()));
    }
    Ok(())
}

/// Asks whether a table may begin inside so many others.
///
/// # Errors
/// As many as the bound are open.
pub(crate) fn may_nest(tables: usize) -> Result<(), Refusal> {
    if tables >= limits::TABLE_NESTING {
        return Err(Refusal::over(
            message!("the nesting of tables"),
            limits::TABLE_NESTING as u64,
            message!("tables"),
        ));
    }
    Ok(())
}
