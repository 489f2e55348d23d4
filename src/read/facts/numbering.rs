//! List numbers: lists as defined in, the number that Word shows before each paragraph out.
//!
//! Counting goes by abstract list, as Word does it (ECMA-376 part 1, 17.9). Which paragraphs are
//! counted is `labels`'.

use std::collections::{HashMap, HashSet};

use super::number_format::{self, NumberScript};
use super::symbols;
use super::types::{Atom, RunProperties};
use crate::language::Language;
use crate::limits;

/// Levels of a list.
pub(crate) const LEVELS: usize = 9;

/// One level of a list.
#[derive(Debug, Clone, Default)]
pub(crate) struct ListLevel {
    /// First count.
    pub start: i64,
    /// How counts are written.
    pub script: NumberScript,
    /// Text with places for counts, `%1` to `%9`.
    pub text: String,
    /// `Some(0)` never restarts, `Some(n)` restarts after level n (from 1).
    pub restart: Option<i64>,
    /// All counts in digits.
    pub legal: bool,
    /// The bullet is a picture.
    pub picture: bool,
    /// What parts the number from the text.
    pub gap: Gap,
    /// Style that takes this level.
    pub style: Atom,
    /// Format of the number.
    pub run: RunProperties,
    /// Left indent, twips.
    pub indent: Option<i32>,
    /// First-line indent, twips.
    pub first_line: Option<i32>,
}

/// What parts a number from its text (ECMA-376 part 1, 17.9.28).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Gap {
    /// A tab.
    #[default]
    Tab,
    /// A space.
    Space,
    /// Nothing.
    Nothing,
}

impl Gap {
    /// As text.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Gap::Tab => "\t",
            Gap::Space => " ",
            Gap::Nothing => "",
        }
    }
}

/// The definition that lists share (`w:abstractNum`).
#[derive(Debug, Default)]
pub(crate) struct AbstractList {
    /// Its levels from the first.
    pub levels: [Option<ListLevel>; LEVELS],
    /// A list style that holds the levels instead.
    pub defined_by: Atom,
}

/// A list that uses a definition (`w:num`).
#[derive(Debug, Default)]
pub(crate) struct ListDefinition {
    /// The definition's id.
    pub definition: i64,
    /// First counts of its own, by level.
    pub starts: [Option<i64>; LEVELS],
    /// Levels of its own.
    pub levels: [Option<ListLevel>; LEVELS],
}

/// The lists of a document.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    definitions: HashMap<i64, AbstractList>,
    lists: HashMap<u32, ListDefinition>,
}

/// What has been counted so far.
#[derive(Debug, Default)]
pub(crate) struct ListCounters {
    counts: HashMap<i64, [Option<i64>; LEVELS]>,
    restarted: HashSet<(u32, u8)>,
}

/// A number as shown.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ParagraphNumber {
    /// Its text.
    pub text: String,
    /// Its format.
    pub run: RunProperties,
    /// What follows it.
    pub gap: Gap,
}

impl Numbering {
    /// Enters a definition with its levels from the first.
    pub(crate) fn define(&mut self, id: i64, levels: Vec<ListLevel>) {
        let mut definition = AbstractList::default();
        for (slot, level) in definition.levels.iter_mut().zip(levels) {
            *slot = Some(level);
        }
        self.enter_definition(id, definition);
    }

    /// Whether any level counts in words of a language.
    pub(crate) fn speaks(&self) -> bool {
        let speaks =
            |levels: &[Option<ListLevel>]| levels.iter().flatten().any(|level| level.script.speaks());
        self.definitions.values().any(|definition| speaks(&definition.levels))
            || self.lists.values().any(|list| speaks(&list.levels))
    }

    /// Whether the text of a level is longer than any program lets anybody write.
    pub(crate) fn is_over_long(&self, list: u32, level: u8) -> bool {
        let most = limits::LABEL_CHARACTERS;
        self.level(list, level)
            .is_some_and(|level| level.text.len() > most && level.text.chars().count() > most)
    }

    /// Enters a definition; the first of an id holds.
    pub(crate) fn enter_definition(&mut self, id: i64, definition: AbstractList) {
        self.definitions.entry(id).or_insert(definition);
    }

    /// Enters a list; the first of an id holds.
    pub(crate) fn enter_list(&mut self, id: u32, list: ListDefinition) {
        self.lists.entry(id).or_insert(list);
    }

    /// Enters a list that uses a definition.
    pub(crate) fn add_list(&mut self, list: u32, definition: i64) {
        self.enter_list(list, ListDefinition { definition, ..ListDefinition::default() });
    }

    /// Gives a list a level of its own.
    pub(crate) fn override_level(&mut self, list: u32, at: usize, level: ListLevel) {
        if let Some(slot) = self.lists.get_mut(&list).and_then(|list| list.levels.get_mut(at)) {
            *slot = Some(level);
        }
    }

