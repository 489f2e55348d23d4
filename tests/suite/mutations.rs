//! Changed files of every format that is read: none panics, none hangs, what is refused says why, and
//! what is read is whole.
//!
//! `cargo test --release mutations -- --ignored --nocapture` is the full run: two hundred
//! thousand changed files a format, and every cut and every flipped byte of a small file of each.

use std::path::Path;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use crate::diagnostics::{Refusal, RefusalKind};
use crate::pipeline::{Engine, FileOptions, RunOptions};
use crate::read::read;
use crate::source::SourceFormat;

use crate::suite::hostile::{self, Seeded};
use crate::suite::packages;
use crate::suite::word::sound;

static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::default);

/// Longest that a small changed file may take. A loop that a change sets off takes for ever; a busy
/// machine does not take so long.
const LONGEST: Duration = Duration::from_secs(20);

/// A format with its sample files, smallest first, and what a change of it is.
struct Kind {
    name: &'static str,
    samples: fn() -> Vec<Vec<u8>>,
    change: fn(&[u8], &mut Seeded) -> Vec<u8>,
}

const KINDS: [Kind; 10] = [
    Kind { name: "docx", samples: || hostile::packages(false), change: hostile::changed_part },
    Kind { name: "strict.docx", samples: || hostile::packages(true), change: hostile::changed_part },
    Kind { name: "packed.docx", samples: || hostile::packages(false), change: changed_bytes },
    Kind { name: "doc", samples: || case("doc/sample.doc"), change: changed_bytes },
    Kind { name: "rtf", samples: || case("rtf/sample.rtf"), change: changed_bytes },
    Kind { name: "html", samples: || case("html/sample.html"), change: changed_bytes },
    Kind { name: "mht", samples: || case("mime/sample.mht"), change: changed_bytes },
    Kind { name: "fodt", samples: || case("fodt/sample.fodt"), change: changed_bytes },
    Kind { name: "word2003.xml", samples: || case("word2003/sample.xml"), change: changed_bytes },
    Kind { name: "txt", samples: texts, change: changed_bytes },
];

fn case(path: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/legacy");
    vec![std::fs::read(folder.join(path)).unwrap()]
}

/// Samples in UTF-8, GB18030 and UTF-16.
fn texts() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("input");
    ["council18-zh-front-box-gb18030.txt", "itu-t-sg11-en-contribution-utf16.txt", "pp18-ar-proposal.txt"]
        .map(|name| std::fs::read(folder.join(name)).unwrap())
        .into()
}

/// Changes bytes, and overwrites words of four bytes with bounds, where tables keep offsets.
pub fn changed_bytes(sample: &[u8], random: &mut Seeded) -> Vec<u8> {
    const WORDS: [[u8; 4]; 6] = [
        [0; 4],
        [0xFF; 4],
        [0xFF, 0xFF, 0xFF, 0x7F],
        [0, 0, 0, 0x80],
        [1, 0, 0, 0],
        [0x08, 0xD6, 0xFF, 0xFF],
    ];
    let mut bytes = sample.to_vec();
    for _ in 0..=random.next(6) {
        let place = random.next(bytes.len());
        let end = (place + random.next(64)).min(bytes.len());
        match random.next(6) {
            0 => bytes[place] ^= 1 << random.next(8),
            1 => bytes[place] = random.next(256) as u8,
            2 => {
                let word = WORDS[random.next(WORDS.len())];
                bytes.iter_mut().skip(place & !1).zip(word).for_each(|(byte, new)| *byte = new);
            }
            3 => {
                let piece = bytes[place..end].to_vec();
                let to = random.next(bytes.len());
                bytes.iter_mut().skip(to).zip(piece).for_each(|(byte, new)| *byte = new);
            }
            4 => drop(bytes.drain(place..end)),
            _ => {
                let piece = bytes[place..end].to_vec();
                let to = random.next(bytes.len());
                drop(bytes.splice(to..to, piece));
            }
        }
        if bytes.is_empty() {
            break;
        }
    }
    bytes
}

fn sensible(refusal: &Refusal) {
    assert!(!refusal.found.is_empty() && !refusal.advice.is_empty());
    let fault = matches!(refusal.kind, RefusalKind::Internal | RefusalKind::Conservation);
    assert!(!fault, "{}", refusal.found);
}

/// Reads a changed file; with `whole` its structure too, and every character accounted for. Says
/// whether it was read.
fn judged(name: &str, bytes: &[u8], whole: bool) -> bool {
    let start = Instant::now();
    let outcome = read(name, bytes);
    match &outcome {
        Ok(source) if !matches!(source.format, SourceFormat::Text { .. }) => sound(source),
        Ok(_) => {}
        Err(refusal) => sensible(refusal),
    }
    if whole && outcome.is_ok() {
        let reading = ENGINE.read(name, bytes, &RunOptions::default(), &FileOptions::default());
        reading.iter().for_each(|reading| assert_eq!(reading.name, name));
        reading.err().iter().for_each(sensible);
    }
    assert!(start.elapsed() < LONGEST, "{name}, {} bytes, took {:?}", bytes.len(), start.elapsed());
    outcome.is_ok()
}

/// Reads so many changed files of a format, each sixteenth to its structure; gives how many were read.
fn mutate(kind: &Kind, count: usize, seed: u64) -> usize {
    let samples = (kind.samples)();
    let mut random = Seeded(seed);
    let mut read = 0;
    for at in 0..count {
        let bytes = (kind.change)(&samples[at % samples.len()], &mut random);
        read += usize::from(judged(kind.name, &bytes, at.is_multiple_of(16)));
    }
    read
}

