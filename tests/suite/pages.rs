//! First pages as pictures: every form in every language, compared with the pages that were last
//! looked at and accepted (`tests/pages`).
//!
//! A page is drawn by `pdftoppm`, 60 dots to the inch, in sixteen greys. Where it differs from the
//! accepted one, `report.html` in the target's `tmp/pages` shows what was expected, what was got and
//! where they differ. `ITUDOC_ACCEPT_PAGES=1 cargo test pages` accepts what is got: look at it first.

use std::fmt::Write;
use std::fs;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::language::Language;
use crate::metadata::Metadata;
use crate::pipeline::{Engine, FileOptions, OutputKind, RunOptions};
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use flate2::{Compression, Crc};

/// One template of each look; the others differ from these in header and footer lines, of which
/// `the_heads_of_every_template` has the words.
/// With each the conference that is given, so that its name and dates stand in the masthead.
const TEMPLATES: [(&str, Option<&str>); 8] = [
    ("base", None),
    ("council", Some("C18")),
    ("itu-d-sg", None),
    ("itu-t-sg", None),
    ("pp-14", Some("PP-14")),
    ("wrc", Some("WRC-19")),
    ("wtdc", Some("WTDC-17")),
    ("wtsa", Some("WTSA-16")),
];

/// Side of the squares whose mean greys are compared, pixels: what is smaller than a letter does not
/// count, for versions of the drawing program smooth edges differently.
const SQUARE: usize = 6;
/// How much the means of two squares may differ, of 255.
const TOLERANCE: usize = 24;
/// Largest accepted picture, bytes.
const LARGEST: usize = 20 * 1024;

fn sample(language: Language) -> &'static str {
    match language {
        Language::Arabic => "pp18-ar-proposal.txt",
        Language::Chinese => "pp14-zh-cover-note-and-marks.txt",
        Language::English => "pp18-en-whole-masthead.txt",
        Language::French => "pp22-fr-revision.txt",
        Language::Russian => "pp18-ru-two-proposals.txt",
        Language::Spanish => "pp14-es-addendum.txt",
    }
}

/// A picture in greys, one byte a pixel, from 0 (black) to 255.
#[derive(Debug, Clone, PartialEq)]
struct Picture {
    width: usize,
    height: usize,
    greys: Vec<u8>,
}

impl Picture {
    /// Reads what `pdftoppm -gray` writes: `P5`, width, height, 255, the pixels.
    fn of_pgm(bytes: &[u8]) -> Picture {
        let mut rest = bytes;
        let mut fields = Vec::new();
        while fields.len() < 4 {
            let end = rest.iter().position(u8::is_ascii_whitespace).unwrap();
            fields.push(String::from_utf8(rest[..end].to_vec()).unwrap());
            rest = &rest[end + 1..];
        }
        assert_eq!((fields[0].as_str(), fields[3].as_str()), ("P5", "255"));
        let (width, height) = (fields[1].parse().unwrap(), fields[2].parse().unwrap());
        let greys: Vec<u8> = rest.iter().map(|grey| grey / 17 * 17).collect();
        assert_eq!(greys.len(), width * height);
        Picture { width, height, greys }
    }

    /// A PNG of sixteen greys, rows unfiltered (ISO/IEC 15948).
    fn png(&self) -> Vec<u8> {
        let mut rows = Vec::new();
        for row in self.greys.chunks(self.width) {
            rows.push(0);
            rows.extend(
                row.chunks(2).map(|pair| (pair[0] / 17) << 4 | pair.get(1).map_or(0, |grey| grey / 17)),
            );
        }
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
        packed.write_all(&rows).unwrap();
        let mut header = Vec::new();
        header.extend(u32::try_from(self.width).unwrap().to_be_bytes());
        header.extend(u32::try_from(self.height).unwrap().to_be_bytes());
        header.extend([4, 0, 0, 0, 0]);
        let mut png = SIGNATURE.to_vec();
        for (kind, data) in [(b"IHDR", header), (b"IDAT", packed.finish().unwrap()), (b"IEND", Vec::new())] {
            let mut crc = Crc::new();
            crc.update(kind);
            crc.update(&data);
            png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
            png.extend(kind);
            png.extend(&data);
            png.extend(crc.sum().to_be_bytes());
        }
        png
    }

