//! Akoma Ntoso is read as it was written: written again, it is the same, byte for byte, and means the same.

use super::drawn::{texts, with_marks};
use super::told::told;
use super::{ENGINE, difference, options, samples, structure};
use crate::pipeline::{FileOptions, OutputKind, RunOptions};

fn akn(name: &str, bytes: &[u8], options: &RunOptions) -> Result<Vec<u8>, String> {
    let options = RunOptions { outputs: vec![OutputKind::Akn], ..options.clone() };
    let mut made = ENGINE
        .convert(name, bytes, &options, &FileOptions::default())
        .map_err(|refusal| refusal.found.to_string())?;
    Ok(made.outputs.remove(0).1)
}

/// `given`: what is told beside the file; the form of a document is told in none of its own words.
fn same_bytes(name: &str, bytes: &[u8], given: &RunOptions) -> Result<Vec<u8>, String> {
    let once = akn(name, bytes, given)?;
    let twice = akn("again.akn", &once, given)?;
    if once == twice {
        return Ok(once);
    }
    let lines = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace("><", ">\n<");
    Err(difference(&lines(&once), &lines(&twice)))
}

fn judge(name: &str, bytes: &[u8], given: &RunOptions) -> Result<(), String> {
    let once = same_bytes(name, bytes, given)?;
    let (mut before, mut after) = (structure(name, bytes, given), structure("again.akn", &once, given));
    let (one, other) = (told(&mut before), told(&mut after));
    if one == other { Ok(()) } else { Err(difference(&one, &other)) }
}

#[test]
fn every_sample_comes_back_from_akoma_ntoso() {
    let mut faults = Vec::new();
    for path in samples() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let fault = judge(&name, &std::fs::read(&path).unwrap(), &options(&name)).err();
        faults.extend(fault.map(|fault| format!("{name}: {fault}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

/// In six languages: marks in runs, at the ends of paragraphs, on rows and cells, notes, comments, pictures.
#[test]
fn marks_notes_and_pictures_drawn_by_lot_come_back_from_akoma_ntoso() {
    let mut faults = Vec::new();
    for (at, (text, language)) in texts().iter().enumerate() {
        for seed in 0..2 {
            let package = with_marks(text, *language, 7000 + seed * 100 + at as u64);
            let fault = same_bytes("marks.docx", &package, &RunOptions::default()).err();
            faults.extend(fault.map(|fault| format!("sample {at} seed {seed}: {fault}")));
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n\n"));
}
