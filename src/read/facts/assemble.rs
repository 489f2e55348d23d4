//! Word facts into the source form: styles resolved, numbers computed, every piece of text given
//! its place in `Source::text`.
//!
//! Never: XML, zip, or what a paragraph means.

use std::collections::{HashMap, HashSet};

use super::chunk::Chunks;
use super::labels;
use super::number_runs::{AutomaticCount, MadeMarks};
use super::styles::{Resolver, StyleFormat};
use super::symbols;
use super::table_looks;
use super::types::{
    CellBlock, ParagraphProperties, RunProperties, StoryBlock, SymbolFont, WordAccount, WordCell, WordObject,
    WordParagraph, WordPiece, WordRow, WordRun, WordSection, WordTable,
};
use crate::budget;
use crate::diagnostics::Refusal;
use crate::diagnostics::message;
use crate::letters::is_east_asian;
use crate::limits;
use crate::read::{STAGE, characters};
use crate::source::{Replaced, SetAside, SetAsideWhy, Source, SourceBlock};
use crate::text::{
    CellLook, Comment, Format, InnerTable, Note, Object, Paragraph, RevisionIndex, Run, Span, StyleHint,
    Table, TableCell, TableRow, VerticalMerge,
};

/// A note or comment that the text refers to.
#[derive(Debug)]
pub(crate) enum ReferredStory<T> {
    /// The document's own, by order of reference in the file.
    Own(u32),
    /// One of a document inside the document, which is made already.
    Made(T),
}

/// Notes or comments in the order in which the text refers to them.
#[derive(Debug)]
pub(crate) struct ReferenceOrder<T> {
    /// Them.
    pub placed: Vec<ReferredStory<T>>,
    own: HashMap<u32, u32>,
}

impl<T> Default for ReferenceOrder<T> {
    fn default() -> Self {
        Self { placed: Vec::new(), own: HashMap::new() }
    }
}

impl<T> ReferenceOrder<T> {
    /// The place of one that the text refers to.
    pub(super) fn placed_at(&self, index: u32) -> Option<u32> {
        self.own.get(&index).copied()
    }

    /// The place of one of the document's own, the next one where it is new.
    fn place(&mut self, index: u32) -> u32 {
        let next = u32::try_from(self.placed.len()).unwrap_or(u32::MAX);
        let placed = &mut self.placed;
        *self.own.entry(index).or_insert_with(|| {
            placed.push(ReferredStory::Own(index));
            next
        })
    }
}

/// Makes the source out of facts, one paragraph after another.
pub(crate) struct Assembly<'a> {
    /// What is made.
    pub source: Source,
    /// Own marks of notes, by note.
    pub own_marks: Vec<Option<String>>,
    /// Hidden stretches met.
    pub hidden: usize,
    /// Words in cells that a merge covers.
    pub merged_away: usize,
    /// The text stands in columns somewhere.
    pub columns: bool,
    /// All pages are landscape.
    pub lies: bool,
    /// The notes that the body refers to, in that order.
    pub notes: ReferenceOrder<Note>,
    /// The comments likewise.
    pub comments: ReferenceOrder<Comment>,
    /// Pictures and marks of documents inside the document, which stand after its own.
    pub chunks: Chunks,
    /// Characters of symbol fonts that no table knows, with the first place of one.
    pub unknown_symbols: Vec<(Span, char)>,
    /// New index of each picture; `None` where it could not be taken in.
    pub pictures: Vec<Option<u32>>,
    pub(super) resolver: Resolver<'a>,
    pub(super) ledger: &'a WordAccount,
    /// Numbers counted so far.
    pub count: labels::LabelCount,
    /// Marks of numbers.
    pub(super) made: MadeMarks,
    pub(super) automatic: AutomaticCount,
    /// Names of all places in the text.
    pub places: HashSet<Box<str>>,
    /// Places of which the number of the paragraph is shown elsewhere, and these numbers.
    pub numbered: HashSet<Box<str>>,
    /// The numbers of their paragraphs.
    pub numbers: HashMap<Box<str>, String>,
    /// Numbers of pages that are made anew, and those that stay as stored.
    pub page_numbers: (usize, usize),
    /// Rows of tables that lay out a page, whose heights are not kept.
    pub heights: usize,
    /// Places that links of the document lead to.
    linked: HashSet<Box<str>>,
    /// Insertion and deletion of the row or cell that is being read.
    pub(super) around: (Option<RevisionIndex>, Option<RevisionIndex>),
}

