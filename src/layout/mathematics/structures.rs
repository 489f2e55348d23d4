//! Fractions, roots, scripts, sums, brackets, accents.

use super::boxes::{AtomClass, MathBox, MathGlyph, PartOrigin};
use super::letters::{LetterStyle, MathAlphabet};
use super::set::{SetSize, Setter};
use crate::formula::FormulaElement;

/// Signs as they are, whatever the letters around them.
const PLAIN: LetterStyle =
    LetterStyle { bold: false, italic: false, alphabet: MathAlphabet::Roman, normal: false };

impl Setter<'_, '_> {
    /// The box of an element that has a form of its own; `None` where it is no more than what stands in it.
    pub(super) fn structure(&mut self, element: &FormulaElement, level: SetSize) -> Option<MathBox> {
        Some(match &*element.name {
            "m:f" => self.fraction(element, level),
            "m:rad" => self.root(element, level),
            "m:sSup" | "m:sSub" | "m:sSubSup" => {
                let base = self.part(element, "m:e", level);
                let (below, above) = self.scripts(element, level);
                self.scripted(base, below, above, level)
            }
            "m:sPre" => {
                let (below, above) = self.scripts(element, level);
                let before = self.scripted(MathBox::default(), below, above, level);
                let base = self.part(element, "m:e", level);
                self.joined(vec![before, base], level)
            }
            "m:nary" => self.sum(element, level),
            "m:d" => self.delimited(element, level),
            "m:func" => {
                let name = self.part(element, "m:fName", level);
                let name = MathBox { class: AtomClass::Operator, ..name };
                let argument = self.part(element, "m:e", level);
                self.joined(vec![name, argument], level)
            }
            "m:limLow" | "m:limUpp" => {
                let base = self.part(element, "m:e", level);
                let limit = self.part(element, "m:lim", level.script());
                let class = if base.class == AtomClass::Ordinary { AtomClass::Operator } else { base.class };
                let low = &*element.name == "m:limLow";
                let (below, above) = if low { (Some(limit), None) } else { (None, Some(limit)) };
                MathBox { class, ..self.limits(base, below, above, level) }
            }
            "m:acc" => self.accented(element, level),
            "m:bar" => self.barred(element, level),
            "m:groupChr" => self.grouped(element, level),
            "m:borderBox" => self.framed(element, level),
            "m:phant" if element.first("m:phantPr").is_some() && !shown(element) => {
                let inner = self.part(element, "m:e", level);
                let (width, ascent, descent) = (inner.width, inner.ascent, inner.descent);
                MathBox { width, ascent, descent, ..MathBox::default() }
            }
            "m:m" => self.matrix(element, level),
            "m:eqArr" => self.equations(element, level),
            _ => return None,
        })
    }

    /// Scripts below and above, where there are any.
    fn scripts(&mut self, element: &FormulaElement, level: SetSize) -> (Option<MathBox>, Option<MathBox>) {
        let mut script = |name: &str| {
            let part = element.first(name).filter(|part| !part.characters().trim().is_empty())?;
            Some(self.row(part, level.script()))
        };
        (script("m:sub"), script("m:sup"))
    }

    fn fraction(&mut self, element: &FormulaElement, level: SetSize) -> MathBox {
        let kind = element.property("m:fPr", "m:type").unwrap_or("bar");
        if matches!(kind, "lin" | "skw") {
            let upper = self.part(element, "m:num", level);
            let lower = self.part(element, "m:den", level);
            let stroke = self.character('/', PLAIN, level).unwrap_or_default();
            return self.joined(vec![upper, stroke, lower], level);
        }
        let (em, display) = (self.em(level), level == SetSize::Display);
        let upper = self.part(element, "m:num", level.part());
        let lower = self.part(element, "m:den", level.part());
        let ruled = kind != "noBar";
        let of = |plain: f32, displayed: f32| if display { displayed } else { plain } * em;
        let c = self.face;
        let thickness = if ruled { c.constant(|c| c.fraction_rule_thickness().value) * em } else { 0.0 };
        let axis = self.axis(level);
        let (mut up, mut down, above, below) = (
            of(
                c.constant(|c| c.fraction_numerator_shift_up().value),
                c.constant(|c| c.fraction_numerator_display_style_shift_up().value),
            ),
            of(
                c.constant(|c| c.fraction_denominator_shift_down().value),
                c.constant(|c| c.fraction_denominator_display_style_shift_down().value),
            ),
            of(
                c.constant(|c| c.fraction_numerator_gap_min().value),
                c.constant(|c| c.fraction_num_display_style_gap_min().value),
            ),
            of(
                c.constant(|c| c.fraction_denominator_gap_min().value),
                c.constant(|c| c.fraction_denom_display_style_gap_min().value),
            ),
        );
        up = up.max(axis + thickness / 2.0 + above + upper.descent);
        down = down.max(lower.ascent + below + thickness / 2.0 - axis);
        let side = 0.1 * em;
        let width = upper.width.max(lower.width) + side * 2.0;
        let mut made = MathBox { class: AtomClass::Inner, ..MathBox::default() };
        let (first, second) = ((width - upper.width) / 2.0, (width - lower.width) / 2.0);
        made.hold(upper, first, up);
        made.hold(lower, second, -down);
        if ruled {
            made.rules.push([side / 2.0, axis - thickness / 2.0, width - side, thickness]);
        }
        made.width = width;
        made
    }

