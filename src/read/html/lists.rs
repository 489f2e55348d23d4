//! Lists of HTML: `ol`, `ul`, `menu`, `li` as lists of the middle form, which counts their items.
//!
//! In: tags. Out: a list for each of them, and the list and level that the first paragraph of an item
//! takes. Never: a number beside one that the text holds already, as Word writes them in HTML
//! (`mso-list:Ignore`).

use super::story::HtmlReader;
use super::tags::HtmlTag;
use crate::diagnostics::Refusal;
use crate::read::facts::number_format::{NumberScript, script};
use crate::read::facts::numbering::{Gap, LEVELS, ListLevel};
use crate::text::Format;

/// How far the items of a level are indented, twips.
const INDENT: i32 = 720;

/// How the items of a list are marked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct ListStyle {
    script: NumberScript,
    /// What stands behind the count, or the bullet itself.
    suffix: String,
}

/// An open list.
#[derive(Debug)]
pub(super) struct HtmlList {
    /// Its number among the lists.
    id: u32,
    style: ListStyle,
    level: u8,
    /// The count of the next item.
    next: i64,
    /// It counts down: its items, and the count of the first where it is said.
    down: Option<(Vec<CountedDown>, Option<i64>)>,
    /// An item was marked in its own way: the next one begins a list of its own.
    apart: bool,
}

/// An item of a list that counts down: a list of its own, and its count where it says one.
type CountedDown = (u32, Option<i64>);

impl HtmlReader {
    /// A list begins.
    ///
    /// # Errors
    /// More paragraphs than the bound.
    pub(super) fn begin_list(&mut self, tag: &HtmlTag) -> Result<(), Refusal> {
        self.place_number()?;
        let level = u8::try_from(self.lists.len().min(LEVELS - 1)).unwrap_or(0);
        let style = Self::style_of(tag).unwrap_or_else(|| by_name(&tag.name, level));
        let start: Option<i64> = tag.attribute("start").and_then(|start| start.trim().parse().ok());
        let down = tag.attribute("reversed").filter(|_| tag.name == "ol").map(|_| (Vec::new(), start));
        let next = start.unwrap_or(1);
        let id = self.define(&style, next);
        self.lists.push(HtmlList { id, style, level, next, down, apart: false });
        Ok(())
    }

    /// An item ends, or a list begins in it, before it shows anything: it has its number all the same.
    ///
    /// # Errors
    /// More paragraphs than the bound.
    pub(super) fn place_number(&mut self) -> Result<(), Refusal> {
        let counts =
            |list: &HtmlList| !matches!(list.style.script, NumberScript::Bullet | NumberScript::Absent);
        let Some((list, level)) = self.item.take().filter(|_| !self.state.label) else { return Ok(()) };
        if self.lists.last().is_some_and(counts) {
            self.flow.begin_paragraph(&mut self.facts.gathered.paragraphs)?;
            let properties = &mut self.flow.paragraph().properties;
            (properties.list, properties.level) = (Some(list), Some(level));
            self.flow.end_paragraph();
        }
        Ok(())
    }

    /// The innermost list ends; one that counts down is counted now.
    pub(super) fn end_list(&mut self) {
        let Some((items, start)) = self.lists.pop().and_then(|list| list.down) else { return };
        let mut count = start.unwrap_or_else(|| i64::try_from(items.len()).unwrap_or(i64::MAX));
        for (id, value) in items {
            count = value.unwrap_or(count);
            for level in 0..LEVELS {
                self.facts.numbering.override_start(id, level, count);
            }
            count = count.saturating_sub(1);
        }
    }

    /// An item begins: its first paragraph takes the number.
    pub(super) fn begin_item(&mut self, tag: &HtmlTag) {
        // What is not displayed counts nothing (CSS Lists 3, 4.5).
        let unseen = tag.attribute("hidden").is_some()
            || tag.style("display").is_some_and(|display| display.eq_ignore_ascii_case("none"))
            || self.state.run.on.has(Format::HIDDEN);
        let Some(list) = self.lists.last().filter(|_| !unseen) else {
            self.item = None;
            return;
        };
        let own = Self::style_of(tag).filter(|own| *own != list.style);
        let value: Option<i64> = tag.attribute("value").and_then(|value| value.trim().parse().ok());
        let value = value.filter(|_| list.style.script != NumberScript::Bullet);
        let (level, next) = (list.level, value.unwrap_or(list.next));
        let anew = own.is_some() || value.is_some() || list.apart || list.down.is_some();
        let style = own.clone().unwrap_or_else(|| list.style.clone());
        let id = if anew { self.define(&style, next) } else { list.id };
        if let Some(open) = self.lists.last_mut() {
            (open.id, open.next, open.apart) = (id, next.saturating_add(1), own.is_some());
            if let Some((items, _)) = &mut open.down {
                items.push((id, value));
            }
        }
        self.item = Some((id, level));
    }

