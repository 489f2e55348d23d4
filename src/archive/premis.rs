//! PREMIS 3.0 (Data Dictionary for Preservation Metadata): an object a file, the events, the agents, each
//! element in the order of the schema.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event as XmlEvent;

use super::events::{self, PROGRAM, PremisEvent};
use super::formats;
use super::{ArchiveItem, Deposit, FileRole};
use crate::diagnostics::Refusal;
use crate::digest::sha512;
use crate::structure::form::Document;
use crate::write::xml::XmlWriter;

const NAMESPACE: &str = "http://www.loc.gov/premis/v3";
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// Kind of our identifiers of objects: paths within the package.
const PATH: &str = "path in the package";
const LOCAL: &str = "local";

/// Writes the PREMIS of a deposit. `below`: where the items lie in the package.
pub(super) fn premis(
    deposit: &Deposit<'_>,
    items: &[ArchiveItem],
    structure: &Document<'_>,
    below: &str,
) -> Result<Vec<u8>, Refusal> {
    let events = events::events(deposit, items, structure);
    let mut premis = Premis { xml: XmlWriter::new(16 << 10), below };
    premis
        .xml
        .open("premis:premis", &[("xmlns:premis", NAMESPACE), ("xmlns:xsi", INSTANCE), ("version", "3.0")]);
    for item in items {
        premis.object(structure, item, items, &events);
    }
    events.iter().for_each(|event| premis.event(event));
    premis.agent(PROGRAM, "software", Some(crate::BUILD));
    for person in events::people(&events) {
        premis.agent(&person, "person", None);
    }
    premis.xml.close();
    premis.xml.finish()
}

struct Premis<'a> {
    xml: XmlWriter,
    below: &'a str,
}