    /// Reads a PNG that [`Self::png`] wrote.
    fn of_png(png: &[u8]) -> Picture {
        let word = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap()) as usize;
        assert!(
            png.starts_with(&SIGNATURE) && png[24] == 4 && png[25] == 0,
            "not a PNG that this test wrote"
        );
        let (width, height, length) = (word(16), word(20), word(33));
        let mut rows = Vec::new();
        ZlibDecoder::new(&png[41..41 + length]).read_to_end(&mut rows).unwrap();
        let greys = rows.chunks(1 + width.div_ceil(2)).flat_map(|row| {
            row[1..].iter().flat_map(|pair| [(pair >> 4) * 17, (pair & 15) * 17]).take(width)
        });
        Picture { width, height, greys: greys.collect() }
    }

    /// The squares in which the pictures differ, darker where they differ more; `None` where nowhere.
    fn difference(&self, other: &Picture) -> Option<Picture> {
        if (self.width, self.height) != (other.width, other.height) {
            return Some(Picture { width: 1, height: 1, greys: vec![0] });
        }
        let mut shown = Picture { greys: vec![255; self.greys.len()], ..self.clone() };
        let mut differs = false;
        for top in (0..self.height).step_by(SQUARE) {
            for left in (0..self.width).step_by(SQUARE) {
                let rows = top..(top + SQUARE).min(self.height);
                let columns = left..(left + SQUARE).min(self.width);
                let pixels: Vec<usize> = rows
                    .flat_map(|row| columns.clone().map(move |column| row * self.width + column))
                    .collect();
                let mean = |of: &Picture| {
                    pixels.iter().map(|at| usize::from(of.greys[*at])).sum::<usize>() / pixels.len()
                };
                let by = mean(self).abs_diff(mean(other));
                if by > TOLERANCE {
                    differs = true;
                    pixels.iter().for_each(|at| shown.greys[*at] = 255 - u8::try_from(by).unwrap());
                }
            }
        }
        differs.then_some(shown)
    }
}

const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n'];

/// The first page of a sample in a form; `None` where there is no `pdftoppm`.
fn drawn(engine: &Engine, template: &str, conference: Option<&str>, language: Language) -> Option<Picture> {
    let name = sample(language);
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("input").join(name)).unwrap();
    let mut metadata = Metadata::default();
    let conference = conference.map(|conference| format!("conference={conference}"));
    for pair in ["date=2018-03-12", "original=en", "source=E"].into_iter().chain(conference.as_deref()) {
        metadata.set(pair, &engine.registry).unwrap();
    }
    let options = RunOptions {
        metadata,
        outputs: vec![OutputKind::Pdf],
        template: Some(template.to_owned()),
        language: Some(language),
        ..RunOptions::default()
    };
    let made = engine.convert(name, &bytes, &options, &FileOptions::default()).unwrap();
    let mut program = Command::new("pdftoppm");
    program.args(["-r", "60", "-gray", "-f", "1", "-l", "1", "-"]);
    let mut program =
        program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    let mut input = program.stdin.take().unwrap();
    // A page is drawn while it is read, so writing and reading must not wait for one another.
    let pdf = made.outputs[0].1.clone();
    let writer = std::thread::spawn(move || input.write_all(&pdf));
    let drawn = program.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(drawn.status.success(), "pdftoppm could not draw {name} in the form {template}");
    Some(Picture::of_pgm(&drawn.stdout))
}

