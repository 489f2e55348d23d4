//! What a field without a stored result shows (ECMA-376 part 1, 17.16.5): some fields never store
//! one, others store an empty one that Word fills from the code.

use super::automatic::AutomaticNumber;
use super::{BOXES, FieldPiece, FormField, equation};
use crate::read::facts::symbols::symbol_font;

/// What a field shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FieldResult {
    /// Nothing.
    Nothing,
    /// Words that stand in its code.
    Words(Vec<FieldPiece>),
    /// A formula as a line.
    Formula(Vec<FieldPiece>),
    /// A pronunciation guide with its base.
    Guide(Vec<FieldPiece>),
    /// Words that ask for others in their place.
    Prompt(String),
    /// A number that counts.
    Number(AutomaticNumber),
    /// Something that is not carried.
    Placeholder(&'static str),
    /// Nothing until the field is updated: the name of the field.
    NotUpdated(String),
}

/// Fields that show nothing of their own.
const SILENT: &[&str] = &[
    "TC",
    "XE",
    "RD",
    "TA",
    "SET",
    "ASK",
    "PRINT",
    "NEXT",
    "NEXTIF",
    "SKIPIF",
    "PRIVATE",
    "ADVANCE",
    "ADDIN",
    "DATA",
    "HYPERLINK",
    "HTMLCONTROL",
    "DDE",
    "DDEAUTO",
    "FORMTEXT",
    "FORMDROPDOWN",
    "FORMCHECKBOX",
    "TOC",
];

/// Fields that show something that is no text.
const THINGS: &[(&str, &str)] = &[
    ("EMBED", "object"),
    ("LINK", "object"),
    ("CONTROL", "control"),
    ("SHAPE", "drawing"),
    ("INCLUDEPICTURE", "picture"),
    ("IMPORT", "picture"),
    ("BARCODE", "bar code"),
    ("DISPLAYBARCODE", "bar code"),
    ("MERGEBARCODE", "bar code"),
    ("PAGE", "page number"),
    ("NUMPAGES", "page number"),
    ("SECTION", "page number"),
    ("SECTIONPAGES", "page number"),
];

/// What the field of this code shows.
pub(super) fn of(code: &str, form: Option<&FormField>) -> FieldResult {
    let code = code.trim();
    let (name, rest) = code.split_once(|c: char| c.is_whitespace() || c == '\\').unwrap_or((code, ""));
    // A switch may follow the name without a space between.
    let rest = if code.get(name.len()..).is_some_and(|after| after.starts_with('\\')) {
        code.get(name.len()..).unwrap_or_default()
    } else {
        rest
    };
    let name = name.to_ascii_uppercase();
    if let Some(form) = form.filter(|_| name.starts_with("FORM") || name.is_empty()) {
        return of_form(form);
    }
    match name.as_str() {
        "" => FieldResult::Nothing,
        "SYMBOL" => {
            symbol(rest).map_or(FieldResult::Placeholder("symbol"), |piece| FieldResult::Words(vec![piece]))
        }
        "EQ" => match equation::read(rest.trim()) {
            Some(read) if read.ruby => FieldResult::Guide(read.pieces),
            Some(read) => FieldResult::Formula(read.pieces),
            None => FieldResult::Placeholder("equation field"),
        },
        "MACROBUTTON" | "GOTOBUTTON" => {
            let rest = rest.trim_start();
            let words =
                rest.find(char::is_whitespace).and_then(|at| rest.get(at..)).unwrap_or_default().trim();
            match (words, name.as_str()) {
                ("", _) => FieldResult::Nothing,
                (words, "GOTOBUTTON") => FieldResult::Words(vec![FieldPiece::of(words)]),
                (words, _) => FieldResult::Prompt(words.to_owned()),
            }
        }
        "FILLIN" => match answer(rest) {
            Some(words) => FieldResult::Words(vec![FieldPiece::of(words)]),
            None => FieldResult::NotUpdated(name),
        },
        "QUOTE" => FieldResult::Words(vec![FieldPiece::of(quoted(rest))]),
        "AUTONUM" | "AUTONUMLGL" | "AUTONUMOUT" | "LISTNUM" => {
            FieldResult::Number(AutomaticNumber::of(&name, rest))
        }
        _ if SILENT.contains(&name.as_str()) => FieldResult::Nothing,
        _ => match THINGS.iter().find(|(known, _)| *known == name) {
            Some((_, thing)) => FieldResult::Placeholder(thing),
            None => FieldResult::NotUpdated(name),
        },
    }
}

/// The answer that a question has where none is given: `FILLIN "Your name?" \\d "Smith"`.
fn answer(rest: &str) -> Option<String> {
    let after = rest.split_once("\\d")?.1.trim_start();
    let answer = match after.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => after.split_whitespace().next(),
    };
    answer.filter(|answer| !answer.is_empty()).map(str::to_owned)
}

fn of_form(form: &FormField) -> FieldResult {
    match form {
        FormField::CheckBox(ticked) => {
            let [on, off] = BOXES;
            FieldResult::Words(vec![FieldPiece::of(if *ticked { on } else { off })])
        }
        FormField::DropDown(Some(text)) | FormField::Text(Some(text)) if !text.is_empty() => {
            FieldResult::Words(vec![FieldPiece::of(text.as_str())])
        }
        FormField::DropDown(_) | FormField::Text(_) => FieldResult::Nothing,
    }
}

