//! Formulas as Word keeps them (Office Math, ECMA-376 part 1, 22.1), and what they say on one line.
//!
//! In: the elements of an `m:oMath`. Out: the same as XML, and its reading from left to right. Never: how
//! it looks (`layout` sets it), a file.

mod reading;

pub(crate) use reading::FormulaPiece;

use crate::text::{Align, Run};

/// A formula of the document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Formula {
    /// The `m:oMath`.
    pub(crate) root: FormulaElement,
    /// It stands on lines of its own.
    pub(crate) display: bool,
    /// Where it stands on these: left, right, else the middle.
    pub(crate) align: Align,
    /// What it says on one line.
    text: String,
}

/// An element of Office Math, or of the formats of its runs.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct FormulaElement {
    /// Name with the prefix `m:` or `w:`.
    pub(crate) name: Box<str>,
    /// Attributes by name with prefix.
    pub(crate) attributes: Vec<(Box<str>, Box<str>)>,
    /// What stands in it.
    pub(crate) children: Vec<FormulaNode>,
}

/// What stands in an element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FormulaNode {
    /// An element.
    Element(FormulaElement),
    /// Characters.
    Text(String),
}

impl FormulaElement {
    /// The elements in it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &FormulaElement> {
        self.children.iter().filter_map(|child| match child {
            FormulaNode::Element(element) => Some(element),
            FormulaNode::Text(_) => None,
        })
    }

    /// The first element of a name in it.
    pub(crate) fn first(&self, name: &str) -> Option<&FormulaElement> {
        self.elements().find(|element| &*element.name == name)
    }

    /// An attribute's value.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| &**known == name).map(|(_, value)| &**value)
    }

    /// The value of a property: `m:fPr` with `m:type` gives its `m:val`.
    pub(crate) fn property(&self, properties: &str, name: &str) -> Option<&str> {
        self.first(properties)?.first(name)?.attribute("m:val")
    }

    /// Whether a property is on: there, and not said to be off.
    pub(crate) fn is_on(&self, properties: &str, name: &str) -> bool {
        let property = self.first(properties).and_then(|all| all.first(name));
        property.is_some_and(|one| !matches!(one.attribute("m:val"), Some("0" | "off" | "false")))
    }

    /// The characters that it shows.
    pub(crate) fn characters(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text
    }

    fn gather(&self, text: &mut String) {
        for child in &self.children {
            match child {
                FormulaNode::Element(element) => element.gather(text),
                FormulaNode::Text(words) => text.push_str(words),
            }
        }
    }

    fn write(&self, xml: &mut String) {
        xml.push('<');
        xml.push_str(&self.name);
        for (name, value) in &self.attributes {
            xml.push(' ');
            xml.push_str(name);
            xml.push_str("=\"");
            escape(value, xml);
            xml.push('"');
        }
        if self.children.is_empty() {
            xml.push_str("/>");
            return;
        }
        xml.push('>');
        for child in &self.children {
            match child {
                FormulaNode::Element(element) => element.write(xml),
                FormulaNode::Text(text) => escape(text, xml),
            }
        }
        xml.push_str("</");
        xml.push_str(&self.name);
        xml.push('>');
    }
}

/// Escapes what XML takes for its own.
fn escape(text: &str, xml: &mut String) {
    for character in text.chars() {
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            _ => xml.push(character),
        }
    }
}

impl Formula {
    /// A formula of its `m:oMath`.
    pub(crate) fn new(root: FormulaElement, display: bool) -> Self {
        let text = reading::pieces(&root).into_iter().map(|piece| piece.text).collect();
        Self { root, display, align: Align::Centre, text }
    }

    /// What it says on one line.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// What it says, parted by whether the formula holds it or its structure stands for it.
    pub(crate) fn pieces(&self) -> Vec<FormulaPiece> {
        reading::pieces(&self.root)
    }

    /// Its XML, with prefix `m` bound and prefix `w` left to the part around it.
    pub(crate) fn xml(&self) -> String {
        const NAMESPACE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/math";
        let mut body = String::new();
        self.root.write(&mut body);
        let name = if self.display { "m:oMathPara" } else { "m:oMath" };
        let bound = format!("<{name} xmlns:m=\"{NAMESPACE}\"");
        if self.display {
            // Where nothing is said the document's own default holds, the middle (22.1.2.78).
            let place = match self.align {
                Align::Start => "<m:oMathParaPr><m:jc m:val=\"left\"/></m:oMathParaPr>",
                Align::End => "<m:oMathParaPr><m:jc m:val=\"right\"/></m:oMathParaPr>",
                Align::Centre | Align::Justify => "",
            };
            return format!("{bound}>{place}{body}</{name}>");
        }
        body.replacen("<m:oMath", &bound, 1)
    }
}