    fn root(&mut self, element: &FormulaElement, level: SetSize) -> MathBox {
        let em = self.em(level);
        let inner = self.part(element, "m:e", level);
        let c = self.face;
        let thickness = c.constant(|c| c.radical_rule_thickness().value) * em;
        let gap = em
            * if level == SetSize::Display {
                c.constant(|c| c.radical_display_style_vertical_gap().value)
            } else {
                c.constant(|c| c.radical_vertical_gap().value)
            };
        let Some(id) = c.glyph('\u{221A}') else { return inner };
        let wanted = inner.ascent + inner.descent + gap + thickness;
        let grown = c.high(id, wanted / em);
        let high = grown.length * em;
        let spare = (high - wanted).max(0.0) / 2.0;
        let top = inner.ascent + gap + spare + thickness;
        let sign = self.tower(grown, "\u{221A}", level);
        let mut made = MathBox::default();
        let mut x = 0.0;
        if let Some(degree) = element.first("m:deg").filter(|degree| !degree.characters().trim().is_empty()) {
            let degree = self.row(degree, SetSize::ScriptScript);
            let raise = c.share(|c| c.radical_degree_bottom_raise_percent(), 0.6) * high;
            x = c.constant(|c| c.radical_kern_before_degree().value) * em;
            let width = degree.width;
            made.hold(degree, x, top - high + raise);
            x = (x + width + c.constant(|c| c.radical_kern_after_degree().value) * em).max(0.0);
        }
        let width = sign.width;
        made.lay(sign, x, top - high);
        x += width;
        made.rules.push([x, top - thickness, inner.width, thickness]);
        made.ascent = made.ascent.max(top + c.constant(|c| c.radical_extra_ascender().value) * em);
        made.descent = made.descent.max(high - top);
        made.hold(inner, x, 0.0);
        made
    }

    /// A sum, product, integral with its limits.
    fn sum(&mut self, element: &FormulaElement, level: SetSize) -> MathBox {
        let sign =
            element.property("m:naryPr", "m:chr").and_then(|sign| sign.chars().next()).unwrap_or('\u{222B}');
        let integral = matches!(sign, '\u{222B}'..='\u{2233}');
        let place = element.property("m:naryPr", "m:limLoc");
        let stacked = level == SetSize::Display && place.map_or(!integral, |place| place == "undOvr");
        let (below, above) = self.scripts(element, level);
        let operator = match self.face.glyph(sign) {
            Some(id) => {
                let grown = self.operator(id, level);
                self.centred(grown, sign, level)
            }
            None => self.character(sign, PLAIN, level).unwrap_or_default(),
        };
        let operator = if stacked {
            self.limits(operator, below, above, level)
        } else {
            let base = MathBox { single: false, ..operator };
            // The lower script of an integral stands under its lean.
            self.scripted(base, below, above, level)
        };
        let operator = MathBox { class: AtomClass::Operator, ..operator };
        let inner = self.part(element, "m:e", level);
        self.joined(vec![operator, inner], level)
    }

