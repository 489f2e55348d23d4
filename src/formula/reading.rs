//! What a formula says on one line, after the linear format of Unicode Technical Note 28: `P=a^2/√(b+c)`.
//!
//! The characters that the formula holds stand in the order in which it holds them; what its structure
//! says besides (strokes of fractions, roots, brackets, signs of sums) is told apart.

use super::{FormulaElement, FormulaNode};

/// A part of a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FormulaPiece {
    /// The characters.
    pub(crate) text: String,
    /// They stand for the structure, and not in the formula.
    pub(crate) supplied: bool,
}

/// The reading of an element, parted.
pub(super) fn pieces(root: &FormulaElement) -> Vec<FormulaPiece> {
    let mut reading = SpokenFormula(Vec::new());
    reading.children(root);
    reading.0
}

struct SpokenFormula(Vec<FormulaPiece>);

impl SpokenFormula {
    fn push(&mut self, text: &str, supplied: bool) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.supplied == supplied => last.text.push_str(text),
            _ => self.0.push(FormulaPiece { text: text.to_owned(), supplied }),
        }
    }

    fn supply(&mut self, text: &str) {
        self.push(text, true);
    }

    fn children(&mut self, element: &FormulaElement) {
        for child in &element.children {
            match child {
                FormulaNode::Element(element) => self.element(element),
                FormulaNode::Text(text) => self.push(text, false),
            }
        }
    }

    /// A part of an element, where it has it.
    fn part(&mut self, element: &FormulaElement, name: &str) {
        element.first(name).into_iter().for_each(|part| self.children(part));
    }

    /// A part in brackets, unless it is one word or number.
    fn operand(&mut self, element: &FormulaElement, name: &str) {
        let Some(part) = element.first(name) else { return };
        if is_word(part) {
            return self.children(part);
        }
        self.supply("(");
        self.children(part);
        self.supply(")");
    }

    /// A part behind a sign; nothing where there is nothing in it.
    fn script(&mut self, element: &FormulaElement, sign: &str, name: &str) {
        if element.first(name).is_some_and(|part| !part.characters().trim().is_empty()) {
            self.supply(sign);
            self.operand(element, name);
        }
    }

    fn element(&mut self, element: &FormulaElement) {
        match &*element.name {
            "m:f" => self.fraction(element),
            "m:rad" => self.root(element),
            "m:sSup" | "m:sSub" | "m:sSubSup" => {
                self.base(element);
                self.script(element, "_", "m:sub");
                self.script(element, "^", "m:sup");
            }
            "m:sPre" => {
                self.script(element, "_", "m:sub");
                self.script(element, "^", "m:sup");
                self.part(element, "m:e");
            }
            "m:nary" => {
                self.supply(element.property("m:naryPr", "m:chr").unwrap_or("∫"));
                self.script(element, "_", "m:sub");
                self.script(element, "^", "m:sup");
                self.supply(" ");
                self.part(element, "m:e");
            }
            "m:d" => self.delimited(element),
            "m:func" => {
                self.part(element, "m:fName");
                self.supply(" ");
                self.part(element, "m:e");
            }
            "m:limLow" | "m:limUpp" => {
                self.base(element);
                self.script(element, if &*element.name == "m:limLow" { "_" } else { "^" }, "m:lim");
            }
            "m:acc" => self.accented(element),
            "m:bar" => {
                let top = element.property("m:barPr", "m:pos") == Some("top");
                self.over(element, if top { "\u{305}" } else { "\u{332}" }, if top { "¯" } else { "▁" });
            }
            "m:groupChr" => {
                let sign = element.property("m:groupChrPr", "m:chr").unwrap_or("\u{23DF}");
                self.supply(sign);
                self.supply("(");
                self.part(element, "m:e");
                self.supply(")");
            }
            "m:m" => self.matrix(element, true),
            "m:eqArr" => self.rows(element, "m:e"),
            // What it says of its own look.
            name if name.ends_with("Pr") => {}
            _ => self.children(element),
        }
    }

    /// What scripts stand at: in brackets where it is more than a word, or a formula in brackets of its own.
    fn base(&mut self, element: &FormulaElement) {
        let delimited = element.first("m:e").is_some_and(|base| {
            let mut parts = base.elements().filter(|part| !part.name.ends_with("Pr"));
            parts.next().is_some_and(|part| matches!(&*part.name, "m:d" | "m:func")) && parts.next().is_none()
        });
        if delimited { self.part(element, "m:e") } else { self.operand(element, "m:e") }
    }

    fn fraction(&mut self, element: &FormulaElement) {
        self.operand(element, "m:num");
        self.supply(if element.property("m:fPr", "m:type") == Some("noBar") { "¦" } else { "/" });
        // A root is one thing, whatever stands under it.
        let one = element.first("m:den").is_some_and(|part| {
            let mut parts = part.elements().filter(|part| !part.name.ends_with("Pr"));
            parts.next().is_some_and(|part| matches!(&*part.name, "m:rad" | "m:d")) && parts.next().is_none()
        });
        if one { self.part(element, "m:den") } else { self.operand(element, "m:den") }
    }

    fn root(&mut self, element: &FormulaElement) {
        self.supply("√");
        let degree = element.first("m:deg").is_some_and(|degree| !degree.characters().trim().is_empty());
        if degree {
            self.supply("[");
            self.part(element, "m:deg");
            self.supply("]");
        }
        self.supply("(");
        self.part(element, "m:e");
        self.supply(")");
    }

    fn delimited(&mut self, element: &FormulaElement) {
        let sign = |name: &str, usual: &'static str| {
            let property = element.first("m:dPr").and_then(|all| all.first(name));
            property.map_or(usual.to_owned(), |one| one.attribute("m:val").unwrap_or_default().to_owned())
        };
        self.supply(&sign("m:begChr", "("));
        for (at, part) in element.elements().filter(|part| &*part.name == "m:e").enumerate() {
            if at > 0 {
                self.supply(&sign("m:sepChr", "|"));
            }
            let mut inner = part.elements().filter(|part| !part.name.ends_with("Pr"));
            match (inner.next(), inner.next()) {
                (Some(matrix), None) if &*matrix.name == "m:m" => self.matrix(matrix, false),
                _ => self.children(part),
            }
        }
        self.supply(&sign("m:endChr", ")"));
    }

    fn matrix(&mut self, element: &FormulaElement, brackets: bool) {
        if brackets {
            self.supply("(");
        }
        for (at, row) in element.elements().filter(|part| &*part.name == "m:mr").enumerate() {
            if at > 0 {
                self.supply("; ");
            }
            for (at, part) in row.elements().filter(|part| &*part.name == "m:e").enumerate() {
                if at > 0 {
                    self.supply(", ");
                }
                self.children(part);
            }
        }
        if brackets {
            self.supply(")");
        }
    }

    fn rows(&mut self, element: &FormulaElement, name: &str) {
        for (at, part) in element.elements().filter(|part| &*part.name == name).enumerate() {
            if at > 0 {
                self.supply("; ");
            }
            self.children(part);
        }
    }

    fn accented(&mut self, element: &FormulaElement) {
        let sign = element.property("m:accPr", "m:chr").unwrap_or("\u{302}").to_owned();
        self.over(element, &sign, &sign);
    }

    /// What stands under or over a line or accent: a sign behind one letter, before more in brackets.
    fn over(&mut self, element: &FormulaElement, behind: &str, before: &str) {
        let one = element.first("m:e").is_some_and(|part| part.characters().chars().count() == 1);
        if one {
            self.part(element, "m:e");
            return self.supply(behind);
        }
        // A combining sign needs something to stand on.
        let combines = before.chars().all(|c| matches!(c, '\u{300}'..='\u{36F}' | '\u{20D0}'..='\u{20FF}'));
        if combines {
            self.supply("\u{25CC}");
        }
        self.supply(before);
        self.supply("(");
        self.part(element, "m:e");
        self.supply(")");
    }
}

/// Whether a part is one word or number, which scripts and strokes bind as a whole.
fn is_word(part: &FormulaElement) -> bool {
    let text = part.characters();
    let text = text.trim();
    let shown = || part.elements().filter(|one| !one.name.ends_with("Pr"));
    let runs = shown().all(|one| &*one.name == "m:r");
    let mut shown = shown();
    let script = shown.next().is_some_and(|one| matches!(&*one.name, "m:sSup" | "m:sSub" | "m:sSubSup"));
    let one = text.chars().count() == 1;
    let word = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '∞');
    (runs && (word || one)) || (script && shown.next().is_none())
}
