//! Who may know whom: the way of the data is kept by a test, not by hope.
//!
//! A white list: each room of `src` with the rooms it may know, and why. What is not in its row is
//! forbidden; no ring of rooms is possible. Each third-party package has its rooms, the system has its
//! rooms. Paths are read as the compiler reads them ([`paths`]), so no brace hides an import.

mod paths;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A room, the rooms it may know, and the reason in one sentence.
type Row = (&'static str, &'static str, &'static str);

/// The white list, from the ground up: a room knows only rooms above it in this list.
const ROOMS: &[Row] = &[
    // Ground: a thing of its own each, known by whoever needs it.
    ("BUILD", "", "The version of the program, which outputs and manifests name."),
    ("digest", "", "A digest is made of bytes, whatever they are."),
    ("letters", "", "Classes of characters are Unicode's and nobody's else."),
    ("radicals", "letters", "Which letter a radical stands for is Unicode's."),
    ("folding", "radicals", "What two spellings of one word have in common is known without a vocabulary."),
    ("numerals", "", "Numerals are read and written without a text around them."),
    ("lines", "", "Lines and columns are found in any text."),
    ("limits", "", "One table of bounds, so that nobody has one of his own."),
    ("message", "", "A sentence is a pattern and its values, whatever it is said of."),
    ("refusals", "message", "A refusal is a class, what was found and what to do; it names no type of ours."),
    ("files", "message refusals", "What others made is opened in one way, whatever it is for."),
    ("language", "", "The six languages are a closed list."),
    ("akoma_ntoso", "language", "What Akoma Ntoso documents are called, for whoever reads or writes them."),
    ("text", "", "Words and marks, which know neither what they mean nor how they look."),
    (
        "formula",
        "text",
        "Formulas as the office formats keep them, and their reading, whoever reads or sets them.",
    ),
    (
        "diagnostics",
        "lines message refusals text",
        "A finding points into a text and is shown with its line.",
    ),
    (
        "interface",
        "diagnostics language",
        "What is said to people is a message and a table of its languages, whoever says it.",
    ),
    ("choice", "diagnostics", "A word that is no name of a choice is answered with the nearest one."),
    ("budget", "diagnostics", "A file that takes too long is refused."),
    ("sharing", "", "Parts of a task side by side; whose threads do them is not known."),
    (
        "workers",
        "budget sharing",
        "Threads ask the time of the item at hand, and know nothing of what is done.",
    ),
    ("store", "message refusals", "Files appear whole or not at all, whatever is in them."),
    (
        "object_storage",
        "message refusals",
        "Objects are bytes behind addresses, whatever is in them; the one room that speaks to a network service.",
    ),
    // What the stages hand on.
    ("source", "formula diagnostics text", "What readers yield: text with its places, and what they report."),
    (
        "model",
        "formula language source text",
        "The one model: meaning over text, with what was set aside in reading.",
    ),
    (
        "graphics",
        "diagnostics letters limits",
        "Pixels and drawings are made of a picture's bytes, whatever shows them; what is wrong with one is a message.",
    ),
    ("galley", "formula language text", "Words and styles, the one thing that both printers print."),
    (
        "pages",
        "diagnostics graphics language",
        "Glyphs with positions; nothing of the words' meaning is left.",
    ),
    // What is known of the world, as data.
    (
        "lexicon",
        "diagnostics folding language letters lines model numerals radicals text",
        "The words of the languages name kinds of the model.",
    ),
    (
        "registry",
        "diagnostics digest folding language letters lexicon lines model numerals radicals text",
        "Conferences and members by name and year, and references to their texts.",
    ),
    (
        "template",
        "diagnostics digest files graphics language limits lines model registry text",
        "A form is data checked at its places; it is for a conference and its sections, and shows the emblem it is given.",
    ),
    // The stages, in the order of the data.
    (
        "read",
        "akoma_ntoso budget formula diagnostics language letters limits numerals source text",
        "Readers make a source of bytes and never learn what a paragraph means.",
    ),
    (
        "office",
        "diagnostics files limits read",
        "Another program stands in for a reader: it implements what `read` asks for.",
    ),
    (
        "parse",
        "budget diagnostics folding language letters lexicon model numerals radicals registry source text",
        "The parser makes the model of a source by the words and what is known; no file, no form.",
    ),
    (
        "metadata",
        "diagnostics language lexicon lines model parse registry source text",
        "What is given besides the text is read as the text's own words are, and set in the model.",
    ),
    (
        "recover",
        "budget choice diagnostics digest language letters lexicon lines model numerals parse refusals registry text",
        "Recovery sets marks in the model by the grammar of references; it reads labels as the parser does.",
    ),
    (
        "structure",
        "diagnostics language limits lines model recover source text",
        "The JSON form and the model, each made of the other: no reader of files, no writer of documents.",
    ),
    ("reading", "diagnostics model recover source", "What the first half hands to the second: data alone."),
    (
        "check",
        "budget diagnostics digest folding language letters lexicon model numerals parse radicals reading recover registry template text",
        "Rules judge a reading; they ask recovery and parser how words are read, and change nothing.",
    ),
    (
        "compose",
        "formula diagnostics folding galley graphics language lexicon model registry template text",
        "The model and a form become a galley; neither readers nor writers are known.",
    ),
    (
        "layout",
        "formula budget diagnostics digest files galley graphics language letters lexicon limits numerals pages sharing template text",
        "A galley becomes pages; which file they go into is not known.",
    ),
    (
        "write",
        "akoma_ntoso budget formula choice diagnostics digest galley graphics interface language lines model pages recover registry sharing source template text limits",
        "Writers print what they are given; no reader, no parser, no file.",
    ),
    (
        "verify",
        "budget formula diagnostics galley letters lines model sharing source template text",
        "The proof reads finished bytes with eyes of its own: it shares no code with readers and writers.",
    ),
    (
        "pack",
        "diagnostics folding language letters lexicon model reading recover registry text workers",
        "What was read is laid beside the texts in force: no file, no form, no writer.",
    ),
    // The program around the stages.
    (
        "pipeline",
        "budget check choice compose diagnostics digest galley graphics interface language layout lexicon limits lines metadata model pages parse read reading recover registry sharing source structure template text verify write",
        "The one room that knows the stages, to put them in order.",
    ),
    (
        "manifest",
        "compose diagnostics digest files limits pipeline store workers",
        "What outputs were made of, and what was told of their inputs.",
    ),
    (
        "rules",
        "check compose diagnostics layout lexicon manifest metadata pack parse read recover write",
        "The register of the rules: each room keeps its own, this one lists the rooms.",
    ),
    (
        "report",
        "diagnostics digest interface language lines pipeline rules text",
        "What became of the files is told in the pipeline's own terms.",
    ),
    (
        "archive",
        "BUILD diagnostics digest pipeline report rules structure write",
        "Packages are made of finished outputs and of what is told of them, whoever stores them.",
    ),
    (
        "settings",
        "check choice diagnostics files language lexicon limits lines pipeline recover text write",
        "Settings are values of the types that the pipeline takes.",
    ),
    (
        "batch",
        "archive BUILD budget compose diagnostics digest files interface layout lexicon limits manifest metadata object_storage pipeline recover registry report rules store text workers",
        "Many files: found, converted, stored, told.",
    ),
    (
        "watch",
        "batch diagnostics interface language manifest pipeline report store workers",
        "A folder that is a batch whenever something arrives.",
    ),
    (
        "review",
        "batch check choice compose diagnostics digest files interface language layout limits lines manifest metadata model pages pipeline recover registry report source store text watch workers write",
        "A desk of documents for a browser: what is seen is made by the pipeline, what is decided is files beside them.",
    ),
    (
        "catalogue",
        "BUILD batch budget diagnostics digest files folding galley language letters limits model numerals pack pipeline recover report sharing store template text workers",
        "A pack is kept in a database and printed as papers, like a batch, in a folder that is ours.",
    ),
    (
        "cli",
        "archive BUILD batch budget catalogue check choice compose diagnostics files interface language layout lexicon limits lines manifest object_storage office pack pipeline read reading recover registry report review rules settings source store structure template text watch workers write",
        "The command line knows everything and is known by nothing but `main`.",
    ),
];

/// Third-party packages and the only places that may name them. A package that is not here is refused.
const PACKAGES: &[(&str, &str)] = &[
    ("printpdf", "write/pdf"),
    ("lopdf", "write/pdf"),
    ("subsetter", "write/pdf"),
    // One decoder a format, and SVG as plain paths.
    ("gif", "graphics"),
    ("image_webp", "graphics"),
    ("png", "graphics"),
    ("tiff", "graphics"),
    ("simplecss", "graphics"),
    ("usvg", "graphics"),
    ("zune_jpeg", "graphics"),
    ("docx_rs", "write/docx"),
    // Word packages are read, written, and read back by eyes of the proof's own.
    ("zip", "archive/formats read/package write/docx verify report/workbook review/intake"),
    ("quick_xml", "read/xml write/docx write/pdf/metadata write/xml archive verify"),
    ("fax", "graphics"),
    ("flate2", "graphics read/doc97 write/docx write/pdf verify"),
    ("libdeflater", "write/deflate"),
    // The program around the pipeline; no stage of the pipeline starts a thread.
    ("rayon", "workers"),
    ("mimalloc", "main"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("clap_mangen", "cli"),
    ("ctrlc", "cli"),
    ("signal_hook", "cli"),
    ("anstream", "cli"),
    ("terminal_size", "cli"),
    ("indicatif", "batch"),
    ("tempfile", "cli office store"),
    ("rustix", "batch/own_process files office"),
    ("fontdb", "layout/fonts"),
    ("rustybuzz", "layout"),
    ("self_cell", "layout/fonts"),
    ("ttf_parser", "layout write/pdf write/svg"),
    ("icu_segmenter", "layout"),
    ("unicode_bidi", "layout write/docx write/pdf"),
    ("encoding_rs", "graphics/metafile read review/intake verify"),
    ("chardetng", "read"),
    ("cfb", "read verify review/intake"),
    ("base64", "graphics/clean read/transfer_encoding write/akn write/html write/svg"),
    ("html5gum", "read/html verify"),
    (
        "jiff",
        "batch/publication check cli/archive cli/pack cli/watch compose lexicon metadata model pack registry review write/akn write/docx structure",
    ),
    ("schemars", "report structure"),
    ("rusqlite", "catalogue"),
    (
        "serde",
        "akoma_ntoso archive batch catalogue cli compose diagnostics digest lexicon manifest message pack recover registry report structure template",
    ),
    ("serde_json", "archive batch catalogue cli lexicon manifest read registry report structure"),
    ("sha2", "digest"),
    ("similar", "pack recover"),
    ("strsim", "diagnostics lexicon parse"),
    (
        "toml",
        "akoma_ntoso batch/publication interface review lexicon metadata recover registry settings template",
    ),
    ("annotate_snippets", "diagnostics"),
    ("thiserror", "refusals store workers"),
    ("axum", "review/connections review/server"),
    ("tokio", "object_storage review/connections review/server"),
    // Their cryptography is chosen where the service is asked; `reqwest` is named in Cargo.toml for that alone.
    ("object_store", "object_storage"),
    ("reqwest", ""),
    ("rustls", "object_storage"),
    ("maud", "review/page write/html"),
    ("mail_parser", "review/intake"),
    ("unicode_normalization", "lexicon manifest radicals"),
    ("unicode_width", "cli parse"),
];

/// Parts of the standard library that act on the world, and the only rooms that may name them.
const WORLD: &[(&str, &str)] = &[
    ("std::fs", "batch cli files manifest object_storage office review settings store template watch"),
    ("std::process", "batch/own_process cli main office store"),
    ("std::thread", "cli/watch cli/review office workers"),
    ("std::time", "batch cli manifest object_storage office review workers"),
    ("std::env", "batch/own_process cli office settings"),
];

/// Every source file: its name below `src`, its text.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<(String, String)>) {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    found
}

/// The module that a file is, below `crate`.
fn module(name: &str) -> Vec<&str> {
    let stem = name.trim_end_matches(".rs");
    let stem = stem.strip_suffix("/mod").unwrap_or(stem);
    if matches!(stem, "lib" | "main") { Vec::new() } else { stem.split('/').collect() }
}

fn within(name: &str, places: &str) -> bool {
    let stem = name.trim_end_matches(".rs");
    places
        .split(' ')
        .any(|place| stem.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
}

/// Which room names which, each with the places that do.
fn ties() -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    let mut ties: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    for (name, text) in sources() {
        let module = module(&name);
        let Some(room) = module.first() else { continue };
        let own = ties.entry((*room).to_owned()).or_default();
        for named in paths::of(&text, &module) {
            if let [root, other, ..] = named.path.as_slice()
                && root == "crate"
                && other != room
            {
                own.entry(other.clone()).or_default().push(format!("src/{name}:{}", named.line));
            }
        }
    }
    ties
}

#[test]
fn rooms_know_only_whom_they_may() {
    let rows: BTreeMap<&str, &str> = ROOMS.iter().map(|(room, may, _)| (*room, *may)).collect();
    assert_eq!(rows.len(), ROOMS.len(), "a room has two rows");
    let mut faults = Vec::new();
    for (room, others) in ties() {
        let Some(may) = rows.get(room.as_str()) else {
            faults.push(format!("the room {room} has no row: say whom it may know, and why"));
            continue;
        };
        for (other, places) in others {
            if !may.split(' ').any(|known| known == other) {
                faults.push(format!("{room} must not know {other}: {}", places.join(", ")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// No ring of rooms is possible: a row names only rows above it.
#[test]
fn rows_look_up_only() {
    let mut above: BTreeSet<&str> = BTreeSet::new();
    for (room, may, why) in ROOMS {
        assert!(why.ends_with('.') && why.len() > 20, "{room}: a sentence says why");
        for known in may.split(' ').filter(|known| !known.is_empty()) {
            assert!(above.contains(known), "{room} is to know {known}, which does not stand above it");
        }
        above.insert(room);
    }
}

/// Rooms that know each other, by any way round.
fn rings(ties: &BTreeMap<String, BTreeMap<String, Vec<String>>>) -> Vec<BTreeSet<String>> {
    let reached = |from: &str| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from.to_owned()]);
        while let Some(room) = open.pop() {
            for other in ties.get(&room).into_iter().flat_map(BTreeMap::keys) {
                if seen.insert(other.clone()) {
                    open.push(other.clone());
                }
            }
        }
        seen
    };
    let all: BTreeMap<&str, BTreeSet<String>> =
        ties.keys().map(|room| (room.as_str(), reached(room))).collect();
    let mut rings: Vec<BTreeSet<String>> = Vec::new();
    for (room, seen) in all.iter().filter(|(room, seen)| seen.contains(**room)) {
        let ring =
            seen.iter().filter(|other| all.get(other.as_str()).is_some_and(|back| back.contains(*room)));
        let ring: BTreeSet<String> = ring.cloned().collect();
        if !rings.contains(&ring) {
            rings.push(ring);
        }
    }
    rings
}

#[test]
fn no_ring_of_rooms() {
    assert_eq!(rings(&ties()), Vec::<BTreeSet<String>>::new());
    let tie = |from: &str, to: &str| (from.to_owned(), BTreeMap::from([(to.to_owned(), Vec::new())]));
    let drawn = BTreeMap::from([tie("a", "b"), tie("b", "c"), tie("c", "b"), tie("d", "a")]);
    assert_eq!(rings(&drawn), [BTreeSet::from(["b".to_owned(), "c".to_owned()])]);
}

#[test]
fn packages_and_the_world_stay_in_their_rooms() {
    let mut faults = Vec::new();
    for (name, text) in sources() {
        for named in paths::of(&text, &module(&name)) {
            let whole = named.path.join("::");
            let package =
                PACKAGES.iter().find(|(package, _)| named.path.first().is_some_and(|p| p == package));
            let world =
                WORLD.iter().find(|(part, _)| whole == *part || whole.starts_with(&format!("{part}::")));
            for (what, places) in package.into_iter().chain(world) {
                if !within(&name, places) {
                    faults.push(format!("src/{name}:{} names {what}", named.line));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What others made is opened by `files` alone, which follows no link, waits for no pipe and knows a bound.
#[test]
fn files_are_opened_in_one_way() {
    /// Rooms that read what they wrote themselves.
    const OWN: &str = "files object_storage store";
    let mut faults = Vec::new();
    for (name, text) in sources().into_iter().filter(|(name, _)| !within(name, OWN)) {
        let text = text.split("#[cfg(test)]\nmod ").next().unwrap();
        for (at, line) in text.lines().enumerate() {
            let opens =
                ["fs::read(", "fs::read_to_string(", "(File::open(", " File::open(", "fs::File::open("];
            if opens.iter().any(|call| line.contains(call)) {
                faults.push(format!("src/{name}:{}: {}", at + 1, line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_package_has_its_rooms() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap();
    let of_systems = manifest["target"].as_table().unwrap().values();
    let tables = of_systems.map(|system| &system["dependencies"]).chain([&manifest["dependencies"]]);
    let names = tables.flat_map(|table| table.as_table().unwrap().keys());
    let needed: BTreeSet<String> = names.map(|name| name.replace('-', "_")).collect();
    let listed: BTreeSet<String> = PACKAGES.iter().map(|(package, _)| (*package).to_owned()).collect();
    assert_eq!(needed, listed, "Cargo.toml and the table of packages name the same");
}

#[test]
fn every_file_says_what_it_is_for() {
    let bare: Vec<String> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(name, _)| name).collect();
    assert!(bare.is_empty(), "no words at the head of {bare:?}");
}

/// A name means one type. Two files may say it again: the form of the JSON mirrors the model type by
/// type, and each command parses `Arguments`, as clap's own examples do.
#[test]
fn a_name_means_one_type() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, text) in sources() {
        if name == "structure/form.rs" {
            continue;
        }
        for line in text.lines() {
            let item = ["pub(crate) ", "pub(super) ", "pub "]
                .iter()
                .find_map(|face| line.strip_prefix(face))
                .unwrap_or(line);
            let Some((kind, rest)) = item.split_once(' ') else { continue };
            if !matches!(kind, "struct" | "enum" | "trait" | "type" | "union") {
                continue;
            }
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            places.entry(rest[..end].to_owned()).or_default().push(format!("src/{name}"));
        }
    }
    assert!(places.len() > 500, "{} types were found", places.len());
    places.retain(|name, files| files.len() > 1 && name != "Arguments");
    assert!(places.is_empty(), "names that several types bear: {places:#?}");
}

/// `docs/architecture.md` names files and folders: each of them is there.
#[test]
fn the_page_names_what_there_is() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/architecture.md")).unwrap();
    let quoted = page.split('`').skip(1).step_by(2);
    let heads = ["src/", "tests/", "templates/", "docs/", "benches/"];
    let paths: Vec<&str> = quoted.filter(|text| heads.iter().any(|head| text.starts_with(head))).collect();
    assert!(paths.len() > 30, "{} paths on the page", paths.len());
    let gone: Vec<&&str> =
        paths.iter().filter(|path| !path.contains(['{', 'N']) && !root.join(path).exists()).collect();
    assert!(gone.is_empty(), "docs/architecture.md names what is not there: {gone:?}");
    let rooms: Vec<&str> = ROOMS.iter().map(|(room, _, _)| *room).filter(|room| *room != "BUILD").collect();
    let named =
        |room: &&&str| page.contains(&format!("`src/{room}.rs`")) || page.contains(&format!("`src/{room}`"));
    let missing: Vec<&&str> = rooms.iter().filter(|room| !named(room)).collect();
    assert!(missing.is_empty(), "docs/architecture.md says nothing of {missing:?}");
}
