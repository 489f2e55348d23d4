//! Control words as data: formats, characters, destinations (RTF 1.9.1).

use super::groups::{Destination, StoryKind};
use crate::text::{Align, Format};

/// Formats that are on or off.
pub(super) const SWITCHES: &[(&[u8], Format)] = &[
    (b"b", Format::BOLD),
    (b"i", Format::ITALIC),
    (b"strike", Format::STRIKE),
    (b"striked", Format::STRIKE),
    (b"caps", Format::CAPS),
    (b"scaps", Format::SMALL_CAPS),
    (b"v", Format::HIDDEN),
    (b"ul", Format::UNDERLINE),
    (b"uld", Format::UNDERLINE),
    (b"uldb", Format::UNDERLINE),
    (b"uldash", Format::UNDERLINE),
    (b"ulth", Format::UNDERLINE),
    (b"ulw", Format::UNDERLINE),
    (b"ulwave", Format::UNDERLINE),
];

/// Control words that are characters.
pub(super) const CHARACTERS: &[(&[u8], &str)] = &[
    (b"tab", "\t"),
    (b"line", "\n"),
    (b"lbr", "\n"),
    (b"emdash", "\u{2014}"),
    (b"endash", "\u{2013}"),
    (b"emspace", "\u{2003}"),
    (b"enspace", "\u{2002}"),
    (b"qmspace", "\u{2005}"),
    (b"bullet", "\u{2022}"),
    (b"lquote", "\u{2018}"),
    (b"rquote", "\u{2019}"),
    (b"ldblquote", "\u{201C}"),
    (b"rdblquote", "\u{201D}"),
    (b"zwj", "\u{200D}"),
    (b"zwnj", "\u{200C}"),
    (b"zwbo", "\u{200B}"),
    (b"zwnbo", "\u{2060}"),
    (b"ltrmark", "\u{200E}"),
    (b"rtlmark", "\u{200F}"),
];

/// Alignments.
pub(super) const ALIGNMENTS: &[(&[u8], Align)] =
    &[(b"ql", Align::Start), (b"qc", Align::Centre), (b"qr", Align::End), (b"qj", Align::Justify)];

/// Destinations, those that hold nothing shown among them.
pub(super) const DESTINATIONS: &[(&[u8], Destination)] = &[
    (b"fonttbl", Destination::Fonts),
    (b"stylesheet", Destination::Styles),
    (b"revtbl", Destination::Authors),
    (b"listtable", Destination::Lists),
    (b"listoverridetable", Destination::Lists),
    (b"pntxtb", Destination::OldNumberBefore),
    (b"pntxta", Destination::OldNumberAfter),
    (b"title", Destination::Title),
    (b"author", Destination::Author),
    (b"fldinst", Destination::Instruction),
    (b"ffdeftext", Destination::FormDefault),
    (b"atnauthor", Destination::CommentAuthor),
    (b"atnid", Destination::CommentInitials),
    (b"atndate", Destination::CommentDate),
    (b"atnref", Destination::CommentRange),
    (b"info", Destination::Skipped),
    (b"colortbl", Destination::Skipped),
    // What stands in place of the end of an inner row, for readers without inner tables.
    (b"nonesttables", Destination::Skipped),
    (b"filetbl", Destination::Skipped),
    (b"nonshppict", Destination::Skipped),
    (b"shprslt", Destination::Skipped),
    (b"upr", Destination::Skipped),
    (b"ftnsep", Destination::Skipped),
    (b"ftnsepc", Destination::Skipped),
    (b"ftncn", Destination::Skipped),
    (b"aftnsep", Destination::Skipped),
    (b"aftnsepc", Destination::Skipped),
    (b"aftncn", Destination::Skipped),
    (b"tc", Destination::Skipped),
    (b"xe", Destination::Skipped),
    (b"sn", Destination::PropertyName),
    (b"sv", Destination::PropertyValue),
    (b"operator", Destination::Skipped),
    (b"keywords", Destination::Skipped),
    (b"comment", Destination::Skipped),
    (b"subject", Destination::Skipped),
    (b"doccomm", Destination::Skipped),
    (b"company", Destination::Skipped),
    (b"category", Destination::Skipped),
    (b"manager", Destination::Skipped),
    (b"hlinkbase", Destination::Skipped),
    (b"creatim", Destination::Skipped),
    (b"revtim", Destination::Skipped),
    (b"printim", Destination::Skipped),
    (b"private", Destination::Skipped),
];

/// Destinations that may be skipped by those who do not know them, and whose text is shown.
pub(super) const THROUGH: &[&[u8]] =
    &[b"shppict", b"shpinst", b"picprop", b"formfield", b"do", b"nesttableprops"];

/// Destinations that are stories of their own.
pub(super) const STORIES: &[(&[u8], StoryKind)] = &[
    (b"footnote", StoryKind::Footnote),
    (b"annotation", StoryKind::Comment),
    (b"shptxt", StoryKind::TextBox),
    (b"dptxbxtext", StoryKind::TextBox),
    (b"header", StoryKind::Furniture),
    (b"headerl", StoryKind::Furniture),
    (b"headerr", StoryKind::Furniture),
    (b"headerf", StoryKind::Furniture),
    (b"footer", StoryKind::Furniture),
    (b"footerl", StoryKind::Furniture),
    (b"footerr", StoryKind::Furniture),
    (b"footerf", StoryKind::Furniture),
];
