//! Facts of the masthead that stand on two lines: a conference's name, a standard title.
//!
//! In: a line and the next. Out: whether the fact was taken, and the second line with it. Never: two
//! lines that each say something of their own.

use std::collections::VecDeque;

use super::number::{changed_above, unlettered};
use super::{
    LONGEST_TITLE, MastheadLines, conference_line, document, is_body, is_labelled, is_name, is_prompt,
};
use crate::language::Language;
use crate::lexicon::Lexicon;
use crate::lexicon::masthead::LabelledFact;
use crate::model::{Evidence, Fact};
use crate::parse::lines::{InputLine, TextLine};
use crate::registry::Registry;

impl MastheadLines {
    /// Takes a conference whose name stands on two lines: `PLENIPOTENTIARY` over `CONFERENCE (PP-02)`.
    pub(super) fn conference_of_two(
        &mut self,
        line: &TextLine,
        next: Option<&InputLine>,
        language: Option<Language>,
        lexicon: &Lexicon,
        registry: &Registry,
    ) -> bool {
        let Some(InputLine::Text(next)) = next else { return false };
        let short = line.text.chars().count() + next.text.chars().count() <= LONGEST_TITLE;
        if self.masthead.conference.is_some()
            || !short
            || is_body(next, false, lexicon)
            || conference_line(&line.text, language, lexicon, registry).is_some()
        {
            return false;
        }
        let joined = format!("{} {}", line.text, next.text);
        let glued = format!("{}{}", line.text, next.text);
        let alone = conference_line(&next.text, language, lexicon, registry).is_some();
        let found =
            [joined, glued].iter().find_map(|name| conference_line(name, language, lexicon, registry));
        let Some(value) = found.filter(|_| !alone) else { return false };
        let evidence = Evidence::Stated(line.paragraph.span.to(next.paragraph.span));
        self.masthead.conference = Some(Fact { value, evidence });
        self.named = true;
        true
    }

    /// Takes a standard title that stands on two lines, which is no source over a title.
    pub(super) fn title_of_two(
        &mut self,
        line: &TextLine,
        lines: &mut VecDeque<InputLine>,
        lexicon: &Lexicon,
    ) -> bool {
        let Some(InputLine::Text(next)) = lines.front() else { return false };
        let whole = lexicon.is_standard_title(&format!("{} {}", line.text, next.text));
        let title = whole && !lexicon.is_standard_title(&next.text) && is_name(&line.text);
        if self.masthead.title.is_some() || !title || next.paragraph.hint.blank_lines_before > 0 {
            return false;
        }
        let mut value = line.paragraph.runs.clone();
        value.push(crate::text::Run::generated(" "));
        value.extend(next.paragraph.runs.iter().cloned());
        let evidence = Evidence::Stated(line.paragraph.span.to(next.paragraph.span));
        self.masthead.title = Some(Fact { value, evidence });
        lines.pop_front();
        true
    }

    /// Takes a further line of the name of a body, above its place and days: `Regional Preparatory Meeting`
    /// over `for WTDC-17 for the Americas`.
    pub(super) fn name_goes_on(
        &mut self,
        line: &TextLine,
        next: &VecDeque<InputLine>,
        lexicon: &Lexicon,
    ) -> bool {
        const NEAR: usize = 3;
        let Some((_, name)) = self.body.as_mut().filter(|_| self.named) else { return false };
        let own = |line: &TextLine| {
            lexicon.days(&line.text).is_none()
                && lexicon.date(&line.text).is_none()
                && document(lexicon, &line.text).is_none()
                && !lexicon.is_meeting(&line.text)
                && lexicon.change(&line.text).is_none()
                && !lexicon.is_original_label(&line.text)
                && lexicon.agenda_item(&line.text).is_none()
                && !is_labelled(&line.text)
        };
        let mut near = next.iter().take(NEAR).map_while(|line| match line {
            InputLine::Text(line) => Some(line),
            InputLine::Table(_) => None,
        });
        let placed = near.find(|line| !own(line)).is_some_and(|line| lexicon.days(&line.text).is_some());
        if !own(line) || !placed || line.text.chars().count() > LONGEST_TITLE {
            return false;
        }
        name.value.push(' ');
        name.value.push_str(line.text.trim());
        if let Evidence::Stated(span) = &mut name.evidence {
            *span = span.to(line.paragraph.span);
        }
        true
    }

