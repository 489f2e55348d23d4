//! Official forms on the project's own samples: every file of `input/`, through the whole program;
//! what is given besides the text; addenda and their like; front boxes; official file names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use crate::compose::{compose, official_name};
use crate::diagnostics::RefusalKind;
use crate::galley::{Galley, GalleyBlock};
use crate::language::Language;
use crate::metadata::Metadata;
use crate::model::*;
use crate::pipeline::{Conversion, Engine, FileOptions, OutputKind, RunOptions};
use crate::reading::Reading;
use crate::registry::Registry;
use crate::text::View;

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::default);

fn samples() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension != "toml"));
    paths.sort();
    paths
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

fn metadata(pairs: &[&str]) -> Metadata {
    let mut metadata = Metadata::default();
    for pair in pairs {
        metadata.set(pair, Registry::builtin()).unwrap();
    }
    metadata
}

fn options(path: &Path) -> RunOptions {
    let sidecar = fs::read_to_string(path.with_extension("toml")).unwrap_or_default();
    let metadata = Metadata::from_toml("sidecar.toml", &sidecar, Registry::builtin()).unwrap();
    RunOptions { outputs: OutputKind::DEFAULT.to_vec(), metadata, ..RunOptions::default() }
}

fn convert(path: &Path) -> Conversion {
    ENGINE.convert(&name(path), &fs::read(path).unwrap(), &options(path), &FileOptions::default()).unwrap()
}

fn reading(text: &str, given: &[&str]) -> Reading {
    let options = RunOptions { metadata: metadata(given), ..RunOptions::default() };
    ENGINE.read("a.txt", text.as_bytes(), &options, &FileOptions::default()).unwrap()
}

fn galley(reading: &Reading, template: &str, language: Language) -> Galley {
    let template = ENGINE.templates.get(template).unwrap();
    compose(&reading.submission, template, language, View::Marked, Registry::builtin()).galley
}

#[test]
fn every_sample_converts_whole_and_short() {
    for path in samples() {
        let made = convert(&path);
        assert_eq!(made.outputs.len(), 3, "{}", path.display());
        assert!((1..=3).contains(&made.account.pages), "{}: {} pages", path.display(), made.account.pages);
        assert_eq!(made.account.input, made.account.document + made.account.set_aside, "{}", path.display());
    }
}

#[test]
fn the_samples_show_every_form_and_language() {
    let made: Vec<(String, Conversion)> = samples().iter().map(|path| (name(path), convert(path))).collect();
    let templates = [
        "pp-14", "pp-18", "pp-22", "wtsa-16", "wtdc-17", "wrc-19", "council", "itu-t-sg", "itu-d-sg", "base",
    ];
    for template in templates {
        assert!(
            made.iter().any(|(_, made)| made.profile.template == template),
            "no sample has the form {template}"
        );
    }
    for language in Language::ALL {
        let is_pp = |made: &Conversion| {
            made.profile.template.starts_with("pp-") && made.profile.language == Some(language)
        };
        assert!(made.iter().any(|(_, made)| is_pp(made)), "no sample for a Plenipotentiary in {language}");
    }
    assert!(made.iter().filter(|(_, made)| made.profile.marks_recovered > 0).count() >= 6);
    for (name, made) in &made {
        let unknown = made.findings.iter().filter(|finding| finding.rule.code == "DOC003").count();
        let wanted = if name.starts_with("letter") { 6 } else { 0 };
        assert_eq!(
            unknown,
            wanted,
            "{name}: {:?}",
            made.findings.iter().map(|f| &f.message).collect::<Vec<_>>()
        );
    }
}

/// The program as it is started, with the sidecars beside the samples.
#[test]
fn a_sidecar_is_read_and_set_goes_over_it() {
    let folder = tempfile::tempdir().unwrap();
    let sample = "pp14-zh-cover-note-and-marks";
    for extension in ["txt", "toml"] {
        let file = format!("{sample}.{extension}");
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("input").join(&file), folder.path().join(&file))
            .unwrap();
    }
    let run = |more: &[&str]| {
        let mut command = Command::new(crate::suite::program());
        command
            .args(["convert", &format!("{sample}.txt"), "-o", "out", "--to", "json", "--quiet"])
            .args(more);
        command.current_dir(folder.path()).output().unwrap()
    };
    let json = || fs::read_to_string(folder.path().join(format!("out/{sample}.json"))).unwrap();
    assert_eq!(run(&[]).status.code(), Some(0));
    assert!(json().contains("2014-09-15") && json().contains("卢里塔尼亚王国"), "{}", json());
    assert_eq!(run(&["--set", "date=2014-09-16"]).status.code(), Some(0));
    assert!(json().contains("2014-09-16") && !json().contains("2014-09-15"));
    let refused = run(&["--set", "dat=2014-09-16"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("did you mean `date`?"));
    fs::write(folder.path().join(format!("{sample}.toml")), "date = 2014-09-15\nsuorce = \"CUB\"\n").unwrap();
    let refused = run(&[]);
    assert_eq!(refused.status.code(), Some(1));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(
        said.contains(&format!("{sample}.toml:2: suorce: nothing is called so; did you mean `source`?")),
        "{said}"
    );
}

