//! Findings and results for a machine.
//!
//! In: what became of each file. Out: JSON whose keys and order are fixed; nothing in it depends on
//! the clock, the machine or the number of jobs. `serde_json` escapes control characters, so no
//! value can forge a line of it.

use std::borrow::Cow;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::{Deserialize, Serialize};

use crate::diagnostics::{Finding, Message, Refusal, Severity, render};
use crate::lines::LineIndex;
use crate::pipeline::{Account, Conversion, HumanChecks, OutputAccount, Profile};
use crate::rules;
use crate::text::Span;

/// What may become of a file.
pub(crate) const STATES: [&str; 5] = ["converted", "up-to-date", "refused", "not-written", "not-started"];

/// The JSON Schema of what is told of one file, indented.
pub(crate) fn schema() -> String {
    let schema = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<FileRecord<'_>>();
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

/// What became of one file.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FileRecord<'a> {
    /// The file as it was named or found.
    pub file: &'a str,
    /// `converted`, `up-to-date`, `refused`, `not-written`, `not-started`.
    #[schemars(extend("enum" = STATES))]
    pub state: &'static str,
    /// What was made of it.
    pub outputs: Vec<OutputRecord>,
    /// Every character accounted for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountRecord>,
    /// What was found in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facts: Option<FactsRecord<'a>>,
    /// What is to be reported.
    pub findings: Vec<FindingRecord>,
    /// What a person has looked at and waived.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub waived: Vec<FindingRecord>,
    /// Why nothing was made of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<RefusalRecord<'a>>,
}

/// An output of a file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct OutputRecord {
    /// `docx`, `pdf`, `json`.
    pub kind: &'static str,
    /// Path below the output folder.
    pub path: String,
    /// Size, bytes.
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// [`Account`], for a machine.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct AccountRecord {
    /// Characters that the file's own bytes show, counted apart from its reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown: Option<usize>,
    /// Why `shown` is more than `input` (or less), by the reason: the difference is their sum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown_apart: Vec<ShownApartRecord>,
    /// Placeholders for what is not carried.
    pub placeholders: usize,
    /// Characters of the input that are not white space.
    pub input: usize,
    /// Of these, in the document.
    pub document: usize,
    /// Of these, set aside.
    pub set_aside: usize,
    /// The same by the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside_by: Vec<SetAsideRecord>,
    /// What each output holds of those in the document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outputs: Vec<OutputAccountRecord>,
    /// Of those in the document, shown as another.
    pub replaced: usize,
    /// Supplied by the template.
    pub supplied: usize,
    /// Of those in the document, in comments, which the PDF does not show.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub not_in_print: usize,
    /// Pages of the PDF.
    pub pages: usize,
    /// What only a person can judge of the PDF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub for_a_person: Option<HumanRecord>,
}

/// [`HumanChecks`], for a machine.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct HumanRecord {
    /// Pictures: alternative text, contrast, place in the order of reading.
    pub pictures: usize,
    /// Formulas: what they are read as.
    pub formulas: usize,
    /// Tables: heads.
    pub tables: usize,
    /// Headings: order and levels.
    pub headings: usize,
    /// Stretches in another language.
    pub languages: usize,
    /// Links: their words.
    pub links: usize,
}

impl HumanRecord {
    fn of(checks: HumanChecks) -> Option<Self> {
        let HumanChecks { pictures, formulas, tables, headings, languages, links } = checks;
        (checks.total() > 0).then_some(Self { pictures, formulas, tables, headings, languages, links })
    }
}

/// Characters that a file shows beyond what was read, for one reason; negative, the other way round.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct ShownApartRecord {
    /// `note-marks`: an author's own mark of a note stands in two places. `formulas`: a line is made of a
    /// formula. `page-headers`: not counted in this format. `old-word`: headers and text boxes of an old file.
    /// `set-aside`, `quotation-marks`, `notes-in-notes`, `damaged-bytes`.
    pub why: String,
    /// How many.
    pub characters: i64,
}

/// Characters set aside for one reason.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct SetAsideRecord {
    /// The reason: `page-header`, `hidden-text`, `merged-cell` and so on.
    pub why: String,
    /// How many.
    pub characters: usize,
}

/// [`OutputAccount`], for a machine.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct OutputAccountRecord {
    /// `docx`, `pdf`, `json`, `akn`.
    pub kind: String,
    /// Characters of the document that it holds.
    pub carried: usize,
    /// Characters of comments, which it leaves out; each comment is among the findings.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub comments_left_out: usize,
}