/// The character of a `SYMBOL` field (17.16.5.59): by its code in a font, in Windows' Latin code
/// page, in Unicode with `\u`, or in Shift-JIS with `\j`.
fn symbol(rest: &str) -> Option<FieldPiece> {
    let argument = rest.split_whitespace().next()?.trim_matches('"');
    let hexadecimal = argument.strip_prefix("0x").or_else(|| argument.strip_prefix("0X"));
    let code = match hexadecimal {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => argument.parse::<u32>().ok(),
    };
    let code = code.or_else(|| {
        let mut characters = argument.chars();
        characters.next().filter(|_| characters.next().is_none()).map(u32::from)
    })?;
    let font = switch(rest, 'f').and_then(symbol_font);
    let has = |name: &str| rest.split_whitespace().any(|word| word.eq_ignore_ascii_case(name));
    let character = match (font, code) {
        (_, 0x80..=0xFFFF) if has("\\j") => shift_jis(code)?,
        (Some(_), 0..=0xFF) => char::from_u32(0xF000 + code)?,
        (None, 0x80..=0xFF) if !has("\\u") => {
            let bytes = [u8::try_from(code).ok()?];
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0.chars().next()?
        }
        _ => char::from_u32(code)?,
    };
    Some(FieldPiece { font, ..FieldPiece::of(character) })
}

/// The character of a code of Shift-JIS, of one byte or two.
fn shift_jis(code: u32) -> Option<char> {
    let [.., high, low] = code.to_be_bytes();
    let bytes: &[u8] = if high == 0 { &[low] } else { &[high, low] };
    let decoded = encoding_rs::SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)?;
    decoded.chars().next()
}

/// The value of a switch: a word, or words in quotation marks.
fn switch(code: &str, name: char) -> Option<&str> {
    let at = code.match_indices('\\').find_map(|(at, _)| {
        let mut after = code.get(at + 1..)?.chars();
        after.next()?.eq_ignore_ascii_case(&name).then_some(after.as_str())
    })?;
    let value = at.trim_start();
    match value.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next(),
        None => value.split(|c: char| c.is_whitespace() || c == '\\').next(),
    }
}

/// The text of a `QUOTE` field (17.16.5.49): quoted or bare, without the general switches; a bare
/// number is the code of a character.
fn quoted(rest: &str) -> String {
    let rest = rest.trim();
    if rest.contains('"') {
        return rest.split('"').skip(1).step_by(2).collect();
    }
    let words: Vec<&str> = rest.split_whitespace().take_while(|word| !word.starts_with('\\')).collect();
    let code = |word: &&str| word.parse::<u32>().ok().and_then(char::from_u32);
    match words.iter().map(code).collect::<Option<String>>() {
        Some(characters) => characters,
        None => words.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldResult, of};
    use crate::read::facts::field::FormField;
    use crate::read::facts::types::SymbolFont;

    fn words(shown: FieldResult) -> String {
        match shown {
            FieldResult::Words(pieces) | FieldResult::Formula(pieces) | FieldResult::Guide(pieces) => {
                pieces.into_iter().map(|piece| piece.text).collect()
            }
            FieldResult::Prompt(words) => words,
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn the_words_of_a_code_are_shown() {
        for (code, shown) in [
            (r#" SYMBOL 176 \h "#, "°"),
            (r"SYMBOL 0x20AC \u", "€"),
            (r"SYMBOL 65", "A"),
            (r"SYMBOL 37516 \j", "柱"),
            ("MACROBUTTON Go [type the date here]", "[type the date here]"),
            ("gotobutton place see the annex", "see the annex"),
            (r#"QUOTE "as agreed" \* MERGEFORMAT"#, "as agreed"),
            ("QUOTE as agreed", "as agreed"),
            (r"QUOTE 65 66 \* MERGEFORMAT", "AB"),
            (r"EQ \f(1,2)", "1/2"),
            (r"EQ\f(1,2)", "1/2"),
            ("XE \"word\"", "Nothing"),
            ("EMBED Excel.Sheet.8", "Placeholder(\"object\")"),
            ("PAGE", "Placeholder(\"page number\")"),
            ("DATE", "NotUpdated(\"DATE\")"),
        ] {
            assert_eq!(words(of(code, None)), shown, "{code}");
        }
    }

    #[test]
    fn a_symbol_is_one_of_its_font() {
        let FieldResult::Words(pieces) = of(r#"SYMBOL 183 \f "Symbol" \s 10"#, None) else { panic!() };
        assert_eq!(pieces[0].text, "\u{F0B7}");
        assert_eq!(pieces[0].font, Some(SymbolFont::Symbol));
    }

    #[test]
    fn form_fields_show_what_was_chosen() {
        for (form, shown) in [
            (FormField::CheckBox(true), "☒"),
            (FormField::CheckBox(false), "☐"),
            (FormField::DropDown(Some("Agreed".into())), "Agreed"),
            (FormField::DropDown(None), "Nothing"),
            (FormField::Text(Some("Name".into())), "Name"),
        ] {
            assert_eq!(words(of(" FORMANY ", Some(&form))), shown);
        }
    }
}
