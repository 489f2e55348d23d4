//! Control words that set a format or end something.

use super::groups::{GroupEnding, StoryKind};
use super::story::RtfReader;
use super::words::{ALIGNMENTS, SWITCHES};
use crate::diagnostics::Refusal;
use crate::limits;
use crate::read::facts::types::{ParagraphProperties, RunProperties};
use crate::read::{code_page, language};
use crate::text::Format;

impl RtfReader {
    pub(super) fn format_or_end(&mut self, word: &[u8], number: Option<i32>) -> Result<(), Refusal> {
        let on = number != Some(0);
        if let Some((_, property)) = SWITCHES.iter().find(|(known, _)| *known == word) {
            self.state.run.state(*property, on);
            return Ok(());
        }
        if let Some((_, align)) = ALIGNMENTS.iter().find(|(known, _)| *known == word) {
            self.state.paragraph.align = Some(*align);
            return Ok(());
        }
        let value = number.unwrap_or(0);
        if word.starts_with(b"ff") && self.form.word(word, value) {
            return Ok(());
        }
        let packed = value as u32;
        let state = &mut self.state;
        match word {
            b"par" | b"sect" => self.end_paragraph(word == b"sect")?,
            b"cell" => {
                self.end_paragraph(false)?;
                self.end_cell();
            }
            b"row" => self.end_row(),
            b"landscape" => (self.lies, self.turned) = (true, true),
            b"sectd" => self.turned = self.lies,
            b"lndscpsxn" => self.turned = true,
            b"nestcell" => {
                self.end_paragraph(false)?;
                self.end_inner_cell();
            }
            b"nesttableprops" => self.outer_shape = Some(self.shape.clone()),
            b"nestrow" => self.end_inner_row(),
            b"itap" => state.depth = usize::try_from(value).unwrap_or(0).min(limits::TABLE_NESTING),
            b"page" | b"column" => self.story.flow.page_break(),
            b"pard" => {
                state.paragraph = ParagraphProperties::default();
                (state.in_table, state.depth) = (false, 0);
            }
            b"plain" => {
                state.run = RunProperties::default();
                state.moved = (false, false);
                state.runs_on = false;
                state.encoding = None;
            }
            b"s" => {
                let style = self.style(value)?;
                self.state.paragraph.style = style;
            }
            b"dropcapli" | b"dropcapt" => state.paragraph.runs_on = true,
            // A paragraph mark that hides itself: what follows goes on in the line.
            b"spv" => state.runs_on = on,
            b"ls" => state.paragraph.list = u32::try_from(value).ok(),
            b"ilvl" => state.paragraph.level = u8::try_from(value).ok().filter(|level| *level < 9),
            b"listtext" | b"pntext" => self.story.number_written = true,
            b"intbl" => state.in_table = true,
            b"li" => state.paragraph.indent = Some(value),
            b"fi" => state.paragraph.first_line = Some(value),
            b"outlinelevel" => state.paragraph.outline = u8::try_from(value).ok(),
            b"rtlpar" => state.paragraph.right_to_left = Some(true),
            b"pagebb" => state.paragraph.page_break_before = Some(on),
            b"ulnone" => state.run.state(Format::UNDERLINE, false),
            b"super" => state.run.state(Format::SUPERSCRIPT, on),
            b"sub" => state.run.state(Format::SUBSCRIPT, on),
            b"nosupersub" => {
                state.run.state(Format::SUPERSCRIPT, false);
                state.run.state(Format::SUBSCRIPT, false);
            }
            b"rtlch" => state.run.state(Format::RIGHT_TO_LEFT, true),
            b"ltrch" => state.run.state(Format::RIGHT_TO_LEFT, false),
            b"f" => self.font(value),
            b"deff" => self.default_font = Some(value),
            b"lang" => {
                let tag = u16::try_from(value).ok().and_then(language::tag).unwrap_or_default();
                let tag = self.facts.gathered.ledger.atom(tag)?;
                let [latin, ..] = &mut self.state.run.language;
                *latin = tag;
            }
            b"revised" => state.insertion.on = on,
            b"revauth" => state.insertion.author = packed,
            b"revdttm" => state.insertion.date = packed,
            b"deleted" => state.deletion.on = on,
            b"revauthdel" => state.deletion.author = packed,
            b"revdttmdel" => state.deletion.date = packed,
            b"mvf" => state.moved.0 = on,
            b"mvt" => state.moved.1 = on,
            b"mvauth" => state.mover.author = packed,
            b"mvdate" => state.mover.date = packed,
            b"uc" => state.substitutes = usize::try_from(value).unwrap_or(1),
            b"ansicpg" => self.encoding = u16::try_from(value).ok().map(code_page::encoding),
            b"mac" => self.encoding = Some(code_page::encoding(10000)),
            b"ftnalt" => {
                if state.ending == GroupEnding::Story(StoryKind::Footnote) {
                    state.ending = GroupEnding::Story(StoryKind::Endnote);
                }
            }
            _ => self.row_word(word, value),
        }
        Ok(())
    }
}
