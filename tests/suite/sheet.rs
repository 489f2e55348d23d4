//! The review sheet: whole, escaped, the same bytes each time, and alive in a real browser.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};

fn case(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/check").join(path)).unwrap()
}

fn sheet(name: &str, text: &str) -> String {
    let options = RunOptions { outputs: vec![OutputKind::Html], ..RunOptions::default() };
    let conversion =
        Engine::default().convert(name, text.as_bytes(), &options, &FileOptions::default()).unwrap();
    let (kind, bytes) = conversion.outputs.into_iter().next().unwrap();
    assert_eq!(kind, OutputKind::Html);
    String::from_utf8(bytes).unwrap()
}

#[test]
fn findings_stand_first_then_marks_then_the_input() {
    let html = sheet("a.txt", &case("REF001/fires-zh.txt"));
    let order = ["id=\"findings\"", "REF001", "id=\"marks\"", "edition-pair", "id=\"source\"", "id=\"L16\""];
    let places: Vec<usize> = order.iter().map(|what| html.find(what).expect(what)).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(html.contains("<del>2018年，迪拜</del>") && html.contains("<ins>2022年，布加勒斯特</ins>"));
    assert!(html.contains("f-error"), "the error is shown in the input");
    assert!(html.contains("item <bdi>a)</bdi>") && html.contains("recital <bdi>recalling</bdi>"));
}

/// The sheet of a file in a language.
fn sheet_in(language: crate::Language, text: &str) -> String {
    let options =
        RunOptions { outputs: vec![OutputKind::Html], messages: Some(language), ..RunOptions::default() };
    let made =
        Engine::default().convert("a.txt", text.as_bytes(), &options, &FileOptions::default()).unwrap();
    String::from_utf8(made.outputs[0].1.clone()).unwrap()
}

#[test]
fn the_sheet_speaks_the_languages_of_the_interface() {
    use crate::Language::{Arabic, Chinese, English, French};
    let text = case("REF001/fires-zh.txt");
    assert_eq!(sheet_in(English, &text), sheet("a.txt", &text));
    for (language, tag, words) in [
        (French, "<html lang=\"fr\">", ["Examen de a.txt", "Constats", ", colonne ", "considérant <bdi>"]),
        (Chinese, "<html lang=\"zh\">", ["a.txt审核", "检查结果", "列</a>", "叙述段落 <bdi>"]),
        (Arabic, "<html lang=\"ar\" dir=\"rtl\">", ["مراجعة", "نتائج التدقيق", "العمود", "حيثية <bdi>"]),
    ] {
        let html = sheet_in(language, &text);
        for wanted in [tag].iter().chain(&words) {
            assert!(html.contains(wanted), "{language:?}: {wanted}");
        }
        // What it says itself is all in the language: of the English labels none is left.
        for english in [
            "Findings",
            "Understood",
            "Errors",
            "the whole file",
            "item <",
            "suspected<",
            " shown",
            "seen in",
        ] {
            assert!(
                !html.contains(&format!(">{english}")) && !html.contains(&format!(" {english}")),
                "{english}"
            );
        }
        assert!(html.contains(if language == Arabic { "\u{2068}" } else { "REF001" }));
        assert!(!html.contains("⟨U+2068⟩"), "the isolates of the sheet itself are not spelled");
        // A hostile input stays what it is.
        let hostile = sheet_in(language, &text.replace("做出决议", HOSTILE));
        assert!(!hostile.contains("<img") && !hostile.contains('\u{202E}'));
    }
}

#[test]
fn every_character_of_the_input_is_in_it() {
    for language in ["ar", "zh", "en", "fr", "es", "ru"] {
        let text = case(&format!("clean/{language}.txt"));
        let html = sheet("a.txt", &text);
        let start = html.find("<tbody>").unwrap();
        let cells = html[start..].split("<td class=\"s\"").skip(1).map(|cell| {
            let cell = &cell[cell.find('>').unwrap() + 1..cell.find("</td>").unwrap()];
            let mut words = String::new();
            let mut inside = false;
            for letter in cell.chars() {
                match letter {
                    '<' => inside = true,
                    '>' => inside = false,
                    _ if !inside => words.push(letter),
                    _ => {}
                }
            }
            words.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&")
        });
        let shown: Vec<String> = cells.collect();
        let wanted: Vec<&str> = text.lines().collect();
        assert_eq!(shown, wanted, "{language}");
    }
}

#[test]
fn text_runs_the_way_its_language_does() {
    let cell = "<td class=\"s\" lang=\"ar\" dir=\"rtl\">";
    assert!(sheet("a.txt", &case("clean/ar.txt")).contains(cell));
    assert!(!sheet("a.txt", &case("clean/zh.txt")).contains("rtl\">"));
}