    /// A base with what stands under and over it (rule 13a).
    pub(super) fn limits(
        &self,
        base: MathBox,
        below: Option<MathBox>,
        above: Option<MathBox>,
        level: SetSize,
    ) -> MathBox {
        let em = self.em(level);
        let c = self.face;
        let widths = [Some(base.width), below.as_ref().map(|b| b.width), above.as_ref().map(|b| b.width)];
        let width = widths.into_iter().flatten().fold(0.0, f32::max);
        let (high, deep, lean, class) = (base.ascent, base.descent, base.italic, base.class);
        let mut made = MathBox { class, ..MathBox::default() };
        let x = (width - base.width) / 2.0;
        made.hold(base, x, 0.0);
        if let Some(above) = above {
            let gap = (c.constant(|c| c.upper_limit_gap_min().value) * em)
                .max(c.constant(|c| c.upper_limit_baseline_rise_min().value) * em - above.descent);
            let (x, y) = ((width - above.width + lean) / 2.0, high + gap + above.descent);
            made.hold(above, x, y);
        }
        if let Some(below) = below {
            let gap = (c.constant(|c| c.lower_limit_gap_min().value) * em)
                .max(c.constant(|c| c.lower_limit_baseline_drop_min().value) * em - below.ascent);
            let (x, y) = ((width - below.width - lean) / 2.0, -(deep + gap + below.ascent));
            made.hold(below, x.max(0.0), y);
        }
        made
    }

    /// Brackets that are as high as what they hold.
    fn delimited(&mut self, element: &FormulaElement, level: SetSize) -> MathBox {
        let sign = |name: &str, usual: char| match element.first("m:dPr").and_then(|all| all.first(name)) {
            Some(property) => property.attribute("m:val").and_then(|value| value.chars().next()),
            None => Some(usual),
        };
        let (first, between, last) = (sign("m:begChr", '('), sign("m:sepChr", '|'), sign("m:endChr", ')'));
        let grows = element.first("m:dPr").and_then(|all| all.first("m:grow")).is_none()
            || element.is_on("m:dPr", "m:grow");
        let parts: Vec<MathBox> = element
            .elements()
            .filter(|part| &*part.name == "m:e")
            .map(|part| self.row(part, level))
            .collect();
        let axis = self.axis(level);
        let reach =
            parts.iter().map(|part| (part.ascent - axis).max(part.descent + axis)).fold(0.0, f32::max);
        let em = self.em(level);
        // Nine tenths, or all but half an em, are enough (The TeXbook, page 152).
        let wanted = if grows { (reach * 1.8).max(reach * 2.0 - 0.5 * em) } else { 0.0 };
        let mut atoms = Vec::new();
        atoms.extend(first.map(|sign| self.bracket(sign, wanted, AtomClass::Opening, level)));
        for (at, part) in parts.into_iter().enumerate() {
            if at > 0 {
                atoms.extend(between.map(|sign| self.bracket(sign, wanted, AtomClass::Relation, level)));
            }
            // What stands in brackets has the white of its own inside alone.
            atoms.push(MathBox { class: AtomClass::Ordinary, ..part });
        }
        atoms.extend(last.map(|sign| self.bracket(sign, wanted, AtomClass::Closing, level)));
        let made = self.joined(atoms, level);
        MathBox { class: AtomClass::Inner, single: false, italic: 0.0, accent: None, ..made }
    }

    fn bracket(&mut self, sign: char, wanted: f32, class: AtomClass, level: SetSize) -> MathBox {
        let em = self.em(level);
        let Some(id) = self.face.glyph(sign) else {
            return self.character(sign, PLAIN, level).unwrap_or_default();
        };
        let usual = self.glyph(id, sign.to_string(), em);
        if usual.ascent + usual.descent >= wanted {
            return MathBox { class, italic: 0.0, ..usual };
        }
        let made = self.centred(self.face.high(id, wanted / em), sign, level);
        MathBox { class, italic: 0.0, ..made }
    }

    fn accented(&mut self, element: &FormulaElement, level: SetSize) -> MathBox {
        let em = self.em(level);
        let sign =
            element.property("m:accPr", "m:chr").and_then(|sign| sign.chars().next()).unwrap_or('\u{302}');
        let base = self.part(element, "m:e", level);
        let Some(id) = self.face.glyph(sign) else { return base };
        let id = self.face.within(id, base.width / em);
        let [left, foot, right, top] = self.face.ink(id).map(|measure| measure * em);
        let middle = self.face.accent(id).map_or((left + right) / 2.0, |at| at * em);
        let under = base.accent.filter(|_| base.single).unwrap_or((base.width + base.italic) / 2.0);
        let usual = self.face.constant(|c| c.accent_base_height().value) * em;
        // A sign that stands under its letter is drawn so by the face.
        let y = if foot > 0.0 { (base.ascent - usual).max(0.0) } else { 0.0 };
        let (ascent, class, italic) = (base.ascent.max(top + y), base.class, base.italic);
        let mut made = MathBox { italic, class, ..MathBox::default() };
        made.hold(base, 0.0, 0.0);
        let (x, text) = (under - middle, sign.to_string());
        made.glyphs.push(MathGlyph { origin: PartOrigin::Mathematics, id, x, y, size: em, text });
        made.ascent = ascent;
        made
    }

