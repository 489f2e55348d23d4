//! The words of the six languages: all in the lexicon's tables, none in the program.

use std::fs;
use std::path::{Path, PathBuf};

/// Files whose letters are no words of a language, and what they are.
const LETTERS: &[(&str, &str)] = &[
    ("language.rs", "each language by its own name"),
    ("registry/fold.rs", "letters and what is left of them without accents"),
    ("read/text/symbol_font.rs", "the letters of the Symbol font"),
    ("read/facts/symbols.rs", "the letters of the Symbol font"),
    ("read/facts/wingdings.rs", "signs of the Wingdings fonts"),
    ("read/facts/number_format.rs", "numerals and alphabets in which Word counts"),
    ("parse/label.rs", "alphabets that label items"),
    ("numerals.rs", "Han numerals"),
    ("parse/glued/calls.rs", "the first letters of three alphabets as labels"),
    ("read/facts/rules.rs", "the page of a rule, which quotes what it finds"),
    ("check/rules/glyphs.rs", "letters that look alike"),
    ("layout/fonts/builtin.rs", "names of font families"),
    ("layout/fonts/face.rs", "a letter whose advance tells the script of a face"),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
}

/// The literals of a line of code: strings and characters, comments left out.
fn literals(line: &str) -> Vec<&str> {
    let code = line.trim_start();
    if code.starts_with("//") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut from = None;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match (c, from) {
            ('"' | '\'', None) => from = Some((at + 1, c)),
            ('/', None) if line[at..].starts_with("//") => break,
            ('\\', Some(_)) if !escaped => {
                escaped = true;
                continue;
            }
            (quote, Some((start, open))) if quote == open && !escaped => {
                found.push(&line[start..at]);
                from = None;
            }
            _ => {}
        }
        escaped = false;
    }
    found
}

/// Words with letters beyond ASCII are words of a language, and belong into `templates/lexicon`.
#[test]
fn no_word_of_a_language_stands_in_the_program() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut faults = Vec::new();
    for path in files {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        if LETTERS.iter().any(|(file, _)| name == *file) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let end = text.find("#[cfg(test)]\nmod ").unwrap_or(text.len());
        // The page of a rule quotes what the rule finds.
        let page = ["what:", "why:", "example:", "remedy:", "source:"];
        let mut quoting = false;
        for (at, line) in text[..end].lines().enumerate() {
            let begins = page.iter().any(|key| line.trim_start().starts_with(key));
            let skipped = begins || quoting;
            quoting = skipped && !line.ends_with(',');
            if skipped {
                continue;
            }
            let foreign = |text: &&str| text.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
            faults.extend(
                literals(line)
                    .into_iter()
                    .filter(foreign)
                    .map(|text| format!("src/{name}:{}: {text}", at + 1)),
            );
        }
    }
    assert!(faults.is_empty(), "words that belong into templates/lexicon:\n{}", faults.join("\n"));
}

/// The list above is as short as it can be.
#[test]
fn every_file_that_may_have_letters_has_some() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (file, why) in LETTERS {
        let text = fs::read_to_string(root.join(file)).unwrap_or_else(|_| panic!("{file} ({why}) is gone"));
        let foreign = |text: &&str| text.chars().any(|c| !c.is_ascii() && c.is_alphabetic());
        assert!(text.lines().flat_map(literals).any(|text| foreign(&text)), "{file} has no letters any more");
    }
}
