//! Formulas of Rich Text (RTF 1.9.1, "Math"): groups named after the elements of Office Math.
//!
//! In: words and text in the group of a formula. Out: the formula where it stands. Never: the picture that stands
//! for it in programs without formulas, where the formula was read.

use super::groups::{Destination, GroupEnding};
use super::story::RtfReader;
use crate::diagnostics::{Refusal, message};
use crate::formula::{Formula, FormulaElement, FormulaNode};
use crate::limits;
use crate::read::facts::types::RunProperties;

/// The formula that is read.
#[derive(Debug, Default)]
pub(super) struct RtfFormula {
    /// Its open elements, the outermost first.
    open: Vec<FormulaElement>,
    /// It stands on lines of its own.
    display: bool,
    /// A formula was read, so that its picture need not be shown.
    is_read: bool,
}

impl RtfReader {
    /// A word outside of formulas that says something of one; says whether this was one.
    pub(super) fn begin_formula(&mut self, word: &[u8]) -> bool {
        match word {
            b"mmath" => self.formula = RtfFormula::default(),
            b"moMathPara" => self.formula.display = true,
            b"moMathParaPr" => self.state.destination = Destination::Skipped,
            b"mmathPict" if self.formula.is_read => self.state.destination = Destination::Skipped,
            b"mmathPict" => {}
            b"moMath" => {
                self.formula.open =
                    vec![FormulaElement { name: "m:oMath".into(), ..FormulaElement::default() }];
                self.state.destination = Destination::Mathematics;
                self.state.ending = GroupEnding::Mathematics;
            }
            _ => return false,
        }
        true
    }

    /// A word inside a formula: the first of a group begins an element, others say how it looks.
    ///
    /// # Errors
    /// More elements than the bound.
    pub(super) fn formula_word(&mut self, word: &[u8], optional: bool) -> Result<(), Refusal> {
        let Some(name) = word.strip_prefix(b"m").filter(|name| !name.is_empty()) else {
            if optional {
                self.state.destination = Destination::Skipped;
            }
            return Ok(());
        };
        if self.state.ending == GroupEnding::Mathematics || self.formula.open.len() >= limits::FORMULA_DEPTH {
            return Ok(());
        }
        self.facts.gathered.formula_elements += 1;
        if self.facts.gathered.formula_elements > limits::DOCUMENT_FORMULA_ELEMENTS {
            let most = limits::DOCUMENT_FORMULA_ELEMENTS as u64;
            return Err(Refusal::over(message!("the formulas"), most, message!("elements")));
        }
        let name = format!("m:{}", String::from_utf8_lossy(name)).into();
        self.formula.open.push(FormulaElement { name, ..FormulaElement::default() });
        self.state.ending = GroupEnding::Mathematics;
        Ok(())
    }

    /// Text inside a formula: of a run, or the value of a property.
    pub(super) fn formula_text(&mut self, text: &str) {
        let property = self.formula.open.iter().any(|element| element.name.ends_with("Pr"));
        let Some(element) = self.formula.open.last_mut() else { return };
        if property {
            match element.attributes.first_mut() {
                Some((_, value)) => *value = format!("{value}{text}").into(),
                None => element.attributes.push(("m:val".into(), text.into())),
            }
            return;
        }
        let named =
            |name: &str, children| FormulaElement { name: name.into(), children, ..Default::default() };
        let words = FormulaNode::Element(named("m:t", vec![FormulaNode::Text(text.to_owned())]));
        match &*element.name {
            "m:r" => element.children.push(words),
            _ => element.children.push(FormulaNode::Element(named("m:r", vec![words]))),
        }
    }

    /// An element of a formula ends, with the outermost the formula.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn end_formula_element(&mut self) -> Result<(), Refusal> {
        let Some(element) = self.formula.open.pop() else { return Ok(()) };
        if let Some(around) = self.formula.open.last_mut() {
            around.children.push(FormulaNode::Element(element));
            return Ok(());
        }
        let words = element.characters();
        if words.trim().is_empty() || self.state.destination != Destination::Story {
            return Ok(());
        }
        self.formula.is_read = true;
        self.give_up_half()?;
        self.place()?;
        let mut run = self.run_here(None);
        run.properties = RunProperties::default();
        let formula = Formula::new(element, self.formula.display);
        let gathered = &mut self.facts.gathered;
        if let Some(unread) = self.story.flow.formula(formula, &run, gathered)? {
            gathered.oddities.equations += 1;
            self.story.flow.push(run, &unread.root.characters(), &mut gathered.runs)?;
        }
        Ok(())
    }
}
