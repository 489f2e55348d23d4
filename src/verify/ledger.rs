//! The ledger: every character of the input, and where it went.
//!
//! Counted are all characters that a reader can see: no white space and none of Unicode's invisible
//! format characters. Three comparisons, each in order and character by character: the decoded
//! input with the structure and what was set aside; the structure with the composed document; the
//! composed document with the text read back from the finished files. And the body stands in the
//! order of the input, in the structure and in the composed document: only source, title and agenda
//! item are moved, to its head, and notes and comments stand apart. A file whose ledger does not
//! balance is refused.

use std::borrow::Cow;
use std::char::ToUppercase;
use std::collections::BTreeSet;
use std::str::Chars;

use crate::budget;
use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::formula::{Formula, whole};
use crate::galley::{Galley, GalleyBlock, GalleyParagraph};
use crate::letters::is_invisible;
use crate::lines::LineIndex;
use crate::model::{Role, Submission};
use crate::source::{Replaced, SetAside};
use crate::template::style_id;
use crate::text::{Note, NoteKind, Object, Paragraph, Run, Span, Table, View};

/// A stretch of text that claims a place of the input.
#[derive(Debug, Clone, PartialEq, Eq)]
struct LedgerClaim<'a> {
    span: Span,
    text: Cow<'a, str>,
}

/// The claims of a structure, in the order of the input.
#[derive(Debug, Default)]
pub(crate) struct Ledger<'a> {
    claims: Vec<LedgerClaim<'a>>,
    /// Where the last text of the body that was claimed stands in the input.
    last: u32,
    /// The first text of the body that stands in the input before what the document has before it.
    misplaced: Option<u32>,
}

/// The authors' own marks (`*`) of notes, by index.
fn own_marks(notes: &[Note]) -> Vec<Option<String>> {
    notes.iter().map(|note| note.own_mark.clone()).collect()
}

/// The own mark of the note that a run refers to: the text of the reference.
fn own_mark<'m>(run: &Run, marks: &'m [Option<String>]) -> &'m str {
    match run.object {
        Some(Object::Note(index)) => marks.get(index as usize).and_then(Option::as_deref).unwrap_or_default(),
        _ => "",
    }
}

/// The space of symbol fonts, as Word keeps it and programs copy it.
const SPACE_OF_SIGNS: char = '\u{F020}';

/// Whether a character counts: it can be seen.
pub(crate) fn counts(c: char) -> bool {
    // Han and the signs of ASCII first: this is asked some fifteen times of each character of a text.
    matches!(c, '\u{3001}'..='\u{3163}' | '\u{3165}'..='\u{9FFF}' | '!'..='~')
        || c != ' ' && !(c.is_whitespace() || is_invisible(c) || c == SPACE_OF_SIGNS)
}

/// Counted characters of a text.
pub(crate) fn count(text: &str) -> usize {
    text.chars().filter(|c| counts(*c)).count()
}

/// Notes which notes and comments are referred to by words that the view does not show.
fn note_hidden(runs: &[Run], view: View, hidden: &mut BTreeSet<(bool, u32)>) {
    for run in runs.iter().filter(|run| !run.shown_in(view)) {
        match run.object {
            Some(Object::Note(at)) => hidden.insert((true, at)),
            Some(Object::Comment(at)) => hidden.insert((false, at)),
            _ => false,
        };
    }
}

impl<'a> Ledger<'a> {
    /// Opens a ledger with the texts of a structure that stand in a view.
    pub(crate) fn of_submission(submission: &'a Submission, view: View) -> Self {
        let mut ledger = Ledger::default();
        let marks = own_marks(&submission.notes);
        let masthead = &submission.masthead;
        for fact in [&masthead.source, &masthead.title, &masthead.agenda_item].into_iter().flatten() {
            ledger.runs(&fact.value, view, &marks);
        }
        // A note or comment on words that a view does not show is not shown either: the body comes first,
        // then the notes, then the comments, each after what refers to it.
        let mut hidden = BTreeSet::new();
        submission.visit(&mut |context, text| {
            let apart = match context.role {
                Role::Note(at) => Some((true, at)),
                Role::Comment(at) => Some((false, at)),
                _ => None,
            };
            let runs = text.runs();
            match apart {
                Some(apart) if hidden.contains(&apart) => return,
                Some(_) => {}
                None => ledger.body(runs),
            }
            ledger.runs(runs, view, &marks);
            note_hidden(runs, view, &mut hidden);
        });
        ledger.close()
    }

