//! A fingerprint of all that outputs can depend on: sources, templates, fonts, versions of the
//! packages. It tells two builds of one version apart, on any machine, and goes into the manifest.
//! And the list of the built-in templates: every folder of `templates` with a `format.toml`.
#![allow(clippy::expect_used, reason = "a build that cannot read its sources is to stop")]

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
    fs::write(Path::new(&out).join("templates.rs"), templates())
        .expect("the list of templates can be written");
}

/// A slice of paths and texts, as source: `sources.toml` and the files of each template's folder.
fn templates() -> String {
    let root = Path::new("templates");
    let mut files = Vec::new();
    for entry in fs::read_dir(root).expect("the folder of templates can be read") {
        let folder = entry.expect("an entry of it can be read").path();
        if folder.join("format.toml").exists() {
            collect(&folder, &mut files);
        }
    }
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
