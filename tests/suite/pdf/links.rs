//! Linked text: an annotation a line, each in the structure tree and the parent tree.

use crate::verify::pdf::text;
use lopdf::{Dictionary, Document, Object};

use super::*;

/// A paragraph with a link over two lines, one in another paragraph on the next page.
fn linked() -> Pages {
    let mut set = Setting::new("en");
    let first = set.element(0, StructureKind::Paragraph);
    let link = set.link(first, "https://example.org/a b?q=é");
    let x = set.run(LATIN, 12.0, LEFT, "See ", PageTag::Element(first));
    let x = set.run(LATIN, 12.0, x, "the report ", PageTag::Element(link));
    let inserted = set.revision(link, StructureKind::Insertion, "Inserted");
    set.run(LATIN, 12.0, x, "of the", PageTag::Element(inserted));
    set.y -= 20.0;
    let x = set.run(LATIN, 12.0, LEFT, "group", PageTag::Element(link));
    set.run(LATIN, 12.0, x, " for more.", PageTag::Element(first));
    set.page();
    let second = set.element(0, StructureKind::Paragraph);
    let link = set.link(second, "mailto:office@example.org");
    set.run(LATIN, 12.0, LEFT, "office@example.org", PageTag::Element(link));
    set.pages
}

fn annotations(document: &Document) -> Vec<Vec<Dictionary>> {
    let of = |page: &Dictionary| {
        let list = page.get(b"Annots").and_then(Object::as_array).cloned().unwrap_or_default();
        list.iter().map(|id| document.get_dictionary(id.as_reference().unwrap()).unwrap().clone()).collect()
    };
    document.get_pages().values().map(|id| of(document.get_dictionary(*id).unwrap())).collect()
}

#[test]
fn each_line_of_a_link_is_an_annotation_that_prints_and_speaks() {
    let bytes = pdf(linked());
    let document = Document::load_mem(&bytes).unwrap();
    let pages = annotations(&document);
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1]);
    let all: Vec<&Dictionary> = pages.iter().flatten().collect();
    let keys: Vec<i64> = all.iter().map(|one| one.get(b"StructParent").unwrap().as_i64().unwrap()).collect();
    // Behind the keys of the two pages.
    assert_eq!(keys, [2, 3, 4]);
    for one in &all {
        assert_eq!(one.get(b"F").unwrap().as_i64().unwrap(), 4);
        assert!(!one.get(b"Contents").unwrap().as_str().unwrap().is_empty());
        let edges: Vec<f32> =
            one.get(b"Rect").unwrap().as_array().unwrap().iter().map(|e| e.as_float().unwrap()).collect();
        assert!(edges[0] < edges[2] && edges[1] < edges[3], "{edges:?}");
    }
    let action = all[0].get(b"A").unwrap().as_dict().unwrap();
    assert_eq!(action.get(b"URI").unwrap().as_str().unwrap(), b"https://example.org/a%20b?q=%C3%A9");
}

#[test]
fn linked_text_reads_back_and_an_annotation_out_of_the_tree_is_seen() {
    let bytes = pdf(linked());
    assert_eq!(text(&bytes).unwrap().body, "See the report of thegroup for more.\noffice@example.org\n");
    // Another annotation's key: the tree no longer leads back to the element.
    let mut document = Document::load_mem(&bytes).unwrap();
    for object in document.objects.values_mut() {
        if let Object::Dictionary(one) = object
            && one.get(b"StructParent").and_then(Object::as_i64).is_ok_and(|key| key == 4)
        {
            one.set("StructParent", 2);
        }
    }
    let mut broken = Vec::new();
    document.save_to(&mut broken).unwrap();
    // The reader may refuse the form of a file saved by another; either way it does not pass.
    assert!(text(&broken).is_err());
}
