//! The registry: identities, spellings, traps, a user's file over it.

use crate::language::Language;
use crate::model::{Body, ConferenceId, InstrumentKind};
use crate::registry::reference::{EditionAt, InstrumentReference, conference_of_formula, references};
use crate::registry::{Conference, Registry};

fn conference(body: Body, year: u16) -> Option<&'static Conference> {
    Registry::builtin().conference(ConferenceId { body, year })
}

#[test]
fn a_conference_is_known_by_body_and_year() {
    let busan = conference(Body::of("PP").unwrap(), 2014).unwrap();
    assert_eq!(busan.place.get(Language::Chinese), Some("釜山"));
    assert_eq!(busan.place.get(Language::Spanish), Some("Busán"));
    assert_eq!(busan.start, Some(jiff::civil::date(2014, 10, 20)));
    assert_eq!(busan.end, Some(jiff::civil::date(2014, 11, 7)));
    assert!(busan.certain);
    // The same year, another body, another place.
    assert_eq!(
        conference(Body::of("WTDC").unwrap(), 2014).unwrap().place.get(Language::Chinese),
        Some("迪拜")
    );
    assert!(conference(Body::of("WTSA").unwrap(), 2014).is_none());
}

#[test]
fn every_conference_has_its_dates_and_a_place_in_six_languages() {
    assert!(Registry::builtin().conferences().len() >= 50);
    for conference in Registry::builtin().conferences() {
        assert_eq!(conference.place.iter().count(), 6, "{}", conference.short);
        let (start, end) = (conference.start.unwrap(), conference.end.unwrap());
        assert!(
            start < end && i32::from(end.year()) == i32::from(conference.id.year),
            "{}",
            conference.short
        );
        assert!(!conference.source.is_empty());
    }
}

#[test]
fn an_acronym_can_carry_another_year_than_the_meeting() {
    let registry = Registry::builtin();
    let geneva = registry.conference_by_short(Body::of("WTSA").unwrap(), 20).unwrap();
    assert_eq!((geneva.id.year, geneva.short_year()), (2022, 2020));
    assert_eq!(registry.conference_by_short(Body::of("WTSA").unwrap(), 8).unwrap().id.year, 2008);
    assert_eq!(registry.conference_by_short(Body::of("WTSA").unwrap(), 2000).unwrap().id.year, 2000);
    assert_eq!(registry.conference_by_short(Body::of("PP").unwrap(), 98).unwrap().id.year, 1998);
    assert!(registry.conference_by_short(Body::of("WTDC").unwrap(), 12).is_none());
}

#[test]
fn places_are_found_by_any_spelling() {
    let registry = Registry::builtin();
    for (name, key) in [
        ("GUADALAJARA", "Guadalajara"),
        ("ГВАДАЛАХАРА", "Guadalajara"),
        ("瓜达拉哈拉", "Guadalajara"),
        ("Busán", "Busan"),
        ("BUSAN", "Busan"),
        ("Marrakech", "Marrakesh"),
        ("غوادالاخارا", "Guadalajara"),
        ("FLORIANOPOLIS", "Florianópolis"),
        ("Buenos\u{a0}Aires", "Buenos Aires"),
    ] {
        let place = registry.place(name, Language::English).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(&*place.key, key);
    }
    assert!(registry.place("Atlantis", Language::English).is_none());
    assert!(registry.is_known_meeting("Tunis", 2005));
    assert!(!registry.is_known_meeting("Dubai", 2010));
}

#[test]
fn symbols_are_the_unions_own() {
    let registry = Registry::builtin();
    for (symbol, name) in [
        ("CUB", "Cuba"),
        ("NIG", "Nigeria"),
        ("NGR", "Niger"),
        ("ARS", "Saudi Arabia"),
        ("AFS", "South Africa"),
        ("MTN", "Mauritania"),
        ("CVA", "Holy See"),
        ("BAH", "Bahamas"),
        ("CTI", "Côte d'Ivoire"),
        ("F", "France"),
        ("D", "Germany"),
        ("B", "Brazil"),
        ("S", "Sweden"),
    ] {
        assert_eq!(registry.member(symbol).and_then(|m| m.name(Language::English)), Some(name), "{symbol}");
    }
    for unknown in ["ZAF", "FRA", "TWN", "", "cub", "EUR"] {
        assert!(registry.member(unknown).is_none(), "{unknown}");
    }
    assert_eq!(registry.members().len(), 194);
    assert_eq!(registry.members().iter().filter(|m| m.symbol.len() == 1).count(), 8);
    let cuba = registry.member("CUB").unwrap();
    assert_eq!(cuba.name(Language::Chinese), Some("古巴"));
    assert_eq!(cuba.formal_name(Language::French), Some("République de Cuba"));
    assert_eq!(registry.group("EUR").map(|g| &*g.symbol), Some("EUR"));
    assert!(registry.group("AFCP").unwrap().name(Language::English).unwrap().starts_with("African"));
}

