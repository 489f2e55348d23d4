//! Rows and scripts: what most of a formula is.

use super::boxes::{AtomClass, MathBox, MathGlyph, PartOrigin};
use super::face::{Grown, MathFace};
use super::letters::{LetterStyle, class, drawn};
use super::words;
use crate::formula::{Formula, FormulaElement, FormulaNode};
use crate::layout::compositor::Compositor;
use crate::layout::inline::script::FontSlot;

/// How large a part is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SetSize {
    Display,
    Text,
    Script,
    ScriptScript,
}

impl SetSize {
    /// Of scripts at this one.
    pub(super) fn script(self) -> Self {
        if self < Self::Script { Self::Script } else { Self::ScriptScript }
    }

    /// Of the parts of a fraction in this one.
    pub(super) fn part(self) -> Self {
        match self {
            Self::Display => Self::Text,
            Self::Text => Self::Script,
            _ => Self::ScriptScript,
        }
    }

    /// Of what stands in rows of its own inside.
    pub(super) fn inner(self) -> Self {
        self.max(Self::Text)
    }
}

/// Sets one formula.
pub(super) struct Setter<'c, 'a> {
    pub compositor: &'c mut Compositor<'a>,
    pub face: &'static MathFace,
    /// Size of the formula, points.
    pub size: f32,
}

impl Setter<'_, '_> {
    /// The whole formula.
    pub(super) fn formula(&mut self, formula: &Formula, level: SetSize) -> MathBox {
        self.row(&formula.root, level)
    }

    /// Size of a level, points.
    pub(super) fn em(&self, level: SetSize) -> f32 {
        let share = match level {
            SetSize::Display | SetSize::Text => 1.0,
            SetSize::Script => self.face.share(|c| c.script_percent_scale_down(), 0.7),
            SetSize::ScriptScript => self.face.share(|c| c.script_script_percent_scale_down(), 0.5),
        };
        self.size * share
    }

    /// Height of the middle of fractions and signs, points.
    pub(super) fn axis(&self, level: SetSize) -> f32 {
        self.face.constant(|c| c.axis_height().value) * self.em(level)
    }

    /// What stands in an element, in a row.
    pub(super) fn row(&mut self, element: &FormulaElement, level: SetSize) -> MathBox {
        let mut atoms = Vec::new();
        self.atoms(element, level, false, &mut atoms);
        self.joined(atoms, level)
    }

    /// A part of an element as a row; an empty box where it has none.
    pub(super) fn part(&mut self, element: &FormulaElement, name: &str, level: SetSize) -> MathBox {
        element.first(name).map(|part| self.row(part, level)).unwrap_or_default()
    }

    /// The atoms of an element. `aligned`: signs of alignment are such.
    pub(super) fn atoms(
        &mut self,
        element: &FormulaElement,
        level: SetSize,
        aligned: bool,
        atoms: &mut Vec<MathBox>,
    ) {
        for child in element.elements() {
            match &*child.name {
                "m:r" | "w:r" => self.run(child, level, aligned, atoms),
                name if name.ends_with("Pr") => {}
                _ => match self.structure(child, level) {
                    Some(made) => atoms.push(made),
                    None => self.atoms(child, level, aligned, atoms),
                },
            }
        }
    }

    /// The characters of a run.
    fn run(&mut self, run: &FormulaElement, level: SetSize, aligned: bool, atoms: &mut Vec<MathBox>) {
        let style = LetterStyle::of(run);
        for text in run.elements().filter(|part| matches!(&*part.name, "m:t" | "w:t" | "w:delText")) {
            for node in &text.children {
                let FormulaNode::Text(words) = node else { continue };
                let mut rest = words.as_str();
                while let Some(character) = rest.chars().next() {
                    let turned = words::turned(rest);
                    if let Some(made) = self.turned_words(turned, level) {
                        atoms.push(made);
                        rest = rest.get(turned.len()..).unwrap_or_default();
                        continue;
                    }
                    rest = rest.get(character.len_utf8()..).unwrap_or_default();
                    if aligned && character == '&' {
                        atoms.push(MathBox { class: AtomClass::Alignment, ..MathBox::default() });
                        continue;
                    }
                    let made = self.character(character, style, level);
                    atoms.extend(made);
                }
            }
        }
    }

