//! One part of a Word package as lines of what it shows (ECMA-376 part 1, 17), for the second count.
//!
//! In: the XML of a part. Out: its lines, what it refers to, and its things. Never recursive; what is
//! not known is walked through, as its text is shown.

use std::cell::Cell;
use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::fields::{FieldStage, FieldWords, SourceField, is_font_of_signs};
use super::flow::SourceFlow;
use super::labels::SourceLabels;
use super::package::value_of;
use super::{Inventory, lines::VisibleLines};
use crate::budget;
use crate::source::Things;

/// What XML itself names (XML 1.0, 4.6).
const ENTITIES: &[(&[u8], char)] =
    &[(b"lt", '<'), (b"gt", '>'), (b"amp", '&'), (b"apos", '\''), (b"quot", '"')];

/// The character that a reference stands for; `None` for one that neither has a number nor a name of XML's own.
pub(super) fn referred(reference: &BytesRef<'_>) -> Option<char> {
    match reference.resolve_char_ref().ok()? {
        Some(character) => Some(character),
        None => ENTITIES.iter().find(|(name, _)| *name == &**reference).map(|(_, character)| *character),
    }
}

/// The vocabularies that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum XmlSpace {
    Word,
    Mathematics,
    Drawing,
    Vml,
    Office,
    Compatibility,
    Relations,
    Chart,
    Diagram,
    /// The annotations of Word 2003.
    Markup,
    /// Read here, and of no further interest.
    Known,
    Other,
}

/// What a part says.
#[derive(Debug, Default)]
pub(super) struct SourcePart {
    /// What it shows.
    pub inventory: Inventory,
    /// Notes that it refers to: endnotes `true`, and their ids.
    pub notes: Vec<(bool, i64)>,
    /// Comments that it refers to.
    pub comments: Vec<i64>,
    /// Relationships of headers and footers that its sections show.
    pub furniture: Vec<String>,
    /// Relationships of documents inside the document that stand in the body; whether in a table.
    pub chunks: Vec<(String, bool)>,
    /// Relationships of charts and diagrams.
    pub objects: Vec<String>,
    /// Lists and levels of the paragraphs that are numbered by their own properties and show something.
    pub numbered: Vec<(i64, i64)>,
    /// What each note or comment of the part shows, by id, where they are told apart.
    pub entries: HashMap<i64, SourcePart>,
}

/// A content control.
#[derive(Debug, Default)]
struct ContentControl {
    shows: bool,
    value: Option<String>,
    last: Option<String>,
}

/// What the text of the open element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SourceText {
    None,
    Shown,
    Code,
    Drawn,
}

/// Reads one part.
pub(super) struct StoryWalk<'e> {
    /// Elements that are entries of their own (`footnote`, `comment`); empty for a whole part.
    entry: &'e [u8],
    part: SourcePart,
    done: HashMap<i64, SourcePart>,
    open: Option<i64>,
    /// Prefixes in scope, the innermost last, each with the depth of the element that declares it.
    spaces: Vec<(usize, Vec<u8>, XmlSpace)>,
    /// Where the prefix stands that was asked for last: mostly it is asked for again.
    recent: Cell<usize>,
    flows: Vec<SourceFlow>,
    controls: Vec<ContentControl>,
    /// Open drawings with the words in them.
    drawings: Vec<String>,
    /// Open alternate content, and whether a branch was taken.
    branches: Vec<bool>,
    simple: Vec<usize>,
    tables: usize,
    skipped: usize,
    /// Notes, comments and headers stand where they are referred to.
    inline: bool,
    /// Open annotations, and whether each is a comment.
    annotations: Vec<bool>,
    /// What was counted before each open note, comment and header; `None` for a note, whose things count.
    before: Vec<Option<Things>>,
    /// Something was shown since the last equation began.
    equation: bool,
    /// Every field of the part has its end.
    whole: bool,
    labels: SourceLabels,
    text: SourceText,
    /// What the text of the elements around is.
    around: Vec<SourceText>,
}

