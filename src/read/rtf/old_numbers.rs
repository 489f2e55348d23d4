//! Numbers of Word 6 and 95 (RTF 1.9.1, "Bullets and Numbering"): what `\pn` says of a paragraph, as the
//! lists that the facts count with. They number paragraphs to which the file does not write its number
//! (`\pntext`).

use crate::read::facts::number_format::{NumberScript, script};
use crate::read::facts::numbering::{Gap, LEVELS, ListLevel, Numbering};
use crate::read::facts::types::SymbolFont;

/// Ids of these lists: beyond those that a file gives its own.
const FIRST: u32 = 1 << 30;

/// What a paragraph's `\pn` says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct OldStyleNumber {
    /// Level, from 1; 0 for simple numbers.
    level: usize,
    /// It counts with those before it, and is not shown (`\pnlvlcont`).
    passed_over: bool,
    script: Option<NumberScript>,
    start: i64,
    before: String,
    after: String,
    /// The numbers of the levels above stand in front.
    with_above: bool,
    font: Option<SymbolFont>,
}

impl Default for OldStyleNumber {
    fn default() -> Self {
        Self {
            level: 0,
            passed_over: false,
            script: None,
            start: 1,
            before: String::new(),
            after: String::new(),
            with_above: false,
            font: None,
        }
    }
}

/// What a paragraph's number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OldNumber {
    /// A level of a list.
    Of(u32, u8),
    /// None; the count goes on behind it.
    PassedOver,
}

/// Reads the numbers of one file.
#[derive(Debug, Default)]
pub(super) struct OldNumbers {
    open: OldStyleNumber,
    /// What the last number of a paragraph said, and its list.
    last: Option<(OldStyleNumber, u32)>,
    defined: u32,
}

/// Formats of counts by their words.
const SCRIPTS: &[(&[u8], &str)] = &[
    (b"pndec", "decimal"),
    (b"pnucrm", "upperRoman"),
    (b"pnlcrm", "lowerRoman"),
    (b"pnucltr", "upperLetter"),
    (b"pnlcltr", "lowerLetter"),
    (b"pnord", "ordinal"),
    (b"pnordt", "ordinalText"),
    (b"pncard", "cardinalText"),
    (b"pncnum", "decimalEnclosedCircle"),
    (b"pndecd", "decimalFullWidth"),
    (b"pnaiu", "aiueoFullWidth"),
    (b"pnaiud", "aiueo"),
    (b"pniroha", "irohaFullWidth"),
    (b"pnirohad", "iroha"),
    (b"pnganada", "ganada"),
    (b"pnchosung", "chosung"),
    (b"pndbnum", "ideographDigital"),
    (b"pndbnumd", "japaneseCounting"),
    (b"pngbnum", "decimalEnclosedFullstop"),
    (b"pngbnumd", "decimalEnclosedParen"),
    (b"pngbnumk", "ideographEnclosedCircle"),
    (b"pngbnuml", "chineseCounting"),
    (b"pnzodiac", "ideographTraditional"),
    (b"pnzodiacd", "ideographZodiac"),
];

impl OldNumbers {
    /// A description begins.
    pub(super) fn begin(&mut self) {
        self.open = OldStyleNumber::default();
    }

    /// A control word in it.
    pub(super) fn word(&mut self, word: &[u8], value: i32) {
        let open = &mut self.open;
        if let Some((_, name)) = SCRIPTS.iter().find(|(known, _)| *known == word) {
            open.script = Some(script(name, None));
        }
        match word {
            b"pnlvl" => open.level = usize::try_from(value).unwrap_or(0).clamp(1, LEVELS),
            b"pnlvlblt" => open.script = Some(NumberScript::Bullet),
            b"pnlvlcont" => open.passed_over = true,
            b"pnstart" => open.start = i64::from(value),
            b"pnprev" => open.with_above = true,
            _ => {}
        }
    }

    /// The symbol font of its number.
    pub(super) fn font(&mut self, font: Option<SymbolFont>) {
        self.open.font = font;
    }

    /// Text that stands before the count, or after it.
    pub(super) fn text(&mut self, text: &str, after: bool) {
        let side = if after { &mut self.open.after } else { &mut self.open.before };
        if side.len() < 100 {
            side.push_str(text);
        }
    }

    /// The description ends: what number its paragraph has. `follows`: the list in which the paragraph before
    /// it counts, which goes on where it is the same.
    pub(super) fn end(&mut self, follows: Option<u32>, numbering: &mut Numbering) -> Option<OldNumber> {
        let number = std::mem::take(&mut self.open);
        if number.passed_over {
            return Some(OldNumber::PassedOver);
        }
        let kind = number.script?;
        let same = self.last.as_ref().filter(|(last, list)| {
            follows == Some(*list) && (*last == number || last.level > 0 && number.level > 0)
        });
        let list = match same {
            Some((_, list)) => *list,
            None => {
                self.defined += 1;
                let list = FIRST + self.defined;
                numbering.define(i64::from(list), Vec::new());
                numbering.add_list(list, i64::from(list));
                list
            }
        };
        let at = number.level.saturating_sub(1);
        numbering.override_level(list, at, level(&number, kind, at));
        self.last = Some((number, list));
        Some(OldNumber::Of(list, u8::try_from(at).unwrap_or(0)))
    }
}

fn level(number: &OldStyleNumber, script: NumberScript, at: usize) -> ListLevel {
    let above: String =
        if number.with_above { (1..=at).map(|at| format!("%{at}.")).collect() } else { String::new() };
    let OldStyleNumber { before, after, .. } = number;
    let text = match script {
        NumberScript::Bullet => format!("{before}{after}"),
        _ => format!("{before}{above}%{}{after}", at + 1),
    };
    let mut level = ListLevel { start: number.start, script, text, gap: Gap::Tab, ..ListLevel::default() };
    level.run.font = number.font;
    level
}
