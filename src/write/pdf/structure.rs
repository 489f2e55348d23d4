//! The structure tree: which marks on which pages belong to which element, in reading order.
//!
//! In: the elements of [`Pages`] and, mark by mark, what the content shows. Out: the tree, the
//! parent tree and the role map as PDF objects (ISO 32000-1, 14.7 and 14.8). Never: a mark outside
//! the tree, or in it twice; a cycle.

use std::collections::{BTreeMap, HashMap};

use lopdf::{Dictionary, Object, ObjectId, dictionary};

use super::file::{WrittenObjects, write_object, write_reference, write_whole};
use super::link::{LinkPlaces, PageLinks};
use super::text_string;
use crate::diagnostics::Refusal;
use crate::pages::{LinkTarget, Pages, StructureElement, StructureKind};
use crate::sharing::{Helpers, each};

/// Types of our own and the standard types they stand for (ISO 32000-1, 14.8.4.1).
const ROLES: [(&str, &str); 2] = [("Insertion", "Span"), ("Deletion", "Span")];

/// Name of a structure type in the file.
pub(super) fn type_name(kind: StructureKind) -> &'static str {
    match kind {
        StructureKind::Document => "Document",
        StructureKind::Part => "Part",
        StructureKind::Section => "Sect",
        StructureKind::Heading(level) => {
            ["H1", "H2", "H3", "H4", "H5"].get(usize::from(level.max(1)) - 1).copied().unwrap_or("H6")
        }
        StructureKind::Paragraph => "P",
        StructureKind::List => "L",
        StructureKind::ListItem => "LI",
        StructureKind::Label => "Lbl",
        StructureKind::ListBody => "LBody",
        StructureKind::Table => "Table",
        StructureKind::TableRow => "TR",
        StructureKind::TableHead | StructureKind::RowHead => "TH",
        StructureKind::TableCell => "TD",
        StructureKind::Note => "Note",
        StructureKind::Reference => "Reference",
        StructureKind::Link => "Link",
        StructureKind::Figure => "Figure",
        StructureKind::Formula => "Formula",
        StructureKind::Caption => "Caption",
        StructureKind::Contents => "TOC",
        StructureKind::ContentsEntry => "TOCI",
        StructureKind::Span => "Span",
        StructureKind::Insertion => "Insertion",
        StructureKind::Deletion => "Deletion",
    }
}

/// What an element holds, in order.
enum Kid {
    Element(u32),
    Mark { page: u32, number: u32 },
    Annotation { page: u32, object: ObjectId },
}

/// The objects that elements refer to.
struct StructureObjects<'o> {
    /// Of the elements that are written.
    ids: &'o [Option<ObjectId>],
    pages: &'o [ObjectId],
    root: ObjectId,
}

impl StructureObjects<'_> {
    fn element(&self, index: u32) -> Option<ObjectId> {
        self.ids.get(index as usize).copied().flatten()
    }

    fn write_page(&self, out: &mut Vec<u8>, page: u32) {
        match self.pages.get(page as usize) {
            Some(page) => write_reference(out, *page),
            None => out.extend(b"null"),
        }
    }
}

/// Elements that are worth handing to a helper.
const ELEMENTS_A_PART: usize = 4_000;

/// The tree as it grows with the content.
pub(super) struct StructureTree<'a> {
    elements: &'a [StructureElement],
    /// Children of each element, in document order.
    children: Vec<Vec<u32>>,
    /// How many of them are already among the kids.
    attached: Vec<usize>,
    kids: Vec<Vec<Kid>>,
    /// Text shown, of the elements whose attributes need it.
    texts: Vec<String>,
    /// Element of each mark, by page and number.
    marks: Vec<Vec<u32>>,
    /// Boxes on the pages that lead elsewhere.
    links: PageLinks,
    /// Where links inside the document lead.
    targets: &'a BTreeMap<Box<str>, LinkTarget>,
    /// Left, foot, right and top of each picture, points, by element.
    boxes: HashMap<u32, [f32; 4]>,
}

