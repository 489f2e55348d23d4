//! OpenDocument text for the second count (ODF 1.3, part 3): what the paragraphs of the text hold, those of
//! its notes, comments, frames and deletions among them. Headers are not counted.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::Inventory;
use super::package::{PackageParts, value_of};
use super::story::referred;

/// Elements that show nothing of what stands in them, by local name.
const UNSEEN: &[&[u8]] = &[
    b"forms",
    b"sequence-decls",
    b"variable-decls",
    b"user-field-decls",
    b"dde-connection-decls",
    b"script",
    b"event-listeners",
    b"note-citation",
    b"covered-table-cell",
    b"alphabetical-index-mark",
    b"meta-field-source",
    b"shapes",
    b"binary-data",
];

/// Vocabularies by the prefixes that all programs give them (ODF 1.3 part 3, 1.4).
const VOCABULARIES: [(&[u8], &str); 6] = [
    (b"office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    (b"text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    (b"table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    (b"draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"),
    (b"svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"),
    (b"dc", "http://purl.org/dc/elements/1.1/"),
];

/// Cells of a row (ODF gives no bound; Word's is 63), and rows that a bound of ours lets stand.
const MOST_CELLS: usize = 63;
const MOST_ROWS: usize = 200_000;

/// What a package shows.
pub(super) fn inventory(bytes: &[u8]) -> Option<Inventory> {
    flat(&PackageParts::open(bytes)?.text("content.xml")?)
}

/// What a document of one XML file shows.
pub(super) fn flat(content: &str) -> Option<Inventory> {
    let mut reader = Reader::from_str(content);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_end_names = false;
    let declared =
        |space: &str| [format!("=\"{space}\""), format!("='{space}'")].iter().any(|d| content.contains(d));
    let foreign = VOCABULARIES.iter().filter(|(_, space)| !declared(space)).map(|(prefix, _)| *prefix);
    let mut walk = OdtWalk { foreign: foreign.collect(), ..OdtWalk::default() };
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                walk.open_name(tag.name().into_inner());
                walk.start(&tag);
            }
            Event::End(tag) => {
                walk.close_name(tag.name().into_inner());
                walk.end(tag.local_name().into_inner());
            }
            Event::Text(text) => walk.text(&text.xml10_content().ok()?),
            Event::CData(text) => walk.text(&text.xml10_content().ok()?),
            Event::GeneralRef(reference) => {
                walk.text(referred(&reference)?.encode_utf8(&mut [0; 4]));
            }
            Event::Eof => return walk.finish(),
            _ => {}
        }
    }
}

/// Fields that state the value that they show.
const VALUED: &[&[u8]] = &[
    b"variable-set",
    b"variable-get",
    b"variable-input",
    b"user-field-get",
    b"user-field-input",
    b"expression",
    b"drop-down",
    b"conditional-text",
    b"hidden-text",
    b"date",
    b"time",
    b"creation-date",
    b"creation-time",
    b"modification-date",
    b"modification-time",
    b"print-date",
    b"print-time",
    b"user-defined",
    b"sequence",
    b"table-formula",
];

/// A field that is open.
#[derive(Debug)]
struct ValuedField {
    /// Open elements around it, its line and how much of it there is before it.
    depth: usize,
    before: (usize, usize),
    value: String,
}

/// A frame that is open.
#[derive(Debug, Default)]
struct OdtElement {
    picture: bool,
}

#[derive(Debug, Default)]
struct OdtWalk {
    /// What is counted: the text's, or that of a deletion.
    inventory: Inventory,
    line: String,
    /// The text has begun.
    body: bool,
    skipped: usize,
    /// Whether text is shown where the walk is, by open element.
    shown: Vec<bool>,
    frames: Vec<OdtElement>,
    tables: usize,
    /// Open rows and cells: how often each stands, and the lines before it.
    repeated: Vec<(usize, usize)>,
    /// Changes that are read, and what the text showed before them.
    changes: Option<Inventory>,
    id: String,
    /// Prefixes of vocabularies that the file does not declare: they stand for others.
    foreign: Vec<&'static [u8]>,
    /// The open form field: its kind, the entries of its list, which is chosen, whether it is ticked.
    field: Option<(String, Vec<String>, usize, bool)>,
    /// Values that are set: of the author's own fields (`true`), of variables.
    values: HashMap<(bool, String), String>,
    /// Fields that show their value where they hold no text.
    valued: Vec<ValuedField>,
    /// Names of the open elements, and whether one ended that was not the last.
    names: Vec<u8>,
    starts: Vec<usize>,
    damaged: bool,
    /// What deletions took away, by their ids.
    deletions: HashMap<String, Inventory>,
}

