//! An information package by E-ARK CSIP 2 (DILCIS Board): METS at the root, metadata beside the one
//! representation.
//!
//! In: what is put away. Out: the files of the package. And of a package's files: what is missing, changed
//! or not listed, by the digests in METS.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::bag::BagFault;
use super::premis::premis;
use super::{ArchiveItem, Deposit, PackageFiles, formats, identifier};
use crate::diagnostics::Refusal;
use crate::digest::{Digest, sha512};
use crate::structure::form::Document;
use crate::write::xml::XmlWriter;

/// The file that describes a package.
pub(crate) const METS: &str = "METS.xml";
/// Where the files of the one representation lie.
pub(crate) const DATA: &str = "representations/rep1/data/";
/// What the file beside a package's folder ends in that has the digest of METS: METS lists all others and
/// cannot list its own, and CSIP66 wants no file in the package that it does not list.
pub(crate) const SEAL: &str = ".sha512";
pub(super) const PREMIS: &str = "metadata/preservation/premis.xml";
const DESCRIPTIVE: &str = "metadata/descriptive/dc.xml";

/// Namespaces of METS and of what CSIP adds to it.
const NAMESPACES: [(&str, &str); 4] = [
    ("xmlns", "http://www.loc.gov/METS/"),
    ("xmlns:csip", "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"),
    ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];
const SCHEMAS: &str = "http://www.loc.gov/METS/ http://www.loc.gov/standards/mets/mets.xsd \
                       http://www.w3.org/1999/xlink http://www.loc.gov/standards/mets/xlink.xsd \
                       https://DILCIS.eu/XML/METS/CSIPExtensionMETS \
                       https://earkcsip.dilcis.eu/schema/DILCISExtensionMETS.xsd";
/// Kind of the record identifier that stands for all that a package depends on.
const KEY: &str = "itudoc-key";
const PROFILE: &str = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml";

/// Makes the package of a deposit.
pub(super) fn package(
    deposit: &Deposit<'_>,
    items: &[ArchiveItem],
    structure: &Document<'_>,
) -> Result<PackageFiles, Refusal> {
    let id = deposit.folder;
    let premis = premis(deposit, items, structure, DATA)?;
    let descriptive = descriptive(deposit, structure)?;
    let mut mets = Mets { xml: XmlWriter::new(16 << 10), date: deposit.date, key: deposit.key };
    mets.document(id, items, structure, &descriptive, &premis);
    let mets = mets.xml.finish()?;
    let mut files: PackageFiles =
        items.iter().map(|item| (format!("{DATA}{}", item.path), item.bytes.clone())).collect();
    files.insert(PREMIS.to_owned(), premis);
    files.insert(DESCRIPTIVE.to_owned(), descriptive);
    files.insert(SEAL.to_owned(), sealed(deposit.folder, &sha512(&mets)).into_bytes());
    files.insert(METS.to_owned(), mets);
    Ok(files)
}

/// Dublin Core of the document.
fn descriptive(deposit: &Deposit<'_>, structure: &Document<'_>) -> Result<Vec<u8>, Refusal> {
    let masthead = &structure.masthead;
    let mut xml = XmlWriter::new(1 << 10);
    xml.open(
        "oai_dc:dc",
        &[
            ("xmlns:oai_dc", "http://www.openarchives.org/OAI/2.0/oai_dc/"),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ],
    );
    let title = masthead.title.as_ref().map_or(structure.input.name.as_str(), |fact| fact.value.as_str());
    xml.text_element("dc:title", &[], title);
    if let Some(source) = &masthead.source {
        xml.text_element("dc:creator", &[], &source.value);
    }
    if let Some(date) = &masthead.date {
        xml.text_element("dc:date", &[], &date.value);
    }
    let known = identifier(deposit, structure);
    xml.text_element("dc:identifier", &[], known.as_deref().unwrap_or(deposit.folder));
    if let Some(language) = &structure.language {
        xml.text_element("dc:language", &[], language);
    }
    xml.close();
    xml.finish()
}

struct Mets<'a> {
    xml: XmlWriter,
    date: &'a str,
    /// Stands for all that the package depends on.
    key: Digest,
}

