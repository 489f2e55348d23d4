//! What is said of the document: FRBR levels (work, expression, manifestation), modifications, references,
//! and the comments, which no page shows.
//!
//! Addresses follow the Akoma Ntoso Naming Convention 1.0 (clauses 4 and 6) in the manner of AKN4UN; their
//! parts are data ([`crate::akoma_ntoso`]).
//! A date that neither the text nor the registry states is given as the first day of the calendar under the
//! name `unknown`, as the schema wants one.

use jiff::civil::Date;

use super::AknWriter;
use super::ids::slug;
use super::inline::{pairs, said_of};
use super::places::{AknComponent, Owner};
use crate::akoma_ntoso::naming;
use crate::language::Language;
use crate::model::names::StableName;
use crate::model::{Body, Edition, InstrumentKind, Key, Symbol};
use crate::registry::Registry;
use crate::registry::reference::references;
use crate::text::{RevisionKind, RevisionOrigin, View};

/// The eId of a call's concept.
pub(super) fn concept(key: &Key) -> String {
    format!("concept_{}", slug(key))
}

/// The address of an instrument of the Union: by its body, the year of its edition and its number; of the
/// instrument whatever its edition, where none is stated.
/// Nothing where neither the text nor the registry knows the body.
pub(super) fn instrument(
    registry: &Registry,
    language: Language,
    body: Option<Body>,
    kind: InstrumentKind,
    number: &str,
    edition: Option<&Edition>,
) -> Option<String> {
    let year = edition.and_then(|edition| edition.year);
    let met = || {
        let place = registry.place(edition?.place.as_deref()?, language)?;
        registry.adopted_at(&place.key, year?)
    };
    let body = body.or_else(met)?;
    let (kind, number) = (kind.name(), slug(number));
    let actor = actor(Some(body));
    // A work has a date in its address; an instrument whose edition is not stated is none of them, but what
    // all of them have in common.
    Some(match year {
        Some(year) => format!("/akn/{}/statement/{kind}/{actor}/{year}/{number}", naming().jurisdiction),
        None => format!("/akn/ontology/concept/{actor}.{kind}.{number}"),
    })
}

/// Who issues documents of a body.
fn actor(body: Option<Body>) -> String {
    let of = &naming().actor;
    body.map_or_else(|| of.clone(), |body| format!("{of}-{}", slug(&body.key().to_lowercase())))
}

/// A link's target as an address may be written (XML Schema part 2, 3.2.17: no white space).
pub(super) fn address_of_link(link: &str) -> String {
    link.chars().map(|c| if c.is_whitespace() { "%20".to_owned() } else { c.to_string() }).collect()
}

