//! Hard-wrapped texts without blank lines: drawn paragraphs in six languages, at widths from 60 to
//! 78 columns, come out whole.

use std::fs;
use std::path::Path;

use crate::model::Text;
use crate::pipeline::{Engine, FileOptions, RunOptions};
use unicode_width::UnicodeWidthChar;

/// Paragraphs of a trial.
const DRAWN: usize = 25;

/// How many sentences a paragraph has.
#[derive(Clone, Copy)]
enum Length {
    One,
    Several,
}

struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

fn sentences(language: &str) -> Vec<String> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/wrapped").join(format!("{language}.txt"));
    fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
}

fn paragraphs(language: &str, length: Length, draw: &mut Draw) -> Vec<String> {
    let pool = sentences(language);
    let joint = if language == "zh" { "" } else { " " };
    let one = |draw: &mut Draw| pool[draw.below(pool.len())].clone();
    (0..DRAWN)
        .map(|_| match length {
            Length::One => one(draw),
            Length::Several => (0..2 + draw.below(3)).map(|_| one(draw)).collect::<Vec<_>>().join(joint),
        })
        .collect()
}

fn width(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

/// Breaks a paragraph where the next word does not fit, as every wrapping program does.
fn wrap(paragraph: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in paragraph.split(' ') {
        let line = lines.last_mut().unwrap();
        if !line.is_empty() && width(line) + 1 + width(word) > columns {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

/// Breaks Chinese: between any two characters; with `rules`, never before a closing mark and never
/// inside a Latin word.
fn wrap_han(paragraph: &str, columns: usize, rules: bool) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    for c in paragraph.chars() {
        let closing = rules && "，。；：、".contains(c);
        let latin = rules && c.is_ascii() && units.last().is_some_and(|unit| unit.is_ascii());
        match units.last_mut() {
            Some(unit) if closing || latin => unit.push(c),
            _ => units.push(c.to_string()),
        }
    }
    let mut lines = vec![String::new()];
    for unit in units {
        if width(lines.last().unwrap()) + width(&unit) > columns {
            lines.push(String::new());
        }
        lines.last_mut().unwrap().push_str(&unit);
    }
    assert!(lines.iter().all(|line| width(line) <= columns));
    lines
}

/// Breaks Chinese behind so many characters, whatever their width, as programs do that count letters.
fn wrap_characters(paragraph: &str, characters: usize) -> Vec<String> {
    let all: Vec<char> = paragraph.chars().collect();
    all.chunks(characters).map(|line| line.iter().collect()).collect()
}

/// The paragraphs that a text is read as.
fn read(text: &str) -> Vec<String> {
    let engine = Engine::default();
    let submission = engine
        .read("trial.txt", text.as_bytes(), &RunOptions::default(), &FileOptions::default())
        .unwrap()
        .submission;
    let mut found = Vec::new();
    submission.visit(&mut |_, text| {
        if let Text::Paragraph(paragraph) = text {
            found.push(paragraph.all_text());
        }
    });
    found
}

/// How many of the drawn paragraphs come out whole.
fn whole(text: &str, drawn: &[String]) -> usize {
    let found = read(text);
    drawn.iter().filter(|paragraph| found.contains(paragraph)).count()
}

type Wrap = Box<dyn Fn(&str) -> Vec<String>>;

/// The ways in which programs break a language's lines at so many columns.
fn ways(language: &str, columns: usize) -> Vec<(&'static str, Wrap)> {
    match language {
        "zh" => vec![
            ("rules", Box::new(move |p| wrap_han(p, columns, true))),
            ("no rules", Box::new(move |p| wrap_han(p, columns, false))),
            ("characters", Box::new(move |p| wrap_characters(p, columns / 2))),
        ],
        _ => vec![("words", Box::new(move |p| wrap(p, columns)))],
    }
}

/// Paragraphs that came out whole, by language, width and way: each of some draws.
fn counts(length: Length, draws: u64) -> Vec<(String, Vec<usize>)> {
    let mut all = Vec::new();
    for language in ["en", "fr", "es", "ru", "ar", "zh"] {
        for columns in [60, 66, 72, 78] {
            for (way, lines) in ways(language, columns) {
                let counts = (1..=draws).map(|seed| {
                    let drawn = paragraphs(language, length, &mut Draw(seed * 7919 + columns as u64));
                    let text = drawn.iter().flat_map(|p| lines(p)).collect::<Vec<_>>().join("\n");
                    whole(&text, &drawn)
                });
                all.push((format!("{language} {columns} {way}"), counts.collect()));
            }
        }
    }
    all
}

/// `fewest` of each text and of all of them on average.
fn trial(length: Length, fewest: usize, average: f64) {
    let counts = counts(length, 2);
    let wrong: Vec<_> = counts.iter().filter(|(_, counts)| counts.iter().any(|c| *c < fewest)).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let all: Vec<usize> = counts.into_iter().flat_map(|(_, counts)| counts).collect();
    let mean = all.iter().sum::<usize>() as f64 / all.len() as f64;
    assert!(mean >= average, "{mean} of {DRAWN} on average");
}

/// Prints how many of 25 drawn paragraphs come out whole, by language, width and way:
/// `cargo test --release figures_of_wrapped_lines -- --ignored --nocapture`.
#[test]
#[ignore = "prints figures"]
fn figures_of_wrapped_lines() {
    for (length, name) in [(Length::One, "one sentence"), (Length::Several, "two to four sentences")] {
        println!("{name}: whole paragraphs of {DRAWN}, ten draws each");
        for (place, counts) in counts(length, 10) {
            let mean = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
            println!("{place:16} mean {mean:4.1} least {}", counts.iter().min().unwrap());
        }
    }
    for language in ["en", "fr", "es", "ru", "ar", "zh"] {
        for columns in [60, 66, 72, 78] {
            for (way, all, wrong) in contributions(language, columns) {
                println!(
                    "contributions {language} {columns} {way}: {} of {all} paragraphs differ",
                    wrong.len()
                );
                wrong.iter().for_each(|line| println!("    {line}"));
            }
        }
    }
}

/// How many paragraphs the contributions in a language have, and those of them that are others where
/// their lines are wrapped.
fn contributions(language: &str, columns: usize) -> Vec<(&'static str, usize, Vec<String>)> {
    let texts: Vec<String> = super::recover_truth::truths()
        .iter()
        .filter(|path| path.to_string_lossy().contains(&format!("-{language}-")))
        .map(|path| revised(&fs::read_to_string(path.join("truth.txt")).unwrap()))
        .collect();
    let measured = ways(language, columns).into_iter().map(|(way, lines)| {
        let (mut all, mut wrong) = (0, Vec::new());
        for text in &texts {
            let expected = read(text);
            let wrapped = text.lines().flat_map(&lines).collect::<Vec<_>>().join("\n");
            let found = read(&wrapped);
            all += expected.len();
            wrong.extend(expected.into_iter().filter(|paragraph| !found.contains(paragraph)));
        }
        (way, all, wrong)
    });
    measured.collect()
}

/// A marked text with its changes accepted.
fn revised(marked: &str) -> String {
    let mut text = String::new();
    let mut rest = marked;
    while let Some(at) = rest.find(['[', '{']) {
        let (before, sign) = rest.split_at(at);
        text.push_str(before);
        let close = [("[-", "-]"), ("[~", "~]"), ("{+", "+}"), ("{~", "~}")];
        let Some((open, close)) = close.iter().find(|(open, _)| sign.starts_with(open)) else {
            text.push_str(&sign[..1]);
            rest = &sign[1..];
            continue;
        };
        let (inner, after) = sign[2..].split_once(close).unwrap();
        if open.starts_with('{') {
            text.push_str(inner);
        }
        rest = after;
    }
    text.push_str(rest);
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| format!("{line}\n")).collect()
}

/// Contributions with their heads, calls and items, wrapped, are read as the same paragraphs.
#[test]
fn wrapped_contributions_are_read_as_the_same_paragraphs() {
    for language in ["en", "fr", "es", "ru", "ar", "zh"] {
        for (way, all, wrong) in contributions(language, 72) {
            assert!(wrong.len() * 50 <= all, "{language}, {way}: {} of {all}: {wrong:#?}", wrong.len());
        }
    }
}

#[test]
fn paragraphs_of_one_sentence_come_out_whole() {
    trial(Length::One, 24, 24.9);
}

/// Where a sentence fills its line nothing in the line tells whether the paragraph ends there.
#[test]
fn paragraphs_of_several_sentences_come_out_whole() {
    trial(Length::Several, 19, 23.0);
}

/// A call of another language, or one that is misspelt, is no tail of the item before it, nor is the
/// line below its own tail.
#[test]
fn calls_that_are_not_the_languages_own_stand_alone() {
    for call in ["encarga al Secretario General", "décide", "instructs the Secretary-Genral", "恳请成员国"]
    {
        let text = format!(
            "RESOLUTION 5 (Kyoto, 1994)\nRural areas\nThe Plenipotentiary Conference of the International \
             Telecommunication Union (Kyoto, 1994),\nrecalling\na)\tthat rural areas need telephones of their own\n\
             resolves\nto help rural areas,\n{call}\nto report.\n"
        );
        let engine = Engine::default();
        let reading =
            engine.read("a.txt", text.as_bytes(), &RunOptions::default(), &FileOptions::default()).unwrap();
        let mut found = Vec::new();
        reading.submission.visit(&mut |_, text| {
            found.push(text.runs().iter().map(|run| run.text.as_str()).collect::<String>());
        });
        assert!(found.iter().any(|line| line == call), "{call}: {found:?}");
    }
}

/// The last line of a title is as wide as the lines that are broken, and the opening formula under it goes on in the next
/// line: it belongs to neither.
#[test]
fn a_title_that_fills_its_last_line_ends_before_the_opening() {
    let text = "ADD XYZ/3/1\nDRAFT NEW RESOLUTION 9 (KYOTO, 1994)\nAssistance to the administrations that rebuild networks \
                after\na disaster, and the exchange of experience between the regions\nThe Plenipotentiary Conference of the \
                International\nTelecommunication Union (Kyoto, 1994),\nconsidering\na) that networks were damaged in several \
                Member States of the\nregion, and that their services have not yet been restored;\nb) that assistance is \
                asked for in good time,\nresolves\nto give that assistance within the means of the budget of the\nUnion.\n";
    let lines = crate::suite::readers::printed("a.txt", text.as_bytes());
    let title = "Assistance to the administrations that rebuild networks after a disaster, and the exchange of experience \
                 between the regions";
    let opening =
        "The Plenipotentiary Conference of the International Telecommunication Union (Kyoto, 1994),";
    assert!(lines.iter().any(|line| line == title), "{lines:#?}");
    assert!(lines.iter().any(|line| line == opening), "{lines:#?}");
}