fn attribute(tag: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    for own in tag.attributes().with_checks(false).flatten() {
        if own.key.local_name().into_inner() == name {
            return value_of(&own.value);
        }
    }
    None
}

/// The value that an element states.
fn stated(tag: &BytesStart<'_>) -> Option<String> {
    let names = [&b"string-value"[..], b"date-value", b"time-value", b"boolean-value", b"value"];
    names.into_iter().find_map(|name| attribute(tag, name).filter(|value| !value.is_empty()))
}

impl OdtWalk {
    fn open_name(&mut self, name: &[u8]) {
        self.starts.push(self.names.len());
        self.names.extend_from_slice(name);
    }

    /// An element of a name ends; whether it was the last to begin is kept.
    fn close_name(&mut self, name: &[u8]) {
        let start = self.starts.pop();
        self.damaged |= start.is_none_or(|start| self.names.get(start..) != Some(name));
        self.names.truncate(start.unwrap_or(0));
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let declared = tag.local_name().into_inner() == b"user-field-decl";
        if declared && let (Some(name), Some(value)) = (attribute(tag, b"name"), stated(tag)) {
            self.values.insert((true, name), value);
        }
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        let name = tag.name();
        let prefix = name.prefix().map(|prefix| prefix.into_inner()).unwrap_or_default();
        let prefix = if self.foreign.contains(&prefix) { &[] } else { prefix };
        let local = name.local_name().into_inner();
        let source = prefix == b"text" && local.ends_with(b"-source");
        let object = prefix == b"draw" && matches!(local, b"object" | b"object-ole" | b"control");
        let said = prefix == b"svg" && matches!(local, b"title" | b"desc") || prefix == b"dc";
        if UNSEEN.contains(&local) || source || object || said {
            self.skipped = 1;
            return;
        }
        let outer = self.shown.last().copied().unwrap_or(false);
        let shown = match (prefix, local) {
            (b"office", b"text") => {
                self.body = true;
                false
            }
            (b"text", b"p" | b"h") => {
                self.end_line();
                self.body
            }
            (b"text", b"line-break") => {
                self.end_line();
                outer
            }
            (_, b"fieldmark") => {
                let kind = attribute(tag, b"type").unwrap_or_default();
                self.field = outer.then(|| (kind, Vec::new(), 0, false));
                false
            }
            (_, b"param") => {
                self.parameter(tag);
                false
            }
            (b"table", b"table-row" | b"table-cell") => {
                let columns = local == b"table-cell";
                let name: &[u8] =
                    if columns { b"table:number-columns-repeated" } else { b"table:number-rows-repeated" };
                // Whole, for one of no vocabulary says nothing.
                let mut own = tag.attributes();
                let times = own.with_checks(false).flatten();
                let times =
                    times.filter(|own| own.key.into_inner() == name).find_map(|own| value_of(&own.value));
                let times = times.and_then(|times| times.trim().parse().ok()).unwrap_or(1);
                let times: usize = if columns { times.min(MOST_CELLS) } else { times };
                self.repeated.push((times, self.inventory.lines.len()));
                false
            }
            (b"text", b"list" | b"note-body")
            | (b"table", _)
            | (b"office", b"annotation")
            | (b"draw", b"text-box") => {
                self.thing(prefix, local);
                false
            }
            (b"draw", b"frame") => {
                self.frames.push(OdtElement::default());
                outer
            }
            (b"draw", b"image") => {
                if let Some(frame) = self.frames.last_mut().filter(|frame| !frame.picture) {
                    frame.picture = true;
                    self.inventory.things.pictures += usize::from(self.body);
                }
                outer
            }
            (b"text", b"tracked-changes") if self.changes.is_none() => {
                self.end_line();
                self.changes = Some(std::mem::take(&mut self.inventory));
                false
            }
            (b"text", b"changed-region") => {
                self.id = attribute(tag, b"id").unwrap_or_default();
                false
            }
            (b"text", b"change") => {
                let id = attribute(tag, b"change-id").unwrap_or_default();
                if let Some(deleted) = self.deletions.remove(&id) {
                    self.inventory.append(&deleted);
                }
                outer
            }
            (b"text", b"label") => {
                if let Some(field) = self.valued.last_mut()
                    && attribute(tag, b"current-selected").as_deref() == Some("true")
                {
                    field.value = attribute(tag, b"value").unwrap_or_default();
                }
                outer
            }
            (b"text", _) if VALUED.contains(&local) => {
                let value = self.value(tag, local);
                // What does not display is not shown, whatever it holds.
                let silent = attribute(tag, b"display").as_deref() == Some("none")
                    || local == b"hidden-text" && attribute(tag, b"is-hidden").as_deref() != Some("false");
                if outer && !silent {
                    let before = (self.inventory.lines.len(), self.line.len());
                    self.valued.push(ValuedField { depth: self.shown.len(), before, value });
                }
                outer
            }
            _ => outer,
        };
        self.shown.push(shown);
    }

