//! Relationships of a part: which other parts it uses, and what lies outside the package.
//!
//! External targets are kept as text for hyperlinks and are never followed.

use std::collections::{BTreeMap, HashSet};

use crate::diagnostics::Refusal;
use crate::read::package::InputPackage;
use crate::read::xml::{XmlReader, XmlToken, decode};

/// Where a relationship leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RelationshipTarget {
    /// A part, by its full name.
    Part(String),
    /// Outside the package.
    External(String),
}

/// One relationship.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct InputRelationship {
    /// Its id in this part.
    pub id: String,
    /// Last segment of its type, the same in transitional and strict files: `footnotes`.
    pub kind: String,
    /// Where it leads.
    pub target: RelationshipTarget,
}

/// The relationships of one part, in file order.
#[derive(Debug, Default)]
pub(super) struct Relationships {
    all: Vec<InputRelationship>,
    by_id: BTreeMap<String, usize>,
    /// Words of charts and diagrams by the id of their part, a line each.
    words: BTreeMap<String, String>,
}

impl Relationships {
    /// Reads the relationships of `part`; those of the package itself for an empty name.
    ///
    /// # Errors
    /// A damaged relationship part.
    pub(super) fn of(package: &mut InputPackage<'_>, part: &str) -> Result<Self, Refusal> {
        let (folder, file) = part.rsplit_once('/').map_or(("", part), |(folder, file)| (folder, file));
        let separator = if folder.is_empty() { "" } else { "/" };
        let name = format!("{folder}{separator}_rels/{file}.rels");
        let Some(bytes) = package.part(&name)? else {
            return Ok(Self::default());
        };
        let content = decode(&name, &bytes)?;
        let mut xml = XmlReader::new(&name, &content);
        let mut found = Self::default();
        loop {
            match xml.next()? {
                XmlToken::Start(element) if element.local() == b"Relationship" => {
                    let text = |local: &[u8]| {
                        Ok::<_, Refusal>(
                            xml.attribute(&element, crate::read::xml::KnownNamespace::None, local)?
                                .map(|v| v.into_owned())
                                .unwrap_or_default(),
                        )
                    };
                    let (id, kind, target) = (text(b"Id")?, text(b"Type")?, text(b"Target")?);
                    let external = text(b"TargetMode")?.eq_ignore_ascii_case("external");
                    let target = if external {
                        RelationshipTarget::External(target)
                    } else {
                        RelationshipTarget::Part(resolve(folder, &target))
                    };
                    let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                    found.by_id.entry(id.clone()).or_insert(found.all.len());
                    found.all.push(InputRelationship { id, kind, target });
                }
                XmlToken::Eof => return Ok(found),
                _ => {}
            }
        }
    }

    /// The relationship of an id.
    pub(super) fn get(&self, id: &str) -> Option<&InputRelationship> {
        self.all.get(*self.by_id.get(id)?)
    }

    /// Reads the words of the charts and diagrams that the part shows.
    ///
    /// # Errors
    /// A bound met.
    pub(super) fn read_words(&mut self, package: &mut InputPackage<'_>) -> Result<(), Refusal> {
        for relationship in &self.all {
            let RelationshipTarget::Part(part) = &relationship.target else { continue };
            if !matches!(relationship.kind.as_str(), "chart" | "chartEx" | "diagramData") {
                continue;
            }
            if let Some(bytes) = package.part(part)? {
                // One that is broken shows nothing in Word either.
                let words = words(part, &bytes).unwrap_or_default();
                self.words.insert(relationship.id.clone(), words);
            }
        }
        Ok(())
    }

    /// The words of a chart or diagram.
    pub(super) fn words(&self, id: &str) -> &str {
        self.words.get(id).map(String::as_str).unwrap_or_default()
    }

    /// The first part of a kind.
    pub(super) fn part_of(&self, kind: &str) -> Option<&str> {
        self.all.iter().find_map(|relationship| match &relationship.target {
            RelationshipTarget::Part(part) if relationship.kind == kind => Some(part.as_str()),
            _ => None,
        })
    }

    /// All of them, in file order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &InputRelationship> {
        self.all.iter()
    }
}

/// What holds names of series and categories: as they were last seen, as they were typed, and those of several levels
/// (ECMA-376 part 1, 21.2.2.201, 21.2.2.200 and 21.2.2.103; `strDim` of the charts of 2016, MS-ODRAWXML 2.24).
const NAMES: [&[u8]; 4] = [b"strCache", b"strLit", b"multiLvlStrCache", b"strDim"];

/// The words of a chart or diagram, a line each and each line once: texts, and the names of series and categories.
fn words(part: &str, bytes: &[u8]) -> Result<String, Refusal> {
    let content = decode(part, bytes)?;
    let mut xml = XmlReader::new(part, &content);
    let mut open: Vec<Vec<u8>> = Vec::new();
    let (mut names, mut known) = (0, HashSet::new());
    let (mut line, mut lines) = (String::new(), Vec::new());
    loop {
        match xml.next()? {
            XmlToken::Start(element) => {
                names += usize::from(NAMES.contains(&element.local()));
                open.push(element.local().to_vec());
            }
            XmlToken::Text(text) => {
                let mut around = open.iter().rev().map(Vec::as_slice);
                match (around.next(), around.next()) {
                    (Some(b"t"), _) | (Some(b"v"), Some(b"tx" | b"txData")) => line.push_str(&text),
                    (Some(b"v" | b"pt"), _) if names > 0 => line.push_str(&text),
                    _ => {}
                }
            }
            XmlToken::End => {
                let ended = open.pop().unwrap_or_default();
                names -= usize::from(NAMES.contains(&ended.as_slice()));
                if matches!(ended.as_slice(), b"p" | b"v" | b"pt") {
                    let whole = std::mem::take(&mut line).trim().to_owned();
                    if !whole.is_empty() && known.insert(whole.clone()) {
                        lines.push(whole);
                    }
                }
            }
            XmlToken::Eof => return Ok(lines.join("\n")),
        }
    }
}

/// A target as a part name: relative to its folder, `..` never above the root.
fn resolve(folder: &str, target: &str) -> String {
    let target = target.split('#').next().unwrap_or_default();
    let (mut segments, rest): (Vec<&str>, &str) = match target.strip_prefix('/') {
        Some(rest) => (Vec::new(), rest),
        None => (folder.split('/').filter(|s| !s.is_empty()).collect(), target),
    };
    for segment in rest.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            name => segments.push(name),
        }
    }
    segments.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolve;

    #[test]
    fn a_target_never_leaves_the_package() {
        for (folder, target, part) in [
            ("word", "styles.xml", "word/styles.xml"),
            ("word", "/word/styles.xml", "word/styles.xml"),
            ("word", "../customXml/item1.xml", "customXml/item1.xml"),
            ("word", "../../../../etc/passwd", "etc/passwd"),
            ("", "word/document.xml", "word/document.xml"),
            ("word", "media/./image1.png#frame", "word/media/image1.png"),
        ] {
            assert_eq!(resolve(folder, target), part, "{target} from {folder:?}");
        }
    }
}
