//! Captions and heads of tables: what belongs to a table or a picture beside it.
//!
//! In: the composed blocks. Out: captions with their role and style, pictures with the words of their
//! captions, first rows marked as heads. Never: a word added, moved or taken away.

use crate::galley::{Galley, GalleyBlock, GalleyParagraph, LineRole};
use crate::template::{LanguageEdition, style_id};
use crate::text::{Format, Object, Paragraph, Picture, Table, TableRow, View, on_one_line};

/// What a caption is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Captioned {
    Table,
    Figure,
}

/// Finds the captions and heads of a document.
pub(super) fn mark(galley: &mut Galley, edition: &LanguageEdition) {
    for at in 0..galley.blocks.len() {
        let Some(kind) = captioned(&galley.blocks, at, edition) else { continue };
        let Some(GalleyBlock::Paragraph(paragraph)) = galley.blocks.get_mut(at) else { continue };
        paragraph.role = LineRole::Caption;
        if paragraph.style == style_id::NORMAL || paragraph.style == style_id::NORMAL_AFTER_TITLE {
            paragraph.style = match kind {
                Captioned::Table => style_id::TABLE_NO_TITLE,
                Captioned::Figure => style_id::FIGURE_NO_TITLE,
            };
        }
    }
    style_figures(&mut galley.blocks);
    describe_pictures(galley);
    for block in &mut galley.blocks {
        if let GalleyBlock::Table(table) = block {
            mark_head(table);
        }
    }
}

/// Sets a picture that has a caption beside it as the form sets figures.
fn style_figures(blocks: &mut [GalleyBlock]) {
    for at in 0..blocks.len() {
        let named = |beside: Option<usize>| {
            let block = beside.and_then(|beside| blocks.get(beside));
            matches!(block, Some(GalleyBlock::Paragraph(paragraph))
                if paragraph.role == LineRole::Caption && paragraph.style.starts_with("Figure"))
        };
        let beside = named(at.checked_sub(1)) || named(Some(at + 1));
        let Some(GalleyBlock::Paragraph(paragraph)) = blocks.get_mut(at).filter(|_| beside) else { continue };
        let plain = paragraph.style == style_id::NORMAL || paragraph.style == style_id::NORMAL_AFTER_TITLE;
        let alone = paragraph.paragraph.text(View::Marked).trim().is_empty();
        if plain && alone && holds_picture(paragraph) {
            paragraph.style = style_id::FIGURE;
        }
    }
}

/// What the paragraph at a place is a caption of: its style says so, or it begins as captions do and
/// stands beside what it names.
fn captioned(blocks: &[GalleyBlock], at: usize, edition: &LanguageEdition) -> Option<Captioned> {
    let GalleyBlock::Paragraph(paragraph) = blocks.get(at)? else { return None };
    if paragraph.role == LineRole::Caption {
        let table = paragraph.style.starts_with("Table");
        return Some(if table { Captioned::Table } else { Captioned::Figure });
    }
    if paragraph.role != LineRole::Text || holds_picture(paragraph) {
        return None;
    }
    let text = paragraph.paragraph.text(View::Revised);
    let begins = |key: &str| edition.strings.get(key).is_some_and(|word| names(&text, word));
    let beside = |is: fn(&GalleyBlock) -> bool| {
        let below = blocks.iter().skip(at + 1).find(|block| !is_caption(block)).is_some_and(is);
        let above = blocks.get(..at).and_then(<[GalleyBlock]>::last).is_some_and(is);
        below || above
    };
    let styled =
        paragraph.paragraph.hint.style.as_deref().is_some_and(|style| style.eq_ignore_ascii_case("caption"));
    let is_table = |block: &GalleyBlock| matches!(block, GalleyBlock::Table(_));
    let is_figure = |block: &GalleyBlock| matches!(block, GalleyBlock::Paragraph(p) if holds_picture(p));
    match (begins("caption-table"), begins("caption-figure") || begins("caption-figure-short")) {
        (true, _) if beside(is_table) => Some(Captioned::Table),
        (_, true) if beside(is_figure) => Some(Captioned::Figure),
        _ if styled && beside(is_table) => Some(Captioned::Table),
        _ if styled && beside(is_figure) => Some(Captioned::Figure),
        _ => None,
    }
}

