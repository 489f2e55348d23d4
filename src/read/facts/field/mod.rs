//! Fields: the result that a file stores is text as any other, the code is not shown; where no
//! result is stored, what Word shows of the field is taken out of its code.
//!
//! In: the code of a field, and what the file says of a form field. Out: the words it shows, or that
//! it shows nothing. Never: a code executed, an address followed.

mod automatic;
mod equation;
mod shown;

pub(crate) use automatic::{AutomaticNumber, AutomaticNumbers};
pub(crate) use shown::FieldResult;

use super::cross_references::{AskedOfPlace, FlowPoint};
use super::types::{Atom, SymbolFont, WordRun};

/// An open field.
#[derive(Debug, Default)]
pub(crate) struct OpenField {
    instruction: String,
    /// Link of what is shown in it: of its result, once that has begun, or of the field around it.
    pub shown_as: Atom,
    /// What a form field holds beside its code.
    pub form: Option<FormField>,
    phase: Phase,
    /// Where its result begins.
    result_from: FlowPoint,
    /// The place whose page it numbers.
    pub numbered: Atom,
    /// Its result shows something.
    answered: bool,
    /// Text that stood in the code without being code, to be shown if the code never ends.
    typed: Vec<(WordRun, String)>,
}

/// What of a field is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Phase {
    #[default]
    Code,
    Result,
    /// The paragraph ended in the code: text is shown again, lest a field without an end hide all.
    Overrun,
}

/// What a form field holds (ECMA-376 part 1, 17.16.17; MS-DOC 2.9.78, FFData).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FormField {
    /// A box, ticked or not.
    CheckBox(bool),
    /// The entry chosen of a list, where one is.
    DropDown(Option<String>),
    /// Text that stands where none was typed.
    Text(Option<String>),
}

/// A box that is ticked, and one that is not.
pub(crate) const BOXES: [char; 2] = ['☒', '☐'];

/// Words of a field's code that are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct FieldPiece {
    /// The words.
    pub text: String,
    /// Where they stand.
    pub place: LinePlace,
    /// The symbol font that they are in.
    pub font: Option<SymbolFont>,
}

/// Where words stand in their line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum LinePlace {
    /// In it.
    #[default]
    Line,
    /// Raised.
    Raised,
    /// Lowered.
    Lowered,
}

impl FieldPiece {
    /// Words in the line.
    pub(crate) fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

impl OpenField {
    /// A field that begins inside `outer`, the innermost open one.
    pub(crate) fn within(outer: Option<&OpenField>) -> Self {
        Self { shown_as: outer.map_or(Atom::NONE, |outer| outer.shown_as), ..Self::default() }
    }

    /// The result begins, with a link of its own where it has one.
    pub(crate) fn begin_result(&mut self, link: Atom, here: FlowPoint) {
        self.result_from = here;
        if link != Atom::NONE {
            self.shown_as = link;
        }
        self.phase = Phase::Result;
        self.typed.clear();
    }

    /// Whether what is read now is its code.
    pub(crate) fn in_code(&self) -> bool {
        self.phase == Phase::Code
    }

    /// Adds to the instruction.
    pub(crate) fn instruct(&mut self, text: &str) {
        self.instruction.push_str(text);
    }

    /// Takes in text that stands in the code: typed there, or shown by a field inside it, whose
    /// brackets and commas are then no notation.
    pub(crate) fn take_in(&mut self, run: WordRun, text: &str, shown_by_field: bool) {
        let escape = shown_by_field && self.is(&["EQ"]);
        for character in text.chars() {
            if escape && matches!(character, ',' | ';' | '(' | ')' | '\\') {
                self.instruction.push('\\');
            }
            self.instruction.push(character);
        }
        self.typed.push((run, text.to_owned()));
    }

    /// Gives back the text that stood in its code: the paragraph ends, and the code does not.
    pub(crate) fn overrun(&mut self) -> Vec<(WordRun, String)> {
        if self.phase == Phase::Code {
            self.phase = Phase::Overrun;
        }
        std::mem::take(&mut self.typed)
    }

    /// Notes that its result shows something.
    pub(crate) fn answer(&mut self) {
        self.answered |= self.phase == Phase::Result;
    }

    /// What it shows, once it ended.
    pub(crate) fn shown(&self) -> FieldResult {
        if self.answered || self.phase == Phase::Overrun {
            return FieldResult::Nothing;
        }
        shown::of(&self.instruction, self.form.as_ref())
    }

    /// Where its result begins.
    pub(crate) fn result_from(&self) -> FlowPoint {
        self.result_from
    }

