//! Lists of HTML: `ol`, `ul`, `li` as lists of the middle form, which counts their items.
//!
//! In: tags. Out: a list for each `ol` and `ul`, and the list and level that the first paragraph of an
//! item takes. Never: a number beside one that the text holds already, as Word writes them in HTML
//! (`mso-list:Ignore`).

use super::story::HtmlReader;
use super::tags::Tag;
use crate::read::facts::number_format::Script;
use crate::read::facts::numbering::{Gap, LEVELS, Level};

/// How far the items of a level are indented, twips.
const INDENT: i32 = 720;

/// An open list.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenList {
    /// Its number among the lists.
    id: u32,
    script: Script,
    level: u8,
}

impl HtmlReader {
    /// A list begins.
    pub(super) fn begin_list(&mut self, tag: &Tag) {
        let level = u8::try_from(self.lists.len().min(LEVELS - 1)).unwrap_or(0);
        let script = script(tag);
        let start = tag.attribute("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
        let id = self.define(script, level, start);
        self.lists.push(OpenList { id, script, level });
        self.item = None;
    }

    /// An item begins: its first paragraph takes the number.
    pub(super) fn begin_item(&mut self, tag: &Tag) {
        let Some(list) = self.lists.last().copied() else { return };
        let value = tag.attribute("value").and_then(|value| value.trim().parse().ok());
        if let Some(value) = value.filter(|_| list.script != Script::Bullet) {
            let id = self.define(list.script, list.level, value);
            if let Some(open) = self.lists.last_mut() {
                open.id = id;
            }
        }
        self.item = self.lists.last().map(|list| (list.id, list.level));
    }

    fn define(&mut self, script: Script, level: u8, start: i64) -> u32 {
        const BULLETS: [&str; 3] = ["•", "○", "▪"];
        let bullet = BULLETS.get(usize::from(level)).or(BULLETS.last()).copied().unwrap_or_default();
        self.defined += 1;
        let id = self.defined;
        let levels = (0..LEVELS).map(|at| Level {
            start,
            script,
            text: match script {
                Script::Bullet => bullet.to_owned(),
                Script::Absent => String::new(),
                _ => format!("%{}.", at + 1),
            },
            gap: Gap::Tab,
            indent: i32::try_from(at + 1).ok().map(|depth| depth * INDENT),
            ..Level::default()
        });
        self.facts.numbering.define(i64::from(id), levels.collect());
        self.facts.numbering.add_list(id, i64::from(id));
        id
    }
}

/// How a list counts: its style, else its type (HTML 4.4.5, CSS Lists 3).
fn script(tag: &Tag) -> Script {
    const LOWER: Script = Script::Letters("abcdefghijklmnopqrstuvwxyz");
    const UPPER: Script = Script::Letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    let style = tag.style("list-style-type").or_else(|| tag.style("list-style")?.split_whitespace().next());
    match (style, tag.attribute("type"), tag.name.as_str()) {
        (Some("none"), _, _) => Script::Absent,
        (Some("disc" | "circle" | "square"), _, _) => Script::Bullet,
        (Some("lower-alpha" | "lower-latin"), _, _) => LOWER,
        (Some("upper-alpha" | "upper-latin"), _, _) => UPPER,
        (Some("lower-roman"), _, _) => Script::LowerRoman,
        (Some("upper-roman"), _, _) => Script::UpperRoman,
        (Some("decimal-leading-zero"), _, _) => Script::Padded(2),
        (Some("decimal"), _, _) => Script::Decimal,
        (_, Some("a"), "ol") => LOWER,
        (_, Some("A"), "ol") => UPPER,
        (_, Some("i"), "ol") => Script::LowerRoman,
        (_, Some("I"), "ol") => Script::UpperRoman,
        (_, _, "ul" | "menu" | "dir") => Script::Bullet,
        _ => Script::Decimal,
    }
}