impl Mets<'_> {
    fn document(
        &mut self,
        id: &str,
        items: &[ArchiveItem],
        structure: &Document<'_>,
        dc: &[u8],
        premis: &[u8],
    ) {
        let mut attributes = NAMESPACES.to_vec();
        attributes.extend([
            ("xsi:schemaLocation", SCHEMAS),
            ("OBJID", id),
            ("TYPE", "Textual works – Digital"),
            ("PROFILE", PROFILE),
            ("csip:CONTENTINFORMATIONTYPE", "MIXED"),
        ]);
        self.xml.open("mets", &attributes);
        self.header();
        let created = self.date.to_owned();
        self.xml.open("dmdSec", &[("ID", "ID-dmd-1"), ("CREATED", &created), ("STATUS", "CURRENT")]);
        self.reference("DC", DESCRIPTIVE, dc);
        self.xml.close();
        self.xml.open("amdSec", &[("ID", "ID-amd-1")]);
        self.xml.open("digiprovMD", &[("ID", "ID-digiprov-1"), ("CREATED", &created), ("STATUS", "CURRENT")]);
        self.reference("PREMIS", PREMIS, premis);
        self.xml.close();
        self.xml.close();
        self.files(items, structure);
        self.map(id);
        self.xml.close();
    }

    fn header(&mut self) {
        let created = self.date.to_owned();
        self.xml.open("metsHdr", &[("CREATEDATE", &created), ("csip:OAISPACKAGETYPE", "AIP")]);
        self.xml.open("agent", &[("ROLE", "CREATOR"), ("TYPE", "OTHER"), ("OTHERTYPE", "SOFTWARE")]);
        self.xml.text_element("name", &[], "itudoc");
        self.xml.text_element("note", &[("csip:NOTETYPE", "SOFTWARE VERSION")], crate::BUILD);
        self.xml.close();
        self.xml.text_element("altRecordID", &[("TYPE", KEY)], &self.key.to_string());
        self.xml.close();
    }

    fn reference(&mut self, kind: &str, path: &str, bytes: &[u8]) {
        let (size, digest) = (bytes.len().to_string(), sha512(bytes));
        let created = self.date.to_owned();
        self.xml.empty(
            "mdRef",
            &[
                ("LOCTYPE", "URL"),
                ("xlink:type", "simple"),
                ("xlink:href", path),
                ("MDTYPE", kind),
                ("MIMETYPE", "text/xml"),
                ("SIZE", &size),
                ("CREATED", &created),
                ("CHECKSUM", &digest),
                ("CHECKSUMTYPE", "SHA-512"),
            ],
        );
    }

    fn files(&mut self, items: &[ArchiveItem], structure: &Document<'_>) {
        self.xml.open("fileSec", &[("ID", "ID-files-1")]);
        self.xml.open("fileGrp", &[("ID", "ID-group-1"), ("USE", "Representations")]);
        let created = self.date.to_owned();
        for (at, item) in items.iter().enumerate() {
            let (id, size) = (format!("ID-file-{}", at + 1), item.bytes.len().to_string());
            let digest = sha512(&item.bytes);
            let media_type = formats::format(item, &structure.input.kind).media_type;
            self.xml.open(
                "file",
                &[
                    ("ID", &id),
                    ("MIMETYPE", media_type),
                    ("SIZE", &size),
                    ("CREATED", &created),
                    ("CHECKSUM", &digest),
                    ("CHECKSUMTYPE", "SHA-512"),
                ],
            );
            let address = address(&format!("{DATA}{}", item.path));
            self.xml
                .empty("FLocat", &[("LOCTYPE", "URL"), ("xlink:type", "simple"), ("xlink:href", &address)]);
            self.xml.close();
        }
        self.xml.close();
        self.xml.close();
    }

    fn map(&mut self, id: &str) {
        self.xml.open("structMap", &[("ID", "ID-map-1"), ("TYPE", "PHYSICAL"), ("LABEL", "CSIP")]);
        self.xml.open("div", &[("ID", "ID-div-1"), ("LABEL", id)]);
        self.xml.empty(
            "div",
            &[("ID", "ID-div-2"), ("LABEL", "Metadata"), ("DMDID", "ID-dmd-1"), ("ADMID", "ID-digiprov-1")],
        );
        self.xml.open("div", &[("ID", "ID-div-3"), ("LABEL", "Representations")]);
        self.xml.empty("fptr", &[("FILEID", "ID-group-1")]);
        self.xml.close();
        self.xml.close();
        self.xml.close();
    }
}