    /// One character.
    pub(super) fn character(
        &mut self,
        character: char,
        style: LetterStyle,
        level: SetSize,
    ) -> Option<MathBox> {
        let em = self.em(level);
        if character.is_whitespace() {
            let width = if style.normal { 0.25 } else { 0.2 } * em;
            return Some(MathBox { width, ..MathBox::default() });
        }
        if crate::letters::is_invisible(character) {
            return None;
        }
        let wanted = if style.normal { character } else { drawn(style.styled(character)) };
        let class = if style.normal { AtomClass::Ordinary } else { class(character) };
        let found = self.face.glyph(wanted).or_else(|| self.face.glyph(character)).filter(|id| *id != 0);
        let Some(id) = found else { return self.elsewhere(character, level) };
        if class == AtomClass::Operator {
            let grown = self.operator(id, level);
            return Some(self.centred(grown, character, level));
        }
        let made = self.glyph(id, character.to_string(), em);
        Some(MathBox { class, ..made })
    }

    /// A glyph of the face as a box; `em` is its size.
    pub(super) fn glyph(&self, id: u16, text: String, em: f32) -> MathBox {
        let [_, foot, _, top] = self.face.ink(id);
        MathBox {
            width: self.face.advance(id) * em,
            ascent: (top * em).max(0.0),
            descent: (-foot * em).max(0.0),
            italic: self.face.italic(id) * em,
            accent: self.face.accent(id).map(|at| at * em),
            single: true,
            glyphs: vec![MathGlyph { origin: PartOrigin::Mathematics, id, x: 0.0, y: 0.0, size: em, text }],
            ..MathBox::default()
        }
    }

    /// A character that the face of formulas lacks, in a face of the words.
    fn elsewhere(&mut self, character: char, level: SetSize) -> Option<MathBox> {
        let em = self.em(level);
        let library = self.compositor.library;
        let serif = library.choose(&["Times New Roman"], false, false, FontSlot::Latin);
        let has = |face: u16| library.face(face).is_some_and(|face| face.tables().glyph(character) != 0);
        let face = if has(serif) { Some(serif) } else { self.compositor.fallback(character, false) };
        let Some(face) = face else {
            self.compositor.missing.note(character, character.encode_utf8(&mut [0; 4]), 0);
            return None;
        };
        let tables = library.face(face)?.tables();
        let id = tables.glyph(character);
        let text = character.to_string();
        Some(MathBox {
            width: tables.advance(id) * em,
            ascent: 0.8 * em,
            descent: 0.2 * em,
            glyphs: vec![MathGlyph { origin: PartOrigin::Library(face), id, x: 0.0, y: 0.0, size: em, text }],
            ..MathBox::default()
        })
    }

    /// Boxes side by side, with the white that their classes ask for.
    pub(super) fn joined(&self, atoms: Vec<MathBox>, level: SetSize) -> MathBox {
        let em = self.em(level);
        let classes = effective(&atoms);
        let mut row = MathBox::default();
        let count = atoms.len();
        let (single, italic, accent) = match atoms.as_slice() {
            [one] => (one.single, one.italic, one.accent),
            _ => (false, 0.0, None),
        };
        let mut pen = 0.0;
        for (at, atom) in atoms.into_iter().enumerate() {
            let next = classes.get(at + 1).copied();
            let own = classes.get(at).copied().unwrap_or_default();
            let lean = if count > 1 { atom.italic } else { 0.0 };
            let width = atom.width + lean;
            row.hold(atom, pen, 0.0);
            pen += width;
            if let Some(next) = next {
                let (white, always) = own.white(next);
                if always || level < SetSize::Script {
                    pen += white / 18.0 * em;
                }
            }
        }
        MathBox { width: pen, single, italic, accent, ..row }
    }

