//! From text to items: the smallest pieces that a line is made of, with the white between them.
//!
//! In: a styled. Out: one item a character, or a cluster where a shaper joined some, in logical
//! order, with advance, white and break opportunity. Never: a line, a glyph for a missing character.
//!
//! Chinese and simple Latin take glyph and advance from flat tables, no shaper. Carlito would kern
//! and join `fi`; Word does neither with Calibri unless asked, so lines of the PDF end where those of
//! the DOCX end. Arabic and combining marks go through rustybuzz.

use super::script::{FontSlot, TextSide, Wish, is_narrow_in_kai, needs_shaping, side, turns_direction, wish};
use super::shape::Cluster;
use super::styled::{PICTURE, StyledText, TextFormat};
use crate::budget;
use crate::layout::compositor::Compositor;
use crate::letters::is_invisible;
use crate::pages::BOX;

/// What an item is to its neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ItemKind {
    /// Chinese character, or a mark of full width that keeps its white.
    Chinese,
    /// Full-width mark that opens.
    Opening,
    /// Full-width mark that closes.
    Closing,
    /// Letter or digit.
    Letter,
    /// Any other mark.
    Mark,
    /// Space.
    Space,
    /// Tab.
    Tab,
    /// Line break.
    Break,
    /// Picture: `glyphs` of the item is its place among the styled's pictures.
    Picture,
}

/// A character or cluster. Widths are points.
#[derive(Debug, Clone)]
pub(crate) struct InlineItem {
    /// First byte in the styled.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Advance.
    pub width: f32,
    /// White between this item and the next; negative draws them together.
    pub gap: f32,
    /// How much `gap` may grow at ease.
    pub stretch: f32,
    /// How much `gap` may shrink.
    pub shrink: f32,
    /// White that falls away where a line starts with it.
    pub lead: f32,
    /// White that falls away where a line ends with it.
    pub trail: f32,
    /// Glyph, or first of several in [`ItemSetting::clusters`] where `shaped`.
    pub glyph: u32,
    /// Glyphs of a shaped cluster; 0 for a single glyph in `glyph`.
    pub shaped: u8,
    /// Bidirectional level; odd runs right to left.
    pub level: u8,
    /// What it is to its neighbours.
    pub kind: ItemKind,
    /// A line may end after it.
    pub breakable: bool,
    /// Index into the library's faces.
    pub face: u16,
    /// Index into the styled's looks.
    pub look: u16,
    /// A box in place of a character that no face has.
    pub boxed: bool,
    /// A tab whose way is filled with dots.
    pub dots: bool,
}

/// A styled cut into items.
#[derive(Debug, Default)]
pub(crate) struct ItemSetting {
    /// Atoms in logical order.
    pub items: Vec<InlineItem>,
    /// Glyphs of shaped clusters.
    pub clusters: Vec<Cluster>,
    /// The paragraph runs from right to left.
    pub right_to_left: bool,
}

/// Characters waiting for the shaper: one face, look and level.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Pending {
    start: u32,
    face: u16,
    look: u16,
    level: u8,
}

/// Where the walk through a styled stands.
struct ItemBuilder<'p> {
    styled: &'p StyledText,
    levels: Vec<unicode_bidi::Level>,
    /// Slot of the last character that asked for one.
    before: Option<FontSlot>,
    /// Place and slot of the next character that asks for one, as far as looked.
    after: (u32, Option<FontSlot>),
    pending: Option<Pending>,
    setting: ItemSetting,
}

