//! Rich Text for the second count (RTF 1.9.1): the characters of body, notes, comments and text boxes as
//! the groups hold them, and pictures, objects and tables. Headers are not counted. Never recursive.

use std::collections::HashMap;

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use super::fields::{FieldStage, FieldWords, SourceField, is_font_of_signs};
use super::flow::SourceFlow;
use super::{Inventory, pages};
use crate::budget;

/// What the text of a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RtfTokenKind {
    Shown,
    Skipped,
    Code,
    Fonts,
    FormText,
    FormEntry,
    /// A property of a shape, its name, its value.
    Property,
    Name,
    Value,
}

/// What ends with a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    Nothing,
    Field,
    Flow,
    Font,
    Property,
}

/// What holds in a group.
#[derive(Debug, Clone, Copy)]
struct RtfGroup {
    kind: RtfTokenKind,
    ends: Ends,
    /// The font that was named, as it was known then.
    font: Option<RtfFontEntry>,
    substitutes: usize,
    in_table: bool,
    /// Of its two halves the second is shown.
    halved: bool,
    /// It stands in a formula.
    formula: bool,
}

/// A font of the file.
#[derive(Debug, Clone, Copy, Default)]
struct RtfFontEntry {
    encoding: Option<&'static Encoding>,
    signs: bool,
}

/// Groups that hold nothing shown, headers among them; others of that kind begin with `\*`.
fn is_skipped(word: &[u8]) -> bool {
    matches!(
        word,
        b"stylesheet"
            | b"revtbl"
            | b"listtable"
            | b"listoverridetable"
            | b"info"
            | b"colortbl"
            | b"filetbl"
            | b"nonesttables"
            | b"nonshppict"
            | b"shprslt"
            | b"upr"
            | b"ftnsep"
            | b"ftnsepc"
            | b"ftncn"
            | b"aftnsep"
            | b"aftnsepc"
            | b"aftncn"
            | b"tc"
            | b"xe"
            | b"header"
            | b"headerl"
            | b"headerr"
            | b"headerf"
            | b"footer"
            | b"footerl"
            | b"footerr"
            | b"footerf"
            | b"atnauthor"
            | b"atnid"
            | b"atndate"
            | b"title"
            | b"author"
            | b"private"
            | b"pn"
            | b"pntxtb"
            | b"pntxta"
            | b"comment"
            | b"subject"
            | b"keywords"
            | b"operator"
            | b"doccomm"
            | b"company"
            | b"category"
            | b"manager"
            | b"hlinkbase"
            | b"creatim"
            | b"revtim"
            | b"printim"
    )
}

/// Groups that begin with `\*` and hold something shown.
const SHOWN: &[&[u8]] = &[b"shppict", b"shpinst", b"picprop", b"formfield", b"do"];

/// Control words that are a character.
const CHARACTERS: &[(&[u8], char)] = &[
    (b"emdash", '—'),
    (b"endash", '–'),
    (b"bullet", '•'),
    (b"lquote", '‘'),
    (b"rquote", '’'),
    (b"ldblquote", '“'),
    (b"rdblquote", '”'),
];

/// The number of a font that no text has.
const NO_FONT: i32 = i32::MIN;