    /// Opens a ledger with the texts of a composed document that come from the input.
    pub(crate) fn of_galley(galley: &'a Galley) -> Self {
        let mut ledger = Ledger::default();
        let marks = own_marks(&galley.notes);
        each_paragraph(galley, &mut |moved, paragraph| {
            if !moved {
                ledger.body(&paragraph.runs);
            }
            ledger.runs(&paragraph.runs, View::Marked, &marks);
        });
        let notes = galley.notes.iter().flat_map(|note| &note.paragraphs);
        let comments = galley.comments.iter().flat_map(|comment| &comment.paragraphs);
        for paragraph in notes.chain(comments) {
            ledger.runs(&paragraph.runs, View::Marked, &marks);
        }
        ledger.close()
    }

    /// Takes note of the order of a text of the body.
    fn body(&mut self, runs: &[Run]) {
        for span in runs.iter().filter(|run| !run.text.is_empty()).filter_map(|run| run.span) {
            if span.start < self.last {
                self.misplaced.get_or_insert(span.start);
            }
            self.last = span.start;
        }
    }

    fn runs(&mut self, runs: &'a [Run], view: View, marks: &[Option<String>]) {
        for run in runs.iter().filter(|run| run.shown_in(view)) {
            if let Some(span) = run.span {
                let text = match own_mark(run, marks) {
                    "" => Cow::Borrowed(run.text.as_str()),
                    mark => Cow::Owned(format!("{}{mark}", run.text)),
                };
                self.claims.push(LedgerClaim { span, text });
            }
        }
    }

    fn close(mut self) -> Self {
        // They come in order but for what the form moves, and sorting takes half their room again.
        if !self.claims.is_sorted_by_key(|claim| claim.span) {
            self.claims.sort_by_key(|claim| claim.span);
        }
        self
    }

    /// Counted characters claimed.
    pub(crate) fn count(&self) -> usize {
        self.claims.iter().map(|claim| count(&claim.text)).sum()
    }

    /// Proves that the claims and what was set aside are the input, each character once.
    ///
    /// # Errors
    /// [`RefusalKind::Conservation`] with the place and the characters of the first difference.
    pub(crate) fn balance(
        &self,
        input: &str,
        set_aside: &[SetAside],
        replaced: &[Replaced],
    ) -> Result<(), Refusal> {
        self.in_order(input)?;
        let mut entries: Vec<(Span, Option<&str>)> =
            self.claims.iter().map(|claim| (claim.span, Some(&*claim.text))).collect();
        entries.extend(set_aside.iter().map(|piece| (piece.span, None)));
        entries.sort_by_key(|(span, _)| *span);
        let mut replaced: Vec<&Replaced> = replaced.iter().collect();
        replaced.sort_by_key(|one| one.span);
        let mut at = 0usize;
        // How far what was set aside reaches: a control character in a line that is set aside whole is
        // set aside twice, and stands nowhere.
        let mut aside = 0usize;
        for (span, text) in entries {
            budget::ask("its text was counted")?;
            let range = span.range();
            let twice = text.is_none() && range.end.min(at) <= aside;
            if text.is_none() {
                aside = aside.max(range.end);
            }
            if !twice
                && range.start < at
                && count(input.get(range.start..range.end.min(at)).unwrap_or_default()) > 0
            {
                return Err(lost(input, range.start, message!("stands in two places of the document")));
            }
            let gap = input.get(at..range.start.max(at)).unwrap_or_default();
            if let Some(offset) = gap.char_indices().find(|(_, c)| counts(*c)).map(|(offset, _)| offset) {
                return Err(lost(
                    input,
                    at + offset,
                    message!("is in no part of the document and was not set aside"),
                ));
            }
            if let Some(text) = text {
                let source = input.get(range.clone()).unwrap_or_default();
                if !same(source, text, span, &replaced) {
                    let shown: String = text.chars().take(24).collect();
                    let what = message!(
                        "became `{shown}` on the way into the document",
                        shown = shown.escape_debug()
                    );
                    return Err(lost(input, range.start, what));
                }
            }
            at = at.max(range.end);
        }
        let rest = input.get(at..).unwrap_or_default();
        match rest.char_indices().find(|(_, c)| counts(*c)) {
            Some((offset, _)) => {
                Err(lost(input, at + offset, message!("is in no part of the document and was not set aside")))
            }
            None => Ok(()),
        }
    }