impl<'a> Assembly<'a> {
    /// An assembly with nothing in it.
    pub(crate) fn new(resolver: Resolver<'a>, ledger: &'a WordAccount) -> Self {
        Self {
            source: Source::default(),
            own_marks: Vec::new(),
            hidden: 0,
            merged_away: 0,
            columns: false,
            lies: false,
            notes: ReferenceOrder::default(),
            comments: ReferenceOrder::default(),
            chunks: Chunks::default(),
            unknown_symbols: Vec::new(),
            pictures: Vec::new(),
            resolver,
            ledger,
            count: labels::LabelCount::default(),
            made: MadeMarks::default(),
            automatic: AutomaticCount::default(),
            places: HashSet::new(),
            numbered: HashSet::new(),
            numbers: HashMap::new(),
            page_numbers: (0, 0),
            heights: 0,
            linked: ledger.names().filter_map(|name| name.strip_prefix('#')).map(Box::from).collect(),
            around: (None, None),
        }
    }

    /// The blocks of a story.
    ///
    /// # Errors
    /// More text than the bound.
    pub(crate) fn blocks(
        &mut self,
        mut blocks: Vec<StoryBlock>,
        last_section: Option<WordSection>,
    ) -> Result<Vec<SourceBlock>, Refusal> {
        self.number_all(&mut blocks)?;
        let mut pages = sections(&blocks, last_section.unwrap_or_default());
        self.columns |= pages.iter().any(|page| page.columns > 1);
        if pages.iter().all(|page| page.landscape) {
            // A document that lies on its side from end to end has no landscape sections.
            self.lies |= !pages.is_empty();
            pages.iter_mut().for_each(|page| page.landscape = false);
        }
        let mut made = Vec::with_capacity(blocks.len());
        for (block, page) in blocks.into_iter().zip(pages) {
            match block {
                StoryBlock::Paragraph(paragraph) => {
                    let mut paragraph = self.paragraph(paragraph)?;
                    paragraph.hint.landscape = page.landscape;
                    made.push(SourceBlock::Paragraph(paragraph));
                }
                StoryBlock::Table(table) => {
                    let mut table = self.table(table)?;
                    table.landscape = page.landscape;
                    made.push(SourceBlock::Table(table));
                }
                StoryBlock::Chunk(chunk) => made.extend(self.chunk(*chunk)?),
            }
        }
        Ok(made)
    }

    /// The paragraphs of a story, those of tables included.
    ///
    /// # Errors
    /// More text than the bound.
    pub(crate) fn paragraphs(&mut self, mut blocks: Vec<StoryBlock>) -> Result<Vec<Paragraph>, Refusal> {
        self.number_all(&mut blocks)?;
        let mut all = Vec::new();
        for block in blocks {
            match block {
                StoryBlock::Paragraph(paragraph) => all.push(self.paragraph(paragraph)?),
                StoryBlock::Table(table) => all.extend(self.table(table)?.paragraphs().into_iter().cloned()),
                StoryBlock::Chunk(_) => {}
            }
        }
        Ok(all)
    }

    /// Numbers the paragraphs of a story.
    ///
    /// # Errors
    /// A list that is used, with a number longer than the bound.
    fn number_all(&mut self, blocks: &mut [StoryBlock]) -> Result<(), Refusal> {
        labels::number(blocks, self.ledger, &mut self.resolver, &mut self.count);
        match self.count.over_long {
            true => Err(Refusal::over(
                message!("the number of a list"),
                limits::LABEL_CHARACTERS as u64,
                message!("characters"),
            )),
            false => Ok(()),
        }
    }

