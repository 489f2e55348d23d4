//! What a field shows that stores no result, for the second count: only the words that stand in the
//! file. Numbers that a program counts stand in none.

/// An open field.
#[derive(Debug, Default)]
pub(super) struct SourceField {
    /// Its code.
    pub code: String,
    /// Words in its code that are no code.
    pub typed: String,
    /// What is read of it.
    pub stage: FieldStage,
    /// Its result shows something.
    pub answered: bool,
    /// Its form data.
    pub form: FormState,
}

/// What of a field is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum FieldStage {
    /// Its code.
    #[default]
    Code,
    /// Its result.
    Result,
    /// Its code went on past the end of its paragraph.
    Lost,
}

/// Form data of a field.
#[derive(Debug, Default)]
pub(super) struct FormState {
    /// It is a box; whether it is ticked by default, and whether it is.
    pub ticked: Option<(bool, Option<bool>)>,
    /// It is a list: the entry chosen by default, and the one chosen.
    pub chosen: Option<(usize, Option<usize>)>,
    /// The entries of the list.
    pub entries: Vec<String>,
    /// Text that stands where none was typed.
    pub text: Option<String>,
}

/// What a field without a result shows.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FieldWords {
    /// These words.
    Plain(String),
    /// A formula's words, of which a reader makes a line.
    Formula(String),
    /// None.
    None,
}

impl SourceField {
    /// Whether its code begins with a name.
    pub(super) fn is(&self, name: &str) -> bool {
        self.code.trim_start().get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
    }

    /// What it shows at its end.
    pub(super) fn words(&self) -> FieldWords {
        if self.answered || self.stage == FieldStage::Lost {
            return FieldWords::None;
        }
        let code = self.code.trim();
        let cut = code.find(|c: char| c.is_whitespace() || c == '\\').unwrap_or(code.len());
        let (name, rest) = code.split_at(cut);
        let words = match name.to_ascii_uppercase().as_str() {
            "" | "FORMCHECKBOX" | "FORMDROPDOWN" | "FORMTEXT" => self.form(),
            "SYMBOL" => symbol(rest),
            "MACROBUTTON" | "GOTOBUTTON" => {
                let rest = rest.trim_start();
                rest.find(char::is_whitespace).and_then(|at| rest.get(at..)).map(str::to_owned)
            }
            "QUOTE" => Some(quote(rest)),
            "FILLIN" => rest.split_once("\\d").and_then(|(_, after)| {
                let after = after.trim_start();
                let quoted = after.strip_prefix('"').and_then(|quoted| quoted.split('"').next());
                quoted.or_else(|| after.split_whitespace().next()).map(str::to_owned)
            }),
            "EQ" => return FieldWords::Formula(formula(rest)),
            _ => None,
        };
        words.map_or(FieldWords::None, FieldWords::Plain)
    }

    fn form(&self) -> Option<String> {
        let form = &self.form;
        if let Some((default, own)) = form.ticked {
            return Some(if own.unwrap_or(default) { "☒" } else { "☐" }.to_owned());
        }
        if let Some((default, own)) = form.chosen {
            return form.entries.get(own.unwrap_or(default)).cloned();
        }
        form.text.clone()
    }
}

/// `183 \f "Symbol"`: the character as a file keeps it, at U+F000 where its font is one of signs.
fn symbol(rest: &str) -> Option<String> {
    let first = rest.split_whitespace().next()?.trim_matches('"');
    let number = match first.strip_prefix("0x").or(first.strip_prefix("0X")) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => first.parse().ok(),
    };
    let mut characters = first.chars();
    let only = characters.next().filter(|_| characters.next().is_none());
    // What is neither a number nor one character names none: it has a placeholder.
    let code = number.or(only.map(u32::from))?;
    let font = rest.to_ascii_lowercase().split_once("\\f").map(|(_, font)| {
        let font = font.trim_start();
        let quoted = font.strip_prefix('"').and_then(|font| font.split('"').next());
        quoted.unwrap_or_else(|| font.split(char::is_whitespace).next().unwrap_or_default()).to_owned()
    });
    let signs = font.is_some_and(|font| is_font_of_signs(&font));
    let has = |name: &str| rest.split_whitespace().any(|word| word.eq_ignore_ascii_case(name));
    let character = match code {
        0x80..=0xFFFF if has("\\j") => {
            let bytes = if code > 0xFF { (code as u16).to_be_bytes().to_vec() } else { vec![code as u8] };
            encoding_rs::SHIFT_JIS.decode_without_bom_handling(&bytes).0.chars().next()
        }
        0..=0xFF if signs => char::from_u32(0xF000 + code),
        0x80..=0xFF if !has("\\u") => {
            let byte = [u8::try_from(code).ok()?];
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&byte).0.chars().next()
        }
        _ => char::from_u32(code),
    };
    character.map(String::from)
}