    /// Proves that another ledger holds the same characters of the same places.
    ///
    /// # Errors
    /// [`RefusalKind::Conservation`] with the place of the first difference.
    pub(crate) fn equals(&self, other: &Ledger<'_>, input: &str) -> Result<(), Refusal> {
        other.in_order(input)?;
        let alike = self.claims.iter().zip(&other.claims).take_while(|(one, other)| one == other).count();
        let (mut mine, mut theirs) = (self.characters(alike), other.characters(alike));
        loop {
            match (mine.next(), theirs.next()) {
                (None, None) => return Ok(()),
                (Some((_, a)), Some((_, b))) if a == b => {}
                (Some((at, _)), _) | (None, Some((at, _))) => {
                    return Err(lost(
                        input,
                        at as usize,
                        message!("does not stand in the composed document as in the structure"),
                    ));
                }
            }
        }
    }

    fn in_order(&self, input: &str) -> Result<(), Refusal> {
        match self.misplaced {
            Some(at) => Err(lost(input, at as usize, message!("stands behind what follows it in the input"))),
            None => Ok(()),
        }
    }

    /// Counted characters in order, from a claim on, each with the start of its claim.
    fn characters(&self, from: usize) -> impl Iterator<Item = (u32, char)> {
        self.claims
            .iter()
            .skip(from)
            .flat_map(|claim| claim.text.chars().filter(|c| counts(*c)).map(|c| (claim.span.start, c)))
    }
}

/// Whether a claimed text is its place of the input, characters replaced on reading aside.
fn same(source: &str, text: &str, span: Span, replaced: &[&Replaced]) -> bool {
    let from = replaced.partition_point(|one| one.span.start < span.start);
    let here: Vec<&&Replaced> =
        replaced.get(from..).unwrap_or_default().iter().take_while(|one| one.span.end <= span.end).collect();
    if here.is_empty() && source == text {
        return true;
    }
    let shown = |c: char| here.iter().find(|one| one.from == c).map_or(c, |one| one.to);
    let mut wanted = source.chars().filter(|c| counts(*c)).map(shown);
    let mut given = text.chars().filter(|c| counts(*c));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (a, b) if a == b => {}
            _ => return false,
        }
    }
}

fn lost(input: &str, at: usize, what: Message) -> Refusal {
    let (line, column) = LineIndex::new(input).position(input, u32::try_from(at).unwrap_or(u32::MAX));
    let near: String = input.get(at..).unwrap_or_default().chars().take(16).collect();
    Refusal::new(
        RefusalKind::Conservation,
        message!("line {line}, column {column}: the text `{near}` {what}", line, column, near = near.escape_debug(), what => what),
        message!("this is a fault of itudoc: please report it with the file; nothing was written"),
    )
}

/// The text that a reader of the finished file must find, masthead first, notes apart. `references`:
/// the reader takes an author's own mark of a note for text, as Word does and PDF does not.
pub(crate) fn expected(galley: &Galley, references: bool) -> (String, Vec<String>) {
    let marks = if references { own_marks(&galley.notes) } else { Vec::new() };
    let formulas = if references { galley.formulas.as_slice() } else { &[] };
    let mut body = String::new();
    each_paragraph(galley, &mut |_, paragraph| push(&mut body, paragraph, &marks, formulas));
    // Finished files hold the footnotes first, then the endnotes.
    let of = |kind| galley.notes.iter().filter(move |note| note.kind == kind);
    let notes = of(NoteKind::Footnote).chain(of(NoteKind::Endnote)).map(|note| {
        let mark = note.own_mark.as_deref().filter(|_| references);
        let mut text = mark.map(|mark| format!("{mark} ")).unwrap_or_default();
        note.paragraphs.iter().for_each(|paragraph| push(&mut text, paragraph, &marks, formulas));
        text
    });
    (body, notes.collect())
}

