//! The ledger of the file: what a file's bytes show, counted without any module of the readers, against
//! what the reader of its format took in.
//!
//! In: the bytes, and the source that a reader made. Out: the account of the input, or a refusal that
//! names what was lost, or what was made up. Never: a style, a number or a meaning; extractors are as
//! plain as honesty allows, so that their faults are not the readers' faults.

mod akn;
mod characters;
mod doc97;
mod docx;
mod fields;
mod flat;
mod flow;
mod html;
mod labels;
mod lines;
mod markup;
mod mime;
mod misplaced;
mod odt;
mod package;
mod pages;
mod rtf;
mod story;
mod text;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use lines::{LineDifference, VisibleLines, compare};

use super::ledger::count;
use crate::diagnostics::{Message, Refusal, RefusalKind, message};
use crate::source::{InputAccount, SetAsideWhy, Source, SourceBlock, SourceFormat, Things};
use crate::text::{Object, Paragraph, Run, Table};

/// What a file shows.
#[derive(Debug, Default, Clone)]
pub(crate) struct Inventory {
    /// Its words.
    lines: VisibleLines,
    /// Words that stand in formula fields, of which a reader makes a line of its own.
    formulas: String,
    /// Things that are no words.
    pub things: Things,
    /// Documents inside the document, each on its own: one that no reader takes leaves a placeholder.
    chunks: Vec<Inventory>,
    /// Quotations whose marks only a style sheet adds.
    quotations: usize,
}

impl Inventory {
    /// Adds what a document inside the document shows.
    fn append(&mut self, other: &Inventory) {
        self.lines.append(&other.lines);
        self.formulas.push_str(&other.formulas);
        self.things.add(&other.things);
        self.quotations += other.quotations;
    }

    /// Adds the documents inside the document: their lines, or an object where `unread` says so.
    fn with_chunks(&mut self, chunks: &[Inventory], unread: impl Fn(&Inventory) -> bool) {
        for chunk in chunks {
            if unread(chunk) {
                self.things.objects += 1;
            } else {
                self.append(chunk);
            }
        }
    }
}

/// Documents in documents.
const DEPTH: usize = 4;

/// What a file shows; `None` where it is none that is counted here, or damaged.
fn inventory(bytes: &[u8], source: Option<&Source>, depth: usize) -> Option<Inventory> {
    if depth > DEPTH {
        return None;
    }
    let format = match source {
        Some(source) => source.format.clone(),
        None => sniff(bytes)?,
    };
    match format {
        SourceFormat::Docx => docx::inventory(bytes, depth),
        SourceFormat::FlatDocx => docx::of_flat(bytes, depth),
        SourceFormat::WordXml => docx::of_word_xml(bytes),
        SourceFormat::Odt => odt::inventory(bytes),
        SourceFormat::FlatOdt => odt::flat(&package::xml(bytes)?),
        SourceFormat::Doc => doc97::inventory(bytes),
        SourceFormat::Rtf => rtf::inventory(bytes.get(start_of_rtf(bytes)?..)?),
        SourceFormat::Html => {
            let (page, charset) = mime::page(bytes)?;
            // No browser shows a NUL, or parts a tag at one.
            html::inventory(&text::decoded(&page, charset.as_deref(), source)?.replace('\0', ""))
        }
        SourceFormat::Text { encoding } => text::inventory(bytes, &encoding, source),
        SourceFormat::AkomaNtoso => akn::inventory(&package::xml(bytes)?),
    }
}

/// Where Rich Text begins; editors and mail put marks and blank lines before it.
fn start_of_rtf(bytes: &[u8]) -> Option<usize> {
    bytes.windows(5).take(4096).position(|window| window == b"{\\rtf")
}