impl<'e> StoryWalk<'e> {
    /// The lines of a part; with `entry`, those of its entries by id.
    pub(super) fn of(content: &str, entry: &'e [u8]) -> Option<SourcePart> {
        let mut walk = StoryWalk {
            entry,
            part: SourcePart::default(),
            done: HashMap::new(),
            open: None,
            spaces: Vec::new(),
            recent: Cell::new(usize::MAX),
            flows: vec![SourceFlow::default()],
            controls: Vec::new(),
            drawings: Vec::new(),
            branches: Vec::new(),
            simple: Vec::new(),
            tables: 0,
            skipped: 0,
            inline: content.contains("/office/word/2003/wordml"),
            annotations: Vec::new(),
            before: Vec::new(),
            equation: false,
            whole: all_fields_end(content),
            labels: SourceLabels::default(),
            text: SourceText::None,
            around: Vec::new(),
        };
        let mut reader = Reader::from_str(content);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        loop {
            // What is not counted is not used: the next stage refuses.
            if budget::is_spent() {
                return None;
            }
            match reader.read_event().ok()? {
                Event::Start(tag) => walk.start(&tag),
                Event::End(tag) => {
                    let name = tag.name();
                    let (prefix, local) = parts(name.as_ref());
                    walk.end(prefix, local);
                }
                Event::Text(text) if walk.text != SourceText::None => {
                    walk.characters(&text.xml10_content().ok()?)
                }
                Event::CData(text) if walk.text != SourceText::None => {
                    walk.characters(&text.xml10_content().ok()?)
                }
                Event::GeneralRef(reference) if walk.text != SourceText::None => {
                    walk.characters(referred(&reference)?.encode_utf8(&mut [0; 4]));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        walk.overrun();
        walk.end_line();
        walk.part.entries = walk.done;
        Some(walk.part)
    }

    fn space(&self, prefix: &[u8]) -> XmlSpace {
        if let Some((_, known, space)) = self.spaces.get(self.recent.get())
            && known == prefix
        {
            return *space;
        }
        let known = self.spaces.iter().rposition(|(_, known, _)| known == prefix);
        self.recent.set(known.unwrap_or(usize::MAX));
        known.and_then(|at| self.spaces.get(at)).map_or(XmlSpace::Other, |(.., space)| *space)
    }

    /// Takes in the namespaces that an element declares, to its end.
    fn declare(&mut self, tag: &BytesStart<'_>) {
        if !tag.split(|byte| *byte == b'x').skip(1).any(|rest| rest.starts_with(b"mlns")) {
            return;
        }
        for attribute in tag.attributes().with_checks(false).flatten() {
            let key = attribute.key.as_ref();
            let prefix = match key.strip_prefix(b"xmlns") {
                Some(b"") => &b""[..],
                Some(rest) => rest.strip_prefix(b":").unwrap_or(rest),
                None => continue,
            };
            self.spaces.push((self.around.len(), prefix.to_vec(), space_of(&attribute.value)));
            self.recent.set(usize::MAX);
        }
    }

    /// Prefixes that the element declared which ends mean again what they did around it.
    fn leave(&mut self) {
        while self.spaces.last().is_some_and(|(depth, ..)| *depth > self.around.len()) {
            self.spaces.pop();
            self.recent.set(usize::MAX);
        }
    }

    fn attribute(&self, tag: &BytesStart<'_>, space: Option<XmlSpace>, name: &[u8]) -> Option<String> {
        for attribute in tag.attributes().with_checks(false).flatten() {
            let (prefix, local) = parts(attribute.key.as_ref());
            let own = if prefix.is_empty() { None } else { Some(self.space(prefix)) };
            if local == name && own == space {
                return value_of(&attribute.value);
            }
        }
        None
    }

    fn word(&self, tag: &BytesStart<'_>, name: &[u8]) -> Option<String> {
        self.attribute(tag, Some(XmlSpace::Word), name)
    }

    fn number(&self, tag: &BytesStart<'_>, name: &[u8]) -> Option<i64> {
        self.word(tag, name)?.trim().parse().ok()
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        self.around.push(std::mem::replace(&mut self.text, SourceText::None));
        self.declare(tag);
        let name = tag.name();
        let (prefix, local) = parts(name.as_ref());
        match self.space(prefix) {
            XmlSpace::Word => self.start_word(tag, local),
            XmlSpace::Mathematics => match local {
                b"oMath" => self.equation = false,
                b"t" => self.text = SourceText::Shown,
                _ => {}
            },
            XmlSpace::Compatibility => self.start_branch(tag, local),
            XmlSpace::Drawing => match local {
                b"t" => {
                    self.text = if self.drawings.is_empty() { SourceText::Shown } else { SourceText::Drawn }
                }
                b"p" | b"br" => self.drawn("\n"),
                b"blip" => {
                    let of = |name| self.attribute(tag, Some(XmlSpace::Relations), name);
                    self.picture(of(b"embed").or_else(|| of(b"link")));
                }
                _ => {}
            },
            XmlSpace::Vml => match local {
                b"textpath" => {
                    let words = self.attribute(tag, None, b"string").unwrap_or_default();
                    self.drawn(&words);
                    self.drawn("\n");
                }
                b"imagedata" => {
                    let of = |name| self.attribute(tag, Some(XmlSpace::Relations), name);
                    let source = || self.attribute(tag, None, b"src").filter(|_| self.inline);
                    self.picture(of(b"id").or_else(|| of(b"pict")).or_else(source));
                }
                _ => {}
            },
            XmlSpace::Markup if local == b"annotation" => {
                let comment = self.word(tag, b"type").is_some_and(|kind| kind == "Word.Comment");
                self.annotations.push(comment);
                if comment {
                    self.begin_inner(true);
                }
            }
            XmlSpace::Office if local == b"OLEObject" => self.part.inventory.things.objects += 1,
            XmlSpace::Chart if local == b"chart" => self.object(tag, b"id"),
            XmlSpace::Diagram if local == b"relIds" => self.object(tag, b"dm"),
            XmlSpace::Known if local == b"checked" => {
                let value = self.attribute(tag, Some(XmlSpace::Known), b"val");
                if let Some(control) = self.controls.last_mut() {
                    control.value = Some(if on(value.as_deref()) { "☒" } else { "☐" }.to_owned());
                }
            }
            _ => {}
        }
    }

    /// A chart or diagram, whose words stand in another part.
    fn object(&mut self, tag: &BytesStart<'_>, name: &[u8]) {
        self.part.inventory.things.objects += 1;
        if !self.drawings.is_empty() {
            self.part.objects.extend(self.attribute(tag, Some(XmlSpace::Relations), name));
        }
    }

    fn start_branch(&mut self, tag: &BytesStart<'_>, local: &[u8]) {
        let free = self.branches.last() == Some(&false);
        let take = match local {
            b"AlternateContent" => {
                self.branches.push(false);
                return;
            }
            b"Choice" => {
                let requires = self.attribute(tag, None, b"Requires").unwrap_or_default();
                free && requires
                    .split_ascii_whitespace()
                    .all(|prefix| self.space(prefix.as_bytes()) != XmlSpace::Other)
            }
            b"Fallback" => free,
            _ => return,
        };
        if !take {
            self.skipped = 1;
        } else if let Some(taken) = self.branches.last_mut() {
            *taken = true;
        }
    }

    fn start_word(&mut self, tag: &BytesStart<'_>, local: &[u8]) {
        match local {
            b"t" | b"delText" => self.text = SourceText::Shown,
            b"instrText" | b"delInstrText" => self.text = SourceText::Code,
            b"p" => {
                self.end_line();
                self.labels.begin(self.around.len(), self.flows.len() == 1 && self.entry.is_empty());
            }
            b"tr" => self.labels.begin_row(),
            b"br" | b"cr" => self.show("\n"),
            b"footnote" | b"endnote" if self.inline => self.begin_inner(false),
            b"hdr" | b"ftr" if self.inline => self.begin_inner(true),
            b"noBreakHyphen" => self.show("-"),
            b"sym" | b"symEx" => self.sign(tag),
            b"footnoteReference" | b"endnoteReference" => {
                let id = self.number(tag, b"id").unwrap_or(-1);
                self.part.notes.push((local == b"endnoteReference", id));
            }
            b"commentReference" => self.part.comments.push(self.number(tag, b"id").unwrap_or(-1)),
            b"headerReference" | b"footerReference" => {
                let id = self.attribute(tag, Some(XmlSpace::Relations), b"id");
                self.part.furniture.extend(id);
            }
            b"sectPr" if self.ends_section() => self.part.inventory.things.sections += 1,
            b"sectPrChange" | b"pPrChange" | b"rPrChange" => self.skipped = 1,
            b"hidden" if self.tables > 0 => self.labels.hide_row(),
            b"tbl" => {
                let things = &mut self.part.inventory.things;
                let inner = self.tables > 0 || self.flows.len() > 1;
                *(if inner { &mut things.inner_tables } else { &mut things.tables }) += 1;
                self.tables += 1;
            }
            b"drawing" | b"pict" | b"object" => self.drawings.push(String::new()),
            b"txbxContent" => {
                self.part.inventory.things.text_boxes += 1;
                self.flows.push(SourceFlow::default());
            }
            b"altChunk" if self.flows.len() == 1 && self.entry.is_empty() => {
                let id = self.attribute(tag, Some(XmlSpace::Relations), b"id");
                self.part.chunks.extend(id.map(|id| (id, self.tables > 0)));
            }
            b"control" | b"contentPart" | b"subDoc" => self.part.inventory.things.objects += 1,
            b"sdt" => self.controls.push(ContentControl::default()),
            b"fldChar" | b"fldSimple" => self.start_field(tag, local),
            _ if local == self.entry && self.open.is_none() => {
                self.open = Some(self.number(tag, b"id").unwrap_or(-1));
                self.part = SourcePart::default();
            }
            _ => self.start_value(tag, local),
        }
    }

    fn start_field(&mut self, tag: &BytesStart<'_>, local: &[u8]) {
        let simple = local == b"fldSimple";
        let kind = self.word(tag, b"fldCharType");
        let code = self.word(tag, b"instr");
        let Some(flow) = self.flows.last_mut() else { return };
        match kind.as_deref() {
            _ if simple => {
                self.simple.push(flow.fields.len());
                let code = code.unwrap_or_default();
                flow.begin(SourceField { code, stage: FieldStage::Result, ..SourceField::default() });
            }
            Some("begin") => flow.begin(SourceField::default()),
            Some("separate") => {
                if let Some(field) = flow.fields.last_mut() {
                    field.stage = FieldStage::Result;
                    field.typed.clear();
                }
            }
            Some("end") => self.end_field(),
            _ => {}
        }
    }

    /// Whether a section's properties stand where they count: at the end of the body, or in the properties of
    /// a paragraph.
    fn ends_section(&self) -> bool {
        self.around.len() == 3 || self.labels.in_properties(self.around.len())
    }

    /// Values of form fields and content controls.
    fn start_value(&mut self, tag: &BytesStart<'_>, local: &[u8]) {
        if matches!(
            local,
            b"pPr"
                | b"numId"
                | b"ilvl"
                | b"vanish"
                | b"specVanish"
                | b"framePr"
                | b"ins"
                | b"del"
                | b"moveTo"
                | b"moveFrom"
        ) {
            let value = self.number(tag, b"val");
            self.labels.see(local, value, self.around.len());
        }
        let value = || self.word(tag, b"val");
        let place = || value().and_then(|value| value.trim().parse::<usize>().ok());
        match local {
            b"dropDownList" | b"comboBox" => {
                let last = self.word(tag, b"lastValue");
                if let Some(control) = self.controls.last_mut() {
                    control.last = last;
                }
                return;
            }
            b"listItem" => {
                let (own, shown) = (self.word(tag, b"value"), self.word(tag, b"displayText"));
                if let Some(control) = self.controls.last_mut()
                    && control.last.is_some()
                    && (control.last == own || control.last == shown)
                {
                    control.value = shown.filter(|shown| !shown.is_empty()).or(own);
                }
                return;
            }
            b"date" => {
                let date = self.word(tag, b"fullDate");
                if let Some(control) = self.controls.last_mut() {
                    control.value = date.and_then(|date| date.split('T').next().map(str::to_owned));
                }
                return;
            }
            _ => {}
        }
        if !matches!(
            local,
            b"checkBox" | b"ddList" | b"textInput" | b"default" | b"checked" | b"result" | b"listEntry"
        ) {
            return;
        }
        let (value, place) = (value(), place());
        let Some(form) =
            self.flows.last_mut().and_then(|flow| flow.fields.last_mut()).map(|field| &mut field.form)
        else {
            return;
        };
        let set = on(value.as_deref());
        match local {
            b"checkBox" => form.ticked = Some((false, None)),
            b"ddList" => form.chosen = Some((0, None)),
            b"checked" => form.ticked = form.ticked.map(|(default, _)| (default, Some(set))),
            b"result" => form.chosen = form.chosen.map(|(default, _)| (default, place)),
            b"listEntry" => form.entries.push(value.unwrap_or_default()),
            b"default" => match (&mut form.ticked, &mut form.chosen) {
                (Some((default, _)), _) => *default = set,
                (None, Some((default, _))) => *default = place.unwrap_or(0),
                (None, None) => form.text = value,
            },
            _ => {}
        }
    }

    fn end(&mut self, prefix: &[u8], local: &[u8]) {
        if self.skipped > 0 {
            self.skipped -= 1;
            if self.skipped == 0 {
                self.text = self.around.pop().unwrap_or(SourceText::None);
                self.leave();
            }
            return;
        }
        self.text = self.around.pop().unwrap_or(SourceText::None);
        let space = self.space(prefix);
        self.leave();
        match (space, local) {
            (XmlSpace::Word, b"footnote" | b"endnote" | b"hdr" | b"ftr") if self.inline => self.end_inner(),
            (XmlSpace::Markup, b"annotation") if self.annotations.pop() == Some(true) => self.end_inner(),
            (XmlSpace::Markup, b"annotation") => {}
            (XmlSpace::Word, b"p") => {
                self.part.numbered.extend(self.labels.end(self.around.len() + 1));
                if !self.whole {
                    self.overrun();
                }
                self.end_line();
            }
            (XmlSpace::Mathematics, b"oMath") => {
                self.part.inventory.things.equations += usize::from(std::mem::take(&mut self.equation));
            }
            (XmlSpace::Word, b"tbl") => self.tables = self.tables.saturating_sub(1),
            (XmlSpace::Word, b"txbxContent") if self.flows.len() > 1 => {
                self.overrun();
                self.end_line();
                self.flows.pop();
            }
            (XmlSpace::Word, b"fldSimple") => {
                let around = self.simple.pop().unwrap_or(0);
                if let Some(flow) = self.flows.last_mut() {
                    flow.fields.truncate(around + 1);
                }
                self.end_field();
            }
            (XmlSpace::Word, b"drawing" | b"pict" | b"object") => {
                let words = self.drawings.pop().unwrap_or_default();
                self.part.inventory.lines.add_all(&words);
            }
            (XmlSpace::Word, b"sdt") => {
                if let Some(control) = self.controls.pop()
                    && !control.shows
                    && let Some(value) = control.value
                {
                    self.show(&value);
                }
            }
            (XmlSpace::Compatibility, b"AlternateContent") => drop(self.branches.pop()),
            (XmlSpace::Word, _) if local == self.entry => {
                self.overrun();
                self.end_line();
                if let Some(id) = self.open.take() {
                    let part = std::mem::take(&mut self.part);
                    self.done.entry(id).or_insert(part);
                }
            }
            _ => {}
        }
    }

    /// A note, comment or header begins; of the two others only the words count.
    fn begin_inner(&mut self, words_only: bool) {
        self.before.push(words_only.then_some(self.part.inventory.things));
        self.part.inventory.things.notes += usize::from(!words_only);
        self.flows.push(SourceFlow::default());
    }

    fn end_inner(&mut self) {
        self.overrun();
        self.end_line();
        if self.flows.len() > 1 {
            self.flows.pop();
        }
        if let Some(things) = self.before.pop().flatten() {
            self.part.inventory.things = things;
        }
    }

    fn characters(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        match self.text {
            SourceText::None => {}
            SourceText::Shown => self.show(text),
            SourceText::Drawn => self.drawn(text),
            SourceText::Code => {
                if let Some(flow) = self.flows.last_mut() {
                    flow.instruct(text);
                }
            }
        }
    }

    /// Text of the flow: of its line, or of the code of a field.
    fn show(&mut self, text: &str) {
        let Some(flow) = self.flows.last_mut() else { return };
        if flow.is_code(text) {
            return;
        }
        if !text.trim().is_empty() {
            self.labels.shows();
            self.equation = true;
            self.controls.iter_mut().for_each(|control| control.shows = true);
        }
        if text == "\n" {
            self.end_line();
        } else {
            flow.line.push_str(text);
        }
    }

    fn drawn(&mut self, text: &str) {
        if let Some(words) = self.drawings.last_mut() {
            words.push_str(text);
        }
    }

    fn picture(&mut self, id: Option<String>) {
        if id.is_some_and(|id| !id.is_empty()) && !self.drawings.is_empty() {
            self.part.inventory.things.pictures += 1;
        }
    }

    /// A character of a font of signs (17.3.3.30).
    fn sign(&mut self, tag: &BytesStart<'_>) {
        let code = self.word(tag, b"char").and_then(|code| u32::from_str_radix(&code, 16).ok());
        let font = self.word(tag, b"font").unwrap_or_default().to_ascii_lowercase();
        let Some(mut code) = code else { return };
        if code < 0x100 && is_font_of_signs(&font) {
            code += 0xF000;
        }
        if let Some(character) = char::from_u32(code) {
            self.show(character.encode_utf8(&mut [0; 4]));
        }
    }

    fn end_field(&mut self) {
        let words = self.flows.last_mut().map_or(FieldWords::None, SourceFlow::end_field);
        match words {
            FieldWords::Plain(words) => self.show(&words),
            FieldWords::Formula(words) => {
                self.part.inventory.formulas.push_str(&words);
                self.show(&words);
            }
            FieldWords::None => {}
        }
    }

    /// A paragraph ends in the code of a field: what stood in it is shown.
    fn overrun(&mut self) {
        let Some(flow) = self.flows.last_mut() else { return };
        let mut typed = String::new();
        for field in flow.fields.iter_mut().filter(|field| field.stage == FieldStage::Code) {
            field.stage = FieldStage::Lost;
            typed.push_str(&std::mem::take(&mut field.typed));
        }
        if !typed.is_empty() {
            self.show(&typed);
        }
    }

    fn end_line(&mut self) {
        if let Some(flow) = self.flows.last_mut() {
            let lines: &mut VisibleLines = &mut self.part.inventory.lines;
            lines.add(&flow.line);
            flow.line.clear();
        }
    }
}

/// Whether as many fields end as begin, none before it began.
fn all_fields_end(content: &str) -> bool {
    let kinds = content.split("fldCharType=").skip(1).map(|after| after.trim_start_matches(['"', '\'']));
    let mut open = 0i64;
    for kind in kinds {
        open += i64::from(kind.starts_with("begin")) - i64::from(kind.starts_with("end"));
        if open < 0 {
            return false;
        }
    }
    open == 0
}

/// Whether an on/off value is on; without a value it is.
fn on(value: Option<&str>) -> bool {
    !matches!(value, Some("0" | "false" | "off"))
}

/// A name's prefix and what follows it.
fn parts(name: &[u8]) -> (&[u8], &[u8]) {
    match name.iter().position(|byte| *byte == b':') {
        Some(at) => (name.get(..at).unwrap_or_default(), name.get(at + 1..).unwrap_or_default()),
        None => (b"", name),
    }
}

/// Whether a namespace is that of Word's own elements.
pub(super) fn is_word(uri: &[u8]) -> bool {
    space_of(uri) == XmlSpace::Word
}

/// The vocabulary of a namespace: transitional, strict, and Microsoft's own.
fn space_of(uri: &[u8]) -> XmlSpace {
    const OPEN: &[u8] = b"http://schemas.openxmlformats.org/";
    const STRICT: &[u8] = b"http://purl.oclc.org/ooxml/";
    if let Some(rest) = uri.strip_prefix(OPEN).or_else(|| uri.strip_prefix(STRICT)) {
        return match rest {
            b"wordprocessingml/2006/main" | b"wordprocessingml/main" => XmlSpace::Word,
            b"officeDocument/2006/math" | b"officeDocument/math" => XmlSpace::Mathematics,
            b"officeDocument/2006/relationships" | b"officeDocument/relationships" => XmlSpace::Relations,
            b"markup-compatibility/2006" => XmlSpace::Compatibility,
            b"drawingml/2006/main" | b"drawingml/main" => XmlSpace::Drawing,
            b"drawingml/2006/chart" | b"drawingml/chart" => XmlSpace::Chart,
            b"drawingml/2006/diagram" | b"drawingml/diagram" => XmlSpace::Diagram,
            b"drawingml/2006/wordprocessingDrawing"
            | b"drawingml/wordprocessingDrawing"
            | b"drawingml/2006/picture"
            | b"drawingml/picture" => XmlSpace::Known,
            _ => XmlSpace::Other,
        };
    }
    match uri {
        b"urn:schemas-microsoft-com:vml" => XmlSpace::Vml,
        b"urn:schemas-microsoft-com:office:office" => XmlSpace::Office,
        b"http://schemas.microsoft.com/office/word/2003/wordml"
        | b"http://schemas.microsoft.com/office/word/2015/wordml/symex" => XmlSpace::Word,
        b"http://schemas.microsoft.com/aml/2001/core" => XmlSpace::Markup,
        b"http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
        | b"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
        | b"http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"
        | b"http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"
        | b"http://schemas.microsoft.com/office/word/2010/wordml"
        | b"http://schemas.microsoft.com/office/word/2012/wordml"
        | b"http://schemas.microsoft.com/office/drawing/2010/main" => XmlSpace::Known,
        _ => XmlSpace::Other,
    }
}
