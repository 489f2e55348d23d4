//! Elements and annotations of a finished PDF, read beside each other before the tree is walked.
//!
//! In: the objects of a file. Out: of each what the walk asks: an element's type and kids, an annotation's place in the
//! parent tree. Never: a judgement on the tree; an object that is broken is an error when the walk comes to it.

use super::object::{PdfObjects, PdfValue};
use crate::sharing::{Helpers, each};

/// How an element's own text is treated by the walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ElementKind {
    /// A note.
    Note,
    /// A reference to a note.
    Reference,
    /// The label of an item or a note.
    Label,
    /// A list, or an entry or the whole of a contents list: it begins on a line of its own.
    List,
    /// An entry of a contents list: that, and a line of its own.
    Entry,
    /// A paragraph, heading, item or row.
    Line,
    /// A cell.
    Cell,
    /// What only holds others or is part of a line.
    Other,
}

impl ElementKind {
    fn of(name: &[u8]) -> Self {
        match name {
            b"Note" => Self::Note,
            b"Reference" => Self::Reference,
            b"Lbl" => Self::Label,
            b"L" | b"TOC" => Self::List,
            b"TOCI" => Self::Entry,
            b"P" | b"LI" | b"TR" | b"H1" | b"H2" | b"H3" | b"H4" | b"H5" | b"H6" => Self::Line,
            b"TD" | b"TH" => Self::Cell,
            _ => Self::Other,
        }
    }

    /// White space after it.
    pub(super) fn end(self) -> &'static str {
        match self {
            Self::Line | Self::Entry | Self::Note => "\n",
            Self::Label | Self::Cell => "\t",
            Self::Reference | Self::List | Self::Other => "",
        }
    }
}

/// What an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TreeKid {
    /// Another element, by its object.
    Element(u32),
    /// A mark: its page, by its object, and its number there, where they are given.
    Mark(Option<u32>, Option<u32>),
    /// An annotation, by its object, where it is given.
    Annotation(Option<u32>),
}

/// An object as the walk needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum TreeObject {
    /// An element of the tree, and its kids in their order.
    Element(ElementKind, Box<[TreeKid]>),
    /// An annotation, and its key in the parent tree.
    Annotation(usize),
    /// None of these.
    Other,
}

/// Objects that are worth handing to a helper.
const OBJECTS_A_PART: u32 = 4_000;

/// Every object of a file, by its number.
pub(super) fn objects(file: &PdfObjects<'_>, helpers: &dyn Helpers) -> Vec<TreeObject> {
    let count = u32::try_from(file.len()).unwrap_or(u32::MAX);
    let starts: Vec<u32> = (0..count).step_by(OBJECTS_A_PART as usize).collect();
    let part = |start: &u32| -> Vec<TreeObject> {
        let end = start.saturating_add(OBJECTS_A_PART).min(count);
        (*start..end)
            .map(|id| file.packed_object(id).map_or(TreeObject::Other, |value| object(&value)))
            .collect()
    };
    each(helpers, &starts, part).into_iter().flatten().collect()
}

fn object(value: &PdfValue<'_>) -> TreeObject {
    if let Some(PdfValue::Name(kind)) = value.get("S") {
        let home = value.get("Pg").and_then(PdfValue::reference);
        let kids = value.get("K").map(PdfValue::items).unwrap_or_default();
        return TreeObject::Element(
            ElementKind::of(kind),
            kids.iter().map(|kid| kid_of(kid, home)).collect(),
        );
    }
    let key = value.get("StructParent").and_then(PdfValue::number);
    key.map_or(TreeObject::Other, TreeObject::Annotation)
}

fn kid_of(kid: &PdfValue<'_>, home: Option<u32>) -> TreeKid {
    let number = |value: &PdfValue<'_>| value.number().and_then(|number| u32::try_from(number).ok());
    match kid {
        PdfValue::Reference(id) => TreeKid::Element(*id),
        PdfValue::Number(_) => TreeKid::Mark(home, number(kid)),
        other if matches!(other.get("Type"), Some(PdfValue::Name(b"OBJR"))) => {
            TreeKid::Annotation(other.get("Obj").and_then(PdfValue::reference))
        }
        other => {
            TreeKid::Mark(other.get("Pg").and_then(PdfValue::reference), other.get("MCID").and_then(number))
        }
    }
}