#[test]
fn mistakes_in_metadata_are_told_by_line_and_key() {
    let table = [
        ("date = 15", "m.toml:1: date: `15` is not understood; write it like `2014-09-15`"),
        ("date = 2014-09-31", "m.toml:1: not TOML"),
        ("\ndate = \"2014-02-30\"", "m.toml:2: date: `2014-02-30` is not understood"),
        ("titel = \"x\"", "m.toml:1: titel: nothing is called so; did you mean `title`?"),
        ("colour = \"red\"", "what can be given is agenda-item, conference"),
        ("title = [\"a\"]", "m.toml:1: title: text in quotes is wanted, and array stands"),
        ("title = \"a\\nb\"", "m.toml:1: title: one line of text is wanted"),
        (
            "conference = \"PPP-14\"",
            "m.toml:1: conference: `PPP-14` is not understood; write it like `PP-14`",
        ),
        ("document = \"seventy\"", "m.toml:1: document: `seventy`"),
        ("original = \"de\"", "m.toml:1: original: `de`"),
        ("date = 1\noriginal = 2", "m.toml:2: original: `2`"),
    ];
    for (text, wanted) in table {
        let refusal = Metadata::from_toml("m.toml", text, Registry::builtin()).unwrap_err();
        assert_eq!(refusal.kind, RefusalKind::Metadata);
        assert!(refusal.found.contains(wanted), "{text:?}: {}", refusal.found);
    }
    let refusal = Metadata::default().set("date", Registry::builtin()).unwrap_err();
    assert_eq!(&*refusal.found, "--set date: KEY=VALUE is wanted");
}

#[test]
fn conferences_are_known_by_any_of_their_names() {
    let table = [
        ("PP-14", Body::of("PP").unwrap(), 2014),
        ("pp14", Body::of("PP").unwrap(), 2014),
        ("ПК-18", Body::of("PP").unwrap(), 2018),
        ("WTSA-20", Body::of("WTSA").unwrap(), 2022),
        ("AMNT 2016", Body::of("WTSA").unwrap(), 2016),
        ("CMR-15", Body::of("WRC").unwrap(), 2015),
        ("C18", Body::of("Council").unwrap(), 2018),
        ("理事会 2018", Body::of("Council").unwrap(), 2018),
    ];
    for (words, body, year) in table {
        let given = metadata(&[&format!("conference={words}")]).conference.unwrap();
        assert_eq!(given.value, ConferenceId { body, year }, "{words}");
    }
}

const ENGLISH: &str =
    "Document 42-E\n3 May 2018\nOriginal: English\nBarataria\nA TITLE OF OURS\nIntroduction\nText.\n";

#[test]
fn what_is_given_wins_and_a_contradiction_is_reported() {
    let all = [
        "document=42",
        "date=2018-05-04",
        "original=en",
        "title=Another title",
        "source=CUB",
        "meeting=Committee 5",
    ];
    let reading = reading(ENGLISH, &all);
    let masthead = &reading.submission.masthead;
    assert_eq!(masthead.date.as_ref().unwrap().value, jiff::civil::date(2018, 5, 4));
    assert!(matches!(&masthead.date.as_ref().unwrap().evidence, Evidence::Given(by) if by == "--set"));
    assert!(
        matches!(masthead.document.as_ref().unwrap().evidence, Evidence::Stated(_)),
        "the same is no news"
    );
    let told = reading.findings.iter().filter(|finding| finding.rule.code == "GIV001");
    let told: Vec<String> = told.map(|finding| finding.message.to_string()).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told[0].starts_with("--set gives `2018-05-04` as date, and the text says `2018-05-03`"),
        "{told:?}"
    );
    assert!(told[1].contains("`Another title` as title, and the text says `A TITLE OF OURS`"), "{told:?}");
    assert!(told[2].contains("`CUB` as source, and the text says `Barataria`"), "{told:?}");
    let galley = galley(&reading, "pp-18", Language::English);
    assert_eq!((galley.source.as_str(), galley.title.as_str()), ("Cuba", "42-E – Another title"));
    let options = RunOptions {
        outputs: OutputKind::DEFAULT.to_vec(),
        metadata: metadata(&all),
        ..RunOptions::default()
    };
    let made = ENGINE.convert("a.txt", ENGLISH.as_bytes(), &options, &FileOptions::default()).unwrap();
    assert_eq!(made.account.input, made.account.document + made.account.set_aside);
}

