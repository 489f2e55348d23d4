//! What styles say of the words of an SVG: as far as their face, size and place go.

use usvg::roxmltree::{Document, Node};

/// Rules of style sheets: selector and declarations, in order.
pub(super) struct SvgStyles<'d>(Vec<(&'d str, &'d str)>);

impl<'d> SvgStyles<'d> {
    /// The rules of a document's style sheets. Selectors of one element or class are heeded.
    pub(super) fn of(document: &'d Document<'_>) -> Self {
        let mut rules = Vec::new();
        for style in document.descendants().filter(|node| node.tag_name().name() == "style") {
            for text in style.children().filter_map(|child| child.text()) {
                for rule in text.split('}') {
                    let Some((selectors, declarations)) = rule.split_once('{') else { continue };
                    rules.extend(selectors.split(',').map(|selector| (selector.trim(), declarations)));
                }
            }
        }
        Self(rules)
    }

    /// A property of an element or of what stands around it.
    pub(super) fn inherited<'n>(&self, node: Node<'n, '_>, name: &str) -> Option<&'n str>
    where
        'd: 'n,
    {
        node.ancestors().find_map(|node| self.own(node, name)).filter(|value| *value != "inherit")
    }

    /// A property of an element itself: its style first, then the sheets, then its attribute.
    pub(super) fn own<'n>(&self, node: Node<'n, '_>, name: &str) -> Option<&'n str>
    where
        'd: 'n,
    {
        if !node.is_element() {
            return None;
        }
        let direct = node.attribute("style").and_then(|style| declared(style, name));
        let classes = node.attribute("class").unwrap_or_default();
        let matches = |selector: &str| {
            let (element, class) = selector.split_once('.').unwrap_or((selector, ""));
            (element.is_empty() || element == "*" || element == node.tag_name().name())
                && (class.is_empty() || classes.split_whitespace().any(|own| own == class))
        };
        let sheet = || {
            let mut rules =
                self.0.iter().rev().filter(|(selector, _)| !selector.is_empty() && matches(selector));
            rules.find_map(|(_, declarations)| declared(declarations, name))
        };
        direct.or_else(sheet).or_else(|| node.attribute(name))
    }
}

/// A declaration's value.
fn declared<'t>(declarations: &'t str, name: &str) -> Option<&'t str> {
    declarations.split(';').rev().find_map(|declaration| {
        let (key, value) = declaration.split_once(':')?;
        (key.trim() == name).then(|| value.trim().trim_end_matches("!important").trim())
    })
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
    use super::{declared, length};

    #[test]
    fn lengths_and_declarations_are_read() {
        for (value, wanted) in [("12", 12.0), ("9pt", 12.0), ("1.5em", 15.0), ("50%", 5.0), ("1e1px", 10.0)] {
            assert_eq!(length(value, 10.0), Some(wanted), "{value}");
        }
        assert_eq!(length("large", 10.0), None);
        assert_eq!(declared("fill:red; font-size : 9px", "font-size"), Some("9px"));
    }
}