    /// Takes the title of minutes whose meeting stands above the word: `第八次全体会议` over `会议记录`.
    pub(super) fn minutes_of_two(
        &mut self,
        line: &TextLine,
        lines: &mut VecDeque<InputLine>,
        lexicon: &Lexicon,
    ) -> bool {
        let Some(InputLine::Text(next)) = lines.front() else { return false };
        let masthead = &mut self.masthead;
        let due = masthead.document.is_some() && masthead.source.is_none() && masthead.title.is_none();
        if !due
            || !is_name(&line.text)
            || lexicon.is_minutes(&line.text)
            || !lexicon.is_minutes(&next.text)
            || [&line.text, &next.text].into_iter().any(|text| {
                lexicon.date(text).is_some() || lexicon.is_original_label(text) || lexicon.is_meeting(text)
            })
        {
            return false;
        }
        let mut value = line.paragraph.runs.clone();
        value.push(crate::text::Run::generated(" "));
        value.extend(next.paragraph.runs.iter().cloned());
        let evidence = Evidence::Stated(line.paragraph.span.to(next.paragraph.span));
        masthead.title = Some(Fact { value, evidence });
        self.is_minutes = true;
        lines.pop_front();
        true
    }

    /// Takes a further line of the title of minutes: `OF THE` and `SEVENTEENTH PLENARY MEETING` under
    /// `MINUTES`. They are in capitals as it is; the day and the chair are not.
    pub(super) fn minutes_go_on(&mut self, line: &TextLine) -> bool {
        let capitals =
            line.text.chars().any(char::is_uppercase) && !line.text.chars().any(char::is_lowercase);
        let Some(Fact { value, evidence: Evidence::Stated(span) }) = &mut self.masthead.title else {
            return false;
        };
        if !capitals || line.text.contains(|c: char| c.is_ascii_digit()) {
            return false;
        }
        value.push(crate::text::Run::generated(" "));
        value.extend(line.paragraph.runs.iter().cloned());
        *span = span.to(line.paragraph.span);
        true
    }

    /// Takes the number of the document whose label stands on a line of its own: `Document` over `C22/45-E`.
    pub(super) fn number_of_two(
        &mut self,
        line: &TextLine,
        next: Option<&InputLine>,
        lexicon: &Lexicon,
    ) -> bool {
        let (None, Some(InputLine::Text(next))) = (&self.masthead.document, next) else { return false };
        if !lexicon.is_document_label(&line.text) {
            return false;
        }
        let label = line.text.trim().trim_end_matches([':', '：']);
        let joined = format!("{label} {}", next.text.trim());
        let lettered = document(lexicon, &joined).filter(|(_, rest)| rest.trim().is_empty());
        let Some(mut value) = lettered.map(|(value, _)| value).or_else(|| unlettered(lexicon, &joined))
        else {
            return false;
        };
        changed_above(&mut value, &mut self.changes);
        let evidence = Evidence::Stated(line.paragraph.span.to(next.paragraph.span));
        self.masthead.document = Some(Fact { value, evidence });
        true
    }

    /// Takes the source or the title whose label stands on a line of its own, as a table's cells leave it: `Source:`
    /// over `China Mobile`. Tells where the words stand.
    pub(super) fn fact_of_two(
        &mut self,
        line: &TextLine,
        lines: &mut VecDeque<InputLine>,
        lexicon: &Lexicon,
    ) -> bool {
        let Some(InputLine::Text(next)) = lines.front() else { return false };
        let slot = match lexicon.labels_fact(&line.text) {
            Some(LabelledFact::Source) => &mut self.masthead.source,
            Some(LabelledFact::Title) => &mut self.masthead.title,
            None => return false,
        };
        if slot.is_some() || !is_name(&next.text) || is_prompt(&next.text) {
            return false;
        }
        let evidence = Evidence::Stated(next.paragraph.span);
        *slot = Some(Fact { value: next.paragraph.runs.clone(), evidence });
        lines.pop_front();
        true
    }

    /// Takes the second line of a title: `EUROPEAN COMMON PROPOSALS FOR THE` over `WORK OF THE CONFERENCE`.
    pub(super) fn goes_on(&mut self, line: &TextLine, lexicon: &Lexicon) -> bool {
        let masthead = &mut self.masthead;
        let next_to = line.paragraph.hint.blank_lines_before == 0;
        let Some(Fact { value, evidence: Evidence::Stated(span) }) = &mut masthead.title else {
            return false;
        };
        let title: String = value.iter().map(|run| run.text.as_str()).collect();
        let joined = format!("{} {}", title.trim(), line.text);
        if !next_to || lexicon.is_standard_title(&title) || !lexicon.is_standard_title(&joined) {
            return false;
        }
        value.push(crate::text::Run::generated(" "));
        value.extend(line.paragraph.runs.iter().cloned());
        *span = span.to(line.paragraph.span);
        true
    }
}
