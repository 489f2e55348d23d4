//! The outline ("bookmarks"): entries with levels to a linked tree (ISO 32000-1, 12.3.3).

use lopdf::{Document, Object, ObjectId, dictionary};

use super::text_string;
use crate::pages::OutlineEntry;

/// An entry's place in the tree, as indices of entries.
#[derive(Default, Clone)]
struct OutlinePlace {
    parent: Option<usize>,
    previous: Option<usize>,
    next: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    /// Entries anywhere below.
    below: i64,
}

/// Writes the outline; `None` where there is no entry.
pub(super) fn write(
    document: &mut Document,
    entries: &[OutlineEntry],
    pages: &[ObjectId],
) -> Option<ObjectId> {
    if entries.is_empty() {
        return None;
    }
    let (places, top) = places(entries);
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    let id_of = |index: Option<usize>| index.and_then(|index| ids.get(index)).copied().map(Object::Reference);
    for ((entry, place), id) in entries.iter().zip(&places).zip(&ids) {
        let page = pages.get(entry.page as usize).copied().map_or(Object::Null, Object::Reference);
        let height = (entry.y * 100.0).round() / 100.0;
        let target: Vec<Object> = vec![page, "XYZ".into(), Object::Null, height.into(), Object::Null];
        let mut item = dictionary! {
            "Title" => text_string(&entry.title),
            "Parent" => id_of(place.parent).unwrap_or(Object::Reference(root)),
            "Dest" => target,
        };
        for (key, other) in
            [("Prev", place.previous), ("Next", place.next), ("First", place.first), ("Last", place.last)]
        {
            if let Some(other) = id_of(other) {
                item.set(key, other);
            }
        }
        if place.below > 0 {
            item.set("Count", place.below);
        }
        document.objects.insert(*id, Object::Dictionary(item));
    }
    let mut outlines = dictionary! { "Type" => "Outlines", "Count" => entries.len() as i64 };
    for (key, index) in [("First", top.first), ("Last", top.last)] {
        if let Some(entry) = id_of(index) {
            outlines.set(key, entry);
        }
    }
    document.objects.insert(root, Object::Dictionary(outlines));
    Some(root)
}

/// Links entries by their levels: an entry stands under the nearest one before it of a lesser level.
fn places(entries: &[OutlineEntry]) -> (Vec<OutlinePlace>, OutlinePlace) {
    let mut places = vec![OutlinePlace::default(); entries.len()];
    let mut top = OutlinePlace::default();
    let mut open: Vec<(u8, usize)> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        while open.last().is_some_and(|(level, _)| *level >= entry.level) {
            open.pop();
        }
        for (_, above) in &open {
            if let Some(above) = places.get_mut(*above) {
                above.below += 1;
            }
        }
        let parent = open.last().map(|(_, parent)| *parent);
        let above = match parent {
            Some(parent) => places.get_mut(parent),
            None => Some(&mut top),
        };
        let previous = above.and_then(|above| {
            above.first.get_or_insert(index);
            above.last.replace(index)
        });
        if let Some(previous) = previous.and_then(|previous| places.get_mut(previous)) {
            previous.next = Some(index);
        }
        if let Some(place) = places.get_mut(index) {
            (place.parent, place.previous) = (parent, previous);
        }
        open.push((entry.level, index));
    }
    (places, top)
}
