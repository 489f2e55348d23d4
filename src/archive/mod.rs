//! Packages for an archive: BagIt (RFC 8493), PREMIS 3, METS by E-ARK CSIP.
//!
//! In: an input, what was made of it and what is told of it. Out: the files of one package, by path, the
//! same on every machine; and of a package's files whether they are whole. Never: the disk, the clock, the
//! path of an input; a date that nobody gave.

pub(crate) mod bag;
pub(crate) mod degraded;
mod events;
mod formats;
pub(crate) mod mets;
pub(crate) mod premis;

use std::collections::BTreeMap;

use crate::diagnostics::Refusal;
use crate::digest::Digest;
pub(crate) use crate::digest::sha512;
use crate::pipeline::{Conversion, OutputKind};
use crate::report::FileReport;
use crate::structure::form::Document;

/// The files of a package by their paths, parts parted by `/`.
pub(crate) type PackageFiles = BTreeMap<String, Vec<u8>>;

/// What is put away of one input.
#[derive(Debug)]
pub(crate) struct Deposit<'a> {
    /// Name of the package's folder.
    pub folder: &'a str,
    /// The input's file name.
    pub name: &'a str,
    /// The input, byte for byte.
    pub bytes: &'a [u8],
    /// The files of facts and decisions beside it, by name.
    pub beside: &'a BTreeMap<String, Vec<u8>>,
    /// What was made of it.
    pub conversion: &'a Conversion,
    /// Date of the deposit, ISO 8601 with the time, as it was given.
    pub date: &'a str,
    /// Stands for all that the package depends on.
    pub key: Digest,
}

/// Form of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum PackageForm {
    /// A bag.
    #[default]
    Bag,
    /// An information package by E-ARK CSIP 2.
    EArk,
}

impl PackageForm {
    /// What the folders of packages end in, so that none has the name of a folder of inputs.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            PackageForm::Bag => ".bag",
            PackageForm::EArk => ".ip",
        }
    }

    /// Where the account lies in a package, which tells of what was degraded.
    pub(crate) fn account(self) -> String {
        let below = match self {
            PackageForm::Bag => bag::DATA,
            PackageForm::EArk => mets::DATA,
        };
        format!("{below}{RECORD}{ACCOUNT}")
    }
}

/// One file put away.
#[derive(Debug)]
struct ArchiveItem {
    /// Its path below the data of the package.
    path: String,
    bytes: Vec<u8>,
    role: FileRole,
    /// Its name before it came here, where it is a source.
    original: Option<String>,
}

/// What a file of the package is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileRole {
    /// The input.
    Source,
    /// A file of facts or decisions beside it.
    Beside,
    /// An output.
    Output(OutputKind),
    /// What is told of the conversion.
    Record,
}

/// Where the source lies, below the data of a package.
pub(crate) const SOURCE: &str = "source/";
const DOCUMENT: &str = "document/";
const RECORD: &str = "record/";
const ACCOUNT: &str = "account.json";
/// Where PREMIS lies in a bag, and in a package by E-ARK.
pub(crate) const PREMIS: [&str; 2] = ["data/record/premis.xml", mets::PREMIS];

/// Makes the package of an input.
///
/// # Errors
/// [`crate::RefusalKind::Internal`] where XML or JSON cannot be written, which no input is known to cause.
pub(crate) fn package(deposit: &Deposit<'_>, form: PackageForm) -> Result<PackageFiles, Refusal> {
    let items = items(deposit)?;
    let structure = structure(deposit)?;
    match form {
        PackageForm::Bag => bag::bag(deposit, &items, &structure),
        PackageForm::EArk => mets::package(deposit, &items, &structure),
    }
}

/// The structure, as the JSON among the outputs tells it.
fn structure(deposit: &Deposit<'_>) -> Result<Document<'static>, Refusal> {
    let json = deposit.conversion.outputs.iter().find(|(kind, _)| *kind == OutputKind::Json);
    let json = json.ok_or_else(|| Refusal::internal("a package needs the structure as JSON"))?;
    serde_json::from_slice(&json.1).map_err(|error| Refusal::internal(format!("the structure: {error}")))
}

/// What is put away, in the order of the paths.
fn items(deposit: &Deposit<'_>) -> Result<Vec<ArchiveItem>, Refusal> {
    let name = plain(deposit.name);
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let source = |name: &str, bytes: &[u8], role| ArchiveItem {
        path: format!("{SOURCE}{}", plain(name)),
        bytes: bytes.to_vec(),
        role,
        original: Some(name.to_owned()),
    };
    let mut items = vec![source(deposit.name, deposit.bytes, FileRole::Source)];
    items.extend(deposit.beside.iter().map(|(name, bytes)| source(name, bytes, FileRole::Beside)));
    for (kind, bytes) in &deposit.conversion.outputs {
        let path = format!("{DOCUMENT}{stem}.{}", kind.extension());
        items.push(ArchiveItem { path, bytes: bytes.clone(), role: FileRole::Output(*kind), original: None });
    }
    let told = FileReport::of(deposit.conversion);
    let degraded = degraded::degraded(&told.findings);
    let account = serde_json::json!({
        "account": told.account, "facts": told.facts, "degraded": degraded,
    });
    let findings = serde_json::json!({ "findings": told.findings, "waived": told.waived });
    for (name, value) in [(ACCOUNT, account), ("findings.json", findings)] {
        let mut bytes = serde_json::to_vec_pretty(&value)
            .map_err(|error| Refusal::internal(format!("{name}: {error}")))?;
        bytes.push(b'\n');
        items.push(ArchiveItem {
            path: format!("{RECORD}{name}"),
            bytes,
            role: FileRole::Record,
            original: None,
        });
    }
    items.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(items)
}

/// A name as packages have it. A per cent sign or a line end stands in a manifest encoded (RFC 8493, 2.1.3),
/// and not every program decodes it; PREMIS keeps the name as it was.
fn plain(name: &str) -> String {
    name.replace(['%', '\r', '\n'], "_")
}

/// What the document is called in a catalogue: its official name, else its number, else nothing.
fn identifier(deposit: &Deposit<'_>, structure: &Document<'_>) -> Option<String> {
    if let Ok(official) = &deposit.conversion.profile.official {
        return Some(official.word.clone());
    }
    structure.masthead.document.as_ref().map(|fact| fact.value.number.clone())
}