impl Compositor<'_> {
    /// Cuts a styled into items.
    pub(crate) fn set(&mut self, styled: &StyledText) -> ItemSetting {
        let base = self.language.is_right_to_left();
        let turning = base || styled.text.chars().any(turns_direction);
        let mut setting = std::mem::take(&mut self.scratch);
        setting.items.clear();
        setting.clusters.clear();
        let mut walk = ItemBuilder {
            styled,
            levels: Vec::new(),
            before: None,
            after: (0, None),
            pending: None,
            setting,
        };
        if turning {
            let level = self.base_level(styled);
            walk.levels = unicode_bidi::ParagraphBidiInfo::new(&styled.text, Some(level)).levels;
            walk.setting.right_to_left = level.is_rtl();
        } else {
            walk.setting.right_to_left = false;
        }
        let mut spans = styled.spans.iter().copied();
        let mut span = spans.next();
        for (at, character) in styled.text.char_indices() {
            // A paragraph may have millions; what is not set is not used.
            if budget::is_spent() {
                break;
            }
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            while span.is_some_and(|(end, _)| end <= at) {
                span = spans.next();
            }
            let look = span.map_or(0, |(_, look)| look);
            self.character(&mut walk, at, character, look);
        }
        self.flush(&mut walk, u32::try_from(styled.text.len()).unwrap_or(u32::MAX));
        let mut setting = walk.setting;
        self.mark_breaks(styled, &mut setting);
        self.whiten(styled, &mut setting);
        setting
    }

    /// Gives a setting's memory back for the next styled.
    pub(crate) fn reuse(&mut self, setting: ItemSetting) {
        self.scratch = setting;
    }

    /// An Arabic document's paragraphs run from right to left, but for those that are said to run the other way.
    fn base_level(&self, styled: &StyledText) -> unicode_bidi::Level {
        let arabic = self.language.is_right_to_left();
        let first = styled.text.chars().find_map(|c| match wish(c) {
            Wish::Slot(slot) => Some(slot == FontSlot::Complex),
            _ => None,
        });
        let turned = if arabic { !styled.left_to_right } else { first == Some(true) };
        if turned { unicode_bidi::Level::rtl() } else { unicode_bidi::Level::ltr() }
    }

    fn character(&mut self, walk: &mut ItemBuilder<'_>, at: u32, character: char, look: u16) {
        let length = u32::try_from(character.len_utf8()).unwrap_or(4);
        let level = walk.levels.get(at as usize).map_or(0, |level| level.number());
        let wanted = wish(character);
        let shaping = level % 2 == 1 || needs_shaping(character);
        if matches!(wanted, Wish::Invisible) {
            // A joiner inside shaped text is the shaper's business; elsewhere nothing shows it. What
            // follows a mark of direction takes the face of that direction, as in Word.
            match character {
                '\u{200E}' => walk.before = Some(FontSlot::Latin),
                '\u{200F}' | '\u{061C}' => walk.before = Some(FontSlot::Complex),
                _ => {}
            }
            return;
        }
        if let Some(kind) = formless(character) {
            self.flush(walk, at);
            let picture = walk.styled.insets.iter().position(|inset| inset.0 == at);
            let mut item = InlineItem::new(at, at + length, look, level, kind);
            item.glyph = picture.and_then(|place| u32::try_from(place).ok()).unwrap_or(0);
            item.width =
                if kind == ItemKind::Picture { self.inset_width(walk.styled, item.glyph) } else { 0.0 };
            walk.setting.items.push(item);
            return;
        }
        let Some(appearance) = walk.styled.looks.get(usize::from(look)) else { return };
        let slot = walk.slot(at, character, wanted, level);
        let found = self.find_glyph(walk.styled, at, character, slot, appearance, shaping);
        let drawn = found.is_none() && !(shaping && is_joining_control(character));
        let boxed = if drawn { self.box_glyph(appearance.bold) } else { None };
        let Some((index, glyph)) = found.or(boxed) else { return };
        let wanted = Pending { start: at, face: index, look, level };
        if shaping && found.is_some() {
            match walk.pending {
                Some(open) if (Pending { start: at, ..open }) == wanted => {}
                _ => {
                    self.flush(walk, at);
                    let base = if level.is_multiple_of(2) { walk.take_base(&wanted) } else { None };
                    walk.pending = Some(Pending { start: base.unwrap_or(at), ..wanted });
                }
            }
            return;
        }
        self.flush(walk, at);
        let Some(face) = self.library.face(index) else { return };
        let tables = face.tables();
        let mut item = InlineItem::new(at, at + length, look, level, kind_of(character, slot));
        item.width = tables.advance(glyph) * appearance.size_in(index);
        item.glyph = u32::from(glyph);
        item.face = index;
        item.boxed = found.is_none();
        if self.marks_give_way() {
            item.take_blanks(face, character, appearance);
        }
        walk.setting.items.push(item);
    }

    /// The face and glyph of a character: its slot's face, the Song face for marks that Kai draws
    /// narrow, any face that has it. `None` where none has; then it is noted as missing.
    fn find_glyph(
        &mut self,
        styled: &StyledText,
        at: u32,
        character: char,
        slot: FontSlot,
        look: &TextFormat,
        shaping: bool,
    ) -> Option<(u16, u16)> {
        let index = look.faces.get(slot.index()).copied().unwrap_or(0);
        let tables = self.library.face(index)?.tables();
        let glyph = tables.glyph(character);
        if slot == FontSlot::EastAsian && is_narrow_in_kai(character) && tables.advance(glyph) < 0.9 {
            let song = if look.bold { self.song.1 } else { self.song.0 };
            let other = self.library.face(song)?.tables().glyph(character);
            if other != 0 {
                return Some((song, other));
            }
        }
        if glyph != 0 {
            return Some((index, glyph));
        }
        if character.is_whitespace() {
            return Some((index, tables.glyph(' '))).filter(|found| found.1 != 0);
        }
        let found = self.fallback(character, look.bold).and_then(|other| {
            let glyph = self.library.face(other)?.tables().glyph(character);
            Some((other, glyph))
        });
        if found.is_none() && !(shaping && is_joining_control(character)) {
            self.missing.note(character, &styled.text, at);
        }
        found
    }

    /// The face and glyph of the box that stands for characters no face has, where boxes are wanted.
    fn box_glyph(&mut self, bold: bool) -> Option<(u16, u16)> {
        let index = self.fallback(BOX, bold).filter(|_| self.library.boxes())?;
        let glyph = self.library.face(index)?.tables().glyph(BOX);
        Some((index, glyph))
    }

    /// Shapes what waits, up to byte `end`.
    fn flush(&mut self, walk: &mut ItemBuilder<'_>, end: u32) {
        let Some(pending) = walk.pending.take() else { return };
        let Some(look) = walk.styled.looks.get(usize::from(pending.look)) else { return };
        let Some(face) = self.library.face(pending.face) else { return };
        let range = pending.start as usize..end as usize;
        let shaped =
            self.shaper.shape(face, &walk.styled.text, range, pending.level, look.size_in(pending.face));
        for piece in shaped {
            let text = walk.styled.text.get(piece.start as usize..piece.end as usize).unwrap_or_default();
            let first = text.chars().next().unwrap_or(' ');
            let mut item = InlineItem::new(
                piece.start,
                piece.end,
                pending.look,
                pending.level,
                kind_of(first, FontSlot::Complex),
            );
            item.face = pending.face;
            item.width = piece.glyphs.iter().map(|glyph| glyph.advance).sum();
            item.glyph = u32::try_from(walk.setting.clusters.len()).unwrap_or(u32::MAX);
            item.shaped = u8::try_from(piece.glyphs.len()).unwrap_or(u8::MAX);
            // The shaper knows the fillers of Hangul and the marks of annotations as letters.
            if text.chars().all(is_invisible) {
                continue;
            }
            if piece.glyphs.iter().any(|glyph| glyph.id == 0) {
                self.missing.note(first, &walk.styled.text, piece.start);
                if let Some((index, glyph)) = self.box_glyph(look.bold)
                    && let Some(face) = self.library.face(index)
                {
                    (item.face, item.glyph, item.shaped, item.boxed) = (index, u32::from(glyph), 0, true);
                    item.width = face.tables().advance(glyph) * look.size_in(index);
                    walk.setting.items.push(item);
                    continue;
                }
            }
            walk.setting.clusters.extend(piece.glyphs.iter().take(usize::from(item.shaped)).cloned());
            walk.setting.items.push(item);
        }
    }
}