    fn table(&mut self, table: WordTable) -> Result<Table, Refusal> {
        let start = self.source.text.len();
        let mut rows: Vec<TableRow> = Vec::with_capacity(table.rows.len());
        let style = table.form.as_ref().map(|form| self.resolver.styles.table(form.style));
        let form = table.form.as_ref().zip(style.as_ref());
        let looks = form.map(|(form, style)| table_looks::looks(&table, form, style)).unwrap_or_default();
        let headed = form.is_some_and(|(form, style)| style.heads(form)) && table.rows.len() > 1;
        let hidden = form.map(|(form, style)| table_looks::hidden(&table, form, style)).unwrap_or_default();
        let lays_out = lays_out_a_page(&table, &looks);
        let (mut looks, mut hidden) = (looks.into_iter(), hidden.into_iter());
        // Columns from and to, of the cells above that a merge goes down from.
        let mut open: Vec<(usize, usize)> = Vec::new();
        let around = self.around;
        for mut row in table.rows {
            if lays_out {
                self.heights += usize::from(row.height.take().is_some());
            }
            let looks = looks.next().unwrap_or_default();
            let hidden = hidden.next().unwrap_or_default();
            if row.hidden {
                for paragraph in row.cells.iter().flat_map(WordCell::all_paragraphs) {
                    self.hidden += usize::from(!paragraph.runs.is_empty());
                    self.set_aside(paragraph.clone(), SetAsideWhy::Hidden);
                }
                row.cells.iter().for_each(|cell| self.set_chunks_aside(cell, SetAsideWhy::Hidden));
                continue;
            }
            rows.push(self.row(row, (&looks, &hidden), &mut open, around)?);
            self.around = around;
        }
        if let Some(first) = rows.first_mut() {
            first.heading |= headed && first.cells.len() > 1;
        }
        let span = Span::new(start, self.source.text.len());
        // Word's own mark of heading columns says how they look, and stands on most tables unasked.
        Ok(Table {
            columns: table.columns,
            rows,
            span,
            right_to_left: table.right_to_left,
            align: table.align,
            ..Table::default()
        })
    }

    /// A row. What an inserted or deleted row or cell holds is inserted or deleted with it, whether or
    /// not its words are marked themselves: else they would be printed as if they stood.
    fn row(
        &mut self,
        row: WordRow,
        (looks, hidden): (&[CellLook], &[bool]),
        open: &mut Vec<(usize, usize)>,
        around: (Option<RevisionIndex>, Option<RevisionIndex>),
    ) -> Result<TableRow, Refusal> {
        let look = |at: usize| looks.get(at).copied();
        // Columns that are skipped hold no cell, and no rule stands round them.
        let bare = look(0).map(|_| CellLook::default());
        let skipped =
            (row.skipped > 0).then(|| TableCell { columns: row.skipped, look: bare, ..TableCell::default() });
        let mut cells: Vec<TableCell> = skipped.into_iter().collect();
        let mut at = usize::from(row.skipped);
        let mut merges = Vec::new();
        for (place, mut cell) in row.cells.into_iter().enumerate() {
            self.around =
                (cell.insertion.or(row.insertion).or(around.0), cell.deletion.or(row.deletion).or(around.1));
            let reach = (at, at + usize::from(cell.columns));
            at = reach.1;
            if cell.joined
                && let Some(before) = cells.last_mut()
            {
                before.columns = before.columns.saturating_add(cell.columns);
                if let (Some(one), Some(other)) = (&mut before.look, look(place)) {
                    one.edges[3] = other.edges[3];
                }
                self.cover(&mut cell);
                continue;
            }
            if cell.merge == VerticalMerge::Continue && open.binary_search(&reach).is_ok() {
                self.cover(&mut cell);
            }
            if cell.merge != VerticalMerge::None {
                merges.push(reach);
            }
            let outside = self.resolver.hidden_around;
            self.resolver.hidden_around |= hidden.get(place) == Some(&true);
            let made = self.cell(cell, look(place));
            self.resolver.hidden_around = outside;
            cells.push(made?);
        }
        *open = merges;
        Ok(TableRow {
            cells,
            heading: row.heading,
            whole: row.whole,
            height: row.height,
            insertion: row.insertion,
            deletion: row.deletion,
        })
    }