#[test]
fn names_carry_no_articles_and_no_marks() {
    let articles = ["the ", "la ", "le ", "les ", "el ", "los ", "las ", "l'", "l’"];
    for member in Registry::builtin().members() {
        for language in Language::ALL {
            let (name, formal) = (member.name(language).unwrap(), member.formal_name(language).unwrap());
            for text in [name, formal] {
                assert!(!text.contains('*') && text.trim() == text && !text.is_empty(), "{text}");
                assert!(!articles.iter().any(|article| text.starts_with(article)), "{text}");
                assert!(!text.ends_with("(the)") && !text.ends_with("(l')"), "{text}");
            }
        }
    }
}

#[test]
fn bodies_have_names_and_acronyms() {
    let registry = Registry::builtin();
    assert_eq!(registry.body_name(Body::of("PP").unwrap(), Language::Chinese), Some("全权代表大会"));
    assert_eq!(registry.acronym(Body::of("WTDC").unwrap(), Language::French), Some("CMDT"));
    assert_eq!(registry.acronym(Body::of("PP").unwrap(), Language::Russian), Some("ПК"));
    assert_eq!(registry.body_name(Body::of("Council").unwrap(), Language::Spanish), Some("Consejo"));
    assert_eq!(registry.acronym(Body::of("Council").unwrap(), Language::Spanish), None);
}

#[test]
fn the_year_of_adoption_is_known_where_it_is_known() {
    let registry = Registry::builtin();
    let year = |body, number: &str| {
        registry.adoption(body, InstrumentKind::Resolution, number).map(|adoption| adoption.year)
    };
    assert_eq!(year(Body::of("PP").unwrap(), "174"), Some(2010));
    assert_eq!(year(Body::of("PP").unwrap(), "205"), Some(2018));
    let known = |body, number| registry.instrument(body, InstrumentKind::Resolution, number);
    assert_eq!(
        known(Body::of("WTDC").unwrap(), "45").map(|known| known.revised.as_slice()),
        Some(&[2014][..])
    );
    assert!(known(Body::of("WTSA").unwrap(), "45").is_none_or(|known| known.revised != [2014]));
    assert_eq!(year(Body::of("PP").unwrap(), "9999"), None);
    assert_eq!(year(Body::of("WRC").unwrap(), "174"), None);
    assert_eq!(year(Body::of("PP").unwrap(), "AFCP-1"), None);
}

#[test]
fn a_users_file_adds_and_replaces() {
    let text = r#"
        [[place]]
        key = "Atlantis"
        names = { en = "Atlantis", zh = "亚特兰蒂斯" }
        source = "a test"

        [[conference]]
        body = "PP"
        short = "PP-14"
        year = 2014
        place = "Atlantis"
        source = "a test"

        [[conference]]
        body = "PP"
        short = "PP-30"
        year = 2030
        place = "Atlantis"
        start = "2030-09-02"
        source = "a test"

        [[member]]
        symbol = "CUB"
        iso3 = "CUB"
        names = { en = "Cuba (Republic of)" }
        source = "a test"
    "#;
    let registry = Registry::with_overrides("mine.toml", text).unwrap();
    let get = |year| registry.conference(ConferenceId { body: Body::of("PP").unwrap(), year }).unwrap();
    assert_eq!(get(2014).place.get(Language::Chinese), Some("亚特兰蒂斯"));
    assert_eq!(get(2030).start, Some(jiff::civil::date(2030, 9, 2)));
    assert_eq!(registry.member("CUB").unwrap().name(Language::English), Some("Cuba (Republic of)"));
    assert_eq!(registry.members().len(), 194);
    assert_ne!(registry.digest(), Registry::builtin().digest());
    assert_eq!(Registry::builtin().digest(), Registry::builtin().digest());
}

#[test]
fn a_users_mistake_is_named() {
    for (text, said) in [
        (
            "[[conference]]\nbody = \"PQ\"\nshort = \"PQ-1\"\nyear = 2030\nplace = \"Dubai\"\nsource = \"x\"",
            "line 2: `body`: \"PQ\"",
        ),
        ("[[confrence]]\nbody = \"PP\"", "confrence"),
        ("[[conference]]\nbody = \"PP\"\nyear = \"soon\"", "line 3"),
        ("[[place]]\nkey = \"X\"\nnames = { en = \"X\" }", "line 1: missing field `source`"),
        ("[[member]]\nsymbol = \"XXX\"\niso3 = \"XXX\"\nnames = { en = \"X\" }", "line 2: `source`"),
        (
            "[[conference]]\nbody = \"PP\"\nshort = \"PP-30\"\nyear = 2030\nplace = \"Dubai\"\nstart = \"soon\"\nsource = \"x\"",
            "line 6: `start`",
        ),
    ] {
        let refusal = Registry::with_overrides("mine.toml", text).unwrap_err();
        assert!(refusal.found.contains("mine.toml") && refusal.found.contains(said), "{}", refusal.found);
    }
}

