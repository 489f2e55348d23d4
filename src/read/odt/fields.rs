//! Fields of OpenDocument that show what stands in no text: ticked boxes, entries of lists, values.
//!
//! In: the start tag of a field. Out: what it shows, as text of the paragraph; a placeholder where only a
//! program that counts or asks could tell. Never: a field that has text of its own (ODF 1.3 part 3, 7.2),
//! which is walked through.

use super::story::{OdtFrame, OdtStoryReader};
use super::styles::text;
use crate::diagnostics::Refusal;
use crate::read::facts::types::{WordObject, WordRun};
use crate::read::xml::{KnownNamespace, StartTag};

/// A field that is open.
#[derive(Debug)]
pub(super) struct OdtField {
    /// Its element's local name.
    name: String,
    /// What it shows where no text stands in it; `None` where only an update can tell.
    value: Option<String>,
    /// What had been shown before it.
    before: usize,
    /// It shows something of a place: a field of the flow is open for it.
    refers: bool,
}

/// Fields (ODF 1.3 part 3, clause 7) that show something.
const FIELDS: &[&[u8]] = &[
    b"author-initials",
    b"author-name",
    b"bookmark-ref",
    b"chapter",
    b"character-count",
    b"conditional-text",
    b"creation-date",
    b"creation-time",
    b"creator",
    b"database-display",
    b"database-name",
    b"database-row-number",
    b"date",
    b"dde-connection",
    b"description",
    b"drop-down",
    b"editing-cycles",
    b"editing-duration",
    b"expression",
    b"file-name",
    b"hidden-text",
    b"image-count",
    b"initial-creator",
    b"keywords",
    b"measure",
    b"modification-date",
    b"modification-time",
    b"note-ref",
    b"object-count",
    b"page-count",
    b"page-number",
    b"page-variable-get",
    b"paragraph-count",
    b"print-date",
    b"print-time",
    b"printed-by",
    b"reference-ref",
    b"sender-city",
    b"sender-company",
    b"sender-country",
    b"sender-email",
    b"sender-fax",
    b"sender-firstname",
    b"sender-initials",
    b"sender-lastname",
    b"sender-phone-private",
    b"sender-phone-work",
    b"sender-position",
    b"sender-postal-code",
    b"sender-state-or-province",
    b"sender-street",
    b"sender-title",
    b"sequence",
    b"sequence-ref",
    b"sheet-name",
    b"subject",
    b"table-count",
    b"table-formula",
    b"template-name",
    b"text-input",
    b"time",
    b"title",
    b"user-defined",
    b"user-field-get",
    b"user-field-input",
    b"variable-get",
    b"variable-input",
    b"variable-set",
    b"word-count",
];