    fn define(&mut self, style: &ListStyle, start: i64) -> u32 {
        self.defined += 1;
        let id = self.defined;
        let levels = (0..LEVELS).map(|at| ListLevel {
            start,
            script: style.script,
            text: match style.script {
                NumberScript::Bullet => style.suffix.clone(),
                NumberScript::Absent => String::new(),
                _ => format!("%{}{}", at + 1, style.suffix),
            },
            gap: Gap::Tab,
            indent: i32::try_from(at + 1).ok().map(|depth| depth * INDENT),
            ..ListLevel::default()
        });
        self.facts.numbering.define(i64::from(id), levels.collect());
        self.facts.numbering.add_list(id, i64::from(id));
        id
    }

    /// How a tag marks its items: by its style, else by its type (HTML 4.4.5, CSS Lists 3).
    fn style_of(tag: &HtmlTag) -> Option<ListStyle> {
        let shorthand = || {
            let words = tag.style("list-style")?.split_whitespace();
            let place = |word: &&str| !matches!(*word, "inside" | "outside") && !word.starts_with("url(");
            words.into_iter().find(place)
        };
        if let Some(name) = tag.style("list-style-type").or_else(shorthand)
            && !matches!(name, "inherit" | "initial" | "unset")
        {
            return Some(by_style(name));
        }
        let name = match tag.attribute("type")? {
            "a" => "lower-alpha",
            "A" => "upper-alpha",
            "i" => "lower-roman",
            "I" => "upper-roman",
            "1" => "decimal",
            kind if matches!(kind.to_ascii_lowercase().as_str(), "disc" | "circle" | "square") => {
                return Some(bullet(&kind.to_ascii_lowercase()));
            }
            _ => return None,
        };
        Some(by_style(name))
    }
}

/// How an element marks its items of itself.
fn by_name(name: &str, level: u8) -> ListStyle {
    match name {
        "ol" => by_style("decimal"),
        _ => bullet(["disc", "circle"].get(usize::from(level)).copied().unwrap_or("square")),
    }
}

fn bullet(name: &str) -> ListStyle {
    let sign = match name {
        "circle" => "○",
        "square" => "▪",
        _ => "•",
    };
    ListStyle { script: NumberScript::Bullet, suffix: sign.to_owned() }
}

/// Counter styles by name (CSS Counter Styles 3, 6 and 7), as Word's formats; those that Word has not are
/// known as unknown.
fn by_style(name: &str) -> ListStyle {
    const HAN: &str = "、";
    let (format, suffix) = match name.to_ascii_lowercase().as_str() {
        "none" => ("none", ""),
        "disc" | "circle" | "square" => return bullet(&name.to_ascii_lowercase()),
        "disclosure-open" => return ListStyle { script: NumberScript::Bullet, suffix: "▾".to_owned() },
        "disclosure-closed" => return ListStyle { script: NumberScript::Bullet, suffix: "▸".to_owned() },
        "decimal" => ("decimal", "."),
        "decimal-leading-zero" => ("decimalZero", "."),
        "lower-alpha" | "lower-latin" => ("lowerLetter", "."),
        "upper-alpha" | "upper-latin" => ("upperLetter", "."),
        "lower-roman" => ("lowerRoman", "."),
        "upper-roman" => ("upperRoman", "."),
        "lower-greek" => return counted(NumberScript::Letters("αβγδεζηθικλμνξοπρστυφχψω"), "."),
        "arabic-indic" => return counted(NumberScript::Digits("٠١٢٣٤٥٦٧٨٩"), "."),
        "persian" | "urdu" => return counted(NumberScript::Digits("۰۱۲۳۴۵۶۷۸۹"), "."),
        "devanagari" => ("hindiNumbers", "."),
        "thai" => ("thaiNumbers", "."),
        "hebrew" => ("hebrew1", "."),
        "cjk-decimal" => ("ideographDigital", HAN),
        "cjk-ideographic" | "simp-chinese-informal" => ("chineseCountingThousand", HAN),
        "trad-chinese-informal" => ("taiwaneseCountingThousand", HAN),
        "simp-chinese-formal" => ("chineseLegalSimplified", HAN),
        "trad-chinese-formal" => ("ideographLegalTraditional", HAN),
        "japanese-informal" => ("japaneseCounting", HAN),
        "japanese-formal" => ("japaneseLegal", HAN),
        "cjk-heavenly-stem" => ("ideographTraditional", HAN),
        "cjk-earthly-branch" => ("ideographZodiac", HAN),
        "katakana" => ("aiueoFullWidth", HAN),
        "katakana-iroha" => ("irohaFullWidth", HAN),
        _ => {
            let sign = name.strip_prefix(['"', '\'']).and_then(|rest| rest.strip_suffix(['"', '\'']));
            return match sign {
                Some(sign) => ListStyle { script: NumberScript::Bullet, suffix: sign.trim().to_owned() },
                None => counted(NumberScript::Unknown, "."),
            };
        }
    };
    counted(script(format, None), suffix)
}

fn counted(script: NumberScript, suffix: &str) -> ListStyle {
    ListStyle { script, suffix: suffix.to_owned() }
}
