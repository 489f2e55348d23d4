//! Rich Text for the second count (RTF 1.9.1): what its groups show in ASCII and as `\u`.
//!
//! Bytes over 127 depend on fonts and code pages and are left to the reader; so are headers, drawings
//! and the numbers of lists.

use super::Inventory;

/// Groups that show nothing, and those that are not counted here.
const LEFT_OUT: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "pict",
    "objdata",
    "fldinst",
    "revtbl",
    "filetbl",
    "nonshppict",
    "shprslt",
    "ftnsep",
    "ftnsepc",
    "ftncn",
    "aftnsep",
    "aftnsepc",
    "aftncn",
    "tc",
    "xe",
    "sp",
    "private",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "atnid",
    "atnauthor",
    "atndate",
    "operator",
    "title",
    "author",
    "upr",
    "do",
    "shp",
    "listtext",
    "pntext",
    "objclass",
    "objname",
    "template",
    "bkmkstart",
    "bkmkend",
    "keywords",
    "comment",
    "subject",
    "doccomm",
    "company",
    "category",
    "manager",
    "hlinkbase",
    "creatim",
    "revtim",
    "printim",
];

/// Groups that may be skipped, and whose text is counted all the same.
const COUNTED: &[&str] = &["annotation", "footnote", "shppict"];

/// Words that end a line.
const ENDS: &[&str] = &["par", "sect", "line", "lbr", "cell", "row", "nestcell", "nestrow", "page", "column"];

/// What an open group is.
#[derive(Clone, Copy)]
struct Group {
    left_out: bool,
    /// Characters that stand in for one `\u`.
    substitutes: usize,
}

/// What a Rich Text file shows.
pub fn inventory(bytes: &[u8]) -> Inventory {
    let mut walk =
        Walk { rest: bytes, groups: Vec::new(), dropped: 0, units: Vec::new(), line: String::new() };
    let mut inventory = Inventory::default();
    let mut group = Group { left_out: false, substitutes: 1 };
    while let Some((byte, rest)) = walk.rest.split_first() {
        walk.rest = rest;
        match byte {
            b'{' => {
                walk.flush();
                walk.groups.push(group);
            }
            b'}' => {
                walk.flush();
                match walk.groups.pop() {
                    Some(outer) if !walk.groups.is_empty() => group = outer,
                    _ => break,
                }
            }
            b'\\' => walk.control(&mut group, &mut inventory),
            b'\r' | b'\n' => {}
            other => walk.show(*other, group),
        }
    }
    walk.flush();
    inventory.lines.add(&walk.line);
    inventory
}

struct Walk<'a> {
    rest: &'a [u8],
    groups: Vec<Group>,
    dropped: usize,
    units: Vec<u16>,
    line: String,
}

impl Walk<'_> {
    fn show(&mut self, byte: u8, group: Group) {
        if self.dropped > 0 {
            self.dropped -= 1;
        } else if !group.left_out && byte.is_ascii() {
            self.flush();
            self.line.push(char::from(byte));
        }
    }

    /// Adds the characters of `\u` that wait for their other half.
    fn flush(&mut self) {
        let characters = char::decode_utf16(self.units.drain(..)).flatten();
        self.line.extend(characters);
    }

    fn control(&mut self, group: &mut Group, inventory: &mut Inventory) {
        let letters = self.rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        if letters == 0 {
            return self.symbol(group);
        }
        let word = String::from_utf8_lossy(self.rest.get(..letters).unwrap_or_default()).into_owned();
        self.rest = self.rest.get(letters..).unwrap_or_default();
        let digits = self.rest.iter().enumerate();
        let length =
            digits.take_while(|(at, byte)| byte.is_ascii_digit() || (*at == 0 && **byte == b'-')).count();
        let number = std::str::from_utf8(self.rest.get(..length).unwrap_or_default()).ok();
        let number = number.and_then(|digits| digits.parse::<i64>().ok());
        self.rest = self.rest.get(length..).unwrap_or_default();
        self.rest = self.rest.strip_prefix(b" ").unwrap_or(self.rest);
        if word == "u" {
            if !group.left_out {
                self.units.push(number.unwrap_or(0) as u16);
            }
            self.dropped = group.substitutes;
            return;
        }
        self.dropped = 0;
        self.flush();
        match word.as_str() {
            "uc" => group.substitutes = usize::try_from(number.unwrap_or(1)).unwrap_or(1),
            "bin" => {
                let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0).min(self.rest.len());
                self.rest = self.rest.get(length..).unwrap_or_default();
            }
            word if ENDS.contains(&word) => {
                inventory.lines.add(&self.line);
                self.line.clear();
            }
            word if LEFT_OUT.contains(&word) => group.left_out = true,
            _ => {}
        }
    }

    fn symbol(&mut self, group: &mut Group) {
        let Some((symbol, rest)) = self.rest.split_first() else { return };
        self.rest = rest;
        match symbol {
            b'\'' => {
                let code = self.rest.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
                let code = code.and_then(|digits| u8::from_str_radix(digits, 16).ok());
                self.rest = self.rest.get(2..).unwrap_or_default();
                self.show(code.unwrap_or(0x80), *group);
            }
            b'\\' | b'{' | b'}' => self.show(*symbol, *group),
            b'*' => {
                let word: Vec<u8> =
                    self.rest.iter().skip(1).copied().take_while(u8::is_ascii_alphabetic).collect();
                let word = String::from_utf8_lossy(&word).into_owned();
                group.left_out |= !COUNTED.contains(&word.as_str());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::inventory;

    #[test]
    fn what_groups_show_is_counted() {
        let text = br"{\rtf1{\fonttbl{\f0 Times;}}A {\b bold}\u8212\'97 {\*\unknown secret}{\field{\*\fldinst PAGE}{\fldrslt 7}}\par{\footnote a note} \'41\{}";
        let inventory = inventory(text);
        assert_eq!(inventory.lines.iter().collect::<Vec<_>>(), ["Abold\u{2014}7", "anoteA{"]);
    }
}