impl Premis<'_> {
    fn text(&mut self, name: &'static str, text: &str) {
        self.xml.text_element(name, &[], text);
    }

    fn within(&mut self, name: &'static str, pairs: &[(&'static str, &str)]) {
        self.xml.open(name, &[]);
        pairs.iter().for_each(|(name, text)| self.text(name, text));
        self.xml.close();
    }

    fn object(
        &mut self,
        structure: &Document<'_>,
        item: &ArchiveItem,
        items: &[ArchiveItem],
        events: &[PremisEvent],
    ) {
        self.xml.open("premis:object", &[("xsi:type", "premis:file")]);
        let path = format!("{}{}", self.below, item.path);
        self.within(
            "premis:objectIdentifier",
            &[("premis:objectIdentifierType", PATH), ("premis:objectIdentifierValue", &path)],
        );
        self.characteristics(structure, item);
        if let Some(name) = &item.original {
            self.text("premis:originalName", name);
        }
        if let FileRole::Output(_) = item.role {
            self.derivation(items, events);
        }
        for event in events.iter().filter(|event| event.objects.contains(&item.path)) {
            self.within(
                "premis:linkingEventIdentifier",
                &[
                    ("premis:linkingEventIdentifierType", LOCAL),
                    ("premis:linkingEventIdentifierValue", &event.id),
                ],
            );
        }
        self.xml.close();
    }

    fn characteristics(&mut self, structure: &Document<'_>, item: &ArchiveItem) {
        self.xml.open("premis:objectCharacteristics", &[]);
        self.text("premis:compositionLevel", "0");
        let digest = sha512(&item.bytes);
        self.within(
            "premis:fixity",
            &[
                ("premis:messageDigestAlgorithm", "SHA-512"),
                ("premis:messageDigest", &digest),
                ("premis:messageDigestOriginator", PROGRAM),
            ],
        );
        self.text("premis:size", &item.bytes.len().to_string());
        let format = formats::format(item, &structure.input.kind);
        self.xml.open("premis:format", &[]);
        self.xml.open("premis:formatDesignation", &[]);
        self.text("premis:formatName", format.name);
        if !format.version.is_empty() {
            self.text("premis:formatVersion", format.version);
        }
        self.xml.close();
        if !format.key.is_empty() {
            self.within(
                "premis:formatRegistry",
                &[
                    ("premis:formatRegistryName", "PRONOM"),
                    ("premis:formatRegistryKey", format.key),
                    ("premis:formatRegistryRole", "specification"),
                ],
            );
        }
        self.xml.close();
        if matches!(item.role, FileRole::Output(_) | FileRole::Record) {
            self.within(
                "premis:creatingApplication",
                &[
                    ("premis:creatingApplicationName", PROGRAM),
                    ("premis:creatingApplicationVersion", crate::BUILD),
                ],
            );
        }
        self.xml.close();
    }

    /// What an output was made of, and by which event.
    fn derivation(&mut self, items: &[ArchiveItem], events: &[PremisEvent]) {
        let source = items.iter().find(|item| item.role == FileRole::Source);
        let conversion = events.iter().rfind(|event| event.kind == "migration");
        let (Some(source), Some(conversion)) = (source, conversion) else { return };
        let path = format!("{}{}", self.below, source.path);
        self.xml.open("premis:relationship", &[]);
        self.text("premis:relationshipType", "derivation");
        self.text("premis:relationshipSubType", "has source");
        self.within(
            "premis:relatedObjectIdentifier",
            &[("premis:relatedObjectIdentifierType", PATH), ("premis:relatedObjectIdentifierValue", &path)],
        );
        self.within(
            "premis:relatedEventIdentifier",
            &[
                ("premis:relatedEventIdentifierType", LOCAL),
                ("premis:relatedEventIdentifierValue", &conversion.id),
            ],
        );
        self.xml.close();
    }

    fn event(&mut self, event: &PremisEvent) {
        self.xml.open("premis:event", &[]);
        self.within(
            "premis:eventIdentifier",
            &[("premis:eventIdentifierType", LOCAL), ("premis:eventIdentifierValue", &event.id)],
        );
        self.text("premis:eventType", event.kind);
        self.text("premis:eventDateTime", &event.date);
        self.within("premis:eventDetailInformation", &[("premis:eventDetail", &event.detail)]);
        self.xml.open("premis:eventOutcomeInformation", &[]);
        self.text("premis:eventOutcome", &event.outcome);
        if !event.note.is_empty() {
            self.within("premis:eventOutcomeDetail", &[("premis:eventOutcomeDetailNote", &event.note)]);
        }
        self.xml.close();
        self.within(
            "premis:linkingAgentIdentifier",
            &[
                ("premis:linkingAgentIdentifierType", LOCAL),
                ("premis:linkingAgentIdentifierValue", &event.agent),
            ],
        );
        for object in &event.objects {
            let path = format!("{}{object}", self.below);
            self.within(
                "premis:linkingObjectIdentifier",
                &[
                    ("premis:linkingObjectIdentifierType", PATH),
                    ("premis:linkingObjectIdentifierValue", &path),
                ],
            );
        }
        self.xml.close();
    }

    fn agent(&mut self, name: &str, kind: &str, version: Option<&str>) {
        self.xml.open("premis:agent", &[]);
        self.within(
            "premis:agentIdentifier",
            &[("premis:agentIdentifierType", LOCAL), ("premis:agentIdentifierValue", name)],
        );
        self.text("premis:agentName", name);
        self.text("premis:agentType", kind);
        if let Some(version) = version {
            self.text("premis:agentVersion", version);
        }
        self.xml.close();
    }
}

/// The names that files had before they came into a package, by their paths in it.
pub(crate) fn original_names(premis: &str) -> BTreeMap<String, String> {
    let mut reader = Reader::from_str(premis);
    let (mut found, mut path, mut text) = (BTreeMap::new(), String::new(), String::new());
    loop {
        match reader.read_event() {
            Ok(XmlEvent::Start(_)) => text.clear(),
            Ok(XmlEvent::Text(piece)) => text.extend(piece.decode().ok().as_deref()),
            Ok(XmlEvent::GeneralRef(piece)) => {
                let name = format!("&{};", String::from_utf8_lossy(&piece));
                text.extend(quick_xml::escape::unescape(&name).ok().as_deref());
            }
            Ok(XmlEvent::End(end)) => match end.local_name().as_ref() {
                b"objectIdentifierValue" => path = std::mem::take(&mut text),
                b"originalName" => _ = found.insert(path.clone(), std::mem::take(&mut text)),
                _ => {}
            },
            Ok(XmlEvent::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}