/// Fields that state the value that they show.
const STATED: &[&[u8]] = &[
    b"variable-set",
    b"expression",
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

/// Whether an element of text is a field that shows something.
pub(super) fn is_field(local: &[u8]) -> bool {
    FIELDS.binary_search(&local).is_ok()
}

impl<'a> OdtStoryReader<'_, 'a> {
    /// A form field without text of its own, as LibreOffice writes those of Word (`field:fieldmark`).
    pub(super) fn field_mark(&mut self, element: &StartTag<'a>) -> Result<(), Refusal> {
        let kind = text(self.xml, element, KnownNamespace::Other, b"type")?;
        let depth = self.xml.depth();
        let (mut entries, mut chosen, mut ticked) = (Vec::new(), 0, false);
        while let Some(parameter) = self.xml.next_within(depth)? {
            let name = text(self.xml, &parameter, KnownNamespace::Other, b"name")?;
            let value = text(self.xml, &parameter, KnownNamespace::Other, b"value")?;
            match name.rsplit(['.', ':']).next().unwrap_or_default() {
                "Dropdown_ListEntry" => entries.push(value),
                "Dropdown_Selected" => chosen = value.trim().parse().unwrap_or(0),
                "Checkbox_Checked" | "result" => ticked = matches!(value.trim(), "true" | "1"),
                _ => {}
            }
        }
        if kind.ends_with("FORMCHECKBOX") {
            return self.push(if ticked { "☒" } else { "☐" }, None);
        }
        let entry = entries.into_iter().nth(chosen).unwrap_or_default();
        self.push(&entry, None)
    }

    /// The values of the author's own fields.
    pub(super) fn user_fields(&mut self) -> Result<(), Refusal> {
        let depth = self.xml.depth();
        while let Some(element) = self.xml.next_within(depth)? {
            if element.name() == (KnownNamespace::Text, b"user-field-decl") {
                let name = text(self.xml, &element, KnownNamespace::Text, b"name")?;
                if let Some(value) = self.value(&element)? {
                    self.values.insert((true, name), value);
                }
            }
        }
        Ok(())
    }

    /// Keeps the value that a variable has from here on.
    pub(super) fn set_variable(&mut self, element: &StartTag<'a>) -> Result<(), Refusal> {
        if let Some(value) = self.value(element)? {
            let name = text(self.xml, element, KnownNamespace::Text, b"name")?;
            self.values.insert((false, name), value);
        }
        Ok(())
    }

    /// A value as an element states it (ODF 1.3 part 3, 19.385 and after).
    fn value(&self, element: &StartTag<'a>) -> Result<Option<String>, Refusal> {
        for name in [&b"string-value"[..], b"date-value", b"time-value", b"boolean-value", b"value"] {
            for space in [KnownNamespace::Office, KnownNamespace::Text] {
                let value = text(self.xml, element, space, name)?;
                if !value.is_empty() {
                    return Ok(Some(value));
                }
            }
        }
        Ok(None)
    }

    /// A field begins.
    pub(super) fn open_field(&mut self, element: &StartTag<'a>) -> Result<OdtFrame, Refusal> {
        let name = text(self.xml, element, KnownNamespace::Text, b"name")?;
        let value = match element.local() {
            b"user-field-get" | b"user-field-input" => self.values.get(&(true, name)).cloned(),
            b"variable-get" | b"variable-input" => self.values.get(&(false, name)).cloned(),
            b"conditional-text" => {
                let holds = text(self.xml, element, KnownNamespace::Text, b"current-value")?;
                let shown: &[u8] = match holds.as_str() {
                    "true" => b"string-value-if-true",
                    _ => b"string-value-if-false",
                };
                let words = text(self.xml, element, KnownNamespace::Text, shown)?;
                (!holds.is_empty()).then_some(words)
            }
            local if STATED.contains(&local) => self.value(element)?,
            _ => None,
        };
        let refers = self.open_reference(element)?;
        let name = String::from_utf8_lossy(element.local()).into_owned();
        Ok(OdtFrame::Field(Box::new(OdtField { name, value, before: self.shown, refers })))
    }

    /// Opens the field of Word that shows of a place what an element shows of it; says whether there is one.
    fn open_reference(&mut self, element: &StartTag<'a>) -> Result<bool, Refusal> {
        if !matches!(element.local(), b"bookmark-ref" | b"reference-ref") {
            return Ok(false);
        }
        let place = self.place_name(element, b"ref-name")?;
        let format = text(self.xml, element, KnownNamespace::Text, b"reference-format")?;
        let code = match format.as_str() {
            "page" => format!("PAGEREF {place}"),
            "text" | "" => format!("REF {place}"),
            "number" | "number-no-superior" | "number-all-superior" => format!("REF {place} \\r"),
            _ => return Ok(false),
        };
        self.facts.gathered.oddities.references.are_read = true;
        self.flush_space()?;
        self.flow.begin_field();
        if let Some(field) = self.flow.fields.last_mut() {
            field.instruct(&code);
        }
        self.flow.begin_result(&mut self.facts.gathered.ledger)?;
        Ok(true)
    }

    /// The name of a place, in one word.
    fn place_name(&self, element: &StartTag<'a>, attribute: &[u8]) -> Result<String, Refusal> {
        let name = text(self.xml, element, KnownNamespace::Text, attribute)?;
        Ok(name.split_whitespace().collect::<Vec<_>>().join("_"))
    }

    /// A place begins or ends, or is a point.
    pub(super) fn place(&mut self, element: &StartTag<'a>) -> Result<(), Refusal> {
        let name = self.place_name(element, b"name")?;
        let local = element.local();
        if !local.ends_with(b"-end") {
            self.flow.open_place(&name, &name);
        }
        if !local.ends_with(b"-start") {
            self.flow.close_place(&name, &mut self.facts.gathered.oddities.references);
        }
        Ok(())
    }

    /// An entry of a list to choose from.
    pub(super) fn entry(&mut self, element: &StartTag<'a>) -> Result<(), Refusal> {
        let chosen = text(self.xml, element, KnownNamespace::Text, b"current-selected")? == "true";
        let value = text(self.xml, element, KnownNamespace::Text, b"value")?;
        if let Some(OdtFrame::Field(field)) = self.frames.last_mut().filter(|_| chosen) {
            field.value = Some(value);
        }
        Ok(())
    }

    /// A field ends: what it shows, where no text stood in it.
    pub(super) fn close_field(&mut self, field: OdtField) -> Result<(), Refusal> {
        if self.shown > field.before {
            if field.refers {
                let gathered = &mut self.facts.gathered;
                self.flow.end_field(&WordRun::default(), &mut gathered.oddities, &mut gathered.runs)?;
            }
            return Ok(());
        }
        if field.refers {
            self.flow.fields.pop();
        }
        match field.value {
            Some(value) => self.push(&value, None),
            None => {
                self.facts.gathered.oddities.not_updated.push(field.name);
                self.push("", Some(WordObject::Placeholder))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FIELDS;

    #[test]
    fn fields_are_in_order() {
        assert!(FIELDS.is_sorted());
    }
}
