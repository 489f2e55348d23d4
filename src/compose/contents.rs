//! Contents lists made anew: each entry leads to the heading that it names, and takes the number of its page.
//!
//! In: the composed blocks, entries of contents lists in their styles. Out: the entries linked, with a
//! place for the page number, which the layout knows; one that names nothing here leads to its edge without a
//! number. Never: an entry added or taken away.

use std::collections::HashSet;

use crate::galley::{Galley, GalleyBlock, GalleyParagraph, LineRole};
use crate::template::{LanguageEdition, style_id};
use crate::text::{Format, Object, Paragraph, Run, View};

/// The longest number of an entry, bytes: `10.12.3.4`; years and identifiers begin entries too.
const LONGEST_LABEL: usize = 9;

/// An entry of fewer half ems may end before the stop for titles, 964 twips.
const SHORT_ENTRY: usize = 14;

/// Links the entries of the contents lists of a document, by the stops of their styles.
pub(super) fn link(galley: &mut Galley, edition: &LanguageEdition) {
    name_once(galley);
    set_heads(&mut galley.blocks);
    let entries: Vec<usize> =
        (0..galley.blocks.len()).filter(|at| is_entry(galley.blocks.get(*at))).collect();
    if entries.is_empty() {
        return;
    }
    let texts: Vec<Option<String>> = galley.blocks.iter().map(text_of).collect();
    let mut used = 0;
    for (number, at) in entries.into_iter().enumerate() {
        let Some(GalleyBlock::Paragraph(entry)) = galley.blocks.get(at) else { continue };
        let words = squeezed(&entry.paragraph.text(View::Revised));
        let given = entry.paragraph.runs.iter().find_map(|run| run.link.as_deref()?.strip_prefix('#'));
        let by_link = given.and_then(|name| place_of(galley, name));
        // Entries stand in the order of what they name: one title may stand in several places.
        let target = by_link.or_else(|| named(&texts, &words, used)).or_else(|| named(&texts, &words, 0));
        let target = target.filter(|target| *target != at);
        used = target.unwrap_or(used);
        let name = match target.and_then(|target| galley.blocks.get_mut(target)) {
            Some(GalleyBlock::Paragraph(heading)) => {
                let name: Box<str> = format!("_Toc{:05}", number + 1).into();
                heading.paragraph.anchors.push(name.clone());
                Some(name)
            }
            _ => None,
        };
        if let Some(GalleyBlock::Paragraph(entry)) = galley.blocks.get_mut(at) {
            // The last stop is that of the page; one before it, if any, is that of titles.
            let has_title_stop = edition.styles.get(entry.style).is_none_or(|style| style.tabs.len() > 1);
            lead(entry, name.as_deref(), has_title_stop);
        }
    }
}

/// Puts the word over the page numbers at their edge.
fn set_heads(blocks: &mut [GalleyBlock]) {
    for block in blocks {
        if let GalleyBlock::Paragraph(head) = block
            && head.style == style_id::TOC_0
            && !head.paragraph.runs.first().is_some_and(|run| run.text.starts_with('\t'))
        {
            head.paragraph.runs.insert(0, Run::generated("\t"));
        }
    }
}

/// Of paragraphs that bear one name the first keeps it: they are the pieces of one.
fn name_once(galley: &mut Galley) {
    let mut seen: HashSet<Box<str>> = HashSet::new();
    let paragraphs = galley.blocks.iter_mut().flat_map(|block| match block {
        GalleyBlock::Paragraph(paragraph) => vec![&mut paragraph.paragraph],
        GalleyBlock::Table(table) => table.paragraphs_mut(),
    });
    for paragraph in paragraphs.chain(galley.notes.iter_mut().flat_map(|note| &mut note.paragraphs)) {
        paragraph.anchors.retain(|name| seen.insert(name.clone()));
    }
}

fn is_entry(block: Option<&GalleyBlock>) -> bool {
    matches!(block, Some(GalleyBlock::Paragraph(paragraph)) if matches!(paragraph.role, LineRole::Contents(_)))
}