/// Whether a text begins with a word and a number: `Table 1`, `表1`.
fn names(text: &str, word: &str) -> bool {
    let text = text.trim_start();
    let Some((head, rest)) = text.split_at_checked(word.len()) else { return false };
    head.to_lowercase() == word.to_lowercase() && rest.trim_start().starts_with(|c: char| c.is_numeric())
}

fn is_caption(block: &GalleyBlock) -> bool {
    matches!(block, GalleyBlock::Paragraph(paragraph) if paragraph.role == LineRole::Caption)
}

fn holds_picture(paragraph: &GalleyParagraph) -> bool {
    pictures(&paragraph.paragraph).next().is_some()
}

fn pictures(paragraph: &Paragraph) -> impl Iterator<Item = usize> + '_ {
    paragraph.runs.iter().filter_map(|run| match run.object {
        Some(Object::Picture(index)) => Some(index as usize),
        _ => None,
    })
}

/// Gives a picture without a description that of its caption, below it or above.
fn describe_pictures(galley: &mut Galley) {
    for picture in &mut galley.pictures {
        let said = picture.description.as_deref().is_some_and(describes);
        if !said {
            picture.description = None;
        }
    }
    for at in 0..galley.blocks.len() {
        let Some(GalleyBlock::Paragraph(paragraph)) = galley.blocks.get(at) else { continue };
        let here: Vec<usize> = pictures(&paragraph.paragraph).collect();
        let [index] = here.as_slice() else { continue };
        let below = galley.blocks.iter().skip(at + 1).take_while(|block| is_caption(block));
        let above = galley.blocks.iter().take(at).rev().take(1).filter(|block| is_caption(block));
        let mut words = words_of(below);
        if words.is_empty() {
            words = words_of(above);
        }
        let silent = |picture: &&mut Picture| picture.description.is_none() && !words.is_empty();
        if let Some(picture) = galley.pictures.get_mut(*index).filter(silent) {
            picture.description = Some(words);
        }
    }
}

fn words_of<'b>(blocks: impl Iterator<Item = &'b GalleyBlock>) -> String {
    let texts = blocks.filter_map(|block| match block {
        GalleyBlock::Paragraph(paragraph) => Some(on_one_line(&paragraph.paragraph.text(View::Revised))),
        GalleyBlock::Table(_) => None,
    });
    texts.collect::<Vec<_>>().join(" ")
}

/// Whether a description says anything: a dash, a path or the name of a file does not.
fn describes(words: &str) -> bool {
    const FILES: [&str; 11] =
        [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg", ".eps"];
    let lower = words.trim().to_lowercase();
    let named = FILES.iter().any(|end| lower.ends_with(end)) || lower.contains(":\\");
    let one_word = !lower.contains(char::is_whitespace) && (lower.contains('_') || lower.contains("://"));
    lower.chars().any(char::is_alphanumeric) && !named && !one_word && !is_numbered_word(&lower)
}

/// Whether it is a word and a number, as programs name what they insert: `Picture 3`, `图片 1`, `Рисунок 2`.
fn is_numbered_word(words: &str) -> bool {
    let word = words.trim_end_matches(|c: char| c.is_ascii_digit());
    word.len() < words.len() && !word.trim().is_empty() && word.trim().chars().all(char::is_alphabetic)
}

/// Marks the first row of a table as its head where the input shows it as one: all of it bold, in a head's style
/// or on a ground of its own, and the row below not.
fn mark_head(table: &mut Table) {
    if table.rows.iter().any(|row| row.heading) {
        return;
    }
    let [first, second, ..] = table.rows.as_mut_slice() else { return };
    let written = shows_head(first) && !shows_head(second);
    let shaded =
        |row: &TableRow| row.cells.iter().all(|cell| cell.look.is_some_and(|look| look.shade.is_some()));
    let worded = first.cells.iter().all(|cell| !cell.is_blank());
    first.heading = first.cells.len() > 1 && (written || worded && shaded(first) && !shaded(second));
}

fn shows_head(row: &TableRow) -> bool {
    let paragraphs = || row.cells.iter().flat_map(|cell| &cell.paragraphs).filter(|p| !p.is_blank());
    let bold = |paragraph: &Paragraph| {
        let styled = paragraph.hint.style.as_deref();
        let head = styled.is_some_and(|style| style.to_lowercase().replace('_', "") == "tablehead");
        let mut shown = paragraph.runs.iter().filter(|run| !run.text.trim().is_empty());
        head || shown.all(|run| run.format.has(Format::BOLD))
    };
    paragraphs().next().is_some() && paragraphs().all(bold)
}
