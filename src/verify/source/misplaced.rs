//! Whether a part of a Word package has words where no word may stand (ECMA-376 part 1, 17; annex A).
//!
//! In: the XML of a part. Out: the first element of a story that stands in an element which cannot hold it.
//! Asked only where the two counts of a file differ: such a file is damaged, Word itself refuses to open it,
//! and what it shows is for nobody to say. Never: a whole schema; only where words can stand.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What may hold paragraphs and tables (`EG_BlockLevelElts`).
const STORIES: &[&str] = &[
    "body",
    "tc",
    "txbxContent",
    "footnote",
    "endnote",
    "comment",
    "hdr",
    "ftr",
    "docPartBody",
    "annotation",
];

/// What may hold runs (`EG_ContentRunContent`, `EG_PContent`).
const LINES: &[&str] = &[
    "p",
    "hyperlink",
    "ins",
    "del",
    "moveFrom",
    "moveTo",
    "fldSimple",
    "dir",
    "bdo",
    "rt",
    "rubyBase",
    "content",
    "annotation",
];

const RUNS: &[&str] = &["r"];

/// What an element may stand in.
const PLACES: &[(&[&str], &[&str])] = &[
    (&["p", "tbl"], STORIES),
    (&["r", "hyperlink", "fldSimple"], LINES),
    (&["t", "delText", "instrText", "delInstrText", "sym", "noBreakHyphen", "drawing", "object"], RUNS),
    (&["fldChar", "footnoteReference", "endnoteReference", "commentReference", "ruby"], RUNS),
    (&["pict"], &["r", "numPicBullet", "background"]),
    (&["tr"], &["tbl"]),
    (&["tc"], &["tr"]),
    (&["txbxContent"], &["textbox", "txbx"]),
    (&["footnote"], &["footnotes", "footnotePr", "r"]),
    (&["endnote"], &["endnotes", "endnotePr", "r"]),
    (&["comment"], &["comments"]),
    (&["pPr"], &["p", "style", "pPrDefault", "pPrChange", "lvl", "tblStylePr"]),
    (
        &["rPr"],
        &[
            "r",
            "pPr",
            "style",
            "rPrDefault",
            "rPrChange",
            "lvl",
            "tblStylePr",
            "ctrlPr",
            "sdtPr",
            "sdtEndPr",
            "rubyPr",
            "ins",
            "del",
            "moveFrom",
            "moveTo",
        ],
    ),
    (&["sectPr"], &["body", "pPr", "sectPrChange"]),
    (&["headerReference", "footerReference"], &["sectPr"]),
    (&["Choice", "Fallback"], &["AlternateContent"]),
];

/// What may stand around anything of a story, and counts as what is around it.
const THROUGH: &[&str] =
    &["sdt", "sdtContent", "customXml", "smartTag", "AlternateContent", "Choice", "Fallback"];

/// Elements of mathematics hold runs by rules of their own (part 1, 22.1), and never a paragraph.
const MATHEMATICS: &[u8] = b"m:";

/// What no line holds, and so no formula.
const BLOCKS: &[&str] = &["p", "pPr", "tbl", "tr", "tc", "sectPr"];

/// The first misplaced element of a part, as it and what it stands in are called.
pub(super) fn first(content: &str) -> Option<(String, String)> {
    let mut reader = Reader::from_str(content);
    reader.config_mut().check_end_names = false;
    let mut open: Vec<Vec<u8>> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) => {
                if let Some(found) = misplaced(&tag, &open) {
                    return Some(found);
                }
                open.push(tag.name().into_inner().to_vec());
            }
            Event::Empty(tag) => {
                if let Some(found) = misplaced(&tag, &open) {
                    return Some(found);
                }
            }
            Event::End(_) => drop(open.pop()),
            Event::Eof => return None,
            _ => {}
        }
    }
}

/// Elements that hold characters and nothing else (`CT_Text`).
const TEXTS: &[&[u8]] = &[b"w:t", b"w:delText", b"w:instrText", b"w:delInstrText", b"m:t"];