    /// The value of a field, and of the variable that it sets.
    fn value(&mut self, tag: &BytesStart<'_>, local: &[u8]) -> String {
        let name = attribute(tag, b"name").unwrap_or_default();
        let own = stated(tag);
        if let (b"variable-set" | b"variable-input", Some(value)) = (local, &own) {
            self.values.insert((false, name.clone()), value.clone());
        }
        let value = match local {
            b"user-field-get" | b"user-field-input" => self.values.get(&(true, name)).cloned(),
            b"variable-get" | b"variable-input" => self.values.get(&(false, name)).cloned(),
            b"conditional-text" => match attribute(tag, b"current-value").as_deref() {
                Some("true") => attribute(tag, b"string-value-if-true"),
                Some(_) => attribute(tag, b"string-value-if-false"),
                None => None,
            },
            _ => own,
        };
        value.unwrap_or_default()
    }

    /// A field ends in which no text stood.
    fn end_valued(&mut self) {
        if self.valued.last().is_none_or(|field| field.depth != self.shown.len()) {
            return;
        }
        let Some(field) = self.valued.pop() else { return };
        let (lines, length) = field.before;
        let inside = self.line.get(length..).unwrap_or_default();
        if lines == self.inventory.lines.len() && inside.trim().is_empty() {
            self.line.push_str(&field.value);
        }
    }

    fn parameter(&mut self, tag: &BytesStart<'_>) {
        let Some((_, entries, chosen, ticked)) = &mut self.field else { return };
        let name = attribute(tag, b"name").unwrap_or_default();
        let value = attribute(tag, b"value").unwrap_or_default();
        if name.ends_with("Dropdown_ListEntry") {
            entries.push(value);
        } else if name.ends_with("Dropdown_Selected") {
            *chosen = value.trim().parse().unwrap_or(0);
        } else if name.ends_with("Checkbox_Checked") || name.ends_with("result") {
            *ticked = matches!(value.trim(), "true" | "1");
        }
    }

    /// What a form field shows: a box, or the entry that was chosen.
    fn end_field(&mut self) {
        let Some((kind, entries, chosen, ticked)) = self.field.take() else { return };
        match kind.ends_with("FORMCHECKBOX") {
            true => self.line.push(if ticked { '☒' } else { '☐' }),
            false => self.line.push_str(entries.get(chosen).map_or("", String::as_str)),
        }
    }

    fn thing(&mut self, prefix: &[u8], local: &[u8]) {
        if !self.body {
            return;
        }
        let things = &mut self.inventory.things;
        match (prefix, local) {
            (b"table", b"table") => {
                let inner = self.tables > 0 || self.changes.is_some() || !self.frames.is_empty();
                *(if inner { &mut things.inner_tables } else { &mut things.tables }) += 1;
                self.tables += 1;
            }
            (b"text", b"note-body") | (b"office", b"annotation") => things.notes += 1,
            (b"draw", _) => things.text_boxes += 1,
            _ => {}
        }
    }

    fn end(&mut self, local: &[u8]) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        self.shown.pop();
        self.end_valued();
        match local {
            b"p" | b"h" => self.end_line(),
            b"table-row" | b"table-cell" => {
                self.end_line();
                if let Some((times, from)) = self.repeated.pop() {
                    self.inventory.lines.repeat(from, times.min(MOST_ROWS));
                }
            }
            b"table" => self.tables = self.tables.saturating_sub(1),
            b"frame" => drop(self.frames.pop()),
            b"fieldmark" => self.end_field(),
            b"deletion" if self.changes.is_some() => {
                let deleted = std::mem::take(&mut self.inventory);
                self.deletions.insert(std::mem::take(&mut self.id), deleted);
            }
            b"insertion" | b"format-change" if self.changes.is_some() => {
                self.inventory = Inventory::default();
            }
            b"tracked-changes" => {
                if let Some(before) = self.changes.take() {
                    self.inventory = before;
                }
            }
            b"text" if self.shown.len() < 3 => self.body = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0 && self.shown.last() == Some(&true) {
            self.line.push_str(text);
        }
    }

    fn end_line(&mut self) {
        self.inventory.lines.add(&std::mem::take(&mut self.line));
    }

    fn finish(mut self) -> Option<Inventory> {
        self.end_line();
        if self.damaged || !self.starts.is_empty() {
            // Which tables of a damaged file stand in the text depends on how its elements are mended.
            (self.inventory.things.tables, self.inventory.things.inner_tables) = (0, 0);
        }
        Some(self.inventory)
    }
}
