//! Rules and colours as CSS writes them, and OpenDocument after it (XSL 1.1, 7.8).
//!
//! In: values of properties. Out: the looks of a cell as set at one place. Never: a cascade.

use super::facts::types::CellForm;
use crate::text::{Border, BorderKind, VerticalAlign};

/// Eighths of a point in a unit.
const UNITS: [(&str, f32); 6] =
    [("pt", 8.0), ("px", 6.0), ("mm", 22.677), ("cm", 226.77), ("in", 576.0), ("pc", 96.0)];

/// What some properties say of a cell; `value` gives that of a name.
pub(super) fn form(value: impl Fn(&str) -> Option<String>) -> CellForm {
    let mut form = CellForm::default();
    if let Some(all) = value("border") {
        form.rules[..4].fill(Some(rule(&all)));
    }
    let sides = [
        ["border-top"; 2],
        ["border-left", "border-start"],
        ["border-bottom"; 2],
        ["border-right", "border-end"],
    ];
    for (slot, names) in form.rules.iter_mut().zip(sides) {
        if let Some(own) = names.iter().find_map(|name| value(name)) {
            *slot = Some(rule(&own));
        }
    }
    if let Some(shade) = value("background-color").or_else(|| value("background")) {
        form.shade = Some(colour(&shade));
    }
    form.vertical = value("vertical-align").map(|place| match place.trim() {
        "middle" => VerticalAlign::Centre,
        "bottom" => VerticalAlign::Bottom,
        _ => VerticalAlign::Top,
    });
    form
}

/// A rule: its kind, its thickness and its colour in any order. One of no kind is none.
fn rule(value: &str) -> Option<Border> {
    let mut kind = None;
    let mut eighths = 4.0;
    let mut shown = [0; 3];
    for word in value.split_whitespace() {
        let word = word.to_ascii_lowercase();
        match word.as_str() {
            "none" | "hidden" => return None,
            "solid" | "groove" | "ridge" | "inset" | "outset" => kind = Some(BorderKind::Single),
            "double" => kind = Some(BorderKind::Double),
            "dotted" => kind = Some(BorderKind::Dotted),
            "dashed" => kind = Some(BorderKind::Dashed),
            "thin" => eighths = 6.0,
            "medium" => eighths = 12.0,
            "thick" => eighths = 24.0,
            word => match length(word) {
                Some(length) => eighths = length,
                None => shown = colour(word).unwrap_or(shown),
            },
        }
    }
    // ODF gives a double rule its whole width: two lines and the white between.
    let lines = if kind == Some(BorderKind::Double) { 3.0 } else { 1.0 };
    let weight = (eighths / lines).clamp(0.0, 96.0).round() as u8;
    Some(Border { eighths: weight.max(1), kind: kind?, colour: shown }).filter(|_| eighths > 0.0)
}

fn length(word: &str) -> Option<f32> {
    if word == "0" {
        return Some(0.0);
    }
    let (number, scale) = UNITS.iter().find_map(|(unit, scale)| Some((word.strip_suffix(unit)?, scale)))?;
    number.parse::<f32>().ok().filter(|number| number.is_finite()).map(|number| number * scale)
}

/// A colour in hexadecimal, or the few names that tables use.
pub(super) fn colour(value: &str) -> Option<[u8; 3]> {
    let value = value.trim().to_ascii_lowercase();
    let named: [(&str, [u8; 3]); 9] = [
        ("black", [0; 3]),
        ("white", [255; 3]),
        ("gray", [128; 3]),
        ("grey", [128; 3]),
        ("silver", [192; 3]),
        ("lightgrey", [211; 3]),
        ("red", [255, 0, 0]),
        ("blue", [0, 0, 255]),
        ("yellow", [255, 255, 0]),
    ];
    if let Some((_, colour)) = named.iter().find(|(name, _)| *name == value) {
        return Some(*colour);
    }
    let digits = value.strip_prefix('#')?;
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    (digits.len() == 6).then_some([red, green, blue])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_in_any_order() {
        let black = |eighths, kind| Some(Border { eighths, kind, colour: [0; 3] });
        for (value, expected) in [
            ("0.5pt solid #000000", black(4, BorderKind::Single)),
            ("solid windowtext 1.0pt", black(8, BorderKind::Single)),
            ("none", None),
            ("1pt", None),
            ("0 solid black", None),
            ("1.5pt double #000000", black(4, BorderKind::Double)),
            ("thin dashed", black(6, BorderKind::Dashed)),
        ] {
            assert_eq!(rule(value), expected, "{value}");
        }
        assert_eq!(colour("#d9d9d9"), Some([0xd9; 3]));
        assert_eq!(colour("transparent"), None);
    }
}
