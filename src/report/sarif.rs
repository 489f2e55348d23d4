//! Findings as SARIF 2.1.0 (OASIS), for tools that gather results of many checkers.
//!
//! In: the findings of each file. Out: a log with one run, put together from a head, the results of
//! the files parted by commas, and a tail, so that no batch need be held whole.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use super::record::{FindingPlace, FindingRecord};
use crate::diagnostics::Rule;
use crate::diagnostics::render::severity_name;
use crate::digest::Hasher;

/// What stands before the results: the rules with their documentation. Columns count characters, so
/// Chinese text is pointed at rightly.
pub(crate) fn head(rules: &[&Rule]) -> String {
    let rules: Vec<String> = rules.iter().map(|rule| descriptor(rule).to_string()).collect();
    format!(
        concat!(
            r#"{{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{{"#,
            r#""tool":{{"driver":{{"name":"itudoc","version":"{}","rules":[{}]}}}},"#,
            r#""columnKind":"unicodeCodePoints","results":["#
        ),
        env!("CARGO_PKG_VERSION"),
        rules.join(",")
    )
}

/// A rule as SARIF describes it (2.1.0, 3.49).
fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": { "text": rule.what },
        "fullDescription": { "text": rule.why },
        "help": { "text": format!("{} Source: {}", rule.remedy, rule.source) },
        "defaultConfiguration": { "level": severity_name(rule.severity) },
    })
}

/// What stands after the results.
pub(crate) fn tail() -> &'static str {
    "]}]}\n"
}

/// The results of one file, parted by commas; empty where there are none.
pub(crate) fn results<'a>(file: &str, list: impl IntoIterator<Item = &'a FindingRecord>) -> String {
    let uri = uri(file);
    let list: Vec<String> = list.into_iter().map(|finding| result(&uri, finding).to_string()).collect();
    list.join(",")
}

fn result(uri: &str, finding: &FindingRecord) -> Value {
    let related: Vec<Value> =
        finding.related.iter().map(|other| location(uri, Some(other.place), Some(&other.label))).collect();
    let mut result = json!({
        "ruleId": finding.code,
        "level": finding.severity,
        "message": { "text": finding.message },
        "locations": [location(uri, finding.place, None)],
        "relatedLocations": related,
        "partialFingerprints": { "message/v1": fingerprint(finding) },
    });
    if let (true, Some(members)) = (finding.waived, result.as_object_mut()) {
        members.insert("suppressions".to_owned(), json!([{ "kind": "external", "status": "accepted" }]));
    }
    result
}

fn location(uri: &str, place: Option<FindingPlace>, message: Option<&str>) -> Value {
    let mut physical = Map::new();
    physical.insert("artifactLocation".to_owned(), json!({ "uri": uri }));
    if let Some(p) = place {
        let region = json!({
            "startLine": p.line, "startColumn": p.column, "endLine": p.end_line, "endColumn": p.end_column,
            "byteOffset": p.byte, "byteLength": p.bytes,
        });
        physical.insert("region".to_owned(), region);
    }
    let mut location = Map::from_iter([("physicalLocation".to_owned(), Value::Object(physical))]);
    if let Some(text) = message {
        location.insert("message".to_owned(), json!({ "text": text }));
    }
    Value::Object(location)
}

/// Stays the same while the finding does, wherever it moves to in the file.
fn fingerprint(finding: &FindingRecord) -> String {
    let mut hash = Hasher::default();
    hash.update(finding.code.as_ref());
    hash.update(&finding.message);
    hash.finish().head(8)
}

/// A path as a relative URI reference (RFC 3986, 2.1 and 4.2).
fn uri(path: &str) -> String {
    path.bytes().fold(String::with_capacity(path.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}