/// What a hostile input could try: tags, attributes, entities, direction, an early end of the script.
const HOSTILE: &str = "\u{202E}</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> &lt; ' \" \u{0085}";

#[test]
fn nothing_of_the_input_becomes_a_tag_and_nothing_is_fetched() {
    let text = case("clean/en.txt").replace("to support the work", HOSTILE);
    let html = sheet("<b>&\"'.txt", &text);
    assert!(!html.contains("<img") && !html.contains("<b>") && !html.contains('\u{202E}'));
    assert_eq!(html.matches("<script").count(), 1);
    assert_eq!(html.matches("</script").count(), 1);
    assert!(html.contains("default-src 'none'"));
    for word in ["url(", "@import", "<link", "<iframe", "<object", "href=\"h", "href=\"/"] {
        assert!(!html.contains(word), "{word}");
    }
}

#[test]
fn the_same_bytes_each_time() {
    let text = case("XCK001/fires-zh.txt");
    assert_eq!(sheet("a.txt", &text), sheet("a.txt", &text));
}

/// Debian's name for it, or another given.
fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let found = named.into_iter().chain(["/usr/bin/chromium".into(), "/usr/bin/chromium-browser".into()]);
    let found = found.into_iter().find(|path| path.exists());
    if found.is_none() {
        eprintln!(
            "SKIPPED: no Chromium (set CHROMIUM to its path): the review sheet was not tried in a browser"
        );
    }
    found
}

/// The page's elements after its scripts have run.
fn opened(chromium: &Path, html: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("page.html");
    fs::write(&page, html).unwrap();
    let output = Command::new(chromium)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
        .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .args(["--virtual-time-budget=2000", "--dump-dom"])
        .arg(format!("file://{}", page.display()))
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn its_own_script_runs_under_its_own_policy_and_no_other_does() {
    let Some(chromium) = chromium() else { return };
    let text = case("clean/en.txt").replace("to support the work", HOSTILE);
    let html = sheet("a.txt", &text);
    let dom = opened(&chromium, &html);
    let shown = dom.split("<output id=\"count\"").nth(1).unwrap().split(['>', '<']).nth(1).unwrap();
    assert!(shown.ends_with(" shown") && !shown.starts_with('0'), "{shown}");
    let forged = html.replace("</body>", "<script>document.body.dataset.forged = 'yes'</script></body>");
    assert!(!opened(&chromium, &forged).contains("data-forged"), "a foreign script ran");
}

/// Types, ticks and presses keys in the page, and notes what is to be seen after each.
const DRIVER: &str = r#"
const seen = () => [...document.querySelectorAll(".card")].filter((card) => !card.hidden);
const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
const type = (words) => { search.value = words; search.dispatchEvent(new Event("input")); };
const result = {};
result.all = seen().length;
type("REF001");
result.searched = seen().map((card) => card.querySelector("code").textContent);
result.lines = [...document.querySelectorAll("tr[data-kind]")].filter((row) => !row.hidden).length;
type("zzzz");
result.nothing = seen().length;
press("Escape");
result.again = seen().length;
const box = document.querySelector("input[value=recovered]");
box.click();
result.unmarked = seen().filter((card) => card.dataset.kind === "recovered").length;
box.click();
press("j");
result.first = document.activeElement === seen()[0];
press("j"); press("k");
result.back = document.activeElement === seen()[0];
press("o");
result.place = location.hash;
press("/");
result.search = document.activeElement === search;
document.body.dataset.result = JSON.stringify(result);
"#;

#[test]
fn filter_search_and_keys_work_in_a_browser() {
    let Some(chromium) = chromium() else { return };
    let html = sheet("a.txt", &case("REF001/fires-zh.txt"));
    let policy = html.find("<meta http-equiv=\"Content-Security-Policy\"").unwrap();
    let end = policy + html[policy..].find('>').unwrap() + 1;
    let driven = format!("{}{}", &html[..policy], &html[end..])
        .replace("</body>", &format!("<script>{DRIVER}</script></body>"));
    let dom = opened(&chromium, &driven);
    let result =
        dom.split("data-result=\"").nth(1).expect("the driver ended early").split("\">").next().unwrap();
    let result: serde_json::Value = serde_json::from_str(&result.replace("&quot;", "\"")).unwrap();
    assert!(result["all"].as_u64().unwrap() > 4, "{result}");
    assert_eq!(result["searched"], serde_json::json!(["REF001"]), "{result}");
    assert_eq!((&result["lines"], &result["nothing"]), (&0.into(), &0.into()), "{result}");
    assert_eq!(result["again"], result["all"], "{result}");
    assert_eq!(result["unmarked"], 0, "{result}");
    for key in ["first", "back", "search"] {
        assert_eq!(result[key], true, "{key}: {result}");
    }
    assert!(result["place"].as_str().unwrap().starts_with("#L"), "{result}");
}