/// How many runs, from one on, are a formula and the whole of it; `None` where the run begins none, or
/// where it was cut on the way.
pub(crate) fn whole(runs: &[Run], at: usize, formulas: &[Formula]) -> Option<(usize, u32)> {
    let first = runs.get(at)?;
    let index = first.formula?;
    if at.checked_sub(1).and_then(|before| runs.get(before)).is_some_and(|run| run.formula == Some(index)) {
        return None;
    }
    let formula = formulas.get(index as usize)?;
    let marks = (first.insertion, first.deletion);
    let mut rest = formula.text();
    let mut count = 0;
    for run in runs.get(at..)?.iter().take_while(|run| run.formula == Some(index)) {
        rest = rest.strip_prefix(run.text.as_str())?;
        if (run.insertion, run.deletion) != marks || run.object.is_some() {
            return None;
        }
        count += 1;
    }
    rest.is_empty().then_some((count, index))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Elements from a shorthand: `f(num(a)den(b))`, letters outside of names being runs.
    pub(crate) fn parse(text: &mut std::iter::Peekable<std::str::Chars<'_>>, name: &str) -> FormulaElement {
        let mut element = FormulaElement { name: format!("m:{name}").into(), ..FormulaElement::default() };
        let mut word = String::new();
        let flush = |element: &mut FormulaElement, word: &mut String| {
            if !word.is_empty() {
                let text = FormulaElement {
                    name: "m:t".into(),
                    children: vec![FormulaNode::Text(std::mem::take(word))],
                    ..FormulaElement::default()
                };
                let run = FormulaElement {
                    name: "m:r".into(),
                    children: vec![FormulaNode::Element(text)],
                    ..FormulaElement::default()
                };
                element.children.push(FormulaNode::Element(run));
            }
        };
        while let Some(c) = text.next() {
            match c {
                ']' => break,
                '[' => {
                    let name = std::mem::take(&mut word);
                    let (before, name) = name.rsplit_once(' ').unwrap_or(("", &name));
                    word = before.to_owned();
                    flush(&mut element, &mut word);
                    let child = parse(text, name);
                    element.children.push(FormulaNode::Element(child));
                }
                _ => word.push(c),
            }
        }
        flush(&mut element, &mut word);
        element
    }

    pub(crate) fn formula(shorthand: &str) -> Formula {
        Formula::new(parse(&mut shorthand.chars().peekable(), "oMath"), false)
    }

    #[test]
    fn a_formula_reads_from_left_to_right() {
        for (shorthand, wanted) in [
            ("P= f[num[sSup[e[a]sup[2]]]den[rad[deg[]e[b+c]]]]", "P=a^2/√(b+c)"),
            (" f[num[a+b]den[2]]", "(a+b)/2"),
            (" sSub[e[f]sub[max]]", "f_max"),
            (" sSubSup[e[x]sub[i+1]sup[2]]", "x_(i+1)^2"),
            (" rad[deg[3]e[x]]", "√[3](x)"),
            (" d[e[a]e[b]]", "(a|b)"),
            (" func[fName[sin]e[x]]", "sin x"),
            (" m[mr[e[a]e[b]]mr[e[c]e[d]]]", "(a, b; c, d)"),
            (" d[e[m[mr[e[a]]mr[e[b]]]]]", "(a; b)"),
            (" limLow[e[lim]lim[n→∞]]", "lim_(n→∞)"),
            (" sPre[sub[1]sup[2]e[X]]", "_1^2X"),
            (" acc[e[x]]", "x\u{302}"),
            (" nary[sub[i=1]sup[n]e[x]]", "∫_(i=1)^n x"),
            (" eqArr[e[a]e[b]]", "a; b"),
        ] {
            assert_eq!(formula(shorthand).text(), wanted, "{shorthand}");
        }
    }

    #[test]
    fn what_is_written_holds_the_same_characters() {
        let made = formula("a<b f[num[1]den[2]]");
        assert_eq!(made.root.characters(), "a<b12");
        assert!(made.xml().starts_with("<m:oMath xmlns:m="), "{}", made.xml());
        assert!(made.xml().contains("<m:t>a&lt;b</m:t>") && made.xml().ends_with("</m:oMath>"));
    }

    #[test]
    fn a_formula_that_was_cut_is_none() {
        let formulas = [formula("x= f[num[1]den[2]]")];
        let run = |text: &str| Run { formula: Some(0), ..Run::generated(text) };
        let runs = [Run::generated("a "), run("x=1"), run("/"), run("2"), Run::generated(".")];
        assert_eq!(whole(&runs, 1, &formulas), Some((3, 0)));
        assert_eq!((whole(&runs, 0, &formulas), whole(&runs, 2, &formulas)), (None, None));
        assert_eq!(whole(&runs[..3], 1, &formulas), None);
    }
}
