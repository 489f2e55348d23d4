//! The words of a paragraph: marks, formats, references, notes, pictures.
//!
//! Elements stand within each other in one order: reference, insertion, deletion, language, link, format.
//! Never: a character of the galley's left out, or one added.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::AknWriter;
use super::meta;
use crate::registry::reference::{InstrumentReference, references};
use crate::text::{
    Format, NoteKind, Object, Paragraph, Picture, Revision, RevisionIndex, RevisionOrigin, Run,
};

/// Formats that have an element of their own.
const ELEMENTS: [(Format, &str); 5] = [
    (Format::BOLD, "b"),
    (Format::ITALIC, "i"),
    (Format::UNDERLINE, "u"),
    (Format::SUPERSCRIPT, "sup"),
    (Format::SUBSCRIPT, "sub"),
];

/// Formats that have none.
const CLASSES: [(Format, &str); 5] = [
    (Format::STRIKE, "strike"),
    (Format::CAPS, "caps"),
    (Format::SMALL_CAPS, "small-caps"),
    (Format::HIDDEN, "hidden"),
    (Format::RIGHT_TO_LEFT, "right-to-left"),
];

/// EMU in a pixel of CSS (96 an inch).
const EMU_PER_PIXEL: u32 = 9525;

impl AknWriter<'_> {
    /// The bytes `range` of a paragraph's text.
    pub(super) fn inline(&mut self, paragraph: &Paragraph, range: Range<usize>) {
        let text = paragraph.all_text();
        let cited: Vec<(Range<usize>, String)> = references(&text, self.akn.language)
            .iter()
            .filter(|cited| cited.range.start >= range.start && cited.range.end <= range.end)
            .filter_map(|cited| Some((cited.range.clone(), self.address(cited)?)))
            .collect();
        // What has no width at the end of a label stands in it: the tab behind it belongs to nobody.
        let takes_end = text.get(range.end..).is_none_or(|rest| rest.is_empty() || rest.starts_with('\t'));
        let mut open: Option<usize> = None;
        let mut at = 0;
        for run in &paragraph.runs {
            let whole = at..at + run.text.len();
            at = whole.end;
            let is_inside = whole.start >= range.start && whole.end <= range.end;
            for piece in cut(&whole, &range, &cited) {
                let before = cited.partition_point(|(cited, _)| cited.start <= piece.start).checked_sub(1);
                let around = |at: &usize| cited.get(*at).is_some_and(|(cited, _)| piece.end <= cited.end);
                let within = before.filter(around).filter(|_| !piece.is_empty());
                self.change_reference(&mut open, within, &cited);
                let object = run.object.filter(|_| piece.end == whole.end && is_last(&piece, &whole, &range));
                let slice =
                    run.text.get(piece.start - whole.start..piece.end - whole.start).unwrap_or_default();
                self.piece(run, slice, object);
            }
            if whole.is_empty() && is_inside && (whole.start < range.end || takes_end) {
                self.piece(run, "", run.object);
            }
        }
        self.change_reference(&mut open, None, &cited);
    }

    fn change_reference(
        &mut self,
        open: &mut Option<usize>,
        within: Option<usize>,
        cited: &[(Range<usize>, String)],
    ) {
        if *open == within {
            return;
        }
        if open.take().is_some() {
            self.xml.close();
        }
        if let Some((_, address)) = within.and_then(|at| cited.get(at)) {
            self.xml.open("ref", &[("href", address)]);
            *open = within;
        }
    }

    /// Text of one run, and the thing behind it.
    fn piece(&mut self, run: &Run, text: &str, object: Option<Object>) {
        if text.is_empty() && object.is_none() {
            return;
        }
        let mut marks = 0;
        for (index, element) in [(run.insertion, "ins"), (run.deletion, "del")] {
            if let Some(index) = index {
                self.open_mark(element, index);
                marks += 1;
            }
        }
        if !text.is_empty() {
            let formats = self.open_formats(run);
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.xml.empty("eol", &[]);
                }
                self.xml.text(line);
            }
            (0..formats).for_each(|_| self.xml.close());
        }
        if let Some(object) = object {
            self.object(object);
        }
        (0..marks).for_each(|_| self.xml.close());
    }

    fn open_mark(&mut self, element: &'static str, index: RevisionIndex) {
        let mark = self.akn.galley.revisions.get(index.get() as usize);
        let number = index.get().to_string();
        let said = mark.map(said_of).unwrap_or_default();
        let mut attributes: Vec<(&str, &str)> = vec![("itudoc:revision", &number)];
        attributes.extend(said.iter().map(|(name, value)| (*name, value.as_str())));
        self.xml.open(element, &attributes);
    }

    /// How many elements were opened.
    fn open_formats(&mut self, run: &Run) -> usize {
        let mut opened = 0;
        let classes: Vec<&str> =
            CLASSES.iter().filter(|(format, _)| run.format.has(*format)).map(|(_, class)| *class).collect();
        let classes = classes.join(" ");
        let mut attributes: Vec<(&str, &str)> = Vec::new();
        attributes.extend((!classes.is_empty()).then_some(("class", classes.as_str())));
        let tag = run.language.as_deref().and_then(crate::language::bcp47);
        attributes.extend(tag.as_deref().map(|tag| ("xml:lang", tag)));
        let formatting = run.formatting.map(|mark| mark.get().to_string());
        attributes.extend(formatting.as_deref().map(|mark| ("itudoc:formatting", mark)));
        if !attributes.is_empty() {
            self.xml.open("span", &attributes);
            opened += 1;
        }
        if let Some(link) = &run.link {
            self.xml.open("a", &[("href", &meta::address_of_link(link))]);
            opened += 1;
        }
        for (format, element) in ELEMENTS {
            if run.format.has(format) {
                self.xml.open(element, &[]);
                opened += 1;
            }
        }
        opened
    }

    fn object(&mut self, object: Object) {
        match object {
            Object::Note(index) => self.note(index),
            Object::Picture(index) => {
                if let Some(picture) = self.akn.galley.pictures.get(index as usize) {
                    self.picture(picture);
                }
            }
            Object::Comment(index) => {
                let id = self.comments.get(index as usize).cloned().unwrap_or_default();
                self.xml.empty("noteRef", &[("href", &format!("#{id}"))]);
            }
            Object::CommentStart(_) | Object::PageNumber => {}
        }
    }

    /// A note, where it is called; where it is called again, a reference to it.
    fn note(&mut self, index: u32) {
        let galley = self.akn.galley;
        let Some(note) = galley.notes.get(index as usize) else { return };
        if let Some(id) = self.noted.get(&index) {
            return self.xml.empty("noteRef", &[("href", &format!("#{id}"))]);
        }
        let id = self.ids.of_note(&self.at, "authorialNote", &note.paragraphs);
        self.noted.insert(index, id.clone());
        let marker = note.own_mark.clone().unwrap_or_else(|| (index + 1).to_string());
        let class = if note.kind == NoteKind::Endnote { "endnote" } else { "footnote" };
        let own = if note.own_mark.is_some() { "own" } else { "number" };
        self.xml.open(
            "authorialNote",
            &[
                ("eId", &id),
                ("class", class),
                ("marker", &marker),
                ("placement", "bottom"),
                ("itudoc:marker", own),
            ],
        );
        for paragraph in &note.paragraphs {
            let marks = self.mark_of(paragraph);
            self.xml.open("p", &pairs(&marks));
            self.inline(paragraph, 0..paragraph.all_text().len());
            self.xml.close();
        }
        if note.paragraphs.is_empty() {
            self.xml.empty("p", &[]);
        }
        self.xml.close();
    }

    /// A picture, its bytes with it.
    fn picture(&mut self, picture: &Picture) {
        let source = format!("data:{};base64,{}", picture.media_type, STANDARD.encode(&picture.bytes));
        let (width, height) = (
            (picture.width / EMU_PER_PIXEL).max(1).to_string(),
            (picture.height / EMU_PER_PIXEL).max(1).to_string(),
        );
        let mut attributes = vec![("src", source.as_str()), ("width", &width), ("height", &height)];
        attributes.extend(picture.description.as_deref().map(|words| ("title", words)));
        self.xml.empty("img", &attributes);
    }

    /// The address of the instrument that a reference cites, by the registry.
    fn address(&self, cited: &InstrumentReference) -> Option<String> {
        let edition = cited.editions.last().map(|at| &at.edition);
        let number = cited.numbers.first()?;
        meta::instrument(self.akn.registry, self.akn.language, cited.body, cited.kind, number, edition)
    }
}