impl From<&OutputAccount> for OutputAccountRecord {
    fn from(account: &OutputAccount) -> Self {
        let OutputAccount { kind, carried, comments_left_out } = *account;
        Self { kind: kind.extension().to_owned(), carried, comments_left_out }
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl From<&Account> for AccountRecord {
    fn from(account: &Account) -> Self {
        let Account {
            shown,
            input,
            ref shown_apart,
            placeholders,
            document,
            set_aside,
            ref set_aside_by,
            ref outputs,
            replaced,
            supplied,
            not_in_print,
            pages,
            for_a_person,
        } = *account;
        let for_a_person = HumanRecord::of(for_a_person);
        let reason = |(why, characters): &(Cow<'static, str>, usize)| SetAsideRecord {
            why: why.clone().into_owned(),
            characters: *characters,
        };
        let apart = |(why, characters): &(Cow<'static, str>, i64)| ShownApartRecord {
            why: why.clone().into_owned(),
            characters: *characters,
        };
        Self {
            shown,
            shown_apart: shown_apart.iter().map(apart).collect(),
            placeholders,
            input,
            document,
            set_aside,
            set_aside_by: set_aside_by.iter().map(reason).collect(),
            outputs: outputs.iter().map(OutputAccountRecord::from).collect(),
            replaced,
            supplied,
            not_in_print,
            pages,
            for_a_person,
        }
    }
}

/// [`Profile`], for a machine.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct FactsRecord<'a> {
    /// Template used.
    pub template: Cow<'a, str>,
    /// Language of the text.
    pub language: Option<Cow<'static, str>>,
    /// Identifiers of its proposals.
    pub proposals: Cow<'a, [String]>,
    /// Revision marks of the input.
    pub marks_read: usize,
    /// Revision marks recovered.
    pub marks_recovered: usize,
    /// Marks suspected, for a person to decide.
    pub marks_suspected: usize,
    /// The program that read the file, where it was not this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_by: Option<Cow<'a, str>>,
}

impl<'a> From<&'a Profile> for FactsRecord<'a> {
    fn from(profile: &'a Profile) -> Self {
        Self {
            template: Cow::Borrowed(&profile.template),
            language: profile.language.map(|language| language.code().into()),
            proposals: Cow::Borrowed(&profile.proposals),
            marks_read: profile.marks_read,
            marks_recovered: profile.marks_recovered,
            marks_suspected: profile.marks_suspected,
            read_by: profile.read_by.as_deref().map(Cow::Borrowed),
        }
    }
}

/// A refusal, for a machine.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RefusalRecord<'a> {
    /// Stable code.
    pub code: &'static str,
    /// What was found.
    pub found: &'a str,
    /// What to do next.
    pub advice: &'a str,
}

impl<'a> From<&'a Refusal> for RefusalRecord<'a> {
    fn from(refusal: &'a Refusal) -> Self {
        Self { code: refusal.kind.code(), found: &refusal.found, advice: &refusal.advice }
    }
}

/// A finding with its place spelled out.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct FindingRecord {
    /// Code of the rule.
    pub code: Cow<'static, str>,
    /// Name of the rule.
    pub rule: Cow<'static, str>,
    /// `note`, `warning`, `error`.
    pub severity: Cow<'static, str>,
    /// One sentence.
    pub message: String,
    /// What to do.
    pub help: String,
    /// Where; absent for the file as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<FindingPlace>,
    /// Other places that explain it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedRecord>,
    /// A person has looked at it and waived it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waived: bool,
    /// What is said, in the parts of which other languages are made; a record that was read has only the words.
    #[serde(skip)]
    pub said: Option<Box<SaidParts>>,
}

/// The messages of a finding.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SaidParts {
    message: Message,
    help: Option<Message>,
    related: Vec<Message>,
}

/// What is kept of a [`FileReport`] besides what programs read: the parts of each message, so that a later run can
/// tell it in any language.
#[derive(Serialize, Deserialize)]
struct KeptParts {
    #[serde(default)]
    said: Vec<Option<Box<SaidParts>>>,
    #[serde(default)]
    said_waived: Vec<Option<Box<SaidParts>>>,
}

/// A [`FileReport`] with all that is kept of it.
#[derive(Serialize)]
struct KeptReport<'a> {
    #[serde(flatten)]
    report: &'a FileReport,
    #[serde(flatten)]
    parts: KeptParts,
}

/// Another place and what it explains.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub(crate) struct RelatedRecord {
    /// Where.
    pub place: FindingPlace,
    /// What stands there.
    pub label: String,
}

/// A place in the decoded input. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub(crate) struct FindingPlace {
    /// Line of the first character.
    pub line: u32,
    /// Column of the first character.
    pub column: u32,
    /// Line of the last character.
    pub end_line: u32,
    /// Column after the last character.
    pub end_column: u32,
    /// First byte.
    pub byte: u32,
    /// Length, bytes.
    pub bytes: u32,
}

