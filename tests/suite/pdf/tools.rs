//! Tools that are not ours; a test that needs one says loudly when it is not there.

use std::io::Write as _;
use std::process::Command;

/// Runs a tool on a file's bytes; `None`, said loudly, where the tool is not installed.
pub fn run(tool: &str, before: &[&str], bytes: &[u8], after: &[&str]) -> Option<std::process::Output> {
    let mut file = tempfile::Builder::new().suffix(".pdf").tempfile().unwrap();
    file.write_all(bytes).unwrap();
    match Command::new(tool).args(before).arg(file.path()).args(after).output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("SKIPPED: {tool} cannot be run ({error})");
            None
        }
    }
}

pub fn pdftotext(bytes: &[u8]) -> Option<String> {
    let output = run("pdftotext", &[], bytes, &["-"])?;
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Characters of the first page with the left edge of each, as poppler sees them; words of one
/// character only, whose edges are the glyph's.
pub fn character_boxes(bytes: &[u8]) -> Option<Vec<(char, f32)>> {
    let output = run("pdftotext", &["-bbox", "-l", "1"], bytes, &["-"])?;
    let text = String::from_utf8(output.stdout).unwrap();
    let mut boxes = Vec::new();
    for line in text.lines().filter(|line| line.contains("<word")) {
        let value = |key: &str| {
            let at = line.find(key).unwrap() + key.len() + 2;
            line[at..].split('"').next().unwrap().parse::<f32>().unwrap()
        };
        let word: Vec<char> = line.split('>').nth(1).unwrap().split('<').next().unwrap().chars().collect();
        let (start, end) = (value("xMin"), value("xMax"));
        // Chinese glyphs share the word's width alike.
        for (at, c) in word.iter().enumerate() {
            if at == 0 || word.iter().all(|c| !c.is_ascii() && c.is_alphanumeric()) {
                boxes.push((*c, start + (end - start) * at as f32 / word.len() as f32));
            }
        }
    }
    Some(boxes)
}

pub fn without_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
