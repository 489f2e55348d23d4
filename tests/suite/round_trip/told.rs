//! A structure told as text: what it says, whatever the numbers and places of its pieces.

use crate::model::{Role, Submission, Text};
use crate::source::SourceFormat;
use crate::text::*;
use serde_json::Value;

/// Tells the marks, links and objects that a run has by what they say, not by their numbers.
pub struct Teller<'a> {
    pub revisions: &'a [Revision],
    pub comments: &'a [Comment],
    pub notes: &'a [Note],
    pub pictures: &'a [Picture],
}

impl Teller<'_> {
    pub fn mark(&self, sign: char, index: Option<RevisionIndex>) -> String {
        let Some(mark) = index.and_then(|index| self.revisions.get(index.get() as usize)) else {
            return String::new();
        };
        // The one who made a recovered mark is not known; in Word the mark says what it is.
        let recovered = matches!(mark.origin, RevisionOrigin::Recovered { .. });
        let author = mark.author.as_deref().unwrap_or(if recovered { "recovered mark" } else { "" });
        let moved = mark.moved.as_ref().map_or("", |_| " moved");
        format!("{sign}({author} {}{moved})", mark.date.as_deref().unwrap_or_default())
    }

    fn object(&self, object: Object) -> String {
        match object {
            Object::Note(at) => {
                let note = &self.notes[at as usize];
                let text: Vec<String> = note.paragraphs.iter().map(|p| self.paragraph(p)).collect();
                format!("[{:?} {:?} {}]", note.kind, note.own_mark, text.join("|"))
            }
            Object::Picture(at) => {
                let picture = &self.pictures[at as usize];
                format!("[{} {} {:?}]", picture.media_type, picture.bytes.len(), picture.description)
            }
            Object::CommentStart(at) => format!("[range of {at}]"),
            Object::PageNumber => String::new(),
            Object::Comment(at) => {
                let comment = &self.comments[at as usize];
                let text: Vec<String> = comment.paragraphs.iter().map(Paragraph::all_text).collect();
                format!("[{:?} {:?} {}]", comment.author, comment.date, text.join("|").trim())
            }
        }
    }

    /// Runs that say the same are one; white space at a run's edge is nobody's.
    fn runs(&self, runs: &[Run]) -> String {
        let mut told: Vec<(String, String)> = Vec::new();
        for run in runs.iter().filter(|run| !run.text.is_empty() || run.object.is_some()) {
            let link = run.link.as_deref().filter(|link| link.starts_with("http")).unwrap_or_default();
            let marks = self.mark('+', run.insertion) + &self.mark('-', run.deletion);
            let marks = format!("{marks}{link}");
            match told.last_mut().filter(|(last, _)| *last == marks) {
                Some((_, text)) => text.push_str(&run.text),
                None => told.push((marks.clone(), run.text.clone())),
            }
            if let (Some(object), Some((_, text))) = (run.object, told.last_mut()) {
                text.push_str(&self.object(object));
            }
        }
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let told = told.iter().map(|(marks, text)| (marks, words(text))).filter(|(_, text)| !text.is_empty());
        told.map(|(marks, text)| format!("{marks}{text}")).collect::<Vec<_>>().join(" ¦ ")
    }

    pub fn paragraph(&self, paragraph: &Paragraph) -> String {
        let mark = &paragraph.mark;
        let end = self.mark('+', mark.insertion) + &self.mark('-', mark.deletion);
        format!("{} ¶{end}", self.runs(&paragraph.runs))
    }
}

