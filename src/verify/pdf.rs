//! An independent reader of finished PDFs: the proof that nothing was lost on the way.
//!
//! In: the bytes of a file. Out: its text as a reader of the structure tree gets it, in logical
//! order: body and notes apart, page furniture left out. It shares no code with the writer and reads
//! everything back through `ToUnicode`, replacement texts, structure tree and parent tree, so a
//! fault in any of them shows. Never: text that the tree does not hold.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::budget;
use crate::diagnostics::Refusal;
use crate::sharing::{Helpers, each};

mod content;
mod object;
mod tree;

use content::{ContentFonts, ContentReader, ToUnicode};
use object::{PdfObjects, PdfValue, damaged};
use tree::{ElementKind, TreeKid, TreeObject};

/// What a PDF says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PdfText {
    /// The text but for notes and references to them: a line a paragraph, cells and labels with a tab.
    pub body: String,
    /// The text of each note, without its mark.
    pub notes: Vec<String>,
    /// Number of pages.
    pub pages: usize,
}

/// Reads the text of a finished PDF on one thread.
#[cfg(test)]
pub(crate) fn text(bytes: &[u8]) -> Result<PdfText, Refusal> {
    text_with(bytes, &crate::sharing::Alone)
}

/// Reads the text of a finished PDF, page beside page where there are helpers.
///
/// # Errors
/// `Internal` where text stands outside the structure tree, twice in it, or without Unicode, and
/// where the file is not one that the writer writes.
pub(crate) fn text_with(bytes: &[u8], helpers: &dyn Helpers) -> Result<PdfText, Refusal> {
    let file = PdfObjects::open(bytes, helpers)?;
    let catalog = file.object(file.root)?;
    let pages = pages(&file, &catalog)?;
    let mut fonts = FontCache::default();
    let mut contents = Vec::with_capacity(pages.len());
    for page in &pages {
        let page = file.object(*page)?;
        let content = page.get("Contents").and_then(PdfValue::reference);
        let content = content.ok_or_else(|| damaged("a page without content"))?;
        contents.push((content, fonts.of(&file, &page)?));
    }
    let marks = each(helpers, &contents, |(content, fonts)| {
        budget::ask("the PDF was read back")?;
        let texts = ContentReader::read(&file.stream(*content)?.1, fonts)?;
        Ok::<Vec<_>, Refusal>(texts.into_iter().map(Some).collect())
    });
    drop(contents);
    let marks = marks.into_iter().collect::<Result<Vec<_>, _>>()?;
    let tree = file.entry(&catalog, "StructTreeRoot")?;
    let parents = Parents::read(&file, &tree, pages.len())?;
    let mut walk = PdfWalk {
        objects: tree::objects(&file, helpers),
        page_numbers: pages.iter().copied().zip(0..).collect(),
        marks,
        parents,
        found: PdfText { pages: pages.len(), ..PdfText::default() },
    };
    walk.tree(&tree)?;
    walk.finish()
}

/// The pages in order.
fn pages(file: &PdfObjects<'_>, catalog: &PdfValue<'_>) -> Result<Vec<u32>, Refusal> {
    let root = catalog.get("Pages").and_then(PdfValue::reference);
    let mut waiting = vec![root.ok_or_else(|| damaged("the PDF has no pages"))?];
    let mut pages = Vec::new();
    let mut seen = HashSet::new();
    while let Some(id) = waiting.pop() {
        if !seen.insert(id) {
            return Err(damaged("the page tree runs in a circle"));
        }
        match file.object(id)?.get("Kids") {
            Some(kids) => waiting.extend(kids.items().iter().rev().filter_map(PdfValue::reference)),
            None => pages.push(id),
        }
    }
    Ok(pages)
}

/// Fonts read so far, by object.
#[derive(Default)]
struct FontCache(HashMap<u32, Arc<ToUnicode>>);