/// Findings of one file with their places. `text` is what the spans point into.
pub(crate) fn findings(text: &str, list: &[Finding]) -> Vec<FindingRecord> {
    if list.is_empty() {
        return Vec::new();
    }
    let index = LineIndex::new(text);
    let place = |span: Span| {
        let (line, column) = index.position(text, span.start);
        let (end_line, end_column) = index.position(text, span.end.max(span.start));
        let bytes = span.end.saturating_sub(span.start);
        FindingPlace { line, column, end_line, end_column, byte: span.start, bytes }
    };
    let record = |finding: &Finding| FindingRecord {
        code: finding.rule.code.into(),
        rule: finding.rule.name.into(),
        severity: render::severity_name(finding.severity).into(),
        message: finding.message.to_string(),
        help: finding.help.as_deref().unwrap_or(finding.rule.remedy).to_owned(),
        place: finding.span.map(place),
        related: finding
            .related
            .iter()
            .map(|(span, label)| RelatedRecord { place: place(*span), label: label.to_string() })
            .collect(),
        waived: false,
        said: Some(Box::new(SaidParts {
            message: finding.message.clone(),
            help: finding.help.clone(),
            related: finding.related.iter().map(|(_, label)| label.clone()).collect(),
        })),
    };
    list.iter().map(record).collect()
}

/// What was told of a file when it was converted: all that a later run needs to tell it again.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct FileReport {
    /// Every character accounted for; nothing for a file that was not converted.
    #[serde(default)]
    pub account: Option<AccountRecord>,
    /// What was found in it.
    #[serde(default)]
    pub facts: Option<FactsRecord<'static>>,
    /// What is to be reported.
    pub findings: Vec<FindingRecord>,
    /// What a person has looked at and waived.
    #[serde(default)]
    pub waived: Vec<FindingRecord>,
}

impl FileReport {
    /// Reads what [`Self::kept`] wrote; nothing where it cannot be read. Without `said` the findings stand in English
    /// alone: the parts of their messages are half of what there is to read.
    pub(crate) fn read(json: &str, said: bool) -> Self {
        let mut report: Self = serde_json::from_str(json).unwrap_or_default();
        if !said {
            return report;
        }
        if let Ok(KeptParts { said, said_waived }) = serde_json::from_str(json) {
            let give = |records: &mut [FindingRecord], parts: Vec<Option<Box<SaidParts>>>| {
                records.iter_mut().zip(parts).for_each(|(record, said)| record.said = said);
            };
            give(&mut report.findings, said);
            give(&mut report.waived, said_waived);
        }
        report
    }

    /// As JSON from which [`Self::read`] makes the same again.
    pub(crate) fn kept(&self) -> String {
        let parts = |records: &[FindingRecord]| records.iter().map(|record| record.said.clone()).collect();
        let parts = KeptParts { said: parts(&self.findings), said_waived: parts(&self.waived) };
        serde_json::to_string(&KeptReport { report: self, parts }).unwrap_or_default()
    }

    /// What is told of a conversion.
    pub(crate) fn of(conversion: &Conversion) -> Self {
        let Conversion { account, profile, text, .. } = conversion;
        let facts = FactsRecord::from(profile).into_owned();
        Self {
            account: Some(account.into()),
            facts: Some(facts),
            findings: findings(text, &conversion.findings),
            waived: waived(text, &conversion.waived),
        }
    }
}

impl FactsRecord<'_> {
    fn into_owned(self) -> FactsRecord<'static> {
        FactsRecord {
            template: self.template.into_owned().into(),
            language: self.language,
            proposals: self.proposals.into_owned().into(),
            marks_read: self.marks_read,
            marks_recovered: self.marks_recovered,
            marks_suspected: self.marks_suspected,
            read_by: self.read_by.map(|read_by| read_by.into_owned().into()),
        }
    }
}

/// Findings that a person has waived, as [`findings`].
pub(crate) fn waived(text: &str, list: &[Finding]) -> Vec<FindingRecord> {
    let mut records = findings(text, list);
    records.iter_mut().for_each(|record| record.waived = true);
    records
}

impl FindingRecord {
    /// How grave it is.
    pub(crate) fn severity(&self) -> Severity {
        let all = [Severity::Information, Severity::Warning, Severity::Error];
        let named = |severity: &Severity| render::severity_name(*severity) == self.severity;
        all.into_iter().find(named).unwrap_or(Severity::Error)
    }

    /// The finding of which this is the record; nothing where this program has no such rule.
    pub(crate) fn finding(&self) -> Option<Finding> {
        let span =
            |place: &FindingPlace| Span { start: place.byte, end: place.byte.saturating_add(place.bytes) };
        let rule = rules::rule(&self.code)?;
        let labelled = |(at, other): (usize, &RelatedRecord)| {
            let label = self.said.as_ref().and_then(|said| said.related.get(at)).cloned();
            (span(&other.place), label.unwrap_or_else(|| Message::foreign(&other.label)))
        };
        Some(Finding {
            rule,
            severity: self.severity(),
            span: self.place.as_ref().map(span),
            message: self
                .said
                .as_ref()
                .map_or_else(|| Message::foreign(&self.message), |said| said.message.clone()),
            help: match &self.said {
                Some(said) => said.help.clone(),
                None => Some(&self.help).filter(|help| *help != rule.remedy).map(Message::foreign),
            },
            related: self.related.iter().enumerate().map(labelled).collect(),
        })
    }
}
