//! Styles: definitions in, the look of a paragraph or run out, inheritance resolved.
//!
//! Chains of `basedOn` are walked once a style and kept. Never recursive, never longer than the
//! bound; a style based on itself ends its own chain. What table styles say of
//! rules and colours is `table_looks`.

use std::collections::{HashMap, HashSet};

use super::numbering::Numbering;
use super::table_looks::TableStyle;
use super::types::{Atom, ParagraphProperties, RunProperties, WordAccount};
use crate::limits;
use crate::text::Format;

/// The properties that two styles switch against each other (ECMA-376 part 1, 17.7.3).
pub(crate) const TOGGLES: Format = Format::BOLD
    .with(Format::ITALIC)
    .with(Format::STRIKE)
    .with(Format::CAPS)
    .with(Format::SMALL_CAPS)
    .with(Format::HIDDEN);

/// One style as defined.
#[derive(Debug, Default)]
pub(crate) struct Definition {
    /// Its name.
    pub name: Option<Box<str>>,
    /// Its parent.
    pub based_on: Atom,
    /// What it states of paragraphs.
    pub paragraph: ParagraphProperties,
    /// What it states of characters.
    pub run: RunProperties,
    /// What it states of tables.
    pub table: Option<Box<TableStyle>>,
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    by_id: HashMap<Atom, Definition>,
    default_paragraph: Atom,
    default_character: Atom,
    default_table: Atom,
    defaults: StyleFormat,
}

/// A style with everything it inherits.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct StyleFormat {
    /// Paragraph properties, each from the nearest style that states it.
    pub paragraph: ParagraphProperties,
    /// Character properties likewise.
    pub run: RunProperties,
}

impl Styles {
    /// Enters a style; the first of an id holds.
    pub(crate) fn define(&mut self, id: Atom, definition: Definition) {
        self.by_id.entry(id).or_insert(definition);
    }

    /// Enters a style in the place of an earlier one of its id.
    pub(crate) fn redefine(&mut self, id: Atom, definition: Definition) {
        self.by_id.insert(id, definition);
    }

    /// Names the style of paragraphs that state none.
    pub(crate) fn set_default(&mut self, id: Atom) {
        self.default_paragraph = id;
    }

    /// Names the style of characters that state none.
    pub(crate) fn set_default_character(&mut self, id: Atom) {
        self.default_character = id;
    }

    /// Names the style of tables that state none.
    pub(crate) fn set_default_table(&mut self, id: Atom) {
        self.default_table = id;
    }

    /// What a table's style says, with all that it inherits.
    pub(crate) fn table(&self, style: Atom) -> TableStyle {
        let style = if style == Atom::NONE { self.default_table } else { style };
        let mut whole = TableStyle::default();
        for (_, style) in self.chain(style).into_iter().rev() {
            if let Some(own) = &style.table {
                whole.overlay(own);
            }
            if style.run.set.has(Format::HIDDEN) {
                whole.hidden = style.run.on.has(Format::HIDDEN);
            }
        }
        whole
    }

    /// Says how text looks that no style says anything of.
    pub(crate) fn set_defaults(&mut self, look: StyleFormat) {
        self.defaults = look;
    }

    /// Name of a style; its id where the document does not define it.
    pub(crate) fn name<'a>(&'a self, style: Atom, ledger: &'a WordAccount) -> Option<&'a str> {
        self.by_id.get(&style).and_then(|style| style.name.as_deref()).or_else(|| ledger.name(style))
    }

    /// The list that a style is in.
    pub(crate) fn list_of(&self, style: Atom) -> Option<u32> {
        self.by_id.get(&style)?.paragraph.list
    }

    /// A style and those it is based on, nearest first.
    fn chain(&self, style: Atom) -> Vec<(Atom, &Definition)> {
        let mut chain = Vec::new();
        let mut at = style;
        while let Some(style) = self.by_id.get(&at) {
            if chain.len() >= limits::STYLE_CHAIN || chain.iter().any(|(seen, _)| *seen == at) {
                break;
            }
            chain.push((at, style));
            at = style.based_on;
        }
        chain
    }

    /// The styles by which paragraphs go on in the next ones.
    pub(crate) fn running_on(&self) -> RunningOn {
        let mut found = RunningOn { default: self.default_paragraph, ..RunningOn::default() };
        for id in self.by_id.keys() {
            let chain = self.chain(*id);
            let nearest = chain.iter().find(|(_, style)| style.run.set.has(Format::HIDDEN));
            if nearest.is_some_and(|(_, style)| style.run.on.has(Format::HIDDEN)) {
                found.hiding.insert(*id);
            }
            if chain.iter().any(|(_, style)| style.paragraph.runs_on) {
                found.caps.insert(*id);
            }
        }
        found
    }

    /// The language of the text where nothing else is said: Latin, East Asian, complex.
    pub(crate) fn default_language(&self) -> [Atom; 3] {
        self.defaults.run.language
    }
}

/// Styles that make the next paragraph go on in the same line: that of a drop cap (ECMA-376 part 1,
/// 17.3.1.11), and those that hide the mark of a paragraph.
#[derive(Debug, Default)]
pub(crate) struct RunningOn {
    caps: HashSet<Atom>,
    hiding: HashSet<Atom>,
    default: Atom,
}