    fn barred(&mut self, element: &FormulaElement, level: SetSize) -> MathBox {
        let em = self.em(level);
        let c = self.face;
        let mut base = self.part(element, "m:e", level);
        let width = base.width + base.italic;
        if element.property("m:barPr", "m:pos") == Some("top") {
            let gap = c.constant(|c| c.overbar_vertical_gap().value) * em;
            let thickness = c.constant(|c| c.overbar_rule_thickness().value) * em;
            base.rules.push([0.0, base.ascent + gap, width, thickness]);
            base.ascent += gap + thickness + c.constant(|c| c.overbar_extra_ascender().value) * em;
        } else {
            let gap = c.constant(|c| c.underbar_vertical_gap().value) * em;
            let thickness = c.constant(|c| c.underbar_rule_thickness().value) * em;
            base.rules.push([0.0, -base.descent - gap - thickness, width, thickness]);
            base.descent += gap + thickness + c.constant(|c| c.underbar_extra_descender().value) * em;
        }
        MathBox { single: false, ..base }
    }

    /// A brace or arrow as wide as what it stands over or under.
    fn grouped(&mut self, element: &FormulaElement, level: SetSize) -> MathBox {
        let em = self.em(level);
        let sign = element
            .property("m:groupChrPr", "m:chr")
            .and_then(|sign| sign.chars().next())
            .unwrap_or('\u{23DF}');
        let top = element.property("m:groupChrPr", "m:pos") == Some("top");
        let base = self.part(element, "m:e", level);
        let Some(id) = self.face.glyph(sign) else { return base };
        let grown = self.face.wide(id, base.width / em);
        let inks: Vec<[f32; 4]> = grown.parts.iter().map(|(id, _)| self.face.ink(*id)).collect();
        let foot = inks.iter().map(|ink| ink[1]).fold(f32::INFINITY, f32::min) * em;
        let head = inks.iter().map(|ink| ink[3]).fold(f32::NEG_INFINITY, f32::max) * em;
        let gap = 0.1 * em;
        let (wide, high) = (grown.length * em, head - foot);
        let width = base.width.max(wide);
        let y = if top { base.ascent + gap - foot } else { -base.descent - gap - head };
        let mut made = MathBox::default();
        let x = (width - base.width) / 2.0;
        let (ascent, descent) = (base.ascent, base.descent);
        made.hold(base, x, 0.0);
        for (id, shift) in grown.parts {
            let x = (width - wide) / 2.0 + shift * em;
            let text = sign.to_string();
            made.glyphs.push(MathGlyph { origin: PartOrigin::Mathematics, id, x, y, size: em, text });
        }
        made.width = width;
        made.ascent = if top { ascent + gap + high } else { ascent };
        made.descent = if top { descent } else { descent + gap + high };
        made.class = AtomClass::Operator;
        made
    }

    fn framed(&mut self, element: &FormulaElement, level: SetSize) -> MathBox {
        let em = self.em(level);
        let thickness = self.face.constant(|c| c.fraction_rule_thickness().value) * em;
        let pad = 0.2 * em;
        let inner = self.part(element, "m:e", level);
        let (width, ascent, descent) = (inner.width + 2.0 * pad, inner.ascent + pad, inner.descent + pad);
        let mut made = MathBox::default();
        made.hold(inner, pad, 0.0);
        (made.width, made.ascent, made.descent) = (width, ascent, descent);
        let hidden = |name: &str| element.is_on("m:borderBoxPr", name);
        let high = ascent + descent;
        let sides = [
            ("m:hideTop", [0.0, ascent - thickness, width, thickness]),
            ("m:hideBot", [0.0, -descent, width, thickness]),
            ("m:hideLeft", [0.0, -descent, thickness, high]),
            ("m:hideRight", [width - thickness, -descent, thickness, high]),
        ];
        made.rules.extend(sides.into_iter().filter(|(name, _)| !hidden(name)).map(|(_, rule)| rule));
        made
    }
}

/// Whether what a phantom holds is shown (ECMA-376 part 1, 22.1.2.96): it is, unless it is said not to be.
fn shown(element: &FormulaElement) -> bool {
    let show = element.first("m:phantPr").and_then(|all| all.first("m:show"));
    show.is_none() || element.is_on("m:phantPr", "m:show")
}
