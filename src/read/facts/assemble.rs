//! Word facts into the source form: styles resolved, numbers computed, every piece of text given
//! its place in `Source::text`.
//!
//! Never: XML, zip, or what a paragraph means.

use super::numbering::Counters;
use super::styles::{Look, Resolver};
use super::symbols;
use super::types::{
    Atom, Block, Ledger, RunProperties, SymbolFont, WordCell, WordObject, WordParagraph, WordRow, WordRun,
    WordTable,
};
use crate::diagnostics::Refusal;
use crate::letters::is_east_asian;
use crate::limits;
use crate::read::characters;
use crate::source::{Replaced, SetAside, Source, SourceBlock};
use crate::text::{
    Format, Object, Paragraph, RevisionIndex, Run, Span, StyleHint, Table, TableCell, TableRow,
};

/// Makes the source out of facts, one paragraph after another.
pub struct Assembly<'a> {
    /// What is made.
    pub source: Source,
    /// Own marks of notes, by note.
    pub own_marks: Vec<Option<String>>,
    /// Hidden runs met.
    pub hidden: usize,
    /// Characters of symbol fonts that no table knows, with the first place of one.
    pub unknown_symbols: Vec<(Span, char)>,
    /// New index of each picture; `None` where it could not be taken in.
    pub pictures: Vec<Option<u32>>,
    resolver: Resolver<'a>,
    ledger: &'a Ledger,
    counters: Counters,
    /// Insertion and deletion of the row or cell that is being read.
    around: (Option<RevisionIndex>, Option<RevisionIndex>),
}

impl<'a> Assembly<'a> {
    /// An assembly with nothing in it.
    pub fn new(resolver: Resolver<'a>, ledger: &'a Ledger) -> Self {
        Self {
            source: Source::default(),
            own_marks: Vec::new(),
            hidden: 0,
            unknown_symbols: Vec::new(),
            pictures: Vec::new(),
            resolver,
            ledger,
            counters: Counters::default(),
            around: (None, None),
        }
    }

