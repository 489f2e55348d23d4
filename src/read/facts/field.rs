//! Fields: the shown result is text as any other; of the instruction only a hyperlink's target
//! is used.

use super::types::Atom;

/// An open field.
#[derive(Debug, Default)]
pub struct Field {
    instruction: String,
    /// Link of what is shown in it: of its result, once that has begun, or of the field around it.
    pub shown_as: Atom,
}

impl Field {
    /// A field that begins inside `outer`, the innermost open one.
    pub fn within(outer: Option<&Field>) -> Self {
        Self { shown_as: outer.map_or(Atom::NONE, |outer| outer.shown_as), ..Self::default() }
    }

    /// The result begins, with a link of its own where it has one.
    pub fn begin_result(&mut self, link: Atom) {
        if link != Atom::NONE {
            self.shown_as = link;
        }
    }

    /// Adds to the instruction.
    pub fn instruct(&mut self, text: &str) {
        self.instruction.push_str(text);
    }

    /// The instruction as far as it was read.
    pub fn instruction(&self) -> &str {
        &self.instruction
    }

    /// Target of a `HYPERLINK` field.
    pub fn link(&self) -> Option<String> {
        Self::link_of(&self.instruction)
    }

    /// Target that a `HYPERLINK` instruction gives (ECMA-376 part 1, 17.16.5.25): the address, and
    /// after `\l` a place in it.
    pub fn link_of(instruction: &str) -> Option<String> {
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
    use super::Field;

    #[test]
    fn a_hyperlink_field_gives_its_target() {
        for (instruction, target) in [
            (r#" HYPERLINK "https://www.itu.int/" "#, Some("https://www.itu.int/")),
            (r#"HYPERLINK "https://www.itu.int/" \l "top" \o "tip""#, Some("https://www.itu.int/#top")),
            (r#"HYPERLINK \l "_Toc1""#, Some("#_Toc1")),
            ("HYPERLINK https://www.itu.int/", Some("https://www.itu.int/")),
            ("PAGE", None),
            ("HYPERLINK", None),
        ] {
            assert_eq!(Field::link_of(instruction).as_deref(), target, "{instruction}");
        }
    }
}
