//! What comes out of every sample, looked at whole: a PDF in which nothing acts, a DOCX that Word need
//! not mend. Rows 37 and 38 of the faults that are tested.

use std::fs;
use std::path::{Path, PathBuf};

use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use crate::write::pdf::PdfStandard;
use lopdf::{Dictionary, Document, Object};

use crate::suite::docx_lint;

/// Links of every kind that a document may bring, most of them to be left as text.
const LINKS: &str = r##"<html><head><title>x</title></head><body onload="alert(1)">
<p>MOD CUB/70/1</p>
<p><a href="javascript:alert(1)">script</a> <a href="file:///etc/passwd">file</a>
<a href="\\host\share\x.exe">share</a> <a href="vbscript:x">basic</a> <a href="data:text/html,x">data</a>
<a href="ms-word:ofe|u|http://example.org/x.dotm">office</a> <a href="#here">here</a>
<a href="https://www.itu.int/">the Union</a> <a href="mailto:office@example.org">office</a></p>
<script>alert(2)</script></body></html>"##;

/// What the project has to convert: each file's name and bytes.
fn inputs() -> Vec<(String, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("input")];
    folders.extend(fs::read_dir(root.join("tests/cases/legacy")).unwrap().map(|entry| entry.unwrap().path()));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| {
        path.is_file() && path.extension().is_none_or(|kind| kind != "toml" && kind != "snap")
    });
    files.sort();
    let named =
        |path: &PathBuf| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap());
    let mut inputs: Vec<_> = files.iter().map(named).collect();
    inputs.push(("links.html".to_owned(), LINKS.as_bytes().to_vec()));
    inputs
}

/// What stands in a PDF that would act or lead out of it, but for links to the web and to an address;
/// and how many of those there are.
fn acts(bytes: &[u8]) -> (Vec<String>, usize) {
    // Keys whose value is run or opened without a reader's wish, or holds another file.
    const KEYS: [&str; 9] =
        ["JS", "JavaScript", "OpenAction", "AA", "AcroForm", "EmbeddedFiles", "RichMedia", "XFA", "Encrypt"];
    let document = Document::load_mem(bytes).unwrap();
    let (mut found, mut links) = (Vec::new(), 0);
    let mut open: Vec<&Object> = document.objects.values().collect();
    let trailer = Object::Dictionary(document.trailer.clone());
    open.push(&trailer);
    while let Some(object) = open.pop() {
        let dictionary: &Dictionary = match object {
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &stream.dict,
            Object::Array(items) => {
                open.extend(items);
                continue;
            }
            _ => continue,
        };
        open.extend(dictionary.iter().map(|(_, value)| value));
        found.extend(KEYS.iter().filter(|key| dictionary.has(key.as_bytes())).map(|key| (*key).to_owned()));
        let is_action = dictionary.get_type().is_ok_and(|kind| kind == b"Action") || dictionary.has(b"URI");
        if is_action {
            let kind = dictionary.get(b"S").and_then(Object::as_name).unwrap_or_default();
            let target = dictionary.get(b"URI").and_then(Object::as_str).unwrap_or_default();
            let harmless = [&b"https://"[..], b"http://", b"mailto:"].iter().any(|s| target.starts_with(s));
            if kind == b"URI" && harmless {
                links += 1;
            } else {
                found.push(format!("{dictionary:?}"));
            }
        }
        if let Ok(kind) = dictionary.get(b"Subtype").and_then(Object::as_name)
            && [&b"Widget"[..], b"Movie", b"Screen", b"3D", b"FileAttachment"].contains(&kind)
        {
            found.push(String::from_utf8_lossy(kind).into_owned());
        }
    }
    (found, links)
}

#[test]
fn nothing_acts_and_nothing_needs_mending() {
    let engine = Engine::default();
    let options = RunOptions { outputs: vec![OutputKind::Docx, OutputKind::Pdf], ..RunOptions::default() };
    let inputs = inputs();
    let mut faults = Vec::new();
    let (mut made, mut links) = (0, 0);
    for (name, bytes) in &inputs {
        let Ok(conversion) = engine.convert(name, bytes, &options, &FileOptions::default()) else {
            // One sample is there to be refused.
            continue;
        };
        made += 1;
        for (kind, bytes) in &conversion.outputs {
            let found = match kind {
                OutputKind::Docx => docx_lint::faults(bytes),
                _ => {
                    let (found, kept) = acts(bytes);
                    links += kept;
                    found
                }
            };
            faults.extend(found.into_iter().map(|fault| format!("{name}, {kind:?}: {fault}")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(made + 1 >= inputs.len() && made > 15, "{made} of {} samples were converted", inputs.len());
    assert!(links > 0, "no sample has a link, so nothing was shown of links");
}

#[test]
fn what_would_act_is_seen() {
    let options = RunOptions {
        outputs: vec![OutputKind::Pdf],
        pdf_standard: PdfStandard::A3a,
        ..RunOptions::default()
    };
    let made =
        Engine::default().convert("a.txt", b"MOD\tCUB/70/1\n", &options, &FileOptions::default()).unwrap();
    let bytes = &made.outputs[0].1;
    // Asked for, the sources stand inside, and that is seen; nothing else is there.
    let (found, _) = acts(bytes);
    assert!(found.iter().all(|fault| fault == "EmbeddedFiles") && !found.is_empty(), "{found:?}");
    let planted = |action: Dictionary| {
        let mut document = Document::load_mem(bytes).unwrap();
        let action = document.add_object(action);
        document.catalog_mut().unwrap().set("OpenAction", action);
        let mut out = Vec::new();
        document.save_to(&mut out).unwrap();
        acts(&out).0.len()
    };
    let launch =
        lopdf::dictionary! { "Type" => "Action", "S" => "Launch", "F" => Object::string_literal("x") };
    let script = lopdf::dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("x") };
    let file = lopdf::dictionary! { "S" => "URI", "URI" => Object::string_literal("file:///etc/passwd") };
    for action in [launch, script, file] {
        assert_eq!(planted(action.clone()), found.len() + 2, "{action:?}");
    }
}