/// One line for each reference: kind, numbers, body, editions, whether they run together.
fn shown(text: &str, language: Language) -> String {
    let editions =
        |editions: &[EditionAt]| editions.iter().map(edition_shown).collect::<Vec<_>>().join(" + ");
    let line = |found: InstrumentReference| {
        let joined = if found.flattened { "  FLATTENED" } else { "" };
        let body = found.body.map_or(String::from("-"), |body| format!("{body:?}"));
        let numbers = found.numbers.join(" ");
        let at = text.get(found.range.clone()).unwrap_or("OUT OF RANGE");
        format!("    {:?} [{numbers}] {body} | {}{joined} | {at}\n", found.kind, editions(&found.editions))
    };
    format!("{text}\n{}", references(text, language).into_iter().map(line).collect::<String>())
}

fn edition_shown(at: &EditionAt) -> String {
    let year = at.edition.year.map_or(String::from("?"), |year| year.to_string());
    let revised = if at.edition.revised { " revised" } else { "" };
    format!("{year} {}{revised}", at.edition.place.as_deref().unwrap_or("-"))
}

#[test]
fn references_in_six_languages() {
    for language in Language::ALL {
        let path = format!("{}/tests/cases/references/{language}.txt", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let found: String = text.lines().map(|line| shown(line, language)).collect();
        insta::with_settings!({ snapshot_path => "../cases/references", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(language.code(), found);
        });
    }
}

#[test]
fn opening_formulas_in_six_languages() {
    let path = format!("{}/tests/cases/references/formulas.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let shown = |line: &str| {
        let found = conference_of_formula(line);
        let found = found.iter().map(|(body, at)| format!("    {body:?} {}\n", edition_shown(at)));
        format!("{line}\n{}", found.collect::<String>())
    };
    let found: String = text.lines().map(shown).collect();
    insta::with_settings!({ snapshot_path => "../cases/references", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("formulas", found);
    });
}

proptest::proptest! {
    /// Whatever the text: ranges lie on letters, in order, and no piece lies outside its reference.
    #[test]
    fn ranges_are_sound(parts in proptest::collection::vec(proptest::sample::select(PARTS), 0..40)) {
        let text = parts.concat();
        for language in Language::ALL {
            let mut last = 0;
            for found in references(&text, language) {
                proptest::prop_assert!(found.range.start >= last, "{text}");
                last = found.range.end;
                proptest::prop_assert!(text.get(found.range.clone()).is_some());
                for edition in &found.editions {
                    for piece in [&edition.year, &edition.place, &edition.revised].into_iter().flatten() {
                        proptest::prop_assert!(text.get(piece.clone()).is_some_and(|t| !t.is_empty()), "{text}");
                        proptest::prop_assert!(piece.start >= found.range.start && piece.end <= found.range.end);
                    }
                }
            }
            conference_of_formula(&text);
        }
    }
}

/// What references are made of, and what disturbs them.
const PARTS: &[&str] = &[
    "第",
    "64",
    "号",
    "决议",
    "（",
    "）",
    "(",
    ")",
    "2010年",
    "2014",
    "201014",
    "20102014",
    "，",
    ",",
    " ",
    "瓜达拉哈拉",
    "釜山",
    "修订版",
    "Resolution ",
    "Rev. ",
    "Dubai",
    "Bucharest",
    "WRC-",
    "15",
    "1215",
    "and ",
    "Пересм. ",
    " г.",
    "Резолюция ",
    "القرار ",
    "المراجَع في ",
    "بوسان",
    "،",
    "和",
    "و",
    "[AB-1]",
    "\n",
    "\u{301}",
    "全权代表大会",
    "World",
    "PP-",
    "12345",
    ";",
];

/// A conference that no table has yet, and a check and a conversion that need it: the flag, the
/// environment and the settings all bring the user's registry, and it is part of what outputs depend on.
#[test]
fn a_users_registry_reaches_every_command() {
    let temp = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(temp.path().join(name), text).unwrap();
    let text = "MOD\tABC/1/1\nRESOLUTION 88 (REV. BUCHAREST, 2022ATLANTIS, 2030)\nTides\n\
                The Plenipotentiary Conference of the International Telecommunication Union \
                (Bucharest, 2022Atlantis, 2030),\nresolves\nto go on.\nReasons:\tNone other.\n";
    write("a.txt", text);
    write(
        "mine.toml",
        "[[place]]\nkey = \"Atlantis\"\nnames = { en = \"Atlantis\" }\nsource = \"a test\"\n\
         [[conference]]\nbody = \"PP\"\nshort = \"PP-30\"\nyear = 2030\nplace = \"Atlantis\"\nsource = \"a test\"\n",
    );
    write(
        "wrong.toml",
        "# one\n[[conference]]\nbody = \"PP\"\nshort = \"PP-30\"\nyear = 2030\nplace = \"Utopia\"\nsource = \"x\"\n",
    );
    let run = |arguments: &[&str], variable: Option<&str>| {
        let mut command = std::process::Command::new(crate::suite::program());
        command.args(arguments).current_dir(temp.path());
        variable.map(|file| command.env("ITUDOC_REGISTRY", file));
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
    };
    let knows = |(code, said): (Option<i32>, String)| {
        assert_eq!(code, Some(0), "{said}");
        said.contains("edition-pair  0.99") || said.contains("99 %") || said.contains("PP-30")
    };
    assert!(!run(&["registry", "conferences"], None).1.contains("PP-30"));
    assert!(knows(run(&["registry", "conferences", "--registry", "mine.toml"], None)));
    assert!(knows(run(&["registry", "conferences"], Some("mine.toml"))));
    let (_, without) = run(&["recover", "a.txt"], None);
    let (_, with) = run(&["recover", "a.txt", "--registry", "mine.toml"], None);
    assert_ne!(without, with);

    let hash = |output: &str| {
        let manifest =
            std::fs::read_to_string(temp.path().join(output).join(".itudoc/manifest.json")).unwrap();
        manifest.split("materials_sha256").nth(1).unwrap().chars().take(90).collect::<String>()
    };
    let convert = |output: &str, more: &[&str]| {
        let arguments = [&["convert", "a.txt", "--to", "json", "-o", output][..], more].concat();
        let (code, said) = run(&arguments, None);
        assert_eq!(code, Some(0), "{said}");
        hash(output)
    };
    let (plain, flagged) = (convert("plain", &[]), convert("flag", &["--registry", "mine.toml"]));
    assert_ne!(plain, flagged);
    write("itudoc.toml", "registry = \"mine.toml\"\n");
    assert_eq!(convert("settings", &[]), flagged);

    let (code, said) = run(&["check", "a.txt", "--registry", "wrong.toml"], None);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("wrong.toml, line 6: `place`: no place has the key \"Utopia\""), "{said}");
}

