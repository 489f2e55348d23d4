//! A fingerprint of all that outputs can depend on: sources, templates, fonts, versions of the
//! packages. It tells two builds of one version apart, on any machine, and goes into the manifest.
//! And the list of the built-in templates: every folder of `templates` with a `format.toml`. And the tables of the
//! registry and the lexicon as JSON, which every run reads: as TOML they took it a quarter of its instructions.
#![allow(clippy::expect_used, clippy::panic, reason = "a build that cannot read its sources is to stop")]

use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let mut files = Vec::new();
    for root in ["Cargo.lock", "src", "templates"] {
        println!("cargo::rerun-if-changed={root}");
        collect(Path::new(root), &mut files);
    }
    files.sort();
    let mut print = Fingerprint(0xcbf2_9ce4_8422_2325);
    for file in files {
        print.add(file.to_string_lossy().replace('\\', "/").as_bytes());
        print.add(&fs::read(&file).expect("a source can be read"));
    }
    println!("cargo::rustc-env=ITUDOC_BUILD={:016x}", print.0);
    let out = std::env::var_os("OUT_DIR").expect("cargo names a folder for what is made");
    for (name, list) in [("templates.rs", templates()), ("heads.rs", heads()), ("sources.rs", sources())] {
        fs::write(Path::new(&out).join(name), list).expect("a list of templates can be written");
    }
    for folder in ["registry", "lexicon"] {
        tables(folder, &Path::new(&out).join(folder));
    }
}

/// The tables of a folder of `templates`, each as JSON of the same values under the same name.
fn tables(folder: &str, out: &Path) {
    fs::create_dir_all(out).expect("a folder for tables can be made");
    for entry in fs::read_dir(Path::new("templates").join(folder)).expect("a folder of tables can be read") {
        let path = entry.expect("an entry of it can be read").path();
        let Some(name) = path.file_stem().filter(|_| path.extension().is_some_and(|end| end == "toml"))
        else {
            continue;
        };
        let json = serde_json::to_string(&table(&path)).expect("values of TOML are values of JSON");
        fs::write(out.join(name).with_extension("json"), json).expect("a table can be written");
    }
}

/// A file of TOML.
fn table(path: &Path) -> toml::Table {
    let text = fs::read_to_string(path).expect("a table can be read");
    text.parse().unwrap_or_else(|error| panic!("{} is no TOML: {error}", path.display()))
}

/// A slice, as source: each template with what it extends, its body and its year.
fn heads() -> String {
    let mut list = String::from("&[\n");
    for folder in forms() {
        let name = folder.file_name().expect("a folder has a name").to_string_lossy();
        let format = table(&folder.join("format.toml"));
        let text = |key: &str| format.get(key).and_then(toml::Value::as_str);
        let year = format.get("year").and_then(toml::Value::as_integer);
        let (extends, body) = (text("extends"), text("body"));
        list += &format!(
            "    BuiltinHead {{ name: {name:?}, extends: {extends:?}, body: {body:?}, year: {year:?} }},\n"
        );
    }
    list + "]\n"
}

/// A slice, as source: the keys of `sources.toml`.
fn sources() -> String {
    let keys: Vec<String> = table(Path::new("templates/sources.toml")).keys().cloned().collect();
    format!("&{keys:?}\n")
}

/// The folders of the templates, in the order of their names.
fn forms() -> Vec<PathBuf> {
    let entries = fs::read_dir("templates").expect("the folder of templates can be read");
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry of it can be read").path()).collect();
    folders.retain(|folder| folder.join("format.toml").exists());
    folders.sort();
    folders
}

/// A slice of paths and texts, as source: `sources.toml` and the files of each template's folder.
fn templates() -> String {
    let root = Path::new("templates");
    let mut files = Vec::new();
    forms().iter().for_each(|folder| collect(folder, &mut files));
    files.push(root.join("sources.toml"));
    files.sort();
    let here = std::env::current_dir().expect("the folder of the package is there");
    let mut list = String::from("&[\n");
    for file in files {
        let name =
            file.strip_prefix(root).expect("a file of the folder").to_string_lossy().replace('\\', "/");
        list += &format!("    ({name:?}, include_str!({:?})),\n", here.join(&file).to_string_lossy());
    }
    list + "]\n"
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder of sources can be read") {
            collect(&entry.expect("an entry of it can be read").path(), files);
        }
    } else {
        files.push(path.to_owned());
    }
}

/// FNV-1a, 64 bits: no package is needed for it. It guards against accident, not against intent.
struct Fingerprint(u64);

impl Fingerprint {
    fn add(&mut self, bytes: &[u8]) {
        // Some checkouts end lines with a carriage return too.
        for byte in bytes.iter().filter(|byte| **byte != b'\r') {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        self.0 = self.0.wrapping_mul(0x0100_0000_01b3);
    }
}
