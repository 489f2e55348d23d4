//! Form fields (RTF 1.9.1, "Form fields"): what was chosen, ticked or typed.

use crate::read::facts::field::FormField;

/// A result that stands for the default.
const DEFAULT: i32 = 25;

/// A form field in the making.
#[derive(Debug, Default)]
pub(super) struct RtfForm {
    kind: Option<i32>,
    result: Option<i32>,
    default: Option<i32>,
    /// What stands where nothing was typed.
    pub text: String,
    /// The entries of its list.
    pub entries: Vec<String>,
}

impl RtfForm {
    /// Takes a control word in; says whether it was one of a form field.
    pub(super) fn word(&mut self, word: &[u8], value: i32) -> bool {
        match word {
            b"fftype" => self.kind = Some(value),
            b"ffres" => self.result = Some(value),
            b"ffdefres" => self.default = Some(value),
            _ => return false,
        }
        true
    }

    /// The form field, where there is one.
    pub(super) fn field(self) -> Option<FormField> {
        let result = self.result.filter(|result| *result != DEFAULT).or(self.default).unwrap_or(0);
        match self.kind? {
            0 => Some(FormField::Text(Some(self.text).filter(|text| !text.is_empty()))),
            1 => Some(FormField::CheckBox(result == 1)),
            2 => {
                let place = usize::try_from(result).unwrap_or(0);
                Some(FormField::DropDown(self.entries.into_iter().nth(place)))
            }
            _ => None,
        }
    }
}
