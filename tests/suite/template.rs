//! Templates: the built-in ones are whole, and a mistake in data is told by file, line and key.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
use std::path::Path;

use crate::diagnostics::{Refusal, RefusalKind};
use crate::language::Language;
use crate::model::{Body, ConferenceId, Evidence, Fact, Submission};
use crate::template::{LineHeight, TabAlign, Templates, style_id};
use crate::text::{Align, Span};

/// Loads a folder that holds the given files.
fn load(files: &[(&str, &str)]) -> Result<Templates, Refusal> {
    let dir = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Templates::load(dir.path())
}

/// The one mistake that a `format.toml` of this text has, in a template `mine` that extends `pp`.
fn mistake(text: &str) -> String {
    let text = format!("extends = \"pp\"\n{text}");
    let refusal = load(&[("mine/format.toml", &text)]).expect_err("the mistake must be found");
    assert_eq!(refusal.kind, RefusalKind::Template);
    refusal.found.to_string()
}

fn of_conference(body: Body, year: u16) -> Submission {
    let mut submission = Submission::default();
    let evidence = Evidence::Stated(Span::default());
    submission.masthead.conference = Some(Fact { value: ConferenceId { body, year }, evidence });
    submission
}

#[test]
fn every_builtin_template_is_whole_in_six_languages() {
    let templates = Templates::builtin();
    for name in templates.names() {
        let template = templates.get(name).unwrap_or_else(|refusal| panic!("{}", refusal.found));
        assert_eq!(template.editions.len(), 6, "{name}");
        assert!(template.page.width > template.page.left + template.page.right, "{name}");
        for (language, edition) in &template.editions {
            for id in style_id::ALL {
                let style = edition.styles.get(id).unwrap();
                assert!(!style.fonts.latin.is_empty(), "{name} {language} {id}");
                assert!(!style.fonts.complex.is_empty(), "{name} {language} {id}");
            }
        }
    }
}

#[test]
fn the_measures_of_pp_14_are_those_of_the_genuine_files() {
    let templates = Templates::builtin();
    let template = templates.get("pp-14").unwrap();
    let page = template.page;
    assert_eq!((page.width, page.height), (11907, 16840));
    assert_eq!((page.top, page.right, page.bottom, page.left), (1418, 1134, 1418, 1134));
    assert_eq!((template.body, template.year), (Some(Body::of("PP").unwrap()), Some(2014)));
    let chinese = &template.editions[&Language::Chinese];
    assert_eq!(chinese.running_header, ["{page}/{pages}", "PP{yy}/{number}{suffixes}-{letter}"]);
    assert_eq!(chinese.strings["title"], "有关大会工作的提案");
    let call = chinese.styles.get("Call").unwrap();
    assert_eq!((call.italic, call.left, call.before, call.size), (false, 794, 160, 24));
    assert_eq!(call.fonts.east_asian[0], "STKaiti");
    assert_eq!(call.fonts.latin[0], "Calibri");
    assert_eq!((call.name.as_str(), call.line, call.keep_next), ("Call", LineHeight::Multiple(240), true));
    assert!(template.editions[&Language::English].styles.get("Call").unwrap().italic);
    let third = chinese.styles.get("enumlev3").unwrap();
    assert_eq!((third.left, third.first_line, third.before), (1588, -397, 80), "through two ancestors");
    let footer = chinese.styles.get("Footer").unwrap();
    assert_eq!((footer.tabs[1].at, footer.tabs[1].align), (9639, TabAlign::End));
    assert_eq!(chinese.styles.get("Title3").unwrap().align, Align::Centre);
}

#[test]
fn a_template_is_chosen_by_conference_then_body_then_none() {
    let templates = Templates::builtin();
    let name = |submission: &Submission| templates.choose(submission).unwrap().name.clone();
    assert_eq!(name(&of_conference(Body::of("PP").unwrap(), 2014)), "pp-14");
    assert_eq!(name(&of_conference(Body::of("PP").unwrap(), 1994)), "pp");
    assert_eq!(name(&Submission::default()), "base");
}

