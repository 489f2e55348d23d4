//! Link annotations: boxes over text that leads to the web, to a mailbox or to a place in the document.
//!
//! In: where linked text stands, run by run. Out: an annotation a line, each with its entry of the
//! parent tree (ISO 14289-1, 7.18; ISO 19005-2, 6.3). Never: a link without a spoken description, a
//! target that is no ASCII address.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::file::{WrittenObjects, write_dictionary, write_object, write_reference, write_whole};
use super::fonts::FontUse;
use super::text_string;
use crate::pages::{GlyphRun, LinkTarget, StructureElement};
use crate::text::paper_of;

/// Runs of a link whose feet differ by less stand on one line, points.
const SAME_LINE: f32 = 4.0;
/// Bit 3 of the flags: the annotation is printed (ISO 19005-2, 6.3.2).
const PRINT: i64 = 4;

/// Depth and height of a box from the baseline, em.
const DEPTH: f32 = 0.22;
const HEIGHT: f32 = 0.78;

/// Left, foot, right and top of a run, points.
pub(super) fn edges(run: &GlyphRun, font: &FontUse<'_>) -> [f32; 4] {
    let (mut left, mut right) = (f32::INFINITY, f32::NEG_INFINITY);
    for glyph in &run.glyphs {
        let width = f32::from(font.width(glyph.id)) * run.size / 1000.0;
        (left, right) = (left.min(glyph.x), right.max(glyph.x + width));
    }
    [left, run.y - DEPTH * run.size, right, run.y + HEIGHT * run.size]
}

/// What links inside the document need to know: where the places stand, and the words of each element.
pub(super) struct LinkPlaces<'p> {
    pub targets: &'p BTreeMap<Box<str>, LinkTarget>,
    pub words: &'p [String],
}

/// A box on a page that leads elsewhere.
struct LinkBox {
    element: u32,
    page: u32,
    /// Left, foot, right, top, points.
    edges: [f32; 4],
}

/// The links of a document.
pub(super) struct PageLinks {
    /// The link that each element stands in.
    within: Vec<Option<u32>>,
    boxes: Vec<LinkBox>,
}

impl PageLinks {
    /// The links among the elements; parents stand before their children.
    pub(super) fn new(elements: &[StructureElement]) -> Self {
        let mut within: Vec<Option<u32>> = Vec::with_capacity(elements.len());
        for (index, element) in elements.iter().enumerate() {
            let inherited = element.parent.and_then(|parent| within.get(parent as usize).copied().flatten());
            within.push(if element.link.is_some() { Some(index as u32) } else { inherited });
        }
        Self { within, boxes: Vec::new() }
    }

    /// The link that an element stands in.
    pub(super) fn of(&self, element: u32) -> Option<u32> {
        self.within.get(element as usize).copied().flatten()
    }

    /// Adds the edges of a run; runs of one link on one line share a box.
    pub(super) fn add(&mut self, element: u32, page: u32, edges: [f32; 4]) {
        let Some(element) = self.of(element) else { return };
        if let Some(last) = self.boxes.last_mut()
            && (last.element, last.page) == (element, page)
            && (last.edges[1] - edges[1]).abs() < SAME_LINE
        {
            let ([l, b, r, t], [left, foot, right, top]) = (last.edges, edges);
            last.edges = [l.min(left), b.min(foot), r.max(right), t.max(top)];
            return;
        }
        self.boxes.push(LinkBox { element, page, edges });
    }

    /// How many boxes there are.
    pub(super) fn count(&self) -> usize {
        self.boxes.len()
    }

