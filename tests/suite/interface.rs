//! What is told to people, in the languages of the interface: every message, rule and refusal has its words.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Language;
use crate::diagnostics::{Message, RefusalKind, message};
use crate::interface::{InterfaceWords, LANGUAGES};

type Table = BTreeMap<String, BTreeMap<String, String>>;

fn table(text: &str) -> Table {
    toml::from_str(text).unwrap()
}

const RULES: &str = include_str!("../../templates/interface/rules.toml");
const REMEDIES: &str = include_str!("../../templates/interface/remedies.toml");
const MESSAGES: &str = include_str!("../../templates/interface/messages.toml");

/// Every source of the program with its tests left out.
fn sources(folder: &Path, all: &mut Vec<String>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let tests = text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len());
            all.push(text[..tests].to_owned());
        }
    }
}

/// The patterns of all messages in a source: the first string in each call of the macro.
fn patterns(source: &str, all: &mut BTreeSet<String>) {
    for (at, call) in source.match_indices("message!(") {
        if source[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let Some(rest) = source[at + call.len()..].trim_start().strip_prefix('"') else { continue };
        let mut pattern = String::new();
        let mut letters = rest.chars();
        while let Some(letter) = letters.next() {
            match letter {
                '"' => break,
                '\\' => pattern.extend(letters.next()),
                _ => pattern.push(letter),
            }
        }
        all.insert(pattern);
    }
}

/// The names in a pattern.
fn names(pattern: &str) -> BTreeSet<&str> {
    pattern.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

#[test]
fn every_message_of_the_program_has_its_words_and_values_in_every_language() {
    let mut all = Vec::new();
    sources(Path::new("src"), &mut all);
    let mut known = BTreeSet::new();
    all.iter().for_each(|source| patterns(source, &mut known));
    assert!(known.len() > 250, "{} messages were found in the sources", known.len());
    let table = table(MESSAGES);
    let is_missing = |pattern: &&String| !table.contains_key(*pattern) && !Message::is_frame(pattern);
    let missing: Vec<&String> = known.iter().filter(is_missing).collect();
    assert!(missing.is_empty(), "not in templates/interface/messages.toml: {missing:#?}");
    for (pattern, row) in &table {
        let stands = || all.iter().any(|source| source.contains(&format!("\"{pattern}\"")));
        assert!(known.contains(pattern) || stands(), "nothing says {pattern:?} any more");
        for language in LANGUAGES.into_iter().skip(1) {
            let words = row.get(language.code()).unwrap_or_else(|| panic!("{pattern:?}: no {language:?}"));
            assert_eq!(names(words), names(pattern), "{pattern:?}: {words:?}");
        }
    }
}

/// Sources in which words for people stand in tables, from which messages are made of them.
const TABLES: [&str; 5] = [
    "src/read/format.rs",
    "src/read/ole.rs",
    "src/read/docx/mod.rs",
    "src/batch/inputs.rs",
    "src/structure/reader.rs",
];

#[test]
fn what_stands_in_tables_has_its_words_too() {
    let table = table(MESSAGES);
    // A kind of file with its article, what to send instead, why a file is passed over.
    let begins = ["a ", "an ", "one part ", "send ", "open it ", "save ", "unpack ", "kind of "];
    let is_said = |words: &&str| begins.iter().any(|start| words.starts_with(start)) && !words.contains('{');
    let mut seen = 0;
    for path in TABLES {
        let text = fs::read_to_string(path).unwrap();
        let code = &text[..text.find("#[cfg(test)]\nmod tests").unwrap_or(text.len())];
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        for words in lines.flat_map(|line| line.split('"').skip(1).step_by(2)).filter(is_said) {
            assert!(table.contains_key(words), "{path}: {words:?} is not in messages.toml");
            seen += 1;
        }
    }
    assert!(seen > 120, "{seen} were found");
}

#[test]
fn a_refusal_is_said_whole_in_every_language() {
    let zip = || {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive.start_file("annex.docx", zip::write::SimpleFileOptions::default()).unwrap();
        archive.finish().unwrap().into_inner()
    };
    let refused: Vec<(&str, Vec<u8>)> = vec![
        ("empty.txt", Vec::new()),
        ("blank.txt", b"  \n\n".to_vec()),
        ("letter.pdf", b"%PDF-1.7\n".to_vec()),
        ("all.zip", zip()),
        ("table.json", b"{\"a\": [1, 2]}".to_vec()),
        ("binary.bin", b"\0\x01\x02\0\x03".repeat(40)),
        ("cut.rtf", b"{\\rtf1 {\\b words".to_vec()),
        ("old.doc", b"\xDB\xA5\x2D\0 words".to_vec()),
        ("garbled.txt", {
            let line = "决议第64号（修订版）电信设施的使用，\n".repeat(20).into_bytes();
            [&line[..300], b"\xE5\x86", &line[300..]].concat()
        }),
    ];
    for (name, bytes) in refused {
        let Err(refusal) = crate::convert(name, &bytes) else { panic!("{name} is converted") };
        for language in LANGUAGES.into_iter().skip(1) {
            let said = InterfaceWords(language).refusal(&refusal);
            assert_eq!(said.kind, refusal.kind);
            for (said, english) in [(&said.found, &refusal.found), (&said.advice, &refusal.advice)] {
                assert_ne!(said, english, "{name}: {language:?}");
                let is_han = |c: char| ('\u{4E00}'..'\u{A000}').contains(&c);
                let is_arabic = |c: char| ('\u{0600}'..'\u{0700}').contains(&c);
                match language {
                    Language::Chinese => assert!(said.chars().any(is_han), "{said}"),
                    Language::Arabic => assert!(said.chars().any(is_arabic), "{said}"),
                    _ => assert!(!said.contains(" the "), "{said}"),
                }
            }
        }
    }
}

#[test]
fn messages_in_a_row_are_said_each_in_the_language() {
    let row = Message::list([message!("the file is empty"), message!("save it as UTF-8")], "\n");
    assert_eq!(&*row, "the file is empty\nsave it as UTF-8");
    let said = InterfaceWords(Language::Chinese).told(&row, str::to_owned);
    assert_eq!(said, "文件为空\n请存为UTF-8");
}

#[test]
fn every_rule_and_refusal_has_its_sentence_and_every_rule_its_remedy() {
    let (sentences, remedies) = (table(RULES), table(REMEDIES));
    let six = [Language::French, Language::Chinese, Language::Arabic, Language::Spanish, Language::Russian];
    for rule in crate::rules() {
        for language in six {
            let has = |table: &Table| {
                table
                    .get(rule.code)
                    .and_then(|row| row.get(language.code()))
                    .is_some_and(|words| !words.is_empty())
            };
            assert!(has(&sentences), "{} has no sentence: {language:?}", rule.code);
            assert!(
                has(&remedies) || !LANGUAGES.contains(&language),
                "{} has no remedy: {language:?}",
                rule.code
            );
        }
    }
    let is_rule = |code: &str| crate::rules().iter().any(|rule| rule.code == code);
    for (key, row) in &sentences {
        let is_code = key.starts_with(|c: char| c.is_ascii_uppercase());
        assert!(!is_code || is_rule(key) || RefusalKind::of_code(key).is_some(), "{key} is no rule");
        assert!(LANGUAGES.into_iter().skip(1).all(|language| row.contains_key(language.code())), "{key}");
    }
    for kind in RefusalKind::ALL {
        assert!(sentences.contains_key(kind.code()), "{}", kind.code());
    }
    for key in remedies.keys() {
        assert!(is_rule(key), "{key} is no rule");
    }
}

#[test]
fn a_message_is_said_with_its_values_and_none_of_them_turns_the_line() {
    let inner = message!("{kind} {number}", kind => message!("Resolution"), number = 64);
    let said = message!("The title cited with {kind} {number} is that of {other}.", kind => message!("Decision"), number = "5", other => inner);
    let plain = |language| InterfaceWords(language).message(&said, str::to_owned).unwrap();
    assert_eq!(plain(Language::English), said.to_string());
    assert_eq!(plain(Language::French), "Le titre cité avec Décision 5 est celui de\u{a0}: Résolution 64.");
    assert_eq!(plain(Language::Chinese), "引用决定5时所写题名是决议64的题名。");
    let arabic = plain(Language::Arabic);
    assert!(arabic.contains("\u{2068}64\u{2069}") && !arabic.contains('{'), "{arabic}");
    // What is put in cannot be a pattern, and is made fit to be shown by whoever shows it.
    let hostile = message!("“{word}” stands here twice.", word = "{word}<b>\u{202E}");
    let shown =
        InterfaceWords(Language::French).message(&hostile, |words| words.replace('\u{202E}', "<U+202E>"));
    assert_eq!(shown.unwrap(), "«\u{a0}{word}<b><U+202E>\u{a0}» figure ici deux fois.");
    assert_eq!(
        InterfaceWords(Language::French).message(&Message::foreign("as it came"), str::to_owned),
        None
    );
}

#[test]
fn commands_tell_findings_in_the_language_asked_for() {
    let paper = "MOD\tFJI/7/1\nRESOLUTION 191 (REV. BUCHAREST, 2022)\nLights\n\
        The Plenipotentiary Conference of the International Telecommunication Union (Bucharest, 2022),\n\
        recalling\nthat the the lamps of 20142018 were lit,\nresolves\nto keep the lights,\n";
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("p.txt"), paper).unwrap();
    let run = |arguments: &[&str]| {
        let mut program = Command::new(crate::suite::program());
        let out = program.args(arguments).arg("--isolated").current_dir(temp.path()).output().unwrap();
        String::from_utf8(out.stdout).unwrap()
    };
    let short = |language: &str| run(&["check", "p.txt", "--output-format", "short", "--messages", language]);
    let english = run(&["check", "p.txt", "--output-format", "short"]);
    assert_eq!(short("en"), english);
    assert!(english.contains("STR008]: “the” stands here twice."), "{english}");
    let places = |text: &str| -> Vec<String> {
        text.lines().map(|line| line.split("]: ").next().unwrap().to_owned()).collect()
    };
    for (language, words) in [
        ("fr", "STR008]: «\u{a0}the\u{a0}» figure ici deux fois."),
        ("zh", "STR008]: “the”在此重复出现。"),
        ("ar", "STR008]: تكررت هنا «the»."),
    ] {
        let said = short(language);
        assert!(said.contains(words), "{said}");
        assert_eq!(places(&said), places(&english), "one line a finding, in the same order");
        let full = run(&["check", "p.txt", "--messages", language, "--color", "never"]);
        let rule = crate::rules().iter().find(|rule| rule.code == "STR008").copied().unwrap();
        assert!(full.contains(InterfaceWords(language.parse().unwrap()).remedy(rule)), "{full}");
    }
    let json = |language: &str| run(&["check", "p.txt", "--output-format", "json", "--messages", language]);
    assert_eq!(json("zh"), json("en"), "what programs read is the same in all languages");
}