    /// Sets the words of a cell aside that a merge covers (ECMA-376 part 1, 17.4.22 and 17.4.84).
    fn cover(&mut self, cell: &mut WordCell) {
        let inner: Vec<WordParagraph> =
            cell.inner.iter().flat_map(|(_, block)| block.paragraphs()).cloned().collect();
        self.set_chunks_aside(cell, SetAsideWhy::MergedCell);
        cell.inner.clear();
        let covered = cell.paragraphs.iter_mut().map(|paragraph| {
            paragraph.label = labels::AutomaticLabel::default();
            std::mem::take(&mut paragraph.runs)
        });
        let covered: Vec<Vec<WordRun>> = covered.chain(inner.into_iter().map(|inner| inner.runs)).collect();
        for covered in covered {
            if covered.iter().any(|run| !run.text.trim().is_empty() || run.object.is_some()) {
                self.merged_away += 1;
            }
            self.set_aside(
                WordParagraph { runs: covered, ..WordParagraph::default() },
                SetAsideWhy::MergedCell,
            );
        }
    }

    /// Enters the words of a paragraph as set aside, a line of the text.
    pub(crate) fn set_aside(&mut self, paragraph: WordParagraph, why: SetAsideWhy) {
        let start = self.source.text.len();
        for run in &paragraph.runs {
            self.source.text.push_str(&run.text);
            self.source.met.pictures += usize::from(is_picture(run));
        }
        if self.source.text.len() > start {
            let span = Span::new(start, self.source.text.len());
            self.source.set_aside.push(SetAside { span, why });
            self.source.text.push('\n');
        }
    }

    /// Sets aside the words of the documents in a cell that is not shown.
    fn set_chunks_aside(&mut self, cell: &WordCell, why: SetAsideWhy) {
        for chunk in cell.chunks() {
            let run = WordRun { text: chunk.text.trim_end().to_owned(), ..WordRun::default() };
            self.source.met.add(&chunk.met);
            self.source.met.pictures += chunk.pictures.len();
            self.set_aside(WordParagraph { runs: vec![run], ..WordParagraph::default() }, why);
        }
    }

    fn cell(&mut self, cell: WordCell, look: Option<CellLook>) -> Result<TableCell, Refusal> {
        let mut made = TableCell {
            columns: cell.columns,
            direction: cell.direction,
            merge: cell.merge,
            look,
            insertion: cell.insertion,
            deletion: cell.deletion,
            ..TableCell::default()
        };
        for piece in cell.into_pieces() {
            match piece {
                WordPiece::Paragraph(paragraph) => made.paragraphs.push(self.paragraph(paragraph)?),
                WordPiece::Block(CellBlock::Table(table)) => {
                    let at = made.paragraphs.len();
                    made.inner.push(InnerTable { at, table: self.table(table)? });
                }
                WordPiece::Block(CellBlock::Chunk(chunk)) => {
                    for block in self.chunk(*chunk)? {
                        match block {
                            SourceBlock::Paragraph(paragraph) => made.paragraphs.push(paragraph),
                            SourceBlock::Table(table) => {
                                made.inner.push(InnerTable { at: made.paragraphs.len(), table });
                            }
                        }
                    }
                }
            }
        }
        Ok(made)
    }

    /// One paragraph, a line of the text.
    fn paragraph(&mut self, paragraph: WordParagraph) -> Result<Paragraph, Refusal> {
        budget::ask(STAGE)?;
        let look = self.resolver.paragraph(&paragraph.properties);
        let start = self.source.text.len();
        let mut runs = Vec::with_capacity(paragraph.runs.len() + 2);
        self.number(&paragraph.label, &paragraph.properties.mark_format, &look, &mut runs);
        self.note_number(&paragraph.anchors, &runs);
        for run in self.joined(paragraph.runs, &look) {
            if let Some(WordObject::Number(number)) = run.object {
                self.automatic_number(&run, &number, &look, &mut runs);
            } else {
                self.run(&run, &look, &mut runs);
            }
        }
        let span = Span::new(start, self.source.text.len());
        self.source.text.push('\n');
        if self.source.text.len() > limits::TEXT_BYTES {
            return Err(Refusal::over(message!("the text"), limits::TEXT_BYTES as u64, message!("bytes")));
        }
        let hint = self.hint(&paragraph.properties, &look, (paragraph.page_break, paragraph.parted));
        let anchors = paragraph.anchors.into_iter().filter(|name| self.linked.contains(name)).collect();
        Ok(Paragraph { runs, span, mark: paragraph.properties.mark, hint, anchors })
    }