/// The words of what an entry may name.
fn text_of(block: &GalleyBlock) -> Option<String> {
    let GalleyBlock::Paragraph(paragraph) = block else { return None };
    let named = !matches!(paragraph.role, LineRole::Contents(_) | LineRole::Masthead);
    let text = named.then(|| squeezed(&paragraph.paragraph.text(View::Revised)));
    text.filter(|text| !text.is_empty())
}

/// The first block from `from` on whose words are those of an entry: alone, or with the block behind it,
/// as an annex's number and its title are one entry.
fn named(texts: &[Option<String>], words: &str, from: usize) -> Option<usize> {
    let text = |at: usize| texts.get(at).and_then(Option::as_deref);
    (from..texts.len()).find(|at| {
        text(*at).is_some_and(|first| {
            let joined = || text(at + 1).is_some_and(|second| words.strip_prefix(first) == Some(second));
            first == words || words.starts_with(first) && joined()
        })
    })
}

/// The block in which a place stands.
fn place_of(galley: &Galley, name: &str) -> Option<usize> {
    galley.blocks.iter().position(|block| match block {
        GalleyBlock::Paragraph(paragraph) => {
            paragraph.paragraph.anchors.iter().any(|anchor| **anchor == *name)
        }
        GalleyBlock::Table(_) => false,
    })
}

/// Letters and digits in one case: tabs, dashes and stops differ between an entry and what it names.
fn squeezed(text: &str) -> String {
    if text.is_ascii() {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        return letters.map(|letter| letter.to_ascii_lowercase()).collect();
    }
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Makes an entry lead to the edge of the text, and to a place with the number of its page.
fn lead(entry: &mut GalleyParagraph, name: Option<&str>, has_title_stop: bool) {
    if has_title_stop {
        part_label(&mut entry.paragraph);
    }
    // Words that end before the stop for titles would be parted from the edge by that stop: they begin at it.
    let text = entry.paragraph.all_text();
    let width: usize = text.chars().map(|c| if c < '\u{2E80}' { 1 } else { 2 }).sum();
    if has_title_stop && !text.contains('\t') && width < SHORT_ENTRY {
        entry.paragraph.runs.insert(0, Run::generated("\t"));
    }
    let target: Option<Box<str>> = name.map(|name| format!("#{name}").into());
    let runs = &mut entry.paragraph.runs;
    for run in runs.iter_mut() {
        // That of a link, which a list of links does not need.
        run.format = run.format.without(Format::UNDERLINE);
        if target.is_some() {
            run.link.clone_from(&target);
        }
    }
    if !runs.last().is_some_and(|run| run.text.ends_with('\t')) {
        runs.push(Run { link: target.clone(), ..Run::generated("\t") });
    }
    if target.is_some() {
        runs.push(Run { link: target, object: Some(Object::PageNumber), ..Run::default() });
    }
}

/// Sets a tab behind the number of an entry, `2.1 Scope`: the first stop of its style is for the title.
fn part_label(paragraph: &mut Paragraph) {
    let text = paragraph.all_text();
    let label = text.trim_start().split(' ').next().unwrap_or_default();
    let numbers = label.trim_end_matches(['.', ')']);
    let numbered = numbers.starts_with(|c: char| c.is_ascii_digit())
        && numbers.len() <= LONGEST_LABEL
        && numbers.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
    let end = text.len() - text.trim_start().len() + label.len();
    if !numbered || text.contains('\t') || end == text.len() {
        return;
    }
    let (mut head, tail) = std::mem::take(paragraph).split(end);
    let title = tail.all_text();
    let (_, mut title) = tail.split(title.len() - title.trim_start().len());
    head.runs.push(Run { link: title.runs.first().and_then(|run| run.link.clone()), ..Run::generated("\t") });
    head.runs.append(&mut title.runs);
    head.span = head.span.to(title.span);
    head.mark = title.mark;
    *paragraph = head;
}