impl<'a> StructureTree<'a> {
    /// The elements of a document, with nothing shown yet.
    pub(super) fn new(pages: &'a Pages) -> Result<Self, Refusal> {
        let elements = pages.structure.as_slice();
        let mut children = vec![Vec::new(); elements.len()];
        for (index, element) in elements.iter().enumerate() {
            // A parent that stands before its child cannot be its descendant.
            match (index, element.parent) {
                (0, None) => {}
                (_, Some(parent)) if (parent as usize) < index => {
                    if let Some(list) = children.get_mut(parent as usize) {
                        list.push(index as u32);
                    }
                }
                _ => {
                    return Err(Refusal::internal(format!(
                        "structure element {index} has no parent before it"
                    )));
                }
            }
        }
        Ok(Self {
            elements,
            attached: vec![0; children.len()],
            kids: elements.iter().map(|_| Vec::new()).collect(),
            texts: vec![String::new(); children.len()],
            children,
            marks: vec![Vec::new(); pages.pages.len()],
            links: PageLinks::new(elements),
            targets: &pages.targets,
            boxes: HashMap::new(),
        })
    }

    /// Opens a mark of an element on a page; gives the type's name and the mark's number.
    pub(super) fn mark(&mut self, element: u32, page: usize) -> Result<(&'static str, i64), Refusal> {
        let index = element as usize;
        let (Some(of), Some(kids), Some(marks)) =
            (self.elements.get(index), self.kids.get_mut(index), self.marks.get_mut(page))
        else {
            return Err(Refusal::internal(format!(
                "page {page} shows structure element {element}, which is not there"
            )));
        };
        let number = marks.len() as u32;
        marks.push(element);
        kids.push(Kid::Mark { page: page as u32, number });
        self.attach(element);
        Ok((type_name(of.kind), i64::from(number)))
    }

    /// Puts an element among its parent's kids, after the siblings that stand before it in the
    /// document: a note at the foot of a page stands where it is called, an empty cell in its column.
    fn attach(&mut self, element: u32) {
        let mut element = element;
        while let Some(parent) = self.elements.get(element as usize).and_then(|e| e.parent) {
            let at = parent as usize;
            let (Some(children), Some(attached), Some(kids)) =
                (self.children.get(at), self.attached.get_mut(at), self.kids.get_mut(at))
            else {
                return;
            };
            let waiting = children.iter().skip(*attached).take_while(|child| **child <= element);
            let before = kids.len();
            kids.extend(waiting.map(|child| Kid::Element(*child)));
            if kids.len() == before {
                return;
            }
            *attached += kids.len() - before;
            element = parent;
        }
    }

    /// Whether text of an element leads elsewhere.
    pub(super) fn leads(&self, element: u32) -> bool {
        self.links.of(element).is_some()
    }

    /// Remembers where text that leads elsewhere stands: left, foot, right, top, points.
    pub(super) fn linked(&mut self, element: u32, page: usize, edges: [f32; 4]) {
        self.links.add(element, page as u32, edges);
    }

    /// Remembers where a picture stands: left, foot, right, top, points.
    pub(super) fn drawn(&mut self, element: u32, edges: [f32; 4]) {
        self.boxes.insert(element, edges);
    }

    /// Remembers text shown for an element, where its attributes will need it.
    pub(super) fn note_text(&mut self, element: u32, text: &str) {
        // A link inside the document is announced by its own words.
        let index = self.links.of(element).unwrap_or(element) as usize;
        if let (Some(of), Some(texts)) = (self.elements.get(index), self.texts.get_mut(index))
            && matches!(of.kind, StructureKind::Label | StructureKind::Link)
        {
            texts.push_str(text);
        }
    }