    /// Gives a level of a list a start of its own.
    pub(crate) fn override_start(&mut self, list: u32, at: usize, start: i64) {
        if let Some(slot) = self.lists.get_mut(&list).and_then(|list| list.starts.get_mut(at)) {
            *slot = Some(start);
        }
    }

    /// Replaces the lists that a list style defines (`w:numStyleLink`) by what it defines.
    pub(crate) fn follow_styles(&mut self, list_of: impl Fn(Atom) -> Option<u32>) {
        let links: Vec<(i64, i64)> = self
            .definitions
            .iter()
            .filter(|(_, definition)| definition.defined_by != Atom::NONE)
            .filter_map(|(id, definition)| {
                let list = self.lists.get(&list_of(definition.defined_by)?)?;
                (list.definition != *id).then_some((*id, list.definition))
            })
            .collect();
        let target: HashMap<i64, i64> = links.into_iter().collect();
        for list in self.lists.values_mut() {
            list.definition = target.get(&list.definition).copied().unwrap_or(list.definition);
        }
    }

    /// The definition of a level.
    pub(crate) fn level(&self, list: u32, level: u8) -> Option<&ListLevel> {
        let list = self.lists.get(&list)?;
        let at = usize::from(level);
        let own = list.levels.get(at)?.as_ref();
        own.or_else(|| self.definitions.get(&list.definition)?.levels.get(at)?.as_ref())
    }

    /// The level of a list that names the style.
    pub(crate) fn level_of_style(&self, list: u32, style: Atom) -> Option<u8> {
        (0..9u8).find(|level| self.level(list, *level).is_some_and(|definition| definition.style == style))
    }

    /// The number of the next paragraph at `level` of `list`. A level that is used before the one above
    /// it counts that one too: 3.1, 3.2, then 4.
    pub(crate) fn number(
        &self,
        counters: &mut ListCounters,
        list: u32,
        level: u8,
        language: Language,
    ) -> Option<ParagraphNumber> {
        let definition = self.level(list, level)?;
        let stated = self.lists.get(&list)?;
        let mut reached = counters.counts.get(&stated.definition).copied().unwrap_or_default();
        let mut restarted = Vec::new();
        for (at, start) in (0u8..).zip(stated.starts) {
            if let Some(start) = start
                && at <= level
                && !counters.restarted.contains(&(list, at))
            {
                restarted.push((list, at));
                if let Some(count) = reached.get_mut(usize::from(at)) {
                    *count = if at == level { Some(start.saturating_sub(1)) } else { None };
                }
            }
        }
        for (at, count) in (0u8..).zip(reached.iter_mut()) {
            if at == level {
                *count = Some(count.map_or(self.start(list, at), |count| count.saturating_add(1)));
            } else if at < level {
                *count = count.or_else(|| Some(self.start(list, at)));
            } else if self.restarts(list, at, level) {
                *count = None;
            }
        }
        let text = self.text(list, definition, &reached, language);
        counters.counts.insert(stated.definition, reached);
        counters.restarted.extend(restarted);
        (!text.is_empty()).then_some(ParagraphNumber { text, run: definition.run, gap: definition.gap })
    }

    fn start(&self, list: u32, level: u8) -> i64 {
        let stated = self.lists.get(&list).and_then(|l| l.starts.get(usize::from(level)).copied().flatten());
        stated.or_else(|| Some(self.level(list, level)?.start)).unwrap_or(1)
    }

    /// Whether level `deeper` starts again when `level` is used (ECMA-376 part 1, 17.9.10).
    fn restarts(&self, list: u32, deeper: u8, level: u8) -> bool {
        match self.level(list, deeper).and_then(|definition| definition.restart) {
            Some(0) => false,
            Some(after) => i64::from(level) < after,
            None => true,
        }
    }

    fn text(
        &self,
        list: u32,
        definition: &ListLevel,
        reached: &[Option<i64>; LEVELS],
        language: Language,
    ) -> String {
        if definition.picture {
            return "•".to_owned();
        }
        if definition.script == NumberScript::Bullet {
            return definition.text.chars().map(|c| symbols::bullet(definition.run.font, c)).collect();
        }
        let mut shown = String::new();
        let mut characters = definition.text.chars().peekable();
        while let Some(character) = characters.next() {
            let place = (character == '%')
                .then(|| characters.peek().and_then(|next| next.to_digit(10)))
                .flatten()
                .and_then(|digit| u8::try_from(digit).ok()?.checked_sub(1));
            let Some(place) = place else {
                shown.push(symbols::bullet(definition.run.font, character));
                continue;
            };
            characters.next();
            let count = reached.get(usize::from(place)).copied().flatten();
            let count = count.unwrap_or_else(|| self.start(list, place));
            let script = self.level(list, place).map_or(NumberScript::Decimal, |level| level.script);
            let script = if definition.legal && script != NumberScript::Absent {
                NumberScript::Decimal
            } else {
                script
            };
            shown.push_str(&number_format::shown(script, count, language));
        }
        shown
    }
}