/// The text that a reader of a finished file must find in its comments; `word`: of a Word document, which
/// holds formulas as such.
pub(crate) fn expected_comments(galley: &Galley, word: bool) -> String {
    let formulas = if word { galley.formulas.as_slice() } else { &[] };
    let marks = own_marks(&galley.notes);
    let mut text = String::new();
    let comments = galley.comments.iter().flat_map(|comment| &comment.paragraphs);
    comments.for_each(|paragraph| push(&mut text, paragraph, &marks, formulas));
    text
}

/// `formulas`: those that a Word document holds as such, with their characters and without what their
/// structure stands for.
fn push(text: &mut String, paragraph: &Paragraph, marks: &[Option<String>], formulas: &[Formula]) {
    let mut inside = 0;
    for (at, run) in paragraph.runs.iter().enumerate() {
        if let Some((count, _)) = whole(&paragraph.runs, at, formulas) {
            inside = at + count;
        }
        if at >= inside || run.span.is_some() {
            text.push_str(&run.text);
        }
        text.push_str(own_mark(run, marks));
    }
    text.push('\n');
}

/// Styles of what is moved to the head of a document, below the masthead.
const MOVED: [&str; 3] = [style_id::SOURCE, style_id::TITLE_1, style_id::AGENDA_ITEM];

/// Visits each paragraph, with whether it was moved to the head of the document.
fn each_paragraph<'g>(galley: &'g Galley, visit: &mut dyn FnMut(bool, &'g Paragraph)) {
    let rows = galley.masthead.iter().flat_map(|row| row.left.iter().chain(&row.right));
    for line in rows {
        visit(true, &line.paragraph);
    }
    for block in &galley.blocks {
        match block {
            GalleyBlock::Paragraph(GalleyParagraph { style, paragraph, .. }) => {
                visit(MOVED.contains(style), paragraph)
            }
            GalleyBlock::Table(table) => each_cell(table, &mut |paragraph| visit(false, paragraph)),
        }
    }
}

fn each_cell<'t>(table: &'t Table, visit: &mut dyn FnMut(&'t Paragraph)) {
    table.paragraphs().into_iter().for_each(visit);
}

/// How a finished file parts its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Boundaries {
    /// As the composed text does, by spaces, tabs and ends of lines, and nowhere else.
    Same,
    /// Wherever the composed text does, by whatever; lines that break on a page part words elsewhere too.
    All,
}

/// What parts a character from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
enum Parting {
    #[default]
    Nothing,
    Space,
    Tab,
    LineEnd,
}

impl Parting {
    fn by(c: char) -> Self {
        match c {
            '\t' => Parting::Tab,
            // Lines end at these (Unicode, UAX 14, BK and NL).
            '\n'..='\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Parting::LineEnd,
            c if c.is_whitespace() => Parting::Space,
            _ => Parting::Nothing,
        }
    }
}

/// Proves that the text read back from a finished file is what was composed: the letters, and where words
/// end.
///
/// Letters that differ in case alone are the same: a style sets capitals in print, and keeps the
/// words as they were written in Word.
///
/// # Errors
/// [`RefusalKind::Conservation`] naming the file's kind and the first difference.
pub(crate) fn compare(
    what: &str,
    composed: &str,
    read_back: &str,
    boundaries: Boundaries,
) -> Result<(), Refusal> {
    let mut wanted = Capitals::of(composed);
    let mut found = Capitals::of(read_back);
    let mut begun = false;
    budget::ask_now("the outputs were compared with it")?;
    loop {
        budget::ask("the outputs were compared with it")?;
        begun |= pass_over(&mut wanted, &mut found);
        match (wanted.next(), found.next()) {
            (None, None) => return Ok(()),
            (Some(a), Some(b)) if a == b => {
                let kept = match boundaries {
                    Boundaries::Same => wanted.parted == found.parted,
                    Boundaries::All => wanted.parted == Parting::Nothing || found.parted != Parting::Nothing,
                };
                if begun && !kept {
                    let parted = (wanted.parted, found.parted);
                    return Err(misparted(what, composed, place(composed, wanted, true), parted));
                }
                begun = true;
            }
            (a, b) => {
                let place = place(composed, wanted, a.is_some());
                let before: String =
                    Capitals::of(composed).take(place).skip(place.saturating_sub(24)).collect();
                let show = |c: Option<char>| c.map_or("the end".to_owned(), |c| format!("`{c}`"));
                return Err(Refusal::new(
                    RefusalKind::Conservation,
                    message!(
                        "the {what} does not hold the composed text: after `{before}` (character {place}) stands {stands} instead of {wanted}",
                        what,
                        before,
                        place,
                        stands = show(b),
                        wanted = show(a)
                    ),
                    message!(
                        "this is a fault of itudoc: please report it with the file; nothing was written"
                    ),
                ));
            }
        }
    }
}