    /// Writes parent tree and role map into the document; gives the tree's root, and the elements.
    ///
    /// A document of 500 pages has 11,000 elements: written at once as bytes they take a tenth of the memory that they
    /// take as dictionaries.
    pub(super) fn write(
        mut self,
        document: &mut lopdf::Document,
        pages: &[ObjectId],
        helpers: &dyn Helpers,
    ) -> (ObjectId, WrittenObjects) {
        for index in 0..self.elements.len() as u32 {
            if self.children.get(index as usize).is_some_and(Vec::is_empty) {
                self.attach(index);
            }
        }
        let places = LinkPlaces { targets: self.targets, words: &self.texts };
        let mut written = WrittenObjects::with_room(self.elements.len());
        let first = self.marks.len();
        for (element, page, object) in
            self.links.write(self.elements, document, pages, first, &places, &mut written)
        {
            if let Some(kids) = self.kids.get_mut(element as usize) {
                kids.push(Kid::Annotation { page, object });
            }
        }
        let kept = self.kept();
        let ids: Vec<Option<ObjectId>> =
            kept.iter().map(|kept| kept.then(|| document.new_object_id())).collect();
        let root = document.new_object_id();
        let (notes, names) = self.names(&ids);
        let objects = StructureObjects { ids: &ids, pages, root };
        let all: Vec<(usize, &StructureElement)> = self.elements.iter().enumerate().collect();
        let parts: Vec<_> = all.chunks(ELEMENTS_A_PART).collect();
        for part in each(helpers, &parts, |part| self.part(part, &objects, &names)) {
            written.append(part);
        }
        let parents = self.parent_tree(document, &ids, &mut written);
        let mut tree = dictionary! {
            "Type" => "StructTreeRoot",
            "K" => ids.first().copied().flatten().map_or(Object::Null, Object::Reference),
            "ParentTree" => parents,
            "ParentTreeNextKey" => (self.marks.len() + self.links.count()) as i64,
            "RoleMap" => Dictionary::from_iter(ROLES.map(|(own, standard)| (own, Object::from(standard)))),
        };
        if !notes.is_empty() {
            tree.set("IDTree", dictionary! { "Names" => notes });
        }
        document.objects.insert(root, Object::Dictionary(tree));
        (root, written)
    }

    /// Which elements are written: those that show something, and cells and figures always.
    /// Elements one after the other, as objects.
    fn part(
        &self,
        part: &[(usize, &StructureElement)],
        objects: &StructureObjects<'_>,
        names: &HashMap<usize, Object>,
    ) -> WrittenObjects {
        let mut written = WrittenObjects::with_room(part.len());
        for (index, element) in part {
            if let Some(id) = objects.ids.get(*index).copied().flatten() {
                written.add(id, |out| self.element(out, *index, element, objects, names.get(index)));
            }
        }
        written
    }

    /// The identifiers of the notes, each with its object, and by element (ISO 14289-1, 7.9: they are unique).
    fn names(&self, ids: &[Option<ObjectId>]) -> (Vec<Object>, HashMap<usize, Object>) {
        let (mut notes, mut names) = (Vec::new(), HashMap::new());
        for (index, element) in self.elements.iter().enumerate() {
            if let Some(id) =
                ids.get(index).copied().flatten().filter(|_| element.kind == StructureKind::Note)
            {
                let given = Object::string_literal(format!("note{:05}", names.len() + 1));
                notes.extend([given.clone(), Object::Reference(id)]);
                names.insert(index, given);
            }
        }
        (notes, names)
    }

