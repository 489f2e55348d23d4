//! What styles say of the words of an SVG: as far as their face, size and place go.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use simplecss::{AttributeOperator, Declaration, DeclarationTokenizer, Element, PseudoClass, StyleSheet};
use usvg::roxmltree::{Document, Node, NodeId};

/// Declarations that hold for an element, the last to be heeded last.
type Declared<'d> = Rc<[Declaration<'d>]>;

/// The style sheets of a document, read as usvg reads them, with what they say of the elements asked for so far.
pub(super) struct SvgStyles<'d> {
    sheet: StyleSheet<'d>,
    known: RefCell<HashMap<NodeId, Declared<'d>>>,
}

/// An element as selectors see it.
struct Selected<'n, 'd>(Node<'n, 'd>);

impl Element for Selected<'_, '_> {
    fn parent_element(&self) -> Option<Self> {
        self.0.parent_element().map(Selected)
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        self.0.prev_sibling_element().map(Selected)
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator<'_>) -> bool {
        self.0.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass<'_>) -> bool {
        // A picture on paper is neither touched nor visited.
        class == PseudoClass::FirstChild && self.0.prev_sibling_element().is_none()
    }
}

impl<'d> SvgStyles<'d> {
    /// The rules of a document's style sheets.
    pub(super) fn of(document: &'d Document<'_>) -> Self {
        let mut sheet = StyleSheet::new();
        for style in document.descendants().filter(|node| node.tag_name().name() == "style") {
            style.children().filter_map(|child| child.text()).for_each(|text| sheet.parse_more(text));
        }
        Self { sheet, known: RefCell::new(HashMap::new()) }
    }

    /// A property of an element or of what stands around it.
    pub(super) fn inherited<'n>(&self, node: Node<'n, '_>, name: &str) -> Option<&'n str>
    where
        'd: 'n,
    {
        node.ancestors().find_map(|node| self.own(node, name)).filter(|value| *value != "inherit")
    }

    /// A property of an element itself: what is important, its style, the sheets, its attribute.
    pub(super) fn own<'n>(&self, node: Node<'n, '_>, name: &str) -> Option<&'n str>
    where
        'd: 'n,
    {
        if !node.is_element() {
            return None;
        }
        let sheets = self.declared(node);
        let said = |important: bool| {
            let own = sheets.iter().rev().find(|one| one.name == name && (one.important || !important));
            own.map(|one| one.value)
        };
        let direct = || {
            let style = node.attribute("style")?;
            DeclarationTokenizer::from(style).filter(|one| one.name == name).last().map(|one| one.value)
        };
        said(true).or_else(direct).or_else(|| said(false)).or_else(|| node.attribute(name)).map(str::trim)
    }

    /// What the sheets say of an element.
    fn declared(&self, node: Node<'_, '_>) -> Declared<'d> {
        if let Some(known) = self.known.borrow().get(&node.id()) {
            return Rc::clone(known);
        }
        let rules = self.sheet.rules.iter().filter(|rule| rule.selector.matches(&Selected(node)));
        let said: Declared<'d> = rules.flat_map(|rule| rule.declarations.iter().copied()).collect();
        self.known.borrow_mut().insert(node.id(), Rc::clone(&said));
        said
    }
}

/// A length in user units; `em` is what its `em` and its per cent are of.
pub(super) fn length(value: &str, em: f32) -> Option<f32> {
    let value = value.trim();
    // A number may have an exponent, which begins as the units em and ex do.
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    let mut digits = value.find(|c| !numeric(c)).unwrap_or(value.len());
    let rest = value.get(digits..).unwrap_or_default();
    if let Some(exponent) = rest.strip_prefix(['e', 'E'])
        && exponent.starts_with(numeric)
    {
        digits += 1 + exponent.find(|c| !numeric(c)).unwrap_or(exponent.len());
    }
    let (number, unit) = value.split_at_checked(digits)?;
    let scale = match unit.trim() {
        "" | "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "pc" => 16.0,
        "mm" => 96.0 / 25.4,
        "cm" => 96.0 / 2.54,
        "in" => 96.0,
        "em" => em,
        "ex" => em / 2.0,
        "%" => em / 100.0,
        _ => return None,
    };
    number.trim().parse::<f32>().ok().filter(|number| number.is_finite()).map(|number| number * scale)
}

/// Lengths in a list.
pub(super) fn lengths(value: &str, em: f32) -> Vec<f32> {
    let parts = value.split(|c: char| c.is_whitespace() || c == ',').filter(|part| !part.is_empty());
    parts.filter_map(|part| length(part, em)).collect()
}

#[cfg(test)]
mod tests {
    use usvg::roxmltree::Document;

    use super::{SvgStyles, length};

    #[test]
    fn lengths_and_declarations_are_read() {
        for (value, wanted) in [("12", 12.0), ("9pt", 12.0), ("1.5em", 15.0), ("50%", 5.0), ("1e1px", 10.0)] {
            assert_eq!(length(value, 10.0), Some(wanted), "{value}");
        }
        assert_eq!(length("large", 10.0), None);
    }

    #[test]
    fn selectors_of_all_kinds_are_heeded() {
        let text = "<svg><style>text{fill:red} .a.b{fill:lime} #one{fill:blue} g>text{font-size:9px} \
                    [k]{fill:teal!important} /* no .a{fill:pink} */</style>\
                    <text class='a'/><text class='b a'/><g><text id='one'/><text k='' style='fill:pink'/></g></svg>";
        let document = Document::parse(text).unwrap();
        let styles = SvgStyles::of(&document);
        let texts = document.descendants().filter(|node| node.tag_name().name() == "text");
        let fills: Vec<_> = texts.clone().map(|node| styles.own(node, "fill").unwrap()).collect();
        assert_eq!(fills, ["red", "lime", "blue", "teal"]);
        let sizes: Vec<_> = texts.map(|node| styles.own(node, "font-size")).collect();
        assert_eq!(sizes, [None, None, Some("9px"), Some("9px")]);
    }
}