/// How many counted characters of a text stand before the last one given, where one was given.
fn place(text: &str, rest: Capitals<'_>, given: bool) -> usize {
    Capitals::of(text).count() - rest.count() - usize::from(given)
}

/// Passes over what two texts have alike, byte for byte, as far as its last counted character; gives whether there
/// is one. Nearly all of a file is alike, and character by character the comparison was a fiftieth of a conversion.
fn pass_over(wanted: &mut Capitals<'_>, found: &mut Capitals<'_>) -> bool {
    /// Bytes compared at once.
    const STEP: usize = 64;
    if wanted.more.is_some() || found.more.is_some() {
        return false;
    }
    let (one, other) = (wanted.characters.as_str(), found.characters.as_str());
    let pairs = one.as_bytes().chunks(STEP).zip(other.as_bytes().chunks(STEP));
    let length: usize = pairs.take_while(|(one, other)| one == other).map(|(one, _)| one.len()).sum();
    let alike = one.get(..one.floor_char_boundary(length)).unwrap_or_default();
    let end = alike.char_indices().rfind(|(_, c)| counts(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    let (Some(one), Some(other)) = (one.get(end..), other.get(end..)) else { return false };
    (wanted.characters, found.characters) = (one.chars(), other.chars());
    end > 0
}

fn misparted(what: &str, composed: &str, place: usize, parted: (Parting, Parting)) -> Refusal {
    let mut characters = Capitals::of(composed).skip(place.saturating_sub(24));
    let before: String = characters.by_ref().take(place.min(24)).collect();
    let after: String = characters.take(12).collect();
    let how = match parted {
        (_, Parting::Nothing) => "runs them together",
        (Parting::Nothing, _) => "parts them",
        _ => "parts them by another sign",
    };
    Refusal::new(
        RefusalKind::Conservation,
        message!(
            "the {what} does not part words as composed: between `{before}` and `{after}` it {how}",
            what,
            before,
            after,
            how
        ),
        message!("this is a fault of itudoc: please report it with the file; nothing was written"),
    )
}

/// The counted characters of a text as capitals; `ß` gives two.
struct Capitals<'t> {
    characters: Chars<'t>,
    /// What stands before the last character given.
    parted: Parting,
    /// What is left of a character that has several.
    more: Option<ToUppercase>,
}

impl<'t> Capitals<'t> {
    fn of(text: &'t str) -> Self {
        Self { characters: text.chars(), parted: Parting::Nothing, more: None }
    }
}

impl Iterator for Capitals<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        self.parted = Parting::Nothing;
        if let Some(c) = self.more.as_mut().and_then(Iterator::next) {
            return Some(c);
        }
        let parted = &mut self.parted;
        let c = self.characters.find(|c| {
            let found = counts(*c);
            if !found {
                *parted = (*parted).max(Parting::by(*c));
            }
            found
        })?;
        // Han and kana have no case, and the tables behind `to_uppercase` are slow.
        if matches!(c, '\u{2E80}'..='\u{A63F}' | '0'..='9') {
            return Some(c);
        }
        let mut capitals = c.to_uppercase();
        let first = capitals.next();
        self.more = (capitals.len() > 0).then_some(capitals);
        first
    }
}
