//! Pages as lines of text, for a person and for tests: where each line stands and in what.
//!
//! In: pages. Out: `page x..x y size font text`, one line a baseline. Never: a decision.

use std::fmt::Write;

use crate::pages::{GlyphRun, PageItem, PageTag, Pages};

/// One text line for each line of glyphs; rules and pictures as lines of their own.
pub(crate) fn dump(pages: &Pages) -> String {
    let mut out = String::new();
    for (number, page) in (1..).zip(&pages.pages) {
        let mut open: Option<f32> = None;
        for piece in &page.pieces {
            match piece {
                PageItem::Glyphs(run) => {
                    if open != Some(run.y) {
                        let first = run.glyphs.first().map_or(0.0, |glyph| glyph.x);
                        let _ = write!(out, "\n{number} x{first:.1} y{:.1}", run.y);
                        open = Some(run.y);
                    }
                    let _ = write!(out, "{}", shown(run, pages));
                }
                PageItem::Rule(rule) => {
                    let [r, g, b] = rule.colour;
                    let _ = write!(
                        out,
                        "\n{number} rule x{:.1} y{:.1} {:.1}×{:.2} #{r:02x}{g:02x}{b:02x}",
                        rule.x, rule.y, rule.width, rule.height
                    );
                    open = None;
                }
                PageItem::Turned(turned) => {
                    let way = if turned.frame.up { "up" } else { "down" };
                    let _ = write!(out, "\n{number} {way} x{:.1} y{:.1}", turned.frame.x, turned.frame.y);
                    for run in turned.pieces.iter().filter_map(|piece| match piece {
                        PageItem::Glyphs(run) => Some(run),
                        _ => None,
                    }) {
                        let _ = write!(out, "{}", shown(run, pages));
                    }
                    open = None;
                }
                PageItem::Formula(formula) => {
                    let _ = write!(out, "\n{number} formula {}", formula.text);
                    let _ = write!(out, " x{:.1} y{:.1} {:.1}", formula.x, formula.y, formula.width);
                    open = None;
                }
                PageItem::Picture(picture) => {
                    let _ = write!(
                        out,
                        "\n{number} picture {} x{:.1} y{:.1} {:.1}×{:.1}",
                        picture.picture, picture.x, picture.y, picture.width, picture.height
                    );
                    open = None;
                }
            }
        }
    }
    out.push('\n');
    out.trim_start().to_owned()
}

/// A run: `[font size element]text→end`, the end being the last glyph's place.
fn shown(run: &GlyphRun, pages: &Pages) -> String {
    let font = pages.fonts.get(usize::from(run.font)).map_or("?", |font| font.name.as_str());
    let end = run.glyphs.iter().map(|glyph| glyph.x).fold(f32::NEG_INFINITY, f32::max);
    let tag = match run.tag {
        PageTag::Element(element) => {
            let kind = pages.structure.get(element as usize).map(|element| element.kind);
            kind.map_or_else(|| "?".to_owned(), |kind| format!("{kind:?}{element}"))
        }
        PageTag::Artifact => "artifact".to_owned(),
    };
    let turned = if run.right_to_left { " rtl" } else { "" };
    let [r, g, b] = run.colour;
    let colour = if run.colour == [0; 3] { String::new() } else { format!(" #{r:02x}{g:02x}{b:02x}") };
    format!(" [{font} {:.1} {tag}{turned}{colour}]{}→{end:.1}", run.size, run.text)
}
