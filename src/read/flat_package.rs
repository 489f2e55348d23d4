//! A Word package as one XML file (Flat OPC: "Word XML Document" of Word's dialogue) into a package.
//!
//! In: the file. Out: its parts by name, which the reader of packages reads. Never: what is in a part.

use super::package::InputPackage;
use super::xml::{KnownNamespace, XmlReader, XmlToken, decode};
use super::{LanguageHint, docx, transfer_encoding};
use crate::diagnostics::{Refusal, RefusalKind, message};
use crate::limits;
use crate::source::{Source, SourceFormat};

/// Reads a package of one XML file that stands in so many others.
///
/// # Errors
/// Broken XML, parts that are no parts, and what the reader of packages refuses.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    depth: usize,
    language: LanguageHint,
) -> Result<Source, Refusal> {
    let content = decode("the file", bytes)?;
    let mut package = InputPackage::of_parts(parts(&content)?)?;
    docx::read_package(name, &mut package, SourceFormat::FlatDocx, depth, language)
}

fn parts(content: &str) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    let mut xml = XmlReader::new("the file", content);
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    // Namespaces that the elements around a part declare and the part may use, outermost first.
    let mut around: Vec<(usize, (String, String))> = Vec::new();
    let mut name = String::new();
    loop {
        let element = match xml.next()? {
            XmlToken::Start(element) => element,
            XmlToken::Eof => return Ok(parts),
            XmlToken::End | XmlToken::Text(_) => continue,
        };
        let depth = xml.depth();
        around.retain(|(at, _)| *at < depth);
        around.extend(xml.declarations(&element).into_iter().map(|declared| (depth, declared)));
        let bytes = match element.name() {
            (KnownNamespace::Pkg, b"part") => {
                name =
                    xml.attribute(&element, KnownNamespace::Pkg, b"name")?.unwrap_or_default().into_owned();
                continue;
            }
            (KnownNamespace::Pkg, b"xmlData") => {
                let inner = xml.inner_source(content)?;
                with_namespaces(inner, &around).into_bytes()
            }
            (KnownNamespace::Pkg, b"binaryData") => binary(&name, xml.inner_source(content)?)?,
            _ => continue,
        };
        parts.push((std::mem::take(&mut name), bytes));
        if parts.len() > limits::PACKAGE_ENTRIES {
            return Err(Refusal::over(
                message!("the package"),
                limits::PACKAGE_ENTRIES as u64,
                message!("entries"),
            ));
        }
    }
}

/// A part's XML, its root with the namespaces that were declared around it and that it does not declare.
fn with_namespaces(inner: &str, around: &[(usize, (String, String))]) -> String {
    let root = inner.char_indices().find(|(at, c)| {
        let next = inner.get(at + 1..).and_then(|rest| rest.chars().next());
        *c == '<' && next.is_some_and(|next| next.is_alphabetic() || next == '_')
    });
    let Some((start, _)) = root else { return inner.to_owned() };
    let tag = inner.get(start..).and_then(|rest| rest.split('>').next()).unwrap_or_default();
    let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
    let mut declared = String::new();
    for (at, (_, (prefix, uri))) in around.iter().enumerate() {
        let key = if prefix.is_empty() { "xmlns=".to_owned() } else { format!("xmlns:{prefix}=") };
        let nearer = around.iter().skip(at + 1).any(|(_, (other, _))| other == prefix);
        if !nearer && !tag.contains(&key) {
            declared.push_str(&format!(" {key}\"{}\"", uri.replace('"', "&quot;")));
        }
    }
    let place = start + name.len();
    let (before, after) = inner.split_at_checked(place).unwrap_or((inner, ""));
    format!("{before}{declared}{after}")
}

fn binary(name: &str, text: &str) -> Result<Vec<u8>, Refusal> {
    transfer_encoding::base64(text.as_bytes()).ok_or_else(|| {
        Refusal::new(
            RefusalKind::Damaged,
            message!("the part {name} is no base64", name = format!("{name:?}")),
            message!("open the file in Word, let it repair the file and save it as .docx"),
        )
    })
}
