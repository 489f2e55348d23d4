//! HTML for the second count, bare or in a MIME document: the text between the tags that a browser shows,
//! pictures and tables. White space does not count, nor what only a style sheet adds.

use std::collections::{HashMap, HashSet};

use super::Inventory;
use super::markup::{Markup, MarkupTag, MarkupToken};
use crate::budget;

/// Elements that show nothing of what stands in them.
const UNSEEN: &[&str] = &[
    "head",
    "script",
    "style",
    "template",
    "noframes",
    "object",
    "applet",
    "iframe",
    "video",
    "audio",
    "canvas",
    "xml",
    "rp",
    "datalist",
    "annotation",
    "annotation-xml",
    "metadata",
];
/// Elements that stand in a head; any other begins the body (HTML, 13.2.6.4.4).
const OF_HEAD: &[&str] = &[
    "base", "basefont", "bgsound", "head", "link", "meta", "noframes", "noscript", "script", "style",
    "template", "title", "xml",
];
/// Elements that hold nothing.
const EMPTY: &[&str] = &[
    "area", "base", "br", "col", "embed", "frame", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements inside a line.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var",
];

/// An open element.
struct Open {
    name: String,
    /// It, or one around it, shows nothing.
    hidden: bool,
    /// It is a note.
    note: bool,
    /// It is a drop cap, or stands in one: its table only places it.
    drop_cap: bool,
}

/// What a page shows; notes to which nothing refers are not shown.
pub(super) fn inventory(text: &str) -> Option<Inventory> {
    let has_notes = text.contains("mso-element:footnote") || text.contains("mso-element:endnote");
    let mut page = HtmlWalk { has_notes, ..HtmlWalk::default() };
    let markup = Markup::of(text);
    let is_xml = markup.is_xml;
    for token in markup {
        // What is not counted is not used: the next stage refuses.
        if budget::is_spent() {
            return None;
        }
        match token {
            MarkupToken::Start(tag) => {
                page.start(&tag);
                if is_xml && tag.closed && !EMPTY.contains(&&*tag.name) && !tag.name.contains(':') {
                    page.end(&tag.name);
                }
            }
            MarkupToken::End(name) => page.end(&name),
            MarkupToken::Text(text) => page.text(&text),
        }
    }
    Some(page.finish())
}

/// The character of a page that stands for a sign of a symbol font: the one of Windows-1252 with its code.
pub(super) fn unsigned(c: char) -> char {
    let code = u32::from(c).checked_sub(0xF000).and_then(|code| u8::try_from(code).ok());
    let Some(code) = code.filter(|code| *code >= 0x20) else { return c };
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[code]).0.chars().next().unwrap_or(c)
}

#[derive(Default)]
struct HtmlWalk {
    inventory: Inventory,
    line: String,
    open: Vec<Open>,
    tables: usize,
    /// The open notes, and the lines of each note by its name.
    notes: Vec<(String, Inventory, String)>,
    done: HashMap<String, Inventory>,
    referred: HashSet<String>,
    /// Options of the open list: texts, and which is chosen.
    options: Option<(Vec<(String, bool)>, bool)>,
    /// The page holds notes as Word's programs write them.
    has_notes: bool,
}