/// The format of a document inside a document.
fn sniff(bytes: &[u8]) -> Option<SourceFormat> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(SourceFormat::Docx);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0") {
        return Some(SourceFormat::Doc);
    }
    if start_of_rtf(bytes).is_some_and(|at| at < 8) {
        return Some(SourceFormat::Rtf);
    }
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096))?).to_ascii_lowercase();
    let page = ["<html", "<body", "<p>", "<p ", "<div", "<!doctype html", "content-type:"];
    if head.contains("/office/2006/xmlpackage") {
        return Some(SourceFormat::FlatDocx);
    }
    let is_page = page.iter().any(|mark| head.contains(mark));
    Some(if is_page { SourceFormat::Html } else { SourceFormat::default() })
}

/// What stands in the text for a thing that is not carried.
const PLACEHOLDER: &str = "[…]";

/// Counts what a file shows and proves that the reader took it in: every character carried or set
/// aside, none made up; every picture carried or replaced by a placeholder; every table there.
///
/// # Errors
/// [`RefusalKind::Conservation`] with what is missing, and where.
pub(crate) fn account(bytes: &[u8], source: &Source) -> Result<InputAccount, Refusal> {
    let mut account = of_source(source);
    if source.read_by.is_some() {
        return Ok(account);
    }
    let Some(mut inventory) = inventory(bytes, Some(source), 0) else { return Ok(account) };
    let taken = taken(source, &inventory);
    let chunks = std::mem::take(&mut inventory.chunks);
    let own = (!chunks.is_empty()).then(|| inventory.clone());
    inventory.with_chunks(&chunks, |_| false);
    let (mut difference, mut apart) = difference(&mut inventory, &taken, source);
    if let Some(mut own) = own.filter(|_| !difference.is_empty() && account.placeholders > 0) {
        let lines: HashSet<&str> = taken.iter().collect();
        own.with_chunks(&chunks, |chunk| !chunk.lines.iter().any(|line| lines.contains(line)));
        let (without, reasons) = self::difference(&mut own, &taken, source);
        if without.is_empty() {
            (inventory, difference, apart) = (own, without, reasons);
        }
    }
    if source.format == SourceFormat::Html && !difference.is_empty() {
        // A page whose bytes are of no encoding, or of two: one reading of them that was read whole is proof.
        const MOST_BYTES: usize = 4 << 20;
        let page = mime::page(bytes).filter(|(page, _)| page.len() <= MOST_BYTES);
        let other = page.and_then(|(page, _)| {
            text::decodings(&page).find_map(|text| {
                let mut other = html::inventory(&text.replace('\0', ""))?;
                other.lines.change(html::unsigned);
                // Without what else has its reason: other letters on both sides would pass by it.
                compare(&other.lines, &taken).is_empty().then_some(other)
            })
        });
        if let Some(other) = other {
            (inventory, difference, apart) = (other, LineDifference::default(), Vec::new());
        }
    }
    account.shown = Some(inventory.lines.count());
    account.things = inventory.things;
    account.apart = apart;
    let headers = account.set_aside.get(&SetAsideWhy::PageHeader).copied().unwrap_or(0);
    if headers > 0 && !counts_headers(source) {
        account.apart.push(("page-headers", -(headers as i64)));
    }
    let proved = words(&difference).and_then(|()| things(&inventory.things, source, &account));
    proved.map_err(|refusal| damaged(bytes, source).unwrap_or(refusal))?;
    Ok(account)
}

/// The lines that were taken in.
fn taken(source: &Source, inventory: &Inventory) -> VisibleLines {
    let mut text =
        if counts_headers(source) { Cow::Borrowed(source.text.as_str()) } else { without_headers(source) };
    // The signs of a page stand at the codes of its encoding, those of Word's at U+F020 to U+F0FF.
    if has_pages(source, inventory) && text.chars().any(|c| html::unsigned(c) != c) {
        text = Cow::Owned(text.chars().map(html::unsigned).collect());
    }
    let mut taken = VisibleLines::default();
    taken.add_all(&text);
    taken
}

