//! MathML in a page (MathML 3, chapter 3) as the line of its characters: a fraction with its stroke, a root
//! with its sign, what stands above and below raised and lowered.

use super::story::HtmlReader;
use crate::diagnostics::Refusal;
use crate::text::Format;

/// An open element of a formula.
#[derive(Debug)]
pub(super) struct MathElement {
    name: String,
    /// Elements begun in it.
    children: usize,
    /// A bracket that closes with it.
    bracket: bool,
}

/// Elements whose content is one row, which takes brackets where it is a part of something.
const ROWS: [&str; 4] = ["mrow", "mstyle", "mpadded", "mfenced"];

impl HtmlReader {
    /// An element begins that may be one of a formula.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn begin_mathematics(&mut self, name: &str) -> Result<(), Refusal> {
        if self.state.hidden || self.mathematics.is_empty() && name != "math" {
            return Ok(());
        }
        let mut bracket = name == "mfenced";
        if let Some(around) = self.mathematics.last_mut() {
            let place = around.children;
            around.children += 1;
            let part = around.name.clone();
            bracket |= ROWS.contains(&name) && matches!(part.as_str(), "mfrac" | "msup" | "msub" | "msubsup");
            match (part.as_str(), place) {
                ("mfrac", 1) => self.supply("/")?,
                ("mfenced", 1..) => self.supply(",")?,
                ("msup" | "mover", 1) | ("msubsup" | "munderover", 2) => {
                    self.state.run.state(Format::SUPERSCRIPT, true);
                }
                ("msub" | "munder" | "msubsup" | "munderover", 1) => {
                    self.state.run.state(Format::SUBSCRIPT, true);
                }
                // The index of a root stands behind what it is the root of.
                ("mroot", 1) => self.state.run.state(Format::SUPERSCRIPT, true),
                _ => {}
            }
        } else {
            self.facts.gathered.oddities.equations += 1;
        }
        if matches!(name, "msqrt" | "mroot") {
            self.supply("√")?;
            bracket = name == "msqrt";
        }
        if bracket {
            self.supply("(")?;
        }
        self.mathematics.push(MathElement { name: name.to_owned(), children: 0, bracket });
        Ok(())
    }

    /// An element ends.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn end_mathematics(&mut self, name: &str) -> Result<(), Refusal> {
        if let Some(ended) = self.mathematics.pop_if(|open| open.name == name)
            && ended.bracket
        {
            self.supply(")")?;
        }
        Ok(())
    }
}
