//! Fields of OpenDocument that show what stands in no text: ticked boxes, entries of lists.
//!
//! In: the start tag of a field. Out: what it shows, as text of the paragraph. Never: a field that has text of
//! its own (ODF 1.3 part 3, 7.2), which is walked through.

use super::story::OdtStoryReader;
use super::styles::text;
use crate::diagnostics::Refusal;
use crate::read::xml::{KnownNamespace, StartTag};

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
}