    /// The link of each box.
    pub(super) fn elements(&self) -> impl Iterator<Item = u32> + '_ {
        self.boxes.iter().map(|one| one.element)
    }

    /// Writes an annotation for each box; keys of the parent tree run from `first`. Gives the element,
    /// page and object of each.
    pub(super) fn write(
        &self,
        elements: &[StructureElement],
        document: &mut lopdf::Document,
        pages: &[ObjectId],
        first: usize,
        places: &LinkPlaces<'_>,
        written: &mut WrittenObjects,
    ) -> Vec<(u32, u32, ObjectId)> {
        let mut all = Vec::with_capacity(self.boxes.len());
        for (key, one) in self.boxes.iter().enumerate() {
            let target = elements.get(one.element as usize).and_then(|element| element.link.as_deref());
            let (Some(target), Some(page)) = (target, pages.get(one.page as usize).copied()) else {
                continue;
            };
            let Some(leading) = leading(target, pages, places) else { continue };
            let words = places.words.get(one.element as usize).map(|words| words.trim());
            let is_ours = target.starts_with('#') || paper_of(target).is_some();
            let words = words.filter(|words| !words.is_empty() && is_ours).unwrap_or(target);
            let annotation = document.new_object_id();
            written.add(annotation, |out| {
                out.extend(b"<</Type/Annot/Subtype/Link/Rect");
                let edges = one.edges.map(|edge| Object::Real((edge * 100.0).round() / 100.0));
                write_object(out, &Object::Array(edges.to_vec()));
                out.extend(b"/Border[0 0 0]/F ");
                write_whole(out, PRINT);
                out.extend(b"/Contents");
                write_object(out, &text_string(words));
                out.extend(b"/StructParent ");
                write_whole(out, (first + key) as i64);
                out.extend(b"/P ");
                write_reference(out, page);
                leading.write(out);
                out.extend(b">>");
            });
            if let Ok(page) = document.get_object_mut(page).and_then(Object::as_dict_mut) {
                match page.get_mut(b"Annots").and_then(Object::as_array_mut) {
                    Ok(list) => list.push(annotation.into()),
                    Err(_) => page.set("Annots", vec![annotation.into()]),
                }
            }
            all.push((one.element, one.page, annotation));
        }
        all
    }
}

/// Where a link leads, as an entry of its annotation.
enum Leading {
    /// A page of the document, and how high on it, points.
    Place(ObjectId, f32),
    /// An action.
    Action(Dictionary),
}

impl Leading {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Leading::Place(page, y) => {
                out.extend(b"/Dest[");
                write_reference(out, *page);
                out.extend(b"/XYZ null ");
                write_object(out, &Object::Real((y * 100.0).round() / 100.0));
                out.extend(b" null]");
            }
            Leading::Action(action) => {
                out.extend(b"/A");
                write_dictionary(out, action);
            }
        }
    }
}

/// Where a target leads; nowhere where no such place stands in the document.
fn leading(target: &str, pages: &[ObjectId], places: &LinkPlaces<'_>) -> Option<Leading> {
    match (target.strip_prefix('#'), paper_of(target)) {
        (Some(name), _) => {
            let place = places.targets.get(name)?;
            Some(Leading::Place(*pages.get(place.page as usize)?, place.y))
        }
        // ISO 32000-1, 12.6.4.3: the place by its name, as the other file has it (12.3.2.3).
        (None, Some((paper, place))) => {
            let name = text_string(&format!("{paper}.pdf"));
            let file = dictionary! { "Type" => "Filespec", "F" => name.clone(), "UF" => name };
            let place = Object::string_literal(place);
            Some(Leading::Action(
                dictionary! { "Type" => "Action", "S" => "GoToR", "F" => file, "D" => place },
            ))
        }
        (None, None) => {
            let uri = Object::string_literal(address(target));
            Some(Leading::Action(dictionary! { "Type" => "Action", "S" => "URI", "URI" => uri }))
        }
    }
}

/// The places of a document by name, sorted, as a name tree has them (ISO 32000-1, 7.9.6 and 12.3.2.3): links of other
/// files lead to them.
pub(super) fn named_places(targets: &BTreeMap<Box<str>, LinkTarget>, pages: &[ObjectId]) -> Vec<Object> {
    let mut names = Vec::with_capacity(targets.len() * 2);
    for (name, place) in targets {
        let Some(page) = pages.get(place.page as usize) else { continue };
        let y = Object::Real((place.y * 100.0).round() / 100.0);
        let place: Vec<Object> = vec![(*page).into(), "XYZ".into(), Object::Null, y, Object::Null];
        names.extend([Object::string_literal(name.as_bytes()), place.into()]);
    }
    names
}

/// A target as ISO 32000-1, 12.6.4.7 wants it: seven-bit ASCII, all else as `%` and its bytes (RFC 3986, 2.1).
fn address(target: &str) -> String {
    let mut address = String::with_capacity(target.len());
    for byte in target.bytes() {
        match byte {
            b'!'..=b'~' => address.push(char::from(byte)),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address
}