impl AknWriter<'_> {
    /// The metadata of the whole, or of a component.
    pub(super) fn meta(&mut self, component: Option<&AknComponent<'_>>, within: &[AknComponent<'_>]) {
        self.xml.open("meta", &[]);
        self.identification(component);
        match component {
            Some(component) => self.modifications(component),
            // What all components refer to stands once, in the whole.
            None => {
                self.references(within);
                self.comments();
                self.marks();
            }
        }
        self.xml.close();
    }

    fn identification(&mut self, component: Option<&AknComponent<'_>>) {
        // A dot would begin the format of a manifestation.
        let part = component
            .map_or_else(|| "!main".to_owned(), |component| format!("!{}", component.id.replace('.', "-")));
        let masthead = &self.akn.submission.masthead;
        let number = masthead.document.as_ref().map(|fact| {
            let document = &fact.value;
            let mut number = slug(&document.number);
            for (mark, part) in
                [("rev", document.revision), ("add", document.addendum), ("corr", document.corrigendum)]
            {
                number.extend(part.map(|part| format!("-{mark}{part}")));
            }
            number
        });
        let stated = self.akn.submission.work.as_deref().map(slug);
        let number = number.or(stated).unwrap_or_else(|| format!("sha256-{}", self.akn.input.head(8)));
        let (date, date_name) = self.date();
        let conference = masthead.conference.as_ref().map(|fact| fact.value);
        let actor = actor(conference.map(|id| id.body));
        let year = conference.map_or_else(|| date.chars().take(4).collect(), |id| format!("{:04}", id.year));
        let jurisdiction = naming().jurisdiction.as_str();
        let work = format!("/akn/{jurisdiction}/documentCollection/contribution/{actor}/{year}/{number}");
        let language = naming().code(self.akn.language);
        let expression = format!("{work}/{language}@");
        self.xml.open("identification", &[("source", "#itudoc")]);
        let levels = [
            ("FRBRWork", format!("{work}/{part}"), work.clone()),
            ("FRBRExpression", format!("{expression}/{part}"), expression.clone()),
            ("FRBRManifestation", format!("{expression}/{part}.xml"), format!("{expression}.akn")),
        ];
        for (level, this, address) in levels {
            self.xml.open(level, &[]);
            self.xml.empty("FRBRthis", &[("value", &this)]);
            self.xml.empty("FRBRuri", &[("value", &address)]);
            self.xml.empty("FRBRdate", &[("date", &date), ("name", date_name)]);
            match level {
                "FRBRManifestation" => {
                    self.xml.empty("FRBRauthor", &[("href", "#itudoc"), ("as", "#editor")])
                }
                _ => self.authors(),
            }
            match level {
                "FRBRWork" => {
                    self.xml.empty("FRBRcountry", &[("value", jurisdiction)]);
                    self.xml.empty("FRBRsubtype", &[("value", "contribution")]);
                    self.xml.empty("FRBRnumber", &[("value", &number)]);
                    let title = self.akn.galley.title.clone();
                    let titled = (!title.trim().is_empty()).then(|| crate::text::on_one_line(&title));
                    for name in titled.iter().filter(|_| component.is_none()) {
                        self.xml.empty("FRBRname", &[("value", name)]);
                    }
                }
                "FRBRExpression" => self.xml.empty("FRBRlanguage", &[("language", language)]),
                _ => self.xml.empty("FRBRformat", &[("value", "application/akn+xml")]),
            }
            self.xml.close();
        }
        self.xml.close();
    }

    /// The date of the document; where it states none, the first day of its meeting.
    fn date(&self) -> (String, &'static str) {
        let masthead = &self.akn.submission.masthead;
        if let Some(date) = &masthead.date {
            return (date.value.to_string(), "document");
        }
        let conference =
            masthead.conference.as_ref().and_then(|fact| self.akn.registry.conference(fact.value));
        let start: Option<Date> = conference.and_then(|conference| conference.start);
        match start {
            Some(start) => (start.to_string(), "meeting"),
            None => ("0001-01-01".to_owned(), "unknown"),
        }
    }

    fn authors(&mut self) {
        let symbols: Vec<String> = self.symbols();
        for symbol in &symbols {
            self.xml
                .empty("FRBRauthor", &[("href", &format!("#source_{}", slug(symbol))), ("as", "#author")]);
        }
        if symbols.is_empty() {
            self.xml.empty("FRBRauthor", &[("href", "#itu"), ("as", "#publisher")]);
        }
    }

    /// Symbols of the sources, each once.
    fn symbols(&self) -> Vec<String> {
        let mut symbols: Vec<String> =
            self.akn.submission.masthead.symbols.iter().map(|fact| fact.value.clone()).collect();
        symbols.sort();
        symbols.dedup();
        symbols
    }

    /// What a proposal does to the text in force.
    fn modifications(&mut self, component: &AknComponent<'_>) {
        let Owner::Proposal(proposal) = component.owner else { return };
        let kind = match proposal.symbol {
            Symbol::Add | Symbol::AddMoved => "insertion",
            Symbol::Mod | Symbol::ModEditorial => "substitution",
            Symbol::Sup | Symbol::SupMoved => "repeal",
            // No change is no modification.
            Symbol::Noc => return,
        };
        let source = format!("#{}", self.modification());
        let target = self.target(component).unwrap_or_else(|| format!("#{}", component.id));
        let id = format!("{}__textualMod", component.id);
        self.xml.open("analysis", &[("source", "#itudoc")]);
        self.xml.open("activeModifications", &[]);
        self.xml
            .open("textualMod", &[("type", kind), ("eId", &id), ("itudoc:symbol", proposal.symbol.name())]);
        self.xml.empty("source", &[("href", &source)]);
        self.xml.empty("destination", &[("href", &target)]);
        if kind != "repeal" {
            self.xml.empty("new", &[("href", &format!("#{}", component.id))]);
        }
        self.xml.close();
        self.xml.close();
        self.xml.close();
    }

    /// The address of the text that a proposal is about: its first edition is the one in force.
    fn target(&self, component: &AknComponent<'_>) -> Option<String> {
        let own = component.owner.instrument()?;
        let conference = self.akn.submission.masthead.conference.as_ref().map(|fact| fact.value);
        let number = own.number.as_deref()?;
        // What is amended is the edition that stood before the proposal's own marks; a new text has none.
        let line = own.number_line.as_ref().map(|line| line.text(View::Base)).unwrap_or_default();
        let before = references(&line, self.akn.language).into_iter().next();
        let before = before.and_then(|cited| cited.editions.into_iter().last()).map(|at| at.edition);
        let edition = before.as_ref().or(own.editions.first());
        let (registry, language) = (self.akn.registry, self.akn.language);
        let stated = instrument(registry, language, None, own.kind, number, edition);
        stated.or_else(|| instrument(registry, language, Some(conference?.body), own.kind, number, edition))
    }

    fn references(&mut self, within: &[AknComponent<'_>]) {
        self.xml.open("references", &[("source", "#itudoc")]);
        let organization = "TLCOrganization";
        let itu = format!("/akn/ontology/organization/{}", naming().organization);
        self.reference(organization, "itu", &itu, "ITU");
        self.reference(organization, "itudoc", "/akn/ontology/organization/itudoc", "itudoc");
        let (registry, language) = (self.akn.registry, self.akn.language);
        for symbol in self.symbols() {
            let member = registry.member(&symbol).and_then(|member| member.name(language));
            let name = member.or_else(|| registry.group(&symbol).and_then(|group| group.name(language)));
            let name = name.unwrap_or(&symbol).to_owned();
            let address = format!("{itu}.member.{}", slug(&symbol));
            self.reference(organization, &format!("source_{}", slug(&symbol)), &address, &name);
        }
        for role in ["author", "editor", "publisher"] {
            self.reference("TLCRole", role, &format!("/akn/ontology/role/{role}"), role);
        }
        let mut keys: Vec<Key> = within
            .iter()
            .filter_map(|component| component.owner.instrument())
            .flat_map(|instrument| &instrument.calls)
            .filter_map(|call| call.key)
            .collect();
        keys.sort_by_key(|key| key.to_string());
        keys.dedup();
        for key in keys {
            let address = format!("/akn/ontology/concept/itu.call.{}", slug(&key));
            self.reference("TLCConcept", &concept(&key), &address, &key);
        }
        self.xml.close();
    }

    fn reference(&mut self, element: &'static str, id: &str, address: &str, name: &str) {
        self.xml.empty(element, &[("eId", id), ("href", address), ("showAs", name)]);
    }

    /// Comments: in the metadata, as pages do not show them.
    fn comments(&mut self) {
        let galley = self.akn.galley;
        if galley.comments.is_empty() {
            return;
        }
        self.xml.open("notes", &[("source", "#itudoc")]);
        for comment in &galley.comments {
            let id = self.ids.of_note("", "comment", &comment.paragraphs);
            self.comments.push(id.clone());
            let mut attributes = vec![("eId", id.as_str()), ("class", "comment")];
            attributes.extend(comment.author.as_deref().map(|author| ("itudoc:by", author)));
            attributes.extend(comment.date.as_deref().map(|date| ("itudoc:date", date)));
            self.xml.open("note", &attributes);
            for paragraph in &comment.paragraphs {
                self.xml.open("p", &[]);
                self.inline(paragraph, 0..paragraph.all_text().len());
                self.xml.close();
            }
            if comment.paragraphs.is_empty() {
                self.xml.empty("p", &[]);
            }
            self.xml.close();
        }
        self.xml.close();
    }

    /// All revision marks, by the numbers that elements name them by: what stands on no words, such as the
    /// mark at the end of a paragraph, is said nowhere else.
    fn marks(&mut self) {
        let galley = self.akn.galley;
        if galley.revisions.is_empty() {
            return;
        }
        self.xml.open("proprietary", &[("source", "#itudoc")]);
        for (at, mark) in galley.revisions.iter().enumerate() {
            let kind = match mark.kind {
                RevisionKind::Insertion => "insertion",
                RevisionKind::Deletion => "deletion",
                RevisionKind::Formatting => "formatting",
            };
            let number = at.to_string();
            let mut attributes = vec![("itudoc:revision", number.as_str()), ("itudoc:kind", kind)];
            let said = said_of(mark);
            attributes.extend(pairs(&said));
            attributes.extend(mark.moved.as_deref().map(|moved| ("itudoc:moved", moved)));
            if let RevisionOrigin::Recovered { reason, .. } = &mark.origin {
                attributes.push(("itudoc:reason", reason));
            }
            self.xml.empty("itudoc:mark", &attributes);
        }
        self.xml.close();
    }
}