    /// The place of which its stored result shows something, and what. Numbers that its code formats anew, and where its
    /// place lies from here (`above`), are not compared.
    pub(crate) fn reference(&self) -> Option<(&str, AskedOfPlace)> {
        let mut words = self.instruction.split_whitespace();
        let name = words.next().filter(|_| self.answered)?;
        let place = words.next()?.trim_matches('"');
        let switches: Vec<String> = words.map(str::to_ascii_lowercase).collect();
        let has = |names: &[&str]| switches.iter().any(|word| names.contains(&word.as_str()));
        if place.is_empty() || place.starts_with('\\') || has(&["\\p", "\\#"]) && !self.is(&["PAGEREF"]) {
            return None;
        }
        let formats = switches.iter().zip(switches.iter().skip(1)).filter(|(word, _)| *word == "\\*");
        let plain = ["mergeformat", "charformat", "upper", "lower", "caps", "firstcap"];
        if !formats.into_iter().all(|(_, format)| plain.contains(&format.as_str())) {
            return None;
        }
        let asked = match name.to_ascii_uppercase().as_str() {
            "PAGEREF" if place.starts_with("_Toc") => return None,
            "PAGEREF" => AskedOfPlace::Page,
            "NOTEREF" => AskedOfPlace::NoteMark,
            "REF" if has(&["\\n", "\\r", "\\w"]) => AskedOfPlace::Number,
            "REF" if has(&["\\f"]) => AskedOfPlace::NoteMark,
            "REF" => AskedOfPlace::Words,
            _ => return None,
        };
        Some((place, asked))
    }

    /// The place whose page it numbers, as `#name`; Word names the places that contents lists lead to `_Toc` and a number.
    pub(crate) fn numbered_place(&self) -> Option<String> {
        let place = self.instruction.split_whitespace().nth(1).map(|place| place.trim_matches('"'));
        let place = place.filter(|place| self.is(&["PAGEREF"]) && !place.starts_with("_Toc"));
        place.map(|place| format!("#{place}"))
    }

    /// Whether it is a contents list.
    pub(crate) fn is_contents(&self) -> bool {
        self.is(&["TOC"])
    }

    /// Whether its code begins with one of these names.
    fn is(&self, names: &[&str]) -> bool {
        let name = self.instruction.split_whitespace().next().unwrap_or_default();
        names.iter().any(|known| name.eq_ignore_ascii_case(known))
    }

    /// Target of a field that leads somewhere.
    pub(crate) fn link(&self) -> Option<String> {
        Self::link_of(&self.instruction)
    }

    /// Target that an instruction gives. `HYPERLINK` (ECMA-376 part 1, 17.16.5.25): the address, and
    /// after `\l` a place in it. `REF`, `PAGEREF`, `NOTEREF` with `\h` (17.16.5.51): a place by its name.
    pub(crate) fn link_of(instruction: &str) -> Option<String> {
        let mut words = instruction.split_whitespace();
        if let (Some("REF" | "PAGEREF" | "NOTEREF"), Some(name)) = (words.next(), words.next()) {
            let leads = words.any(|word| word.eq_ignore_ascii_case("\\h"));
            return leads.then(|| format!("#{}", name.trim_matches('"')));
        }
        let rest = instruction.trim_start().strip_prefix("HYPERLINK")?;
        let mut target = String::new();
        let mut place = false;
        for (at, piece) in rest.split('"').enumerate() {
            let quoted = at % 2 == 1;
            if !quoted {
                place = piece.contains("\\l");
                if target.is_empty() && !piece.contains('\\') {
                    target.push_str(piece.trim());
                }
            } else if place {
                target.push('#');
                target.push_str(piece);
            } else if target.is_empty() {
                target.push_str(piece);
            }
        }
        (!target.is_empty()).then_some(target)
    }
}

#[cfg(test)]
mod tests {
    use super::OpenField;

    #[test]
    fn a_hyperlink_field_gives_its_target() {
        for (instruction, target) in [
            (r#" HYPERLINK "https://www.itu.int/" "#, Some("https://www.itu.int/")),
            (r#"HYPERLINK "https://www.itu.int/" \l "top" \o "tip""#, Some("https://www.itu.int/#top")),
            (r#"HYPERLINK \l "_Toc1""#, Some("#_Toc1")),
            (" REF _Ref12 \\r \\h ", Some("#_Ref12")),
            ("PAGEREF _Toc7 \\h", Some("#_Toc7")),
            ("REF _Ref12", None),
            ("HYPERLINK https://www.itu.int/", Some("https://www.itu.int/")),
            ("PAGE", None),
            ("HYPERLINK", None),
        ] {
            assert_eq!(OpenField::link_of(instruction).as_deref(), target, "{instruction}");
        }
    }
}