    fn kept(&self) -> Vec<bool> {
        let mut kept: Vec<bool> = self
            .elements
            .iter()
            .zip(&self.kids)
            .map(|(element, kids)| {
                let fixed = matches!(
                    element.kind,
                    StructureKind::Document
                        | StructureKind::TableRow
                        | StructureKind::TableCell
                        | StructureKind::TableHead
                        | StructureKind::RowHead
                        | StructureKind::Figure
                );
                fixed || kids.iter().any(|kid| matches!(kid, Kid::Mark { .. }))
            })
            .collect();
        // Parents stand before their children, so from the end every child is settled in time.
        for (index, element) in self.elements.iter().enumerate().rev() {
            if kept.get(index) == Some(&true)
                && let Some(parent) = element.parent.and_then(|parent| kept.get_mut(parent as usize))
            {
                *parent = true;
            }
        }
        kept
    }

    /// The dictionary of one element, as bytes; `name`: its identifier.
    fn element(
        &self,
        out: &mut Vec<u8>,
        index: usize,
        element: &StructureElement,
        objects: &StructureObjects<'_>,
        name: Option<&Object>,
    ) {
        let parent = element.parent.and_then(|parent| objects.element(parent));
        out.extend(b"<</S/");
        out.extend(type_name(element.kind).as_bytes());
        out.extend(b"/P ");
        write_reference(out, parent.unwrap_or(objects.root));
        self.kids(out, index, objects);
        let mut entry = |key: &[u8], value: &Object| {
            out.extend(key);
            write_object(out, value);
        };
        if let Some(language) = &element.language {
            entry(b"/Lang", &Object::string_literal(&**language));
        }
        if let Some(alternative) = &element.alternative {
            entry(b"/Alt", &text_string(alternative));
        }
        // The words of a revision stay content, to be read word by word; what was done to them is the
        // element's title and its decoration (ISO 32000-1, tables 323 and 343).
        if let Some(word) = &element.revision {
            entry(b"/T", &text_string(word));
        }
        if let Some(attributes) = self.attributes(index, element) {
            entry(b"/A", &Object::Dictionary(attributes));
        }
        if let Some(name) = name {
            entry(b"/ID", name);
        }
        out.extend(b">>");
    }

    /// What an element holds, and the page that most of its marks are on.
    fn kids(&self, out: &mut Vec<u8>, index: usize, objects: &StructureObjects<'_>) {
        let kids = self.kids.get(index).map(Vec::as_slice).unwrap_or_default();
        let home = kids.iter().find_map(|kid| match kid {
            Kid::Mark { page, .. } => Some(*page),
            Kid::Element(_) | Kid::Annotation { .. } => None,
        });
        if let Some(home) = home {
            out.extend(b"/Pg ");
            objects.write_page(out, home);
        }
        let is_written = |kid: &&Kid| match kid {
            Kid::Element(child) => objects.element(*child).is_some(),
            Kid::Mark { .. } | Kid::Annotation { .. } => true,
        };
        let several = kids.iter().filter(is_written).nth(1).is_some();
        for (at, kid) in kids.iter().filter(is_written).enumerate() {
            if at == 0 {
                out.extend(if several { &b"/K["[..] } else { b"/K" });
            }
            let bare = match kid {
                Kid::Element(_) => true,
                Kid::Mark { page, .. } => Some(*page) == home,
                Kid::Annotation { .. } => false,
            };
            if bare && (at > 0 || !several) {
                out.push(b' ');
            }
            match kid {
                Kid::Element(child) => write_reference(out, objects.element(*child).unwrap_or(objects.root)),
                Kid::Mark { number, .. } if bare => write_whole(out, i64::from(*number)),
                Kid::Annotation { page, object } => {
                    out.extend(b"<</Type/OBJR/Pg ");
                    objects.write_page(out, *page);
                    out.extend(b"/Obj ");
                    write_reference(out, *object);
                    out.extend(b">>");
                }
                Kid::Mark { page, number } => {
                    out.extend(b"<</Type/MCR/Pg ");
                    objects.write_page(out, *page);
                    out.extend(b"/MCID ");
                    write_whole(out, i64::from(*number));
                    out.extend(b">>");
                }
            }
        }
        if several {
            out.push(b']');
        }
    }

