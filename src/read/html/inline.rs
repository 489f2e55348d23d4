//! What a tag says of the text in it: format, marks, links, references to notes.

use super::story::HtmlReader;
use super::tags::{BLOCKS, FORMATS, HtmlTag, twips};
use crate::diagnostics::Refusal;
use crate::read::facts::styles::Definition;
use crate::read::facts::symbols::symbol_font;
use crate::read::facts::types::WordObject;
use crate::text::{Format, Revision, RevisionIndex, RevisionKind, RevisionOrigin};

impl HtmlReader {
    /// What a tag says of the text in it; the note that its content is.
    pub(super) fn inline(&mut self, tag: &HtmlTag) -> Result<Option<(bool, String)>, Refusal> {
        let name = tag.name.as_str();
        if let Some((_, format)) = FORMATS.iter().find(|(known, _)| *known == name) {
            self.state.run.state(*format, true);
        }
        for (format, on) in tag.formats() {
            self.state.run.state(format, on);
        }
        if let Some(language) = tag.attribute("lang") {
            self.state.run.language = [self.facts.gathered.ledger.atom(language)?; 3];
        }
        if matches!(tag.attribute("dir"), Some("rtl" | "RTL")) {
            self.state.paragraph.right_to_left = Some(true);
        }
        if let Some(family) = tag.font_family() {
            self.state.run.font = symbol_font(family);
        }
        let unseen = [
            ("display", "none"),
            ("mso-hide", "all"),
            ("visibility", "hidden"),
            ("visibility", "collapse"),
            ("opacity", "0"),
        ];
        let is =
            |name: &str, value: &str| tag.style(name).is_some_and(|found| found.eq_ignore_ascii_case(value));
        // Comments as Word saves them: a list at the end of the page, and in the text what leads there.
        let comment = matches!(tag.style("mso-element"), Some("comment-list" | "comment"))
            || tag.attribute("class").is_some_and(|class| class.eq_ignore_ascii_case("msocomanchor"));
        // One that no script opens.
        let closed = name == "dialog" && tag.attribute("open").is_none();
        let is_hidden = comment || closed || unseen.iter().any(|(name, value)| is(name, value));
        if is_hidden || tag.attribute("hidden").is_some() {
            self.state.run.state(Format::HIDDEN, true);
        }
        match name {
            "ins" => self.state.insertion = Some(self.revision(tag, RevisionKind::Insertion)),
            "del" => self.state.deletion = Some(self.revision(tag, RevisionKind::Deletion)),
            "br" if tag.style("page-break-before").is_some() => self.flow.page_break(),
            "br" => self.push("\n", None)?,
            "hr" if !self.state.hidden => self.facts.gathered.ledger.formats.rules += 1,
            "img" | "imagedata" | "v:imagedata" if !self.state.hidden => self.picture(tag)?,
            "pre" | "textarea" => self.state.preserved = true,
            "input" | "select" | "option" => self.control(tag)?,
            "q" => self.open_quotation()?,
            "ruby" if !self.state.hidden => self.facts.gathered.oddities.rubies += 1,
            "a" => self.anchor(tag)?,
            _ => {}
        }
        if tag.style("mso-tab-count").is_some() || tag.style("mso-list") == Some("Ignore") {
            self.state.label = true;
        }
        if tag.style("mso-tab-count").is_some() {
            self.push("\t", None)?;
        }
        if tag.style("mso-element").is_some_and(|element| element.starts_with("dropcap")) {
            self.state.drop_cap = true;
            self.state.paragraph.runs_on = true;
        }
        if BLOCKS.contains(&name) {
            self.paragraph_format(tag)?;
        }
        let kind = match tag.style("mso-element") {
            Some("footnote") => false,
            Some("endnote") => true,
            _ => return Ok(None),
        };
        let id = tag.attribute("id").unwrap_or_default().to_owned();
        self.outer.push(std::mem::take(&mut self.flow));
        Ok(Some((kind, id)))
    }

    fn paragraph_format(&mut self, tag: &HtmlTag) -> Result<(), Refusal> {
        let level = tag.name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
        let heading = level.map(|level| format!("heading {level}"));
        let named = matches!(tag.name.as_str(), "p" | "li" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "div");
        let class = tag.attribute("class").and_then(|class| class.split_whitespace().next());
        let style = class.map(str::to_owned).filter(|_| named && tag.name != "div").or(heading);
        if let Some(style) = style {
            let id = self.facts.gathered.ledger.atom(&style)?;
            let name = Some(style.as_str().into());
            self.facts.styles.define(id, Definition { name, ..Definition::default() });
            self.state.paragraph.style = id;
        }
        let paragraph = &mut self.state.paragraph;
        paragraph.outline = level.map(|level| level - 1).or(paragraph.outline);
        paragraph.align = tag.align().or(paragraph.align);
        paragraph.indent = tag.style("margin-left").and_then(twips).or(paragraph.indent);
        paragraph.first_line = tag.style("text-indent").and_then(twips).or(paragraph.first_line);
        if tag.style("page-break-before") == Some("always") {
            self.flow.page_break();
        }
        Ok(())
    }

    /// The note that an address names in a page that holds notes: `#_ftn1`, and `#_ftnref1` in the note.
    fn note_of(&self, address: &str) -> Option<(bool, String)> {
        let name = address.strip_prefix("#_").filter(|_| self.has_notes)?;
        let end = name.starts_with("edn");
        (end || name.starts_with("ftn")).then(|| (end, name.to_owned()))
    }

    fn revision(&mut self, tag: &HtmlTag, kind: RevisionKind) -> RevisionIndex {
        let author = tag.attribute("cite").map(|cite| cite.strip_prefix("mailto:").unwrap_or(cite));
        let author = author.map(unescaped).filter(|author| !author.is_empty());
        let date = tag.attribute("datetime").map(str::to_owned);
        let origin = RevisionOrigin::Word;
        self.facts.gathered.ledger.enter(Revision { kind, author, date, origin, moved: None })
    }

    /// A link; or Word's reference to a note, whose text is a number that is written anew.
    fn anchor(&mut self, tag: &HtmlTag) -> Result<(), Refusal> {
        let note = [("mso-footnote-id", false), ("mso-endnote-id", true)]
            .iter()
            .find_map(|(name, end)| Some((*end, tag.style(name)?.to_owned())))
            .or_else(|| self.note_of(tag.attribute("href")?));
        if let Some(key) = note {
            if self.outer.is_empty() && !self.state.hidden {
                let next = i64::try_from(self.notes.len()).unwrap_or(-1);
                let number = *self.notes.entry(key.clone()).or_insert(next);
                let index = self.facts.gathered.notes.index((key.0, number));
                self.push("", Some(WordObject::Note { index, own_mark: false }))?;
            }
            self.state.hidden = true;
        } else if let Some(address) = tag.attribute("href") {
            self.state.link = self.facts.gathered.ledger.atom(address)?;
        }
        Ok(())
    }
}

/// An author's name out of an address: `%20` is a space.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (byte, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