/// A structure as text: nothing of places, of looks that a style gives, of the marks' numbers.
pub fn told(submission: &mut Submission) -> String {
    let input = crate::structure::InputProfile {
        name: "",
        format: &SourceFormat::Docx,
        read_by: None,
        text: "",
        sha256: "",
        rejected: &[],
        replaced: &[],
    };
    let bytes = crate::structure::write(submission, &input).unwrap();
    let mut structure: Value = serde_json::from_slice(&bytes).unwrap();
    bare(&mut structure);
    let mut all = serde_json::to_string_pretty(&structure["parts"]).unwrap();
    let mut revisions = std::mem::take(&mut submission.revisions);
    let (comments, notes) = (submission.comments.clone(), submission.notes.clone());
    let pictures = submission.pictures.clone();
    let teller = Teller { revisions: &revisions, comments: &comments, notes: &notes, pictures: &pictures };
    let mut lines: Vec<String> = Vec::new();
    submission.visit(&mut |context, text| {
        if matches!(context.role, Role::Comment(_)) {
            return;
        }
        lines.push(match text {
            Text::Paragraph(paragraph) => teller.paragraph(paragraph),
            Text::Runs(runs) => teller.runs(runs),
        });
    });
    // The end of the last paragraph is the document's, whatever mark it bears.
    let in_notes: usize = submission.notes.iter().map(|note| note.paragraphs.len()).sum();
    if let Some(last) = (lines.len() - in_notes).checked_sub(1).and_then(|at| lines.get_mut(at)) {
        last.truncate(last.rfind('¶').unwrap_or(last.len()));
    }
    lines.retain(|line| !line.is_empty() && line != " ¶");
    all.push_str(&lines.join("\n"));
    std::mem::swap(&mut submission.revisions, &mut revisions);
    all
}

/// Takes out of a structure what is told of its places, and what the marks change: a deleted edition
/// is none where the marks are real, and one of two where they were recovered.
fn bare(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for key in ["at", "runs", "end", "marks", "known_by"] {
                fields.remove(key);
            }
            // The Union's forms have one look for headings without a number, whatever their level.
            if fields.get("type").is_some_and(|kind| kind == "heading") && !fields.contains_key("label") {
                fields.remove("level");
            }
            // Word demands a paragraph in every cell.
            if let Some(Value::Array(paragraphs)) = fields.get_mut("text") {
                paragraphs.retain(|paragraph| paragraph["text"] != "");
            }
            if let Some(Value::Array(editions)) = fields.get_mut("editions") {
                editions.drain(..editions.len().saturating_sub(1));
            }
            // Lines of a heading and the paragraphs of a title are one paragraph with breaks in print.
            for key in ["lines", "title"] {
                if let Some(Value::Array(lines)) = fields.get_mut(key) {
                    let text: Vec<&str> = lines.iter().filter_map(|line| line["text"].as_str()).collect();
                    *lines = vec![Value::String(text.join("\n"))];
                }
            }
            fields.values_mut().for_each(bare);
        }
        Value::Array(values) => {
            values.iter_mut().for_each(bare);
            values.retain(|value| value != &Value::Object(Default::default()));
        }
        Value::String(text) => *text = text.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => {}
    }
}

/// What the head of one document says and the head of the other does not say, or says otherwise.
pub fn masthead_lost(before: &Submission, after: &Submission) -> Vec<String> {
    let words = |runs: &[Run]| {
        let text: String = runs.iter().filter(|r| r.deletion.is_none()).map(|r| r.text.as_str()).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let facts = |submission: &Submission| {
        let m = &submission.masthead;
        [
            ("conference", m.conference.as_ref().map(|f| format!("{:?}", f.value))),
            ("document", m.document.as_ref().map(|f| format!("{:?}", f.value))),
            ("date", m.date.as_ref().map(|f| f.value.to_string())),
            ("original", m.original.as_ref().map(|f| f.value.code().to_owned())),
            ("source", m.source.as_ref().map(|f| words(&f.value))),
            ("title", m.title.as_ref().map(|f| words(&f.value))),
            ("agenda item", m.agenda_item.as_ref().map(|f| words(&f.value))),
            ("meeting", m.meeting.as_ref().map(|f| f.value.to_uppercase())),
        ]
    };
    let pairs = facts(before).into_iter().zip(facts(after));
    pairs
        .filter(|((_, one), (_, other))| one.is_some() && one != other)
        .map(|((name, one), (_, other))| format!("{name}: {one:?} became {other:?}"))
        .collect()
}
