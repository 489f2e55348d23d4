//! A flow of text for the second count: the line that is open, and the fields that are open in it.

use super::fields::{FieldStage, FieldWords, SourceField};

/// A flow: a story's own, or that of a note or text box in it.
#[derive(Debug, Default)]
pub(super) struct SourceFlow {
    /// What the open line shows so far.
    pub line: String,
    /// Open fields, innermost last.
    pub fields: Vec<SourceField>,
    /// Open fields, the outermost first, that have shown something or never will.
    settled: usize,
}

impl SourceFlow {
    /// Takes text in where it is code of a field; says whether it was. Where it is not, what it stands
    /// in shows something.
    pub(super) fn is_code(&mut self, text: &str) -> bool {
        let settled = self.settled();
        let open = self.fields.get(settled..).unwrap_or_default();
        let Some(at) = open.iter().rposition(|field| field.stage == FieldStage::Code).map(|at| at + settled)
        else {
            answer(self.fields.iter_mut().skip(settled));
            self.settled = self.fields.len();
            return false;
        };
        let inner = self.fields.len() > at + 1;
        answer(self.fields.iter_mut().skip(at + 1));
        if let Some(field) = self.fields.get_mut(at) {
            let escape = inner && field.is("EQ");
            for character in text.chars() {
                if escape && matches!(character, ',' | ';' | '(' | ')' | '\\') {
                    field.code.push('\\');
                }
                field.code.push(character);
            }
            field.typed.push_str(text);
        }
        true
    }

    /// Open fields of which nothing is left to be told; the last may have changed since it was looked at.
    fn settled(&self) -> usize {
        self.settled.min(self.fields.len().saturating_sub(1))
    }

    /// A field begins.
    pub(super) fn begin(&mut self, field: SourceField) {
        self.settled = self.settled();
        self.fields.push(field);
    }

    /// Code of the innermost field, while its code is read.
    pub(super) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.fields.last_mut().filter(|field| field.stage == FieldStage::Code) {
            field.code.push_str(text);
        }
    }

    /// The innermost field ends: what it shows that has shown nothing.
    pub(super) fn end_field(&mut self) -> FieldWords {
        self.fields.pop().map_or(FieldWords::None, |field| field.words())
    }
}

/// Notes that fields show something.
fn answer<'f>(fields: impl Iterator<Item = &'f mut SourceField>) {
    for field in fields {
        field.answered |= field.stage == FieldStage::Result;
    }
}