/// Whether a font's name, in small letters, is one of signs.
pub(super) fn is_font_of_signs(name: &str) -> bool {
    const FONTS: [&str; 18] = [
        "symbol",
        "symbol mt",
        "wingdings",
        "wingdings 2",
        "wingdings 3",
        "webdings",
        "zapfdingbats",
        "zapf dingbats",
        "itc zapf dingbats",
        "monotype sorts",
        "marlett",
        "mt extra",
        "ms outlook",
        "ms reference specialty",
        "bookshelf symbol 7",
        "map symbols",
        "euclid extra",
        "fences",
    ];
    FONTS.contains(&name.trim())
}

fn quote(rest: &str) -> String {
    if rest.contains('"') {
        return rest.split('"').skip(1).step_by(2).collect();
    }
    let words: Vec<&str> = rest.split_whitespace().take_while(|word| !word.starts_with('\\')).collect();
    let characters: Option<String> =
        words.iter().map(|word| word.parse::<u32>().ok().and_then(char::from_u32)).collect();
    characters.unwrap_or_else(|| words.join(" "))
}

/// The words of a formula: what is no switch, bracket or separator.
fn formula(rest: &str) -> String {
    let mut words = String::new();
    let mut characters = rest.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('*') => {
                    while characters.next_if(|c| c.is_whitespace()).is_some() {}
                    if characters.next_if_eq(&'"').is_some() {
                        while characters.next_if(|c| *c != '"').is_some() {}
                        characters.next();
                    } else {
                        while characters.next_if(|c| !c.is_whitespace() && *c != '\\').is_some() {}
                    }
                }
                Some(first) if first.is_ascii_alphabetic() => {
                    let sign = matches!(first.to_ascii_lowercase(), 'l' | 'r' | 'b' | 'f' | 'v');
                    if let Some(second) = characters.next_if(char::is_ascii_alphabetic) {
                        let bracket = sign && second.eq_ignore_ascii_case(&'c');
                        while characters.next_if(|c| c.is_whitespace()).is_some() {}
                        if bracket && characters.next_if_eq(&'\\').is_some() {
                            words.extend(characters.next());
                        }
                        while characters.next_if(|c| c.is_ascii_digit() || *c == '-').is_some() {}
                    }
                }
                Some(escaped) => words.push(escaped),
                None => {}
            },
            '(' | ')' | ',' | ';' => {}
            other if other.is_whitespace() => {}
            other => words.push(other),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{FieldWords, SourceField};

    #[test]
    fn words_in_codes_are_found() {
        for (code, words) in [
            ("SYMBOL 183 \\f \"Symbol\" \\s 10", FieldWords::Plain("\u{F0B7}".into())),
            ("SYMBOL 176 \\h", FieldWords::Plain("°".into())),
            ("MACROBUTTON NoMacro [here]", FieldWords::Plain(" [here]".into())),
            ("SYMBOL 17-=", FieldWords::None),
            ("SYMBOL x", FieldWords::Plain("x".into())),
            ("QUOTE \"as agreed\" \\* Upper", FieldWords::Plain("as agreed".into())),
            (
                "EQ \\* jc0 \\* \"Font:SimSun\" \\o\\ad(\\s\\up 9(wén),文)",
                FieldWords::Formula("wén文".into()),
            ),
            ("EQ \\b\\bc\\[(a)", FieldWords::Formula("[a".into())),
            ("PAGE", FieldWords::None),
        ] {
            assert_eq!(SourceField { code: code.into(), ..SourceField::default() }.words(), words, "{code}");
        }
    }
}