impl ItemBuilder<'_> {
    /// The slot of a character: its own, or that of its neighbours.
    fn slot(&mut self, at: u32, character: char, wanted: Wish, level: u8) -> FontSlot {
        match wanted {
            Wish::Slot(slot) => {
                self.before = Some(slot);
                slot
            }
            Wish::Shared => {
                let left = self.before;
                let right = self.next_slot(at, character);
                let chinese = left == Some(FontSlot::EastAsian) || right == Some(FontSlot::EastAsian);
                if chinese { FontSlot::EastAsian } else { left.or(right).unwrap_or(FontSlot::Latin) }
            }
            Wish::Neutral | Wish::Invisible => {
                // In an Arabic paragraph the number that it begins with is Arabic too, as in Word.
                let first = self.before.is_none() && self.setting.right_to_left;
                if level % 2 == 1 || self.before == Some(FontSlot::Complex) || first {
                    FontSlot::Complex
                } else {
                    FontSlot::Latin
                }
            }
        }
    }

    /// The slot of the next character that asks for one. Looks at each character once.
    fn next_slot(&mut self, at: u32, character: char) -> Option<FontSlot> {
        if self.after.0 > at {
            return self.after.1;
        }
        let from = at as usize + character.len_utf8();
        let rest = self.styled.text.get(from..).unwrap_or_default();
        let found = rest.char_indices().find_map(|(offset, next)| match wish(next) {
            Wish::Slot(slot) => Some((offset, slot)),
            _ => None,
        });
        let end = u32::try_from(self.styled.text.len()).unwrap_or(u32::MAX);
        self.after = match found {
            Some((offset, slot)) => (u32::try_from(from + offset).unwrap_or(u32::MAX), Some(slot)),
            None => (end, None),
        };
        self.after.1
    }

    /// Takes back the base of a combining mark, to be shaped with it.
    fn take_base(&mut self, mark: &Pending) -> Option<u32> {
        let base = self.setting.items.last()?;
        let same = base.face == mark.face && base.look == mark.look && base.shaped == 0;
        if same && base.end == mark.start && matches!(base.kind, ItemKind::Letter | ItemKind::Mark) {
            return self.setting.items.pop().map(|base| base.start);
        }
        None
    }
}