    /// Glyphs that have grown upwards, their foot at the baseline.
    pub(super) fn tower(&self, grown: Grown, text: &str, level: SetSize) -> MathBox {
        let em = self.em(level);
        let mut made = MathBox { ascent: grown.length * em, ..MathBox::default() };
        for (id, shift) in grown.parts {
            made.width = made.width.max(self.face.advance(id) * em);
            // Integrals lean beyond their advance.
            let [_, _, right, _] = self.face.ink(id);
            let lean = self.face.italic(id).max(right - self.face.advance(id));
            made.italic = made.italic.max(lean * em);
            let y = shift * em;
            made.glyphs.push(MathGlyph {
                origin: PartOrigin::Mathematics,
                id,
                x: 0.0,
                y,
                size: em,
                text: text.to_owned(),
            });
        }
        made
    }

    /// The form of a large operator.
    pub(super) fn operator(&self, id: u16, level: SetSize) -> Grown {
        let least = if level == SetSize::Display {
            self.face.constant(|c| i16::try_from(c.display_operator_min_height()).unwrap_or(0))
        } else {
            0.0
        };
        self.face.high(id, least)
    }

    /// What has grown, round the axis.
    pub(super) fn centred(&self, grown: Grown, character: char, level: SetSize) -> MathBox {
        let tower = self.tower(grown, character.encode_utf8(&mut [0; 4]), level);
        let down = tower.ascent / 2.0 - self.axis(level);
        let (width, italic, high) = (tower.width, tower.italic, tower.ascent);
        let mut made = MathBox { width, italic, class: AtomClass::Operator, ..MathBox::default() };
        made.lay(tower, 0.0, -down);
        (made.ascent, made.descent) = (high - down, down);
        made
    }

    /// A base with its scripts (The TeXbook, appendix G, rule 18).
    pub(super) fn scripted(
        &self,
        base: MathBox,
        below: Option<MathBox>,
        above: Option<MathBox>,
        level: SetSize,
    ) -> MathBox {
        let em = self.em(level);
        let measure = |value: f32| value * em;
        let mut up = measure(self.face.constant(|c| c.superscript_shift_up().value));
        let mut down = measure(self.face.constant(|c| c.subscript_shift_down().value));
        if !base.single {
            let drop = measure(self.face.constant(|c| c.superscript_baseline_drop_max().value));
            up = up.max(base.ascent - drop);
            let drop = measure(self.face.constant(|c| c.subscript_baseline_drop_min().value));
            down = down.max(base.descent + drop);
        }
        if let Some(above) = &above {
            up = up.max(above.descent + measure(self.face.constant(|c| c.superscript_bottom_min().value)));
        }
        if let Some(below) = &below {
            down = down.max(below.ascent - measure(self.face.constant(|c| c.subscript_top_max().value)));
        }
        if let (Some(above), Some(below)) = (&above, &below) {
            let least = measure(self.face.constant(|c| c.sub_superscript_gap_min().value));
            let gap = (up - above.descent) - (below.ascent - down);
            down += (least - gap).max(0.0);
        }
        let (width, lean) = (base.width, base.italic);
        let class = base.class;
        let mut made = MathBox::default();
        made.hold(base, 0.0, 0.0);
        if let Some(below) = below {
            made.hold(below, width, -down);
        }
        if let Some(above) = above {
            made.hold(above, width + lean, up);
        }
        let after = measure(self.face.constant(|c| c.space_after_script().value));
        MathBox { class, single: false, ..made.padded(after) }
    }
}

/// Classes of atoms in their places: a sign between two things is only then one (The TeXbook, appendix G,
/// rules 5 and 6).
fn effective(atoms: &[MathBox]) -> Vec<AtomClass> {
    let mut classes: Vec<AtomClass> = atoms.iter().map(|atom| atom.class).collect();
    for at in 0..classes.len() {
        if classes.get(at) != Some(&AtomClass::Binary) {
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| classes.get(before)).copied();
        let after = classes.get(at + 1).copied();
        let starts = matches!(
            before,
            None | Some(
                AtomClass::Binary
                    | AtomClass::Operator
                    | AtomClass::Relation
                    | AtomClass::Opening
                    | AtomClass::Punctuation
                    | AtomClass::Alignment
            )
        );
        let ends =
            matches!(after, None | Some(AtomClass::Relation | AtomClass::Closing | AtomClass::Punctuation));
        if (starts || ends)
            && let Some(class) = classes.get_mut(at)
        {
            *class = AtomClass::Ordinary;
        }
    }
    classes
}