#[test]
fn an_unknown_template_is_refused_with_the_nearest_name() {
    let refusal = Templates::builtin().get("pq-14").unwrap_err();
    assert!(refusal.found.contains("did you mean pp-14?"), "{}", refusal.found);
    assert!(refusal.advice.contains("base"), "{}", refusal.advice);
}

#[test]
fn words_and_measures_without_a_source_are_refused() {
    let found = mistake("[strings]\ntitle = { text = \"Proposals\" }\n");
    assert_eq!(
        found,
        "mine/format.toml:3: strings.title: says neither its `source` nor that it is a `guess`"
    );
    let found = mistake("[styles.Call]\nbefore = 100\n");
    assert_eq!(found, "mine/format.toml:2: styles.Call: says neither its `source` nor that it is a `guess`");
    let found = mistake("[page]\nwidth = 100\nguess = \" \"\n");
    assert!(found.contains("page: says neither"), "an empty guess is none: {found}");
    let found = mistake("[page]\nwidth = 100\nsource = \"pp14-67a, page 1\"\n");
    assert!(found.contains("did you mean `pp14-67a1`?"), "{found}");
}

#[test]
fn mistakes_are_told_by_file_line_and_key() {
    for (text, told) in [
        (
            "[styles.Call]\nbefor = 1\nguess = \"x\"",
            "mine/format.toml:3: styles.Call.befor: unknown key; did you mean `before`?",
        ),
        (
            "[styles.Cal]\nbefore = 1\nguess = \"x\"",
            "mine/format.toml:2: styles.Cal: has no `name`: new, or is the id mistyped?",
        ),
        (
            "[styles.Call]\nalign = \"middle\"\nguess = \"x\"",
            "mine/format.toml:3: styles.Call.align: one of start, centre, end, justify is wanted here, and string stands",
        ),
        (
            "[styles.Call]\nsize = -2\nguess = \"x\"",
            "mine/format.toml:3: styles.Call.size: a whole number in range is wanted here, and integer stands",
        ),
        (
            "[styles.Call]\nbased-on = \"Norml\"\nguess = \"x\"",
            "mine/format.toml:3: styles.Call.based-on: no file gives the style `Norml`; did you mean `Normal`?",
        ),
        (
            "[strings]\ntitle = { text = \"{yeer}\", guess = \"x\" }",
            "mine/format.toml:3: strings.title.text: `{yeer}` is neither a fact nor a string; did you mean `year`?",
        ),
        ("[styles.Call\n", "mine/format.toml:2: not TOML: "),
        ("bodi = \"wrc\"", "mine/format.toml:2: bodi: unknown key; did you mean `body`?"),
        ("body = \"unesco\"", "mine/format.toml:2: body: one of PP, WTSA,"),
        (
            "[[masthead]]\nguess = \"x\"\nleft = [{ style = \"Call\" }]",
            "mine/format.toml:4: masthead[0].left[0]: a line has a `style` and a `text`",
        ),
    ] {
        let found = mistake(text);
        assert!(found.contains(told), "{text}\nsaid: {found}\nwant: {told}");
    }
}

#[test]
fn every_mistake_is_told_at_once() {
    let found = mistake("[page]\nwidht = 1\nheigth = 2\nguess = \"x\"\n");
    assert!(found.starts_with("2 mistakes in template data:\n"), "{found}");
}

/// What follows from a mistake is none.
#[test]
fn a_file_that_does_not_read_is_one_mistake() {
    for (text, wanted) in [
        ("extends = \"pp\"\n[page\n", "mine/format.toml:2: not TOML"),
        ("# Mine.\nextends = \"ppp\"\n", "mine/format.toml:2: extends: no template is called `ppp`; did you"),
    ] {
        let found = load(&[("mine/format.toml", text)]).unwrap_err().found;
        assert!(found.starts_with(wanted) && found.lines().count() <= 3, "{found}");
    }
}

#[test]
fn styles_that_are_based_on_one_another_are_refused() {
    let found = mistake("[styles.Normal]\nbased-on = \"Call\"\nguess = \"x\"\n");
    assert!(found.contains("mine/format.toml:3: styles.Normal.based-on"), "{found}");
}