#[test]
fn first_pages_look_as_accepted() {
    let accepted = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let accepts = std::env::var_os("ITUDOC_ACCEPT_PAGES").is_some();
    let engine = Engine::default();
    let mut report = Report::new();
    for (template, conference) in TEMPLATES {
        for language in Language::ALL {
            let Some(got) = drawn(&engine, template, conference, language) else {
                eprintln!(
                    "SKIPPED: pages are not compared, for there is no pdftoppm (package poppler-utils)"
                );
                return;
            };
            let name = format!("{template}-{language}");
            let path = accepted.join(format!("{name}.png"));
            let expected = fs::read(&path).ok().map(|png| Picture::of_png(&png));
            let difference = match &expected {
                Some(expected) => expected.difference(&got),
                None => Some(got.clone()),
            };
            let Some(difference) = difference else { continue };
            if accepts {
                let png = got.png();
                assert!(png.len() <= LARGEST, "{name}: {} bytes", png.len());
                fs::create_dir_all(&accepted).unwrap();
                fs::write(&path, png).unwrap();
            } else {
                report.add(&name, expected.as_ref(), &got, &difference);
            }
        }
    }
    report.finish();
}

/// The pages that differ, beside one another.
struct Report {
    folder: PathBuf,
    rows: String,
    names: Vec<String>,
}

impl Report {
    fn new() -> Self {
        let folder = crate::suite::scratch().join("pages");
        let _ = fs::remove_dir_all(&folder);
        Self { folder, rows: String::new(), names: Vec::new() }
    }

    fn add(&mut self, name: &str, expected: Option<&Picture>, got: &Picture, difference: &Picture) {
        fs::create_dir_all(&self.folder).unwrap();
        write!(self.rows, "<tr><th>{name}</th>").unwrap();
        for (what, picture) in [("expected", expected), ("got", Some(got)), ("difference", Some(difference))]
        {
            match picture {
                Some(picture) => {
                    let file = format!("{name}-{what}.png");
                    fs::write(self.folder.join(&file), picture.png()).unwrap();
                    write!(self.rows, "<td><a href=\"{file}\"><img src=\"{file}\" alt=\"{what}\"></a></td>")
                        .unwrap();
                }
                None => self.rows.push_str("<td>none yet</td>"),
            }
        }
        self.rows.push_str("</tr>\n");
        self.names.push(name.to_owned());
    }

    fn finish(self) {
        if self.names.is_empty() {
            return;
        }
        let path = self.folder.join("report.html");
        let page = format!(
            "<!doctype html><meta charset=\"utf-8\"><title>Pages that differ</title>\
             <style>body{{font-family:sans-serif}}img{{border:1px solid #999;max-width:30vw}}</style>\
             <table><tr><th></th><th>expected</th><th>got</th><th>difference</th></tr>\n{}</table>\n",
            self.rows
        );
        fs::write(&path, page).unwrap();
        panic!(
            "{} pages differ from tests/pages: {}\nlook at {}; ITUDOC_ACCEPT_PAGES=1 accepts them",
            self.names.len(),
            self.names.join(", "),
            path.display()
        );
    }
}

/// Words at the places of letters: enough to see whether a difference is seen.
fn page_of_lines(first: usize) -> Picture {
    let (width, height) = (497, 100);
    let ink = |at: usize| (at / width + 100 - first) % 16 < 6 && (at % width) % 5 < 3;
    Picture { width, height, greys: (0..width * height).map(|at| if ink(at) { 0 } else { 255 }).collect() }
}

#[test]
fn a_moved_line_is_seen_and_a_softer_edge_is_not() {
    let page = page_of_lines(10);
    assert_eq!(Picture::of_png(&page.png()), page, "a picture is read back as it was written");
    assert!(page.difference(&page).is_none());
    assert!(page.difference(&page_of_lines(13)).is_some(), "lines moved by three pixels");
    assert!(page.difference(&Picture { width: 100, height: 497, ..page.clone() }).is_some(), "turned");
    let mut soft = page.clone();
    soft.greys.iter_mut().filter(|grey| **grey == 0).for_each(|grey| *grey = 17);
    assert!(page.difference(&soft).is_none(), "ink a shade lighter");
    let mut blot = page.clone();
    (0..8).for_each(|row| (0..8).for_each(|column| blot.greys[(row + 40) * page.width + column] ^= 255));
    assert!(page.difference(&blot).is_some(), "one letter changed");
}
