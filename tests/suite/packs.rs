//! Packs as a conference meets them: one order whatever the order of the files, nothing dropped, every pair
//! of proposals in its class.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::suite::fake;
use rusqlite::{Connection, OpenFlags};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let made = Command::new(crate::suite::program()).args(arguments).current_dir(folder).output().unwrap();
    assert!(made.status.code().is_some_and(|code| code < 2), "{arguments:?}: {}", said(&made.stderr));
    made
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Every file below a folder but what is ours, with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![PathBuf::new()];
    while let Some(below) = open.pop() {
        for entry in fs::read_dir(folder.join(&below)).unwrap() {
            let entry = entry.unwrap();
            let name = below.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                if entry.file_name() != ".itudoc" {
                    open.push(name);
                }
            } else {
                found.insert(name.to_string_lossy().replace('\\', "/"), fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}

fn catalogue(folder: &Path) -> Connection {
    let path = folder.join("catalogue.sqlite");
    Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

fn texts(connection: &Connection, sql: &str) -> Vec<Vec<String>> {
    let mut statement = connection.prepare(sql).unwrap();
    let columns = statement.column_count();
    let rows = statement.query_map([], |row| {
        (0..columns)
            .map(|at| {
                let value: rusqlite::types::Value = row.get(at)?;
                Ok(match value {
                    rusqlite::types::Value::Text(text) => text,
                    rusqlite::types::Value::Integer(number) => number.to_string(),
                    rusqlite::types::Value::Real(number) => number.to_string(),
                    _ => String::new(),
                })
            })
            .collect::<rusqlite::Result<Vec<String>>>()
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// The class of each pair, by identifiers and address.
fn classes(folder: &Path) -> BTreeMap<(String, String, String), String> {
    let sql = "SELECT a.identifier, b.identifier, c.address, c.class FROM conflicts c \
               JOIN proposals a ON a.id = c.a JOIN proposals b ON b.id = c.b";
    let rows = texts(&catalogue(folder), sql);
    rows.into_iter().map(|row| ((row[0].clone(), row[1].clone(), row[2].clone()), row[3].clone())).collect()
}

fn samples() -> Vec<String> {
    let folder = root().join("input/pack");
    let mut paths: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path().to_string_lossy().into_owned())
        .collect();
    paths.sort();
    paths.push(root().join("input/pp22-fr-revision.txt").to_string_lossy().into_owned());
    paths
}

fn base() -> String {
    root().join("input/texts-in-force").to_string_lossy().into_owned()
}

fn pack(folder: &Path, paths: &[String], output: &str, more: &[&str]) -> Output {
    let base = base();
    let mut arguments: Vec<&str> = vec!["pack", "-o", output, "--base", &base];
    arguments.extend(more);
    arguments.extend(paths.iter().map(String::as_str));
    run(folder, &arguments)
}

#[test]
fn the_order_of_the_files_and_what_stood_there_change_no_byte() {
    let (temp, ..) = fake::folder(&[]);
    let paths = samples();
    pack(temp.path(), &paths, "one", &[]);
    let turned: Vec<String> = paths.iter().rev().cloned().collect();
    pack(temp.path(), &turned, "other", &[]);
    let one = files(&temp.path().join("one"));
    assert!(one.len() > 15, "{:?}", one.keys());
    assert_eq!(one, files(&temp.path().join("other")));

    // All but one first, then that one: as if made at once.
    pack(temp.path(), &paths[1..], "grown", &[]);
    pack(temp.path(), &paths, "grown", &[]);
    assert!(one == files(&temp.path().join("grown")), "grown step by step");
    let again = pack(temp.path(), &paths, "grown", &[]);
    assert!(said(&again.stderr).contains("0 papers made"), "{}", said(&again.stderr));
    // What is missing or changed is made again.
    fs::remove_file(temp.path().join("grown/pack.pdf")).unwrap();
    fs::write(temp.path().join("grown/conflicts.csv"), "x").unwrap();
    pack(temp.path(), &paths, "grown", &[]);
    assert!(one == files(&temp.path().join("grown")), "mended");
}

#[test]
fn the_samples_meet_agree_and_conflict() {
    let (temp, ..) = fake::folder(&[]);
    pack(temp.path(), &samples(), "out", &["--adopt", "RUR/61/1,FRD/64/1"]);
    let out = temp.path().join("out");
    let classes = classes(&out);
    let class = |a: &str, b: &str, at: &str| {
        let key = (a.to_owned(), b.to_owned(), format!("PP/resolution/253{at}"));
        classes.get(&key).map(String::as_str)
    };
    assert_eq!(class("RUR/61/1", "FRD/64/1", "/instructs/p1"), Some("same"));
    assert_eq!(class("RUR/61/1", "FRD/64/1", "/resolves/2+"), Some("ordered"));
    assert_eq!(class("RUR/61/1", "GFW/62/2", "/instructs/p1"), Some("compatible"));
    assert_eq!(class("RUR/61/1", "SYL/63/1", ""), Some("contradictory"));
    assert_eq!(class("UTP/54R1/1", "RUR/61/1", "/number"), Some("consequential"));
    // Its marks were lost, and no Chinese text in force is given: nobody can tell what it does there.
    assert_eq!(class("RUR/61/1", "ZHG/65/1", "/instructs/p1"), Some("undetermined"));
    let unplaced = texts(&catalogue(&out), "SELECT text FROM paragraphs WHERE placed = 'not-placed'");
    assert!(unplaced.is_empty(), "{unplaced:?}");
    let corrected = texts(
        &catalogue(&out),
        "SELECT d.symbol, b.symbol FROM documents d JOIN documents b ON b.id = d.supersedes",
    );
    assert_eq!(corrected, [["64(Corr.1)", "64"]]);
    assert!(out.join("standing/pp-resolution-253.docx").is_file());
    let standing = fs::read(out.join("standing/pp-resolution-253.pdf")).unwrap();
    let standing = crate::verify::pdf::text(&standing).unwrap().body;
    // Both add an item 3.
    for item in ["3 that the model be reviewed every four years", "4 that the model be open to amendment"] {
        assert!(standing.contains(item), "{standing}");
    }
    assert!(standing.contains("the items are numbered consecutively here"), "{standing}");
}

#[test]
fn the_search_finds_han_accents_and_harakat() {
    let (temp, ..) = fake::folder(&[(
        "a.txt",
        "MOD\tRUR/7/1\nالقرار 130 (المُراجَع في دبي، 2018)\nعنوان\nإن مؤتمر المندوبين المفوضين للاتحاد الدولي للاتصالات (دبي، 2018)،\nيقرر\nأن يعمل\n",
    )]);
    let arabic = temp.path().join("in/a.txt");
    let arabic = if arabic.exists() { arabic } else { temp.path().join("a.txt") };
    let mut paths = samples();
    paths.push(arabic.to_string_lossy().into_owned());
    pack(temp.path(), &paths, "out", &[]);
    for (words, least) in [
        ("决议", 1),
        ("第253号决议", 1),
        ("第 253 号决议", 1),
        ("大", 1),
        ("telecommunications", 2),
        ("TÉLÉCOMMUNICATIONS", 2),
        ("المراجع", 1),
        ("\"every two years\"", 2),
        ("telecommunic*", 3),
        ("２０２２", 2),
        // What documents and proposals are called, and by what they are asked for.
        ("RUR/61/1", 1),
        ("utp/54r1/1", 1),
        ("ADD FRD/64/2", 1),
        ("\"64(Corr.1)\"", 1),
        ("SUP", 1),
        ("Sylvania", 2),
        ("PP/resolution/253 SYL/63/1", 1),
    ] {
        let found = run(temp.path(), &["find", words, "out", "--output-format", "json"]);
        let rows: serde_json::Value = serde_json::from_slice(&found.stdout).unwrap();
        assert!(rows.as_array().unwrap().len() >= least, "{words}: {rows}");
    }
    assert_eq!(run(temp.path(), &["find", "kangaroo", "out"]).status.code(), Some(1));
}

#[test]
fn every_documented_query_is_answered_and_documented() {
    let (temp, ..) = fake::folder(&[]);
    pack(temp.path(), &samples(), "out", &[]);
    let page = fs::read_to_string(root().join("docs/packs.md")).unwrap();
    for query in &crate::catalogue::query::QUERIES {
        assert!(page.contains(&format!("`{}`", query.name)) && page.contains(query.what), "{}", query.name);
        assert!(page.contains(query.sql), "{}: the statement in docs/packs.md is another", query.name);
        for form in ["table", "csv", "json"] {
            let answer = run(temp.path(), &["query", query.name, "out", "--output-format", form]);
            // What programs read has no character spelled out for a terminal.
            match form {
                "csv" => assert!(
                    answer.stdout.starts_with("\u{FEFF}".as_bytes()) && answer.stdout.ends_with(b"\r\n")
                ),
                "json" => drop(
                    serde_json::from_slice::<Vec<BTreeMap<String, serde_json::Value>>>(&answer.stdout)
                        .unwrap(),
                ),
                _ => assert!(!answer.stdout.contains(&b'\r')),
            }
        }
    }
    let connection = catalogue(&temp.path().join("out"));
    let schema = "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
                  WHERE m.type = 'table' AND m.sql LIKE '%STRICT'";
    let columns = texts(&connection, schema);
    assert!(columns.len() > 90, "{}", columns.len());
    for column in columns {
        let section =
            page.split(&format!("### `{}`", column[0])).nth(1).unwrap_or_else(|| panic!("{}", column[0]));
        assert!(section.split("### ").next().unwrap().contains(&column[1]), "{column:?}");
    }
    assert_eq!(texts(&connection, "PRAGMA integrity_check"), [["ok"]]);
}

/// A text in force of many paragraphs, each with words of its own.
struct Planted {
    paragraphs: Vec<Vec<String>>,
}

const HEAD: &str = "Plenipotentiary Conference (PP-22)\nBucharest, 26 September – 14 October 2022\n";

impl Planted {
    fn new(count: usize) -> Self {
        let word = |paragraph: usize, at: usize| {
            // Words that no other paragraph has, and that no rule knows.
            let letters = "bcdfghjklmnpqrstvwxz".as_bytes();
            let pick = |n: usize| char::from(letters[n % letters.len()]);
            let number = paragraph * 31 + at;
            format!("{}a{}e{}o", pick(number), pick(number / 7 + at), pick(number / 3 + paragraph))
        };
        Self {
            paragraphs: (0..count).map(|paragraph| (0..14).map(|at| word(paragraph, at)).collect()).collect(),
        }
    }

    /// The text with each paragraph as `change` has it; `None` leaves it out, a line end adds one.
    fn text(&self, line: &str, edition: &str, change: impl Fn(usize, &[String]) -> Option<String>) -> String {
        let mut text = format!(
            "{line}RESOLUTION 90 ({edition})\nPlanted pairs\n\
             The Plenipotentiary Conference of the International Telecommunication Union (Bucharest, 2022),\nresolves\n"
        );
        let mut number = 0;
        for (at, words) in self.paragraphs.iter().enumerate() {
            for paragraph in change(at, words).iter().flat_map(|text| text.split('\n')) {
                number += 1;
                text.push_str(&format!("{number}\tthat {paragraph};\n"));
            }
        }
        text
    }
}

fn with(words: &[String], range: std::ops::Range<usize>, new: &str) -> String {
    let mut words = words.to_vec();
    words.splice(range, new.split(' ').filter(|word| !word.is_empty()).map(str::to_owned));
    words.join(" ")
}

/// What the first and the second proposal make of a paragraph, by its class.
fn planted(at: usize, words: &[String], second: bool) -> (String, &'static str) {
    let pick = |a: &str, b: &str| if second { b.to_owned() } else { a.to_owned() };
    match at % 10 {
        0 => (with(words, 3..4, "sunrise"), "same"),
        1 => (with(words, 5..5, "gentle sunrise"), "same"),
        2 => (if second { with(words, 9..10, "sunset") } else { with(words, 2..3, "sunrise") }, "compatible"),
        3 => (if second { with(words, 10..12, "") } else { with(words, 4..4, "sunrise") }, "compatible"),
        4 => (with(words, 6..6, &pick("sunrise", "sunset")), "ordered"),
        5 => (
            format!("{}\n{}", words.join(" "), pick("sunrise is added here", "sunset comes after all")),
            "ordered",
        ),
        6 => (with(words, 4..6, &pick("sunrise", "sunset")), "contradictory"),
        7 => (
            if second { with(words, 5..8, "sunset") } else { with(words, 3..6, "sunrise tide") },
            "contradictory",
        ),
        8 => (if second { with(words, 7..9, "") } else { with(words, 8..9, "sunrise") }, "contradictory"),
        _ => (
            format!(
                "{} of Resolution 21 (Rev. {})",
                words.join(" "),
                pick("Bucharest, 2022", "Bucharest, 2022")
            ),
            "consequential",
        ),
    }
}

#[test]
fn planted_pairs_are_in_their_classes() {
    let planted_text = Planted::new(100);
    let old = |at: usize, words: &[String]| {
        let words = words.join(" ");
        Some(if at % 10 == 9 { format!("{words} of Resolution 21 (Rev. Dubai, 2018)") } else { words })
    };
    let one = |line: &str, second: bool| {
        let text =
            planted_text.text(line, "Rev. Dubai, 2018", |at, words| Some(planted(at, words, second).0));
        format!("{HEAD}\n{text}")
    };
    let (temp, ..) = fake::folder(&[]);
    let folder = temp.path().join("contributions");
    fs::create_dir_all(&folder).unwrap();
    fs::create_dir_all(temp.path().join("base")).unwrap();
    fs::write(temp.path().join("base/90.txt"), planted_text.text("", "Rev. Dubai, 2018", old)).unwrap();
    fs::write(folder.join("a.txt"), one("MOD\tRUR/8/1\n", false)).unwrap();
    fs::write(folder.join("b.txt"), one("MOD\tFRD/9/1\n", true)).unwrap();
    run(temp.path(), &["pack", "contributions", "-o", "out", "--base", "base"]);
    let found = classes(&temp.path().join("out"));
    let mut wrong = Vec::new();
    for (at, words) in planted_text.paragraphs.iter().enumerate() {
        let class = planted(at, words, false).1;
        let tail = if at % 10 == 5 { "+" } else { "" };
        let key = (
            "RUR/8/1".to_owned(),
            "FRD/9/1".to_owned(),
            format!("PP/resolution/90/resolves/{}{tail}", at + 1),
        );
        let own = found.get(&key).map(String::as_str);
        if own != Some(class) {
            wrong.push((at, class, own));
        }
    }
    assert!(wrong.is_empty(), "{} of 100: {wrong:?}", wrong.len());
}

/// Two sources on one item of a text: what the pack makes of each pair of texts, by how they came.
fn told(pair: [&str; 2], given: bool, more: &[&str]) -> (String, String) {
    let (temp, ..) = fake::folder(&[]);
    let (folder, base) = (temp.path().join("contributions"), temp.path().join("base"));
    fs::create_dir_all(&folder).unwrap();
    fs::create_dir_all(&base).unwrap();
    let whole = |edition: &str, item: &str| {
        format!(
            "RESOLUTION 95 ({edition})\nWells of the Union\nThe Plenipotentiary Conference of the International \
             Telecommunication Union ({edition}),\nresolves\n1\tthat every village shall have a well of its own;\n2\t{item}\n\
             3\tthat wells be counted at the end of the year.\n"
        )
    };
    let force = "that each well shall be examined by the villages every two years;";
    fs::write(base.join("95.txt"), whole("Dubai, 2018", force)).unwrap();
    let sources = ["RUR/31/1", "FRD/32/1", "GFW/33/1", "SYL/34/1", "UTP/35/1"];
    for (source, text) in sources.iter().zip(pair.iter().chain(more)) {
        // Marks that were lost show in an edition of two years.
        let (edition, text) = match text.strip_prefix("lost: ") {
            Some(text) => ("Dubai, 2018Bucharest, 2022", text),
            None => ("Dubai, 2018", *text),
        };
        let name = format!("{}.txt", source.replace('/', "-"));
        fs::write(folder.join(name), format!("{HEAD}\nMOD\t{source}\n{}", whole(edition, text))).unwrap();
    }
    let mut arguments = vec!["pack", "contributions", "-o", "out"];
    arguments.extend(["--base", "base"].iter().filter(|_| given));
    run(temp.path(), &arguments);
    let connection = catalogue(&temp.path().join("out"));
    let sql = "SELECT c.class, c.doubt FROM conflicts c JOIN proposals a ON a.id = c.a JOIN proposals b ON b.id = c.b \
               WHERE a.identifier = 'RUR/31/1' AND b.identifier = 'FRD/32/1' AND c.address LIKE '%resolves/2'";
    let rows = texts(&connection, sql);
    rows.into_iter().next().map_or_else(Default::default, |row| (row[0].clone(), row[1].clone()))
}

/// Texts without marks are laid beside the text in force; what the texts do not say is undetermined, never
/// passed over.
#[test]
fn texts_without_marks_hide_no_contradiction() {
    let force = "that each well shall be examined by the villages every two years;";
    let three = "that each well shall be examined by the villages every three years;";
    let five = "that each well shall be examined by the villages every five years;";
    let class = |class: &str, doubt: &str| (class.to_owned(), doubt.to_owned());
    // As they are to read, beside the text in force.
    assert_eq!(told([three, five], true, &[]), class("contradictory", ""));
    assert_eq!(told([three, three], true, &[]), class("same", ""));
    assert_eq!(told([three, force], true, &[]), class("", ""));
    // Without it nobody can tell which of the two changes what.
    assert_eq!(told([three, five], false, &[]), class("undetermined", "no-text-in-force"));
    assert_eq!(told([three, force], false, &[]), class("undetermined", "no-text-in-force"));
    // Many with one voice can.
    assert_eq!(told([three, five], false, &[force, force, force]), class("undetermined", "no-text-in-force"));
    assert_eq!(told([three, force], false, &[force, force, force]), class("", ""));
    // Marks lost: the words that go stand beside those that come, or stand there alone.
    let lost = "lost: that each well shall be examined by the villages every two years by night;";
    assert_eq!(told([lost, five], true, &[]), class("undetermined", "marks-lost"));
    let unchanged = "lost: that each well shall be examined by the villages every two years;";
    assert_eq!(told([unchanged, five], true, &[]), class("undetermined", "marks-lost"));
}

/// All compatible edits on a paragraph give one text, in whatever order they are made: by the pack, and one
/// after the other by hand.
#[test]
fn compatible_edits_in_a_hundred_orders_give_one_text() {
    use crate::pack::contribution::MarkedRun;
    use crate::pack::difference::edits_of;
    use crate::pack::edits::TextEdit;
    use crate::pack::relation::{EditRelation, applied, relation};
    let words: Vec<String> = (0..60).map(|at| format!("word{at}")).collect();
    let base = words.join(" ");
    let mut seed = 7u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    let edits: Vec<TextEdit> = (0..18)
        .flat_map(|nth| {
            let mut own = words.clone();
            let at = nth * 3 + next(2);
            match nth % 3 {
                0 => own[at] = format!("new{nth}"),
                1 => drop(own.remove(at)),
                _ => own.insert(at, format!("more{nth}")),
            }
            edits_of(&base, &[MarkedRun { text: own.join(" "), ..MarkedRun::default() }])
        })
        .collect();
    assert_eq!(edits.len(), 18);
    for (at, one) in edits.iter().enumerate() {
        let all = edits.iter().skip(at + 1).all(|other| relation(one, other) == EditRelation::Compatible);
        assert!(all, "{one:?}");
    }
    let named: Vec<(String, &TextEdit)> =
        edits.iter().enumerate().map(|(nth, edit)| (format!("A/{nth}/1"), edit)).collect();
    let mut order: Vec<usize> = (0..edits.len()).collect();
    let text = applied(&base, &named.iter().map(|(name, edit)| (name.as_str(), *edit)).collect::<Vec<_>>());
    let text = text.unwrap();
    for _ in 0..100 {
        for at in (1..order.len()).rev() {
            order.swap(at, next(at + 1));
        }
        let turned: Vec<(&str, &TextEdit)> =
            order.iter().map(|at| (named[*at].0.as_str(), named[*at].1)).collect();
        assert_eq!(applied(&base, &turned).as_deref(), Some(text.as_str()));
        // By hand: each on the text as the ones before left it.
        let mut letters: Vec<char> = base.chars().collect();
        let mut made: Vec<&TextEdit> = Vec::new();
        for at in &order {
            let edit = &edits[*at];
            let shift: isize = made
                .iter()
                .filter(|other| other.range.end <= edit.range.start)
                .map(|other| other.new.chars().count() as isize - other.range.len() as isize)
                .sum();
            let start = edit.range.start.checked_add_signed(shift).unwrap();
            letters.splice(start..start + edit.range.len(), edit.new.chars());
            made.push(edit);
        }
        assert_eq!(letters.into_iter().collect::<String>(), text);
    }
}

/// Twenty proposals of five sources in three languages on one resolution: every paragraph of each is in the
/// paper once, or under "not placed".
#[test]
fn twenty_proposals_and_no_paragraph_lost() {
    let (temp, ..) = fake::folder(&[]);
    let folder = temp.path().join("contributions");
    fs::create_dir_all(&folder).unwrap();
    let english = fs::read_to_string(root().join("input/texts-in-force/resolution-253-en.txt")).unwrap();
    let french = fs::read_to_string(root().join("input/texts-in-force/resolution-253-fr.txt")).unwrap();
    let sample = fs::read_to_string(root().join("input/pack/pp22-065-zh-one-call.txt")).unwrap();
    let chinese = sample.split("MOD\tZHG/65/1\n").nth(1).unwrap().split("理由").next().unwrap().to_owned();
    let sources = ["RUR", "FRD", "GFW", "SYL", "UTP"];
    for nth in 0..20 {
        let (source, document) = (sources[nth % 5], 100 + nth);
        let (text, added) = match nth % 4 {
            0 => (
                english.replace("emergency calls remain", &format!("emergency calls number{nth} remain")),
                format!("Reasons:\tReason number {nth}.\n"),
            ),
            1 => (
                french.replace("sans réponse", &format!("sans réponse numéro{nth}")),
                format!("Motifs:\tMotif numéro {nth}.\n"),
            ),
            2 => (chinese.replace("未获应答", &format!("未获应答{nth}")), format!("理由：\t理由第{nth}。\n")),
            _ => (
                format!(
                    "Resolution 253, resolves\n2\tthat this model shall contain nothing of the kind {nth},\n"
                ),
                String::new(),
            ),
        };
        let symbol = if nth == 12 { "SUP" } else { "MOD" };
        let body = if nth == 12 {
            "RESOLUTION 253 (Dubai, 2018)\nRegisters of emergency calls\n".to_owned()
        } else {
            text
        };
        let contribution = format!("{HEAD}\n{symbol}\t{source}/{document}/1\n{body}{added}");
        fs::write(folder.join(format!("{nth:02}.txt")), contribution).unwrap();
    }
    run(temp.path(), &["pack", "contributions", "-o", "out", "--base", &base()]);
    let connection = catalogue(&temp.path().join("out"));
    assert_eq!(texts(&connection, "SELECT count(*) FROM proposals"), [["20"]]);
    assert_eq!(texts(&connection, "SELECT count(*) FROM targets"), [["1"]]);
    let homeless = "SELECT count(*) FROM paragraphs WHERE part = 'proposal' AND placed IS NULL";
    assert_eq!(texts(&connection, homeless), [["0"]]);
    // Every paragraph that differs from the text in force stands in one group, in the words of its source.
    let groups = texts(&connection, "SELECT text FROM groups");
    let has = |words: &str| groups.iter().filter(|row| row[0].contains(words)).count();
    let shared =
        texts(&connection, "SELECT text FROM paragraphs WHERE part = 'in-force' AND language = 'zh'");
    for nth in (0..20).filter(|nth| *nth != 12) {
        let own = [
            format!("number{nth} remain"),
            format!("numéro{nth};"),
            format!("未获应答{nth}；"),
            format!("kind {nth},"),
        ];
        let own = &own[nth % 4];
        let in_force = shared.iter().any(|row| row[0].contains(own.as_str()));
        assert_eq!(has(own), usize::from(!in_force), "{own}");
    }
    let paper = fs::read(temp.path().join("out/by-resolution/pp-resolution-253.docx")).unwrap();
    let shown = crate::verify::docx::text(&paper).unwrap().body;
    let tight = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let shown = tight(&shown);
    for paragraph in texts(&connection, "SELECT DISTINCT text FROM paragraphs WHERE part = 'in-force'") {
        assert_eq!(shown.matches(&tight(&paragraph[0])).count().min(1), 1, "{}", paragraph[0]);
    }
    let classes: BTreeSet<String> = classes(&temp.path().join("out")).into_values().collect();
    assert!(classes.contains("contradictory"), "{classes:?}");
}

#[test]
fn the_newest_revision_counts_and_what_came_after_is_named() {
    let (temp, ..) = fake::folder(&[]);
    let folder = temp.path().join("contributions");
    fs::create_dir_all(&folder).unwrap();
    let paper = |number: &str, date: &str, identifier: &str, words: &str| {
        format!(
            "{HEAD}Document {number}-E\n{date}\nOriginal: English\n\nMOD\t{identifier}\nRESOLUTION 91 (Rev. Dubai, 2018)\n\
             Revisions\nThe Plenipotentiary Conference of the International Telecommunication Union (Dubai, 2018),\n\
             resolves\n1\tthat the work goes on {words};\n"
        )
    };
    for (name, text) in [
        ("a.txt", paper("70", "1 September 2022", "RUR/70/1", "slowly")),
        ("b.txt", paper("71", "2 September 2022", "FRD/71/1", "quickly")),
        ("c.txt", paper("72", "20 September 2022", "GFW/72/1", "late")),
        ("d.txt", paper("73", "3 September 2022", "SYL/73/1", "not at all")),
    ] {
        fs::write(folder.join(name), text).unwrap();
    }
    let revised = paper("70", "5 September 2022", "RUR/70R1/1", "steadily")
        .replace("Document 70", "Revision 1 to\nDocument 70");
    fs::write(folder.join("e.txt"), revised).unwrap();
    run(temp.path(), &["pack", "contributions", "-o", "out", "--cut-off", "2022-09-10", "--withdrawn", "73"]);
    let connection = catalogue(&temp.path().join("out"));
    let status = texts(&connection, "SELECT symbol, status FROM documents ORDER BY id");
    let expected = [
        ["70", "superseded"],
        ["70(Rev.1)", "current"],
        ["71", "current"],
        ["72", "late"],
        ["73", "withdrawn"],
    ];
    assert_eq!(status, expected);
    let counted = texts(&connection, "SELECT identifier FROM proposals WHERE counts ORDER BY id");
    assert_eq!(counted, [["RUR/70R1/1"], ["FRD/71/1"]]);
    assert_eq!(texts(&connection, "SELECT value FROM meta WHERE key = 'cut-off'"), [["2022-09-10"]]);
}

/// Parts of a text in every form: a new item between two, a locator, one paragraph suppressed, a sentence
/// that names no text, capitals that are no change, and what nobody can place.
#[test]
fn parts_of_a_text_find_their_place() {
    let (temp, ..) = fake::folder(&[]);
    let folder = temp.path().join("contributions");
    fs::create_dir_all(&folder).unwrap();
    let text = format!(
        "{HEAD}\nADD\tFRD/201/1\nRESOLUTION 253 (DUBAI, 2018)\nresolves\n2bis\tthat something new be done;\n\n\
         MOD\tFRD/201/2\nResolution 253\nconsidering\nb)\tthat the registers kept today differ greatly:\n\n\
         SUP\tFRD/201/3\nresolves 2 of Resolution 253\n\
         2\tthat this model shall contain no data by which a person can be identified,\n\n\
         MOD\tFRD/201/4\nto compare their registers with the model and to make all differences known.\n\n\
         MOD\tFRD/201/5\nA sentence that nobody knows.\n"
    );
    fs::write(folder.join("a.txt"), text).unwrap();
    run(temp.path(), &["pack", "contributions", "-o", "out", "--base", &base()]);
    let connection = catalogue(&temp.path().join("out"));
    let edits = texts(
        &connection,
        "SELECT p.identifier, e.address, e.kind FROM edits e JOIN proposals p ON p.id = e.proposal ORDER BY p.id",
    );
    let expected = [
        ["FRD/201/1", "PP/resolution/253/resolves/2+", "insert-paragraph"],
        ["FRD/201/2", "PP/resolution/253/considering/b", "insert"],
        ["FRD/201/3", "PP/resolution/253/resolves/2", "delete-paragraph"],
        ["FRD/201/4", "PP/resolution/253/invites/p1", "replace"],
    ];
    assert_eq!(edits, expected);
    let unplaced = texts(
        &connection,
        "SELECT p.identifier FROM paragraphs x JOIN proposals p ON p.id = x.proposal WHERE x.placed = 'not-placed'",
    );
    assert_eq!(unplaced, [["FRD/201/5"]]);
}

/// The bound pack leads from every proposal of its table to the paper on its text, and its bookmarks name
/// every text; archival and accessible by the proof's own eyes, as every PDF that is written.
#[test]
fn the_bound_pack_has_bookmarks_and_leads_to_its_proposals() {
    let (temp, ..) = fake::folder(&[]);
    pack(temp.path(), &samples(), "out", &[]);
    let bytes = fs::read(temp.path().join("out/pack.pdf")).unwrap();
    let document = lopdf::Document::load_mem(&bytes).unwrap();
    let pages: BTreeMap<lopdf::ObjectId, u32> =
        document.get_pages().into_iter().map(|(number, id)| (id, number)).collect();
    let mut targets: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    for object in document.objects.values() {
        let Ok(link) = object.as_dict() else { continue };
        let Ok(to) = link.get(b"Dest").and_then(lopdf::Object::as_array) else { continue };
        let Ok(words) = link.get(b"Contents").and_then(lopdf::decode_text_string) else { continue };
        let page = to.first().and_then(|page| page.as_reference().ok()).and_then(|id| pages.get(&id));
        targets.entry(words).or_default().insert(*page.unwrap());
    }
    for identifier in ["UTP/54R1/1", "RUR/61/1", "SYL/63/1", "FRD/64/2", "ZHG/65/1"] {
        let to = targets.get(identifier).unwrap_or_else(|| panic!("{identifier}: {targets:?}"));
        assert_eq!(to.len(), 1, "{identifier} leads to one place");
    }
    let outline = document.get_toc().unwrap();
    let titles: Vec<&str> = outline.toc.iter().map(|entry| entry.title.as_str()).collect();
    for title in
        ["Table of proposals", "Resolution 253 (Dubai, 2018)", "Conflict map", "Proposals as submitted"]
    {
        assert!(titles.contains(&title), "{titles:?}");
    }
    // Each leads to the proposal itself, behind all that is said of it.
    let page = |title: &str| outline.toc.iter().find(|entry| entry.title == title).unwrap().page;
    let submitted = page("Proposals as submitted");
    for identifier in ["UTP/54R1/1", "RUR/61/1", "SYL/63/1", "FRD/64/2", "ZHG/65/1"] {
        assert!(targets[identifier].iter().all(|to| *to as usize >= submitted), "{identifier}");
    }
    // And it is there in every language in which something counts.
    for name in ["pack-fr.pdf", "pack-zh.pdf"] {
        assert!(temp.path().join("out").join(name).is_file(), "{name}");
    }
}

/// The places of a PDF that have a name, each with the number of its page, from 1.
fn named_places(document: &lopdf::Document) -> BTreeMap<String, u32> {
    let pages: std::collections::HashMap<_, _> =
        document.get_pages().into_iter().map(|(number, id)| (id, number)).collect();
    let names = document.catalog().unwrap().get(b"Names").unwrap();
    let names = document.dereference(names).unwrap().1.as_dict().unwrap();
    let names = names.get(b"Dests").unwrap().as_dict().unwrap().get(b"Names").unwrap().as_array().unwrap();
    let place = |pair: &[lopdf::Object]| {
        let name = String::from_utf8(pair[0].as_str().unwrap().to_vec()).unwrap();
        (name, pages[&pair[1].as_array().unwrap()[0].as_reference().unwrap()])
    };
    names.chunks(2).map(place).collect()
}

/// The lists lead from each identifier to its place in the paper on its text, which stands beside them: the PDF to a PDF
/// (ISO 32000-1, 12.6.4.3 and 12.3.2.3), the Word file to a Word file.
#[test]
fn the_lists_lead_to_the_papers_on_the_texts() {
    let (temp, ..) = fake::folder(&[]);
    pack(temp.path(), &samples(), "out", &[]);
    let out = temp.path().join("out");
    for name in ["proposals", "conflicts"] {
        let document = lopdf::Document::load(out.join(format!("{name}.pdf"))).unwrap();
        let mut named = BTreeSet::new();
        for link in document.objects.values().filter_map(|object| object.as_dict().ok()) {
            if link.get(b"Subtype").and_then(lopdf::Object::as_name).ok() != Some(b"Link".as_slice()) {
                continue;
            }
            let action = link.get(b"A").and_then(lopdf::Object::as_dict).unwrap();
            assert_eq!(action.get(b"S").and_then(lopdf::Object::as_name).unwrap(), b"GoToR");
            let file = action.get(b"F").and_then(lopdf::Object::as_dict).unwrap();
            let file = file.get(b"UF").and_then(lopdf::decode_text_string).unwrap();
            let other = lopdf::Document::load(out.join(&file)).unwrap();
            let place = String::from_utf8(action.get(b"D").unwrap().as_str().unwrap().to_vec()).unwrap();
            assert!(named_places(&other).contains_key(&place), "{file} has no place {place}");
            named.insert(link.get(b"Contents").and_then(lopdf::decode_text_string).unwrap());
        }
        assert!(["RUR/61/1", "SYL/63/1", "ZHG/65/1"].iter().all(|known| named.contains(*known)), "{named:?}");
        let word = fs::read(out.join(format!("{name}.docx"))).unwrap();
        let mut word = zip::ZipArchive::new(std::io::Cursor::new(word)).unwrap();
        let mut part = |name: &str| std::io::read_to_string(word.by_name(name).unwrap()).unwrap();
        let (body, relations) = (part("word/document.xml"), part("word/_rels/document.xml.rels"));
        assert!(
            relations.contains("Target=\"by-resolution/pp-resolution-253.docx\" TargetMode=\"External\"")
        );
        assert!(body.contains("w:anchor=\"P_RUR_61_1\""), "{name}");
        let other = fs::read(out.join("by-resolution/pp-resolution-253.docx")).unwrap();
        let mut other = zip::ZipArchive::new(std::io::Cursor::new(other)).unwrap();
        let other = std::io::read_to_string(other.by_name("word/document.xml").unwrap()).unwrap();
        assert!(other.contains("w:name=\"P_RUR_61_1\""));
    }
}

/// A text that was typed as it is to be has words twice where the text in force has them twice: no marks were lost.
#[test]
fn words_that_stand_twice_in_force_are_no_lost_marks() {
    let (temp, ..) = fake::folder(&[]);
    let whole = |items: [&str; 3], edition: &str| {
        let items: String = (1..).zip(items).map(|(nth, item)| format!("{nth}\t{item}\n")).collect();
        format!(
            "RESOLUTION 96 ({edition})\nWater of the Union\nThe Plenipotentiary Conference of the International \
             Telecommunication Union ({edition}),\nresolves\n{items}"
        )
    };
    let first =
        "services annual accessibility access secretariat open digital spectrum applications office skills;";
    let (second, third) =
        ("that each well be examined every two years;", "that rivers and lakes be counted in spring.");
    let texts = [
        ("base/96.txt", "", "Dubai, 2018", [first, second, third]),
        (
            "in/a.txt",
            "RUR/41/1",
            "Bucharest, 2022",
            [
                &first.replace("spectrum", "without"),
                "that each pond be examined every two years;",
                "that rivers and lakes be counted in autumn.",
            ],
        ),
        (
            "in/b.txt",
            "FRD/42/1",
            "Bucharest, 2022",
            [
                &first.replace("secretariat", "tariff remains"),
                "that each well be examined every five years;",
                "that streams and lakes be counted in spring.",
            ],
        ),
    ];
    for (name, identifier, edition, items) in texts {
        let path = temp.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let line = if identifier.is_empty() { String::new() } else { format!("{HEAD}\nMOD\t{identifier}\n") };
        fs::write(path, line + &whole(items, edition)).unwrap();
    }
    run(temp.path(), &["pack", "in", "-o", "out", "--base", "base"]);
    let found = classes(&temp.path().join("out"));
    for nth in 1..=3 {
        let key = ("RUR/41/1".to_owned(), "FRD/42/1".to_owned(), format!("PP/resolution/96/resolves/{nth}"));
        assert_eq!(found.get(&key).map(String::as_str), Some("compatible"), "{found:?}");
    }
}

/// A resolution of three items as its source typed it, under a head and a proposal line; as the text in force without.
fn typed(identifier: &str, edition: &str, items: &[&str]) -> String {
    let items: String = (1..).zip(items).map(|(nth, item)| format!("{nth}\t{item}\n")).collect();
    let line = if identifier.is_empty() { String::new() } else { format!("{HEAD}\nMOD\t{identifier}\n") };
    format!(
        "{line}RESOLUTION 97 ({edition})\nBuoys of the Union\nThe Plenipotentiary Conference of the International \
         Telecommunication Union ({edition}),\nresolves\n{items}"
    )
}

/// An item from which half its words are taken is that item, not one that goes and one that comes.
#[test]
fn an_item_without_half_of_its_words_is_the_item() {
    let (temp, ..) = fake::folder(&[]);
    let items = [
        "to study early warning buoys along the northern coasts in six languages;",
        "to promote the exchange of tide data near busy lanes for all inhabitants;",
        "to report each year.",
    ];
    let shorter = items[0].replace(" along the northern coasts", "");
    let other = items[0].replace("to study", "to coordinate with governments on");
    fs::create_dir_all(temp.path().join("in")).unwrap();
    fs::write(temp.path().join("97.txt"), typed("", "Dubai, 2018", &items)).unwrap();
    let own =
        |first: &str, identifier: &str| typed(identifier, "Bucharest, 2022", &[first, items[1], items[2]]);
    fs::write(temp.path().join("in/a.txt"), own(&shorter, "RUR/41/1")).unwrap();
    fs::write(temp.path().join("in/b.txt"), own(&other, "FRD/42/1")).unwrap();
    run(temp.path(), &["pack", "in", "-o", "out", "--base", "97.txt"]);
    let found = classes(&temp.path().join("out"));
    let key = ("RUR/41/1".to_owned(), "FRD/42/1".to_owned(), "PP/resolution/97/resolves/1".to_owned());
    assert_eq!(found.get(&key).map(String::as_str), Some("compatible"), "{found:?}");
}

/// Without a text in force, an item that one of four sources has is its addition; the others leave nothing out.
#[test]
fn what_one_of_many_sources_has_is_no_text_in_force() {
    let (temp, ..) = fake::folder(&[]);
    fs::create_dir_all(temp.path().join("in")).unwrap();
    let items = [
        "that each buoy be lit at night;",
        "that buoys be painted in bright colours;",
        "that they be counted.",
    ];
    for (nth, source) in ["RUR", "FRD", "GFW", "SYL"].into_iter().enumerate() {
        let mut own = items.to_vec();
        if nth == 2 {
            own.insert(1, "that every harbour keep a spare buoy for each storm of the winter;");
        }
        let text = typed(&format!("{source}/4{nth}/1"), "Bucharest, 2022", &own);
        fs::write(temp.path().join(format!("in/{nth}.txt")), text).unwrap();
    }
    run(temp.path(), &["pack", "in", "-o", "out"]);
    let connection = rusqlite::Connection::open(temp.path().join("out/catalogue.sqlite")).unwrap();
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM edits WHERE kind = 'delete-paragraph'"), 0);
    assert_eq!(count("SELECT count(*) FROM edits WHERE kind = 'insert-paragraph'"), 1);
}

/// The contents of a bound pack name the pages on which the parts are, in every language.
#[test]
fn the_contents_of_a_bound_pack_name_the_pages() {
    for language in ["en", "zh", "ar"] {
        let (temp, ..) = fake::folder(&[]);
        pack(temp.path(), &samples(), "out", &["--lang", language]);
        let bytes = fs::read(temp.path().join("out/pack.pdf")).unwrap();
        let document = lopdf::Document::load_mem(&bytes).unwrap();
        let toc = document.get_toc().unwrap().toc;
        let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let parts = toc.iter().filter(|entry| entry.level == 1 && entry.page > 1);
        let listed: String = parts.map(|entry| bare(&entry.title) + &entry.page.to_string()).collect();
        let text = bare(&crate::verify::pdf::text(&bytes).unwrap().body);
        assert!(text.contains(&listed), "{listed}\n{}", text.chars().take(400).collect::<String>());
    }
}

/// `convert` into the folder of a pack reads what it converts into it; the pack is that of a run over all.
#[test]
fn a_conversion_keeps_the_pack_up() {
    let (temp, ..) = fake::folder(&[]);
    let all = samples();
    pack(temp.path(), &all, "whole", &["--cut-off", "2022-09-30"]);
    pack(temp.path(), &all[1..], "grown", &["--cut-off", "2022-09-30"]);
    let base = base();
    let made = run(temp.path(), &["convert", &all[0], "-o", "grown", "--to", "json", "--base", &base]);
    assert!(said(&made.stderr).contains("The pack has 7 documents"), "{}", said(&made.stderr));
    let (whole, mut grown) = (files(&temp.path().join("whole")), files(&temp.path().join("grown")));
    grown.retain(|path, _| !path.ends_with(".json") || path == "conflicts.json");
    let differ: Vec<&String> =
        whole.iter().filter(|(path, bytes)| grown.get(*path) != Some(bytes)).map(|(path, _)| path).collect();
    assert!(differ.iter().all(|path| *path == "catalogue.sqlite"), "{differ:?}");
}

/// A run that is stopped at any moment leaves a catalogue that opens and agrees with what stands beside it,
/// and the next run goes on.
#[test]
fn a_run_that_is_killed_leaves_no_paper_that_the_catalogue_does_not_list() {
    let (temp, ..) = fake::folder(&[]);
    let out = temp.path().join("out");
    let all = samples();
    pack(temp.path(), &all, "whole", &[]);
    for moment in 0..12u64 {
        // Between two states, so that papers are to be replaced each time.
        let paths = if moment % 2 == 0 { &all[..] } else { &all[1..] };
        let base = base();
        let mut arguments = vec!["pack", "-q", "-o", "out", "--base", &base];
        arguments.extend(paths.iter().map(String::as_str));
        let mut child =
            Command::new(crate::suite::program()).args(&arguments).current_dir(temp.path()).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(40 + moment * 45));
        let _ = child.kill();
        child.wait().unwrap();
        if !out.join("catalogue.sqlite").exists() {
            continue;
        }
        let connection = catalogue(&out);
        assert_eq!(texts(&connection, "PRAGMA integrity_check"), [["ok"]]);
        let listed: BTreeMap<String, String> = texts(&connection, "SELECT path, sha256 FROM papers")
            .into_iter()
            .map(|row| (row[0].clone(), row[1].clone()))
            .collect();
        for (path, bytes) in files(&out).iter().filter(|(path, _)| *path != "catalogue.sqlite") {
            let digest = crate::digest::Digest::of(bytes).to_string();
            assert_eq!(listed.get(path), Some(&digest), "{path} after {moment}");
        }
    }
    pack(temp.path(), &all, "out", &[]);
    assert!(files(&out) == files(&temp.path().join("whole")));
}

/// Cells of the lists that a spreadsheet could take for a formula: none, whatever a contribution says of itself, and the
/// workbooks have none either; they are the same bytes each time.
#[test]
fn no_cell_of_a_list_is_taken_for_a_formula() {
    let (temp, ..) = fake::folder(&[]);
    let folder = temp.path().join("in");
    fs::create_dir_all(&folder).unwrap();
    for (nth, title) in ["=1+1", "+1", "-1 villages", "@SUM(A1)", "＝1+1", "＠x"].into_iter().enumerate() {
        let text = format!(
            "{HEAD}Document {}-E\n1 September 2022\nOriginal: English\n{title}\n{title}\n\nMOD\tRUR/8{nth}/1\n\
             RESOLUTION 98 (Dubai, 2018)\n{title}\nresolves\n1\t{title};\n",
            80 + nth
        );
        fs::write(folder.join(format!("{title}.txt").replace('*', "x")), text).unwrap();
    }
    run(temp.path(), &["pack", "in", "-o", "out"]);
    run(temp.path(), &["pack", "in", "-o", "again"]);
    let like_formula = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    let mut seen = 0;
    for (name, bytes) in files(&temp.path().join("out")) {
        if name.ends_with(".csv") {
            let text = said(&bytes);
            let cells = text.trim_start_matches('\u{FEFF}').split(['\n', ',']);
            for cell in cells.map(|cell| cell.trim_matches('"')) {
                assert!(!cell.starts_with(like_formula) || cell == "\r", "{name}: {cell:?}");
                seen += usize::from(cell.starts_with('\''));
            }
        }
        if name.ends_with(".xlsx") {
            assert_eq!(bytes, fs::read(temp.path().join("again").join(&name)).unwrap(), "{name}");
            let mut book = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            for at in 0..book.len() {
                let part = std::io::read_to_string(book.by_index(at).unwrap()).unwrap_or_default();
                assert!(!part.contains("<f>") && !part.contains("<f "), "{name}");
                for text in part.split("<t").skip(1).filter_map(|text| text.split_once('>')) {
                    assert!(!text.1.starts_with(like_formula), "{name}: {}", &text.1[..20.min(text.1.len())]);
                }
            }
        }
    }
    assert!(seen > 6, "{seen} cells were disarmed");
}

/// Two proposals that stand in one way at several places are one row of the map; its list for programs has a row a place.
#[test]
fn the_conflict_map_names_a_pair_once_a_class() {
    let (temp, ..) = fake::folder(&[]);
    pack(temp.path(), &samples(), "out", &[]);
    let word = fs::read(temp.path().join("out/conflicts.docx")).unwrap();
    let mut word = zip::ZipArchive::new(std::io::Cursor::new(word)).unwrap();
    let body = std::io::read_to_string(word.by_name("word/document.xml").unwrap()).unwrap();
    let rows = body.split("</w:tr>").filter(|row| row.contains("w:anchor=\"P_")).count();
    let classes = classes(&temp.path().join("out"));
    let pairs: BTreeSet<(&String, &String, &String)> =
        classes.iter().map(|((a, b, _), class)| (a, b, class)).collect();
    assert!(pairs.len() < classes.len());
    assert_eq!(rows, pairs.len(), "{pairs:?}");
    let csv = fs::read_to_string(temp.path().join("out/conflicts.csv")).unwrap();
    assert_eq!(csv.lines().count(), classes.len() + 1);
}

/// What composing, typesetting and writing find in the papers of the pack is told as what they find in any document;
/// those of the samples are without fault, also when they are kept.
#[test]
fn papers_of_the_samples_are_without_findings_and_those_with_are_told() {
    let (temp, ..) = fake::folder(&[]);
    let of_papers = "SELECT f.file, f.code FROM findings f JOIN papers p ON p.path = f.file";
    pack(temp.path(), &samples(), "out", &["--adopt", "RUR/61/1,FRD/64/1"]);
    assert!(texts(&catalogue(&temp.path().join("out")), of_papers).is_empty());
    // A character that no font has prints as a box, and that is said of every paper that has it; again when it is kept.
    let words = typed("RUR/45/1", "Bucharest, 2022", &["that each buoy shall be lit by \u{1F4A1};"]);
    fs::write(temp.path().join("a.txt"), words).unwrap();
    let boxes = ["pack", "a.txt", "-o", "boxes", "--missing-glyphs", "box"];
    let first = said(&run(temp.path(), &boxes).stderr);
    let told = texts(&catalogue(&temp.path().join("boxes")), of_papers);
    let papers: BTreeSet<&str> = told.iter().map(|row| row[0].as_str()).collect();
    assert!(papers.contains("pack.pdf") && papers.contains("by-resolution/pp-resolution-97.pdf"), "{told:?}");
    assert!(first.contains("pack.pdf: "), "{first}");
    run(temp.path(), &boxes);
    assert_eq!(texts(&catalogue(&temp.path().join("boxes")), of_papers), told);
}

/// A line of nothing but signs of omission is a paragraph of its own, however the lines of its text were broken.
#[test]
fn signs_of_omission_stand_alone() {
    let (temp, ..) = fake::folder(&[]);
    let text = "مؤتمر المندوبين المفوضين (PP-22)\nبوخارست، 26 سبتمبر - 14 أكتوبر 2022\nالوثيقة 66-A\n1 سبتمبر 2022\nالأصل: بالعربية\n\n\
                MOD\tRUR/66/1\nالقرار 97 (دبي، 2018)\n...\nيقرر\n2\tأن ترسل الإشارات بأربعة ألوان إلى كل قرية في الليل،\n...\n";
    fs::write(temp.path().join("a.txt"), text).unwrap();
    run(temp.path(), &["pack", "a.txt", "-o", "out"]);
    let connection = catalogue(&temp.path().join("out"));
    let elisions = texts(&connection, "SELECT text FROM paragraphs WHERE placed = 'elision'");
    assert_eq!(elisions, [["..."], ["..."]]);
}

#[test]
fn a_label_that_is_changed_with_what_is_added_counts_on_the_list() {
    let text = |identifier: &str, items: &str| {
        format!(
            "{HEAD}\nMOD\t{identifier}\nRESOLUTION 90 (Rev. Bucharest, 2022)\nCounted items\n\
             The Plenipotentiary Conference of the International Telecommunication Union (Bucharest, 2022),\nresolves\n{items}"
        )
    };
    let base = "1\tthat the register be kept by the secretariat;\n2\tthat it be open to all members;\n3\tthat it be printed once a year.\n";
    let added = |what: &str| {
        base.replace("2\t", &format!("2\tthat {what};\n3\t"))
            .replace("3\tthat it be printed", "4\tthat it be printed")
    };
    let (temp, ..) = fake::folder(&[]);
    fs::create_dir_all(temp.path().join("in")).unwrap();
    fs::write(
        temp.path().join("base.txt"),
        text("", base).replace("MOD\t\n", "").replace("Rev. Bucharest, 2022", "Dubai, 2018"),
    )
    .unwrap();
    fs::write(temp.path().join("in/a.txt"), text("RUR/8/1", &added("every call be counted twice"))).unwrap();
    fs::write(temp.path().join("in/b.txt"), text("FRD/9/1", &added("no name of a caller be kept"))).unwrap();
    let standing = |adopted: &str| {
        run(temp.path(), &["pack", "in", "-o", "out", "--base", "base.txt", "--adopt", adopted]);
        let bytes = fs::read(temp.path().join("out/standing/pp-resolution-90.pdf")).unwrap();
        let body = crate::verify::pdf::text(&bytes).unwrap().body;
        let items = body.lines().skip_while(|line| *line != "resolves").skip(1);
        items.take(5).map(str::to_owned).collect::<Vec<_>>()
    };
    // What one proposal numbers stands as it numbers it: the old number beside the new.
    let one = standing("RUR/8/1");
    assert_eq!(
        one[..4],
        [
            "1 that the register be kept by the secretariat;",
            "2 that every call be counted twice;",
            "23 that it be open to all members;",
            "34 that it be printed once a year.",
        ]
    );
    let both = standing("RUR/8/1,FRD/9/1");
    assert_eq!(
        both,
        [
            "1 that the register be kept by the secretariat;",
            "2 that every call be counted twice;",
            "3 that no name of a caller be kept;",
            "24 that it be open to all members;",
            "35 that it be printed once a year.",
        ]
    );
}