    /// Standard attributes (ISO 32000-1, 14.8.5): the reach of a cell, the kind of labels.
    fn attributes(&self, index: usize, element: &StructureElement) -> Option<Dictionary> {
        match element.kind {
            StructureKind::TableHead | StructureKind::RowHead | StructureKind::TableCell => {
                let mut cell = dictionary! { "O" => "Table" };
                match element.kind {
                    StructureKind::TableHead => cell.set("Scope", "Column"),
                    StructureKind::RowHead => cell.set("Scope", "Row"),
                    _ => {}
                }
                for (key, span) in [("ColSpan", element.columns), ("RowSpan", element.rows)] {
                    if span > 1 {
                        cell.set(key, i64::from(span));
                    }
                }
                (cell.len() > 1).then_some(cell)
            }
            StructureKind::Figure | StructureKind::Formula => {
                let edges = self.boxes.get(&(index as u32))?;
                let edges = edges.map(|edge| Object::Real((edge * 100.0).round() / 100.0));
                let mut layout = dictionary! { "O" => "Layout", "BBox" => edges.to_vec() };
                layout.set("Placement", "Inline");
                Some(layout)
            }
            StructureKind::Insertion | StructureKind::Deletion => {
                let inserted = element.kind == StructureKind::Insertion;
                let decoration = if inserted { "Underline" } else { "LineThrough" };
                Some(dictionary! { "O" => "Layout", "TextDecorationType" => decoration })
            }
            StructureKind::List => {
                let numbering = self.first_label(index).map_or("None", numbering);
                Some(dictionary! { "O" => "List", "ListNumbering" => numbering })
            }
            _ => None,
        }
    }

    /// Text of the label of a list's first item.
    fn first_label(&self, list: usize) -> Option<&str> {
        let item = *self.children.get(list)?.first()?;
        let label = *self.children.get(item as usize)?.first()?;
        self.texts.get(label as usize).map(String::as_str)
    }

    /// The tree from marks back to elements: one array a page, by mark number.
    fn parent_tree(
        &self,
        document: &mut lopdf::Document,
        ids: &[Option<ObjectId>],
        written: &mut WrittenObjects,
    ) -> ObjectId {
        let id = |element: u32| ids.get(element as usize).copied().flatten();
        let mut numbers = Vec::with_capacity((self.marks.len() + self.links.count()) * 2);
        for (page, marks) in self.marks.iter().enumerate() {
            let row = document.new_object_id();
            written.add(row, |out| {
                out.push(b'[');
                for (at, element) in marks.iter().enumerate() {
                    if at > 0 {
                        out.push(b' ');
                    }
                    match id(*element) {
                        Some(id) => write_reference(out, id),
                        None => out.extend(b"null"),
                    }
                }
                out.push(b']');
            });
            numbers.push((page as i64).into());
            numbers.push(row.into());
        }
        for (number, element) in self.links.elements().enumerate() {
            numbers.push(((self.marks.len() + number) as i64).into());
            numbers.push(id(element).map_or(Object::Null, Object::Reference));
        }
        document.add_object(dictionary! { "Nums" => numbers })
    }
}

/// `ListNumbering` (ISO 32000-1, table 347) of a list by its first label. Letters without cases
/// (Arabic, 一) have no value of their own.
fn numbering(label: &str) -> &'static str {
    let value: String = label.chars().filter(|c| c.is_alphanumeric()).collect();
    match value.chars().next() {
        None if label.trim().is_empty() => "None",
        None => "Disc",
        Some(_) if value == "i" => "LowerRoman",
        Some(_) if value == "I" => "UpperRoman",
        Some(c) if c.is_lowercase() => "LowerAlpha",
        Some(c) if c.is_uppercase() => "UpperAlpha",
        Some(c) if c.is_numeric() && !matches!(c, '\u{3007}' | '\u{4E00}'..='\u{9FFF}') => "Decimal",
        Some(_) => "None",
    }
}