    /// The blocks of a story.
    ///
    /// # Errors
    /// More text than the bound.
    pub fn blocks(&mut self, blocks: Vec<Block>) -> Result<Vec<SourceBlock>, Refusal> {
        blocks
            .into_iter()
            .map(|block| match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph).map(SourceBlock::Paragraph),
                Block::Table(table) => self.table(table).map(SourceBlock::Table),
            })
            .collect()
    }

    /// The paragraphs of a story, those of tables included.
    ///
    /// # Errors
    /// More text than the bound.
    pub fn paragraphs(&mut self, blocks: Vec<Block>) -> Result<Vec<Paragraph>, Refusal> {
        let mut all = Vec::new();
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => all.push(self.paragraph(paragraph)?),
                Block::Table(table) => {
                    for row in table.rows {
                        for cell in row.cells {
                            for paragraph in cell.paragraphs {
                                all.push(self.paragraph(paragraph)?);
                            }
                        }
                    }
                }
            }
        }
        Ok(all)
    }

    fn table(&mut self, table: WordTable) -> Result<Table, Refusal> {
        let start = self.source.text.len();
        let rows = table.rows.into_iter().map(|row| self.row(row)).collect::<Result<Vec<_>, _>>()?;
        let span = Span::new(start, self.source.text.len());
        let right_to_left = table.right_to_left;
        // Word's own mark of heading columns says how they look, and stands on most tables unasked.
        Ok(Table { columns: table.columns, rows, span, right_to_left, row_heads: false })
    }

    /// A row. What an inserted or deleted row or cell holds is inserted or deleted with it, whether or
    /// not its words are marked themselves: else they would be printed as if they stood.
    fn row(&mut self, row: WordRow) -> Result<TableRow, Refusal> {
        self.around = (row.insertion, row.deletion);
        let skipped = (row.skipped > 0).then(|| TableCell { columns: row.skipped, ..TableCell::default() });
        let mut cells: Vec<TableCell> = skipped.into_iter().collect();
        for cell in row.cells {
            self.around = (cell.insertion.or(row.insertion), cell.deletion.or(row.deletion));
            cells.push(self.cell(cell)?);
        }
        self.around = (None, None);
        Ok(TableRow { cells, heading: row.heading, insertion: row.insertion, deletion: row.deletion })
    }

    fn cell(&mut self, cell: WordCell) -> Result<TableCell, Refusal> {
        let paragraphs =
            cell.paragraphs.into_iter().map(|p| self.paragraph(p)).collect::<Result<Vec<_>, _>>()?;
        Ok(TableCell {
            paragraphs,
            columns: cell.columns,
            merge: cell.merge,
            insertion: cell.insertion,
            deletion: cell.deletion,
        })
    }

    /// One paragraph, a line of the text.
    fn paragraph(&mut self, paragraph: WordParagraph) -> Result<Paragraph, Refusal> {
        let look = self.resolver.paragraph(&paragraph.properties);
        let start = self.source.text.len();
        let mut runs = Vec::with_capacity(paragraph.runs.len() + 2);
        self.number(&paragraph, &look, &mut runs);
        for run in paragraph.runs {
            self.run(&run, &look, &mut runs);
        }
        let span = Span::new(start, self.source.text.len());
        self.source.text.push('\n');
        if self.source.text.len() > limits::TEXT_BYTES {
            return Err(Refusal::over("the text", limits::TEXT_BYTES as u64, "bytes"));
        }
        let hint = self.hint(&paragraph.properties.style, &look, paragraph.page_break);
        Ok(Paragraph { runs, span, mark: paragraph.properties.mark, hint })
    }

    fn hint(&self, style: &Atom, look: &Look, page_break: bool) -> StyleHint {
        let properties = &look.paragraph;
        StyleHint {
            style: self.resolver.styles.name(*style, self.ledger).map(Into::into),
            outline: properties.outline.filter(|level| *level < 9).map(|level| level + 1),
            list_level: properties.list.filter(|list| *list != 0).map(|_| properties.level.unwrap_or(0)),
            indent: properties.indent.unwrap_or(0),
            first_line: properties.first_line.unwrap_or(0),
            align: properties.align,
            right_to_left: properties.right_to_left.unwrap_or(false),
            page_break_before: page_break || properties.page_break_before.unwrap_or(false),
            blank_lines_before: 0,
        }
    }

    /// The number that Word shows: runs without a place in the input, marked as the paragraph is.
    fn number(&mut self, paragraph: &WordParagraph, look: &Look, runs: &mut Vec<Run>) {
        let Some(list) = look.paragraph.list.filter(|list| *list != 0) else {
            return;
        };
        if paragraph.properties.ends_section && paragraph.runs.is_empty() {
            return;
        }
        let mark = paragraph.properties.mark;
        let level = look.paragraph.level.unwrap_or(0);
        let counts = mark.deletion.is_none();
        let Some(number) = self.resolver.numbering.number(&mut self.counters, list, level, counts) else {
            return;
        };
        let mut properties = self.resolver.run(&look.run, &paragraph.properties.mark_format);
        properties.on = Format((properties.on.0 & !number.run.set.0) | number.run.on.0);
        let (insertion, deletion) = self.around;
        let marked = |text: String, format: Format| Run {
            format,
            insertion: mark.insertion.or(insertion),
            deletion: mark.deletion.or(deletion),
            ..Run::generated(text)
        };
        runs.push(marked(number.text, Format(properties.on.0 & !Format::HIDDEN.0)));
        let gap = number.gap.text();
        if !gap.is_empty() {
            runs.push(marked(gap.to_owned(), Format::PLAIN));
        }
    }

    /// One run of Word's; more than one where control characters were taken out of it.
    fn run(&mut self, run: &WordRun, look: &Look, runs: &mut Vec<Run>) {
        let mut properties = self.resolver.run(&look.run, &run.properties);
        if run.properties.kai {
            properties.state(Format::ITALIC, true);
        }
        let model = Run {
            format: properties.on,
            insertion: run.insertion.or(self.around.0),
            deletion: run.deletion.or(self.around.1),
            formatting: run.properties.formatting,
            link: self.ledger.name(run.link).map(Into::into),
            ..Run::default()
        };
        let own_mark = matches!(run.object, Some(WordObject::Note { own_mark: true, .. }));
        let text = if own_mark { "" } else { run.text.as_str() };
        let mut rest = text.chars();
        let is_aside = |c: char| characters::aside(c).is_some();
        for piece in text.split(is_aside) {
            if !piece.is_empty() {
                let start = self.source.text.len();
                let shown = self.enter(piece, properties.font);
                let span = Some(Span::new(start, self.source.text.len()));
                runs.push(Run {
                    language: self.language(&shown, &properties),
                    text: shown,
                    span,
                    ..model.clone()
                });
            }
            if let Some((character, why)) = rest.by_ref().find_map(|c| Some((c, characters::aside(c)?))) {
                let start = self.source.text.len();
                self.source.text.push(character);
                let span = Span::new(start, self.source.text.len());
                self.source.set_aside.push(SetAside { span, why });
            }
        }
        self.hidden += usize::from(properties.on.has(Format::HIDDEN) && !text.trim().is_empty());
        let object = match run.object {
            Some(WordObject::Note { index, .. }) => {
                if own_mark {
                    self.own_mark(index as usize, &run.text, properties.font);
                }
                Object::Note(index)
            }
            Some(WordObject::Comment(index)) => Object::Comment(index),
            Some(WordObject::Picture(index)) => match self.pictures.get(index as usize).copied().flatten() {
                Some(picture) => Object::Picture(picture),
                None => return runs.push(placeholder(&model)),
            },
            Some(WordObject::Placeholder) => return runs.push(placeholder(&model)),
            None => return,
        };
        runs.push(Run { object: Some(object), ..model });
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

    /// Enters text as it stands in the input; gives it as it is shown.
    fn enter(&mut self, text: &str, font: Option<SymbolFont>) -> String {
        if !text.chars().any(symbols::is_private) {
            self.source.text.push_str(text);
            return text.to_owned();
        }
        let mut shown = String::with_capacity(text.len());
        for character in text.chars() {
            let start = self.source.text.len();
            self.source.text.push(character);
            let span = Span::new(start, self.source.text.len());
            if !symbols::is_private(character) {
                shown.push(character);
                continue;
            }
            let (to, why) = match symbols::shown(font, character) {
                // A symbol font's space is a space, in the input as in the document.
                Some(' ') => {
                    self.source.text.truncate(start);
                    self.source.text.push(' ');
                    shown.push(' ');
                    continue;
                }
                Some(to) => (to, "character of a symbol font"),
                None => {
                    self.unknown_symbols.push((span, character));
                    if font.is_none() {
                        shown.push(character);
                        continue;
                    }
                    // Kept, it would be read as another font's sign wherever its font is not named.
                    (char::REPLACEMENT_CHARACTER, "unknown character of a symbol font")
                }
            };
            self.source.replaced.push(Replaced { span, from: character, to, why });
            shown.push(to);
        }
        shown
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

/// What stands for a thing that is not carried, in every language.
fn placeholder(run: &Run) -> Run {
    Run { insertion: run.insertion, deletion: run.deletion, ..Run::generated("[…]") }
}