/// What a file shows; `None` where its groups do not end.
pub(super) fn inventory(bytes: &[u8]) -> Option<Inventory> {
    let mut reader = RtfScan::default();
    let mut rest = bytes;
    loop {
        if budget::is_spent() {
            return None;
        }
        let (first, after) = rest.split_first()?;
        rest = after;
        match first {
            b'{' => reader.open(),
            b'}' => {
                reader.begins = false;
                reader.close();
                if reader.around.is_empty() {
                    return Some(reader.finish());
                }
            }
            b'\\' => rest = reader.control(rest)?,
            b'\r' | b'\n' | 0 => {}
            byte => {
                reader.begins = false;
                reader.byte(*byte);
                let plain =
                    rest.iter().take_while(|byte| !matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n' | 0));
                let (stretch, after) = rest.split_at_checked(plain.count())?;
                reader.bytes(stretch);
                rest = after;
            }
        }
    }
}

#[derive(Debug)]
struct RtfScan {
    inventory: Inventory,
    group: RtfGroup,
    around: Vec<RtfGroup>,
    /// Flows, the body's own first.
    flows: Vec<SourceFlow>,
    fonts: HashMap<i32, RtfFontEntry>,
    font: i32,
    name: String,
    property: (String, String),
    default_font: Option<i32>,
    page: &'static Encoding,
    optional: bool,
    /// A group was just opened.
    begins: bool,
    /// Bytes still to come that stand for a `\u`.
    dropped: usize,
    bytes: Vec<u8>,
    /// The encoding of a first half that waits for its second.
    half: Option<&'static Encoding>,
    high: Option<u16>,
    kind: i32,
    result: Option<i32>,
    default: i32,
    /// A table of the body is open.
    table: bool,
    /// Whether the open formula shows something, and the last one did.
    formula: (bool, bool),
}

impl Default for RtfScan {
    fn default() -> Self {
        let kind = RtfTokenKind::Shown;
        Self {
            inventory: Inventory::default(),
            group: RtfGroup {
                kind,
                ends: Ends::Nothing,
                font: None,
                substitutes: 1,
                in_table: false,
                halved: false,
                formula: false,
            },
            around: Vec::new(),
            flows: vec![SourceFlow::default()],
            fonts: HashMap::new(),
            font: -1,
            name: String::new(),
            property: (String::new(), String::new()),
            default_font: None,
            page: WINDOWS_1252,
            optional: false,
            begins: false,
            dropped: 0,
            bytes: Vec::new(),
            half: None,
            high: None,
            kind: -1,
            result: None,
            default: 0,
            table: false,
            formula: (false, false),
        }
    }
}

impl RtfScan {
    fn open(&mut self) {
        self.decode();
        // A group inside an entry of the table of fonts is a part of it.
        let entry = self.group.ends == Ends::Font;
        self.around.push(self.group);
        self.group.ends = Ends::Nothing;
        (self.optional, self.begins, self.dropped) = (false, true, 0);
        if self.group.kind == RtfTokenKind::Fonts && !entry {
            self.group.ends = Ends::Font;
        }
    }

    fn close(&mut self) {
        self.decode();
        self.dropped = 0;
        let ends = self.group.ends;
        if let Some(outer) = self.around.pop() {
            self.group = outer;
        }
        match ends {
            Ends::Field => self.end_field(),
            Ends::Flow if self.flows.len() > 1 => {
                self.end_line();
                self.flows.pop();
            }
            Ends::Font => self.end_font(),
            // Words that a shape draws.
            Ends::Property if self.property.0.trim() == "gtextUNICODE" => {
                self.inventory.lines.add_all(&self.property.1);
                self.inventory.things.text_boxes += usize::from(!self.property.1.trim().is_empty());
            }
            Ends::Property => {}
            Ends::Flow | Ends::Nothing => {}
        }
    }

    /// A control word or symbol; gives what follows it.
    fn control<'b>(&mut self, rest: &'b [u8]) -> Option<&'b [u8]> {
        let (first, after) = rest.split_first()?;
        let begins = std::mem::take(&mut self.begins);
        if !first.is_ascii_alphabetic() {
            return Some(self.symbol(*first, begins, after));
        }
        let length = rest.iter().take(32).take_while(|byte| byte.is_ascii_alphabetic()).count();
        let (word, mut rest) = rest.split_at_checked(length)?;
        let signed = usize::from(rest.first() == Some(&b'-') && rest.get(1).is_some_and(u8::is_ascii_digit));
        let digits = rest.iter().skip(signed).take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let (number, after) = rest.split_at_checked(signed + digits)?;
        rest = after.strip_prefix(b" ").unwrap_or(after);
        let number = std::str::from_utf8(number).ok()?.parse::<i64>().ok();
        if word == b"bin" {
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            return Some(rest.get(length..).unwrap_or_default());
        }
        self.word(word, number.map(|number| number as i32));
        Some(rest)
    }

    /// A control symbol; `begins`: it is the first thing in its group.
    fn symbol<'b>(&mut self, symbol: u8, begins: bool, after: &'b [u8]) -> &'b [u8] {
        match symbol {
            b'\'' => {
                let length = after.iter().take(2).take_while(|byte| byte.is_ascii_hexdigit()).count();
                let (digits, after) = after.split_at_checked(length).unwrap_or_default();
                let value =
                    std::str::from_utf8(digits).ok().and_then(|text| u8::from_str_radix(text, 16).ok());
                self.byte(value.unwrap_or(b'?'));
                return after;
            }
            b'\\' | b'{' | b'}' => self.byte(symbol),
            // Only at the head of a group does it say what the group is (RTF 1.9.1, "Destinations").
            b'*' => self.optional = begins,
            b'_' => self.text("-"),
            b'\r' | b'\n' => self.end_line(),
            _ => {}
        }
        after
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        let value = number.unwrap_or(0);
        if word == b"u" {
            return self.unit(value as u16);
        }
        self.decode();
        self.dropped = 0;
        let optional = std::mem::take(&mut self.optional);
        if self.mathematics(word, optional) {
            return;
        }
        if self.group.kind == RtfTokenKind::Skipped {
            if word == b"ud" && self.group.halved {
                let outer = self.around.iter().rev().find(|group| group.kind != RtfTokenKind::Skipped);
                self.group.kind = outer.map_or(RtfTokenKind::Shown, |group| group.kind);
            }
            return;
        }
        if !self.destination(word, optional) {
            self.format(word, number);
        }
    }

    /// Words of formulas: groups named after elements, of which properties are not shown. Of the formula's picture
    /// nothing is, where the formula is.
    fn mathematics(&mut self, word: &[u8], optional: bool) -> bool {
        if self.group.kind != RtfTokenKind::Shown {
            return false;
        }
        match word {
            _ if self.group.formula => {
                let property = word.starts_with(b"m") && word.ends_with(b"Pr");
                let other = optional && (!word.starts_with(b"m") || word == b"m");
                if property || other {
                    self.group.kind = RtfTokenKind::Skipped;
                } else if let Some((_, character)) = CHARACTERS.iter().find(|(known, _)| *known == word) {
                    self.text(character.encode_utf8(&mut [0; 4]));
                }
            }
            b"mmath" => self.formula = (false, false),
            b"moMathParaPr" => self.group.kind = RtfTokenKind::Skipped,
            b"mmathPict" if self.formula.1 => self.group.kind = RtfTokenKind::Skipped,
            b"moMath" => {
                self.group.formula = true;
                self.formula.0 = false;
            }
            b"moMathPara" | b"mmathPict" => {}
            _ => return false,
        }
        true
    }

    /// Words that say what a group is for; says whether this was one.
    fn destination(&mut self, word: &[u8], optional: bool) -> bool {
        match word {
            b"fonttbl" => self.group.kind = RtfTokenKind::Fonts,
            b"fldinst" => self.group.kind = RtfTokenKind::Code,
            b"ffdeftext" => self.group.kind = RtfTokenKind::FormText,
            b"sp" if self.group.kind == RtfTokenKind::Shown => {
                self.group.kind = RtfTokenKind::Property;
                self.group.ends = Ends::Property;
                self.property = (String::new(), String::new());
            }
            b"sp" => self.group.kind = RtfTokenKind::Skipped,
            b"sn" if self.group.kind == RtfTokenKind::Property => self.group.kind = RtfTokenKind::Name,
            b"sv" if self.group.kind == RtfTokenKind::Property => self.group.kind = RtfTokenKind::Value,
            b"ffl" => {
                self.group.kind = RtfTokenKind::FormEntry;
                self.form(|field| field.form.entries.push(String::new()));
            }
            b"field" => {
                self.flow(|flow| flow.begin(SourceField::default()));
                (self.kind, self.result, self.default) = (-1, None, 0);
                self.group.ends = Ends::Field;
            }
            b"fldrslt" => {
                self.form(|field| {
                    field.stage = FieldStage::Result;
                    field.typed.clear();
                });
                if self.group.kind == RtfTokenKind::Code {
                    self.group.kind = RtfTokenKind::Shown;
                }
            }
            b"footnote" | b"annotation" | b"shptxt" | b"dptxbxtext" => {
                let things = &mut self.inventory.things;
                let count = if word.ends_with(b"t") { &mut things.text_boxes } else { &mut things.notes };
                // One group is one story, however often it says so.
                *count += usize::from(self.group.ends != Ends::Flow);
                self.give_up_half();
                self.flows.push(SourceFlow::default());
                self.group.ends = Ends::Flow;
                self.group.in_table = false;
                self.group.font = None;
            }
            b"pict" | b"objdata" => {
                if self.group.kind == RtfTokenKind::Shown {
                    let things = &mut self.inventory.things;
                    *(if word == b"pict" { &mut things.pictures } else { &mut things.objects }) += 1;
                }
                self.group.kind = RtfTokenKind::Skipped;
            }
            _ if is_skipped(word) => {
                self.group.kind = RtfTokenKind::Skipped;
                self.group.halved |= word == b"upr";
            }
            // A style of characters, of sections or of paragraphs is no destination.
            b"cs" | b"ds" | b"s" => return false,
            _ if optional && !SHOWN.contains(&word) => self.group.kind = RtfTokenKind::Skipped,
            _ => return false,
        }
        true
    }

    fn format(&mut self, word: &[u8], number: Option<i32>) {
        let value = number.unwrap_or(0);
        match word {
            b"par" | b"sect" | b"line" | b"lbr" | b"page" | b"column" | b"cell" | b"nestcell" => {
                self.end_line()
            }
            b"f" if self.group.kind == RtfTokenKind::Fonts => {
                // What stands before the number of a font is not of its name.
                self.name.clear();
                // Of two fonts of one number the first counts.
                self.font = if self.fonts.contains_key(&value) { NO_FONT } else { value };
                self.fonts.entry(self.font).or_default();
            }
            b"fcharset" | b"cpg" if self.group.kind == RtfTokenKind::Fonts => {
                let encoding =
                    if word == b"cpg" { Some(pages::of_page(value)) } else { pages::of_set(value) };
                self.fonts.entry(self.font).or_default().encoding = encoding;
            }
            b"f" => self.group.font = Some(self.fonts.get(&value).copied().unwrap_or_default()),
            b"plain" => self.group.font = None,
            b"deff" => self.default_font = Some(value),
            b"ansicpg" => self.page = pages::of_page(value),
            b"mac" => self.page = MACINTOSH,
            b"uc" => self.group.substitutes = usize::try_from(value).unwrap_or(1),
            b"pard" => self.group.in_table = false,
            b"intbl" => self.group.in_table = true,
            b"fftype" => self.kind = value,
            b"ffres" => self.result = Some(value).filter(|value| *value != 25),
            b"ffdefres" => self.default = value,
            _ => {
                if let Some((_, character)) = CHARACTERS.iter().find(|(known, _)| *known == word) {
                    self.text(character.encode_utf8(&mut [0; 4]));
                }
            }
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.dropped > 0 {
            self.dropped -= 1;
        } else if self.group.kind != RtfTokenKind::Skipped {
            self.optional = false;
            self.bytes.push(byte);
        }
    }

    /// Bytes of text that follow one another.
    fn bytes(&mut self, bytes: &[u8]) {
        let dropped = self.dropped.min(bytes.len());
        self.dropped -= dropped;
        let kept = bytes.get(dropped..).unwrap_or_default();
        if !kept.is_empty() && self.group.kind != RtfTokenKind::Skipped {
            self.optional = false;
            self.bytes.extend_from_slice(kept);
        }
    }

    fn unit(&mut self, unit: u16) {
        self.decode();
        self.dropped = self.group.substitutes;
        let units = match self.high.take() {
            Some(high) => vec![high, unit],
            None if (0xD800..0xDC00).contains(&unit) => {
                self.high = Some(unit);
                return;
            }
            None => vec![unit],
        };
        self.text(&String::from_utf16_lossy(&units));
    }

    fn font(&self) -> RtfFontEntry {
        self.group.font.unwrap_or_else(|| {
            let default = self.default_font.and_then(|font| self.fonts.get(&font)).copied();
            RtfFontEntry { signs: false, ..default.unwrap_or_default() }
        })
    }

    /// Decodes the bytes that wait; a first half stays for its second.
    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let font = self.font();
        if font.signs && self.group.kind == RtfTokenKind::Shown && !self.group.formula {
            let signs = self.bytes.drain(..).filter(|byte| *byte > 0x20);
            let text: String = signs.filter_map(|byte| char::from_u32(0xF000 + u32::from(byte))).collect();
            return self.text(&text);
        }
        if self.half.is_some() && self.bytes.get(1).is_some_and(u8::is_ascii) {
            // No second half of another group's.
            self.half = None;
            self.bytes.remove(0);
            self.text("\u{FFFD}");
        }
        let encoding = self.half.take().or(font.encoding).unwrap_or(self.page);
        let whole = pages::whole(encoding, &self.bytes);
        self.half = (whole < self.bytes.len()).then_some(encoding);
        let text = pages::text(encoding, self.bytes.get(..whole).unwrap_or_default());
        self.bytes.drain(..whole);
        self.text(&text);
    }

    fn text(&mut self, text: &str) {
        match self.group.kind {
            RtfTokenKind::Shown => {
                if self.group.formula && !self.formula.0 && !text.trim().is_empty() {
                    self.inventory.things.equations += 1;
                    self.formula = (true, true);
                }
                self.give_up_unit();
                self.show(text);
            }
            RtfTokenKind::Skipped | RtfTokenKind::Property => {}
            RtfTokenKind::Name => self.property.0.push_str(text),
            RtfTokenKind::Value => self.property.1.push_str(text),
            RtfTokenKind::Code => self.flow(|flow| flow.instruct(text)),
            RtfTokenKind::Fonts => {
                for piece in text.split_inclusive(';') {
                    self.name.push_str(piece);
                    if piece.ends_with(';') {
                        self.end_font();
                    }
                }
            }
            RtfTokenKind::FormText => {
                self.form(|field| field.form.text.get_or_insert_default().push_str(text))
            }
            RtfTokenKind::FormEntry => self.form(|field| {
                if let Some(entry) = field.form.entries.last_mut() {
                    entry.push_str(text);
                }
            }),
        }
    }

    fn show(&mut self, text: &str) {
        if self.flows.len() == 1 {
            self.inventory.things.tables += usize::from(self.group.in_table && !self.table);
            self.table = self.group.in_table;
        }
        self.flow(|flow| {
            if !flow.is_code(text) {
                flow.line.push_str(text);
            }
        });
    }

    fn flow(&mut self, change: impl FnOnce(&mut SourceFlow)) {
        if let Some(flow) = self.flows.last_mut() {
            change(flow);
        }
    }

    fn form(&mut self, change: impl FnOnce(&mut SourceField)) {
        self.flow(|flow| {
            if let Some(field) = flow.fields.last_mut() {
                change(field);
            }
        });
    }

    fn end_field(&mut self) {
        let (kind, result, default) = (self.kind, self.result, self.default);
        self.form(|field| {
            let place = |value: i32| usize::try_from(value).unwrap_or(0);
            match kind {
                1 => field.form.ticked = Some((default == 1, result.map(|result| result == 1))),
                2 => field.form.chosen = Some((place(default), result.map(place))),
                _ => {}
            }
        });
        let words = self.flows.last_mut().map_or(FieldWords::None, SourceFlow::end_field);
        match words {
            FieldWords::Plain(words) => self.show(&words),
            FieldWords::Formula(words) => {
                self.inventory.formulas.push_str(&words);
                self.show(&words);
            }
            FieldWords::None => {}
        }
        self.kind = -1;
    }

    fn end_font(&mut self) {
        let name = std::mem::take(&mut self.name);
        let name = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if is_font_of_signs(&name) {
            self.fonts.entry(self.font).or_default().signs = true;
        }
    }

    /// The first half of a character has no second where its line ends or another story begins.
    fn give_up_half(&mut self) {
        self.give_up_unit();
        if self.half.take().is_some() {
            self.bytes.clear();
            self.show("\u{FFFD}");
        }
    }

    /// The first of two code units, which no second one followed.
    fn give_up_unit(&mut self) {
        if self.high.take().is_some() {
            self.show("\u{FFFD}");
        }
    }

    fn end_line(&mut self) {
        self.decode();
        if self.group.kind != RtfTokenKind::Shown {
            return;
        }
        self.give_up_half();
        if self.flows.len() == 1 && !self.group.in_table {
            self.table = false;
        }
        if let Some(flow) = self.flows.last_mut() {
            self.inventory.lines.add(&std::mem::take(&mut flow.line));
        }
    }

    fn finish(mut self) -> Inventory {
        self.decode();
        while let Some(flow) = self.flows.pop() {
            self.inventory.lines.add(&flow.line);
        }
        self.inventory
    }
}