/// Whether the headers of a format are counted too.
fn counts_headers(source: &Source) -> bool {
    matches!(
        source.format,
        SourceFormat::Docx | SourceFormat::FlatDocx | SourceFormat::WordXml | SourceFormat::Text { .. }
    )
}

fn has_pages(source: &Source, inventory: &Inventory) -> bool {
    source.format == SourceFormat::Html || inventory.things.chunks > 0
}

/// Reasons for which the two counts differ, and by how many characters the file's is more.
type Reasons = Vec<(&'static str, i64)>;

/// Takes out of a difference what there is one reason for.
type Excuse = fn(&mut LineDifference, &Inventory, &Source);

/// What the file shows and was not taken in, and what was made up, without what has its reason; the reasons.
fn difference(inventory: &mut Inventory, taken: &VisibleLines, source: &Source) -> (LineDifference, Reasons) {
    if has_pages(source, inventory) {
        inventory.lines.change(html::unsigned);
    }
    let mut difference = compare(&inventory.lines, taken);
    if difference.is_empty() {
        return (difference, Vec::new());
    }
    let mut reasons = Vec::new();
    let excuses: [(&'static str, Excuse); 7] = [
        ("damaged-bytes", excuse_damage),
        ("old-word", excuse_old_word),
        ("note-marks", excuse_note_marks),
        ("formulas", excuse_formulas),
        ("quotation-marks", excuse_quotations),
        ("notes-in-notes", excuse_inner_notes),
        ("set-aside", excuse_set_aside),
    ];
    for (reason, excuse) in excuses {
        let before = difference.balance();
        excuse(&mut difference, inventory, source);
        let excused = before - difference.balance();
        if excused != 0 {
            reasons.push((reason, excused));
        }
    }
    (difference, reasons)
}

/// The refusal of a file of which nobody can say what it shows: Word opens none with words where none may
/// stand.
fn damaged(bytes: &[u8], source: &Source) -> Option<Refusal> {
    let found = match source.format {
        SourceFormat::Docx => docx::misplaced(bytes)?,
        _ => return None,
    };
    let advice = message!("open it in Word, let Word repair it, and save it under another name");
    Some(Refusal::new(RefusalKind::Damaged, found, advice))
}

/// The text of a source without what it set aside as headers.
fn without_headers(source: &Source) -> Cow<'_, str> {
    let mut text = String::with_capacity(source.text.len());
    let mut at = 0usize;
    for piece in source.set_aside.iter().filter(|piece| piece.why == SetAsideWhy::PageHeader) {
        text.push_str(source.text.get(at..piece.span.range().start).unwrap_or_default());
        at = at.max(piece.span.range().end);
    }
    text.push_str(source.text.get(at..).unwrap_or_default());
    Cow::Owned(text)
}

/// The account as the reader's own result gives it.
fn of_source(source: &Source) -> InputAccount {
    let mut account = InputAccount::default();
    for piece in &source.set_aside {
        let text = source.text.get(piece.span.range()).unwrap_or_default();
        *account.set_aside.entry(piece.why).or_default() += count(text);
    }
    account.carried = count(&source.text).saturating_sub(account.set_aside.values().sum());
    account.placeholders = runs(source).filter(|run| run.span.is_none() && run.text == PLACEHOLDER).count();
    account
}

/// Bytes that no encoding explains, as in damaged files, come out as other letters on both sides.
fn excuse_damage(difference: &mut LineDifference, _: &Inventory, source: &Source) {
    if !matches!(source.format, SourceFormat::Html | SourceFormat::Rtf) {
        return;
    }
    difference.lost.retain(|c, _| !c.is_control());
    // What stands for half a character that has no other half.
    difference.invented.remove(&'\u{FFFD}');
    let all = difference.lost.keys().chain(difference.invented.keys());
    let other = !difference.lost.is_empty() && !difference.invented.is_empty();
    if other && all.into_iter().all(|c| !c.is_ascii()) {
        difference.lost.clear();
        difference.invented.clear();
    }
}

/// Headers and text boxes of old Word files are read beside what is counted; a sign of a symbol font stands
/// in the text as a bracket.
fn excuse_old_word(difference: &mut LineDifference, _: &Inventory, source: &Source) {
    if source.format == SourceFormat::Doc {
        difference.invented.clear();
        let signs = source.text.chars().filter(|c| !c.is_ascii()).count();
        take(&mut difference.lost, '(', signs);
    }
}

/// An author's own mark of a note stands at the reference and in the note; the source keeps it once, outside
/// of its text.
fn excuse_note_marks(difference: &mut LineDifference, _: &Inventory, source: &Source) {
    let marks = source.notes.iter().filter_map(|note| note.own_mark.as_deref());
    for character in marks.flat_map(str::chars) {
        // A mark in a symbol font is kept as it is shown.
        let sign = difference.lost.keys().copied().find(|c| ('\u{F020}'..='\u{F0FF}').contains(c));
        let kept = if difference.lost.contains_key(&character) { Some(character) } else { sign };
        kept.into_iter().for_each(|kept| take(&mut difference.lost, kept, 2));
    }
}

/// A reader makes a line of its own of a formula, or a placeholder.
fn excuse_formulas(difference: &mut LineDifference, inventory: &Inventory, source: &Source) {
    let placeholders = runs(source).any(|run| run.span.is_none() && run.text == PLACEHOLDER);
    for character in inventory.formulas.chars() {
        if placeholders || is_enclosed(character) {
            take(&mut difference.lost, character, 1);
        }
    }
    if !inventory.formulas.is_empty() {
        // What it draws: a fraction's line, a root, an integral's sign, the other half of a pair of brackets.
        difference.invented.retain(|c, _| !"/√()[]{}<>|∑∫∏;,.".contains(*c) && !is_enclosed(*c));
    }
}

/// The marks of a quotation that only a style sheet adds.
fn excuse_quotations(difference: &mut LineDifference, inventory: &Inventory, _: &Source) {
    if inventory.quotations > 0 {
        difference.invented.retain(|c, _| !"“”‘’«»„‚".contains(*c));
    }
}

/// Notes inside notes are repeated in brackets.
fn excuse_inner_notes(difference: &mut LineDifference, _: &Inventory, source: &Source) {
    if source.findings.iter().any(|finding| finding.rule.code == "WRD023") {
        difference.invented.clear();
    }
}

/// What is set aside, as hidden words, need not be shown.
fn excuse_set_aside(difference: &mut LineDifference, _: &Inventory, source: &Source) {
    for piece in &source.set_aside {
        for character in source.text.get(piece.span.range()).unwrap_or_default().chars() {
            take(&mut difference.invented, character, 1);
        }
    }
}

/// Circles, squares, and what stands in them.
fn is_enclosed(c: char) -> bool {
    matches!(c, '①'..='⑳' | '\u{24B6}'..='\u{24E9}' | '○' | '\u{3007}' | '◯') || c.is_ascii_alphanumeric()
}

fn take(counts: &mut HashMap<char, usize>, character: char, most: usize) {
    if let Some(count) = counts.get_mut(&character) {
        *count = count.saturating_sub(most);
        if *count == 0 {
            counts.remove(&character);
        }
    }
}

fn words(difference: &LineDifference) -> Result<(), Refusal> {
    let listed = |counts: &HashMap<char, usize>| {
        let mut all: Vec<char> = counts.keys().copied().collect();
        all.sort_unstable();
        all.iter().take(12).map(|c| c.escape_debug().to_string()).collect::<Vec<_>>().join(" ")
    };
    let advice =
        || message!("this is a fault of itudoc: please report it with the file; nothing was written");
    if !difference.lost.is_empty() {
        let count: usize = difference.lost.values().sum();
        let near = difference.line.as_deref().unwrap_or_default();
        let list = listed(&difference.lost);
        let what = message!(
            "the file shows {count} characters that were not read ({list}), near “{near}”",
            count,
            list,
            near
        );
        return Err(Refusal::new(RefusalKind::Conservation, what, advice()));
    }
    if !difference.invented.is_empty() {
        let count: usize = difference.invented.values().sum();
        let list = listed(&difference.invented);
        let what = message!("{count} characters were read that the file does not show ({list})", count, list);
        return Err(Refusal::new(RefusalKind::Conservation, what, advice()));
    }
    Ok(())
}

fn things(things: &Things, source: &Source, account: &InputAccount) -> Result<(), Refusal> {
    let objects = || runs(source).filter_map(|run| run.object);
    let pictures = objects().filter(|object| matches!(object, Object::Picture(_))).count();
    let apart = |object: &Object| {
        matches!(object, Object::Picture(_) | Object::Note(_) | Object::Comment(_) | Object::CommentStart(_))
    };
    // What has a form of its own among the objects of the text is carried.
    let carried = objects().filter(|object| !apart(object)).count();
    let outer = || {
        source.blocks.iter().filter_map(|block| match block {
            SourceBlock::Table(table) => Some(table),
            SourceBlock::Paragraph(_) => None,
        })
    };
    let tables = outer().count();
    // Tables in cells, those in these, and so on.
    let mut all = 0;
    let mut level: Vec<&Table> = outer().collect();
    while !level.is_empty() {
        all += level.len();
        let cells = level.into_iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
        level = cells.flat_map(|cell| &cell.inner).map(|inner| &inner.table).collect();
    }
    let told = account.placeholders;
    let met = &source.met;
    for (what, shown, read) in [
        // Pictures that stand where nothing is shown are set aside with the words there.
        ("pictures", things.pictures, pictures + told + met.pictures),
        ("tables", things.tables, tables),
        ("equations", things.equations, met.equations + source.formulas.len()),
        ("embedded objects", things.objects, met.objects.max(pictures + told) + carried),
        ("tables in cells", things.tables + things.inner_tables, all + met.inner_tables),
        ("text boxes", things.text_boxes, met.text_boxes),
        ("sections", things.sections, met.sections),
        ("numbers of lists", things.labels, labelled(source)),
    ] {
        if shown > read {
            return Err(Refusal::new(
                RefusalKind::Conservation,
                message!("the file shows {shown} {what}; {read} were read or have a placeholder", shown, what => Message::phrase(what), read),
                message!("this is a fault of itudoc: please report it with the file; nothing was written"),
            ));
        }
    }
    Ok(())
}

/// Paragraphs of the body with a number of a list, which stands in no place of the file.
fn labelled(source: &Source) -> usize {
    let numbered = |paragraph: &&Paragraph| {
        paragraph
            .runs
            .iter()
            .any(|run| run.span.is_none() && run.object.is_none() && !run.text.trim().is_empty())
    };
    let in_block = |block: &SourceBlock| match block {
        SourceBlock::Paragraph(paragraph) => usize::from(numbered(&paragraph)),
        SourceBlock::Table(table) => table.paragraphs().into_iter().filter(numbered).count(),
    };
    source.blocks.iter().map(in_block).sum()
}

/// All runs of a source, those of headers aside.
fn runs(source: &Source) -> impl Iterator<Item = &Run> {
    let body = source.blocks.iter().flat_map(|block| -> Box<dyn Iterator<Item = &Paragraph>> {
        match block {
            SourceBlock::Paragraph(paragraph) => Box::new(std::iter::once(paragraph)),
            SourceBlock::Table(table) => Box::new(table.paragraphs().into_iter()),
        }
    });
    let notes = source.notes.iter().flat_map(|note| &note.paragraphs);
    let comments = source.comments.iter().flat_map(|comment| &comment.paragraphs);
    body.chain(notes).chain(comments).flat_map(|paragraph| &paragraph.runs)
}