/// A path as an address: all but letters, digits and a few marks encoded (RFC 3986, 2.1).
fn address(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/!".contains(&byte);
    path.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The path of an address.
fn path(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code =
            after.get(..2).and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        match code.filter(|_| *first == b'%') {
            Some(code) => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A line that `sha512sum --check` reads.
fn sealed(folder: &str, digest: &str) -> String {
    format!("{digest}  {folder}/{METS}\n")
}

/// What a package says it was made of, of its METS.
pub(crate) fn key(mets: &str) -> Option<&str> {
    let (_, after) = mets.split_once(&format!("<altRecordID TYPE=\"{KEY}\">"))?;
    after.split('<').next()
}

/// What is wrong with a package of the folder `folder`. `digests`: SHA-512 and size of each of its files, by path; `seal`: the file
/// beside it that has the digest of METS, where it is there.
pub(crate) fn faults(
    folder: &str,
    digests: &BTreeMap<String, (String, u64)>,
    mets: &str,
    seal: Option<&str>,
) -> Vec<BagFault> {
    let mut faults = Vec::new();
    let Some((own, _)) = digests.get(METS) else { return vec![BagFault::new(METS, "is missing")] };
    // Letter for letter, as nothing has a digest of the seal; but a folder may have been renamed.
    let made_as = attribute_of_root(mets, b"OBJID").unwrap_or_default();
    let is_sealed = |seal: &str| [folder, &made_as].iter().any(|name| seal == sealed(name, own));
    match seal {
        Some(seal) if !is_sealed(seal) => {
            let what = "is not what the digest beside the package says, or that was changed";
            faults.push(BagFault::new(METS, what));
        }
        // A package of another program has none.
        None if key(mets).is_some() => {
            let what = format!(
                "has nothing that vouches for it: the digest beside the package, {made_as}{SEAL}, is missing"
            );
            faults.push(BagFault::new(METS, &what));
        }
        _ => {}
    }
    let mut listed = BTreeMap::new();
    let mut checksum = None;
    let mut reader = Reader::from_str(mets);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => match element.local_name().as_ref() {
                b"file" => checksum = attribute(&element, b"CHECKSUM"),
                b"FLocat" => {
                    if let Some(address) = attribute(&element, b"xlink:href") {
                        listed.insert(path(&address), checksum.take().unwrap_or_default());
                    }
                }
                b"mdRef" => {
                    let own = attribute(&element, b"xlink:href").zip(attribute(&element, b"CHECKSUM"));
                    listed.extend(own.map(|(address, digest)| (path(&address), digest)));
                }
                _ => {}
            },
            Ok(Event::Eof) => break,
            Err(error) => {
                faults.push(BagFault::new(METS, &format!("cannot be read: {error}")));
                break;
            }
            _ => {}
        }
    }
    if listed.is_empty() {
        faults.push(BagFault::new(METS, "lists no file"));
    }
    for (path, digest) in &listed {
        match digests.get(path) {
            None => faults.push(BagFault::new(path, "is missing")),
            Some((found, _)) if found.eq_ignore_ascii_case(digest) => {}
            Some(_) => faults.push(BagFault::new(path, "was changed after it was made")),
        }
    }
    let unlisted = digests.keys().filter(|path| *path != METS && !listed.contains_key(*path));
    faults.extend(unlisted.map(|path| BagFault::new(path, "is not in METS.xml")));
    faults.sort();
    faults
}

fn attribute_of_root(xml: &str, name: &[u8]) -> Option<String> {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) => return attribute(&element, name),
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn attribute(element: &BytesStart<'_>, name: &[u8]) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
    let value = std::str::from_utf8(&found.value).ok()?.to_owned();
    quick_xml::escape::unescape(&value).ok().map(|value| value.into_owned())
}