impl FontCache {
    fn of<'v>(&mut self, file: &'v PdfObjects<'_>, page: &PdfValue<'v>) -> Result<ContentFonts<'v>, Refusal> {
        let resources = file.entry(page, "Resources")?;
        let PdfValue::Dictionary(named) = file.entry(&resources, "Font")? else {
            return Err(damaged("a page without fonts"));
        };
        let mut fonts = ContentFonts::new();
        for (name, font) in named {
            let id = font.reference().ok_or_else(|| damaged("a font that is no object"))?;
            let map = match self.0.get(&id) {
                Some(map) => Arc::clone(map),
                None => {
                    let cmap = file.object(id)?.get("ToUnicode").and_then(PdfValue::reference);
                    let cmap = cmap.ok_or_else(|| damaged("a font without ToUnicode"))?;
                    let map = Arc::new(ToUnicode::parse(&file.stream(cmap)?.1)?);
                    self.0.insert(id, Arc::clone(&map));
                    map
                }
            };
            fonts.insert(name, map);
        }
        Ok(fonts)
    }
}

/// The parent tree: element of each mark, by page, and of each annotation.
struct Parents {
    marks: Vec<Vec<u32>>,
    annotations: Vec<u32>,
}

impl Parents {
    fn read(file: &PdfObjects<'_>, tree: &PdfValue<'_>, pages: usize) -> Result<Self, Refusal> {
        let parents = file.entry(tree, "ParentTree");
        let parents = parents.as_ref().map_err(Clone::clone)?;
        let rows = parents.get("Nums").map(PdfValue::items).unwrap_or_default();
        let mut read = Self { marks: Vec::new(), annotations: Vec::new() };
        for pair in rows.chunks(2) {
            let [key, row] = pair else { return Err(damaged("half an entry of the parent tree")) };
            if key.number() != Some(read.marks.len() + read.annotations.len()) {
                return Err(damaged("the parent tree leaves out a page"));
            }
            if read.marks.len() == pages {
                read.annotations.push(row.reference().unwrap_or(0));
                continue;
            }
            let row = match row {
                PdfValue::Reference(id) => file.object(*id)?,
                row => row.clone(),
            };
            read.marks.push(row.items().iter().map(|e| e.reference().unwrap_or(0)).collect());
        }
        Ok(read)
    }
}

/// How an element's text is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CountedAs {
    Body,
    Note,
    /// References to notes, labels of notes.
    Nothing,
}

/// What is still to be read, last first.
enum TreeStep {
    Element {
        id: u32,
        target: CountedAs,
    },
    Mark {
        page: usize,
        number: usize,
        element: u32,
        target: CountedAs,
    },
    /// White space after an element.
    End(&'static str, CountedAs),
}

/// A walk over the structure tree.
struct PdfWalk {
    /// Elements and annotations, by object; elements are taken out as they are walked.
    objects: Vec<TreeObject>,
    page_numbers: HashMap<u32, usize>,
    /// Texts by page and number; taken out as the tree names them.
    marks: Vec<Vec<Option<String>>>,
    parents: Parents,
    found: PdfText,
}

impl PdfWalk {
    fn tree(&mut self, tree: &PdfValue<'_>) -> Result<(), Refusal> {
        let first = tree.get("K").map(PdfValue::items).unwrap_or_default();
        let element =
            |kid: &PdfValue<'_>| Some(TreeStep::Element { id: kid.reference()?, target: CountedAs::Body });
        let mut steps: Vec<TreeStep> = first.iter().rev().filter_map(element).collect();
        while let Some(step) = steps.pop() {
            budget::ask("the PDF was read back")?;
            match step {
                TreeStep::Element { id, target } => self.element(id, target, &mut steps)?,
                TreeStep::Mark { page, number, element, target } => {
                    self.mark(page, number, element, target)?
                }
                TreeStep::End(space, target) => self.push(space, target),
            }
        }
        Ok(())
    }