    /// Keeps the number of a paragraph whose places are shown elsewhere by it.
    fn note_number(&mut self, anchors: &[Box<str>], label: &[Run]) {
        for name in anchors.iter().filter(|name| self.numbered.contains(*name)) {
            let shown = label.iter().filter(|run| run.deletion.is_none()).map(|run| run.text.as_str());
            let number: String = shown.collect();
            self.numbers.entry(name.clone()).or_insert_with(|| number.trim().to_owned());
        }
    }

    /// Joins runs that differ in nothing but that one names a font of letters, where no symbol font of
    /// a style makes that a difference.
    fn joined(&mut self, runs: Vec<WordRun>, look: &StyleFormat) -> Vec<WordRun> {
        let mut all: Vec<WordRun> = Vec::with_capacity(runs.len());
        for run in runs {
            if let Some(last) = all.last_mut()
                && same(&last.properties, &run.properties)
                && (last.insertion, last.deletion, last.link, last.unseen)
                    == (run.insertion, run.deletion, run.link, run.unseen)
                && (last.formula, last.supplied) == (run.formula, run.supplied)
                && last.object.is_none()
                && run.object.is_none()
                && self.resolver.run(&look.run, &last.properties).font
                    == self.resolver.run(&look.run, &run.properties).font
            {
                last.text.push_str(&run.text);
            } else {
                all.push(run);
            }
        }
        all
    }

    /// What is told of a paragraph; `breaks`: whether a page starts before it, and how many inside it.
    fn hint(&self, own: &ParagraphProperties, look: &StyleFormat, breaks: (bool, u16)) -> StyleHint {
        let properties = &look.paragraph;
        let listed = properties.list.filter(|list| *list != 0).map(|_| properties.level.unwrap_or(0));
        StyleHint {
            style: self.resolver.styles.name(own.style, self.ledger).map(Into::into),
            outline: properties.outline.filter(|level| *level < 9).map(|level| level + 1),
            list_level: listed.or(own.number_written.then_some(0)),
            indent: properties.indent.unwrap_or(0),
            first_line: properties.first_line.unwrap_or(0),
            align: properties.align,
            right_to_left: properties.right_to_left.unwrap_or(false),
            left_to_right: false,
            page_break_before: breaks.0 || properties.page_break_before.unwrap_or(false),
            page_breaks_inside: breaks.1,
            landscape: false,
            blank_lines_before: 0,
        }
    }

    /// Enters text as set aside, in the line that is open.
    pub(super) fn unseen(&mut self, text: &str, why: SetAsideWhy) {
        if !text.is_empty() {
            let start = self.source.text.len();
            self.source.text.push_str(text);
            let span = Span::new(start, self.source.text.len());
            self.source.set_aside.push(SetAside { span, why });
        }
    }