impl InlineItem {
    fn new(start: u32, end: u32, look: u16, level: u8, kind: ItemKind) -> Self {
        Self {
            start,
            end,
            width: 0.0,
            gap: 0.0,
            stretch: 0.0,
            shrink: 0.0,
            lead: 0.0,
            trail: 0.0,
            glyph: 0,
            shaped: 0,
            level,
            kind,
            breakable: false,
            face: 0,
            look,
            boxed: false,
            dots: false,
        }
    }
}

fn formless(character: char) -> Option<ItemKind> {
    match character {
        '\t' => Some(ItemKind::Tab),
        '\n' | '\u{000B}' | '\u{000C}' | '\u{0085}' | '\u{2028}' | '\u{2029}' => Some(ItemKind::Break),
        PICTURE => Some(ItemKind::Picture),
        _ => None,
    }
}

fn kind_of(character: char, slot: FontSlot) -> ItemKind {
    match character {
        ' ' | '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => ItemKind::Space,
        _ if slot == FontSlot::EastAsian => match side(character) {
            Some(TextSide::Opening) => ItemKind::Opening,
            Some(TextSide::Closing) => ItemKind::Closing,
            None => ItemKind::Chinese,
        },
        _ if character.is_alphanumeric() => ItemKind::Letter,
        _ => ItemKind::Mark,
    }
}

fn is_joining_control(character: char) -> bool {
    matches!(character, '\u{200C}' | '\u{200D}')
}