#[test]
fn changed_files_of_every_format_do_no_harm() {
    for kind in &KINDS {
        let read = mutate(kind, 400, 64);
        assert!(read > 10 || kind.name == "packed.docx", "{}: {read} of 400 were read", kind.name);
    }
}

#[test]
#[ignore = "the full run: two hundred thousand a format"]
fn two_hundred_thousand_changed_files_of_every_format_do_no_harm() {
    let only = std::env::var("ITUDOC_ONLY").unwrap_or_default();
    for kind in KINDS.iter().filter(|kind| kind.name.contains(&only)) {
        let read = mutate(kind, 200_000, 2014);
        println!("| {} | 200,000 changed | {read} read | {} refused |", kind.name, 200_000 - read);
    }
}

/// Every cut and every flipped bit of a file; `step` leaves out all but each so many.
fn cut_and_flip(kind: &Kind, step: usize) -> (usize, usize) {
    let samples = (kind.samples)();
    let whole = samples.iter().min_by_key(|sample| sample.len()).unwrap();
    let mut read = 0;
    for end in (0..whole.len()).step_by(step) {
        read += usize::from(judged(kind.name, &whole[..end], false));
    }
    let mut bytes = whole.clone();
    for at in (0..bytes.len()).step_by(step) {
        for bit in (0..8).filter(|bit| step == 1 || bit % 8 == at % 8) {
            bytes[at] ^= 1 << bit;
            judged(kind.name, &bytes, false);
            bytes[at] ^= 1 << bit;
        }
        let kept = std::mem::replace(&mut bytes[at], 0xFF);
        judged(kind.name, &bytes, false);
        bytes[at] = kept;
    }
    (whole.len(), read)
}

#[test]
fn cut_and_flipped_files_of_every_format_do_no_harm() {
    for kind in &KINDS {
        // Word's streams lie in sectors of 512 bytes: a step that is no divisor visits every offset in one.
        cut_and_flip(kind, 7);
    }
}

#[test]
#[ignore = "the full run: every byte of a file of each format"]
fn every_cut_and_every_flip_of_every_format_does_no_harm() {
    let only = std::env::var("ITUDOC_ONLY").unwrap_or_default();
    for kind in KINDS.iter().filter(|kind| kind.name.contains(&only)) {
        let (length, read) = cut_and_flip(kind, 1);
        println!("| {} | {length} bytes, every cut and every bit | {read} cuts read |", kind.name);
    }
}

/// A control character in a line of the masthead is set aside with the line, and alone.
#[test]
fn a_control_character_in_the_head_does_no_harm() {
    let text =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("input/pp18-ar-proposal.txt"));
    let text = text.unwrap();
    for line in 0..6 {
        let place = text.match_indices('\n').nth(line).unwrap().0;
        for place in [place, place + 1] {
            let mut bytes = text.clone().into_bytes();
            bytes.insert(place, 7);
            assert!(judged("head.txt", &bytes, true), "line {line}");
        }
    }
}

/// Changed files through every output: the proof and the writers meet what a reader makes of them.
fn to_every_output(kind: &Kind, count: usize, seed: u64) -> usize {
    let samples = (kind.samples)();
    let mut random = Seeded(seed);
    let mut made = 0;
    for at in 0..count {
        let bytes = (kind.change)(&samples[at % samples.len()], &mut random);
        let start = Instant::now();
        match crate::suite::readers::converted(kind.name, &bytes) {
            Ok(conversion) => {
                assert!(!conversion.outputs.is_empty());
                made += 1;
            }
            Err(refusal) => {
                if matches!(refusal.kind, RefusalKind::Internal | RefusalKind::Conservation) {
                    let path = std::env::temp_dir().join(format!("itudoc-fault-{seed}-{at}.{}", kind.name));
                    std::fs::write(&path, &bytes).unwrap();
                    panic!("{}: {} {}", path.display(), refusal.kind.code(), refusal.found);
                }
                sensible(&refusal);
            }
        }
        assert!(
            start.elapsed() < LONGEST,
            "{}, {} bytes, took {:?}",
            kind.name,
            bytes.len(),
            start.elapsed()
        );
    }
    made
}

#[test]
fn changed_files_come_out_whole_or_are_refused() {
    for kind in &KINDS {
        to_every_output(kind, 24, 1865);
    }
}

#[test]
#[ignore = "the full run: ten thousand a format, to every output"]
fn ten_thousand_changed_files_come_out_whole_or_are_refused() {
    let only = std::env::var("ITUDOC_ONLY").unwrap_or_default();
    let count = std::env::var("ITUDOC_COUNT").ok().and_then(|count| count.parse().ok()).unwrap_or(10_000);
    for kind in KINDS.iter().filter(|kind| kind.name.contains(&only)) {
        let made = to_every_output(kind, count, 2018);
        println!("| {} | {count} changed, to every output | {made} made |", kind.name);
    }
}

/// What each sample is, unchanged.
#[test]
fn the_samples_are_read() {
    for kind in &KINDS {
        for sample in (kind.samples)() {
            assert!(judged(kind.name, &sample, true), "{}", kind.name);
        }
    }
    assert!(packages::strict(&hostile::packages(false)[0]).len() > 100);
}