/// Attributes as the XML writer takes them.
pub(super) fn pairs<'a>(attributes: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    attributes.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

/// What is said of a mark: who made it, or by which rule it was recovered.
pub(super) fn said_of(mark: &Revision) -> Vec<(&'static str, String)> {
    let mut said = Vec::new();
    said.extend(mark.author.clone().map(|author| ("itudoc:by", author)));
    said.extend(mark.date.clone().map(|date| ("itudoc:date", date)));
    if let RevisionOrigin::Recovered { rule, confidence, ruling, .. } = &mark.origin {
        said.push(("itudoc:rule", rule.clone().into_owned()));
        said.push(("itudoc:confidence", format!("{confidence:.2}")));
        said.extend(ruling.clone().map(|ruling| ("itudoc:ruling", ruling)));
    }
    said
}

/// A run, cut where the range and the references begin and end. References follow each other, and a line may have
/// a hundred thousand of them: only those that touch the run are looked at.
fn cut(run: &Range<usize>, range: &Range<usize>, cited: &[(Range<usize>, String)]) -> Vec<Range<usize>> {
    let (from, to) = (run.start.max(range.start), run.end.min(range.end));
    if from >= to {
        return Vec::new();
    }
    let first = cited.partition_point(|(cited, _)| cited.end <= from);
    let touched = cited.get(first..).unwrap_or_default().iter().take_while(|(cited, _)| cited.start < to);
    let mut at: Vec<usize> = touched.flat_map(|(cited, _)| [cited.start, cited.end]).collect();
    at.retain(|place| *place > from && *place < to);
    at.extend([from, to]);
    at.sort_unstable();
    at.dedup();
    at.iter().zip(at.iter().skip(1)).map(|(from, to)| *from..*to).collect()
}

/// Whether a piece ends its run, within what is written.
fn is_last(piece: &Range<usize>, run: &Range<usize>, range: &Range<usize>) -> bool {
    piece.end == run.end && run.end <= range.end
}