    /// One run of Word's; more than one where control characters were taken out of it.
    fn run(&mut self, run: &WordRun, look: &StyleFormat, runs: &mut Vec<Run>) {
        let mut properties = self.resolver.run(&look.run, &run.properties);
        if run.properties.kai {
            properties.state(Format::ITALIC, true);
        }
        let hidden = properties.on.has(Format::HIDDEN).then_some(SetAsideWhy::Hidden);
        if let Some(why) = run.unseen.or(hidden) {
            self.hidden += usize::from(!run.text.trim().is_empty() || run.object.is_some());
            self.source.met.pictures += usize::from(is_picture(run));
            return self.unseen(&run.text, why);
        }
        let model = Run {
            format: properties.on,
            insertion: run.insertion.or(self.around.0),
            deletion: run.deletion.or(self.around.1),
            formatting: run.properties.formatting,
            link: self.ledger.name(run.link).map(Into::into),
            formula: run.formula,
            ..Run::default()
        };
        if run.supplied {
            return runs.push(Run { text: run.text.clone(), ..model });
        }
        if run.object == Some(WordObject::PageNumber) && self.is_page_number(&model) {
            self.unseen(&run.text, SetAsideWhy::FieldResidue);
            let language = self.language(&run.text, &properties);
            return runs.push(Run {
                text: run.text.clone(),
                object: Some(Object::PageNumber),
                language,
                ..model
            });
        }
        let own_mark = matches!(run.object, Some(WordObject::Note { own_mark: true, .. }));
        let text = if own_mark { "" } else { run.text.as_str() };
        let unshown = |c: char| characters::aside(c).is_some() || is_unknown(properties.font, c);
        let mut rest = text.chars();
        for piece in text.split(unshown) {
            if !piece.is_empty() {
                for (shown, span) in self.enter(piece, properties.font) {
                    runs.push(Run {
                        language: self.language(&shown, &properties),
                        text: shown,
                        span: Some(span),
                        ..model.clone()
                    });
                }
            }
            match rest.by_ref().find(|c| unshown(*c)) {
                Some(character) if characters::aside(character).is_some() => {
                    let why = characters::aside(character).unwrap_or(SetAsideWhy::Control);
                    self.unseen(character.encode_utf8(&mut [0; 4]), why);
                }
                Some(sign) => {
                    // Kept, it would be read as another font's sign wherever its font is not named.
                    let start = self.source.text.len();
                    self.unseen(sign.encode_utf8(&mut [0; 4]), SetAsideWhy::NotShown);
                    self.unknown_symbols.push((Span::new(start, self.source.text.len()), sign));
                    runs.push(placeholder(&model));
                }
                None => {}
            }
        }
        let object = match run.object {
            Some(WordObject::Note { index, .. }) => {
                let place = self.notes.place(index);
                if own_mark {
                    self.own_mark(place as usize, &run.text, properties.font);
                }
                Object::Note(place)
            }
            Some(WordObject::Comment(index)) => Object::Comment(self.comments.place(index)),
            // The file's own count; `settle_ranges` gives it the place that the comment has.
            Some(WordObject::CommentStart(index)) => Object::CommentStart(index),
            Some(WordObject::Picture(index)) => match self.pictures.get(index as usize).copied().flatten() {
                Some(picture) => Object::Picture(picture),
                None => return runs.push(placeholder(&model)),
            },
            Some(WordObject::Placeholder | WordObject::Number(_)) => return runs.push(placeholder(&model)),
            Some(WordObject::PageNumber) | None => return,
        };
        runs.push(Run { object: Some(object), ..model });
    }

    /// Whether a stored number of a page is made anew: its place stands in the text. It is counted.
    fn is_page_number(&mut self, run: &Run) -> bool {
        let name = run.link.as_deref().and_then(|link| link.strip_prefix('#'));
        let found = name.is_some_and(|name| self.places.contains(name));
        self.page_numbers.0 += usize::from(found);
        self.page_numbers.1 += usize::from(!found);
        found
    }

    /// Gives the beginnings of ranges the places of their comments; one whose comment is not in the text
    /// is none.
    pub(super) fn settle_ranges(&self, blocks: &mut [SourceBlock]) {
        let settle = |paragraph: &mut Paragraph| {
            // A range of nothing is a point.
            let mut next = None;
            for run in paragraph.runs.iter_mut().rev() {
                if let Some(Object::CommentStart(index)) = run.object {
                    let place = self.comments.placed_at(index);
                    let empty = next == place.map(Object::Comment);
                    run.object = place.filter(|_| !empty).map(Object::CommentStart);
                }
                next = run.object.filter(|_| run.text.is_empty());
            }
            paragraph.runs.retain(|run| run.object.is_some() || !run.text.is_empty());
        };
        for block in blocks {
            match block {
                SourceBlock::Paragraph(paragraph) => settle(paragraph),
                SourceBlock::Table(table) => table.paragraphs_mut().into_iter().for_each(settle),
            }
        }
    }

    /// An author's own mark of a note. It stands in the note, not in the text: writers print it at
    /// both places.
    fn own_mark(&mut self, note: usize, text: &str, font: Option<SymbolFont>) {
        if self.own_marks.len() <= note {
            self.own_marks.resize(note + 1, None);
        }
        if let Some(mark) = self.own_marks.get_mut(note) {
            let shown =
                text.chars().filter(|c| characters::aside(*c).is_none()).map(|c| symbols::of(font, c));
            *mark = Some(shown.collect());
        }
    }