/// What holds words that were changed (`CT_RunTrackChange`).
const MARKED: &[&[u8]] = &[b"w:ins", b"w:del", b"w:moveFrom", b"w:moveTo"];

/// The element and what it stands in, where it may not.
fn misplaced(tag: &BytesStart<'_>, open: &[Vec<u8>]) -> Option<(String, String)> {
    let name = tag.name();
    let told = |around: &[u8]| {
        (String::from_utf8_lossy(name.as_ref()).into_owned(), String::from_utf8_lossy(around).into_owned())
    };
    if let Some(text) = open.last().filter(|around| TEXTS.contains(&around.as_slice())) {
        return Some(told(text));
    }
    // The mark of a paragraph is marked in its run properties; what is marked here would be words.
    if open.last().is_some_and(|around| around == b"w:pPr") && MARKED.contains(&name.as_ref()) {
        return Some(told(b"w:pPr"));
    }
    // By custom, which all writers follow; other prefixes are passed over.
    let full = name.as_ref();
    let branch = full == b"mc:Choice" || full == b"mc:Fallback";
    let local = std::str::from_utf8(if branch { full.get(3..)? } else { full.strip_prefix(b"w:")? }).ok()?;
    let (_, places) = PLACES.iter().find(|(names, _)| names.contains(&local))?;
    let around = open.iter().rev().find(|name| branch || !THROUGH.contains(&plain(name)))?;
    let in_formula = around.starts_with(MATHEMATICS) && !BLOCKS.contains(&local);
    if in_formula || places.contains(&plain(around)) {
        return None;
    }
    Some(told(around))
}

/// A name without its prefix; empty where it is no UTF-8.
fn plain(name: &[u8]) -> &str {
    let local = name.iter().position(|byte| *byte == b':').and_then(|at| name.get(at + 1..)).unwrap_or(name);
    std::str::from_utf8(local).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::first;

    #[test]
    fn words_in_properties_are_misplaced_and_those_of_a_document_are_not() {
        let of = |body: &str| first(&format!("<w:document><w:body>{body}</w:body></w:document>"));
        assert_eq!(
            of("<w:p><w:pPr><w:r><w:t>a</w:t></w:r></w:pPr></w:p>"),
            Some(("w:r".to_owned(), "w:pPr".to_owned()))
        );
        assert_eq!(of("<w:r/>"), Some(("w:r".to_owned(), "w:body".to_owned())));
        assert_eq!(
            of("<w:p><w:del><w:t>a</w:t></w:del></w:p>"),
            Some(("w:t".to_owned(), "w:del".to_owned()))
        );
        assert_eq!(
            of("<w:p><w:r><w:delText><wp:inline/></w:delText></w:r></w:p>"),
            Some(("wp:inline".to_owned(), "w:delText".to_owned()))
        );
        assert_eq!(
            of("<w:p><w:pPr><w:del><w:r><w:delText>a</w:delText></w:r></w:del></w:pPr></w:p>"),
            Some(("w:del".to_owned(), "w:pPr".to_owned()))
        );
        let sound = concat!(
            "<w:p><w:pPr><w:rPr><w:ins/><w:b/></w:rPr><w:sectPr/></w:pPr><w:ins><w:r><w:rPr/><w:t>a</w:t></w:r></w:ins>",
            "<w:sdt><w:sdtPr><w:rPr/></w:sdtPr><w:sdtContent><w:r><w:t>b</w:t></w:r></w:sdtContent></w:sdt>",
            "<m:oMath><m:r><w:rPr/><m:t>x</m:t></m:r></m:oMath><w:r><mc:AlternateContent><mc:Choice><w:drawing>",
            "<wps:txbx><w:txbxContent><w:p/></w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>",
            "<w:tbl><w:tblPr/><w:tr><w:trPr/><w:tc><w:tcPr/><w:p/></w:tc></w:tr></w:tbl><w:sectPr/>",
        );
        assert_eq!(of(sound), None);
    }
}
