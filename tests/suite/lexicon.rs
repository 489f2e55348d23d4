//! The words of the six languages: all in the lexicon's tables, none in the program.

use std::fs;
use std::path::{Path, PathBuf};

use crate::language::Language::{self, Arabic, Chinese, English, French, Russian, Spanish};
use crate::lexicon::Lexicon;
use crate::model::{Content, Instrument, InstrumentKind, Proposal, SectionKind, Submission};
use crate::pipeline::{Engine, FileOptions, RunOptions};

use super::recover::{parsed, recovered};

/// Files whose letters are no words of a language, and what they are.
const LETTERS: &[(&str, &str)] = &[
    ("graphics/metafile/code_page.rs", "the letters of the MT Extra font"),
    ("language.rs", "each language by its own name"),
    ("radicals.rs", "radicals and the letters that they stand for"),
    ("folding.rs", "letters and what is left of them without accents"),
    ("read/characters.rs", "what wrong encodings leave of lost characters"),
    ("read/misread.rs", "letters that begin what wrong encodings make of others"),
    ("read/html/lists.rs", "alphabets and digits in which pages count"),
    ("read/encoding/pages.rs", "code pages, and letters by which they are told apart"),
    ("read/encoding/plausible.rs", "letters of Latin alphabets, by which pages of codes are told apart"),
    ("read/odt/lists.rs", "number formats by their names in LibreOffice"),
    ("letters.rs", "the letters of the Symbol font"),
    ("read/facts/field/equation.rs", "a digit"),
    ("read/text/symbol_font.rs", "the letters of the Symbol font"),
    ("read/facts/symbols.rs", "the signs of Zapf Dingbats"),
    ("read/facts/wingdings.rs", "signs of the Wingdings fonts"),
    ("read/facts/number_format/mod.rs", "numerals and alphabets in which Word counts"),
    ("read/facts/number_format/han.rs", "signs of Chinese, Japanese and Korean counting"),
    ("read/facts/number_format/words.rs", "numbers in words, as Word writes them"),
    ("read/facts/number_format/tests.rs", "what these write"),
    ("parse/label.rs", "alphabets that label items"),
    ("parse/lenient.rs", "letters of other scripts that look like the capitals of an identifier"),
    ("numerals.rs", "Han numerals"),
    ("read/characters.rs", "what lost characters look like once they were decoded wrongly"),
    ("read/encoding/pages.rs", "code pages, and letters by which they are told apart"),
    ("read/encoding/plausible.rs", "letters by which code pages are told apart"),
    ("read/facts/field/equation.rs", "the ring round an enclosed sign"),
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

/// One structural word each, in the six languages.
type Row = [(Language, &'static str); 6];

const ARTICLES: Row = [
    (English, "Article 9"),
    (French, "Article 9"),
    (Spanish, "Artículo 9"),
    (Russian, "Статья 9"),
    (Chinese, "第9条"),
    (Arabic, "المادة 9"),
];
const APPENDICES: Row = [
    (English, "Appendix 17"),
    (French, "Appendice 17"),
    (Spanish, "Apéndice 17"),
    (Russian, "Приложение 17"),
    (Chinese, "附录17"),
    (Arabic, "التذييل 17"),
];
const CHAPTERS: Row = [
    (English, "Chapter 3"),
    (French, "Chapitre 3"),
    (Spanish, "Capítulo 3"),
    (Russian, "Глава 3"),
    (Chinese, "第3章"),
    (Arabic, "الفصل 3"),
];
const PROVISIONS: Row = [
    (English, "No. 5.341"),
    (French, "Numéro 5.341"),
    (Spanish, "Número 5.341"),
    (Russian, "Пункт 5.341"),
    (Chinese, "第5.341款"),
    (Arabic, "الرقم 5.341"),
];
const TITLES: Row = [
    (English, "Notification of frequencies"),
    (French, "Notification des fréquences"),
    (Spanish, "Notificación de las frecuencias"),
    (Russian, "Заявление частот"),
    (Chinese, "频率通知"),
    (Arabic, "التبليغ عن الترددات"),
];
const SENTENCES: Row = [
    (English, "The text of this provision is to be read together with the notes of the table."),
    (French, "Le texte de cette disposition se lit avec les notes du tableau et des annexes."),
    (Spanish, "El texto de esta disposición se lee con las notas del cuadro y los anexos."),
    (Russian, "Текст этого положения читается вместе с примечаниями таблицы."),
    (Chinese, "本规定的案文应结合表格的注释一并解读。"),
    (Arabic, "يُقرأ نص هذا الحكم مع حواشي الجدول."),
];
const CALLS: Row = [
    (English, "considering"),
    (French, "considérant"),
    (Spanish, "considerando"),
    (Russian, "учитывая"),
    (Chinese, "考虑到"),
    (Arabic, "إذ يضع في اعتباره"),
];
const OPERATIVE_CALLS: Row = [
    (English, "instructs the Secretary-General"),
    (French, "charge le Secrétaire général"),
    (Spanish, "encarga al Secretario General"),
    (Russian, "поручает Генеральному секретарю"),
    (Chinese, "责成秘书长"),
    (Arabic, "يكلف الأمين العام"),
];
const NUMBERS: Row = [
    (English, "Resolution 71 (Rev. Dubai, 2018)"),
    (French, "Résolution 71 (Rév. Dubaï, 2018)"),
    (Spanish, "Resolución 71 (Rev. Dubái, 2018)"),
    (Russian, "Резолюция 71 (Пересм. Дубай, 2018 г.)"),
    (Chinese, "第71号决议（2018年，迪拜，修订版）"),
    (Arabic, "القرار 71 (المراجَع في دبي، 2018)"),
];
const OPENINGS: Row = [
    (English, "The Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),"),
    (
        French,
        "La Conférence de plénipotentiaires de l'Union internationale des télécommunications (Dubaï, 2018),",
    ),
    (
        Spanish,
        "La Conferencia de Plenipotenciarios de la Unión Internacional de Telecomunicaciones (Dubái, 2018),",
    ),
    (Russian, "Полномочная конференция Международного союза электросвязи (Дубай, 2018 г.),"),
    (Chinese, "国际电信联盟全权代表大会（2018年，迪拜），"),
    (Arabic, "إن مؤتمر المندوبين المفوضين للاتحاد الدولي للاتصالات (دبي، 2018)،"),
];
const PARTS: Row = [
    (English, "Part 2"),
    (French, "Partie 2"),
    (Spanish, "Parte 2"),
    (Russian, "Часть 2"),
    (Chinese, "第二部分"),
    (Arabic, "الجزء 2"),
];
const SUMMARIES: Row = [
    (English, "Summary"),
    (French, "Résumé"),
    (Spanish, "Resumen"),
    (Russian, "Резюме"),
    (Chinese, "概要"),
    (Arabic, "ملخص"),
];
const ANNEXES: Row = [
    (English, "Annex 1"),
    (French, "Annexe 1"),
    (Spanish, "Anexo 1"),
    (Russian, "Приложение 1"),
    (Chinese, "附件1"),
    (Arabic, "الملحق 1"),
];
const REASONS: Row = [
    (English, "Reasons:"),
    (French, "Motifs:"),
    (Spanish, "Motivos:"),
    (Russian, "Основания:"),
    (Chinese, "理由："),
    (Arabic, "الأسباب:"),
];
/// Two words of a class that stand in one place, in a clause.
const SWAPS: Row = [
    (English, "that the Council shallshould consider the matter"),
    (French, "que le Conseil doitdevrait examiner la question"),
    (Spanish, "que el Consejo debedebería examinar la cuestión"),
    (Russian, "что Совет долженможет рассмотреть этот вопрос"),
    (Chinese, "秘书长每年每两年向理事会提交报告"),
    (Arabic, "أنه يجبينبغي للمجلس أن ينظر في هذه المسألة"),
];
/// Two years that run together, in a clause.
const YEARS: Row = [
    (English, "that the matter was studied in 20142018, and again"),
    (French, "que la question a été étudiée en 20142018, puis à nouveau"),
    (Spanish, "que la cuestión se estudió en 20142018, y de nuevo"),
    (Russian, "что этот вопрос изучался в 20142018 году, и вновь"),
    (Chinese, "该问题已于20142018年进行了研究"),
    (Arabic, "أن المسألة دُرست في عام 20142018، ومرة أخرى"),
];
/// A pointer to an item that is not there.
const POINTERS: Row = [
    (English, "to act in accordance with considering z) above"),
    (French, "d'agir conformément au considérant z) ci-dessus"),
    (Spanish, "que actúe con arreglo al considerando z) anterior"),
    (Russian, "действовать в соответствии с учитывая z) выше"),
    (Chinese, "按照上述“考虑到 z)”一段采取行动"),
    (Arabic, "العمل وفقاً للفقرة ي) من إذ يضع في اعتباره أعلاه"),
];

fn word(row: &Row, language: Language) -> &'static str {
    row.iter().find(|(own, _)| *own == language).unwrap().1
}

/// A word as it stands and in capitals.
fn cases(word: &str) -> Vec<String> {
    let mut cases = vec![word.to_owned(), word.to_uppercase()];
    cases.dedup();
    cases
}

fn proposals(submission: &Submission) -> Vec<&Proposal> {
    let contents = submission.parts.iter().flat_map(|part| &part.contents);
    let proposals = contents.filter_map(|content| match content {
        Content::Proposal(proposal) => Some(&**proposal),
        _ => None,
    });
    proposals.collect()
}

fn only(submission: &Submission) -> &Instrument {
    let proposals = proposals(submission);
    assert_eq!(proposals.len(), 1, "{submission:#?}");
    &proposals[0].instrument
}

/// Provisions stand under an identifier with their title, or behind the symbol; in any case of letters.
#[test]
fn provisions_of_every_kind_in_six_languages() {
    for row in [&ARTICLES, &APPENDICES, &CHAPTERS, &PROVISIONS] {
        for language in Language::ALL {
            for name in cases(word(row, language)) {
                let (title, text) = (word(&TITLES, language), word(&SENTENCES, language));
                let under = parsed("p.txt", &format!("MOD\tCUB/70/1\n{name}\n{title}\n\n{text}\n"), None);
                let instrument = only(&under);
                assert_eq!(instrument.kind, InstrumentKind::Provision, "{name}: {instrument:#?}");
                assert_eq!(instrument.number.as_deref(), Some(name.as_str()));
                assert_eq!(instrument.title.len(), 1, "{name}: {instrument:#?}");
                let behind = parsed("p.txt", &format!("MOD\t{name}\n\n{text}\n\nSUP\t{name}\n"), None);
                let numbers: Vec<_> =
                    proposals(&behind).iter().map(|proposal| proposal.instrument.number.clone()).collect();
                assert_eq!(numbers, [Some(name.clone()), Some(name.clone())], "{behind:#?}");
            }
        }
    }
}

/// A resolution with its number line in any case, and with its title on the number's line.
#[test]
fn resolutions_in_six_languages() {
    for language in Language::ALL {
        let clause = word(&SENTENCES, language).trim_end_matches(['.', '。']);
        let (title, opening) = (word(&TITLES, language), word(&OPENINGS, language));
        let calls = [word(&CALLS, language), word(&OPERATIVE_CALLS, language)];
        let body =
            format!("{opening}\n{}\na)\t{clause};\nb)\t{clause},\n{}\n1\t{clause}.\n", calls[0], calls[1]);
        for number in cases(word(&NUMBERS, language)) {
            for between in ["\n", " "] {
                let text = format!("MOD\tCUB/70/1\n{number}{between}{title}\n{body}");
                let submission = parsed("r.txt", &text, None);
                let instrument = only(&submission);
                assert_eq!(instrument.number.as_deref(), Some("71"), "{text}{instrument:#?}");
                assert_eq!(instrument.title.len(), 1, "{text}{instrument:#?}");
                assert!(instrument.opening.is_some(), "{text}{instrument:#?}");
                let keys: Vec<_> =
                    instrument.calls.iter().map(|call| call.key.unwrap().to_string()).collect();
                assert_eq!(keys, ["considering", "instructs"], "{text}");
                assert_eq!(instrument.calls[0].body.len(), 2, "{text}{instrument:#?}");
            }
        }
    }
}

#[test]
fn parts_sections_annexes_reasons_and_calls_in_six_languages() {
    for language in Language::ALL {
        let lexicon = Lexicon::of(language).unwrap();
        for case in cases(word(&PARTS, language)) {
            assert_eq!(lexicon.part_label(&case), Some((2, case.len())), "{case}");
        }
        for case in cases(word(&SUMMARIES, language)) {
            assert_eq!(lexicon.section(&case), Some(SectionKind::Summary), "{case}");
        }
        for case in cases(word(&ANNEXES, language)) {
            assert_eq!(lexicon.section(&case), Some(SectionKind::Annex), "{case}");
        }
        for case in cases(word(&REASONS, language)) {
            assert_eq!(lexicon.reasons(&case), Some(case.len()), "{case}");
        }
        for row in [&CALLS, &OPERATIVE_CALLS] {
            for case in cases(word(row, language)) {
                assert!(lexicon.call(&case).is_some(), "{case}");
            }
        }
    }
}

/// A contribution with one clause that is to be looked at.
fn contribution(language: Language, clause: &str) -> String {
    let own = word(&SENTENCES, language).trim_end_matches(['.', '。']);
    format!(
        "MOD\tCUB/70/1\n{}\n{}\n{}\n{}\na)\t{own};\nb)\t{own},\n{}\n1\t{clause};\n2\t{own}.\n",
        word(&NUMBERS, language),
        word(&TITLES, language),
        word(&OPENINGS, language),
        word(&CALLS, language),
        word(&OPERATIVE_CALLS, language),
    )
}

#[test]
fn swaps_and_years_that_run_together_in_six_languages() {
    for (row, rule) in [(&SWAPS, "words-joined"), (&YEARS, "years-joined")] {
        for language in Language::ALL {
            let text = contribution(language, word(row, language));
            let recovery = recovered(&mut parsed("s.txt", &text, None), None, None);
            let seen: Vec<_> = recovery.marks.iter().map(|mark| mark.rule).collect();
            assert!(seen.contains(&rule), "{language}: {seen:?}\n{text}");
        }
    }
}

#[test]
fn pointers_to_nothing_in_six_languages() {
    let engine = Engine::default();
    for language in Language::ALL {
        let text = contribution(language, word(&POINTERS, language));
        let seen = engine
            .examine("p.txt", text.as_bytes(), &RunOptions::default(), &FileOptions::default())
            .unwrap();
        let codes: Vec<_> = seen.findings.iter().map(|finding| finding.rule.code).collect();
        assert!(codes.contains(&"REF007"), "{language}: {codes:?}\n{text}");
    }
}

/// A user's words reach the commands, and a mistake in them is told by file and table.
#[test]
fn a_users_words_lie_over_the_built_in_ones() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("a.txt"),
        "MOD\tCUB/70/1\nKlause 9\nOf fees\n\nMembers shall pay the fees.\n",
    )
    .unwrap();
    fs::write(folder.path().join("mine.toml"), "[terms.article]\nen = [\"Klause\"]\n").unwrap();
    fs::write(folder.path().join("wrong.toml"), "[en.words]\nraisons = [\"Because\"]\n").unwrap();
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(crate::suite::program())
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        (
            output.status.success(),
            String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned(),
        )
    };
    assert!(!run(&["inspect", "a.txt"]).1.contains("provision Klause 9"));
    let (well, said) = run(&["inspect", "a.txt", "--lexicon", "mine.toml"]);
    assert!(well && said.contains("provision Klause 9"), "{said}");
    let (well, said) = run(&["inspect", "a.txt", "--lexicon", "wrong.toml"]);
    assert!(!well && said.contains("wrong.toml [en]") && said.contains("raisons"), "{said}");
}