#[test]
fn templates_that_extend_one_another_are_refused() {
    let files = [("one/format.toml", "extends = \"two\"\n"), ("two/format.toml", "extends = \"one\"\n")];
    let refusal = load(&files).unwrap_err();
    assert!(refusal.found.contains("comes back to"), "{}", refusal.found);
    let refusal = load(&[("mine/format.toml", "extends = \"ppp\"\n")]).unwrap_err();
    assert!(refusal.found.contains("did you mean `pp`?"), "{}", refusal.found);
}

#[test]
fn a_folder_without_templates_is_refused() {
    let refusal = load(&[("readme.txt", "nothing")]).unwrap_err();
    assert!(refusal.found.contains("holds no template"), "{}", refusal.found);
    let refusal = Templates::load(Path::new("no such folder")).unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::Io);
}

#[test]
fn a_file_that_is_no_languages_is_refused() {
    let files = [("mine/format.toml", "extends = \"pp\"\n"), ("mine/de.toml", "[strings]\n")];
    let refusal = load(&files).unwrap_err();
    assert!(refusal.found.starts_with("mine/de.toml:1: "), "{}", refusal.found);
}

#[test]
fn a_users_template_holds_only_its_differences() {
    let files = [
        ("sources.toml", "[house]\ntitle = \"The host's own form\"\n"),
        ("mine/format.toml", "extends = \"pp-14\"\nyear = 2030\n[page]\ntop = 2000\nsource = \"house\"\n"),
        ("mine/en.toml", "[strings]\ntitle = { text = \"Our title\", source = \"house, page 2\" }\n"),
    ];
    let templates = load(&files).unwrap();
    let mine = templates.get("mine").unwrap();
    let parent = templates.get("pp-14").unwrap();
    assert_eq!(mine.page.top, 2000);
    assert_eq!(mine.page.left, parent.page.left);
    assert_eq!(mine.editions[&Language::English].strings["title"], "Our title");
    assert_eq!(mine.editions[&Language::Chinese].strings["title"], "有关大会工作的提案");
    assert_ne!(mine.digest, parent.digest);
    let chosen = templates.choose(&of_conference(Body::of("PP").unwrap(), 2030)).unwrap();
    assert_eq!(chosen.name, "mine");
}

#[test]
fn the_digest_changes_with_any_file_of_the_chain() {
    let digest = |text: &str| {
        let templates = load(&[("mine/format.toml", "extends = \"pp\"\n"), ("mine/fr.toml", text)]).unwrap();
        templates.get("mine").unwrap().digest
    };
    let one = digest("[strings]\ntitle = { text = \"a\", guess = \"x\" }");
    assert_eq!(one, digest("[strings]\ntitle = { text = \"a\", guess = \"x\" }"));
    assert_ne!(one, digest("[strings]\ntitle = { text = \"b\", guess = \"x\" }"));
}

/// The files that the page shows are the ones that are tried: cut out of it, not copied from it.
#[test]
fn a_conference_is_added_as_the_page_says() {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/README.md")).unwrap();
    let (_, steps) = page.split_once("## How to add a conference").unwrap();
    let file = |name: &str| {
        let (_, after) = steps.split_once(&format!("Edit `my-templates/{name}`")).unwrap();
        let (_, block) = after.split_once("```toml\n").unwrap();
        block.split_once("```").unwrap().0.lines().map(str::trim).collect::<Vec<_>>().join("\n")
    };
    let (sources, format) = (file("sources.toml"), file("pp-26/format.toml"));
    let templates = load(&[("sources.toml", &sources), ("pp-26/format.toml", &format)]).unwrap();
    let chosen = templates.choose(&of_conference(Body::of("PP").unwrap(), 2026)).unwrap();
    assert_eq!(chosen.name, "pp-26");
    assert_eq!(chosen.edition(Language::French).first_footer, ["• pp26.example •"]);
    assert_eq!(chosen.edition(Language::French).strings["meeting"], "SÉANCE PLÉNIÈRE");
}