#[test]
fn the_source_that_a_symbol_gives_is_in_the_documents_language() {
    let given = metadata(&["source=F/D"]);
    let mut submission = Submission { language: Some(Language::Chinese), ..Submission::default() };
    assert!(given.apply(&mut submission, Registry::builtin()).is_empty());
    let template = ENGINE.templates.get("pp-14").unwrap();
    let composed = compose(&submission, template, Language::Chinese, View::Marked, Registry::builtin());
    assert_eq!(composed.galley.source, "法国、德国");
}

#[test]
fn mastheads_of_addenda_revisions_and_corrigenda_are_read_and_printed() {
    let table = [
        ("Addendum 16 to\nDocument 48-E", "Original: English", "Addendum 16 to\nDocument 48-E", "48(Add.16)"),
        (
            "Corrigendum 2 to\nDocument 48-E",
            "Original: English",
            "Corrigendum 2 to\nDocument 48-E",
            "48(Cor.2)",
        ),
        (
            "Revision 1 to\nDocument 48(Add.2)-E",
            "Original: English",
            "Revision 1 to\nDocument 48(Add.2)-E",
            "48(Add.2)(Rev.1)",
        ),
        ("Révision 1 au\nDocument 48-F", "Original: français", "Révision 1 au\nDocument 48-F", "48(Rev.1)"),
        ("Addéndum 1 al\nDocumento 48-S", "Original: español", "Addéndum 1 al\nDocumento 48-S", "48(Add.1)"),
        ("Пересмотр 1 к\nДокументу 48-R", "Оригинал: русский", "Пересмотр 1\nк Документу 48-R", "48(Rev.1)"),
        ("المراجعة 2\nللوثيقة 48-A", "الأصل: بالعربية", "المراجعة 2\nللوثيقة \u{200E}48-A", "48(Rev.2)"),
        ("补遗 1\n文件 48-C", "原文：中文", "文件 48(Add.1)-C", "48(Add.1)"),
    ];
    for (stated, original, printed, running) in table {
        let language = stated.chars().last().and_then(Language::from_letter).unwrap();
        let options = RunOptions { language: Some(language), ..RunOptions::default() };
        let reading = ENGINE
            .read("a.txt", format!("{stated}\n{original}\n").as_bytes(), &options, &FileOptions::default())
            .unwrap();
        assert_eq!(
            reading.submission.masthead.original.as_ref().map(|fact| fact.value),
            Some(language),
            "{stated}"
        );
        let galley = galley(&reading, "pp-18", language);
        let head: Vec<String> =
            galley.masthead.iter().flat_map(|row| &row.right).map(|line| line.paragraph.all_text()).collect();
        assert_eq!(head[0], printed);
        let header = galley.running_header.join("|");
        assert!(header.contains(&format!("/{running}-{}", language.letter())), "{header}");
        assert!(
            reading.submission.parts.iter().all(|part| part.contents.is_empty()),
            "{stated}: left in the body"
        );
    }
}

#[test]
fn an_addendum_that_no_document_follows_is_text() {
    let reading = reading("Addendum 3 to\nthe agenda was adopted.\n", &[]);
    assert!(reading.submission.masthead.document.is_none());
    assert!(!reading.submission.parts[0].contents.is_empty());
}