impl RunningOn {
    /// Whether the styles of a paragraph or of its mark make it go on in the next one.
    pub(crate) fn holds(&self, own: &ParagraphProperties) -> bool {
        let style = if own.style == Atom::NONE { self.default } else { own.style };
        let mark = &own.mark_format;
        // What the mark says itself goes before its styles.
        let hidden = if mark.set.has(Format::HIDDEN) {
            mark.on.has(Format::HIDDEN)
        } else {
            self.hiding.contains(&style) != self.hiding.contains(&mark.style)
        };
        hidden || self.caps.contains(&style)
    }

    /// Whether the style of a paragraph hides its words.
    pub(crate) fn hides(&self, own: &ParagraphProperties) -> bool {
        let style = if own.style == Atom::NONE { self.default } else { own.style };
        self.hiding.contains(&style)
    }
}

impl RunProperties {
    /// Takes over what `nearer` states.
    fn overlay(&mut self, nearer: &RunProperties) {
        self.on = Format((self.on.0 & !nearer.set.0) | (nearer.on.0 & nearer.set.0));
        self.set = self.set.with(nearer.set);
        for (slot, language) in self.language.iter_mut().zip(nearer.language) {
            if language != Atom::NONE {
                *slot = language;
            }
        }
        self.font = nearer.font.or(if nearer.text_font { None } else { self.font });
    }
}

impl ParagraphProperties {
    /// Takes over what `nearer` states.
    fn overlay(&mut self, nearer: &ParagraphProperties) {
        self.list = nearer.list.or(self.list);
        self.level = nearer.level.or(self.level);
        self.indent = nearer.indent.or(self.indent);
        self.first_line = nearer.first_line.or(self.first_line);
        self.outline = nearer.outline.or(self.outline);
        self.align = nearer.align.or(self.align);
        self.right_to_left = nearer.right_to_left.or(self.right_to_left);
        self.page_break_before = nearer.page_break_before.or(self.page_break_before);
    }
}

/// Resolves looks, each style once.
#[derive(Debug)]
pub(crate) struct Resolver<'a> {
    /// The styles.
    pub styles: &'a Styles,
    /// The lists, for the indents they give.
    pub numbering: &'a Numbering,
    /// The style of the table around hides its words, where nothing nearer says otherwise.
    pub hidden_around: bool,
    looks: HashMap<Atom, StyleFormat>,
    characters: HashMap<Atom, RunProperties>,
}

impl<'a> Resolver<'a> {
    /// A resolver with nothing resolved yet.
    pub(crate) fn new(styles: &'a Styles, numbering: &'a Numbering) -> Self {
        Self { styles, numbering, hidden_around: false, looks: HashMap::new(), characters: HashMap::new() }
    }

    /// The look that a paragraph's style and its own properties give. The character properties are
    /// those of the style only; `paragraph.list` and `.level` say which number it takes.
    pub(crate) fn paragraph(&mut self, own: &ParagraphProperties) -> StyleFormat {
        let style = if own.style == Atom::NONE { self.styles.default_paragraph } else { own.style };
        let mut look = match self.looks.get(&style) {
            Some(look) => *look,
            None => {
                let look = self.paragraph_style(style);
                self.looks.insert(style, look);
                look
            }
        };
        if own.list.is_some() || own.level.is_some() {
            let list = own.list.or(look.paragraph.list);
            let level = own.level.or(look.paragraph.level).unwrap_or(0);
            self.indent_from_list(&mut look.paragraph, list, level);
        }
        look.paragraph.overlay(own);
        look
    }

    fn paragraph_style(&self, style: Atom) -> StyleFormat {
        let mut look = self.styles.defaults;
        look.run = RunProperties::default();
        for (id, style) in self.styles.chain(style).into_iter().rev() {
            let own = &style.paragraph;
            if let Some(list) = own.list {
                let level = own.level.or_else(|| self.numbering.level_of_style(list, id)).unwrap_or(0);
                self.indent_from_list(&mut look.paragraph, Some(list), level);
                look.paragraph.level = Some(level);
            }
            look.paragraph.overlay(own);
            look.run.overlay(&style.run);
        }
        look
    }

    /// A list's indents stand between the style it is set in and that style's own
    /// (ECMA-376 part 1, 17.7.2).
    fn indent_from_list(&self, paragraph: &mut ParagraphProperties, list: Option<u32>, level: u8) {
        if let Some(definition) = list.and_then(|list| self.numbering.level(list, level)) {
            paragraph.indent = definition.indent.or(paragraph.indent);
            paragraph.first_line = definition.first_line.or(paragraph.first_line);
        }
    }

    /// The properties of a run: defaults, paragraph style, character style, its own; toggle
    /// properties of the two styles switch each other (ECMA-376 part 1, 17.7.3).
    pub(crate) fn run(&mut self, paragraph_style: &RunProperties, own: &RunProperties) -> RunProperties {
        let style = if own.style == Atom::NONE { self.styles.default_character } else { own.style };
        let character = match self.characters.get(&style) {
            Some(character) => *character,
            None => {
                let mut character = RunProperties::default();
                for (_, style) in self.styles.chain(style).into_iter().rev() {
                    character.overlay(&style.run);
                }
                self.characters.insert(style, character);
                character
            }
        };
        let mut result = self.styles.defaults.run;
        if self.hidden_around {
            result.overlay(&RunProperties {
                set: Format::HIDDEN,
                on: Format::HIDDEN,
                ..RunProperties::default()
            });
        }
        result.overlay(paragraph_style);
        result.overlay(&character);
        let both = paragraph_style.set.0 & character.set.0 & TOGGLES.0;
        let switched = (paragraph_style.on.0 ^ character.on.0) & both;
        result.on = Format((result.on.0 & !both) | switched);
        result.overlay(own);
        result
    }
}