    /// Enters text as it stands in the input; gives it as it is shown, in pieces that are as long as what
    /// they stand for, or one character of it: a piece can be cut where its words are.
    fn enter(&mut self, text: &str, font: Option<SymbolFont>) -> Vec<(String, Span)> {
        let from = self.source.text.len();
        if font.is_none() && !text.chars().any(symbols::is_private) {
            self.source.text.push_str(text);
            return vec![(text.to_owned(), Span::new(from, self.source.text.len()))];
        }
        let mut pieces: Vec<(String, Span)> = Vec::new();
        for character in text.chars() {
            let start = self.source.text.len();
            let shown = self.enter_character(character, font);
            let span = Span::new(start, self.source.text.len());
            let as_long = |shown: &str, span: Span| shown.len() == span.range().len();
            match pieces.last_mut().filter(|(last, place)| as_long(last, *place) && as_long(&shown, span)) {
                Some((last, place)) => {
                    last.push_str(&shown);
                    *place = place.to(span);
                }
                None => pieces.push((shown, span)),
            }
        }
        pieces
    }

    /// Enters one character; gives what is shown for it.
    fn enter_character(&mut self, character: char, font: Option<SymbolFont>) -> String {
        let start = self.source.text.len();
        self.source.text.push(character);
        let span = Span::new(start, self.source.text.len());
        let private = symbols::private(font, character);
        if !symbols::is_private(private) {
            return character.to_string();
        }
        match symbols::shown(font, private) {
            Some(to) if to == character => character.to_string(),
            // A symbol font's space is a space, in the input as in the document.
            Some(' ') => {
                self.source.text.truncate(start);
                self.source.text.push(' ');
                " ".to_owned()
            }
            Some(to) => {
                let why = "character of a symbol font";
                self.source.replaced.push(Replaced { span, from: character, to, why: why.into() });
                to.to_string()
            }
            // Without a font named, nothing says that it is a sign.
            None => {
                self.unknown_symbols.push((span, character));
                character.to_string()
            }
        }
    }

    /// The language of a run: Word keeps three, and its characters say which of them holds.
    fn language(&self, text: &str, properties: &RunProperties) -> Option<Box<str>> {
        let [latin, asian, complex] = properties.language;
        let chosen = if properties.on.has(Format::RIGHT_TO_LEFT) {
            complex
        } else if text.chars().any(is_east_asian) {
            asian
        } else {
            latin
        };
        self.ledger.name(chosen).map(Into::into)
    }
}

/// The pages of each block: those of the section that ends with it or after it.
fn sections(blocks: &[StoryBlock], last: WordSection) -> Vec<WordSection> {
    let mut section = last;
    let page = |block: &StoryBlock| {
        if let StoryBlock::Paragraph(WordParagraph { properties, .. }) = block {
            section = properties.ends_section.unwrap_or(section);
        }
        section
    };
    let mut pages: Vec<WordSection> = blocks.iter().rev().map(page).collect();
    pages.reverse();
    pages
}

/// Whether a table lays out a page, as covers do: most of its cells have no rules, and its rows ask for half of a page. The
/// official form sets other letters, and pictures that float there stand in the lines: by its heights it would fill several
/// pages.
fn lays_out_a_page(table: &WordTable, looks: &[Vec<CellLook>]) -> bool {
    /// Half of the text's height on A4 with the Union's margins, twips.
    const HALF: u32 = 7_000;
    let asked = table.rows.iter().filter_map(|row| row.height).fold(0_u32, u32::saturating_add);
    let cells = || looks.iter().flatten();
    let ruled = cells().filter(|look| look.edges.iter().any(Option::is_some)).count();
    asked > HALF && 2 * ruled < cells().count()
}

/// What stands for a thing that is not carried, in every language.
fn placeholder(run: &Run) -> Run {
    Run { insertion: run.insertion, deletion: run.deletion, ..Run::generated("[…]") }
}

/// Whether two runs state the same, but for the naming of a font of letters.
fn same(one: &RunProperties, other: &RunProperties) -> bool {
    RunProperties { text_font: other.text_font, ..*one } == *other
}

/// A sign of a symbol font that no table knows.
fn is_unknown(font: Option<SymbolFont>, character: char) -> bool {
    let private = symbols::private(font, character);
    font.is_some() && symbols::is_private(private) && symbols::shown(font, private).is_none()
}

/// Whether a run is a picture or what stands for a thing that is not carried.
fn is_picture(run: &WordRun) -> bool {
    matches!(run.object, Some(WordObject::Picture(_) | WordObject::Placeholder))
}