#[test]
fn first_sections_stand_in_the_box_of_the_form() {
    let text = "Document 9-E\nBarataria\nA TITLE\nSummary\nAll of it.\n•\tone;\n•\ttwo.\nAction required\nNone.\nIntroduction\nMore.\nReferences\nLast.\n";
    let reading = reading(text, &[]);
    let rows = |template: &str| {
        let galley = galley(&reading, template, Language::English);
        let table = galley.blocks.iter().find_map(|block| match block {
            GalleyBlock::Table(table) => Some(table.clone()),
            GalleyBlock::Paragraph(_) => None,
        });
        let rows = table.map(|table| table.rows).unwrap_or_default();
        let text = |cell: &crate::text::TableCell| {
            cell.paragraphs.iter().map(crate::text::Paragraph::all_text).collect::<Vec<_>>().join("|")
        };
        rows.iter().map(|row| row.cells.iter().map(text).collect::<Vec<_>>().join(" || ")).collect::<Vec<_>>()
    };
    assert_eq!(rows("council"), ["Summary|All of it.|•\tone;|•\ttwo.", "Action required|None."]);
    assert_eq!(rows("wtsa"), ["Summary || All of it.|•\tone;|•\ttwo."]);
    assert!(rows("pp-18").is_empty(), "the Plenipotentiary Conference has no box");
}

#[test]
fn official_names_are_those_of_the_unions_files() {
    let template = |name: &str| ENGINE.templates.get(name).unwrap();
    let table = [
        ("pp-14", "PP-14", "70", Language::Chinese, "docx", Ok("S14-PP-C-0070!!MSW-C.docx")),
        ("pp-14", "PP-14", "67A1", Language::Spanish, "docx", Ok("S14-PP-C-0067!A1!MSW-S.docx")),
        (
            "pp-18",
            "PP-18",
            "67(Add.24)(Rev.1)",
            Language::English,
            "pdf",
            Ok("S18-PP-C-0067!A24-R1!PDF-E.pdf"),
        ),
        ("council", "C18", "C18/35", Language::Chinese, "docx", Ok("S18-CL-C-0035!!MSW-C.docx")),
        ("pp-14", "PP-14", "XX", Language::Chinese, "docx", Err("the number of the document is not known")),
        (
            "base",
            "PP-14",
            "70",
            Language::Chinese,
            "docx",
            Err("the form base says nothing of the names of files (`strings.file-name`)"),
        ),
    ];
    for (form, conference, document, language, extension, wanted) in table {
        let mut submission = Submission { language: Some(language), ..Submission::default() };
        let given = metadata(&[&format!("conference={conference}"), &format!("document={document}")]);
        given.apply(&mut submission, Registry::builtin());
        let named = official_name(&submission, template(form), language, Registry::builtin());
        let named = named
            .map(|name| format!("{}.{extension}", if extension == "pdf" { name.pdf } else { name.word }));
        let named = named.as_deref().map_err(|why| &**why);
        assert_eq!(named, wanted);
        // What a name says is read back from a file that bears it.
        if let Ok(named) = named
            && form != "council"
        {
            let options = RunOptions::default();
            let read = ENGINE
                .read(named, b"Some words.", &options, &FileOptions::default())
                .unwrap()
                .submission
                .masthead;
            assert_eq!(read.document.unwrap().value, submission.masthead.document.unwrap().value, "{named}");
        }
    }
}

/// `itudoc template` as templates/README.md tells it.
#[test]
fn templates_are_listed_shown_checked_and_begun() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut command = Command::new(crate::suite::program());
        let output = command.arg("template").args(arguments).current_dir(folder.path()).output().unwrap();
        let said =
            String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        (output.status.code(), said)
    };
    let (status, said) = run(&["list"]);
    assert_eq!(status, Some(0));
    assert!(said.contains("pp-14     PP of 2014, extends pp\n"), "{said}");
    let (status, said) = run(&["show", "pp-14", "--lang", "zh"]);
    assert_eq!(status, Some(0));
    for wanted in ["header: {page}/{pages} ⏎ PP{yy}", "全体会议", "Call ", "STKaiti", "keep-next"] {
        assert!(said.contains(wanted), "{wanted}: {said}");
    }
    assert_eq!(run(&["check"]).0, Some(0));
    let new = ["new", "pp-26", "--extends", "pp", "--templates", "mine"];
    assert_eq!(run(&new).0, Some(0));
    assert_eq!(run(&["check", "--templates", "mine"]).0, Some(0));
    let (status, said) = run(&new);
    assert!(status == Some(2) && said.contains("there is a template pp-26 already"), "{said}");
    let (status, said) = run(&["new", "../x", "--templates", "mine"]);
    assert!(status == Some(2) && said.contains("cannot be the name of a template"), "{said}");
    let format = folder.path().join("mine/pp-26/format.toml");
    fs::write(&format, "extends = \"pp\"\nyaer = 2026\n").unwrap();
    let (status, said) = run(&["check", "--templates", "mine"]);
    assert_eq!(status, Some(2));
    assert!(said.contains("pp-26/format.toml:2: yaer") && said.contains("did you mean `year`"), "{said}");
}