    fn element(&mut self, id: u32, target: CountedAs, steps: &mut Vec<TreeStep>) -> Result<(), Refusal> {
        let element =
            self.objects.get_mut(id as usize).map(|object| std::mem::replace(object, TreeObject::Other));
        let Some(TreeObject::Element(kind, kids)) = element else {
            return Err(damaged("an element stands in the structure tree twice, or is none"));
        };
        let target = match (kind, target) {
            (ElementKind::Note, _) => {
                self.found.notes.push(String::new());
                CountedAs::Note
            }
            (ElementKind::Reference, _) | (ElementKind::Label, CountedAs::Note) => CountedAs::Nothing,
            _ => target,
        };
        if matches!(kind, ElementKind::List | ElementKind::Entry) {
            // A list in an item begins behind the item's own words.
            self.begin_line(target);
        }
        steps.push(TreeStep::End(kind.end(), target));
        for kid in kids.iter().rev() {
            match *kid {
                TreeKid::Element(id) => steps.push(TreeStep::Element { id, target }),
                TreeKid::Annotation(object) => self.annotation(id, object)?,
                TreeKid::Mark(page, number) => {
                    let page = page.and_then(|page| self.page_numbers.get(&page)).copied();
                    let (Some(page), Some(number)) = (page, number) else {
                        return Err(damaged("an element holds what is no mark"));
                    };
                    steps.push(TreeStep::Mark { page, number: number as usize, element: id, target });
                }
            }
        }
        Ok(())
    }

    /// An annotation leads back to the element that holds it.
    fn annotation(&self, element: u32, object: Option<u32>) -> Result<(), Refusal> {
        let object = object.ok_or_else(|| damaged("an element holds what is no annotation"))?;
        let key = match self.objects.get(object as usize) {
            Some(TreeObject::Annotation(key)) => Some(*key),
            _ => None,
        };
        let place = key.and_then(|key| key.checked_sub(self.parents.marks.len()));
        match place.and_then(|place| self.parents.annotations.get(place)) {
            Some(parent) if *parent == element => Ok(()),
            _ => Err(damaged("an annotation is not in the parent tree")),
        }
    }

    fn mark(&mut self, page: usize, number: usize, element: u32, target: CountedAs) -> Result<(), Refusal> {
        let parent = self.parents.marks.get(page).and_then(|row| row.get(number)).copied();
        let text = self.marks.get_mut(page).and_then(|marks| marks.get_mut(number));
        match text.and_then(Option::take) {
            Some(text) if parent == Some(element) => {
                self.push(&text, target);
                Ok(())
            }
            _ => Err(damaged(format!("mark {number} of page {} is not in the tree once", page + 1))),
        }
    }

    fn begin_line(&mut self, target: CountedAs) {
        let text = match target {
            CountedAs::Body => Some(&mut self.found.body),
            CountedAs::Note => self.found.notes.last_mut(),
            CountedAs::Nothing => None,
        };
        if let Some(text) = text.filter(|text| !text.is_empty() && !text.ends_with('\n')) {
            text.push('\n');
        }
    }

    fn push(&mut self, text: &str, target: CountedAs) {
        match target {
            CountedAs::Body => self.found.body.push_str(text),
            CountedAs::Note => {
                if let Some(note) = self.found.notes.last_mut() {
                    note.push_str(text);
                }
            }
            CountedAs::Nothing => {}
        }
    }

    fn finish(self) -> Result<PdfText, Refusal> {
        for (page, marks) in self.marks.iter().enumerate() {
            let rows = self.parents.marks.get(page).map_or(0, Vec::len);
            if rows != marks.len() || marks.iter().any(Option::is_some) {
                return Err(damaged(format!("page {} holds text that the tree does not", page + 1)));
            }
        }
        let mut found = self.found;
        found.notes.iter_mut().for_each(|note| note.truncate(note.trim_end().len()));
        Ok(found)
    }
}