/// A body that nobody knew, its conference and its template, from tables alone.
#[test]
fn a_body_and_its_conference_are_data() {
    use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
    use crate::template::Templates;
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/README.md")).unwrap();
    let (_, after) = page.split_once("of a body that the Union did not have").unwrap();
    let tables = after.split_once("```toml\n").unwrap().1.split_once("```").unwrap().0;
    let registry = Registry::with_overrides("my-registry.toml", tables).unwrap();
    let body = registry.body_named("wxc").unwrap();
    assert_eq!((body.key(), registry.body(body).unwrap().adopts), ("WXC", true));
    let format = "extends = \"base\"\nbody = \"WXC\"\nyear = 2026\n\n[first-footer]\nlines = [\"• wxc.example •\"]\nguess = \"a trial\"\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("wxc-26")).unwrap();
    std::fs::write(folder.path().join("wxc-26/format.toml"), format).unwrap();
    let templates = Templates::load(folder.path()).unwrap();
    templates.check_bodies(&registry).unwrap();
    let refused = templates.check_bodies(Registry::builtin()).unwrap_err();
    assert!(refused.found.contains("wxc-26") && refused.found.contains("WXC"), "{}", refused.found);
    let mut engine = Engine::default();
    engine.templates = templates;
    engine.registry = std::sync::Arc::new(registry);
    let text = "World Example Conference (WXC-26)\nGeneva, 4 - 15 May 2026\nDocument 7-E\n1 April 2026\nOriginal: English\n\
                Cuba\nPROPOSALS FOR THE WORK OF THE CONFERENCE\nSummary\nThe matter is put before the conference.\n";
    let run = RunOptions { outputs: vec![OutputKind::Json], ..RunOptions::default() };
    let made = engine.convert("wxc.txt", text.as_bytes(), &run, &FileOptions::default()).unwrap();
    assert_eq!(made.profile.template, "wxc-26");
    let json: serde_json::Value = serde_json::from_slice(&made.outputs[0].1).unwrap();
    assert!(json.to_string().contains("\"body\":\"WXC\""), "{json}");
}
