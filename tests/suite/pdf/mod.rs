//! The PDF writer and the independent reader of its files.

mod setting;

use itudoc::pages::*;
use itudoc::write::pdf::{PdfOptions, write};
use setting::*;

/// Not a test of anything: CPU and size on a real text.
#[test]
#[ignore]
fn measure() {
    let Ok(text) =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/real/cub70-pp14-zh.txt"))
    else {
        return;
    };
    let mut setting = Setting::new("zh");
    for (at, line) in text.lines().enumerate() {
        let line = line.trim().replace(['\t', '\u{F0B7}', '\u{feff}'], " ");
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let (font, kind) = match at % 7 {
            0 => (BOLD, StructureKind::Heading(1)),
            3 => (KAI, StructureKind::Paragraph),
            _ => (SONG, StructureKind::Paragraph),
        };
        let element = setting.element(0, kind);
        setting.paragraph(font, 12.0, line, element);
    }
    let glyphs: usize = setting
        .pages
        .pages
        .iter()
        .flat_map(|p| &p.pieces)
        .map(|p| match p {
            Piece::Glyphs(r) => r.glyphs.len(),
            _ => 0,
        })
        .sum();
    let bytes = write(&setting.pages, &[], &PdfOptions::default()).unwrap();
    std::fs::write("/tmp/measure.pdf", &bytes).unwrap();
    let n = 40;
    let start = std::time::Instant::now();
    let cpu = cpu();
    for _ in 0..n {
        assert_eq!(write(&setting.pages, &[], &PdfOptions::default()).unwrap(), bytes);
    }
    eprintln!(
        "{} pages {} glyphs {} elements {} bytes; {:.2} ms wall {:.2} ms cpu",
        setting.pages.pages.len(),
        glyphs,
        setting.pages.structure.len(),
        bytes.len(),
        start.elapsed().as_secs_f64() * 1000.0 / n as f64,
        (self::cpu() - cpu) * 1000.0 / n as f64
    );
}

fn cpu() -> f64 {
    let s = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    s.split_whitespace().next().unwrap().parse::<f64>().unwrap() / 1e9
}