/// A property of a style attribute.
fn property<'s>(style: &'s str, name: &str) -> Option<&'s str> {
    style.split(';').find_map(|declaration| {
        let (known, value) = declaration.split_once(':')?;
        known.trim().eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

impl HtmlWalk {
    fn hidden(&self) -> bool {
        self.open.last().is_some_and(|open| open.hidden)
    }

    fn start(&mut self, tag: &MarkupTag<'_>) {
        let name = tag.name.clone().into_owned();
        if name == "head" && self.open.iter().any(|open| matches!(open.name.as_str(), "head" | "body")) {
            return;
        }
        if !OF_HEAD.contains(&name.as_str()) && !name.contains(':') {
            self.leave_head();
        }
        if !INLINE.contains(&name.as_str()) {
            self.end_line();
        }
        let style = tag.attribute("style").unwrap_or_default();
        let element = property(&style, "mso-element");
        let mut hidden = self.hidden()
            || UNSEEN.contains(&name.as_str())
            || matches!(name.as_str(), "title" | "select")
            || element.is_some_and(|kind| kind.ends_with("separator"));
        let address = tag.attribute("href").unwrap_or_default();
        let named = property(&style, "mso-footnote-id").or_else(|| property(&style, "mso-endnote-id"));
        let reference = named.or_else(|| self.note_of(&address));
        if name == "a"
            && let Some(note) = reference
        {
            if !self.hidden() && self.notes.is_empty() {
                self.referred.insert(note.to_owned());
                self.inventory.things.notes += 1;
            }
            hidden = true;
        }
        let around = self.open.last().is_some_and(|open| open.drop_cap);
        let drop_cap = around || element.is_some_and(|kind| kind.starts_with("dropcap"));
        if !(self.hidden() || around && name == "table") {
            self.thing(&name, tag);
        }
        if name == "option"
            && let Some((options, _)) = &mut self.options
        {
            options.push((String::new(), tag.attribute("selected").is_some()));
        }
        let note = matches!(element, Some("footnote" | "endnote"));
        if note {
            let outer = (std::mem::take(&mut self.inventory), std::mem::take(&mut self.line));
            self.notes.push((tag.attribute("id").unwrap_or_default().into_owned(), outer.0, outer.1));
        }
        let void = EMPTY.contains(&name.as_str()) || tag.closed && name.contains(':');
        if !void {
            self.open.push(Open { name, hidden, note, drop_cap });
        }
    }

    /// The note that an address names in a page that holds notes: `#_ftn1`, and `#_ftnref1` in the note.
    fn note_of<'a>(&self, address: &'a str) -> Option<&'a str> {
        let name = address.strip_prefix("#_").filter(|_| self.has_notes)?;
        (name.starts_with("ftn") || name.starts_with("edn")).then_some(name)
    }

    fn thing(&mut self, name: &str, tag: &MarkupTag<'_>) {
        match name {
            "img" | "imagedata" | "v:imagedata" => self.inventory.things.pictures += 1,
            "table" => {
                if self.notes.is_empty() {
                    let things = &mut self.inventory.things;
                    *(if self.tables > 0 { &mut things.inner_tables } else { &mut things.tables }) += 1;
                }
                self.tables += 1;
            }
            "object" | "applet" | "iframe" | "embed" | "video" | "audio" | "canvas" => {
                self.inventory.things.objects += 1;
            }
            "q" => self.inventory.quotations += 1,
            "input" => self.input(tag),
            "select" => self.options = Some((Vec::new(), tag.attribute("multiple").is_some())),
            _ => {}
        }
    }

    fn input(&mut self, tag: &MarkupTag<'_>) {
        let kind = tag.attribute("type").unwrap_or_default().trim().to_ascii_lowercase();
        let ticked = tag.attribute("checked").is_some();
        let shown = match kind.as_str() {
            "hidden" | "file" | "image" | "password" | "range" | "color" => return,
            "checkbox" => if ticked { "☒" } else { "☐" }.into(),
            "radio" => if ticked { "◉" } else { "○" }.into(),
            _ => tag
                .attribute("value")
                .filter(|value| !value.is_empty())
                .or_else(|| tag.attribute("placeholder"))
                .unwrap_or_default(),
        };
        self.line.push_str(&shown);
    }

    /// Closes a head that is still open.
    fn leave_head(&mut self) {
        let head = self.open.iter().rposition(|open| open.name == "head");
        let Some(head) = head else { return };
        if self.open.iter().skip(head + 1).all(|open| open.name == "noscript") {
            self.open.truncate(head);
        }
    }

    fn text(&mut self, text: &str) {
        if !text.trim_ascii().is_empty() {
            self.leave_head();
        }
        if let Some((options, _)) = &mut self.options {
            if let Some((option, _)) = options.last_mut() {
                option.push_str(text);
            }
        } else if !self.hidden() {
            self.line.push_str(text);
        }
    }

    fn end(&mut self, name: &str) {
        if !INLINE.contains(&name) {
            self.end_line();
        }
        let edge = |open: &Open| matches!(open.name.as_str(), "td" | "th" | "table" | "body");
        let passes = matches!(name, "td" | "th" | "tr" | "table" | "tbody" | "body" | "html");
        let mut found = None;
        for (at, open) in self.open.iter().enumerate().rev() {
            if open.name == name {
                found = Some(at);
                break;
            }
            if edge(open) && !passes {
                break;
            }
        }
        while found.is_some_and(|at| self.open.len() > at) {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let around = self.open.last().is_some_and(|around| around.drop_cap);
        if open.name == "table" && !open.hidden && !around {
            self.tables = self.tables.saturating_sub(1);
        }
        if open.name == "select"
            && let Some((options, multiple)) = self.options.take()
        {
            let chosen: Vec<&str> =
                options.iter().filter(|(_, chosen)| *chosen).map(|(text, _)| text.trim()).collect();
            let shown = match (multiple, chosen.last()) {
                (true, _) => chosen.join(", "),
                (false, Some(last)) => (*last).to_owned(),
                (false, None) => options.first().map(|(text, _)| text.trim().to_owned()).unwrap_or_default(),
            };
            self.line.push_str(&shown);
        }
        if open.note {
            self.end_line();
            if let Some((name, inventory, line)) = self.notes.pop() {
                let note = std::mem::replace(&mut self.inventory, inventory);
                self.line = line;
                self.done.insert(name, note);
            }
        }
    }

    fn end_line(&mut self) {
        self.inventory.lines.add(&std::mem::take(&mut self.line));
    }

    fn finish(mut self) -> Inventory {
        self.end_line();
        while !self.open.is_empty() {
            self.close();
        }
        self.end_line();
        for (name, note) in &self.done {
            if self.referred.contains(name) {
                self.inventory.lines.append(&note.lines);
                self.inventory.things.pictures += note.things.pictures;
            }
        }
        self.inventory
    }
}
